//! `prisma-analyzer check`: finds what is wrong with schemas and prints it.

use super::sources::{Found, Request, Schema, Source};
use super::{COULD_NOT_RUN, CheckArguments, ERRORS_FOUND, Format, GOOD, Version, fix, human, json};
use analyzer::{Diagnostic, FileId, Severity, Workspace};
use rayon::prelude::*;
use std::collections::HashSet;
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
    /// How many findings were repaired.
    repaired: usize,
}

impl Checked {
    /// A schema with the findings of each file and the analyzer's names of the files.
    pub(super) fn new(schema: Schema, findings: Vec<Vec<Diagnostic>>, ids: Vec<FileId>) -> Self {
        Self { schema, findings, ids, repaired: 0 }
    }

    /// All findings with their files, those about how the schema was found first.
    pub(super) fn all_findings(&self) -> impl Iterator<Item = (&Source, &Diagnostic)> {
        let notes =
            self.schema.others.iter().flat_map(|(file, notes)| notes.iter().map(move |note| (file, note)));
        let files = self.schema.files.iter().zip(&self.findings);
        notes.chain(files.flat_map(|(file, findings)| findings.iter().map(move |one| (file, one))))
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
        for (_, finding) in all.iter().flat_map(Checked::all_findings) {
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
    let found = Found::new(Request {
        schemas: &arguments.schemas,
        paths: &arguments.paths,
        single_file: arguments.single_file,
        dialect: arguments.prisma.map(Version::dialect),
    });
    let (mut schemas, unread): (Vec<_>, Vec<_>) =
        found.schemas.iter().map(|schema| found.read(schema)).unzip();
    let mut problems = found.problems.clone();
    problems.extend(unread.into_iter().flatten());
    say_once(&mut schemas);
    let results: Vec<_> = schemas.into_par_iter().map(|schema| check(schema, arguments.fix)).collect();
    let mut checked = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok((one, unwritten)) => {
                checked.push(one);
                problems.extend(unwritten);
            }
            Err(problem) => problems.push(problem),
        }
    }

    let counts = Counts::of(&checked);
    let repaired = checked.iter().map(|one| one.repaired).sum();
    let summary = Summary {
        counts,
        repaired,
        is_complete: problems.is_empty(),
        is_search: found.is_search && !arguments.single_file,
    };
    let printed = print(arguments, &checked, &summary);
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

/// What there is to say about a configuration is said once, even if it names several schemas.
fn say_once(schemas: &mut [Schema]) {
    let mut said = HashSet::new();
    for schema in schemas {
        for (file, notes) in &mut schema.others {
            notes.retain(|note| said.insert((file.target.clone(), note.rule.code, note.range.start())));
        }
    }
}

/// Checks one schema, and repairs it first if that is wanted; gives also what could not be written. A defect of ours in one
/// schema must not hide the findings of the others.
fn check(mut schema: Schema, with_fixes: bool) -> Result<(Checked, Vec<String>), String> {
    let found = panic::catch_unwind(AssertUnwindSafe(|| {
        let mut workspace = Workspace::new();
        let id = workspace.add_schema(schema.dialect);
        let ids: Vec<_> = schema.files.iter().map(|file| workspace.add_file(id, &file.content)).collect();
        let repaired = if with_fixes { fix::apply(&mut workspace, &ids) } else { 0 };
        let snapshot = workspace.snapshot();
        let mut findings: Vec<_> = ids.iter().map(|file| snapshot.diagnostics(*file)).collect();
        schema.notes.iter().for_each(|(file, note)| findings[*file].insert(0, note.clone()));
        let texts: Vec<_> = ids.iter().map(|file| snapshot.text(*file)).collect();
        (ids, findings, texts, repaired)
    }));
    match found {
        Ok((ids, findings, texts, repaired)) => {
            let unwritten = if repaired > 0 { write(&mut schema, texts) } else { Vec::new() };
            Ok((Checked { repaired, ..Checked::new(schema, findings, ids) }, unwritten))
        }
        Err(_) => {
            let name = schema.files.first().map_or("", |file| file.name.as_str());
            Err(format!("checking the schema of `{name}` failed; this is a defect of prisma-analyzer"))
        }
    }
}

/// Writes the files whose text changed, and gives what could not be written.
fn write(schema: &mut Schema, texts: Vec<String>) -> Vec<String> {
    let mut unwritten = Vec::new();
    for (file, text) in schema.files.iter_mut().zip(texts) {
        if file.content != text {
            unwritten.extend(formatter::files::write(&file.target, &text).err());
            file.replace(text);
        }
    }
    unwritten
}

/// What is printed after the findings.
struct Summary {
    counts: Counts,
    repaired: usize,
    /// Whether everything could be read.
    is_complete: bool,
    /// Whether schemas were searched for, so that it must be said which ones were found.
    is_search: bool,
}

fn print(arguments: &CheckArguments, all: &[Checked], summary: &Summary) -> io::Result<()> {
    let stdout = io::stdout().lock();
    match arguments.format {
        Format::Json => json::print_array(io::BufWriter::new(stdout), all),
        Format::JsonLines => json::print_lines(io::BufWriter::new(stdout), all),
        Format::Human => {
            let mut out = anstream::AutoStream::new(stdout, arguments.color.choice());
            human::print(&mut out, all)?;
            if arguments.fix {
                human::print_repaired(&mut out, summary.repaired)?;
            }
            // With nothing checked, there is nothing to sum up: the problems say it all.
            if summary.is_complete || summary.counts.files > 0 {
                human::print_summary(&mut out, summary.counts)?;
            }
            if summary.is_search {
                human::print_schemas(&mut out, all)?;
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
