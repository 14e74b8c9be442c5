//! What a place in a schema means, in Markdown.
//!
//! Names of the schema are described by what the analyzer knows of them (`names`) and by what is in the database for them
//! (`database`), words of the language by the tables of the databases (`words`).

mod database;
mod names;
mod words;

use analyzer::{FileId, Snapshot, TextRange, TextSize};

/// What is shown for a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What is described, in bytes of the file.
    pub range: TextRange,
    /// The description, in Markdown.
    pub markdown: String,
}

/// What there is to say about a place. `about` is a sentence about the schema as a whole, which is shown at its datasource.
pub fn hover(snapshot: &Snapshot, file: FileId, offset: TextSize, about: Option<&str>) -> Option<Hover> {
    if let Some(name) = snapshot.name_at(file, offset)
        && let Some(markdown) = names::describe(snapshot, file, &name, about)
    {
        return Some(Hover { range: name.range, markdown });
    }
    words::hover(snapshot, file, offset, about)
}

/// What there is to say about a type, by its name.
pub fn describe_type(snapshot: &Snapshot, file: FileId, name: &str) -> Option<String> {
    names::describe_type(snapshot, file, name)
}

/// A fence with a piece of a schema.
fn fence(code: &str) -> String {
    format!("```prisma\n{code}\n```")
}

/// Parts of a description, with lines between them.
fn page(parts: Vec<String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests;
