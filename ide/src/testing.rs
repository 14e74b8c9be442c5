//! Schemas in strings, for the tests of the features.

use analyzer::{Dialect, FileId, Snapshot, Workspace};

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
