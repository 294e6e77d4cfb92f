//! The subject of a word that attributes a quotation: who says, writes, declares.
//!
//! Where a script has capitals the subject comes before its verb, or directly after it where the verb follows the
//! quotation; where it has none, after the verb, else before it.

use super::super::lists::{ACCORDING, SPEECH, VERB};
use super::naming::{Naming, PHRASE};
use super::stretch::{Stretch, Word};
use super::who::Speaker;
use crate::analysis::{At, ListBits};

/// What the words around a cue say of who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// These words do.
    Said(Speaker),
    /// A pronoun, or a verb that has its subject inside: whoever spoke before.
    Before,
    /// Nothing.
    Unknown,
}

impl From<Option<Speaker>> for Subject {
    fn from(found: Option<Speaker>) -> Self {
        found.map_or(Self::Unknown, Self::Said)
    }
}

/// The subject of a cue of some lists in its stretch.
pub fn of_cue<'a>(naming: &Naming<'_, 'a>, stretch: &Stretch<'a>, cue: At, lists: ListBits) -> Subject {
    let (from, to) = stretch.indexes_of(cue);
    if lists & ACCORDING != 0 && lists & VERB == 0 {
        return naming.of(stretch, behind(naming, stretch, to)).into();
    }
    if lists & SPEECH != 0 && lists & VERB == 0 && !stretch.is_cased {
        return of_document(naming, stretch, from, to);
    }
    if stretch.is_cased {
        with_capitals(naming, stretch, from, to)
    } else {
        without_capitals(naming, stretch, from, to)
    }
}

/// Where there are no capitals, a statement or a letter speaks for whoever comes after it, else for itself if it is a known one.
fn of_document<'a>(naming: &Naming<'_, 'a>, stretch: &Stretch<'a>, from: usize, to: usize) -> Subject {
    let behind = behind(naming, stretch, to);
    let document = stretch.slice(from, to);
    match (behind.is_empty(), document.first().is_some_and(|word| naming.has_article(word.text))) {
        (false, _) => naming.of(stretch, behind).into(),
        (true, true) => naming.of(stretch, document).into(),
        (true, false) => Subject::Before,
    }
}

fn with_capitals<'a>(naming: &Naming<'_, 'a>, stretch: &Stretch<'a>, from: usize, to: usize) -> Subject {
    let is_parted = stretch.words.get(from).is_some_and(|cue| cue.is_parted);
    let start = start_of_clause(naming, stretch, from);
    let clause = stretch.slice(start, from);
    let first = clause.first();
    let has_pronoun = |words: &[Word<'_>]| words.iter().take(2).any(|word| naming.is_pronoun(word.text));
    if has_pronoun(clause) || has_pronoun(stretch.slice(from, to)) {
        return Subject::Before;
    }
    if from > 0 && (is_parted || is_aside(naming, clause)) {
        let end = if is_parted { from } else { start };
        return match before_apposition(naming, stretch, end) {
            Subject::Unknown => behind_verb(naming, stretch, to),
            found => found,
        };
    }
    // Words that describe somebody before them: Lindqvist, who said.
    let relative = start
        .checked_sub(1)
        .filter(|&index| stretch.words.get(index).is_some_and(|word| naming.is_relative(word.text)));
    if let Some(end) = relative.or_else(|| first.filter(|first| naming.is_relative(first.text)).map(|_| start)) {
        return before_apposition(naming, stretch, end);
    }
    // A small word between the subject and the verb: described it by saying, whom she told.
    let is_tied = clause.last().is_some_and(|last| naming.is_small(last.text)) && clause.len() > 1;
    if is_tied
        && (start > 0 && first.is_some_and(|first| !first.is_parted)
            || clause.last().is_some_and(|last| naming.is_pronoun(last.text)))
    {
        return Subject::Before;
    }
    if clause.iter().any(|word| !naming.is_small(word.text)) {
        // Of a long clause what is nearest to the verb.
        let near = clause.get(clause.len().saturating_sub(PHRASE)..).unwrap_or_default();
        return naming.of(stretch, near).into();
    }
    if !clause.is_empty() && start == 0 {
        // Nothing but small words, and no list says which of them is a pronoun.
        return Subject::Before;
    }
    behind_verb(naming, stretch, to)
}

/// The subject that comes after its verb.
fn behind_verb<'a>(naming: &Naming<'_, 'a>, stretch: &Stretch<'a>, to: usize) -> Subject {
    let behind = behind(naming, stretch, to);
    match behind.first() {
        Some(first) if naming.is_pronoun(first.text) => Subject::Before,
        _ => naming.of(stretch, behind).into(),
    }
}

