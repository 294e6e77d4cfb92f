//! What a check sees of a document, and the only way it reports: in places of the prose, which become stored spans here.

use std::sync::Arc;

use super::facts::RuleKey;
use super::in_place::{self, on_one_line};
use super::kind::ArchiveFinding;
use super::scope::{FieldScope, Scope, ScopePart};
use crate::analysis::{Analysis, At};
use crate::diagnostic::{Applicability, Args, Cause, Code, Diagnostic, Fix, Message, Related, Severity};
use crate::document::Block;
use crate::language::{Localised, Roles};
use crate::names::mentions::Mentions;
use crate::names::words::Words;
use crate::names::{DocumentNames, FoundNames};
use crate::text::{Edit, ProseSpan, Span, narrow};

/// What every finding of a rule has in common.
#[derive(Debug, Clone)]
pub struct Reporting {
    /// The rule's code.
    pub code: Code,
    /// How bad its findings are.
    pub severity: Severity,
    /// The rule set it is in.
    pub rule_set: Arc<str>,
    /// What it collects facts under.
    pub key: RuleKey,
    /// What its findings say.
    pub message: Arc<Localised>,
    /// What its fixes say they do.
    pub fix: Arc<Localised>,
    /// What is said of related places.
    pub related: Arc<Localised>,
    /// What is said of many findings with one cause; empty if each is reported by itself.
    pub several: Arc<Localised>,
    /// Up to this many faults of one cause in an article are each reported by themselves.
    pub told_apart: u32,
    /// Where in an article it applies.
    pub scope: Scope,
    /// In which articles it applies.
    pub fields: FieldScope,
}

impl Reporting {
    /// A cause of findings of this rule, which tells its own findings of that cause apart from others by `key`.
    #[must_use]
    pub fn cause(&self, key: impl Into<Box<str>>) -> Cause {
        Cause { key: key.into(), several: Arc::clone(&self.several), told_apart: self.told_apart, places: Vec::new() }
    }

    /// A finding of a second pass as a diagnostic.
    #[must_use]
    pub fn archive_diagnostic(&self, finding: ArchiveFinding) -> Diagnostic {
        let args = Arc::new(finding.args);
        let say = |template: &Arc<Localised>| Message { template: Arc::clone(template), args: Arc::clone(&args) };
        let fix = finding.edit.and_then(|edit| Fix::new(say(&self.fix), Applicability::Unsafe, vec![edit]));
        Diagnostic {
            code: self.code.clone(),
            severity: self.severity,
            span: finding.span,
            message: say(&self.message),
            related: Vec::new(),
            fix,
            rule_set: Arc::clone(&self.rule_set),
            cause: None,
        }
    }
}

/// One document as all its checks are given it: what is worked out of it once is kept for the next.
#[derive(Debug)]
pub struct CheckInput<'a> {
    /// What is known about the document.
    pub analysis: &'a Analysis<'a>,
    names: FoundNames<'a>,
}

impl<'a> CheckInput<'a> {
    /// Nothing is worked out yet.
    #[must_use]
    pub fn new(analysis: &'a Analysis<'a>) -> Self {
        Self { analysis, names: FoundNames::new(analysis) }
    }

    /// The names of the document, by what a rule says of them. They are looked for once, whoever asks.
    #[must_use]
    pub fn names(&self, words: &Arc<Words>) -> &Mentions<'_> {
        self.names.of(words)
    }
}

