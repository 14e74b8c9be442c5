//! `prisma-analyzer diagram`: draws a schema.

use super::sources::{Found, Request, Schema};
use super::{COULD_NOT_RUN, DiagramArguments, Drawing, GOOD, Version};
use crate::text::Unit;
use analyzer::{FileId, Workspace};
use diagram::{Diagram, Place, Source, Wanted};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Runs the command and gives the exit status.
pub(super) fn run(arguments: &DiagramArguments) -> i32 {
    match draw(arguments).and_then(|text| put(arguments.output.as_deref(), &text)) {
        Ok(()) => GOOD,
        Err(problem) => {
            // There is nowhere left to say that this failed.
            let _ = writeln!(io::stderr().lock(), "prisma-analyzer: {problem}");
            COULD_NOT_RUN
        }
    }
}

fn draw(arguments: &DiagramArguments) -> Result<String, String> {
    let schema = the_schema(arguments)?;
    let mut workspace = Workspace::new();
    let id = workspace.add_schema(schema.dialect);
    let files: Vec<_> = schema.files.iter().map(|file| workspace.add_file(id, &file.content)).collect();
    let all = diagram::read(&workspace.snapshot(), id);
    let wanted = Wanted {
        names: arguments.models.clone(),
        depth: arguments.depth,
        files: wanted_files(arguments, &schema, &files)?,
        keys_only: arguments.keys_only,
    };
    if let [first, ..] = all.unknown(&wanted.names).as_slice() {
        return Err(format!("the schema has no model, view, type or enum `{first}`"));
    }
    let narrowed = all.narrowed(&wanted);
    let locate = |source: Source| {
        let file = &schema.files[files.iter().position(|file| *file == source.file)?];
        let at = file.text.line_column(source.range.start().into(), Unit::Utf16);
        Some(Place { file: file.name.clone(), line: at.line, column: at.column })
    };
    Ok(text(arguments.format, &narrowed, &schema, &locate))
}

fn text(format: Drawing, diagram: &Diagram, schema: &Schema, locate: diagram::Locate) -> String {
    match format {
        Drawing::Svg => diagram::svg(diagram, locate),
        Drawing::Mermaid => diagram::mermaid(diagram),
        Drawing::Html => {
            let place = schema.title.split(": ").next().unwrap_or_default();
            diagram::html(diagram, place, locate)
        }
    }
}

/// The one schema that is meant.
fn the_schema(arguments: &DiagramArguments) -> Result<Schema, String> {
    let found = Found::new(Request {
        schemas: &arguments.schemas,
        paths: &arguments.paths,
        single_file: false,
        dialect: arguments.prisma.map(Version::dialect),
    });
    if let [problem, ..] = found.problems.as_slice() {
        return Err(problem.clone());
    }
    let [one] = found.schemas.as_slice() else {
        let places: Vec<_> =
            found.schemas.iter().map(|schema| format!("\n  {}", found.place(schema))).collect();
        return Err(format!("there are {} schemas, name one of them:{}", places.len(), places.concat()));
    };
    match found.read(one) {
        (schema, problems) if problems.is_empty() => Ok(schema),
        (_, problems) => Err(problems.join("\n")),
    }
}

/// The files whose boxes are wanted.
fn wanted_files(
    arguments: &DiagramArguments,
    schema: &Schema,
    ids: &[FileId],
) -> Result<Vec<FileId>, String> {
    let of = |path: &Path| {
        let wanted = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let is_it = |file: &super::sources::Source| {
            fs::canonicalize(&file.target).is_ok_and(|target| target == wanted)
        };
        let index = schema.files.iter().position(is_it);
        index.map(|index| ids[index]).ok_or_else(|| format!("the schema has no file `{}`", path.display()))
    };
    arguments.files.iter().map(|path| of(path)).collect()
}

fn put(output: Option<&Path>, text: &str) -> Result<(), String> {
    match output {
        Some(path) => fs::write(path, text)
            .map_err(|problem| format!("`{}` cannot be written: {problem}", path.display())),
        None => match io::stdout().lock().write_all(text.as_bytes()) {
            Err(problem) if problem.kind() != io::ErrorKind::BrokenPipe => {
                Err(format!("the diagram could not be written: {problem}"))
            }
            _ => Ok(()),
        },
    }
}
