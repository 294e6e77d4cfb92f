//! What the terminal can do, asked of the environment, and the one way to standard error.

use std::cell::{Cell, RefCell};
use std::env;
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use anstream::{AutoStream, ColorChoice};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};

use super::args::{BidiChoice, LookArgs, When};
use super::screen::{Layout, Screen};
use copydesk::language::Direction;
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
const NARROWEST: usize = 20;

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
    /// What is done to lines of standard error; nothing where it is no terminal.
    errors: Option<Layout>,
    /// What is for standard error while standard output has not said all.
    held: RefCell<Option<String>>,
    /// Whether nothing is said that is no problem.
    quiet: Cell<bool>,
    told: Cell<usize>,
    /// Those of them that no reporter has written.
    unwritten: RefCell<Vec<Problem>>,
}

/// The first version of VTE that orders right-to-left words, as the terminal counts it.
const VTE_WITH_BIDI: u32 = 5800;

/// Signs of those lines of a problem that draw a place in a file.
const DRAWN: [char; 4] = ['\u{2502}', '\u{b7}', '\u{256d}', '\u{2570}'];

impl Terminal {
    /// What the options and the environment ask for. With a problem, if the words of the program cannot be had in the
    /// language asked for. `given` finds the files of words that a newsroom gives; it is asked only for a language in which copydesk
    /// has no words of its own.
    pub fn new(args: &LookArgs, given: impl FnOnce() -> Vec<TomlFile>) -> (Self, Option<Problem>) {
        let env = |name: &str| env::var_os(name);
        let colour = |auto: ColorChoice| colour(args.color, !matches!(auto, ColorChoice::Never), env);
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let look = Look {
            colour: colour(AutoStream::choice(&stdout)),
            bidi: bidi(args.bidi, stdout.is_terminal(), env),
            width: stdout.is_terminal().then(width),
        };
        let colour_errors = colour(AutoStream::choice(&stderr));
        let built_in = ui_files();
        let ui = Ui::load(&built_in, &args.ui_lang).or_else(|_| Ui::find(&built_in, &given(), &args.ui_lang));
        let (ui, problem) = match ui {
            Ok(ui) => (ui, None),
            Err(problem) => (Ui::load(&built_in, "en").unwrap_or_else(|_| Ui::silent()), Some(problem)),
        };
        let errors = stderr.is_terminal().then(|| Layout {
            bidi: bidi(args.bidi, true, env),
            width: Some(columns_of(&stderr)),
            direction: ui.direction,
        });
        let terminal = Self {
            ui,
            look,
            width: width(),
            colour_errors,
            errors,
            held: RefCell::new(None),
            quiet: Cell::new(false),
            told: Cell::new(0),
            unwritten: RefCell::default(),
        };
        (terminal, problem)
    }

    /// What is done to lines of standard output for people.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        let Look { bidi, width, .. } = self.look;
        let is_plain = matches!(bidi, Bidi::Plain | Bidi::Markers) && width.is_none();
        (!is_plain).then_some(Layout { bidi, width, direction: self.ui.direction })
    }

    /// On how many sides of a line its indent is: on both where lines are aligned to the right edge.
    #[must_use]
    pub fn margins(&self) -> usize {
        let is_aligned = self.look.isolates() && self.ui.direction == Direction::Rtl;
        if is_aligned { 2 } else { 1 }
    }

    /// The same for standard error.
    #[must_use]
    pub fn error_layout(&self) -> Option<Layout> {
        self.errors
    }

    /// Standard output. What is `for_people` comes in lines that are broken and ordered as the terminal needs it.
    #[must_use]
    pub fn screen(&self, for_people: bool) -> Screen<BufWriter<io::StdoutLock<'static>>> {
        Screen::new(BufWriter::new(io::stdout().lock()), self.layout().filter(|_| for_people))
    }

    /// From now on holds back what is for standard error, so that it does not come between two parts of standard output.
    pub fn hold(&self) {
        self.held.borrow_mut().get_or_insert_default();
    }

    /// Says what was held back, and holds nothing back any more.
    pub fn release(&self) {
        if let Some(held) = self.held.borrow_mut().take() {
            put(&held);
        }
    }

    /// Says lines on standard error that passed the gate, or holds them back.
    fn say(&self, text: &str, colour: bool) {
        let gated = lines(text, colour);
        let laid_out = |layout: Layout| {
            let line = |line: &str| if line.contains(DRAWN) { line.to_owned() } else { layout.lay_out(line) };
            gated.split('\n').map(line).collect::<Vec<_>>().join("\n")
        };
        let text = self.errors.map_or_else(|| gated.to_string(), laid_out);
        match &mut *self.held.borrow_mut() {
            Some(held) => held.push_str(&text),
            None => put(&text),
        }
    }

    /// From now on nothing is said on standard error that is no problem.
    pub fn hush(&self) {
        self.quiet.set(true);
    }

    /// Forgets the problems told: what follows is a run of its own.
    pub fn begin_again(&self) {
        self.told.set(0);
        self.unwritten.take();
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
        self.say(&problem_text(problem, &self.ui, self.colour_errors), self.colour_errors);
    }

    /// Says what is wrong, as [`Self::mention`] does, from any thread.
    pub fn teller(&self) -> impl Fn(&Problem) + Send + Sync + 'static {
        let (ui, colour) = (self.ui.clone(), self.colour_errors);
        move |problem| say(&problem_text(problem, &ui, colour), colour)
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
        if self.quiet.get() {
            return;
        }
        self.say(&format!("{}\n", shown(line)), false);
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
        self.remark(&self.ui.fill(key, &[(name, value)]));
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
pub fn say(text: &str, colour: bool) {
    put(&lines(text, colour));
}

