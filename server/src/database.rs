//! Which database a schema is about: where its URL comes from, and the connection to it.
//!
//! A URL holds a password. It is kept in [`DatabaseUrl`], which can be shown, and leaves it only for the driver.

use introspection::{Address, Catalog, Error, Request};
use project::{Project, Schema, UrlSource, paths, without_password};
use std::env;
use std::path::{Path, PathBuf};

/// The URL of a database, and where it comes from.
pub(crate) struct DatabaseUrl {
    url: String,
    /// What paths in it are relative to.
    folder: PathBuf,
    /// Where it comes from, without anything secret: `DATABASE_URL from .env (schema.prisma)`.
    pub(crate) shown: String,
}

/// Variables in which people keep the address of the database itself, where the usual one leads to a proxy or a pool.
const DIRECT: [&str; 6] = [
    "DIRECT_URL",
    "DIRECT_DATABASE_URL",
    "DATABASE_URL_UNPOOLED",
    "POSTGRES_URL_NON_POOLING",
    "UNPOOLED_DATABASE_URL",
    "DATABASE_DIRECT_URL",
];

impl DatabaseUrl {
    /// A URL that was given outright; `by` says where: `--url`. Paths in it are relative to the folder.
    pub(crate) fn given(url: &str, by: &str, folder: &Path) -> Self {
        DatabaseUrl {
            url: url.to_owned(),
            folder: folder.to_path_buf(),
            shown: format!("{} ({by})", without_password(url)),
        }
    }

    /// The URL of a schema's database: as its configuration or its datasource says it, variables from the environment or
    /// else from `.env` files.
    ///
    /// # Errors
    ///
    /// A message where nothing says it, or where the variable is set nowhere.
    pub(crate) fn of(project: &Project<'_>, schema: &Schema, here: &Path) -> Result<Self, String> {
        let Some(source) = project.url_of(schema) else {
            return Err("nothing says where the database is: set `datasource.url` in prisma.config.ts, or give `--url`"
                .to_owned());
        };
        let found = Self::from(&source, project, schema, here)?;
        if found.url.starts_with("prisma:") || found.url.starts_with("prisma+") {
            return Ok(Self::direct(&source, project, schema, here).unwrap_or(found));
        }
        Ok(found)
    }

    fn from(source: &UrlSource, project: &Project<'_>, schema: &Schema, here: &Path) -> Result<Self, String> {
        let folder = source.file.parent().unwrap_or(here).to_path_buf();
        let file = paths::shown(&source.file, here);
        match &source.address {
            project::Address::Text(url) => {
                Ok(DatabaseUrl { url: url.clone(), folder, shown: source.shown(here) })
            }
            project::Address::Variable(name) => match value(name, project, schema) {
                Some((url, from)) => {
                    let from = from.map_or("the environment".to_owned(), |file| paths::shown(&file, here));
                    let shown = format!("{name} from {from} ({file}): {}", without_password(&url));
                    Ok(DatabaseUrl { url, folder, shown })
                }
                None => Err(format!(
                    "{file} takes the URL of the database from {name}, which is set neither in the environment nor in a `.env` file"
                )),
            },
        }
    }

    /// A direct address beside one that leads to a proxy.
    fn direct(source: &UrlSource, project: &Project<'_>, schema: &Schema, here: &Path) -> Option<Self> {
        DIRECT.iter().find_map(|name| {
            let (url, from) = value(name, project, schema)?;
            let from = from.map_or("the environment".to_owned(), |file| paths::shown(&file, here));
            let folder = source.file.parent()?.to_path_buf();
            let shown =
                format!("{name} from {from}, beside the address of a proxy: {}", without_password(&url));
            Some(DatabaseUrl { url, folder, shown })
        })
    }

    /// Whether it leads to the database at all: not where it is a proxy's.
    ///
    /// # Errors
    ///
    /// What is wrong with it, without anything secret.
    pub(crate) fn address(&self) -> Result<Address, Error> {
        Address::parse(&self.url, &self.folder)
    }

    /// Reads the catalog.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, without anything secret.
    pub(crate) async fn read(&self, schemas: Vec<String>) -> Result<Catalog, Error> {
        introspection::read(&self.address()?, &Request { schemas, ..Request::default() }).await
    }
}

/// What a variable is set to, and the `.env` file that does. What the environment says comes first.
fn value(name: &str, project: &Project<'_>, schema: &Schema) -> Option<(String, Option<PathBuf>)> {
    if let Ok(value) = env::var(name)
        && !value.is_empty()
    {
        return Some((value, None));
    }
    let (file, value) = project.value_in_files(schema, name)?;
    Some((value, Some(file)))
}
