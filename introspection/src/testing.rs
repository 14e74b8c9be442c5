//! What tests of several drivers need.

use analyzer::{Dialect, Workspace};

use crate::catalog::Catalog;
use crate::pull::{Options, Target, pull};

/// What pulling a catalog changes in a schema that was pulled from it: the new text, if it is another one.
pub(crate) fn pulled_again(catalog: &Catalog, text: &str) -> Option<String> {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, text);
    let snapshot = workspace.snapshot();
    let target = Target::Schema { snapshot: &snapshot, schema, force: false, new_blocks: Some(file) };
    pull(catalog, &target, &Options::of(&snapshot, schema, catalog)).files.pop().map(|file| file.text)
}
