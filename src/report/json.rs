//! The machine-readable forms: one document, or one finding a line. These structs are the published contract.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::safe::{json_escaped, json_path};
use super::{Exception, Render, Reported, Reporter, Silenced, Summary};
use crate::diagnostic::{Args, Diagnostic, Message, Severity};
use crate::text::{Edit, Encoding, Position, Source, SourceId, Span};

/// One finding, as published.
#[derive(Serialize, JsonSchema)]
pub(super) struct Finding<'a> {
    /// The file. A byte of its name that is no UTF-8 is an escape from `\\udc80` to `\\udcff`.
    #[schemars(with = "String")]
    path: &'a RawValue,
    /// The code of what was found.
    code: &'a str,
    /// Which of the rules of the code, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'a str>,
    /// `error`, `warning` or `info`.
    severity: &'static str,
    /// What is wrong, for people.
    message: String,
    /// The tag of the article's language.
    lang: &'a str,
    /// The encoding of the file, where it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    /// Of a record: what the article is known by.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Cow<'a, str>>,
    /// True where the record says no id, so that `id` is a hash of the record.
    #[serde(skip_serializing_if = "is_false")]
    id_made_up: bool,
    /// The members of the record that `--keep` names, as far as it has them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    kept: BTreeMap<&'a str, Box<RawValue>>,
    /// Where it begins, in bytes of the article's text, or of a record in bytes of the string.
    start: u32,
    /// Where it ends, the last byte not included.
    end: u32,
    /// The line it begins on, from 1.
    line: u32,
    /// The scalar value it begins with on that line, from 1.
    column: u32,
    /// The line it ends on.
    end_line: u32,
    /// The scalar value after it on that line.
    end_column: u32,
    /// The same in bytes of the file, where that stores the text otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Stored>,
    /// Where it is in a file of records.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<PublishedRecord<'a>>,
    /// How it can be repaired.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<PublishedFix<'a>>,
    /// Other places that have to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<PublishedRelated<'a>>,
    /// Of several findings with one cause, told as one: where each of them is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<PublishedPlace<'a>>,
    /// The rule set of its rule.
    rule_set: &'a str,
    /// What the message was made of.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, String>")]
    data: &'a Args,
}

/// A place in the file as it is stored, in bytes: of a text that is a string in a larger file, or in an old encoding. Of any
/// other it would say what `start` and `end` beside it say.
#[derive(Serialize, JsonSchema)]
struct Stored {
    start: u64,
    end: u64,
}

impl Stored {
    fn of(source: &Source, span: Span) -> Option<Self> {
        if source.record.is_none() && source.encoding == Encoding::UTF_8 {
            return None;
        }
        Some(Self { start: source.stored_offset(span.start)?, end: source.stored_offset(span.end)? })
    }
}

/// Where the finding is in a file of many articles: the line of the record, and its field.
#[derive(Serialize, JsonSchema)]
struct PublishedRecord<'a> {
    line: u32,
    column: u32,
    field: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct PublishedFix<'a> {
    applicability: &'static str,
    title: String,
    edits: Vec<PublishedEdit<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct PublishedEdit<'a> {
    #[serde(flatten)]
    place: PublishedPlace<'a>,
    text: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct PublishedRelated<'a> {
    #[serde(flatten)]
    place: PublishedPlace<'a>,
    message: String,
}

/// A place beside that of the finding: its field stands with it where that is another.
#[derive(Serialize, JsonSchema)]
struct PublishedPlace<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    start: u32,
    end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Stored>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct PublishedSummary<'a> {
    /// Articles read, those that cannot be read to their end included.
    articles: usize,
    /// Records that have no text, if there are any.
    #[serde(skip_serializing_if = "is_zero")]
    without_text: usize,
    findings: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    repaired: Option<usize>,
    problems: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<PublishedBaseline>,
    silenced: PublishedSilence<'a>,
    /// Files that were met and not read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<PublishedUnread<'a>>,
    by_code: &'a BTreeMap<String, usize>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
pub(super) fn is_false(flag: &bool) -> bool {
    !flag
}

/// What was kept quiet besides that, by cause.
#[derive(Serialize, JsonSchema)]
pub(super) struct PublishedSilence<'a> {
    comments: usize,
    file_comments: usize,
    front_matter: usize,
    /// Articles checked without some codes: what would have been found is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<PublishedException<'a>>,
    /// Articles left out by nested configurations.
    excluded: usize,
    /// Articles that git tracks and `.gitignore` hides.
    gitignored: usize,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    configurations_not_obeyed: &'a [String],
}

