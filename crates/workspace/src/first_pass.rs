//! An article between the two passes of a run.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::article::{Examined, guarded, read_file_of};
use super::cache::stored::{read_checked, write_checked};
use super::job::Job;
use super::read::file_problem;
use super::refused::Refused;
use super::shelf::{FilledShelf, Shelf, ShelfPlace};
use copydesk::document::Article;
use copydesk::engine::{Checked, SecondPass};
use copydesk::kinds::Facts;
use copydesk::text::{Encoding, Source, SourceId};

/// An article between the two passes of a run.
#[derive(Debug)]
pub struct FirstPass {
    /// The hash of its record as written, or of its text where nothing is kept of it.
    hash: Option<u64>,
    /// What the others need to know of it, if that is all that was asked in the first pass.
    facts: Option<Box<Facts>>,
    /// About what the article and its facts take, in bytes.
    size: usize,
    kept: Kept,
}

/// What is kept of an article.
#[derive(Debug)]
enum Kept {
    /// Nothing: it is read again, and what is found in it looked for again.
    Nothing,
    /// What the first pass found; of a file with the article.
    Whole(Box<(Checked, Option<Article>)>),
    /// The same on a shelf: the first bytes are what was found, so many that the place says, and the others the text.
    Shelved { place: ShelfPlace, found: usize, encoding: Encoding },
}

/// About what a finding takes, in bytes.
const FINDING: usize = 1024;

/// What the articles of a run may still take between its two passes.
#[derive(Debug)]
pub struct Room {
    /// Bytes of memory.
    memory: usize,
    /// Where the rest goes.
    shelf: Shelf,
}

impl Default for Room {
    fn default() -> Self {
        Self { memory: 16 << 20, shelf: Shelf::default() }
    }
}

impl Room {
    /// Whether there is any left for what is found in an article.
    #[must_use]
    pub fn is_left(&self) -> bool {
        self.memory > 0 || self.shelf.is_usable()
    }

    /// What did not stay in memory.
    #[must_use]
    pub fn close(self) -> FilledShelf {
        self.shelf.close()
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
            if !is_kept {
                let hash = Some(hash_of(article.source.text()));
                return Ok(FirstPass { hash, ..FirstPass::facts_of(job, &article) });
            }
            let checked = job.first_pass(&article);
            // Facts take about as much as their text.
            let size = article.source.text().len() * 2;
            Ok(FirstPass { hash: None, facts: None, size, kept: Kept::Whole(Box::new((checked, Some(article)))) })
        },
    )
}

impl FirstPass {
    /// The first pass over an article whose record is written as `raw`. The article itself is not kept: a file of records is read
    /// again in any case.
    pub fn of_record(job: &Job, raw: &str, article: &Article, is_kept: bool) -> Self {
        let hash = Some(hash_of(raw));
        if !is_kept {
            return Self { hash, ..Self::facts_of(job, article) };
        }
        let kept = Kept::Whole(Box::new((job.first_pass(article), None)));
        Self { hash, facts: None, size: raw.len(), kept }
    }

    fn facts_of(job: &Job, article: &Article) -> Self {
        Self { hash: None, facts: Some(Box::new(job.engine.facts(article))), size: 0, kept: Kept::Nothing }
    }

    /// What the first pass found in the article of a record, if that is still written as it was then.
    pub fn of_same(self, job: &Job, raw: &str, article: &Article, shelf: &FilledShelf) -> Option<Checked> {
        if self.hash != Some(hash_of(raw)) {
            return None;
        }
        match self.kept {
            Kept::Nothing => None,
            Kept::Whole(whole) => Some(whole.0),
            Kept::Shelved { place, .. } => read_checked(&job.engine, &article.source, &shelf.get(place)?),
        }
    }

