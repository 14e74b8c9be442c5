//! `prisma-analyzer status`: which schemas there are, which version of Prisma applies to each, and why.

use super::sources::{Found, Request};
use super::{COULD_NOT_RUN, GOOD, StatusArguments, Version};
use crate::status::{Status, describe};
use project::paths;
use std::io::{self, Write};
use std::path::Path;

/// Runs the command and gives the exit status.
pub(super) fn run(arguments: &StatusArguments) -> i32 {
    let found = Found::new(Request {
        schemas: &arguments.schemas,
        paths: &arguments.paths,
        single_file: false,
        dialect: arguments.prisma.map(Version::dialect),
    });
    let all: Vec<_> =
        found.schemas.iter().map(|schema| describe(&found.project, schema, &found.here)).collect();
    let mut out = io::stdout().lock();
    let printed = if arguments.json {
        serde_json::to_writer_pretty(&mut out, &all).map_err(io::Error::from).and_then(|()| writeln!(out))
    } else {
        let places = found.schemas.iter().map(|schema| found.place(schema));
        places.zip(&all).enumerate().try_for_each(|(index, (place, status))| {
            let blank = if index == 0 { "" } else { "\n" };
            write!(out, "{blank}{}", page(&place, status, &found.here))
        })
    };
    for problem in &found.problems {
        // There is nowhere left to say that this failed.
        let _ = writeln!(io::stderr().lock(), "prisma-analyzer: {problem}");
    }
    match printed {
        Err(problem) if problem.kind() != io::ErrorKind::BrokenPipe => COULD_NOT_RUN,
        _ if found.problems.is_empty() => GOOD,
        _ => COULD_NOT_RUN,
    }
}

/// What is known about a schema, a line for each thing.
fn page(place: &str, status: &Status, here: &Path) -> String {
    let mut page = format!("{place}\n");
    let mut row = |name: &str, value: &str| page += &format!("  {name:9} {value}\n");
    row("version", &format!("{} ({})", status.prisma.name, status.prisma.reason));
    row("schema", &status.reason);
    if status.files.len() > 1 {
        let names: Vec<_> = status.files.iter().map(|file| paths::shown(file, here)).collect();
        row("files", &names.join(", "));
    }
    if let Some(config) = &status.config {
        row("config", &paths::shown(config, here));
    }
    row("database", status.database.provider.as_deref().unwrap_or("no datasource"));
    if let Some(url) = &status.database.url {
        row("url", url);
    }
    for note in &status.notes {
        row("note", note);
    }
    page
}
