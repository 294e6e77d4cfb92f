//! Which quotations have a source in reach.

use std::ops::Range;

use super::class::{Class, class_of};
use super::cues::{Cues, outside};
use super::lists::{ANY_SOURCE, CAPTION, CONTINUATION, CREDIT, SPEECH, SURE_SOURCE, VERB, WEAK};
use super::words;
use crate::analysis::quotations::Role;
use crate::analysis::{Analysis, At, ListBits, Quotation};
use crate::language::is_word_char;
use crate::text::{ProseSpan, narrow};

/// What introduces speech.
pub const COLON: [char; 2] = [':', '\u{ff1a}'];
/// What sets a signature off.
const DASHES: [char; 4] = ['-', '\u{2013}', '\u{2014}', '\u{2015}'];
/// A signature has no more words.
const SIGNATURE: usize = 8;
/// A sentence is nothing but its quotation if no more words stand outside the marks.
const BARE: usize = 2;
/// An additive verb opens a sentence if it begins within so many words.
const OPENING: usize = 3;
/// Unless the rule is strict, so many sentences at the end of the paragraph before may name the speaker. One further
/// back speaks of somebody else too often.
const NEAR: usize = 1;
/// A quotation of fewer words is a nickname or a term, and lends the next paragraph no speaker.
const LENDING: usize = 2;
/// The same if the rule is strict: it takes a clause.
const LENDING_STRICT: usize = 4;
/// A quotation opens the article if no more words stand before its paragraph: a headline, a place and a date.
const LEAD: usize = 15;
/// Behind so many headings in a row nothing belongs together any more.
const HEADINGS: usize = 8;
/// So many quotations of the paragraph before are asked for their speaker.
const LENDERS: usize = 8;
/// How many sentences behind a quotation that opens the article may name its speaker.
const AHEAD: usize = 2;
/// A caption begins with its cue, or has it behind no more words.
const CAPTION_WORDS: usize = 1;
/// A line that gives the whole article to a source has no more words.
const CREDIT_WORDS: usize = 14;
/// How many paragraphs at the head of an article may give it to a source.
const CREDIT_BLOCKS: usize = 3;
/// A speaker's name before the colon of a transcript has no more words.
const LABEL: usize = 4;
/// So many turns of at least two speakers, each with more than one, make a transcript.
const TURNS: usize = 4;

/// How a quotation is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// Something in its own sentence.
    Sentence,
    /// A colon or a dash before it.
    Introduction,
    /// A signature behind it.
    Signature,
    /// Another sentence of its paragraph.
    Paragraph,
    /// The paragraph before.
    ParagraphBefore,
    /// The next sentence, which carries on.
    Continuation,
    /// It opens the article, and a sentence behind it names the speaker.
    LookAhead,
    /// The article as a whole is somebody's words.
    Article,
}

/// Why a quotation counts as attributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// How it is reached.
    pub via: Via,
    /// The word that does it, where it is one.
    pub cue: Option<At>,
}

/// Decides quotation after quotation, in order: what is known of one serves the next.
pub struct Reach<'c, 'a> {
    cues: &'c Cues<'c, 'a>,
    strict: bool,
    /// Whether the article as a whole is somebody's words.
    article: Option<Source>,
    /// For each quotation decided so far, whether it has a source.
    decided: Vec<bool>,
    /// The sentences looked at last, and whether hardly a word stands in them outside quotations.
    bare_last: Option<(Range<usize>, bool)>,
    /// The sentences looked at last, and whether they speak of a source.
    named_last: Option<(Range<usize>, bool)>,
}

impl<'c, 'a> Reach<'c, 'a> {
    /// Nothing is decided yet. `strict` narrows what the paragraph before may lend.
    pub fn new(cues: &'c Cues<'c, 'a>, strict: bool) -> Self {
        let mut reach = Self { cues, strict, article: None, decided: Vec::new(), bare_last: None, named_last: None };
        reach.article = reach.source_of_article();
        reach
    }

    /// The source of outermost quotation `index`, if one is in reach. Asked once for each, in order.
    pub fn source_of(&mut self, index: usize) -> Option<Source> {
        let source = self.find(index);
        self.decided.push(source.is_some());
        source
    }

