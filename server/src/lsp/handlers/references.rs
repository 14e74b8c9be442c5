//! `textDocument/references` and `textDocument/documentHighlight`: where else a name stands.

use crate::lsp::{Server, convert};
use analyzer::Role;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Location, ReferenceParams,
};

/// Where the name at a position stands in all files of its schema.
pub(in crate::lsp) async fn handle(
    server: &Server,
    params: ReferenceParams,
) -> Result<Option<Vec<Location>>> {
    let unit = server.facts().unit;
    let at = params.text_document_position;
    let asked = server.session.ask(at.text_document.uri, move |view| {
        let offset = convert::size(convert::offset(&view.text, at.position, unit));
        let with_declarations = params.context.include_declaration;
        let found = ide::references(&view.snapshot, view.file, offset, with_declarations)?;
        let location = |one: &analyzer::Occurrence| {
            let page = view.pages.iter().find(|page| page.file == one.file)?;
            Some(Location::new(page.uri.clone(), convert::range(&page.text, one.range, unit)))
        };
        Some(found.iter().filter_map(location).collect())
    });
    Ok(asked.await?.flatten())
}

/// Where the name at a position stands in its document: where it is declared, it is written; everywhere else it is read.
pub(in crate::lsp) async fn highlight(
    server: &Server,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let unit = server.facts().unit;
    let at = params.text_document_position_params;
    let asked = server.session.ask(at.text_document.uri, move |view| {
        let offset = convert::size(convert::offset(&view.text, at.position, unit));
        let found = ide::highlights(&view.snapshot, view.file, offset)?;
        let highlight = |one: analyzer::Occurrence| DocumentHighlight {
            range: convert::range(&view.text, one.range, unit),
            kind: Some(match one.role {
                Role::Declaration => DocumentHighlightKind::WRITE,
                Role::Use => DocumentHighlightKind::READ,
            }),
        };
        Some(found.into_iter().map(highlight).collect())
    });
    Ok(asked.await?.flatten())
}
