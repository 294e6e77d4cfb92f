//! What a repair would change, for people: each place before and after, with the letters marked that are not the same.

use std::io;
use std::ops::Range;

use anstyle::{AnsiColor, Style};

use super::excerpt::{head, tail};
use super::safe::shown;
use super::{Bidi, Look, columns, origin};
use crate::text::{Source, changed_numbers, changed_parts, narrow};

/// Columns of a place where no terminal says how wide it is.
const WIDTH: usize = 96;
/// So many columns between two changes in a line make two places of them.
const APART: usize = 40;
/// Columns for the signs at the head of a line, on both sides, and for what shows that a line was cut.
const MARGINS: usize = 10;

/// Changed parts of a line and of what it becomes, in bytes.
type Marks = (Vec<Range<usize>>, Vec<Range<usize>>);

/// Writes what is changed in an article that becomes `after`.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_changes(out: &mut dyn io::Write, source: &Source, after: &str, look: Look) -> io::Result<()> {
    let before: Vec<&str> = lines(source.text());
    let new: Vec<&str> = lines(after);
    let mut starts = Vec::with_capacity(before.len());
    let mut at = 0;
    for line in &before {
        starts.push(at);
        at += line.len();
    }
    let view = View { look, source };
    for (gone, come) in changed_numbers(&before, &new) {
        let old = before.get(gone.clone()).unwrap_or_default();
        let new = new.get(come).unwrap_or_default();
        let start = |line: usize| starts.get(gone.start + line).copied().unwrap_or(at);
        if old.len() == new.len() {
            for (number, (old, new)) in old.iter().zip(new).enumerate() {
                view.line(out, start(number), old, new)?;
            }
        } else {
            let has_words = |line: &&&str| !line.trim().is_empty();
            view.place(out, start(0))?;
            old.iter().filter(has_words).try_for_each(|line| view.whole(out, '-', line))?;
            new.iter().filter(has_words).try_for_each(|line| view.whole(out, '+', line))?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// The lines of a text, each with its end.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

struct View<'v> {
    look: Look,
    source: &'v Source,
}

impl View<'_> {
    /// Where a change is, by the byte at which it begins.
    fn place(&self, out: &mut dyn io::Write, start: usize) -> io::Result<()> {
        let at = self.source.file_position(narrow(start));
        let name = self.look.isolated_name(&self.source.id.name());
        let bold = if self.look.colour { Style::new().bold() } else { Style::new() };
        writeln!(out, "{bold}{name}:{}:{}{bold:#}{}", at.line, at.column, shown(&origin(self.source)))
    }

    /// A line that becomes another, place by place.
    fn line(&self, out: &mut dyn io::Write, start: usize, old: &str, new: &str) -> io::Result<()> {
        let [old, new] = [old, new].map(|line| line.trim_end_matches(['\n', '\r']));
        for (old_marks, new_marks) in places(old, new) {
            let first = old_marks.first().map_or(0, |mark| mark.start);
            self.place(out, start + first)?;
            self.marked(out, '-', old, &old_marks)?;
            self.marked(out, '+', new, &new_marks)?;
            writeln!(out)?;
        }
        Ok(())
    }

    /// A line that goes or comes as a whole.
    fn whole(&self, out: &mut dyn io::Write, sign: char, line: &str) -> io::Result<()> {
        let line = line.trim();
        let end = head(line, self.width()).len();
        let all = 0..end;
        self.drawn(out, sign, line, all.clone(), std::slice::from_ref(&all))
    }

    /// The changed parts of a line with the words around them.
    fn marked(&self, out: &mut dyn io::Write, sign: char, line: &str, marks: &[Range<usize>]) -> io::Result<()> {
        let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return Ok(()) };
        let inside = line.get(first.start..last.end).map_or(0, columns);
        let reach = self.width().saturating_sub(inside).max(16) / 2;
        let before = line.get(..first.start).unwrap_or_default();
        let behind = line.get(last.end..).unwrap_or_default();
        // A side that needs less leaves the rest to the other.
        let (needs, has) = (columns(before).min(reach), columns(behind).min(reach));
        let start = before.len() - tail(before, 2 * reach - has).len();
        let end = last.end + head(behind, 2 * reach - needs).len();
        self.drawn(out, sign, line, start..end, marks)
    }

    fn drawn(
        &self,
        out: &mut dyn io::Write,
        sign: char,
        line: &str,
        part: Range<usize>,
        marks: &[Range<usize>],
    ) -> io::Result<()> {
        let cut = |is_cut: bool| if is_cut { "\u{2026}" } else { "" };
        let mut text = cut(!line.get(..part.start).unwrap_or_default().trim().is_empty()).to_owned();
        let mut at = part.start;
        for mark in marks {
            text.push_str(&shown(line.get(at..mark.start).unwrap_or_default()));
            text.push_str(&self.mark(sign, line.get(mark.clone()).unwrap_or_default()));
            at = mark.end;
        }
        text.push_str(&shown(line.get(at..part.end).unwrap_or_default()));
        text.push_str(cut(!line.get(part.end..).unwrap_or_default().trim().is_empty()));
        writeln!(out, "  {sign} {}", self.look.set_apart(text))
    }

    fn mark(&self, sign: char, text: &str) -> String {
        let text = shown(text);
        if text.is_empty() {
            return String::new();
        }
        if !self.look.colour || self.look.bidi == Bidi::Markers {
            return format!("\u{27e6}{text}\u{27e7}");
        }
        let colour = if sign == '-' { AnsiColor::Red } else { AnsiColor::Green };
        let style = colour.on_default().bold().underline();
        format!("{style}{text}{style:#}")
    }

    fn width(&self) -> usize {
        self.look.width.unwrap_or(WIDTH).saturating_sub(MARGINS)
    }
}

