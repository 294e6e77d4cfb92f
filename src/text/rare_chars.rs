//! Finding the few characters a check cares about without looking at every other one.

use std::ops::RangeInclusive;

/// A set of characters to look for, by bytes of their UTF-8 forms: text that holds none is passed over at the speed of
/// a table look-up a byte.
#[derive(Debug, Clone)]
pub struct RareChars {
    /// First bytes.
    leads: [bool; 256],
    /// Second bytes of characters that have one.
    seconds: [bool; 256],
    /// What to stop at: characters of one byte, and of the others the first or the second byte.
    stops: [bool; 256],
    /// The same, where there are no more than three: those are found without a look at each byte.
    few_stops: Option<[u8; 3]>,
    /// Whether the second bytes are stopped at. All letters of a script share a few first bytes, so a few second bytes
    /// are rarer.
    by_second: bool,
    /// The characters of at most two bytes, a bit each.
    short: [u64; SHORT / 64],
}

/// With more second bytes than this, looking for first bytes is quicker; the second number holds where one of these begins the
/// letters of a script.
const FEW_SECONDS: (usize, usize) = (8, 32);
/// Where characters of three bytes begin.
const SHORT: usize = 0x800;

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
        let none = [false; 256];
        let mut set =
            Self { leads: none, seconds: none, stops: none, few_stops: None, by_second: false, short: [0; SHORT / 64] };
        let bytes = |c: char| {
            let mut buffer = [0; 4];
            let mut bytes = c.encode_utf8(&mut buffer).bytes();
            (bytes.next().unwrap_or_default(), bytes.next())
        };
        for range in ranges {
            for code in range.clone().map(|c| c as usize).take_while(|code| *code < SHORT) {
                set.short[code / 64] |= 1 << (code % 64);
            }
            let ((first_lead, first_second), (last_lead, last_second)) = (bytes(*range.start()), bytes(*range.end()));
            // First bytes ascend with code points, so all between the two ends are the range's.
            for lead in (first_lead..=last_lead).filter(|lead| !(0x80..0xC0).contains(lead)) {
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
        let begins_letters = set.leads[0xC3..0xE0].contains(&true);
        let few = if begins_letters { FEW_SECONDS.1 } else { FEW_SECONDS.0 };
        set.by_second = set.seconds.iter().filter(|second| **second).count() <= few;
        let beyond_ascii = if set.by_second { &set.seconds } else { &set.leads };
        for (byte, stop) in set.stops.iter_mut().enumerate() {
            *stop = if byte < 0x80 { set.leads[byte] } else { beyond_ascii[byte] };
        }
        let mut stops = (0..=u8::MAX).filter(|byte| set.stops[usize::from(*byte)]);
        if let Some(first) = stops.next() {
            let (second, third) = (stops.next().unwrap_or(first), stops.next().unwrap_or(first));
            set.few_stops = stops.next().is_none().then_some([first, second, third]);
        }
        set
    }

    /// Whether the character of these two bytes is in the set.
    fn has_short(&self, lead: u8, second: u8) -> bool {
        let code = usize::from(lead & 0x1F) << 6 | usize::from(second & 0x3F);
        self.short.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }

    /// How far into `bytes` the first one stands that is stopped at.
    fn stop_in(&self, bytes: &[u8]) -> Option<usize> {
        match self.few_stops {
            Some([first, second, third]) => memchr::memchr3(first, second, third, bytes),
            None => bytes.iter().position(|&byte| self.stops[usize::from(byte)]),
        }
    }

    /// Whether a text with these bytes can hold any of the characters.
    #[must_use]
    pub fn can_occur(&self, present: &BytesPresent) -> bool {
        self.leads.iter().zip(&present.0).any(|(lead, present)| *lead && *present)
    }

    /// Whether [`RareChars::find_iter`] stops at a character.
    #[must_use]
    pub fn stops_at(&self, c: char) -> bool {
        let mut buffer = [0; 4];
        let mut bytes = c.encode_utf8(&mut buffer).bytes();
        let lead = bytes.next().unwrap_or_default();
        self.leads[usize::from(lead)] && bytes.next().is_none_or(|second| self.seconds[usize::from(second)])
    }

    /// Every character of `text` that may be in the set, with its byte offset. Others whose first bytes are alike come
    /// along: the caller looks at the character.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, char)> + 't {
        let bytes = text.as_bytes();
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let stop = from + self.stop_in(bytes.get(from..)?)?;
                from = stop + 1;
                let byte = bytes.get(stop).copied()?;
                let start = if byte >= 0x80 && self.by_second { stop.checked_sub(1) } else { Some(stop) };
                let Some((start, lead)) = start.and_then(|start| Some((start, *bytes.get(start)?))) else { continue };
                let second = bytes.get(start + 1).copied().unwrap_or_default();
                let is_met = match lead {
                    0..0x80 => self.leads[usize::from(lead)],
                    0xC2..0xE0 => self.has_short(lead, second),
                    _ => self.leads[usize::from(lead)] && self.seconds[usize::from(second)],
                };
                if is_met {
                    // First bytes begin characters, so the slice is on a boundary.
                    return text.get(start..)?.chars().next().map(|c| (start, c));
                }
            }
        })
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
