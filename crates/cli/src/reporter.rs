//! The reporter that the arguments ask for, and the file a CI runner gives it.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use super::args::{CheckArgs, Format, ShownText};
use super::terminal::Terminal;
use copydesk::report::{
    Concise, Events, Github, Gitlab, Html, Human, Json, JsonLines, Junit, Leftovers, Look, Markdown, Rdjson,
    ReportText, Reporter, Sarif,
};
use copydesk_workspace::read::{file_problem, system_words};

/// What GitHub takes as the summary of one step, in bytes.
const STEP_SUMMARY: u64 = 1 << 20;

/// The reporter for the form asked for.
pub fn reporter(args: &CheckArgs, terminal: &Terminal, look: Look) -> Box<dyn Reporter> {
    let ui = || terminal.ui.clone();
    let tag = || terminal.ui.tag.clone();
    match args.format() {
        Format::Human => Box::new(Human {
            ui: ui(),
            look,
            reach: None,
            statistics: args.statistics,
            quiet: args.quiet,
            leftovers: Leftovers::default(),
        }),
        Format::Concise => Box::new(Concise { ui: tag() }),
        Format::Json => Box::new(Json::new(tag())),
        Format::Jsonl => Box::new(JsonLines { ui: tag() }),
        Format::Events => Box::new(Events { ui: tag() }),
        Format::Github => Box::new(Github::new(ui(), step_summary(terminal))),
        Format::Sarif => Box::new(Sarif::new(ui())),
        Format::Gitlab => Box::new(Gitlab::new(ui())),
        Format::Junit => Box::new(Junit::new(ui())),
        Format::Rdjson => Box::new(Rdjson::new(ui())),
        Format::Markdown => Box::new(Markdown::new(ui(), None)),
        Format::Html => Box::new(Html::new(ui(), report_text(args.report_text))),
    }
}

/// How much of each article a page shows.
fn report_text(text: ShownText) -> ReportText {
    match text {
        ShownText::Findings => ReportText::Findings,
        ShownText::All => ReportText::All,
        ShownText::None => ReportText::None,
    }
}

/// The way to the summary of the step that runs, and how many bytes it still takes; nothing outside of GitHub.
fn step_summary(terminal: &Terminal) -> Option<(Box<dyn Write>, usize)> {
    let path = PathBuf::from(env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty())?);
    let written = fs::metadata(&path).map_or(0, |metadata| metadata.len());
    match OpenOptions::new().append(true).create(true).open(&path) {
        Ok(file) => {
            let room = usize::try_from(STEP_SUMMARY.saturating_sub(written)).unwrap_or(0);
            Some((Box::new(BufWriter::new(file)), room))
        }
        Err(error) => {
            terminal.tell(&file_problem(&path, format!("cannot be written: {}", system_words(&error))));
            None
        }
    }
}
