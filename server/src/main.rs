//! The process `prisma-analyzer`: the language server and the command line.
//!
//! What lives here: reading files, speaking LSP, converting positions, printing. What this crate must
//! not know: what a schema means. It hands texts to the `analyzer` and shows what comes back.

mod cli;
mod database;
mod lsp;
mod status;
mod text;

use clap::Parser;

fn main() {
    // Ending the process by `exit` and not by returning: threads that still analyse, or that wait for
    // input that never comes, must not keep it alive.
    std::process::exit(cli::run(cli::Arguments::parse()));
}
