//! Answers that are written as JSON where they are made.
//!
//! The service makes a tree of values of each answer before it is written. For a list of a thousand things that takes longer than
//! finding them. So the methods in [`METHODS`] answer with text: it goes through the service as one string with a mark in
//! front of it, and [`body`] writes what follows the mark as it is.

use serde::{Serialize, Serializer};
use tower_lsp_server::jsonrpc::{Error, Request, Response, Result};

/// The methods that answer so, each with the name under which it is served: the service has a handler of its own for every
/// method of the protocol.
pub(super) const METHODS: [(&str, &str); 2] =
    [("textDocument/completion", COMPLETION), ("textDocument/documentSymbol", DOCUMENT_SYMBOL)];

/// The name of `textDocument/completion` here.
pub(super) const COMPLETION: &str = "written/completion";
/// The name of `textDocument/documentSymbol` here.
pub(super) const DOCUMENT_SYMBOL: &str = "written/documentSymbol";

/// No answer is a string that begins so.
const MARK: &str = "\0json";

/// An answer as JSON.
#[derive(Debug)]
pub(super) struct Written(String);

impl Written {
    /// Writes an answer.
    pub(super) fn new(answer: &impl Serialize) -> Result<Self> {
        let mut bytes = MARK.as_bytes().to_vec();
        let written = serde_json::to_writer(&mut bytes, answer).ok();
        written.and_then(|()| String::from_utf8(bytes).ok()).map(Written).ok_or_else(Error::internal_error)
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A request under the name by which it is served.
pub(super) fn served(request: Request) -> Request {
    let Some((_, name)) = METHODS.iter().find(|(method, _)| *method == request.method()) else {
        return request;
    };
    let (_, id, params) = request.into_parts();
    let mut renamed = Request::build(*name);
    if let Some(params) = params {
        renamed = renamed.params(params);
    }
    if let Some(id) = id {
        renamed = renamed.id(id);
    }
    renamed.finish()
}

/// The body of a response.
///
/// # Errors
///
/// Where something cannot be written as JSON.
pub(super) fn body(response: &Response) -> serde_json::Result<Vec<u8>> {
    let result = response.result().and_then(|result| result.as_str()?.strip_prefix(MARK));
    let Some(result) = result else { return serde_json::to_vec(response) };
    let mut body = br#"{"jsonrpc":"2.0","id":"#.to_vec();
    serde_json::to_writer(&mut body, response.id())?;
    body.extend_from_slice(br#","result":"#);
    body.extend_from_slice(result.as_bytes());
    body.push(b'}');
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use tower_lsp_server::jsonrpc::Id;

    #[test]
    fn what_is_written_is_what_was_answered() {
        let answer = json!({"items": [{"label": "a \"b\" \u{0}"}], "isIncomplete": false});
        let result = serde_json::to_value(Written::new(&answer).expect("JSON")).expect("a string");
        let response = Response::from_ok(Id::String("7".to_owned()), result);
        let read: Value = serde_json::from_slice(&body(&response).expect("a body")).expect("JSON");
        assert_eq!(read, json!({"jsonrpc": "2.0", "id": "7", "result": answer}));
    }

    #[test]
    fn other_answers_are_left_alone() {
        let response = Response::from_ok(Id::Number(1), json!("json"));
        let read: Value = serde_json::from_slice(&body(&response).expect("a body")).expect("JSON");
        assert_eq!(read, json!({"jsonrpc": "2.0", "id": 1, "result": "json"}));
    }

    #[test]
    fn requests_keep_all_but_their_names() {
        let request = Request::build("textDocument/completion").id(3).params(json!({"a": 1})).finish();
        let expected = Request::build(COMPLETION).id(3).params(json!({"a": 1})).finish();
        assert_eq!(served(request), expected);
        let other = Request::build("textDocument/hover").id(3).finish();
        assert_eq!(served(other.clone()), other);
    }
}
