//! `textDocument/semanticTokens/full`, `…/full/delta` and `…/range`.

use crate::lsp::session::View;
use crate::lsp::{Server, convert, tokens};
use crate::text::Unit;
use std::ops::Range;
use std::sync::PoisonError;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    SemanticToken, SemanticTokens, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, Uri,
};

/// The tokens of a document.
pub(in crate::lsp) async fn full(
    server: &Server,
    params: SemanticTokensParams,
) -> Result<Option<SemanticTokensResult>> {
    let uri = params.text_document.uri;
    let asked = all(server, uri.clone()).await?;
    let mut last = server.tokens.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(asked.map(|data| SemanticTokensResult::Tokens(last.keep(uri, data))))
}

/// What changed in the tokens of a document since an answer.
pub(in crate::lsp) async fn delta(
    server: &Server,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let uri = params.text_document.uri;
    let asked = all(server, uri.clone()).await?;
    let mut last = server.tokens.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(asked.map(|data| last.delta(uri, &params.previous_result_id, data)))
}

/// The tokens of a piece of a document.
pub(in crate::lsp) async fn range(
    server: &Server,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    let unit = server.facts().unit;
    let asked = server.session.ask(params.text_document.uri, move |view| {
        let data = tokens_in(view, convert::offsets(&view.text, params.range, unit), unit);
        SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })
    });
    asked.await
}

async fn all(server: &Server, uri: Uri) -> Result<Option<Vec<SemanticToken>>> {
    let unit = server.facts().unit;
    server.session.ask(uri, move |view| tokens_in(view, 0..view.text.len(), unit)).await
}

fn tokens_in(view: &View, range: Range<usize>, unit: Unit) -> Vec<SemanticToken> {
    let found = ide::semantic_tokens(&view.snapshot, view.file, convert::text_range(range));
    tokens::encode(&found, &view.text, unit)
}
