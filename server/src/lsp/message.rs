//! From the body of a message to a call or an answer, mending what can be mended.

use super::place::mend_uri;
use serde_json::{Map, Value};
use tower_lsp_server::jsonrpc::{Error, Request, Response};
use tower_lsp_server::ls_types::InitializeParams;

/// A message from the client.
#[derive(Debug)]
pub(super) enum Message {
    /// A request or a notification.
    Call(Request),
    /// An answer to a request of ours.
    Answer(Response),
    /// Neither; this is what to say about it.
    Malformed(Response),
}

/// Reads the body of a message.
pub(super) fn read(body: &[u8]) -> Message {
    let text = String::from_utf8_lossy(body);
    let value = serde_json::from_str(&text).or_else(|problem| {
        // Editors cut texts between the halves of a surrogate pair. The replacement is as long in UTF-16.
        let mended = replace_lone_surrogates(&text).ok_or(problem)?;
        serde_json::from_str(&mended)
    });
    match value {
        Ok(Value::Object(members)) => from_members(members),
        Ok(_) => malformed(Value::Null, Error::invalid_request()),
        Err(problem) => {
            tracing::warn!("a message is not JSON: {problem}");
            malformed(Value::Null, Error::parse_error())
        }
    }
}

fn malformed(id: Value, error: Error) -> Message {
    Message::Malformed(Response::from_error(serde_json::from_value(id).unwrap_or_default(), error))
}

fn from_members(mut members: Map<String, Value>) -> Message {
    members.insert("jsonrpc".to_owned(), "2.0".into());
    let id = members.get("id").cloned().unwrap_or_default();
    let Some(method) = members.get("method") else { return answer(members, id) };
    let Some(method) = method.as_str().map(str::to_owned) else {
        return malformed(id, Error::invalid_request());
    };
    let mut params = members.remove("params");
    mend_params(&method, &mut params);
    if let Some(params) = params {
        members.insert("params".to_owned(), params);
    }
    match serde_json::from_value(Value::Object(members)) {
        Ok(request) => Message::Call(request),
        Err(_) => malformed(id, Error::invalid_request()),
    }
}

fn answer(members: Map<String, Value>, id: Value) -> Message {
    match serde_json::from_value(Value::Object(members)) {
        Ok(response) => Message::Answer(response),
        Err(_) => malformed(id, Error::invalid_request()),
    }
}

/// Puts parameters right that some clients send otherwise than the protocol says.
fn mend_params(method: &str, params: &mut Option<Value>) {
    match method {
        // No parameters are wanted, and empty ones are not worth an error.
        "shutdown" => *params = None,
        "initialize" => mend_initialize(params),
        "initialized" => *params = Some(Value::Object(Map::new())),
        "workspace/didChangeConfiguration" => {
            let settings = params.as_mut().map(|params| params["settings"].take()).unwrap_or_default();
            *params = Some(serde_json::json!({ "settings": settings }));
        }
        "textDocument/didChange" | "textDocument/didOpen" => {
            if let Some(document) = params.as_mut().and_then(|params| params.get_mut("textDocument"))
                && document.is_object()
                && document["version"].as_i64().is_none_or(|version| i32::try_from(version).is_err())
            {
                document["version"] = UNKNOWN_VERSION.into();
            }
        }
        _ => {}
    }
    let uri = params.as_mut().and_then(|params| params.get_mut("textDocument")?.get_mut("uri"));
    if let Some(uri) = uri
        && let Some(mended) = uri.as_str().and_then(mend_uri)
    {
        *uri = mended.into();
    }
}

/// Stands for a version that the client did not give.
pub(super) const UNKNOWN_VERSION: i32 = i32::MIN;