    fn find(&mut self, index: usize) -> Option<Source> {
        let quotation = self.quotation(index)?;
        let (&first, &last) = quotation.parts.first().zip(quotation.parts.last())?;
        let sentences = self.cues.sentences_of(first, last);
        let via = |via, cue: Option<At>| cue.map(|cue| Source { via, cue: Some(cue) });
        let bare = |via, found: bool| found.then_some(Source { via, cue: None });
        via(Via::Sentence, self.sentence_names(&sentences, first))
            .or_else(|| bare(Via::Introduction, self.is_introduced(first)))
            .or_else(|| bare(Via::Signature, self.is_signed(last) || self.is_labelled(first)))
            .or_else(|| self.paragraph_names(&sentences, first, last))
            .or_else(|| self.paragraph_before_names(index, first))
            .or_else(|| via(Via::Continuation, self.continuation(last)))
            .or_else(|| via(Via::LookAhead, self.explanation(first, last)))
            .or(self.article)
    }

    /// Whether a quotation is its whole sentence but for a word or two, or opens its sentence.
    pub fn stands_alone(&mut self, index: usize) -> bool {
        let Some(quotation) = self.quotation(index) else { return false };
        let Some((&first, &last)) = quotation.parts.first().zip(quotation.parts.last()) else { return false };
        let sentences = self.cues.sentences_of(first, last);
        let Some(opening) = self.cues.sentence(sentences.start) else { return false };
        let before = At { block: first.block, span: ProseSpan::new(opening.at.span.start, first.span.start) };
        words(self.cues.analysis.slice(before)).next().is_none() || self.are_bare(&sentences)
    }

    /// The paragraph before block `block`, headings passed over.
    pub fn paragraph_before(&self, block: u32) -> Option<u32> {
        let blocks = self.analysis().blocks().get(..block as usize)?;
        let mut above = blocks.iter().enumerate().rev().take(HEADINGS);
        above.find(|(_, block)| block.kind.is_running_text()).and_then(|(index, _)| u32::try_from(index).ok())
    }

    /// The word that might after all name the speaker of a quotation no source reaches: the nearest in the paragraph
    /// before it and the sentences behind it.
    pub fn nearest_weak(&self, first: At, last: At) -> Option<At> {
        let before = self.paragraph_before(first.block).map_or(0..0, |block| self.cues.sentences_in(block));
        let behind = self.sentences_after(last).take(AHEAD);
        let named = |index: &usize| self.cues.first_in(*index, VERB | WEAK | SPEECH | SURE_SOURCE);
        let before = before.rev().find_map(|index| named(&index));
        before.or_else(|| behind.into_iter().find_map(|index| named(&index)))
    }

    /// Whether nothing is to be said in a block because of what it is: a caption.
    pub fn is_caption(&self, block: u32) -> bool {
        let first = self.cues.sentences_in(block).start;
        let cue = self.cues.first_in(first, CAPTION).filter(|cue| cue.block == block);
        cue.is_some_and(|cue| {
            let before = At { span: ProseSpan::new(0, cue.span.start), ..cue };
            words(self.analysis().slice(before)).nth(CAPTION_WORDS).is_none()
        })
    }

    /// Whether the article is a transcript: speakers' names before colons, turn after turn.
    pub fn is_transcript(&self) -> bool {
        let mut labels: Vec<&str> = Vec::new();
        for (index, block) in self.analysis().blocks().iter().enumerate() {
            let Some((label, _)) = block.prose.split_once(COLON) else { continue };
            let place = At { block: narrow(index), span: ProseSpan::from_range(0..label.len()) };
            if has_few_words(label, LABEL)
                && self
                    .analysis()
                    .quotations()
                    .in_block(place.block)
                    .first()
                    .is_none_or(|part| part.span.start > place.span.end)
                && self.cues.outside(place).iter().all(|hit| hit.lists & ANY_SOURCE == 0)
            {
                labels.push(label.trim());
            }
        }
        labels.sort_unstable();
        let turns = |speaker: &[&str]| if speaker.len() > 1 { speaker.len() } else { 0 };
        let speakers = labels.chunk_by(|a, b| a == b).map(turns).filter(|&turns| turns > 0);
        let (speakers, all) = speakers.fold((0, 0), |(speakers, all), turns| (speakers + 1, all + turns));
        speakers >= 2 && all >= TURNS
    }

    fn analysis(&self) -> &'c Analysis<'a> {
        self.cues.analysis
    }

