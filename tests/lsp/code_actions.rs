//! What can be done about findings.

use crate::client::{Client, uri_of};
use serde_json::{Value, json};
use std::fs;

fn client(document_changes: bool) -> Client {
    Client::ready_with(json!({
        "workspace": {"workspaceEdit": {"documentChanges": document_changes}},
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}}},
    }))
}

/// The actions for the beginning of a line.
fn actions(client: &mut Client, uri: &str, line: u32, column: u32, only: &[&str]) -> Vec<Value> {
    let at = json!({"line": line, "character": column});
    let context =
        if only.is_empty() { json!({"diagnostics": []}) } else { json!({"diagnostics": [], "only": only}) };
    let params = json!({"textDocument": {"uri": uri}, "range": {"start": at, "end": at}, "context": context});
    client.request("textDocument/codeAction", params)["result"].as_array().expect("a list").clone()
}

const URI: &str = "untitled:Untitled-1";

#[test]
fn a_finding_offers_its_repairs() {
    let mut client = client(true);
    client.open(URI, "model User {\n  id: Int @id\n  role Roll\n}\n\nenum Role {\n  Admin\n}\n");
    let colon = actions(&mut client, URI, 1, 4, &["quickfix"]);
    assert_eq!(colon.len(), 1);
    assert_eq!(colon[0]["title"], "Remove the colon");
    assert_eq!(colon[0]["kind"], "quickfix");
    assert_eq!(colon[0]["isPreferred"], true);
    assert_eq!(colon[0]["diagnostics"][0]["code"], "syntax-legacy-colon");
    let change = &colon[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({"uri": URI, "version": 1}));
    assert_eq!(change["edits"][0]["newText"], "");
    let titles: Vec<_> = actions(&mut client, URI, 2, 8, &[]).iter().map(|it| it["title"].clone()).collect();
    assert_eq!(titles[0], "Change to `Role`");
    assert!(titles.contains(&json!("Create the enum `Roll`")), "{titles:?}");
    assert_eq!(actions(&mut client, URI, 5, 2, &[]), Vec::<Value>::new());
}

#[test]
fn a_repair_can_edit_another_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (user, post) = (folder.path().join("user.prisma"), folder.path().join("post.prisma"));
    let head = "datasource db {\n  provider = \"sqlite\"\n}\n\n";
    let user_text = format!("{head}model User {{\n  id Int @id\n  posts Post[]\n}}\n");
    fs::write(&user, &user_text).expect("a file");
    fs::write(&post, "model Post {\n  id Int @id\n}\n").expect("a file");
    let mut client = client(false);
    client.open(&uri_of(&user), &user_text);
    client.published_until_quiet();
    let offered = actions(&mut client, &uri_of(&user), 6, 3, &["quickfix"]);
    let changes = &offered[0]["edit"]["changes"];
    let text = changes[uri_of(&post)][0]["newText"].as_str().expect("an edit of the other file");
    assert!(text.contains("user User? @relation(fields: [userId], references: [id])"), "{offered:?}");
}

#[test]
fn a_whole_document_is_repaired_and_completed() {
    let mut client = client(false);
    let text = "model User {\n  id: Int @id\n  name: String\n}\n";
    client.open(URI, text);
    let all = actions(&mut client, URI, 0, 0, &["source.fixAll"]);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["edit"]["changes"][URI].as_array().map(Vec::len), Some(2));
    assert_eq!(actions(&mut client, URI, 0, 0, &["source.organizeImports"]), Vec::<Value>::new());

    let text = "model User {\n  id Int @id\n}\n\nmodel Post {\n  id   Int   @id\n  user User?\n}\n";
    client.open("untitled:2", text);
    let complete = actions(&mut client, "untitled:2", 0, 0, &["source"]);
    assert_eq!(complete.len(), 1);
    assert_eq!(complete[0]["kind"], "source.completeRelations.prisma-analyzer");
    assert!(complete[0]["edit"]["changes"]["untitled:2"].to_string().contains("@relation(fields: [userId]"));
}

