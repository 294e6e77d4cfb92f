//! Encodings of single bytes: which character each byte stands for, and the way back.

use rustc_hash::FxHashMap;

use crate::text::Encoding;

/// Bytes beyond ASCII.
const UPPER: std::ops::RangeInclusive<u8> = 0x80..=0xFF;
/// In place of a character that an encoding has no byte for.
const NONE: char = '\u{fffd}';

/// An encoding as a rule names it.
#[derive(Debug, Clone)]
pub struct Named {
    pub name: Box<str>,
    /// The characters of its upper half, if browsers do not know it.
    table: Option<Box<str>>,
}

impl Named {
    /// The encoding with this name: one of `tables`, or one that browsers know. Nothing for one with characters of several bytes.
    pub fn of<'t>(name: &str, mut tables: impl Iterator<Item = (&'t str, &'t str)>) -> Option<Self> {
        if let Some((_, table)) = tables.find(|(known, _)| *known == name) {
            return Some(Self { name: name.into(), table: Some(table.into()) });
        }
        let encoding = Encoding::of_label(name)?;
        encoding.upper_half()?;
        Some(Self { name: encoding.name().into(), table: None })
    }

    /// The characters of the bytes from 0x80 on.
    fn upper_half(&self) -> Option<Vec<char>> {
        match &self.table {
            Some(table) => Some(table.chars().collect()),
            None => Encoding::of_label(&self.name)?.upper_half(),
        }
    }
}

/// An encoding of single bytes.
pub struct Bytes {
    pub name: Box<str>,
    /// The byte of each character that is not ASCII.
    pub bytes: FxHashMap<char, u8>,
    /// The character of each byte from 0x80 on; U+FFFD where there is none.
    upper: Vec<char>,
}

impl Bytes {
    /// Reads the tables of an encoding.
    pub fn of(named: &Named) -> Option<Self> {
        let upper = named.upper_half()?;
        let known = UPPER.zip(&upper).filter(|(_, c)| **c != NONE);
        let mut bytes: FxHashMap<char, u8> = known.map(|(byte, &c)| (c, byte)).collect();
        // Where an encoding was read as the standard that it extends, and like it begins its letters with a space that does not break,
        // these bytes became the codes of the same number.
        if upper.get(0x20) == Some(&'\u{a0}') {
            (0x80..=0x9F).for_each(|byte| _ = bytes.entry(char::from(byte)).or_insert(byte));
        }
        Some(Self { name: named.name.clone(), bytes, upper })
    }

    /// The character of a byte from 0x80 on, if it has one.
    pub fn character(&self, byte: u8) -> Option<char> {
        let index = byte.checked_sub(*UPPER.start())?;
        self.upper.get(usize::from(index)).copied().filter(|c| *c != NONE)
    }
}
