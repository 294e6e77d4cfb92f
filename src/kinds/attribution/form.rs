//! What form tells of a quotation's speaker without knowing a verb: words outside the marks in its paragraph, a clause
//! set off inside them, a name above or below, a neighbour that names somebody, an article that speaks in turns. A list of
//! verbs is never complete, and a published quotation nearly always has a speaker: only what stands alone among
//! paragraphs that name nobody is left.

use std::ops::Range;

use super::article_form::{ArticleForm, QUESTION, says_something};
use super::cues::outside;
use super::lists::{SELF, SURE_SOURCE, WE};
use super::reach::Reach;
use super::source::{COLON, DASHES, HEADINGS, SIGNATURE};
use super::words::{has_few_words, words};
use crate::analysis::{Analysis, At, Quotation};
use crate::document::Block;
use crate::kinds::kind::ends_with_stop;
use crate::language::is_word_char;
use crate::text::{ProseSpan, narrow};

/// What parts the clauses of a sentence.
pub const COMMAS: [char; 3] = [',', '\u{60c}', '\u{ff0c}'];
/// A clause that says who speaks has no more words.
const CLAUSE: usize = 8;
/// So many quotations without a source are the way the article is laid out, not a slip.
pub const LAYOUT: usize = 3;
/// Bytes before and after a quotation in which words of the reporter stand beside it: a paragraph of nothing but quotations
/// takes no longer than others.
const BESIDE: usize = 600;
/// How many short lines below a quotation may name its speaker.
const LINES_BELOW: usize = 2;
/// So many words of a pull quote are looked for in the story.
const HEAD: usize = 5;

impl Reach<'_, '_> {
    /// Words of the reporter in the paragraphs a quotation is in, whatever they are. The nearest.
    pub(super) fn words_beside(&self, first: At, last: At) -> Option<At> {
        let analysis = self.cues.analysis;
        let beside = |place: At, span: ProseSpan| {
            let place = At { span, ..place };
            let stretches = outside(analysis, place).map(move |span| At { span, ..place });
            stretches.filter(|&stretch| words(analysis.slice(stretch)).any(says_something)).last()
        };
        let prose = |place: At| analysis.blocks().get(place.block as usize).map(|block| &*block.prose);
        let above = prose(first)?.floor_char_boundary((first.span.start as usize).saturating_sub(BESIDE));
        let behind = prose(last)?.floor_char_boundary(last.span.end as usize + BESIDE);
        beside(first, ProseSpan::new(narrow(above), first.span.start))
            .or_else(|| beside(last, ProseSpan::new(last.span.end, narrow(behind))))
    }

    /// A clause inside the marks that is not of the speaker: set off by dashes that follow a comma or a stop, or that
    /// touch its first word only, or by commas with a name after its first, small word.
    pub(super) fn clause_inside(&self, quotation: &Quotation) -> Option<At> {
        quotation.parts.iter().find_map(|&part| {
            let text = self.cues.analysis.slice(part);
            let found = between_dashes(text).or_else(|| self.between_commas(text))?;
            let start = part.span.start as usize;
            Some(At { span: ProseSpan::from_range(start + found.start..start + found.end), ..part })
        })
    }

    /// A clause between commas with one of the reporting verbs, or with a name directly after its small first word.
    fn between_commas(&self, text: &str) -> Option<Range<usize>> {
        let commas: Vec<usize> = text.match_indices(COMMAS).map(|(at, _)| at).collect();
        let pairs = commas.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let mut clauses = pairs.filter_map(|(from, to)| {
            let inner = text.get(from..to)?;
            let start = from + inner.find(is_word_char)?;
            let clause = text.get(start..to)?;
            (has_few_words(clause, CLAUSE) && !ends_with_stop(clause, &QUESTION)).then_some((clause, start..to))
        });
        clauses.find_map(|(clause, range)| {
            let mut all = words(clause);
            let small = all.next().is_some_and(|word| word.starts_with(char::is_lowercase));
            let is_name = small && all.next().is_some_and(|word| word.starts_with(char::is_uppercase));
            let has_verb = || {
                let hits = self.cues.in_text(clause);
                hits.iter().any(|hit| hit.lists & SURE_SOURCE != 0)
                    && hits.iter().all(|hit| hit.lists & (SELF | WE) == 0)
            };
            (is_name || has_verb()).then_some(range)
        })
    }

    /// A short line above or below that is no sentence: a name, a label, the title of a source.
    pub(super) fn name_line(&self, first: At, last: At) -> Option<At> {
        let blocks = self.cues.analysis.blocks();
        let place = |index: usize| blocks.get(index).map(|block| At { block: narrow(index), span: block.whole() });
        let below = (last.block as usize + 1..).take(LINES_BELOW);
        let mut lines = below.take_while(|&index| blocks.get(index).is_some_and(|block| self.is_line(index, block)));
        let above = (first.block as usize).checked_sub(1);
        lines
            .find(|&index| blocks.get(index).is_some_and(|block| self.is_name(block)))
            .or_else(|| {
                above.filter(|&index| {
                    blocks.get(index).is_some_and(|above| self.is_line(index, above) && self.is_name(above))
                })
            })
            .and_then(place)
    }

