//! Symbols of a document and of all schemas.

use crate::client::Client;
use serde_json::{Value, json};

fn found(client: &mut Client, query: &str) -> Vec<Value> {
    let answer = client.request("workspace/symbol", json!({ "query": query }));
    answer["result"].as_array().expect("a list").clone()
}

#[test]
fn names_are_found_in_all_documents() {
    let mut client = Client::ready();
    client.open("untitled:1", "// é😀\nmodel Account {\n  id Int @id\n  @@map(\"users\")\n}\n");
    client.open("untitled:2", "enum UserRole {\n  ADMIN\n}\n");
    let users = found(&mut client, "user");
    let names: Vec<_> = users.iter().map(|symbol| symbol["name"].as_str()).collect();
    assert_eq!(names, [Some("Account (users)"), Some("UserRole")]);
    assert_eq!(users[0]["location"]["uri"], "untitled:1");
    assert_eq!(users[0]["location"]["range"]["start"], json!({"line": 1, "character": 6}));
    assert_eq!(users[1]["kind"], 10);

    let id = &found(&mut client, "account.id")[0];
    assert_eq!((&id["name"], &id["containerName"]), (&json!("Account.id"), &json!("Account")));
    assert_eq!(found(&mut client, "nothing"), Vec::<Value>::new());
    client.close("untitled:2");
    assert_eq!(found(&mut client, "").len(), 2);
}

#[test]
fn members_say_what_they_are() {
    let mut client = Client::ready();
    client.open("untitled:1", "model A {\n  id Int? @ignore\n  @@index([id])\n  @@ignore\n}\n");
    let params = json!({"textDocument": {"uri": "untitled:1"}});
    let symbols = client.request("textDocument/documentSymbol", params)["result"].clone();
    assert_eq!(symbols[0]["tags"], json!([1]));
    let members = &symbols[0]["children"];
    assert_eq!(members[0]["detail"], "Int?");
    assert_eq!(members[0]["tags"], json!([1]));
    assert_eq!((&members[1]["name"], &members[1]["kind"]), (&json!("@@index"), &json!(20)));
    assert_eq!(members.as_array().map(Vec::len), Some(2));
}
