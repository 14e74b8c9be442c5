//! Sessions in whole workspaces: one file is opened, another one is edited, a third one appears on disk and goes again.

use crate::client::{Client, uri_of};
use crate::layouts::{self, LAYOUTS, assert_nothing_ran};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const EXTRA: &str = "enum Extra {\n  a\n  b\n}\n";

fn codes(params: &Value) -> Vec<String> {
    let found = params["diagnostics"].as_array().expect("a list");
    found.iter().map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
}

fn has(params: &Value, code: &str) -> bool {
    codes(params).iter().any(|one| one == code)
}

fn open(client: &mut Client, file: &Path) -> String {
    let uri = uri_of(file);
    client.open(&uri, &fs::read_to_string(file).expect("a file"));
    uri
}

fn changed(client: &mut Client, file: &Path, kind: u8) {
    client
        .notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri_of(file), "type": kind}]}));
}

/// A client that tells of changes on disk itself.
fn watching_client() -> Client {
    Client::ready_with(json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}))
}

fn status(client: &mut Client, uri: &str) -> Value {
    client.request("prismaAnalyzer/status", json!({"textDocument": {"uri": uri}}))["result"].clone()
}

#[test]
fn a_session_follows_what_happens_in_a_workspace() {
    for layout in LAYOUTS {
        let folder = layout.copy();
        let root = fs::canonicalize(folder.path()).expect("a folder");
        let path = |name: &str| root.join(name);
        let mut client = watching_client();

        let lacking = open(&mut client, &path(layout.lacking));
        assert!(has(&client.published(&lacking), "type-unknown"), "{}", layout.name);
        let (files, version) =
            layout.schemas.iter().find(|(files, _)| files.contains(&layout.lacking)).expect("a schema");
        let about = status(&mut client, &lacking);
        assert_eq!(about["files"].as_array().map(Vec::len), Some(files.len()), "{}", layout.name);
        assert_eq!(about["prisma"]["name"].as_str(), version.split(" (").next(), "{}", layout.name);

        let other = open(&mut client, &path(layout.other));
        let before = codes(&client.published_when(&other, |params| params["version"] == 1));
        client.edit(&other, 2, (0, 0), (0, 0), "modle X {\n}\n");
        assert!(has(&client.published_when(&other, |params| params["version"] == 2), "syntax-invalid-block"));
        client.edit(&other, 3, (0, 0), (2, 0), "");
        assert_eq!(codes(&client.published_when(&other, |params| params["version"] == 3)), before);

        let third = path(layout.third.expect("a third file"));
        fs::create_dir_all(third.parent().expect("a folder")).expect("a folder");
        fs::write(&third, EXTRA).expect("a file");
        changed(&mut client, &third, 1);
        client.published_when(&lacking, |params| !has(params, "type-unknown"));
        fs::remove_file(&third).expect("a file");
        changed(&mut client, &third, 3);
        client.published_when(&lacking, |params| has(params, "type-unknown"));
        assert_nothing_ran(folder.path());
    }
}

#[test]
fn notes_about_a_configuration_stand_in_the_configuration() {
    let folder = layouts::copy("two-databases");
    let root = fs::canonicalize(folder.path()).expect("a folder");
    let mut client = watching_client();
    open(&mut client, &root.join("prisma-user-database/schema.prisma"));
    let config = root.join("prisma-user-database/prisma.config.ts");
    let params = client.published(&uri_of(&config));
    assert_eq!(codes(&params), ["project-schema-missing"]);
    assert_eq!(params["diagnostics"][0]["range"]["start"], json!({"line": 4, "character": 10}));
    let repaired =
        fs::read_to_string(&config).expect("a file").replace("prisma-user-database/schema", "schema");
    fs::write(&config, repaired).expect("a file");
    changed(&mut client, &config, 2);
    assert_eq!(codes(&client.published(&uri_of(&config))), Vec::<String>::new());
}

#[test]
fn another_version_in_package_json_changes_the_findings() {
    let folder = layouts::copy("prisma-6-folder");
    let root = fs::canonicalize(folder.path()).expect("a folder");
    let mut client = watching_client();
    let schema = open(&mut client, &root.join("src/prisma/schema/schema.prisma"));
    assert_eq!(codes(&client.published(&schema)), Vec::<String>::new());
    let manifest = root.join("package.json");
    let seven = fs::read_to_string(&manifest).expect("a file").replace("^6.19.0", "^7.0.0");
    fs::write(&manifest, seven).expect("a file");
    changed(&mut client, &manifest, 2);
    assert_eq!(codes(&client.published(&schema)), ["datasource-property-removed"]);
    assert_eq!(status(&mut client, &schema)["prisma"]["name"], "Prisma 7");
}

