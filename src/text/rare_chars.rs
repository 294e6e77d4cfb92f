//! Finding the few characters a check cares about without looking at every other one.

use std::ops::RangeInclusive;

/// A set of characters to look for, by the first two bytes of their UTF-8 forms: text in a script whose letters begin
/// with other bytes is passed over at the speed of a table look-up a byte.
#[derive(Debug, Clone)]
pub struct RareChars {
    leads: [bool; 256],
    /// Second bytes of characters that have one.
    seconds: [bool; 256],
}

/// Which byte values occur in a text at all: asked once for a text, it saves most checks of characters a walk.
#[derive(Debug, Clone)]
pub struct BytesPresent([bool; 256]);

impl BytesPresent {
    /// Walks once over the bytes of the pieces of a text.
    pub fn of<'t>(pieces: impl Iterator<Item = &'t str>) -> Self {
        let mut present = [false; 256];
        for byte in pieces.flat_map(str::bytes) {
            present[usize::from(byte)] = true;
        }
        Self(present)
    }
}

impl RareChars {
    /// A set that covers at least the characters of all `ranges`.
    pub fn new(ranges: impl IntoIterator<Item = RangeInclusive<char>>) -> Self {
        let mut set = Self { leads: [false; 256], seconds: [false; 256] };
        let bytes = |c: char| {
            let mut buffer = [0; 4];
            let mut bytes = c.encode_utf8(&mut buffer).bytes();
            (bytes.next().unwrap_or_default(), bytes.next())
        };
        for range in ranges {
            let ((first_lead, first_second), (last_lead, last_second)) = (bytes(*range.start()), bytes(*range.end()));
            // First bytes ascend with code points, so all between the two ends are the range's.
            for lead in first_lead..=last_lead {
                set.leads[usize::from(lead)] = true;
            }
            let seconds = match (first_second, last_second) {
                (Some(first), Some(last)) if first_lead == last_lead => first..=last,
                (None, None) => continue,
                _ => 0x80..=0xBF,
            };
            for second in seconds {
                set.seconds[usize::from(second)] = true;
            }
        }
        set
    }

    /// Whether a text with these bytes can hold any of the characters.
    #[must_use]
    pub fn can_occur(&self, present: &BytesPresent) -> bool {
        self.leads.iter().zip(&present.0).any(|(lead, present)| *lead && *present)
    }

    /// Every character of `text` that may be in the set, with its byte offset. Others whose first bytes are alike come
    /// along: the caller looks at the character.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, char)> + 't {
        let bytes = text.as_bytes();
        let fits = move |at: usize, lead: u8| {
            self.leads[usize::from(lead)]
                && (lead < 0x80 || bytes.get(at + 1).is_some_and(|&second| self.seconds[usize::from(second)]))
        };
        let candidates = text.bytes().enumerate().filter(move |&(at, byte)| fits(at, byte));
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
        assert_eq!(rare.find_iter("قال (نعم) «لا»").collect::<Vec<_>>(), [(7, '('), (16, '«')]);
    }

    #[test]
    fn ranges_cover_every_first_byte_between_their_ends() {
        let rare = RareChars::new(['\u{7f}'..='\u{9f}', '\u{200b}'..='\u{200f}', '\u{600}'..='\u{7ff}']);
        assert_eq!(rare.find_iter("a\u{85}b\u{200c}c\u{700}").count(), 3);
    }

    #[test]
    fn what_cannot_occur_is_known_from_the_bytes() {
        let rare = RareChars::new(['«'..='«']);
        assert!(!rare.can_occur(&BytesPresent::of(["abc", "قال"].into_iter())));
        assert!(rare.can_occur(&BytesPresent::of(["abc", "«"].into_iter())));
    }
}
