//! `workspace/symbol`.

use crate::lsp::session::ViewOfAll;
use crate::lsp::{Server, convert};
use crate::text::Unit;
use ide::WorkspaceSymbol;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    Location, SymbolInformation, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

/// The names in all schemas that are like a query, the best first.
pub(in crate::lsp) async fn handle(
    server: &Server,
    params: WorkspaceSymbolParams,
) -> Result<Option<WorkspaceSymbolResponse>> {
    let unit = server.facts().unit;
    let asked = server.session.ask_all(move |view| {
        let found = ide::workspace_symbols(&view.snapshot, &params.query);
        found.into_iter().filter_map(|symbol| shown(view, symbol, unit)).collect()
    });
    Ok(Some(WorkspaceSymbolResponse::Flat(asked.await?)))
}

#[expect(deprecated, reason = "the field has to be given")]
fn shown(view: &ViewOfAll, symbol: WorkspaceSymbol, unit: Unit) -> Option<SymbolInformation> {
    let page = view.pages.iter().find(|page| page.file == symbol.file)?;
    Some(SymbolInformation {
        name: symbol.name,
        kind: convert::symbol_kind(symbol.kind),
        tags: convert::symbol_tags(symbol.is_ignored),
        deprecated: None,
        location: Location::new(page.uri.clone(), convert::range(&page.text, symbol.range, unit)),
        container_name: symbol.container,
    })
}
