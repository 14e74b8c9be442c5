//! Links that an editor can open.

use crate::client::{Client, uri_of};
use serde_json::{Value, json};

const TEXT: &str = "/// é https://example.com/é\ngenerator client {\n  output = \"../a b/./client\"\n}\n";

fn links(uri: &str) -> Value {
    let mut client = Client::ready();
    client.open(uri, TEXT);
    client.request("textDocument/documentLink", json!({"textDocument": {"uri": uri}}))["result"].clone()
}

#[test]
fn urls_and_paths_can_be_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let links = links(&uri_of(&folder.path().join("prisma/schema.prisma")));
    assert_eq!(links[0]["target"], "https://example.com/%C3%A9");
    let range = json!({"start": {"line": 0, "character": 6}, "end": {"line": 0, "character": 27}});
    assert_eq!(links[0]["range"], range);
    assert_eq!(links[1]["target"], format!("{}/a%20b/client", uri_of(folder.path())));
}

#[test]
fn a_document_that_is_nowhere_has_no_paths() {
    assert_eq!(links("untitled:Untitled-1").as_array().map(Vec::len), Some(1));
}
