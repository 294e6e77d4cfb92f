//! What letters cost that differ, and which spellings are near enough to be compared.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::limits::{BAND, ByPlace, LETTERS, LONGEST, OTHER};
use super::spelling::Spelling;

/// What the letters of one script cost: the keys `[rule.letters]` of a rule set, ready for use.
#[derive(Debug)]
pub struct CostTable {
    ids: FxHashMap<char, u8>,
    pub(super) vowel: [bool; LETTERS + 1],
    /// Weight of two letters that stand in one place, the base of their kind included.
    pub(super) pairs: Vec<f32>,
    /// By place, for two vowels, a vowel and a consonant, two consonants.
    pub(super) changed: [ByPlace; 3],
    /// By place, and as a doubled letter.
    pub(super) added: [[f32; 4]; LETTERS + 1],
    /// By the first letter of the first group.
    pub(super) units: Vec<Vec<Unit>>,
    pub(super) swapped: [f32; 3],
    /// For each letter one bit for each that may stand for it at the start of a name.
    starts: [u64; LETTERS + 1],
    pub(super) weights: Weights,
}

/// The weights that are not of letters.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weights {
    /// Where the sum begins.
    pub start: f32,
    /// For each letter the two have in common beyond four, up to ten; below four it is taken off.
    pub kept: f32,
    /// If one spelling has three letters or fewer, and if it has four.
    pub short: [f32; 2],
    /// For one, two, three, and four or more differences.
    pub differences: [f32; 4],
    /// The least part of the longer spelling that the two have in common.
    pub least_kept: f32,
    /// For each difference that was already seen in the same two words: both are one decision of the writer.
    pub again: f32,
    /// For how foreign the two look.
    pub looks: Looks,
}

/// What the shapes of two spellings add: for each unit, in log-odds, by which a word looks foreign.
#[derive(Debug, Clone, Copy, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Looks {
    /// Below zero, of the less foreign of the two.
    pub native: f32,
    /// Above zero, of the less foreign of the two.
    pub foreign: f32,
    /// Of the more foreign of the two.
    pub higher: f32,
    /// Below zero, of the less foreign of the two, if they differ in vowels only: words of one root do.
    pub vowels: f32,
}

/// Letters that several letters of another spelling stand for.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) a: Vec<u8>,
    pub(super) b: Vec<u8>,
    pub(super) weight: f32,
}

/// The parts of a [`CostTable`], as a rule set gives them.
#[derive(Debug, Default)]
pub struct Parts {
    /// The letters that are vowels.
    pub vowels: String,
    /// Weights of two vowels, a vowel and a consonant, two consonants in one place.
    pub changed: [ByPlace; 3],
    /// Weights of a vowel and of a consonant that one spelling lacks: by place, and doubled.
    pub added: [[f32; 4]; 2],
    /// The same for single letters.
    pub letter: Vec<(char, [f32; 4])>,
    /// Two letters or groups of letters with what they add.
    pub pair: Vec<(String, String, f32)>,
    /// Neighbours that changed places: two vowels, a vowel and a consonant, two consonants.
    pub swapped: [f32; 3],
    /// The other weights.
    pub weights: Weights,
}

impl CostTable {
    /// A table of its parts. Letters beyond the sixty-third count as unknown ones.
    #[must_use]
    pub fn new(parts: &Parts) -> Self {
        let mut ids: FxHashMap<char, u8> = FxHashMap::default();
        let given = parts.vowels.chars().chain(parts.letter.iter().map(|(c, _)| *c));
        let paired = parts.pair.iter().flat_map(|(a, b, _)| a.chars().chain(b.chars()));
        for c in given.chain(paired) {
            let next = ids.len();
            if next < LETTERS {
                ids.entry(c).or_insert(next as u8);
            }
        }
        let id = |c: char| ids.get(&c).copied().unwrap_or(OTHER);
        let mut vowel = [false; LETTERS + 1];
        for c in parts.vowels.chars() {
            set(&mut vowel, id(c), true);
        }
        let mut added = [[0.0; 4]; LETTERS + 1];
        for (weights, &is_vowel) in added.iter_mut().zip(&vowel) {
            *weights = if is_vowel { parts.added[0] } else { parts.added[1] };
        }
        for (c, weights) in &parts.letter {
            set(&mut added, id(*c), *weights);
        }
        let mut table = Self {
            vowel,
            pairs: vec![0.0; (LETTERS + 1) * (LETTERS + 1)],
            changed: parts.changed,
            added,
            units: std::iter::repeat_with(Vec::new).take(LETTERS + 1).collect(),
            swapped: parts.swapped,
            starts: std::array::from_fn(|letter| 1 << letter),
            weights: parts.weights,
            ids: FxHashMap::default(),
        };
        for (a, b, weight) in &parts.pair {
            let encode = |text: &str| text.chars().map(id).collect::<Vec<u8>>();
            if *weight > 0.0 {
                let first = |text: &str| text.chars().next().map_or(OTHER, id);
                table.may_start(first(a), first(b));
            }
            match (encode(a).as_slice(), encode(b).as_slice()) {
                (&[a], &[b]) => {
                    for (x, y) in [(a, b), (b, a)] {
                        if let Some(entry) = table.pairs.get_mut(pair_index(x, y)) {
                            *entry = *weight;
                        }
                    }
                }
                (a, b) => {
                    for (a, b) in [(a, b), (b, a)] {
                        let first = a.first().copied().unwrap_or(OTHER);
                        if let Some(units) = table.units.get_mut(usize::from(first)) {
                            units.push(Unit { a: a.to_vec(), b: b.to_vec(), weight: *weight });
                        }
                    }
                }
            }
        }
        table.ids = ids;
        table
    }

