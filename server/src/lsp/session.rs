//! The session: the one place that owns the documents and the analyzer's workspace.
//!
//! It runs on a thread of its own and takes one event after the other from a queue, in the order in which
//! they were put there. Questions are answered elsewhere, each from a snapshot of the moment when its turn
//! came; an event that changes something cancels them.

mod databases;
mod schemas;

use super::client::ClientFacts;
use super::convert;
use super::databases::{Databases, News, Status};
use super::document::{Document, Edit};
use super::place::Place;
use super::publish::{Change, Page, Publisher};
use super::settings::Settings;
use super::transport::Output;
use super::watch::Watch;
use crate::text::Text;
use analyzer::Cancelled;
use analyzer::{FileId, Snapshot, Workspace};
use project::Telling;
use schemas::Schema;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tower_lsp_server::jsonrpc;
use tower_lsp_server::ls_types::{TextDocumentContentChangeEvent, Uri};

/// Something that happens to the session.
pub(super) enum Event {
    /// The client introduced itself.
    Started { facts: ClientFacts, settings: Settings, roots: Vec<PathBuf> },
    /// The folders of the workspace are now these.
    FoldersChanged { added: Vec<PathBuf>, removed: Vec<PathBuf> },
    /// The settings are now these.
    Configured(Settings),
    /// A document was opened.
    Opened { uri: Uri, version: Option<i32>, text: String },
    /// A document was edited.
    Changed { uri: Uri, version: Option<i32>, changes: Vec<TextDocumentContentChangeEvent> },
    /// A document was closed.
    Closed { uri: Uri },
    /// Files were created, changed or deleted.
    DiskChanged,
    /// Migrations changed, which were run or soon will be.
    MigrationsChanged(Vec<PathBuf>),
    /// This happens to the database of a document's schema.
    Database { uri: Uri, news: News },
    /// A question about a document. Changes nothing.
    Asked { uri: Uri, question: Question },
    /// A question about all schemas. Changes nothing.
    AskedAll { question: QuestionToAll },
}

/// What is called with the view of a document, or with nothing when there is no such document.
type Question = Box<dyn FnOnce(Option<View>) + Send>;

/// What is called with the view of all schemas.
type QuestionToAll = Box<dyn FnOnce(ViewOfAll) + Send>;

/// A document at one moment, with everything around it.
pub(super) struct View {
    /// What to ask.
    pub(super) snapshot: Snapshot,
    /// The document's name in the snapshot.
    pub(super) file: FileId,
    /// The document's text.
    pub(super) text: Text,
    /// The files of the document's schema.
    pub(super) pages: Vec<SchemaPage>,
    /// What the user has set.
    pub(super) settings: Settings,
    /// How the document's schema was found; nothing for documents that are no files.
    pub(super) about: Option<Arc<project::Schema>>,
    /// What the user decided about the project.
    pub(super) project_settings: project::Settings,
    /// How the schema's database is doing.
    pub(super) database: Status,
}

/// All schemas at one moment.
pub(super) struct ViewOfAll {
    /// What to ask.
    pub(super) snapshot: Snapshot,
    /// The files of all schemas.
    pub(super) pages: Vec<SchemaPage>,
}

/// A file of a schema, as the client knows it.
pub(super) struct SchemaPage {
    /// The file's name in the snapshot.
    pub(super) file: FileId,
    /// How the client spells its URI.
    pub(super) uri: Uri,
    /// The client's number of the text; nothing for files that are not open.
    pub(super) version: Option<i32>,
    /// The text.
    pub(super) text: Text,
}

/// Puts events into the session's queue.
#[derive(Clone)]
pub(super) struct SessionHandle(Sender<Event>);

impl SessionHandle {
    /// Puts an event at the end of the queue, at once.
    pub(super) fn send(&self, event: Event) {
        // Fails only when the session is gone, and the process is about to be.
        let _ = self.0.send(event);
    }

