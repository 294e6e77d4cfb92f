//! The signs of a headline that was left between two paragraphs, each as a number.

use std::ops::Range;

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Keys;
use crate::analysis::Analysis;
use crate::document::Block;
use crate::language::{Profile, is_word_char};

/// A number for each sign: what it adds, in a rule; how far it is there, of lines in an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Signs {
    /// Always there: what speaks for or against every line.
    pub base: f32,
    /// A headline names its speaker or subject: few words and a colon.
    pub colon: f32,
    /// A colon comes directly before a word: a label of the page that lost its space.
    pub glued: f32,
    /// A headline asks.
    pub question: f32,
    /// A headline quotes.
    pub quotation: f32,
    /// Each word of the mean length beyond the least one, eight at most: longer lines are captions as often.
    pub length: f32,
    /// Every line holds a number, as lists of results and prices do.
    pub numbers: f32,
    /// A cue heads a line.
    pub cue: f32,
    /// The words of a link end every line.
    pub closing: f32,
    /// Every letter of every line is a capital.
    pub capitals: f32,
    /// The share of longer words that begin with a capital letter where not all letters are capitals, from 0 to 1.
    pub titles: f32,
    /// The share of their words that the paragraphs around them have as well, from 0 to 1.
    pub echo: f32,
    /// How many short lines the article has, which are subheadings, in fifths, 1 at most.
    pub subheadings: f32,
}

