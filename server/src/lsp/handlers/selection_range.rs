//! `textDocument/selectionRange`.

use crate::lsp::{Server, convert};
use crate::text::{Text, Unit};
use analyzer::TextRange;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{SelectionRange, SelectionRangeParams};

/// What there is to select around each of some positions.
pub(in crate::lsp) async fn handle(
    server: &Server,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let unit = server.facts().unit;
    let asked = server.session.ask(params.text_document.uri, move |view| {
        let places: Vec<_> = params
            .positions
            .iter()
            .map(|position| convert::size(convert::offset(&view.text, *position, unit)))
            .collect();
        let chains = ide::selection_ranges(&view.snapshot, view.file, &places);
        chains.into_iter().filter_map(|chain| nested(&chain, &view.text, unit)).collect()
    });
    asked.await
}

/// The protocol wants each range to hold the next larger one.
fn nested(chain: &[TextRange], text: &Text, unit: Unit) -> Option<SelectionRange> {
    chain.iter().rev().fold(None, |parent, range| {
        Some(SelectionRange { range: convert::range(text, *range, unit), parent: parent.map(Box::new) })
    })
}
