//! One article of a run, start to end: read, decode, check, and repair if that is asked for. Runs on any thread; a
//! panic in here is a fault of copydesk, and becomes a finding at the article.

use std::cell::{Cell, RefCell};
use std::io;
use std::panic::{self, AssertUnwindSafe};

use copydesk::document::{Article, Unreadable};
use copydesk::engine::{Checked, Outcome, SecondPass, Wish};
use copydesk::kinds::Facts;
use copydesk::text::{Cause, Fault, Place, Problem, Source, SourceId};

use super::job::Job;
use super::read::{file_problem, read_article, read_limited, system_words};
use super::refused::Refused;
use super::since::Staged;
use super::write;

/// One article of a run with what came of it.
#[derive(Debug)]
pub struct Examined {
    /// The article that the findings are about: as it was repaired, if it was written.
    pub article: Article,
    /// What came of it.
    pub outcome: Outcome,
    /// Why it was not repaired.
    pub problem: Option<Problem>,
}

/// Reads a file of at most `limit` bytes and does what its job says.
///
/// # Errors
/// What kept it from being checked.
pub fn examine_file(job: &Job, limit: u64) -> Result<Examined, Refused> {
    guarded(|| job.nothing(), || Ok(job.write(job.examine(read_file_of(job, limit)?, None), None)))
}

/// Reads the article in a job's file, which is at most `limit` bytes long.
///
/// # Errors
/// What kept it from being read.
pub fn read_file_of(job: &Job, limit: u64) -> Result<Article, Refused> {
    let id = SourceId::File(job.path.clone());
    let too_large = || Unreadable::too_large(id.clone(), limit);
    let bytes = match job.staged.as_deref() {
        Some(Staged { git, id }) => git
            .blob(id, limit)
            .map_err(|error| file_problem(&job.path, format!("cannot be read: {}", system_words(&error))))?
            .ok_or_else(too_large)?,
        None => read_article(&job.path, limit)?.ok_or_else(too_large)?,
    };
    Ok(job.decode(id, &bytes)?)
}

/// Reads the bytes of the article on standard input, which goes by `id`.
///
/// # Errors
/// What kept it from being read.
pub fn read_stdin(id: &SourceId, limit: u64) -> Result<Vec<u8>, Refused> {
    let bytes = read_limited(io::stdin().lock(), limit, 0).map_err(|error| unreadable(id, &error))?;
    Ok(bytes.ok_or_else(|| Unreadable::too_large(id.clone(), limit))?)
}

/// Collects the names of a file and its headlines, and checks nothing.
///
/// # Errors
/// What kept it from being read.
pub fn survey_file(job: &Job, limit: u64) -> Result<Facts, Refused> {
    guarded(|| job.nothing(), || Ok(job.survey(&read_file_of(job, limit)?)))
}

/// The same of the article on standard input, which goes by `id`.
///
/// # Errors
/// What kept it from being read.
pub fn survey_stdin(job: &Job, id: &SourceId, limit: u64) -> Result<Facts, Refused> {
    let work = || Ok(job.engine.survey(&job.decode(id.clone(), &read_stdin(id, limit)?)?));
    guarded(|| Source::new(id.clone(), ""), work)
}

/// The bytes of a text that is to be stored as `source` was.
///
/// # Errors
/// A problem, if its encoding does not have some character.
pub fn bytes_of(source: &Source, text: &str) -> Result<Vec<u8>, Problem> {
    source.encoding.encode(text).map_err(|c| {
        let name = source.encoding.name();
        Problem::new(format!("not fixed: U+{:04X} cannot be written in {name}", u32::from(c)))
            .with_help("save the file as UTF-8")
            .at(Place::file(source.id.name()))
    })
}

impl Job {
    /// The article that is stored as `bytes`.
    ///
    /// # Errors
    /// Bytes that are no text.
    pub fn decode(&self, id: SourceId, bytes: &[u8]) -> Result<Article, Box<Unreadable>> {
        Article::decode(id, bytes, self.encoding, self.format, self.engine.languages())
    }

