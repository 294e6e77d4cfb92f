//! A quantity of the headline that the text gives otherwise.
//!
//! A headline sums up what the text says, so its numbers stand in the text as well: nine of ten do. One that stands nowhere there,
//! not in round figures and not as a sum, is wrong, or the text is, where a sentence at the head of the story says the same as the
//! headline and has another number of the same. That it says the same is shown by the words they share.

use rustc_hash::FxHashSet;

use super::Compiled;
use super::amounts::{Value, are_same, is_sum_of, is_sum_within, may_be_rounded};
use super::lexicon::Nouns;
use super::reading::{Counted, Number, Quantity, Reading};
use crate::analysis::{Analysis, At};
use crate::document::Block;
use crate::kinds::Context;
use crate::language::{BlockRole, Profile, each_word, is_number};

/// So many sentences of the story are held against the headline.
const LEAD: usize = 6;
/// Letters of a word by which it is known again.
const CORE: usize = 4;
/// A word of fewer letters says nothing of what a text is about.
const SHORTEST: usize = 3;
/// As many words of the headline are in a sentence that says the same: one of three, but no more than these.
const SHARED: usize = 3;
/// Longest article that is read for its numbers, in bytes of prose: what is longer is a book or a page of data.
const LONGEST: usize = 1 << 18;
/// One is said in other ways than by a number.
const FEWEST: f64 = 2.0;

/// Looks at the headlines of an article.
pub fn check(rule: &Compiled, cx: &mut Context<'_>) {
    let analysis = cx.analysis;
    let headlines: Vec<usize> = cx.blocks().filter(|(_, block)| is_headline(block)).map(|(index, _)| index).collect();
    let is_count = |number: &Number| number.is_plain && number.value.value >= FEWEST;
    let headlines = headlines.into_iter().map(|index| (index, Reading::of(analysis, index, rule)));
    let headlines: Vec<_> = headlines.filter(|(_, headline)| headline.numbers.iter().any(is_count)).collect();
    if headlines.is_empty() {
        return;
    }
    let profile = analysis.profile();
    let (words, nouns) = rule.words(profile);
    let mut text: Option<Text<'_>> = None;
    let mut said: Vec<(f64, Counted)> = Vec::new();
    for (index, headline) in headlines {
        for quantity in headline.quantities(words, nouns) {
            let Some(number) = headline.numbers.get(quantity.number) else { continue };
            let value = number.value.value;
            let key = (value, quantity.counted.clone());
            if !quantity.is_exact || value < FEWEST || quantity.is_year(value) || said.contains(&key) {
                continue;
            }
            let text = text.get_or_insert_with(|| Text::of(cx, rule));
            if let Some(places) = text.contradicts(analysis, (index, &headline), &quantity, number.value) {
                said.push(key);
                report(cx, &quantity, &places);
            }
        }
    }
}

fn is_headline(block: &Block<'_>) -> bool {
    block.role() == BlockRole::Headline
}

fn report(cx: &mut Context<'_>, quantity: &Quantity, places: &[(u32, u32)]) {
    let analysis = cx.analysis;
    let locate = |(start, end): (u32, u32)| analysis.folded().locate(start, end);
    let at = locate(quantity.place);
    let Some(other) = places.first().map(|place| locate(*place)) else { return };
    let mut finding = cx.report(at).arg("found", analysis.slice(at)).arg("other", analysis.slice(other));
    for place in places {
        finding = finding.related(locate(*place));
    }
    finding.emit();
}

/// A number of the text with what it counts.
struct Said {
    value: Value,
    quantity: Quantity,
}

/// What an article says below its headline.
struct Text<'a> {
    /// Every number, in order.
    said: Vec<Said>,
    /// The first sentences of the story: where each is in the folded text, and what its words are known by.
    lead: Vec<((u32, u32), FxHashSet<&'a str>)>,
    nouns: &'a Nouns,
}

