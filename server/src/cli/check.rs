//! `prisma-analyzer check`: finds what is wrong with schemas and prints it.

use super::sources::{self, Schema};
use super::{COULD_NOT_RUN, CheckArguments, Colour, ERRORS_FOUND, Format, GOOD, human, json};
use analyzer::{Diagnostic, FileId, Severity, Workspace};
use rayon::prelude::*;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};

/// A schema with what was found in it.
pub(super) struct Checked {
    /// The schema as read.
    pub(super) schema: Schema,
    /// The findings of each file, in the order of the files.
    pub(super) findings: Vec<Vec<Diagnostic>>,
    /// The analyzer's names of the files, in the order of the files.
    ids: Vec<FileId>,
}

impl Checked {
    /// A schema with the findings of each file and the analyzer's names of the files.
    pub(super) fn new(schema: Schema, findings: Vec<Vec<Diagnostic>>, ids: Vec<FileId>) -> Self {
        Self { schema, findings, ids }
    }

    /// The place of a file among the schema's files. Findings only name files of their own schema.
    pub(super) fn index_of(&self, file: FileId) -> Option<usize> {
        self.ids.iter().position(|id| *id == file)
    }
}

/// How many findings there are, and in how many files.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Counts {
    /// The files that were checked.
    pub(super) files: usize,
    /// Findings by severity: errors, warnings, infos and hints.
    pub(super) by_severity: [usize; 4],
}

impl Counts {
    fn of(all: &[Checked]) -> Self {
        let mut counts =
            Self { files: all.iter().map(|checked| checked.schema.files.len()).sum(), ..Self::default() };
        for finding in all.iter().flat_map(|checked| checked.findings.iter().flatten()) {
            counts.by_severity[severity_index(finding.severity())] += 1;
        }
        counts
    }

    fn has_errors(&self) -> bool {
        self.by_severity[severity_index(Severity::Error)] > 0
    }
}

fn severity_index(severity: Severity) -> usize {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
        Severity::Hint => 3,
    }
}

/// Runs the command and gives the exit status.
pub(super) fn run(arguments: &CheckArguments) -> i32 {
    let (schemas, mut problems) = sources::read(arguments);
    let results: Vec<_> = schemas.into_par_iter().map(check).collect();
    let mut checked = Vec::with_capacity(results.len());
    for result in results {
        result.map_or_else(|problem| problems.push(problem), |one| checked.push(one));
    }

    let counts = Counts::of(&checked);
    let printed = print(arguments, &checked, counts, problems.is_empty());
    if let Err(problem) = printed
        && problem.kind() != io::ErrorKind::BrokenPipe
    {
        problems.push(format!("the findings could not be written: {problem}"));
    }
    complain(&problems);
    match (problems.is_empty(), counts.has_errors()) {
        (false, _) => COULD_NOT_RUN,
        (true, true) => ERRORS_FOUND,
        (true, false) => GOOD,
    }
}

/// Checks one schema. A defect of ours in one schema must not hide the findings of the others.
fn check(schema: Schema) -> Result<Checked, String> {
    let found = panic::catch_unwind(AssertUnwindSafe(|| {
        let mut workspace = Workspace::new();
        let id = workspace.add_schema(schema.dialect);
        let ids: Vec<_> = schema.files.iter().map(|file| workspace.add_file(id, &file.content)).collect();
        let snapshot = workspace.snapshot();
        let findings = ids.iter().map(|file| snapshot.diagnostics(*file).to_vec()).collect();
        (ids, findings)
    }));
    match found {
        Ok((ids, findings)) => Ok(Checked::new(schema, findings, ids)),
        Err(_) => {
            let name = schema.files.first().map_or("", |file| file.name.as_str());
            Err(format!("checking the schema of `{name}` failed; this is a defect of prisma-analyzer"))
        }
    }
}

fn print(arguments: &CheckArguments, all: &[Checked], counts: Counts, is_complete: bool) -> io::Result<()> {
    let stdout = io::stdout().lock();
    match arguments.format {
        Format::Json => json::print_array(io::BufWriter::new(stdout), all),
        Format::JsonLines => json::print_lines(io::BufWriter::new(stdout), all),
        Format::Human => {
            let choice = match arguments.color {
                Colour::Auto => anstream::AutoStream::choice(&stdout),
                Colour::Always => anstream::ColorChoice::Always,
                Colour::Never => anstream::ColorChoice::Never,
            };
            let mut out = anstream::AutoStream::new(stdout, choice);
            human::print(&mut out, all)?;
            // With nothing checked, there is nothing to sum up: the problems say it all.
            if is_complete || counts.files > 0 {
                human::print_summary(&mut out, counts)?;
            }
            out.flush()
        }
    }
}

fn complain(problems: &[String]) {
    let mut stderr = io::stderr().lock();
    for problem in problems {
        // There is nowhere left to say that this failed.
        let _ = writeln!(stderr, "prisma-analyzer: {problem}");
    }
}
