//! `prismaAnalyzer/status`, a request of our own: which schema a document belongs to, which version of Prisma applies, and
//! why.

use crate::lsp::Server;
use crate::status::{Status, describe};
use project::{Project, RealDisk};
use std::path::Path;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::TextDocumentIdentifier;

/// The name of the request.
pub(in crate::lsp) const METHOD: &str = "prismaAnalyzer/status";

/// What the client asks about.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct StatusParams {
    text_document: TextDocumentIdentifier,
}

/// The status of a document's schema; nothing for documents that are no files. Paths in texts are shown from the folder of
/// the configuration, or of the first file.
pub(in crate::lsp) async fn handle(server: &Server, params: StatusParams) -> Result<Option<Status>> {
    let asked = server.session.ask(params.text_document.uri, |view| {
        let about = view.about.as_ref()?;
        let project = Project::new(&RealDisk, view.project_settings.clone());
        let base = about.config.as_deref().or(about.files.first().map(AsRef::as_ref));
        let folder = base.and_then(Path::parent).unwrap_or(Path::new(""));
        let mut status = describe(&project, about, folder);
        status.database.state = Some(view.database.state.name());
        status.database.detail = view.database.detail.clone();
        Some(status)
    });
    Ok(asked.await?.flatten())
}
