//! The command as its users run it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a test speaks to whoever runs it")]

mod add_ignore;
mod cache;
mod diff;
mod editor;
mod explain;
mod files;
mod formats;
mod given_language;
mod headlines;
mod hostile;
mod hostile_bounds;
mod hostile_git;
mod hostile_markup;
mod hostile_words;
mod house;
mod imports;
mod living;
mod lsp;
mod lsp_agrees;
mod lsp_configured;
mod lsp_decisions;
mod lsp_protocol;
mod lsp_pulled;
mod lsp_records;
mod lsp_traffic;
mod lsp_words;
mod manual;
mod names;
mod namings;
mod newcomer;
mod packages;
mod proof;
mod records;
mod saved_lines;
mod silence;
mod silenced;
mod streams;
mod style;
mod tables;
#[cfg(unix)]
mod threads;
#[cfg(unix)]
mod tracing;
mod trial;
mod unreadable;
#[cfg(unix)]
mod writers;

/// One file of this folder is one call: its arguments, exit status and output, and the folder it runs in.
/// `TRYCMD=overwrite cargo test --test cmd` writes down what the command now says; read the difference before you keep it.
#[test]
fn calls() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
