//! `prisma-analyzer diagram`.

use super::{folder, run, stderr, stdout};
use std::fs;

const USERS: &[u8] = b"model User {\n  id Int @id\n  name String\n  posts Post[]\n}\n";
const POSTS: &[u8] =
    b"datasource db {\n  provider = \"sqlite\"\n}\nmodel Post {\n  id Int @id\n  author User \
    @relation(fields: [authorId], references: [id])\n  authorId Int\n}\nmodel Tag {\n  id Int @id\n}\n";

#[test]
fn a_schema_is_drawn_in_each_format() {
    let folder = folder(&[("s/users.prisma", USERS), ("s/posts.prisma", POSTS)]);
    let svg = stdout(&run(&folder, &["diagram", "--schema", "s"]));
    assert!(svg.starts_with("<svg xmlns="), "{svg}");
    assert!(
        svg.contains("data-name=\"User\" data-file=\"s/users.prisma\" data-line=\"0\" data-column=\"6\"")
    );
    let mermaid = stdout(&run(&folder, &["diagram", "--schema", "s", "--format", "mermaid"]));
    assert!(mermaid.contains("  Post }o--|| User : \"author\"\n"), "{mermaid}");
    let output = run(&folder, &["diagram", "--schema", "s", "--format", "html", "--output", "s.html"]);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), ""));
    assert!(fs::read_to_string(folder.path().join("s.html")).expect("a page").starts_with("<!DOCTYPE html>"));
}

#[test]
fn a_part_is_drawn() {
    let folder = folder(&[("s/users.prisma", USERS), ("s/posts.prisma", POSTS)]);
    let drawn = |arguments: &[&str]| {
        let all = [&["diagram", "--schema", "s", "--format", "mermaid"], arguments].concat();
        let text = stdout(&run(&folder, &all));
        text.lines()
            .filter_map(|line| line.strip_suffix(" {"))
            .map(|name| name.trim().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(drawn(&[]), ["Post", "Tag", "User"]);
    assert_eq!(drawn(&["--models", "User", "--depth", "0"]), ["User"]);
    assert_eq!(drawn(&["--models", "User"]), ["Post", "User"]);
    assert_eq!(drawn(&["--only", "s/users.prisma"]), ["Post", "User"]);
    let keys = stdout(&run(&folder, &["diagram", "--schema", "s", "--format", "mermaid", "--keys-only"]));
    assert!(!keys.contains("String name") && keys.contains("Int authorId FK"), "{keys}");
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let folder = folder(&[("a/schema.prisma", POSTS), ("b/schema.prisma", POSTS)]);
    for (arguments, expected) in [
        (
            ["diagram"].as_slice(),
            "there are 2 schemas, name one of them:\n  a/schema.prisma\n  b/schema.prisma",
        ),
        (&["diagram", "a", "--models", "Usr"], "the schema has no model, view, type or enum `Usr`"),
        (&["diagram", "a", "--only", "b/schema.prisma"], "the schema has no file `b/schema.prisma`"),
        (&["diagram", "c"], "there is no file or folder `c`"),
    ] {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}