/// One document under the eyes of one rule.
#[derive(Debug)]
pub struct Context<'a> {
    /// What is known about the document.
    pub analysis: &'a Analysis<'a>,
    names: &'a dyn DocumentNames,
    reporting: &'a Reporting,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    /// A context that adds what the rule reports to `found`.
    pub fn new(input: &'a CheckInput<'_>, reporting: &'a Reporting, found: &'a mut Vec<Diagnostic>) -> Self {
        Self { analysis: input.analysis, names: &input.names, reporting, found }
    }

    /// The names of the document, by what a rule says of them. They are looked for once, whoever asks.
    #[must_use]
    pub fn names(&self, words: &Arc<Words>) -> &'a Mentions<'a> {
        self.names.of(words)
    }

    /// Whether the rule reads the block with this index, by what the block is for. Nothing is reported in the others.
    #[must_use]
    pub fn reads(&self, block: usize) -> bool {
        self.analysis.blocks().get(block).is_some_and(|block| self.reporting.scope.roles.has(block.role()))
    }

    /// What the blocks are for that the rule reads.
    #[must_use]
    pub fn roles(&self) -> Roles {
        self.reporting.scope.roles
    }

    /// The blocks that the rule reads, each with its index.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &'a Block<'a>)> + use<'a> {
        let roles = self.reporting.scope.roles;
        self.analysis.blocks().iter().enumerate().filter(move |(_, block)| roles.has(block.role()))
    }

    /// The places of the blocks numbered `first` and `last`, and the stored bytes from the beginning of the one to the end of the
    /// other; `None` where there are no such blocks.
    #[must_use]
    pub fn run_of_blocks(&self, first: usize, last: usize) -> Option<(At, At, Span)> {
        let whole = |index: usize| {
            let block = self.analysis.blocks().get(index)?;
            Some((At { block: narrow(index), span: block.whole() }, block.locate(block.whole())))
        };
        let ((begin, start), (end, stop)) = (whole(first)?, whole(last)?);
        Some((begin, end, start.hull(stop)))
    }

    /// The stored spans of what the rules before this one reported under its code, in order.
    #[must_use]
    pub fn reported(&self) -> Vec<Span> {
        let own = self.found.iter().filter(|other| other.code.as_str() == self.reporting.code.as_str());
        let mut spans: Vec<Span> = own.map(|other| other.span).collect();
        spans.sort_unstable();
        spans
    }

    /// Begins a finding at a place. Nothing is reported before [`Finding::emit`].
    pub fn report<'c>(&'c mut self, at: At) -> Finding<'c, 'a> {
        let severity = self.reporting.severity;
        Finding {
            cx: self,
            at,
            through: at,
            stored: None,
            severity,
            args: Args::new(),
            related: Vec::new(),
            fix: None,
            fix_stored: None,
            remove: None,
            cause: None,
        }
    }

    /// Begins a finding about something that is no prose: a field, a picture.
    pub fn report_stored<'c>(&'c mut self, span: Span) -> Finding<'c, 'a> {
        let nowhere = At { block: u32::MAX, span: ProseSpan::new(0, 0) };
        Finding { stored: Some(span), ..self.report(nowhere) }
    }

    /// Begins a finding about the article as a whole, at the first line of its front matter, or else of its text; `None`
    /// for an article without either.
    pub fn report_head<'c>(&'c mut self) -> Option<Finding<'c, 'a>> {
        let document = self.analysis.document;
        let first = || document.blocks.first().map(|block| block.locate(block.whole()));
        let whole = document.metadata.front_matter.or_else(first)?;
        let line = document.source.line_span(document.source.position(whole.start).line);
        let head = Span::new(whole.start, whole.end.min(line.end));
        (!head.is_empty()).then(|| self.report_stored(head))
    }

    fn locate(&self, at: At) -> Option<Span> {
        self.analysis.blocks().get(at.block as usize).map(|block| block.locate(at.span))
    }

    /// The stored lines of `span` with their line end and at most one blank line, if nothing else is on them.
    #[must_use]
    pub fn whole_lines(&self, span: Span) -> Option<Span> {
        let source = self.analysis.document.source;
        // Headlines that a record keeps apart are no lines of its text.
        let body = source.body();
        let within = Span::new(span.start.checked_sub(body.start)?, span.end.checked_sub(body.start)?);
        let lines = whole_lines(source.slice(body), within)?;
        Some(Span::new(lines.start + body.start, lines.end + body.start))
    }

    /// The stored elements that hold nothing but the blocks from that of `first` to that of `last`, with their lines if
    /// nothing else is on these; `None` if only a part of a block is meant.
    fn whole_elements(&self, first: At, last: At) -> Option<Span> {
        let blocks = self.analysis.blocks().get(first.block as usize..=last.block as usize)?;
        let ends = blocks.last()?.whole().end;
        if first.span.start > 0 || last.span.end < ends {
            return None;
        }
        let mut elements = blocks.iter().map(|block| block.element);
        let head = elements.next()??;
        let whole = elements.try_fold(head, |whole, element| Some(whole.hull(element?)))?;
        Some(self.whole_lines(whole).unwrap_or(whole))
    }

    /// Whether a blank line is between block `index` (from 0) and the next one.
    #[must_use]
    pub fn is_blank_below(&self, index: usize) -> bool {
        let stored = |index: usize| self.analysis.blocks().get(index).map(|block| block.locate(block.whole()));
        let (Some(above), Some(below)) = (stored(index), stored(index + 1)) else { return false };
        let between = self.analysis.document.source.text().get(above.end as usize..below.start as usize);
        between.is_some_and(|between| between.matches('\n').nth(1).is_some())
    }

    /// Whether the rule applies at a place: nothing is reported where it does not.
    #[must_use]
    pub fn applies(&self, at: At) -> bool {
        let scope = self.reporting.scope;
        // The quotation marks are read only for rules that ask.
        self.reads(at.block as usize)
            && (scope.speech == ScopePart::Include
                || scope.speech.allows(self.analysis.quotations().is_inside(at.block, at.span.start as usize)))
    }
}

