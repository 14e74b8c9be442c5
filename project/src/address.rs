//! Where the URL of a schema's database would come from. Nothing here is a value of the environment.

use crate::config::{Address, Said};
use crate::{Config, Project, Schema, paths};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Where the URL of a database would come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlSource {
    /// The file that says it: a configuration or a schema.
    pub file: PathBuf,
    /// How it says it. A text may hold a password: show it by [`without_password`].
    pub address: Address,
    /// For a variable: the `.env` file that sets it, if one does.
    pub set_in: Option<PathBuf>,
}

/// The files that set variables, the one that counts first. Nobody agrees about more than these.
const ENV_FILES: [&str; 4] = [".env.local", ".env.development.local", ".env.development", ".env"];

impl Project<'_> {
    /// Where the URL of a schema would come from, if anything says so.
    pub(crate) fn url_source(&self, files: &[PathBuf], config: Option<&Config>) -> Option<UrlSource> {
        let configured = config.and_then(|config| match &config.url {
            Said::This(address, _) => Some((config.file.clone(), address.clone())),
            _ => None,
        });
        let (file, address) = configured.or_else(|| {
            files.iter().find_map(|file| {
                let url =
                    self.facts(file).datasources.iter().find_map(|datasource| datasource.url.clone())?;
                Some((file.clone(), url))
            })
        })?;
        let set_in = match &address {
            Address::Variable(name) => self.env_file_with(name, files, config),
            Address::Text(_) => None,
        };
        Some(UrlSource { file, address, set_in })
    }

    /// The `.env` file that sets a variable of a schema, and the bytes of the name there.
    pub fn variable_in_files(&self, schema: &Schema, variable: &str) -> Option<(PathBuf, Range<usize>)> {
        let config = schema.config.as_deref().and_then(|file| self.config_at(file));
        let file = self.env_file_with(variable, &schema.files, config.as_deref())?;
        let range = place_of(&self.read(&file)?, variable)?;
        Some((file, range))
    }

    /// What the `.env` files of a schema set a variable to, and which of them does. It may hold a password: never show it.
    pub fn value_in_files(&self, schema: &Schema, variable: &str) -> Option<(PathBuf, String)> {
        let config = schema.config.as_deref().and_then(|file| self.config_at(file));
        let file = self.env_file_with(variable, &schema.files, config.as_deref())?;
        let text = self.read(&file)?;
        let mut values = dotenvy::from_read_iter(text.as_bytes()).flatten();
        let (_, value) = values.find(|(name, value)| name == variable && !value.is_empty())?;
        Some((file, value))
    }

    /// The `.env` file that sets a variable: in the folder of the configuration or of the package, or of the schema.
    fn env_file_with(&self, variable: &str, files: &[PathBuf], config: Option<&Config>) -> Option<PathBuf> {
        let schema = files.first().and_then(|file| file.parent());
        let package = schema.and_then(|folder| folder.ancestors().find(|here| self.manifest(here).is_some()));
        let folders = [config.map(|config| config.folder.as_path()), package, schema];
        let candidates =
            folders.into_iter().flatten().flat_map(|folder| ENV_FILES.map(|name| folder.join(name)));
        candidates.into_iter().find(|file| self.read(file).is_some_and(|text| sets(&text, variable)))
    }
}

/// Whether the text of a `.env` file sets a variable. What it sets it to is not looked at.
pub fn sets(text: &str, variable: &str) -> bool {
    dotenvy::from_read_iter(text.as_bytes())
        .flatten()
        .any(|(name, value)| name == variable && !value.is_empty())
}

/// The bytes of the name where a variable is set in the text of a `.env` file.
fn place_of(text: &str, variable: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let name = line.trim_start();
        let name = name.strip_prefix("export ").unwrap_or(name).trim_start();
        let rest = name.strip_prefix(variable).map(str::trim_start);
        if rest.is_some_and(|rest| rest.starts_with('=')) {
            let at = start + (line.len() - name.len());
            return Some(at..at + variable.len());
        }
        start += line.len();
    }
    None
}

/// A URL as it may be shown: without password, and without what stands behind `?`.
pub fn without_password(url: &str) -> String {
    if url.starts_with("file:") || url.starts_with("sqlite:") {
        return url.split('?').next().unwrap_or(url).to_owned();
    }
    match url::Url::parse(url) {
        Ok(mut parsed) if !parsed.cannot_be_a_base() => {
            if parsed.password().is_some() && parsed.set_password(Some("****")).is_err() {
                return format!("{}:****", parsed.scheme());
            }
            parsed.set_query(None);
            parsed.to_string()
        }
        // It cannot be told what in it is secret.
        Ok(parsed) => format!("{}:****", parsed.scheme()),
        Err(_) => "****".to_owned(),
    }
}

impl UrlSource {
    /// The source for people, without any secret; paths are shown from a folder.
    pub fn shown(&self, folder: &Path) -> String {
        let file = paths::shown(&self.file, folder);
        match (&self.address, &self.set_in) {
            (Address::Text(url), _) => format!("{} ({file})", without_password(url)),
            (Address::Variable(name), Some(set_in)) => {
                format!("{name} from {} ({file})", paths::shown(set_in, folder))
            }
            (Address::Variable(name), None) => format!("{name} from the environment ({file})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_never_shown() {
        for (url, shown) in [
            ("postgresql://me:s3cret@host:5432/db?sslpassword=s3cret", "postgresql://me:****@host:5432/db"),
            ("mysql://host/db", "mysql://host/db"),
            ("file:./dev.db?x=s3cret", "file:./dev.db"),
            ("sqlserver://host:1433;password=s3cret", "****"),
            ("postgres://me:s3/cret@host/db", "****"),
            ("s3cret", "****"),
            ("prisma:s3cret", "prisma:****"),
        ] {
            let found = without_password(url);
            assert!(!found.contains("s3"), "{found}");
            assert_eq!(found, shown);
        }
    }

    #[test]
    fn variables_have_a_place() {
        let text = "# URL=1\nOTHER_URL=2\n  export URL =\"3\"\n";
        let range = place_of(text, "URL").expect("a place");
        assert_eq!((&text[range.clone()], range.start), ("URL", 29));
        assert_eq!(place_of(text, "OTHER"), None);
    }

    #[test]
    fn only_the_name_matters() {
        assert!(sets("# x\nexport DATABASE_URL=\"postgres://x\"\n", "DATABASE_URL"));
        assert!(!sets("DATABASE_URL=\nOTHER=1\n#DATABASE_URL=2", "DATABASE_URL"));
    }
}
