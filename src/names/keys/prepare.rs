//! Folds the words of a rule about names and builds its tables.

use super::{Keys, Ready, SlipRules, two_letters};
use crate::analysis::Memo;
use crate::language::{Folder, Profile};
use crate::names::judgement::{Groups, GroupsInOrder, Judgement};
use crate::names::letters::width;
use crate::names::lexicon::Lexicon;
use crate::names::name_words::NameWords;
use crate::names::shape::Shape;
use crate::text::WordSet;

impl Keys {
    /// Folds the words and builds the tables. `gazetteers` gives names, each in its spellings: they help to tell which
    /// words are one name. It is asked late, since others may be reading them.
    #[must_use]
    pub fn prepare<'g, G: Iterator<Item = Vec<&'g str>>>(
        &self,
        profile: &Profile,
        gazetteers: impl FnOnce() -> G,
    ) -> Ready {
        let folder = &profile.folder;
        let lexicon = self.lexicon(folder);
        let (listed, different, same) = {
            let mut spelled = Spelled { keys: self, folder, lexicon: &lexicon, bare: String::new(), listed: WordSet::default() };
            let different = spelled.groups(self.different.iter().map(String::as_str));
            spelled.listed = WordSet::default();
            let of_gazetteers: Vec<String> = gazetteers()
                .flat_map(|spellings| words_in_place(&spellings))
                .filter(|words| !words.split(' ').any(|word| lexicon.has(&folder.fold(word), profile)))
                .collect();
            let listed = self.same.iter().chain(&of_gazetteers).map(String::as_str);
            let same = spelled.groups(listed.chain(self.known.split_whitespace()));
            (spelled.listed, different, same)
        };
        let judgement = Judgement {
            threshold: self.threshold,
            company: self.company,
            different,
            listed,
            tells_names: self.capitals || self.shape.is_some(),
            slips: self.slip_letters.iter().filter_map(|text| two_letters(text.get_ref())).collect(),
            joins: folder.fold_all(&self.joins),
            particles: folder.fold_all(&self.particles),
            before_things: folder.fold_all(&self.before_things),
            name_articles: fold_each(folder, &self.name_articles),
            first_parts: fold_each(folder, &self.first_parts),
            behind_nouns: folder.fold_all(&self.behind_nouns),
            same,
        };
        let shape = self.shape.as_ref().and_then(|keys| Shape::new(&keys.get_ref().letters, &keys.get_ref().rows));
        let mut common = WordSet::default();
        for word in folder.fold(&self.common).split_whitespace() {
            common.insert(word);
            common.insert(lexicon.root(word, 3 * width(word)));
        }
        let words = NameWords {
            known: judgement.same.words().clone(),
            shape,
            least_shape: self.least_shape,
            doubtful_shape: self.doubtful_shape,
            capitals: self.capitals,
            shortest: self.shortest,
            given: WordSet::of_text(folder.fold(&self.given)),
            articles: fold_each(folder, &self.articles),
            traits: Memo::default(),
            lexicon,
        };
        let slips = SlipRules { which: self.slips, shape: self.slip_shape, unmarked: self.unmarked.clone(), common };
        Ready { words, judgement, costs: self.letters.table(), slips }
    }

    /// The ordinary words.
    fn lexicon(&self, folder: &Folder) -> Lexicon {
        let construct: Vec<_> = self.construct.iter().filter_map(|text| two_letters(text.get_ref())).collect();
        let mut folded = String::with_capacity(self.ordinary.values().map(|text| text.len() + 1).sum());
        for text in self.ordinary.values() {
            folder.push_folded(text, &mut folded);
            folded.push(' ');
        }
        let mut words = WordSet::of_text(folded);
        let forms = |word: &str| {
            let form = |&(from, to)| Some(format!("{}{to}", word.strip_suffix(from)?));
            construct.iter().filter_map(form).collect::<Vec<String>>()
        };
        let forms: Vec<String> = words.iter().flat_map(forms).collect();
        words.extend(forms);
        let patterns = self.patterns.iter().filter_map(|pair| pair.split_once(' '));
        Lexicon {
            words,
            endings: folder.fold_all(&self.endings),
            places: folder.fold_all(&self.place_endings),
            prefixes: fold_each(folder, &self.prefixes),
            patterns: patterns.map(|(one, other)| (folder.fold(one).into(), folder.fold(other).into())).collect(),
        }
    }
}

fn fold_each(folder: &Folder, texts: &[String]) -> Vec<Box<str>> {
    texts.iter().map(|text| folder.fold(text).into()).collect()
}

/// What folds the words of groups.
struct Spelled<'k> {
    keys: &'k Keys,
    folder: &'k Folder,
    lexicon: &'k Lexicon,
    /// The word at hand, folded, without its article.
    bare: String,
    /// The words as they stand, not by their stem alone.
    listed: WordSet,
}

impl Spelled<'_> {
    /// Groups of words, each in a text.
    fn groups<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> Groups {
        let mut groups = GroupsInOrder::default();
        for (number, text) in (0..).zip(texts) {
            for word in text.split_whitespace() {
                let bare = self.keys.articles.iter().find_map(|article| word.strip_prefix(&**article));
                let bare = bare.filter(|rest| rest.chars().nth(2).is_some()).unwrap_or(word);
                self.bare.clear();
                self.folder.push_folded(bare, &mut self.bare);
                // The stem stands for every inflected form.
                let stem = self.lexicon.root(&self.bare, 4 * width(&self.bare));
                groups.add(&self.bare, number);
                groups.add(stem, number);
                self.listed.insert(&self.bare);
            }
        }
        groups.done()
    }
}

/// The words that stand in one place of a name's spellings, a line for each place where they differ. Nothing if the
/// spellings are not of one number of words.
fn words_in_place(spellings: &[&str]) -> Vec<String> {
    if spellings.len() < 2 {
        return Vec::new();
    }
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