    fn may_start(&mut self, a: u8, b: u8) {
        for (x, y) in [(a, b), (b, a)] {
            if let Some(bits) = self.starts.get_mut(usize::from(x)) {
                *bits |= 1 << (y & 63);
            }
        }
    }

    /// Whether two words may begin as spellings of one name do: with letters that are confused, or with one that was
    /// added.
    fn start_alike(&self, a: &Spelling, b: &Spelling) -> bool {
        let confused = self.starts.get(usize::from(a.at(0))).is_some_and(|bits| bits >> (b.at(0) & 63) & 1 == 1);
        confused || a.at(0) == b.at(1) || a.at(1) == b.at(0) || (self.is_vowel(a.at(0)) && self.is_vowel(b.at(0)))
    }

    /// Whether a letter, by its number, is a vowel.
    #[must_use]
    pub fn is_vowel(&self, letter: u8) -> bool {
        self.vowel.get(usize::from(letter)).copied().unwrap_or(false)
    }

    /// For each letter of the alphabet the first of those it is confused with, directly or by way of others: letters whose
    /// pair adds at least `confused`.
    #[must_use]
    pub fn classes(&self, confused: f32) -> Vec<u8> {
        let mut classes: Vec<u8> = (0..=OTHER).collect();
        for a in 0..OTHER {
            for b in a + 1..OTHER {
                if self.pairs.get(pair_index(a, b)).is_some_and(|weight| *weight >= confused) {
                    let of = |letter: u8| classes.get(usize::from(letter)).copied().unwrap_or(letter);
                    let (one, other) = (of(a).min(of(b)), of(a).max(of(b)));
                    classes.iter_mut().filter(|class| **class == other).for_each(|class| *class = one);
                }
            }
        }
        classes
    }

    /// Prepares a folded spelling; nothing if it is empty, longer than [`LONGEST`] letters, or of another script.
    #[must_use]
    pub fn spelling(&self, folded: &str) -> Option<Spelling> {
        let mut spelling = Spelling { letters: [OTHER; LONGEST], len: 0, signature: 0 };
        let mut unknown = 0;
        for c in folded.chars() {
            let letter = self.ids.get(&c).copied().unwrap_or(OTHER);
            let next = spelling.len();
            *spelling.letters.get_mut(next)? = letter;
            spelling.len += 1;
            unknown += u8::from(letter == OTHER);
            spelling.signature |= 1 << (letter & 63);
        }
        (spelling.len > 0 && unknown <= 1).then_some(spelling)
    }

    /// Whether two spellings are near enough to be compared: a few instructions that turn nearly all
    /// pairs away. Every letter that only one of them has is a difference, or half of one.
    #[must_use]
    pub fn near(&self, a: &Spelling, b: &Spelling) -> bool {
        let most = match a.len.min(b.len) {
            0..=4 => 2,
            5 => 3,
            6 | 7 => 4,
            _ => 6,
        };
        usize::from(a.len.abs_diff(b.len)) <= BAND
            && (a.signature ^ b.signature).count_ones() <= most
            && self.start_alike(a, b)
    }
}

/// Where the weight of two letters stands.
pub(super) fn pair_index(a: u8, b: u8) -> usize {
    usize::from(a) * (LETTERS + 1) + usize::from(b)
}

fn set<T>(table: &mut [T], letter: u8, value: T) {
    if let Some(entry) = table.get_mut(usize::from(letter)) {
        *entry = value;
    }
}
