//! Diagrams of schemas: models with their fields as boxes, relations as lines.
//!
//! [`read`] gives what there is to draw as plain data, [`Diagram::narrowed`] leaves out what is not wanted, and [`svg()`],
//! [`mermaid()`] and [`html()`] draw it. What lives here knows no files and no editor: where things stand in their files is shown by a
//! function of the caller's.

mod html;
mod layout;
mod mermaid;
mod narrow;
mod read;
mod svg;

pub use html::html;
pub use mermaid::mermaid;
pub use narrow::Wanted;
pub use read::read;
pub use svg::svg;

use analyzer::{FileId, TextRange};

/// What is drawn of a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagram {
    /// The boxes, in the order of the schema.
    pub entities: Vec<Entity>,
    /// The lines between them.
    pub lines: Vec<Line>,
}

/// A box: a model, a view, a composite type or an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its name.
    pub name: String,
    /// What it is called in the database, where that is something else.
    pub database_name: Option<String>,
    /// What the comments above it say.
    pub documentation: String,
    /// Where its name stands.
    pub source: Source,
    /// Its fields, or its values.
    pub rows: Vec<Row>,
}

/// What a box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityKind {
    /// A table.
    Model,
    /// A view of the database.
    View,
    /// A composite type.
    Type,
    /// An enum.
    Enum,
}

impl EntityKind {
    /// The keyword of its block.
    pub fn keyword(self) -> &'static str {
        match self {
            EntityKind::Model => "model",
            EntityKind::View => "view",
            EntityKind::Type => "type",
            EntityKind::Enum => "enum",
        }
    }
}

/// A field or a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// The type of a field, as written: `Int?`.
    pub ty: String,
    /// Whether it is an id, or a part of one.
    pub is_id: bool,
    /// Whether it is unique by itself.
    pub is_unique: bool,
    /// Whether a relation is kept in it.
    pub is_foreign: bool,
    /// Whether it is no column, but leads to another box.
    pub is_relation: bool,
    /// Where its name stands.
    pub source: Source,
}

/// A place in a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The file.
    pub file: FileId,
    /// In bytes of the file's text.
    pub range: TextRange,
}

/// A line between two boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The side that keeps a relation, or that has a field of a composite type.
    pub from: End,
    /// The other side.
    pub to: End,
    /// Whether `from` only contains `to`, and there is no relation.
    pub is_containment: bool,
    /// More about it, for people.
    pub title: String,
}

/// An end of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The box, by its place among all.
    pub entity: usize,
    /// The names of the fields that the line may end at, the best first.
    pub fields: Vec<String>,
    /// How many rows of this end belong to one of the other; nothing where that is not known.
    pub count: Option<Count>,
}

/// How many rows belong to one of the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Exactly one.
    One,
    /// At most one.
    ZeroOrOne,
    /// Any number.
    Many,
}

/// Where a place is, as the reader of a diagram is told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file: a URI, or a path.
    pub file: String,
    /// The line, from 0.
    pub line: usize,
    /// The column, from 0, in the units that the reader counts in.
    pub column: usize,
}

/// Says where a place is; nothing if the reader cannot go there.
pub type Locate<'a> = &'a dyn Fn(Source) -> Option<Place>;

#[cfg(test)]
mod testing {
    use crate::{Diagram, read};
    use analyzer::{Dialect, Workspace};

    /// The diagram of a schema of some files.
    pub(crate) fn diagram(texts: &[&str]) -> Diagram {
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        for text in texts {
            workspace.add_file(schema, text);
        }
        read(&workspace.snapshot(), schema)
    }

    /// A small schema with a relation of each kind.
    pub(crate) const BLOG: &str = r#"datasource db {
  provider = "postgresql"
}

/// Somebody who writes.
model User {
  id      Int      @id
  email   String   @unique
  role    Role
  profile Profile?
  posts   Post[]

  @@map("users")
}

model Profile {
  id     Int  @id
  user   User @relation(fields: [userId], references: [id])
  userId Int  @unique
}

model Post {
  id        Int   @id
  author    User? @relation(fields: [author_id], references: [id], onDelete: SetNull)
  author_id Int?
  parent    Post? @relation("Thread", fields: [parentId], references: [id])
  parentId  Int?
  answers   Post[] @relation("Thread")
  tags      Tag[]
}

model Tag {
  name  String @id
  posts Post[]
}

enum Role {
  READER
  WRITER
}
"#;
}
