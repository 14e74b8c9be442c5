//! `textDocument/documentLink`.

use crate::lsp::place::{Place, mend_uri, uri_of};
use crate::lsp::session::View;
use crate::lsp::{Server, convert};
use ide::LinkTarget;
use project::{Disk, Project, RealDisk};
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
                LinkTarget::Variable(name) => variable(view, name)?,
                LinkTarget::Path(path) => place.uri_beside(path)?,
            };
            let range = convert::range(&view.text, link.range, unit);
            Some(DocumentLink { range, target: Some(target), tooltip: None, data: None })
        };
        links.filter_map(shown).collect()
    });
    asked.await
}

/// The line of a `.env` file that sets a variable.
fn variable(view: &View, name: &str) -> Option<Uri> {
    let project = Project::new(&RealDisk, view.project_settings.clone());
    let (file, range) = project.variable_in_files(view.about.as_ref()?, name)?;
    let line = RealDisk.read(&file)?.get(..range.start)?.matches('\n').count() + 1;
    Uri::from_str(&format!("{}#L{line}", uri_of(&file)?.as_str())).ok()
}
