//! A place in a TOML file, drawn: its line between its neighbours, with marks beneath. TOML reads from left to right, so that the
//! marks fall where they should. Every line passes the gate of all text for terminals before its columns are counted.

use anstyle::{AnsiColor, Style};
use miette::{SourceCode, SourceSpan};
use unicode_width::UnicodeWidthStr as _;

use super::safe::{shown, shown_at};
use crate::text::Place;

/// Most characters of a line that are drawn, and most of them that come before the place.
const LONGEST: usize = 100;
const BEFORE: usize = 60;

/// The place in its lines, if it is one that can be drawn; `colour` is whether it may hold colours.
#[must_use]
pub fn drawn(place: &Place, colour: bool) -> Option<String> {
    let (text, range) = place.excerpt.as_ref()?;
    let (line, column) = place.position()?;
    // A file that ends too early is at fault after its last character.
    let start = range.start.min(text.len().saturating_sub(1));
    let around = (**text).read_span(&SourceSpan::from((start, 1)), 1, 1).ok()?;
    let from = around.span().offset();
    let lines = std::str::from_utf8(around.data()).ok()?;
    let earlier = lines.get(..range.start.checked_sub(from)?)?.matches('\n').count();
    let first = (line as usize).checked_sub(earlier)?;
    let numbered = lines.split_inclusive('\n').zip(first..);
    let gutter = (first + 2).to_string().len();

    let paint = |style: Style, words: &str| {
        let style = if colour { style } else { Style::new() };
        format!("{style}{words}{style:#}")
    };
    let frame = |words: &str| paint(Style::new().dimmed(), words);
    let mut out = format!(" {:gutter$} {}\n", "", frame(&format!("╭─[{}:{line}:{column}]", shown(&place.file))));
    let mut begins = from;
    for (whole, number) in numbered {
        let written = whole.trim_end_matches(['\n', '\r']);
        let is_meant = number == line as usize;
        let inside = |at: usize| at.saturating_sub(begins).min(written.len());
        let meant = if is_meant { inside(range.start)..inside(range.end) } else { 0..0 };
        let (words, marked) = clipped(written, meant)?;
        out += &format!(" {} {}\n", frame(&format!("{number:>gutter$} │")), words);
        if is_meant {
            let (left, length) = (marked.start, marked.len().max(1));
            let marks = paint(AnsiColor::Red.on_default().bold(), &"─".repeat(length));
            out += &format!(" {:gutter$} {} {:left$}{marks}\n", "", frame("·"), "");
        }
        begins += whole.len();
    }
    out += &format!(" {:gutter$} {}\n", "", frame("╰────"));
    Some(out)
}

/// What is drawn of a line, and the columns, from 0, of the bytes `meant` in it.
fn clipped(line: &str, meant: std::ops::Range<usize>) -> Option<(String, std::ops::Range<usize>)> {
    let begin = line.get(..meant.start)?.char_indices().rev().nth(BEFORE).map_or(0, |(at, c)| at + c.len_utf8());
    let rest = line.get(begin..)?;
    let end = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at);
    // A tab would be as wide as each terminal makes it.
    let sight = rest.get(..end)?.replace('\t', " ");
    let (words, [start, stop]) = shown_at(&sight, [meant.start - begin, (meant.end - begin).min(end)]);
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let head = cut(begin > 0);
    let column = |at: usize| words.get(..at).map(|before| head.width() + before.width());
    let columns = column(start)?..column(stop)?;
    Some((format!("{head}{words}{}", cut(end < rest.len())), columns))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toml_doc::TomlFile;

    fn drawing(text: &str, range: std::ops::Range<usize>) -> String {
        drawn(&TomlFile::new("a.toml", text).problem(range, "m").place.unwrap(), false).unwrap()
    }

    #[test]
    fn the_place_stands_between_its_neighbours() {
        let text = "a = 1\nb = 2\n\tkye = 'ش界' # c\n\nd = 3\n";
        let at = text.find("'ش").unwrap();
        let lines = "   ╭─[a.toml:3:8]\n 2 │ b = 2\n 3 │  kye = 'ش界' # c\n   ·        ─────\n 4 │ \n   ╰────\n";
        assert_eq!(drawing(text, at..at + 7), lines);
    }

    #[test]
    fn what_is_at_fault_behind_the_last_character_is_drawn() {
        assert_eq!(drawing("a = [", 5..5), "   ╭─[a.toml:1:6]\n 1 │ a = [\n   ·      ─\n   ╰────\n");
    }

    #[test]
    fn marks_stand_beneath_what_is_meant_whatever_had_to_be_made_visible() {
        let text = "a = '\u{202e}' # ##[error] b";
        let at = text.find("##[").unwrap();
        let lines = drawing(text, at..at + 9);
        assert!(lines.contains("1 │ a = '\\u{202E}' # #\\#[error] b\n"), "{lines}");
        let [row, marks] = [1, 2].map(|n| lines.lines().nth(n).unwrap());
        let column = |line: &str, what: char| line.chars().position(|c| c == what);
        assert_eq!(
            column(marks, '─'),
            row.chars().collect::<String>().find("#\\#").map(|at| row[..at].chars().count())
        );
        assert_eq!(marks.matches('─').count(), "#\\#[error]".len());
    }

    #[test]
    fn of_a_long_line_only_the_place_is_drawn() {
        let text = format!("a = {{{}}}", "bcde=1,".repeat(100_000));
        let at = text.len() / 2;
        let lines = drawing(&text, at..at + 4);
        assert!(lines.len() < 600, "{lines}");
        assert!(
            lines.lines().nth(1).unwrap().starts_with(" 1 │ …") && lines.lines().nth(1).unwrap().ends_with('…'),
            "{lines}"
        );
    }
}
