//! The pages of the rules, `docs/rules/CODE.md`, and `docs/differences.md`, run as tests.
//!
//! Every fenced schema of a page is analysed: ` ```prisma ` for Prisma 7, ` ```prisma,6 ` and ` ```prisma,8 ` for the
//! others. What is found must be what is marked, neither more nor less. A mark is a comment below the line that it speaks
//! of, either with carets under the blamed characters or, where there is no room for them, with the blamed text:
//!
//! ```text
//!   author Usr
//!   //     ^^^ error[type-unknown]
//! modle User {
//! //~ error[syntax-invalid-block] modle
//! ```
//!
//! Of a range over several lines the second form names what is on the first line, followed by `…`. Where findings and marks
//! differ, the test prints the schema as it should be marked.

mod repairs;

use analyzer::{Diagnostic, Dialect, Rule, Severity, Workspace, rules, with_edits};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules")
}

/// The rules of the analyzer and those about how schemas are found, whose pages are run beside them.
fn all_rules() -> Vec<&'static Rule> {
    let mut all = [rules(), analyzer::drift_rules(), project::RULES].concat();
    all.sort_by_key(|rule| rule.code);
    all
}

/// A fenced schema.
struct Fence {
    dialect: Dialect,
    schema: String,
    /// The line of the page that it begins on, from one.
    line: usize,
}

fn fences(page: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (number, line) in page.split_inclusive('\n').enumerate() {
        match &mut open {
            None => {
                let dialect = match line.trim_end() {
                    "```prisma" => Dialect::Prisma7,
                    "```prisma,6" => Dialect::Prisma6,
                    "```prisma,8" => Dialect::Prisma8,
                    _ => continue,
                };
                open = Some(Fence { dialect, schema: String::new(), line: number + 2 });
            }
            Some(_) if line.trim_end() == "```" => fences.extend(open.take()),
            Some(fence) => fence.schema.push_str(line),
        }
    }
    fences
}

fn diagnostics(dialect: Dialect, schema: &str) -> Vec<Diagnostic> {
    let mut workspace = Workspace::new();
    let id = workspace.add_schema(dialect);
    let file = workspace.add_file(id, schema);
    workspace.snapshot().diagnostics(file)
}

/// A finding as a mark says it: its line and its first character, both from zero, the blamed text, severity and code.
type Mark = (usize, usize, String, String);

/// What the marks of a schema say.
fn marked(schema: &str) -> BTreeSet<Mark> {
    let mut marks = BTreeSet::new();
    let mut target = (0, "");
    for (number, line) in schema.lines().enumerate() {
        let comment = line.trim_start().strip_prefix("//").unwrap_or_default();
        if let Some(named) = comment.strip_prefix('~') {
            let named = named.trim();
            let (kind, text) = named.split_once(' ').unwrap_or((named, ""));
            let start = target.1.find(text.trim_end_matches('…'));
            let start = start.unwrap_or_else(|| panic!("{text:?} is not in {:?}", target.1));
            marks.insert((target.0, target.1[..start].chars().count(), text.to_owned(), kind.to_owned()));
        } else if comment.trim_start().starts_with('^') {
            let start = line.chars().take_while(|&c| c != '^').count();
            let length = line.chars().filter(|&c| c == '^').count();
            let text = target.1.chars().skip(start).take(length).collect();
            marks.insert((target.0, start, text, line.rsplit(' ').next().unwrap_or_default().to_owned()));
        } else {
            target = (number, line);
        }
    }
    marks
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
        Severity::Hint => "hint",
    }
}

/// What was found, as marks.
fn found(schema: &str, diagnostics: &[Diagnostic]) -> BTreeSet<Mark> {
    let mark = |found: &Diagnostic| {
        let (before, blamed) = (&schema[..usize::from(found.range.start())], &schema[found.range]);
        let start = before.rsplit('\n').next().unwrap_or_default().chars().count();
        let text = match blamed.split_once('\n') {
            Some((first, _)) => format!("{first}…"),
            None => blamed.to_owned(),
        };
        let kind = format!("{}[{}]", severity(found.severity()), found.rule.code);
        (before.matches('\n').count(), start, text, kind)
    };
    diagnostics.iter().map(mark).collect()
}

/// A schema with marks for what was found in it instead of those that it has.
fn with_marks(schema: &str, found: &BTreeSet<Mark>) -> String {
    let mut marked = String::new();
    for (number, line) in schema.lines().enumerate() {
        let is_mark = |comment: &str| comment.trim_start().starts_with(['~', '^']);
        if line.trim_start().strip_prefix("//").is_some_and(is_mark) {
            continue;
        }
        marked += &format!("{line}\n");
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        for (_, start, text, kind) in found.iter().filter(|mark| mark.0 == number) {
            marked += &match start.checked_sub(indent + "// ".len()) {
                Some(gap) if !text.is_empty() && !text.ends_with('…') => {
                    let (gap, carets) = (" ".repeat(gap), "^".repeat(text.chars().count()));
                    format!("{:indent$}// {gap}{carets} {kind}\n", "")
                }
                _ => format!("{:indent$}//~ {kind} {text}", "").trim_end().to_owned() + "\n",
            };
        }
    }
    marked
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let names =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let pages: BTreeSet<_> = names.filter(|name| name != "README.md").collect();
    let codes: BTreeSet<_> = all_rules().iter().map(|rule| format!("{}.md", rule.code)).collect();
    assert_eq!(pages, codes);
    assert_eq!(codes.len(), all_rules().len(), "every rule has a code of its own");
    for rule in all_rules() {
        let heading = format!("# {}\n\n{}.\n", rule.code, rule.summary);
        assert!(
            rule.page.starts_with(&heading),
            "{}.md begins with something else than {heading:?}",
            rule.code
        );
    }
}

