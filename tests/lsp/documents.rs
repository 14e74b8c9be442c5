//! Documents are opened, edited and closed.

use crate::client::{Client, uri_of};
use serde_json::{Value, json};
use std::fs;

const URI: &str = "untitled:Untitled-1";
const BROKEN: &str = "model A {\n  id Int @id\n  b Foo\n}\n";

fn codes(params: &Value) -> Vec<&str> {
    let list = params["diagnostics"].as_array().expect("a list");
    list.iter().map(|one| one["code"].as_str().expect("a code")).collect()
}

fn range(line: u32, from: u32, to: u32) -> Value {
    json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": to}})
}

#[test]
fn an_error_comes_and_goes() {
    let mut client = Client::ready();
    client.open(URI, BROKEN);
    let params = client.published(URI);
    assert_eq!(codes(&params), ["type-unknown"]);
    let found = &params["diagnostics"][0];
    assert_eq!(found["range"], range(2, 4, 7));
    assert_eq!(found["severity"], 1);
    assert_eq!(found["source"], "prisma-analyzer");
    assert_eq!(params["version"], 1);

    client.edit(URI, 2, (2, 4), (2, 7), "Int");
    let params = client.published(URI);
    assert_eq!(codes(&params), Vec::<&str>::new());
    assert_eq!(params["version"], 2);
}

#[test]
fn a_document_without_errors_is_published_when_it_is_opened() {
    let mut client = Client::ready();
    client.open(URI, "model A {\n  id Int @id\n}\n");
    assert_eq!(codes(&client.published(URI)), Vec::<&str>::new());
}

#[test]
fn what_did_not_change_is_not_published_again() {
    let mut client = Client::ready();
    client.open(URI, BROKEN);
    client.published(URI);
    client.edit(URI, 2, (3, 1), (3, 1), "\n// a comment");
    assert_eq!(client.published_until_quiet(), Vec::<Value>::new());
    client.edit(URI, 3, (0, 0), (0, 0), "\n");
    let params = client.published(URI);
    assert_eq!(params["diagnostics"][0]["range"], range(3, 4, 7), "the place changed");
}

#[test]
fn a_burst_of_edits_ends_with_the_last_text() {
    let mut client = Client::ready();
    client.open(URI, "model A {\n  id Int @id\n  b \n}\n");
    client.published(URI);
    // `X0`, `X1`, … are typed and taken away; each is only right if every edit before it was made in order.
    let mut version = 1;
    let mut text_length = 0;
    for round in 0..200 {
        version += 1;
        let word = format!("X{round}");
        client.edit(URI, version, (2, 4), (2, 4 + text_length), &word);
        text_length = u32::try_from(word.len()).expect("a short word");
    }
    let last = client.published_when(URI, |params| params["version"] == 201);
    assert_last_word(&last, "X199");
    for params in client.published_until_quiet() {
        assert_last_word(&params, "X199");
    }
}

/// Words are types that do not exist.
fn assert_last_word(params: &Value, word: &str) {
    assert_eq!(codes(params), ["type-unknown"], "{params}");
    let to = 4 + u32::try_from(word.len()).expect("a short word");
    assert_eq!(params["diagnostics"][0]["range"], range(2, 4, to));
}

#[test]
fn a_burst_of_letters_keeps_its_order() {
    let mut client = Client::ready();
    client.open(URI, "");
    client.published(URI);
    for (index, letter) in (0_u32..).zip(BROKEN.chars()) {
        let (line, column) = position(&BROKEN[..index as usize]);
        client.edit(
            URI,
            2 + i32::try_from(index).expect("small"),
            (line, column),
            (line, column),
            &letter.to_string(),
        );
    }
    let last = i32::try_from(BROKEN.len()).expect("small") + 1;
    let symbols = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
    assert_eq!(symbols["result"][0]["range"]["end"], json!({"line": 3, "character": 1}), "{symbols}");
    let all = client.published_until_quiet();
    let params = all.last().expect("the unfinished texts have errors");
    assert!(params["version"].as_i64() <= Some(last.into()));
    assert_eq!(codes(params), ["type-unknown"]);
    assert_eq!(params["diagnostics"][0]["range"], range(2, 4, 7));
}

fn position(before: &str) -> (u32, u32) {
    let line = before.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    (u32::try_from(line).expect("small"), u32::try_from(column).expect("small"))
}

