//! `copydesk completions` and `copydesk man`: what shells and manuals are told of the command line, from its one
//! definition.

use std::io::{self, Write as _};

use clap::CommandFactory as _;

use super::args::{Cli, CompletionsArgs};

/// Writes the completions for a shell. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn completions(args: &CompletionsArgs) -> io::Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "copydesk", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(0)
}

/// Writes the manual page, every command included. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn man() -> io::Result<u8> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for part in command.get_subcommands().filter(|part| part.get_name() != "help") {
        let man = clap_mangen::Man::new(part.clone());
        writeln!(page, ".SH \"COPYDESK {}\"", part.get_name().to_uppercase())?;
        man.render_description_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    io::stdout().lock().write_all(&page)?;
    Ok(0)
}
