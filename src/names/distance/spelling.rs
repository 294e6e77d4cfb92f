//! A spelling prepared for comparison.

use super::limits::{LONGEST, OTHER};

/// A spelling prepared for comparison.
#[derive(Debug, Clone, Copy)]
pub struct Spelling {
    pub(super) letters: [u8; LONGEST],
    pub(super) len: u8,
    /// For each letter where it is found among what letters cost that the other spelling lacks.
    pub(super) slots: [u8; LONGEST],
    /// Each letter with its place in the word.
    pub(super) placed: [u8; LONGEST],
    /// One bit for each letter that occurs.
    pub(super) signature: u64,
    /// For each two neighbours the bit of their pair.
    pub(super) pairs: u64,
    /// One bit for each letter with which another spelling of the same name may begin; the second letter of that one may
    /// also be the first one of this.
    pub(super) begins: u64,
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

    /// Where each letter is found among what added letters cost.
    pub(super) fn slots(&self) -> &[u8] {
        self.slots.get(..self.len()).unwrap_or_default()
    }

    /// Where the letter at `index` is found among what added letters cost.
    pub(super) fn slot(&self, index: usize) -> u8 {
        self.slots.get(index).copied().unwrap_or(0)
    }

    /// The letter at `index` with its place.
    pub(super) fn placed(&self, index: usize) -> u8 {
        self.placed.get(index).copied().unwrap_or(OTHER)
    }

    /// Whether some letters stand at `index`.
    #[inline]
    pub(super) fn stands_at(&self, index: usize, letters: &[u8]) -> bool {
        let rest = self.letters().get(index..).unwrap_or_default();
        rest.len() >= letters.len() && rest.iter().zip(letters).all(|(a, b)| a == b)
    }

    /// Whether two words may begin as spellings of one name do: with letters that are confused, or with one that was added.
    pub(super) fn may_begin_like(&self, other: &Self) -> bool {
        other.begins >> (self.letters[0] & 63) & 1 == 1 || self.letters[1] == other.letters[0]
    }

    /// Letter at `index`; [`OTHER`] beyond the end.
    pub(super) fn at(&self, index: usize) -> u8 {
        self.letters.get(index).copied().unwrap_or(OTHER)
    }
}

/// The bit of two neighbouring letters. Other pairs may have the same.
pub(super) fn pair_bit(letter: u8, next: u8) -> u64 {
    1 << (letter.wrapping_mul(37).wrapping_add(next) & 63)
}
