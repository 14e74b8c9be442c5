//! The pages of the rules, `docs/rules/CODE.md`, run as tests.
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
//! Of a range over several lines the second form names what is on the first line, followed by `…`.

use analyzer::{Diagnostic, Dialect, FixEdit, Severity, Workspace, rules};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules")
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

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let names =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let pages: BTreeSet<_> = names.filter(|name| name != "README.md").collect();
    let codes: BTreeSet<_> = rules().iter().map(|rule| format!("{}.md", rule.code)).collect();
    assert_eq!(pages, codes);
    assert_eq!(codes.len(), rules().len(), "every rule has a code of its own");
    for rule in rules() {
        let heading = format!("# {}\n\n{}.\n", rule.code, rule.summary);
        assert!(
            rule.page.starts_with(&heading),
            "{}.md begins with something else than {heading:?}",
            rule.code
        );
    }
}

#[test]
fn the_pages_say_what_happens() {
    let mut problems = Vec::new();
    for rule in rules() {
        let mut is_shown = false;
        for fence in fences(rule.page) {
            let diagnostics = diagnostics(fence.dialect, &fence.schema);
            is_shown |= diagnostics.iter().any(|found| found.rule == *rule);
            let (found, marked) = (found(&fence.schema, &diagnostics), marked(&fence.schema));
            if found != marked {
                problems.push(format!(
                    "{}.md:{}\n  found  {found:?}\n  marked {marked:?}",
                    rule.code, fence.line
                ));
            }
        }
        if !is_shown {
            problems.push(format!("{}.md shows no schema with this finding", rule.code));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A text after edits, which must not overlap.
fn edited(text: &str, edits: &[FixEdit]) -> String {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    assert!(edits.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()), "{edits:?}");
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.replacement);
    }
    text
}

#[test]
fn every_fix_removes_its_finding_and_brings_no_other() {
    let mut problems = Vec::new();
    for rule in rules() {
        for fence in fences(rule.page) {
            let before = diagnostics(fence.dialect, &fence.schema);
            for found in &before {
                let count =
                    |list: &[Diagnostic]| list.iter().filter(|other| other.rule == found.rule).count();
                for fix in &found.fixes {
                    let after = edited(&fence.schema, &fix.edits);
                    let now = diagnostics(fence.dialect, &after);
                    if count(&now) >= count(&before) || now.len() >= before.len() {
                        problems
                            .push(format!("{}.md:{} {:?} gives\n{after}", rule.code, fence.line, fix.title));
                    }
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The list of rules, as `docs/rules/README.md` has it.
fn list() -> String {
    let mut list = "# Rules\n\nWhat prisma-analyzer finds in schemas. `prisma-analyzer explain CODE` prints the page of a \
                    rule.\n\n| rule | severity | what it finds |\n|---|---|---|\n"
        .to_owned();
    for rule in rules() {
        list +=
            &format!("| [`{0}`]({0}.md) | {1} | {2} |\n", rule.code, severity(rule.severity), rule.summary);
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
