//! What brackets look like that enclose nothing, or need no partner: smileys, numbering, intervals, the places of a log.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// A number of at most this many digits before a closing bracket counts items.
const LONGEST_NUMBERING: usize = 2;
/// A number written in letters is no longer than this.
const LONGEST_NUMERAL: usize = 5;
/// Bytes before and after a bracket that tell its form.
const NEAR: usize = 64;
/// An interval has no more bytes than this between its brackets.
const LONGEST_INTERVAL: usize = 24;

/// The characters of smileys and numerals, as the rule lists them.
#[derive(Debug)]
pub(super) struct Forms {
    /// What may come directly before the mouth of a smiley, or after one that looks the other way.
    pub eyes: Vec<char>,
    /// What may be between eyes and mouth.
    pub noses: Vec<char>,
    /// Letters that numbers are written with.
    pub numerals: Vec<char>,
    /// Signs that a word is disguised by.
    pub disguises: Vec<char>,
}

impl Forms {
    /// Whether the bracket `c` at byte `at` of `prose` may enclose nothing by its form: it is a partner where one is missing, and
    /// otherwise no finding.
    pub fn may_stand_alone(&self, prose: &str, at: usize, c: char, opens: bool) -> bool {
        let (before, after) = around(prose, at, c);
        self.is_mouth(before, c, opens)
            || is_mentioned(before, after)
            || self.is_disguise(before)
            || opens && self.is_turned_mouth(after)
            || !opens && (self.numbers_something(before) || is_place_in_log(before))
    }

    /// Whether what comes before a bracket makes it the mouth of a smiley: `:)`, `:-)`, `:o)`, `;))`.
    fn is_mouth(&self, before: &str, mouth: char, opens: bool) -> bool {
        let before = before.trim_end_matches(mouth);
        let nosed = before.trim_end_matches(|c| self.noses.contains(&c));
        [before, nosed].into_iter().any(|before| {
            let mut back = before.chars().rev();
            let Some(eyes) = back.next().filter(|c| self.eyes.contains(c)) else { return false };
            // Letters and digits are eyes only where no word ends with them, and so is a colon before what a bracket opens.
            let is_within_word = back.next().is_some_and(char::is_alphanumeric);
            !is_within_word || !opens && !eyes.is_alphanumeric()
        })
    }

    /// Whether two signs and more come directly before a bracket, so that it is one of those that disguise a word: `d@#$(`.
    fn is_disguise(&self, before: &str) -> bool {
        before.chars().rev().take_while(|c| self.disguises.contains(c)).nth(1).is_some()
    }

    /// Whether eyes come after an opening bracket: `(:`, `(-;`.
    fn is_turned_mouth(&self, after: &str) -> bool {
        let mut rest = after.trim_start_matches(|c| self.noses.contains(&c)).chars();
        rest.next().is_some_and(|c| self.eyes.contains(&c) && !c.is_alphanumeric())
            && rest.next().is_none_or(|c| !c.is_alphanumeric())
    }

    /// Whether what comes before a closing bracket counts items: `a)`, `12)`, `4a)`, `III)`, and at the head of a line `2 )`.
    fn numbers_something(&self, before: &str) -> bool {
        let line = before.rfind(['\n', '\u{2028}']).map_or(before, |at| before.get(at + 1..).unwrap_or_default());
        let apart = line.strip_suffix(' ').filter(|line| !line.contains(' ') && !line.is_empty());
        let is_edge = |c: char| {
            let category = c.general_category();
            c.is_whitespace()
                || matches!(category, GeneralCategory::InitialPunctuation | GeneralCategory::OpenPunctuation)
                || matches!(c, '"' | '*' | '_')
        };
        // Two more than there may be tell a word that is longer.
        let longest = LONGEST_NUMBERING.max(LONGEST_NUMERAL) + 2;
        let word = || apart.unwrap_or(line).chars().rev().take(longest).take_while(|c| !is_edge(*c));
        let length = word().count();
        let is_numeral = length > 0 && length <= LONGEST_NUMERAL && word().all(|c| self.numerals.contains(&c));
        let mut back = word().peekable();
        let letters = usize::from(back.next_if(|c| c.is_alphabetic()).is_some());
        let digits = back.clone().take_while(|c| c.is_numeric()).count();
        is_numeral || digits <= LONGEST_NUMBERING && letters + digits == length && length > 0
    }
}

/// The text close before and close after the bracket `c` at byte `at`: a form depends on no more, so that a paragraph of
/// nothing but brackets costs no more than one of words.
fn around(prose: &str, at: usize, c: char) -> (&str, &str) {
    let end = at + c.len_utf8();
    let from = prose.floor_char_boundary(at.saturating_sub(NEAR));
    let to = prose.floor_char_boundary((end + NEAR).min(prose.len()));
    (prose.get(from..at).unwrap_or_default(), prose.get(end..to).unwrap_or_default())
}

/// Whether nothing but a bracket is between two quotation marks: somebody speaks of the sign.
fn is_mentioned(before: &str, after: &str) -> bool {
    let is_mark = |c: char| {
        use GeneralCategory::{FinalPunctuation, InitialPunctuation};
        matches!(c, '"' | '\'' | '`') || matches!(c.general_category(), InitialPunctuation | FinalPunctuation)
    };
    before.ends_with(is_mark) && after.starts_with(is_mark)
}

/// Whether a closing bracket comes after the line of a file, as in a log: `reader.go:285]`.
fn is_place_in_log(before: &str) -> bool {
    let file = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = file.strip_suffix(':').filter(|_| file.len() < before.len());
    name.is_some_and(|name| {
        let extension = name.len() - name.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        extension > 0 && name.get(..name.len() - extension).is_some_and(|stem| stem.ends_with('.'))
    })
}

/// Whether two brackets of different pairs enclose an interval of numbers: `[0,2.5)`.
pub(super) fn is_interval(between: &str) -> bool {
    let is_part = |c: char| {
        c.is_numeric() || c.is_whitespace() || matches!(c, '.' | ',' | ';' | '+' | '-' | '−' | '∞' | '،' | '٫')
    };
    between.len() <= LONGEST_INTERVAL
        && between.contains([',', ';', '،'])
        && between.contains(char::is_numeric)
        && between.chars().all(is_part)
}
