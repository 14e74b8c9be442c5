//! The command line, as a user calls it.

mod diagrams;
#[path = "../projects.rs"]
mod layouts;
mod projects;
mod pull;
#[path = "../sqlite.rs"]
mod sqlite;

use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const GOOD: &str = "model A {\n  id Int @id\n}\n";
const BROKEN: &str = "model A {\n  id Int @id\n  b Foo\n}\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prisma-analyzer"));
    command.args(arguments).current_dir(folder.path()).output().expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn json_lines(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_good_schema_has_no_problems() {
    let folder = folder(&[("a.prisma", GOOD.as_bytes())]);
    let line = "No problems in 1 file.\n";
    let list = format!("{line}  a.prisma: Prisma 7, the newest, as nothing says otherwise\n");
    for (arguments, expected) in [
        (["check", "a.prisma"].as_slice(), line),
        (&["check", "--schema", "a.prisma"], line),
        (&["check", "."], &list),
        (&["check"], &list),
    ] {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(stdout(&output), expected);
        assert_eq!(stderr(&output), "");
    }
}

#[test]
fn an_error_is_shown_where_it_is() {
    let folder = folder(&[("a.prisma", BROKEN.as_bytes())]);
    let output = run(&folder, &["check", "a.prisma"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(text.starts_with("error[type-unknown]: "), "{text}");
    assert!(text.contains("--> a.prisma:3:5\n"), "{text}");
    assert!(text.contains("\n3 |   b Foo\n  |     ^^^"), "{text}");
    assert!(text.ends_with("\n1 error in 1 file\n"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    let output = run(&folder, &["check", "a.prisma", "--color", "always"]);
    assert!(stdout(&output).contains('\u{1b}'));
}

#[test]
fn carets_stand_right_under_what_they_mean() {
    let texts = [
        ("crlf.prisma", BROKEN.replace('\n', "\r\n"), "3 |   b Foo\n  |     ^^^"),
        ("tab.prisma", BROKEN.replace("  b Foo", "\tb\tFoo"), "3 |     b    Foo\n  |          ^^^"),
    ];
    for (name, text, expected) in texts {
        let folder = folder(&[(name, text.as_bytes())]);
        let output = run(&folder, &["check", name]);
        assert!(stdout(&output).contains(expected), "{name}:\n{}", stdout(&output));
    }
}

#[test]
fn json_has_offsets_lines_and_columns() {
    let folder = folder(&[("sub/a.prisma", format!("// é😀\r\n{BROKEN}").as_bytes())]);
    let output = run(&folder, &["check", "sub", "--format", "json-lines"]);
    assert_eq!(output.status.code(), Some(1));
    let findings = json_lines(&output);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["file"], "sub/a.prisma");
    assert_eq!(findings[0]["code"], "type-unknown");
    assert_eq!(findings[0]["severity"], "error");
    assert!(findings[0]["message"].is_string());
    assert_eq!(findings[0]["start"], json!({"offset": 38, "line": 4, "column": 5}));
    assert_eq!(findings[0]["end"], json!({"offset": 41, "line": 4, "column": 8}));

    let output = run(&folder, &["check", "sub", "--format", "json"]);
    let document: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(document, Value::Array(findings));
}

#[test]
fn without_findings_json_is_empty() {
    let folder = folder(&[("a.prisma", GOOD.as_bytes())]);
    assert_eq!(stdout(&run(&folder, &["check", "--format", "json"])), "[]\n");
    assert_eq!(stdout(&run(&folder, &["check", "--format", "json-lines"])), "");
}

#[test]
fn a_folder_is_one_schema_unless_files_are_asked_for() {
    let foo = "enum Foo {\n  x\n}\n".as_bytes();
    let folder = folder(&[("schema/a.prisma", BROKEN.as_bytes()), ("schema/deep/er/foo.prisma", foo)]);
    let output = run(&folder, &["check", "--schema", "schema"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert_eq!(stdout(&output), "No problems in 2 files.\n");
    let output = run(&folder, &["check", "--single-file", "schema"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).ends_with("1 error in 2 files\n"));
    let output = run(&folder, &["check", "schema/a.prisma", "schema/deep/er/foo.prisma"]);
    assert_eq!(output.status.code(), Some(1), "without a datasource, each file is a schema");
}

#[test]
fn what_cannot_be_read_does_not_hide_the_rest() {
    let folder = folder(&[("bad.prisma", b"model \xff {}"), ("a.prisma", BROKEN.as_bytes())]);
    let output = run(&folder, &["check", "missing.prisma", ".", "--format", "json-lines"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json_lines(&output)[0]["file"], "a.prisma");
    let problems = stderr(&output);
    assert!(problems.contains("there is no file or folder `missing.prisma`"), "{problems}");
    assert!(problems.contains("bad.prisma` is not UTF-8: the byte at offset 6"), "{problems}");
}

#[test]
fn a_folder_without_schemas_is_an_error() {
    let folder = folder(&[("a.txt", b"")]);
    let output = run(&folder, &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output), "prisma-analyzer: there is no `.prisma` file in the folder `.`\n");
    assert_eq!(stdout(&output), "");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder(&[("a.prisma", BROKEN.repeat(2000).as_bytes())]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_prisma-analyzer"))
        .args(["check", "--format", "json-lines"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn rules_are_explained() {
    let folder = folder(&[]);
    let output = run(&folder, &["explain", "type-unknown"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("type-unknown"));
    let output = run(&folder, &["explain", "--list"]);
    assert!(stdout(&output).lines().any(|line| line.starts_with("type-unknown ")), "{}", stdout(&output));
    let output = run(&folder, &["explain", "type-unknwon"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`type-unknown`"), "{}", stderr(&output));
}

#[test]
fn wrong_arguments_are_refused() {
    let folder = folder(&[]);
    for arguments in [["check", "--prisma", "5"].as_slice(), &["explain"], &["nothing"], &[]] {
        assert_eq!(run(&folder, arguments).status.code(), Some(2), "{arguments:?}");
    }
    let output = run(&folder, &["--version"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).starts_with("prisma-analyzer "));
}

#[test]
fn safe_repairs_are_applied_and_counted() {
    let before = "model A {\n  id: Int @id\n  name: String\n  b Foo\n}\n";
    let folder = folder(&[("a.prisma", before.as_bytes()), ("b.prisma", GOOD.replace('A', "B").as_bytes())]);
    let output = run(&folder, &["check", "--fix"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("error[type-unknown]"), "{text}");
    assert!(!text.contains("syntax-legacy-colon"), "{text}");
    assert!(text.contains("2 problems repaired\n1 error in 2 files\n"), "{text}");
    let after = fs::read_to_string(folder.path().join("a.prisma")).expect("a file");
    assert_eq!(after, before.replace(':', ""));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing else is left behind");
    let again = run(&folder, &["check", "--fix", "--format", "json-lines"]);
    assert_eq!(json_lines(&again).len(), 1);
    assert_eq!(fs::read_to_string(folder.path().join("a.prisma")).expect("a file"), after);
}
