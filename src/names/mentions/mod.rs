//! Names as they occur in a document, clitics set apart.
//!
//! A name is known by what it is not (an ordinary word of the language), by capital letters where the script has them,
//! elsewhere by its letters: words written down by ear follow other patterns than the language's own.

mod capitals;
mod queries;

use rustc_hash::{FxBuildHasher, FxHashMap};

pub use self::capitals::Case;
use self::capitals::{Capitals, capitals};
use super::name_words::{NameWords, Reading, Traits};
use crate::analysis::{Analysis, Folded, Form, Word, Words};
use crate::language::{Quotations, is_word_char};
use crate::text::{Few, narrow};

/// One form of a name, with every place it occurs.
#[derive(Debug)]
pub struct Name<'t> {
    /// Folded, without clitics.
    pub text: &'t str,
    /// Another reading: with one clitic less, or one more.
    pub other: Option<&'t str>,
    /// How foreign it looks, in log-odds; 0 where the language does not say.
    pub shape: f32,
    /// Whether it is listed as a name.
    pub known: bool,
    /// In reading order; none if it occurs only as part of account names.
    pub places: Few<Place>,
}

/// One occurrence of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Index of the word.
    pub word: u32,
    /// First byte of the name in the folded text, after its clitics.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

/// The names of a document.
#[derive(Debug)]
pub struct Mentions<'t> {
    /// In order of first occurrence.
    pub names: Vec<Name<'t>>,
    /// Words that are no names by themselves, and may be a name of the article misspelt; they stand once or twice.
    pub doubtful: Vec<Name<'t>>,
    folded: &'t Folded,
    words: &'t Words,
    /// For each form of a word its text, and the name it is a form of.
    forms: Vec<(&'t str, Option<u32>)>,
    /// How each word is written; empty where the script has no capital letters.
    cases: Vec<Case>,
}

/// What stands between two neighbouring words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing but space or a hyphen.
    Close,
    /// A comma or the like.
    Comma,
    /// Something else, or the end of the block.
    Far,
}

/// Of about so many forms of words one is a name.
const FORMS_A_NAME: usize = 6;

impl<'t> Mentions<'t> {
    /// Finds the names of a document.
    #[must_use]
    pub fn collect(analysis: &'t Analysis<'_>, rules: &NameWords) -> Self {
        let (folded, words, profile) = (analysis.folded(), analysis.words(), analysis.profile());
        let (capitals, cases) = if rules.capitals {
            capitals(analysis, words.types(), words.forms().len())
        } else {
            (Vec::new(), Vec::new())
        };
        let mut mentions = Self { names: Vec::new(), doubtful: Vec::new(), folded, words, forms: Vec::new(), cases };
        mentions.forms = (0..words.forms().len()).map(|form| (words.text_of(narrow(form), folded), None)).collect();
        let about = words.forms().len() / FORMS_A_NAME;
        mentions.names.reserve(about);
        let mut names: FxHashMap<&str, u32> = FxHashMap::with_capacity_and_hasher(about, FxBuildHasher);
        for (number, form) in words.forms().iter().enumerate() {
            let seen = capitals.get(number).copied();
            let (whole, index) = (mentions.form(narrow(number)).0, narrow(number));
            let traits = rules.traits_of(whole, words.number_of(index), profile);
            let Some((Reading { skip, known, shape, .. }, other, is_sure)) =
                mentions.reading(analysis, rules, &traits, (whole, form), seen)
            else {
                continue;
            };
            let skip = usize::from(skip);
            let text = whole.get(skip..).unwrap_or_default();
            if !is_sure {
                let places = mentions.ends_of(form, narrow(skip));
                mentions.doubtful.push(Name { text, other, shape, known: false, places });
                continue;
            }
            let known = known || traits.whole.known;
            let name = *names.entry(text).or_insert_with(|| {
                let places = Few::with_room(form.count as usize);
                mentions.names.push(Name { text, other, shape, known, places });
                narrow(mentions.names.len() - 1)
            });
            if let Some(entry) = mentions.forms.get_mut(number) {
                entry.1 = Some(name);
            }
        }
        for (at, (word, form)) in words.iter().zip(words.types()).enumerate() {
            let Some((text, Some(name))) = mentions.forms.get(*form as usize) else { continue };
            let Some(name) = mentions.names.get_mut(*name as usize) else { continue };
            // The name of an account is not prose, and what is marked as it was written is nobody's spelling.
            let is_set_apart = Self::is_joined(folded, words, &mentions.cases, at)
                || mentions.cases.get(at) == Some(&Case::Mixed)
                || (rules.capitals && is_spoken_of(folded.text(), *word, &profile.quotations))
                || is_marked(folded.text(), word.end as usize, &profile.as_written);
            if !is_set_apart {
                let start = word.start + narrow(text.len() - name.text.len());
                name.places.push(Place { word: narrow(at), start, end: word.end });
            }
        }
        mentions
    }

    /// The places of a form that stands once or twice, accounts and the like apart.
    fn ends_of(&self, form: &Form, skip: u32) -> Few<Place> {
        let last = (form.last != form.first).then_some(form.last);
        let place = |word: u32| {
            let at = self.words.get(word as usize)?;
            let is_joined = Self::is_joined(self.folded, self.words, &self.cases, word as usize);
            (!is_joined).then_some(Place { word, start: at.start + skip, end: at.end })
        };
        [form.first].into_iter().chain(last).filter_map(place).collect()
    }