    /// Whether anything found in it is kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        !matches!(self.kept, Kept::Nothing)
    }

    /// What the second pass needs of the article, until [`FirstPass::settle`].
    #[must_use]
    pub fn facts(&self) -> Option<&Facts> {
        match &self.kept {
            Kept::Whole(whole) => Some(&whole.0.facts),
            _ => self.facts.as_deref(),
        }
    }

    /// Keeps it where there is room, when its facts have been added up.
    pub fn settle(&mut self, job: &Job, room: &mut Room) {
        self.facts = None;
        let Kept::Whole(whole) = &mut self.kept else { return };
        let (checked, article) = &mut **whole;
        checked.facts.forget_added();
        let text = article.as_ref().map_or("", |article| article.source.text());
        let size = self.size + (checked.found.len() + 1) * FINDING;
        // The article with which the room ends is kept, however large it is.
        if room.memory > 0 {
            room.memory = room.memory.saturating_sub(size);
            return;
        }
        let encoding = article.as_ref().map(|article| article.source.encoding).unwrap_or_default();
        let shelved = write_checked(&job.engine, checked).and_then(|found| {
            let place = room.shelf.put(&[&found, text.as_bytes()])?;
            Some(Kept::Shelved { place, found: found.len(), encoding })
        });
        if shelved.is_none() {
            self.hash = self.hash.or_else(|| Some(hash_of(text)));
        }
        self.kept = shelved.unwrap_or(Kept::Nothing);
    }

    /// The second pass over one article: judges it against all of them, and repairs it if the job says so. `shelf` is where it
    /// may be.
    ///
    /// # Errors
    /// The file changed, or cannot be read any more.
    pub fn judge(
        self,
        job: &Job,
        archive: &dyn SecondPass,
        shelf: &FilledShelf,
        limit: u64,
    ) -> Result<Examined, Refused> {
        guarded(
            || job.nothing(),
            || {
                let hash = self.hash;
                let (mut checked, article) = match self.kept.take(job, shelf) {
                    Some(known) => known,
                    None => {
                        let article = read_file_of(job, limit)?;
                        if hash.is_some_and(|hash| hash_of(article.source.text()) != hash) {
                            let message = "the file changed while copydesk ran";
                            return Err(Refused::from(
                                file_problem(&job.path, message).with_help("run copydesk again"),
                            ));
                        }
                        (job.first_pass(&article), article)
                    }
                };
                job.engine.judge(&mut checked, Some(archive), Some(&article));
                let pass = job.pass(Some(archive), &article.source);
                let outcome = job.engine.conclude(&article, checked, &pass, job.task.wish());
                Ok(job.write(Examined { article, outcome, problem: None }, Some(archive)))
            },
        )
    }
}

impl Kept {
    /// What was found in the article of a file, and the article.
    fn take(self, job: &Job, shelf: &FilledShelf) -> Option<(Checked, Article)> {
        match self {
            Self::Nothing => None,
            Self::Whole(whole) => {
                let (checked, article) = *whole;
                article.map(|article| (checked, article))
            }
            Self::Shelved { place, found, encoding } => {
                let bytes = shelf.get(place)?;
                let (found, text) = bytes.split_at_checked(found)?;
                let text = simdutf8::basic::from_utf8(text).ok()?;
                let mut source = Source::new(SourceId::File(job.path.clone()), text);
                source.encoding = encoding;
                let checked = read_checked(&job.engine, &source, found)?;
                Some((checked, Article::of(source, job.format)))
            }
        }
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
    use copydesk::document::Format;
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
            fields: Arc::default(),
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

    /// No room in memory.
    fn full() -> Room {
        Room { memory: 0, ..Room::default() }
    }

    #[test]
    fn what_is_found_does_not_depend_on_what_there_was_room_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "He said “wait for the tide, and nobody did.\n").unwrap();
        let job = job(&path);
        let judged = |mut room: Room, is_kept: bool| {
            let mut first = first_pass_of_file(&job, u64::MAX, is_kept).unwrap();
            first.settle(&job, &mut room);
            let kept = (matches!(first.kept, Kept::Whole(_)), matches!(first.kept, Kept::Shelved { .. }));
            let tally = Tally::default();
            let examined = first.judge(&job, &job.engine.weigh(&tally), &room.close(), u64::MAX).unwrap();
            (kept, examined.outcome.findings, examined.article.source.text().to_owned())
        };
        let (kept, found, text) = judged(Room::default(), true);
        assert_eq!((kept, found.len()), ((true, false), 1));
        assert_eq!(judged(full(), true), ((false, true), found.clone(), text.clone()));
        assert_eq!(judged(full(), false), ((false, false), found, text));
    }

    #[test]
    fn what_was_found_in_a_record_counts_while_it_is_written_the_same() {
        let job = job(Path::new("a.jsonl"));
        let raw = r#"{"text": "He said “wait for the tide."}"#;
        let article = Article::new("He said “wait for the tide.");
        let found = |mut first: FirstPass, mut room: Room, raw: &str| {
            first.settle(&job, &mut room);
            first.of_same(&job, raw, &article, &room.close()).map(|checked| checked.found.len())
        };
        let first = || FirstPass::of_record(&job, raw, &article, true);
        for room in [Room::default, full] {
            assert_eq!(found(first(), room(), raw), Some(1));
            assert_eq!(found(first(), room(), &raw.replace("tide", "wind")), None);
        }
        let facts_only = FirstPass::of_record(&job, raw, &article, false);
        assert!(!facts_only.is_kept() && facts_only.facts().is_some());
    }

    #[test]
    fn a_file_that_changed_between_the_passes_is_a_problem() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "He said “wait for the tide.\n").unwrap();
        let job = job(&path);
        let first = first_pass_of_file(&job, u64::MAX, false).unwrap();
        fs::write(&path, "He said “wait for the wind.\n").unwrap();
        let tally = Tally::default();
        match first.judge(&job, &job.engine.weigh(&tally), &FilledShelf::default(), u64::MAX) {
            Err(Refused::Problem(problem)) => assert!(problem.message.contains("changed while copydesk ran")),
            other => panic!("{other:?}"),
        }
    }
}
