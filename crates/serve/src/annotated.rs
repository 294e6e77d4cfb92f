//! A text with markup as clients send it: what of it is checked, and where that is in what was sent.

use serde::Deserialize;

/// What the parameter `data` holds.
#[derive(Deserialize)]
struct Data {
    text: Option<String>,
    annotation: Option<Vec<Part>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    text: Option<String>,
    markup: Option<String>,
    /// What the markup stands for in the text that is checked.
    interpret_as: Option<String>,
}

/// A text as it was sent, and as it is checked.
#[derive(Debug, PartialEq, Eq)]
pub struct Annotated {
    /// What is checked.
    pub text: String,
    /// Where each part of it is, in order, none of them empty.
    pieces: Vec<Piece>,
    /// Its length as it was sent.
    sent: u32,
}

/// A part of what is checked. Everything is counted in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Where it begins in what is checked.
    start: u32,
    length: u32,
    /// Where it begins in what was sent.
    sent: u32,
    /// How much of that it stands for.
    sent_length: u32,
    /// Whether it is text; otherwise it stands for markup.
    is_text: bool,
}

/// A part of what was sent, in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentRange {
    /// Where it begins.
    pub start: u32,
    /// One past its last code unit.
    pub end: u32,
    /// Whether it is text from end to end, so that another text can take its place.
    pub is_plain: bool,
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

impl Annotated {
    /// A text without markup.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        let mut plain = Self { text: String::new(), pieces: Vec::new(), sent: 0 };
        plain.push(&text.into(), None);
        plain
    }

    /// What the parameter `data` holds.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub fn read(data: &str) -> Result<Self, String> {
        let read: Data = serde_json::from_str(data)
            .map_err(|error| format!("the parameter `data` is not the JSON expected: {error}"))?;
        let parts = match (read.text, read.annotation) {
            (Some(text), None) => return Ok(Self::plain(text)),
            (None, Some(parts)) => parts,
            _ => return Err("the parameter `data` holds either `text` or `annotation`".to_owned()),
        };
        let mut annotated = Self { text: String::new(), pieces: Vec::new(), sent: 0 };
        for part in parts {
            match (&part.text, &part.markup, &part.interpret_as) {
                (Some(text), None, None) => annotated.push(text, None),
                (None, Some(markup), meant) => annotated.push(meant.as_deref().unwrap_or_default(), Some(markup)),
                _ => {
                    return Err(
                        "a part of `annotation` is either a `text`, or a `markup` that may have an `interpretAs`"
                            .to_owned(),
                    );
                }
            }
        }
        Ok(annotated)
    }

    /// Adds what is checked: a text, or what stands for some markup.
    fn push(&mut self, checked: &str, markup: Option<&str>) {
        let (length, sent_length) = (units(checked), units(markup.unwrap_or(checked)));
        let start = self.pieces.last().map_or(0, |last| last.start + last.length);
        if length > 0 {
            self.pieces.push(Piece { start, length, sent: self.sent, sent_length, is_text: markup.is_none() });
        }
        self.text.push_str(checked);
        self.sent += sent_length;
    }

    /// Where a part of what is checked, counted in UTF-16 code units, is in what was sent. An empty part belongs to what stands before
    /// it.
    #[must_use]
    pub fn sent_range(&self, start: u32, end: u32) -> SentRange {
        let begins = if start == end { start.saturating_sub(1) } else { start };
        let first = self.pieces.partition_point(|piece| piece.start + piece.length <= begins);
        let last = self.pieces.partition_point(|piece| piece.start < end.max(begins + 1)).saturating_sub(1);
        let (Some(from), Some(to)) = (self.pieces.get(first), self.pieces.get(last)) else {
            return SentRange { start: self.sent, end: self.sent, is_plain: self.pieces.is_empty() };
        };
        let inside = |piece: &Piece, at: u32, otherwise: u32| {
            if piece.is_text { piece.sent + at.saturating_sub(piece.start).min(piece.length) } else { otherwise }
        };
        let sent_start = inside(from, start, from.sent);
        let sent_end = inside(to, end, to.sent + to.sent_length).max(sent_start);
        let all_text = self.pieces.get(first..=last).unwrap_or_default().iter().all(|piece| piece.is_text);
        SentRange { start: sent_start, end: sent_end, is_plain: all_text && sent_end - sent_start == end - start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(annotated: &Annotated, start: u32, end: u32) -> (u32, u32, bool) {
        let range = annotated.sent_range(start, end);
        (range.start, range.end, range.is_plain)
    }

    #[test]
    fn without_markup_everything_is_where_it_was() {
        let plain = Annotated::plain("📰 قال");
        for (start, end) in [(0, 0), (0, 2), (2, 6), (3, 3), (6, 6)] {
            assert_eq!(range(&plain, start, end), (start, end, true));
        }
        assert_eq!(range(&Annotated::plain(""), 0, 0), (0, 0, true));
        assert_eq!(Annotated::read(r#"{"text":"a"}"#).unwrap(), Annotated::plain("a"));
    }

    #[test]
    fn markup_counts_in_positions_and_is_not_checked() {
        let sent = r#"{"annotation":[{"text":"A "},{"markup":"<b>"},{"text":"bold"},{"markup":"</b>"},{"markup":"<br>","interpretAs":"\n\n"},{"text":"word"}]}"#;
        let annotated = Annotated::read(sent).unwrap();
        assert_eq!(annotated.text, "A bold\n\nword");
        assert_eq!(range(&annotated, 0, 1), (0, 1, true));
        assert_eq!(range(&annotated, 2, 6), (5, 9, true));
        assert_eq!(range(&annotated, 0, 6), (0, 9, false), "the tag would be lost");
        assert_eq!(range(&annotated, 8, 12), (17, 21, true));
        assert_eq!(range(&annotated, 4, 12), (7, 21, false));
        assert_eq!(range(&annotated, 6, 8), (13, 17, false), "all that the line break stands for");
        assert_eq!(range(&annotated, 6, 6), (9, 9, true), "behind the last letter");
        assert_eq!(range(&annotated, 12, 12), (21, 21, true));
    }

    #[test]
    fn markup_that_stands_for_as_many_letters_is_still_markup() {
        let annotated =
            Annotated::read(r#"{"annotation":[{"text":"a"},{"markup":"&","interpretAs":"+"},{"text":"b"}]}"#).unwrap();
        assert_eq!(annotated.text, "a+b");
        assert_eq!(range(&annotated, 0, 3), (0, 3, false));
    }

    #[test]
    fn what_is_no_annotated_text_is_said() {
        for bad in [
            "",
            "[]",
            "{}",
            r#"{"annotation":[{}]}"#,
            r#"{"annotation":[{"text":"a","markup":"b"}]}"#,
            r#"{"text":"a","annotation":[]}"#,
            r#"{"text":"\ud800"}"#,
        ] {
            assert!(Annotated::read(bad).is_err(), "{bad}");
        }
    }
}