/// Where the clause begins that ends before index `end`: after a sign, a complementiser, or another verb.
fn start_of_clause(naming: &Naming<'_, '_>, stretch: &Stretch<'_>, end: usize) -> usize {
    let mut start = end;
    while let Some(word) = start.checked_sub(1).and_then(|index| stretch.words.get(index)) {
        if naming.ends_clause(word.text) || naming.is_relative(word.text) {
            break;
        }
        start -= 1;
        if word.is_parted {
            break;
        }
    }
    start
}

/// Two small words begin what is said beside the subject: in an interview, as a response.
fn is_aside(naming: &Naming<'_, '_>, words: &[Word<'_>]) -> bool {
    words.len() > 2 && words.iter().take(2).all(|word| naming.is_small(word.text))
}

/// Whoever comes before what is said of him between commas: the first part of the clause that begins with a name, else with a
/// capital.
fn before_apposition<'a>(naming: &Naming<'_, 'a>, stretch: &Stretch<'a>, end: usize) -> Subject {
    let mut end = end;
    let (mut named, mut opening) = (None, None);
    while end > 0 {
        let start = start_of_clause(naming, stretch, end);
        let part = stretch.slice(start, end);
        let Some(first) = part.first() else {
            end = start.saturating_sub(1);
            continue;
        };
        if naming.is_pronoun(first.text) {
            return named.and_then(|part| naming.of(stretch, part)).map_or(Subject::Before, Subject::Said);
        }
        // What comes after another verb is its object; the word that opens a clause belongs to none.
        let is_opened = start > 0 && !first.is_parted;
        let is_head = first.is_capital() && first.text.chars().nth(1).is_some() && !first.is_bracketed;
        if is_head && !is_opened && !is_aside(naming, part) {
            if naming.is_small(first.text) {
                opening = Some(part);
            } else {
                named = Some(part);
            }
        }
        end = if is_opened { start - 1 } else { start };
    }
    named.or(opening).and_then(|part| naming.of(stretch, part)).into()
}

fn without_capitals<'a>(naming: &Naming<'_, 'a>, stretch: &Stretch<'a>, from: usize, to: usize) -> Subject {
    let behind = behind(naming, stretch, to);
    if let Some(first) = behind.first() {
        // Whoever the article names by one word has his object after it, which has the article: Lavrov, the ministry.
        let is_alone = behind.get(1).is_some_and(|second| {
            !naming.has_article(first.text)
                && naming.has_article(second.text)
                && !naming.is_role(first.text)
                && naming.stands_alone(first.text, second.text)
        });
        return naming.of(stretch, if is_alone { behind.get(..1).unwrap_or_default() } else { behind }).into();
    }
    let start = start_of_clause(naming, stretch, from);
    let clause = stretch.slice(start, from);
    // Where the verb comes first, what comes before another verb later in the sentence belongs to the first.
    let is_whole =
        start == 0 || !naming.verb_comes_first() && stretch.words.get(start).is_some_and(|word| word.is_parted);
    let is_said =
        !naming.verb_comes_first() || clause.iter().any(|word| naming.has_article(word.text)) || clause.len() > 1;
    if is_whole && is_said && !clause.iter().any(|word| naming.is_small(word.text)) {
        return naming.of(stretch, clause).into();
    }
    Subject::Before
}

/// The words after index `to` that belong together: up to a sign, a complementiser, another verb, a small word after the
/// first, or a word with a preposition.
fn behind<'w, 'a>(naming: &Naming<'_, 'a>, stretch: &'w Stretch<'a>, to: usize) -> &'w [Word<'a>] {
    let rest = stretch.words.get(to..).unwrap_or_default();
    let mut end = 0;
    while let Some(word) = rest.get(end) {
        let is_small = naming.is_small(word.text);
        let ends = word.is_parted && (end > 0 || !stretch.is_cased)
            || naming.ends_clause(word.text)
            || is_small && (end > 0 || !stretch.is_cased)
            || !stretch.is_cased && naming.has_preposition(word.text);
        // A small word between two capitals is part of a name.
        let joins = is_small
            && end > 0
            && !word.is_parted
            && rest.get(end - 1).is_some_and(Word::is_capital)
            && rest.get(end + 1).is_some_and(|next| next.is_capital() && !next.is_parted);
        if ends && !joins || end >= PHRASE {
            break;
        }
        end += 1;
    }
    rest.get(..end).unwrap_or_default()
}
