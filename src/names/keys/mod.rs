//! What a rule says of the names of a language, and what becomes of it.

mod prepare;

pub use prepare::LaidOut;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::distance::{ByPlace, CostTable, Looks, Parts, Weights};
use super::judgement::{Company, Judgement};
use super::letters::{Reader, width};
use super::lexicon::Lexicon;
use super::mentions::Name;
use super::name_words::NameWords;
use super::shape::Shape;
use super::word_lists::two_letters;
use crate::text::{Problem, WordSet};
use crate::toml_doc::TomlFile;

/// The keys of a rule that finds two spellings of one name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Keys {
    /// Log-odds above which two spellings are one name.
    threshold: f32,
    /// The least number of letters of a name.
    shortest: usize,
    /// Whether names begin with a capital letter.
    #[serde(default)]
    capitals: bool,
    /// Articles, always taken off a name.
    #[serde(default)]
    articles: Vec<String>,
    /// How foreign a word must look to be a name, in log-odds.
    #[serde(default)]
    least_shape: f32,
    /// How foreign a word must look to be compared with the names of the article, though it is none by itself: one that is an
    /// ordinary word by inflection alone, and any other.
    #[serde(default)]
    doubtful_shape: Option<[f32; 2]>,
    /// How foreign a word must look for a slip in it to be reported.
    #[serde(default)]
    slip_shape: f32,
    /// Which slips are reported.
    #[serde(default)]
    slips: Slips,
    /// Letters confused at the end of words: two letters each.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    slip_letters: Vec<Spanned<String>>,
    /// Letters that a hurried hand writes for others that fold with them: without hamza, without dots.
    #[serde(default)]
    unmarked: String,
    /// Names as common as any ordinary word, separated by white space: an unmarked letter in one is a slip of typing.
    #[serde(default)]
    common: String,
    /// Words between two names that are two.
    #[serde(default)]
    joins: Vec<String>,
    /// Words within a full name that are no part of it by themselves, as in "Omar bin Said".
    #[serde(default)]
    particles: Vec<String>,
    /// Words before things, and before no person's name: articles.
    #[serde(default)]
    before_things: Vec<String>,
    /// Words after a common noun with an article: "of". No name stands between the two.
    #[serde(default)]
    behind_nouns: Vec<String>,
    /// Articles that a name is written with, joined or not, as in "El-Masri": one name has one of them.
    #[serde(default)]
    name_articles: Vec<String>,
    /// First parts of names that are also written together with the second part.
    #[serde(default)]
    first_parts: Vec<String>,
    /// Texts of ordinary words, separated by white space.
    #[serde(default)]
    ordinary: BTreeMap<String, String>,
    /// Final letters of a word and what stands in their place before an ending: two letters each.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    construct: Vec<Spanned<String>>,
    /// Endings of inflection.
    #[serde(default)]
    endings: Vec<String>,
    /// Endings of places and of the adjectives made of them.
    #[serde(default)]
    place_endings: Vec<String>,
    /// Prefixes of inflection.
    #[serde(default)]
    prefixes: Vec<String>,
    /// Two patterns each, separated by a space, that forms of one word follow: figures stand for letters, the same figure
    /// for the same letter.
    #[serde(default)]
    patterns: Vec<String>,
    /// Groups of words, each separated by spaces, that are different names.
    #[serde(default)]
    different: Vec<String>,
    /// Groups of words that are spellings of one name.
    #[serde(default)]
    same: Vec<String>,
    /// More names, separated by white space: none is a spelling of another, unless `same` says so.
    #[serde(default)]
    known: String,
    /// Given names, separated by white space: before two surnames they are two persons', and an unknown word after one is
    /// a surname, whatever it looks like.
    #[serde(default)]
    given: String,
    /// What the company of two spellings adds.
    company: Company,
    /// What letters cost that differ.
    letters: Arc<Letters>,
    /// Which letters follow one another in words of the language.
    #[schemars(with = "Option<ShapeKeys>")]
    shape: Option<Spanned<ShapeKeys>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Letters {
    vowels: String,
    start: f32,
    kept: f32,
    short: [f32; 2],
    differences: [f32; 4],
    /// The least part of the longer spelling that the two have in common.
    least_kept: f32,
    again: f32,
    #[serde(default)]
    looks: Looks,
    swapped: Kinds<f32>,
    changed: Kinds<ByPlace>,
    added: Added,
    #[schemars(with = "Vec<String>")]
    letter: Vec<Spanned<String>>,
    #[schemars(with = "Vec<String>")]
    pair: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Kinds<T> {
    vowels: T,
    mixed: T,
    consonants: T,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Added {
    vowel: [f32; 4],
    consonant: [f32; 4],
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ShapeKeys {
    letters: String,
    rows: Vec<Vec<i16>>,
}

/// Which slips in a letter are reported: hamza, final letters, accents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Slips {
    /// Those in any name.
    All,
    /// Those in names that are not as common as ordinary words.
    #[default]
    Names,
    /// None.
    None,
}

/// Which slips are reported, and in which names.
#[derive(Debug)]
pub struct SlipRules {
    which: Slips,
    /// How foreign a word must look for a slip in it to be reported.
    shape: f32,
    unmarked: String,
    common: WordSet,
}

impl SlipRules {
    /// Whether any slips are reported.
    #[must_use]
    pub fn any(&self) -> bool {
        self.which != Slips::None
    }

    /// Whether slips in a name are reported at all. `looks` is whether the language says how foreign a word looks.
    #[must_use]
    pub fn concern(&self, name: &Name<'_>, looks: bool) -> bool {
        self.which != Slips::None && (name.known || !looks || name.shape >= self.shape)
    }

    /// Whether two ways to write one folded name differ enough to be reported.
    #[must_use]
    pub fn matter(&self, lexicon: &Lexicon, folded: &str, written: &str, wanted: &str) -> bool {
        let is_common =
            || self.common.contains(folded) || self.common.contains(lexicon.root(folded, 3 * width(folded)));
        let is_unmarked = |(a, b): (char, char)| a == b || self.unmarked.contains(a) || self.unmarked.contains(b);
        self.which == Slips::All
            || written.chars().count() != wanted.chars().count()
            || !written.chars().zip(wanted.chars()).all(is_unmarked)
            || !is_common()
    }
}

/// What letters cost: worked out when the first two spellings are compared.
#[derive(Debug)]
pub struct Costs {
    letters: Arc<Letters>,
    table: OnceLock<CostTable>,
}

impl Deref for Costs {
    type Target = CostTable;

    fn deref(&self) -> &CostTable {
        self.table.get_or_init(|| self.letters.table())
    }
}

/// A rule, ready to run.
#[derive(Debug)]
pub struct Ready {
    /// What is a name.
    pub words: NameWords,
    /// What is one name.
    pub judgement: Judgement,
    /// What letters cost.
    pub costs: Costs,
    /// Which slips are reported.
    pub slips: SlipRules,
}

impl Ready {
    /// What compares spellings.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader { rules: &self.judgement, lexicon: &self.words.lexicon, given: &self.words.given, costs: &self.costs }
    }
}

impl Keys {
    /// Says what is wrong with values that are well-formed TOML.
    pub fn validate(&self, file: &TomlFile, problems: &mut Vec<Problem>) {
        for text in self.slip_letters.iter().chain(&self.construct) {
            if two_letters(text.get_ref()).is_none() {
                problems.push(file.problem(text.span(), "two letters are expected"));
            }
        }
        for text in &self.letters.letter {
            if letter(text.get_ref()).is_none() {
                let message = "a letter and four numbers are expected: at the start, inside, at the end, doubled";
                problems.push(file.problem(text.span(), message));
            }
        }
        for text in &self.letters.pair {
            if pair(text.get_ref()).is_none() {
                problems.push(file.problem(text.span(), "two letters and a number are expected, such as \"v~w 4.9\""));
            }
        }
        if let Some(shape) = &self.shape {
            let keys = shape.get_ref();
            if Shape::new(&keys.letters, &keys.rows).is_none() {
                let message = "a row for the start of a word and one for each letter are expected, each with one number more than there are letters";
                problems.push(file.problem(shape.span(), message));
            }
        }
    }

    /// The vowels of the script.
    #[must_use]
    pub fn vowels(&self) -> &str {
        &self.letters.vowels
    }

    /// Letters or groups of letters that are confused, with what each adds, in log-odds.
    pub fn pairs(&self) -> impl Iterator<Item = (String, String, f32)> {
        self.letters.pair.iter().filter_map(|text| pair(text.get_ref()))
    }
}

impl Letters {
    fn table(&self) -> CostTable {
        CostTable::new(&Parts {
            vowels: self.vowels.clone(),
            changed: [self.changed.vowels, self.changed.mixed, self.changed.consonants],
            added: [self.added.vowel, self.added.consonant],
            letter: self.letter.iter().filter_map(|text| letter(text.get_ref())).collect(),
            pair: self.pair.iter().filter_map(|text| pair(text.get_ref())).collect(),
            swapped: [self.swapped.vowels, self.swapped.mixed, self.swapped.consonants],
            weights: Weights {
                start: self.start,
                kept: self.kept,
                short: self.short,
                differences: self.differences,
                least_kept: self.least_kept,
                again: self.again,
                looks: self.looks,
            },
        })
    }
}

fn letter(text: &str) -> Option<(char, [f32; 4])> {
    let mut parts = text.split_whitespace();
    let mut letters = parts.next()?.chars();
    let letter = letters.next().filter(|_| letters.next().is_none())?;
    let mut weights = [0.0; 4];
    for weight in &mut weights {
        *weight = parts.next()?.parse().ok()?;
    }
    parts.next().is_none().then_some((letter, weights))
}

fn pair(text: &str) -> Option<(String, String, f32)> {
    let (letters, weight) = text.split_once(' ')?;
    let (a, b) = letters.split_once('~')?;
    let fits = |part: &str| (1..=3).contains(&part.chars().count());
    (fits(a) && fits(b)).then_some((a.to_owned(), b.to_owned(), weight.trim().parse().ok()?))
}