    /// Asks about a document. The question stands in the queue when this returns, before the future is
    /// polled. The answer is nothing when there is no such document, and the error `ContentModified` when
    /// a change came in between.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        uri: Uri,
        question: impl FnOnce(&View) -> T + Send + 'static,
    ) -> impl Future<Output = jsonrpc::Result<Option<T>>> + Send {
        let (sender, receiver) = oneshot::channel();
        let question = move |view: Option<View>| {
            let answer = view.map(|view| answer(&view.snapshot, || question(&view))).transpose();
            // Fails when the client has cancelled the request.
            let _ = sender.send(answer);
        };
        self.send(Event::Asked { uri, question: Box::new(question) });
        async move { receiver.await.unwrap_or_else(|_| Err(jsonrpc::Error::internal_error())) }
    }

    /// Asks about all schemas, as [`SessionHandle::ask`] does about a document.
    pub(super) fn ask_all<T: Send + 'static>(
        &self,
        question: impl FnOnce(&ViewOfAll) -> T + Send + 'static,
    ) -> impl Future<Output = jsonrpc::Result<T>> + Send {
        let (sender, receiver) = oneshot::channel();
        let question = move |view: ViewOfAll| {
            // Fails when the client has cancelled the request.
            let _ = sender.send(answer(&view.snapshot, || question(&view)));
        };
        self.send(Event::AskedAll { question: Box::new(question) });
        async move { receiver.await.unwrap_or_else(|_| Err(jsonrpc::Error::internal_error())) }
    }
}

fn answer<T>(snapshot: &Snapshot, question: impl FnOnce() -> T) -> jsonrpc::Result<T> {
    let asked = panic::catch_unwind(AssertUnwindSafe(|| snapshot.ask(|_| question())));
    match asked {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(Cancelled)) => Err(jsonrpc::Error::content_modified()),
        Err(_) => Err(jsonrpc::Error::internal_error()),
    }
}

/// Starts the session.
pub(super) fn start(output: Output, runtime: Handle, databases: Databases) -> SessionHandle {
    let (sender, receiver) = mpsc::channel();
    let handle = SessionHandle(sender);
    let own = handle.clone();
    thread::spawn(move || Session::new(own, Publisher::start(output), runtime, databases).run(&receiver));
    handle
}

/// A document that belongs to a schema.
struct File {
    id: FileId,
    uri: Uri,
    document: Document,
    is_open: bool,
    /// What the text tells about which files form a schema.
    telling: Telling,
}

impl File {
    fn new(id: FileId, uri: Uri, document: Document, is_open: bool) -> Self {
        let telling = Telling::read(&document.text.content());
        File { id, uri, document, is_open, telling }
    }

    /// Takes another document, and gives whether files may now form other schemas.
    fn replace(&mut self, document: Document) -> bool {
        let telling = Telling::read(&document.text.content());
        self.document = document;
        std::mem::replace(&mut self.telling, telling.clone()) != telling
    }

    fn page(&self) -> SchemaPage {
        SchemaPage {
            file: self.id,
            uri: self.uri.clone(),
            version: self.document.version,
            text: self.document.text.clone(),
        }
    }
}

struct Session {
    workspace: Workspace,
    files: HashMap<Place, File>,
    schemas: Vec<Schema>,
    facts: ClientFacts,
    settings: Settings,
    /// The folders of the workspace.
    roots: Vec<PathBuf>,
    /// Watches files, where the client does not.
    watch: Option<Watch>,
    handle: SessionHandle,
    publisher: Publisher,
    runtime: Handle,
    databases: Databases,
    /// Schemas whose databases were looked at because the settings say so, each by a file of it: once is enough.
    looked_at: HashSet<PathBuf>,
    /// What the publisher has not been told yet.
    changes: Vec<Change>,
    /// Whether files may belong to other schemas than they did.
    is_grouping_stale: bool,
    /// The same, because files on disk changed; found out when no more events wait.
    is_disk_stale: bool,
    /// Whether something happened since the publisher got a snapshot.
    has_news: bool,
}

impl Session {
    fn new(handle: SessionHandle, publisher: Publisher, runtime: Handle, databases: Databases) -> Self {
        Self {
            workspace: Workspace::new(),
            files: HashMap::new(),
            schemas: Vec::new(),
            facts: ClientFacts::default(),
            settings: Settings::default(),
            roots: Vec::new(),
            watch: None,
            handle,
            publisher,
            runtime,
            databases,
            looked_at: HashSet::new(),
            changes: Vec::new(),
            is_grouping_stale: false,
            is_disk_stale: false,
            has_news: false,
        }
    }

