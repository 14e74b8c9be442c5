//! What `check` and `status` look at: from paths to schemas and their texts.

use crate::database::DatabaseUrl;
use crate::text::Text;
use analyzer::{Diagnostic, Dialect};
use project::{Disk, Kind, Project, RealDisk, Settings, paths};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// A file as read.
pub(super) struct Source {
    /// The path as it is shown: as given, or from the current folder.
    pub(super) name: String,
    /// The file itself, where the path is a link to it.
    pub(super) target: PathBuf,
    /// The content.
    pub(super) content: String,
    /// The content with its line index.
    pub(super) text: Text,
}

impl Source {
    /// Gives the file another content.
    pub(super) fn replace(&mut self, content: String) {
        self.text = Text::new(&content);
        self.content = content;
    }
}

/// Files that are checked together.
pub(super) struct Schema {
    /// What the schema is written for.
    pub(super) dialect: Dialect,
    /// The files, sorted.
    pub(super) files: Vec<Source>,
    /// What there is to say about how the schema was found, beside what is wrong with it: findings by the place of their
    /// file among the files.
    pub(super) notes: Vec<(usize, Diagnostic)>,
    /// Files with notes that are no part of the schema.
    pub(super) others: Vec<(Source, Vec<Diagnostic>)>,
    /// For people: where the schema is, and why this version.
    pub(super) title: String,
}

/// Which schemas are meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    /// Files or folders that are exactly a schema.
    pub(super) schemas: &'a [PathBuf],
    /// Files whose schemas are meant, and folders that schemas are looked for in.
    pub(super) paths: &'a [PathBuf],
    /// Whether every file is a schema of its own.
    pub(super) single_file: bool,
    /// The version of all schemas.
    pub(super) dialect: Option<Dialect>,
}

/// The schemas that were found; and messages about what cannot be found.
pub(super) struct Found<'d> {
    /// What found them.
    pub(super) project: Project<'d>,
    /// The schemas, each once.
    pub(super) schemas: Vec<project::Schema>,
    /// What cannot be found.
    pub(super) problems: Vec<String>,
    /// Whether schemas were searched for, and not just named.
    pub(super) is_search: bool,
    /// The given paths, as given and made absolute.
    given: Vec<(PathBuf, PathBuf)>,
    /// Where the command runs.
    pub(super) here: PathBuf,
    taken: HashSet<PathBuf>,
}

