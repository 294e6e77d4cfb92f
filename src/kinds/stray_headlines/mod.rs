//! Headlines of other articles that were left between two paragraphs, without any cue: lines in the shape of headlines,
//! unlike the sentences around them, several in a row where form says little. The signs are added up with the weights of
//! the rule: set by hand, or fitted to labelled lines (`examples/headline_weights.rs`).

mod signs;

use std::any::Any;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

pub use signs::Signs;
use signs::{echo, small, words};

use super::{Check, Context, Env, Kind, PROMOTIONAL, ends_with_stop};
use crate::analysis::{CueId, CueOptions, Hit};
use crate::diagnostic::Applicability;
use crate::document::{Block, BlockKind};
use crate::language::{Profile, Roles, is_word_char};
use crate::text::{Problem, Span, narrow};
use crate::toml_doc::{Table, Texts};

/// The kind `stray-headlines`.
pub struct StrayHeadlines;

/// Lines in the shape of headlines between two paragraphs, as the check sees them.
#[derive(Debug, Clone, PartialEq)]
pub struct WeighedLines {
    /// The blocks of the lines, by their index in the document.
    pub blocks: Range<usize>,
    /// How far each sign is there.
    pub signs: Signs,
    /// What the signs add up to.
    pub sum: f32,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Fewest and most words of a headline.
    words: [usize; 2],
    /// Fewest and most headlines in a row.
    lines: [usize; 2],
    /// Fewest words of the paragraphs above and below.
    paragraph: usize,
    /// Stops with which a headline may end.
    headline_ends: String,
    /// Other signs with which no headline ends.
    other_ends: String,
    /// What no headline contains.
    foreign: Vec<String>,
    /// Cues of other rules: a line they head counts among the headlines, but is not reported here.
    #[serde(default)]
    cues: Texts,
    /// Words of a link that end a line, as they are written.
    #[serde(default)]
    closing: Vec<String>,
    /// What each sign adds.
    weights: Signs,
    /// The least sum of weights that is reported.
    threshold: f32,
}

struct Compiled {
    keys: Keys,
    cues: CueId,
}

/// Lines of at most this many words, and of at least two, are subheadings.
const SUBHEADING_WORDS: usize = 5;
/// More subheadings than this say no more.
const MANY_SUBHEADINGS: usize = 5;