impl<'a> Text<'a> {
    fn of(cx: &Context<'a>, rule: &'a Compiled) -> Self {
        let analysis = cx.analysis;
        let profile = analysis.profile();
        let (words, nouns) = rule.words(profile);
        let mut text = Self { said: Vec::new(), lead: Vec::new(), nouns };
        let size: usize = analysis.blocks().iter().map(|block| block.prose.len()).sum();
        if size > LONGEST {
            return text;
        }
        for (index, _) in analysis.blocks().iter().enumerate().filter(|(_, block)| !is_headline(block)) {
            let reading = Reading::of(analysis, index, rule);
            text.said.extend(reading.quantities(words, nouns).into_iter().filter_map(|quantity| {
                let value = reading.numbers.get(quantity.number)?.value;
                Some(Said { value, quantity })
            }));
        }
        let is_story = |at: At| {
            let block = analysis.blocks().get(at.block as usize);
            cx.reads(at.block as usize) && block.is_some_and(|block| block.role() == BlockRole::Story)
        };
        let sentences = analysis.sentences().iter().filter(|sentence| is_story(sentence.at)).take(LEAD);
        text.lead.extend(sentences.map(|sentence| {
            let place = analysis.folded().range_of(sentence.at);
            (place, cores(analysis.folded().slice(place.0, place.1), profile))
        }));
        text
    }

    /// Whether the text has a quantity of the headline too: the number, whatever it counts there, the same in round
    /// figures, or what it is the sum of.
    fn has(&self, quantity: &Quantity, value: Value) -> bool {
        let is_it = |said: &Said| {
            let mut pairs = said.value.readings().flat_map(|other| value.readings().map(move |own| (own, other)));
            if quantity.counts_what(&said.quantity, self.nouns) {
                pairs.any(|(own, other)| may_be_rounded(own, other))
            } else {
                said.quantity.counted != Counted::Day && pairs.any(|(own, other)| are_same(own, other))
            }
        };
        let alike = self.said.iter().filter(|said| quantity.counts_what(&said.quantity, self.nouns));
        let alike: Vec<f64> = alike.map(|said| said.value.value).collect();
        let are_near = |a: &Said, b: &Said| b.quantity.place.0.saturating_sub(a.quantity.place.1) <= BESIDE;
        let mut runs =
            self.said.chunk_by(are_near).map(|run| run.iter().map(|said| said.value.value).collect::<Vec<_>>());
        self.said.iter().any(is_it)
            || is_sum_of(value.value, &alike)
            || runs.any(|run| is_sum_within(value.value, &run))
    }

    /// Where the text says otherwise what a headline says; `None` if it does not, or may agree.
    fn contradicts(
        &self,
        analysis: &Analysis<'_>,
        (block, headline): (usize, &Reading<'_>),
        quantity: &Quantity,
        value: Value,
    ) -> Option<Vec<(u32, u32)>> {
        if self.lead.is_empty() || self.has(quantity, value) {
            return None;
        }
        let topic = Topic::of(analysis, block, headline, quantity);
        let same = |&(start, end): &(u32, u32)| {
            let is_here = move |said: &&Said| start <= said.quantity.place.0 && said.quantity.place.1 <= end;
            self.said.iter().filter(is_here).filter(|said| quantity.counts_what(&said.quantity, self.nouns))
        };
        let sentences = self.lead.iter().filter(|(_, cores)| topic.is_in(cores));
        let mut found: Vec<&Said> = sentences.flat_map(|(place, _)| same(place)).collect();
        let is_one = |found: &[&Said]| {
            let mut values = found.iter().map(|said| said.value.value);
            values.next().is_some_and(|first| values.all(|other| are_same(first, other)))
        };
        // Of several the one in the same words is meant.
        if !is_one(&found) {
            let beside = beside(analysis, quantity);
            found.retain(|said| beside.is_some() && self::beside(analysis, &said.quantity) == beside);
        }
        // What somebody says may be another count.
        found.retain(|said| {
            let at = analysis.folded().locate(said.quantity.place.0, said.quantity.place.1);
            !analysis.quotations().is_inside(at.block, at.span.start as usize)
        });
        let is_other = |said: &&Said| {
            let more = value.value - said.value.value;
            let may_go_on = said.quantity.may_go_on && (0.0..=MORE).contains(&more);
            // What may be more agrees with every larger number that is exact.
            let may_be_it = match (quantity.is_at_least, said.quantity.is_at_least) {
                (true, false) => more < 0.0,
                (false, true) => more > 0.0,
                _ => false,
            };
            said.quantity.is_exact && said.value.value >= FEWEST && !may_go_on && !may_be_it
        };
        let is_sure = is_one(&found) && found.iter().all(is_other);
        is_sure.then(|| found.iter().map(|said| said.quantity.place).collect())
    }
}

/// What the word behind a quantity is known by, if that says something.
fn beside<'a>(analysis: &'a Analysis<'_>, quantity: &Quantity) -> Option<&'a str> {
    let folded = analysis.folded();
    let (_, end) = folded.block_range(folded.block_of(quantity.place.0));
    let rest = folded.slice(quantity.place.1, end);
    let clause = rest.get(..rest.find(['.', ',', '\u{60c}', ':', '(']).unwrap_or(rest.len())).unwrap_or_default();
    let mut found = None;
    let mut words = 0;
    each_word(clause, |start, end| {
        words += 1;
        if found.is_none() && words <= BESIDE_WORDS {
            found = core(clause.get(start..end).unwrap_or_default(), analysis.profile());
        }
    });
    found
}

/// As many words behind a quantity are looked at for one that says something.
const BESIDE_WORDS: usize = 3;
/// Numbers that may be summed up have no more bytes of folded text between them.
const BESIDE: u32 = 160;
/// So many may be counted behind a number by words that are no numbers.
const MORE: f64 = 2.0;

/// What a headline is about.
struct Topic<'a> {
    cores: FxHashSet<&'a str>,
    /// Who says it, if the headline begins with that and a colon.
    source: FxHashSet<&'a str>,
}

