//! The command `schema-fmt`, which `prisma-analyzer fmt` is as well: files are read, laid out and written.

use crate::files::{self, Found, Source};
use crate::{Dialect, Formatted, LineEnding, Options};
use clap::{Args, ValueEnum};
use project::{Disk, Project, RealDisk, paths};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::env;
use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use syntax::LineIndex;

/// The process did what was asked, and found nothing to complain about.
const GOOD: i32 = 0;
/// Something would change, or cannot be read, and the process was asked to complain about it.
const FOUND: i32 = 1;
/// What was asked could not be done, or not all of it.
const COULD_NOT_RUN: i32 = 2;

/// What the exit status means, for the help of the command.
pub const EXIT_STATUS: &str = "Exit status: 0 all is well; 1 with --check if a file would change, with --check or --strict if there are \
                               syntax errors; 2 something could not be read or written.";

/// What the command is asked to do.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Files, or folders whose `.prisma` files are laid out, at any depth, except for what Git ignores; `-` is standard
    /// input [default: the current folder]
    paths: Vec<PathBuf>,
    /// Write nothing; list the files that would change
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change
    #[arg(long)]
    diff: bool,
    /// Lay standard input out, and print it
    #[arg(long, conflicts_with = "paths")]
    stdin: bool,
    /// What to call standard input in messages
    #[arg(long, value_name = "PATH")]
    stdin_filepath: Option<PathBuf>,
    /// The major version of Prisma that the schemas are for [default: what their project uses]
    #[arg(long, value_enum)]
    prisma: Option<Version>,
    /// Take every file as a schema of its own
    #[arg(long)]
    single_file: bool,
    /// How lines end
    #[arg(long, value_enum, default_value_t = Ending::Auto)]
    line_ending: Ending,
    /// Also add what relations lack: the field on the other side, the arguments of `@relation`, and the scalar fields that
    /// these name
    #[arg(long)]
    complete: bool,
    /// Complain about syntax errors by the exit status
    #[arg(long)]
    strict: bool,
    /// Whether to print in colour
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Version {
    /// Prisma 6
    #[value(name = "6")]
    Six,
    /// Prisma 7
    #[value(name = "7")]
    Seven,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Ending {
    /// As most lines of the file do
    Auto,
    /// LF
    Lf,
    /// CR LF
    Crlf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// When standard output is a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Arguments {
    /// What was said about the version.
    fn dialect(&self) -> Option<Dialect> {
        self.prisma.map(|version| match version {
            Version::Six => Dialect::Prisma6,
            Version::Seven => Dialect::Prisma7,
        })
    }

    fn options(&self, dialect: Dialect) -> Options {
        Options {
            line_ending: match self.line_ending {
                Ending::Auto => LineEnding::Auto,
                Ending::Lf => LineEnding::Lf,
                Ending::Crlf => LineEnding::CrLf,
            },
            dialect,
            ..Options::default()
        }
    }

    fn is_standard_input(&self) -> bool {
        self.stdin || self.paths == [PathBuf::from("-")]
    }

    fn writes(&self) -> bool {
        !self.check && !self.diff
    }
}

/// A file that was laid out.
struct Outcome {
    name: String,
    before: String,
    formatted: Formatted,
}

impl Outcome {
    fn is_changed(&self) -> bool {
        self.before != self.formatted.text
    }
}

/// Runs the command and gives the exit status.
pub fn run(arguments: &Arguments) -> i32 {
    if arguments.is_standard_input() { run_on_standard_input(arguments) } else { run_on_files(arguments) }
}

fn run_on_standard_input(arguments: &Arguments) -> i32 {
    let name = arguments.stdin_filepath.as_ref().map_or("<stdin>".into(), |path| path.display().to_string());
    let mut bytes = Vec::new();
    let outcome = io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|problem| format!("standard input cannot be read: {problem}"))
        .and_then(|_| files::decode(bytes, &name))
        .and_then(|text| {
            let dialect = project::version_of_text(&text, arguments.dialect()).dialect;
            let files = vec![ReadFile { name, text, target: None }];
            Ok(lay_out_batch(Batch { dialect, files }, arguments)?.remove(0).0)
        });
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(problem) => {
            complain(&problem);
            return COULD_NOT_RUN;
        }
    };
    print_problems(&outcome);
    let printed = if arguments.writes() {
        let mut stdout = io::stdout().lock();
        stdout.write_all(outcome.formatted.text.as_bytes()).and_then(|()| stdout.flush())
    } else {
        print_changes(arguments, &[&outcome])
    };
    status(arguments, &[outcome], printed)
}

