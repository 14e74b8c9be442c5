//! Completion and signature help, as clients see them.

use crate::client::Client;
use serde_json::{Value, json};

const URI: &str = "untitled:1";
const SCHEMA: &str = "datasource db {\n  provider = \"postgresql\"\n}\nmodel User {\n  id Int @id\n  team Tea\n  at DateTime @\n}\nmodel Team {\n  id Int @id\n}\n";

fn ask(client: &mut Client, method: &str, line: u32, character: u32) -> Value {
    let at = json!({"textDocument": {"uri": URI}, "position": {"line": line, "character": character}});
    client.request(method, at)["result"].clone()
}

fn item(list: &Value, label: &str) -> Value {
    let items = list["items"].as_array().expect("items");
    items
        .iter()
        .find(|item| item["label"] == label)
        .unwrap_or_else(|| panic!("{label} is not in {list}"))
        .clone()
}

#[test]
fn what_is_typed_is_replaced_and_described_later() {
    let mut client = Client::ready_with(json!({"textDocument": {"completion": {"completionItem": {
        "snippetSupport": true, "documentationFormat": ["markdown"], "commitCharactersSupport": true,
    }}}}));
    client.open(URI, SCHEMA);
    let list = ask(&mut client, "textDocument/completion", 5, 10);
    assert_eq!(list["isIncomplete"], false);
    let team = item(&list, "Team");
    assert_eq!(team.get("textEdit"), None, "a word in the place of what was typed of it");
    let range = json!({"start": {"line": 5, "character": 7}, "end": {"line": 5, "character": 10}});
    let inside = item(&ask(&mut client, "textDocument/completion", 5, 9), "Team");
    assert_eq!(inside["textEdit"], json!({"range": range, "newText": "Team"}));
    assert!(team.get("documentation").is_none());
    assert_eq!(team["commitCharacters"], json!(["?", "["]));
    let resolved = client.request("completionItem/resolve", team)["result"].clone();
    assert!(
        resolved["documentation"]["value"].as_str().is_some_and(|text| text.contains("model Team {")),
        "{resolved}"
    );
    let whole = item(&list, "Team (relation)");
    assert_eq!(whole["additionalTextEdits"][0]["newText"], "\n  users User[]");
    let list = ask(&mut client, "textDocument/completion", 6, 15);
    assert_eq!(item(&list, "default")["textEdit"]["newText"], "default($0)");
    assert_eq!(item(&list, "default")["insertTextFormat"], 2);
    assert_eq!(item(&list, "default").get("commitCharacters"), None, "it brings its own bracket");
}

#[test]
fn clients_with_defaults_get_short_items() {
    let mut client = Client::ready_with(json!({"textDocument": {"completion": {
        "completionItem": {"snippetSupport": true}, "completionList": {"itemDefaults": ["editRange"]},
    }}}));
    client.open(URI, SCHEMA);
    let list = ask(&mut client, "textDocument/completion", 5, 10);
    let range = json!({"start": {"line": 5, "character": 7}, "end": {"line": 5, "character": 10}});
    assert_eq!(list["itemDefaults"]["editRange"], range);
    assert_eq!(item(&list, "Team").get("textEdit"), None, "it is its label");
    assert_eq!(item(&list, "Team (relation)")["textEdit"]["range"], range);
}

#[test]
fn what_is_in_a_string_is_replaced_whole() {
    let mut client = Client::ready();
    client.open(URI, "model userAccount {\n  id Int @id\n  @@map(\"my user\")\n}\n");
    let list = ask(&mut client, "textDocument/completion", 2, 16);
    let range = json!({"start": {"line": 2, "character": 9}, "end": {"line": 2, "character": 16}});
    assert_eq!(item(&list, "user_account")["textEdit"]["range"], range);
}

#[test]
fn clients_without_snippets_get_plain_text() {
    let mut client = Client::ready();
    client.open(URI, SCHEMA);
    let list = ask(&mut client, "textDocument/completion", 6, 15);
    assert_eq!(item(&list, "default")["textEdit"]["newText"], "default()");
    assert_eq!(item(&list, "default").get("insertTextFormat"), None, "plain text needs no word");
    assert_eq!(ask(&mut client, "textDocument/completion", 3, 8), Value::Null, "nobody guesses names");
}

#[test]
fn signatures_follow_the_cursor() {
    let mut client = Client::ready();
    client.open(URI, "model A {\n  id Int @id\n  @@index([id], map: \"\")\n}\n");
    let help = ask(&mut client, "textDocument/signatureHelp", 2, 11);
    assert_eq!((&help["activeParameter"], &help["activeSignature"]), (&json!(0), &json!(0)));
    let help = ask(&mut client, "textDocument/signatureHelp", 2, 22);
    let active =
        help["activeParameter"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("a parameter");
    let label = help["signatures"][0]["parameters"][active]["label"].as_str().expect("a label");
    assert!(label.starts_with("map"), "{help}");
    assert_eq!(ask(&mut client, "textDocument/signatureHelp", 1, 4), Value::Null);
}
