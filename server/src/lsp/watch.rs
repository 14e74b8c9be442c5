//! Watching files for clients that cannot.

use super::session::{Event, SessionHandle};
use notify_debouncer_mini::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{DebounceEventResult, Debouncer, new_debouncer};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// So long nothing more must happen before what happened is told, so that the switch of a branch is one change.
const QUIET: Duration = Duration::from_millis(100);

/// What the folder with the migrations of a database is called.
pub(super) const MIGRATIONS: &str = "migrations";

/// Whether a path is one of a migration.
pub(super) fn is_migration(path: &Path) -> bool {
    path.iter().any(|name| name == MIGRATIONS)
}

/// Watches the folders that decide which files form the schemas of open documents, and no others.
pub(super) struct Watch {
    debouncer: Debouncer<RecommendedWatcher>,
    folders: BTreeSet<PathBuf>,
}

impl Watch {
    /// Starts without folders; nothing when the system cannot do it.
    pub(super) fn start(session: SessionHandle) -> Option<Self> {
        let tell = move |happened: DebounceEventResult| {
            let Ok(events) = happened else { return };
            if events.iter().any(|event| project::is_decisive(&event.path)) {
                session.send(Event::DiskChanged);
            }
            let migrations = events.into_iter().map(|event| event.path).filter(|path| is_migration(path));
            let migrations: Vec<_> = migrations.collect();
            if !migrations.is_empty() {
                session.send(Event::MigrationsChanged(migrations));
            }
        };
        match new_debouncer(QUIET, tell) {
            Ok(debouncer) => Some(Watch { debouncer, folders: BTreeSet::new() }),
            Err(problem) => {
                tracing::warn!("changes on disk will not be noticed: {problem}");
                None
            }
        }
    }

    /// Watches these folders, not what is in folders below them.
    pub(super) fn look_at(&mut self, folders: BTreeSet<PathBuf>) {
        let watcher = self.debouncer.watcher();
        for gone in self.folders.difference(&folders) {
            // Fails when the folder itself is gone.
            let _ = watcher.unwatch(gone);
        }
        for new in folders.difference(&self.folders) {
            if let Err(problem) = watcher.watch(new, RecursiveMode::NonRecursive) {
                tracing::info!("changes in `{}` will not be noticed: {problem}", new.display());
            }
        }
        self.folders = folders;
    }
}
