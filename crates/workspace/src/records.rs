//! Files of many articles: read a stretch at a time, so that memory does not grow with the file, and repaired by writing
//! the file anew with nothing changed but the strings that were repaired.

mod unit;

use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use rayon::prelude::*;

use super::article::{guarded, unreadable};
use super::job::{Job, Task};
use super::read::{file_problem, open_file, read_limited, system_words};
use super::refused::Refused;
use super::since::Staged;
use super::threads::ThreadPool;
use copydesk::document::{Columns, FieldPaths, Items, Layout, RecordFormat, RecordStart, RowEnd};
use copydesk::text::{Fault, Problem, Source, SourceId, narrow, not_utf8};

/// Records and bytes that are checked together, while the next ones are read.
const BATCH: (usize, usize) = (256, 4 << 20);
/// The most records of a stream that are checked before the first of them is answered.
const WAITING: usize = 64;

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
    /// Where its parts are, in a table.
    fields: Option<Arc<FieldPaths>>,
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
    /// Where that line begins, in bytes, and the scalar values of it that are read: what ends a row need not end a line.
    line_start: u64,
    column: u32,
    /// The records of a list, which is read as a whole.
    list: Option<std::vec::IntoIter<Unit>>,
    /// Of a table, what its columns are called and where parts of its rows are, once its first row is read.
    table: Option<Arc<FieldPaths>>,
    /// What has been read and stands before the next record.
    before: String,
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
        let mut units = Self {
            id,
            limit,
            from,
            at: 0,
            line: 1,
            line_start: 0,
            column: 0,
            list: None,
            table: None,
            before: String::new(),
            keeps_all,
            at_once: false,
            rest: String::new(),
        };
        match job.format.records().map(RecordFormat::layout) {
            Some(Layout::List(items)) => {
                let id = units.id.clone();
                match guarded(|| Source::new(id, ""), || Ok(units.read_list(items)?)) {
                    Ok(()) | Err(Refused::NoText) => {}
                    Err(Refused::Problem(problem)) => return Err(problem),
                    Err(Refused::Article(broken)) => units.list = Some(vec![Unit::whole(broken.fault)].into_iter()),
                }
            }
            Some(Layout::Rows) => units.read_columns(job).map_err(|error| unreadable(&units.id, &error))?,
            Some(Layout::Lines) | None => {}
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
                fields: None,
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
                list.push(Unit { before: String::new(), raw: Err(fault), bytes, start, fields: None });
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

    /// Reads the first row of a table, which names its columns. If it cannot be read, nor can the table.
    fn read_columns(&mut self, job: &Job) -> io::Result<()> {
        let (fields, reading): (&FieldPaths, _) = (&job.fields, job.engine.reading());
        let mut table = None;
        while table.is_none()
            && let Some(mut unit) = self.row(None)?
        {
            let columns = match &unit.raw {
                Ok(raw) if raw.trim().is_empty() => None,
                Ok(raw) => Some(Columns::of(raw).and_then(|columns| columns.with_one_text(raw, fields, &reading))),
                Err(fault) => Some(Err(fault.clone())),
            };
            match columns {
                Some(Err(fault)) => {
                    if let Ok(raw) = std::mem::replace(&mut unit.raw, Err(fault)) {
                        unit.bytes = raw.into_bytes();
                    }
                    if self.keeps_all {
                        self.from.read_to_end(&mut unit.bytes)?;
                    }
                    self.list = Some(vec![unit].into_iter());
                    return Ok(());
                }
                Some(Ok(columns)) => table = Some(fields.in_table(columns)),
                None => {}
            }
            self.before = unit.before + &unit.raw.unwrap_or_default();
        }
        self.table = Some(Arc::new(table.unwrap_or_else(|| fields.clone())));
        Ok(())
    }

    /// The next record of a file that is read from left to right; none at the end.
    fn line(&mut self) -> io::Result<Option<Unit>> {
        if let Some(table) = self.table.clone() {
            let row = self.row(table.columns.as_ref())?;
            if row.is_none() {
                self.rest.push_str(&std::mem::take(&mut self.before));
            }
            return Ok(row.map(|row| Unit { fields: Some(table), ..row }));
        }
        let line = self.stretch(|bytes| match memchr::memchr(b'\n', bytes) {
            Some(end) => (end + 1, true),
            None => (bytes.len(), false),
        })?;
        let Some(mut unit) = line else { return Ok(None) };
        if let Ok(text) = &mut unit.raw {
            // White space and a byte order mark are no part of the record.
            let begin = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
            unit.start.column =
                narrow(text.get(..begin).unwrap_or_default().trim_start_matches('\u{feff}').chars().count());
            unit.before = text.drain(..begin).collect();
            unit.start.byte += begin as u64;
        }
        Ok(Some(unit))
    }

    /// The next row of a table with these columns; without any, its first one. None at the end.
    fn row(&mut self, columns: Option<&Columns>) -> io::Result<Option<Unit>> {
        let mut end = RowEnd::of(columns);
        let is_first = self.at == 0;
        let Some(mut unit) = self.stretch(|bytes| end.find(bytes))? else { return Ok(None) };
        unit.before = std::mem::take(&mut self.before);
        if let Ok(text) = &mut unit.raw
            && is_first
            && text.starts_with('\u{feff}')
        {
            let mark = '\u{feff}'.len_utf8();
            if self.line_start == 0 {
                self.column = self.column.saturating_sub(1);
            }
            unit.before.extend(text.drain(..mark));
            unit.start.byte += mark as u64;
        }
        Ok(Some(unit))
    }

    /// The bytes up to a place that `find` tells: of the next bytes, how many come before it, and whether it is there. None at the end
    /// of the file.
    fn stretch(&mut self, mut find: impl FnMut(&[u8]) -> (usize, bool)) -> io::Result<Option<Unit>> {
        let (mut bytes, mut length) = (Vec::new(), 0_u64);
        let start = RecordStart { byte: self.at, line: self.line, column: self.column, line_start: self.line_start };
        loop {
            let buffer = match self.from.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                break;
            }
            let (count, is_there) = find(buffer);
            let part = buffer.get(..count).unwrap_or_default();
            if let Some(last) = memchr::memrchr(b'\n', part) {
                self.line = self.line.saturating_add(narrow(memchr::memchr_iter(b'\n', part).count()));
                (self.line_start, self.column) = (self.at + length + last as u64 + 1, 0);
            }
            let read = self.line_start.saturating_sub(self.at + length);
            let on_line = usize::try_from(read).ok().and_then(|read| part.get(read..)).unwrap_or_default();
            self.column = self.column.saturating_add(narrow(on_line.iter().filter(|byte| is_begin(**byte)).count()));
            length += part.len() as u64;
            // What nobody needs is not held, however long it is.
            if length <= self.limit || self.keeps_all {
                bytes.extend_from_slice(part);
            } else {
                bytes = Vec::new();
            }
            self.from.consume(count);
            if is_there {
                break;
            }
        }
        if length == 0 {
            return Ok(None);
        }
        self.at += length;
        let text = if length > self.limit {
            Err(Fault::too_large(self.limit))
        } else {
            std::str::from_utf8(&bytes).map(str::to_owned).map_err(|_| {
                let fault = not_utf8(&bytes).fault;
                let offset = start.byte + fault.at.start as u64;
                fault.with("offset", offset.to_string())
            })
        };
        let bytes = if text.is_ok() { Vec::new() } else { bytes };
        Ok(Some(Unit { before: String::new(), raw: text, bytes, start, fields: None }))
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

/// Whether a scalar value begins with a byte of UTF-8.
fn is_begin(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// Moves on over a stretch of the file that begins at byte `start`: its lines count.
fn move_over(raw: &str, start: usize, line: &mut u32, line_start: &mut usize) {
    for end in memchr::memchr_iter(b'\n', raw.as_bytes()) {
        *line += 1;
        *line_start = start + end + 1;
    }
}