    /// Checks an article, and works out its repair if the job asks for one; writes nothing.
    pub fn examine(&self, article: Article, archive: Option<&dyn SecondPass>) -> Examined {
        let checked = self.first_pass(&article);
        self.examine_checked(article, checked, archive)
    }

    /// The same for an article that went through the first pass already.
    pub fn examine_checked(&self, article: Article, checked: Checked, archive: Option<&dyn SecondPass>) -> Examined {
        let pass = self.pass(archive, &article.source);
        let outcome = self.engine.examine_checked(&article, checked, &pass, self.task.wish());
        Examined { article, outcome, problem: None }
    }

    /// Writes an article's repair, if the job asks for that. Where it cannot be written the article is reported as it still is.
    pub fn write(&self, examined: Examined, archive: Option<&dyn SecondPass>) -> Examined {
        let Some(after) = examined.outcome.repair.as_ref().filter(|_| self.task.writes()) else {
            return examined;
        };
        let source = &examined.article.source;
        let written = if self.staged.is_some() {
            let message = "not fixed: what is staged differs from the file";
            Err(file_problem(&self.path, message)
                .with_help("stage the whole file, or run copydesk check --fix without --staged"))
        } else {
            let bytes = |text: &str| bytes_of(source, text);
            bytes(source.text())
                .and_then(|before| write::replace(&self.path, self.named, &before, &bytes(&after.text)?))
        };
        match written {
            Ok(()) => Examined { article: examined.article.with_text(after.text.as_str()), ..examined },
            Err(problem) => Examined { problem: Some(problem), ..self.examine_only(examined.article, archive) },
        }
    }

    /// Checks an article and repairs nothing.
    pub fn examine_only(&self, article: Article, archive: Option<&dyn SecondPass>) -> Examined {
        let pass = self.pass(archive, &article.source);
        let outcome = self.engine.examine_checked(&article, self.first_pass(&article), &pass, Wish::Check);
        Examined { article, outcome, problem: None }
    }
}

thread_local! {
    /// Whether this thread is inside [`guarded`].
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps those panics off the screen that [`guarded`] turns into findings, and hands the words of any other, on one line, to
/// `report`: they may quote an article.
pub fn catch_panics(report: impl Fn(&str) + Send + Sync + 'static) {
    panic::set_hook(Box::new(move |info| {
        let words = info.to_string().replace('\n', " ");
        if IS_GUARDED.get() {
            LAST_PANIC.with(|last| last.replace(words));
        } else {
            report(&words);
        }
    }));
}

/// Runs `work`; a panic in it becomes a fault of the article, of which `shown` is what can be shown.
///
/// # Errors
/// What `work` says, or that it failed.
pub fn guarded<T>(shown: impl FnOnce() -> Source, work: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    IS_GUARDED.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(false);
    done.unwrap_or_else(|_| {
        let fault = Fault::new(Cause::Failure, "reason", LAST_PANIC.with(RefCell::take), 0..0);
        Err(Unreadable { source: shown(), fault }.into())
    })
}

/// The problem of input that cannot be read.
pub fn unreadable(id: &SourceId, error: &std::io::Error) -> Problem {
    Problem::new(format!("cannot be read: {}", super::read::system_words(error))).at(Place::file(id.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_fault_of_the_article() {
        let shown = || Source::new(SourceId::File("a.txt".into()), "");
        match guarded::<()>(shown, || panic!("of course")) {
            Err(Refused::Article(broken)) => {
                assert_eq!((broken.fault.cause, broken.source.id), (copydesk::text::Cause::Failure, shown().id));
            }
            other => panic!("{other:?}"),
        }
        assert!(matches!(guarded(shown, || Ok(3)), Ok(3)));
    }
}
