//! Sets of the characters that nearly all text of most scripts is made of.

/// Characters below U+0800, which have at most two bytes in UTF-8: a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShortChars([u64; Self::END / 64]);

impl ShortChars {
    /// The first character that is in no set.
    pub const END: usize = 0x800;

    /// None of them.
    pub const NONE: Self = Self([0; Self::END / 64]);

    /// Those whose bits are set, from the lowest bit of the first number on.
    #[must_use]
    pub const fn of(bits: [u64; Self::END / 64]) -> Self {
        Self(bits)
    }

    /// The bits of all of them, as [`ShortChars::of`] takes them.
    #[must_use]
    pub fn bits(&self) -> &[u64; Self::END / 64] {
        &self.0
    }

    /// Adds a character, unless it is beyond the set.
    pub fn insert(&mut self, c: char) {
        if let Some(bits) = self.0.get_mut(c as usize / 64) {
            *bits |= 1 << (c as usize % 64);
        }
    }

    /// Whether the character with this code point is in the set.
    #[inline]
    #[must_use]
    pub fn has(&self, code: usize) -> bool {
        self.0.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }

    /// Whether the character of these two bytes is in the set: the first says which number its bit is in, the second which bit it is.
    #[inline]
    #[must_use]
    pub fn has_bytes(&self, lead: u8, second: u8) -> bool {
        self.0[usize::from(lead & 0x1F)] >> (second & 0x3F) & 1 == 1
    }

    /// Whether the character of this one byte is in the set.
    #[inline]
    #[must_use]
    pub fn has_byte(&self, byte: u8) -> bool {
        byte < 0x80 && self.0[usize::from(byte >> 6)] >> (byte & 0x3F) & 1 == 1
    }

    /// The characters.
    pub fn iter(&self) -> impl Iterator<Item = char> {
        ('\0'..'\u{800}').filter(|c| self.has(*c as usize))
    }

    /// The characters of both sets.
    #[must_use]
    pub fn with(&self, others: &Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] | others.0[at]))
    }

    /// Whether all characters of another set are in this one.
    #[must_use]
    pub fn holds(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).all(|(bits, others)| others & !bits == 0)
    }
}

impl FromIterator<char> for ShortChars {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        let mut set = Self::NONE;
        chars.into_iter().for_each(|c| set.insert(c));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_into_it() {
        let set: ShortChars = ['a', '\u{7ff}', '\u{800}'].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), ['a', '\u{7ff}']);
        assert_eq!(ShortChars::of(*set.bits()), set);
        assert!(set.has_byte(b'a') && !set.has_byte(b'b') && !set.has_byte(0xE1));
        assert!(set.has('a' as usize) && set.has(0x7ff) && !set.has(0x800) && !set.has('b' as usize));
        assert!(set.has_bytes(0xDF, 0xBF) && !set.has_bytes(0xDF, 0xBE));
        let more: ShortChars = ['b'].into_iter().collect();
        let both = set.with(&more);
        assert!(both.holds(&set) && both.holds(&more) && !set.holds(&more) && set.holds(&ShortChars::NONE));
    }
}
