//! Which quotations have a source in reach.

use std::cell::OnceCell;
use std::ops::Range;

use super::article;
use super::article_form::ArticleForm;
use super::cues::{Cues, outside};
use super::lists::{ANY_SOURCE, CONTINUATION, Keys, SPEECH, SURE_SOURCE, WEAK};
use super::source::{AHEAD, COLON, DASHES, HEADINGS, SIGNATURE, Source, Via};
use super::speakers::Speakers;
use super::words::{has_few_words, words};
use crate::analysis::quotations::Role;
use crate::analysis::{Analysis, At, ListBits, Quotation};
use crate::document::{BlockKind, OBJECT};
use crate::language::is_word_char;
use crate::text::ProseSpan;

/// A sentence is nothing but its quotation if no more words are outside the marks.
const BARE: usize = 2;
/// An additive verb opens a sentence if it begins within so many words.
const OPENING: usize = 3;
/// A quotation opens the article if no more words come before its paragraph: a headline, a place and a date.
const LEAD: usize = 15;

/// Decides quotation after quotation, in order: what is known of one serves the next.
pub struct Reach<'c, 'a> {
    pub(super) cues: &'c Cues<'c, 'a>,
    pub(super) strict: bool,
    /// Whether the article as a whole is somebody's words.
    pub(super) article: Option<Source>,
    /// For each quotation decided so far, whether it has a source.
    pub(super) decided: Vec<bool>,
    /// The item of a list asked about last, and what the line before the list lends.
    pub(super) list_last: Option<(u32, Option<Source>)>,
    speakers: Speakers,
    /// What the article's form says of it, once it was asked for.
    pub(super) form: OnceCell<ArticleForm>,
    /// The sentences looked at last, and whether hardly a word is in them outside quotations.
    bare_last: Option<(Range<usize>, bool)>,
    /// The sentences looked at last, and whether they speak of a source.
    named_last: Option<(Range<usize>, bool)>,
}

impl<'c, 'a> Reach<'c, 'a> {
    /// Nothing is decided yet. How much the paragraph before may lend, and what credits count, is in `keys`.
    pub fn new(cues: &'c Cues<'c, 'a>, keys: &Keys) -> Self {
        let agency = || if keys.credit_attributes { article::agency(cues) } else { None };
        Self {
            cues,
            strict: keys.strict || keys.embedded,
            article: article::credit(cues).or_else(agency),
            decided: Vec::new(),
            list_last: None,
            speakers: Speakers::default(),
            form: OnceCell::new(),
            bare_last: None,
            named_last: None,
        }
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
            .or_else(|| via(Via::Signature, self.signature(last).or_else(|| self.label_inside(first))))
            .or_else(|| via(Via::Signature, self.signature_inside(quotation)))
            .or_else(|| self.paragraph_names(&sentences, first, last))
            .or_else(|| self.paragraph_before_names(index, quotation))
            .or_else(|| self.list_names(first.block))
            .or_else(|| via(Via::Continuation, self.continuation(last)))
            .or_else(|| via(Via::LookAhead, self.explanation(first, last)))
            .or(self.article)
            .or_else(|| if self.strict { None } else { self.form_names(quotation, first, last) })
    }

    /// What form alone says, without a word of the lists.
    fn form_names(&self, quotation: &Quotation, first: At, last: At) -> Option<Source> {
        let via = |via, cue: Option<At>| cue.map(|cue| Source { via, cue: Some(cue) });
        via(Via::Beside, self.words_beside(first, last))
            .or_else(|| via(Via::Inside, self.clause_inside(quotation)))
            .or_else(|| via(Via::Line, self.name_line(first, last)))
    }