#[derive(Serialize, JsonSchema)]
struct PublishedException<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    ignore: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    select: &'a [String],
    articles: usize,
}

#[derive(Serialize, JsonSchema)]
struct PublishedUnread<'a> {
    kind: &'a str,
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'a str>,
}

impl<'a> PublishedSilence<'a> {
    pub(super) fn of(silenced: &'a Silenced) -> Self {
        let exception = |of: &'a Exception| PublishedException {
            file: &of.file,
            line: of.line,
            ignore: &of.ignore,
            select: &of.select,
            articles: of.articles,
        };
        Self {
            comments: silenced.by_articles.comments,
            file_comments: silenced.by_articles.file_comments,
            front_matter: silenced.by_articles.front_matter,
            exceptions: silenced.exceptions.iter().map(exception).collect(),
            excluded: silenced.excluded.iter().map(|(_, count)| count).sum(),
            gitignored: silenced.hidden,
            configurations_not_obeyed: &silenced.passed_over,
        }
    }
}

/// What the baselines of a run kept quiet, and what they list that is not there any more.
#[derive(Serialize, JsonSchema)]
struct PublishedBaseline {
    hidden: usize,
    stale: usize,
}

/// A span in the string it is in: the text, or of a record one of its fields.
#[derive(Clone, Copy)]
struct Local<'a> {
    field: Option<&'a str>,
    start: u32,
    end: u32,
}

impl<'a> Local<'a> {
    fn of(source: &'a Source, span: Span) -> Self {
        let field = source.record.as_ref().and_then(|record| record.part(span.start)).map(|part| &*part.field);
        let base = source.part_start(span.start);
        Self { field, start: span.start - base, end: span.end - base }
    }
}

pub(super) fn finding<'a>(
    diagnostic: &'a Diagnostic,
    path: &'a RawValue,
    language: &'a str,
    source: &'a Source,
    ui: &str,
) -> Finding<'a> {
    let (start, end) = (source.part_position(diagnostic.span.start), source.part_position(diagnostic.span.end));
    let span = Local::of(source, diagnostic.span);
    // The field stands with what is in another string than the finding.
    let apart = |local: Local<'a>| local.field.filter(|field| Some(*field) != span.field);
    let say = |message: &Message| message.plain(ui);
    let place = |place: Span| {
        let local = Local::of(source, place);
        PublishedPlace { field: apart(local), start: local.start, end: local.end, span: Stored::of(source, place) }
    };
    let edit = |edit: &'a Edit| PublishedEdit { place: place(edit.span), text: &edit.text };
    Finding {
        path,
        code: diagnostic.code.as_str(),
        variant: diagnostic.code.variant(),
        severity: diagnostic.severity.as_str(),
        message: say(&diagnostic.message),
        lang: language,
        encoding: (source.encoding != Encoding::UTF_8).then(|| source.encoding.name()),
        id: source.record.as_ref().map(|record| record.public_id()),
        id_made_up: source.record.as_ref().is_some_and(|record| record.hash.is_some()),
        kept: kept(source),
        start: span.start,
        end: span.end,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        span: Stored::of(source, diagnostic.span),
        record: source.record.as_ref().map(|_| {
            let Position { line, column } = source.file_position(diagnostic.span.start);
            PublishedRecord { line, column, field: span.field.unwrap_or_default() }
        }),
        fix: diagnostic.fix.as_ref().map(|fix| PublishedFix {
            applicability: fix.applicability.as_str(),
            title: say(&fix.title),
            edits: fix.edits().iter().map(edit).collect(),
        }),
        related: diagnostic
            .related
            .iter()
            .map(|related| PublishedRelated { place: place(related.span), message: say(&related.message) })
            .collect(),
        places: diagnostic.cause.iter().flat_map(|cause| &cause.places).copied().map(place).collect(),
        rule_set: &diagnostic.rule_set,
        data: &diagnostic.message.args,
    }
}

/// What a record is asked to tell of itself with each finding.
fn kept(source: &Source) -> BTreeMap<&str, Box<RawValue>> {
    let kept = source.record.iter().flat_map(|record| &record.kept);
    kept.filter_map(|(name, json)| Some((name.as_str(), RawValue::from_string(json.clone()).ok()?))).collect()
}

pub(super) fn to_json(value: &impl Serialize) -> io::Result<String> {
    serde_json::to_string(value).map(json_escaped).map_err(io::Error::other)
}

/// The name of a source as a JSON string that leads back to its file.
pub(super) fn path_of(id: &SourceId) -> io::Result<Box<RawValue>> {
    let json = match id.path() {
        Some(path) => json_path(path),
        None => json_path(Path::new(&*id.name())),
    };
    RawValue::from_string(json).map_err(io::Error::other)
}

