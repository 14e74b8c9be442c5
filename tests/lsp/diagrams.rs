//! Drawings of schemas.

use crate::client::Client;
use serde_json::{Value, json};

fn drawing(client: &mut Client, wanted: Value) -> Value {
    let mut params = wanted;
    params["textDocument"] = json!({"uri": "untitled:1"});
    client.request("prismaAnalyzer/diagram", params)["result"].clone()
}

#[test]
fn the_schema_of_a_document_is_drawn() {
    let mut client = Client::ready();
    client.open(
        "untitled:1",
        "// é😀\nmodel A {\n  id Int @id\n  bs B[]\n}\nmodel B {\n  id Int @id\n  as A[]\n}\n",
    );
    let svg = drawing(&mut client, json!({}));
    let svg = svg["content"].as_str().expect("a drawing");
    assert!(
        svg.contains("data-name=\"A\" data-file=\"untitled:1\" data-line=\"1\" data-column=\"6\""),
        "{svg}"
    );
    assert!(svg.contains("data-from=\"A\" data-to=\"B\""), "{svg}");

    let one = drawing(&mut client, json!({"models": ["A"], "keysOnly": true}));
    let one = one["content"].as_str().expect("a drawing");
    assert!(
        one.contains("data-name=\"A\"") && !one.contains("data-name=\"B\"") && !one.contains("bs"),
        "{one}"
    );
    let page = drawing(&mut client, json!({"page": true}));
    assert!(page["content"].as_str().is_some_and(|page| page.starts_with("<!DOCTYPE html>")));
}

#[test]
fn nothing_is_drawn_for_what_is_not_open() {
    let mut client = Client::ready();
    assert_eq!(drawing(&mut client, json!({})), Value::Null);
}
