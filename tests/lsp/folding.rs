//! What can be folded.

use crate::client::Client;
use serde_json::{Value, json};

const URI: &str = "untitled:Untitled-1";
const TEXT: &str =
    "// region é\n// a\n// b\nmodel A {\n  id Int @id\n  @@index([\n    id\n  ])\n}\n// endregion\n";

fn folds(line_folding_only: bool) -> Value {
    let folding = json!({"lineFoldingOnly": line_folding_only});
    let mut client = Client::ready_with(json!({"textDocument": {"foldingRange": folding}}));
    client.open(URI, TEXT);
    client.request("textDocument/foldingRange", json!({"textDocument": {"uri": URI}}))["result"].clone()
}

#[test]
fn whole_lines_are_folded() {
    assert_eq!(
        folds(true),
        json!([
            {"startLine": 0, "endLine": 9, "kind": "region"},
            {"startLine": 1, "endLine": 2, "kind": "comment"},
            {"startLine": 3, "endLine": 7},
            {"startLine": 5, "endLine": 6},
        ])
    );
}

#[test]
fn brackets_are_left_on_their_line() {
    let folds = folds(false);
    assert_eq!(folds[2], json!({"startLine": 3, "startCharacter": 9, "endLine": 8, "endCharacter": 0}));
    assert_eq!(folds[3]["startCharacter"], 10);
    assert_eq!(folds[4]["startCharacter"], 11);
}
