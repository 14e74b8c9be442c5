//! `textDocument/foldingRange`.

use crate::lsp::{Server, client::ClientFacts, convert};
use crate::text::Text;
use ide::{Fold, FoldKind};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

/// What can be folded in a document.
pub(in crate::lsp) async fn handle(
    server: &Server,
    params: FoldingRangeParams,
) -> Result<Option<Vec<FoldingRange>>> {
    let facts = server.facts();
    let asked = server.session.ask(params.text_document.uri, move |view| {
        let folds = ide::folding_ranges(&view.snapshot, view.file);
        let mut ranges: Vec<_> = folds.iter().filter_map(|fold| shown(fold, &view.text, &facts)).collect();
        if facts.folds_lines {
            // Of several folds that begin on a line, the outermost comes first.
            ranges.dedup_by_key(|range| range.start_line);
        }
        ranges
    });
    asked.await
}

/// A fold as the client wants it. Where only whole lines can be folded, the line of a closing bracket stays; nothing if no line
/// is left.
fn shown(fold: &Fold, text: &Text, facts: &ClientFacts) -> Option<FoldingRange> {
    let range = convert::range(text, fold.range, facts.unit);
    let mut end_line = range.end.line;
    if facts.folds_lines {
        let last = text.line(range.end.line as usize);
        let end = text.line_column(fold.range.end().into(), crate::text::Unit::Utf8).column;
        let is_rest_blank = last.get(end..).is_none_or(|rest| rest.trim().is_empty());
        end_line = if is_rest_blank { end_line } else { end_line.checked_sub(1)? };
    }
    let kind = match fold.kind {
        FoldKind::Brackets => None,
        FoldKind::Comment => Some(FoldingRangeKind::Comment),
        FoldKind::Region => Some(FoldingRangeKind::Region),
    };
    (end_line > range.start.line).then(|| FoldingRange {
        start_line: range.start.line,
        start_character: (!facts.folds_lines).then_some(range.start.character),
        end_line,
        end_character: (!facts.folds_lines).then_some(range.end.character),
        kind,
        collapsed_text: None,
    })
}