    fn run(mut self, events: &Receiver<Event>) {
        while let Ok(event) = events.recv() {
            self.take(event);
            // A burst is analysed once, at its end.
            while let Ok(event) = events.try_recv() {
                self.take(event);
            }
            if std::mem::take(&mut self.is_disk_stale) {
                self.make(Self::group);
            }
            if std::mem::take(&mut self.has_news) {
                self.publisher.publish(self.workspace.snapshot(), std::mem::take(&mut self.changes));
            }
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Asked { uri, question } => self.pass_on(&uri, question),
            Event::AskedAll { question } => self.pass_on_to_all(question),
            // Such events come in swarms.
            Event::DiskChanged => self.is_disk_stale = true,
            event => self.make(|session| session.happen(event)),
        }
    }

    /// Makes a change. Should the analyzer fail over it, it starts anew from the documents, which are
    /// right in any case.
    fn make(&mut self, change: impl FnOnce(&mut Self)) {
        // A snapshot that nobody looks at yet would be waited for for ever.
        self.publisher.withdraw(&mut self.changes);
        self.has_news = true;
        let made = panic::catch_unwind(AssertUnwindSafe(|| change(self)));
        if made.is_err() && panic::catch_unwind(AssertUnwindSafe(|| self.start_anew())).is_err() {
            tracing::error!(
                "the analyzer cannot be started anew; findings may be wrong until the next change"
            );
        }
    }

    fn pass_on(&self, uri: &Uri, question: Question) {
        let view = self.files.get(&Place::of(uri)).map(|file| View {
            snapshot: self.workspace.snapshot(),
            file: file.id,
            text: file.document.text.clone(),
            pages: self.pages(file.id),
            settings: self.settings.clone(),
            about: self.schema_with(file.id).and_then(|schema| schema.about.clone()),
            project_settings: self.project_settings(),
            database: self.schema_with(file.id).map(|schema| schema.database.clone()).unwrap_or_default(),
        });
        self.runtime.spawn_blocking(move || question(view));
    }

    fn pass_on_to_all(&self, question: QuestionToAll) {
        let pages = self.files.values().map(File::page).collect();
        let view = ViewOfAll { snapshot: self.workspace.snapshot(), pages };
        self.runtime.spawn_blocking(move || question(view));
    }

    fn schema_with(&self, file: FileId) -> Option<&Schema> {
        let id = self.workspace.schema_of(file)?;
        self.schemas.iter().find(|schema| schema.id == id)
    }

