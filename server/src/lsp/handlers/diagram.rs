//! `prismaAnalyzer/diagram`, a request of our own: a drawing of the schema that a document belongs to.

use crate::lsp::session::View;
use crate::lsp::{Server, convert};
use diagram::{Place, Source, Wanted};
use serde::{Deserialize, Serialize};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::TextDocumentIdentifier;

/// The name of the request.
pub(in crate::lsp) const METHOD: &str = "prismaAnalyzer/diagram";

/// What the client wants to see.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct DiagramParams {
    text_document: TextDocumentIdentifier,
    /// Whether the answer is a whole page with controls, and not just the drawing.
    #[serde(default)]
    page: bool,
    /// Only these models and what is near them; all if there are none.
    #[serde(default)]
    models: Vec<String>,
    /// How many relations away from them others may be.
    #[serde(default)]
    depth: usize,
    /// Only keys of the fields.
    #[serde(default)]
    keys_only: bool,
    /// Only what is in the document, and what relations lead to from there.
    #[serde(default)]
    only_this_file: bool,
}

/// A drawing.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Answer {
    /// SVG, or HTML if a page was asked for. Places in it are URIs, and positions as the client counts them.
    content: String,
}

/// The drawing of a document's schema.
pub(in crate::lsp) async fn handle(server: &Server, params: DiagramParams) -> Result<Option<Answer>> {
    let unit = server.facts().unit;
    let uri = params.text_document.uri.clone();
    let asked = server.session.ask(uri, move |view| {
        let schema = view.snapshot.schema(view.file)?;
        let wanted = Wanted {
            names: params.models,
            depth: params.depth,
            files: if params.only_this_file { vec![view.file] } else { Vec::new() },
            keys_only: params.keys_only,
        };
        let diagram = diagram::read(&view.snapshot, schema).narrowed(&wanted);
        let locate = |source: Source| {
            let page = view.pages.iter().find(|page| page.file == source.file)?;
            let at = convert::position(&page.text, source.range.start(), unit);
            let file = page.uri.as_str().to_owned();
            Some(Place { file, line: at.line as usize, column: at.character as usize })
        };
        let content = if params.page {
            diagram::html(&diagram, &title(view), &locate)
        } else {
            diagram::svg(&diagram, &locate)
        };
        Some(Answer { content })
    });
    Ok(asked.await?.flatten())
}

/// The name of the schema's folder.
fn title(view: &View) -> String {
    let file = view.about.as_ref().and_then(|about| about.files.first());
    let folder = file.and_then(|file| file.parent()).and_then(|folder| folder.file_name());
    folder.map_or_else(|| "Schema".to_owned(), |name| name.to_string_lossy().into_owned())
}
