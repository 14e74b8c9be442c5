//! Renaming anything in any valid schema changes nothing but names: the findings are the same, and so are the names in the
//! database. Tried with `examples/`, and with the schemas below the folders that the variable SCHEMA_CORPUS names.

use analyzer::{Dialect, FileId, Occurrence, SchemaId, Severity, Snapshot, Symbol, Workspace, with_edits};
use ide::{Refusal, rename};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// So many names of a schema are changed at most.
const MOST: usize = 6;

#[test]
fn renaming_changes_nothing_but_names() {
    let (mut schemas, mut names) = (0, 0);
    for path in files() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for dialect in [Dialect::Prisma6, Dialect::Prisma7] {
            let schema = Schema::new(dialect, &text);
            if schema.has_errors() || syntax::is_contract(&text) {
                continue;
            }
            schemas += 1;
            for name in schema.some_names() {
                check(&path, &schema, &name);
                names += 1;
            }
            break;
        }
    }
    assert!(schemas >= 2 && names >= 10);
}

/// The schemas that are tried.
fn files() -> Vec<PathBuf> {
    let mut todo = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")];
    if let Some(corpus) = env::var_os("SCHEMA_CORPUS") {
        todo.extend(env::split_paths(&corpus));
    }
    let mut files = Vec::new();
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder that can be read");
            todo.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "prisma") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A schema of one file.
struct Schema {
    text: String,
    snapshot: Snapshot,
    id: SchemaId,
    file: FileId,
    dialect: Dialect,
}

impl Schema {
    fn new(dialect: Dialect, text: &str) -> Self {
        let mut workspace = Workspace::new();
        let id = workspace.add_schema(dialect);
        let file = workspace.add_file(id, text);
        Schema { text: text.to_owned(), snapshot: workspace.snapshot(), id, file, dialect }
    }

    fn has_errors(&self) -> bool {
        self.snapshot.diagnostics(self.file).iter().any(|found| found.severity() == Severity::Error)
    }

    /// How often each rule is broken.
    fn findings(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for found in self.snapshot.diagnostics(self.file) {
            *counts.entry(found.rule.code).or_default() += 1;
        }
        counts
    }

    /// Some places with names of different meanings, over the whole text.
    fn some_names(&self) -> Vec<Occurrence> {
        let mut met = BTreeSet::new();
        let mut names = self.snapshot.names(self.file);
        names.retain(|name| {
            let is_fixed = matches!(name.symbol, Symbol::Variable(_) | Symbol::DatabaseSchema(_));
            !is_fixed && met.insert(name.symbol.clone())
        });
        let step = names.len().div_ceil(MOST).max(1);
        names.into_iter().step_by(step).collect()
    }
}

fn check(path: &Path, schema: &Schema, name: &Occurrence) {
    let new = format!("{}Renamed9", name.symbol.name());
    let about = || format!("{}: {:?} to {new}", path.display(), name.symbol);
    let renaming = match rename(&schema.snapshot, schema.file, name.range.end(), &new, true) {
        Ok(renaming) => renaming,
        Err(Refusal(reason)) => panic!("{}: {reason}", about()),
    };
    let edits = renaming.edits;
    let after = Schema::new(schema.dialect, &with_edits(&schema.text, &edits));
    assert_eq!(after.findings(), schema.findings(), "{}", about());
    let (names, were) = (after.snapshot.database_names(after.id), schema.snapshot.database_names(schema.id));
    // What cannot be kept is said.
    assert_eq!(names != were, !renaming.warnings.is_empty(), "{}: {names:?} {were:?}", about());
    let left = schema.snapshot.references(schema.id, &name.symbol).len();
    let now = after.snapshot.names(after.file).into_iter().filter(|one| one.symbol.name() == new).count();
    assert!(now >= left, "{}: {left} places, and {now} afterwards", about());
    assert!(after.snapshot.references(after.id, &name.symbol).is_empty(), "{}", about());
}
