//! `prisma-analyzer pull`: brings schemas to what is in their database.

use super::sources::{Found, Request, Schema};
use super::{COULD_NOT_RUN, Colour, ERRORS_FOUND, GOOD, PullArguments, Version};
use crate::database::DatabaseUrl;
use analyzer::{FileId, Severity, Snapshot, Workspace};
use formatter::{difference, files};
use introspection::Catalog;
use introspection::pull::{Options, Pulled, Target, ViewQuery, pull};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The name of a file that blocks go to which no file has yet.
const NEW_FILE: &str = "introspected.prisma";
/// Where a schema is written if there is none.
const NEW_SCHEMA: &str = "prisma/schema.prisma";

/// Runs the command and gives the exit status.
pub(super) fn run(arguments: &PullArguments) -> i32 {
    match Plan::new(arguments).and_then(|plan| plan.carry_out(arguments)) {
        Ok(status) => status,
        Err(problem) => {
            // There is nowhere left to say that this failed.
            let _ = writeln!(io::stderr().lock(), "prisma-analyzer: {problem}");
            COULD_NOT_RUN
        }
    }
}

/// A file that would have another text.
struct Change {
    path: PathBuf,
    /// As it is shown.
    name: String,
    before: Option<String>,
    after: String,
}

/// What pulling would do.
struct Plan {
    source: String,
    changes: Vec<Change>,
    /// All files of the schema as they would be, for printing.
    texts: Vec<(String, String)>,
    pulled: Pulled,
    folder: PathBuf,
}

impl Plan {
    fn new(arguments: &PullArguments) -> Result<Self, String> {
        let found = Found::new(Request {
            schemas: &arguments.schema,
            paths: &arguments.paths,
            single_file: false,
            dialect: arguments.prisma.map(Version::dialect),
        });
        if found.schemas.is_empty() && arguments.paths.is_empty() && arguments.schema.is_empty() {
            return Self::anew(arguments);
        }
        let (schema, url) = found.with_database(arguments.url.as_deref())?;
        Self::into(arguments, schema, &url)
    }

    /// Without a schema: one is made.
    fn anew(arguments: &PullArguments) -> Result<Self, String> {
        let here = env::current_dir().unwrap_or_default();
        let url = arguments
            .url
            .as_ref()
            .ok_or("there is no schema here that says where the database is; give `--url`")?;
        let url = DatabaseUrl::given(url, super::source_of_url(url), &here);
        let catalog = read(&url, arguments.database_schemas.clone())?;
        let options =
            Options::new(&catalog, !arguments.database_schemas.is_empty(), &arguments.preview_features);
        let target = Target::New {
            provider: catalog.server.product.provider(),
            schemas: &arguments.database_schemas,
            previews: &arguments.preview_features,
        };
        let pulled = not_empty(&catalog, pull(&catalog, &target, &options))?;
        let text = pulled.files.first().map(|file| file.text.clone()).unwrap_or_default();
        let path = here.join(NEW_SCHEMA);
        let change =
            Change { name: NEW_SCHEMA.to_owned(), before: None, after: text.clone(), path: path.clone() };
        Ok(Plan {
            source: url.shown,
            texts: vec![(NEW_SCHEMA.to_owned(), text)],
            changes: vec![change],
            pulled,
            folder: path.parent().unwrap_or(&here).to_path_buf(),
        })
    }

    /// Into a schema that there is.
    fn into(arguments: &PullArguments, schema: Schema, url: &DatabaseUrl) -> Result<Self, String> {
        let mut workspace = Workspace::new();
        let id = workspace.add_schema(schema.dialect);
        let ids: Vec<_> = schema.files.iter().map(|file| workspace.add_file(id, &file.content)).collect();
        let snapshot = workspace.snapshot();
        if !arguments.force {
            refuse_errors(&snapshot, &ids, &schema)?;
        }
        let mut wanted = arguments.database_schemas.clone();
        if wanted.is_empty() {
            wanted = ids.first().map(|file| snapshot.database_schemas(*file)).unwrap_or_default();
        }
        let catalog = read(url, wanted)?;
        refuse_other_product(&catalog, &snapshot, &ids)?;
        let mut options = Options::of(&snapshot, id, &catalog);
        if !arguments.database_schemas.is_empty() {
            options.with_schemas = true;
        }
        let new_blocks =
            schema.files.iter().position(|file| file.target.ends_with(NEW_FILE)).map(|at| ids[at]);
        let target = Target::Schema { snapshot: &snapshot, schema: id, force: arguments.force, new_blocks };
        let pulled = not_empty(&catalog, pull(&catalog, &target, &options))?;
        Ok(Self::of(schema, &ids, pulled, url))
    }

    fn of(schema: Schema, ids: &[FileId], pulled: Pulled, url: &DatabaseUrl) -> Self {
        let folder = common_folder(&schema);
        let mut texts: Vec<_> =
            schema.files.iter().map(|file| (file.name.clone(), file.content.clone())).collect();
        let mut changes = Vec::new();
        for file in &pulled.files {
            match file.file.and_then(|file| ids.iter().position(|id| *id == file)) {
                Some(at) => {
                    let source = &schema.files[at];
                    texts[at].1.clone_from(&file.text);
                    changes.push(Change {
                        path: source.target.clone(),
                        name: source.name.clone(),
                        before: Some(source.content.clone()),
                        after: file.text.clone(),
                    });
                }
                None => {
                    let path = folder.join(NEW_FILE);
                    let name = path.display().to_string();
                    texts.push((name.clone(), file.text.clone()));
                    changes.push(Change { path, name, before: None, after: file.text.clone() });
                }
            }
        }
        Plan { source: url.shown.clone(), changes, texts, pulled, folder }
    }

