//! A word beside a name.

use crate::text::stable_hash;

/// A word beside a name, as a hash with its side and whether it is a name itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Beside(u32);

impl Beside {
    /// A folded word before (`left`) or after a name.
    #[must_use]
    pub fn new(word: &str, left: bool, is_name: bool) -> Self {
        Self((stable_hash(word) as u32 & !3) | u32::from(left) << 1 | u32::from(is_name))
    }

    /// What a saved tally holds.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// What a saved tally holds.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Whether the word is a name.
    #[must_use]
    pub fn is_name(self) -> bool {
        self.0 & 1 == 1
    }

    /// The same word as a name on the same side, whatever it is.
    #[must_use]
    pub fn word(self) -> u32 {
        self.0 & !3
    }
}
