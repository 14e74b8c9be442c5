//! Every repair of every finding in many schemas: it can be applied, the finding is gone, and what is not made worse.
//!
//! The schemas are those below the folders that the variable SCHEMA_CORPUS names, with `:` between them; without it, those of
//! `examples/`.

use analyzer::{Diagnostic, Dialect, Fix, Workspace, with_edits};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn schemas() -> Vec<(PathBuf, String)> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut folders: Vec<_> =
        env::var_os("SCHEMA_CORPUS").map(|all| env::split_paths(&all).collect()).unwrap_or_default();
    folders.push(examples);
    let mut schemas = Vec::new();
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder that can be read");
            folders.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "prisma")
            && let Ok(text) = fs::read_to_string(&path)
        {
            schemas.push((path, text));
        }
    }
    schemas
}

fn diagnostics(text: &str) -> Vec<Diagnostic> {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, text);
    workspace.snapshot().diagnostics(file)
}

/// Whether a repair does what it should: fewer findings of its rule, and no more in all.
fn works(text: &str, before: &[Diagnostic], found: &Diagnostic, fix: &Fix) -> bool {
    let now = diagnostics(&with_edits(text, &fix.edits));
    let count = |list: &[Diagnostic]| list.iter().filter(|other| other.rule == found.rule).count();
    count(&now) < count(before) && now.len() < before.len()
}

#[test]
fn repairs_work_in_all_schemas() {
    let (mut tried, mut failed) = (0, 0);
    let mut by_repair: BTreeMap<String, (usize, usize, String)> = BTreeMap::new();
    for (path, text) in schemas().into_iter().filter(|(_, text)| text.len() < 20_000) {
        let before = diagnostics(&text);
        if before.len() > 30 {
            continue;
        }
        for found in &before {
            // A file that was taken out of its schema lacks types, and a type alone may lack more.
            for fix in found.fixes.iter().filter(|_| found.rule.code != "type-unknown") {
                let title = fix.title.split(['`', '"']).step_by(2).collect::<Vec<_>>().join("…");
                let entry = by_repair.entry(format!("{}: {title}", found.rule.code)).or_default();
                tried += 1;
                entry.0 += 1;
                if !works(&text, &before, found, fix) {
                    failed += 1;
                    entry.1 += 1;
                    entry.2 = format!("{} {}", path.display(), fix.title);
                    assert!(!fix.is_safe, "a safe repair must not fail: {} {}", found.rule.code, entry.2);
                }
            }
        }
    }
    let line = |(name, (tried, failed, example)): (&String, &(usize, usize, String))| {
        format!("{failed} of {tried} {name}: {example}\n")
    };
    let failures: String = by_repair.iter().filter(|(_, entry)| entry.1 > 0).map(line).collect();
    // A mistake can hide another one, which then shows. That is rare.
    assert!(tried < 100 || failed * 20 < tried, "{failed} of {tried} repairs failed:\n{failures}");
}
