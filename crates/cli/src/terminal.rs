//! What the terminal can do, asked of the environment, and the one way to standard error.

use std::cell::{Cell, RefCell};
use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};

use anstream::{AutoStream, ColorChoice};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};

use super::args::{BidiChoice, LookArgs, When};
use copydesk::report::safe::{lines, shown};
use copydesk::report::{Bidi, Look, Ui, problem_text};
use copydesk::rules::ui_files;
use copydesk::text::{Place, Problem, told_of};
use copydesk::toml_doc::TomlFile;
use copydesk_workspace::job::Job;
use copydesk_workspace::options::RuleOptions;
use copydesk_workspace::project::Projects;
use copydesk_workspace::refused::{Refused, unread};

/// Columns of a line where the output is no terminal, and at most.
const WIDEST: usize = 100;
/// Columns of a line at least, however narrow the terminal is.
const NARROWEST: usize = 40;

/// Speaks to the user: knows the language, the colours, and how many problems were told.
#[derive(Debug)]
pub struct Terminal {
    /// The program's own words.
    pub ui: Ui,
    /// How standard output is to look.
    pub look: Look,
    /// Columns that a line of standard output may take.
    pub width: usize,
    colour_errors: bool,
    told: Cell<usize>,
    /// Those of them that no reporter has written.
    unwritten: RefCell<Vec<Problem>>,
}

impl Terminal {
    /// What the options and the environment ask for. With a problem, if the words of the program cannot be had in the
    /// language asked for. `given` finds the files of words that a newsroom gives; it is asked only for a language in which copydesk
    /// has no words of its own.
    pub fn new(args: &LookArgs, given: impl FnOnce() -> Vec<TomlFile>) -> (Self, Option<Problem>) {
        let choice = |auto: ColorChoice| match args.color {
            When::Always => true,
            When::Never => false,
            When::Auto => !matches!(auto, ColorChoice::Never),
        };
        let look = Look {
            colour: choice(AutoStream::choice(&io::stdout())),
            bidi: bidi(args.bidi, io::stdout().is_terminal(), |name| env::var_os(name)),
        };
        let colour_errors = choice(AutoStream::choice(&io::stderr()));
        let built_in = ui_files();
        let ui = Ui::load(&built_in, &args.ui_lang).or_else(|_| Ui::find(&built_in, &given(), &args.ui_lang));
        let (ui, problem) = match ui {
            Ok(ui) => (ui, None),
            Err(problem) => (Ui::load(&built_in, "en").unwrap_or_else(|_| Ui::silent()), Some(problem)),
        };
        (Self { ui, look, width: width(), colour_errors, told: Cell::new(0), unwritten: RefCell::default() }, problem)
    }

    /// Tells a problem on standard error, and remembers that there was one.
    pub fn tell(&self, problem: &Problem) {
        self.told.set(self.told.get() + 1);
        self.unwritten.borrow_mut().push(problem.clone());
        self.mention(problem);
    }

    /// The problems that were told since this was last asked, for a report that has a place for them.
    pub fn take_unwritten(&self) -> Vec<Problem> {
        self.unwritten.take()
    }

    /// Says on standard error what is wrong, where that is no problem of the run.
    pub fn mention(&self, problem: &Problem) {
        say(&problem_text(problem, &self.ui, self.colour_errors), self.colour_errors);
    }

    /// Tells several, not too many of each file.
    pub fn tell_all(&self, problems: Vec<Problem>) {
        told_of(problems).iter().for_each(|problem| self.tell(problem));
    }

    /// Says something on standard error that is no problem.
    pub fn note(&self, key: &str, count: usize) {
        self.remark(&self.ui.count(key, count));
    }

    /// Says a line on standard error that is no problem.
    pub fn remark(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", shown(line));
    }

    /// Says something about a file on standard error that is no problem.
    pub fn note_file(&self, key: &str, file: &str) {
        self.note_with(key, "file", file);
    }

    /// Says something about a place in a file on standard error that is no problem.
    pub fn note_place(&self, key: &str, place: &Place) {
        let position = place.position().map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        self.note_with(key, "place", &format!("{}{position}", place.file));
    }

    fn note_with(&self, key: &str, name: &str, value: &str) {
        say(&format!("{}\n", shown(&self.ui.fill(key, &[(name, value)]))), false);
    }

    /// Reads what the options on rules name; `None` after a problem without which nothing can be checked. `language` is the tag
    /// of the language that every article is in, if that is given.
    pub fn open_projects(&self, options: RuleOptions, language: Option<&str>) -> Option<Projects> {
        Projects::new(options, language).map_err(|problem| self.tell(&problem)).ok()
    }

