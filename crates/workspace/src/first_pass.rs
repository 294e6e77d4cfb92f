//! An article between the two passes of a run.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::article::{Examined, guarded, read_file_of};
use super::job::Job;
use super::read::file_problem;
use super::refused::Refused;
use copydesk::document::Article;
use copydesk::engine::{Checked, SecondPass};
use copydesk::kinds::Facts;

/// An article between the two passes of a run.
#[derive(Debug)]
pub struct FirstPass {
    /// The hash of its text, or of its record as written.
    hash: u64,
    /// The length of what is hashed, in bytes.
    size: usize,
    /// What the first pass found; otherwise it is looked for again.
    checked: Option<Checked>,
    /// What the others need to know of it, if that is all that was asked in the first pass.
    facts: Option<Facts>,
    /// The article, if it is kept; otherwise it is read again if there is something to report of it.
    article: Option<Article>,
}

/// About what a finding takes, in bytes.
const FINDING: usize = 1024;

/// Bytes that an archive's articles may still take between two passes.
#[derive(Debug)]
pub struct MemoryBudget {
    /// For their texts.
    texts: usize,
    /// For what was found in them.
    findings: usize,
}

impl Default for MemoryBudget {
    fn default() -> Self {
        Self { texts: 64 << 20, findings: 256 << 20 }
    }
}

impl MemoryBudget {
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
pub fn first_pass_of_file(job: &Job, limit: u64, is_kept: bool) -> Result<FirstPass, Refused> {
    guarded(
        || job.nothing(),
        || {
            let article = read_file_of(job, limit)?;
            let first = FirstPass::of(job, article.source.text(), &article, is_kept);
            Ok(FirstPass { article: is_kept.then_some(article), ..first })
        },
    )
}

impl FirstPass {
    /// The first pass over an article that is written as `written`: its text, or its record. The article itself is not kept: a file
    /// of records is read again in any case.
    pub fn of(job: &Job, written: &str, article: &Article, is_kept: bool) -> Self {
        Self {
            hash: hash_of(written),
            size: written.len(),
            checked: is_kept.then(|| job.first_pass(article)),
            facts: (!is_kept).then(|| job.engine.facts(article)),
            article: None,
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

    /// What the second pass needs of the article, until [`FirstPass::settle`].
    pub fn facts(&self) -> Option<&Facts> {
        self.checked.as_ref().map(|checked| &checked.facts).or(self.facts.as_ref())
    }

    /// Keeps of it what there is room for, when its facts have been added up.
    pub fn settle(&mut self, room: &mut MemoryBudget) {
        self.facts = None;
        let Some(checked) = &mut self.checked else { return };
        checked.facts.forget_added();
        // The article with which the room ends is kept, however large it is.
        let take = |from: &mut usize, bytes: usize| {
            let had = std::mem::replace(from, from.saturating_sub(bytes));
            had > 0
        };
        if self.article.is_some() && (checked.found.is_empty() || !take(&mut room.texts, self.size)) {
            self.article = None;
        }
        if !take(&mut room.findings, self.size + checked.found.len() * FINDING) {
            (self.checked, self.article) = (None, None);
        }
    }

    /// The second pass over one article: judges it against all of them, and repairs it if the job says so.
    ///
    /// # Errors
    /// The file changed, or cannot be read any more.
    pub fn judge(mut self, job: &Job, archive: &dyn SecondPass, limit: u64) -> Result<Examined, Refused> {
        guarded(
            || job.nothing(),
            || {
                let read = || {
                    let article = read_file_of(job, limit)?;
                    if hash_of(article.source.text()) != self.hash {
                        let message = "the file changed while copydesk ran";
                        return Err(Refused::from(file_problem(&job.path, message).with_help("run copydesk again")));
                    }
                    Ok(article)
                };
                let mut article = self.article.take();
                let mut checked = match self.checked.take() {
                    Some(checked) => checked,
                    None => job.first_pass(article.insert(read()?)),
                };
                if article.is_none() && archive.asks_for_text(&checked) {
                    article = Some(read()?);
                }
                job.engine.judge(&mut checked, Some(archive), article.as_ref());
                let article = match article {
                    Some(article) => article,
                    // Nothing is shown of it.
                    None if checked.found.is_empty() => Article::of(job.nothing(), job.format),
                    None => read()?,
                };
                let pass = job.pass(Some(archive), &article.source);
                let outcome = job.engine.conclude(&article, checked, &pass, job.task.wish());
                Ok(job.write(Examined { article, outcome, problem: None }, Some(archive)))
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
            task: crate::job::Task::Check,
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
        let judged = |mut room: MemoryBudget| {
            let mut first = first_pass_of_file(&job, u64::MAX, true).unwrap();
            first.settle(&mut room);
            let kept = (first.checked.is_some(), first.article.is_some());
            let tally = Tally::default();
            let examined = first.judge(&job, &job.engine.weigh(&tally), u64::MAX).unwrap();
            (kept, examined.outcome.findings, examined.article.source.text().to_owned())
        };
        let (kept, found, text) = judged(MemoryBudget::default());
        assert_eq!((kept, found.len()), ((true, true), 1));
        assert_eq!(judged(MemoryBudget { texts: 0, findings: 1 }), ((true, false), found.clone(), text.clone()));
        assert_eq!(judged(MemoryBudget { texts: 1, findings: 0 }), ((false, false), found, text));
    }

    #[test]
    fn what_was_found_in_a_record_counts_while_it_is_written_the_same() {
        let job = job(Path::new("a.jsonl"));
        let raw = r#"{"text": "He said “wait for the tide."}"#;
        let article = Article::new("He said “wait for the tide.");
        let first = || FirstPass::of(&job, raw, &article, true);
        assert_eq!(first().of_same(raw).map(|checked| checked.found.len()), Some(1));
        assert!(first().of_same(&raw.replace("tide", "wind")).is_none());
        let mut settled = first();
        settled.settle(&mut MemoryBudget { texts: 0, findings: 0 });
        assert!(!settled.is_kept() && settled.of_same(raw).is_none());
        let facts_only = FirstPass::of(&job, raw, &article, false);
        assert!(!facts_only.is_kept() && facts_only.facts().is_some());
    }

    #[test]
    fn a_file_that_changed_between_the_passes_is_a_problem() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "He said “wait for the tide.\n").unwrap();
        let job = job(&path);
        let mut first = first_pass_of_file(&job, u64::MAX, true).unwrap();
        first.settle(&mut MemoryBudget { texts: 0, findings: 0 });
        fs::write(&path, "He said “wait for the wind.\n").unwrap();
        let tally = Tally::default();
        match first.judge(&job, &job.engine.weigh(&tally), u64::MAX) {
            Err(Refused::Problem(problem)) => assert!(problem.message.contains("changed while copydesk ran")),
            other => panic!("{other:?}"),
        }
    }
}