impl<'a> Topic<'a> {
    fn of(analysis: &'a Analysis<'_>, block: usize, headline: &Reading<'_>, quantity: &Quantity) -> Self {
        let (folded, profile) = (analysis.folded(), analysis.profile());
        let (start, end) = folded.block_range(block);
        let (first, last) = quantity.place;
        // The quantity itself says nothing of what is counted.
        let mut own = cores(folded.slice(start, first), profile);
        own.extend(cores(folded.slice(last, end), profile));
        let mut before = headline.tokens.iter().enumerate().filter(|(_, token)| token.start <= first);
        let colon = before.rfind(|(index, _)| *index > 0 && is_label(headline.gap_before(*index)));
        let source = colon.map(|(_, token)| cores(folded.slice(start, token.start), profile));
        Self { cores: own, source: source.unwrap_or_default() }
    }

    /// Whether a sentence with words that are known by `other` says the same.
    fn is_in(&self, other: &FxHashSet<&str>) -> bool {
        let shared = self.cores.iter().filter(|core| other.contains(**core)).count();
        let needed = self.cores.len().div_ceil(3).clamp(1, SHARED);
        let has_source = self.source.is_empty() || self.source.iter().any(|core| other.contains(*core));
        shared >= needed && has_source
    }
}

/// Whether a colon and a space stand between two words.
fn is_label(gap: &str) -> bool {
    gap.trim_start().starts_with(':') && gap.ends_with(char::is_whitespace)
}

/// What the words of a folded text are known by.
fn cores<'t>(text: &'t str, profile: &Profile) -> FxHashSet<&'t str> {
    let mut cores = FxHashSet::default();
    each_word(text, |start, end| cores.extend(core(text.get(start..end).unwrap_or_default(), profile)));
    cores
}

/// What a folded word is known by: its first letters, without what is written before them; `None` if it says nothing by itself.
fn core<'t>(word: &'t str, profile: &Profile) -> Option<&'t str> {
    if profile.function_words.contains(word) || word.contains(is_number) {
        return None;
    }
    let is_long = |word: &str| word.chars().nth(SHORTEST - 1).is_some();
    let mut bare = word;
    profile.clitics.proclitics.each_prefix(word, |at, _| {
        let rest = word.get(at..).unwrap_or_default();
        if is_long(rest) {
            bare = rest;
        }
    });
    let end = bare.char_indices().nth(CORE).map_or(bare.len(), |(at, _)| at);
    is_long(bare).then(|| bare.get(..end).unwrap_or_default())
}
