//! How likely two spellings are one name, judged by their letters alone.
//!
//! The spellings are aligned so that the differences surprise least; the score is the sum of what each difference adds
//! to the belief that the name is one, in log-odds (natural logarithm): above zero it is more likely one name than
//! two that look alike. Which letters are confused, and how often, is the rule set's data.

mod align;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use self::align::Difference;

/// The longest spelling that is compared, in letters.
pub const LONGEST: usize = 24;
/// Letters an alphabet can have; everything else counts as one more letter.
const LETTERS: usize = 63;
/// Stands for every character that is not of the alphabet.
const OTHER: u8 = LETTERS as u8;
/// What an alignment pays for a difference that adds nothing; more belief makes it cheaper.
const SURPRISE: f32 = 7.0;
/// How far apart the same letter may stand in two spellings.
const BAND: usize = 4;
/// Beyond it a shape says no more.
const FAR_SHAPE: f32 = 8.0;
/// The least a difference costs an alignment, however common it is.
const LEAST: f32 = 0.4;

/// A spelling prepared for comparison.
#[derive(Debug, Clone, Copy)]
pub struct Spelling {
    letters: [u8; LONGEST],
    len: u8,
    /// One bit for each letter that occurs.
    signature: u64,
}

impl Spelling {
    /// Number of letters.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Its letters, as numbers of the alphabet.
    #[must_use]
    pub fn letters(&self) -> &[u8] {
        self.letters.get(..self.len()).unwrap_or_default()
    }

    /// Letter at `index`; [`OTHER`] beyond the end.
    fn at(&self, index: usize) -> u8 {
        self.letters.get(index).copied().unwrap_or(OTHER)
    }
}

/// What the letters of two spellings say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The log-odds that they are one name.
    pub sum: f32,
    /// The part of the longer spelling that the two have in common, from 0 to 1.
    pub share: f32,
    /// How many differences there are.
    pub differences: usize,
}

impl Score {
    /// Of spellings that cannot be one name.
    pub const NONE: Self = Self { sum: f32::NEG_INFINITY, share: 0.0, differences: usize::MAX };
}

/// Letters of two spellings that stand for each other, from and to in both, and what they add.
pub type SideBySide = ((usize, usize), (usize, usize), f32);

/// Weights by place: at the start, inside, at the end.
pub type ByPlace = [f32; 3];

/// What the letters of one script cost: the keys `[rule.letters]` of a rule set, ready for use.
#[derive(Debug)]
pub struct CostTable {
    ids: FxHashMap<char, u8>,
    vowel: [bool; LETTERS + 1],
    /// Weight of two letters that stand in one place, the base of their kind included.
    pairs: Vec<f32>,
    /// By place, for two vowels, a vowel and a consonant, two consonants.
    changed: [ByPlace; 3],
    /// By place, and as a doubled letter.
    added: [[f32; 4]; LETTERS + 1],
    /// By the first letter of the first group.
    units: Vec<Vec<Unit>>,
    swapped: [f32; 3],
    /// For each letter one bit for each that may stand for it at the start of a name.
    starts: [u64; LETTERS + 1],
    weights: Weights,
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
struct Unit {
    a: Vec<u8>,
    b: Vec<u8>,
    weight: f32,
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

    /// What the letters of two spellings say, letters alone. `shapes` says how foreign each looks.
    #[must_use]
    pub fn score(&self, a: &Spelling, b: &Spelling, shapes: (f32, f32)) -> Score {
        self.sum(a, b, shapes, &self.align(a, b))
    }

    /// The letters of two spellings side by side: for each pair its letters in both, from and to, and what it adds; 0 for
    /// letters in common.
    #[must_use]
    pub fn side_by_side(&self, a: &Spelling, b: &Spelling) -> Vec<SideBySide> {
        let end = Difference { a: (a.len, a.len), b: (b.len, b.len), weight: 0.0, again: false };
        let mut out = Vec::new();
        let (mut i, mut j) = (0, 0);
        let wide = |(from, to): (u8, u8)| (usize::from(from), usize::from(to));
        for difference in self.align(a, b).into_iter().chain([end]) {
            while i < usize::from(difference.a.0) && j < usize::from(difference.b.0) {
                out.push(((i, i + 1), (j, j + 1), 0.0));
                (i, j) = (i + 1, j + 1);
            }
            if difference != end {
                out.push((wide(difference.a), wide(difference.b), difference.weight));
            }
            (i, j) = (usize::from(difference.a.1), usize::from(difference.b.1));
        }
        out
    }

