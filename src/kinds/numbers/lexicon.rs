//! The words of a rule about numbers: what each word or phrase means, and when two nouns are one.

use rustc_hash::FxHashMap;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::reading::Token;
use crate::language::{Profile, each_word, is_word_char};
use crate::text::narrow;
use crate::toml_doc::Texts;

/// What a word or phrase means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meaning {
    /// A number.
    Number(f64),
    /// It multiplies the number before it.
    Scale(f64),
    /// It joins two parts of a number.
    Joiner,
    /// It makes one expression of the numbers on both sides.
    BetweenNumbers,
    /// A form of a noun or unit.
    Noun(u32),
    /// People of whom nothing else is said.
    Anyone,
    /// A word of an event.
    Event(u32),
    /// What a number behind it counts is not compared.
    NotBehind,
    /// What stands before it is not compared.
    NotBefore,
    /// The number beside it is the least there are.
    AtLeast,
    /// A month, from 1.
    Month(u32),
    /// It may stand inside a date.
    InsideDate,
}

/// Words and phrases, folded for one language.
#[derive(Debug)]
pub struct Lexicon<M = Meaning> {
    firsts: FxHashMap<Box<str>, Vec<Entry<M>>>,
}

#[derive(Debug)]
struct Entry<M> {
    /// The words after the first.
    rest: Box<[Box<str>]>,
    meaning: M,
}

impl<M> Default for Lexicon<M> {
    fn default() -> Self {
        Self { firsts: FxHashMap::default() }
    }
}

impl Lexicon {
    /// The words for numbers of a language.
    pub fn of_numbers(profile: &Profile) -> Self {
        let mut lexicon = Self::default();
        let numbers = profile.numbers();
        for (value, words) in &numbers.words {
            lexicon.add(words, Meaning::Number(*value), profile);
        }
        for (value, words) in &numbers.scales {
            lexicon.add(words, Meaning::Scale(*value), profile);
        }
        for words in &numbers.joiners {
            lexicon.add(words, Meaning::Joiner, profile);
        }
        lexicon
    }
}

impl<M: Copy> Lexicon<M> {
    /// Adds all of some phrases with one meaning. Signs are left out.
    pub fn add_all<'p>(&mut self, phrases: impl IntoIterator<Item = &'p str>, meaning: M, profile: &Profile) {
        phrases.into_iter().for_each(|phrase| self.add(phrase, meaning, profile));
    }

    /// Adds a word or phrase in ordinary spelling. One without letters and digits is left out.
    pub fn add(&mut self, phrase: &str, meaning: M, profile: &Profile) {
        let folded = profile.folder.fold(phrase);
        let mut words = Vec::new();
        each_word(&folded, |start, end| words.push(folded.get(start..end).unwrap_or_default()));
        let Some((first, rest)) = words.split_first() else { return };
        let rest = rest.iter().map(|word| Box::from(*word)).collect();
        self.firsts.entry(Box::from(*first)).or_default().push(Entry { rest, meaning });
    }

    /// What the phrases mean that begin with the first of some tokens of a folded text, and how many tokens each has.
    pub fn at<'l>(&'l self, text: &'l str, tokens: &'l [Token]) -> impl Iterator<Item = (M, usize)> + 'l {
        let first = tokens.first().map_or("", |token| token.of(text));
        self.behind(first, text, tokens)
    }

    /// The same where `first` is what is left of the first token without its proclitics.
    pub fn behind<'l>(
        &'l self,
        first: &str,
        text: &'l str,
        tokens: &'l [Token],
    ) -> impl Iterator<Item = (M, usize)> + 'l {
        let entries = self.firsts.get(first).map(Vec::as_slice).unwrap_or_default();
        entries.iter().filter_map(move |entry| {
            let follow = tokens.get(1..).unwrap_or_default();
            let has_all = follow.len() >= entry.rest.len()
                && entry.rest.iter().zip(follow).all(|(wanted, token)| **wanted == *token.of(text));
            has_all.then_some((entry.meaning, entry.rest.len() + 1))
        })
    }

    /// The first of the wanted meanings that a folded word has by itself.
    pub fn alone(&self, word: &str, is_wanted: impl Fn(M) -> bool) -> Option<M> {
        let entries = self.firsts.get(word).map(Vec::as_slice).unwrap_or_default();
        entries
            .iter()
            .filter(|entry| entry.rest.is_empty())
            .map(|entry| entry.meaning)
            .find(|meaning| is_wanted(*meaning))
    }

    /// Whether a phrase with one of the wanted meanings begins with a folded word.
    pub fn begins(&self, word: &str, is_wanted: impl Fn(M) -> bool) -> bool {
        self.firsts.get(word).is_some_and(|entries| entries.iter().any(|entry| is_wanted(entry.meaning)))
    }

    /// What the longest phrase of a kind means that begins with the first of some tokens, with or without proclitics before it.
    pub fn longest<W>(
        &self,
        text: &str,
        tokens: &[Token],
        profile: &Profile,
        wanted: impl Fn(M) -> Option<W>,
    ) -> Option<(W, usize)> {
        let word = tokens.first()?.of(text);
        let of = |first: &str| {
            let hits = self.behind(first, text, tokens);
            hits.filter_map(|(meaning, count)| Some((wanted(meaning)?, count))).max_by_key(|(_, count)| *count)
        };
        of(word).or_else(|| {
            let mut found = None;
            profile.clitics.proclitics.each_prefix(word, |at, _| {
                if found.is_none() && at < word.len() {
                    found = of(word.get(at..).unwrap_or_default());
                }
            });
            found
        })
    }
}

