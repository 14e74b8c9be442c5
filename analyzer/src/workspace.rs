//! Where texts come in: schemas, their files, and edits.

use crate::{Diagnostic, Dialect};
use text_size::TextRange;

/// A file of a [`Workspace`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// A schema of a [`Workspace`]: a set of files analysed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub(crate) u32);

/// All schemas, and the one place where they change.
#[derive(Debug, Default)]
pub struct Workspace {
    next: u32,
}

impl Workspace {
    /// A workspace without schemas.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a schema without files.
    pub fn add_schema(&mut self, _dialect: Dialect) -> SchemaId {
        self.next += 1;
        SchemaId(self.next)
    }

    /// Changes the dialect a schema is analysed under.
    pub fn set_dialect(&mut self, _schema: SchemaId, _dialect: Dialect) {}

    /// Removes a schema and its files.
    pub fn remove_schema(&mut self, _schema: SchemaId) {}

    /// Adds a file at the end of a schema's files.
    pub fn add_file(&mut self, _schema: SchemaId, _text: &str) -> FileId {
        self.next += 1;
        FileId(self.next)
    }

    /// Replaces a file's whole text. What did not change is not analysed again.
    pub fn set_text(&mut self, _file: FileId, _text: &str) {}

    /// Replaces a piece of a file's text. The range is in bytes of the current text, on character
    /// boundaries, and within it.
    pub fn edit(&mut self, _file: FileId, _range: TextRange, _replacement: &str) {}

    /// Removes a file from its schema.
    pub fn remove_file(&mut self, _file: FileId) {}

    /// A view of everything as it is now, for another thread.
    ///
    /// An edit waits until every snapshot is dropped, and makes the questions that are being answered
    /// unwind with `salsa::Cancelled`; wrap them in [`Snapshot::ask`].
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {}
    }
}

/// An answer was not found because an edit came in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// A view of a workspace at one moment. Cheap to make and to clone.
#[derive(Clone)]
pub struct Snapshot {}

impl Snapshot {
    /// Runs a question; an edit that comes in makes it stop with `Err(Cancelled)`.
    pub fn ask<T>(&self, question: impl FnOnce(&Self) -> T) -> Result<T, Cancelled> {
        Ok(question(self))
    }

    /// The files of a schema, in order.
    pub fn files(&self, _schema: SchemaId) -> Vec<FileId> {
        Vec::new()
    }

    /// Everything the analyzer has to say about a file, in the order of the text.
    pub fn diagnostics(&self, _file: FileId) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// The blocks of a file with their members, for an outline.
    pub fn outline(&self, _file: FileId) -> Vec<Outline> {
        Vec::new()
    }
}

/// What an entry of an outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutlineKind {
    /// A `model` block.
    Model,
    /// A `view` block.
    View,
    /// A `type` block (composite type).
    CompositeType,
    /// An `enum` block.
    Enum,
    /// A `datasource` block.
    Datasource,
    /// A `generator` block.
    Generator,
    /// A Prisma 8 `namespace` block.
    Namespace,
    /// Any other Prisma 8 block.
    Extension,
    /// A field of a model, view or composite type, or a named type.
    Field,
    /// A value of an enum.
    EnumValue,
    /// A `key = value` line.
    Property,
    /// A block attribute such as `@@index`.
    BlockAttribute,
}

/// An entry of an outline. Ranges are in bytes of the file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// What it is.
    pub kind: OutlineKind,
    /// Its name; empty when it has none.
    pub name: String,
    /// More about it, such as a field's type as written.
    pub detail: String,
    /// The whole entry.
    pub range: TextRange,
    /// Its name; lies within `range`.
    pub name_range: TextRange,
    /// What it contains.
    pub children: Vec<Outline>,
}
