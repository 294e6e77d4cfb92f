//! What people read on a terminal, on its way there: lines are broken between words before the terminal breaks them anywhere, and
//! put in the order in which this terminal has to get right-to-left words.

mod cells;
mod joined;
mod visual;

use std::io::{self, Write};

use copydesk::language::Direction;
use copydesk::report::Bidi;

use cells::Cells;

/// What is done to each line.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// How the terminal has to get right-to-left words.
    pub bidi: Bidi,
    /// Columns that a line may take; nothing if lines are not broken.
    pub width: Option<usize>,
    /// Where the program's own lines begin.
    pub direction: Direction,
}

/// A writer of lines for people. A line comes out when its end was written, or what there is of it when flushed.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    layout: Option<Layout>,
    line: Vec<u8>,
}

impl<W: Write> Screen<W> {
    /// Writes to `out`; without a layout, what it is given as it is.
    pub fn new(out: W, layout: Option<Layout>) -> Self {
        Self { out, layout, line: Vec::new() }
    }

    /// Writes a line that may not be broken, such as what is to be copied into a file. It has no line end in it.
    ///
    /// # Errors
    /// What the terminal says when it cannot be written to.
    pub fn verbatim(&mut self, line: &str) -> io::Result<()> {
        self.flush_line()?;
        let layout = self.layout.map(|layout| Layout { width: None, ..layout });
        let line = layout.map_or_else(|| line.to_owned(), |layout| layout.lay_out(line));
        writeln!(self.out, "{line}")
    }

