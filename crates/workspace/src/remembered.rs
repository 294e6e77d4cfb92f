//! An article between the two passes of a run.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::article::{Examined, guarded, read_source, work};
use super::job::{Job, Task};
use super::read::file_problem;
use super::refused::Refused;
use copydesk::engine::{Checked, SecondPass};
use copydesk::kinds::Facts;
use copydesk::text::Source;

/// An article between the two passes of a run.
#[derive(Debug)]
pub struct Remembered {
    /// The hash of its text, or of its record as written.
    hash: u64,
    /// The length of what is hashed, in bytes.
    size: usize,
    /// What the first pass found; otherwise it is looked for again.
    checked: Option<Checked>,
    /// What the others need to know of it, if that is all that was asked in the first pass.
    facts: Option<Facts>,
    /// Its text, if it is kept; otherwise it is read again if there is something to say of it.
    source: Option<Source>,
}

/// About what a finding takes, in bytes.
const FINDING: usize = 1024;

/// Bytes that an archive's articles may still take between two passes.
#[derive(Debug)]
pub struct Room {
    /// For their texts.
    texts: usize,
    /// For what was found in them.
    findings: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { texts: 64 << 20, findings: 256 << 20 }
    }
}

impl Room {
    /// Whether there is any left for what is found in an article.
    pub fn is_left(&self) -> bool {
        self.findings > 0
    }
}

/// The first pass over one article: what is found in it by itself, and what the others need to know of it. Where nothing
/// found would be kept (`is_kept`), it is not looked for.
///
/// # Errors
/// What kept it from being checked.
pub fn remember_file(job: &Job, limit: u64, is_kept: bool) -> Result<Remembered, Refused> {
    guarded(
        || job.nothing(),
        || {
            let source = read_source(job, limit)?;
            let (hash, size) = (hash_of(source.text()), source.text().len());
            if !is_kept {
                let facts = Some(job.engine.facts(&source, job.format));
                return Ok(Remembered { hash, size, checked: None, facts, source: None });
            }
            let checked = job.check(&source, job.format);
            Ok(Remembered { hash, size, checked: Some(checked), facts: None, source: Some(source) })
        },
    )
}

impl Remembered {
    /// The first pass over the article in a record that is written as `raw`. Its text is not kept: the file of records is read
    /// again in any case.
    pub fn of_record(job: &Job, raw: &str, source: &Source, is_kept: bool) -> Self {
        let (hash, size) = (hash_of(raw), raw.len());
        let format = job.format_of(source);
        if is_kept {
            Self { hash, size, checked: Some(job.check(source, format)), facts: None, source: None }
        } else {
            Self { hash, size, checked: None, facts: Some(job.engine.facts(source, format)), source: None }
        }
    }

    /// What the first pass found in a record, if it is still written as it was then.
    pub fn of_same(self, raw: &str) -> Option<Checked> {
        self.checked.filter(|_| hash_of(raw) == self.hash)
    }

    /// Whether anything found in it is kept.
    pub fn is_kept(&self) -> bool {
        self.checked.is_some()
    }

    /// What the second pass needs of the article, until [`Remembered::settle`].
    pub fn facts(&self) -> Option<&Facts> {
        self.checked.as_ref().map(|checked| &checked.facts).or(self.facts.as_ref())
    }

    /// Keeps of it what there is room for, when its facts have been added up.
    pub fn settle(&mut self, room: &mut Room) {
        self.facts = None;
        let Some(checked) = &mut self.checked else { return };
        if let Some(names) = checked.facts.names.as_mut().and_then(|facts| facts.names.as_mut()) {
            names.forget_company();
        }
        // The article with which the room ends is kept, however large it is.
        let take = |from: &mut usize, bytes: usize| {
            let had = std::mem::replace(from, from.saturating_sub(bytes));
            had > 0
        };
        if self.source.is_some() && (checked.found.is_empty() || !take(&mut room.texts, self.size)) {
            self.source = None;
        }
        if !take(&mut room.findings, self.size + checked.found.len() * FINDING) {
            (self.checked, self.source) = (None, None);
        }
    }

