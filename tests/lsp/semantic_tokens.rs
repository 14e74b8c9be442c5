//! Semantic tokens, and what changes in them.

use crate::client::Client;
use serde_json::{Value, json};

const URI: &str = "untitled:Untitled-1";

fn ask(client: &mut Client, method: &str, more: Value) -> Value {
    let mut params = json!({"textDocument": {"uri": URI}});
    params.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    client.request(&format!("textDocument/semanticTokens/{method}"), params)["result"].clone()
}

/// Line, column, length and type of each token.
fn shown(legend: &Value, data: &Value) -> Vec<String> {
    let numbers: Vec<_> = data.as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
    let (mut line, mut column) = (0, 0);
    let mut shown = Vec::new();
    for token in numbers.chunks(5) {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let kind = legend["tokenTypes"][usize::try_from(token[3]).expect("small")].as_str().expect("a type");
        shown.push(format!("{line}:{column}+{} {kind}", token[2]));
    }
    shown
}

#[test]
fn tokens_are_coloured_by_what_they_mean() {
    let mut client = Client::start();
    let result = client.initialize(json!({"processId": null, "capabilities": {}}));
    let provider = &result["capabilities"]["semanticTokensProvider"];
    assert_eq!(provider["full"], json!({"delta": true}));
    client.notify("initialized", json!({}));
    client.open(URI, "/* é😀\n*/ model A {\n  role Role\n}\nenum Role {\n}\n");
    let full = ask(&mut client, "full", json!({}));
    let whole = [
        "0:0+6 comment",
        "1:0+2 comment",
        "1:3+5 keyword",
        "1:9+1 class",
        "2:2+4 property",
        "2:7+4 enum",
        "4:0+4 keyword",
        "4:5+4 enum",
    ];
    assert_eq!(shown(&provider["legend"], &full["data"]), whole);
    let range = json!({"start": {"line": 2, "character": 0}, "end": {"line": 3, "character": 0}});
    let part = ask(&mut client, "range", json!({ "range": range }));
    assert_eq!(shown(&provider["legend"], &part["data"]), whole[4..6]);
}

#[test]
fn only_what_changed_is_sent() {
    let mut client = Client::ready();
    client.open(URI, "model A {\n  role Role\n}\nenum Role {\n}\n");
    let full = ask(&mut client, "full", json!({}));
    let mut id = full["resultId"].clone();
    client.edit(URI, 2, (1, 11), (1, 11), " @ignore");
    let delta = ask(&mut client, "full/delta", json!({ "previousResultId": id }));
    let edits = delta["edits"].as_array().expect("a delta");
    assert_eq!((&edits[0]["start"], &edits[0]["deleteCount"]), (&json!(10), &json!(10)), "{edits:?}");
    assert_eq!(edits[0]["data"].as_array().map(Vec::len), Some(15));
    id = delta["resultId"].clone();
    let delta = ask(&mut client, "full/delta", json!({ "previousResultId": id }));
    assert_eq!(delta["edits"], json!([]));
    let whole = ask(&mut client, "full/delta", json!({"previousResultId": "0"}));
    assert_eq!(whole["data"].as_array().map(Vec::len), Some(35));
}
