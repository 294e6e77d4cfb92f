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
/// The row of those for which there is no number left: they fit everywhere.
const ANY_ROW: u16 = 1;

/// The windows of several patterns.
#[derive(Debug, Default)]
pub struct Sieve {
    /// Which patterns have windows, in order.
    patterns: Vec<CueId>,
    lanes: Vec<Lane>,
}

/// Windows that are looked for in one walk: as many as fit into some numbers, which are few, so that a processor holds them all.
#[derive(Debug)]
enum Lane {
    One(Walk<1>),
    Two(Walk<2>),
    Four(Walk<4>),
}

/// Most numbers of bits that are walked through at once.
const WIDEST_LANE: usize = 4;

/// Windows in `N` numbers of bits.
#[derive(Debug)]
struct Walk<const N: usize> {
    /// For each of the characters before [`TABLE`] its row.
    table: Vec<u16>,
    /// For the others the first character of a range, and the row of all of it, in order.
    beyond: Vec<(u32, u16)>,
    /// For each row the bits of the places that its characters fit.
    rows: Vec<[u64; N]>,
    /// The bits of the first places.
    firsts: [u64; N],
    /// The bits of the last places.
    lasts: [u64; N],
    /// For each bit that is a last place the pattern.
    owners: FxHashMap<(usize, u32), CueId>,
}

/// One place of a window: the number of its bits, its bit, and what fits it.
struct Bit<'w> {
    word: usize,
    bit: usize,
    set: &'w windows::Set,
    is_first: bool,
    /// The pattern, if it is the last place.
    owner: Option<CueId>,
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
        let mut bits: Vec<Bit<'_>> = Vec::new();
        for (pattern, windows) in patterns {
            sieve.patterns.push(pattern);
            for window in windows {
                if bit + window.len() > u64::BITS as usize {
                    (word, bit) = (word + 1, 0);
                }
                if word == WIDEST_LANE {
                    sieve.lanes.push(Lane::new(&bits));
                    bits.clear();
                    word = 0;
                }
                for (at, set) in window.iter().enumerate() {
                    let owner = (at + 1 == window.len()).then_some(pattern);
                    bits.push(Bit { word, bit, set, is_first: at == 0, owner });
                    bit += 1;
                }
            }
        }
        if !bits.is_empty() {
            sieve.lanes.push(Lane::new(&bits));
        }
        sieve.patterns.sort_unstable();
        sieve
    }

    /// Walks through all blocks of a document.
    #[must_use]
    pub fn sift(&self, document: &Document<'_>) -> Sifted {
        let mut found = Vec::new();
        for lane in &self.lanes {
            match lane {
                Lane::One(walk) => walk.sift(document, &mut found),
                Lane::Two(walk) => walk.sift(document, &mut found),
                Lane::Four(walk) => walk.sift(document, &mut found),
            }
        }
        found.sort_unstable();
        found.dedup();
        Sifted(found)
    }

    /// The blocks in which a pattern can match, in order; nothing, if that is not known.
    #[must_use]
    pub fn blocks_of<'s>(&self, sifted: &'s Sifted, pattern: CueId) -> Option<impl Iterator<Item = usize> + use<'s>> {
        let start = sifted.0.partition_point(|(known, _)| *known < pattern);
        let own = sifted.0.get(start..).unwrap_or_default().iter().take_while(move |(known, _)| *known == pattern);
        let is_known = self.patterns.binary_search(&pattern).is_ok();
        is_known.then(|| own.map(|(_, block)| *block as usize))
    }
}

