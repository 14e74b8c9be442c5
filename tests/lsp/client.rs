//! A small LSP client that drives the binary over its standard input and output.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a test waits for something that must come.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a test waits for something that must not come.
const QUIET: Duration = Duration::from_millis(300);

/// A server process and the client's side of the conversation.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Notifications that nobody has waited for yet.
    pending: VecDeque<Value>,
    /// What `workspace/configuration` is answered with, for each item.
    pub(crate) settings: Value,
    next_id: i64,
}

impl Client {
    /// Starts a server without saying anything.
    pub(crate) fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_prisma-analyzer"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let output = child.stdout.take().expect("a pipe");
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Self { child, input, messages, pending: VecDeque::new(), settings: Value::Null, next_id: 0 }
    }

    /// Starts a server and initializes it with capabilities that most editors have.
    pub(crate) fn ready() -> Self {
        Self::ready_with(json!({
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": true, "versionSupport": true},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            },
        }))
    }

    /// Starts a server and initializes it with the given capabilities.
    pub(crate) fn ready_with(capabilities: Value) -> Self {
        let mut client = Self::start();
        client.initialize(json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        client.notify("initialized", json!({}));
        client
    }

    /// Sends `initialize` and gives the result.
    pub(crate) fn initialize(&mut self, params: Value) -> Value {
        self.request("initialize", params)["result"].clone()
    }

    /// Sends bytes as they are. False when the pipe is closed.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) -> bool {
        let Some(input) = self.input.as_mut() else { return false };
        input.write_all(bytes).and_then(|()| input.flush()).is_ok()
    }

    /// Sends a body with its header.
    pub(crate) fn send_body(&mut self, body: &str) {
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send_body(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// Sends a request without waiting for its answer.
    pub(crate) fn start_request(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send_body(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        id
    }

    /// Sends a request and gives the whole answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.start_request(method, params);
        self.answer(&json!(id))
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: &Value) -> Value {
        self.wait_for("an answer", |message| message.get("method").is_none() && message["id"] == *id)
    }

    /// Opens a document.
    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "prisma", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Edits a document: replaces what is between two positions.
    pub(crate) fn edit(&mut self, uri: &str, version: i32, from: (u32, u32), to: (u32, u32), text: &str) {
        let position = |(line, character)| json!({"line": line, "character": character});
        let range = json!({"start": position(from), "end": position(to)});
        self.change(uri, json!(version), json!([{"range": range, "text": text}]));
    }

    /// Sends changes of a document.
    pub(crate) fn change(&mut self, uri: &str, version: Value, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Closes a document.
    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// Waits for the next findings of a document: the parameters of the notification.
    pub(crate) fn published(&mut self, uri: &str) -> Value {
        let is_it = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
        };
        self.wait_for("findings", is_it)["params"].clone()
    }

    /// Waits for findings of a document that fulfil a condition; others before it are skipped.
    pub(crate) fn published_when(&mut self, uri: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let params = self.published(uri);
            if is_it(&params) {
                return params;
            }
        }
    }

    /// Everything published until the server has been quiet for a moment.
    pub(crate) fn published_until_quiet(&mut self) -> Vec<Value> {
        while let Ok(message) = self.messages.recv_timeout(QUIET) {
            self.take(message);
        }
        let all =
            self.pending.drain(..).filter(|message| message["method"] == "textDocument/publishDiagnostics");
        all.map(|message| message["params"].clone()).collect()
    }

    /// Waits for a message.
    pub(crate) fn wait_for(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        let mut looked_at = 0;
        loop {
            if let Some(index) = (looked_at..self.pending.len()).find(|index| is_it(&self.pending[*index])) {
                return self.pending.remove(index).expect("it was just seen");
            }
            looked_at = self.pending.len();
            match self.messages.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => panic!("no {what}; pending: {:?}", self.pending),
                Err(RecvTimeoutError::Disconnected) => panic!("the server ended instead of sending {what}"),
            }
        }
    }

    /// Keeps a message for later, and answers the requests of the server.
    fn take(&mut self, message: Value) {
        if let (Some(method), Some(id)) = (message["method"].as_str(), message.get("id")) {
            let items = message["params"]["items"].as_array().map_or(0, Vec::len);
            let result = match method {
                "workspace/configuration" => Value::Array(vec![self.settings.clone(); items]),
                _ => Value::Null,
            };
            self.send_body(&json!({"jsonrpc": "2.0", "id": id, "result": result}).to_string());
        }
        self.pending.push_back(message);
    }

    /// Asks for the end, politely, and gives the exit status.
    pub(crate) fn shut_down(mut self) -> ExitStatus {
        let answer = self.request("shutdown", Value::Null);
        assert_eq!(answer["result"], Value::Null, "{answer}");
        self.notify("exit", Value::Null);
        self.wait_for_exit()
    }

    /// Closes the server's standard input.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// Waits until the process has ended.
    pub(crate) fn wait_for_exit(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().expect("the process can be waited for") {
                return status;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("the server does not end");
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Fails when the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_message(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().expect("a number"),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("nothing but messages on standard output"))
}

/// The URI of a file.
pub(crate) fn uri_of(path: &Path) -> String {
    format!("file://{}", path.to_str().expect("a plain path"))
}
