//! What a rule looks for, as several general kinds write it: words and phrases, or a pattern, or both.

use serde_spanned::Spanned;

use super::pattern::{ProsePattern, Wanted};
use super::{Context, Env};
use crate::analysis::{At, CueId, CueOptions};
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::{Texts, TomlFile};

/// What a rule looks for.
pub struct Sought {
    tokens: Option<CueId>,
    pattern: Option<ProsePattern>,
}

impl Sought {
    /// Compiles the keys `tokens` and `pattern` of a rule in `file`; `nothing` is the problem if both say nothing.
    pub fn compile(
        (tokens, pattern): (Texts, Option<&Spanned<String>>),
        file: &TomlFile,
        nothing: Problem,
        env: &mut Env<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        if tokens.is_empty() && pattern.is_none() {
            problems.push(nothing);
            return None;
        }
        let pattern = match pattern {
            Some(pattern) => Some(ProsePattern::compile(file, pattern, Wanted::Matches, env, problems)?),
            None => None,
        };
        let options = CueOptions { before: true, ..CueOptions::default() };
        let tokens = (!tokens.is_empty()).then(|| env.cues.add([tokens], options));
        Some(Self { tokens, pattern })
    }

    /// Calls `take` with every place of what is looked for: of the words first, then of the pattern, each in order. A place of the
    /// pattern is in a block that the rule reads; one of the words need not be.
    pub fn each_place(&self, cx: &mut Context<'_>, mut take: impl FnMut(&mut Context<'_>, At)) {
        let analysis = cx.analysis;
        if let Some(tokens) = self.tokens {
            for hit in analysis.hits().longest_of(tokens) {
                take(cx, analysis.folded().locate(hit.start, hit.end));
            }
        }
        if let Some(pattern) = &self.pattern {
            for (index, block) in pattern.blocks(cx) {
                for found in pattern.regex().find_iter(&*block.prose).filter(|found| !found.is_empty()) {
                    take(cx, At { block: narrow(index), span: ProseSpan::from_range(found.range()) });
                }
            }
        }
    }

    /// The places of what is looked for at which the rule applies, in order. Of two that overlap the first one is taken.
    pub fn places(&self, cx: &mut Context<'_>) -> Vec<At> {
        let mut places = Vec::new();
        self.each_place(cx, |cx, at| places.extend(cx.applies(at).then_some(at)));
        places.sort_unstable();
        places.dedup_by(|next, kept| next.block == kept.block && next.span.start < kept.span.end);
        places
    }
}
