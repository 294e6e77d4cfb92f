//! What an article as a whole says of its words: a credit, a transcript's turns, a caption's cue.

use super::cues::Cues;
use super::lists::{AGENCY, ANY_SOURCE, CAPTION, CREDIT};
use super::source::{COLON, DASHES, Source, Via};
use super::words::{first_words, has_few_words, words};
use crate::analysis::At;
use crate::document::Block;
use crate::language::{Field, is_word_char};
use crate::text::{ProseSpan, narrow};

/// A caption begins with its cue, or has it after no more words.
const CAPTION_WORDS: usize = 1;
/// A line that gives the whole article to a source has no more words.
const CREDIT_WORDS: usize = 14;
/// How many paragraphs at the head of an article may give it to a source, and how many at its foot.
const CREDIT_BLOCKS: usize = 3;
/// A line that is nothing but the credit of an agency has no more words.
const AGENCY_WORDS: usize = 8;
/// A dateline names the agency within so many bytes, after no more words.
const DATELINE: usize = 160;
/// Words of a dateline before the agency.
const DATELINE_WORDS: usize = 8;
/// A speaker's name before the colon of a transcript has no more words.
pub const LABEL: usize = 4;
/// So many turns of at least two speakers, each with more than one, make a transcript.
const TURNS: usize = 4;

/// A short line at the head of the article that says whose words all of it is.
pub fn credit(cues: &Cues<'_, '_>) -> Option<Source> {
    let blocks = cues.analysis.blocks().iter().enumerate().take(CREDIT_BLOCKS);
    let short = blocks.filter(|(_, block)| has_few_words(&block.prose, CREDIT_WORDS));
    short.into_iter().find_map(|(index, block)| {
        let place = At { block: narrow(index), span: block.whole() };
        let hit = cues.outside(place).into_iter().find(|hit| hit.lists & CREDIT != 0)?;
        Some(Source { via: Via::Article, cue: Some(At { span: hit.span, ..place }) })
    })
}

/// The agency that the whole story is credited to: in a field, in a short line at its head or foot, or in its dateline.
pub fn agency(cues: &Cues<'_, '_>) -> Option<Source> {
    let document = cues.analysis.document;
    let is_agency = |value: &str| cues.in_text(value).iter().any(|hit| hit.lists & AGENCY != 0);
    let mut fields = [Field::Source, Field::Author].into_iter().flat_map(|field| document.metadata.values(field));
    if fields.any(|entry| is_agency(&entry.value)) {
        return Some(Source { via: Via::Article, cue: None });
    }
    let blocks = cues.analysis.blocks();
    let foot = blocks.len().saturating_sub(CREDIT_BLOCKS).max(CREDIT_BLOCKS);
    let numbered = || blocks.iter().enumerate();
    let ends = numbered().take(CREDIT_BLOCKS).chain(numbered().skip(foot));
    let mut lines = ends.filter(|(_, block)| has_few_words(&block.prose, AGENCY_WORDS));
    let source = |index: usize, span| Some(Source { via: Via::Article, cue: Some(At { block: narrow(index), span }) });
    let line = lines.find_map(|(index, block)| {
        let place = At { block: narrow(index), span: block.whole() };
        let hit = cues.outside(place).into_iter().find(|hit| hit.lists & AGENCY != 0)?;
        source(index, hit.span)
    });
    line.or_else(|| {
        let (index, block) = numbered().find(|(_, block)| block.kind.is_running_text())?;
        source(index, dateline(cues, block)?)
    })
}

/// The agency in the dateline of a paragraph: in brackets, or before a dash or a colon.
fn dateline(cues: &Cues<'_, '_>, block: &Block<'_>) -> Option<ProseSpan> {
    let end = (0..=block.prose.len().min(DATELINE)).rev().find(|&at| block.prose.is_char_boundary(at))?;
    let head = block.prose.get(..end)?;
    let ends_one = |hit: ProseSpan| {
        let before = head.get(..hit.start as usize).unwrap_or_default();
        let behind = head.get(hit.end as usize..).unwrap_or_default().trim_start();
        words(before).nth(DATELINE_WORDS).is_none()
            && (before.trim_end().ends_with('(') && behind.contains(')')
                || behind.starts_with(DASHES)
                || behind.starts_with(COLON))
    };
    cues.in_text(head).into_iter().find(|hit| hit.lists & AGENCY != 0 && ends_one(hit.span)).map(|hit| hit.span)
}

/// Whether nothing is to be said in a block because of what it is: a caption.
pub fn is_caption(cues: &Cues<'_, '_>, block: u32) -> bool {
    let first = cues.sentences_in(block).start;
    let cue = cues.first_in(first, CAPTION).filter(|cue| cue.block == block);
    cue.is_some_and(|cue| {
        let before = At { span: ProseSpan::new(0, cue.span.start), ..cue };
        words(cues.analysis.slice(before)).nth(CAPTION_WORDS).is_none()
    })
}

/// Whether the article is a transcript: speakers' names or letters before colons, turn after turn. Turns may be counted.
pub fn is_transcript(cues: &Cues<'_, '_>) -> bool {
    let mut labels: Vec<&str> = Vec::new();
    for (index, block) in cues.analysis.blocks().iter().enumerate() {
        // A colon behind more words than a label has is none of a label's.
        let Some((label, _)) = first_words(&block.prose, LABEL).split_once(COLON) else { continue };
        let place = At { block: narrow(index), span: ProseSpan::from_range(0..label.len()) };
        if has_few_words(label, LABEL)
            && cues
                .analysis
                .quotations()
                .in_block(place.block)
                .first()
                .is_none_or(|part| part.span.start > place.span.end)
            && cues.outside(place).iter().all(|hit| hit.lists & ANY_SOURCE == 0)
        {
            let is_name = |c: char| is_word_char(c) && !c.is_numeric();
            labels.push(label.trim_matches(|c| !is_name(c)));
        }
    }
    labels.sort_unstable();
    let turns = |speaker: &[&str]| if speaker.len() > 1 { speaker.len() } else { 0 };
    let speakers = labels.chunk_by(|a, b| a == b).map(turns).filter(|&turns| turns > 0);
    let (speakers, all) = speakers.fold((0, 0), |(speakers, all), turns| (speakers + 1, all + turns));
    speakers >= 2 && all >= TURNS
}
