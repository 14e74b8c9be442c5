//! The command `schema-fmt`: see [`formatter::cli`].

use clap::Parser;
use formatter::cli::Arguments;

/// Lays Prisma schemas out: the same layout for everyone, without a Prisma installation.
#[derive(Debug, Parser)]
#[command(name = "schema-fmt", version, after_help = formatter::cli::EXIT_STATUS)]
struct Command {
    #[command(flatten)]
    arguments: Arguments,
}

fn main() {
    std::process::exit(formatter::cli::run(&Command::parse().arguments));
}
