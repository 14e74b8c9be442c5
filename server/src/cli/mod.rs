//! The command line: one file per command.

mod check;
mod diagram;
mod drift;
mod explain;
mod fix;
mod human;
mod json;
mod pull;
mod sources;
mod status;

use analyzer::Dialect;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The process did what was asked, and found no errors.
const GOOD: i32 = 0;
/// Errors were found.
const ERRORS_FOUND: i32 = 1;
/// What was asked could not be done, or not all of it.
const COULD_NOT_RUN: i32 = 2;

/// Checks Prisma schemas, on the command line and in editors.
#[derive(Debug, Parser)]
#[command(name = "prisma-analyzer", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check schemas and print what is wrong with them
    #[command(after_help = "Exit status: 0 no errors, 1 errors were found, 2 something could not be read.")]
    Check(CheckArguments),
    /// Lay schemas out; the same command as `schema-fmt`
    #[command(after_help = formatter::cli::EXIT_STATUS)]
    Fmt(formatter::cli::Arguments),
    /// Bring a schema to what is in its database
    #[command(
        after_help = "Exit status: 0 done, 1 with `--check` something would change, 2 it could not be done. The database is only read."
    )]
    Pull(PullArguments),
    /// Show where a schema and its database differ
    #[command(
        after_help = "Exit status: 0 no differences, 1 there are some, 2 it could not be told. The database is only read."
    )]
    Drift(DriftArguments),
    /// Explain a finding by its code, such as `type-unknown`
    Explain(ExplainArguments),
    /// Show which schemas there are: their files, their version of Prisma, and why
    Status(StatusArguments),
    /// Draw the models and relations of a schema
    Diagram(DiagramArguments),
    /// Speak the Language Server Protocol over standard input and output
    #[command(
        after_help = "PRISMA_ANALYZER_LOG sets what is logged to standard error, e.g. `debug` (default: `warn`)."
    )]
    Lsp(LspArguments),
}

#[derive(Debug, Args)]
struct CheckArguments {
    /// Files whose schemas are checked, or folders in which all schemas are [default: the current folder]
    paths: Vec<PathBuf>,
    /// Exactly this is a schema: a file, or a folder with its `.prisma` files at any depth
    #[arg(long = "schema", value_name = "PATH")]
    schemas: Vec<PathBuf>,
    /// Take every file as a schema of its own
    #[arg(long)]
    single_file: bool,
    /// Apply the repairs that cannot change what was meant, and print what remains
    #[arg(long)]
    fix: bool,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The major version of Prisma that the schemas are for [default: what their project uses]
    #[arg(long, value_enum)]
    prisma: Option<Version>,
    /// Whether to print in colour
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

/// The variable that says which database is meant, instead of `--url`.
const URL_VARIABLE: &str = "PRISMA_ANALYZER_URL";

/// Where a URL was given: as an argument, or as the variable.
fn source_of_url(url: &str) -> &'static str {
    if std::env::var(URL_VARIABLE).is_ok_and(|value| value == url) { URL_VARIABLE } else { "--url" }
}

