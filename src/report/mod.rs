//! What was found, in one of several forms. The only place where the published shapes exist, and the only one, with
//! the command line, that prints.

mod blocks;
mod changes;
mod comparison;
mod concise;
mod drawing;
mod events;
#[cfg(feature = "explanations")]
mod evidence;
mod excerpt;
mod finding;
mod fingerprint;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod junit;
mod leftovers;
mod look;
mod markdown;
pub mod page;
mod patch;
mod plural;
mod problem;
mod proof;
mod rdjson;
mod review;
pub mod safe;
mod sarif;
mod sources;
mod statistics;
mod summary;
mod survey;
pub mod tally;
mod ui;
mod worst;
mod wrap;

use std::io;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Format, Reading};
use crate::engine::Stretch;
use crate::rules::RuleBook;
use crate::text::{Encoding, Problem, Source, SourceId};

pub use blocks::{write_blocks, write_blocks_json};
pub use changes::write_changes;
pub use comparison::{Compared, write_compared, write_compared_json, write_not_compared_json};
pub use concise::Concise;
pub use events::{Events, events_schema};
#[cfg(feature = "explanations")]
pub use evidence::evidence_in_short;
pub use excerpt::in_context;
pub use finding::{Finding, FindingEdit, FindingFix, RelatedPlace, TextPosition, TextRange};
pub use github::Github;
pub use gitlab::Gitlab;
pub use html::Html;
pub use human::Human;
pub use json::{Json, JsonLines};
pub use junit::Junit;
pub use leftovers::Leftovers;
pub use look::{Bidi, Look};
pub use markdown::Markdown;
pub use patch::{PatchLook, write_patch};
pub use problem::problem_text;
pub use proof::{flaw_in_words, others_in_words, verdict_in_words};
pub use rdjson::Rdjson;
pub use review::{
    ChangePart, Place as ReviewPlace, ReportText, Review, ReviewBlock, ReviewFinding, ReviewFix, ReviewName,
    ReviewProblem, ReviewQuotation, ReviewRecord, ReviewRequest, ReviewSpelling, ReviewSummary, ReviewWords,
    ReviewWritten, Reviewed, finding_ids, headline,
};
pub use sarif::Sarif;
pub use sources::{ListedSources, SourcesForm, SourcesList, SourcesSum};
pub use statistics::write_statistics;
pub use summary::{Exception, Ignored, Quiet, Silenced, Summary, Unread};
pub use survey::{Survey, SurveyForm, write_survey};
pub use ui::{Ui, without_placeholders};
pub use wrap::{columns, wrapped};

use page::{PageEngine, write_page};
use worst::Worst;

/// One article with what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Reported<'a> {
    /// What was checked.
    pub source: &'a Source,
    /// The tag of its language.
    pub language: &'a str,
    /// What was found, in order.
    pub found: &'a [Diagnostic],
    /// The rules it was checked by.
    pub rules: &'a RuleBook,
    /// What it is written in.
    pub format: Format,
    /// How it was read.
    pub reading: Reading<'a>,
    /// What it consists of, if the policy asks for that.
    pub stretches: &'a [Stretch],
}

/// A record of a stream about which all was said.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// The stream.
    pub source: &'a SourceId,
    /// The line that the record begins on, from 1.
    pub line: u32,
    /// What programs know the article by, and whether that had to be made up.
    pub id: Option<(String, bool)>,
    /// How many findings were told.
    pub findings: usize,
    /// Whether the record has no text.
    pub without_text: bool,
}

/// What is to be known of an article besides its path: its id in a file of many, and an encoding that is not UTF-8, each in
/// brackets after a space.
fn origin(source: &Source) -> String {
    let id = source.record.as_ref().map(|record| format!(" ({})", record.id)).unwrap_or_default();
    let is_old = source.encoding != Encoding::UTF_8;
    if is_old { format!("{id} ({})", source.encoding.name()) } else { id }
}

/// Puts findings in words, as far as no other article decides how. On any thread.
pub trait Render: Send + Sync {
    /// What the form says of an article, finding by finding.
    ///
    /// # Errors
    /// What cannot be put in words.
    fn render(&self, article: Reported<'_>) -> io::Result<Vec<String>>;
}

/// Writes findings in one form.
pub trait Reporter {
    /// What puts the findings of an article in words before [`Reporter::article`]; `None` if that does it itself.
    fn renderer(&self) -> Option<Arc<dyn Render>> {
        None
    }

    /// Writes the findings of one article, `rendered` by [`Reporter::renderer`] if there is one.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    fn article(&mut self, out: &mut dyn io::Write, article: Reported<'_>, rendered: &[String]) -> io::Result<()>;

    /// Writes a problem of the run, if the form has a place for it.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    fn problem(&mut self, _: &mut dyn io::Write, _: &Problem) -> io::Result<()> {
        Ok(())
    }

    /// Writes that all was said about a record of a stream, if the form has a place for it.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    fn answered(&mut self, _: &mut dyn io::Write, _: &Answer<'_>) -> io::Result<()> {
        Ok(())
    }

    /// Writes what comes after the last article.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()>;
}