impl Found<'_> {
    /// Finds the schemas that are meant.
    pub(super) fn new(request: Request) -> Self {
        let settings = Settings { dialect: request.dialect, ..Settings::default() };
        let mut found = Found {
            project: Project::new(&RealDisk, settings),
            schemas: Vec::new(),
            problems: Vec::new(),
            is_search: false,
            given: Vec::new(),
            here: env::current_dir().unwrap_or_default(),
            taken: HashSet::new(),
        };
        for path in request.schemas {
            found.add(path, true, request.single_file);
        }
        let everything = [PathBuf::from(".")];
        let is_all = request.schemas.is_empty() && request.paths.is_empty();
        for path in if is_all { &everything } else { request.paths } {
            found.add(path, false, request.single_file);
        }
        found
    }

    fn add(&mut self, path: &Path, is_schema: bool, single_file: bool) {
        let kind = match fs::metadata(path) {
            Err(problem) => return self.problems.push(cannot_read(path, &problem)),
            Ok(about) if about.is_dir() => Kind::Folder,
            Ok(_) => Kind::File,
        };
        let absolute = paths::normal(&self.here.join(path));
        self.given.push((path.to_path_buf(), absolute.clone()));
        let found = match (kind, is_schema) {
            (Kind::File, _) if single_file || is_schema => vec![self.project.schema_at(&absolute)],
            (Kind::Folder, true) if !single_file => self.project.schemas_at(&absolute),
            (Kind::File, _) => vec![self.project.schema_of(&absolute)],
            (Kind::Folder, _) => {
                self.is_search = true;
                let schemas = self.project.schemas_below(&absolute);
                if single_file { self.split(&schemas) } else { schemas }
            }
        };
        if found.iter().all(|schema| schema.files.is_empty()) {
            self.problems.push(format!("there is no `.prisma` file in the folder `{}`", path.display()));
        }
        for schema in found {
            let new = schema.files.iter().filter(|file| self.taken.insert(RealDisk.identity(file)));
            if new.count() > 0 || single_file {
                self.schemas.push(schema);
            }
        }
    }

    fn split(&self, schemas: &[project::Schema]) -> Vec<project::Schema> {
        let files = schemas.iter().flat_map(|schema| &schema.files);
        files.map(|file| self.project.schema_at(file)).collect()
    }

    /// The one schema that is meant.
    ///
    /// # Errors
    ///
    /// A message if there is none, or if there are several.
    pub(super) fn only(&self) -> Result<&project::Schema, String> {
        match &self.schemas[..] {
            [one] => Ok(one),
            [] => Err(self.problems.join("\n")),
            several => {
                let places: Vec<_> = several.iter().map(|schema| self.place(schema)).collect();
                Err(format!(
                    "there are {} schemas here: {}. Say which one is meant",
                    several.len(),
                    places.join(", ")
                ))
            }
        }
    }

    /// The one schema that is meant, read, and the URL of its database: the given one, or what the project says.
    ///
    /// # Errors
    ///
    /// A message if there is not one schema, if it cannot be read whole, or if nothing says where its database is.
    pub(super) fn with_database(&self, url: Option<&str>) -> Result<(Schema, DatabaseUrl), String> {
        let one = self.only()?;
        let url = match url {
            Some(url) => DatabaseUrl::given(url, super::source_of_url(url), &self.here),
            None => DatabaseUrl::of(&self.project, one, &self.here)?,
        };
        let (schema, problems) = self.read(one);
        if problems.is_empty() { Ok((schema, url)) } else { Err(problems.join("\n")) }
    }

    /// Reads a schema; what cannot be read comes as messages, and the rest is read all the same.
    pub(super) fn read(&self, schema: &project::Schema) -> (Schema, Vec<String>) {
        let (mut files, mut problems) = (Vec::new(), Vec::new());
        for file in &schema.files {
            match self.read_file(file) {
                Ok(source) => files.push((file, source)),
                Err(problem) => problems.push(problem),
            }
        }
        let (mut notes, mut others): (Vec<_>, Vec<(Source, Vec<Diagnostic>)>) = (Vec::new(), Vec::new());
        for note in &schema.notes {
            if let Some(index) = files.iter().position(|(file, _)| **file == note.file) {
                notes.push((index, note.diagnostic.clone()));
            } else if let Ok(source) = self.read_file(&note.file) {
                others.push((source, vec![note.diagnostic.clone()]));
            }
        }
        let files = files.into_iter().map(|(_, source)| source).collect();
        let title = self.title(schema);
        (Schema { dialect: schema.version.dialect, files, notes, others, title }, problems)
    }

    fn title(&self, schema: &project::Schema) -> String {
        let version = &schema.version;
        format!("{}: {}, {}", self.place(schema), version, version.reason(&self.here))
    }

    /// Where a schema is: its only file, or the folder of all its files and how many there are.
    pub(super) fn place(&self, schema: &project::Schema) -> String {
        match schema.files.as_slice() {
            [] => String::new(),
            [one] => self.name(one),
            [first, rest @ ..] => {
                let is_above = |folder: &&Path| rest.iter().all(|file| file.starts_with(folder));
                let folder = first.ancestors().skip(1).find(is_above).unwrap_or(first);
                format!("{} ({} files)", paths::shown(folder, &self.here), schema.files.len())
            }
        }
    }

    /// How a file is called: as it was given, or from the current folder.
    fn name(&self, file: &Path) -> String {
        for (given, absolute) in &self.given {
            if let Ok(rest) = file.strip_prefix(absolute) {
                let name = if rest.as_os_str().is_empty() { given.clone() } else { given.join(rest) };
                return name.strip_prefix("./").unwrap_or(&name).display().to_string();
            }
        }
        paths::shown(file, &self.here)
    }

    fn read_file(&self, path: &Path) -> Result<Source, String> {
        let name = self.name(path);
        let source = formatter::files::Source::read(path).map_err(|problem| {
            // Messages call a file as the user does.
            problem.replace(&path.display().to_string(), &name)
        })?;
        Ok(Source { target: source.target, name, text: Text::new(&source.text), content: source.text })
    }
}

fn cannot_read(path: &Path, problem: &io::Error) -> String {
    match problem.kind() {
        io::ErrorKind::NotFound => format!("there is no file or folder `{}`", path.display()),
        _ => format!("`{}` cannot be read: {problem}", path.display()),
    }
}
