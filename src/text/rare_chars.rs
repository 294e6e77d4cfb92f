//! Finding the few characters a check cares about without looking at every other one.

use std::ops::RangeInclusive;

/// A set of characters to look for, by the first bytes of their UTF-8 forms: text in a script whose letters begin with
/// other bytes is passed over at the speed of a table look-up a byte.
#[derive(Debug, Clone)]
pub struct RareChars {
    leads: [bool; 256],
}

impl RareChars {
    /// A set that covers at least the characters of all `ranges`.
    pub fn new(ranges: impl IntoIterator<Item = RangeInclusive<char>>) -> Self {
        let lead = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes().first().copied().unwrap_or_default();
        let mut leads = [false; 256];
        for range in ranges {
            // First bytes ascend with code points, so all between the two ends are the range's.
            for byte in lead(*range.start())..=lead(*range.end()) {
                leads[usize::from(byte)] = true;
            }
        }
        Self { leads }
    }

    /// Every character of `text` that may be in the set, with its byte offset. Others that begin with the same byte
    /// come along: the caller looks at the character.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, char)> + 't {
        let candidates = text.bytes().enumerate().filter(|(_, byte)| self.leads[usize::from(*byte)]);
        // Continuation bytes are never first bytes, so the slice is on a boundary.
        candidates.filter_map(|(at, _)| text.get(at..)?.chars().next().map(|c| (at, c)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_it_looks_for_and_little_else() {
        let rare = RareChars::new(['(', '«'].map(|c| c..=c));
        assert_eq!(rare.find_iter("قال (نعم) «لا»").collect::<Vec<_>>(), [(7, '('), (16, '«'), (22, '»')]);
    }

    #[test]
    fn ranges_cover_every_first_byte_between_their_ends() {
        let rare = RareChars::new(['\u{7f}'..='\u{9f}', '\u{200b}'..='\u{200f}']);
        assert_eq!(rare.find_iter("a\u{85}b\u{200c}").count(), 2);
    }
}
