//! Encodings of single bytes: which character each byte stands for, and the way back.

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::text::Encoding;

/// Bytes beyond ASCII.
const UPPER: std::ops::RangeInclusive<u8> = 0x80..=0xFF;
/// In place of a character that an encoding has no byte for.
const NONE: char = '\u{fffd}';

/// How many bytes are codes in the standards that encodings extend.
const CODES: usize = 0x20;

/// An encoding of single bytes.
pub struct Bytes {
    pub name: Box<str>,
    /// The byte of each character that is not ASCII.
    pub bytes: FxHashMap<char, u8>,
    /// The character of each byte from 0x80 on; U+FFFD where there is none.
    upper: Vec<char>,
}

impl Bytes {
    /// An encoding that browsers know; nothing for one with characters of several bytes.
    pub fn of(encoding: Encoding) -> Option<Self> {
        Some(Self::new(encoding.name(), encoding.upper_half()?))
    }

    /// An encoding by the characters of its bytes from 0x80 on.
    pub fn new(name: &str, upper: Vec<char>) -> Self {
        let mut bytes = FxHashMap::with_capacity_and_hasher(upper.len() + CODES, FxBuildHasher);
        bytes.extend(UPPER.zip(&upper).filter(|(_, c)| **c != NONE).map(|(byte, &c)| (c, byte)));
        // Where an encoding was read as the standard that it extends, and like it begins its letters with a space that does not break,
        // these bytes became the codes of the same number.
        if upper.get(0x20) == Some(&'\u{a0}') {
            (0x80..=0x9F).for_each(|byte| _ = bytes.entry(char::from(byte)).or_insert(byte));
        }
        Self { name: name.into(), bytes, upper }
    }

    /// The character of a byte from 0x80 on, if it has one.
    pub fn character(&self, byte: u8) -> Option<char> {
        let index = byte.checked_sub(*UPPER.start())?;
        self.upper.get(usize::from(index)).copied().filter(|c| *c != NONE)
    }
}