    /// The second pass over one article: judges it in the light of all of them, and repairs it if the job says so.
    ///
    /// # Errors
    /// The file changed, or cannot be read any more.
    pub fn judge(mut self, job: &Job, archive: &dyn SecondPass, limit: u64) -> Result<Examined, Refused> {
        guarded(
            || job.nothing(),
            || {
                let read = || {
                    let source = read_source(job, limit)?;
                    if hash_of(source.text()) != self.hash {
                        let message = "the file changed while copydesk ran";
                        return Err(Refused::from(file_problem(&job.path, message).with_help("run copydesk again")));
                    }
                    Ok(source)
                };
                let mut source = self.source.take();
                let mut checked = match self.checked.take() {
                    Some(checked) => checked,
                    None => job.check(source.insert(read()?), job.format),
                };
                if source.is_none() && archive.asks_for_text(&checked) {
                    source = Some(read()?);
                }
                let article = source.as_ref().map(|source| (source, job.format));
                job.view(Some(archive), &job.nothing()).judge(&job.engine, &mut checked, article);
                let source = match source {
                    Some(source) => source,
                    // Nothing is shown of it.
                    None if checked.found.is_empty() => job.nothing(),
                    None => read()?,
                };
                if job.task != Task::Check && !checked.found.is_empty() {
                    return Ok(work(job, source, Some(archive)));
                }
                let unsaid = job.view(Some(archive), &source).narrow(&job.engine, &source, &mut checked);
                Ok(Examined { source, checked, unsaid, repaired: 0, rounds: Vec::new(), preview: None, problem: None })
            },
        )
    }
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use copydesk::document::{FieldPaths, Format};
    use copydesk::engine::{Engine, Policy, Selection};
    use copydesk::kinds::{Purpose, Tally};

    fn job(path: &Path) -> Job {
        let (languages, book) = copydesk::rules::built_in(Purpose::Check, &mut Vec::new()).unwrap();
        let selection = Selection { select: vec!["all".into()], ignore: Vec::new() };
        Job {
            path: path.to_owned(),
            size: 0,
            named: true,
            format: Format::Text,
            text_format: None,
            fields: FieldPaths::default(),
            encoding: None,
            engine: Arc::new(Engine::new(languages, book, Policy { selection, ..Policy::default() })),
            memory: None,
            task: Task::Check,
            known: None,
            staged: None,
            lines: None,
            wanted: true,
        }
    }

    #[test]
    fn what_is_found_does_not_depend_on_what_there_was_room_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "He said “wait for the tide, and nobody did.\n").unwrap();
        let job = job(&path);
        let judged = |mut room: Room| {
            let mut first = remember_file(&job, u64::MAX, true).unwrap();
            first.settle(&mut room);
            let kept = (first.checked.is_some(), first.source.is_some());
            let tally = Tally::default();
            let examined = first.judge(&job, &job.engine.weigh(&tally), u64::MAX).unwrap();
            (kept, examined.checked.found, examined.source.text().to_owned())
        };
        let (kept, found, text) = judged(Room::default());
        assert_eq!((kept, found.len()), ((true, true), 1));
        assert_eq!(judged(Room { texts: 0, findings: 1 }), ((true, false), found.clone(), text.clone()));
        assert_eq!(judged(Room { texts: 1, findings: 0 }), ((false, false), found, text));
    }

    #[test]
    fn what_was_found_in_a_record_counts_while_it_is_written_the_same() {
        let job = job(Path::new("a.jsonl"));
        let raw = r#"{"text": "He said “wait for the tide."}"#;
        let source = job.nothing().with_text("He said “wait for the tide.".to_owned());
        let first = || Remembered::of_record(&job, raw, &source, true);
        assert_eq!(first().of_same(raw).map(|checked| checked.found.len()), Some(1));
        assert!(first().of_same(&raw.replace("tide", "wind")).is_none());
        let mut settled = first();
        settled.settle(&mut Room { texts: 0, findings: 0 });
        assert!(!settled.is_kept() && settled.of_same(raw).is_none());
        let facts_only = Remembered::of_record(&job, raw, &source, false);
        assert!(!facts_only.is_kept() && facts_only.facts().is_some());
    }

    #[test]
    fn a_file_that_changed_between_the_passes_is_a_problem() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "He said “wait for the tide.\n").unwrap();
        let job = job(&path);
        let mut first = remember_file(&job, u64::MAX, true).unwrap();
        first.settle(&mut Room { texts: 0, findings: 0 });
        fs::write(&path, "He said “wait for the wind.\n").unwrap();
        let tally = Tally::default();
        match first.judge(&job, &job.engine.weigh(&tally), u64::MAX) {
            Err(Refused::Problem(problem)) => assert!(problem.message.contains("changed while copydesk ran")),
            other => panic!("{other:?}"),
        }
    }
}
