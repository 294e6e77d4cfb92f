//! The `copydesk` command: arguments, terminal, exit status. What it does to files is in `copydesk_workspace`, what it knows of
//! articles in `copydesk`. A library, so that the program of this package and that of the Python package are one.

mod args;
mod blocks;
mod check;
mod explain;
mod import;
mod init;
mod manual;
mod names;
mod package;
mod plan;
mod progress;
mod refused_commit;
mod rendered;
mod reporter;
mod rules;
mod run;
mod schema;
mod screen;
mod serve;
mod settings;
mod sources;
mod target;
mod terminal;
mod test;
mod trial;
mod watch;

use std::ffi::OsString;
use std::io;

use clap::Parser as _;

use args::{BidiChoice, Cli, Command, ForceArgs, LookArgs, LspArgs, When, mistaken};
use terminal::{Terminal, say};

use copydesk::report::safe::shown;
use copydesk::text::{Place, Problem};
use copydesk::toml_doc::TomlFile;
use copydesk_workspace::article::catch_panics;
use copydesk_workspace::project::Projects;
use copydesk_workspace::read::system_words;

/// Serves an editor until it wants no more. The exit status.
fn serve_editor(args: &LspArgs, terminal: &Terminal) -> u8 {
    let options =
        copydesk_lsp::Options { rules: args.force.options(), language: args.lang.clone(), tally: args.tally.clone() };
    copydesk_lsp::run(options, &terminal.ui, |problem| terminal.tell(problem))
}

/// The files of the program's words that the configuration of the current folder gives, or the one that the command line names.
fn words_given(command: &Command) -> Vec<TomlFile> {
    let options = command.force().map(ForceArgs::options).unwrap_or_default();
    Projects::new(options, None).map(|mut projects| projects.given_here().ui).unwrap_or_default()
}

/// Does what a command line asks for, its first word the name of the program. The exit status. The process is taken to be its own: it
/// listens for signals, and a second interrupt ends it.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    catch_panics(|words| say(&format!("{}\n", shown(&format!("copydesk failed: {words}"))), false));
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let given: Vec<OsString> = arguments.iter().skip(1).cloned().collect();
    if let Some(name) = mistaken(&given, |path| path.symlink_metadata().is_ok()) {
        let name = name.to_string_lossy();
        let look = LookArgs { ui_lang: "en".to_owned(), color: When::Auto, bidi: BidiChoice::Auto };
        Terminal::new(&look, Vec::new).0.tell(
            &Problem::new("this is the name of a file, and would be read as an option")
                .at(Place::file(name.clone()))
                .with_help(format!(
                    "to name the file, write ./{name} or put -- before all names; to use the option, rename the file"
                )),
        );
        return 2;
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return terminal::answer(error),
    };
    let (terminal, problem) = Terminal::new(&cli.look, || words_given(&cli.command));
    if let Some(problem) = problem {
        terminal.tell(&problem);
        return 2;
    }
    copydesk_workspace::threads::start_readers();
    let status = match &cli.command {
        Command::Check(args) => check::run(args, &terminal),
        Command::Blocks(args) => blocks::run(args, &terminal),
        Command::Rules(args) => rules::run(args, &terminal),
        Command::Explain(args) => explain::run(args, &terminal),
        Command::Names(args) => names::run(args, &terminal),
        Command::Sources(args) => sources::run(args, &terminal),
        Command::Test(args) => test::run(args, &terminal),
        Command::Import(args) => import::run(args, &terminal),
        Command::Package(args) => package::run(args, &terminal),
        Command::Try(args) => trial::run(args, &terminal),
        Command::Lsp(args) => Ok(serve_editor(args, &terminal)),
        Command::Serve(args) => serve::run(args, &terminal),
        Command::Init(args) => init::run(args, &terminal),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => manual::completions(args),
        Command::Man => manual::man(),
    };
    terminal.release();
    match status {
        Ok(status) => status,
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            let words = system_words(&error);
            terminal.tell(&Problem::new(format!("the output cannot be written: {words}")));
            2
        }
    }
}
