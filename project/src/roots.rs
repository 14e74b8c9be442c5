//! Which files form a schema.
//!
//! In this order: what a setting names; what the nearest `prisma.config.*` or `package.json` names that the file is in;
//! otherwise the files that have one datasource in common: a file without a datasource belongs to the one in its folder, or
//! in the nearest folder above it within the project.

use crate::config::Said;
use crate::disk::Kind;
use crate::folders::{self, has_schema_name};
use crate::note::{self, FILE_OUTSIDE, Note, SCHEMA_AMBIGUOUS, SCHEMA_MISSING};
use crate::{Project, Reason, paths};
use analyzer::TextRange;
use std::collections::HashSet;
use std::env;
use std::path::{Path, PathBuf};

/// A schema before its version is known.
pub(crate) struct Root {
    /// Why it is a schema.
    pub(crate) reason: Reason,
    /// Its files, sorted.
    pub(crate) files: Vec<PathBuf>,
    /// What there is to say.
    pub(crate) notes: Vec<Note>,
}

/// The datasource that a file belongs to.
#[derive(Clone)]
pub(crate) enum Anchor {
    /// That in this file.
    File(PathBuf),
    /// One of these, and nothing says which.
    Ambiguous(Vec<PathBuf>),
    /// None was found.
    None,
}