    fn carry_out(&self, arguments: &PullArguments) -> Result<i32, String> {
        let lost = |problem: io::Error| format!("the answer could not be written: {problem}");
        if arguments.print {
            self.print().map_err(lost)?;
        } else if arguments.diff || arguments.check {
            if arguments.diff {
                self.show_difference(arguments.color).map_err(lost)?;
            }
        } else {
            self.write()?;
        }
        self.tell(arguments).map_err(lost)?;
        Ok(if arguments.check && !self.changes.is_empty() { ERRORS_FOUND } else { GOOD })
    }

    fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        for (at, (name, text)) in self.texts.iter().enumerate() {
            if self.texts.len() > 1 {
                let blank = if at > 0 { "\n" } else { "" };
                writeln!(out, "{blank}// {name}")?;
            }
            write!(out, "{text}")?;
        }
        Ok(())
    }

    fn show_difference(&self, colour: Colour) -> io::Result<()> {
        let stdout = io::stdout().lock();
        let mut out = anstream::AutoStream::new(stdout, colour.choice());
        for change in &self.changes {
            difference::print(&mut out, &change.name, change.before.as_deref().unwrap_or(""), &change.after)?;
        }
        Ok(())
    }

    /// Writes what changes, each file whole.
    fn write(&self) -> Result<(), String> {
        for change in &self.changes {
            match change.before {
                Some(_) => files::write(&change.path, &change.after)?,
                None => files::write_new(&change.path, &change.after)?,
            }
        }
        self.pulled.views.iter().try_for_each(|view| self.write_view(view))
    }

    /// The query of a view, beside the schema.
    fn write_view(&self, view: &ViewQuery) -> Result<(), String> {
        // Names of views can hold anything, also what leads out of the folder.
        let plain = |name: &str| name.replace(['/', '\\', '\0', ':'], "_").trim_start_matches('.').to_owned();
        let folder = self.folder.join("views").join(plain(view.schema.as_deref().unwrap_or("main")));
        let path = folder.join(format!("{}.sql", plain(&view.name)));
        let text = format!("{}\n", view.query.trim_end());
        match fs::read_to_string(&path) {
            Ok(before) if before == text => Ok(()),
            Ok(_) => files::write(&path, &text),
            Err(_) => files::write_new(&path, &text),
        }
    }

    /// What was done, and what a schema cannot say, on standard error.
    fn tell(&self, arguments: &PullArguments) -> io::Result<()> {
        let mut out = io::stderr().lock();
        writeln!(out, "Read {}.", self.source)?;
        let would =
            if arguments.print || arguments.diff || arguments.check { "would change" } else { "changed" };
        match &self.changes[..] {
            [] => writeln!(out, "The schema says what is in the database.")?,
            changes => {
                let names: Vec<_> = changes.iter().map(|change| change.name.as_str()).collect();
                writeln!(out, "{} {would}.", names.join(", "))?;
            }
        }
        if !self.pulled.warnings.is_empty() {
            write!(out, "\n{}", self.pulled.warnings)?;
        }
        Ok(())
    }
}

pub(super) fn read(url: &DatabaseUrl, schemas: Vec<String>) -> Result<Catalog, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|problem| format!("the connection cannot be made: {problem}"))?;
    let catalog = runtime.block_on(async {
        tokio::select! {
            catalog = url.read(schemas) => catalog.map_err(|problem| problem.to_string()),
            _ = tokio::signal::ctrl_c() => Err("stopped".to_owned()),
        }
    });
    // A question that was given up may still wait for an answer.
    runtime.shutdown_background();
    catalog
}

/// A schema with errors may say something else than was meant, and then the wrong things would be kept.
pub(super) fn refuse_errors(snapshot: &Snapshot, ids: &[FileId], schema: &Schema) -> Result<(), String> {
    for (file, source) in ids.iter().zip(&schema.files) {
        let mut findings = snapshot.diagnostics(*file).into_iter();
        if let Some(finding) = findings.find(|finding| finding.rule.severity == Severity::Error) {
            return Err(format!(
                "the schema has errors, so it cannot be told what of it to keep: {}: {}\nSee `prisma-analyzer check`, or forget its models with `--force`",
                source.name, finding.message
            ));
        }
    }
    Ok(())
}

pub(super) fn refuse_other_product(
    catalog: &Catalog,
    snapshot: &Snapshot,
    ids: &[FileId],
) -> Result<(), String> {
    let wanted = ids.first().and_then(|file| snapshot.provider(*file));
    let found = catalog.server.product.provider();
    match wanted {
        Some(wanted) if wanted != found => Err(format!(
            "the schema is for {}, but the database is {}",
            wanted.display_name(),
            found.display_name()
        )),
        _ => Ok(()),
    }
}

/// An empty database would make an empty schema of any; that is hardly what was meant.
fn not_empty(catalog: &Catalog, pulled: Pulled) -> Result<Pulled, String> {
    if catalog.tables.is_empty() && catalog.views.is_empty() && catalog.enums.is_empty() {
        return Err(format!(
            "there are no tables in {}{}. Is it the right database, and may the role see them?",
            catalog.server.database,
            match &catalog.schemas[..] {
                [] => String::new(),
                schemas => format!(" (schema {})", schemas.join(", ")),
            }
        ));
    }
    Ok(pulled)
}

/// The folder that all files of a schema are in.
fn common_folder(schema: &Schema) -> PathBuf {
    let mut folders = schema.files.iter().filter_map(|file| file.target.parent());
    let first = folders.next().unwrap_or(Path::new("."));
    let is_above = |folder: &&Path| schema.files.iter().all(|file| file.target.starts_with(folder));
    first.ancestors().find(is_above).unwrap_or(first).to_path_buf()
}
