//! What `check` reads: from paths to the texts of schemas.

use super::{CheckArguments, Version};
use crate::discovery;
use crate::text::Text;
use analyzer::Dialect;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A file as read.
pub(super) struct Source {
    /// The path as it is shown: as given, or as found below a given folder.
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
}

/// Reads the schemas; what could not be read comes as messages, and the rest is read all the same.
pub(super) fn read(arguments: &CheckArguments) -> (Vec<Schema>, Vec<String>) {
    let mut reading = Reading {
        dialect: match arguments.prisma {
            Version::Six => Dialect::Prisma6,
            Version::Seven => Dialect::Prisma7,
        },
        single_file: arguments.single_file,
        schemas: Vec::new(),
        problems: Vec::new(),
    };
    let mut paths: Vec<&Path> =
        arguments.schemas.iter().chain(&arguments.paths).map(PathBuf::as_path).collect();
    if paths.is_empty() {
        paths.push(Path::new("."));
    }
    for path in paths {
        reading.add(path);
    }
    (reading.schemas, reading.problems)
}

struct Reading {
    dialect: Dialect,
    single_file: bool,
    schemas: Vec<Schema>,
    problems: Vec<String>,
}

impl Reading {
    fn add(&mut self, path: &Path) {
        match fs::metadata(path) {
            Err(problem) => self.problems.push(cannot_read(path, &problem)),
            Ok(about) if about.is_dir() => self.add_folder(path),
            Ok(_) => self.add_schema(vec![path.to_path_buf()]),
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let (files, problems) = discovery::prisma_files(folder);
        if files.is_empty() && problems.is_empty() {
            self.problems.push(format!("there is no `.prisma` file in the folder `{}`", folder.display()));
        }
        self.problems.extend(problems);
        if self.single_file {
            files.into_iter().for_each(|file| self.add_schema(vec![file]));
        } else {
            self.add_schema(files);
        }
    }

    fn add_schema(&mut self, paths: Vec<PathBuf>) {
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            match read_file(&path) {
                Ok(source) if discovery::is_prisma_next(&source.content) => {
                    self.schemas.push(Schema { dialect: Dialect::Prisma8, files: vec![source] });
                }
                Ok(source) => files.push(source),
                Err(problem) => self.problems.push(problem),
            }
        }
        if !files.is_empty() {
            self.schemas.push(Schema { dialect: self.dialect, files });
        }
    }
}

fn read_file(path: &Path) -> Result<Source, String> {
    let target = fs::canonicalize(path).map_err(|problem| cannot_read(path, &problem))?;
    let bytes = fs::read(&target).map_err(|problem| cannot_read(path, &problem))?;
    if u32::try_from(bytes.len()).is_err() {
        return Err(format!("`{}` is too large: files of 4 GiB and more are not supported", path.display()));
    }
    let content = String::from_utf8(bytes).map_err(|problem| {
        let at = problem.utf8_error().valid_up_to();
        format!("`{}` is not UTF-8: the byte at offset {at} does not belong to a character", path.display())
    })?;
    let shown = path.strip_prefix("./").unwrap_or(path);
    Ok(Source { target, name: shown.display().to_string(), text: Text::new(&content), content })
}

fn cannot_read(path: &Path, problem: &io::Error) -> String {
    match problem.kind() {
        io::ErrorKind::NotFound => format!("there is no file or folder `{}`", path.display()),
        _ => format!("`{}` cannot be read: {problem}", path.display()),
    }
}
