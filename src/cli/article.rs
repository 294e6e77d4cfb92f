//! One article of a run, start to end: read, decode, check, and repair if that is asked for. Runs on any thread; a
//! panic in here is a fault of copydesk, and becomes a problem that names the article.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;

use super::read::{file_problem, read_file};
use super::write;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::document::Format;
use crate::engine::{Engine, fix_until_stable};
use crate::language::Profile;
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
    /// The text that `found` is about: after repair, if it was repaired.
    pub source: Source,
    /// Its language.
    pub language: Arc<Profile>,
    /// What is found in it.
    pub found: Vec<Diagnostic>,
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
        let id = SourceId::File(job.path.clone());
        let bytes = read_file(&job.path, limit)?;
        let text = decode(&id, bytes)?;
        let examined = examine(&job.engine, Source::new(id, text), job.task);
        let Task::Fix(_) = job.task else { return Ok(examined) };
        Ok(write_back(job, examined))
    })
}

/// Checks one text. Files are not touched: a repaired text comes back as the preview.
pub fn examine(engine: &Engine, source: Source, task: Task) -> Examined {
    let format = source.id.path().and_then(Format::of_path).unwrap_or(Format::Text);
    match task {
        Task::Check => {
            let (found, language) = engine.check(&source, format);
            Examined { source, language, found, repaired: 0, preview: None, problem: None }
        }
        Task::Fix(least) | Task::Preview(least) => {
            let fixed = fix_until_stable(engine, &source, format, least);
            Examined {
                source,
                language: fixed.language,
                found: fixed.left,
                repaired: fixed.repaired,
                preview: fixed.text,
                problem: None,
            }
        }
    }
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
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps panics off the screen; [`guarded`] tells them as problems.
pub fn hush_panics() {
    panic::set_hook(Box::new(|info| {
        let words = info.to_string().replace('\n', " ");
        LAST_PANIC.with(|last| last.replace(words));
    }));
}

/// Runs `work`; a panic in it becomes a problem about `name`.
pub fn guarded<T>(name: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
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