    /// How a form is to be read, another possible reading, and whether it is surely a name. Nothing if it is none.
    fn reading(
        &self,
        analysis: &Analysis<'_>,
        rules: &NameWords,
        traits: &Traits,
        (text, form): (&'t str, &Form),
        seen: Option<Capitals>,
    ) -> Option<(Reading, Option<&'t str>, bool)> {
        if !traits.can_be_name {
            return None;
        }
        let whole = traits.whole;
        if let Some(seen) = seen {
            let is_name = (seen.inside || seen.at_start) && !seen.small;
            return (is_name && (whole.known || !traits.ordinary)).then_some((whole, None, true));
        }
        if whole.known {
            return Some((whole, None, true));
        }
        let (mut best, mut other) = (whole, None);
        for reading in traits.rests.iter().flatten() {
            let Some((clitic, rest)) = text.split_at_checked(usize::from(reading.skip)) else { continue };
            // A letter that only folding made the clitic's (the first of a name, with hamza) is none.
            let written = || {
                self.words
                    .get(form.first as usize)
                    .is_some_and(|word| analysis.slice(self.folded.locate(word.start, word.end)).starts_with(clitic))
            };
            if reading.off_article && written() {
                (best, other) = (*reading, Some(text));
                break;
            }
            if (self.has(rest) || reading.known) && written() {
                (best, other) = (*reading, None);
                // A rest that begins with an article may still lose it.
                if !reading.on_article {
                    break;
                }
            } else if best.skip == 0 && other.is_none() {
                other = Some(rest);
            }
        }
        let is_likely = || best.shape >= rules.least_shape || self.follows_given(rules, form);
        let is_sure = best.known || (!traits.ordinary && is_likely());
        let is_doubtful = || form.count <= 2 && rules.is_doubtful(traits, best.shape);
        (is_sure || is_doubtful()).then_some((best, other, is_sure))
    }

    /// Whether the first or the last occurrence of a form comes after a given name.
    fn follows_given(&self, rules: &NameWords, form: &Form) -> bool {
        [form.first, form.last].into_iter().any(|at| {
            let before = at.checked_sub(1).filter(|before| self.gap(*before) == Gap::Close);
            let word = before.and_then(|before| self.words.get(before as usize));
            word.is_some_and(|word| rules.given.contains(self.folded.slice(word.start, word.end)))
        })
    }
}

/// Whether one of `marks` stands in brackets right after byte `end`, a quotation mark between them apart.
fn is_marked(text: &str, end: usize, marks: &[Box<str>]) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    // Nearly always a word comes after a word.
    let mut between = rest.chars();
    let is_bracket = |c: char| matches!(c, '[' | '(');
    let is_far = |c: char| is_word_char(c) || c == '\n';
    let Some(open) = between.by_ref().take(4).find(|c| is_bracket(*c) || is_far(*c)).filter(|c| is_bracket(*c)) else {
        return false;
    };
    let close = if open == '[' { ']' } else { ')' };
    let inside = between.as_str().trim_start_matches(' ');
    marks.iter().any(|mark| {
        inside.strip_prefix(&**mark).is_some_and(|rest| rest.trim_start_matches([' ', '!']).starts_with(close))
    })
}

/// Whether a word stands alone between quotation marks: it is spoken of as it was said or written.
fn is_spoken_of(text: &str, word: Word, marks: &Quotations) -> bool {
    let pairs = || marks.all_pairs();
    let before = text.get(..word.start as usize).and_then(|text| text.chars().next_back());
    if !before.is_some_and(|c| pairs().any(|pair| pair.open == c)) {
        return false;
    }
    let behind = text.get(word.end as usize..).and_then(|text| text.chars().find(|c| !matches!(c, '.' | ',')));
    behind.is_some_and(|c| pairs().any(|pair| pair.close == c))
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '\u{60c}' | '/' | '&')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::CueLists;
    use crate::names::lexicon::Lexicon;

    fn names(tag: &str, text: &str, rules: &NameWords) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        crate::testing::with_document(tag, text, |document| {
            let matcher = CueLists::default().matcher(&[], &document.language);
            let analysis = Analysis::new(document, &matcher);
            let mentions = Mentions::collect(&analysis, rules);
            found = mentions.names.iter().map(|name| (name.text.to_owned(), name.places.len())).collect();
        });
        found
    }

    #[test]
    fn capitals_tell_names_and_account_names_are_none() {
        let words = ["talks", "with"].into_iter().collect();
        let rules = NameWords {
            capitals: true,
            shortest: 4,
            lexicon: Lexicon { words, ..Lexicon::default() },
            ..NameWords::default()
        };
        let text =
            "Talks with Lindqvist failed. Said Lindqvist: NEVER. Rain fell; the rain stopped. Follow @Lindqvist.";
        assert_eq!(
            names("en", text, &rules),
            [("lindqvist".to_owned(), 2), ("said".to_owned(), 1), ("follow".to_owned(), 1)]
        );
    }

    #[test]
    fn clitics_are_taken_off() {
        let words = ["وصل"].into_iter().collect();
        let articles = ["ال", "لل"].into_iter().map(Into::into).collect();
        let rules = NameWords {
            shortest: 4,
            articles,
            lexicon: Lexicon { words, ..Lexicon::default() },
            ..NameWords::default()
        };
        let found = names("ar", "وصل غولدبرغ، وبغولدبرغ الكونغرس. ألبرتو", &rules);
        assert_eq!(found, [("غولدبرغ", 2), ("كونغرس", 1), ("البرتو", 1)].map(|(name, count)| (name.to_owned(), count)));
    }
}