#[derive(Debug, Args)]
struct PullArguments {
    /// A file or folder of the schema [default: the current folder]
    paths: Vec<PathBuf>,
    /// Exactly this is the schema: a file, or a folder with its `.prisma` files at any depth
    #[arg(long, value_name = "PATH")]
    schema: Vec<PathBuf>,
    /// The database [default: as the schema or its configuration says]. Command lines can be read by others: a URL with a password is
    /// better kept in the variable
    #[arg(long, env = URL_VARIABLE, hide_env_values = true)]
    url: Option<String>,
    /// The schemas of the database, separated by commas [default: those of the datasource, or the URL's]
    #[arg(long = "schemas", value_name = "NAMES", value_delimiter = ',')]
    database_schemas: Vec<String>,
    /// Forget all models, views and enums that there are
    #[arg(long)]
    force: bool,
    /// Print the schema and write nothing
    #[arg(long, conflicts_with_all = ["diff", "check"])]
    print: bool,
    /// Show what would change and write nothing
    #[arg(long)]
    diff: bool,
    /// Exit with 1 if something would change, and write nothing
    #[arg(long)]
    check: bool,
    /// Preview features to ask for where there is no schema yet, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    preview_features: Vec<String>,
    /// The major version of Prisma that the schema is for [default: what its project uses]
    #[arg(long, value_enum)]
    prisma: Option<Version>,
    /// Whether to show differences in colour
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

#[derive(Debug, Args)]
struct DriftArguments {
    /// A file or folder of the schema [default: the current folder]
    paths: Vec<PathBuf>,
    /// Exactly this is the schema: a file, or a folder with its `.prisma` files at any depth
    #[arg(long, value_name = "PATH")]
    schema: Vec<PathBuf>,
    /// The database [default: as the schema or its configuration says]. Command lines can be read by others: a URL with a password is
    /// better kept in the variable
    #[arg(long, env = URL_VARIABLE, hide_env_values = true)]
    url: Option<String>,
    /// How to print the differences
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The major version of Prisma that the schema is for [default: what its project uses]
    #[arg(long, value_enum)]
    prisma: Option<Version>,
    /// Whether to print in colour
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

#[derive(Debug, Args)]
struct StatusArguments {
    /// Files whose schemas are shown, or folders in which all schemas are [default: the current folder]
    paths: Vec<PathBuf>,
    /// Exactly this is a schema: a file, or a folder with its `.prisma` files at any depth
    #[arg(long = "schema", value_name = "PATH")]
    schemas: Vec<PathBuf>,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    /// The major version of Prisma that the schemas are for [default: what their project uses]
    #[arg(long, value_enum)]
    prisma: Option<Version>,
}

#[derive(Debug, Args)]
struct DiagramArguments {
    /// A file of the schema, or a folder in which it is the only one [default: the current folder]
    paths: Vec<PathBuf>,
    /// Exactly this is the schema: a file, or a folder with its `.prisma` files at any depth
    #[arg(long = "schema", value_name = "PATH")]
    schemas: Vec<PathBuf>,
    /// How to draw it
    #[arg(long, value_enum, default_value_t = Drawing::Svg)]
    format: Drawing,
    /// The file that the diagram is written to [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Draw only these models, and what is near them
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    models: Vec<String>,
    /// How many relations away from these models others may be
    #[arg(long, value_name = "N", default_value_t = 1, requires = "models")]
    depth: usize,
    /// Draw only what is in this file of the schema, and what relations lead to from there
    #[arg(long = "only", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Draw only ids, unique fields and the fields that keep relations
    #[arg(long)]
    keys_only: bool,
    /// The major version of Prisma that the schema is for [default: what its project uses]
    #[arg(long, value_enum)]
    prisma: Option<Version>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Drawing {
    /// A picture that browsers and Markdown pages show
    Svg,
    /// The text of a Mermaid entity relationship diagram
    Mermaid,
    /// A page to look around in, which needs nothing from the network
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: with the piece of text that is to blame
    Human,
    /// One JSON array
    Json,
    /// One JSON object per line and finding
    JsonLines,
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

impl Version {
    fn dialect(self) -> Dialect {
        match self {
            Version::Six => Dialect::Prisma6,
            Version::Seven => Dialect::Prisma7,
        }
    }
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

impl Colour {
    fn choice(self) -> anstream::ColorChoice {
        match self {
            Colour::Auto => anstream::AutoStream::choice(&std::io::stdout()),
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        }
    }
}

#[derive(Debug, Args)]
struct ExplainArguments {
    /// The code of a finding
    #[arg(required_unless_present = "list")]
    code: Option<String>,
    /// List all codes
    #[arg(long, conflicts_with = "code")]
    list: bool,
}

#[derive(Debug, Args)]
struct LspArguments {
    /// Does nothing: standard input and output are the only way to talk
    #[arg(long)]
    stdio: bool,
}

/// Runs a command and gives the exit status.
pub(crate) fn run(arguments: Arguments) -> i32 {
    match arguments.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Pull(arguments) => pull::run(&arguments),
        Command::Drift(arguments) => drift::run(&arguments),
        Command::Fmt(arguments) => formatter::cli::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Status(arguments) => status::run(&arguments),
        Command::Diagram(arguments) => diagram::run(&arguments),
        Command::Lsp(_) => crate::lsp::run(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
