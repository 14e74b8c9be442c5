//! Runs the files of `test/corpus/`, which have the format of `tree-sitter test`.
//!
//! `UPDATE_CORPUS=1 cargo test -p grammar --test corpus` writes the trees anew; read them before you keep them.

use std::path::PathBuf;
use std::{env, fs};
use tree_sitter::Parser;

/// One test of a file.
struct Case {
    title: String,
    input: String,
    /// The expected tree, with a line for each node.
    tree: String,
}

#[test]
fn every_text_has_its_tree() {
    let mut failures = Vec::new();
    for file in files() {
        let text = fs::read_to_string(&file).expect("the corpus can be read");
        let cases = read(&text);
        assert!(!cases.is_empty(), "{} holds no test", file.display());
        let found: Vec<String> = cases.iter().map(|case| tree_of(&case.input)).collect();
        if env::var_os("UPDATE_CORPUS").is_some() {
            fs::write(&file, write(&cases, &found)).expect("the corpus can be written");
            continue;
        }
        for (case, found) in cases.iter().zip(found) {
            if case.tree != found {
                let name = file.file_name().unwrap_or_default().display();
                failures.push(format!("{name}: {}\n{}", case.title, difference(&case.tree, &found)));
            }
        }
    }
    assert!(failures.is_empty(), "- expected, + found\n\n{}", failures.join("\n"));
}

#[test]
fn other_line_breaks_give_the_same_trees() {
    for file in files() {
        for case in read(&fs::read_to_string(&file).expect("the corpus can be read")) {
            let expected = tree_of(&case.input);
            for line_break in ["\r\n", "\r"] {
                let found = tree_of(&case.input.replace('\n', line_break));
                assert!(
                    expected == found,
                    "{} with {line_break:?}\n{}",
                    case.title,
                    difference(&expected, &found)
                );
            }
        }
    }
}

#[test]
fn every_kind_of_node_is_in_the_corpus() {
    let all: String =
        files().iter().map(|file| fs::read_to_string(file).expect("the corpus can be read")).collect();
    let kinds = include_str!("../src/node-types.json");
    let named =
        kinds.split("\n  {\n    \"type\": \"").skip(1).filter(|entry| entry.contains("\"named\": true"));
    let missing: Vec<&str> = named
        .filter_map(|entry| entry.split('"').next())
        .filter(|kind| !all.contains(&format!("({kind})")) && !all.contains(&format!("({kind}\n")))
        .collect();
    assert!(missing.is_empty(), "no test has a node of the kinds {missing:?}");
}

fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("test/corpus");
    let entries = fs::read_dir(folder).expect("the corpus can be read");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn tree_of(input: &str) -> String {
    let mut parser = Parser::new();
    parser.set_language(&grammar::LANGUAGE.into()).expect("the grammar is built for this tree-sitter");
    let tree = parser.parse(input, None).expect("nothing stops the parser");
    layout(&tree.root_node().to_sexp())
}

/// Cuts a file into its tests: a title between two bars of `=`, a text, `---`, a tree.
fn read(text: &str) -> Vec<Case> {
    let lines: Vec<&str> = text.lines().collect();
    let is_bar = |at: usize, sign: char| {
        lines.get(at).is_some_and(|line| line.len() >= 3 && line.chars().all(|c| c == sign))
    };
    let is_title = |at: usize| is_bar(at, '=') && is_bar(at + 2, '=') && !lines[at + 1].is_empty();
    let mut cases = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        assert!(is_title(at), "line {}: a title between two bars is expected", at + 1);
        let end = (at + 3..lines.len()).find(|&line| is_title(line)).unwrap_or(lines.len());
        let divider =
            (at + 3..end).find(|&line| is_bar(line, '-')).expect("`---` stands between text and tree");
        cases.push(Case {
            title: lines[at + 1].to_owned(),
            input: lines[at + 3..divider].join("\n"),
            tree: layout(&lines[divider + 1..end].join(" ")),
        });
        at = end;
    }
    cases
}

fn write(cases: &[Case], trees: &[String]) -> String {
    let bar = "=".repeat(80);
    let case = |(case, tree): (&Case, &String)| {
        format!("{bar}\n{}\n{bar}\n{}\n---\n\n{tree}", case.title, case.input)
    };
    cases.iter().zip(trees).map(case).collect::<Vec<_>>().join("\n")
}

/// Writes a tree with a line for each node.
fn layout(tree: &str) -> String {
    let mut lines = String::new();
    let mut depth = 0;
    let mut field = "";
    let mut rest = tree.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' => 1,
            // A sign that may be a bracket or a quote itself: `(UNEXPECTED '(')`, `(MISSING ")")`.
            '\'' | '"' => 2 + rest[2..].find(first).map_or(0, |at| at + 1),
            _ => rest.find([' ', '\n', '(', ')']).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(length);
        match first {
            '(' => {
                if depth > 0 {
                    lines += "\n";
                }
                lines += &"  ".repeat(depth);
                lines += field;
                lines += if field.is_empty() { "(" } else { " (" };
                field = "";
                depth += 1;
            }
            ')' => {
                lines += ")";
                depth -= 1;
            }
            _ if word.ends_with(':') => field = word,
            _ => {
                if !lines.ends_with('(') {
                    lines += " ";
                }
                lines += word;
            }
        }
        rest = after.trim_start();
    }
    lines + "\n"
}

/// The lines that two trees do not share, among those that they do.
fn difference(expected: &str, found: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    // The length of what is common to the rests of both.
    let mut common = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] =
                if a[i] == b[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let mut lines = String::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines += &format!("  {}\n", a[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && common[i + 1][j] >= common[i][j + 1] {
            lines += &format!("- {}\n", a[i]);
            i += 1;
        } else {
            lines += &format!("+ {}\n", b[j]);
            j += 1;
        }
    }
    lines
}
