//! The command line: the file system, threads, environment and terminal end here.

mod args;
mod check;
mod read;
mod walk;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};

/// Runs copydesk with the arguments of this process.
#[must_use]
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Check(args) => check::run(&args),
    }
}
