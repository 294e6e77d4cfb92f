//! What is asked of characters one by one. Of those below U+0800, which nearly all text of most scripts is made of, it is written
//! down (`tables`).

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

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
