//! Clients that do what they should not, or less than they could.

use crate::client::Client;
use serde_json::{Value, json};

const URI: &str = "untitled:Untitled-1";
const BROKEN: &str = "model A {\n  id Int @id\n  b Foo\n}\n";

/// The server still works: a new document gets its findings.
fn assert_alive(client: &mut Client) {
    client.open("untitled:alive", BROKEN);
    let params = client.published("untitled:alive");
    assert_eq!(params["diagnostics"][0]["code"], "type-unknown");
}

#[test]
fn a_client_that_never_says_initialized_is_served() {
    let mut client = Client::start();
    let result = client.initialize(json!({"processId": null, "capabilities": {}}));
    assert_eq!(result["serverInfo"]["name"], "prisma-analyzer");
    assert_eq!(result["capabilities"]["textDocumentSync"]["change"], 2);
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-16");
    assert_alive(&mut client);
}

#[test]
fn a_client_that_does_not_wait_is_served() {
    let mut client = Client::start();
    let id = client.start_request("initialize", json!({"processId": null, "capabilities": {}}));
    client.notify("initialized", json!({}));
    client.open(URI, BROKEN);
    client.answer(&json!(id));
    assert_eq!(client.published(URI)["diagnostics"][0]["code"], "type-unknown");
}

#[test]
fn odd_parameters_of_initialize_are_survived() {
    for params in
        [json!(null), json!({}), json!([]), json!({"capabilities": {"textDocument": 7}, "processId": "x"})]
    {
        let mut client = Client::start();
        let result = client.initialize(params.clone());
        assert_eq!(result["capabilities"]["positionEncoding"], "utf-16", "{params}");
        assert_alive(&mut client);
    }
}

#[test]
fn requests_before_initialize_are_refused() {
    let mut client = Client::start();
    let answer = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
    assert_eq!(answer["error"]["code"], -32002);
    client.open(URI, BROKEN);
    client.initialize(json!({"processId": null, "capabilities": {}}));
    assert_alive(&mut client);
}

#[test]
fn a_second_initialize_is_refused() {
    let mut client = Client::ready();
    assert_eq!(client.request("initialize", json!({"capabilities": {}}))["error"]["code"], -32600);
    assert_alive(&mut client);
}

#[test]
fn unknown_methods_are_refused_and_unknown_notifications_ignored() {
    let mut client = Client::ready();
    assert_eq!(client.request("prisma/unknown", json!({}))["error"]["code"], -32601);
    assert_eq!(
        client.request("textDocument/documentColor", json!({"textDocument": {"uri": URI}}))["error"]["code"],
        -32601
    );
    client.notify("prisma/unknown", json!([1]));
    client.notify("$/unknown", json!(null));
    client.notify("$/cancelRequest", json!({"id": 99}));
    assert_alive(&mut client);
}

#[test]
fn odd_parameters_are_refused() {
    let mut client = Client::ready();
    for params in [
        json!(null),
        json!([]),
        json!({}),
        json!({"textDocument": null}),
        json!({"textDocument": {"uri": 1}}),
    ] {
        let answer = client.request("textDocument/documentSymbol", params.clone());
        assert_eq!(answer["error"]["code"], -32602, "{params}");
        for method in [
            "textDocument/didOpen",
            "textDocument/didChange",
            "textDocument/didClose",
            "textDocument/didSave",
        ] {
            client.notify(method, params.clone());
        }
    }
    client.edit("untitled:not-open", 2, (0, 0), (0, 0), "x");
    client.close("untitled:not-open");
    assert_alive(&mut client);
}

#[test]
fn what_is_not_a_message_is_survived() {
    let mut client = Client::ready();
    client.send_body("{\"jsonrpc\":\"2.0\",\"method\":");
    assert_eq!(client.answer(&Value::Null)["error"]["code"], -32700);
    client.send_body("[]");
    assert_eq!(client.answer(&Value::Null)["error"]["code"], -32600);
    client.send_bytes(b"Content-Length: 3\r\n\r\n\xff\xfe\x00");
    assert_eq!(client.answer(&Value::Null)["error"]["code"], -32700);
    client.send_bytes(b"rubbish\r\n\r\nContent-Length: abc\r\n\r\n");
    client.send_bytes(b"Content-Length: 2\r\n\r\n{\"a\": \"longer than announced\"}");
    assert_eq!(client.answer(&Value::Null)["error"]["code"], -32700);
    assert_alive(&mut client);
}

#[test]
fn half_a_surrogate_pair_does_not_lose_an_edit() {
    let mut client = Client::ready();
    client.open(URI, "");
    client.published(URI);
    let text = BROKEN.replace('\n', "\\n");
    client.send_body(&format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{URI}","version":2}},"contentChanges":[{{"text":"// \ud83d\n{text}"}}]}}}}"#
    ));
    assert_eq!(client.published(URI)["diagnostics"][0]["range"]["start"]["line"], 3);
}

#[test]
fn settings_may_be_missing() {
    for settings in [json!(null), json!({}), json!("x"), json!({"diagnostics": null})] {
        let mut client = Client::start();
        client.settings = settings.clone();
        let configuration = json!({"workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}}});
        client.initialize(
            json!({"processId": null, "capabilities": configuration, "initializationOptions": settings}),
        );
        client.notify("initialized", json!({}));
        client.wait_for("a question", |message| message["method"] == "workspace/configuration");
        client.wait_for("a registration", |message| message["method"] == "client/registerCapability");
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        client.notify("workspace/didChangeConfiguration", json!(null));
        assert_alive(&mut client);
    }
}

#[test]
fn diagnostics_can_be_switched_off_and_on() {
    let mut client = Client::start();
    let options = json!({"diagnostics": {"enable": false}});
    client.initialize(json!({"processId": null, "capabilities": {}, "initializationOptions": options}));
    client.notify("initialized", json!({}));
    client.open(URI, BROKEN);
    assert_eq!(client.published(URI)["diagnostics"], json!([]));
    let set = |enable: bool| json!({"settings": {"prismaAnalyzer": {"diagnostics": {"enable": enable}}}});
    client.notify("workspace/didChangeConfiguration", set(true));
    assert_eq!(client.published(URI)["diagnostics"][0]["code"], "type-unknown");
    client.notify("workspace/didChangeConfiguration", set(false));
    assert_eq!(client.published(URI)["diagnostics"], json!([]));
}

#[test]
fn a_question_is_answered_for_its_text_or_not_at_all() {
    let mut client = Client::ready();
    let models: String = (0..300).map(|n| format!("model M{n} {{\n  id Int @id\n}}\n")).collect();
    client.open(URI, &models);
    for round in 0..20 {
        let id = client.start_request("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
        client.edit(URI, round + 2, (0, 0), (0, 0), "model N {\n  id Int @id\n}\n");
        let answer = client.answer(&json!(id));
        if answer.get("error").is_some() {
            assert_eq!(answer["error"]["code"], -32801, "{answer}");
        } else {
            let count = answer["result"].as_array().map_or(0, Vec::len);
            assert_eq!(count, 300 + usize::try_from(round).expect("small"), "not the text after the edit");
        }
    }
}

#[test]
fn large_and_strange_texts_are_survived() {
    let mut client = Client::ready();
    let long_line = format!("// {}\n{BROKEN}", "é".repeat(1_000_000));
    client.open(URI, &long_line);
    assert_eq!(client.published(URI)["diagnostics"][0]["range"]["start"]["line"], 3);
    client.open("untitled:strange", "\u{feff}model A {\r  id Int @id\r  b Foo\0\r}\r");
    client.published("untitled:strange");
    assert_alive(&mut client);
}
