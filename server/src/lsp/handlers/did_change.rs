//! `textDocument/didChange`.

use crate::lsp::message::UNKNOWN_VERSION;
use crate::lsp::{Server, session::Event};
use tower_lsp_server::ls_types::DidChangeTextDocumentParams;

/// A document was edited.
pub(in crate::lsp) fn handle(server: &Server, params: DidChangeTextDocumentParams) {
    let version = Some(params.text_document.version).filter(|version| *version != UNKNOWN_VERSION);
    server.session.send(Event::Changed {
        uri: params.text_document.uri,
        version,
        changes: params.content_changes,
    });
}
