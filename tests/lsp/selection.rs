//! Selecting more and more around a cursor.

use crate::client::Client;
use serde_json::json;

const URI: &str = "untitled:Untitled-1";

#[test]
fn a_selection_grows_around_each_cursor() {
    let mut client = Client::ready();
    client.open(URI, "// é😀\nmodel A {\n  id Int @id\n}\n");
    let positions =
        json!([{"line": 2, "character": 3}, {"line": 0, "character": 4}, {"line": 99, "character": 0}]);
    let params = json!({"textDocument": {"uri": URI}, "positions": positions});
    let chains = client.request("textDocument/selectionRange", params)["result"].clone();
    let range = |from: (u32, u32), to: (u32, u32)| {
        json!({
            "start": {"line": from.0, "character": from.1}, "end": {"line": to.0, "character": to.1}
        })
    };
    assert_eq!(chains[0]["range"], range((2, 2), (2, 4)));
    assert_eq!(chains[0]["parent"]["range"], range((2, 2), (2, 12)));
    assert_eq!(chains[0]["parent"]["parent"]["range"], range((1, 8), (3, 1)));
    assert_eq!(chains[1]["range"], range((0, 3), (0, 4)));
    assert_eq!(chains[1]["parent"]["range"], range((0, 3), (0, 6)));
    assert_eq!(chains[2], json!({"range": range((0, 0), (4, 0))}));
}
