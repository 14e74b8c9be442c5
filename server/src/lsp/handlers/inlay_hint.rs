//! `textDocument/inlayHint`.

use crate::lsp::{Server, convert};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{InlayHint, InlayHintLabel, InlayHintParams};

/// The hints for a range of a document.
pub(in crate::lsp) async fn handle(
    server: &Server,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>> {
    let unit = server.facts().unit;
    let asked = server.session.ask(params.text_document.uri, move |view| {
        let range = convert::text_range(convert::offsets(&view.text, params.range, unit));
        let hints = ide::inlay_hints(&view.snapshot, view.file, range, view.settings.inlay_hints);
        let shown = |hint: ide::InlayHint| InlayHint {
            position: convert::position(&view.text, hint.at, unit),
            label: InlayHintLabel::String(hint.label),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        };
        hints.into_iter().map(shown).collect()
    });
    asked.await
}
