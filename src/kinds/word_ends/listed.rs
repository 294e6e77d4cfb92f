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
    pub mistaken: char,
    pub meant: char,
    pub words: Texts,
    /// What they come to, when the first article is read.
    pub forms: OnceLock<Forms>,
}

/// The words in the forms in which they are looked for.
pub struct Forms {
    /// As they are written by mistake.
    mistaken: FxHashSet<String>,
    folded: WordSet,
}

/// Behind what is written onto it, a word of fewer letters may be another word.
const LONG: usize = 4;

impl Forms {
    fn new(listed: &Listed, profile: &Profile) -> Self {
        let mistaken = |word: &str| Some(format!("{}{}", word.strip_suffix(listed.meant)?, listed.mistaken));
        let words: Vec<&str> = listed.words.iter().collect();
        Self {
            mistaken: words.iter().filter_map(|word| mistaken(word)).collect(),
            folded: profile.folder.fold_all(&words),
        }
    }
}

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
    /// The places of words with the wrong ending, each with that of its last letter.
    fn slips(&self, cx: &Context<'_>, forms: &Forms) -> Vec<(At, At)> {
        let profile = cx.analysis.profile();
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
                if is_one(word, profile, |word| forms.mistaken.contains(word)) {
                    let place = |start| At { block: narrow(index), span: ProseSpan::from_range(start..end) };
                    slips.push((place(start), place(at)));
                }
            }
        }
        slips
    }

    /// How often the words stand in the article, with either ending.
    fn count(cx: &Context<'_>, forms: &Forms) -> usize {
        let (words, folded, profile) = (cx.analysis.words(), cx.analysis.folded(), cx.analysis.profile());
        let all = (0..).zip(words.forms());
        let listed =
            all.filter(|(form, _)| is_one(words.text_of(*form, folded), profile, |word| forms.folded.contains(word)));
        listed.map(|(_, form)| form.count as usize).sum()
    }
}

impl Check for Listed {
    fn check(&self, cx: &mut Context<'_>) {
        let forms = self.forms.get_or_init(|| Forms::new(self, cx.analysis.profile()));
        let slips = self.slips(cx, forms);
        // Where the letter mostly ends these words it is how the house writes.
        if slips.is_empty() || Self::count(cx, forms) <= slips.len() * 2 {
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
