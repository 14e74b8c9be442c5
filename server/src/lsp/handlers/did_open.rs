//! `textDocument/didOpen`.

use crate::lsp::message::UNKNOWN_VERSION;
use crate::lsp::{Server, session::Event};
use tower_lsp_server::ls_types::DidOpenTextDocumentParams;

/// A document was opened; its text counts from now on, not the file's.
pub(in crate::lsp) fn handle(server: &Server, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    let version = Some(document.version).filter(|version| *version != UNKNOWN_VERSION);
    server.session.send(Event::Opened { uri: document.uri, version, text: document.text });
}
