//! `textDocument/formatting`, `textDocument/rangeFormatting` and `textDocument/onTypeFormatting`.

use crate::lsp::session::View;
use crate::lsp::{Server, convert};
use crate::text::Unit;
use analyzer::with_edits;
use formatter::{Edit, Options};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
    FormattingOptions, TextEdit,
};

/// Lays a document out, and completes its relations first if that is set.
pub(in crate::lsp) async fn document(
    server: &Server,
    params: DocumentFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let unit = server.facts().unit;
    let asked = server.session.ask(params.text_document.uri, move |view| {
        let text = view.text.content();
        let options = options(view, &params.options);
        let completed = view.settings.complete.then(|| completed(view, &text)).filter(|it| *it != text);
        let edits = match completed {
            Some(completed) => formatter::edits_between(&text, &formatter::format(&completed, &options)),
            None => formatter::edits(&text, &options),
        };
        text_edits(view, edits, unit)
    });
    asked.await
}

/// Lays out the blocks that a range touches.
pub(in crate::lsp) async fn range(
    server: &Server,
    params: DocumentRangeFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let unit = server.facts().unit;
    let asked = server.session.ask(params.text_document.uri, move |view| {
        let options = options(view, &params.options);
        let range = convert::offsets(&view.text, params.range, unit);
        text_edits(view, formatter::edits_in(&view.text.content(), &options, range), unit)
    });
    asked.await
}

/// Aligns the columns of the block in which a line was just ended. Only blanks change, and none on the line of the cursor.
pub(in crate::lsp) async fn on_type(
    server: &Server,
    params: DocumentOnTypeFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let unit = server.facts().unit;
    let position = params.text_document_position;
    let asked = server.session.ask(position.text_document.uri, move |view| {
        let options = options(view, &params.options);
        let cursor = convert::offset(&view.text, position.position, unit);
        let line = view.text.line_column(cursor, Unit::Utf8).line;
        let is_elsewhere = |offset: usize| view.text.line_column(offset, Unit::Utf8).line != line;
        let is_blank = |text: &str| text.chars().all(|c| c == ' ' || c == '\t');
        let text = view.text.content();
        let mut edits = formatter::edits_in(&text, &options, cursor..cursor);
        edits.retain(|edit| {
            is_blank(&text[edit.range.clone()])
                && is_blank(&edit.replacement)
                && is_elsewhere(edit.range.start)
        });
        text_edits(view, edits, unit)
    });
    asked.await
}

fn options(view: &View, options: &FormattingOptions) -> Options {
    Options {
        indent: usize::try_from(options.tab_size).unwrap_or(2).clamp(1, 16),
        dialect: view.snapshot.dialect(view.file),
        ..Options::default()
    }
}

/// The text with what its relations lack. What belongs into other files is left out: a client asks for one document.
fn completed(view: &View, text: &str) -> String {
    let schema = view.snapshot.schema(view.file);
    let parts = schema.map(|schema| view.snapshot.missing_relation_parts(schema)).unwrap_or_default();
    with_edits(text, parts.iter().filter(|part| part.file == view.file))
}

fn text_edits(view: &View, edits: Vec<Edit>, unit: Unit) -> Vec<TextEdit> {
    let edits = edits.into_iter();
    edits
        .map(|edit| convert::text_edit(&view.text, convert::text_range(edit.range), &edit.replacement, unit))
        .collect()
}
