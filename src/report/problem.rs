//! Problems, for people: one line, and where the problem is in a TOML file, the place drawn.

use std::io;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};

use super::Ui;
use super::safe::shown;
use crate::text::Problem;

/// Writes one problem: `error: path:line:col: message`, what to do, and for TOML files the place in its lines.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_problem(out: &mut dyn io::Write, problem: &Problem, ui: &Ui, colour: bool) -> io::Result<()> {
    let place = problem.place.as_ref();
    if let Some((text, range)) = place.and_then(|place| place.excerpt.as_ref()) {
        // TOML reads from left to right, so that marks beneath a line fall where they should.
        let mut diagnostic = MietteDiagnostic::new(shown(&problem.message).into_owned());
        diagnostic.help = problem.help.as_ref().map(|help| shown(help).into_owned());
        diagnostic.labels = Some(vec![LabeledSpan::new(None, range.start, range.len().max(1))]);
        let name = place.map_or("", |place| place.file.as_str());
        let harmless: String = text.chars().map(replacement).collect();
        let report = Report::new(diagnostic).with_source_code(NamedSource::new(shown(name), harmless));
        let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let mut drawn = String::new();
        let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
        if handler.render_report(&mut drawn, report.as_ref()).is_ok() {
            let position = place.and_then(|place| place.position).map_or(String::new(), |(l, c)| format!(":{l}:{c}"));
            writeln!(out, "{}: {}{position}: {}", ui.say("problem"), shown(name), shown(&problem.message))?;
            return write!(out, "{drawn}");
        }
    }
    writeln!(out, "{}: {}", ui.say("problem"), shown(&problem.to_string()))?;
    match &problem.help {
        Some(help) => writeln!(out, "  {}: {}", ui.say("help"), shown(help)),
        None => Ok(()),
    }
}

/// A character that may be drawn, of the same length in bytes where it stands for another: the spans must keep their place.
fn replacement(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        c if super::safe::is_hostile(c) => match c.len_utf8() {
            1 => '?',
            2 => '\u{b7}',
            3 => '\u{fffd}',
            _ => '\u{1fbc4}',
        },
        c => c,
    }
}
