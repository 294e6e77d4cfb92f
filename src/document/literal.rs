//! From the value of a quoted literal back to the bytes it is written with. The format's own parser says what the value
//! is; here the two are laid side by side, so that a mistake can blur a position but never invent one.

use super::OffsetMap;
use crate::text::{Span, narrow};

/// How a literal writes what it cannot hold as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// JSON, TOML basic strings, YAML double quotes: escapes begin with a backslash.
    Backslash,
    /// YAML single quotes: two quotes are one.
    DoubledQuote,
    /// No escapes; lines may be folded.
    Plain,
}

impl Style {
    /// Characters that such a literal does not hold as they are.
    #[must_use]
    pub fn guarded(self) -> &'static str {
        match self {
            Self::Backslash => "\"\\\n\r\t",
            Self::DoubledQuote => "'\n\r",
            // What YAML may read as its own in a value without quotes, and quotes of any kind.
            Self::Plain => "\"'`:#{}[],&*!|>%@\\\n\r",
        }
    }

    fn special(self) -> u8 {
        match self {
            Self::Backslash => b'\\',
            Self::DoubledQuote => b'\'',
            // Found anyway.
            Self::Plain => b'\n',
        }
    }
}

/// The map of `value`, which the bytes `raw`, stored from byte `start` on, stand for. Where the two cannot be laid side by
/// side, all of the value stands for all of the bytes.
#[must_use]
pub fn align(raw: &str, start: usize, value: &str, style: Style) -> OffsetMap {
    let whole = Span::new(narrow(start), narrow(start + raw.len()));
    if raw == value {
        return OffsetMap::verbatim(whole.start, narrow(value.len()));
    }
    Alignment { raw, start, value, map: OffsetMap::empty() }.run(style).unwrap_or_else(|| {
        let mut map = OffsetMap::empty();
        map.push_replaced(whole, narrow(value.len()));
        map
    })
}

struct Alignment<'t> {
    /// What is left of both.
    raw: &'t str,
    value: &'t str,
    /// Where `raw` begins.
    start: usize,
    map: OffsetMap,
}

impl Alignment<'_> {
    fn run(mut self, style: Style) -> Option<OffsetMap> {
        while !self.raw.is_empty() {
            let special = memchr::memchr3(style.special(), b'\n', b'\r', self.raw.as_bytes());
            let run = self.raw.get(..special.unwrap_or(self.raw.len()))?;
            let is_line_end = special.is_some_and(|at| matches!(self.raw.as_bytes().get(at), Some(b'\n' | b'\r')));
            // Blanks before a line end go with it.
            let kept = if is_line_end { run.trim_end_matches([' ', '\t']).len() } else { run.len() };
            self.take(kept, kept)?;
            if is_line_end {
                let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len();
                self.take(blank(self.raw), blank(self.value))?;
            } else if special.is_some() {
                let (written, means_nothing) = escape_len(self.raw, style)?;
                let value = if means_nothing { 0 } else { self.value.chars().next()?.len_utf8() };
                self.take(written, value)?;
            }
        }
        self.value.is_empty().then_some(self.map)
    }

    /// Takes bytes off both: as they are where they are the same, as a whole otherwise.
    fn take(&mut self, raw: usize, value: usize) -> Option<()> {
        let (written, rest) = self.raw.split_at_checked(raw)?;
        let (meant, left) = self.value.split_at_checked(value)?;
        let span = Span::from_range(self.start..self.start + raw);
        if written == meant {
            if !span.is_empty() {
                self.map.push_verbatim(span);
            }
        } else if !meant.is_empty() {
            // Only escapes and line ends may differ from what they mean.
            if raw == value && !written.starts_with(['\\', '\'', ' ', '\t', '\n', '\r']) {
                return None;
            }
            self.map.push_replaced(span, narrow(value));
        }
        (self.raw, self.value, self.start) = (rest, left, self.start + raw);
        Some(())
    }
}

/// How many bytes the escape at the head of `raw` is written with, and whether it means nothing (a line end that does not
/// count).
fn escape_len(raw: &str, style: Style) -> Option<(usize, bool)> {
    if style == Style::DoubledQuote {
        return raw.starts_with("''").then_some((2, false));
    }
    let after = raw.get(1..)?;
    let next = after.chars().next()?;
    Some(match next {
        'x' => (4, false),
        'U' => (10, false),
        // A character beyond U+FFFF is two escapes in JSON.
        'u' if is_high_surrogate(raw) && raw.get(6..8) == Some("\\u") => (12, false),
        'u' => (6, false),
        '\n' | '\r' | ' ' | '\t' if after.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) => {
            (1 + after.len() - after.trim_start_matches([' ', '\t', '\n', '\r']).len(), true)
        }
        other => (1 + other.len_utf8(), false),
    })
}

fn is_high_surrogate(raw: &str) -> bool {
    let code = raw.get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code.is_some_and(|code| (0xD800..0xDC00).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ProseSpan;

    /// What is stored under each character of the value.
    fn pieces<'r>(raw: &'r str, value: &str, style: Style) -> Vec<&'r str> {
        let map = align(raw, 100, value, style);
        let piece = |(at, c): (usize, char)| {
            let span = map.locate(ProseSpan::from_range(at..at + c.len_utf8()));
            &raw[span.start as usize - 100..span.end as usize - 100]
        };
        value.char_indices().map(piece).collect()
    }

    #[test]
    fn escapes_stand_for_what_they_mean() {
        assert_eq!(
            pieces(r#"a\"\u0645\ud83d\ude42é"#, "a\"م🙂é", Style::Backslash),
            ["a", "\\\"", r"\u0645", r"\ud83d\ude42", "é"]
        );
        assert_eq!(pieces("it''s", "it's", Style::DoubledQuote), ["i", "t", "''", "s"]);
        assert_eq!(pieces("a \\\n  b", "a b", Style::Backslash), ["a", " ", "b"]);
    }

    #[test]
    fn folded_lines_are_one_space() {
        assert_eq!(pieces("a \n   b\n\n c", "a b\nc", Style::Plain), ["a", " \n   ", "b", "\n\n ", "c"]);
        assert_eq!(pieces("a\n  b\n   c\n", "a\nb\n c", Style::Plain)[..2], ["a", "\n  "]);
    }

    #[test]
    fn what_does_not_match_is_covered_as_a_whole() {
        assert_eq!(pieces("abc", "xyz", Style::Plain), ["abc", "abc", "abc"]);
    }
}
