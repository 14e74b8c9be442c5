//! The command line in whole workspaces.

use super::{json_lines, run, stderr, stdout};
use crate::layouts::{LAYOUTS, assert_nothing_ran};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_schema_of_a_workspace_is_found_with_its_version() {
    for layout in LAYOUTS {
        let folder = layout.copy();
        let output = run(&folder, &["status", "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}: {}", layout.name, stderr(&output));
        let status: Vec<Value> = serde_json::from_str(&stdout(&output)).expect("JSON");
        let root = fs::canonicalize(folder.path()).expect("a folder");
        let found: Vec<_> = status
            .iter()
            .map(|schema| {
                let files = schema["files"].as_array().expect("files").iter().map(|file| {
                    let file = file.as_str().expect("a path").replace('\\', "/");
                    file.strip_prefix(&format!("{}/", root.display())).expect("below").to_owned()
                });
                let (name, reason) = (&schema["prisma"]["name"], &schema["prisma"]["reason"]);
                let version =
                    format!("{} ({})", name.as_str().expect("a name"), reason.as_str().expect("a reason"));
                (files.collect::<Vec<_>>(), version)
            })
            .collect();
        let expected: Vec<_> = layout
            .schemas
            .iter()
            .map(|(files, version)| {
                (files.iter().map(|file| (*file).to_owned()).collect(), (*version).to_owned())
            })
            .collect();
        assert_eq!(found, expected, "{}", layout.name);
        assert_nothing_ran(folder.path());
    }
}

#[test]
fn check_without_a_path_checks_every_schema_and_says_which() {
    for layout in LAYOUTS {
        let folder = layout.copy();
        let found = findings(&json_lines(&run(&folder, &["check", "--format", "json-lines"])));
        let mut expected: BTreeSet<_> =
            layout.findings.iter().map(|(file, code)| ((*file).to_owned(), (*code).to_owned())).collect();
        expected.insert((layout.lacking.to_owned(), "type-unknown".to_owned()));
        assert_eq!(found, expected, "{}", layout.name);
        let text = stdout(&run(&folder, &["check"]));
        for (_, version) in layout.schemas {
            let (version, reason) = version.trim_end_matches(')').split_once(" (").expect("a reason");
            assert!(text.contains(&format!(": {version}, {reason}\n")), "{text}");
        }
        assert_nothing_ran(folder.path());
    }
}

#[test]
fn check_of_a_file_checks_its_schema_once() {
    for layout in LAYOUTS {
        let folder = layout.copy();
        let files =
            layout.schemas.iter().find(|(files, _)| files.contains(&layout.lacking)).expect("a schema").0;
        let arguments: Vec<_> =
            ["check", "--format", "json-lines"].into_iter().chain(files.iter().copied()).collect();
        let rows = json_lines(&run(&folder, &arguments));
        let unknown = rows.iter().filter(|row| row["code"] == "type-unknown");
        assert_eq!(
            unknown.map(|row| row["file"].as_str()).collect::<Vec<_>>(),
            [Some(layout.lacking)],
            "{}",
            layout.name
        );
        let alone = run(&folder, &["check", "--single-file", "--format", "json-lines", layout.lacking]);
        let codes = findings(&json_lines(&alone));
        assert!(codes.iter().all(|(file, _)| file == layout.lacking), "{}: {codes:?}", layout.name);
    }
}

fn findings(rows: &[Value]) -> BTreeSet<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    rows.iter().map(|row| (text(&row["file"]), text(&row["code"]))).collect()
}

#[test]
fn status_never_shows_a_password() {
    let folder = super::folder(&[
        ("prisma.config.ts", b"export default { schema: 'a.prisma', datasource: { url: process.env.DATABASE_URL } }"),
        (".env", b"DATABASE_URL=postgres://me:s3cret@host/db\n"),
        ("a.prisma", b"datasource db {\n  provider = \"postgresql\"\n}\n"),
        ("b/schema.prisma", b"datasource db {\n  provider = \"mysql\"\n  url = \"mysql://me:s3cret@host/db?sslpassword=s3cret\"\n}\n"),
    ]);
    for arguments in [["status"].as_slice(), &["status", "--json"]] {
        let text = stdout(&run(&folder, arguments));
        assert!(text.contains("DATABASE_URL from .env (prisma.config.ts)"), "{text}");
        assert!(text.contains("mysql://me:****@host/db (b/schema.prisma)"), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
}

#[test]
fn a_flag_wins_over_what_a_project_says() {
    let layout = LAYOUTS.iter().find(|layout| layout.name == "two-versions").expect("a layout");
    let folder = layout.copy();
    let output =
        run(&folder, &["check", "--prisma", "6", "--format", "json-lines", "new/prisma/schema.prisma"]);
    assert_eq!(stdout(&output), "");
    let text = stdout(&run(&folder, &["status", "--prisma", "6", "new"]));
    assert!(text.contains("Prisma 6 (set by you)"), "{text}");
}

#[cfg(unix)]
#[test]
fn links_do_not_make_two_of_one() {
    let folder = super::folder(&[
        (
            "real/schema.prisma",
            b"datasource db {\n  provider = \"sqlite\"\n}\nmodel A {\n  id Int @id\n  b B\n}\n",
        ),
        ("package.json", b"{}"),
    ]);
    std::os::unix::fs::symlink(folder.path().join("real"), folder.path().join("link")).expect("a link");
    std::os::unix::fs::symlink(".", folder.path().join("real/around")).expect("a link");
    assert_eq!(json_lines(&run(&folder, &["check", "--format", "json-lines"])).len(), 1);
    let both = run(&folder, &["check", "--format", "json-lines", "link/schema.prisma", "real/schema.prisma"]);
    assert_eq!(json_lines(&both).len(), 1);
}
