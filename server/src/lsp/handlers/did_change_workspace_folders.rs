//! `workspace/didChangeWorkspaceFolders`.

use crate::lsp::place::Place;
use crate::lsp::{Server, session::Event};
use std::path::PathBuf;
use tower_lsp_server::ls_types::{DidChangeWorkspaceFoldersParams, WorkspaceFolder};

/// Folders came to the workspace, or left it. Schemas are found from the files that are open; the folders only matter for
/// the paths in settings.
pub(in crate::lsp) fn handle(server: &Server, params: DidChangeWorkspaceFoldersParams) {
    let (added, removed) = (paths(&params.event.added), paths(&params.event.removed));
    server.session.send(Event::FoldersChanged { added, removed });
}

/// The folders that are on disk.
pub(super) fn paths(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| Place::of(&folder.uri).path().map(Into::into)).collect()
}
