//! Files of many articles in an editor: each record is an article, and what is found in it stands where it is written.

use std::io::Cursor;

use copydesk::diagnostic::{Diagnostic, Fix, Related};
use copydesk::document::record_edits;
use copydesk::engine::SecondPass;
use copydesk::text::{Edit, Source, SourceId, Span, narrow};
use copydesk_workspace::article::Examined;
use copydesk_workspace::job::Job;
use copydesk_workspace::records::{Unit, Units};
use copydesk_workspace::refused::Refused;
use copydesk_workspace::shelf::FilledShelf;

use super::rounds::Rounds;

/// Bytes of records that are checked while somebody edits the file. A run checks all of them.
const MOST: u64 = 2 << 20;

/// What came of the records of a text.
#[derive(Debug, Default)]
pub struct Read {
    /// What is wrong with them, at bytes of the text.
    pub found: Vec<Diagnostic>,
    /// What repairing them, if the job asks for that, changes in the text.
    pub edits: Vec<Edit>,
    /// The first byte that was not looked at, if there are more records than are checked.
    pub left: Option<u32>,
}

/// Does what `job` says with each record of `text`.
#[must_use]
pub fn examine(job: &Job, id: &SourceId, text: &str, archive: Option<&dyn SecondPass>) -> Read {
    let mut read = Read::default();
    let bytes = Box::new(Cursor::new(text.as_bytes().to_vec()));
    // What is in memory can be read.
    let Ok(mut units) = Units::open(job, id.clone(), bytes, text.len() as u64 + 1) else { return read };
    while let Ok(Some(unit)) = units.next_unit() {
        if unit.start().byte > MOST {
            read.left = Some(narrow(usize::try_from(unit.start().line_start).unwrap_or(text.len())));
            break;
        }
        let examined = match unit.examine(id, job, archive, (None, &FilledShelf::default())).0 {
            Ok(examined) => examined,
            Err(Refused::Article(unreadable)) => job.unreadable(*unreadable),
            Err(Refused::Problem(_) | Refused::NoText) => continue,
        };
        read.edits.extend(repair(job, &unit, &examined));
        let source = examined.article.source;
        read.found.extend(examined.outcome.findings.into_iter().map(|found| placed(found, &source, job, &unit)));
    }
    read
}

/// A finding in a record as one in the text that holds the record.
fn placed(found: Diagnostic, source: &Source, job: &Job, unit: &Unit) -> Diagnostic {
    let offset = |at: u32| source.stored_offset(at).and_then(|at| u32::try_from(at).ok()).unwrap_or(at);
    let span = |span: Span| Span::new(offset(span.start), offset(span.end));
    let related = found.related.into_iter().map(|related| Related { span: span(related.span), ..related });
    let fix = found.fix.and_then(|fix| {
        let edits = written(job, unit, unit.raw()?, fix.edits())?;
        Fix::new(fix.title, fix.applicability, moved(edits, unit))
    });
    Diagnostic { span: span(found.span), related: related.collect(), fix, ..found }
}

/// What the repair of a record changes in the text; nothing if there is none, or if it cannot be written there.
fn repair(job: &Job, unit: &Unit, examined: &Examined) -> Vec<Edit> {
    let edits = examined.outcome.repair.as_ref().zip(unit.raw()).and_then(|(repair, raw)| {
        let (mut rounds, mut now) = (Rounds::of(raw), raw.to_owned());
        for edits in &repair.rounds {
            let edits = written(job, unit, &now, edits)?;
            rounds.edit(&edits);
            now = copydesk::text::apply_edits(&now, &edits)?;
        }
        Some(rounds.edits())
    });
    moved(edits.unwrap_or_default(), unit)
}

/// Edits of the text of a record that is written as `raw` in place of a unit, as edits of that.
fn written(job: &Job, unit: &Unit, raw: &str, edits: &[Edit]) -> Option<Vec<Edit>> {
    record_edits(raw, edits, job.format.records()?, unit.fields(job), &job.engine.reading())
}

/// Edits of a record as edits of the text that holds it.
fn moved(edits: Vec<Edit>, unit: &Unit) -> Vec<Edit> {
    let start = u32::try_from(unit.start().byte).unwrap_or(0);
    let span = |span: Span| Span::new(span.start + start, span.end + start);
    edits.into_iter().map(|edit| Edit { span: span(edit.span), ..edit }).collect()
}
