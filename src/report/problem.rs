//! Problems, for people: one line, and where the problem is in a TOML file, the place drawn. TOML reads from left to
//! right, so that marks beneath a line fall where they should.

use std::io;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};

use super::Ui;
use super::safe::shown;
use crate::text::{Place, Problem};

/// Writes one problem: `error: path:line:col: message`, what to do, and for TOML files the place in its lines.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_problem(out: &mut dyn io::Write, problem: &Problem, ui: &Ui, colour: bool) -> io::Result<()> {
    writeln!(out, "{}: {}", ui.say("problem"), shown(&problem.to_string()))?;
    if let Some(drawing) = problem.place.as_ref().and_then(|place| drawn(place, colour)) {
        out.write_all(drawing.as_bytes())?;
    }
    match &problem.help {
        Some(help) => writeln!(out, "  {}: {}", ui.say("help"), shown(help)),
        None => Ok(()),
    }
}

/// The place in its lines, if it is one that can be drawn.
fn drawn(place: &Place, colour: bool) -> Option<String> {
    let (text, range) = place.excerpt.as_ref()?;
    let mut diagnostic = MietteDiagnostic::new("");
    diagnostic.labels = Some(vec![LabeledSpan::new(None, range.start, range.len().max(1))]);
    let harmless: String = text.chars().map(replacement).collect();
    let report = Report::new(diagnostic).with_source_code(NamedSource::new(shown(&place.file), harmless));
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
    let mut drawn = String::new();
    handler.render_report(&mut drawn, report.as_ref()).ok()?;
    // The first line holds the message, which stands above already.
    drawn.split_once('\n').map(|(_, drawing)| drawing.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ui_files;
    use crate::toml_doc::TomlFile;

    fn told(problem: &Problem) -> String {
        let mut out = Vec::new();
        write_problem(&mut out, problem, &Ui::load(&ui_files(), "en").unwrap(), false).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_problem_without_lines_to_draw_is_one_line_and_its_help() {
        let problem = Problem::new("bad\u{1b}[2J").with_help("do this").at(Place::file("a\nb.txt"));
        assert_eq!(told(&problem), "error: a\\nb.txt: bad\\u{001B}[2J\n  help: do this\n");
    }

    #[test]
    fn a_place_in_toml_is_drawn_without_what_is_hostile_in_it() {
        let file = TomlFile::new("a.toml", "# \u{202e}\u{1b}\nkye = 1\n");
        let told = told(&file.problem(7..10, "unknown key `kye`").with_help("did you mean `key`?"));
        assert!(told.starts_with("error: a.toml:2:1: unknown key `kye`\n"), "{told}");
        assert!(told.contains("2 │ kye = 1\n   · ───\n"), "{told}");
        assert!(told.ends_with("  help: did you mean `key`?\n"), "{told}");
        assert!(!told.contains(['\u{202e}', '\u{1b}']), "{told}");
        assert_eq!(told.matches("unknown key").count(), 1, "{told}");
    }
}
