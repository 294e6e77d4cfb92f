//! Headlines of other articles that were left between two paragraphs, without any cue: lines in the shape of headlines,
//! several in a row, unlike the sentences around them. The signs are added up with the weights of the rule.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Check, Context, Env, Kind, PROMOTIONAL};
use crate::analysis::{At, CueId, CueOptions, Hit};
use crate::diagnostic::Applicability;
use crate::document::{Block, BlockKind};
use crate::language::{Profile, Roles, is_word_char};
use crate::text::{Problem, Span, narrow};
use crate::toml_doc::Table;

/// The kind `stray-headlines`.
pub struct StrayHeadlines;

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
    cues: Vec<String>,
    /// What each sign adds.
    weights: Weights,
    /// The least sum of weights that is reported.
    threshold: f32,
}

/// What each sign adds.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Weights {
    /// A headline names its speaker or subject: few words and a colon.
    colon: f32,
    /// A headline asks.
    question: f32,
    /// A headline quotes.
    quotation: f32,
    /// Each word of the mean length beyond the least one.
    length: f32,
    /// Every line holds a number, as lists of results and prices do.
    numbers: f32,
    /// A cue heads a line.
    cue: f32,
    /// The share of their words that the paragraphs around them have as well, from 0 to 1.
    echo: f32,
}

struct Compiled {
    keys: Keys,
    cues: CueId,
}

/// A colon behind more words than this introduces no speaker.
const SPEAKER_WORDS: usize = 4;
/// Fewest letters of a word that tells two texts apart.
const SHORTEST_WORD: usize = 3;

impl Kind for StrayHeadlines {
    fn name(&self) -> &'static str {
        "stray-headlines"
    }

    fn roles(&self) -> Roles {
        PROMOTIONAL
    }

    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let mut keys: Keys = rule.decode(problems)?;
        let cues = env.cues.add(std::mem::take(&mut keys.cues), CueOptions::default());
        Some(Box::new(Compiled { keys, cues }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let mut reported = None;
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
                let reported = reported.get_or_insert_with(|| cx.reported());
                self.judge(cx, run, reported);
            }
        }
    }
}

impl Compiled {
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
            && prose.starts_with(|c: char| c.is_alphabetic() || is_mark(c))
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

    /// Adds up the signs of the headlines in blocks `run` and reports those without a cue of their own.
    fn judge(&self, cx: &mut Context<'_>, run: std::ops::Range<usize>, reported: &[Span]) {
        let analysis = cx.analysis;
        let weights = &self.keys.weights;
        let blocks = analysis.blocks().get(run.clone()).unwrap_or_default();
        let any = |sign: &dyn Fn(&str) -> bool| f32::from(u8::from(blocks.iter().any(|block| sign(&block.prose))));
        let is_mark = |c: char| analysis.profile().quotations.families.iter().any(|family| family.contains(&c));
        let names_speaker =
            |prose: &str| prose.split_once(':').is_some_and(|(speaker, _)| words(speaker).nth(SPEAKER_WORDS).is_none());
        let numbers = blocks.iter().all(|block| block.prose.contains(char::is_numeric));
        let cue = |index: usize| {
            let (start, end) = analysis.folded().block_range(index);
            // Of hits with one start the last is the longest.
            let heads = |hit: &&Hit| !analysis.folded().slice(start, hit.start).contains(is_word_char);
            analysis.hits().within(self.cues, start, end).iter().filter(heads).last().map(|hit| (*hit, end))
        };
        // A cue that fills its line takes the headlines below it along.
        let is_alone =
            |index| cue(index).is_some_and(|(hit, end)| !analysis.folded().slice(hit.end, end).contains(is_word_char));
        let in_speech = |index: usize| analysis.quotations().is_inside(narrow(index), 0);
        let opens = |index: usize| blocks.get(index - run.start).is_some_and(|block| block.prose.starts_with(is_mark));
        if run.clone().any(|index| is_alone(index) || (in_speech(index) && !opens(index))) {
            return;
        }
        // Questions behind a question are the story's own, which goes on asking.
        let asks = |prose: &str| prose.trim_end().ends_with(|c| self.keys.headline_ends.contains(c));
        let above = run.start.checked_sub(1).and_then(|above| analysis.blocks().get(above));
        if above.is_some_and(|above| asks(&above.prose)) && blocks.iter().all(|block| asks(&block.prose)) {
            return;
        }
        // A rule that ran before may know the line by a cue of its own.
        let is_known = |index: usize| {
            let block = blocks.get(index - run.start).map(|block| block.locate(block.whole()));
            cue(index).is_some() || block.is_some_and(|block| overlaps(reported, block))
        };
        let has_cue = run.clone().any(is_known);
        let sum = weights.colon * any(&names_speaker)
            + weights.question * any(&asks)
            + weights.quotation * any(&|prose| prose.contains(is_mark))
            + weights.length * self.words_beyond_least(blocks)
            + if numbers { weights.numbers } else { 0.0 }
            + if has_cue { weights.cue } else { 0.0 };
        if sum < self.keys.threshold || sum + weights.echo * echo(cx, &run) < self.keys.threshold {
            return;
        }
        // What a cue leaves over must be several lines again: one alone may be a subheading.
        let mut first = run.start;
        for index in run.start..=run.end {
            if index == run.end || is_known(index) {
                if index - first >= self.keys.lines[0] {
                    report(cx, first, index - 1);
                }
                first = index + 1;
            }
        }
    }