impl Lane {
    fn new(bits: &[Bit<'_>]) -> Self {
        match bits.last().map_or(0, |bit| bit.word) {
            0 => Self::One(Walk::new(bits)),
            1 => Self::Two(Walk::new(bits)),
            _ => Self::Four(Walk::new(bits)),
        }
    }
}

impl<const N: usize> Walk<N> {
    fn new(bits: &[Bit<'_>]) -> Self {
        let (mut firsts, mut lasts) = ([0; N], [0; N]);
        let mut owners = FxHashMap::default();
        let mut changes: Vec<(u32, usize, u64, bool)> = Vec::new();
        for bit in bits {
            let mask = 1 << bit.bit;
            if bit.is_first {
                firsts.get_mut(bit.word).into_iter().for_each(|bits| *bits |= mask);
            }
            if let Some(owner) = bit.owner {
                lasts.get_mut(bit.word).into_iter().for_each(|bits| *bits |= mask);
                owners.insert((bit.word, narrow(bit.bit)), owner);
            }
            for &(first, last) in bit.set {
                changes.push((first as u32, bit.word, mask, true));
                changes.push((last as u32 + 1, bit.word, mask, false));
            }
        }
        changes.sort_unstable();
        // Characters that fit the same places share a row.
        let mut row = [0; N];
        let mut rows = vec![row, [u64::MAX; N]];
        let mut known = FxHashMap::from_iter([(row, NO_ROW)]);
        let mut beyond: Vec<(u32, u16)> = vec![(0, NO_ROW)];
        for alike in changes.chunk_by(|a, b| a.0 == b.0) {
            for &(_, word, bits, is_in) in alike {
                // Ranges of a set do not touch, so none begins where another one of the same place ends.
                row.get_mut(word).into_iter().for_each(|row| if is_in { *row |= bits } else { *row &= !bits });
            }
            let next = u16::try_from(rows.len()).unwrap_or(ANY_ROW);
            let number = *known.entry(row).or_insert(next);
            if number == next && next != ANY_ROW {
                rows.push(row);
            }
            beyond.extend(alike.first().map(|(start, ..)| (*start, number)));
        }
        let mut table = Vec::with_capacity(TABLE);
        for (index, &(_, number)) in beyond.iter().enumerate() {
            let end = beyond.get(index + 1).map_or(TABLE, |next| TABLE.min(next.0 as usize));
            table.resize(end.max(table.len()), number);
        }
        Self { table, beyond, rows, firsts, lasts, owners }
    }

    fn row_of(&self, c: char) -> u16 {
        if let Some(row) = self.table.get(c as usize) {
            return *row;
        }
        let next = self.beyond.partition_point(|(start, _)| *start <= c as u32);
        next.checked_sub(1).and_then(|at| self.beyond.get(at)).map_or(NO_ROW, |(_, row)| *row)
    }

    /// Adds to `found` every pattern with each block in which one of its windows is.
    fn sift(&self, document: &Document<'_>, found: &mut Vec<(CueId, u32)>) {
        for (index, block) in document.blocks.iter().enumerate() {
            let mut state = [0; N];
            let mut open = self.lasts;
            for c in block.prose.chars() {
                let fits = self.rows.get(usize::from(self.row_of(c))).unwrap_or(&[0; N]);
                let mut ends = 0;
                // Numbers of an array of known length: nothing is left of the loop.
                for at in 0..N {
                    state[at] = ((state[at] << 1) | self.firsts[at]) & fits[at];
                    ends |= state[at] & open[at];
                }
                if ends != 0 {
                    self.note(&state, &mut open, narrow(index), found);
                }
            }
        }
    }

    /// Notes the patterns whose windows end here; in this block they are not looked for any more.
    #[cold]
    fn note(&self, state: &[u64; N], open: &mut [u64; N], block: u32, found: &mut Vec<(CueId, u32)>) {
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

    #[test]
    fn patterns_beyond_what_one_walk_takes_are_found_all_the_same() {
        let words: Vec<String> =
            (b'a'..=b'z').flat_map(|a| (b'a'..=b'z').map(move |b| format!("q{}{}y", a as char, b as char))).collect();
        let windows: Vec<_> = words.iter().map(|word| windows_of(word).unwrap()).collect();
        let mut cues = CueLists::default();
        let ids: Vec<CueId> = windows.iter().map(|windows| cues.add_pattern(Some(windows.clone()))).collect();
        let sieve = Sieve::new(ids.iter().copied().zip(windows.iter().map(Vec::as_slice)));
        assert!(sieve.lanes.len() > 2);
        let text = format!("nothing here\n\n{}", words.join("\n\n"));
        crate::testing::with_document("en", &text, |document| {
            let sifted = sieve.sift(document);
            for (id, word) in ids.iter().zip(&words) {
                let blocks = || document.blocks.iter().map(|block| block.prose.contains(&**word));
                let there: Vec<usize> =
                    blocks().enumerate().filter_map(|(index, is_there)| is_there.then_some(index)).collect();
                let found: Vec<usize> = sieve.blocks_of(&sifted, *id).unwrap().collect();
                assert_eq!(found, there, "{word}");
            }
        });
    }

    #[test]
    fn alternatives_that_are_alike_in_length_are_one_window() {
        let lens = |pattern: &str| windows_of(pattern).map(|windows| windows.iter().map(Vec::len).collect::<Vec<_>>());
        assert_eq!(lens("January|February|March|April|May|June|July"), Some(vec![3]));
        assert_eq!(lens(r"\d(?:st|nd|rd|th) (?:May|June|July|March|April)"), Some(vec![6]));
        // Each is rarer by itself than both together.
        assert_eq!(lens("!!|adviser"), Some(vec![2, 5]));
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
