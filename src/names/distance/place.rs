//! Where in a word a letter stands.

use super::limits::LETTERS;

/// Where in a word a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Start,
    Inside,
    End,
}

impl Place {
    pub(super) const ALL: [Self; 3] = [Self::Start, Self::Inside, Self::End];

    /// The start if either is, then the end if either is.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Start, _) | (_, Self::Start) => Self::Start,
            (Self::End, _) | (_, Self::End) => Self::End,
            _ => Self::Inside,
        }
    }
}

/// The place of a letter in a word of `len`.
pub(super) fn place(index: usize, len: usize) -> Place {
    if index == 0 {
        Place::Start
    } else if index + 1 >= len {
        Place::End
    } else {
        Place::Inside
    }
}

/// How many places there are.
pub(super) const PLACES: usize = 3;

/// A letter with its place: below 192.
pub(super) fn placed(letter: u8, place: Place) -> u8 {
    place as u8 * (LETTERS as u8 + 1) + letter
}
