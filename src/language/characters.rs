//! What is asked of characters one by one. Of those below U+0800, which nearly all text of most scripts is made of, the build script
//! works it out and writes it down (`tables`): asking the tables of Unicode for all of them takes longer than checking a line.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_script::{Script, UnicodeScript};

/// The characters of one or two bytes.
pub const TABLE: usize = 0x800;
/// In place of a character that a fold leaves no trace of.
pub const DROPPED: u16 = u16::MAX;

/// In place of the lower case of what is no part of a word.
pub const NO_LETTER: u16 = 0;
/// The same of marks that are.
pub const MARK: u16 = 1;
/// The same of a letter beyond the table.
pub const OTHER: u16 = 2;
/// A line to draw letters out with, which is no letter.
const TATWEEL: char = '\u{640}';

/// The general rule for one character: nothing for invisible format characters and, if accents are stripped,
/// for combining marks; otherwise its lower-case base letter.
pub fn by_rule(strip_accents: bool, c: char) -> Option<char> {
    let invisible = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}');
    if invisible || (strip_accents && is_combining_mark(c)) {
        return None;
    }
    let mut base = c;
    if strip_accents && c > '\u{7f}' {
        let mut first = None;
        decompose_canonical(c, |part| first = first.or(Some(part)));
        base = first.unwrap_or(c);
    }
    // Lower case that needs two characters is left as it is.
    let mut lower = base.to_lowercase();
    Some(lower.next().filter(|_| lower.next().is_none()).unwrap_or(base))
}

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

fn bits(is: impl Fn(char) -> bool) -> Vec<u64> {
    let mut bits = vec![0; TABLE / 64];
    for c in all().filter(|&c| is(c)) {
        if let Some(bits) = bits.get_mut(c as usize / 64) {
            *bits |= 1 << (c as usize % 64);
        }
    }
    bits
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Which characters belong to words, one bit each.
pub fn words() -> Vec<u64> {
    bits(is_part)
}

/// Which characters are numbers, one bit each.
pub fn numbers() -> Vec<u64> {
    bits(char::is_numeric)
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