/// The changes in a line, those that are near one another together. Each side of a place has a mark, if only an empty one, where
/// the other side has words.
fn places(old: &str, new: &str) -> Vec<Marks> {
    let mut places: Vec<Marks> = Vec::new();
    for (gone, come) in changed_parts(old, new) {
        let is_near = |(before, _): &Marks| {
            let between = before.last().and_then(|last| old.get(last.end..gone.start));
            between.is_some_and(|between| columns(between) < APART)
        };
        match places.last_mut().filter(|place| is_near(place)) {
            Some((before, after)) => {
                before.push(gone);
                after.push(come);
            }
            None => places.push((vec![gone], vec![come])),
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceId;

    fn written(before: &str, after: &str) -> String {
        let mut out = Vec::new();
        let source = Source::new(SourceId::File("a.txt".into()), before);
        write_changes(&mut out, &source, after, Look::PLAIN).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_letters_that_change_are_marked() {
        assert_eq!(
            written("One.\nThe sign said ”mind the step”.\n", "One.\nThe sign said “mind the step”.\n"),
            "a.txt:2:15\n  - The sign said ⟦”⟧mind the step”.\n  + The sign said ⟦“⟧mind the step”.\n\n"
        );
        assert_eq!(
            written("President Zelenskiy spoke.\n", "President Zelensky spoke.\n"),
            "a.txt:1:18\n  - President Zelensk⟦i⟧y spoke.\n  + President Zelensky spoke.\n\n"
        );
        assert_eq!(written("a cat sat\n", "a dog sat\n"), "a.txt:1:3\n  - a ⟦cat⟧ sat\n  + a ⟦dog⟧ sat\n\n");
    }

    #[test]
    fn changes_far_apart_in_a_line_are_two_places() {
        let filler = "and the rest of it stays as it was ".repeat(4);
        let text = written(&format!("”one” {filler} ”two”\n"), &format!("“one” {filler} “two”\n"));
        assert_eq!(text.matches("a.txt:1:").count(), 2, "{text}");
        assert!(text.contains("…") && text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }

    #[test]
    fn a_line_that_goes_is_shown_whole() {
        assert_eq!(
            written("One.\n\nRead more: Ten\n\nTwo.\n", "One.\n\nTwo.\n"),
            "a.txt:3:1\n  - ⟦Read more: Ten⟧\n\n"
        );
    }
}
