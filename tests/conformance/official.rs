//! Our findings for the schemas of the rule pages, compared with what Prisma's own engine says of them. What
//! docs/differences.md shows must differ, everything else must not.
//!
//! What the engine says is kept in `official/verdicts.jsonl`, so that neither the engine nor Node is needed here.
//! `official/refresh.mjs` makes the file anew; it must be run when a page has changed.

use analyzer::{Diagnostic, Dialect, Severity, TextRange, Workspace};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The page that shows where we differ on purpose.
const DIFFERENCES: &str = "differences.md";

/// What the engine says of one schema.
#[derive(Deserialize)]
struct Verdict {
    page: String,
    prisma: String,
    schema: String,
    findings: Findings,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Findings {
    List(Vec<Official>),
    /// `"crashed"`
    Crashed(serde::de::IgnoredAny),
}

/// A finding of the engine, in bytes.
#[derive(Deserialize)]
struct Official {
    severity: String,
    start: usize,
    end: usize,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

fn verdicts() -> Vec<Verdict> {
    let file = folder("tests/conformance/official/verdicts.jsonl");
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().map(|line| serde_json::from_str(line).expect("a line of the file is a verdict")).collect()
}

/// The fenced schemas of the pages, without those of Prisma 8: page, version, text.
fn fences() -> Vec<(String, String, String)> {
    let mut fences = Vec::new();
    let mut pages: Vec<_> =
        std::fs::read_dir(folder("docs/rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.push(folder("docs").join(DIFFERENCES));
    pages.sort();
    for path in pages.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let page = std::fs::read_to_string(path).unwrap();
        let mut open: Option<(String, String)> = None;
        for line in page.split_inclusive('\n') {
            match (&mut open, line.trim_end()) {
                (None, fence) => {
                    let version = match fence {
                        "```prisma" => Some("7"),
                        _ => fence.strip_prefix("```prisma,"),
                    };
                    open = version.map(|version| (version.to_owned(), String::new()));
                }
                (Some(_), "```") => {
                    let (version, text) = open.take().unwrap();
                    fences.extend((version != "8").then(|| (name.clone(), version, text)));
                }
                (Some((_, text)), _) => text.push_str(line),
            }
        }
    }
    fences
}

#[test]
fn the_verdicts_are_those_of_the_pages() {
    let known: Vec<_> = verdicts().into_iter().map(|row| (row.page, row.prisma, row.schema)).collect();
    for fence in fences() {
        assert!(
            known.contains(&fence),
            "{} has changed: run tests/conformance/official/refresh.mjs",
            fence.0
        );
    }
}

/// Pages that show a difference on purpose name themselves in docs/differences.md.
fn pages_with_differences() -> String {
    std::fs::read_to_string(folder("docs").join(DIFFERENCES)).unwrap_or_default()
}

fn ours(verdict: &Verdict) -> Vec<Diagnostic> {
    let mut workspace = Workspace::new();
    let dialect = if verdict.prisma == "6" { Dialect::Prisma6 } else { Dialect::Prisma7 };
    let schema = workspace.add_schema(dialect);
    let file = workspace.add_file(schema, &verdict.schema);
    workspace.snapshot().diagnostics(file)
}

/// Whether a finding of ours is about what a finding of the engine is about: it is as bad, and at the same place. Where the
/// mistake shows at further places, the engine has a finding for each.
fn meets(own: &Diagnostic, official: &Official) -> bool {
    let severity = if official.severity == "error" { Severity::Error } else { Severity::Warning };
    let further = own.related.iter().filter(|place| place.is_same_mistake).map(|place| place.range);
    let overlaps = |range: TextRange| {
        usize::from(range.start()) <= official.end && official.start <= usize::from(range.end())
    };
    own.severity() == severity && std::iter::once(own.range).chain(further).any(overlaps)
}

#[test]
fn differences_are_differences() {
    for verdict in verdicts().iter().filter(|verdict| verdict.page == DIFFERENCES) {
        if let Findings::List(official) = &verdict.findings {
            let ours = ours(verdict);
            let is_all_met = official.iter().all(|found| ours.iter().any(|own| meets(own, found)));
            assert!(
                official.len() != ours.len() || !is_all_met,
                "the engine says as much of {:?}",
                verdict.schema
            );
        }
    }
}

#[test]
fn we_say_what_the_engine_says() {
    let differences = pages_with_differences();
    let mut problems: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for verdict in verdicts() {
        let Findings::List(official) = &verdict.findings else { continue };
        let code = verdict.page.trim_end_matches(".md");
        if verdict.page == DIFFERENCES || differences.contains(&format!("`{code}`")) {
            continue;
        }
        let ours = ours(&verdict);
        let mut complain = |text: String| problems.entry(verdict.page.clone()).or_default().push(text);

        let is_invalid = official.iter().any(|found| found.severity == "error");
        if is_invalid != ours.iter().any(|found| found.severity() == Severity::Error) {
            complain(format!(
                "the engine says {}: {:?}",
                if is_invalid { "wrong" } else { "right" },
                verdict.schema
            ));
        }
        for found in official {
            if !ours.iter().any(|own| meets(own, found)) {
                complain(format!("nothing at {:?}", &verdict.schema[found.start..found.end]));
            }
        }
    }
    assert!(problems.is_empty(), "not what the engine says, and not in docs/differences.md: {problems:#?}");
}