    /// The files of the schema that a file is a part of.
    fn pages(&self, file: FileId) -> Vec<SchemaPage> {
        let files: HashSet<_> = self.workspace.files_beside(file).into_iter().collect();
        self.files.values().filter(|file| files.contains(&file.id)).map(File::page).collect()
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Started { facts, settings, roots } => {
                self.facts = facts;
                self.roots = roots;
                self.changes.push(Change::Facts(facts));
                if !facts.register_watched_files {
                    self.watch = Watch::start(self.handle.clone());
                }
                self.configure(settings);
            }
            Event::FoldersChanged { added, removed } => {
                self.roots.retain(|root| !removed.contains(root));
                self.roots.extend(added);
                self.is_grouping_stale = true;
            }
            Event::Configured(settings) => self.configure(settings),
            Event::Opened { uri, version, text } => self.open(uri, version, &text),
            Event::Changed { uri, version, changes } => self.change(&uri, version, changes),
            Event::Closed { uri } => self.close(&uri),
            Event::Database { uri, news } => self.take_news(&uri, news),
            Event::MigrationsChanged(paths) => self.doubt_databases(&paths),
            Event::DiskChanged | Event::Asked { .. } | Event::AskedAll { .. } => {}
        }
        if self.is_grouping_stale {
            self.is_grouping_stale = false;
            self.group();
        }
    }

    fn configure(&mut self, settings: Settings) {
        if settings == self.settings {
            return;
        }
        self.configure_databases(&settings);
        self.refresh_views();
        self.changes.push(Change::Enable(settings.diagnostics));
        self.settings = settings;
        self.is_grouping_stale = true;
    }

    fn open(&mut self, uri: Uri, version: Option<i32>, text: &str) {
        if is_too_large(text) {
            return tracing::error!("`{}` is too large to be analysed", uri.as_str());
        }
        let place = Place::of(&uri);
        match self.files.get_mut(&place) {
            Some(file) => {
                let is_other = !file.document.text.is(text);
                self.is_grouping_stale |= file.replace(Document::new(text, version));
                file.uri = uri;
                file.is_open = true;
                if is_other {
                    self.workspace.set_text(file.id, text);
                }
                self.changes.push(shown(file, true));
            }
            None => {
                self.add_alone(place, uri, Document::new(text, version), true);
                self.is_grouping_stale = true;
            }
        }
    }

    fn change(&mut self, uri: &Uri, version: Option<i32>, changes: Vec<TextDocumentContentChangeEvent>) {
        let place = Place::of(uri);
        let Some(file) = self.files.get_mut(&place).filter(|file| file.is_open) else {
            return tracing::warn!("an edit of `{}` is ignored: it is not open", uri.as_str());
        };
        let unit = self.facts.unit;
        let mut edits = Vec::with_capacity(changes.len());
        let mut may_tell = false;
        // The document first: it must be right even if the analyzer fails.
        for change in changes {
            if file.document.text.len() + change.text.len() > u32::MAX as usize {
                tracing::error!("an edit of `{}` is ignored: it would become too large", uri.as_str());
                continue;
            }
            may_tell |= touches_telling_line(&file.document, file.document.range_of(&change, unit));
            let added = change.text.len();
            let edit = file.document.apply(change, unit);
            let now = match &edit {
                Edit::Whole => None,
                Edit::Piece(range, _) => Some(range.start..range.start + added),
            };
            may_tell |= touches_telling_line(&file.document, now);
            edits.push(edit);
        }
        if may_tell || is_contract(&file.document) != file.telling.is_contract {
            let telling = Telling::read(&file.document.text.content());
            self.is_grouping_stale |= telling != file.telling;
            file.telling = telling;
        }
        file.document.version = version;
        // What stands before a replacement of the whole text does not matter.
        let last_whole = edits.iter().rposition(|edit| *edit == Edit::Whole);
        if last_whole.is_some() {
            self.workspace.set_text(file.id, &file.document.text.content());
        } else {
            for edit in edits {
                if let Edit::Piece(range, text) = edit {
                    self.workspace.edit(file.id, convert::text_range(range), &text);
                }
            }
        }
        self.changes.push(shown(file, false));
    }

    fn close(&mut self, uri: &Uri) {
        let place = Place::of(uri);
        let Some(file) = self.files.get_mut(&place).filter(|file| file.is_open) else {
            return tracing::warn!("`{}` was closed but not open", uri.as_str());
        };
        file.is_open = false;
        file.document.version = None;
        let on_disk = place.path().and_then(|path| fs::read_to_string(path).ok());
        if let Some(text) = on_disk
            && !file.document.text.is(&text)
        {
            file.replace(Document::new(&text, None));
            self.workspace.set_text(file.id, &text);
        }
        self.changes.push(shown(file, false));
        self.is_grouping_stale = true;
    }

    /// Builds a new workspace from the documents.
    fn start_anew(&mut self) {
        tracing::warn!("the analyzer failed over a change and starts anew");
        self.workspace = Workspace::new();
        self.forget_databases();
        let open: Vec<_> = self.files.drain().filter(|(_, file)| file.is_open).collect();
        self.schemas.clear();
        self.changes.push(Change::AllGone);
        for (place, file) in open {
            self.add_alone(place, file.uri, file.document, false);
        }
        self.is_grouping_stale = false;
        self.group();
    }
}

/// What to tell the publisher about a file. A document that was just opened is published in any case.
fn shown(file: &File, is_fresh: bool) -> Change {
    let page =
        Page { uri: file.uri.clone(), version: file.document.version, text: file.document.text.clone() };
    Change::Shown { file: file.id, schema: None, page, is_fresh }
}

fn is_too_large(text: &str) -> bool {
    u32::try_from(text.len()).is_err()
}

/// Whether a range, or the whole document, touches lines that may tell which files form a schema.
fn touches_telling_line(document: &Document, range: Option<Range<usize>>) -> bool {
    let text = &document.text;
    let range = range.unwrap_or(0..text.len());
    let line_of = |offset| text.line_column(offset, crate::text::Unit::Utf8).line;
    (line_of(range.start)..=line_of(range.end)).any(|line| project::is_telling(&text.line(line)))
}

/// Whether a document is a Prisma 8 contract.
fn is_contract(document: &Document) -> bool {
    let first = document.text.lines().find(|line| !syntax::is_blank_line(line));
    first.is_some_and(|line| syntax::says_contract(&line))
}