    fn quotation(&self, index: usize) -> Option<&'c Quotation> {
        self.analysis().quotations().outermost().get(index)
    }

    /// Whether sentences have at most a word or two outside quotations. A list of quotations is one sentence, and is
    /// read once.
    fn are_bare(&mut self, sentences: &Range<usize>) -> bool {
        if let Some((_, known)) = self.bare_last.as_ref().filter(|(known, _)| known == sentences) {
            return *known;
        }
        let bare = sentences.clone().filter_map(|index| self.cues.sentence(index)).all(|sentence| {
            let block = self.analysis().blocks().get(sentence.at.block as usize);
            let stretches = outside(self.analysis(), sentence.at);
            let mut found = stretches
                .flat_map(|stretch| block.map_or("", |block| block.slice(stretch)).split(|c| !is_word_char(c)));
            found.by_ref().filter(|word| !word.is_empty()).nth(BARE).is_none()
        });
        self.bare_last = Some((sentences.clone(), bare));
        bare
    }

    /// What in its own sentences speaks of a source: the nearest sure word, else the nearest other.
    fn sentence_names(&mut self, sentences: &Range<usize>, first: At) -> Option<At> {
        if self.named_last.as_ref().is_some_and(|(known, named)| known == sentences && !named) {
            return None;
        }
        let nearest = |lists: ListBits| sentences.clone().find_map(|index| self.cues.nearest_in(index, lists, first));
        let found = nearest(SURE_SOURCE).or_else(|| nearest(ANY_SOURCE));
        self.named_last = Some((sentences.clone(), found.is_some()));
        found
    }

    /// A colon before the opening mark, be it at the end of the paragraph before; or a name set off by a dash.
    fn is_introduced(&self, first: At) -> bool {
        let before = self.analysis().slice(At { span: ProseSpan::new(0, first.span.start), ..first }).trim_end();
        if before.contains(is_word_char) {
            return before.ends_with(COLON) || before.ends_with(DASHES);
        }
        let above = (first.block as usize).checked_sub(1).and_then(|index| self.analysis().blocks().get(index));
        above.is_some_and(|above| above.prose.trim_end().ends_with(COLON))
    }

    /// A short line set off by a dash or a bracket behind the quotation, or below it.
    fn is_signed(&self, last: At) -> bool {
        let is_signature = |text: &str| {
            let text = text.trim_start();
            text.starts_with(DASHES) && has_few_words(text, SIGNATURE)
        };
        let blocks = self.analysis().blocks();
        let Some(block) = blocks.get(last.block as usize) else { return false };
        let behind = block.slice(ProseSpan::new(last.span.end, block.whole().end));
        let behind =
            behind.trim_start_matches(|c: char| c.is_whitespace() || self.analysis().profile().stops.contains(&c));
        is_signature(behind)
            || behind
                .strip_prefix('(')
                .and_then(|note| note.split_once(')'))
                .is_some_and(|(note, _)| has_few_words(note, SIGNATURE))
            || blocks.get(last.block as usize + 1).is_some_and(|below| is_signature(&below.prose))
    }

    /// A speaker's name and a colon just inside the marks, as in a transcript that is quoted.
    fn is_labelled(&self, first: At) -> bool {
        self.analysis().slice(first).split_once(COLON).is_some_and(|(label, _)| has_few_words(label, LABEL))
    }

    /// The reporting verb between marks inside the quotation: `“One,” she said, “two”` in marks of two kinds, or a whole
    /// report quoted.
    pub fn verb_inside(&self, index: usize) -> Option<At> {
        let quotation = self.quotation(index)?;
        let marks = self.analysis().quotations().marks();
        let inner = marks.get(quotation.open as usize + 1..quotation.close as usize)?;
        let inner: Vec<_> = inner.iter().filter(|mark| mark.role != Role::Plain).collect();
        inner.iter().find_map(|mark| {
            let block = self.analysis().blocks().get(mark.block as usize)?;
            let part = quotation.parts.iter().find(|part| part.block == mark.block)?;
            self.cues.verb_near(At { block: mark.block, span: part.span }, mark.span.end, &block.prose)
        })
    }

    /// A sentence before the quotation in its paragraph, or one behind it that names a source. What the reporter says
    /// directly before a quotation is about its speaker, with or without a verb.
    fn paragraph_names(&self, sentences: &Range<usize>, first: At, last: At) -> Option<Source> {
        let own = self.cues.sentences_in(first.block);
        if own.start < sentences.start {
            let before = (own.start..sentences.start).rev();
            let cue = before.into_iter().find_map(|index| self.cues.first_in(index, ANY_SOURCE));
            return Some(Source { via: Via::Paragraph, cue });
        }
        let mut behind = self.sentences_after(last).take(AHEAD);
        let cue = behind.find_map(|index| {
            let sentence = self.cues.sentence(index).filter(|sentence| sentence.at.block == last.block);
            sentence.and_then(|_| self.cues.first_in(index, SURE_SOURCE))
        })?;
        Some(Source { via: Via::Paragraph, cue: Some(cue) })
    }

    /// What the paragraph before lends: the source of a quotation in it, or, unless the rule is strict, of anything.
    fn paragraph_before_names(&self, index: usize, first: At) -> Option<Source> {
        let found = |cue| Some(Source { via: Via::ParagraphBefore, cue });
        let before = self.paragraph_before(first.block)?;
        if self.analysis().quotations().is_doubtful(before) {
            return found(None);
        }
        let block = self.analysis().blocks().get(before as usize)?;
        if block.prose.trim_end().ends_with(COLON) {
            return found(None);
        }
        let least = if self.strict { LENDING_STRICT } else { LENDING };
        let lends = |earlier: usize| {
            self.decided.get(earlier) == Some(&true)
                && self.quotation(earlier).is_some_and(|quotation| {
                    let words = quotation.parts.iter().flat_map(|&part| words(self.analysis().slice(part)));
                    // A paragraph that is nothing but a quotation is somebody's turn, however short.
                    (words.take(least).count() == least || is_whole_block(self.analysis(), quotation))
                        && !matches!(class_of(self.cues, quotation), Class::Title | Class::Subheading)
                })
        };
        let ends_by = |block: u32| {
            let all = self.analysis().quotations().outermost();
            all.partition_point(|quotation| quotation.parts.last().is_none_or(|last| last.block <= block))
        };
        let from = before.checked_sub(1).map_or(0, ends_by);
        let nearest = || self.cues.sentences_in(before).rev().take(NEAR);
        let cue = || nearest().find_map(|index| self.cues.first_in(index, SURE_SOURCE));
        if (from..ends_by(before).min(index)).rev().take(LENDERS).any(lends) {
            return found(cue());
        }
        cue().filter(|_| !self.strict).and_then(|cue| found(Some(cue)))
    }

    /// The next sentence, in the paragraph or the next one, opens by adding to what was said.
    fn continuation(&self, last: At) -> Option<At> {
        let index = self.sentences_after(last).next()?;
        let sentence = self.cues.sentence(index)?;
        let cue = self.cues.first_in(index, CONTINUATION)?;
        let lead = At { span: ProseSpan::new(sentence.at.span.start, cue.span.start), ..cue };
        (words(self.analysis().slice(lead)).take(OPENING).count() < OPENING).then_some(cue)
    }

    /// A quotation that opens the article has its speaker named in the sentences behind it.
    fn explanation(&self, first: At, last: At) -> Option<At> {
        let before = self.analysis().blocks().iter().take(first.block as usize);
        if before.flat_map(|block| words(&block.prose)).nth(LEAD).is_some() {
            return None;
        }
        self.sentences_after(last).take(AHEAD).find_map(|index| self.cues.first_in(index, SURE_SOURCE | WEAK | SPEECH))
    }

    /// A short line at the head of the article that says whose words all of it is.
    fn source_of_article(&self) -> Option<Source> {
        let blocks = self.analysis().blocks().iter().enumerate().take(CREDIT_BLOCKS);
        let short = blocks.filter(|(_, block)| has_few_words(&block.prose, CREDIT_WORDS));
        short.into_iter().find_map(|(index, block)| {
            let place = At { block: narrow(index), span: block.whole() };
            let hit = self.cues.outside(place).into_iter().find(|hit| hit.lists & CREDIT != 0)?;
            Some(Source { via: Via::Article, cue: Some(At { span: hit.span, ..place }) })
        })
    }

    /// The sentences behind a place, headings left out.
    fn sentences_after(&self, place: At) -> impl Iterator<Item = usize> + use<'c, 'a> {
        let analysis = self.analysis();
        let all = analysis.sentences();
        let start = all.partition_point(|s| (s.at.block, s.at.span.start) < (place.block, place.span.end));
        let is_running = move |index: &usize| {
            let block = all.get(*index).and_then(|sentence| analysis.blocks().get(sentence.at.block as usize));
            block.is_some_and(|block| block.kind.is_running_text())
        };
        (start..all.len()).take(AHEAD + HEADINGS).filter(is_running)
    }
}

/// Whether a quotation is all there is in its block.
fn is_whole_block(analysis: &Analysis<'_>, quotation: &Quotation) -> bool {
    quotation.parts.iter().all(|part| {
        let Some(block) = analysis.blocks().get(part.block as usize) else { return false };
        let around = [ProseSpan::new(0, part.span.start), ProseSpan::new(part.span.end, block.whole().end)];
        around.iter().all(|&span| words(block.slice(span)).next().is_none())
    })
}

/// Whether a text has words, and no more than `most`.
fn has_few_words(text: &str, most: usize) -> bool {
    (1..=most).contains(&words(text).take(most + 1).count())
}