/// A finding in the making.
#[must_use = "a finding is reported by `emit`"]
#[derive(Debug)]
pub struct Finding<'c, 'a> {
    cx: &'c mut Context<'a>,
    at: At,
    /// Where it ends, which may be in a later block.
    through: At,
    /// Where it is, if that is not in the prose.
    stored: Option<Span>,
    severity: Severity,
    args: Args,
    related: Vec<At>,
    fix: Option<(Applicability, Vec<(At, String)>)>,
    /// A repair of what is no prose.
    fix_stored: Option<(Applicability, Edit)>,
    remove: Option<Applicability>,
    cause: Option<Box<str>>,
}

impl Finding<'_, '_> {
    /// Fills a placeholder of the rule's messages. The value is kept as a fact for programs too.
    ///
    /// Words at whose line end the text is wrapped are on one line.
    pub fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        let is_wrapped = value.contains('\n') && !value.trim().is_empty();
        self.args.insert(name.into(), if is_wrapped { on_one_line(&value).into_owned() } else { value });
        self
    }

    /// The finding runs on to the end of `last`, in the same block or a later one.
    pub fn through(mut self, last: At) -> Self {
        self.through = last;
        self
    }

    /// A severity below or above the rule's own.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Another place that belongs to it, described by the rule's `related` text.
    pub fn related(mut self, at: At) -> Self {
        self.related.push(at);
        self
    }

    /// What the finding has in common with others of the rule that are the same fault again. Where the rule says what is
    /// told of several, more than a few findings of one cause in an article become one.
    pub fn cause(mut self, key: impl Into<Box<str>>) -> Self {
        if !self.cx.reporting.several.is_empty() {
            self.cause = Some(on_one_line(&key.into()).into());
        }
        self
    }

    /// A repair: what is to be in each place. It is kept only if every place is stored as it reads; otherwise the
    /// finding stands without it.
    pub fn fix(mut self, applicability: Applicability, edits: Vec<(At, String)>) -> Self {
        self.fix = Some((applicability, edits));
        self
    }

    /// A repair of something that is no prose: what is to be in a place of the stored text.
    pub fn fix_stored(mut self, applicability: Applicability, edit: Edit) -> Self {
        self.fix_stored = Some((applicability, edit));
        self
    }

    /// A repair: the line or lines of the finding are taken out, from its first block to its last, with one of the blank lines
    /// around them. It is kept only if nothing else is on those lines; in HTML, if each block is a paragraph of its own,
    /// which goes with its tags.
    pub fn remove_line(mut self, applicability: Applicability) -> Self {
        self.remove = Some(applicability);
        self
    }

    /// A repair: other words are in place of those of the finding. White space between them stays where it can.
    pub fn put(mut self, applicability: Applicability, words: &str) -> Self {
        let block = self.cx.analysis.blocks().get(self.at.block as usize);
        self.fix = block.map(|block| (applicability, in_place::edits(block, self.at, words)));
        self
    }

    /// Reports the finding, if the rule applies in that place.
    pub fn emit(self) {
        let Self { cx, at, through, stored, severity, args, related, fix, fix_stored, remove, cause } = self;
        if stored.is_none() && !cx.applies(at) {
            return;
        }
        let prose = || {
            Some(cx.locate(at)?)
                .zip(cx.locate(through))
                .map(|(first, last)| first.hull(Span::new(first.start, last.end)))
        };
        // A word inside one letter that stands for several, such as U+FDFA for a whole phrase, has no place of its own.
        let Some(span) = stored.or_else(|| prose().filter(|span| !span.is_empty())) else { return };
        let args = Arc::new(args);
        let say = |template: &Arc<Localised>| Message { template: Arc::clone(template), args: Arc::clone(&args) };
        let fix = fix.and_then(|(applicability, edits)| {
            let edits = edits.into_iter().map(|(at, text)| {
                let block = cx.analysis.blocks().get(at.block as usize)?;
                let span = block.editable(at.span).filter(|_| block.admits(&text))?;
                Some(Edit { span, text })
            });
            Fix::new(say(&cx.reporting.fix), applicability, edits.collect::<Option<Vec<_>>>()?)
        });
        let fix = fix.or_else(|| {
            let (applicability, edit) = fix_stored?;
            Fix::new(say(&cx.reporting.fix), applicability, vec![edit])
        });
        let fix = fix.or_else(|| {
            let removal = cx.whole_lines(span).or_else(|| cx.whole_elements(at, through))?;
            let edit = Edit { span: removal, text: String::new() };
            Fix::new(say(&cx.reporting.fix), remove?, vec![edit])
        });
        let related = related
            .into_iter()
            .filter_map(|at| Some(Related { span: cx.locate(at)?, message: say(&cx.reporting.related) }))
            .collect();
        cx.found.push(Diagnostic {
            code: cx.reporting.code.clone(),
            severity,
            span,
            message: say(&cx.reporting.message),
            related,
            fix,
            rule_set: Arc::clone(&cx.reporting.rule_set),
            cause: cause.map(|key| cx.reporting.cause(key)),
        });
    }
}

