//! How a session ends.

use crate::client::Client;
use serde_json::{Value, json};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn after_a_shutdown_the_exit_status_is_0() {
    assert_eq!(Client::ready().shut_down().code(), Some(0));
}

#[test]
fn without_a_shutdown_the_exit_status_is_1() {
    let mut client = Client::ready();
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit().code(), Some(1));
}

#[test]
fn exit_before_initialize_ends_the_process() {
    let mut client = Client::start();
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit().code(), Some(1));
}

#[test]
fn requests_after_a_shutdown_are_refused() {
    let mut client = Client::ready();
    client.request("shutdown", json!({}));
    let answer =
        client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": "untitled:x"}}));
    assert_eq!(answer["error"]["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit().code(), Some(0));
}

#[test]
fn a_closed_input_ends_the_process() {
    let mut client = Client::ready();
    let models: String = (0..2000).map(|n| format!("model M{n} {{\n  id Int @id\n  b Foo\n}}\n")).collect();
    client.open("untitled:large", &models);
    let closed = Instant::now();
    client.close_input();
    client.wait_for_exit();
    assert!(closed.elapsed() < Duration::from_secs(5), "also while something is analysed");
}

#[test]
fn a_closed_output_ends_the_process_quietly() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_prisma-analyzer"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server starts");
    drop(server.stdout.take());
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
        .to_string();
    let mut input = server.stdin.take().expect("a pipe");
    // May fail, if the server is faster.
    let _ = std::io::Write::write_all(
        &mut input,
        format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes(),
    );
    let output = server.wait_with_output().expect("the server ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    drop(input);
}

#[test]
fn the_process_ends_with_the_one_that_started_it() {
    let mut parent = Command::new("sleep").arg("60").spawn().expect("a process");
    let mut client = Client::start();
    client.initialize(json!({"processId": parent.id(), "capabilities": {}}));
    parent.kill().expect("the process can be ended");
    parent.wait().expect("the process can be waited for");
    assert_eq!(client.wait_for_exit().code(), Some(1));
}
