//! Which files are analysed together, and what clients hear about files they have not opened.

use crate::client::{Client, uri_of};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const DATASOURCE: &str = "datasource db {\n  provider = \"sqlite\"\n}\n";
const BROKEN: &str = "model A {\n  id Int @id\n  b Foo\n}\n";
const GOOD: &str = "model A {\n  id Int @id\n}\n";
const FOO: &str = "enum Foo {\n  x\n}\n";

struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join("schema").join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.0.path().join("schema").join(name)).expect("a file");
    }

    fn uri(&self, name: &str) -> String {
        uri_of(&self.0.path().join("schema").join(name))
    }
}

fn count(params: &Value) -> usize {
    params["diagnostics"].as_array().map_or(usize::MAX, Vec::len)
}

fn files_changed(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 2}]}));
}

#[test]
fn files_that_are_not_open_have_findings_too() {
    let folder = Folder::new(&[
        ("main.prisma", DATASOURCE),
        ("a.prisma", BROKEN),
        ("sub/b.prisma", "model B {\n  id Int @id\n}\n"),
    ]);
    let mut client = Client::ready();
    client.open(&folder.uri("main.prisma"), DATASOURCE);
    assert_eq!(count(&client.published(&folder.uri("main.prisma"))), 0);
    let params = client.published(&folder.uri("a.prisma"));
    assert_eq!(params["diagnostics"][0]["code"], "type-unknown");
    assert_eq!(params.get("version"), None);

    // What is missing in one file is added in another.
    client.edit(&folder.uri("main.prisma"), 2, (0, 0), (0, 0), FOO);
    assert_eq!(count(&client.published(&folder.uri("a.prisma"))), 0);
    assert_eq!(client.published_until_quiet(), Vec::<Value>::new(), "nothing else changed");
}

#[test]
fn the_last_open_file_takes_its_schema_along() {
    let folder = Folder::new(&[("main.prisma", DATASOURCE), ("a.prisma", BROKEN)]);
    let (main, a) = (folder.uri("main.prisma"), folder.uri("a.prisma"));
    let mut client = Client::ready();
    client.open(&main, DATASOURCE);
    assert_eq!(count(&client.published(&a)), 1);
    client.open(&a, BROKEN);
    assert_eq!(client.published(&a)["version"], 1, "a client that opens a file hears of it");
    client.close(&main);
    client.edit(&a, 2, (2, 4), (2, 7), "Int");
    assert_eq!(count(&client.published(&a)), 0);
    client.close(&a);
    assert!(client.published_until_quiet().iter().all(|params| count(params) == 0));
}

#[test]
fn a_closed_file_is_what_it_is_on_disk() {
    let folder = Folder::new(&[("main.prisma", DATASOURCE), ("a.prisma", GOOD)]);
    let (main, a) = (folder.uri("main.prisma"), folder.uri("a.prisma"));
    let mut client = Client::ready();
    client.open(&main, DATASOURCE);
    client.open(&a, BROKEN);
    assert_eq!(count(&client.published_when(&a, |params| params["version"] == 1)), 1);
    client.close(&a);
    assert_eq!(count(&client.published(&a)), 0);
}

#[test]
fn changes_on_disk_are_noticed_but_not_of_open_files() {
    let folder = Folder::new(&[("main.prisma", DATASOURCE), ("a.prisma", GOOD), ("b.prisma", "")]);
    let (main, a, c) = (folder.uri("main.prisma"), folder.uri("a.prisma"), folder.uri("c.prisma"));
    let mut client = Client::ready();
    client.open(&main, DATASOURCE);
    client.published(&main);
    folder.write("a.prisma", BROKEN);
    folder.write("main.prisma", "this is not what the editor has");
    files_changed(&mut client, &a);
    assert_eq!(count(&client.published(&a)), 1);
    folder.write("c.prisma", FOO);
    files_changed(&mut client, &c);
    assert_eq!(count(&client.published(&a)), 0);
    folder.remove("c.prisma");
    files_changed(&mut client, &c);
    assert_eq!(count(&client.published(&a)), 1);
    folder.remove("a.prisma");
    files_changed(&mut client, &a);
    assert_eq!(count(&client.published(&a)), 0, "a deleted file is cleared");
    assert!(client.published_until_quiet().iter().all(|params| params["uri"] != main.as_str()));
}

#[test]
fn each_file_with_a_datasource_is_a_schema() {
    let one = format!("{DATASOURCE}{FOO}");
    let other = format!("{DATASOURCE}{BROKEN}");
    let folder = Folder::new(&[("one.prisma", &one), ("other.prisma", &other)]);
    let mut client = Client::ready();
    client.open(&folder.uri("one.prisma"), &one);
    assert_eq!(count(&client.published(&folder.uri("one.prisma"))), 0);
    client.open(&folder.uri("other.prisma"), &other);
    assert_eq!(count(&client.published(&folder.uri("other.prisma"))), 1);
}

#[test]
fn typing_a_datasource_joins_the_files() {
    let folder = Folder::new(&[("main.prisma", ""), ("a.prisma", BROKEN), ("foo.prisma", FOO)]);
    let (main, a) = (folder.uri("main.prisma"), folder.uri("a.prisma"));
    let mut client = Client::ready();
    client.open(&a, BROKEN);
    assert_eq!(count(&client.published(&a)), 1, "alone");
    client.open(&main, "");
    client.published(&main);
    client.edit(&main, 2, (0, 0), (0, 0), DATASOURCE);
    assert_eq!(count(&client.published(&a)), 0, "together with the file that has what was missing");
    client.edit(&main, 3, (0, 0), (0, 10), "generator");
    assert_eq!(count(&client.published_when(&a, |params| count(params) > 0)), 1);
}

#[test]
fn untitled_documents_are_schemas_of_their_own() {
    let mut client = Client::ready();
    client.open("untitled:1", FOO);
    client.published("untitled:1");
    client.open("untitled:2", BROKEN);
    assert_eq!(count(&client.published("untitled:2")), 1);
}
