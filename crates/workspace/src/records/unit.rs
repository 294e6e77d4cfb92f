//! One record of a file: the article in it is read, checked and written back.

use std::io::{self, Write};

use super::Unit;
use crate::article::{Examined, guarded};
use crate::first_pass::FirstPass;
use crate::job::{Job, Task};
use crate::refused::Refused;
use crate::shelf::FilledShelf;
use copydesk::document::{
    Article, FieldPaths, Identity, NoRecord, RecordStart, Unreadable, read_record, record_as_written, record_identity,
    rewrite_record,
};
use copydesk::engine::SecondPass;
use copydesk::kinds::Facts;
use copydesk::text::{Fault, Source, SourceId, legible, narrow, stable_hash};

/// Bytes after a fault that are shown.
const SHOWN: usize = 256;

impl Unit {
    /// A file of which no record can be had.
    pub(super) fn whole(fault: Fault) -> Self {
        let start = RecordStart { byte: 0, line: 1, column: 0, line_start: 0 };
        Self { before: String::new(), raw: Err(fault), bytes: Vec::new(), start, fields: None }
    }

    /// The line of the file it begins on, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.start.line
    }

    /// Where its parts are.
    #[must_use]
    pub fn fields<'u>(&'u self, job: &'u Job) -> &'u FieldPaths {
        self.fields.as_deref().unwrap_or(&job.fields)
    }

    /// Whether there is anything in it, and, where only changed lines count, whether its lines changed.
    #[must_use]
    pub fn is_wanted(&self, job: &Job) -> bool {
        let begins = self.start.line;
        let written = match &self.raw {
            Ok(raw) => raw.trim_end().as_bytes(),
            Err(fault) => self.bytes.get(..fault.at.end.min(self.bytes.len())).unwrap_or_default(),
        };
        let written = memchr::memchr_iter(b'\n', written).count();
        let ends = begins.saturating_add(narrow(written));
        let is_changed = |lines: &Vec<(u32, u32)>| lines.iter().any(|&(first, last)| first <= ends && begins <= last);
        !self.is_blank() && job.lines.as_ref().is_none_or(is_changed)
    }

    fn is_blank(&self) -> bool {
        self.raw.as_ref().is_ok_and(|raw| raw.trim_ascii().is_empty())
    }

    /// The record as it is written, up to byte `end` of it and a little further.
    fn written(&self, id: &SourceId, job: &Job, end: usize) -> Source {
        let bytes = self.raw.as_ref().map_or(self.bytes.as_slice(), |raw| raw.as_bytes());
        let shown = bytes.get(..end.saturating_add(SHOWN)).unwrap_or(bytes);
        let hash = stable_hash(String::from_utf8_lossy(bytes).trim());
        record_as_written(id.clone(), &legible(shown), self.start, self.identity(job), hash)
    }

    /// What the record says of itself, whether there is an article in it or not.
    #[must_use]
    pub fn identity(&self, job: &Job) -> Identity {
        match (&self.raw, job.format.records()) {
            (Ok(raw), Some(format)) => record_identity(raw, format, self.fields(job), &job.engine.reading()),
            _ => Identity::default(),
        }
    }

    fn broken(&self, id: &SourceId, job: &Job, fault: Fault) -> Refused {
        Unreadable { source: self.written(id, job, fault.at.end), fault }.into()
    }

    /// The record as it is written; nothing of what is no text.
    #[must_use]
    pub fn raw(&self) -> Option<&str> {
        self.raw.as_deref().ok()
    }

    /// Where it begins.
    #[must_use]
    pub fn start(&self) -> RecordStart {
        self.start
    }

    /// The article in it.
    fn article(&self, id: &SourceId, job: &Job) -> Result<Article, Refused> {
        match &self.raw {
            Ok(_) if self.is_blank() => Err(Refused::NoText),
            Ok(raw) => self.article_as(raw, id, job),
            Err(fault) => Err(self.broken(id, job, fault.clone())),
        }
    }

    /// The article in it, if it were written as `raw`.
    fn article_as(&self, raw: &str, id: &SourceId, job: &Job) -> Result<Article, Refused> {
        let Some(format) = job.format.records() else { return Err(Refused::NoText) };
        match read_record(raw, format, self.fields(job), &job.engine.reading()) {
            Ok(record) => {
                let source = record.into_source(id.clone(), raw, self.start);
                let format = job.format_of_record(&source);
                Ok(Article::of(source, format))
            }
            Err(NoRecord::Fault(fault)) => Err(self.broken(id, job, fault)),
            Err(NoRecord::NoText) => Err(Refused::NoText),
        }
    }

    /// First pass: what the other articles need to know of this one, with what is found in it if that is to be kept; nothing of
    /// one that cannot be read.
    pub fn remember(&self, id: &SourceId, job: &Job, is_kept: bool) -> Option<FirstPass> {
        let raw = self.raw.as_ref().ok()?;
        let is_kept = is_kept && job.wanted && self.is_wanted(job);
        let work = || Ok(FirstPass::of_record(job, raw, &self.article(id, job)?, is_kept));
        guarded(|| self.written(id, job, 0), work).ok()
    }

    /// Collects the names of the article and its headlines, and checks nothing.
    ///
    /// # Errors
    /// Why the record cannot be read.
    pub fn survey(&self, id: &SourceId, job: &Job) -> Result<Facts, Refused> {
        self.read(id, job, |article| job.engine.survey(article))
    }

    /// Does `work` on the article, and checks nothing.
    ///
    /// # Errors
    /// Why the record cannot be read.
    pub fn read<T>(&self, id: &SourceId, job: &Job, work: impl FnOnce(&Article) -> T) -> Result<T, Refused> {
        guarded(|| self.written(id, job, 0), || Ok(work(&self.article(id, job)?)))
    }

    /// Checks the article, and repairs it if the job says so: then the record as it is to be written comes with it. `first` is
    /// what was kept of it in the first pass, and `shelf` where that may be.
    pub fn examine(
        &self,
        id: &SourceId,
        job: &Job,
        archive: Option<&dyn SecondPass>,
        (first, shelf): (Option<FirstPass>, &FilledShelf),
    ) -> (Result<Examined, Refused>, Option<String>) {
        let mut rewritten = None;
        let examined = guarded(
            || self.written(id, job, 0),
            || {
                let article = self.article(id, job)?;
                let known = first.zip(self.raw.as_ref().ok());
                let known = known.and_then(|(first, raw)| first.of_same(job, raw, &article, shelf));
                let mut examined = match known {
                    Some(checked) => job.examine_checked(article, checked, archive),
                    None => job.examine(article, archive),
                };
                if job.task != Task::Check
                    && let Some(repair) = &examined.outcome.repair
                    && let Ok(raw) = &self.raw
                {
                    let reading = job.engine.reading();
                    let rewrite = |format| rewrite_record(raw, &repair.rounds, format, self.fields(job), &reading);
                    rewritten = job.format.records().and_then(rewrite);
                    match rewritten.as_ref().map(|raw| self.article_as(raw, id, job)) {
                        Some(Ok(after)) if after.source.text() == repair.text => {
                            if job.task.writes() {
                                examined.article = after;
                            }
                        }
                        // What cannot be written back is left as it was.
                        _ => {
                            rewritten = None;
                            examined = job.examine_only(self.article(id, job)?, archive);
                        }
                    }
                }
                Ok(examined)
            },
        );
        (examined, rewritten)
    }

    /// Writes the record, or what it has become, with what stands before it.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, rewritten: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.before.as_bytes())?;
        match (&self.raw, rewritten) {
            (_, Some(raw)) => out.write_all(raw.as_bytes()),
            (Ok(raw), None) => out.write_all(raw.as_bytes()),
            (Err(_), None) => out.write_all(&self.bytes),
        }
    }
}