    fn flush_line(&mut self) -> io::Result<()> {
        if self.line.is_empty() {
            return Ok(());
        }
        let line = std::mem::take(&mut self.line);
        match (self.layout, std::str::from_utf8(&line)) {
            (Some(layout), Ok(text)) => self.out.write_all(layout.lay_out(text).as_bytes()),
            _ => self.out.write_all(&line),
        }
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.layout.is_none() {
            return self.out.write(bytes);
        }
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            match part.strip_suffix(b"\n") {
                Some(end) => {
                    self.line.extend_from_slice(end);
                    self.flush_line()?;
                    self.out.write_all(b"\n")?;
                }
                None => self.line.extend_from_slice(part),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flush_line()?;
        self.out.flush()
    }
}

impl Layout {
    /// One line, without its end, as the terminal is to get it: lines with ends between them if it had to be broken. It may hold
    /// the program's own colours and isolates, and nothing else that gives orders.
    #[must_use]
    pub fn lay_out(self, line: &str) -> String {
        let width = self.width.unwrap_or(usize::MAX);
        let is_own = self.direction == Direction::Ltr;
        if line.is_ascii() && is_own && line.len() <= width {
            return line.to_owned();
        }
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        let (cells, direction) = Cells::of(text, self.direction);
        let aligns = matches!(self.bidi, Bidi::Isolate | Bidi::Visual | Bidi::Words);
        // Who reads from right to left begins at the right edge, and finds the same indent there.
        let margins = if aligns && self.direction == Direction::Rtl { indent * 2 } else { indent };
        let lines = cells.broken(width.saturating_sub(margins).max(1)).into_iter().map(|cells| match self.bidi {
            Bidi::Plain | Bidi::Markers => (cells.in_order(), cells.width()),
            Bidi::Isolate => (cells.isolated(direction), cells.width()),
            Bidi::Visual => cells.seen(direction).drawn_with_width(),
            Bidi::Words => cells.with_words_seen(direction).drawn_with_width(),
        });
        let lines: Vec<(String, usize)> = lines.collect();
        let widest = lines.iter().map(|(_, columns)| *columns).max().unwrap_or(0);
        let free = |columns: usize| match (self.direction, direction) {
            _ if !aligns => 0,
            (Direction::Rtl, _) => self.width.map_or(0, |width| width.saturating_sub(margins + columns)),
            (Direction::Ltr, Direction::Rtl) => widest - columns,
            (Direction::Ltr, Direction::Ltr) => 0,
        };
        let lines = lines.into_iter().map(|(line, columns)| format!("{}{line}", " ".repeat(indent + free(columns))));
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LTR: Direction = Direction::Ltr;

    fn laid_out(bidi: Bidi, width: usize, line: &str) -> String {
        Layout { bidi, width: Some(width), direction: LTR }.lay_out(line)
    }

    #[test]
    fn lines_are_broken_between_words_and_keep_their_indent() {
        assert_eq!(laid_out(Bidi::Plain, 12, "  one two three four"), "  one two\n  three four");
        assert_eq!(
            laid_out(Bidi::Plain, 12, "  a copydesk/unused-suppression b"),
            "  a\n  copydesk/unused-suppression\n  b"
        );
        assert_eq!(laid_out(Bidi::Plain, 20, "one  two"), "one  two");
    }

    #[test]
    fn colours_go_on_in_the_next_line() {
        let line = "\u{1b}[31mone two\u{1b}[0m three";
        assert_eq!(laid_out(Bidi::Plain, 5, line), "\u{1b}[31mone\u{1b}[0m\n\u{1b}[31mtwo\u{1b}[0m\nthree");
    }

    #[test]
    fn a_terminal_that_obeys_isolates_gets_them_around_the_line() {
        assert_eq!(laid_out(Bidi::Isolate, 60, "no letters to turn"), "no letters to turn");
        assert_eq!(
            laid_out(Bidi::Isolate, 60, "said \u{2068}نعم\u{2069}."),
            "\u{2066}said \u{2068}نعم\u{2069}.\u{2069}"
        );
        // An excerpt runs as most of its letters do, whatever it begins with.
        assert_eq!(laid_out(Bidi::Isolate, 60, "  \u{2068}AFP: قال نعم…\u{2069}"), "  \u{2067}AFP: قال نعم…\u{2069}");
    }

    #[test]
    fn an_isolate_goes_on_in_the_next_line() {
        assert_eq!(
            laid_out(Bidi::Isolate, 8, "said \u{2068}نعم لا\u{2069} so"),
            "\u{2066}said \u{2068}نعم\u{2069}\u{2069}\n\u{2066}\u{2068}لا\u{2069} so\u{2069}"
        );
    }

    #[test]
    fn a_terminal_that_orders_nothing_gets_the_line_as_it_is_seen() {
        assert_eq!(laid_out(Bidi::Visual, 60, "said \u{2068}שלום (עולם 12)\u{2069}, ok"), "said (12 םלוע) םולש, ok");
        assert_eq!(laid_out(Bidi::Visual, 60, "\u{2068}אבג…\u{2069}"), "…גבא");
        // The colour stays with its letters.
        assert_eq!(laid_out(Bidi::Visual, 60, "\u{2068}אב\u{1b}[31mג\u{1b}[0mד\u{2069}"), "ד\u{1b}[31mג\u{1b}[0mבא");
    }

    #[test]
    fn letters_are_joined_where_the_terminal_does_not() {
        // Initial, medial, final; two letters in one; what joins only one side; marks stay with their letter.
        assert_eq!(laid_out(Bidi::Visual, 60, "بببت"), "\u{fe96}\u{fe92}\u{fe92}\u{fe91}");
        assert_eq!(laid_out(Bidi::Visual, 60, "سلا"), "\u{fefc}\u{feb3}");
        assert_eq!(laid_out(Bidi::Visual, 60, "لا"), "\u{fefb}");
        assert_eq!(laid_out(Bidi::Visual, 60, "دبَ"), "\u{fe8f}\u{64e}\u{fea9}");
        assert_eq!(laid_out(Bidi::Visual, 60, "پیک"), "\u{fb8f}\u{fbff}\u{fb58}");
    }

    #[test]
    fn a_terminal_that_orders_letters_gets_its_words_ordered() {
        assert_eq!(laid_out(Bidi::Words, 60, "\u{2068}نعم لا، abc 12 هنا\u{2069}"), "هنا abc 12 لا، نعم");
        let coloured = "\u{2068}\u{1b}[31m”\u{1b}[0mنعم\u{2069}";
        assert_eq!(laid_out(Bidi::Words, 60, coloured), "نعم\u{1b}[31m”\u{1b}[0m");
    }

    #[test]
    fn who_reads_from_right_to_left_begins_at_the_right_edge() {
        let layout = Layout { bidi: Bidi::Visual, width: Some(12), direction: Direction::Rtl };
        assert_eq!(layout.lay_out("  אב גד הו"), "  וה דג בא");
        assert_eq!(layout.lay_out("  אב"), "        בא");
        assert_eq!(layout.lay_out("  אב גד הו זח"), "  וה דג בא\n        חז");
        assert_eq!(layout.lay_out("a:1 error"), "   a:1 error");
        // Where the lines of the program begin at the left, only the lines of one paragraph are aligned.
        assert_eq!(laid_out(Bidi::Visual, 5, "\u{2068}אב גד הו\u{2069}"), "דג בא\n   וה");
    }

    #[test]
    fn a_line_comes_out_when_it_is_whole() {
        let layout = Layout { bidi: Bidi::Visual, width: Some(20), direction: LTR };
        let mut screen = Screen::new(Vec::new(), Some(layout));
        screen.write_all("אב".as_bytes()).unwrap();
        assert!(screen.out.is_empty());
        screen.write_all("ג\nab".as_bytes()).unwrap();
        assert_eq!(screen.out, "גבא\n".as_bytes());
        screen.flush().unwrap();
        screen.verbatim("a line that is longer than twenty columns").unwrap();
        assert_eq!(screen.out, "גבא\naba line that is longer than twenty columns\n".as_bytes());
    }
}