#[test]
fn positions_count_what_was_agreed() {
    let text = "model A {\n  id Int @id\n  b Int // é😀\n}\n";
    for (encoding, comment_end) in [("utf-8", 17), ("utf-16", 14), ("utf-32", 13)] {
        let mut client = Client::start();
        let general = json!({"positionEncodings": ["x", encoding, "utf-16"]});
        let result = client.initialize(json!({"processId": null, "capabilities": {"general": general}}));
        assert_eq!(result["capabilities"]["positionEncoding"], encoding);
        client.notify("initialized", json!({}));
        client.open(URI, text);
        client.published(URI);
        // After `// é😀`, a new line with an unknown type.
        client.edit(URI, 2, (2, comment_end), (2, comment_end), "\n  c Foo");
        let params = client.published(URI);
        assert_eq!(codes(&params), ["type-unknown"], "{encoding}");
        assert_eq!(params["diagnostics"][0]["range"], range(3, 4, 7), "{encoding}");
    }
}

#[test]
fn positions_outside_are_clamped_and_ranges_turned() {
    let mut client = Client::ready();
    client.open(URI, "model A {\r\n  id Int @id\r\n}\r\n");
    client.published(URI);
    client.edit(URI, 2, (99, 7), (100, 9), "model B {\r\n  id Int @id\r\n  b Foo\r\n}");
    assert_eq!(client.published(URI)["diagnostics"][0]["range"], range(5, 4, 7));
    client.edit(URI, 3, (5, 7), (5, 4), "Int");
    assert_eq!(codes(&client.published(URI)), Vec::<&str>::new());
    client.edit(URI, 4, (4, 4000), (4, 4000), "\r\n  c Foo");
    assert_eq!(client.published(URI)["diagnostics"][0]["range"], range(5, 4, 7));
}

#[test]
fn the_whole_text_can_be_sent() {
    let mut client = Client::ready();
    client.open(URI, "model A {\n  id Int @id\n}\n");
    client.published(URI);
    client.change(URI, json!(2), json!([{"text": BROKEN}]));
    assert_eq!(codes(&client.published(URI)), ["type-unknown"]);
    client.change(URI, json!(null), json!([{"text": "model A {\n  id Int @id\n}\n"}]));
    assert_eq!(client.published(URI).get("version"), None, "no version was given");
}

#[test]
fn several_changes_in_one_message_follow_each_other() {
    let mut client = Client::ready();
    client.open(URI, "");
    client.published(URI);
    let at =
        |line: u32| json!({"start": {"line": line, "character": 0}, "end": {"line": line, "character": 0}});
    client.change(
        URI,
        json!(2),
        json!([
            {"range": at(0), "text": "model A {\n"},
            {"range": at(1), "text": "  id Int @id\n}\n"},
            {"range": at(2), "text": "  b Foo\n"},
        ]),
    );
    assert_eq!(client.published(URI)["diagnostics"][0]["range"], range(2, 4, 7));
}

#[test]
fn closing_a_document_clears_it() {
    let mut client = Client::ready();
    client.open(URI, BROKEN);
    client.published(URI);
    client.close(URI);
    assert_eq!(codes(&client.published(URI)), Vec::<&str>::new());
    client.edit(URI, 2, (0, 0), (0, 0), "x");
    assert_eq!(client.published_until_quiet(), Vec::<Value>::new());
}

#[test]
fn uris_with_spaces_are_understood() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a b é.prisma");
    fs::write(&path, BROKEN).expect("a file");
    let mut client = Client::ready();
    let encoded = uri_of(&path).replace(' ', "%20").replace('é', "%C3%A9");
    client.open(&uri_of(&path), BROKEN);
    assert_eq!(codes(&client.published(&encoded)), ["type-unknown"]);
}

#[test]
fn symbols_are_nested_or_flat() {
    let ask = |client: &mut Client| {
        client.open(URI, BROKEN);
        client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}))["result"].clone()
    };
    let nested = ask(&mut Client::ready());
    assert_eq!(nested[0]["name"], "A");
    assert_eq!(nested[0]["kind"], 5);
    assert_eq!(nested[0]["range"]["end"], json!({"line": 3, "character": 1}));
    assert_eq!(nested[0]["selectionRange"], range(0, 6, 7));
    assert_eq!(nested[0]["children"][0]["name"], "id");

    let flat = ask(&mut Client::ready_with(json!({})));
    assert_eq!(flat[0]["name"], "A");
    assert_eq!(flat[1]["name"], "id");
    assert_eq!(flat[1]["containerName"], "A");
    assert_eq!(flat[1]["location"]["uri"], URI);
}

#[test]
fn a_document_that_is_not_there_has_no_symbols() {
    let mut client = Client::ready();
    let answer =
        client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": "untitled:x"}}));
    assert_eq!(answer["result"], Value::Null);
    assert_eq!(answer.get("error"), None);
}