impl Signs {
    /// The names of the signs, as rules write them, and their numbers.
    #[must_use]
    pub fn named(&self) -> [(&'static str, f32); 13] {
        [
            ("base", self.base),
            ("colon", self.colon),
            ("glued", self.glued),
            ("question", self.question),
            ("quotation", self.quotation),
            ("length", self.length),
            ("numbers", self.numbers),
            ("cue", self.cue),
            ("closing", self.closing),
            ("capitals", self.capitals),
            ("titles", self.titles),
            ("echo", self.echo),
            ("subheadings", self.subheadings),
        ]
    }

    /// What the signs `found` add up to with these weights.
    #[must_use]
    pub fn weigh(&self, found: &Self) -> f32 {
        self.named().iter().zip(found.named()).map(|((_, weight), (_, value))| weight * value).sum()
    }
}

/// A colon after more words than this introduces no speaker.
const SPEAKER_WORDS: usize = 4;
/// So many words more than the least speak for a headline.
const TELLING_LENGTH: f32 = 8.0;
/// Fewest letters of a word that tells two texts apart.
const SHORTEST_WORD: usize = 3;
/// Fewest letters of a word that has a capital in titles only.
const TITLE_WORD: usize = 5;

impl Keys {
    /// The signs that the lines of blocks `run` have by themselves.
    pub(super) fn signs_of(&self, profile: &Profile, blocks: &[Block<'_>], has_cue: bool) -> Signs {
        let flag = |is: bool| f32::from(u8::from(is));
        let any = |sign: &dyn Fn(&str) -> bool| flag(blocks.iter().any(|block| sign(block.prose.trim())));
        let all = |sign: &dyn Fn(&str) -> bool| flag(blocks.iter().all(|block| sign(block.prose.trim())));
        let is_mark = |c: char| profile.quotations.families.iter().any(|family| family.contains(&c));
        let names_speaker =
            |prose: &str| prose.split_once(':').is_some_and(|(speaker, _)| words(speaker).nth(SPEAKER_WORDS).is_none());
        let closes = |prose: &str| self.closing.iter().any(|words| prose.ends_with(words.as_str()));
        let capitals = all(&is_capitals);
        Signs {
            base: 1.0,
            colon: any(&names_speaker),
            glued: any(&is_glued),
            question: any(&|prose| self.asks(prose)),
            quotation: any(&|prose| prose.contains(is_mark)),
            length: self.words_beyond_least(blocks),
            numbers: all(&|prose| prose.contains(char::is_numeric)),
            cue: flag(has_cue),
            closing: all(&closes),
            capitals,
            titles: if capitals > 0.0 { 0.0 } else { titles(blocks) },
            ..Signs::default()
        }
    }

    /// Whether a line ends with a sign that headlines end with.
    pub(super) fn asks(&self, prose: &str) -> bool {
        prose.trim_end().ends_with(|c| self.headline_ends.contains(c))
    }

    /// How many words more than the least a headline has the lines have on average, as far as that speaks for headlines.
    fn words_beyond_least(&self, blocks: &[Block<'_>]) -> f32 {
        let all = blocks.iter().map(|block| small(words(&block.prose).count())).sum::<f32>();
        (all / small(blocks.len()).max(1.0) - small(self.words[0])).min(TELLING_LENGTH)
    }
}

/// The share of the words of the blocks `run` that the blocks directly above and below have as well.
pub(super) fn echo(analysis: &Analysis<'_>, run: &Range<usize>) -> f32 {
    let profile = analysis.profile();
    let folded = analysis.folded();
    let telling = |index: usize| {
        let (start, end) = folded.block_range(index);
        let words = folded.slice(start, end).split(|c| !is_word_char(c));
        words.filter(|word| !profile.function_words.contains(word)).filter_map(|word| stem(profile, word))
    };
    let around: FxHashSet<&str> = run.start.checked_sub(1).into_iter().chain([run.end]).flat_map(telling).collect();
    let (mut all, mut shared) = (0.0_f32, 0.0_f32);
    for word in run.clone().flat_map(telling) {
        all += 1.0;
        shared += f32::from(u8::from(around.contains(word)));
    }
    if all > 0.0 { shared / all } else { 0.0 }
}

/// A count as a number, 255 at most.
pub(super) fn small(count: usize) -> f32 {
    f32::from(u8::try_from(count).unwrap_or(u8::MAX))
}

/// The words of a text, at white space; signs alone are none.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.contains(is_word_char))
}

fn is_capitals(prose: &str) -> bool {
    prose.contains(char::is_uppercase) && !prose.contains(char::is_lowercase)
}

/// Whether a colon is between two signs that are neither spaces nor numbers.
fn is_glued(prose: &str) -> bool {
    prose.match_indices(':').any(|(at, colon)| {
        let (before, behind) = (prose.get(..at), prose.get(at + colon.len()..));
        let is_number = |c: char| c.is_numeric();
        behind.is_some_and(|text| text.starts_with(|c: char| !c.is_whitespace() && !is_number(c)))
            && before.is_some_and(|text| text.ends_with(|c: char| !c.is_whitespace() && !is_number(c)))
    })
}

/// The share of the longer words of the lines, after the first of each, that begin with a capital letter.
fn titles(blocks: &[Block<'_>]) -> f32 {
    let (mut all, mut capital) = (0.0_f32, 0.0_f32);
    for word in blocks.iter().flat_map(|block| words(&block.prose).skip(1)) {
        let word = word.trim_start_matches(|c| !is_word_char(c));
        if word.chars().nth(TITLE_WORD - 1).is_some() {
            all += 1.0;
            capital += f32::from(u8::from(word.starts_with(char::is_uppercase)));
        }
    }
    if all > 0.0 { capital / all } else { 0.0 }
}

/// A word without what is written onto its beginning; `None` for one too short to tell texts apart.
fn stem<'w>(profile: &Profile, word: &'w str) -> Option<&'w str> {
    let is_long = |text: &str| text.chars().nth(SHORTEST_WORD - 1).is_some();
    let proclitics = word.char_indices().skip(1).filter_map(|(at, _)| word.split_at_checked(at));
    let bare = proclitics.filter(|(before, rest)| is_long(rest) && profile.clitics.before.contains(before)).last();
    Some(bare.map_or(word, |(_, rest)| rest)).filter(|word| is_long(word))
}
