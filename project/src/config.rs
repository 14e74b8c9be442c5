//! `prisma.config.ts` and its siblings, read and never run.
//!
//! What stands in such a file is code. Most of these files say constants in one way or another, and those are understood
//! here (`evaluate`); of the rest it is said that it cannot be known.

mod evaluate;

use crate::note::{self, CONFIG_FOREIGN, CONFIG_NOT_STATIC, CONFIG_SYNTAX, Note};
use analyzer::TextRange;
use evaluate::{Evaluated, Value};
use std::path::{Path, PathBuf};

/// The names of configuration files, the first that is there counts; relative to a project's folder.
pub(crate) const NAMES: [&str; 12] = [
    "prisma.config.ts",
    "prisma.config.mts",
    "prisma.config.cts",
    "prisma.config.js",
    "prisma.config.mjs",
    "prisma.config.cjs",
    ".config/prisma.ts",
    ".config/prisma.mts",
    ".config/prisma.cts",
    ".config/prisma.js",
    ".config/prisma.mjs",
    ".config/prisma.cjs",
];

/// What a configuration says about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<T> {
    /// Nothing.
    Nothing,
    /// This, at a place of the file (in bytes).
    This(T, TextRange),
    /// Something that is only known when the code runs.
    Unknown,
}

impl<T> Said<T> {
    /// What is said, if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Said::This(value, _) => Some(value),
            _ => None,
        }
    }
}

/// How a URL is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// As it is. It may hold a password: never print it as it is.
    Text(String),
    /// By a variable of the environment.
    Variable(String),
}

/// What a configuration says, as far as that can be known without running it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The file.
    pub file: PathBuf,
    /// The folder of the project: that of the file, or the one above where the file is in `.config`.
    pub folder: PathBuf,
    /// `schema`, as written: a file or a folder, from the folder of the configuration file.
    pub schema: Said<String>,
    /// `datasource.url`
    pub url: Said<Address>,
    /// `datasource.directUrl`
    pub direct_url: Said<Address>,
    /// `datasource.shadowDatabaseUrl`
    pub shadow_database_url: Said<Address>,
    /// `migrations.path`
    pub migrations: Said<String>,
    /// `views.path`
    pub views: Said<String>,
    /// `typedSql.path`
    pub typed_sql: Said<String>,
    /// `tables.external`
    pub external_tables: Vec<String>,
    /// `enums.external`
    pub external_enums: Vec<String>,
    /// What there is to say about the file.
    pub(crate) notes: Vec<Note>,
}

impl Config {
    /// Reads the text of a configuration file. The path is absolute.
    pub fn read(file: &Path, text: &str) -> Self {
        let folder = file.parent().unwrap_or(file);
        let is_apart = folder.ends_with(".config");
        let folder = if is_apart { folder.parent().unwrap_or(folder) } else { folder };
        let evaluated = evaluate::exported(file, folder, text);
        let mut reading = Reading { file, notes: Vec::new(), has_complained: false };
        let value = reading.value(evaluated);
        let datasource = value.get("datasource");
        let path = |key| value.get(key).get("path");
        let mut config = Config {
            file: file.to_path_buf(),
            folder: folder.to_path_buf(),
            schema: reading.text(value.get("schema")),
            url: reading.address(datasource.get("url")),
            direct_url: reading.address(datasource.get("directUrl")),
            shadow_database_url: reading.address(datasource.get("shadowDatabaseUrl")),
            migrations: reading.text(path("migrations")),
            views: reading.text(path("views")),
            typed_sql: reading.text(path("typedSql")),
            external_tables: value.get("tables").get("external").texts(),
            external_enums: value.get("enums").get("external").texts(),
            notes: Vec::new(),
        };
        config.notes = reading.notes;
        config
    }

    /// The variables of the environment that the configuration names.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        [&self.url, &self.direct_url, &self.shadow_database_url].into_iter().filter_map(|said| match said {
            Said::This(Address::Variable(name), _) => Some(name.as_str()),
            _ => None,
        })
    }
}

struct Reading<'a> {
    file: &'a Path,
    notes: Vec<Note>,
    /// What cannot be known is said once for a file.
    has_complained: bool,
}

impl Reading<'_> {
    /// The exported value, and what there is to say about how it is exported.
    fn value(&mut self, evaluated: Evaluated) -> Value {
        if let Some((problem, range)) = evaluated.syntax_error {
            let message = format!("The configuration cannot be read: {problem}.");
            self.notes.push(note::new(&CONFIG_SYNTAX, self.file, range, message, None));
        }
        if let Some((module, range)) = evaluated.foreign {
            let message =
                format!("This configuration is made by `{module}`, which is not what Prisma reads.");
            let help = "Import `defineConfig` from `prisma/config`.".to_owned();
            self.notes.push(note::new(&CONFIG_FOREIGN, self.file, range, message, Some(help)));
        }
        evaluated.value
    }

    fn text(&mut self, value: Value) -> Said<String> {
        match value {
            Value::Text(text, range) => Said::This(text, range),
            Value::Nothing => Said::Nothing,
            other => self.unknown(&other),
        }
    }

    fn address(&mut self, value: Value) -> Said<Address> {
        match value {
            Value::Text(text, range) => Said::This(Address::Text(text), range),
            Value::Variable(name, range) => Said::This(Address::Variable(name), range),
            Value::Nothing => Said::Nothing,
            other => self.unknown(&other),
        }
    }

    fn unknown<T>(&mut self, value: &Value) -> Said<T> {
        if !std::mem::replace(&mut self.has_complained, true) {
            let message =
                "This value is only known when the code runs, and prisma-analyzer does not run code."
                    .to_owned();
            let help = "Write it as a constant, or set `prismaAnalyzer.schema` for the path of the schema."
                .to_owned();
            self.notes.push(note::new(&CONFIG_NOT_STATIC, self.file, value.range(), message, Some(help)));
        }
        Said::Unknown
    }
}

#[cfg(test)]
mod tests;
