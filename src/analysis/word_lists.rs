//! Words and short phrases of several lists, looked up word by word.
//!
//! Cues are looked for in all of every article. Lists that hold thousands of forms, and are asked about in a few sentences only,
//! are looked up here, where a check asks, by the same numbers of words.

use std::borrow::Cow;

use super::{Analysis, At, Folded, Memo, OfWord, Word};
use crate::language::{Profile, is_word_char};
use crate::text::{ProseSpan, WordSet, narrow};

/// Which lists a word or phrase is in: one bit for each.
pub type ListBits = u32;

/// Lists of words and phrases, folded for one language.
#[derive(Debug, Default)]
pub struct WordLists {
    /// The first words.
    firsts: WordSet,
    /// What is known of each, by its number.
    entries: Vec<Entry>,
    /// Lists whose words are other words with something written after them: my father, and her father.
    bare: ListBits,
    /// What was looked up before.
    listed: Memo<Listed>,
    /// Room for a word while it is folded.
    folded: String,
}

/// What is known of a word, clitics taken off in all ways that are possible.
#[derive(Debug, Clone, Copy, Default)]
struct Listed {
    /// The lists it is in by itself.
    lists: ListBits,
    /// Whether phrases begin with it.
    begins_phrases: bool,
}

impl OfWord for Listed {
    fn is_nothing(&self) -> bool {
        self.lists == 0 && !self.begins_phrases
    }
}

#[derive(Debug, Default)]
struct Entry {
    /// The lists it is in by itself.
    alone: ListBits,
    /// The words that make it a phrase, and the lists of that.
    phrases: Vec<(Box<[Box<str>]>, ListBits)>,
}

/// A word or phrase found, with the clitics written onto it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordHit {
    /// The lists it is in; never none.
    pub lists: ListBits,
    /// Where, in bytes of the prose looked at.
    pub span: ProseSpan,
}

/// More characters than any clitic has.
const LONGEST_CLITIC: usize = 5;

impl WordLists {
    /// The same lists, those of `lists` without enclitics.
    #[must_use]
    pub fn with_bare(self, lists: ListBits) -> Self {
        Self { bare: lists, ..self }
    }

    /// Adds a word or phrase, in ordinary spelling, to the lists of `lists`.
    pub fn add(&mut self, phrase: &str, lists: ListBits, profile: &Profile) {
        let mut words = words(phrase, 0..phrase.len()).filter_map(|span| phrase.get(span.range()));
        let Some(first) = words.next() else { return };
        self.folded.clear();
        profile.folder.push_folded(first, &mut self.folded);
        let number = self.firsts.insert(&self.folded) as usize;
        if self.entries.len() <= number {
            self.entries.resize_with(number + 1, Entry::default);
        }
        let Some(entry) = self.entries.get_mut(number) else { return };
        let rest: Box<[Box<str>]> = words.map(|word| profile.folder.fold(word).into()).collect();
        if rest.is_empty() {
            entry.alone |= lists;
        } else if let Some((_, known)) = entry.phrases.iter_mut().find(|(known, _)| *known == rest) {
            *known |= lists;
        } else {
            entry.phrases.push((rest, lists));
        }
    }

    /// Takes a single word out of the lists of `lists`, wherever they got it from.
    pub fn remove(&mut self, word: &str, lists: ListBits, profile: &Profile) {
        let number = self.firsts.number_of(&profile.folder.fold(word));
        if let Some(entry) = number.and_then(|number| self.entries.get_mut(number as usize)) {
            entry.alone &= !lists;
        }
    }

    /// What is known of a folded word that is the first of a phrase, or all of it.
    fn entry(&self, word: &str) -> Option<&Entry> {
        self.entries.get(self.firsts.number_of(word)? as usize)
    }

    /// Adds every word and phrase found in a place of an article to `found`, in order. Only what lies in the place as a whole
    /// is found. Spans are bytes of the block's prose.
    pub fn find_in(&self, analysis: &Analysis<'_>, place: At, found: &mut Vec<WordHit>) {
        let (folded, runs, profile) = (analysis.folded(), analysis.runs(), analysis.profile());
        let block = place.block as usize;
        let prose: &str = analysis.blocks().get(block).map_or("", |block| &block.prose);
        let (start, end) = folded.range_of(place);
        // Words that the place parts, and blocks whose words are others when folded, are read as they are written.
        let is_parted = |at: u32| {
            let (before, after) = prose.split_at_checked(at as usize).unwrap_or_default();
            before.ends_with(is_word_char) && after.starts_with(is_word_char)
        };
        if !folded.has_same_words(block) || is_parted(place.span.start) || is_parted(place.span.end) {
            self.find(prose, place.span, profile, found);
            return;
        }
        let first = runs.partition_point(|word| word.start < start);
        let inside = |(word, _): &(&Word, &u32)| word.end <= end;
        for (at, (word, &form)) in (first..).zip(runs.iter().zip(runs.types()).skip(first).take_while(inside)) {
            let text = folded.slice(word.start, word.end);
            let listed = self.listed.get(runs.number_of(form), || self.look_up(text, profile));
            if listed.lists != 0 || listed.begins_phrases {
                let span = folded.locate(word.start, word.end).span;
                let words = InArticle { folded, words: runs.get(at + 1..).unwrap_or_default(), end };
                self.take(prose, (span, text, listed), &words, profile, found);
            }
        }
    }

