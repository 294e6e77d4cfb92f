//! What letters cost that differ, and which spellings are near enough to be compared.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::limits::{BAND, ByPlace, LEAST, LETTERS, LONGEST, OTHER, SURPRISE};
use super::place::{PLACES, Place, place, placed};
use super::spelling::{Spelling, pair_bit};
use super::units::{Unit, UnitNeeds};
use crate::text::narrow;

/// What the letters of one script cost: the keys `[rule.letters]` of a rule set, ready for use.
#[derive(Debug)]
pub struct CostTable {
    /// The number of each letter, from [`first_id`](Self::first_id) on, as far as the letters lie close together.
    ids: Vec<u8>,
    first_id: u32,
    /// The letters beyond.
    other_ids: FxHashMap<char, u8>,
    vowel: [bool; LETTERS + 1],
    /// The same, one bit for each.
    vowel_bits: u64,
    /// Weight of two letters that stand in one place, the base of their kind included.
    pub(super) pairs: Vec<f32>,
    /// By place, for two vowels, a vowel and a consonant, two consonants.
    pub(super) changed: [ByPlace; 3],
    /// By place, and as a doubled letter.
    pub(super) added: [[f32; 4]; LETTERS + 1],
    /// What a letter in the place of another one costs: a row for each letter with its place, in it the cost by the other
    /// letter with its place.
    changed_prices: Vec<[f32; 256]>,
    /// In the order of the first letters of the first groups.
    pub(super) units: Vec<Unit>,
    /// What each of them needs.
    pub(super) unit_needs: Vec<UnitNeeds>,
    /// For each letter those of the units that begin with it.
    pub(super) units_by_letter: [(u32, u32); LETTERS + 1],
    /// The most letters of one spelling that a difference takes.
    longest_difference: usize,
    pub(super) swapped: [f32; 3],
    /// For each letter one bit for each that may stand for it at the start of a name.
    pub(super) starts: [u64; LETTERS + 1],
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

/// What an alignment pays for a difference that adds `weight`.
pub(super) fn price(weight: f32) -> f32 {
    (SURPRISE - weight).max(LEAST)
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
            vowel_bits: (0..).zip(&vowel).filter(|(_, is_vowel)| **is_vowel).fold(0, |bits, (at, _)| bits | 1 << at),
            vowel,
            pairs: vec![0.0; (LETTERS + 1) * (LETTERS + 1)],
            changed: parts.changed,
            added,
            changed_prices: Vec::new(),
            units: Vec::new(),
            unit_needs: Vec::new(),
            units_by_letter: [(0, 0); LETTERS + 1],
            longest_difference: SWAPPED,
            swapped: parts.swapped,
            starts: std::array::from_fn(|letter| 1 << letter),
            weights: parts.weights,
            ids: Vec::new(),
            first_id: 0,
            other_ids: FxHashMap::default(),
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
                // Nothing stands for no letter.
                ([], _) | (_, []) => {}
                (a, b) => {
                    let unit = |a: &[u8], b: &[u8]| Unit { a: a.to_vec(), b: b.to_vec(), weight: *weight };
                    table.units.extend([unit(a, b), unit(b, a)]);
                }
            }
        }
        table.units.sort_by_key(|unit| unit.a.first().copied());
        let longest = table.units.iter().map(|unit| unit.a.len()).max();
        table.longest_difference = longest.unwrap_or(0).max(SWAPPED);
        table.unit_needs = table.units.iter().map(UnitNeeds::of).collect();
        for (letter, range) in (0..).zip(&mut table.units_by_letter) {
            let before =
                |limit: u8| table.units.partition_point(|unit| unit.a.first().is_some_and(|first| *first < limit));
            *range = (narrow(before(letter)), narrow(before(letter + 1)));
        }
        let known = || (0..ids.len() as u8).chain([OTHER]);
        table.changed_prices = vec![[0.0; 256]; PLACES * (LETTERS + 1)];
        for (a, b) in known().flat_map(|a| known().map(move |b| (a, b))).filter(|(a, b)| a != b) {
            let prices = Place::ALL.map(|place| price(table.change(a, b, place)));
            for (of_a, of_b) in Place::ALL.into_iter().flat_map(|a| Place::ALL.map(move |b| (a, b))) {
                if let Some(row) = table.changed_prices.get_mut(usize::from(placed(a, of_a))) {
                    set(row, placed(b, of_b), prices[of_a.or(of_b) as usize]);
                }
            }
        }
        table.first_id = ids.keys().map(|c| u32::from(*c)).min().unwrap_or(0);
        for (c, id) in ids {
            let at = (u32::from(c) - table.first_id) as usize;
            if at >= CLOSE {
                table.other_ids.insert(c, id);
                continue;
            }
            table.ids.resize(table.ids.len().max(at + 1), OTHER);
            if let Some(entry) = table.ids.get_mut(at) {
                *entry = id;
            }
        }
        table
    }

    fn may_start(&mut self, a: u8, b: u8) {
        for (x, y) in [(a, b), (b, a)] {
            if let Some(bits) = self.starts.get_mut(usize::from(x)) {
                *bits |= 1 << (y & 63);
            }
        }
    }

    /// The number of a letter.
    fn id(&self, c: char) -> u8 {
        match self.ids.get(u32::from(c).wrapping_sub(self.first_id) as usize) {
            Some(id) if *id != OTHER => *id,
            _ if self.other_ids.is_empty() => OTHER,
            _ => self.other_ids.get(&c).copied().unwrap_or(OTHER),
        }
    }

    /// One bit for each letter with which a word may begin as another spelling of one with two letters at its start does:
    /// letters that are confused with the first, any vowel for a vowel, or the second, if the first was added.
    fn may_begin(&self, first: u8, second: u8) -> u64 {
        self.starts.get(usize::from(first)).copied().unwrap_or(0)
            | 1 << (second & 63)
            | if self.is_vowel(first) { self.vowel_bits } else { 0 }
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
        let mut spelling = Spelling {
            letters: [OTHER; LONGEST],
            len: 0,
            slots: [0; LONGEST],
            placed: [0; LONGEST],
            signature: 0,
            pairs: 0,
            begins: 0,
        };
        let mut unknown = 0;
        for c in folded.chars() {
            let letter = self.id(c);
            let next = spelling.len();
            *spelling.letters.get_mut(next)? = letter;
            spelling.len += 1;
            unknown += u8::from(letter == OTHER);
            spelling.signature |= 1 << (letter & 63);
        }
        let len = spelling.len();
        spelling.begins = self.may_begin(spelling.at(0), spelling.at(1));
        let mut before = None;
        let places = spelling.slots.iter_mut().zip(&mut spelling.placed).zip(&spelling.letters).take(len);
        for (index, ((slot, with_place), &letter)) in places.enumerate() {
            let place = place(index, len);
            let is_doubled = before == Some(letter);
            *slot = letter << 2 | if is_doubled { DOUBLED } else { place as u8 };
            *with_place = placed(letter, place);
            spelling.pairs |= before.map_or(0, |before| pair_bit(before, letter));
            before = Some(letter);
        }
        (len > 0 && unknown <= 1).then_some(spelling)
    }

    /// Whether two spellings may differ in one place only: all but the letters of one difference stand at their starts or
    /// their ends alike.
    #[must_use]
    pub fn may_differ_once(&self, a: &Spelling, b: &Spelling) -> bool {
        let (a, b) = (a.letters(), b.letters());
        let at_start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let at_end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
        at_start + at_end + self.longest_difference >= a.len().max(b.len())
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
        a.may_begin_like(b)
            && usize::from(a.len.abs_diff(b.len)) <= BAND
            && (a.signature ^ b.signature).count_ones() <= most
    }
}