    /// A block that is no sentence and no quotation.
    fn is_line(&self, index: usize, block: &Block<'_>) -> bool {
        let analysis = self.cues.analysis;
        has_few_words(&block.prose, SIGNATURE)
            && !ends_with_stop(&block.prose, &analysis.profile().stops)
            && analysis.quotations().in_block(narrow(index)).is_empty()
    }

    /// Whether a line may be a name: two capitals at least, or all of it; where there are none, hardly more than two words.
    fn is_name(&self, block: &Block<'_>) -> bool {
        let (mut all, mut capitals, mut cased) = (0, 0, false);
        for word in words(&block.prose).filter(|word| says_something(word)) {
            all += 1;
            capitals += usize::from(word.starts_with(char::is_uppercase));
            cased |= word.starts_with(|c: char| c.is_uppercase() || c.is_lowercase());
        }
        let is_linked = block.linked as usize * 2 > block.prose.len();
        all > 0 && (is_linked || if cased { capitals == all || capitals >= 2 } else { all <= SIGNATURE / 2 })
    }

    /// Whether form alone says that somebody's words from `first` to `last`, which no source reaches, are not missing
    /// their speaker.
    pub(super) fn is_told_by_form(&self, first: At, last: At) -> bool {
        let analysis = self.cues.analysis;
        let form = self.form.get_or_init(|| ArticleForm::of(self.cues));
        let text = |block: usize| analysis.blocks().get(block).map_or("", |block| &*block.prose);
        let above = (first.block as usize).checked_sub(1);
        form.is_told_by_voice
            || above.is_some_and(|above| ends_with_stop(text(above), &QUESTION) || ends_with_stop(text(above), &COLON))
            || is_question(analysis, first, last)
            || self.neighbours(first, last).into_iter().flatten().any(|block| self.names_somebody(block))
            || stands_elsewhere(analysis, first)
    }

    /// The paragraphs directly above and below.
    fn neighbours(&self, first: At, last: At) -> [Option<u32>; 2] {
        let blocks = self.cues.analysis.blocks();
        let below = (last.block as usize + 1..).take(HEADINGS);
        let mut below = below.filter(|&index| blocks.get(index).is_some_and(|block| block.kind.is_running_text()));
        [self.paragraph_before(first.block), below.next().map(narrow)]
    }

    /// Whether a paragraph names somebody.
    fn names_somebody(&self, block: u32) -> bool {
        let analysis = self.cues.analysis;
        let Some((form, paragraph)) = self.form.get().zip(analysis.blocks().get(block as usize)) else { return false };
        let profile = analysis.profile();
        let is_name = |word: &str| {
            word.starts_with(char::is_uppercase) && form.names.contains(profile.folder.fold(word).as_str())
        };
        outside(analysis, At { block, span: paragraph.whole() })
            .any(|span| words(analysis.slice(At { block, span })).any(is_name))
    }
}

/// A quotation that is a question and nothing else.
fn is_question(analysis: &Analysis<'_>, first: At, last: At) -> bool {
    let text = analysis.slice(last).trim_end_matches(|c: char| !is_word_char(c) && !QUESTION.contains(&c));
    first == last && text.ends_with(QUESTION)
}

/// Whether the first words of a quotation are elsewhere in the article too: it is held up, not missing a speaker.
fn stands_elsewhere(analysis: &Analysis<'_>, first: At) -> bool {
    let text = analysis.slice(first).trim_matches(|c| !is_word_char(c));
    let mut ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let Some(head) = ends.nth(HEAD - 1).and_then(|end| text.get(..end)) else { return false };
    let mut others = analysis.blocks().iter().enumerate().filter(|(index, _)| *index != first.block as usize);
    others.any(|(_, block)| block.prose.contains(head))
}

/// A clause between dashes that is not the speaker's: the first dash follows a comma or a stop, as in Russian, or touches the
/// word after it only, as in Spanish.
fn between_dashes(text: &str) -> Option<Range<usize>> {
    let is_stop = |c: char| COMMAS.contains(&c) || QUESTION.contains(&c) || matches!(c, '.' | '!' | '\u{2026}');
    let dashes: Vec<(usize, usize)> = text.match_indices(DASHES).map(|(at, dash)| (at, at + dash.len())).collect();
    dashes.iter().enumerate().find_map(|(index, &(opens, from))| {
        let before = text.get(..opens)?;
        let behind = text.get(from..)?;
        let spaced = before.ends_with(char::is_whitespace);
        let touches = spaced && behind.starts_with(char::is_alphabetic);
        let follows_stop = before.trim_end().ends_with(is_stop) && behind.starts_with(char::is_whitespace);
        if !(touches || follows_stop) || !before.contains(is_word_char) {
            return None;
        }
        let start = from + behind.find(is_word_char)?;
        // It ends with the next dash, or with the quotation.
        let end =
            dashes.get(index + 1).map_or_else(|| text.trim_end_matches(|c| !is_word_char(c)).len(), |&(at, _)| at);
        let clause = text.get(start..end)?;
        has_few_words(clause, 2 * CLAUSE).then_some(start..end)
    })
}
