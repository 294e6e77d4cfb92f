//! Who is said to speak.

use crate::analysis::At;

/// Who is said to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speaker {
    /// The words that say who.
    pub at: At,
    /// Whether they name somebody; otherwise they describe him, or several.
    pub is_named: bool,
    /// Whether they stand with an earlier quotation, and this one goes back to them.
    pub is_carried: bool,
}