fn run_on_files(arguments: &Arguments) -> i32 {
    let (found, mut problems) = files::find(&arguments.paths);
    let sources: Vec<_> = found.par_iter().map(|found| Ok((found, Source::read(&found.path)?))).collect();
    let sources = good(sources, &mut problems);
    let results: Vec<_> = batches(sources, arguments)
        .into_par_iter()
        .map(|batch| match lay_out_batch(batch, arguments) {
            Ok(outcomes) => {
                let asked = outcomes.into_iter().filter_map(|(outcome, target)| Some((outcome, target?)));
                asked.map(|(outcome, target)| write(arguments, outcome, &target)).collect()
            }
            Err(problem) => vec![Err(problem)],
        })
        .collect();
    let mut outcomes = good(results.into_iter().flatten().collect(), &mut problems);
    outcomes.sort_by(|a, b| a.name.cmp(&b.name));
    outcomes.iter().for_each(print_problems);
    problems.iter().for_each(|problem| complain(problem));
    let changed: Vec<_> = outcomes.iter().filter(|outcome| outcome.is_changed()).collect();
    let printed = if arguments.writes() {
        let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        let rest = outcomes.len() - changed.len();
        if !outcomes.is_empty() {
            complain(&format!("{} formatted, {} left as they were", files(changed.len()), files(rest)));
        }
        Ok(())
    } else {
        print_changes(arguments, &changed)
    };
    let status = status(arguments, &outcomes, printed);
    if problems.is_empty() { status } else { COULD_NOT_RUN }
}

/// The good results. The others are added to the problems.
fn good<T>(results: Vec<Result<T, String>>, problems: &mut Vec<String>) -> Vec<T> {
    let sort = |result: Result<T, String>| result.map_err(|problem| problems.push(problem)).ok();
    results.into_iter().filter_map(sort).collect()
}

/// Files that are laid out together.
struct Batch {
    dialect: Dialect,
    files: Vec<ReadFile>,
}

/// A file as read.
struct ReadFile {
    /// What it is called in messages.
    name: String,
    text: String,
    /// Where to write it; nothing for files that were not asked for, and are only read because others refer to them.
    target: Option<PathBuf>,
}

/// The files that are laid out together: those of a schema, if relations are completed.
fn batches(sources: Vec<(&Found, Source)>, arguments: &Arguments) -> Vec<Batch> {
    let file = |(found, source): (&Found, Source)| ReadFile {
        name: found.path.display().to_string(),
        text: source.text,
        target: Some(source.target),
    };
    if !arguments.complete || arguments.single_file {
        let alone = |source: (&Found, Source)| {
            let dialect = project::version_of_text(&source.1.text, arguments.dialect()).dialect;
            Batch { dialect, files: vec![file(source)] }
        };
        return sources.into_iter().map(alone).collect();
    }
    let here = env::current_dir().unwrap_or_default();
    let settings = project::Settings { dialect: arguments.dialect(), ..project::Settings::default() };
    let project = Project::new(&RealDisk, settings);
    let mut waiting: BTreeMap<PathBuf, ReadFile> = BTreeMap::new();
    for source in sources {
        waiting.insert(paths::normal(&here.join(&source.0.path)), file(source));
    }
    let by_identity: HashMap<PathBuf, PathBuf> =
        waiting.keys().map(|path| (RealDisk.identity(path), path.clone())).collect();
    let mut batches = Vec::new();
    while let Some(first) = waiting.keys().next().cloned() {
        let schema = project.schema_of(&first);
        let read = |path: &PathBuf| {
            let asked = by_identity.get(&RealDisk.identity(path)).and_then(|path| waiting.remove(path));
            asked.or_else(|| {
                let text = RealDisk.read(path)?;
                Some(ReadFile { name: path.display().to_string(), text, target: None })
            })
        };
        let files: Vec<_> = schema.files.iter().filter_map(read).collect();
        batches.push(Batch { dialect: schema.version.dialect, files });
        waiting.remove(&first);
    }
    batches
}

