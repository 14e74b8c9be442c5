//! What is known about a schema beside its text: for `prisma-analyzer status`, and for editors that ask for it.

use project::{Project, Schema, paths};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A schema, its version and its database, with the reasons. No value of the environment is in it, and no password.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    /// The files, as absolute paths.
    pub(crate) files: Vec<PathBuf>,
    /// Why these files are a schema.
    pub(crate) reason: String,
    /// The version of Prisma.
    pub(crate) prisma: Prisma,
    /// The configuration file that applies.
    pub(crate) config: Option<PathBuf>,
    /// The database.
    pub(crate) database: Database,
    /// What there is to say about how the schema was found.
    pub(crate) notes: Vec<String>,
}

/// The version of Prisma that a schema is read under.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Prisma {
    /// `Prisma 7`
    pub(crate) name: String,
    /// Why.
    pub(crate) reason: String,
}

/// What is known of a schema's database.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Database {
    /// The provider of the datasource, as written.
    pub(crate) provider: Option<String>,
    /// Where the URL would come from.
    pub(crate) url: Option<String>,
    /// In an editor, how the connection is doing: `off`, `connecting`, `connected`, `stale` or `error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<&'static str>,
    /// Where the URL came from, or what went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
}

/// Describes a schema; paths in texts are shown from a folder.
pub(crate) fn describe(project: &Project, schema: &Schema, folder: &Path) -> Status {
    let note = |note: &project::Note| {
        format!(
            "{}: {} [{}]",
            paths::shown(&note.file, folder),
            note.diagnostic.message,
            note.diagnostic.rule.code
        )
    };
    Status {
        files: schema.files.clone(),
        reason: schema.reason.shown(folder),
        prisma: Prisma { name: schema.version.to_string(), reason: schema.version.reason(folder) },
        config: schema.config.clone(),
        database: Database {
            provider: project.provider_of(schema),
            url: project.url_of(schema).map(|url| url.shown(folder)),
            state: None,
            detail: None,
        },
        notes: schema.notes.iter().map(note).collect(),
    }
}
