//! Works out what `tables` says of the characters below U+0800. The build script does so: asking Unicode's own tables for all of them
//! takes longer than checking a line.

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use super::characters::{DROPPED, MARK, NO_LETTER, TABLE, by_rule};
use crate::text::ShortChars;

/// A line to draw letters out with, which is no letter.
const TATWEEL: char = '\u{640}';

/// The characters of the table, each by itself.
fn all() -> impl Iterator<Item = char> {
    (0..TABLE as u32).filter_map(char::from_u32)
}

/// What the general rules of folding make of each character: the same in all languages that keep accents, and in all that do not.
pub fn folded(strip_accents: bool) -> Vec<u16> {
    let of = |c: char| match by_rule(strip_accents, c) {
        Some(folded) if (folded as usize) < TABLE => folded as u16,
        Some(_) => c as u16,
        None => DROPPED,
    };
    all().map(of).collect()
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// The characters that belong to words.
pub fn words() -> ShortChars {
    all().filter(|c| is_part(*c)).collect()
}

/// The characters that are numbers.
pub fn numbers() -> ShortChars {
    all().filter(|c| c.is_numeric()).collect()
}

/// For each character its script, if it is a letter.
pub fn scripts() -> Vec<Option<Script>> {
    all().map(|c| c.is_alphabetic().then(|| c.script())).collect()
}

/// For each character its lower case, if it is part of a word.
pub fn letters() -> Vec<u16> {
    let entry = |c: char| {
        if !is_part(c) {
            return NO_LETTER;
        }
        if is_combining_mark(c) || c == TATWEEL {
            return MARK;
        }
        let lower = c.to_lowercase().next().unwrap_or(c);
        u16::try_from(u32::from(lower)).unwrap_or(NO_LETTER)
    };
    all().map(entry).collect()
}
