//! `workspace/didChangeWatchedFiles`.

use crate::lsp::place::Place;
use crate::lsp::session::Event;
use crate::lsp::{Server, watch};
use tower_lsp_server::ls_types::DidChangeWatchedFilesParams;

/// Files were created, changed or deleted: migrations, or files that decide on schemas.
pub(in crate::lsp) fn handle(server: &Server, params: &DidChangeWatchedFilesParams) {
    let places: Vec<_> = params.changes.iter().map(|change| Place::of(&change.uri)).collect();
    let paths = places.iter().filter_map(Place::path);
    let (migrations, others): (Vec<_>, Vec<_>) = paths.partition(|path| watch::is_migration(path));
    if !others.is_empty() || places.is_empty() {
        server.session.send(Event::DiskChanged);
    }
    if !migrations.is_empty() {
        let migrations = migrations.into_iter().map(Into::into).collect();
        server.session.send(Event::MigrationsChanged(migrations));
    }
}
