//! Rounds of edits, each of the text that the one before it left, as edits of the first text.

use std::collections::VecDeque;
use std::ops::Range;

use copydesk::text::{Edit, Span};

/// A text after rounds of edits.
#[derive(Debug)]
pub struct Rounds<'t> {
    first: &'t str,
    pieces: VecDeque<Piece>,
}

/// A stretch of the text as it is now.
#[derive(Debug)]
enum Piece {
    /// These bytes of the first text.
    Kept(Range<usize>),
    /// Put in.
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Kept(range) => range.len(),
            Self::New(text) => text.len(),
        }
    }

    /// The first `at` bytes, and the rest.
    fn split(self, at: usize) -> (Self, Self) {
        match self {
            Self::Kept(range) => (Self::Kept(range.start..range.start + at), Self::Kept(range.start + at..range.end)),
            Self::New(text) => {
                let part = |range: Option<&str>| Self::New(range.unwrap_or_default().to_owned());
                (part(text.get(..at)), part(text.get(at..)))
            }
        }
    }
}

impl<'t> Rounds<'t> {
    /// A text that nobody has edited.
    #[must_use]
    pub fn of(first: &'t str) -> Self {
        Self { first, pieces: VecDeque::from([Piece::Kept(0..first.len())]) }
    }

    /// Makes a round of edits of the text as it is now, which are disjoint and in order.
    pub fn edit(&mut self, edits: &[Edit]) {
        let (mut done, mut next) = (0, VecDeque::new());
        for edit in edits {
            let range = edit.span.range();
            self.take(range.start.saturating_sub(done), |piece| next.push_back(piece));
            self.take(range.len(), drop);
            next.push_back(Piece::New(edit.text.clone()));
            done = range.end;
        }
        next.append(&mut self.pieces);
        self.pieces = next;
    }

    /// Hands out the next `bytes` of the text.
    fn take(&mut self, mut bytes: usize, mut to: impl FnMut(Piece)) {
        while bytes > 0
            && let Some(piece) = self.pieces.pop_front()
        {
            let length = piece.len();
            if length <= bytes {
                to(piece);
            } else {
                let (head, tail) = piece.split(bytes);
                self.pieces.push_front(tail);
                to(head);
            }
            bytes -= length.min(bytes);
        }
    }

    /// What makes the text as it is now of the first one: edits that are disjoint, in order and not without effect.
    #[must_use]
    pub fn edits(self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let (mut done, mut new) = (0, String::new());
        let end = Piece::Kept(self.first.len()..self.first.len());
        for piece in self.pieces.into_iter().chain([end]) {
            match piece {
                Piece::New(text) => new.push_str(&text),
                Piece::Kept(range) => {
                    if self.first.get(done..range.start) != Some(&*new) {
                        edits.push(Edit { span: Span::from_range(done..range.start), text: std::mem::take(&mut new) });
                    }
                    new.clear();
                    done = range.end;
                }
            }
        }
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk::text::apply_edits;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn rounds_come_to_one_round() {
        let first = "one two three four";
        let second = [edit(0, 3, "1"), edit(8, 8, "and ")];
        let third = [edit(0, 1, "I"), edit(6, 10, "& "), edit(15, 20, "")];
        let mut rounds = Rounds::of(first);
        let mut text = first.to_owned();
        for round in [&second[..], &third] {
            rounds.edit(round);
            text = apply_edits(&text, round).unwrap();
        }
        let edits = rounds.edits();
        assert_eq!(text, "I two & three");
        assert_eq!(apply_edits(first, &edits).as_deref(), Some(&*text));
        assert_eq!(edits, [edit(0, 3, "I"), edit(8, 8, "& "), edit(13, 18, "")]);
    }

    #[test]
    fn what_is_undone_is_no_edit() {
        let mut rounds = Rounds::of("a”b");
        rounds.edit(&[edit(1, 4, "“")]);
        rounds.edit(&[edit(1, 4, "”")]);
        assert_eq!(rounds.edits(), []);
        assert_eq!(Rounds::of("").edits(), []);
    }
}
