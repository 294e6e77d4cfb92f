//! The characters of a language that a text is searched for: quotation marks, stops, what may come before a lost space, and all that
//! is neither letter nor space, brackets and invisible signs among it.

use super::fold::is_word_char;
use super::profile::Profile;
use crate::text::{Bytes, RareChars, ShortChars};

/// The characters that are noted of a text when it is walked through, once for all who search for some of them.
#[derive(Debug)]
pub struct Noted {
    /// Those below U+0800.
    short: ShortChars,
    /// The same with those that may come before a lost space.
    stops: ShortChars,
    /// The first bytes of all others.
    leads: Bytes,
    /// Quotation marks, and what looks like them.
    pub marks: RareChars,
    /// What ends a sentence.
    pub sentence_ends: RareChars,
}

/// The first bytes of the characters beyond U+07FF that are noted in every language: signs, forms of presentation, what is beyond
/// the basic plane. Those of three bytes are letters for the most part.
const LONG: [u8; 7] = [0xE2, 0xEF, 0xF0, 0xF1, 0xF2, 0xF3, 0xF4];

/// What is found in a walk.
pub trait Notes {
    /// A character that is noted begins at this byte of the text; its first byte.
    fn note(&mut self, at: usize, lead: u8);
    /// One that may come before a lost space begins at this byte, and a word after it.
    fn before_word(&mut self, at: usize);
}

impl Noted {
    /// Those of a language.
    pub(super) fn of(profile: &Profile) -> Self {
        let marks = profile.quotations.families.iter().flatten().chain(&profile.quotations.lookalikes);
        let marks = RareChars::new(marks.map(|&c| c..=c));
        let sentence_ends = RareChars::new(profile.stops.iter().map(|&c| c..=c));
        let is_sign = |c: &char| *c != ' ' && !is_word_char(*c) || ('\u{80}'..='\u{bf}').contains(c);
        let short: ShortChars = ('\0'..'\u{800}').filter(is_sign).collect();
        let short = short.with(marks.short()).with(sentence_ends.short());
        let own = [&marks, &sentence_ends, profile.spaces.look_for()];
        let own = (0xE0..=0xFF).filter(|lead| own.iter().any(|set| set.long_leads().has(*lead)));
        let leads = own.chain(LONG).collect();
        Self { stops: short.with(profile.spaces.near()), short, leads, marks, sentence_ends }
    }

    /// Whether all characters of a set are among those that are noted.
    #[must_use]
    pub fn holds(&self, rare: &RareChars) -> bool {
        rare.is_within(&self.short, &self.leads)
    }

    /// Walks through a text.
    pub fn walk(&self, text: &str, profile: &Profile, notes: &mut impl Notes) {
        let (bytes, spaces) = (text.as_bytes(), &profile.spaces);
        let mut at = 0;
        while let Some(&lead) = bytes.get(at) {
            let second = bytes.get(at + 1).copied().unwrap_or_default();
            let (stops, len) = match lead {
                0..0x80 => (self.stops.has_byte(lead), 1),
                0x80..0xE0 => (self.stops.has_bytes(lead, second), 2),
                _ => (self.leads.has(lead), if lead < 0xF0 { 3 } else { 4 }),
            };
            if stops {
                let (is_noted, may_end) = match len {
                    1 => (self.short.has_byte(lead), spaces.near().has_byte(lead)),
                    2 => (self.short.has_bytes(lead, second), spaces.near().has_bytes(lead, second)),
                    _ => (true, true),
                };
                if is_noted {
                    notes.note(at, lead);
                }
                if may_end && spaces.is_before_word(text, at, len) {
                    notes.before_word(at);
                }
            }
            at += len;
        }
    }
}
