//! The databases of the session's schemas: when they are looked at, and what is known of them.

use super::schemas::Schema;
use super::{Change, Session};
use crate::lsp::databases::{News, State, Status, StatusParams};
use crate::lsp::place::Place;
use crate::lsp::settings::Settings;
use crate::lsp::watch::MIGRATIONS;
use introspection::Catalog;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp_server::ls_types::Uri;

impl Session {
    /// Takes over what happened to the database of a document's schema.
    pub(super) fn take_news(&mut self, uri: &Uri, news: News) {
        let place = Place::of(uri);
        let Some(at) = self.schemas.iter().position(|schema| schema.places.contains(&place)) else { return };
        let id = self.schemas[at].id;
        let is_known = self.workspace.snapshot().has_database(id);
        let before = self.schemas[at].database.detail.clone();
        let (state, detail) = match news {
            News::Connecting(shown) => (State::Connecting, Some(shown)),
            // Somebody has switched it off while it was being read.
            News::Read(..) if self.schemas[at].database.state == State::Off => return,
            News::Read(catalog, shown) => {
                self.set_catalog(at, Some(catalog));
                // Its migrations are to be watched from now on.
                self.is_disk_stale |= self.watch.is_some();
                (State::Connected, Some(shown))
            }
            News::Failed(problem) => (State::Error, Some(problem)),
            News::Cancelled if is_known => (State::Connected, before),
            News::Cancelled => (State::Off, None),
            News::Stale if is_known => (State::Stale, before),
            News::Stale => return,
            News::Off => {
                self.set_catalog(at, None);
                (State::Off, None)
            }
        };
        self.schemas[at].database = Status { state, detail };
        self.tell_of_database(at);
    }

    fn set_catalog(&mut self, at: usize, catalog: Option<Arc<Catalog>>) {
        let id = self.schemas[at].id;
        self.workspace.set_database(id, catalog);
        // Every file of the schema may have other findings now.
        self.changes.push(Change::Dialect(id));
    }

    /// Tells the client about each open document of a schema how its database is doing.
    fn tell_of_database(&mut self, at: usize) {
        let schema = &self.schemas[at];
        let files = schema.places.iter().filter_map(|place| self.files.get(place));
        let status = |uri: &Uri| StatusParams { uri: uri.clone(), status: schema.database.clone() };
        let told = files.filter(|file| file.is_open).map(|file| Change::Database(status(&file.uri)));
        let told: Vec<_> = told.collect();
        self.changes.extend(told);
        self.refresh_views();
    }

    /// Lets the client ask again for hints and lenses.
    pub(super) fn refresh_views(&self) {
        let (databases, facts) = (self.databases.clone(), self.facts);
        self.runtime.spawn(async move { databases.refresh_views(&facts).await });
    }

    /// Looks at the databases of schemas that were not looked at yet, if the settings say so.
    pub(super) fn look_by_settings(&mut self) {
        if !self.settings.database {
            return;
        }
        for at in 0..self.schemas.len() {
            let Some((key, uri)) = self.key_of(&self.schemas[at]) else { continue };
            if self.schemas[at].database.state == State::Off && self.looked_at.insert(key) {
                let (databases, handle, facts) = (self.databases.clone(), self.handle.clone(), self.facts);
                self.runtime.spawn(async move { databases.look_by_setting(&handle, &uri, &facts).await });
            }
        }
    }

    /// A file that stands for a schema, and the URI of one of its documents; nothing for documents that are no files.
    fn key_of(&self, schema: &Schema) -> Option<(PathBuf, Uri)> {
        let about = schema.about.as_ref()?;
        let key = about.config.as_ref().or(about.files.first())?;
        let open =
            schema.places.iter().filter_map(|place| self.files.get(place)).find(|file| file.is_open)?;
        Some((key.clone(), open.uri.clone()))
    }

    /// What other settings mean for databases: they are forgotten when looking is switched off, and looked at anew when the URL is
    /// another one.
    pub(super) fn configure_databases(&mut self, settings: &Settings) {
        let has_other_url = settings.database && self.settings.database_url != settings.database_url;
        if (self.settings.database && !settings.database) || has_other_url {
            self.forget_databases();
        }
    }

    /// Forgets what is in all databases; those that the settings want to be looked at are looked at anew.
    pub(super) fn forget_databases(&mut self) {
        self.looked_at.clear();
        for at in 0..self.schemas.len() {
            if self.schemas[at].database != Status::default() {
                self.schemas[at].database = Status::default();
                self.set_catalog(at, None);
                self.tell_of_database(at);
            }
        }
    }

    /// Migrations changed: the databases that they belong to are known no longer for sure, and are looked at again.
    pub(super) fn doubt_databases(&mut self, migrations: &[PathBuf]) {
        for at in 0..self.schemas.len() {
            let schema = &self.schemas[at];
            let belongs = |about: &project::Schema| migrations.iter().any(|path| is_of(path, about));
            let is_known = matches!(schema.database.state, State::Connected | State::Stale | State::Error);
            if !is_known || !schema.about.as_deref().is_some_and(belongs) {
                continue;
            }
            let is_first = schema.database.state != State::Stale;
            let Some((_, uri)) = self.key_of(schema) else { continue };
            self.take_news(&uri, News::Stale);
            // More migrations that change before it is looked at are seen then.
            if is_first && self.schemas[at].database.state == State::Stale {
                let (databases, handle, facts) = (self.databases.clone(), self.handle.clone(), self.facts);
                self.runtime
                    .spawn(async move { databases.look_after_migrations(&handle, &uri, &facts).await });
            }
        }
    }

    /// The folders with migrations of schemas whose databases are known.
    pub(super) fn folders_of_migrations(&self) -> BTreeSet<PathBuf> {
        let known = self.schemas.iter().filter(|schema| schema.database != Status::default());
        let files = known.filter_map(|schema| schema.about.as_deref()).flat_map(|about| &about.files);
        let around = files.flat_map(|file| file.ancestors().skip(1).take(2));
        around.map(|folder| folder.join(MIGRATIONS)).filter(|folder| folder.is_dir()).collect()
    }
}

/// Whether a migration is one of a schema's database: the folder of migrations is beside the schema, above it, or below its
/// configuration.
fn is_of(migration: &Path, schema: &project::Schema) -> bool {
    let folder = migration.ancestors().find(|path| path.file_name().is_some_and(|name| name == MIGRATIONS));
    let beside = folder.and_then(Path::parent);
    let is_around = beside.is_some_and(|beside| schema.files.iter().any(|file| file.starts_with(beside)));
    let root = schema.config.as_deref().and_then(Path::parent);
    is_around || root.is_some_and(|root| migration.starts_with(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use project::{Project, RealDisk};
    use std::fs;

    #[test]
    fn migrations_belong_to_the_schema_beside_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = folder.path().join("prisma/schema");
        fs::create_dir_all(&files).expect("folders");
        fs::write(files.join("a.prisma"), "model A {\n  id Int @id\n}\n").expect("a file");
        let schema = Project::new(&RealDisk, project::Settings::default()).schema_of(&files.join("a.prisma"));
        let is_of = |path: &str| is_of(&folder.path().join(path), &schema);
        assert!(is_of("prisma/migrations/20260101_init/migration.sql"));
        assert!(is_of("prisma/schema/migrations"));
        assert!(!is_of("other/migrations/1/migration.sql"));
        assert!(!is_of("prisma/schema.sql"));
    }
}
