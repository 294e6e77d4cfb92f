//! Words and short phrases of several lists, looked up word by word.
//!
//! The automaton over all cues reads every byte of every article. Lists that hold thousands of forms, and are asked
//! about in a few sentences only, would make it large for little: they are looked up here, where a check asks.

use rustc_hash::FxHashMap;

use crate::language::{Profile, is_word_char};
use crate::text::{ProseSpan, narrow};

/// Which lists a word or phrase stands in: one bit for each.
pub type ListBits = u32;

/// Lists of words and phrases, folded for one language.
#[derive(Debug, Default)]
pub struct WordLists {
    /// By first word.
    entries: FxHashMap<Box<str>, Entry>,
    /// First letters of what may be written before a word.
    proclitics: Vec<char>,
}

#[derive(Debug, Default)]
struct Entry {
    /// The lists it stands in by itself.
    alone: ListBits,
    /// The words that make it a phrase, and the lists of that.
    phrases: Vec<(Box<[Box<str>]>, ListBits)>,
}

/// A word or phrase found, with the clitics written onto it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordHit {
    /// The lists it stands in; never none.
    pub lists: ListBits,
    /// Where, in bytes of the prose looked at.
    pub span: ProseSpan,
}

/// More characters than any clitic has.
const LONGEST_CLITIC: usize = 5;

impl WordLists {
    /// Empty lists for texts in the language of `profile`.
    #[must_use]
    pub fn new(profile: &Profile) -> Self {
        let mut proclitics: Vec<char> = profile.clitics.before.iter().filter_map(|c| c.chars().next()).collect();
        proclitics.sort_unstable();
        proclitics.dedup();
        Self { entries: FxHashMap::default(), proclitics }
    }

    /// Adds a word or phrase, in ordinary spelling, to the lists of `lists`.
    pub fn add(&mut self, phrase: &str, lists: ListBits, profile: &Profile) {
        let folded = |word: &str| -> Box<str> { profile.folder.fold(word).into() };
        let mut words = words(phrase, 0..phrase.len()).filter_map(|span| phrase.get(span.range())).map(folded);
        let Some(first) = words.next() else { return };
        let entry = self.entries.entry(first).or_default();
        let rest: Box<[Box<str>]> = words.collect();
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
        if let Some(entry) = self.entries.get_mut(profile.folder.fold(word).as_str()) {
            entry.alone &= !lists;
        }
    }

    /// Adds every word and phrase found in a stretch of prose to `found`, in order. Only what lies in the stretch
    /// as a whole is found.
    pub fn find(&self, prose: &str, stretch: ProseSpan, profile: &Profile, found: &mut Vec<WordHit>) {
        let spans: Vec<ProseSpan> = words(prose, stretch.range()).collect();
        let mut folded = String::new();
        let mut starts = Vec::with_capacity(spans.len() + 1);
        for span in &spans {
            starts.push(folded.len());
            profile.folder.push_folded(prose.get(span.range()).unwrap_or_default(), &mut folded);
        }
        starts.push(folded.len());
        let word = |index: usize| {
            starts.get(index..=index + 1).and_then(|ends| match ends {
                [start, end] => folded.get(*start..*end),
                _ => None,
            })
        };
        for (index, &span) in spans.iter().enumerate() {
            let Some(own) = word(index) else { continue };
            let mut best: Option<WordHit> = None;
            self.with_clitics(own, profile, &mut |bare, has_enclitic| {
                let Some(entry) = self.entries.get(bare) else { return };
                let mut lists = entry.alone;
                let mut end = span.end;
                for (rest, of_phrase) in entry.phrases.iter().filter(|_| !has_enclitic) {
                    if let Some(last) = follows(prose, &spans, index, rest, &word, profile) {
                        lists |= of_phrase;
                        end = end.max(last);
                    }
                }
                if lists != 0 {
                    let before = best.map_or(0, |hit| hit.lists);
                    let end = best.map_or(end, |hit| hit.span.end.max(end));
                    best = Some(WordHit { lists: lists | before, span: ProseSpan::new(span.start, end) });
                }
            });
            found.extend(best);
        }
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
        if !word.starts_with(self.proclitics.as_slice()) {
            return;
        }
        for (at, _) in word.char_indices().skip(1).take(LONGEST_CLITIC) {
            let (proclitic, bare) = word.split_at(at);
            if clitics.before.contains(proclitic) {
                without_enclitics(bare);
            }
        }
    }
}

/// The end of a phrase whose first word is word `index`, if the words of `rest` follow it.
fn follows<'w>(
    prose: &str,
    spans: &[ProseSpan],
    index: usize,
    rest: &[Box<str>],
    word: &impl Fn(usize) -> Option<&'w str>,
    profile: &Profile,
) -> Option<u32> {
    let mut end = spans.get(index)?.end;
    for (offset, wanted) in rest.iter().enumerate() {
        let next = index + 1 + offset;
        let span = spans.get(next)?;
        let gap = prose.get(end as usize..span.start as usize)?;
        // A hyphen, an apostrophe or white space; a comma and a space part two phrases.
        if gap.chars().nth(1).is_some() && !gap.chars().all(char::is_whitespace) {
            return None;
        }
        let found = word(next)?;
        let is_last = offset + 1 == rest.len();
        let matches = found == &**wanted
            || is_last
                && found.strip_prefix(&**wanted).is_some_and(|enclitic| profile.clitics.after.contains(enclitic));
        if !matches {
            return None;
        }
        end = span.end;
    }
    Some(end)
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
        let mut known_words = WordLists::new(profile);
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
    fn a_stretch_is_looked_at_alone() {
        let languages = crate::testing::languages();
        let profile = languages.get("en").unwrap();
        let mut known_words = WordLists::new(profile);
        known_words.add("said", 1, profile);
        known_words.add("went on", 1, profile);
        known_words.remove("Said", 1, profile);
        let mut hits = Vec::new();
        known_words.find("he said, he went on", ProseSpan::new(0, 16), profile, &mut hits);
        assert_eq!(hits, []);
    }
}
