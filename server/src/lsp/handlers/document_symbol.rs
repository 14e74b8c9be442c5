//! `textDocument/documentSymbol`.

use crate::lsp::written::Written;
use crate::lsp::{Server, convert};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{DocumentSymbolParams, DocumentSymbolResponse};

/// The outline of a document: nested when the client can show that, else flat.
pub(in crate::lsp) async fn handle(server: &Server, params: DocumentSymbolParams) -> Result<Option<Written>> {
    let facts = server.facts();
    let uri = params.text_document.uri;
    let asked = server.session.ask(uri.clone(), move |view| {
        let outline = ide::document_symbols(&view.snapshot, view.file);
        Written::new(&if facts.nested_symbols {
            DocumentSymbolResponse::Nested(convert::nested_symbols(&outline, &view.text, facts.unit))
        } else {
            DocumentSymbolResponse::Flat(convert::flat_symbols(&outline, &view.text, facts.unit, &uri))
        })
    });
    asked.await?.transpose()
}
