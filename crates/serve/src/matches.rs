//! Findings as LanguageTool's clients take them: each at one place of what was sent, with what may take the place of just that.

use std::ops::Range;

use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::Article;
use copydesk::engine::Engine;
use copydesk::language::is_word_char;
use copydesk::rules::CodeTexts;
use copydesk::text::{Edit, Span, apply_edits, narrow};
use serde::Serialize;

use super::annotated::Annotated;
use super::texts::{RuleShown, rule_shown};
use super::utf16::Utf16;

/// Characters of what surrounds a finding that are shown on each side.
const AROUND: usize = 45;

/// A finding at a place.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Match {
    message: String,
    short_message: String,
    /// Where it begins in what was sent, in UTF-16 code units.
    offset: u32,
    length: u32,
    replacements: Vec<Replacement>,
    context: Surroundings,
    sentence: String,
    #[serde(rename = "type")]
    kind: Kind,
    rule: RuleShown,
    ignore_for_incomplete_sentence: bool,
    context_for_sure_match: i32,
    /// What copydesk knows besides.
    copydesk: Besides,
}

/// What may take the place of what was found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    value: String,
    short_description: String,
}

/// The words around a finding, and where it is in them, in UTF-16 code units.
#[derive(Debug, Serialize)]
struct Surroundings {
    text: String,
    offset: u32,
    length: u32,
}

/// What LanguageTool says of every match.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    type_name: &'static str,
}

/// What LanguageTool has no word for.
#[derive(Debug, Serialize)]
struct Besides {
    /// `error`, `warning` or `info`.
    severity: &'static str,
    /// How far the replacement may be trusted: `safe`, or `unsafe` for somebody to judge.
    #[serde(skip_serializing_if = "Option::is_none")]
    applicability: Option<&'static str>,
}

/// A place, in stored bytes, and what may take its place.
struct Place {
    span: Span,
    text: Option<String>,
}

/// Writes the findings of an article.
pub struct Matches<'m> {
    pub engine: &'m Engine,
    pub texts: &'m CodeTexts,
    pub article: &'m Article,
    pub annotated: &'m Annotated,
    pub sentences: &'m [Span],
    /// The tag of the language of the words.
    pub ui: &'m str,
}