    /// Adds every word and phrase found in a stretch of a text to `found`, in order. Only what lies in the stretch as a whole is
    /// found.
    pub fn find(&self, text: &str, stretch: ProseSpan, profile: &Profile, found: &mut Vec<WordHit>) {
        let spans: Vec<ProseSpan> = words(text, stretch.range()).collect();
        for (at, &span) in spans.iter().enumerate() {
            let words = InText { text, spans: spans.get(at + 1..).unwrap_or_default(), profile };
            let word = profile.folder.fold(text.get(span.range()).unwrap_or_default());
            self.take(text, (span, &word, self.look_up(&word, profile)), &words, profile, found);
        }
    }

    /// Adds what is known of a word, with the phrases that it begins with the words after it.
    fn take(
        &self,
        text: &str,
        (span, word, listed): (ProseSpan, &str, Listed),
        words: &dyn Following,
        profile: &Profile,
        found: &mut Vec<WordHit>,
    ) {
        let Listed { mut lists, begins_phrases } = listed;
        let mut end = span.end;
        if begins_phrases {
            let (of_phrases, last) = self.phrases(word, &Phrase { text, first: span, words, profile });
            lists |= of_phrases;
            end = end.max(last);
        }
        if lists != 0 {
            found.push(WordHit { lists, span: ProseSpan::new(span.start, end) });
        }
    }

    /// What is known of a folded word by itself.
    fn look_up(&self, word: &str, profile: &Profile) -> Listed {
        let mut listed = Listed::default();
        self.with_clitics(word, profile, &mut |bare, has_enclitic| {
            if let Some(entry) = self.entry(bare) {
                listed.lists |= if has_enclitic { entry.alone & !self.bare } else { entry.alone };
                listed.begins_phrases |= !has_enclitic && !entry.phrases.is_empty();
            }
        });
        listed
    }

    /// The lists of the phrases that begin with a folded word, and where the longest of them ends (0 without one).
    fn phrases(&self, word: &str, words: &Phrase<'_>) -> (ListBits, u32) {
        let (mut lists, mut end) = (0, 0);
        self.with_clitics(word, words.profile, &mut |bare, has_enclitic| {
            let entry = self.entry(bare).filter(|_| !has_enclitic);
            for (rest, of_phrase) in entry.iter().flat_map(|entry| &entry.phrases) {
                if let Some(last) = words.end_of(rest) {
                    lists |= of_phrase;
                    end = end.max(last);
                }
            }
        });
        (lists, end)
    }

    /// Calls `look` with a folded word, and with what is left of it without clitics, in all ways that are possible.
    fn with_clitics(&self, word: &str, profile: &Profile, look: &mut impl FnMut(&str, bool)) {
        let clitics = &profile.clitics;
        let mut without_enclitics = |bare: &str| {
            look(bare, false);
            for (at, _) in bare.char_indices().rev().take(LONGEST_CLITIC - 1).filter(|(at, _)| *at > 0) {
                let (stem, enclitic) = bare.split_at(at);
                if clitics.after.contains(enclitic) {
                    look(stem, true);
                }
            }
        };
        without_enclitics(word);
        clitics.proclitics.each_prefix(word, |at, _| {
            if at < word.len() {
                without_enclitics(word.get(at..).unwrap_or_default());
            }
        });
    }
}

/// The words after another.
trait Following {
    /// The folded text of one of them, from 0.
    fn word(&self, offset: usize) -> Option<Cow<'_, str>>;

    /// Where it is in the prose.
    fn span(&self, offset: usize) -> ProseSpan;
}

/// Those of an article, up to a byte of its folded text.
struct InArticle<'w> {
    folded: &'w Folded,
    words: &'w [Word],
    end: u32,
}

impl Following for InArticle<'_> {
    fn word(&self, offset: usize) -> Option<Cow<'_, str>> {
        let word = self.words.get(offset).filter(|word| word.end <= self.end)?;
        Some(Cow::Borrowed(self.folded.slice(word.start, word.end)))
    }

    fn span(&self, offset: usize) -> ProseSpan {
        let word = self.words.get(offset);
        word.map_or(ProseSpan::new(0, 0), |word| self.folded.locate(word.start, word.end).span)
    }
}

/// Those of any text.
struct InText<'w> {
    text: &'w str,
    spans: &'w [ProseSpan],
    profile: &'w Profile,
}

