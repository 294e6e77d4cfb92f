//! What a rule looks for, as several general kinds write it: words and phrases, or a pattern, or both.

use serde_spanned::Spanned;

use super::pattern::{ProsePattern, Wanted};
use super::{Context, Env};
use crate::analysis::{Analysis, At, CueId, CueOptions};
use crate::text::Problem;
use crate::toml_doc::{Texts, TomlFile};

/// What a rule looks for.
pub struct Sought {
    tokens: Option<CueId>,
    pattern: Option<ProsePattern>,
}

impl Sought {
    /// Compiles the keys `tokens` and `pattern` of a rule in `file`; `wanted` says what is asked of the pattern, and `nothing` is the problem if both say nothing.
    pub fn compile(
        (tokens, pattern): (Texts, Option<&Spanned<String>>),
        wanted: Wanted,
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
            Some(pattern) => Some(ProsePattern::compile(file, pattern, wanted, env, problems)?),
            None => None,
        };
        let options = CueOptions::behind_proclitics();
        let tokens = (!tokens.is_empty()).then(|| env.cues.add([tokens], options));
        Some(Self { tokens, pattern })
    }

    /// Calls `take` with every place of what is looked for: of the words first, then of the pattern, each in order. A place of the
    /// pattern is in a block that the rule reads; one of the words need not be.
    pub fn each_place(&self, cx: &mut Context<'_>, mut take: impl FnMut(&mut Context<'_>, At)) {
        self.each_token(cx.analysis, |at| take(cx, at));
        if let Some(pattern) = &self.pattern {
            pattern.each_match(pattern.blocks(cx), |at| take(cx, at));
        }
    }

    /// Calls `take` with every place, as [`Self::each_place`] does, and with what the first group of the pattern says there, if it has one.
    pub fn each_said(&self, cx: &Context<'_>, mut take: impl FnMut(At, &str)) {
        self.each_token(cx.analysis, |at| take(at, ""));
        if let Some(pattern) = &self.pattern {
            pattern.each_found(pattern.blocks(cx), |at, found| take(at, found.group(1).unwrap_or_default()));
        }
    }

    fn each_token(&self, analysis: &Analysis<'_>, mut take: impl FnMut(At)) {
        let hits = self.tokens.into_iter().flat_map(|tokens| analysis.hits().longest_of(tokens));
        hits.for_each(|hit| take(analysis.folded().locate(hit.start, hit.end)));
    }

    /// Whether words are looked for.
    pub fn has_tokens(&self) -> bool {
        self.tokens.is_some()
    }

    /// Whether the pattern has a group.
    pub fn captures(&self) -> bool {
        self.pattern.as_ref().is_some_and(|pattern| pattern.groups() > 0)
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
