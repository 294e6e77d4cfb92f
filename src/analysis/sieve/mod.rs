//! In which blocks the patterns of house rules can match at all, found in one walk for all of them.
//!
//! A pattern with no literal text at its head is slow to look for, above all where it speaks of the edges of words in a script that
//! is not Latin. But in every text that it matches there are some characters in a row, each one of a few. These are looked for all
//! at once: each is a row of bits, one for each character, and a bit goes on to the next when the next character fits.

mod windows;

use rustc_hash::FxHashMap;

pub use self::windows::{Window, windows};
use super::CueId;
use crate::document::Document;
use crate::text::narrow;

/// Characters before this one have a table.
const TABLE: usize = 0x800;
/// The row of bits of characters that are in no window.
const NO_ROW: u16 = 0;

/// The windows of several patterns.
#[derive(Debug, Default)]
pub struct Sieve {
    /// Which patterns have windows, in order.
    patterns: Vec<CueId>,
    /// For each of the characters before [`TABLE`] its row.
    table: Vec<u16>,
    /// For the others the first character of a range, and the row of all of it, in order.
    beyond: Vec<(u32, u16)>,
    /// For each row the bits of the places that its characters fit, `words` numbers each.
    rows: Vec<u64>,
    /// The bits of the first places.
    firsts: Vec<u64>,
    /// The bits of the last places.
    lasts: Vec<u64>,
    /// For each bit that is a last place the pattern.
    owners: FxHashMap<(usize, u32), CueId>,
}

/// In which blocks of a document patterns can match.
#[derive(Debug, Default)]
pub struct Sifted(Vec<(CueId, u32)>);

