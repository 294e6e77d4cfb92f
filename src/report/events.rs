//! What happens in a run, one event a line, for whoever has to know that nothing was lost: findings, problems of the run, in a
//! stream the end of each record, and at last the sum. These structs are the published contract.

use std::io;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::json::{Finding, Findings, PublishedSummary, is_false, path_of, to_json};
use super::{Answer, Render, Reported, Reporter, Summary};
use crate::text::{Place, Problem};

/// A line of `--format events`.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Event<'a> {
    /// Something in an article is wrong, or it cannot be read.
    Finding(Finding<'a>),
    /// Something about the run is wrong: a file that cannot be opened, a configuration, an output. It ends with exit status 2.
    Problem(PublishedProblem<'a>),
    /// With `--stream`: all was said about a record. There is one for each, in order.
    Article(PublishedArticle<'a>),
    /// The last line. Where it is missing the run did not come to its end.
    Summary(PublishedEnd<'a>),
}

#[derive(Serialize, JsonSchema)]
struct PublishedProblem<'a> {
    /// What is wrong, for people.
    message: &'a str,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// The file it is about, as it is shown to people.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    /// The line of it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// The scalar value of the line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
struct PublishedArticle<'a> {
    /// The file.
    #[schemars(with = "String")]
    path: &'a RawValue,
    /// The line that the record begins on, from 1.
    line: u32,
    /// What the article is known by; nothing of a record without a text that says no id.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// True where the record says no id, so that `id` is a hash of the record.
    #[serde(skip_serializing_if = "is_false")]
    id_made_up: bool,
    /// How many findings were told of it.
    findings: usize,
    /// True of a record that has no text, and so nothing to check.
    #[serde(skip_serializing_if = "is_false")]
    without_text: bool,
}

#[derive(Serialize, JsonSchema)]
struct PublishedEnd<'a> {
    /// The version of this form.
    schema: u32,
    #[serde(flatten)]
    summary: PublishedSummary<'a>,
}

/// The version of the form.
const SCHEMA: u32 = 1;

/// The JSON Schema of a line.
#[must_use]
pub fn events_schema() -> schemars::Schema {
    let settings = schemars::generate::SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    settings.for_serialize().into_generator().into_root_schema_for::<Event<'_>>()
}

/// One event a line.
#[derive(Debug)]
pub struct Events {
    /// Language tag of the words for people.
    pub ui: String,
}

impl Reporter for Events {
    fn renderer(&self) -> Option<Arc<dyn Render>> {
        let write = |finding: Finding<'_>| to_json(&Event::Finding(finding));
        Some(Arc::new(Findings { ui: self.ui.clone(), write }))
    }

    fn article(&mut self, out: &mut dyn io::Write, _: Reported<'_>, rendered: &[String]) -> io::Result<()> {
        rendered.iter().try_for_each(|finding| writeln!(out, "{finding}"))
    }

    fn problem(&mut self, out: &mut dyn io::Write, problem: &Problem) -> io::Result<()> {
        let position = problem.place.as_ref().and_then(Place::position);
        let published = PublishedProblem {
            message: &problem.message,
            help: problem.help.as_deref(),
            path: problem.place.as_ref().map(|place| &*place.file),
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
        };
        write_line(out, &Event::Problem(published))
    }

    fn answered(&mut self, out: &mut dyn io::Write, answer: &Answer<'_>) -> io::Result<()> {
        let path = path_of(answer.source)?;
        let published = PublishedArticle {
            path: &path,
            line: answer.line,
            id: answer.id.as_ref().map(|(id, _)| id.as_str()),
            id_made_up: answer.id.as_ref().is_some_and(|(_, is_made_up)| *is_made_up),
            findings: answer.findings,
            without_text: answer.without_text,
        };
        write_line(out, &Event::Article(published))
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        write_line(out, &Event::Summary(PublishedEnd { schema: SCHEMA, summary: PublishedSummary::of(summary) }))
    }
}

fn write_line(out: &mut dyn io::Write, event: &Event<'_>) -> io::Result<()> {
    writeln!(out, "{}", to_json(event)?)
}
