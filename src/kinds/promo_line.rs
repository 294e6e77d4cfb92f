//! Promotional lines: a cue, and the form of a line that is not part of the story. No single sign decides; the signs
//! found are added up with the weights of the rule, so that a sentence which merely uses the words of a cue passes.

use serde::Deserialize;

use super::{Check, Context, Env, Kind};
use crate::analysis::{At, CueId, CueOptions, Hit};
use crate::diagnostic::Applicability;
use crate::document::BlockKind;
use crate::language::is_word_char;
use crate::text::{Problem, ProseSpan};
use crate::toml_doc::Table;

/// The kind `promo-line`.
pub struct PromoLine;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Where the promotion stands in its block.
    place: Place,
    cue: Vec<CueKeys>,
    /// What sets a cue off from what it points at.
    delimiters: Vec<String>,
    /// Words and signs of the places a promotion sends the reader to.
    #[serde(default)]
    channels: Vec<String>,
    weights: Weights,
    /// The least sum of weights that is a promotion.
    threshold: f32,
    /// Lines of more words are long.
    long: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    /// It is the whole block, and the cue heads it.
    Line,
    /// It begins inside a paragraph and runs to its end.
    Inline,
    /// It heads a block and runs as far as one channel follows another: a share bar glued to the story.
    Head,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueKeys {
    phrases: Vec<String>,
    weight: f32,
}

/// What each sign adds.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Weights {
    /// A delimiter directly behind the cue.
    delimiter: f32,
    /// A delimiter a few words behind the cue.
    late_delimiter: f32,
    /// The cue is the whole line.
    alone: f32,
    /// The line ends without a stop, as headlines do.
    headline: f32,
    /// The line is a sentence: no delimiter, and a stop at its end.
    sentence: f32,
    /// The line is long.
    long: f32,
    /// A channel is named.
    channel: f32,
}

struct Compiled {
    place: Place,
    cues: Vec<(CueId, f32)>,
    channels: CueId,
    delimiters: Vec<String>,
    weights: Weights,
    threshold: f32,
    long: usize,
}

/// How many words may stand between a cue and a late delimiter.
const LATE_WORDS: usize = 3;
/// Channels beyond this number prove no more.
const MOST_CHANNELS: usize = 3;
/// How many headlines below a cue that stands alone belong to it.
const MOST_HEADLINES: usize = 6;

impl Kind for PromoLine {
    fn name(&self) -> &'static str {
        "promo-line"
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let keys: Keys = rule.decode(problems)?;
        let cues =
            keys.cue.into_iter().map(|cue| (env.cues.add(cue.phrases, CueOptions::default()), cue.weight)).collect();
        let clitics = CueOptions { before: true, after: false };
        Some(Box::new(Compiled {
            place: keys.place,
            cues,
            channels: env.cues.add(keys.channels, clitics),
            delimiters: keys.delimiters,
            weights: keys.weights,
            threshold: keys.threshold,
            long: keys.long,
        }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        // The best candidate of each block, in order of blocks.
        let mut best: Vec<(f32, usize, Hit)> = Vec::new();
        for &(list, weight) in &self.cues {
            for hit in cx.analysis.hits().longest_of(list) {
                let block = cx.analysis.folded().block_of(hit.start);
                let sum = weight + self.form(cx, block, hit);
                if sum < self.threshold || self.heads(cx, block, hit) != (self.place != Place::Inline) {
                    continue;
                }
                match best.iter_mut().find(|(_, known, _)| *known == block) {
                    // In a paragraph the first cue begins the promotion; at the head of a line the longest is meant.
                    Some(known)
                        if (hit.start, std::cmp::Reverse(hit.end))
                            < (known.2.start, std::cmp::Reverse(known.2.end)) =>
                    {
                        *known = (sum, block, hit)
                    }
                    Some(_) => {}
                    None => best.push((sum, block, hit)),
                }
            }
        }
        best.sort_unstable_by_key(|(_, block, _)| *block);
        for (_, block, hit) in best {
            self.report(cx, block, hit);
        }
    }
}

impl Compiled {
    /// Whether only signs and spaces stand before the cue in its block.
    fn heads(&self, cx: &Context<'_>, block: usize, hit: Hit) -> bool {
        let folded = cx.analysis.folded();
        !folded.slice(folded.block_range(block).0, hit.start).chars().any(is_word_char)
    }

