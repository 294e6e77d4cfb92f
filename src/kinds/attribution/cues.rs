//! The cues of an article around its quotations, found sentence by sentence where they are asked for.

use std::cell::OnceCell;

use super::lists::{ACT, COMPLEMENTISER, RELATIVE, SPEECH, SURE_SOURCE, VERB, WEAK};
use super::words::words;
use crate::analysis::{Analysis, At, ListBits, Sentence, WordHit, WordLists};
use crate::language::is_word_char;
use crate::text::ProseSpan;

/// A sentence has no more cues for the most part.
const USUAL_HITS: usize = 16;
/// How many words after a mark its verb may stand.
const NEAR_WORDS: usize = 3;
/// How many words may be between a verb and its complementiser: its subject.
const WORDS_TO_COMPLEMENTISER: usize = 2;

/// Looks up the words outside quotations. What is found in a sentence is kept.
pub struct Cues<'c, 'a> {
    /// The article.
    pub analysis: &'c Analysis<'a>,
    lists: &'c WordLists,
    by_sentence: Vec<OnceCell<Vec<WordHit>>>,
}

impl<'c, 'a> Cues<'c, 'a> {
    /// Nothing is looked up yet.
    pub fn new(analysis: &'c Analysis<'a>, lists: &'c WordLists) -> Self {
        Self { analysis, lists, by_sentence: vec![OnceCell::new(); analysis.sentences().len()] }
    }

    /// The cues of sentence `index`, in order, quotations left out.
    pub fn of_sentence(&self, index: usize) -> &[WordHit] {
        let Some(kept) = self.by_sentence.get(index) else { return &[] };
        kept.get_or_init(|| self.analysis.sentences().get(index).map_or_else(Vec::new, |s| self.outside(s.at)))
    }

    /// The first place in sentence `index` with a word of one of the lists.
    pub fn first_in(&self, index: usize, lists: ListBits) -> Option<At> {
        let hit = self.of_sentence(index).iter().find(|hit| hit.lists & lists != 0)?;
        Some(At { block: self.analysis.sentences().get(index)?.at.block, span: hit.span })
    }

    /// The place in sentence `index` with a word of one of the lists that is nearest to a quotation there.
    pub fn nearest_in(&self, index: usize, lists: ListBits, quotation: At) -> Option<At> {
        let block = self.analysis.sentences().get(index)?.at.block;
        let distance = |span: ProseSpan| {
            if block == quotation.block {
                span.start.abs_diff(quotation.span.end).min(span.end.abs_diff(quotation.span.start))
            } else {
                0
            }
        };
        let hits = self.of_sentence(index).iter().filter(|hit| hit.lists & lists != 0);
        let nearest = hits.min_by_key(|hit| distance(hit.span))?;
        Some(At { block, span: nearest.span })
    }

    /// The lists of the first word of a text.
    pub fn lists_of_first_word(&self, place: At) -> ListBits {
        let text = self.analysis.slice(place);
        let Some(start) = text.find(is_word_char) else { return 0 };
        let rest = text.get(start..).unwrap_or_default();
        let end = start + rest.find(|c| !is_word_char(c)).unwrap_or(rest.len());
        let mut found = Vec::new();
        let base = place.span.start as usize;
        let word = At { span: ProseSpan::from_range(base + start..base + end), ..place };
        self.lists.find_in(self.analysis, word, &mut found);
        found.first().map_or(0, |hit| hit.lists)
    }

    /// A reporting verb within a few words after byte `from` of a block's prose, not beyond `place`.
    pub fn verb_near(&self, place: At, from: u32, prose: &str) -> Option<At> {
        let rest = prose.get(from as usize..place.span.end as usize)?;
        let mut spaces = rest.match_indices(char::is_whitespace).map(|(at, _)| at);
        let end = spaces.nth(NEAR_WORDS).unwrap_or(rest.len());
        let stretch = ProseSpan::from_range(from as usize..from as usize + end);
        let mut found = Vec::new();
        self.lists.find_in(self.analysis, At { span: stretch, ..place }, &mut found);
        let verb = found.iter().find(|hit| hit.lists & VERB != 0)?;
        Some(At { span: verb.span, ..place })
    }

    /// Every cue of a place, quotations left out.
    pub fn outside(&self, place: At) -> Vec<WordHit> {
        let mut found = Vec::with_capacity(USUAL_HITS);
        let prose = self.analysis.blocks().get(place.block as usize).map_or("", |block| &block.prose);
        for stretch in outside(self.analysis, place) {
            self.lists.find_in(self.analysis, At { span: stretch, ..place }, &mut found);
        }
        settle(prose, &mut found);
        found
    }