/// A text as JSON.
pub(super) fn text(text: &str) -> io::Result<Box<RawValue>> {
    RawValue::from_string(to_json(&text)?).map_err(io::Error::other)
}

/// A list written as it grows, so that a long run needs no more memory than a short one.
#[derive(Debug)]
pub(super) struct List {
    head: &'static str,
    begun: bool,
}

impl List {
    /// A list in a document that begins with `head`, the bracket included.
    pub(super) fn new(head: &'static str) -> Self {
        Self { head, begun: false }
    }

    /// Writes one more thing, on a line of its own.
    pub(super) fn add(&mut self, out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
        self.add_written(out, &to_json(value)?)
    }

    /// Writes one more thing that is JSON already.
    pub(super) fn add_written(&mut self, out: &mut dyn io::Write, json: &str) -> io::Result<()> {
        let before = if self.begun { "," } else { self.head };
        self.begun = true;
        write!(out, "{before}\n{json}")
    }

    /// Closes the bracket.
    pub(super) fn end(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        write!(out, "{}]", if self.begun { "\n" } else { self.head })
    }
}

/// Findings as published, each as a text of JSON.
pub(super) struct Findings {
    /// Language tag of the words for people.
    pub ui: String,
    /// Writes one of them.
    pub write: fn(Finding<'_>) -> io::Result<String>,
}

impl Findings {
    /// Each by itself.
    fn alone(ui: &str) -> Arc<dyn Render> {
        Arc::new(Self { ui: ui.to_owned(), write: |finding| to_json(&finding) })
    }
}

impl Render for Findings {
    fn render(&self, article: Reported<'_>) -> io::Result<Vec<String>> {
        if article.found.is_empty() {
            return Ok(Vec::new());
        }
        let path = path_of(&article.source.id)?;
        let published = |diagnostic| finding(diagnostic, &path, article.language, article.source, &self.ui);
        article.found.iter().map(|diagnostic| (self.write)(published(diagnostic))).collect()
    }
}

/// One finding a line.
#[derive(Debug)]
pub struct JsonLines {
    /// Language tag of the words for people.
    pub ui: String,
}

impl Reporter for JsonLines {
    fn renderer(&self) -> Option<Arc<dyn Render>> {
        Some(Findings::alone(&self.ui))
    }

    fn article(&mut self, out: &mut dyn io::Write, _: Reported<'_>, rendered: &[String]) -> io::Result<()> {
        rendered.iter().try_for_each(|finding| writeln!(out, "{finding}"))
    }

    fn finish(&mut self, _: &mut dyn io::Write, _: &Summary) -> io::Result<()> {
        Ok(())
    }
}

/// One document: `{"schema":1,"diagnostics":[…],"summary":{…}}`.
#[derive(Debug)]
pub struct Json {
    /// Language tag of the words for people.
    ui: String,
    list: List,
}

impl Json {
    /// A document that speaks `ui` to people.
    #[must_use]
    pub fn new(ui: impl Into<String>) -> Self {
        Self { ui: ui.into(), list: List::new("{\"schema\":1,\"diagnostics\":[") }
    }
}

impl Reporter for Json {
    fn renderer(&self) -> Option<Arc<dyn Render>> {
        Some(Findings::alone(&self.ui))
    }

    fn article(&mut self, out: &mut dyn io::Write, _: Reported<'_>, rendered: &[String]) -> io::Result<()> {
        rendered.iter().try_for_each(|finding| self.list.add_written(out, finding))
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        self.list.end(out)?;
        writeln!(out, ",\"summary\":{}}}", to_json(&PublishedSummary::of(summary))?)
    }
}

impl<'a> PublishedSummary<'a> {
    pub(super) fn of(summary: &'a Summary) -> Self {
        let of = |severity| summary.by_severity.get(&severity).copied().unwrap_or(0);
        Self {
            articles: summary.articles,
            without_text: summary.without_text,
            findings: summary.findings(),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
            repaired: summary.repaired,
            problems: summary.problems,
            baseline: summary
                .baseline
                .as_ref()
                .map(|quiet| PublishedBaseline { hidden: quiet.hidden, stale: quiet.stale() }),
            silenced: PublishedSilence::of(&summary.silenced),
            unread: summary
                .unread
                .iter()
                .map(|unread| PublishedUnread { kind: &unread.kind, count: unread.count, format: unread.format })
                .collect(),
            by_code: &summary.by_code,
        }
    }
}
