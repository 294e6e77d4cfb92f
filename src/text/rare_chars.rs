//! Finding the few characters a check cares about without looking at every other one.

use std::ops::RangeInclusive;

use super::ShortChars;

/// A set of characters to look for, by bytes of their UTF-8 forms: text that holds none is passed over at the speed of
/// a table look-up a byte.
#[derive(Debug, Clone)]
pub struct RareChars {
    /// First bytes.
    leads: Bytes,
    /// Second bytes of characters that have one.
    seconds: [bool; 256],
    /// What to stop at: characters of one byte, and of the others the first or the second byte.
    stops: [bool; 256],
    /// The same, where there are no more than three: those are found without a look at each byte.
    few_stops: Option<[u8; 3]>,
    /// Whether the second bytes are stopped at. All letters of a script share a few first bytes, so a few second bytes
    /// are rarer.
    by_second: bool,
    /// The characters of at most two bytes.
    short: ShortChars,
}

/// With more second bytes than this, looking for first bytes is quicker; the second number holds where one of these begins the
/// letters of a script.
const FEW_SECONDS: (usize, usize) = (8, 32);

/// A set of bytes, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bytes([u64; 4]);

impl Bytes {
    /// Adds a byte.
    pub fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte / 64)] |= 1 << (byte % 64);
    }

    /// Whether a byte is in the set.
    #[inline]
    #[must_use]
    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte / 64)] >> (byte % 64) & 1 == 1
    }

    /// Whether all bytes of another set are in this one.
    #[must_use]
    pub fn holds(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).all(|(bits, others)| others & !bits == 0)
    }

    /// Whether a byte is in both sets.
    #[must_use]
    pub fn meets(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).any(|(bits, others)| bits & others != 0)
    }
}

impl FromIterator<u8> for Bytes {
    fn from_iter<I: IntoIterator<Item = u8>>(bytes: I) -> Self {
        let mut set = Self::default();
        bytes.into_iter().for_each(|byte| set.insert(byte));
        set
    }
}

impl RareChars {
    /// A set that covers at least the characters of all `ranges`.
    pub fn new(ranges: impl IntoIterator<Item = RangeInclusive<char>>) -> Self {
        let none = [false; 256];
        let mut set = Self {
            leads: Bytes::default(),
            seconds: none,
            stops: none,
            few_stops: None,
            by_second: false,
            short: ShortChars::NONE,
        };
        let bytes = |c: char| {
            let mut buffer = [0; 4];
            let mut bytes = c.encode_utf8(&mut buffer).bytes();
            (bytes.next().unwrap_or_default(), bytes.next())
        };
        for range in ranges {
            range.clone().take_while(|c| (*c as usize) < ShortChars::END).for_each(|c| set.short.insert(c));
            let ((first_lead, first_second), (last_lead, last_second)) = (bytes(*range.start()), bytes(*range.end()));
            // First bytes ascend with code points, so all between the two ends are the range's.
            for lead in (first_lead..=last_lead).filter(|lead| !(0x80..0xC0).contains(lead)) {
                set.leads.insert(lead);
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
        let begins_letters = (0xC3..0xE0).any(|lead| set.leads.has(lead));
        let few = if begins_letters { FEW_SECONDS.1 } else { FEW_SECONDS.0 };
        set.by_second = set.seconds.iter().filter(|second| **second).count() <= few;
        for (byte, stop) in (0..=u8::MAX).zip(&mut set.stops) {
            let by_second = byte >= 0x80 && set.by_second;
            *stop = if by_second { set.seconds[usize::from(byte)] } else { set.leads.has(byte) };
        }
        let mut stops = (0..=u8::MAX).filter(|byte| set.stops[usize::from(*byte)]);
        if let Some(first) = stops.next() {
            let (second, third) = (stops.next().unwrap_or(first), stops.next().unwrap_or(first));
            set.few_stops = stops.next().is_none().then_some([first, second, third]);
        }
        set
    }

    /// How far into `bytes` the first one stands that is stopped at.
    fn stop_in(&self, bytes: &[u8]) -> Option<usize> {
        match self.few_stops {
            Some([first, second, third]) => memchr::memchr3(first, second, third, bytes),
            None => bytes.iter().position(|&byte| self.stops[usize::from(byte)]),
        }
    }

    /// Whether a text whose characters begin with these bytes can hold any of the characters.
    #[must_use]
    pub fn can_occur(&self, present: &Bytes) -> bool {
        self.leads.meets(present)
    }

    /// Whether all of the characters are among the `short` ones, or begin with one of these bytes.
    #[must_use]
    pub fn is_within(&self, short: &ShortChars, leads: &Bytes) -> bool {
        short.holds(&self.short) && leads.holds(&self.long_leads())
    }

    /// Whether [`RareChars::find_iter`] stops at a character.
    #[must_use]
    pub fn stops_at(&self, c: char) -> bool {
        let mut buffer = [0; 4];
        let mut bytes = c.encode_utf8(&mut buffer).bytes();
        let lead = bytes.next().unwrap_or_default();
        self.leads.has(lead) && bytes.next().is_none_or(|second| self.seconds[usize::from(second)])
    }

    /// The character at a byte of `text`, if it may be in the set, as [`RareChars::find_iter`] finds it.
    #[inline]
    #[must_use]
    pub fn find_at(&self, text: &str, at: usize) -> Option<char> {
        let (lead, rest) = text.as_bytes().get(at..)?.split_first()?;
        if self.is_met(*lead, rest.first()) { text.get(at..)?.chars().next() } else { None }
    }

    /// Whether the character of these first bytes may be in the set.
    #[inline]
    fn is_met(&self, lead: u8, second: Option<&u8>) -> bool {
        let second = second.copied().unwrap_or_default();
        match lead {
            0xC2..0xE0 => self.short.has_bytes(lead, second),
            0..0x80 => self.leads.has(lead),
            _ => self.leads.has(lead) && self.seconds[usize::from(second)],
        }
    }

    /// The characters of at most two bytes.
    #[must_use]
    pub fn short(&self) -> &ShortChars {
        &self.short
    }

    /// The first bytes of characters of three bytes and more.
    #[must_use]
    pub fn long_leads(&self) -> Bytes {
        (0xE0..=0xFF).filter(|lead| self.leads.has(*lead)).collect()
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
                if self.is_met(lead, bytes.get(start + 1)) {
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
        assert!(!rare.can_occur(&"abcقال".bytes().collect()));
        assert!(rare.can_occur(&"abc«".bytes().collect()));
    }

    #[test]
    fn a_character_in_its_place_is_found_as_in_a_walk() {
        let rare = RareChars::new(['('..='(', '«'..='«', '\u{200c}'..='\u{200f}']);
        let text = "a(«ق\u{200c}\u{2014}»";
        let walked: Vec<_> = rare.find_iter(text).collect();
        let found = text.char_indices().filter_map(|(at, _)| Some((at, rare.find_at(text, at)?)));
        assert_eq!(found.collect::<Vec<_>>(), walked);
        let short: ShortChars = ['(', '«'].into_iter().collect();
        let leads = |leads: &[u8]| leads.iter().copied().collect::<Bytes>();
        assert!(rare.is_within(&short, &leads(&[0xE2, 0xEF])) && !rare.is_within(&short, &leads(&[0xEF])));
        assert!(!rare.is_within(&ShortChars::NONE, &leads(&[0xE2])));
    }
}