    fn sum(&self, a: &Spelling, b: &Spelling, shapes: (f32, f32), differences: &[Difference]) -> Score {
        let weights = &self.weights;
        if a.len().abs_diff(b.len()) > BAND {
            return Score::NONE;
        }
        let mut sum = weights.start + self.looks(a, b, shapes, differences);
        sum += match a.len().min(b.len()) {
            0..=3 => weights.short[0],
            4 => weights.short[1],
            _ => 0.0,
        };
        if let Some(last) = differences.len().checked_sub(1) {
            sum += weights.differences[last.min(3)];
        }
        let mut changed = 0;
        for difference in differences {
            sum += difference.weight;
            if !difference.again {
                changed += difference.a.1 - difference.a.0 + difference.b.1 - difference.b.0;
            }
        }
        // What a writer changes everywhere alike counts as kept from the second time on.
        let kept = ((a.len() + b.len()) as f32 - f32::from(changed)) / 2.0;
        let share = kept / a.len().max(b.len()) as f32;
        if share < weights.least_kept {
            return Score::NONE;
        }
        Score { sum: sum + weights.kept * (kept.min(10.0) - 4.0), share, differences: differences.len() }
    }
}

impl CostTable {
    fn looks(&self, a: &Spelling, b: &Spelling, shapes: (f32, f32), differences: &[Difference]) -> f32 {
        let looks = &self.weights.looks;
        let (low, high) = (shapes.0.min(shapes.1), shapes.0.max(shapes.1));
        let (native, foreign) = (low.clamp(-FAR_SHAPE, 0.0), low.clamp(0.0, FAR_SHAPE));
        let all_vowels = |word: &Spelling, (from, to): (u8, u8)| (from..to).all(|at| self.is_vowel(word.at(at.into())));
        let vowels = differences.iter().all(|d| all_vowels(a, d.a) && all_vowels(b, d.b));
        looks.native * native
            + looks.foreign * foreign
            + looks.higher * high.clamp(-4.0, 6.0)
            + if vowels { looks.vowels * native } else { 0.0 }
    }
}

fn pair_index(a: u8, b: u8) -> usize {
    usize::from(a) * (LETTERS + 1) + usize::from(b)
}

fn set<T>(table: &mut [T], letter: u8, value: T) {
    if let Some(entry) = table.get_mut(usize::from(letter)) {
        *entry = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> CostTable {
        CostTable::new(&Parts {
            vowels: "aeiou".into(),
            changed: [[0.0; 3], [-3.0; 3], [-3.0; 3]],
            added: [[0.5, 0.5, 0.5, 1.5], [-2.0, -2.0, -2.0, 1.0]],
            letter: vec![('h', [1.0, 1.0, 1.0, 1.0])],
            pair: vec![
                ("k".into(), "q".into(), 5.0),
                ("t".into(), "d".into(), 0.0),
                ("kh".into(), "h".into(), 3.0),
                ("l".into(), "m".into(), -1.0),
            ],
            swapped: [1.0, -1.0, -1.0],
            weights: Weights { again: 0.3, differences: [0.0, -0.5, -1.0, -2.0], ..Weights::default() },
        })
    }

    fn explain(a: &str, b: &str) -> (f32, Vec<(u8, u8, u8, u8)>) {
        let table = table();
        let (a, b) = (table.spelling(a).unwrap(), table.spelling(b).unwrap());
        let differences = table.align(&a, &b);
        (table.score(&a, &b, (0.0, 0.0)).sum, differences.iter().map(|d| (d.a.0, d.a.1, d.b.0, d.b.1)).collect())
    }

    #[test]
    fn one_changed_letter() {
        assert_eq!(explain("kadafi", "qadafi"), (2.0, vec![(0, 1, 0, 1)]));
    }

    #[test]
    fn the_same_change_twice_is_one_decision() {
        assert_eq!(explain("kakadu", "qaqadu").0, 2.0 + 0.3 - 0.5);
    }

    #[test]
    fn several_letters_for_one() {
        assert_eq!(explain("khalid", "halid"), (3.0, vec![(0, 2, 0, 1)]));
    }

    #[test]
    fn neighbours_change_places_and_letters_double() {
        assert_eq!(explain("daut", "duat").0, 1.0);
        assert_eq!(explain("talla", "tala").0, 1.0);
    }

    proptest::proptest! {
        /// Which of two spellings comes first does not matter; a spelling is itself.
        #[test]
        fn the_score_is_symmetric(a in "[aehkqlmtdi]{1,12}", b in "[aehkqlmtdi]{1,12}") {
            let table = table();
            let (x, y) = (table.spelling(&a).unwrap(), table.spelling(&b).unwrap());
            let (one, two) = (table.score(&x, &y, (0.5, -1.0)), table.score(&y, &x, (-1.0, 0.5)));
            proptest::prop_assert!((one.sum - two.sum).abs() < 1e-3 || one.sum == two.sum, "{one:?} {two:?}");
            proptest::prop_assert_eq!(one.differences, two.differences);
            proptest::prop_assert_eq!(table.score(&x, &x, (0.0, 0.0)).differences, 0);
            let letters: usize = table.side_by_side(&x, &y).iter().map(|(p, _, _)| p.1 - p.0).sum();
            proptest::prop_assert_eq!(letters, x.len());
        }
    }

    #[test]
    fn unlike_words_are_turned_away() {
        let table = table();
        let spelling = |text: &str| table.spelling(text).unwrap();
        assert!(table.near(&spelling("kadafi"), &spelling("qadafi")));
        assert!(!table.near(&spelling("kth"), &spelling("dlm")));
        assert!(table.spelling(&"a".repeat(25)).is_none());
        assert!(table.spelling("").is_none());
    }
}
