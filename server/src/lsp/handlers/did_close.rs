//! `textDocument/didClose`.

use crate::lsp::{Server, session::Event};
use tower_lsp_server::ls_types::DidCloseTextDocumentParams;

/// A document was closed; the file's text counts again.
pub(in crate::lsp) fn handle(server: &Server, params: DidCloseTextDocumentParams) {
    server.session.send(Event::Closed { uri: params.text_document.uri });
}