    /// How many words more than the least a headline has the lines have on average.
    fn words_beyond_least(&self, blocks: &[Block<'_>]) -> f32 {
        let small = |count: usize| f32::from(u8::try_from(count).unwrap_or(u8::MAX));
        let all = blocks.iter().map(|block| small(words(&block.prose).count())).sum::<f32>();
        all / small(blocks.len()) - small(self.keys.words[0])
    }
}

/// Whether one of `spans`, which are in order, shares a byte with `span`.
fn overlaps(spans: &[Span], span: Span) -> bool {
    let next = spans.partition_point(|other| other.start < span.end);
    next.checked_sub(1).and_then(|last| spans.get(last)).is_some_and(|last| last.end > span.start)
}

fn report(cx: &mut Context<'_>, first: usize, last: usize) {
    let whole = |index: usize| {
        let block = cx.analysis.blocks().get(index)?;
        Some(At { block: narrow(index), span: block.whole() })
    };
    let (Some(at), Some(end)) = (whole(first), whole(last)) else { return };
    let headline = cx.analysis.slice(at).trim().to_owned();
    cx.report(at).through(end).arg("headline", headline).remove_line(Applicability::Unsafe).emit();
}

/// Whether no markup says that a block is a heading: in plain text that is a guess from its form.
fn is_unmarked(cx: &Context<'_>, block: &Block<'_>) -> bool {
    block.kind == BlockKind::Paragraph || cx.whole_lines(block.locate(block.whole())).is_some()
}

/// The words of a text, at white space; signs alone are none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.contains(is_word_char))
}

/// The share of the words of the blocks `run` that the blocks directly above and below have as well.
fn echo(cx: &Context<'_>, run: &std::ops::Range<usize>) -> f32 {
    let profile = cx.analysis.profile();
    let folded = cx.analysis.folded();
    let telling = |index: usize| {
        let (start, end) = folded.block_range(index);
        let words = folded.slice(start, end).split(|c| !is_word_char(c));
        words.filter(|word| !profile.function_words.contains(*word)).filter_map(|word| stem(profile, word))
    };
    let around: FxHashSet<&str> = run.start.checked_sub(1).into_iter().chain([run.end]).flat_map(telling).collect();
    let (mut all, mut shared) = (0.0_f32, 0.0_f32);
    for word in run.clone().flat_map(telling) {
        all += 1.0;
        shared += f32::from(u8::from(around.contains(word)));
    }
    if all > 0.0 { shared / all } else { 0.0 }
}

/// A word without what is written onto its beginning; nothing for one too short to tell texts apart.
fn stem<'w>(profile: &Profile, word: &'w str) -> Option<&'w str> {
    let is_long = |text: &str| text.chars().nth(SHORTEST_WORD - 1).is_some();
    let proclitics = word.char_indices().skip(1).filter_map(|(at, _)| word.split_at_checked(at));
    let bare = proclitics.filter(|(before, rest)| is_long(rest) && profile.clitics.before.contains(*before)).last();
    Some(bare.map_or(word, |(_, rest)| rest)).filter(|word| is_long(word))
}
