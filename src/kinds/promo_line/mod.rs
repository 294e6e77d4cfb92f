//! Promotional lines: a cue, and the form of a line that is not part of the story. No single sign decides; the signs
//! found are added up with the weights of the rule, so that a sentence which merely uses the words of a cue passes.

mod keys;

use keys::{CueKeys, Keys, Place, Weights};

use super::phrases::Phrases;
use super::{Check, Context, Env, Kind, PROMOTIONAL};
use crate::analysis::{At, CueId, CueOptions, Hit, Sentence};
use crate::diagnostic::Applicability;
use crate::language::{Roles, is_word_char, word_end};
use crate::text::{Problem, ProseSpan, narrow};
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

/// A name has no more words than this.
const NAME_WORDS: usize = 2;
/// How many words may stand between a cue and a late delimiter.
const LATE_WORDS: usize = 3;
/// Channels beyond this number prove no more.
const MOST_CHANNELS: usize = 3;
/// A promotion in round brackets has at most this many letters.
const LONGEST_BRACKETS: usize = 400;
/// A headline that a wide gap ends has at least this many words.
const HEADLINE_WORDS: usize = 3;
/// A headline below a cue has at most this many words.
const LONGEST_HEADLINE: usize = 24;

impl Kind for PromoLine {
    fn name(&self) -> &'static str {
        "promo-line"
    }

    fn roles(&self) -> Roles {
        PROMOTIONAL
    }

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
        let clitics = CueOptions { before: true, ..CueOptions::default() };
        Some(Box::new(Compiled {
            place: keys.place,
            cues,
            channels: env.cues.add(keys.channels.map(Phrases::all).unwrap_or_default(), clitics),
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
        for group in &self.cues {
            for hit in cx.analysis.hits().longest_of(group.id) {
                let block = cx.analysis.folded().block_of(hit.start);
                if !cx.reads(block) || !self.stands(cx, block, hit, group.before) {
                    continue;
                }
                let end = self.end(cx, block, hit);
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

    /// Whether the cue stands in quoted words, where it is somebody's speech. What heads a line is judged by its form.
    fn is_quoted(&self, cx: &Context<'_>, block: usize, hit: Hit) -> bool {
        let at = cx.analysis.folded().locate(hit.start, hit.end).span.start as usize;
        let number = narrow(block);
        matches!(self.place, Place::Tail | Place::Anywhere | Place::Inline)
            && cx.analysis.quotations().is_inside(number, at)
    }

    /// Where the promotion ends: with the round brackets that open directly before the cue, inside a paragraph with its
    /// headline, else with the block.
    fn end(&self, cx: &Context<'_>, block: usize, hit: Hit) -> u32 {
        let folded = cx.analysis.folded();
        let (start, end) = folded.block_range(block);
        if self.place != Place::Inline {
            return end;
        }
        if !folded.slice(start, hit.start).trim_end().ends_with('(') {
            return self.headline_end(cx, block, hit).unwrap_or(end);
        }
        let mut depth = 1_u32;
        for (at, c) in folded.slice(hit.end, end).char_indices().take(LONGEST_BRACKETS) {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return hit.end + u32::try_from(at + 1).unwrap_or(0);
            }
        }
        end
    }

    /// Where the sentence ends that holds the cue, if the story goes on behind it, or the wide gap that stands behind the
    /// headline. Stops with which a headline may end, and runs of stops, part two halves of a headline.
    fn headline_end(&self, cx: &Context<'_>, block: usize, hit: Hit) -> Option<u32> {
        let folded = cx.analysis.folded();
        let (_, end) = folded.block_range(block);
        let stop = self.sentence_end(cx, block, hit);
        let gap = wide_gap(folded.slice(hit.end, stop.unwrap_or(end)));
        gap.map(|gap| hit.end + narrow(gap)).or(stop)
    }

    /// Where the sentence ends that holds the cue, if the story goes on behind it.
    fn sentence_end(&self, cx: &Context<'_>, block: usize, hit: Hit) -> Option<u32> {
        let folded = cx.analysis.folded();
        let (_, end) = folded.block_range(block);
        let cue = folded.locate(hit.start, hit.end);
        let sentences = cx.analysis.sentences();
        let next = sentences
            .partition_point(|sentence| (sentence.at.block, sentence.at.span.end) <= (cue.block, cue.span.end));
        let ends = |sentence: &&Sentence| {
            let mut back = cx.analysis.slice(sentence.at).chars().rev();
            let is_stop = |c: char| cx.analysis.profile().stops.contains(&c) && !self.headline_ends.contains(c);
            back.next().is_some_and(is_stop) && !back.next().is_some_and(is_stop)
        };
        let here =
            sentences.get(next..).unwrap_or_default().iter().take_while(|sentence| sentence.at.block == cue.block);
        let stop = folded.range_of(here.clone().find(ends)?.at).1;
        (stop < end && folded.slice(stop, end).contains(is_word_char)).then_some(stop)
    }

    /// The weights of the signs of form around a cue.
    fn form(&self, cx: &Context<'_>, block: usize, hit: Hit, end: u32) -> f32 {
        let analysis = cx.analysis;
        let folded = analysis.folded();
        let (start, _) = folded.block_range(block);
        let (before, after) = (folded.slice(start, hit.start).trim_end(), folded.slice(hit.end, end));
        let weights = &self.weights;
        let channels = |count: usize| weights.channel * f32::from(u8::try_from(count.min(MOST_CHANNELS)).unwrap_or(0));
        if matches!(self.place, Place::Tail | Place::Anywhere) {
            let whole = folded.slice(start, end);
            // What is part of the cue is no second sign.
            let others = analysis.hits().within(self.channels, start, end).iter();
            let mut sum = channels(others.filter(|other| other.end <= hit.start || other.start >= hit.end).count());
            sum += if ends_with(whole, &analysis.profile().stops) { weights.sentence } else { weights.headline };
            if whole.split_whitespace().nth(self.long).is_some() {
                sum += weights.long;
            }
            // A comma may stand inside the marks of the words before it.
            let before = before.trim_end_matches(['"', '\u{201d}', '\u{2019}', '\u{bb}']);
            if self.delimiters.iter().any(|delimiter| before.ends_with(delimiter.trim_end())) {
                sum += weights.delimiter;
            }
            return sum;
        }
        // The length of a recording may stand behind it.
        if !after.chars().any(|c| is_word_char(c) && !c.is_numeric()) {
            return weights.alone + weights.headline;
        }
        if self.place == Place::Head {
            return channels(self.run(cx, hit.end, end).0);
        }
        let mut sum = 0.0;
        let at_once = self.delimited(after);
        let late = || {
            let after = after.trim_start();
            let mut words = 0;
            let mut late = after.char_indices().take_while(|(_, c)| {
                words += usize::from(c.is_whitespace());
                words <= LATE_WORDS
            });
            late.any(|(at, c)| !is_word_char(c) && after.get(at..).is_some_and(|rest| self.delimited(rest)))
        };
        let is_late = !at_once && late();
        let named = analysis.hits().within(self.channels, hit.end, end).len();
        if at_once {
            sum += weights.delimiter;
            let words = after.split_whitespace().filter(|word| word.contains(is_word_char));
            if (1..=NAME_WORDS).contains(&words.take(NAME_WORDS + 1).count()) {
                sum += weights.credit;
            }
        } else if is_late {
            sum += weights.late_delimiter;
        }
        // Behind a delimiter a question or a call is a headline as well.
        let stops = &analysis.profile().stops;
        let stops: Vec<char> = if at_once || is_late {
            stops.iter().copied().filter(|&stop| !self.headline_ends.contains(stop)).collect()
        } else {
            stops.clone()
        };
        if !ends_with(after, &stops) {
            sum += weights.headline;
        } else if !(at_once || is_late && named > 0) {
            sum += weights.sentence;
        }
        if after.split_whitespace().nth(self.long).is_some() {
            sum += weights.long;
        }
        let before =
            before.trim_end_matches(|c: char| !is_word_char(c) && !analysis.profile().stops.contains(&c) && c != '(');
        if before.ends_with('(') || before.ends_with(analysis.profile().stops.as_slice()) {
            sum += weights.boundary;
        }
        if is_glued(cx, hit) {
            sum += weights.glued;
        }
        sum + channels(named)
    }

    /// How many channels follow each other directly from folded byte `start` on, and where the last of them ends.
    fn run(&self, cx: &Context<'_>, start: u32, end: u32) -> (usize, u32) {
        let folded = cx.analysis.folded();
        let mut run = (0, start);
        let hits = cx.analysis.hits().within(self.channels, start, end);
        for (index, hit) in hits.iter().enumerate() {
            // Of hits with one start the last is the longest.
            let longer_follows = hits.get(index + 1).is_some_and(|next| next.start == hit.start);
            if longer_follows || hit.start < run.1 {
                continue;
            }
            if folded.slice(run.1, hit.start).chars().any(is_word_char) {
                break;
            }
            run = (run.0 + 1, hit.end);
        }
        run
    }

    /// Whether a delimiter stands here, with or without the space it is written with.
    fn delimited(&self, text: &str) -> bool {
        self.delimiters
            .iter()
            .any(|delimiter| text.starts_with(delimiter.as_str()) || text.trim_start().starts_with(delimiter.as_str()))
    }

    /// Whether nothing but a headline stands between a cue and byte `end`.
    fn is_short_headline(&self, cx: &Context<'_>, hit: Hit, end: u32) -> bool {
        let after = cx.analysis.folded().slice(hit.end, end).trim_end();
        !ends_with(after, &cx.analysis.profile().stops)
            && !after.ends_with(':')
            && after.split_whitespace().nth(LONGEST_HEADLINE).is_none()
    }

    /// Whether a block looks like a headline to which a cue above it points.
    fn is_headline(&self, cx: &Context<'_>, block: usize) -> bool {
        let Some(block) = cx.analysis.blocks().get(block) else { return false };
        let stops: Vec<char> =
            cx.analysis.profile().stops.iter().copied().filter(|&stop| !self.headline_ends.contains(stop)).collect();
        !block.prose.trim_end().ends_with(':')
            && !ends_with(&block.prose, &stops)
            && block.prose.split_whitespace().nth(LONGEST_HEADLINE).is_none()
    }

    /// The last of the headlines below `block` that belong to it: no paragraph stands between them, and no blank line
    /// once one has been taken.
    fn last_headline(&self, cx: &Context<'_>, block: usize, most: usize) -> usize {
        let below = (block..block + most).take_while(|&above| {
            (above == block || !cx.is_blank_below(above)) && cx.reads(above + 1) && self.is_headline(cx, above + 1)
        });
        below.last().map_or(block, |above| above + 1)
    }

    /// Reports one promotion and answers the last block of it.
    fn report(&self, cx: &mut Context<'_>, found: Candidate) -> usize {
        let Candidate { block, hit, end, headlines } = found;
        let analysis = cx.analysis;
        let folded = analysis.folded();
        let cue = analysis.slice(folded.locate(hit.start, hit.end)).to_owned();
        let number = narrow(block);
        let Some(whole) = analysis.blocks().get(block).map(|block| block.whole()) else { return block };
        let (first, last) = folded.block_range(block);
        if self.place == Place::Inline {
            let mut at = folded.locate(hit.start, end);
            if end == last {
                at.span.end = whole.end;
            }
            let before = folded.slice(first, hit.start).trim_end();
            if let Some(outside) = before.strip_suffix('(') {
                let bracket = first + u32::try_from(outside.len()).unwrap_or(0);
                at.span.start = folded.locate(bracket, hit.end).span.start;
            }
            // The space before it goes with it.
            let story = analysis.slice(At { block: number, span: ProseSpan::new(0, at.span.start) }).trim_end();
            let cut = At { block: number, span: ProseSpan::new(u32::try_from(story.len()).unwrap_or(0), at.span.end) };
            let edits = vec![(cut, String::new())];
            if is_glued(cx, hit) && !self.is_short_headline(cx, hit, end) {
                // Where the headline ends nobody can say: what is shown is where the promotion begins.
                let word_end = word_end(folded.text(), hit.end as usize);
                at.span.end = folded.locate(hit.start, narrow(word_end)).span.end.max(at.span.start);
                cx.report(at).arg("cue", cue).emit();
            } else {
                cx.report(at).arg("cue", cue).fix(Applicability::Unsafe, edits).emit();
            }
            return block;
        }
        if self.place == Place::Head {
            let run_end = self.run(cx, hit.end, last).1;
            if folded.slice(run_end, last).chars().any(is_word_char) {
                let mut at = folded.locate(hit.start, run_end);
                at.span.start = 0;
                let rest = analysis.slice(At { block: number, span: ProseSpan::new(at.span.end, whole.end) });
                let space = rest.len() - rest.trim_start().len();
                let mut cut = at;
                cut.span.end += u32::try_from(space).unwrap_or(0);
                cx.report(at).arg("cue", cue).fix(Applicability::Unsafe, vec![(cut, String::new())]).emit();
                return block;
            }
        }
        // A cue alone on its line announces the headlines below it, and is nothing without them.
        let is_alone = !folded.slice(hit.end, last).chars().any(is_word_char);
        let through = if is_alone { self.last_headline(cx, block, headlines) } else { block };
        let end = analysis.blocks().get(through).map_or(whole, |block| block.whole());
        let end = At { block: narrow(through), span: end };
        let at = At { block: number, span: whole };
        cx.report(at).through(end).arg("cue", cue).remove_line(Applicability::Unsafe).emit();
        through
    }
}

/// Whether a word is written directly onto the end of a cue.
fn is_glued(cx: &Context<'_>, hit: Hit) -> bool {
    cx.analysis.glue().binary_search(&hit.end).is_ok()
}

/// Where a text ends that has some words, none of them behind several spaces, and is followed by others.
fn wide_gap(text: &str) -> Option<usize> {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\u{a0}');
    let start = text.len() - text.trim_start().len();
    let mut words = 0;
    let mut spaces = 0;
    let mut space_from = start;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < start) {
        if is_space(c) {
            space_from = if spaces == 0 { at } else { space_from };
            spaces += 1;
            continue;
        }
        if spaces > 1 {
            return (words + 1 >= HEADLINE_WORDS).then_some(space_from);
        }
        words += spaces;
        spaces = 0;
    }
    None
}

/// Whether the last sign of a text that is not a closing mark is one of `stops`.
fn ends_with(text: &str, stops: &[char]) -> bool {
    text.trim_end_matches(|c: char| !is_word_char(c) && !stops.contains(&c)).ends_with(stops)
}
