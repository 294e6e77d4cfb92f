//! What a rule counts in: sentences, paragraphs, or the article as a whole.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Context;
use crate::analysis::At;
use crate::language::is_word_char;
use crate::text::{ProseSpan, narrow};

/// In what a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// A sentence.
    Sentence,
    /// A paragraph, a headline, a caption: whatever stands apart.
    #[serde(alias = "block")]
    Paragraph,
    /// All of the article that the rule reads.
    Article,
}

/// The first words of what lacks something: at most so many are marked.
const FIRST_WORDS: usize = 3;

impl Per {
    /// The parts of the article that the rule reads, in order: its sentences, or else its blocks. Those without a word are left out.
    pub fn parts(self, cx: &Context<'_>) -> Vec<At> {
        let has_word = |at: &At| cx.analysis.slice(*at).contains(is_word_char);
        if self == Self::Sentence {
            let sentences = cx.analysis.sentences().iter().map(|sentence| sentence.at);
            return sentences.filter(|at| cx.reads(at.block as usize) && has_word(at)).collect();
        }
        let blocks = cx.blocks().map(|(index, block)| At { block: narrow(index), span: block.whole() });
        blocks.filter(has_word).collect()
    }

    /// What is counted in, each as those of `parts` that make it.
    pub fn units(self, parts: &[At]) -> impl Iterator<Item = &[At]> {
        parts.chunks(if self == Self::Article { parts.len().max(1) } else { 1 })
    }
}

/// The first words of a part.
pub fn first_words(cx: &Context<'_>, part: At) -> At {
    let text = cx.analysis.slice(part);
    let mut spaces = text
        .char_indices()
        .zip(text.chars().skip(1))
        .filter(|((_, c), next)| !c.is_whitespace() && next.is_whitespace());
    let end = spaces.nth(FIRST_WORDS - 1).map_or(text.len(), |((at, c), _)| at + c.len_utf8());
    At { span: ProseSpan::new(part.span.start, part.span.start + narrow(end)), ..part }
}