/// What is found in a fence; a problem if that is not what is marked.
fn run(name: &str, fence: &Fence, problems: &mut Vec<String>) -> Vec<Diagnostic> {
    let diagnostics = diagnostics(fence.dialect, &fence.schema);
    let found = found(&fence.schema, &diagnostics);
    if found != marked(&fence.schema) {
        let right = with_marks(&fence.schema, &found);
        problems.push(format!("{name}.md:{} should be marked like this:\n{right}", fence.line));
    }
    diagnostics
}

#[test]
fn the_pages_say_what_happens() {
    let mut problems = Vec::new();
    for rule in rules() {
        let (mut is_shown, mut is_repaired) = (false, false);
        for fence in fences(rule.page) {
            let diagnostics = run(rule.code, &fence, &mut problems);
            is_repaired |= is_shown && diagnostics.is_empty();
            is_shown |= diagnostics.iter().any(|found| found.rule == *rule);
        }
        if !is_shown {
            problems.push(format!("{}.md shows no schema with this finding", rule.code));
        } else if !is_repaired {
            problems.push(format!("{}.md shows no repaired schema", rule.code));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_differences_are_what_happens() {
    let page = std::fs::read_to_string(folder().join("../differences.md")).unwrap();
    let mut problems = Vec::new();
    for fence in fences(&page) {
        run("differences", &fence, &mut problems);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// What is wrong with a schema after a fix, if anything is.
fn flaw(
    finding: &Diagnostic,
    before: &[Diagnostic],
    schema: &str,
    now: &[Diagnostic],
) -> Option<&'static str> {
    let count = |list: &[Diagnostic]| list.iter().filter(|other| other.rule == finding.rule).count();
    if count(now) >= count(before) {
        Some("the finding is still there")
    } else if now.len() >= before.len() {
        Some("it brings another finding")
    } else if schema.lines().any(|line| line.ends_with([' ', '\t'])) {
        Some("a line ends in blanks")
    } else if schema.contains("{\n\n") || schema.contains("\n\n}") || schema.contains("\n\n\n") {
        Some("a blank line is left")
    } else {
        None
    }
}

#[test]
fn every_fix_removes_its_finding_and_brings_no_other() {
    let mut problems = Vec::new();
    for rule in rules() {
        for fence in fences(rule.page) {
            let schema = with_marks(&fence.schema, &BTreeSet::new());
            let before = diagnostics(fence.dialect, &schema);
            for (finding, fix) in
                before.iter().flat_map(|found| found.fixes.iter().map(move |fix| (found, fix)))
            {
                let after = with_edits(&schema, &fix.edits);
                let now = diagnostics(fence.dialect, &after);
                if let Some(flaw) = flaw(finding, &before, &after, &now) {
                    let (code, line, title) = (rule.code, fence.line, &fix.title);
                    problems.push(format!("{code}.md:{line} after {title:?} {flaw}:\n{after}"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The headings of the list of rules, each with the first words of the codes beneath it.
const HEADINGS: &[(&str, &[&str])] = &[
    ("Syntax", &["syntax", "string"]),
    ("Names", &["name", "map", "db", "constraint", "client", "compound"]),
    ("Types", &["type", "native", "enum", "composite"]),
    ("Attributes and their arguments", &["attr", "arg", "value", "ignore", "updatedat"]),
    ("Defaults", &["default", "autoincrement"]),
    (
        "Ids, unique criteria and indexes",
        &[
            "model",
            "id",
            "pk",
            "unique",
            "fields",
            "index",
            "sort",
            "clustered",
            "ops",
            "fulltext",
            "shardkey",
        ],
    ),
    ("Partial indexes", &["where"]),
    ("Relations", &["relation"]),
    ("Views", &["view"]),
    ("MongoDB", &["mongo"]),
    (
        "Datasources and generators",
        &["datasource", "generator", "config", "env", "preview", "extensions", "schema"],
    ),
    ("Projects", &["project"]),
    ("Databases", &["drift"]),
];

/// The list of rules, as `docs/rules/README.md` has it.
fn list() -> String {
    let mut list = "# Rules\n\nWhat prisma-analyzer finds in schemas. `prisma-analyzer explain CODE` prints the page of a \
                    rule.\n"
        .to_owned();
    let first_word = |rule: &Rule| rule.code.split('-').next().unwrap_or_default();
    for rule in all_rules() {
        let has_heading = HEADINGS.iter().any(|(_, words)| words.contains(&first_word(rule)));
        assert!(has_heading, "under which of the HEADINGS belongs {}?", rule.code);
    }
    for (heading, words) in HEADINGS {
        list += &format!("\n## {heading}\n\n| rule | severity | what it finds |\n|---|---|---|\n");
        for rule in all_rules().iter().filter(|rule| words.contains(&first_word(rule))) {
            let (code, severity, summary) = (rule.code, severity(rule.severity), rule.summary);
            list += &format!("| [`{code}`]({code}.md) | {severity} | {summary} |\n");
        }
    }
    list
}

/// With `UPDATE_RULES` set, the list is written instead.
#[test]
fn the_list_of_rules_is_fresh() {
    let file = folder().join("README.md");
    if std::env::var_os("UPDATE_RULES").is_some() {
        std::fs::write(&file, list()).unwrap();
    }
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(text, list(), "run UPDATE_RULES=1 cargo test -p analyzer --test rule_pages");
}
