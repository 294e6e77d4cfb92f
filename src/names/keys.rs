//! What a rule says of the names of a language, and what becomes of it.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::distance::{ByPlace, CostTable, Looks, Parts, Weights};
use super::judgement::{Company, Groups, Judgement};
use super::letters::{Reader, width};
use super::lexicon::Lexicon;
use super::mentions::Name;
use super::name_words::NameWords;
use super::shape::Shape;
use crate::analysis::Memo;
use crate::language::Profile;
use crate::text::Problem;
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
    letters: Letters,
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
    common: FxHashSet<Box<str>>,
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

/// A rule, ready to run.
#[derive(Debug)]
pub struct Ready {
    /// What is a name.
    pub words: NameWords,
    /// What is one name.
    pub judgement: Judgement,
    /// What letters cost.
    pub costs: CostTable,
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

    /// Folds the words and builds the tables. `gazetteers` gives names, each in its spellings: they help to tell which
    /// words are one name. It is asked late, since others may be reading them.
    #[must_use]
    pub fn prepare<'g, G: Iterator<Item = Vec<&'g str>>>(
        &self,
        profile: &Profile,
        gazetteers: impl FnOnce() -> G,
    ) -> Ready {
        let folder = &profile.folder;
        let fold = |text: &str| -> Box<str> { folder.fold(text).into() };
        let fold_all = |texts: &[String]| texts.iter().map(|text| fold(text)).collect::<Vec<_>>();
        let construct: Vec<_> = self.construct.iter().filter_map(|text| two_letters(text.get_ref())).collect();
        let mut words: FxHashSet<Box<str>> = FxHashSet::default();
        for text in self.ordinary.values() {
            for word in folder.fold(text).split_whitespace() {
                let construct =
                    construct.iter().filter_map(|&(from, to)| Some(format!("{}{to}", word.strip_suffix(from)?).into()));
                words.extend(construct);
                words.insert(word.into());
            }
        }
        let endings = fold_all(&self.endings).into_iter().collect();
        let places = fold_all(&self.place_endings).into_iter().collect();
        let patterns = self.patterns.iter().filter_map(|pair| pair.split_once(' '));
        let patterns = patterns.map(|(one, other)| (fold(one), fold(other))).collect();
        let lexicon = Lexicon { words, endings, places, prefixes: fold_all(&self.prefixes), patterns };
        let listed: Vec<String> = gazetteers()
            .flat_map(|spellings| words_in_place(&spellings))
            .filter(|words| !words.split(' ').any(|word| lexicon.has(&folder.fold(word), profile)))
            .collect();
        let same = self.same.iter().chain(&listed).map(String::as_str);
        let mut known: FxHashSet<Box<str>> = FxHashSet::default();
        let mut whole: FxHashSet<Box<str>> = FxHashSet::default();
        let mut groups = |lists: &mut dyn Iterator<Item = &str>, are_known: bool| {
            let mut groups = Groups::default();
            for (number, list) in (0..).zip(lists) {
                for word in list.split_whitespace() {
                    let bare = self.articles.iter().find_map(|article| word.strip_prefix(&**article));
                    let bare = folder.fold(bare.filter(|rest| rest.chars().nth(2).is_some()).unwrap_or(word));
                    // The stem stands for every inflected form.
                    let least = 4 * bare.chars().next().map_or(1, char::len_utf8);
                    let stem = lexicon.root(&bare, least);
                    for form in [bare.as_str(), stem] {
                        let of = groups.entry(form.into()).or_default();
                        if !of.contains(&number) {
                            of.push(number);
                        }
                        if are_known {
                            known.insert(form.into());
                        }
                    }
                    if are_known {
                        whole.insert(bare.into());
                    }
                }
            }
            groups
        };
        let different = groups(&mut self.different.iter().map(String::as_str), false);
        let same = groups(&mut same.chain(self.known.split_whitespace()), true);
        let judgement = Judgement {
            threshold: self.threshold,
            company: self.company,
            different,
            same,
            listed: whole,
            tells_names: self.capitals || self.shape.is_some(),
            slips: self.slip_letters.iter().filter_map(|text| two_letters(text.get_ref())).collect(),
            joins: self.joins.iter().map(|word| fold(word)).collect(),
            particles: self.particles.iter().map(|word| fold(word)).collect(),
            before_things: self.before_things.iter().map(|word| fold(word)).collect(),
            name_articles: fold_all(&self.name_articles),
            first_parts: fold_all(&self.first_parts),
            behind_nouns: self.behind_nouns.iter().map(|word| fold(word)).collect(),
        };
        let shape = self.shape.as_ref().and_then(|keys| Shape::new(&keys.get_ref().letters, &keys.get_ref().rows));
        let words = NameWords {
            lexicon,
            known,
            shape,
            least_shape: self.least_shape,
            doubtful_shape: self.doubtful_shape,
            capitals: self.capitals,
            shortest: self.shortest,
            given: folder.fold(&self.given).split_whitespace().map(Into::into).collect(),
            articles: fold_all(&self.articles),
            traits: Memo::default(),
        };
        let mut common: FxHashSet<Box<str>> = FxHashSet::default();
        for word in folder.fold(&self.common).split_whitespace() {
            common.insert(word.into());
            common.insert(words.lexicon.root(word, 3 * width(word)).into());
        }
        let slips = SlipRules { which: self.slips, shape: self.slip_shape, unmarked: self.unmarked.clone(), common };
        Ready { words, judgement, costs: self.letters.table(), slips }
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

/// The words that stand in one place of a name's spellings, a line for each place where they differ. Nothing if the
/// spellings are not of one number of words.
fn words_in_place(spellings: &[&str]) -> Vec<String> {
    let split: Vec<Vec<&str>> = spellings.iter().map(|spelling| spelling.split(' ').collect()).collect();
    let Some(first) = split.first().filter(|first| split.iter().all(|words| words.len() == first.len())) else {
        return Vec::new();
    };
    let words_at = |place: usize| {
        let mut words: Vec<&str> = split.iter().filter_map(|words| words.get(place).copied()).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    (0..first.len()).map(words_at).filter(|words| words.len() > 1).map(|words| words.join(" ")).collect()
}

fn two_letters(text: &str) -> Option<(char, char)> {
    let mut letters = text.chars().filter(|c| !c.is_whitespace());
    let two = (letters.next()?, letters.next()?);
    letters.next().is_none().then_some(two)
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