impl Project<'_> {
    /// The schema that a file belongs to. The file need not be on disk.
    pub(crate) fn root_of(&self, file: &Path) -> Root {
        let alone = |reason| Root { reason, files: vec![file.to_path_buf()], notes: Vec::new() };
        if self.facts(file).is_contract {
            return alone(Reason::Contract);
        }
        let mut notes = Vec::new();
        if let Some(named) = self.named(file, &mut notes) {
            return Root { notes, ..named };
        }
        let root = match self.anchor(file) {
            Anchor::File(datasource) if self.is_named_without(&datasource, file) => alone(Reason::Alone),
            Anchor::File(datasource) => {
                Root { files: self.members(&datasource, file), ..alone(Reason::Datasource(datasource)) }
            }
            Anchor::Ambiguous(candidates) => {
                notes.push(ambiguous(file, &candidates));
                alone(Reason::Alone)
            }
            Anchor::None => match self.conventional_folder(file) {
                Some(folder) => self.root_at(&folder, Reason::Folder(folder.clone()), file),
                None => alone(Reason::Alone),
            },
        };
        if matches!(root.reason, Reason::Alone) && notes.is_empty() {
            notes.extend(self.outside(file));
        }
        Root { notes, ..root }
    }

    /// The schema that is at a path, whatever is said elsewhere: a file alone, or all files in a folder. The file that was
    /// asked about keeps the name by which it was asked.
    pub(crate) fn root_at(&self, path: &Path, reason: Reason, asked: &Path) -> Root {
        let files = match self.disk.kind(path) {
            Some(Kind::Folder) => self.files_in_schema_folder(path),
            _ => vec![path.to_path_buf()],
        };
        let identity = self.disk.identity(asked);
        let files = files.into_iter().filter(|file| !self.facts(file).is_contract);
        let files =
            files.map(|file| if self.disk.identity(&file) == identity { asked.to_path_buf() } else { file });
        Root { reason, files: files.collect(), notes: Vec::new() }
    }

    /// The files of a schema that is a folder: those in it at any depth, without what generators put there. Whether Git
    /// ignores the folder itself does not matter.
    pub(crate) fn files_in_schema_folder(&self, folder: &Path) -> Vec<PathBuf> {
        let is_apart = |path: &Path| {
            let name = path.file_name().unwrap_or_default();
            folders::is_tools(name)
                || name == "migrations"
                || self.is_excluded(path)
                || (!self.is_passed_over(folder) && self.is_passed_over(path))
        };
        let files = self.walk(folder, is_apart).map(|walk| walk.schemas).unwrap_or_default();
        let outputs = self.outputs(&files);
        files.into_iter().filter(|file| !is_below_any(file, &outputs)).collect()
    }

    /// The folders that the generators in some files write to.
    pub(crate) fn outputs(&self, files: &[PathBuf]) -> Vec<PathBuf> {
        let mut outputs = Vec::new();
        for file in files {
            let Some(folder) = file.parent() else { continue };
            for output in &self.facts(file).outputs {
                let output = paths::join(folder, output);
                // A generator that writes beside its schema does not make the schema generated.
                if !file.starts_with(&output) {
                    outputs.push(output);
                }
            }
        }
        outputs
    }

    /// The schema that a setting, a configuration or a `package.json` names, if the file is in it.
    fn named(&self, file: &Path, notes: &mut Vec<Note>) -> Option<Root> {
        let takes = |path: &Path, reason: Reason| {
            let root = self.root_at(path, reason, file);
            let identity = self.disk.identity(file);
            root.files.iter().any(|one| self.disk.identity(one) == identity).then_some(root)
        };
        for path in &self.settings.schemas {
            let root = takes(path, Reason::Setting);
            if root.is_some() {
                return root;
            }
        }
        for folder in file.ancestors().skip(1) {
            if let Some(config) = self.config(folder) {
                notes.extend(config.notes.iter().cloned());
                if let Some((path, _)) = self.configured(&config)
                    && let Some(root) = takes(&path, Reason::Config(config.file.clone()))
                {
                    return Some(root);
                }
                notes.extend(self.missing(&config));
            }
            if let Some(manifest) = self.manifest(folder)
                && let Some(schema) = &manifest.schema
                && let Some(root) =
                    takes(&paths::join(folder, schema), Reason::Manifest(manifest.file.clone()))
            {
                return Some(root);
            }
        }
        None
    }

    /// The path that a configuration names, if there is something, and where it says so.
    pub(crate) fn configured(&self, config: &crate::Config) -> Option<(PathBuf, TextRange)> {
        let Said::This(written, range) = &config.schema else { return None };
        let folders = [config.file.parent().unwrap_or(&config.folder), &config.folder];
        let path = folders.into_iter().map(|folder| paths::join(folder, written));
        path.map(|path| (path, *range)).find(|(path, _)| self.disk.kind(path).is_some())
    }

    /// A configuration may name a schema that is not there. The schema is then found as if it named none.
    fn missing(&self, config: &crate::Config) -> Option<Note> {
        let Said::This(written, range) = &config.schema else { return None };
        if self.configured(config).is_some() {
            return None;
        }
        let message = format!(
            "There is no file or folder `{written}` here. The path is relative to this configuration."
        );
        let near = Path::new(written).file_name().map(|name| config.folder.join(name));
        let near = near.filter(|near| self.disk.kind(near).is_some());
        let help = near.map(|near| format!("There is `{}`.", paths::shown(&near, &config.folder)));
        Some(note::new(&SCHEMA_MISSING, &config.file, *range, message, help))
    }

    /// Whether the file with a datasource is named as the whole schema, and by what: then other files do not belong to it.
    fn is_named_without(&self, datasource: &Path, file: &Path) -> bool {
        self.disk.identity(datasource) != self.disk.identity(file)
            && self.named(datasource, &mut Vec::new()).is_some()
    }

    fn outside(&self, file: &Path) -> Option<Note> {
        let configs = file.ancestors().skip(1).filter_map(|folder| self.config(folder));
        let (config, path) = configs.into_iter().find_map(|config| {
            let (path, _) = self.configured(&config)?;
            Some((config, path))
        })?;
        let message = format!(
            "This file is checked alone: it is not a part of the schema `{}` that `{}` names.",
            paths::shown(&path, &config.folder),
            paths::shown(&config.file, &config.folder),
        );
        let help = (self.disk.kind(&path) == Some(Kind::File))
            .then(|| "To make all files of a folder one schema, name the folder there.".to_owned());
        Some(note::new(&FILE_OUTSIDE, file, TextRange::default(), message, help))
    }

    /// The datasource that a file belongs to, if no configuration says anything.
    fn anchor(&self, file: &Path) -> Anchor {
        if !self.facts(file).datasources.is_empty() {
            return Anchor::File(file.to_path_buf());
        }
        match file.parent().map_or(Anchor::None, |folder| self.anchor_in(folder)) {
            Anchor::File(one) if self.is_output_of(&one, file) => Anchor::None,
            anchor => anchor,
        }
    }

    /// The datasource that files in a folder belong to if they have none themselves.
    fn anchor_in(&self, folder: &Path) -> Anchor {
        if let Some(known) = self.anchors.borrow().get(folder) {
            return known.clone();
        }
        let datasources = self.datasources_in(folder);
        let anchor = match datasources.as_slice() {
            [one] => Anchor::File(one.clone()),
            [] => match self.only_datasource_below(folder) {
                Some(one) => Anchor::File(one),
                None => self.folder_above(folder).map_or(Anchor::None, |above| self.anchor_in(above)),
            },
            _ => Anchor::Ambiguous(datasources),
        };
        self.anchors.borrow_mut().insert(folder.to_path_buf(), anchor.clone());
        anchor
    }

    /// The folder above, if it can hold files of the same schema.
    fn folder_above<'f>(&self, folder: &'f Path) -> Option<&'f Path> {
        let above = folder.parent()?;
        (!self.is_border(folder) && !self.is_passed_over(folder) && !is_common_ground(above)).then_some(above)
    }

    /// The files that belong to a datasource. `asked` is one of them, on disk or not.
    fn members(&self, datasource: &Path, asked: &Path) -> Vec<PathBuf> {
        let Some(folder) = datasource.parent() else { return vec![datasource.to_path_buf()] };
        let root = self.disk.identity(datasource);
        let is_root = |one: &Path| self.disk.identity(one) == root;
        let mut top = folder;
        if self.datasources_in(folder).len() == 1 {
            while let Some(above) = self.folder_above(top)
                && self.only_datasource_below(above).is_some_and(|one| is_root(&one))
            {
                top = above;
            }
        }
        let belongs = |file: &PathBuf| {
            !self.facts(file).is_contract && matches!(self.anchor(file), Anchor::File(one) if is_root(&one))
        };
        let below = self.files_below(top).unwrap_or_default();
        let mut files: Vec<_> = below.iter().filter(|file| belongs(file)).cloned().collect();
        let identity = self.disk.identity(asked);
        files.retain(|file| self.disk.identity(file) != identity);
        files.push(asked.to_path_buf());
        files.sort();
        files
    }

    /// The files right in a folder that have a datasource, sorted.
    fn datasources_in(&self, folder: &Path) -> Vec<PathBuf> {
        let entries = self.entries(folder);
        let files =
            entries.iter().filter(|entry| entry.kind == Kind::File).map(|entry| folder.join(&entry.name));
        let mut met = HashSet::new();
        files
            .filter(|file| has_schema_name(file) && !self.facts(file).datasources.is_empty())
            .filter(|file| met.insert(self.disk.identity(file)))
            .collect()
    }

    /// The one file with a datasource in the folders of a folder that looks like one of schemas: it is called so, or
    /// schema files are in it.
    fn only_datasource_below(&self, folder: &Path) -> Option<PathBuf> {
        let is_called_so = folder.file_name().is_some_and(|name| name == "prisma" || name == "schema");
        let holds_schemas = || {
            self.entries(folder)
                .iter()
                .any(|entry| entry.kind == Kind::File && has_schema_name(Path::new(&entry.name)))
        };
        if !is_called_so && !holds_schemas() {
            return None;
        }
        let files = self.files_below(folder)?;
        let mut found: Vec<_> =
            files.iter().filter(|file| !self.facts(file).datasources.is_empty()).cloned().collect();
        // Generators put copies of schemas beside what they make.
        let outputs = self.outputs(&found);
        found.retain(|file| !is_below_any(file, &outputs));
        if found.len() == 1 { found.pop() } else { None }
    }

    /// Whether a file stands where the generators of another one write to.
    fn is_output_of(&self, schema: &Path, file: &Path) -> bool {
        is_below_any(file, &self.outputs(&[schema.to_path_buf()]))
    }

    /// A folder `prisma/schema` is one schema even without a datasource.
    fn conventional_folder(&self, file: &Path) -> Option<PathBuf> {
        let is_it = |folder: &&Path| folder.ends_with("prisma/schema");
        file.ancestors().skip(1).find(is_it).map(Path::to_path_buf)
    }

    /// Whether a project ends at a folder, so that nothing above it belongs to it.
    fn is_border(&self, folder: &Path) -> bool {
        let is_sign =
            |name: &std::ffi::OsStr| name == ".git" || name == "package.json" || name == "deno.json";
        self.entries(folder).iter().any(|entry| is_sign(&entry.name)) || self.config(folder).is_some()
    }
}

fn is_below_any(file: &Path, folders: &[PathBuf]) -> bool {
    folders.iter().any(|folder| file.starts_with(folder))
}

/// Folders that hold all kinds of things.
fn is_common_ground(folder: &Path) -> bool {
    folder.parent().is_none() || Some(folder) == env::home_dir().as_deref() || folder == env::temp_dir()
}

fn ambiguous(file: &Path, candidates: &[PathBuf]) -> Note {
    let folder = file.parent().unwrap_or(file);
    let names: Vec<_> = candidates.iter().map(|one| format!("`{}`", paths::shown(one, folder))).collect();
    let message = format!(
        "This file is checked alone: {} have a datasource each, and nothing says which of them it belongs to.",
        names.join(" and ")
    );
    let help = "Put each schema into a folder of its own.".to_owned();
    note::new(&SCHEMA_AMBIGUOUS, file, TextRange::default(), message, Some(help))
}
