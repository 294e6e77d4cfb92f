//! The form of what is around a cue: the signs that tell a promotion from a sentence, and their weights.

use super::keys::Place;
use super::{Compiled, is_glued};
use crate::analysis::Hit;
use crate::kinds::Context;
use crate::kinds::kind::ends_with_stop;
use crate::language::is_word_char;
use crate::text::narrow;

/// A name has no more words than this.
const NAME_WORDS: usize = 2;
/// How many words may be between a cue and a late delimiter.
const LATE_WORDS: usize = 3;
/// Channels beyond this number prove no more.
const MOST_CHANNELS: usize = 3;
/// A credit names at most this many.
const MOST_NAMES: usize = 3;
/// A reference in brackets has at most this many words, or a number among so many.
const REFERENCE_WORDS: usize = 3;

impl Compiled {
    /// The weights of the signs of form around a cue.
    pub(super) fn form(&self, cx: &Context<'_>, block: usize, hit: Hit, end: u32) -> f32 {
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
            sum += if ends_with_stop(whole, &analysis.profile().stops) { weights.sentence } else { weights.headline };
            if whole.split_whitespace().nth(self.long).is_some() {
                sum += weights.long;
            }
            // A comma may be inside the marks of the words before it.
            let before = before.trim_end_matches(['"', '\u{201d}', '\u{2019}', '\u{bb}']);
            if self.delimiters.iter().any(|delimiter| before.ends_with(delimiter.trim_end())) {
                sum += weights.delimiter;
            }
            return sum;
        }
        // The length of a recording may come after it.
        if !after.chars().any(|c| is_word_char(c) && !c.is_numeric()) {
            return weights.alone + weights.headline;
        }
        if self.place == Place::Head {
            return channels(self.run(cx, hit.end, end).0);
        }
        let mut sum = 0.0;
        if is_name_of_command(cx, block, hit, before) {
            return 0.0;
        }
        let at_once = self.delimited(after);
        let late = || {
            let after = after.trim_start();
            let mut words = 0;
            let mut late = after.char_indices().take_while(|(_, c)| {
                words += usize::from(c.is_whitespace());
                words <= LATE_WORDS
            });
            !self.goes_on(cx, hit)
                && late.any(|(at, c)| !is_word_char(c) && after.get(at..).is_some_and(|rest| self.delimited(rest)))
        };
        let is_late = !at_once && late();
        let named = analysis.hits().within(self.channels, hit.end, end).len();
        if at_once {
            sum += weights.delimiter;
            if is_credit(after) {
                sum += weights.credit;
            }
        } else if is_late {
            sum += weights.late_delimiter;
        }
        // After a delimiter a question or a call is a headline as well.
        let stops = &analysis.profile().stops;
        let stops: Vec<char> = if at_once || is_late {
            stops.iter().copied().filter(|&stop| !self.headline_ends.contains(stop)).collect()
        } else {
            stops.clone()
        };
        if !ends_with_stop(after, &stops) {
            sum += weights.headline;
        } else if !(at_once || is_late && named > 0) {
            sum += weights.sentence;
        }
        if after.split_whitespace().nth(self.long).is_some() {
            sum += weights.long;
        }
        let before =
            before.trim_end_matches(|c: char| !is_word_char(c) && !analysis.profile().stops.contains(&c) && c != '(');
        if (before.ends_with('(') && (at_once || !is_reference(after)))
            || before.ends_with(analysis.profile().stops.as_slice())
        {
            sum += weights.boundary;
        }
        if is_glued(cx, hit) {
            sum += weights.glued;
        }
        sum + channels(named)
    }

    /// How many channels follow each other directly from folded byte `start` on, and where the last of them ends.
    pub(super) fn run(&self, cx: &Context<'_>, start: u32, end: u32) -> (usize, u32) {
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

    /// Whether a delimiter is here, with or without the space it is written with.
    fn delimited(&self, text: &str) -> bool {
        self.delimiters
            .iter()
            .any(|delimiter| text.starts_with(delimiter.as_str()) || text.trim_start().starts_with(delimiter.as_str()))
    }

    /// Whether the words after a cue make it the beginning of a sentence: a number, or words that the rule names.
    fn goes_on(&self, cx: &Context<'_>, hit: Hit) -> bool {
        let analysis = cx.analysis;
        let folded = analysis.folded();
        let (_, end) = folded.block_range(folded.block_of(hit.start));
        let after = folded.slice(hit.end, end);
        let space = narrow(after.len() - after.trim_start().len());
        let next = after.trim_start();
        next.starts_with(char::is_numeric)
            || analysis
                .hits()
                .within(self.continues, hit.end, hit.end + space + 1)
                .iter()
                .any(|other| other.start == hit.end + space)
    }
}

/// Whether a label of one word begins with a small letter where capitals exist: the name of a command (`watch: fix a loop`), no
/// call to a reader.
fn is_name_of_command(cx: &Context<'_>, block: usize, hit: Hit, before: &str) -> bool {
    let folded = cx.analysis.folded();
    let is_first = !before.contains(is_word_char);
    let is_one_word = !folded.slice(hit.start, hit.end).trim().contains(char::is_whitespace);
    let first = cx.analysis.slice(folded.locate(hit.start, hit.end)).chars().next();
    is_first
        && is_one_word
        && first.is_some_and(|first| first.is_lowercase() && first.to_uppercase().ne([first]))
        && folded.slice(hit.end, folded.block_range(block).1).trim_start().starts_with(':')
}

/// Whether what comes after a delimiter is whose something is: a name, or several with a stroke between them.
fn is_credit(after: &str) -> bool {
    // More words than a name has before any stroke: what comes after them need not be looked at.
    let mut words = 0;
    for word in after.split_whitespace().take_while(|word| !word.contains('/')) {
        words += usize::from(word.contains(is_word_char));
        if words > NAME_WORDS {
            return false;
        }
    }
    let names = after.split('/');
    let is_name = |name: &str| {
        let words = name.split_whitespace().filter(|word| word.contains(is_word_char));
        (1..=NAME_WORDS).contains(&words.take(NAME_WORDS + 1).count())
    };
    names.clone().nth(MOST_NAMES).is_none() && names.into_iter().all(is_name)
}

/// Whether brackets hold a reference after a cue, to a number or with a word or two: no headline.
fn is_reference(after: &str) -> bool {
    let inside = after.split(')').next().unwrap_or(after);
    let words = || inside.split_whitespace().filter(|word| word.contains(is_word_char));
    words().nth(REFERENCE_WORDS).is_none() || words().take(REFERENCE_WORDS).any(|word| word.contains(char::is_numeric))
}
