//! What takes time: checking an article and repairing it. A piece of work holds all it needs, so that any thread can do it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answers::difference;
use super::uri::Uri;
use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::Format;
use copydesk::engine::{Engine, fix_until_stable};
use copydesk::text::{Edit, Source};
use copydesk_workspace::article::guarded;
use copydesk_workspace::refused::{Broken, Refused};

/// What is to be found out about an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// What is wrong with it.
    Check,
    /// What making every safe repair would change.
    Repair,
}

/// A piece of work.
#[derive(Debug)]
pub struct Work {
    /// Which article.
    pub uri: Uri,
    /// Which state of its text and rules.
    pub state: u64,
    /// The rules.
    pub engine: Arc<Engine>,
    /// The text.
    pub source: Source,
    /// What the text is written in.
    pub format: Format,
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
    Found(Vec<Diagnostic>),
    /// The one edit that makes every safe repair, if there is something to repair.
    Repaired(Option<Edit>),
}

impl Outcome {
    /// What there is to say of an article that cannot be checked.
    #[must_use]
    pub fn of_broken(engine: &Engine, broken: &Broken) -> Self {
        Self::Found(engine.unreadable(&broken.source, &broken.fault).found)
    }
}

impl Work {
    /// Does it. A panic becomes a finding.
    #[must_use]
    pub fn run(self) -> Done {
        let begun = Instant::now();
        let Self { uri, state, engine, source, format, task } = self;
        let outcome = guarded(
            || source.with_text(""),
            || {
                Ok(match task {
                    Task::Check => Outcome::Found(engine.check(&source, format).0),
                    Task::Repair => {
                        let after = fix_until_stable(&engine, &source, format, Applicability::Safe).text;
                        Outcome::Repaired(after.and_then(|after| difference(source.text(), &after)))
                    }
                })
            },
        );
        let outcome = outcome.unwrap_or_else(|refused| match (task, refused) {
            (Task::Check, Refused::Article(broken)) => Outcome::of_broken(&engine, &broken),
            (Task::Check, _) => Outcome::Found(Vec::new()),
            (Task::Repair, _) => Outcome::Repaired(None),
        });
        Done { uri, state, task, outcome, took: begun.elapsed() }
    }
}