impl Matches<'_> {
    /// The matches of some findings, in order of place.
    pub fn of(&self, found: &[Diagnostic]) -> Vec<Match> {
        let utf16 = Utf16::of(self.article.source.text());
        let mut matches: Vec<Match> = found.iter().flat_map(|finding| self.of_finding(finding, &utf16)).collect();
        matches.sort_by_key(|one| (one.offset, one.length));
        matches
    }

    /// The sentences, each as the place of its first code unit in what was sent and of the one past its last.
    pub fn sentence_ranges(&self) -> Vec<[u32; 2]> {
        let utf16 = Utf16::of(self.article.source.text());
        let range = |span: &Span| {
            let range = self.annotated.sent_range(utf16.before(span.start), utf16.before(span.end));
            [range.start, range.end]
        };
        self.sentences.iter().map(range).collect()
    }

    fn of_finding(&self, finding: &Diagnostic, utf16: &Utf16<'_>) -> Vec<Match> {
        self.places(finding, utf16).into_iter().map(|place| self.of_place(finding, place, utf16)).collect()
    }

    /// Where a finding is shown. A client replaces one stretch of text: where the edits of a fix are within one line and no markup is
    /// between them, that is all of them in one; otherwise each edit is shown by itself.
    fn places(&self, finding: &Diagnostic, utf16: &Utf16<'_>) -> Vec<Place> {
        let fix = finding.fix.as_ref().filter(|fix| fix.applicability != Applicability::DisplayOnly);
        let Some(fix) = fix else {
            let places = finding.cause.as_ref().map(|cause| cause.places.as_slice()).unwrap_or_default();
            let places = if places.is_empty() { std::slice::from_ref(&finding.span) } else { places };
            return places.iter().map(|&span| Place { span: self.visible(span), text: None }).collect();
        };
        let edits = fix.edits();
        self.replaced(edits, utf16)
            .map_or_else(|| edits.iter().map(|edit| self.edited(edit, utf16)).collect(), |place| vec![place])
    }

    fn edited(&self, edit: &Edit, utf16: &Utf16<'_>) -> Place {
        let replaced = self.replaced(std::slice::from_ref(edit), utf16);
        replaced.unwrap_or_else(|| Place { span: self.visible(edit.span), text: None })
    }

    /// The place that some edits change together, and what takes its place; nothing if something else is between them.
    fn replaced(&self, edits: &[Edit], utf16: &Utf16<'_>) -> Option<Place> {
        let source = &self.article.source;
        let hull = edits.iter().map(|edit| edit.span).reduce(Span::hull)?;
        let is_of_line = source.slice(hull).contains(['\n', '\r']);
        if edits.len() > 1 && is_of_line {
            return None;
        }
        let is_visible = |span: Span| {
            let edits: Vec<Edit> = edits
                .iter()
                .map(|edit| Edit {
                    span: Span::new(edit.span.start - span.start, edit.span.end - span.start),
                    text: edit.text.clone(),
                })
                .collect();
            let text = apply_edits(source.slice(span), &edits)?;
            Some(Place { span, text: Some(text) })
        };
        let mut place = is_visible(hull)?;
        // Clients show no place without letters, and nothing to click on where nothing is left. A line that goes leaves nothing.
        if !is_of_line && (hull.start == hull.end || place.text.as_ref().is_some_and(String::is_empty)) {
            place = is_visible(self.with_word(hull))?;
        }
        let range = self.annotated.sent_range(utf16.before(place.span.start), utf16.before(place.span.end));
        range.is_plain.then_some(place)
    }

    /// A span with the letters it stands in or at.
    fn with_word(&self, span: Span) -> Span {
        let text = self.article.source.text();
        let before = text.get(..span.start as usize).unwrap_or_default();
        let after = text.get(span.end as usize..).unwrap_or_default();
        let start = before.trim_end_matches(is_word_char).len();
        let end = text.len() - after.trim_start_matches(is_word_char).len();
        self.visible(Span::from_range(start..end))
    }

    /// A span that is not empty: one that is takes in a character beside it, if there is one on its line.
    fn visible(&self, span: Span) -> Span {
        let text = self.article.source.text();
        if span.start < span.end {
            return span;
        }
        let is_shown = |c: &char| !matches!(c, '\n' | '\r');
        let length = |c: char| narrow(c.len_utf8());
        let before = text.get(..span.start as usize).and_then(|before| before.chars().next_back()).filter(is_shown);
        let after = text.get(span.end as usize..).and_then(|after| after.chars().next()).filter(is_shown);
        match (before, after) {
            (Some(before), _) => Span::new(span.start - length(before), span.end),
            (None, Some(after)) => Span::new(span.start, span.end + length(after)),
            (None, None) => span,
        }
    }

    fn of_place(&self, finding: &Diagnostic, Place { span, text }: Place, utf16: &Utf16<'_>) -> Match {
        let (start, end) = (utf16.before(span.start), utf16.before(span.end));
        let range = self.annotated.sent_range(start, end);
        let rule = rule_shown(self.texts, self.engine.book(), &finding.code, self.ui);
        let fix = finding.fix.as_ref().filter(|_| text.is_some());
        let describe = |value: String| Replacement {
            value,
            short_description: fix.map(|fix| fix.title.plain(self.ui)).unwrap_or_default(),
        };
        Match {
            message: finding.message.plain(self.ui),
            short_message: rule.description.clone(),
            offset: range.start,
            length: range.end - range.start,
            replacements: text.map(describe).into_iter().collect(),
            context: self.surroundings(span),
            sentence: self.sentence(span).to_owned(),
            kind: Kind { type_name: "Other" },
            rule,
            ignore_for_incomplete_sentence: false,
            context_for_sure_match: 0,
            copydesk: Besides {
                severity: finding.severity.as_str(),
                applicability: fix.map(|fix| fix.applicability.as_str()),
            },
        }
    }

    /// The sentence that a span begins in, or else its line.
    fn sentence(&self, span: Span) -> &str {
        let source = &self.article.source;
        let next = self.sentences.partition_point(|sentence| sentence.start <= span.start);
        let own = next.checked_sub(1).and_then(|last| self.sentences.get(last));
        let own = own.filter(|sentence| sentence.end >= span.start).copied();
        source.slice(own.unwrap_or_else(|| source.line_span(source.position(span.start).line))).trim()
    }

    fn surroundings(&self, span: Span) -> Surroundings {
        let text = self.article.source.text();
        let (start, end) = (span.start as usize, span.end as usize);
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
        // A line end takes one character, so that nothing moves.
        let shown = |range: Range<usize>| text.get(range).unwrap_or_default().replace(['\n', '\r'], " ");
        let cut = |is_cut: bool| if is_cut { "..." } else { "" };
        let (left, inside, right) = (shown(from..start), shown(start..end), shown(end..to));
        let units = |text: &str| narrow(text.encode_utf16().count());
        let left = format!("{}{left}", cut(from > 0));
        Surroundings {
            offset: units(&left),
            length: units(&inside),
            text: format!("{left}{inside}{right}{}", cut(to < text.len())),
        }
    }
}
