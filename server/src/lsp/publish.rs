//! Findings for the client: who is told what, and when.
//!
//! A thread of its own analyses the newest snapshot and sends the lists that changed. It is told of changes
//! only, and keeps what it needs to know of each file, so that an edit costs nothing for other files. The
//! document that was edited comes first, then the rest of its schema. A newer edit cancels the analysis;
//! what was not done is then done from the next snapshot.

use super::client::ClientFacts;
use super::convert;
use super::databases::{DatabaseStatus, StatusParams};
use super::transport::Output;
use crate::text::Text;
use analyzer::Cancelled;
use analyzer::{Diagnostic, FileId, SchemaId, Snapshot};
use std::collections::{HashMap, HashSet};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use tower_lsp_server::ls_types::notification::PublishDiagnostics;
use tower_lsp_server::ls_types::{self as lsp, PublishDiagnosticsParams, Uri};

/// So many related places are sent with a finding at most.
const MOST_RELATED: usize = 20;

/// A document as the client knows it.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// How the client spells its URI.
    pub(super) uri: Uri,
    /// The client's number of the text; nothing for files that are not open.
    pub(super) version: Option<i32>,
    /// The text of the snapshot.
    pub(super) text: Text,
}

/// What the publisher has to know.
#[derive(Debug)]
pub(super) enum Change {
    /// The client introduced itself.
    Facts(ClientFacts),
    /// Findings are to be shown, or not.
    Enable(bool),
    /// A schema is analysed under another dialect.
    Dialect(SchemaId),
    /// A file is there, or has another text or version. A file comes with its schema the first time. A
    /// fresh one is published even if nothing was found: its client waits to hear of it.
    Shown { file: FileId, schema: Option<SchemaId>, page: Page, is_fresh: bool },
    /// A file is not there any more.
    Gone(FileId),
    /// No file is there any more.
    AllGone,
    /// What there is to say about how schemas were found is now this, and nothing else.
    Notes(Vec<NotePage>),
    /// The database of a document's schema is doing so.
    Database(StatusParams),
}

/// A file, which need not be a schema, with findings about how schemas were found.
#[derive(Debug, Clone)]
pub(super) struct NotePage {
    /// How the client spells its URI.
    pub(super) uri: Uri,
    /// The text that the findings are about.
    pub(super) text: Text,
    /// The findings.
    pub(super) findings: Vec<Diagnostic>,
}

/// Hands snapshots to the publishing thread.
pub(super) struct Publisher(Arc<Waiting>);

/// What waits to be analysed: only the newest snapshot, with all changes up to it.
#[derive(Default)]
struct Waiting {
    job: Mutex<Option<(Snapshot, Vec<Change>)>>,
    is_there: Condvar,
}

