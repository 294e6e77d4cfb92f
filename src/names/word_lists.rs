//! The word lists of a rule about names, and what becomes of them. For the built-in rules that is worked out when the program is
//! built, by this very code, and only read here; it takes longer than checking an article.

use std::sync::OnceLock;

use super::groups::{Groups, GroupsInOrder};
use super::lexicon::{Lexicon, width};
use crate::language::{Folder, Profile};
use crate::text::WordSet;

/// The lists as a rule has them.
#[derive(Debug, Default)]
pub struct WordLists<'w> {
    /// Texts of ordinary words.
    pub ordinary: Vec<&'w str>,
    /// Final letters of a word and what stands in their place before an ending.
    pub construct: Vec<(char, char)>,
    /// Endings of inflection.
    pub endings: Vec<&'w str>,
    /// Endings of places and of the adjectives made of them.
    pub place_endings: Vec<&'w str>,
    /// Prefixes of inflection.
    pub prefixes: Vec<&'w str>,
    /// Articles, always taken off a name.
    pub articles: Vec<&'w str>,
    /// Groups of words that are different names.
    pub different: Vec<&'w str>,
    /// Groups of words that are spellings of one name.
    pub same: Vec<&'w str>,
    /// More names.
    pub known: &'w str,
    /// Given names.
    pub given: &'w str,
    /// Names as common as any ordinary word.
    pub common: &'w str,
}

/// What becomes of them. All words are folded.
#[derive(Debug, Default)]
pub struct Prepared {
    /// The ordinary words, without patterns.
    pub lexicon: Lexicon,
    /// Groups of words that are different names.
    pub different: Groups,
    /// Groups of words that are spellings of one name, those of gazetteers among them.
    pub same: Groups,
    /// The words of these groups as they stand, not by their stem alone.
    pub listed: WordSet,
    /// Given names.
    pub given: WordSet,
    /// Names as common as any ordinary word.
    pub common: WordSet,
}

impl WordLists<'_> {
    /// Folds the words and puts them in order. `gazetteers` gives names, each in its spellings: they help to tell which words are one
    /// name.
    #[must_use]
    pub fn prepare<'g>(&self, profile: &Profile, gazetteers: impl Iterator<Item = Vec<&'g str>>) -> Prepared {
        let folder = &profile.folder;
        let lexicon = self.lexicon(folder, self.ordinary_words(folder));
        let of_gazetteers: Vec<String> = gazetteers
            .flat_map(|spellings| words_in_place(&spellings))
            .filter(|words| !words.split(' ').any(|word| lexicon.has(&folder.fold(word), profile)))
            .collect();
        let same = self.same.iter().copied().chain(of_gazetteers.iter().map(String::as_str));
        let (different, _) = self.groups(folder, &lexicon, self.different.iter().copied());
        let (same, listed) = self.groups(folder, &lexicon, same.chain(self.known.split_whitespace()));
        let mut common = WordSet::default();
        for word in folder.fold(self.common).split_whitespace() {
            common.insert(word);
            common.insert(lexicon.root(word, 3 * width(word)));
        }
        Prepared { different, same, listed, given: WordSet::of_text(folder.fold(self.given)), common, lexicon }
    }

    /// The ordinary words, with their construct forms.
    fn ordinary_words(&self, folder: &Folder) -> WordSet {
        let mut folded = String::with_capacity(self.ordinary.iter().map(|text| text.len() + 1).sum());
        for text in &self.ordinary {
            folder.push_folded(text, &mut folded);
            folded.push(' ');
        }
        let mut words = WordSet::of_text(folded);
        let construct = |word: &str| {
            let form = |&(from, to)| Some(format!("{}{to}", word.strip_suffix(from)?));
            self.construct.iter().filter_map(form).collect::<Vec<String>>()
        };
        let construct: Vec<String> = words.iter().flat_map(construct).collect();
        words.extend(construct);
        words
    }

    /// The lexicon of these words, without patterns.
    #[must_use]
    pub fn lexicon(&self, folder: &Folder, words: WordSet) -> Lexicon {
        Lexicon {
            words,
            endings: folder.fold_all(&self.endings),
            places: folder.fold_all(&self.place_endings),
            prefixes: self.prefixes.iter().map(|prefix| folder.fold(prefix).into()).collect(),
            patterns: Vec::new(),
            backwards: OnceLock::new(),
        }
    }

    /// Groups of words, each in a text; and the words as they stand.
    fn groups<'t>(
        &self,
        folder: &Folder,
        lexicon: &Lexicon,
        texts: impl Iterator<Item = &'t str>,
    ) -> (Groups, WordSet) {
        let (mut groups, mut whole, mut folded) = (GroupsInOrder::default(), WordSet::default(), String::new());
        for (number, text) in (0..).zip(texts) {
            for word in text.split_whitespace() {
                let bare = self.articles.iter().find_map(|article| word.strip_prefix(article));
                let bare = bare.filter(|rest| rest.chars().nth(2).is_some()).unwrap_or(word);
                folded.clear();
                folder.push_folded(bare, &mut folded);
                groups.add(&folded, number);
                // The stem stands for every inflected form.
                groups.add(lexicon.root(&folded, 4 * width(&folded)), number);
                whole.insert(&folded);
            }
        }
        (groups.done(), whole)
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

/// The two letters that a text holds; nothing, if they are not two.
pub fn two_letters(text: &str) -> Option<(char, char)> {
    let mut letters = text.chars().filter(|c| !c.is_whitespace());
    let two = (letters.next()?, letters.next()?);
    letters.next().is_none().then_some(two)
}