    /// Says why an article was not checked, in a command that shows no findings. An article that cannot be read takes nothing from
    /// what the others say.
    pub fn tell_refused(&self, refused: Refused, job: &Job) {
        match refused {
            Refused::Problem(problem) => self.tell(&problem),
            Refused::Article(unreadable) => {
                unread(&job.unreadable(*unreadable), &self.ui.tag).for_each(|fault| self.mention(&fault));
            }
            Refused::NoText => {}
        }
    }

    /// How many problems were told.
    pub fn told(&self) -> usize {
        self.told.get()
    }
}

/// Says some lines on standard error, the one way there: whoever wrote them, they pass the gate, with their colours if it takes any.
/// It has no buffer, so all of it goes in one write. Where it is closed nobody listens; the exit status still says it.
pub fn say(text: &str, colour: bool) {
    let _ = io::stderr().lock().write_all(lines(text, colour).as_bytes());
}

/// Answers a command line that asks for nothing that can be run: help and the version on standard output, what is wrong with it
/// on standard error. The exit status.
pub fn answer(mut error: clap::Error) -> u8 {
    let colour = |stream: ColorChoice| !matches!(stream, ColorChoice::Never);
    if !error.use_stderr() {
        let text = error.render();
        let colour = colour(AutoStream::choice(&io::stdout()));
        let text = if colour { text.ansi().to_string() } else { text.to_string() };
        // Whoever does not read it to its end has seen enough.
        let _ = io::stdout().lock().write_all(lines(&text, colour).as_bytes());
        return 0;
    }
    // What was typed stands in the error in pieces. Each is to stay on the line it is quoted in.
    let typed: Vec<(ContextKind, ContextValue)> =
        error.context().filter_map(|(kind, value)| Some((kind, gated(value)?))).collect();
    for (kind, value) in typed {
        error.insert(kind, value);
    }
    let text = error.render();
    let colour = colour(AutoStream::choice(&io::stderr()));
    say(&if colour { text.ansi().to_string() } else { text.to_string() }, colour);
    2
}

/// A piece of an error through the gate; nothing for one that holds no words of others.
fn gated(value: &ContextValue) -> Option<ContextValue> {
    let text = |text: &String| shown(text).into_owned();
    // Its own text has no colours.
    let styled = |styled: &StyledStr| StyledStr::from(text(&styled.to_string()));
    match value {
        ContextValue::String(one) => Some(ContextValue::String(text(one))),
        ContextValue::Strings(all) => Some(ContextValue::Strings(all.iter().map(text).collect())),
        ContextValue::StyledStrs(all) => Some(ContextValue::StyledStrs(all.iter().map(styled).collect())),
        // The usage is the program's own, in lines.
        _ => None,
    }
}

/// The profile for right-to-left text, from the choice made, whether the output is a terminal, and the environment.
/// Isolates go to terminals known to honour them and never, unless asked for, to a file or a pipe.
fn bidi(choice: BidiChoice, is_terminal: bool, env: impl Fn(&str) -> Option<OsString>) -> Bidi {
    let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    match choice {
        BidiChoice::Plain => Bidi::Plain,
        BidiChoice::Isolate => Bidi::Isolate,
        BidiChoice::Markers => Bidi::Markers,
        BidiChoice::Auto if !is_terminal => Bidi::Plain,
        BidiChoice::Auto if env("TERM_PROGRAM").is_some_and(|program| program == "vscode") => Bidi::Markers,
        // A multiplexer hides which terminal is really there.
        BidiChoice::Auto if set("TMUX") || set("STY") => Bidi::Plain,
        BidiChoice::Auto if set("VTE_VERSION") => Bidi::Isolate,
        BidiChoice::Auto => Bidi::Plain,
    }
}

/// Columns that are comfortable to read: those of the terminal, if they are not too few or too many.
fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    terminal.unwrap_or(WIDEST).clamp(NARROWEST, WIDEST)
}

/// Whether progress may be shown: somebody is watching standard error, and it is not the log of a CI run.
pub fn is_watched() -> bool {
    io::stderr().is_terminal() && env::var_os("CI").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_to_left_text_is_shown_as_the_terminal_bears() {
        let with = |is_terminal: bool, vars: &[(&str, &str)]| {
            bidi(BidiChoice::Auto, is_terminal, |name| {
                vars.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
            })
        };
        assert_eq!(with(true, &[]), Bidi::Plain);
        assert_eq!(with(true, &[("VTE_VERSION", "7006")]), Bidi::Isolate);
        assert_eq!(with(false, &[("VTE_VERSION", "7006")]), Bidi::Plain);
        assert_eq!(with(true, &[("VTE_VERSION", "7006"), ("TMUX", "0")]), Bidi::Plain);
        assert_eq!(with(true, &[("KONSOLE_VERSION", "221200")]), Bidi::Plain);
        assert_eq!(with(true, &[("TERM_PROGRAM", "vscode")]), Bidi::Markers);
    }
}
