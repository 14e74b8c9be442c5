//! Schemas in strings, for the tests of the features.

use analyzer::{Dialect, FileId, Snapshot, TextSize, Workspace};

/// A schema of one file.
pub(crate) fn schema(text: &str) -> (Snapshot, FileId) {
    let (snapshot, files) = workspace(&[&[text]]);
    (snapshot, files[0])
}

/// Schemas, each of some files; and these files.
pub(crate) fn workspace(schemas: &[&[&str]]) -> (Snapshot, Vec<FileId>) {
    let mut workspace = Workspace::new();
    let mut files = Vec::new();
    for texts in schemas {
        let schema = workspace.add_schema(Dialect::Prisma7);
        files.extend(texts.iter().map(|text| workspace.add_file(schema, text)));
    }
    (workspace.snapshot(), files)
}

/// A schema of one file, and the places of the cursors `<|>` in it, which are not in its text.
pub(crate) fn with_cursors(text: &str) -> (Snapshot, FileId, Vec<TextSize>) {
    let mut cursors = Vec::new();
    let mut clean = String::new();
    for (index, piece) in text.split("<|>").enumerate() {
        if index > 0 {
            cursors.push(TextSize::of(clean.as_str()));
        }
        clean.push_str(piece);
    }
    let (snapshot, file) = schema(&clean);
    (snapshot, file, cursors)
}
