//! One article of a run, start to end: read, decode, check, and repair if that is asked for. Runs on any thread; a
//! panic in here is a fault of copydesk, and becomes a finding at the article.

use std::cell::{Cell, RefCell};
use std::io;
use std::panic::{self, AssertUnwindSafe};

use super::job::{Job, Task};
use super::read::{file_problem, read_article, read_limited, system_words};
use super::refused::{Broken, Refused};
use super::since::Staged;
use super::write;
use copydesk::document::Format;
use copydesk::engine::{Checked, Fixed, SecondPass, Unsaid, fix_in_view};
use copydesk::kinds::Facts;
use copydesk::text::{Decoded, Edit, Place, Problem, Source, SourceId, decode_article, not_utf8};

/// What came of one article.
#[derive(Debug)]
pub struct Examined {
    /// The text that the findings are about: after repair, if it was repaired.
    pub source: Source,
    /// What is found in it, and its language.
    pub checked: Checked,
    /// What is found in it and not spoken of.
    pub unsaid: Unsaid,
    /// How many findings were, or would be, repaired.
    pub repaired: usize,
    /// The edits that repaired it, round by round.
    pub rounds: Vec<Vec<Edit>>,
    /// The repaired text, of a preview.
    pub preview: Option<String>,
    /// Why it was not repaired.
    pub problem: Option<Problem>,
}

/// Reads a file of at most `limit` bytes and does what its job says.
///
/// # Errors
/// What kept it from being checked.
pub fn examine_file(job: &Job, limit: u64) -> Result<Examined, Refused> {
    guarded(|| job.nothing(), || Ok(work(job, read_source(job, limit)?, None)))
}

/// Reads the text of a job's file, which is at most `limit` bytes long.
///
/// # Errors
/// What kept it from being read.
pub fn read_source(job: &Job, limit: u64) -> Result<Source, Refused> {
    let id = SourceId::File(job.path.clone());
    let too_large = || Broken::too_large(id.clone(), limit);
    let bytes = match &job.staged {
        Some(Staged { git, id }) => git
            .blob(id, limit)
            .map_err(|error| file_problem(&job.path, format!("cannot be read: {}", system_words(&error))))?
            .ok_or_else(too_large)?,
        None => read_article(&job.path, limit)?.ok_or_else(too_large)?,
    };
    source_of(job, id, &bytes)
}

/// The text of the article on standard input.
///
/// # Errors
/// What kept it from being read.
pub fn read_stdin(job: &Job, limit: u64) -> Result<Source, Refused> {
    let id = SourceId::Stdin(None);
    let bytes = read_limited(io::stdin().lock(), limit, 0).map_err(|error| unreadable(&id, &error))?;
    let bytes = bytes.ok_or_else(|| Broken::too_large(id.clone(), limit))?;
    source_of(job, id, &bytes)
}

/// The text of an article that is stored as `bytes`.
///
/// # Errors
/// Bytes that are no text.
pub fn source_of(job: &Job, id: SourceId, bytes: &[u8]) -> Result<Source, Refused> {
    let decoded = decode_article(bytes, job.encoding, job.format == Format::Html);
    let Decoded { text, encoding, is_guess } = match decoded {
        Ok(decoded) => decoded,
        Err(undecoded) => return Err(Broken::undecoded(id, undecoded).into()),
    };
    let languages = job.engine.languages();
    // A guess has to read as some language, or it hides that the bytes are no text.
    if is_guess && !languages.is_language(&text) {
        return Err(Broken::undecoded(id, not_utf8(bytes)).into());
    }
    let mut source = Source::new(id, text);
    source.encoding = encoding;
    Ok(source)
}

/// The bytes of a text that is to be stored as `source` was.
///
/// # Errors
/// A problem, if its encoding does not have some character.
pub fn bytes_of(source: &Source, text: &str) -> Result<Vec<u8>, Problem> {
    source.encoding.encode(text).map_err(|c| {
        let name = source.encoding.name();
        Problem::new(format!("not repaired: U+{:04X} cannot be written in {name}", u32::from(c)))
            .with_help("save the file as UTF-8")
            .at(Place::file(source.id.name()))
    })
}

/// Checks one text and repairs nothing.
pub fn examine_only(job: &Job, source: Source, archive: Option<&dyn SecondPass>) -> Examined {
    examine_to(job, Task::Check, source, archive)
}

/// Collects the names of a file and its headlines, and checks nothing.
///
/// # Errors
/// What kept it from being read.
pub fn survey_file(job: &Job, limit: u64) -> Result<Facts, Refused> {
    guarded(
        || job.nothing(),
        || {
            let source = read_source(job, limit)?;
            Ok(job.survey(&source, job.format_of(&source)))
        },
    )
}

/// Checks one text, and repairs it if the job says so. Files are not touched: a repaired text comes back as the preview.
pub fn examine(job: &Job, source: Source, archive: Option<&dyn SecondPass>) -> Examined {
    examine_to(job, job.task, source, archive)
}

/// The same as [`examine`] for a text that was `checked` by itself already.
pub fn examine_again(job: &Job, source: Source, archive: Option<&dyn SecondPass>, checked: Checked) -> Examined {
    let (checked, unsaid) =
        job.view(archive, &source).look_again(&job.engine, &source, job.format_of(&source), checked);
    if job.task != Task::Check && !checked.found.is_empty() {
        return examine(job, source, archive);
    }
    Examined { source, checked, unsaid, repaired: 0, rounds: Vec::new(), preview: None, problem: None }
}

fn examine_to(job: &Job, task: Task, source: Source, archive: Option<&dyn SecondPass>) -> Examined {
    let view = job.view(archive, &source);
    let format = job.format_of(&source);
    match task {
        Task::Check => {
            let (checked, unsaid) = view.look_again(&job.engine, &source, format, job.check(&source, format));
            Examined { source, checked, unsaid, repaired: 0, rounds: Vec::new(), preview: None, problem: None }
        }
        Task::Fix(least) | Task::Preview(least) => {
            let Fixed { text, rounds, repaired, left, unsaid } =
                fix_in_view(&job.engine, &source, format, least, &view);
            Examined { source, checked: left, unsaid, repaired, rounds, preview: text, problem: None }
        }
    }
}

/// Checks a text and writes what was repaired, if that is asked for. Where it cannot be written the article is reported
/// as it still is.
pub fn work(job: &Job, source: Source, archive: Option<&dyn SecondPass>) -> Examined {
    let mut examined = examine(job, source, archive);
    if !matches!(job.task, Task::Fix(_)) {
        return examined;
    }
    let Some(after) = examined.preview.take() else { return examined };
    let written = if job.staged.is_some() {
        let message = "not repaired: what is staged differs from the file";
        Err(file_problem(&job.path, message)
            .with_help("stage the whole file, or run copydesk check --fix without --staged"))
    } else {
        let bytes = |text: &str| bytes_of(&examined.source, text);
        bytes(examined.source.text()).and_then(|before| write::replace(&job.path, job.named, &before, &bytes(&after)?))
    };
    match written {
        Ok(()) => Examined { source: examined.source.with_text(after), ..examined },
        Err(problem) => Examined { problem: Some(problem), ..examine_to(job, Task::Check, examined.source, archive) },
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
    done.unwrap_or_else(|_| Err(Broken::failed(shown(), LAST_PANIC.with(RefCell::take)).into()))
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
