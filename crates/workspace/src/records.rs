//! Files of many articles: read a stretch at a time, so that memory does not grow with the file, and repaired by writing
//! the file anew with nothing changed but the strings that were repaired.

use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, BufRead, BufReader, Read, Write};

use rayon::prelude::*;

use super::article::{Examined, guarded, unreadable};
use super::first_pass::FirstPass;
use super::job::{Job, Task};
use super::read::{file_problem, open_file, read_limited, system_words};
use super::refused::Refused;
use super::shelf::FilledShelf;
use super::since::Staged;
use super::threads::ThreadPool;
use copydesk::document::{
    Article, Identity, Items, Layout, NoRecord, RecordFormat, RecordStart, Unreadable, read_record, record_as_written,
    record_identity, rewrite_record,
};
use copydesk::engine::SecondPass;
use copydesk::kinds::Facts;
use copydesk::text::{Fault, Problem, Source, SourceId, legible, narrow, not_utf8, stable_hash};

/// Records and bytes that are checked together, while the next ones are read.
const BATCH: (usize, usize) = (256, 4 << 20);
/// The most records of a stream that are checked before the first of them is answered.
const WAITING: usize = 64;
/// Bytes after a fault that are shown.
const SHOWN: usize = 256;

/// One record as it stands in its file.
#[derive(Debug)]
pub struct Unit {
    /// What stands between the record before and this one.
    before: String,
    /// The record; or what is wrong with its bytes, the place counted from its beginning.
    raw: Result<String, Fault>,
    /// Its bytes, if they are no record: of too many, none.
    bytes: Vec<u8>,
    /// Where it begins.
    start: RecordStart,
}

/// How the reading of a file of records came to its end.
#[derive(Debug)]
pub enum End {
    /// All of it was read.
    Reached,
    /// The run was interrupted.
    Interrupted,
    /// The rest of it could not be read.
    Unreadable(Problem),
}

/// A file of records, read from left to right.
pub struct Units {
    id: SourceId,
    limit: u64,
    from: BufReader<Hashing>,
    at: u64,
    line: u32,
    /// The records of a list, which is read as a whole.
    list: Option<std::vec::IntoIter<Unit>>,
    /// Whether all bytes are needed, since the file is to be written anew.
    keeps_all: bool,
    /// Whether each record is to be answered before the next one is waited for.
    at_once: bool,
    /// What comes after the last of them.
    rest: String,
}

impl Units {
    /// The records of a job's file, or of what is staged of it.
    ///
    /// # Errors
    /// The problem of a file that cannot be read.
    pub fn of_job(job: &Job, limit: u64) -> Result<Self, Problem> {
        let from: Box<dyn Read> = match job.staged.as_deref() {
            Some(Staged { git, id }) => {
                let cannot =
                    |error: io::Error| file_problem(&job.path, format!("cannot be read: {}", system_words(&error)));
                // Of what is too large, one byte more than may be shows that it is.
                let bytes = git.blob(id, limit).map_err(cannot)?;
                match bytes {
                    Some(bytes) => Box::new(io::Cursor::new(bytes)),
                    None => Box::new(io::repeat(b' ').take(limit.saturating_add(1))),
                }
            }
            None => Box::new(open_file(&job.path)?.0),
        };
        Self::open(job, SourceId::File(job.path.clone()), from, limit)
    }

    /// The records of `from`, which goes by `id`. A line is at most `limit` bytes long; so is a file that is one list.
    ///
    /// # Errors
    /// What the system says when reading a list fails.
    pub fn open(job: &Job, id: SourceId, from: Box<dyn Read>, limit: u64) -> Result<Self, Problem> {
        let from = BufReader::with_capacity(1 << 20, Hashing { from, hasher: DefaultHasher::new() });
        let keeps_all = job.task != Task::Check;
        let mut units =
            Self { id, limit, from, at: 0, line: 1, list: None, keeps_all, at_once: false, rest: String::new() };
        if let Some(Layout::List(items)) = job.format.records().map(RecordFormat::layout) {
            let id = units.id.clone();
            match guarded(|| Source::new(id, ""), || Ok(units.read_list(items)?)) {
                Ok(()) | Err(Refused::NoText) => {}
                Err(Refused::Problem(problem)) => return Err(problem),
                Err(Refused::Article(broken)) => units.list = Some(vec![Unit::whole(broken.fault)].into_iter()),
            }
        }
        Ok(units)
    }

    /// The same, each record answered before the next one is waited for.
    #[must_use]
    pub fn at_once(self) -> Self {
        Self { at_once: true, ..self }
    }

