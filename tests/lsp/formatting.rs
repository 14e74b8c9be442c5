//! Documents are laid out, as a whole and in parts.

use crate::client::Client;
use serde_json::{Value, json};

const URI: &str = "untitled:Untitled-1";
const UNTIDY: &str = "model A {\n  id Int @id\n  name String\n}\nmodel B {\n  id Int @id\n  number Int\n}\n";
const TIDY: &str =
    "model A {\n  id   Int    @id\n  name String\n}\n\nmodel B {\n  id     Int @id\n  number Int\n}\n";

/// A text of ASCII letters with the edits of an answer, which must not overlap.
fn edited(text: &str, edits: &Value) -> String {
    let offset = |at: &Value| {
        let line = at["line"].as_u64().expect("a line") as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + at["character"].as_u64().expect("a column") as usize
    };
    let mut text_after = text.to_owned();
    let mut end = text.len() + 1;
    for edit in edits.as_array().expect("a list").iter().rev() {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        assert!(range.end < end, "{edits}");
        end = range.start;
        text_after.replace_range(range, edit["newText"].as_str().expect("a text"));
    }
    text_after
}

fn request(client: &mut Client, method: &str, more: Value) -> Value {
    let mut params = json!({
        "textDocument": {"uri": URI},
        "options": {"tabSize": 2, "insertSpaces": true},
    });
    for (key, value) in more.as_object().expect("an object") {
        params[key] = value.clone();
    }
    client.request(&format!("textDocument/{method}"), params)["result"].take()
}

#[test]
fn a_document_is_laid_out_by_small_edits() {
    let mut client = Client::ready();
    client.open(URI, UNTIDY);
    let edits = request(&mut client, "formatting", json!({}));
    assert_eq!(edited(UNTIDY, &edits), TIDY);
    let texts: Vec<_> = edits.as_array().expect("a list").iter().map(|edit| &edit["newText"]).collect();
    assert!(texts.iter().all(|text| text.as_str().is_some_and(|text| text.trim().is_empty())), "{edits}");
    let four = request(&mut client, "formatting", json!({"options": {"tabSize": 4, "insertSpaces": true}}));
    assert_eq!(edited(UNTIDY, &four), TIDY.replace("\n  ", "\n    "));
    client.open("untitled:tidy", TIDY);
    let nothing = request(&mut client, "formatting", json!({"textDocument": {"uri": "untitled:tidy"}}));
    assert_eq!(nothing, json!([]));
}

#[test]
fn a_range_lays_out_the_blocks_that_it_touches() {
    let mut client = Client::ready();
    client.open(URI, UNTIDY);
    let range = json!({"start": {"line": 5, "character": 0}, "end": {"line": 5, "character": 4}});
    let edits = request(&mut client, "rangeFormatting", json!({"range": range}));
    let (a, _) = UNTIDY.split_once("model B").expect("two models");
    let (_, b) = TIDY.split_once("model B").expect("two models");
    let after = edited(UNTIDY, &edits);
    assert!(after.starts_with(a) && after.ends_with(b), "{after}");
}

#[test]
fn a_new_line_aligns_its_block() {
    let mut client = Client::ready();
    let text = "model A {\n  id Int @id\n  name String\n  \n}\nmodel B {\n  id Int @id\n  number Int\n}\n";
    client.open(URI, text);
    let more = json!({"position": {"line": 3, "character": 2}, "ch": "\n"});
    let edits = request(&mut client, "onTypeFormatting", more);
    let expected = text.replace("  id Int @id\n  name", "  id   Int    @id\n  name");
    assert_eq!(edited(text, &edits), expected, "the line of the cursor and the other block stay as they are");
}

#[test]
fn relations_are_completed_if_that_is_set() {
    let text = "model User {\n  id Int @id\n}\n\nmodel Post {\n  id Int @id\n  user User?\n}\n";
    let mut client = Client::ready();
    client.open(URI, text);
    let plain = request(&mut client, "formatting", json!({}));
    assert!(!edited(text, &plain).contains("@relation"));
    let settings = json!({"settings": {"prismaAnalyzer": {"format": {"complete": true}}}});
    client.notify("workspace/didChangeConfiguration", settings);
    let complete = edited(text, &request(&mut client, "formatting", json!({})));
    assert!(
        complete.contains("  user   User? @relation(fields: [userId], references: [id])\n  userId Int?\n")
    );
    assert!(complete.contains("  posts Post[]\n"), "{complete}");
}