    /// Whether a quotation that no source reaches is still not missing its speaker: the paragraph before speaks of somebody
    /// who has spoken, or form alone says so. Such a quotation, asked about last, counts as attributed for those after it.
    pub fn carries_on(&mut self, index: usize) -> bool {
        let Some(quotation) = self.quotation(index) else { return false };
        let Some((&first, &last)) = quotation.parts.first().zip(quotation.parts.last()) else { return false };
        let before = self.paragraph_before(first.block);
        let found = before.is_some_and(|before| self.speakers.are_spoken_of(self.cues, before))
            || !self.strict && self.is_told_by_form(first, last);
        if let Some(last) = self.decided.last_mut() {
            *last |= found;
        }
        found
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

    pub(super) fn analysis(&self) -> &'c Analysis<'a> {
        self.cues.analysis
    }

    pub(super) fn quotation(&self, index: usize) -> Option<&'c Quotation> {
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
    pub(super) fn is_introduced(&self, first: At) -> bool {
        let before = self.analysis().slice(At { span: ProseSpan::new(0, first.span.start), ..first }).trim_end();
        if before.contains(is_word_char) {
            return before.ends_with(COLON) || before.ends_with(DASHES);
        }
        let above = (first.block as usize).checked_sub(1).and_then(|index| self.analysis().blocks().get(index));
        above.is_some_and(|above| above.prose.trim_end().ends_with(COLON))
    }

    /// A short line set off by a dash or a bracket after the quotation, or below it.
    pub(super) fn signature(&self, last: At) -> Option<At> {
        let is_signature = |text: &str| {
            let text = text.trim_start();
            // A name may be put there by a template.
            let is_put_in = || text.trim_start_matches(DASHES).trim_start().starts_with(OBJECT);
            text.starts_with(DASHES) && (has_few_words(text, SIGNATURE) || is_put_in())
        };
        let blocks = self.analysis().blocks();
        let block = blocks.get(last.block as usize)?;
        let whole = block.whole().end;
        let behind = block.slice(ProseSpan::new(last.span.end, whole));
        let text =
            behind.trim_start_matches(|c: char| c.is_whitespace() || self.analysis().profile().stops.contains(&c));
        let start = whole as usize - text.len();
        let place = |length: usize| Some(At { span: ProseSpan::from_range(start..start + length), ..last });
        if is_signature(text) {
            return place(text.len());
        }
        let note = text.strip_prefix('(').and_then(|note| note.split_once(')'));
        if let Some((note, _)) = note.filter(|(note, _)| has_few_words(note, SIGNATURE)) {
            return place(note.len() + '('.len_utf8());
        }
        let below = blocks.get(last.block as usize + 1).filter(|below| {
            is_signature(&below.prose)
                // A block quotation has its source in a line of its own, or as a caption.
                || block.kind == BlockKind::Quotation
                    && matches!(below.kind, BlockKind::Quotation | BlockKind::Caption)
                    && has_few_words(&below.prose, SIGNATURE)
        })?;
        Some(At { block: last.block + 1, span: below.whole() })
    }

    /// The last paragraph of a quotation, inside the marks, if it is no more than the name under it.
    fn signature_inside(&self, quotation: &Quotation) -> Option<At> {
        let [.., before, last] = &*quotation.parts else { return None };
        let stops = self.analysis().profile().stops.as_slice();
        let is_signed = self.analysis().slice(*before).trim_end().ends_with(stops)
            && has_few_words(self.analysis().slice(*last), SIGNATURE);
        is_signed.then_some(*last)
    }

    /// A speaker's name and a colon just inside the marks, as in a transcript that is quoted.
    fn label_inside(&self, first: At) -> Option<At> {
        let (label, _) = self.analysis().slice(first).split_once(COLON)?;
        let start = first.span.start as usize;
        let at = At { span: ProseSpan::from_range(start..start + label.len()), ..first };
        has_few_words(label, article::LABEL).then_some(at)
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

    /// A sentence before the quotation in its paragraph, or one after it that names a source. What the reporter says
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

    /// The next sentence, in the paragraph or the next one, opens by adding to what was said.
    fn continuation(&self, last: At) -> Option<At> {
        let index = self.sentences_after(last).next()?;
        let sentence = self.cues.sentence(index)?;
        let cue = self.cues.first_in(index, CONTINUATION)?;
        let lead = At { span: ProseSpan::new(sentence.at.span.start, cue.span.start), ..cue };
        (words(self.analysis().slice(lead)).take(OPENING).count() < OPENING).then_some(cue)
    }

    /// A quotation that opens the article has its speaker named in the sentences after it.
    fn explanation(&self, first: At, last: At) -> Option<At> {
        let before = self.analysis().blocks().iter().take(first.block as usize);
        if before.flat_map(|block| words(&block.prose)).nth(LEAD).is_some() {
            return None;
        }
        self.sentences_after(last).take(AHEAD).find_map(|index| self.cues.first_in(index, SURE_SOURCE | WEAK | SPEECH))
    }

    /// The sentences after a place, headings left out.
    pub(super) fn sentences_after(&self, place: At) -> impl Iterator<Item = usize> + use<'c, 'a> {
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
