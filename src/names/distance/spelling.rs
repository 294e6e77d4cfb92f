//! A spelling prepared for comparison.

use super::limits::{LONGEST, OTHER};

/// A spelling prepared for comparison.
#[derive(Debug, Clone, Copy)]
pub struct Spelling {
    pub(super) letters: [u8; LONGEST],
    pub(super) len: u8,
    /// One bit for each letter that occurs.
    pub(super) signature: u64,
}

impl Spelling {
    /// Number of letters.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Whether it has no letter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Its letters, as numbers of the alphabet.
    #[must_use]
    pub fn letters(&self) -> &[u8] {
        self.letters.get(..self.len()).unwrap_or_default()
    }

    /// Whether one letter of this spelling, not the first one, stands elsewhere in another, and all else is the same.
    #[must_use]
    pub fn is_moved(&self, other: &Self) -> bool {
        if self.signature != other.signature || self.len != other.len || self.at(0) != other.at(0) {
            return false;
        }
        let (a, b) = (self.letters(), other.letters());
        let differs = |at: &usize| a.get(*at) != b.get(*at);
        let (Some(from), Some(to)) = ((0..a.len()).find(differs), (0..a.len()).rfind(differs)) else { return false };
        let (Some(a), Some(b)) = (a.get(from..=to), b.get(from..=to)) else { return false };
        let moved = |a: &[u8], b: &[u8]| a.first() == b.last() && a.get(1..) == b.get(..b.len() - 1);
        moved(a, b) || moved(b, a)
    }

    /// Letter at `index`; [`OTHER`] beyond the end.
    pub(super) fn at(&self, index: usize) -> u8 {
        self.letters.get(index).copied().unwrap_or(OTHER)
    }
}
