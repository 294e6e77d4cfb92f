//! What a rule says of two spellings, besides their letters: the weights of company, and the lists of words.

use schemars::JsonSchema;
use serde::Deserialize;

use super::groups::Groups;
use super::joined::Begun;
use crate::analysis::Memo;
use crate::text::WordSet;

/// What the company of two spellings adds to the belief that they are one name, in log-odds.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Company {
    /// They stand beside the same name, or beside two spellings of one.
    pub partner: f32,
    /// They stand beside the same ordinary word: a title, a head noun.
    pub title: f32,
    /// Each stands beside a name, and these are different names.
    pub other_partner: f32,
    /// One stands alone, and the other beside another name: a surname alone stands for the full name.
    #[serde(default)]
    pub stands: f32,
    /// A given name that stands alone, or before a surname that the other lacks, where capital letters tell names.
    #[serde(default)]
    pub given: f32,
    /// Both are frequent in the article.
    pub frequent: f32,
    /// They stand in one article and are not listed: names that differ there are two far more often than in a list of
    /// names that look alike.
    pub article: f32,
    /// What letters say at least of two long spellings that one slip of the hand makes equal, beside the same name.
    pub typing: f32,
    /// The same of two long spellings in which one letter stands elsewhere, whatever stands beside them.
    pub moved: f32,
    /// The same of two long spellings of which one lacks a letter, not the first one, where one stands alone and the other in
    /// a full name.
    #[serde(default)]
    pub lost: f32,
    /// The least part of the longer spelling that two must have in common that stand beside no name in common.
    pub least_kept: f32,
    /// The same of two that differ in several places; and, beside a given name in common, which many bear, the least part
    /// besides.
    #[serde(default)]
    pub several_kept: [f32; 2],
    /// The least number of letters of two spellings that nothing beside them calls one name, unless a letter was lost or moved.
    #[serde(default)]
    pub unaided: usize,
    /// One of them shows only when a letter that may be a clitic is read as one, or as none.
    pub reading: f32,
    /// One of them is no name by itself, only a word that may be a name misspelt.
    #[serde(default)]
    pub doubtful: f32,
    /// For each place beyond the first in which two differ that nothing beside them calls one name.
    #[serde(default)]
    pub several: f32,
    /// A difference in hamza or a like letter only, in place of what the letters say.
    pub slip: f32,
    /// Two spellings that the rule set lists as one name, in place of what the letters say.
    pub listed: f32,
    /// Where no article tells that they are names: for each of the two that is an ordinary word as it stands, for
    /// each that is one inflected, and if the two are forms of one word.
    pub alone: Alone,
}

/// What speaks against two spellings that no article shows to be names, in log-odds.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alone {
    /// For each that is an ordinary word as it stands.
    pub ordinary: f32,
    /// For each that is an inflected form of an ordinary word.
    pub inflected: f32,
    /// If the two are forms of one word.
    pub forms: f32,
}

/// What decides, besides the letters.
#[derive(Debug)]
pub struct Judgement {
    /// Above it two spellings are one name.
    pub threshold: f32,
    /// The weights of company.
    pub company: Company,
    /// Groups of folded words that are different names, by word.
    pub different: Groups,
    /// Groups of folded words that are spellings of one name, by word.
    pub same: Groups,
    /// Folded words that are listed in `same` as they stand, not by their stem alone.
    pub listed: WordSet,
    /// Whether letters or capitals tell names from the ordinary words that the lexicon lacks.
    pub tells_names: bool,
    /// Letters that are confused at the end of words without being a matter of spelling a name, folded.
    pub slips: Vec<(char, char)>,
    /// Words that join two different names.
    pub joins: WordSet,
    /// Words within a full name that are no part of it by themselves.
    pub particles: WordSet,
    /// Words that stand before things, and before no person's name.
    pub before_things: WordSet,
    /// Articles that a name is written with, joined or not.
    pub name_articles: Vec<Box<str>>,
    /// First parts of names that are also written together with the second part.
    pub first_parts: Vec<Box<str>>,
    /// Which words begin with one of these, as far as they were met.
    pub begun: Memo<Begun>,
    /// Words after a common noun with an article.
    pub behind_nouns: WordSet,
}
