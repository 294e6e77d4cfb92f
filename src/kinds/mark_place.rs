//! What is around a mark of punctuation, for the checks of marks.

use crate::document::OBJECT;
use crate::language::{Profile, is_number, is_word_char};
use unicode_script::{Script, UnicodeScript};

/// A mark in the prose of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct MarkPlace<'p> {
    /// The prose before it.
    pub before: &'p str,
    /// The prose behind it.
    pub behind: &'p str,
}

/// No more characters than this are looked at on either side.
const FAR: usize = 40;
/// Signs of addresses, accounts, tags and code.
const CODE: [char; 12] = ['@', '#', '_', '/', '\\', '<', '>', '=', '&', '{', '}', OBJECT];

impl<'p> MarkPlace<'p> {
    /// The mark `c` at byte `at` of `prose`.
    pub fn new(prose: &'p str, at: usize, c: char) -> Option<Self> {
        Some(Self { before: prose.get(..at)?, behind: prose.get(at + c.len_utf8()..)? })
    }

    /// The character right before the mark.
    pub fn previous(&self) -> Option<char> {
        self.before.chars().next_back()
    }

    /// The character right behind the mark.
    pub fn next(&self) -> Option<char> {
        self.behind.chars().next()
    }

    /// The text before the mark without the spaces between, on its line.
    pub fn head(&self) -> &'p str {
        self.before.trim_end_matches(is_space)
    }

    /// The text behind the mark without the spaces between.
    pub fn rest(&self) -> &'p str {
        self.behind.trim_start_matches(is_space)
    }

    /// The letter or digit before the mark, with nothing but spaces, signs of percent and what encloses words between.
    pub fn word_before(&self) -> Option<char> {
        let mut before = self.before.chars().rev().take(FAR);
        before.find(|&c| !may_enclose(c) && !is_inherited(c)).filter(|&c| is_word_char(c))
    }

    /// The letter or digit behind the mark, with nothing but spaces and what encloses words between.
    pub fn word_behind(&self) -> Option<char> {
        let mut behind = self.behind.chars().take(FAR);
        behind.find(|&c| !may_enclose(c)).filter(|&c| is_word_char(c))
    }

    /// Whether what stands around the mark, up to the next spaces, belongs to an address, an account or code.
    pub fn is_in_code(&self) -> bool {
        let near = |c: &char| !c.is_whitespace();
        let before = self.before.chars().rev().take(FAR).take_while(near);
        let behind = self.behind.chars().take(FAR).take_while(near);
        before.chain(behind).any(|c| CODE.contains(&c))
    }

    /// Whether the line ends behind the mark.
    pub fn ends_line(&self) -> bool {
        self.rest().chars().next().is_none_or(|c| c == '\n' || c == '\r')
    }
}

/// Whether a character is a space inside a line that may be there by accident.
pub(super) fn is_space(c: char) -> bool {
    c == ' ' || c == '\t'
}

/// Whether a character is a letter of the script of a language.
pub(super) fn is_own_letter(c: char, profile: &Profile) -> bool {
    c.is_alphabetic() && Some(c.script()) == profile.script
}

/// Whether a character takes the script of the one before it, as vowel signs do.
fn is_inherited(c: char) -> bool {
    c.script() == Script::Inherited
}

/// Whether a character may stand between a word and a mark: spaces, quotation marks, brackets, signs of percent.
fn may_enclose(c: char) -> bool {
    is_space(c)
        || c == '\u{a0}'
        || matches!(
            c,
            '"' | '\''
                | '«'
                | '»'
                | '‹'
                | '›'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '('
                | ')'
                | '['
                | ']'
                | '%'
                | '\u{66a}'
                | '\u{200e}'
                | '\u{200f}'
        )
}

/// Whether both characters are numbers.
pub(super) fn are_numbers(before: Option<char>, behind: Option<char>) -> bool {
    before.is_some_and(is_number) && behind.is_some_and(is_number)
}
