//! Words of which one ending alone is right, where an article that knows it slips.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::kinds::{Check, Context};
use crate::language::{Profile, is_word_char, word_start};
use crate::text::{ProseSpan, WordSet, narrow};
use crate::toml_doc::Texts;

/// Words that end in one of two letters, and never in the other.
pub struct Listed {
    mistaken: char,
    meant: char,
    words: Texts,
    /// The words without that letter, as they are written; when the first article is read.
    stems: OnceLock<FxHashSet<Box<str>>>,
    /// The words, folded; when the first slip is found.
    folded: OnceLock<WordSet>,
}

/// Behind what is written onto it, a word of fewer letters may be another word.
const LONG: usize = 4;

/// Whether a word is one of some words, alone or behind what is written onto words.
fn is_one(word: &str, profile: &Profile, is_listed: impl Fn(&str) -> bool) -> bool {
    if is_listed(word) {
        return true;
    }
    let mut found = false;
    profile.clitics.proclitics.each_prefix(word, |length, _| {
        let rest = word.get(length..).unwrap_or_default();
        found |= rest.chars().nth(LONG - 1).is_some() && is_listed(rest);
    });
    found
}

impl Listed {
    /// Two letters, and words that end in the second.
    pub fn new(mistaken: char, meant: char, words: Texts) -> Self {
        Self { mistaken, meant, words, stems: OnceLock::new(), folded: OnceLock::new() }
    }

    /// The places of words with the wrong ending, each with that of its last letter.
    fn slips(&self, cx: &Context<'_>) -> Vec<(At, At)> {
        let profile = cx.analysis.profile();
        let stem_of = |word: &str| word.strip_suffix(self.meant).map(Box::from);
        let mut slips = Vec::new();
        for (index, block) in cx.blocks() {
            let prose: &str = &block.prose;
            for (at, letter) in prose.match_indices(self.mistaken) {
                let end = at + letter.len();
                if prose.get(end..).is_some_and(|rest| rest.starts_with(is_word_char)) {
                    continue;
                }
                let start = word_start(prose, at);
                let word = prose.get(start..end).unwrap_or_default();
                let stems = self.stems.get_or_init(|| self.words.iter().filter_map(stem_of).collect());
                let is_slip = |word: &str| word.strip_suffix(self.mistaken).is_some_and(|stem| stems.contains(stem));
                if is_one(word, profile, is_slip) {
                    let place = |start| At { block: narrow(index), span: ProseSpan::from_range(start..end) };
                    slips.push((place(start), place(at)));
                }
            }
        }
        slips
    }

    /// How often the words stand in the article, with either ending.
    fn count(&self, cx: &Context<'_>) -> usize {
        let (words, folded, profile) = (cx.analysis.words(), cx.analysis.folded(), cx.analysis.profile());
        let listed = self.folded.get_or_init(|| profile.folder.fold_all(&self.words.iter().collect::<Vec<_>>()));
        let all = (0..).zip(words.forms());
        let ours = all.filter(|(form, _)| is_one(words.text_of(*form, folded), profile, |word| listed.contains(word)));
        ours.map(|(_, form)| form.count as usize).sum()
    }
}

impl Check for Listed {
    fn check(&self, cx: &mut Context<'_>) {
        let slips = self.slips(cx);
        // Where the letter mostly ends these words it is how the house writes.
        if slips.is_empty() || self.count(cx) <= slips.len() * 2 {
            return;
        }
        for (word, letter) in slips {
            let written = cx.analysis.slice(word);
            let right = format!("{}{}", written.strip_suffix(self.mistaken).unwrap_or_default(), self.meant);
            cx.report(word)
                .arg("match", written)
                .arg("replacement", right)
                .cause("")
                .fix(Applicability::Safe, vec![(letter, self.meant.to_string())])
                .emit();
        }
    }
}
