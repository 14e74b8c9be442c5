//! The command `schema-fmt` as it is run: what it writes, prints and answers.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const UGLY: &str = "model A {\n id   Int @id\n}";
const NEAT: &str = "model A {\n  id Int @id\n}\n";
const WRONG: &str = "model A {\n  id Int @id\n  a b c\n}\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = command(folder, arguments).output().expect("the command");
    result(output)
}

fn run_on_input(input: &str, arguments: &[&str]) -> (i32, String, String) {
    let mut command = command(Path::new("."), arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command");
    child.stdin.take().expect("an input").write_all(input.as_bytes()).expect("written");
    result(child.wait_with_output().expect("the command"))
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schema-fmt"));
    command.args(arguments).current_dir(folder);
    command
}

fn result(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).expect("a text");
    (output.status.code().expect("a status"), text(output.stdout), text(output.stderr))
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("a file")
}

#[test]
fn files_are_written_where_they_are() {
    let folder = folder(&[("a.prisma", UGLY), ("b.prisma", NEAT), ("c.txt", UGLY), ("d.prisma", WRONG)]);
    let before =
        fs::metadata(folder.path().join("b.prisma")).and_then(|about| about.modified()).expect("a time");
    let (status, stdout, stderr) = run(folder.path(), &[]);
    assert_eq!((status, stdout.as_str()), (0, ""));
    insta::assert_snapshot!(stderr, @r"
    d.prisma:3:3: This line cannot be read, and stays as it is.
    schema-fmt: 1 file formatted, 2 files left as they were
    ");
    assert_eq!(
        [read(&folder, "a.prisma"), read(&folder, "c.txt"), read(&folder, "d.prisma")],
        [NEAT, UGLY, WRONG]
    );
    let after =
        fs::metadata(folder.path().join("b.prisma")).and_then(|about| about.modified()).expect("a time");
    assert_eq!(before, after);
    assert_eq!(run(folder.path(), &["--strict"]).0, 1);
}

#[test]
fn checking_writes_nothing() {
    let folder = folder(&[("a.prisma", UGLY), ("b.prisma", NEAT), ("d.prisma", WRONG)]);
    let (status, stdout, _) = run(folder.path(), &["--check"]);
    assert_eq!((status, stdout.as_str()), (1, "a.prisma\n"));
    assert_eq!(read(&folder, "a.prisma"), UGLY);
    assert_eq!(run(folder.path(), &["--check", "b.prisma"]).0, 0);
    assert_eq!(run(folder.path(), &["--check", "d.prisma"]).0, 1);
    assert_eq!(run(folder.path(), &["--diff", "d.prisma"]).0, 0);
}

#[test]
fn differences_are_printed() {
    let folder = folder(&[("a.prisma", UGLY)]);
    let (status, stdout, _) = run(folder.path(), &["--diff", "a.prisma"]);
    assert_eq!(status, 0);
    insta::assert_snapshot!(stdout, @r"
    --- a.prisma
    +++ a.prisma
    @@ -1,3 +1,3 @@
     model A {
    - id   Int @id
    -}
    \ No newline at end of file
    +  id Int @id
    +}
    ");
    assert_eq!(run(folder.path(), &["--diff", "--check", "a.prisma"]).0, 1);
    assert!(run(folder.path(), &["--diff", "--color", "always"]).1.contains('\x1b'));
    assert_eq!(read(&folder, "a.prisma"), UGLY);
}

#[test]
fn standard_input_goes_to_standard_output() {
    assert_eq!(run_on_input(UGLY, &["-"]), (0, NEAT.to_owned(), String::new()));
    assert_eq!(run_on_input(UGLY, &["--stdin", "--line-ending", "crlf"]).1, NEAT.replace('\n', "\r\n"));
    let (status, stdout, stderr) =
        run_on_input(WRONG, &["--stdin", "--check", "--stdin-filepath", "x/y.prisma"]);
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert_eq!(stderr, "x/y.prisma:3:3: This line cannot be read, and stays as it is.\n");
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = folder(&[("a.prisma", UGLY)]);
    fs::write(folder.path().join("b.prisma"), b"model A\xff {\n}\n").expect("a file");
    let (status, _, stderr) = run(folder.path(), &[".", "missing"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("`missing`") && stderr.contains("not UTF-8"), "{stderr}");
    assert_eq!(read(&folder, "a.prisma"), NEAT, "the others are laid out all the same");
    assert_eq!(run(folder.path(), &["--no-such-option"]).0, 2);
}

#[test]
fn relations_are_completed_over_the_files_of_a_folder() {
    let user = "model User {\n  id Int @id\n}\n";
    let post = "model Post {\n  id   Int   @id\n  user User?\n}\n";
    let main = "datasource db {\n  provider = \"sqlite\"\n}\n";
    let folder = folder(&[("a.prisma", user), ("b.prisma", post), ("main.prisma", main)]);
    assert_eq!(run(folder.path(), &["--complete", "--check", "--single-file"]).0, 0);
    assert_eq!(run(folder.path(), &["--complete", "b.prisma"]).0, 0);
    assert_eq!(read(&folder, "a.prisma"), user, "only what is asked for is written");
    assert_eq!(run(folder.path(), &["--complete"]).0, 0);
    assert_eq!(read(&folder, "a.prisma"), "model User {\n  id    Int    @id\n  posts Post[]\n}\n");
    insta::assert_snapshot!(read(&folder, "b.prisma"), @r"
    model Post {
      id     Int   @id
      user   User? @relation(fields: [userId], references: [id])
      userId Int?
    }
    ");
}