    /// Whether a word of one of the lists is in a place, quotations or not.
    pub fn has(&self, place: At, lists: ListBits) -> bool {
        let mut found = Vec::new();
        self.lists.find_in(self.analysis, place, &mut found);
        found.iter().any(|hit| hit.lists & lists != 0)
    }

    /// Every word of the lists in a text that is no part of the prose.
    pub fn in_text(&self, text: &str) -> Vec<WordHit> {
        let mut found = Vec::new();
        self.lists.find(text, ProseSpan::from_range(0..text.len()), self.analysis.profile(), &mut found);
        found
    }

    /// The lists of the cue in a place; none if it is no cue.
    pub fn lists_at(&self, cue: At) -> ListBits {
        let sentence = self.sentences_of(cue, cue).start;
        let hit = self.of_sentence(sentence).iter().find(|hit| hit.span == cue.span);
        hit.map_or(0, |hit| hit.lists)
    }

    /// Whether a place is a cue that is as often another word.
    pub fn is_weak(&self, cue: At) -> bool {
        let lists = self.lists_at(cue);
        lists & WEAK != 0 && lists & (SURE_SOURCE | SPEECH | ACT) == 0
    }

    /// The sentences that a quotation from `first` to `last` touches, by index.
    pub fn sentences_of(&self, first: At, last: At) -> std::ops::Range<usize> {
        let all = self.analysis.sentences();
        let start = all.partition_point(|s| (s.at.block, s.at.span.end) <= (first.block, first.span.start));
        let end = all.partition_point(|s| (s.at.block, s.at.span.start) < (last.block, last.span.end));
        start..end.max(start)
    }

    /// The sentences of one block, by index.
    pub fn sentences_in(&self, block: u32) -> std::ops::Range<usize> {
        let all = self.analysis.sentences();
        all.partition_point(|s| s.at.block < block)..all.partition_point(|s| s.at.block <= block)
    }

    /// One sentence.
    pub fn sentence(&self, index: usize) -> Option<&'c Sentence> {
        self.analysis.sentences().get(index)
    }
}

/// Settles by their neighbours what some words are: a verb that is as often another word reports where a complementiser
/// follows it; one that describes the noun before it, without a comma, names nobody who speaks on.
fn settle(prose: &str, hits: &mut [WordHit]) {
    let gap = |from: u32, to: u32| prose.get(from as usize..to as usize).unwrap_or_default();
    for index in 0..hits.len() {
        let Some((&hit, behind)) = hits.get(index..).and_then(|rest| rest.split_first()) else { return };
        let mut lists = hit.lists;
        if lists & WEAK != 0
            && behind.iter().take(WORDS_TO_COMPLEMENTISER + 1).any(|next| {
                let between = gap(hit.span.end, next.span.start);
                next.lists & COMPLEMENTISER != 0
                    && between.chars().all(|c| is_word_char(c) || c.is_whitespace())
                    && words(between).nth(WORDS_TO_COMPLEMENTISER).is_none()
            })
        {
            lists |= VERB;
        }
        let relative = index.checked_sub(1).and_then(|before| hits.get(before));
        if relative.is_some_and(|relative| {
            relative.lists & RELATIVE != 0
                && gap(relative.span.end, hit.span.start).chars().all(char::is_whitespace)
                && gap(0, relative.span.start).trim_end().ends_with(is_word_char)
        }) && lists & VERB != 0
        {
            lists = lists & !VERB | WEAK;
        }
        if let Some(hit) = hits.get_mut(index) {
            hit.lists = lists;
        }
    }
}

/// The stretches of a place outside quotations.
pub fn outside<'r>(analysis: &'r Analysis<'_>, place: At) -> impl Iterator<Item = ProseSpan> + 'r {
    let parts = analysis.quotations().in_block(place.block);
    let first = parts.partition_point(|part| part.span.end <= place.span.start);
    let inside = parts.get(first..).unwrap_or_default().iter().take_while(move |part| part.span.start < place.span.end);
    let mut from = place.span.start;
    let ends = inside.map(|part| part.span).chain([ProseSpan::new(place.span.end, place.span.end)]);
    ends.filter_map(move |part| {
        let stretch = (from < part.start).then(|| ProseSpan::new(from, part.start));
        from = part.end.min(place.span.end);
        stretch
    })
}
