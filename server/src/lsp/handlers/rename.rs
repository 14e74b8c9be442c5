//! `textDocument/prepareRename` and `textDocument/rename`.

use crate::lsp::edits::workspace_edit;
use crate::lsp::{Server, convert};
use ide::Refusal;
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::{
    MessageType, PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit,
};

/// What can be renamed at a position, and what it is called; or why nothing can.
pub(in crate::lsp) async fn prepare(
    server: &Server,
    at: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let unit = server.facts().unit;
    let asked = server.session.ask(at.text_document.uri, move |view| {
        let offset = convert::size(convert::offset(&view.text, at.position, unit));
        let found = ide::prepare_rename(&view.snapshot, view.file, offset);
        found.map(|(range, placeholder)| PrepareRenameResponse::RangeWithPlaceholder {
            range: convert::range(&view.text, range, unit),
            placeholder,
        })
    });
    asked.await?.transpose().map_err(refused)
}

/// The edits that give what is at a position another name; or why it cannot have that.
pub(in crate::lsp) async fn handle(server: &Server, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let facts = server.facts();
    let at = params.text_document_position;
    let asked = server.session.ask(at.text_document.uri, move |view| {
        let offset = convert::size(convert::offset(&view.text, at.position, facts.unit));
        let keep = view.settings.keep_database_names;
        let renaming = ide::rename(&view.snapshot, view.file, offset, &params.new_name, keep)?;
        Ok((workspace_edit(view, &renaming.edits, &facts), renaming.warnings))
    });
    let Some((edit, warnings)) = asked.await?.transpose().map_err(refused)? else { return Ok(None) };
    for warning in warnings {
        server.client.show_message(MessageType::WARNING, warning).await;
    }
    Ok(edit)
}

/// The reason is shown to the user.
fn refused(refusal: Refusal) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: refusal.0.into(), data: None }
}

/// A request that was right, and could not be fulfilled.
const REQUEST_FAILED: i64 = -32803;
