//! What is needed of a language only where a text is in it, and the form of a `language.toml`.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_spanned::Spanned;
use unicode_script::Script;

use super::profile::{Clitics, Direction, Localised, Merge, Quotations, QuotePair};
use super::{
    Field, Folder, Genre, PageWords, Punctuation, PunctuationPart, Spaces, SpacesPart, TemplateNames, Vocabulary,
};
use crate::text::{Problem, Trie, WordSet};
use crate::toml_doc::TomlFile;

/// What is needed of a language only where a text is in it, or may be. Of a built-in language it is read when it is first asked for.
#[derive(Debug)]
pub struct Details {
    /// How it folds.
    pub folder: Folder,
    /// Common short words that tell it from its neighbours, folded.
    pub function_words: WordSet,
    /// The same as they are written, the commonest first.
    pub commonest_words: Vec<String>,
    /// Its letters, if a text in these letters alone is taken for it unless other languages' words speak against it.
    pub alphabet: FxHashSet<char>,
    /// Languages that there are no rules for, by script and tag: their commonest words, the most frequent first, with
    /// spaces between. Only the undetermined language has them.
    pub neighbours: Vec<(Script, BTreeMap<String, String>)>,
    /// What it calls the genres, in a field that says what sort of text an article is.
    pub genres: BTreeMap<Genre, Vec<String>>,
    /// What is written onto words.
    pub clitics: Clitics,
    /// Words after which a full stop does not end a sentence, folded, without the stop.
    pub abbreviations: WordSet,
    /// Where it shows that a space is missing.
    pub spaces: Spaces,
    /// Its marks of punctuation.
    pub punctuation: Punctuation,
    /// How it quotes.
    pub quotations: Quotations,
    /// What stands in brackets after a word that is meant as it is written, folded.
    pub as_written: Vec<Box<str>>,
    /// The regions that programs name with it, as the second part of a tag: `EG` for `ar-EG`.
    pub regions: Vec<String>,
    /// The words met in texts of it.
    pub vocabulary: Vocabulary,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    pub(super) schema: Spanned<u32>,
    pub(super) tag: Spanned<String>,
    #[serde(default)]
    pub(super) name: Localised,
    pub(super) script: Option<Spanned<String>>,
    pub(super) direction: Option<Direction>,
    #[serde(default)]
    function_words: Vec<String>,
    #[serde(default)]
    alphabet: String,
    #[serde(default)]
    neighbours: BTreeMap<Spanned<String>, BTreeMap<String, String>>,
    #[serde(default)]
    fold: FoldPart,
    #[serde(default)]
    clitics: CliticsPart,
    #[serde(default)]
    pub(super) sentences: SentencesPart,
    #[serde(default)]
    spaces: SpacesPart,
    #[serde(default)]
    punctuation: PunctuationPart,
    #[serde(default)]
    quotations: QuotationsPart,
    #[serde(default)]
    pub(super) fields: BTreeMap<Field, Vec<String>>,
    #[serde(default)]
    genres: BTreeMap<Genre, Vec<String>>,
    #[serde(default)]
    pub(super) templates: TemplateNames,
    #[serde(default)]
    as_written: Vec<String>,
    #[serde(default)]
    regions: Vec<String>,
    #[serde(default)]
    pub(super) page: PageWords,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FoldPart {
    #[serde(default)]
    letters: BTreeMap<String, char>,
    #[serde(default)]
    drop: String,
    #[serde(default)]
    accents: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CliticsPart {
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    merges: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SentencesPart {
    pub(super) stops: Option<String>,
    #[serde(default)]
    abbreviations: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct QuotationsPart {
    pairs: Option<Vec<Spanned<String>>>,
    tolerated: Option<Vec<Spanned<String>>>,
    tolerated_inside: Option<Vec<Spanned<String>>>,
    doubles: Option<Vec<Spanned<String>>>,
    families: Option<Vec<String>>,
    apostrophes: Option<String>,
    inside_words: Option<String>,
    lookalikes: Option<String>,
    joiners: Option<String>,
    before_last_letter: Option<String>,
    #[serde(default)]
    abbreviation_endings: Vec<String>,
    apostrophe: Option<char>,
    #[serde(default)]
    contracted_before: Vec<String>,
    #[serde(default)]
    contracted_after: Vec<String>,
    #[serde(default)]
    clipped: Vec<String>,
    arrows: Option<String>,
    carried_on_by: Option<String>,
    #[serde(default)]
    shared_closer: bool,
    #[serde(default)]
    prime_closes: bool,
}

impl Default for Details {
    fn default() -> Self {
        let folder = Folder::new(&[], &[], false);
        Self {
            function_words: WordSet::default(),
            commonest_words: Vec::new(),
            alphabet: FxHashSet::default(),
            neighbours: Vec::new(),
            genres: BTreeMap::new(),
            clitics: Clitics::default(),
            abbreviations: WordSet::default(),
            spaces: Spaces::new(SpacesPart::default(), None, &folder),
            punctuation: Punctuation::default(),
            quotations: Quotations::default(),
            as_written: Vec::new(),
            regions: Vec::new(),
            folder,
            vocabulary: Vocabulary::default(),
        }
    }
}

impl Details {
    /// What a file says in detail; what it leaves out comes from `parent`.
    pub(super) fn of(file: &TomlFile, read: File, parent: Option<&Self>, problems: &mut Vec<Problem>) -> Self {
        let neighbours = read.neighbours.into_iter();
        let neighbours =
            neighbours.filter_map(|(name, words)| Some((script_of(file, &name, problems)?, words))).collect();
        let letters: Vec<(String, char)> = read.fold.letters.into_iter().collect();
        let dropped: Vec<char> = read.fold.drop.chars().collect();
        let folder = Folder::new(&letters, &dropped, read.fold.accents);
        let fold_all = |words: &[String]| folder.fold_all(words);
        let inherited = parent.into_iter().flat_map(|parent| parent.as_written.iter().cloned());
        let as_written = read.as_written.iter().map(|words| folder.fold(words).into()).chain(inherited).collect();
        let before = fold_all(&read.clitics.before);
        Self {
            function_words: fold_all(&read.function_words),
            commonest_words: read.function_words,
            alphabet: read.alphabet.chars().collect(),
            neighbours,
            genres: read.genres,
            clitics: Clitics {
                proclitics: Trie::of(before.iter()),
                before,
                after: fold_all(&read.clitics.after),
                endings: read.clitics.endings.iter().map(|ending| folder.fold(ending).into()).collect(),
                merges: read.clitics.merges.iter().filter_map(|merge| read_merge(file, merge, problems)).collect(),
            },
            abbreviations: fold_all(&read.sentences.abbreviations),
            spaces: Spaces::new(read.spaces, parent.map(|parent| &parent.spaces), &folder),
            punctuation: Punctuation::new(file, read.punctuation, parent.map(|parent| &parent.punctuation), problems),
            quotations: read.quotations.read(file, parent.map(|parent| &parent.quotations), &folder, problems),
            as_written,
            regions: read.regions,
            folder,
            vocabulary: Vocabulary::default(),
        }
    }
}

impl QuotationsPart {
    /// How a language quotes; what the part leaves out comes from `parent`.
    fn read(
        self,
        file: &TomlFile,
        parent: Option<&Quotations>,
        folder: &Folder,
        problems: &mut Vec<Problem>,
    ) -> Quotations {
        let mut pairs = |given: Option<Vec<Spanned<String>>>, inherited: Option<&Vec<QuotePair>>| match given {
            Some(given) => given.iter().filter_map(|pair| read_pair(file, pair, problems)).collect(),
            None => inherited.cloned().unwrap_or_default(),
        };
        Quotations {
            pairs: pairs(self.pairs, parent.map(|q| &q.pairs)),
            tolerated: pairs(self.tolerated, parent.map(|q| &q.tolerated)),
            tolerated_inside: pairs(self.tolerated_inside, parent.map(|q| &q.tolerated_inside)),
            doubles: match self.doubles {
                Some(_) => pairs(self.doubles, None).iter().map(|two| (two.open, two.close)).collect(),
                None => parent.map(|q| q.doubles.clone()).unwrap_or_default(),
            },
            families: match self.families {
                Some(given) => given.iter().map(|family| family.chars().collect()).collect(),
                None => parent.map(|q| q.families.clone()).unwrap_or_default(),
            },
            apostrophes: chars(self.apostrophes, parent.map(|q| &q.apostrophes)),
            inside_words: chars(self.inside_words, parent.map(|q| &q.inside_words)),
            lookalikes: chars(self.lookalikes, parent.map(|q| &q.lookalikes)),
            joiners: chars(self.joiners, parent.map(|q| &q.joiners)),
            before_last_letter: chars(self.before_last_letter, parent.map(|q| &q.before_last_letter)),
            abbreviation_endings: folder.fold_all(&self.abbreviation_endings),
            apostrophe: self.apostrophe,
            contracted_before: folder.fold_all(&self.contracted_before),
            contracted_after: folder.fold_all(&self.contracted_after),
            clipped: folder.fold_all(&self.clipped),
            arrows: chars(self.arrows, parent.map(|q| &q.arrows)),
            carried_on_by: chars(self.carried_on_by, parent.map(|q| &q.carried_on_by)),
            shared_closer: self.shared_closer,
            prime_closes: self.prime_closes,
        }
    }
}

/// The characters given, or those inherited.
pub(super) fn chars(given: Option<String>, inherited: Option<&Vec<char>>) -> Vec<char> {
    match given {
        Some(given) => given.chars().collect(),
        None => inherited.cloned().unwrap_or_default(),
    }
}

pub(super) fn script_of(file: &TomlFile, name: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<Script> {
    let script = Script::from_short_name(name.get_ref());
    if script.is_none() {
        problems.push(file.problem(name.span(), "not a script code of ISO 15924, such as Arab or Latn"));
    }
    script
}

fn read_merge(file: &TomlFile, merge: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<Merge> {
    let parts: Vec<&str> = merge.get_ref().split_whitespace().collect();
    if let [before, article, together] = parts.as_slice() {
        return Some(Merge { before: (*before).into(), article: (*article).into(), together: (*together).into() });
    }
    problems
        .push(file.problem(merge.span(), "three parts are expected: what comes before, the article, the two together"));
    None
}

fn read_pair(file: &TomlFile, pair: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<QuotePair> {
    let mut chars = pair.get_ref().chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(open), Some(close), None) => Some(QuotePair { open, close }),
        _ => {
            problems.push(
                file.problem(
                    pair.span(),
                    "a pair of quotation marks is two characters: the opening and the closing one",
                ),
            );
            None
        }
    }
}