#[test]
fn a_client_without_actions_gets_none() {
    let mut client = Client::ready();
    client.open(URI, "model A {\n  id: Int @id\n}\n");
    let params = json!({
        "textDocument": {"uri": URI},
        "range": {"start": {"line": 1, "character": 4}, "end": {"line": 1, "character": 4}},
        "context": {"diagnostics": []},
    });
    assert_eq!(client.request("textDocument/codeAction", params)["result"], Value::Null);
}

#[test]
fn changes_are_offered_where_nothing_is_wrong() {
    let mut client = client(true);
    client.open(URI, "model A {\n  id Int @id\n  userName String\n}\n");
    let actions = actions(&mut client, URI, 2, 4, &["refactor"]);
    let titles: Vec<_> = actions.iter().map(|action| action["title"].as_str().expect("a title")).collect();
    assert_eq!(titles, ["Make `userName` optional", "Map `userName` to `user_name`"]);
    assert!(actions.iter().all(|action| action["kind"] == "refactor.rewrite"));
}

fn creating_client() -> Client {
    Client::ready_with(json!({
        "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["refactor"]}}}},
    }))
}

#[test]
fn a_block_moves_to_another_file_and_to_a_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (main, post) = (folder.path().join("main.prisma"), folder.path().join("post.prisma"));
    let text =
        "datasource db {\n  provider = \"sqlite\"\n}\n\n/// Somebody.\nmodel User {\n  id Int @id\n}\n";
    fs::write(&main, text).expect("a file");
    fs::write(&post, "model Post {\n  id Int @id\n}\n").expect("a file");
    let mut client = creating_client();
    client.open(&uri_of(&main), text);
    client.published_until_quiet();
    let offered = actions(&mut client, &uri_of(&main), 5, 7, &["refactor.move"]);
    let titles: Vec<_> = offered.iter().map(|action| action["title"].as_str().expect("a title")).collect();
    assert_eq!(titles, ["Move `User` to post.prisma", "Move `User` to a new file user.prisma"]);
    let moved = "/// Somebody.\nmodel User {\n  id Int @id\n}\n";
    let to_other = offered[0]["edit"]["documentChanges"].as_array().expect("changes");
    let new_text = |change: &Value| change["edits"][0]["newText"].as_str().expect("a text").to_owned();
    assert!(to_other.iter().any(|change| new_text(change) == format!("\n\n{moved}")), "{to_other:?}");
    let to_new = offered[1]["edit"]["documentChanges"].as_array().expect("changes");
    assert_eq!(to_new[0]["kind"], "create");
    assert_eq!(to_new[0]["uri"], uri_of(&folder.path().join("user.prisma")));
    assert_eq!(new_text(&to_new[1]), moved);
    assert_eq!(to_new[2]["edits"][0]["range"]["start"], json!({"line": 3, "character": 0}));
    let other = actions(&mut client, &uri_of(&main), 6, 3, &["refactor.move"]);
    assert_eq!(other, Vec::<Value>::new(), "only a name can be moved");
}

#[test]
fn urls_move_to_a_configuration() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("package.json"), "{}").expect("a file");
    let schema = folder.path().join("schema.prisma");
    let text = "datasource db {\n  provider = \"postgresql\"\n  url      = env(\"DATABASE_URL\")\n}\n";
    fs::write(&schema, text).expect("a file");
    let mut client = creating_client();
    client.open(&uri_of(&schema), text);
    client.published_until_quiet();
    let offered = actions(&mut client, &uri_of(&schema), 2, 5, &["refactor.move"]);
    assert_eq!(offered.len(), 1, "{offered:?}");
    let changes = offered[0]["edit"]["documentChanges"].as_array().expect("changes");
    assert_eq!(changes[0]["uri"], uri_of(&folder.path().join("prisma.config.ts")));
    let config = changes[1]["edits"][0]["newText"].as_str().expect("a text");
    assert!(
        config.contains("  schema: \"schema.prisma\",\n  datasource: {\n    url: env(\"DATABASE_URL\"),\n"),
        "{config}"
    );
    fs::write(folder.path().join("prisma.config.ts"), config).expect("a file");
}