/// A client whose capabilities cannot be read is served as one that can do nothing optional.
fn mend_initialize(params: &mut Option<Value>) {
    let sent = params.take().unwrap_or_default();
    if serde_json::from_value::<InitializeParams>(sent.clone()).is_ok() {
        *params = Some(sent);
        return;
    }
    tracing::warn!(
        "the parameters of `initialize` are not as expected; optional capabilities are left unused"
    );
    *params = Some(serde_json::json!({
        "processId": sent.get("processId").and_then(Value::as_u64).filter(|id| u32::try_from(*id).is_ok()),
        "capabilities": {},
        "initializationOptions": sent.get("initializationOptions"),
    }));
}

/// Replaces escapes of halves of surrogate pairs; nothing when there are none.
fn replace_lone_surrogates(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let (mut mended, mut copied, mut at) = (String::new(), 0, 0);
    while let Some(step) = text[at..].find('\\') {
        at += step;
        match (unit(bytes, at), unit(bytes, at + 6)) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => at += 12,
            (Some(0xD800..0xE000), _) => {
                mended.push_str(&text[copied..at]);
                mended.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            (Some(_), _) => at += 6,
            // An escape of one character: that character may be a backslash.
            (None, _) => {
                at = text.len().min(at + 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8))
            }
        }
    }
    mended.push_str(&text[copied..]);
    (copied > 0).then_some(mended)
}

/// The code unit of an escape `\uXXXX` that begins here.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let escape = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits =
        std::str::from_utf8(escape).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn call(value: Value) -> Request {
        match read(value.to_string().as_bytes()) {
            Message::Call(request) => request,
            other => panic!("not a call: {other:?}"),
        }
    }

    fn error_code(body: &[u8]) -> Option<i64> {
        match read(body) {
            Message::Malformed(response) => response.error().map(|error| error.code.code()),
            _ => None,
        }
    }

    #[test]
    fn what_is_no_message_gets_an_answer() {
        assert_eq!(error_code(b"{\"method\":"), Some(-32700));
        assert_eq!(error_code(&[0xff, 0xfe]), Some(-32700));
        for body in ["[]", "1", "null", "{}", r#"{"method":1}"#, r#"{"method":"x","id":{}}"#, r#"{"id":3}"#] {
            assert_eq!(error_code(body.as_bytes()), Some(-32600), "{body}");
        }
    }

    #[test]
    fn halves_of_surrogate_pairs_are_replaced() {
        let text =
            r#"{"method":"x","params":{"a":"\ud800","b":"\\ud800 \uD83D\uDE00 \udc00\"","c":"\u00e9"}}"#;
        let Message::Call(request) = read(text.as_bytes()) else { panic!("not a call") };
        assert_eq!(request.params(), Some(&json!({"a": "\u{fffd}", "b": "\\ud800 😀 \u{fffd}\"", "c": "é"})));
        assert_eq!(replace_lone_surrogates("\\"), None);
        assert_eq!(replace_lone_surrogates("\\é\\ud8"), None);
    }

    #[test]
    fn odd_parameters_are_mended() {
        assert_eq!(call(json!({"method": "shutdown", "params": {}, "id": 1})).params(), None);
        let initialize =
            call(json!({"id": 1, "method": "initialize", "params": {"capabilities": 3, "processId": 7}}));
        assert_eq!(initialize.params().map(|params| &params["processId"]), Some(&json!(7)));
        assert_eq!(
            call(json!({"id": 1, "method": "initialize", "params": null}))
                .params()
                .map(|p| &p["capabilities"]),
            Some(&json!({}))
        );
        let changed = call(json!({"method": "workspace/didChangeConfiguration", "params": null}));
        assert_eq!(changed.params(), Some(&json!({"settings": null})));
        let document = json!({"textDocument": {"uri": "file:///a b", "version": null}});
        let changed = call(json!({"method": "textDocument/didChange", "params": document}));
        assert_eq!(
            changed.params(),
            Some(&json!({"textDocument": {"uri": "file:///a%20b", "version": UNKNOWN_VERSION}}))
        );
    }
}
