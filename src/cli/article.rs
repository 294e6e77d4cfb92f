//! One article of a run, start to end: read, decode, check, and repair if that is asked for. Runs on any thread; a
//! panic in here is a fault of copydesk, and becomes a problem that names the article.

use std::cell::{Cell, RefCell};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;

use super::read::{file_problem, read_file};
use super::write;
use crate::diagnostic::Applicability;
use crate::document::Format;
use crate::engine::{Checked, Engine, fix_until_stable};
use crate::kinds::{Facts, Tally};
use crate::text::{Place, Problem, Source, SourceId, decode};

/// A file to be checked, and how.
#[derive(Debug)]
pub struct Job {
    /// The file.
    pub path: PathBuf,
    /// Its size when it was found, in bytes.
    pub size: u64,
    /// Whether it was named itself on the command line.
    pub named: bool,
    /// The rules it is checked by.
    pub engine: Arc<Engine>,
    /// What to do about findings.
    pub task: Task,
}

/// What to do about findings. The applicability is the least that is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Report them.
    Check,
    /// Repair the file and report what is left.
    Fix(Applicability),
    /// Work out the repaired text, and write nothing.
    Preview(Applicability),
}

/// What came of one article.
#[derive(Debug)]
pub struct Examined {
    /// The text that the findings are about: after repair, if it was repaired.
    pub source: Source,
    /// What is found in it, its language, and what a second pass needs of it.
    pub checked: Checked,
    /// How many findings were, or would be, repaired.
    pub repaired: usize,
    /// The repaired text, of a preview.
    pub preview: Option<String>,
    /// Why it was not repaired.
    pub problem: Option<Problem>,
}

/// Reads a file of at most `limit` bytes and does what its job says.
///
/// # Errors
/// The problem that kept it from being checked.
pub fn examine_file(job: &Job, limit: u64) -> Result<Examined, Problem> {
    guarded(&job.path.to_string_lossy(), || {
        let examined = examine(&job.engine, read_source(job, limit)?, job.task);
        Ok(if matches!(job.task, Task::Fix(_)) { write_back(job, examined) } else { examined })
    })
}

fn read_source(job: &Job, limit: u64) -> Result<Source, Problem> {
    let id = SourceId::File(job.path.clone());
    let text = decode(&id, read_file(&job.path, limit)?)?;
    Ok(Source::new(id, text))
}

/// Checks one text. Files are not touched: a repaired text comes back as the preview.
pub fn examine(engine: &Engine, source: Source, task: Task) -> Examined {
    let format = source.id.path().and_then(Format::of_path).unwrap_or(Format::Text);
    match task {
        Task::Check => {
            let checked = engine.check_for_tally(&source, format);
            Examined { source, checked, repaired: 0, preview: None, problem: None }
        }
        Task::Fix(least) | Task::Preview(least) => {
            let fixed = fix_until_stable(engine, &source, format, least);
            let checked = if engine.needs_tally() {
                let after = fixed.text.as_deref().unwrap_or(source.text());
                engine.check_for_tally(&Source::new(source.id.clone(), after), format)
            } else {
                Checked { found: fixed.left, language: fixed.language, facts: Facts::default() }
            };
            Examined { source, checked, repaired: fixed.repaired, preview: fixed.text, problem: None }
        }
    }
}

/// An article between the two passes of a run: everything but its text, which is read again when it is needed.
#[derive(Debug)]
pub struct Remembered {
    checked: Checked,
    repaired: usize,
    preview: Option<String>,
    problem: Option<Problem>,
    hash: u64,
}

impl Examined {
    /// Lets go of the text.
    pub fn remember(self) -> Remembered {
        let Self { source, checked, repaired, preview, problem } = self;
        Remembered { checked, repaired, preview, problem, hash: hash_of(source.text()) }
    }
}

impl Remembered {
    /// What the second pass needs of the article.
    pub fn facts(&self) -> &Facts {
        &self.checked.facts
    }

    /// The second pass over one article: judges it in the light of all of them.
    ///
    /// # Errors
    /// The file changed, or cannot be read any more.
    pub fn judge(mut self, job: &Job, tally: &Tally, limit: u64) -> Result<Examined, Problem> {
        guarded(&job.path.to_string_lossy(), || {
            job.engine.judge(&mut self.checked, tally);
            let Self { checked, repaired, preview, problem, hash } = self;
            if checked.found.is_empty() && preview.is_none() {
                // Nothing will be shown of it.
                let source = Source::new(SourceId::File(job.path.clone()), "");
                return Ok(Examined { source, checked, repaired, preview, problem });
            }
            let source = read_source(job, limit)?;
            if hash_of(source.text()) != hash {
                return Err(
                    file_problem(&job.path, "the file changed while copydesk ran").with_help("run copydesk again")
                );
            }
            Ok(Examined { source, checked, repaired, preview, problem })
        })
    }
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Writes what was repaired. Where that fails the article is reported as it still is.
fn write_back(job: &Job, mut examined: Examined) -> Examined {
    let Some(after) = examined.preview.take() else { return examined };
    let id = examined.source.id.clone();
    match write::replace(&job.path, job.named, examined.source.text().as_bytes(), after.as_bytes()) {
        Ok(()) => Examined { source: Source::new(id, after), ..examined },
        Err(problem) => Examined { problem: Some(problem), ..examine(&job.engine, examined.source, Task::Check) },
    }
}

thread_local! {
    /// Whether this thread is inside [`guarded`].
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps those panics off the screen that [`guarded`] tells as problems.
pub fn hush_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if IS_GUARDED.get() {
            let words = info.to_string().replace('\n', " ");
            LAST_PANIC.with(|last| last.replace(words));
        } else {
            before(info);
        }
    }));
}

/// Runs `work`; a panic in it becomes a problem about `name`.
pub fn guarded<T>(name: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    IS_GUARDED.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(false);
    done.unwrap_or_else(|_| {
        let words = LAST_PANIC.with(RefCell::take);
        Err(Problem::new(format!("copydesk failed on this article: {words}"))
            .with_help("this is a fault of copydesk, not of the article; please report it")
            .at(Place::file(name)))
    })
}

/// The problem of an article that the size limit leaves out, for texts that are no file.
pub fn too_large(id: &SourceId, limit: u64) -> Problem {
    super::read::too_large(&PathBuf::from(id.name().into_owned()), limit)
}

/// The problem of input that cannot be read.
pub fn unreadable(id: &SourceId, error: &std::io::Error) -> Problem {
    file_problem(
        &PathBuf::from(id.name().into_owned()),
        format!("cannot be read: {}", super::read::system_words(error)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_problem_that_names_the_article() {
        let problem = guarded::<()>("a.txt", || panic!("of course")).unwrap_err();
        assert_eq!(problem.place, Some(Place::file("a.txt")));
        assert!(problem.message.starts_with("copydesk failed on this article"));
        assert_eq!(guarded("a.txt", || Ok(3)), Ok(3));
    }
}
