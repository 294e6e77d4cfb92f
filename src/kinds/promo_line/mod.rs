//! Promotional lines: a cue, and the form of a line that is not part of the story. No single sign decides; the signs
//! found are added up with the weights of the rule, so that a sentence which merely uses the words of a cue passes.

mod extent;
mod form;
mod keys;

use extent::Gaps;
use keys::{CueKeys, Keys, Place, Weights};

use super::phrases::Phrases;
use super::{Check, Context, Env, Kind, PROMOTIONAL};
use crate::analysis::{CueId, CueOptions, Hit};
use crate::document::{Block, BlockKind};
use crate::language::{Roles, is_word_char};
use crate::text::{Problem, narrow};
use crate::toml_doc::Table;

/// The kind `promo-line`.
pub struct PromoLine;

struct CueGroup {
    id: CueId,
    weight: f32,
    before: usize,
    headlines: usize,
}

struct Compiled {
    place: Place,
    cues: Vec<CueGroup>,
    channels: CueId,
    continues: CueId,
    delimiters: Vec<String>,
    headline_ends: String,
    weights: Weights,
    threshold: f32,
    long: usize,
}

/// A cue that, with the form around it, is a promotion.
#[derive(Clone, Copy)]
struct Candidate {
    block: usize,
    hit: Hit,
    /// One past its last byte, in the folded text.
    end: u32,
    headlines: usize,
}

impl Kind for PromoLine {
    fn name(&self) -> &'static str {
        "promo-line"
    }

    fn roles(&self) -> Roles {
        PROMOTIONAL
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let keys: Keys = rule.decode(problems)?;
        let mut group = |cue: CueKeys| CueGroup {
            id: env.cues.add(cue.phrases.all(), CueOptions::default()),
            weight: cue.weight,
            before: cue.before,
            headlines: cue.headlines,
        };
        let cues = keys.cue.into_iter().map(&mut group).collect();
        let clitics = CueOptions::behind_proclitics();
        Some(Box::new(Compiled {
            place: keys.place,
            cues,
            channels: env.cues.add(keys.channels.map(Phrases::all).unwrap_or_default(), clitics),
            continues: env.cues.add(keys.continues.map(Phrases::all).unwrap_or_default(), CueOptions::default()),
            delimiters: keys.delimiters,
            headline_ends: keys.headline_ends,
            weights: keys.weights,
            threshold: keys.threshold,
            long: keys.long,
        }))
    }
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let mut found: Vec<Candidate> = Vec::new();
        let mut gaps = Gaps::default();
        for group in &self.cues {
            for hit in cx.analysis.hits().longest_of(group.id) {
                let block = cx.analysis.folded().block_of(hit.start);
                // Only the first of a block counts: where one cue follows another, none of the others is looked at.
                if found.last().is_some_and(|last| last.block == block && last.hit.start < hit.start) {
                    continue;
                }
                let is_attribute = cx.analysis.blocks().get(block).is_some_and(is_attribute);
                if !cx.reads(block) || is_attribute || !self.stands(cx, block, hit, group.before) {
                    continue;
                }
                if self.place == Place::Line && (self.introduces(cx, block, hit) || self.heads_section(cx, block)) {
                    continue;
                }
                let end = self.end(cx, block, hit, &mut gaps);
                if group.weight + self.form(cx, block, hit, end) >= self.threshold && !self.is_quoted(cx, block, hit) {
                    found.push(Candidate { block, hit, end, headlines: group.headlines });
                }
            }
        }
        // Of one block the first: in a paragraph it begins the promotion; at the head of a line the longest is meant.
        found.sort_by_key(|found| (found.block, found.hit.start, std::cmp::Reverse(found.hit.end)));
        found.dedup_by_key(|found| found.block);
        let mut taken = 0;
        for candidate in found {
            // A headline that belongs to the cue above it is already reported.
            if candidate.block >= taken {
                taken = self.report(cx, candidate) + 1;
            }
        }
    }
}

impl Compiled {
    /// Whether the cue stands where the rule looks for it.
    fn stands(&self, cx: &Context<'_>, block: usize, hit: Hit, words_before: usize) -> bool {
        let folded = cx.analysis.folded();
        let (start, end) = folded.block_range(block);
        let heads = |words: usize| {
            let before = folded.slice(start, hit.start).split_whitespace();
            before.filter(|word| word.chars().any(is_word_char)).nth(words).is_none()
        };
        match self.place {
            Place::Line | Place::Head => heads(words_before),
            Place::Inline => !heads(0),
            Place::Tail => !heads(0) && !folded.slice(hit.end, end).chars().any(is_word_char),
            Place::Anywhere => true,
        }
    }

    /// Whether the cue is in quoted words, where it is somebody's speech. What heads a line is judged by its form.
    fn is_quoted(&self, cx: &Context<'_>, block: usize, hit: Hit) -> bool {
        let at = cx.analysis.folded().locate(hit.start, hit.end).span.start as usize;
        let number = narrow(block);
        matches!(self.place, Place::Tail | Place::Anywhere | Place::Inline)
            && cx.analysis.quotations().is_inside(number, at)
    }
}

/// Whether a word is written directly onto the end of a cue.
fn is_glued(cx: &Context<'_>, hit: Hit) -> bool {
    cx.analysis.glue().binary_search(&hit.end).is_ok()
}

/// Whether a block is what a page shows only on demand, as a tooltip: stored where a quotation mark would end it.
fn is_attribute(block: &Block<'_>) -> bool {
    block.kind == BlockKind::Caption && !block.admits("\"")
}
