//! `textDocument/didClose`.

use crate::lsp::{Server, session::Event};
use std::sync::PoisonError;
use tower_lsp_server::ls_types::DidCloseTextDocumentParams;

/// A document was closed; the file's text counts again.
pub(in crate::lsp) fn handle(server: &Server, params: DidCloseTextDocumentParams) {
    server.tokens.lock().unwrap_or_else(PoisonError::into_inner).forget(&params.text_document.uri);
    server.session.send(Event::Closed { uri: params.text_document.uri });
}
