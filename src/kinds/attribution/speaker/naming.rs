//! Which of some words say who speaks, and whether they name him or only describe him.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::super::cues::Cues;
use super::super::lists::{BODY, COMPLEMENTISER, GROUP, PRONOUN, RELATIVE, ROLE, SPEECH, VERB};
use super::super::words::words;
use super::stretch::{Stretch, Word};
use super::who::Speaker;
use crate::analysis::{At, ListBits};
use crate::text::ProseSpan;

/// A description of a speaker has no more words.
pub const PHRASE: usize = 8;
/// A small word between two capitals has at most so many letters: de, van, of the.
const PARTICLE: usize = 3;
/// A name stands by itself if it is found so often in the article.
const ALONE: u32 = 3;

/// How often each folded word of an article is in it, and each with the next.
#[derive(Default)]
struct Counts {
    words: FxHashMap<String, u32>,
    pairs: FxHashMap<(String, String), u32>,
}

/// Tells names, descriptions and small words apart.
pub struct Naming<'c, 'a> {
    /// The article and its cues.
    pub cues: &'c Cues<'c, 'a>,
    /// The words of the article, once they were asked for.
    counts: OnceCell<Counts>,
}

impl<'c, 'a> Naming<'c, 'a> {
    /// Nothing is looked up yet.
    pub fn new(cues: &'c Cues<'c, 'a>) -> Self {
        Self { cues, counts: OnceCell::new() }
    }