    fn read_list(&mut self, items: for<'t> fn(&'t str) -> Items<'t>) -> Result<(), Problem> {
        let bytes = read_limited(&mut self.from, self.limit, 0).map_err(|error| unreadable(&self.id, &error))?;
        let Some(bytes) = bytes else {
            self.list = Some(vec![Unit::whole(Fault::too_large(self.limit))].into_iter());
            return Ok(());
        };
        // What stands before a byte that is no text is read all the same.
        let undecoded = simdutf8::basic::from_utf8(&bytes).is_err().then(|| not_utf8(&bytes).fault);
        let valid = undecoded.as_ref().map_or(bytes.len(), |fault| fault.at.start);
        let text = bytes.get(..valid).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        let content = text.strip_prefix('\u{feff}').unwrap_or(text);
        let skipped = text.len() - content.len();
        let found = items(content);
        let fault = undecoded.or_else(|| found.fault.map(|fault| fault.moved(skipped)));
        let (mut done, mut line, mut line_start) = (0, 1_u32, skipped);
        let column_of =
            |line_start: usize, at: usize| narrow(text.get(line_start..at).unwrap_or_default().chars().count());
        // A byte order mark is part of its line.
        let begin_of = |line: u32, line_start: usize| if line == 1 { 0 } else { line_start as u64 };
        let mut list = Vec::with_capacity(found.items.len() + 1);
        for (start, raw) in found.items {
            let start = start + skipped;
            let before = text.get(done..start).unwrap_or_default();
            move_over(before, done, &mut line, &mut line_start);
            list.push(Unit {
                before: before.to_owned(),
                raw: Ok(raw.to_owned()),
                bytes: Vec::new(),
                start: RecordStart {
                    byte: start as u64,
                    line,
                    column: column_of(line_start, start),
                    line_start: begin_of(line, line_start),
                },
            });
            move_over(raw, start, &mut line, &mut line_start);
            done = start + raw.len();
        }
        match fault {
            Some(mut fault) => {
                // What cannot be read stays as it is, and is reported after what could be.
                fault.at = fault.at.start.saturating_sub(done)..fault.at.end.saturating_sub(done);
                let (column, line_start) = (column_of(line_start, done), begin_of(line, line_start));
                let start = RecordStart { byte: done as u64, line, column, line_start };
                let bytes = bytes.get(done..).unwrap_or_default().to_vec();
                list.push(Unit { before: String::new(), raw: Err(fault), bytes, start });
            }
            None => text.get(done..).unwrap_or_default().clone_into(&mut self.rest),
        }
        self.list = Some(list.into_iter());
        Ok(())
    }

    /// The next records, at most a batch of them; none at the end.
    ///
    /// # Errors
    /// What the system says when reading fails.
    fn batch(&mut self) -> io::Result<Vec<Unit>> {
        if let Some(list) = &mut self.list {
            return Ok(list.take(BATCH.0).collect());
        }
        let (mut units, mut bytes) = (Vec::new(), 0);
        if self.at_once {
            units.extend(self.line()?);
            // What came together is checked together; nothing more is waited for.
            while !units.is_empty() && units.len() < WAITING && self.from.buffer().contains(&b'\n') {
                units.extend(self.line()?);
            }
            return Ok(units);
        }
        while units.len() < BATCH.0 && bytes < BATCH.1 {
            let Some(unit) = self.line()? else { break };
            bytes += unit.raw.as_ref().map_or(0, String::len);
            units.push(unit);
        }
        Ok(units)
    }

    /// The next record; none at the end.
    ///
    /// # Errors
    /// What the system says when reading fails.
    pub fn next_unit(&mut self) -> io::Result<Option<Unit>> {
        match &mut self.list {
            Some(list) => Ok(list.next()),
            None => self.line(),
        }
    }

    fn line(&mut self) -> io::Result<Option<Unit>> {
        let mut bytes = Vec::new();
        (&mut self.from).take(self.limit).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let is_cut = bytes.len() as u64 >= self.limit && !bytes.ends_with(b"\n");
        let (start, line) = (self.at, self.line);
        if is_cut && self.keeps_all {
            self.from.read_until(b'\n', &mut bytes)?;
        }
        self.at += bytes.len() as u64;
        if is_cut && !self.keeps_all {
            // What nobody needs is not held, however long it is.
            bytes = Vec::new();
            self.at += self.from.skip_until(b'\n')? as u64;
        }
        self.line = self.line.saturating_add(1);
        let text = if is_cut {
            Err(Fault::too_large(self.limit))
        } else {
            std::str::from_utf8(&bytes).map(str::to_owned).map_err(|_| {
                let fault = not_utf8(&bytes).fault;
                let offset = start + fault.at.start as u64;
                fault.with("offset", offset.to_string())
            })
        };
        let start = RecordStart { byte: start, line, column: 0, line_start: start };
        let mut unit = Unit { before: String::new(), raw: text, bytes: Vec::new(), start };
        match &mut unit.raw {
            Ok(text) => {
                // White space and a byte order mark are no part of the record.
                let begin = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
                unit.start.column =
                    narrow(text.get(..begin).unwrap_or_default().trim_start_matches('\u{feff}').chars().count());
                unit.before = text.drain(..begin).collect();
                unit.start.byte += begin as u64;
            }
            Err(_) => unit.bytes = bytes,
        }
        Ok(Some(unit))
    }

    /// Does `work` on every record, some at a time, and hands each with what came of it to `take`, in order.
    ///
    /// # Errors
    /// What `take` says.
    pub fn each<R: Send>(
        &mut self,
        pool: &ThreadPool<'_>,
        work: impl Fn(&Unit) -> R + Sync + Send,
        take: impl FnMut(&Unit, R) -> io::Result<()>,
    ) -> io::Result<End> {
        self.each_known(pool, std::iter::repeat(()), |unit, ()| work(unit), take)
    }

    /// The same, each record with what is `known` of it, until that ends.
    ///
    /// # Errors
    /// What `take` says.
    pub fn each_known<K: Send, R: Send>(
        &mut self,
        pool: &ThreadPool<'_>,
        mut known: impl Iterator<Item = K>,
        work: impl Fn(&Unit, K) -> R + Sync + Send,
        mut take: impl FnMut(&Unit, R) -> io::Result<()>,
    ) -> io::Result<End> {
        let mut next = self.batch();
        let mut taken: Vec<(Unit, R)> = Vec::new();
        let mut take_all =
            |done: Vec<(Unit, R)>| pool.suspend(|| done.into_iter().try_for_each(|(unit, done)| take(&unit, done)));
        loop {
            let batch = match next {
                Ok(batch) => batch,
                Err(error) => {
                    take_all(taken)?;
                    return Ok(End::Unreadable(unreadable(&self.id, &error)));
                }
            };
            if batch.is_empty() {
                take_all(taken)?;
                return Ok(End::Reached);
            }
            let known_here: Vec<K> = known.by_ref().take(batch.len()).collect();
            let with_known = batch.par_iter().zip(known_here);
            let work = |(unit, known): (&Unit, K)| work(unit, known);
            if self.at_once {
                let (done, ()) = pool.each(with_known, work, || ());
                let Some(done) = done else { return Ok(End::Interrupted) };
                take_all(batch.into_iter().zip(done).collect())?;
                taken = Vec::new();
                next = self.batch();
                continue;
            }
            let (done, (said, read)) = pool.each(with_known, work, || (take_all(taken), self.batch()));
            said?;
            let Some(done) = done else { return Ok(End::Interrupted) };
            taken = batch.into_iter().zip(done).collect();
            next = read;
        }
    }

    /// What comes after the last record.
    #[must_use]
    pub fn rest(&self) -> &str {
        &self.rest
    }

    /// The hash of all bytes read.
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.from.get_ref().hasher.finish()
    }

    /// What the records come from.
    #[must_use]
    pub fn id(&self) -> &SourceId {
        &self.id
    }
}

/// Reads, and remembers what was read.
struct Hashing {
    from: Box<dyn Read>,
    hasher: DefaultHasher,
}

impl Read for Hashing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(into)?;
        self.hasher.write(into.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// Moves on over a stretch of the file that begins at byte `start`: its lines count.
fn move_over(raw: &str, start: usize, line: &mut u32, line_start: &mut usize) {
    for end in memchr::memchr_iter(b'\n', raw.as_bytes()) {
        *line += 1;
        *line_start = start + end + 1;
    }
}

impl Unit {
    /// A file of which no record can be had.
    fn whole(fault: Fault) -> Self {
        let start = RecordStart { byte: 0, line: 1, column: 0, line_start: 0 };
        Self { before: String::new(), raw: Err(fault), bytes: Vec::new(), start }
    }

    /// The line of the file it begins on, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.start.line
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
            (Ok(raw), Some(format)) => record_identity(raw, format, &job.fields, &job.engine.reading()),
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
        match read_record(raw, format, &job.fields, &job.engine.reading()) {
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
                    let rewrite = |format| rewrite_record(raw, &repair.rounds, format, &job.fields, &reading);
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