    /// The weights of the signs of form around a cue.
    fn form(&self, cx: &Context<'_>, block: usize, hit: Hit) -> f32 {
        let analysis = cx.analysis;
        let folded = analysis.folded();
        let (_, end) = folded.block_range(block);
        let after = folded.slice(hit.end, end).trim();
        let weights = &self.weights;
        if !after.chars().any(is_word_char) {
            return weights.alone + weights.headline;
        }
        let channels = |count: usize| weights.channel * f32::from(u8::try_from(count.min(MOST_CHANNELS)).unwrap_or(0));
        if self.place == Place::Head {
            return channels(self.run(cx, hit.end, end).0);
        }
        let mut sum = 0.0;
        let at_once = self.delimited(after);
        let late = || {
            let mut words = 0;
            after.char_indices().any(|(at, c)| {
                words += usize::from(c.is_whitespace());
                words <= LATE_WORDS && !is_word_char(c) && after.get(at..).is_some_and(|rest| self.delimited(rest))
            })
        };
        let has_delimiter = if at_once {
            sum += weights.delimiter;
            true
        } else if late() {
            sum += weights.late_delimiter;
            true
        } else {
            false
        };
        let stops = &analysis.profile().stops;
        let ends_with_stop =
            after.trim_end_matches(|c: char| !is_word_char(c) && !stops.contains(&c)).ends_with(stops.as_slice());
        if !ends_with_stop {
            sum += weights.headline;
        } else if !has_delimiter {
            sum += weights.sentence;
        }
        if after.split_whitespace().count() > self.long {
            sum += weights.long;
        }
        sum + channels(analysis.hits().within(self.channels, hit.end, end).len())
    }

    /// How many channels follow each other directly from folded byte `start` on, and where the last of them ends.
    fn run(&self, cx: &Context<'_>, start: u32, end: u32) -> (usize, u32) {
        let folded = cx.analysis.folded();
        let mut run = (0, start);
        for hit in cx.analysis.hits().longest_of(self.channels) {
            if hit.start >= run.1 && hit.end <= end {
                if folded.slice(run.1, hit.start).chars().any(is_word_char) {
                    break;
                }
                run = (run.0 + 1, hit.end);
            }
        }
        run
    }

    fn delimited(&self, text: &str) -> bool {
        self.delimiters.iter().any(|delimiter| text.starts_with(delimiter.as_str()))
    }

    fn report(&self, cx: &mut Context<'_>, block: usize, hit: Hit) {
        let analysis = cx.analysis;
        let folded = analysis.folded();
        let cue = analysis.slice(folded.locate(hit.start, hit.end)).to_owned();
        let number = u32::try_from(block).unwrap_or(u32::MAX);
        let Some(whole) = analysis.blocks().get(block).map(|block| block.whole()) else { return };
        if self.place == Place::Inline {
            let mut at = folded.locate(hit.start, hit.end);
            at.span.end = whole.end;
            cx.report(at).arg("cue", cue).fix(Applicability::Unsafe, vec![(at, String::new())]).emit();
            return;
        }
        let (_, end) = folded.block_range(block);
        let run_end = self.run(cx, hit.end, end).1;
        if self.place == Place::Head && folded.slice(run_end, end).chars().any(is_word_char) {
            let mut at = folded.locate(hit.start, run_end);
            at.span.start = 0;
            let rest = analysis.slice(At { block: number, span: ProseSpan::new(at.span.end, whole.end) });
            let space = rest.len() - rest.trim_start().len();
            let mut cut = at;
            cut.span.end += u32::try_from(space).unwrap_or(0);
            cx.report(at).arg("cue", cue).fix(Applicability::Unsafe, vec![(cut, String::new())]).emit();
            return;
        }
        // A cue alone on its line announces the headlines below it.
        let alone = !folded.slice(hit.end, folded.block_range(block).1).chars().any(is_word_char);
        let headlines = analysis.blocks().iter().enumerate().skip(block + 1).take(MOST_HEADLINES);
        let headlines: Vec<u32> = headlines
            .take_while(|(_, next)| alone && next.kind == BlockKind::Heading)
            .filter_map(|(index, _)| u32::try_from(index).ok())
            .collect();
        let mut finding = cx.report(At { block: number, span: ProseSpan::new(0, whole.end) }).arg("cue", cue);
        for &index in &headlines {
            let end = analysis.blocks().get(index as usize).map_or(0, |block| block.whole().end);
            finding = finding.related(At { block: index, span: ProseSpan::new(0, end) });
        }
        // Whether the headlines are part of the story is for the editor: only the line itself is removed.
        finding.remove_line(Applicability::Unsafe).emit();
    }
}
