//! Schemas as they lie on disk: which files form a schema, which version of Prisma applies to it, and where the URL of its
//! database would come from.
//!
//! All of it is found by reading. Nothing of a user's code runs: `prisma.config.ts` is parsed, and what it only says when it
//! runs stays unknown. This crate reads through [`Disk`], so that editors can lay their texts over what is saved. It must
//! not know editors, and what a schema means beyond its datasources and generators.

mod address;
mod config;
mod disk;
mod facts;
mod folders;
mod lockfile;
mod manifest;
mod note;
pub mod paths;
mod roots;
mod version;

pub use address::{UrlSource, sets, without_password};
pub use config::{Address, Config, Said};
pub use disk::{Disk, Entry, Kind, RealDisk};
pub use facts::{Telling, is_telling};
pub use folders::has_schema_name;
pub use note::{Note, RULES};
pub use version::{Source, Version, name as version_name, of_text as version_of_text};

use analyzer::Dialect;
use facts::Facts;
use ignore::gitignore::Gitignore;
use manifest::Manifest;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What somebody decided, so that it need not be found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The version of all schemas that are no Prisma 8 contracts.
    pub dialect: Option<Dialect>,
    /// Schemas: files, or folders whose files at any depth are one schema. Absolute paths.
    pub schemas: Vec<PathBuf>,
    /// Patterns as in `.gitignore`, each with the folder that it is relative to: folders that belong to no schema.
    pub exclude: Vec<(PathBuf, String)>,
}

/// A schema that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Why these files are a schema.
    pub reason: Reason,
    /// The files, sorted.
    pub files: Vec<PathBuf>,
    /// The version that applies.
    pub version: Version,
    /// The configuration file that applies.
    pub config: Option<PathBuf>,
    /// What there is to say about how the schema was found.
    pub notes: Vec<Note>,
}

/// Why some files are a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It was asked for.
    Setting,
    /// It is a Prisma 8 contract, and a schema of its own.
    Contract,
    /// This configuration names it.
    Config(PathBuf),
    /// This `package.json` names it.
    Manifest(PathBuf),
    /// The files belong to the datasource in this file.
    Datasource(PathBuf),
    /// The files are in this folder, which is called as those of schemas are.
    Folder(PathBuf),
    /// It is a file that belongs to no other.
    Alone,
}

impl Reason {
    /// The reason, for people; paths are shown from a folder.
    pub fn shown(&self, folder: &Path) -> String {
        let at = |path: &Path| paths::shown(path, folder);
        match self {
            Reason::Setting => "asked for".to_owned(),
            Reason::Contract => "a contract is a schema of its own".to_owned(),
            Reason::Config(file) | Reason::Manifest(file) => format!("named by {}", at(file)),
            Reason::Datasource(file) => format!("the datasource is in {}", at(file)),
            Reason::Folder(folder) => format!("all files in {}", at(folder)),
            Reason::Alone => "a file that belongs to no other schema".to_owned(),
        }
    }
}

/// Finds schemas. What was read once is not read again: for another state of the disk, make another one.
pub struct Project<'d> {
    disk: &'d dyn Disk,
    settings: Settings,
    facts: RefCell<HashMap<PathBuf, Rc<Facts>>>,
    entries: RefCell<HashMap<PathBuf, Rc<Vec<Entry>>>>,
    configs: RefCell<HashMap<PathBuf, Option<Rc<Config>>>>,
    manifests: RefCell<HashMap<PathBuf, Option<Rc<Manifest>>>>,
    rules: RefCell<HashMap<PathBuf, Rc<Gitignore>>>,
    ignored: RefCell<HashMap<PathBuf, bool>>,
    below: RefCell<HashMap<PathBuf, Option<Rc<Vec<PathBuf>>>>>,
    anchors: RefCell<HashMap<PathBuf, roots::Anchor>>,
    excluded: Vec<Gitignore>,
}

impl<'d> Project<'d> {
    /// A project on a disk, in its present state.
    pub fn new(disk: &'d dyn Disk, settings: Settings) -> Self {
        Project {
            excluded: folders::matchers(&settings.exclude),
            disk,
            settings,
            facts: RefCell::default(),
            entries: RefCell::default(),
            configs: RefCell::default(),
            manifests: RefCell::default(),
            rules: RefCell::default(),
            ignored: RefCell::default(),
            below: RefCell::default(),
            anchors: RefCell::default(),
        }
    }

    /// The schema that a file belongs to. It is among the schema's files, under the name by which it was asked for, whether
    /// it is on disk or not. The path is absolute.
    pub fn schema_of(&self, file: &Path) -> Schema {
        self.schema(self.root_of(file))
    }

    /// The schema at a path, whatever is said elsewhere: a file alone, or all files in a folder at any depth but Prisma 8
    /// contracts.
    pub fn schema_at(&self, path: &Path) -> Schema {
        if self.facts(path).is_contract {
            return self.schema_of(path);
        }
        self.schema(self.root_at(path, Reason::Setting, path))
    }

    /// The schemas at a folder, whatever is said elsewhere: all files in it at any depth are one, and each Prisma 8 contract
    /// is another.
    pub fn schemas_at(&self, folder: &Path) -> Vec<Schema> {
        let contracts =
            self.files_in_schema_folder(folder).into_iter().filter(|file| self.facts(file).is_contract);
        let contracts: Vec<_> = contracts.map(|file| self.schema_of(&file)).collect();
        let schema = self.schema_at(folder);
        let schema = (!schema.files.is_empty()).then_some(schema);
        contracts.into_iter().chain(schema).collect()
    }

