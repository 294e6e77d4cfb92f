//! The command line: the file system, threads, environment and terminal end here.

mod args;
mod article;
mod baseline;
mod blocks;
pub mod cache;
mod check;
mod crew;
mod explain;
mod git;
mod init;
mod interrupt;
mod job;
pub mod lsp;
mod manual;
mod names;
mod passed_over;
mod project;
mod read;
mod records;
mod refused;
mod remembered;
mod reporter;
mod rules;
mod run;
mod schema;
mod since;
mod sources;
mod target;
mod terminal;
mod test;
mod walk;
mod worded;
mod write;

use std::env;
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::Parser as _;

use args::{BidiChoice, Cli, Command, LookArgs, When, mistaken};
use article::hush_panics;
use terminal::Desk;

use crate::text::{Place, Problem};

/// Runs copydesk with the arguments of this process.
#[must_use]
pub fn run() -> ExitCode {
    hush_panics();
    let given: Vec<OsString> = env::args_os().skip(1).collect();
    if let Some(name) = mistaken(&given, |path| path.symlink_metadata().is_ok()) {
        let name = name.to_string_lossy();
        let look = LookArgs { ui_lang: "en".to_owned(), color: When::Auto, bidi: BidiChoice::Auto };
        Desk::new(&look).0.tell(
            &Problem::new("this is the name of a file, and would be read as an option")
                .at(Place::file(name.clone()))
                .with_help(format!(
                    "for the file write ./{name}, or -- before all names; for the option rename the file"
                )),
        );
        return ExitCode::from(2);
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(terminal::answer(error)),
    };
    let (desk, problem) = Desk::new(&cli.look);
    if let Some(problem) = problem {
        desk.tell(&problem);
        return ExitCode::from(2);
    }
    crew::start_readers();
    let status = match &cli.command {
        Command::Check(args) => check::run(args, &desk),
        Command::Blocks(args) => blocks::run(args, &desk),
        Command::Rules(args) => rules::run(args, &desk),
        Command::Explain(args) => explain::run(args, &desk),
        Command::Names(args) => names::run(args, &desk),
        Command::Sources(args) => sources::run(args, &desk),
        Command::Test(args) => test::run(args, &desk),
        Command::Lsp(args) => Ok(lsp::run(args, &desk)),
        Command::Init(args) => init::run(args, &desk),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => manual::completions(args),
        Command::Man => manual::man(),
    };
    match status {
        Ok(status) => ExitCode::from(status),
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let words = read::system_words(&error);
            desk.tell(&Problem::new(format!("the output cannot be written: {words}")));
            ExitCode::from(2)
        }
    }
}