/// The lines of `span` with their line end, and one blank line if there is one on both sides. Nothing if other
/// text is on those lines.
fn whole_lines(text: &str, span: Span) -> Option<Span> {
    let is_space = |c: char| c == ' ' || c == '\t';
    let is_line_end = |c: char| c == '\n' || c == '\r';
    let before = text.get(..span.start as usize)?.trim_end_matches(is_space);
    let after = text.get(span.end as usize..)?;
    let rest = after.trim_start_matches(is_space);
    if !(before.is_empty() || before.ends_with(is_line_end)) || !(rest.is_empty() || rest.starts_with(is_line_end)) {
        return None;
    }
    let after_one_end = |rest: &str| rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(is_line_end)).map(str::len);
    let left = after_one_end(rest).unwrap_or(0);
    let mut end = text.len() - left;
    // Blank above and blank below: one of the two goes with the line.
    let above = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(is_line_end)).unwrap_or(before);
    let blank_above = above.is_empty() || above.trim_end_matches(is_space).ends_with(is_line_end);
    let next = text.get(end..)?;
    let blank_below = next.trim_start_matches(is_space);
    if blank_above && let Some(left) = after_one_end(blank_below) {
        end = text.len() - left;
    }
    Some(Span::from_range(before.len()..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, line: &str) -> Option<String> {
        let start = text.find(line)?;
        let span = whole_lines(text, Span::from_range(start..start + line.len()))?;
        Some([text.get(..span.start as usize)?, text.get(span.end as usize..)?].concat())
    }

    #[test]
    fn a_line_goes_with_its_end_and_one_blank_line() {
        assert_eq!(without("a\nX\nb\n", "X").as_deref(), Some("a\nb\n"));
        assert_eq!(without("a\n\nX\n\nb\n", "X").as_deref(), Some("a\n\nb\n"));
        assert_eq!(without("a\n\nX\nb\n", "X").as_deref(), Some("a\n\nb\n"));
        assert_eq!(without("a\r\n\r\n X \r\n\r\nb", "X").as_deref(), Some("a\r\n\r\nb"));
        assert_eq!(without("X\n\na", "X").as_deref(), Some("a"));
        assert_eq!(without("a\nX", "X").as_deref(), Some("a\n"));
    }

    #[test]
    fn a_line_with_other_text_stays() {
        assert_eq!(without("a X\nb", "X"), None);
        assert_eq!(without("X b", "X"), None);
    }
}