    /// All schemas that have a file in a folder at any depth, in the order of their files. What Git ignores, hidden
    /// folders and installed packages are passed over.
    pub fn schemas_below(&self, folder: &Path) -> Vec<Schema> {
        let files = self.files_below(folder).unwrap_or_default();
        let mut schemas: Vec<Schema> = Vec::new();
        let mut taken = HashSet::new();
        let migrations = |file: &Path| {
            file.strip_prefix(folder).is_ok_and(|rest| rest.iter().any(|name| name == "migrations"))
        };
        for file in files.iter().filter(|file| !migrations(file)) {
            if taken.contains(&self.disk.identity(file)) {
                continue;
            }
            let schema = self.schema_of(file);
            taken.extend(schema.files.iter().map(|file| self.disk.identity(file)));
            schemas.push(schema);
        }
        let outputs: Vec<_> = schemas.iter().flat_map(|schema| self.outputs(&schema.files)).collect();
        schemas.retain(|schema| {
            !schema.files.iter().all(|file| outputs.iter().any(|output| file.starts_with(output)))
        });
        schemas
    }

    /// Where the URL of a schema's database would come from, if anything says so. Reads `.env` files for the name of the
    /// variable, if there is one.
    pub fn url_of(&self, schema: &Schema) -> Option<UrlSource> {
        let config = schema.config.as_deref().and_then(|file| self.config_at(file));
        self.url_source(&schema.files, config.as_deref())
    }

    /// What the provider of a schema's datasource is, as written.
    pub fn provider_of(&self, schema: &Schema) -> Option<String> {
        schema.files.iter().find_map(|file| self.facts(file).datasources.first()?.provider.clone())
    }

    /// The folders that were looked at. A change anywhere else changes no answer that was given.
    pub fn folders_looked_at(&self) -> BTreeSet<PathBuf> {
        let entries = self.entries.borrow();
        entries.iter().filter(|(_, entries)| !entries.is_empty()).map(|(folder, _)| folder.clone()).collect()
    }

    fn schema(&self, root: roots::Root) -> Schema {
        let named = match &root.reason {
            Reason::Config(file) => Some(file.as_path()),
            _ => None,
        };
        let config = self.config_of(named, &root.files);
        let mut notes = root.notes;
        notes.dedup();
        Schema {
            version: self.version(&root.files, config.as_deref()),
            config: config.map(|config| config.file.clone()),
            reason: root.reason,
            files: root.files,
            notes,
        }
    }

    fn read(&self, file: &Path) -> Option<String> {
        self.disk.read(file)
    }

    fn entries(&self, folder: &Path) -> Rc<Vec<Entry>> {
        if let Some(known) = self.entries.borrow().get(folder) {
            return known.clone();
        }
        let mut entries = self.disk.entries(folder);
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        let entries = Rc::new(entries);
        self.entries.borrow_mut().insert(folder.to_path_buf(), entries.clone());
        entries
    }

    fn facts(&self, file: &Path) -> Rc<Facts> {
        if let Some(known) = self.facts.borrow().get(file) {
            return known.clone();
        }
        let facts = Rc::new(self.read(file).map(|text| Facts::read(&text)).unwrap_or_default());
        self.facts.borrow_mut().insert(file.to_path_buf(), facts.clone());
        facts
    }

    /// The configuration of the project in a folder, if there is one.
    fn config(&self, folder: &Path) -> Option<Rc<Config>> {
        if let Some(known) = self.configs.borrow().get(folder) {
            return known.clone();
        }
        let entries = self.entries(folder);
        let has = |name: &str| entries.iter().any(|entry| entry.name == name);
        let names = config::NAMES.iter().filter(|name| has(name.split('/').next().unwrap_or(name)));
        let config = names.into_iter().find_map(|name| {
            let file = folder.join(name);
            Some(Rc::new(Config::read(&file, &self.read(&file)?)))
        });
        self.configs.borrow_mut().insert(folder.to_path_buf(), config.clone());
        config
    }

    /// The configuration in a file.
    pub(crate) fn config_at(&self, file: &Path) -> Option<Rc<Config>> {
        let above = file.ancestors().skip(1).take(2).filter_map(|folder| self.config(folder));
        above.into_iter().find(|config| config.file == file)
    }

    /// The `package.json` in a folder, if there is one.
    fn manifest(&self, folder: &Path) -> Option<Rc<Manifest>> {
        if let Some(known) = self.manifests.borrow().get(folder) {
            return known.clone();
        }
        let file = folder.join("package.json");
        let manifest = self.read(&file).and_then(|text| Manifest::read(&file, &text)).map(Rc::new);
        self.manifests.borrow_mut().insert(folder.to_path_buf(), manifest.clone());
        manifest
    }
}

/// Whether a change of a file can change which files form a schema, or which version applies to it.
pub fn is_decisive(file: &Path) -> bool {
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return false };
    let is_config = || config::NAMES.iter().any(|known| file.ends_with(known));
    has_schema_name(file)
        || matches!(name, "package.json" | "pnpm-workspace.yaml" | ".gitignore")
        || name.starts_with(".env")
        || lockfile::name_of(file).is_some()
        || is_config()
}

#[cfg(test)]
mod tests;
