//! What takes time: checking an article and repairing it. A piece of work holds all it needs, so that any thread can do it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::{Article, Unreadable};
use copydesk::engine::{SecondPass, Weighing};
use copydesk::kinds::Tally;
use copydesk::text::Edit;
use copydesk_workspace::article::{Examined, guarded};
use copydesk_workspace::job::{self as workspace, Job};
use copydesk_workspace::refused::Refused;

use super::article::Findings;
use super::records;
use super::rounds::Rounds;
use super::uri::Uri;

/// What is to be found out about an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// What is wrong with it.
    Check,
    /// What making every safe repair would change.
    Repair,
    /// What would have it ignore a finding.
    Ignore {
        /// The number of the finding among all of the article.
        number: usize,
        /// The finding.
        finding: Box<Diagnostic>,
        /// What is said to be the reason.
        reason: String,
    },
}

/// A piece of work.
#[derive(Debug)]
pub struct Work {
    /// Which article.
    pub uri: Uri,
    /// Which state of its text and rules.
    pub state: u64,
    /// How it is checked.
    pub job: Job,
    /// The article.
    pub article: Article,
    /// What is known of the archive, if anything is.
    pub archive: Option<Arc<Tally>>,
    /// What is asked.
    pub task: Task,
}

/// A piece of work that is done.
#[derive(Debug)]
pub struct Done {
    /// Which article.
    pub uri: Uri,
    /// Which state of its text and rules.
    pub state: u64,
    /// What was asked.
    pub task: Task,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took.
    pub took: Duration,
}

/// What came of a piece of work.
#[derive(Debug)]
pub enum Outcome {
    /// What is wrong with the article.
    Found(Findings),
    /// The edits that make every safe repair.
    Repaired(Vec<Edit>),
    /// The edit that has the article ignore a finding; nothing where that cannot be.
    Ignored(Option<Edit>),
}

impl Outcome {
    /// What there is to say of an article that cannot be checked.
    #[must_use]
    pub fn of_unreadable(job: &Job, unreadable: Unreadable) -> Self {
        let outcome = job.unreadable(unreadable).outcome;
        let (engine, language) = (Some(Arc::clone(&job.engine)), Some(outcome.language));
        Self::Found(Findings { all: outcome.findings, engine, language, left: None })
    }
}

impl Work {
    /// Does it. A panic becomes a finding.
    #[must_use]
    pub fn run(self) -> Done {
        let (engine, archive) = (Arc::clone(&self.job.engine), self.archive.clone());
        self.run_against(archive.as_ref().map(|tally| engine.weigh(tally)).as_ref())
    }

    /// Does it, with what the archive comes to under the work's rules. A panic becomes a finding.
    #[must_use]
    pub fn run_against(self, archive: Option<&Weighing<'_>>) -> Done {
        let begun = Instant::now();
        let Self { uri, state, mut job, article, task, .. } = self;
        job.task = match task {
            Task::Check | Task::Ignore { .. } => workspace::Task::Check,
            Task::Repair => workspace::Task::Preview(Applicability::Safe),
        };
        let archive = archive.filter(|_| job.engine.needs_tally()).map(|archive| archive as &dyn SecondPass);
        let outcome = if job.format.is_of_records() {
            of_records(&job, &article, archive, &task)
        } else {
            of_article(&job, article, archive, &task)
        };
        Done { uri, state, task, outcome, took: begun.elapsed() }
    }
}

fn of_article(job: &Job, article: Article, archive: Option<&dyn SecondPass>, task: &Task) -> Outcome {
    let empty = article.source.with_text("");
    match task {
        Task::Check => match guarded(|| empty, || Ok(job.examine(article, archive))) {
            Ok(Examined { outcome, .. }) => {
                let (engine, language) = (Some(Arc::clone(&job.engine)), Some(outcome.language));
                Outcome::Found(Findings { all: outcome.findings, engine, language, left: None })
            }
            Err(Refused::Article(unreadable)) => Outcome::of_unreadable(job, *unreadable),
            Err(_) => Outcome::Found(Findings::default()),
        },
        Task::Repair => {
            let examined = guarded(|| empty, || Ok(job.examine(article, archive)));
            let edits = examined.map(|Examined { article, outcome, .. }| {
                let mut rounds = Rounds::of(article.source.text());
                outcome.repair.iter().flat_map(|repair| &repair.rounds).for_each(|edits| rounds.edit(edits));
                rounds.edits()
            });
            Outcome::Repaired(edits.unwrap_or_default())
        }
        Task::Ignore { finding, reason, .. } => {
            let edit = guarded(|| empty, || Ok(job.engine.ignore_here(&article, finding, reason).ok()));
            Outcome::Ignored(edit.ok().flatten())
        }
    }
}

fn of_records(job: &Job, file: &Article, archive: Option<&dyn SecondPass>, task: &Task) -> Outcome {
    let read = records::examine(job, &file.source.id, file.source.text(), archive);
    match task {
        Task::Check => {
            let engine = Some(Arc::clone(&job.engine));
            Outcome::Found(Findings { all: read.found, engine, language: None, left: read.left })
        }
        Task::Repair => Outcome::Repaired(read.edits),
        // A record belongs to other programs, which write its file anew.
        Task::Ignore { .. } => Outcome::Ignored(None),
    }
}
