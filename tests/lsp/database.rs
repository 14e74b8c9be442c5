//! A schema beside a live database: differences are shown, taken over, and gone.

use crate::client::{Client, uri_of};
use crate::sqlite::run;
use serde_json::{Value, json};
use std::fs;

fn command(client: &mut Client, name: &str, uri: &str) -> Value {
    client.request("workspace/executeCommand", json!({"command": name, "arguments": [{"uri": uri}]}))
}

fn codes(published: &[Value]) -> Vec<String> {
    let last = published.last().map(|params| &params["diagnostics"]);
    let findings = last.and_then(Value::as_array).cloned().unwrap_or_default();
    findings.iter().map(|found| found["code"].as_str().unwrap_or_default().to_owned()).collect()
}

const SCHEMA: &str = "datasource db {\n  provider = \"sqlite\"\n  url      = \"file:./app.db\"\n}\n\nmodel User {\n  id   Int     @id @default(autoincrement())\n  name String?\n}\n";

fn client() -> Client {
    Client::ready_with(json!({
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
    }))
}

#[test]
fn a_difference_is_shown_taken_over_and_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (database, schema) = (folder.path().join("app.db"), folder.path().join("schema.prisma"));
    fs::write(folder.path().join("package.json"), r#"{"devDependencies": {"prisma": "6.19.0"}}"#)
        .expect("a file");
    fs::write(&schema, SCHEMA).expect("a file");
    run(&database, "create table \"User\" (id integer primary key, name text)");
    let (mut client, uri) = (client(), uri_of(&schema));
    client.open(&uri, SCHEMA);
    assert_eq!(codes(&client.published_until_quiet()), Vec::<String>::new());

    let connected = command(&mut client, "prismaAnalyzer.database.connect", &uri);
    assert_eq!(connected["error"], Value::Null, "{connected}");
    assert_eq!(codes(&client.published_until_quiet()), Vec::<String>::new());

    run(&database, "alter table \"User\" add column born datetime");
    command(&mut client, "prismaAnalyzer.database.refresh", &uri);
    assert_eq!(codes(&client.published_until_quiet()), ["drift-column-unknown"]);

    let at = json!({"line": 5, "character": 7});
    let params = json!({"textDocument": {"uri": uri}, "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    let offered = client.request("textDocument/codeAction", params);
    let offered = offered["result"].as_array().expect("a list").clone();
    let repair = offered.iter().find(|one| one["title"] == "Take over all of `User` from the database");
    let edits = &repair.expect("a repair")["edit"]["changes"][&uri];
    let text = edits[0]["newText"].as_str().expect("an edit");
    assert!(text.contains("born DateTime?"), "{text}");

    let repaired = SCHEMA.replace("  name String?\n", "  name String?\n  born DateTime?\n");
    client.notify(
        "textDocument/didChange",
        json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": repaired}]}),
    );
    assert_eq!(codes(&client.published_until_quiet()), Vec::<String>::new());

    run(&database, "alter table \"User\" drop column name");
    command(&mut client, "prismaAnalyzer.database.refresh", &uri);
    assert_eq!(codes(&client.published_until_quiet()), ["drift-column-missing"]);
    command(&mut client, "prismaAnalyzer.database.disconnect", &uri);
    assert_eq!(codes(&client.published_until_quiet()), Vec::<String>::new());
}

#[test]
fn a_database_that_is_not_there_costs_one_notice() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = folder.path().join("schema.prisma");
    fs::write(folder.path().join("package.json"), r#"{"devDependencies": {"prisma": "6.19.0"}}"#)
        .expect("a file");
    fs::write(&schema, SCHEMA).expect("a file");
    let (mut client, uri) = (client(), uri_of(&schema));
    client.open(&uri, SCHEMA);
    client.published_until_quiet();
    let refused = command(&mut client, "prismaAnalyzer.database.connect", &uri);
    let message = refused["error"]["message"].as_str().expect("a message");
    assert!(message.starts_with("There is no database"), "{message}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing was made");
}
