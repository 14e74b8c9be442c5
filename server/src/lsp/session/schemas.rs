//! Which documents are analysed together: from the open documents to the analyzer's schemas.

use super::{File, Session, shown};
use crate::discovery;
use crate::lsp::document::Document;
use crate::lsp::place::{self, Place};
use crate::lsp::publish::Change;
use crate::lsp::settings::Settings;
use analyzer::{Dialect, SchemaId};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use tower_lsp_server::ls_types::Uri;

/// A schema of the workspace.
pub(super) struct Schema {
    /// The analyzer's name of it.
    pub(super) id: SchemaId,
    /// Whether it is a Prisma 8 contract, whatever the settings say.
    pub(super) is_prisma_next: bool,
    /// The files, in order.
    places: Vec<Place>,
}

/// Files that shall form a schema; those that are not known yet come with their texts.
struct Group {
    is_prisma_next: bool,
    files: Vec<(Place, Option<String>)>,
}

/// What a schema is analysed under.
pub(super) fn dialect(is_prisma_next: bool, settings: Settings) -> Dialect {
    if is_prisma_next { Dialect::Prisma8 } else { settings.dialect }
}

impl Session {
    /// Adds an open document as a schema of its own. A fresh one is published in any case.
    pub(super) fn add_alone(&mut self, place: Place, uri: Uri, document: Document, is_fresh: bool) {
        let is_prisma_next = discovery::is_prisma_next(&document.text.content());
        let schema = self.workspace.add_schema(dialect(is_prisma_next, self.settings));
        let id = self.workspace.add_file(schema, &document.text.content());
        let file = File { id, uri, document, is_open: true };
        self.show(&file, schema, is_fresh);
        self.schemas.push(Schema { id: schema, is_prisma_next, places: vec![place.clone()] });
        self.files.insert(place, file);
    }

    /// Finds out anew which files form schemas, and makes the workspace so. A schema is there as long as
    /// one of its files is open.
    pub(super) fn group(&mut self) {
        let groups = self.groups();
        let mut old = std::mem::take(&mut self.schemas);
        for group in groups {
            let is_same =
                |schema: &Schema| schema.places.iter().eq(group.files.iter().map(|(place, _)| place));
            match old.iter().position(is_same) {
                Some(index) => {
                    let schema = old.swap_remove(index);
                    self.refresh(schema, group);
                }
                None => self.build(group, &mut old),
            }
        }
        for schema in old {
            self.remove(&schema);
        }
    }

    /// The groups of the open documents.
    fn groups(&self) -> Vec<Group> {
        let mut open: Vec<_> =
            self.files.iter().filter(|(_, file)| file.is_open).map(|(place, _)| place).collect();
        open.sort();
        let mut taken = HashSet::new();
        let mut groups = Vec::new();
        for place in open {
            if taken.contains(place) {
                continue;
            }
            let mut files = self.files_with(place);
            files.retain(|(place, _)| taken.insert(place.clone()));
            let is_prisma_next =
                files.len() == 1 && self.files.get(place).is_some_and(|file| is_prisma_next(&file.document));
            groups.push(Group { is_prisma_next, files });
        }
        groups
    }

    /// The files that form a schema with an open document. Texts of files that are not open come along.
    fn files_with(&self, place: &Place) -> Vec<(Place, Option<String>)> {
        let Some(path) = place.path() else { return vec![(place.clone(), None)] };
        let found = discovery::schema_of(path, &|path| self.read(path));
        let with_text = |(path, text)| {
            let place = Place::Disk(path);
            let is_open = self.files.get(&place).is_some_and(|file| file.is_open);
            (place, (!is_open).then_some(text))
        };
        found.into_iter().map(with_text).collect()
    }

    /// The text of a file: the editor's when it is open there.
    fn read(&self, path: &Path) -> Option<String> {
        match self.files.get(&Place::Disk(path.to_path_buf())) {
            Some(file) if file.is_open => Some(file.document.text.content()),
            _ => fs::read_to_string(path).ok().filter(|text| !super::is_too_large(text)),
        }
    }

    /// Takes over texts that changed on disk; the files are the same as before.
    fn refresh(&mut self, mut schema: Schema, group: Group) {
        if schema.is_prisma_next != group.is_prisma_next {
            schema.is_prisma_next = group.is_prisma_next;
            self.workspace.set_dialect(schema.id, dialect(schema.is_prisma_next, self.settings));
            self.changes.push(Change::Dialect(schema.id));
        }
        for (place, text) in group.files {
            let Some((file, text)) = self.files.get_mut(&place).zip(text) else { continue };
            if !file.document.text.is(&text) {
                file.document = Document::new(&text, None);
                self.workspace.set_text(file.id, &text);
                self.changes.push(shown(file, false));
            }
        }
        self.schemas.push(schema);
    }

    /// Builds a schema. Files leave the schemas in which they were.
    fn build(&mut self, group: Group, old: &mut [Schema]) {
        let id = self.workspace.add_schema(dialect(group.is_prisma_next, self.settings));
        let mut schema = Schema { id, is_prisma_next: group.is_prisma_next, places: Vec::new() };
        for (place, text) in group.files {
            let known = self.files.remove(&place);
            if let Some(file) = &known {
                self.workspace.remove_file(file.id);
                self.changes.push(Change::Gone(file.id));
                old.iter_mut().for_each(|schema| schema.places.retain(|other| *other != place));
            }
            let Some((uri, document, is_open)) = contents(&place, known, text) else { continue };
            let file =
                File { id: self.workspace.add_file(id, &document.text.content()), uri, document, is_open };
            self.show(&file, id, false);
            self.files.insert(place.clone(), file);
            schema.places.push(place);
        }
        self.schemas.push(schema);
    }

    fn remove(&mut self, schema: &Schema) {
        for place in &schema.places {
            if let Some(file) = self.files.remove(place) {
                self.changes.push(Change::Gone(file.id));
            }
        }
        self.workspace.remove_schema(schema.id);
    }

    fn show(&mut self, file: &File, schema: SchemaId, is_fresh: bool) {
        if let Change::Shown { file, page, .. } = shown(file, is_fresh) {
            self.changes.push(Change::Shown { file, schema: Some(schema), page, is_fresh });
        }
    }
}

fn is_prisma_next(document: &Document) -> bool {
    let first = document.text.lines().find(|line| !discovery::is_blank(line));
    first.is_some_and(|line| discovery::says_prisma_next(&line))
}

/// What a file in a new schema is made of. An open document stays as it is; of other files, the text on
/// disk counts.
fn contents(place: &Place, known: Option<File>, on_disk: Option<String>) -> Option<(Uri, Document, bool)> {
    match (known, on_disk) {
        (Some(file), None) => Some((file.uri, file.document, file.is_open)),
        (Some(file), Some(text)) => Some((file.uri, Document::new(&text, None), false)),
        (None, Some(text)) => Some((place::uri_of(place.path()?)?, Document::new(&text, None), false)),
        (None, None) => None,
    }
}
