//! `textDocument/documentLink`.

use crate::lsp::place::{Place, mend_uri};
use crate::lsp::{Server, convert};
use ide::LinkTarget;
use std::str::FromStr;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{DocumentLink, DocumentLinkParams, Uri};

/// The links of a document.
pub(in crate::lsp) async fn handle(
    server: &Server,
    params: DocumentLinkParams,
) -> Result<Option<Vec<DocumentLink>>> {
    let unit = server.facts().unit;
    let place = Place::of(&params.text_document.uri);
    let asked = server.session.ask(params.text_document.uri, move |view| {
        let links = ide::document_links(&view.snapshot, view.file).into_iter();
        let shown = |link: ide::DocumentLink| {
            let target = match &link.target {
                LinkTarget::Url(url) => Uri::from_str(mend_uri(url).as_deref().unwrap_or(url)).ok()?,
                LinkTarget::Path(path) => place.uri_beside(path)?,
            };
            let range = convert::range(&view.text, link.range, unit);
            Some(DocumentLink { range, target: Some(target), tooltip: None, data: None })
        };
        links.filter_map(shown).collect()
    });
    asked.await
}
