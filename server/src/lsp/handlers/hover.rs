//! `textDocument/hover`.

use crate::lsp::session::View;
use crate::lsp::{Server, convert};
use std::path::Path;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

/// What is at a position.
pub(in crate::lsp) async fn handle(server: &Server, params: HoverParams) -> Result<Option<Hover>> {
    let facts = server.facts();
    let at = params.text_document_position_params;
    let asked = server.session.ask(at.text_document.uri, move |view| {
        let offset = convert::size(convert::offset(&view.text, at.position, facts.unit));
        let found = ide::hover(&view.snapshot, view.file, offset, about(view).as_deref())?;
        let kind = if facts.markdown_hover { MarkupKind::Markdown } else { MarkupKind::PlainText };
        let value = if facts.markdown_hover { found.markdown } else { plain(&found.markdown) };
        Some(Hover {
            contents: HoverContents::Markup(MarkupContent { kind, value }),
            range: Some(convert::range(&view.text, found.range, facts.unit)),
        })
    });
    Ok(asked.await?.flatten())
}

/// Which version of Prisma applies to the schema, and why these files are one.
fn about(view: &View) -> Option<String> {
    let about = view.about.as_ref()?;
    let folder = about.config.as_deref().or(about.files.first().map(AsRef::as_ref)).and_then(Path::parent)?;
    let files = match about.files.len() {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    Some(format!(
        "{} ({}). {files}: {}.",
        about.version,
        about.version.reason(folder),
        about.reason.shown(folder)
    ))
}

/// Markdown without the marks that only matter to who renders it.
fn plain(markdown: &str) -> String {
    let lines = markdown.lines().filter(|line| !line.starts_with("```") && !line.starts_with("[Reference]"));
    lines.map(|line| line.replace(['`', '*'], "")).collect::<Vec<_>>().join("\n").trim().to_owned()
}
