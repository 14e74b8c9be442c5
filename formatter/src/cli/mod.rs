//! The command `schema-fmt`, which `prisma-analyzer fmt` is as well: files are read, laid out and written.

mod difference;

use crate::files::{self, Source};
use crate::{Dialect, Formatted, LineEnding, Options};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
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
    /// The major version of Prisma that the schemas are for
    #[arg(long, value_enum, default_value_t = Version::Seven)]
    prisma: Version,
    /// Take every file as a schema of its own, also those in folders
    #[arg(long)]
    single_file: bool,
    /// How lines end
    #[arg(long, value_enum, default_value_t = Ending::Auto)]
    line_ending: Ending,
    /// Also write the missing sides of relations (not available yet)
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
    fn options(&self) -> Options {
        Options {
            line_ending: match self.line_ending {
                Ending::Auto => LineEnding::Auto,
                Ending::Lf => LineEnding::Lf,
                Ending::Crlf => LineEnding::CrLf,
            },
            dialect: match self.prisma {
                Version::Six => Dialect::Prisma6,
                Version::Seven => Dialect::Prisma7,
            },
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

/// Runs the command and gives the exit status. `program` is what it is called in messages.
pub fn run(arguments: &Arguments, program: &str) -> i32 {
    let complain = |problem: &str| complain(program, problem);
    if arguments.complete {
        complain("--complete is not available yet: the layout is changed, and no relation is completed");
    }
    if arguments.is_standard_input() {
        run_on_standard_input(arguments, &complain)
    } else {
        run_on_files(arguments, &complain)
    }
}

fn run_on_standard_input(arguments: &Arguments, complain: &dyn Fn(&str)) -> i32 {
    let name = arguments.stdin_filepath.as_ref().map_or("<stdin>".into(), |path| path.display().to_string());
    let mut bytes = Vec::new();
    let outcome = io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|problem| format!("standard input cannot be read: {problem}"))
        .and_then(|_| files::decode(bytes, &name))
        .and_then(|before| lay_out(name, before, &arguments.options()));
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
    status(arguments, &[outcome], printed, complain)
}

fn run_on_files(arguments: &Arguments, complain: &dyn Fn(&str)) -> i32 {
    let (paths, mut problems) = files::find(&arguments.paths);
    let options = arguments.options();
    let results: Vec<_> = paths
        .par_iter()
        .map(|path| {
            let source = Source::read(path)?;
            let outcome = lay_out(path.display().to_string(), source.text, &options)?;
            if arguments.writes() && outcome.is_changed() {
                files::write(&source.target, &outcome.formatted.text)?;
            }
            Ok::<_, String>(outcome)
        })
        .collect();
    let mut outcomes = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(outcome) => outcomes.push(outcome),
            Err(problem) => problems.push(problem),
        }
    }
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
    let status = status(arguments, &outcomes, printed, complain);
    if problems.is_empty() { status } else { COULD_NOT_RUN }
}

/// Lays a text out. A defect of ours in one file must not spoil the others.
fn lay_out(name: String, before: String, options: &Options) -> Result<Outcome, String> {
    match panic::catch_unwind(AssertUnwindSafe(|| crate::lay_out(&before, options))) {
        Ok(formatted) => Ok(Outcome { name, before, formatted }),
        Err(_) => Err(format!("`{name}` could not be laid out; this is a defect of the formatter")),
    }
}

fn status(
    arguments: &Arguments,
    outcomes: &[Outcome],
    printed: io::Result<()>,
    complain: &dyn Fn(&str),
) -> i32 {
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
            difference::print(&mut out, &outcome.name, &outcome.before, &outcome.formatted.text)?;
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

fn complain(program: &str, problem: &str) {
    // There is nowhere left to say that this failed.
    let _ = writeln!(io::stderr().lock(), "{program}: {problem}");
}