#[test]
fn another_tool_rewrites_a_file_of_the_schema() {
    let folder = layouts::copy("prisma-6-folder");
    let root = fs::canonicalize(folder.path()).expect("a folder");
    let auth = root.join("src/prisma/schema/auth.prisma");
    let mut client = watching_client();
    let todo = open(&mut client, &root.join("src/prisma/schema/todo.prisma"));
    assert_eq!(codes(&client.published(&todo)), Vec::<String>::new());
    let before = fs::read_to_string(&auth).expect("a file");
    fs::write(&auth, before.replace("model User", "model user")).expect("a file");
    changed(&mut client, &auth, 2);
    let params = client.published_when(&todo, |params| has(params, "type-unknown"));
    assert!(params["diagnostics"][0]["message"].as_str().expect("a message").contains("user"), "{params}");
    fs::write(&auth, before).expect("a file");
    changed(&mut client, &auth, 2);
    client.published_when(&todo, |params| codes(params).is_empty());
}

#[test]
fn hundreds_of_files_are_one_change() {
    let folder = layouts::copy("prisma-6-folder");
    let root = fs::canonicalize(folder.path()).expect("a folder");
    let mut client = watching_client();
    let product = open(&mut client, &root.join("src/prisma/schema/product.prisma"));
    client.published_until_quiet();
    let files: Vec<_> =
        (0..300).map(|index| root.join(format!("src/prisma/schema/m{index}.prisma"))).collect();
    for (index, file) in files.iter().enumerate() {
        fs::write(file, format!("model M{index} {{\n  id Int @id\n}}\n")).expect("a file");
    }
    fs::write(root.join("src/prisma/schema/extra.prisma"), EXTRA).expect("a file");
    let changes: Vec<_> = files.iter().map(|file| json!({"uri": uri_of(file), "type": 1})).collect();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let params = client.published(&product);
    assert_eq!(codes(&params), Vec::<String>::new(), "nothing in between is told");
    assert_eq!(
        client.published_until_quiet(),
        Vec::<Value>::new(),
        "files without findings are not worth a message"
    );
}

#[test]
fn clients_that_cannot_watch_are_watched_for() {
    let folder = layouts::copy("no-config");
    let root = fs::canonicalize(folder.path()).expect("a folder");
    let mut client = Client::ready();
    let lacking = open(&mut client, &root.join("prisma/models/a.prisma"));
    client.published_when(&lacking, |params| has(params, "type-unknown"));
    // The session must have begun to watch; it answers in the order in which it is asked.
    status(&mut client, &lacking);
    fs::write(root.join("prisma/extra.prisma"), EXTRA).expect("a file");
    client.published_when(&lacking, |params| codes(params).is_empty());
    fs::remove_file(root.join("prisma/extra.prisma")).expect("a file");
    client.published_when(&lacking, |params| has(params, "type-unknown"));
}

#[test]
fn settings_name_schemas_and_versions() {
    let folder = layouts::copy("computed-path");
    let root = fs::canonicalize(folder.path()).expect("a folder");
    let mut client = Client::start();
    client.initialize(json!({
        "processId": null,
        "workspaceFolders": [{"uri": uri_of(&root), "name": "x"}],
        "capabilities": {},
        "initializationOptions": {"prismaAnalyzer": {"schema": "db", "prismaVersion": "6"}},
    }));
    client.notify("initialized", json!({}));
    let other = open(&mut client, &root.join("db/other.prisma"));
    client.published(&other);
    let about = status(&mut client, &other);
    assert_eq!(about["files"].as_array().map(Vec::len), Some(3), "{about}");
    assert_eq!((&about["prisma"]["name"], &about["reason"]), (&json!("Prisma 6"), &json!("asked for")));
}

#[cfg(unix)]
#[test]
fn the_same_file_by_another_name_is_not_in_the_schema_twice() {
    let folder = layouts::copy("no-config");
    let root = fs::canonicalize(folder.path()).expect("a folder");
    std::os::unix::fs::symlink(root.join("prisma"), root.join("link")).expect("a link");
    let mut client = watching_client();
    let real = open(&mut client, &root.join("prisma/models/a.prisma"));
    client.published(&real);
    let link = open(&mut client, &root.join("link/models/a.prisma"));
    let params = client.published_when(&link, |params| params["version"] == 1);
    assert!(!has(&params, "name-duplicate-block"), "{params}");
    assert_eq!(codes(&params), ["type-unknown"]);
}

#[test]
fn documents_of_other_schemes_are_alone() {
    let mut client = watching_client();
    for uri in ["untitled:Untitled-1", "vscode-notebook-cell:/a.ipynb#1", "git:/repo/a.prisma?ref"] {
        client.open(uri, "model A {\n  id Int @id\n  b Missing\n}\n");
        assert!(has(&client.published(uri), "type-unknown"));
        assert_eq!(status(&mut client, uri), Value::Null);
    }
}