impl Following for InText<'_> {
    fn word(&self, offset: usize) -> Option<Cow<'_, str>> {
        let span = self.spans.get(offset)?;
        Some(Cow::Owned(self.profile.folder.fold(self.text.get(span.range()).unwrap_or_default())))
    }

    fn span(&self, offset: usize) -> ProseSpan {
        self.spans.get(offset).copied().unwrap_or(ProseSpan::new(0, 0))
    }
}

/// A word and what follows it.
struct Phrase<'w> {
    text: &'w str,
    first: ProseSpan,
    words: &'w dyn Following,
    profile: &'w Profile,
}

impl Phrase<'_> {
    /// The end of a phrase of the first word and those of `rest`, if they follow it.
    fn end_of(&self, rest: &[Box<str>]) -> Option<u32> {
        let mut end = self.first.end;
        for (offset, wanted) in rest.iter().enumerate() {
            let found = self.words.word(offset)?;
            let is_last = offset + 1 == rest.len();
            let is_enclitic = |ending: &str| self.profile.clitics.after.contains(ending);
            if *found != **wanted && !(is_last && found.strip_prefix(&**wanted).is_some_and(is_enclitic)) {
                return None;
            }
            let span = self.words.span(offset);
            let gap = self.text.get(end as usize..span.start as usize)?;
            // A hyphen, an apostrophe or white space; a comma and a space part two phrases.
            if gap.chars().nth(1).is_some() && !gap.chars().all(char::is_whitespace) {
                return None;
            }
            end = span.end;
        }
        Some(end)
    }
}

/// The words of a stretch of prose.
fn words(prose: &str, stretch: std::ops::Range<usize>) -> impl Iterator<Item = ProseSpan> {
    let base = stretch.start;
    let mut rest = prose.get(stretch).unwrap_or_default();
    let mut at = base;
    std::iter::from_fn(move || {
        let start = rest.find(is_word_char)?;
        let word = rest.get(start..)?;
        let length = word.find(|c| !is_word_char(c)).unwrap_or(word.len());
        let begin = at + start;
        at = begin + length;
        rest = word.get(length..)?;
        Some(ProseSpan::new(narrow(begin), narrow(at)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(tag: &str, lists: &[(&str, ListBits)], prose: &str) -> Vec<(String, ListBits)> {
        let languages = crate::testing::languages();
        let profile = languages.get(tag).unwrap();
        let mut known_words = WordLists::default();
        for (phrase, bits) in lists {
            known_words.add(phrase, *bits, profile);
        }
        let mut hits = Vec::new();
        known_words.find(prose, ProseSpan::from_range(0..prose.len()), profile, &mut hits);
        hits.iter().map(|hit| (prose[hit.span.range()].to_owned(), hit.lists)).collect()
    }

    #[test]
    fn words_are_found_whole_and_folded() {
        let lists = [("said", 1), ("press release", 2), ("so", 4)];
        assert_eq!(
            found("en", &lists, "Said the press release, unsaid"),
            [("Said".into(), 1), ("press release".into(), 2)]
        );
        assert_eq!(found("en", &lists, "the press, release it"), []);
        assert_eq!(
            found("en", &[("e-mail", 1)], "an E-mail and an e mail"),
            [("E-mail".into(), 1), ("e mail".into(), 1)]
        );
    }

    #[test]
    fn clitics_on_both_sides_are_allowed_for() {
        let lists = [("وصفت", 1), ("كما قال", 2)];
        assert_eq!(
            found("ar", &lists, "فوصفتها كما قاله ووصفتك وصفتا"),
            [("فوصفتها".into(), 1), ("كما قاله".into(), 2), ("ووصفتك".into(), 1)]
        );
    }

    #[test]
    fn words_of_bare_lists_take_no_enclitics() {
        let languages = crate::testing::languages();
        let profile = languages.get("ar").unwrap();
        let mut known_words = WordLists::default().with_bare(1);
        known_words.add("أبي", 1, profile);
        let mut hits = Vec::new();
        let prose = "وأبي وأبيها";
        known_words.find(prose, ProseSpan::from_range(0..prose.len()), profile, &mut hits);
        assert_eq!(hits.iter().map(|hit| &prose[hit.span.range()]).collect::<Vec<_>>(), ["وأبي"]);
    }

    #[test]
    fn a_stretch_is_looked_at_alone() {
        let languages = crate::testing::languages();
        let profile = languages.get("en").unwrap();
        let mut known_words = WordLists::default();
        known_words.add("said", 1, profile);
        known_words.add("went on", 1, profile);
        known_words.remove("Said", 1, profile);
        let mut hits = Vec::new();
        known_words.find("he said, he went on", ProseSpan::new(0, 16), profile, &mut hits);
        assert_eq!(hits, []);
    }
}