/// Lays the files of a schema out. A defect of ours in one schema must not spoil the others.
fn lay_out_batch(batch: Batch, arguments: &Arguments) -> Result<Vec<(Outcome, Option<PathBuf>)>, String> {
    let Batch { dialect, files } = batch;
    let options = arguments.options(dialect);
    let formatted = panic::catch_unwind(AssertUnwindSafe(|| {
        let texts: Vec<_> = files.iter().map(|file| file.text.as_str()).collect();
        if arguments.complete {
            let completed = crate::complete(&texts, options.dialect);
            completed.iter().map(|text| crate::lay_out(text, &options)).collect::<Vec<_>>()
        } else {
            texts.iter().map(|text| crate::lay_out(text, &options)).collect()
        }
    }));
    let Ok(formatted) = formatted else {
        let name = files.first().map_or("", |file| file.name.as_str());
        return Err(format!("`{name}` could not be laid out; this is a defect of the formatter"));
    };
    let outcome = |(file, formatted): (ReadFile, Formatted)| {
        (Outcome { name: file.name, before: file.text, formatted }, file.target)
    };
    Ok(files.into_iter().zip(formatted).map(outcome).collect())
}

fn write(arguments: &Arguments, outcome: Outcome, target: &Path) -> Result<Outcome, String> {
    if arguments.writes() && outcome.is_changed() {
        files::write(target, &outcome.formatted.text)?;
    }
    Ok(outcome)
}

fn status(arguments: &Arguments, outcomes: &[Outcome], printed: io::Result<()>) -> i32 {
    if let Err(problem) = printed
        && problem.kind() != io::ErrorKind::BrokenPipe
    {
        complain(&format!("the result could not be printed: {problem}"));
        return COULD_NOT_RUN;
    }
    let would_change = arguments.check && outcomes.iter().any(Outcome::is_changed);
    let minds_problems = arguments.check || arguments.strict;
    let has_problems = outcomes.iter().any(|outcome| !outcome.formatted.problems.is_empty());
    if would_change || (minds_problems && has_problems) { FOUND } else { GOOD }
}

/// Prints the differences, or the names of the files that would change.
fn print_changes(arguments: &Arguments, outcomes: &[&Outcome]) -> io::Result<()> {
    let stdout = io::stdout().lock();
    let choice = match arguments.color {
        Colour::Auto => anstream::AutoStream::choice(&stdout),
        Colour::Always => anstream::ColorChoice::Always,
        Colour::Never => anstream::ColorChoice::Never,
    };
    let mut out = io::BufWriter::new(anstream::AutoStream::new(stdout, choice));
    for outcome in outcomes.iter().filter(|outcome| outcome.is_changed()) {
        if arguments.diff {
            crate::difference::print(&mut out, &outcome.name, &outcome.before, &outcome.formatted.text)?;
        } else {
            writeln!(out, "{}", outcome.name)?;
        }
    }
    out.flush()
}

/// Says what cannot be read, on standard error. Columns are in characters.
fn print_problems(outcome: &Outcome) {
    if outcome.formatted.problems.is_empty() {
        return;
    }
    let index = LineIndex::new(outcome.before.as_str());
    let mut stderr = io::stderr().lock();
    for problem in &outcome.formatted.problems {
        let at = index.characters(problem.range.start);
        let message = problem.reason.message();
        // There is nowhere left to say that this failed.
        let _ = writeln!(stderr, "{}:{}:{}: {message}", outcome.name, at.line + 1, at.column + 1);
    }
}

/// Says something on standard error, in the name of the program that this command is a part of.
fn complain(problem: &str) {
    let program = env::current_exe().ok().and_then(|path| Some(path.file_stem()?.display().to_string()));
    let program = program.unwrap_or_else(|| "schema-fmt".to_owned());
    // There is nowhere left to say that this failed.
    let _ = writeln!(io::stderr().lock(), "{program}: {problem}");
}
