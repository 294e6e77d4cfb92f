//! Who has spoken so far, without knowing what a name is: the words beside the reporting verbs. In a profile the
//! paragraph before a quotation often speaks of the person all of it is about, without a verb of saying.

use rustc_hash::FxHashSet;

use super::cues::{Cues, outside};
use super::lists::{SURE_SOURCE, VERB};
use super::words::words;
use crate::analysis::At;
use crate::language::is_word_char;
use crate::text::ProseSpan;

/// A name has at least so many letters.
const NAME: usize = 3;
/// A name in a script with capitals has at least so many: a pronoun opens many sentences.
const CASED_NAME: usize = 4;

/// The words beside reporting verbs, gathered as far as they are asked for.
#[derive(Default)]
pub struct Speakers {
    /// Folded.
    names: FxHashSet<Box<str>>,
    /// The first sentence that is not gathered yet.
    next: usize,
    /// The paragraph asked about last, and the answer.
    asked: Option<(u32, bool)>,
}

impl Speakers {
    /// Whether paragraph `block` speaks of somebody who spoke before it, and of no other speaker.
    pub fn are_spoken_of(&mut self, cues: &Cues<'_, '_>, block: u32) -> bool {
        if let Some((_, known)) = self.asked.filter(|(asked, _)| *asked == block) {
            return known;
        }
        let own = cues.sentences_in(block);
        while self.next < own.start {
            self.names.extend(names_in(cues, self.next));
            self.next += 1;
        }
        let is_of_others = |index: usize| {
            let names = names_in(cues, index);
            let none_known = !names.iter().any(|name| self.names.contains(name));
            none_known && (!names.is_empty() || cues.first_in(index, SURE_SOURCE).is_some())
        };
        let found = !own.clone().any(is_of_others)
            && own.filter_map(|index| cues.sentence(index)).any(|sentence| {
                outside(cues.analysis, sentence.at).any(|span| {
                    words(cues.analysis.slice(At { span, ..sentence.at })).any(|word| self.knows(cues, word))
                })
            });
        self.asked = Some((block, found));
        found
    }

    /// Whether a word is one of the names, clitics before it or not.
    fn knows(&self, cues: &Cues<'_, '_>, word: &str) -> bool {
        let profile = cues.analysis.profile();
        if self.names.is_empty() || word.starts_with(char::is_lowercase) {
            return false;
        }
        let folded = profile.folder.fold(word);
        self.names.contains(folded.as_str())
            || folded.char_indices().skip(1).any(|(at, _)| {
                let (clitic, bare) = folded.split_at(at);
                profile.clitics.before.contains(clitic) && self.names.contains(bare)
            })
    }
}

/// The words beside the reporting verbs of a sentence that may be names, folded.
pub fn names_in(cues: &Cues<'_, '_>, sentence: usize) -> Vec<Box<str>> {
    let mut names = Vec::new();
    let Some(at) = cues.sentence(sentence).map(|sentence| sentence.at) else { return names };
    let Some(block) = cues.analysis.blocks().get(at.block as usize) else { return names };
    let profile = cues.analysis.profile();
    for hit in cues.of_sentence(sentence).iter().filter(|hit| hit.lists & VERB != 0) {
        let before = block.slice(ProseSpan::new(at.span.start, hit.span.start)).trim_end();
        let before = before.rsplit(|c| !is_word_char(c)).next().unwrap_or_default();
        let behind = block.slice(ProseSpan::new(hit.span.end, at.span.end)).trim_start();
        let behind = behind.split(|c| !is_word_char(c)).next().unwrap_or_default();
        let is_cased = |word: &str| word.starts_with(char::is_uppercase);
        // Without capitals only what follows the verb is likely to be its subject.
        for name in [Some(before).filter(|word| is_cased(word)), Some(behind)].into_iter().flatten() {
            let least = if is_cased(name) { CASED_NAME } else { NAME };
            let folded = profile.folder.fold(name);
            let is_common = name.starts_with(char::is_lowercase) || profile.function_words.contains(folded.as_str());
            if name.chars().count() >= least && !is_common {
                names.push(folded.into());
            }
        }
    }
    names
}