/// Nouns by their endings, and the signs of units.
#[derive(Debug, Default)]
pub struct Nouns {
    /// Endings, and what stands in their place, folded; the first that fits counts.
    endings: Vec<(Box<str>, Box<str>)>,
    /// Signs such as that of the dollar, with the number of the noun.
    signs: Vec<(Box<str>, u32)>,
    /// Whether a noun comes last of several words behind a number.
    pub is_last: bool,
}

/// A stem has at least this many letters.
const STEM: usize = 3;

impl Nouns {
    /// The signs of the nouns, the endings of all others, and whether they come last of several words.
    pub fn new(nouns: &[Texts], endings: &Texts, is_last: bool, profile: &Profile) -> Self {
        let fold = |text: &str| Box::from(profile.folder.fold(text));
        let endings = endings.iter().filter_map(|ending| {
            let mut parts = ending.split_whitespace();
            Some((fold(parts.next()?), fold(parts.next().unwrap_or_default())))
        });
        let all = nouns.iter().enumerate().flat_map(|(number, forms)| forms.iter().map(move |form| (form, number)));
        let signs = all.filter(|(form, _)| !form.contains(is_word_char));
        Self {
            endings: endings.collect(),
            signs: signs.map(|(sign, number)| (Box::from(sign.trim()), narrow(number))).collect(),
            is_last,
        }
    }

    /// A folded noun without its ending.
    pub fn stem(&self, word: &str) -> String {
        let fits = self.endings.iter().find_map(|(ending, instead)| {
            let stem = word.strip_suffix(&**ending)?;
            (stem.chars().count() >= STEM).then(|| format!("{stem}{instead}"))
        });
        fits.unwrap_or_else(|| word.to_owned())
    }

    /// Whether a noun is a unit with a sign of its own: what is measured in it is no number of things.
    pub fn has_sign(&self, noun: u32) -> bool {
        self.signs.iter().any(|(_, of)| *of == noun)
    }

    /// Whether a noun is a unit of money.
    pub fn is_money(&self, noun: u32) -> bool {
        let is_currency = |sign: &str| sign.contains(|c: char| c.general_category() == GeneralCategory::CurrencySymbol);
        self.signs.iter().any(|(sign, of)| *of == noun && is_currency(sign))
    }

    /// The unit whose sign a text between two words begins with, and the bytes to its end.
    pub fn sign_behind(&self, gap: &str) -> Option<(u32, usize)> {
        let rest = gap.trim_start_matches(char::is_whitespace);
        let (sign, noun) = self.signs.iter().find(|(sign, _)| rest.starts_with(&**sign))?;
        Some((*noun, gap.len() - rest.len() + sign.len()))
    }

    /// The unit whose sign a text between two words ends with, and the bytes from its beginning: a sign that stands before its
    /// numbers is written onto them.
    pub fn sign_before(&self, gap: &str) -> Option<(u32, usize)> {
        let (sign, noun) = self.signs.iter().find(|(sign, _)| gap.ends_with(&**sign))?;
        Some((*noun, sign.len()))
    }
}