/// Standard error has no buffer, so all of it goes in one write. Where it is closed nobody listens; the exit status still says it.
fn put(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether colours are wanted: as the options say, otherwise the environment, otherwise if `auto`, what the stream is good for.
fn colour(when: When, auto: bool, env: impl Fn(&str) -> Option<OsString>) -> bool {
    let is_set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    match (when, env("FORCE_COLOR")) {
        (When::Always, _) => true,
        (When::Never, _) => false,
        (When::Auto, Some(forced)) if !is_set("NO_COLOR") => forced != "0" && forced != "false",
        (When::Auto, _) => auto,
    }
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

/// How right-to-left text is to be sent, from the choice made, whether the output is a terminal, and the environment. Nothing is done,
/// unless asked for, for a file, a pipe, or a terminal that nothing is known of.
fn bidi(choice: BidiChoice, is_terminal: bool, env: impl Fn(&str) -> Option<OsString>) -> Bidi {
    let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    let is = |name: &str, values: &[&str]| env(name).is_some_and(|value| values.iter().any(|known| value == *known));
    match choice {
        BidiChoice::Plain => Bidi::Plain,
        BidiChoice::Isolate => Bidi::Isolate,
        BidiChoice::Visual => Bidi::Visual,
        BidiChoice::Words => Bidi::Words,
        BidiChoice::Markers => Bidi::Markers,
        BidiChoice::Auto if !is_terminal => Bidi::Plain,
        // A multiplexer hides which terminal is really there.
        BidiChoice::Auto if set("TMUX") || set("STY") => Bidi::Plain,
        BidiChoice::Auto if is("TERM_PROGRAM", VISUAL_PROGRAMS) || is("TERM", VISUAL_TERMS) => Bidi::Visual,
        BidiChoice::Auto if VISUAL_SIGNS.iter().any(|name| set(name)) => Bidi::Visual,
        BidiChoice::Auto if set("KITTY_WINDOW_ID") => Bidi::Words,
        BidiChoice::Auto if set("VTE_VERSION") => {
            let version = env("VTE_VERSION").and_then(|version| version.to_str()?.parse::<u32>().ok());
            if version.is_none_or(|version| version >= VTE_WITH_BIDI) { Bidi::Isolate } else { Bidi::Visual }
        }
        // These order words by themselves, each in its own way.
        BidiChoice::Auto if set("MLTERM") || set("KONSOLE_VERSION") => Bidi::Plain,
        BidiChoice::Auto if cfg!(windows) => Bidi::Visual,
        BidiChoice::Auto => Bidi::Plain,
    }
}

/// Terminals that put every character to the right of the one before, by the name they give themselves,
const VISUAL_PROGRAMS: &[&str] = &["vscode", "WezTerm", "ghostty", "rio"];
/// by what they are to programs,
const VISUAL_TERMS: &[&str] = &["alacritty", "foot", "foot-extra", "linux", "xterm-ghostty", "wezterm"];
/// and by a variable that only they set.
const VISUAL_SIGNS: &[&str] = &["XTERM_VERSION", "ALACRITTY_WINDOW_ID", "ALACRITTY_LOG", "WT_SESSION"];

/// Columns that are comfortable to read: those of standard output, if they are not too few or too many.
fn width() -> usize {
    columns_of(&io::stdout())
}

#[cfg(unix)]
fn columns_of(stream: &impl std::os::fd::AsFd) -> usize {
    comfortable(terminal_size::terminal_size_of(stream))
}

#[cfg(windows)]
fn columns_of(stream: &impl std::os::windows::io::AsHandle) -> usize {
    comfortable(terminal_size::terminal_size_of(stream))
}

fn comfortable(size: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    size.map_or(WIDEST, |(width, _)| usize::from(width.0)).clamp(NARROWEST, WIDEST)
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
        assert_eq!(with(true, &[("VTE_VERSION", "5202")]), Bidi::Visual);
        assert_eq!(with(false, &[("VTE_VERSION", "7006")]), Bidi::Plain);
        assert_eq!(with(true, &[("VTE_VERSION", "7006"), ("TMUX", "0")]), Bidi::Plain);
        assert_eq!(with(true, &[("KONSOLE_VERSION", "221200")]), Bidi::Plain);
        for (name, value) in
            [("TERM_PROGRAM", "vscode"), ("XTERM_VERSION", "XTerm(379)"), ("TERM", "alacritty"), ("WT_SESSION", "3c7f")]
        {
            assert_eq!(with(true, &[(name, value)]), Bidi::Visual, "{name}");
        }
    }

    #[test]
    fn colour_is_as_the_options_say_then_the_environment_then_the_stream() {
        let with = |when: When, auto: bool, vars: &[(&str, &str)]| {
            colour(when, auto, |name| {
                vars.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
            })
        };
        assert!(with(When::Auto, true, &[]) && !with(When::Auto, false, &[]));
        assert!(with(When::Auto, false, &[("FORCE_COLOR", "1")]) && with(When::Auto, false, &[("FORCE_COLOR", "")]));
        assert!(!with(When::Auto, true, &[("FORCE_COLOR", "0")]));
        assert!(!with(When::Auto, false, &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
        assert!(!with(When::Never, true, &[("FORCE_COLOR", "1")]) && with(When::Always, false, &[("NO_COLOR", "1")]));
    }
}