impl Waiting {
    fn lock(&self) -> MutexGuard<'_, Option<(Snapshot, Vec<Change>)>> {
        self.job.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Publisher {
    /// Starts the publishing thread.
    pub(super) fn start(output: Output) -> Self {
        let waiting = Arc::new(Waiting::default());
        let jobs = waiting.clone();
        thread::spawn(move || {
            let findings = output.clone();
            let send = move |params| findings.notify::<PublishDiagnostics>(params);
            let tell = move |params| output.notify::<DatabaseStatus>(params);
            let mut board = Board::new(Box::new(send), Box::new(tell));
            loop {
                let mut job = jobs.lock();
                while job.is_none() {
                    job = jobs.is_there.wait(job).unwrap_or_else(PoisonError::into_inner);
                }
                let Some((snapshot, changes)) = job.take() else { continue };
                drop(job);
                board.take(changes);
                board.publish(&snapshot);
            }
        });
        Self(waiting)
    }

    /// Lets a snapshot be analysed that has these changes over the last one.
    pub(super) fn publish(&self, snapshot: Snapshot, changes: Vec<Change>) {
        *self.0.lock() = Some((snapshot, changes));
        self.0.is_there.notify_one();
    }

    /// Takes back a snapshot that still waits, and puts its changes before the given ones.
    pub(super) fn withdraw(&self, changes: &mut Vec<Change>) {
        if let Some((_, mut earlier)) = self.0.lock().take() {
            earlier.append(changes);
            *changes = earlier;
        }
    }
}

/// A file on the board.
struct Entry {
    page: Page,
    schema: SchemaId,
    /// What the analyzer found last; nothing before the first time.
    found: Option<Vec<Diagnostic>>,
}

/// What was published, and what is to be looked at again.
struct Board {
    send: Box<dyn Fn(PublishDiagnosticsParams) + Send>,
    tell: Box<dyn Fn(StatusParams) + Send>,
    facts: ClientFacts,
    is_enabled: bool,
    entries: HashMap<FileId, Entry>,
    schemas: HashMap<SchemaId, Vec<FileId>>,
    /// What the client shows now, where that is not nothing.
    shown: HashMap<Uri, Vec<lsp::Diagnostic>>,
    /// Files with another text, in the order in which they changed.
    changed: Vec<FileId>,
    /// Documents that are published even if nothing was found.
    fresh: HashSet<Uri>,
    /// Schemas whose other files may have other findings.
    stale: HashSet<SchemaId>,
    /// URIs that may have lost their file.
    orphans: Vec<Uri>,
    /// What there is to say about how schemas were found.
    notes: HashMap<Uri, Vec<lsp::Diagnostic>>,
}

impl Board {
    fn new(
        send: Box<dyn Fn(PublishDiagnosticsParams) + Send>,
        tell: Box<dyn Fn(StatusParams) + Send>,
    ) -> Self {
        Self {
            send,
            tell,
            facts: ClientFacts::default(),
            is_enabled: true,
            entries: HashMap::new(),
            schemas: HashMap::new(),
            shown: HashMap::new(),
            changed: Vec::new(),
            fresh: HashSet::new(),
            stale: HashSet::new(),
            orphans: Vec::new(),
            notes: HashMap::new(),
        }
    }

