//! Writes pages of text for a terminal: titles, filled paragraphs, columns.

use std::io::{self, Write};

use anstyle::Style;
use copydesk::report::safe::shown;
use copydesk::report::{columns, wrapped};

use crate::screen::Screen;
use crate::terminal::Terminal;

/// What text under a title is indented by.
pub const INDENT: &str = "  ";

/// A page that is being written.
pub struct Page<'d, W: Write> {
    /// Language and look.
    pub terminal: &'d Terminal,
    out: Screen<W>,
}

impl<'d, W: Write> Page<'d, W> {
    /// A page that is written to `out`.
    pub fn new(terminal: &'d Terminal, out: Screen<W>) -> Self {
        Self { terminal, out }
    }

    /// Writes what is still held back.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// A line by itself, in bold type where there is one.
    pub fn headline(&mut self, text: &str) -> io::Result<()> {
        let bold = if self.terminal.look.colour { Style::new().bold() } else { Style::new() };
        writeln!(self.out, "{bold}{}{bold:#}", shown(text))
    }

    /// An empty line, and a title from the program's own words.
    pub fn title(&mut self, key: &str) -> io::Result<()> {
        let words = self.terminal.ui.say(key);
        self.title_of(words)
    }

    /// An empty line, and a title.
    pub fn title_of(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.out)?;
        self.headline(words)
    }

    /// An empty line.
    pub fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// Paragraphs that begin where the line does.
    pub fn paragraphs(&mut self, text: &str) -> io::Result<()> {
        self.hanging("", "", text)
    }

    /// Paragraphs under a title.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.hanging(INDENT, INDENT, text)
    }

    /// Paragraphs whose first line begins with `first`, and every further one with `rest`.
    pub fn hanging(&mut self, first: &str, rest: &str, text: &str) -> io::Result<()> {
        let width = self.terminal.width.saturating_sub(columns(rest) * self.terminal.margins());
        for (nth, line) in wrapped(text, width).iter().enumerate() {
            let lead = if nth == 0 { first } else { rest };
            if line.is_empty() && nth > 0 {
                writeln!(self.out)?;
            } else {
                writeln!(self.out, "{}{}", shown(lead), shown(line))?;
            }
        }
        Ok(())
    }

    /// Lines that may not be broken, such as what is to be copied into a file.
    pub fn verbatim(&mut self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| self.out.verbatim(&format!("{INDENT}{INDENT}{}", shown(line))))
    }

    /// Texts, each with a label before it, in two columns under a title.
    pub fn labelled(&mut self, rows: &[(String, String)]) -> io::Result<()> {
        let width = rows.iter().map(|(label, _)| columns(label)).max().unwrap_or(0);
        let rest = " ".repeat(width + 2 * INDENT.len());
        for (label, text) in rows {
            let first = format!("{INDENT}{}{INDENT}", padded(label, width));
            let mut lead = first.as_str();
            for line in text.lines() {
                self.hanging(lead, &rest, line)?;
                lead = &rest;
            }
        }
        Ok(())
    }
}

/// A text with spaces after it, `width` columns wide.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}
