//! `prisma-analyzer drift`: where a schema and its database differ.

use super::check::{Checked, Output};
use super::sources::{Found, Request};
use super::{COULD_NOT_RUN, DriftArguments, ERRORS_FOUND, GOOD, Version, pull};
use analyzer::Workspace;
use std::io::{self, Write};
use std::sync::Arc;

/// Runs the command and gives the exit status.
pub(super) fn run(arguments: &DriftArguments) -> i32 {
    match compare(arguments) {
        Ok(is_same) => {
            if is_same {
                GOOD
            } else {
                ERRORS_FOUND
            }
        }
        Err(problem) => {
            // There is nowhere left to say that this failed.
            let _ = writeln!(io::stderr().lock(), "prisma-analyzer: {problem}");
            COULD_NOT_RUN
        }
    }
}

/// Prints the differences; gives whether there are none.
fn compare(arguments: &DriftArguments) -> Result<bool, String> {
    let found = Found::new(Request {
        schemas: &arguments.schema,
        paths: &arguments.paths,
        single_file: false,
        dialect: arguments.prisma.map(Version::dialect),
    });
    let (schema, url) = found.with_database(arguments.url.as_deref())?;
    let mut workspace = Workspace::new();
    let id = workspace.add_schema(schema.dialect);
    let ids: Vec<_> = schema.files.iter().map(|file| workspace.add_file(id, &file.content)).collect();
    let snapshot = workspace.snapshot();
    pull::refuse_errors(&snapshot, &ids, &schema)?;
    let wanted = ids.first().map(|file| snapshot.database_schemas(*file)).unwrap_or_default();
    let catalog = pull::read(&url, wanted)?;
    pull::refuse_other_product(&catalog, &snapshot, &ids)?;
    // The workspace waits until nobody looks at it any more.
    drop(snapshot);
    workspace.set_database(id, Some(Arc::new(catalog)));
    let snapshot = workspace.snapshot();
    let findings: Vec<_> = ids.iter().map(|file| snapshot.drift(*file)).collect();
    let is_same = findings.iter().all(Vec::is_empty);
    let checked = [Checked::new(schema, findings, ids)];
    let output = Output { format: arguments.format, colour: arguments.color };
    match output.print_findings(&checked) {
        Err(problem) if problem.kind() != io::ErrorKind::BrokenPipe => {
            return Err(format!("the findings could not be written: {problem}"));
        }
        _ => {}
    }
    let count: usize = checked.iter().map(|checked| checked.all_findings().count()).sum();
    let summary = match count {
        0 => "The schema says what is in the database.".to_owned(),
        1 => "1 difference. `prisma-analyzer pull` takes over what is in the database.".to_owned(),
        count => format!("{count} differences. `prisma-analyzer pull` takes over what is in the database."),
    };
    // What is printed for programs stays free of sentences.
    let _ = writeln!(io::stderr().lock(), "Read {}.\n{summary}", url.shown);
    Ok(is_same)
}