    fn take(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Facts(facts) => self.facts = facts,
                Change::Enable(is_enabled) => {
                    self.is_enabled = is_enabled;
                    self.orphans.extend(self.notes.keys().cloned());
                    self.changed = self.entries.keys().copied().collect();
                }
                Change::Dialect(schema) => drop(self.stale.insert(schema)),
                Change::Shown { file, schema, page, is_fresh } => self.put(file, schema, page, is_fresh),
                Change::Gone(file) => self.remove(file),
                Change::Notes(pages) => self.take_notes(pages),
                Change::Database(status) => (self.tell)(status),
                Change::AllGone => {
                    let all: Vec<_> = self.entries.keys().copied().collect();
                    all.into_iter().for_each(|file| self.remove(file));
                }
            }
        }
    }

    fn take_notes(&mut self, pages: Vec<NotePage>) {
        let unit = self.facts.unit;
        let list = |page: &NotePage| {
            page.findings
                .iter()
                .map(|one| convert::diagnostic(one, &page.text, unit, None))
                .collect::<Vec<_>>()
        };
        let notes: HashMap<_, _> = pages.iter().map(|page| (page.uri.clone(), list(page))).collect();
        let uris = self.notes.keys().chain(notes.keys());
        let changed: HashSet<_> =
            uris.filter(|uri| self.notes.get(*uri) != notes.get(*uri)).cloned().collect();
        self.notes = notes;
        let files =
            self.entries.iter().filter(|(_, entry)| changed.contains(&entry.page.uri)).map(|(file, _)| *file);
        self.changed.extend(files);
        self.orphans.extend(changed);
    }

    fn put(&mut self, file: FileId, schema: Option<SchemaId>, page: Page, is_fresh: bool) {
        let uri = page.uri.clone();
        if is_fresh {
            self.fresh.insert(uri.clone());
        }
        match self.entries.get_mut(&file) {
            Some(entry) => {
                let before = std::mem::replace(&mut entry.page, page);
                self.stale.insert(entry.schema);
                if before.uri != uri {
                    self.orphans.push(before.uri);
                }
                if !self.changed.contains(&file) {
                    self.changed.push(file);
                }
            }
            None => {
                let Some(schema) = schema else { return };
                self.entries.insert(file, Entry { page, schema, found: None });
                self.schemas.entry(schema).or_default().push(file);
                self.stale.insert(schema);
                self.changed.push(file);
            }
        }
    }

    fn remove(&mut self, file: FileId) {
        let Some(entry) = self.entries.remove(&file) else { return };
        if let Some(files) = self.schemas.get_mut(&entry.schema) {
            files.retain(|other| *other != file);
            if files.is_empty() {
                self.schemas.remove(&entry.schema);
                self.stale.remove(&entry.schema);
            } else {
                self.stale.insert(entry.schema);
            }
        }
        self.changed.retain(|other| *other != file);
        self.orphans.push(entry.page.uri);
    }

    /// Analyses what changed and publishes the lists that are not what the client shows.
    fn publish(&mut self, snapshot: &Snapshot) {
        self.clear_orphans();
        let changed = self.changed.clone();
        let mut done = HashSet::new();
        for file in &changed {
            if self.look_at(*file, snapshot, true).is_err() {
                return;
            }
            done.insert(*file);
        }
        for schema in self.stale.clone() {
            for file in self.schemas.get(&schema).cloned().unwrap_or_default() {
                if !done.contains(&file) && self.look_at(file, snapshot, false).is_err() {
                    return;
                }
            }
        }
        self.changed.clear();
        self.stale.clear();
    }

    /// Clears the lists of files that are gone, also from the client, but for what is said about how schemas were found.
    fn clear_orphans(&mut self) {
        if self.orphans.is_empty() {
            return;
        }
        let used: HashSet<_> = self.entries.values().map(|entry| &entry.page.uri).collect();
        for uri in self.orphans.drain(..).filter(|uri| !used.contains(uri)) {
            self.fresh.remove(&uri);
            let notes = self.notes.get(&uri).filter(|_| self.is_enabled).cloned().unwrap_or_default();
            let shown = self.shown.remove(&uri).unwrap_or_default();
            if !notes.is_empty() {
                self.shown.insert(uri.clone(), notes.clone());
            }
            if shown != notes {
                (self.send)(PublishDiagnosticsParams { uri, diagnostics: notes, version: None });
            }
        }
    }

    /// Publishes the findings of a file if they are not what the client shows.
    fn look_at(&mut self, file: FileId, snapshot: &Snapshot, has_changed: bool) -> Result<(), Cancelled> {
        let found =
            match panic::catch_unwind(AssertUnwindSafe(|| snapshot.ask(|view| view.diagnostics(file)))) {
                Ok(asked) => asked?.to_vec(),
                // What is shown stays; the panic is in the log.
                Err(_) => return Ok(()),
            };
        let Some(entry) = self.entries.get(&file) else { return Ok(()) };
        let points_to_changed =
            || found.iter().flat_map(|one| &one.related).any(|place| self.changed.contains(&place.file));
        if !has_changed && entry.found.as_ref() == Some(&found) && !points_to_changed() {
            return Ok(());
        }
        let list = if self.is_enabled { self.convert(entry, &found) } else { Vec::new() };
        let (uri, version) = (entry.page.uri.clone(), entry.page.version);
        let is_shown = match self.shown.get(&uri) {
            Some(shown) => *shown == list,
            None => list.is_empty(),
        };
        let is_fresh = self.fresh.remove(&uri);
        if is_fresh || !is_shown {
            self.shown.insert(uri.clone(), list.clone());
            (self.send)(PublishDiagnosticsParams { uri, diagnostics: list, version });
        }
        if let Some(entry) = self.entries.get_mut(&file) {
            entry.found = Some(found);
        }
        Ok(())
    }

    fn convert(&self, entry: &Entry, found: &[Diagnostic]) -> Vec<lsp::Diagnostic> {
        let (text, unit) = (&entry.page.text, self.facts.unit);
        let related = |one: &Diagnostic| {
            let places = one.related.iter().take(MOST_RELATED).filter_map(|place| {
                let page = &self.entries.get(&place.file)?.page;
                let location =
                    lsp::Location::new(page.uri.clone(), convert::range(&page.text, place.range, unit));
                Some(lsp::DiagnosticRelatedInformation { location, message: place.message.clone() })
            });
            self.facts.related_places.then(|| places.collect())
        };
        let notes = self.notes.get(&entry.page.uri).into_iter().flatten().cloned();
        notes.chain(found.iter().map(|one| convert::diagnostic(one, text, unit, related(one)))).collect()
    }
}
