//! Words of which one ending alone is right, where an article that knows it slips.

use crate::analysis::{At, CueId};
use crate::diagnostic::Applicability;
use crate::kinds::{Check, Context};
use crate::language::word_start;
use crate::text::ProseSpan;
use crate::toml_doc::Texts;

/// Words that end in one of two letters, and never in the other.
pub struct Listed {
    mistaken: char,
    meant: char,
    words: Texts,
    /// The same as a cue: folded, the two letters are one.
    cue: CueId,
}

/// Behind what is written onto it, a word of fewer letters may be another word.
const LONG: usize = 4;

impl Listed {
    /// Two letters, words that end in the second, and the cue of these.
    pub fn new(mistaken: char, meant: char, words: Texts, cue: CueId) -> Self {
        Self { mistaken, meant, words, cue }
    }

    /// Whether one of the words is written here with the wrong ending.
    fn is_slip(&self, written: &str) -> bool {
        let stem = written.strip_suffix(self.mistaken);
        stem.is_some_and(|stem| self.words.iter().any(|word| word.strip_suffix(self.meant) == Some(stem)))
    }
}

impl Check for Listed {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let mut slips = Vec::new();
        let mut count = 0;
        for hit in analysis.hits().of(self.cue) {
            let at = analysis.folded().locate(hit.start, hit.end);
            let prose = analysis.blocks().get(at.block as usize).map_or("", |block| &*block.prose);
            let start = word_start(prose, at.span.start as usize);
            let written = analysis.slice(at);
            let is_short = written.chars().nth(LONG - 1).is_none();
            if is_short && start < at.span.start as usize || !cx.reads(at.block as usize) {
                continue;
            }
            count += 1;
            if self.is_slip(written) {
                let place = |start: usize| At { span: ProseSpan::from_range(start..at.span.end as usize), ..at };
                slips.push((place(start), place(at.span.end as usize - self.mistaken.len_utf8())));
            }
        }
        // Where the letter mostly ends these words it is how the house writes.
        if slips.is_empty() || count <= slips.len() * 2 {
            return;
        }
        for (word, letter) in slips {
            let written = analysis.slice(word);
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