/// Letters whose numbers stand in one list: how far they may lie from the first one, in scalar values.
const CLOSE: usize = 1024;
/// Letters that change places.
const SWAPPED: usize = 2;
/// What stands for a place where a letter follows itself.
const DOUBLED: u8 = 3;

/// What letters add and cost that differ.
impl CostTable {
    /// 0 for two vowels, 1 for a vowel and a consonant, 2 for two consonants.
    fn kind(&self, a: u8, b: u8) -> usize {
        2 - usize::from(self.is_vowel(a)) - usize::from(self.is_vowel(b))
    }

    /// What a letter in the place of another one adds.
    pub(super) fn change(&self, a: u8, b: u8, place: Place) -> f32 {
        let pair = self.pairs.get(pair_index(a, b)).copied().unwrap_or(0.0);
        pair + self.changed[self.kind(a, b)][place as usize]
    }

    /// What each letter costs in the place of one, both with their places; the same letter nothing.
    pub(super) fn changed_prices(&self, letter: u8) -> &[f32; 256] {
        self.changed_prices.get(usize::from(letter)).unwrap_or(&[0.0; 256])
    }

    /// What a letter adds that only one spelling has, by its slot.
    pub(super) fn added_weight(&self, slot: u8) -> f32 {
        self.added[usize::from(slot >> 2)][usize::from(slot & 3)]
    }

    /// What such a letter costs.
    pub(super) fn added_price(&self, slot: u8) -> f32 {
        price(self.added_weight(slot))
    }

    /// What two neighbours add that changed places.
    pub(super) fn swapped_weight(&self, a: u8, b: u8) -> f32 {
        self.swapped[self.kind(a, b)]
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
