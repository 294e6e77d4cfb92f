//! What figures allow a rule to do by default. The build script reads this file too, so that the allowances of all built-in
//! codes are worked out once, when copydesk is built; it uses nothing but the standard library.

/// Findings that must have been judged right or wrong for a rule to speak.
pub const FEWEST_READ: u32 = 25;
/// Of a hundred of these so many must be right.
pub const RIGHT_IN_A_HUNDRED: u32 = 95;
/// Where there are fewer findings, none of them may be wrong in so many words.
pub const WORDS_WITHOUT_A_WRONG_ONE: u32 = 1_000_000;
/// Fewer findings than this say nothing against a rule.
pub const FEWEST_AGAINST: u32 = 4;

/// In the place of a language's tag: all of them.
pub const EVERY_LANGUAGE: &str = "*";

/// What a rule may do by default in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Allowance {
    /// Nothing: at least half of what was read of it was wrong. It runs when it is selected.
    Silent,
    /// Its findings are `info`: it was not measured, or is not right often enough.
    Hints,
    /// Its findings have the severity of the rule.
    Speaks,
}

/// How many findings of a code there were in texts of one language, and what they were judged to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Words of the texts.
    pub words: u32,
    /// Findings in them.
    pub findings: u32,
    /// Findings that were read.
    pub read: u32,
    /// Those of them that an editor would want to know of.
    pub right: u32,
    /// Those that are false alarms.
    pub wrong: u32,
}

impl Figures {
    /// What the figures allow.
    #[must_use]
    pub fn allowance(self) -> Allowance {
        let judged = self.right + self.wrong;
        let is_precise = judged >= FEWEST_READ && self.right * 100 >= judged * RIGHT_IN_A_HUNDRED;
        let is_rare = self.findings <= self.read && self.wrong == 0 && self.words >= WORDS_WITHOUT_A_WRONG_ONE;
        if is_precise || is_rare {
            Allowance::Speaks
        } else if judged >= FEWEST_AGAINST && self.wrong >= self.right {
            Allowance::Silent
        } else {
            Allowance::Hints
        }
    }
}
