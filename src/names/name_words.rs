//! What tells names from other words in one language.

use super::lexicon::{self, Familiarity, Lexicon};
use super::shape::Shape;
use crate::analysis::{Memo, OfWord};
use crate::language::{Profile, WordNumber, is_number};
use crate::text::WordSet;

/// What tells names from other words in one language.
#[derive(Debug, Default)]
pub struct NameWords {
    /// The ordinary words.
    pub lexicon: Lexicon,
    /// Words known to be names, folded, whatever else speaks against it.
    pub known: WordSet,
    /// How foreign words look, where letters tell it.
    pub shape: Option<Shape>,
    /// The least shape of a name.
    pub least_shape: f32,
    /// The least shape of a word that may be a name misspelt: of one that is an ordinary word by inflection alone, and of any
    /// other. Nothing if no such words are asked for.
    pub doubtful_shape: Option<[f32; 2]>,
    /// Whether names begin with a capital letter.
    pub capitals: bool,
    /// The least number of letters of a name.
    pub shortest: usize,
    /// Given names, folded: an unknown word after one is a surname, whatever it looks like.
    pub given: WordSet,
    /// Clitics that end in one of these are always taken off a name.
    pub articles: Vec<Box<str>>,
    /// What was found out about words.
    pub traits: Memo<Traits>,
}

/// What a word tells of itself, wherever it stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Traits {
    /// Whether it is long enough for a name and no number, exclamation or the like.
    pub can_be_name: bool,
    /// Whether it is an ordinary word, inflected or with clitics.
    pub ordinary: bool,
    /// Whether it is an ordinary word as it stands or after clitics, without inflection.
    pub plain: bool,
    /// The word as it stands.
    pub whole: Reading,
    /// The word without each of the clitics it may begin with, if that is long enough for a name; the shortest clitic
    /// first.
    pub rests: [Option<Reading>; lexicon::MOST_CLITICS],
}

impl OfWord for Traits {
    /// Whether it can be no name wherever it stands: it is too short, or as ordinary as it stands and in no reading a listed name.
    fn is_nothing(&self) -> bool {
        !self.can_be_name
            || self.plain && !self.whole.known && self.rests.iter().flatten().all(|reading| !reading.known)
    }
}

/// A word with a clitic taken off, or none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// How long the clitic is, in bytes.
    pub skip: u8,
    /// Whether it ends in an article.
    pub off_article: bool,
    /// Whether what is left begins with an article.
    pub on_article: bool,
    /// Whether what is left or its stem is listed as a name.
    pub known: bool,
    /// How foreign it looks, in log-odds; 0 where the language does not say.
    pub shape: f32,
}

/// The longest word that can be a name, in bytes.
const LONGEST: usize = 96;

impl NameWords {
    /// Whether a folded word or its stem is listed as a name.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.known.contains(word) || self.known.contains(self.lexicon.root(word, 4 * lexicon::width(word)))
    }

    /// How foreign a folded word looks, in log-odds; 0 where the language does not say.
    #[must_use]
    pub fn shape_of(&self, word: &str) -> f32 {
        self.shape.as_ref().map_or(0.0, |shape| shape.score(word))
    }

    /// What a folded word tells of itself, by its number in the vocabulary of its language, if it has one.
    #[must_use]
    pub fn traits_of(&self, word: &str, number: Option<WordNumber>, profile: &Profile) -> Traits {
        self.traits.get(number, || self.work_out_traits(word, profile))
    }

    fn work_out_traits(&self, word: &str, profile: &Profile) -> Traits {
        let is_long = |text: &str| text.chars().nth(self.shortest.saturating_sub(1)).is_some();
        let can_be_name = is_long(word) && word.len() <= LONGEST && !word.contains(is_number) && !is_drawn_out(word);
        if !can_be_name {
            return Traits::default();
        }
        let lexicon = &self.lexicon;
        let cut = lexicon.cut(word);
        let start = |rest: &str| word.len() - rest.len();
        let without = |rest: &str| {
            let clitic = word.get(..start(rest)).unwrap_or_default();
            let root = || lexicon.root_from(&cut, start(rest), 4 * lexicon::width(rest));
            Reading {
                skip: u8::try_from(clitic.len()).unwrap_or(0),
                off_article: self.articles.iter().any(|article| clitic.ends_with(&**article)),
                on_article: self.articles.iter().any(|article| rest.starts_with(&**article)),
                known: self.known.contains(rest) || self.known.contains(root()),
                shape: self.shape_of(rest),
            }
        };
        // What is left without each clitic: asked three times, found once.
        let mut found = lexicon::before(word, profile);
        let bare: [Option<&str>; lexicon::MOST_CLITICS] = std::array::from_fn(|_| found.next());
        let bare = || bare.iter().flatten();
        let mut rests = bare().filter(|rest| is_long(rest)).map(|rest| without(rest));
        let plain = lexicon.words.contains(word) || bare().any(|rest| lexicon.words.contains(rest));
        Traits {
            can_be_name,
            ordinary: plain
                || lexicon.has_inflected_from(&cut, 0)
                || bare().any(|rest| lexicon.has_inflected_from(&cut, start(rest))),
            plain,
            whole: without(word),
            rests: std::array::from_fn(|_| rests.next()),
        }
    }

    /// Whether a word that is no name by itself may be one misspelt. `shape` is how foreign it looks.
    #[must_use]
    pub fn is_doubtful(&self, traits: &Traits, shape: f32) -> bool {
        self.doubtful_shape.is_some_and(|[inflected, strange]| {
            if traits.ordinary { !traits.plain && shape >= inflected } else { shape >= strange }
        })
    }

    /// How a folded word is read that stands by itself: the length of its article in bytes, and how ordinary it is.
    #[must_use]
    pub fn alone(&self, word: &str, profile: &Profile) -> (usize, Familiarity) {
        if self.knows(word) {
            return (0, Familiarity::Strange);
        }
        let article = |rest: &&str| {
            let clitics = word.get(..word.len() - rest.len()).unwrap_or_default();
            self.articles.iter().any(|article| clitics.ends_with(&**article))
        };
        let rest = lexicon::before(word, profile).find(article);
        let base = rest.unwrap_or(word);
        let familiarity = if self.knows(base) { Familiarity::Strange } else { self.lexicon.familiarity(word, profile) };
        (word.len() - base.len(), familiarity)
    }

    /// What is left of a folded word without each of the clitics it may begin with, if that is long enough for a name.
    pub fn rests<'w, 'p>(&'p self, word: &'w str, profile: &'p Profile) -> impl Iterator<Item = &'w str> + use<'w, 'p> {
        let shortest = self.shortest.saturating_sub(1);
        lexicon::before(word, profile).filter(move |rest| rest.chars().nth(shortest).is_some())
    }

    /// The length in bytes of the first clitic that a folded word may begin with.
    #[must_use]
    pub fn clitic(&self, word: &str, profile: &Profile) -> Option<usize> {
        lexicon::before(word, profile).next().map(|rest| word.len() - rest.len())
    }
}

/// Whether a letter stands three times in a row: an exclamation, not a name.
fn is_drawn_out(word: &str) -> bool {
    let mut letters = word.chars().zip(word.chars().skip(1)).zip(word.chars().skip(2));
    letters.any(|((a, b), c)| a == b && b == c)
}