impl Sieve {
    /// What looks for the windows of these patterns; each pattern is there once.
    #[must_use]
    pub fn new<'w>(patterns: impl Iterator<Item = (CueId, &'w [Window])>) -> Self {
        let mut sieve = Self::default();
        // A window is all in one number.
        let (mut word, mut bit) = (0_usize, 0_usize);
        let mut places = Vec::new();
        for (pattern, windows) in patterns {
            sieve.patterns.push(pattern);
            for window in windows {
                if bit + window.len() > u64::BITS as usize {
                    (word, bit) = (word + 1, 0);
                }
                sieve.firsts.resize(word + 1, 0);
                sieve.lasts.resize(word + 1, 0);
                let last = bit + window.len() - 1;
                sieve.firsts.iter_mut().last().into_iter().for_each(|bits| *bits |= 1 << bit);
                sieve.lasts.iter_mut().last().into_iter().for_each(|bits| *bits |= 1 << last);
                sieve.owners.insert((word, narrow(last)), pattern);
                for set in window {
                    places.push((word, bit, set));
                    bit += 1;
                }
            }
        }
        sieve.patterns.sort_unstable();
        sieve.lay_out(&places);
        sieve
    }

    /// Makes the rows of characters that fit the same places.
    fn lay_out(&mut self, places: &[(usize, usize, &windows::Set)]) {
        let words = self.firsts.len();
        let mut changes: Vec<(u32, usize, u64, bool)> = Vec::new();
        for &(word, bit, set) in places {
            for &(first, last) in set {
                changes.push((first as u32, word, 1 << bit, true));
                changes.push((last as u32 + 1, word, 1 << bit, false));
            }
        }
        changes.sort_unstable();
        self.rows = vec![0; words];
        let mut known = FxHashMap::from_iter([(self.rows.clone(), NO_ROW)]);
        let mut row = self.rows.clone();
        let mut starts: Vec<(u32, u16)> = vec![(0, NO_ROW)];
        for alike in changes.chunk_by(|a, b| a.0 == b.0) {
            for &(_, word, bits, is_in) in alike {
                // Ranges of a set do not touch, so none begins where another one of the same place ends.
                row.get_mut(word).into_iter().for_each(|row| if is_in { *row |= bits } else { *row &= !bits });
            }
            let next = u16::try_from(known.len()).unwrap_or(u16::MAX);
            let number = *known.entry(row.clone()).or_insert(next);
            if number == next {
                self.rows.extend(&row);
            }
            starts.extend(alike.first().map(|(start, ..)| (*start, number)));
        }
        let row_of =
            |c: u32| starts.partition_point(|(start, _)| *start <= c).checked_sub(1).and_then(|at| starts.get(at));
        self.table = (0..narrow(TABLE)).map(|c| row_of(c).map_or(NO_ROW, |(_, row)| *row)).collect();
        self.beyond = starts;
    }

    /// Whether it says something of a pattern.
    fn knows(&self, pattern: CueId) -> bool {
        self.patterns.binary_search(&pattern).is_ok()
    }

    fn row_of(&self, c: char) -> u16 {
        if let Some(row) = self.table.get(c as usize) {
            return *row;
        }
        let next = self.beyond.partition_point(|(start, _)| *start <= c as u32);
        next.checked_sub(1).and_then(|at| self.beyond.get(at)).map_or(NO_ROW, |(_, row)| *row)
    }

    /// Walks through all blocks of a document.
    #[must_use]
    pub fn sift(&self, document: &Document<'_>) -> Sifted {
        let mut found = Vec::new();
        let words = self.firsts.len();
        if words == 0 {
            return Sifted(found);
        }
        let mut state = vec![0_u64; words];
        let mut open = self.lasts.clone();
        for (index, block) in document.blocks.iter().enumerate() {
            state.fill(0);
            open.copy_from_slice(&self.lasts);
            let mut is_clear = true;
            for c in block.prose.chars() {
                let row = self.row_of(c);
                if row == NO_ROW {
                    if !is_clear {
                        state.fill(0);
                        is_clear = true;
                    }
                    continue;
                }
                is_clear = false;
                let fits = self.rows.get(usize::from(row) * words..).unwrap_or_default();
                let mut ends = 0;
                for (((state, fits), first), open) in state.iter_mut().zip(fits).zip(&self.firsts).zip(&open) {
                    *state = ((*state << 1) | first) & fits;
                    ends |= *state & open;
                }
                if ends != 0 {
                    self.note(&state, &mut open, narrow(index), &mut found);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Sifted(found)
    }

    /// Notes the patterns whose windows end here; in this block they are not looked for any more.
    #[cold]
    fn note(&self, state: &[u64], open: &mut [u64], block: u32, found: &mut Vec<(CueId, u32)>) {
        for (word, (state, open)) in state.iter().zip(open).enumerate() {
            let mut ends = *state & *open;
            *open &= !ends;
            while ends != 0 {
                let bit = ends.trailing_zeros();
                ends &= ends - 1;
                found.extend(self.owners.get(&(word, bit)).map(|pattern| (*pattern, block)));
            }
        }
    }

    /// The blocks in which a pattern can match, in order; nothing, if that is not known.
    #[must_use]
    pub fn blocks_of<'s>(&self, sifted: &'s Sifted, pattern: CueId) -> Option<impl Iterator<Item = usize> + use<'s>> {
        let start = sifted.0.partition_point(|(known, _)| *known < pattern);
        let own = sifted.0.get(start..).unwrap_or_default().iter().take_while(move |(known, _)| *known == pattern);
        self.knows(pattern).then(|| own.map(|(_, block)| *block as usize))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex_automata::meta::Regex;

    use super::*;
    use crate::analysis::CueLists;

    const PATTERNS: [&str; 16] = [
        r"\b[A-Z]{3,5}\b",
        r"\s+[,;:]",
        r"(?i)\bnot un\w+ly\b",
        r"\b\d{1,2}(?:st|nd|rd|th) (?:May|June)\b",
        r"[!؟]{2,}",
        r"\bقام(?:ت|وا)? ب\w+",
        r"(?:ab|cd)+-(?:[xy]z){2,3}",
        r"“[^”]{3,}”",
        r"^x?[٠-٩]+$",
        r"(\d+)-(\d+)",
        r"(?:ab){2}",
        r"a?b?-?c?",
        r"\p{Lu}\.\p{Lu}\.",
        r"[^a-z ]{4}",
        r"日本|[ァ-ヶ]ー",
        r"(?:-|--|x{0}y)\?",
    ];

    /// The patterns, each with its number, and what sifts them.
    static SIFTED: LazyLock<(Vec<(CueId, Regex)>, Sieve)> = LazyLock::new(|| {
        let mut cues = CueLists::default();
        let windows: Vec<_> = PATTERNS.iter().map(|pattern| windows_of(pattern)).collect();
        let ids: Vec<CueId> = windows.iter().map(|windows| cues.add_pattern(windows.clone())).collect();
        let known = ids.iter().zip(&windows).filter_map(|(id, windows)| Some((*id, windows.as_deref()?)));
        let sieve = Sieve::new(known);
        (ids.into_iter().zip(PATTERNS.map(|pattern| Regex::new(pattern).unwrap())).collect(), sieve)
    });

    fn windows_of(pattern: &str) -> Option<Vec<Window>> {
        windows(&regex_syntax::Parser::new().parse(pattern).unwrap())
    }

    /// How many of the patterns the sieve leaves out of a text.
    fn left_out(text: &str) -> usize {
        let (patterns, sieve) = &*SIFTED;
        let mut count = 0;
        crate::testing::with_document("und", text, |document| {
            let sifted = sieve.sift(document);
            for (id, regex) in patterns {
                let Some(can) = sieve.blocks_of(&sifted, *id) else { continue };
                let can: Vec<usize> = can.collect();
                for (index, block) in document.blocks.iter().enumerate() {
                    let matches = regex.find_iter(&*block.prose).any(|found| !found.is_empty());
                    assert!(can.contains(&index) || !matches, "{regex:?} in {}", block.prose);
                    count += usize::from(!can.contains(&index));
                }
            }
        });
        count
    }

    #[test]
    fn most_patterns_are_left_out_of_a_text_that_has_nothing_of_them() {
        // The one that may match nothing at all is always looked for.
        assert!(left_out("the ferries wait in the old port until the wind eases") >= PATTERNS.len() - 3);
        assert!(left_out("تنتظر العبّارات في الميناء القديم حتى تهدأ الريح") >= PATTERNS.len() - 3);
    }

    #[test]
    fn what_may_be_anything_has_no_window() {
        assert!(
            [r"\w+", ".*", "x?", "", r"\b", r"(?:a|\w)+", r"\p{L}{3}"]
                .iter()
                .all(|pattern| windows_of(pattern).is_none())
        );
        assert_eq!(windows_of("[!?]{2,}").map(|windows| windows.iter().map(Vec::len).collect()), Some(vec![2]));
        assert_eq!(windows_of(r"\s+[,;]").map(|windows| windows.iter().map(Vec::len).collect()), Some(vec![2]));
    }

    proptest! {
        #[test]
        fn no_match_is_sifted_out(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "a", "b", "ab", "cd", "-", "--", "xz", "yz", " ", ",", "UNO", "NATO", "Not unduly", "1st May", "22nd June", "!", "؟", "قام",
                "قاموا", "ب", "“", "”", "٣", "٤٥", "12", "7", "?", "y", "É.A.", "日", "本", "ア", "ー", "\n\n", "x",
            ]), 0..32),
        ) {
            left_out(&pieces.concat());
        }
    }
}