    /// Words as who speaks: the name among them, or all of them; `None` without a word.
    pub fn of(&self, stretch: &Stretch<'a>, words: &[Word<'a>]) -> Option<Speaker> {
        if stretch.is_cased {
            return match self.name_in(words) {
                Some(name) => Some(Speaker { is_named: !self.is_of_group(name, stretch), ..place_of(stretch, name)? }),
                None => {
                    let end = words.iter().take(PHRASE).rposition(|word| !self.is_small(word.text))? + 1;
                    let place = place_of(stretch, words.get(..end)?)?;
                    Some(Speaker { is_named: self.is_body(place.at), ..place })
                }
            };
        }
        let words = words.get(..words.len().min(PHRASE))?;
        let place = place_of(stretch, words)?;
        let is_named =
            !self.is_of_group(words, stretch) && (self.is_named_without_capitals(words) || self.is_body(place.at));
        Some(Speaker { is_named, ..place })
    }

    /// The name in a phrase with capitals: the last capitals beside each other that the phrase is about. After a word that a
    /// small one ties them to (the mayor *of* Springfield) they only describe; so they do before another noun (a GOP aide).
    fn name_in<'w>(&self, words: &'w [Word<'a>]) -> Option<&'w [Word<'a>]> {
        let mut name = None;
        let mut start = 0;
        while let Some(word) = words.get(start) {
            if !word.is_capital() || self.is_small(word.text) || word.is_bracketed {
                start += 1;
                continue;
            }
            let end = self.end_of_name(words, start);
            let before = words.get(..start)?;
            let tied = before.last().is_some_and(|last| self.is_small(last.text))
                && before.iter().any(|word| !self.is_small(word.text));
            let describes = words.get(end).is_some_and(|next| !next.is_parted && !self.is_small(next.text));
            if !tied && !describes {
                name = words.get(start..end);
            }
            start = end;
        }
        name
    }

    /// One past the last word of a name that begins at `index`.
    pub fn end_of_name(&self, words: &[Word<'a>], index: usize) -> usize {
        let mut end = index + 1;
        while let Some(next) = words.get(end).filter(|next| !next.is_parted) {
            let is_particle = next.text.chars().nth(PARTICLE).is_none()
                && words.get(end + 1).is_some_and(|behind| behind.is_capital() && !behind.is_parted)
                && next.text.starts_with(char::is_lowercase)
                && self.is_small(next.text);
            if next.is_capital() || is_particle {
                end += 1;
            } else {
                break;
            }
        }
        end
    }

    /// In a script without capitals, where the language has an article written onto words: a name does not begin with what
    /// somebody is, or it stands without the article after a word that has it (the minister of foreign affairs *Sergey*).
    /// Elsewhere two words are a name sooner than one.
    fn is_named_without_capitals(&self, words: &[Word<'a>]) -> bool {
        if !self.verb_comes_first() {
            return words.len() > 1;
        }
        words.first().is_some_and(|first| !self.is_role(first.text))
            || words.windows(2).any(|pair| {
                let [before, word] = pair else { return false };
                self.has_article(before.text) && !self.has_article(word.text) && !self.is_role(word.text)
            })
    }

    /// Whether a word has something written onto it that ties it to another clause and is no letter of its own: before the
    /// article, or where the word stands without it in the same text, too.
    pub fn has_preposition(&self, word: &str) -> bool {
        let profile = self.cues.analysis.profile();
        let folded = profile.folder.fold(word);
        let is_known = |rest: &str, article: &str| {
            let known = &self.counts().words;
            known.contains_key(rest) || known.contains_key(&format!("{article}{rest}"))
        };
        let joined = profile.clitics.before.iter().filter(|clitic| {
            profile.clitics.merges.iter().any(|merge| clitic.ends_with(&*merge.article) && **clitic != *merge.article)
        });
        let is_long = |rest: &str| rest.chars().nth(2).is_some();
        joined.into_iter().any(|clitic| folded.strip_prefix(clitic).is_some_and(is_long))
            || profile.clitics.merges.iter().any(|merge| {
                folded.strip_prefix(&*merge.together).is_some_and(|rest| rest.chars().nth(1).is_some())
                    || folded
                        .strip_prefix(&*merge.before)
                        .is_some_and(|rest| is_long(rest) && (is_known(rest, &merge.article) || self.is_in(rest, BODY)))
            })
    }

    /// Whether the first of two words is a name by itself: mostly it is in the article without the second after it.
    pub fn stands_alone(&self, first: &str, second: &str) -> bool {
        let profile = self.cues.analysis.profile();
        let (first, second) = (profile.folder.fold(first), profile.folder.fold(second));
        let counts = self.counts();
        let all = counts.words.get(&first).copied().unwrap_or_default();
        let together = counts.pairs.get(&(first, second)).copied().unwrap_or_default();
        all >= ALONE && 2 * together <= all
    }

    fn counts(&self) -> &Counts {
        self.counts.get_or_init(|| {
            let profile = self.cues.analysis.profile();
            let mut counts = Counts::default();
            for block in self.cues.analysis.blocks() {
                let mut before: Option<String> = None;
                for word in words(&block.prose).map(|word| profile.folder.fold(word)) {
                    *counts.words.entry(word.clone()).or_default() += 1;
                    if let Some(before) = before.replace(word.clone()) {
                        *counts.pairs.entry((before, word)).or_default() += 1;
                    }
                }
            }
            counts
        })
    }

    /// Whether the verb usually comes before its subject: so it does in the languages that write the article, and
    /// prepositions before it, onto words.
    pub fn verb_comes_first(&self) -> bool {
        !self.cues.analysis.profile().clitics.merges.is_empty()
    }

    /// Whether a word begins with the article, which no verb does.
    pub fn has_article(&self, word: &str) -> bool {
        let profile = self.cues.analysis.profile();
        let folded = profile.folder.fold(word);
        profile.clitics.merges.iter().any(|merge| folded.starts_with(&*merge.article))
    }

    /// Whether a word is one of the small words of the language.
    pub fn is_small(&self, word: &str) -> bool {
        let profile = self.cues.analysis.profile();
        profile.function_words.contains(profile.folder.fold(word).as_str())
    }

    /// Whether a word stands for somebody named before.
    pub fn is_pronoun(&self, word: &str) -> bool {
        self.is_in(word, PRONOUN)
    }

    /// Whether a word ties a clause to the noun before it.
    pub fn is_relative(&self, word: &str) -> bool {
        self.is_in(word, RELATIVE)
    }

    /// Whether a word says what somebody is, and not who.
    pub fn is_role(&self, word: &str) -> bool {
        self.is_in(word, ROLE)
    }

    /// Whether another clause begins with a word: a complementiser, or a verb of saying.
    pub fn ends_clause(&self, word: &str) -> bool {
        self.is_in(word, COMPLEMENTISER | VERB)
    }

    fn is_in(&self, word: &str, lists: ListBits) -> bool {
        self.cues.in_text(word).iter().any(|hit| hit.lists & lists != 0)
    }

    fn is_of_group(&self, words: &[Word<'a>], stretch: &Stretch<'a>) -> bool {
        place_of(stretch, words).is_some_and(|place| self.cues.has(place.at, GROUP))
    }

    /// What speaks and is no person is named by what it is: a ministry, a report.
    fn is_body(&self, at: At) -> bool {
        self.cues.has(at, BODY | SPEECH)
    }
}

fn place_of(stretch: &Stretch<'_>, words: &[Word<'_>]) -> Option<Speaker> {
    let (first, last) = words.first().zip(words.last())?;
    let at = At { span: ProseSpan::from_range(first.from..last.to), ..stretch.at };
    Some(Speaker { at, is_named: false, is_carried: false })
}