impl Kind for StrayHeadlines {
    fn name(&self) -> &'static str {
        "stray-headlines"
    }

    fn roles(&self) -> Roles {
        PROMOTIONAL
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let mut keys: Keys = rule.decode(problems)?;
        let cues = env.cues.add([std::mem::take(&mut keys.cues)], CueOptions::default());
        Some(Box::new(Compiled { keys, cues }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let runs = self.runs(cx);
        if runs.is_empty() {
            return;
        }
        let reported = cx.reported();
        let subheadings = Self::subheadings(cx);
        for run in &runs {
            if self.weigh(cx, run, subheadings, &reported, false).is_some() {
                self.report(cx, run, &reported);
            }
        }
    }
}

/// The lines that may be headlines of other articles, with their signs, for fitting the weights to labelled ones; nothing
/// from checks of other kinds.
#[must_use]
pub fn weigh_headlines(check: &dyn Check, cx: &Context<'_>) -> Vec<WeighedLines> {
    let check = (check as &dyn Any).downcast_ref::<Compiled>();
    check.map(|check| check.weigh_headlines(cx)).unwrap_or_default()
}

impl Compiled {
    fn weigh_headlines(&self, cx: &Context<'_>) -> Vec<WeighedLines> {
        let runs = self.runs(cx);
        let reported = cx.reported();
        let subheadings = Self::subheadings(cx);
        let weighed = |run: &Range<usize>| {
            let signs = self.weigh(cx, run, subheadings, &reported, true)?;
            Some(WeighedLines { blocks: run.clone(), signs, sum: self.keys.weights.weigh(&signs) })
        };
        runs.iter().filter_map(weighed).collect()
    }
}

impl Compiled {
    /// The blocks in the shape of headlines between two paragraphs: run by run, or each by itself if one is enough to be reported.
    fn runs(&self, cx: &Context<'_>) -> Vec<Range<usize>> {
        let analysis = cx.analysis;
        let mut runs = Vec::new();
        let mut first = 0;
        for (index, block) in analysis.blocks().iter().enumerate() {
            if cx.reads(index) && self.is_headline(analysis.profile(), block) && is_unmarked(cx, block) {
                continue;
            }
            let run = first..index;
            first = index + 1;
            if (self.keys.lines[0]..=self.keys.lines[1]).contains(&run.len())
                && self.is_paragraph(block)
                && run.start.checked_sub(1).is_some_and(|above| self.ends_paragraph(cx, above))
            {
                // Where one headline is enough, a subheading beside it must not be taken along.
                if self.keys.lines[0] > 1 {
                    runs.push(run);
                } else {
                    runs.extend(run.map(|line| line..line + 1));
                }
            }
        }
        runs
    }

    /// How many short lines without a stop the article has after its first block, in fifths, 1 at most.
    fn subheadings(cx: &Context<'_>) -> f32 {
        let stops = cx.analysis.profile().stops.as_slice();
        let is_short = |block: &&Block<'_>| {
            let mut words = words(&block.prose);
            words.nth(1).is_some() && words.nth(SUBHEADING_WORDS - 2).is_none() && !ends_with_stop(&block.prose, stops)
        };
        let short = cx.analysis.blocks().iter().skip(1).filter(is_short).take(MANY_SUBHEADINGS).count();
        small(short) / small(MANY_SUBHEADINGS)
    }

    /// Whether a block has the shape of a headline.
    fn is_headline(&self, profile: &Profile, block: &Block<'_>) -> bool {
        let prose = block.prose.trim();
        let [fewest, most] = self.keys.words;
        let is_mark = |c: char| profile.quotations.families.iter().any(|family| family.contains(&c));
        let is_stop = |c: char| {
            (profile.stops.contains(&c) && !self.keys.headline_ends.contains(c)) || self.keys.other_ends.contains(c)
        };
        // A stop inside the closing mark ends a sentence that somebody said.
        !prose.strip_suffix(is_mark).is_some_and(|said| said.ends_with(profile.stops.as_slice()))
            && !prose.trim_end_matches(|c| !is_word_char(c) && !is_stop(c)).ends_with(is_stop)
            && prose.starts_with(|c: char| (c.is_alphabetic() && !c.is_lowercase()) || is_mark(c))
            && words(prose).nth(most).is_none()
            && words(prose).nth(fewest.saturating_sub(1)).is_some()
            && !self.keys.foreign.iter().any(|sign| prose.contains(sign.as_str()))
    }

    fn is_paragraph(&self, block: &Block<'_>) -> bool {
        block.kind == BlockKind::Paragraph && words(&block.prose).nth(self.keys.paragraph.saturating_sub(1)).is_some()
    }

    /// Whether a block is a paragraph that ends with a full stop.
    fn ends_paragraph(&self, cx: &Context<'_>, index: usize) -> bool {
        let stops = cx.analysis.profile().stops.as_slice();
        cx.analysis.blocks().get(index).is_some_and(|block| {
            let end = block.prose.trim_end_matches(|c| !is_word_char(c) && !stops.contains(&c));
            end.ends_with(stops) && self.is_paragraph(block)
        })
    }

    /// The cue that heads a block, and where the block ends in the folded text.
    fn cue<'h>(&self, cx: &Context<'h>, index: usize) -> Option<(&'h Hit, u32)> {
        let analysis = cx.analysis;
        let (start, end) = analysis.folded().block_range(index);
        // Of hits with one start the last is the longest.
        let heads = |hit: &&Hit| !analysis.folded().slice(start, hit.start).contains(is_word_char);
        analysis.hits().within(self.cues, start, end).iter().filter(heads).last().map(|hit| (hit, end))
    }

    /// Whether a block has a cue, or a rule that ran before knows it by one.
    fn is_known(&self, cx: &Context<'_>, index: usize, reported: &[Span]) -> bool {
        let block = cx.analysis.blocks().get(index).map(|block| block.locate(block.whole()));
        self.cue(cx, index).is_some() || block.is_some_and(|block| overlaps(reported, block))
    }

    /// The signs of the headlines in blocks `run` if they add up to the threshold, or to whatever they do where `all` are
    /// asked for; `None` for lines with which the story itself goes on.
    fn weigh(
        &self,
        cx: &Context<'_>,
        run: &Range<usize>,
        subheadings: f32,
        reported: &[Span],
        all: bool,
    ) -> Option<Signs> {
        let analysis = cx.analysis;
        let blocks = analysis.blocks().get(run.clone())?;
        let is_mark = |c: char| analysis.profile().quotations.families.iter().any(|family| family.contains(&c));
        // A cue that fills its line takes the headlines below it along.
        let is_alone = |index| {
            let folded = analysis.folded();
            self.cue(cx, index).is_some_and(|(hit, end)| !folded.slice(hit.end, end).contains(is_word_char))
        };
        let in_speech = |index: usize| analysis.quotations().is_inside(narrow(index), 0);
        let opens = |index: usize| blocks.get(index - run.start).is_some_and(|block| block.prose.starts_with(is_mark));
        if run.clone().any(|index| is_alone(index) || (in_speech(index) && !opens(index))) {
            return None;
        }
        // Questions after a question are the story's own, which goes on asking.
        let above = run.start.checked_sub(1).and_then(|above| analysis.blocks().get(above));
        if above.is_some_and(|above| self.keys.asks(&above.prose))
            && blocks.iter().all(|block| self.keys.asks(&block.prose))
        {
            return None;
        }
        let has_cue = run.clone().any(|index| self.is_known(cx, index, reported));
        let own = self.keys.signs_of(analysis.profile(), blocks, has_cue);
        let mut signs = Signs { subheadings, ..own };
        let weights = &self.keys.weights;
        if !all && weights.weigh(&signs) + weights.echo.max(0.0) < self.keys.threshold {
            return None;
        }
        signs.echo = echo(analysis, run);
        Some(signs).filter(|signs| all || weights.weigh(signs) >= self.keys.threshold)
    }

    /// Reports the lines of `run` without a cue of their own.
    fn report(&self, cx: &mut Context<'_>, run: &Range<usize>, reported: &[Span]) {
        // What a cue leaves over must be several lines again where one alone may be a subheading.
        let mut first = run.start;
        for index in run.start..=run.end {
            if index == run.end || self.is_known(cx, index, reported) {
                if index - first >= self.keys.lines[0] {
                    report(cx, first, index - 1);
                }
                first = index + 1;
            }
        }
    }
}

/// Whether one of `spans`, which are in order, shares a byte with `span`.
fn overlaps(spans: &[Span], span: Span) -> bool {
    let next = spans.partition_point(|other| other.start < span.end);
    next.checked_sub(1).and_then(|last| spans.get(last)).is_some_and(|last| last.end > span.start)
}

fn report(cx: &mut Context<'_>, first: usize, last: usize) {
    let Some((at, end, _)) = cx.run_of_blocks(first, last) else { return };
    let headline = cx.analysis.slice(at).trim().to_owned();
    cx.report(at).through(end).arg("headline", headline).remove_line(Applicability::Unsafe).emit();
}

/// Whether no markup says that a block is a heading: in plain text that is a guess from its form.
fn is_unmarked(cx: &Context<'_>, block: &Block<'_>) -> bool {
    block.kind == BlockKind::Paragraph || cx.whole_lines(block.locate(block.whole())).is_some()
}
