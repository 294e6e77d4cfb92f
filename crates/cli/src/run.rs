//! A run of `copydesk check` under way: articles checked in parallel, findings reported in order of path.

mod changes;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::args::{CheckArgs, DiffForm, Format as Form};
use super::progress::TerminalProgress;
use super::refused_commit;
use super::rendered::{MAX_RENDERED, Rendered, Renderer, article_of};
use super::reporter::reporter;
use super::screen::{Layout, Screen};
use super::target::Target;
use super::terminal::Terminal;
use copydesk::diagnostic::{Applicability, Fix};
use copydesk::engine::baseline::counts;
use copydesk::engine::{Engine, SecondPass, Weighing, articles_may_ignore};
use copydesk::kinds::{Facts, Tally};
use copydesk::report::{Answer, Look, Reported, Reporter, Silenced, Summary, Unread, write_statistics};
use copydesk::text::{Problem, Source, SourceId};
use copydesk_workspace::article::{Examined, bytes_of, examine_file, guarded, read_stdin};
use copydesk_workspace::baseline::Baselines;
use copydesk_workspace::first_pass::{FirstPass, Room, first_pass_of_file};
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::job::{Chunk, Job, chunks};
use copydesk_workspace::part::Parts;
use copydesk_workspace::records::{End, Unit, Units};
use copydesk_workspace::refused::{Refused, unread};
use copydesk_workspace::shelf::FilledShelf;
use copydesk_workspace::threads::ThreadPool;
use copydesk_workspace::write::{Before, Writer};

/// What came of a chunk of articles; nothing of one that is not reported.
#[derive(Default)]
struct Done<'j> {
    chunk: &'j [Job],
    done: Vec<Option<Result<Rendered, Refused>>>,
}

/// A file between two passes.
type Between = Result<FirstPass, Box<Refused>>;

/// What is kept of each record of a file between two passes, in order, as far as there was room.
type Records = Vec<Option<Box<FirstPass>>>;

/// What the first pass came to.
struct First {
    /// The articles that are files, in the order of their jobs.
    articles: Vec<Between>,
    /// For each file of records.
    records: Vec<Records>,
    /// Where what memory had no room for is.
    shelf: FilledShelf,
    /// What all come to.
    tally: Tally,
}

/// A run under way.
pub struct Run<'a> {
    args: &'a CheckArgs,
    terminal: &'a Terminal,
    reporter: Box<dyn Reporter>,
    renderer: Renderer,
    out: BufWriter<Target>,
    summary: Summary,
    baselines: Baselines,
    /// What is known of an archive, if a saved tally of it was given.
    archive: Option<Tally>,
    /// Whether articles are judged against one another.
    two_passes: bool,
    /// Files with safe fixes, where a commit waits for the run.
    fixable: Option<Vec<PathBuf>>,
    /// Where patches are to be applied, once it is asked for.
    top: Option<PathBuf>,
    /// Patches that cannot be applied as they are shown.
    not_exact: usize,
}

impl<'a> Run<'a> {
    /// A run with its way out. With it come what configurations keep quiet, and files that are not read.
    pub fn new(
        args: &'a CheckArgs,
        terminal: &'a Terminal,
        output: Option<Writer>,
        baselines: Baselines,
        archive: Option<Tally>,
        kept_quiet: (Silenced, Vec<Unread>),
    ) -> Self {
        let plain = Look::PLAIN;
        let look = if output.is_some() { plain } else { terminal.look };
        Self::with(reporter(args, terminal, look), args, terminal, output, baselines, archive, kept_quiet)
    }

    /// A run that reports to `reporter`, whatever form the arguments ask for.
    pub fn with(
        reporter: Box<dyn Reporter>,
        args: &'a CheckArgs,
        terminal: &'a Terminal,
        output: Option<Writer>,
        baselines: Baselines,
        archive: Option<Tally>,
        (silenced, unread): (Silenced, Vec<Unread>),
    ) -> Self {
        let for_people = |layout: Option<Layout>| match args.format() {
            Form::Human => layout,
            // A line is for one finding, whoever reads it.
            Form::Concise => layout.map(|layout| Layout { width: None, ..layout }),
            _ => None,
        };
        let stdin_is_repaired = args.writes_articles() && args.wants_stdin();
        let target = match output {
            Some(output) => Target::File(Box::new(output)),
            None if stdin_is_repaired => Target::Stderr(Screen::new(io::stderr(), for_people(terminal.error_layout()))),
            None => {
                terminal.hold();
                Target::Stdout(Screen::new(io::stdout(), for_people(terminal.layout())))
            }
        };
        let repaired = (!args.add_ignore && (args.fix || args.diff.is_some())).then_some(0);
        let only_changed = args.staged || args.since.is_some();
        let summary = Summary { repaired, only_changed, silenced, unread, ..Summary::default() };
        let says_findings = args.diff.is_none() && args.write_baseline.is_none();
        let renderer = reporter.renderer().filter(|_| says_findings);
        Self {
            args,
            terminal,
            reporter,
            renderer,
            out: BufWriter::new(target),
            summary,
            baselines,
            archive,
            two_passes: false,
            fixable: refused_commit::is_waited_for().then(Vec::new),
            top: None,
            not_exact: 0,
        }
    }

    fn limit(&self) -> u64 {
        self.args.reading.limit()
    }

    /// The saved tally, for an article that is judged in its light alone.
    fn saved_tally(&self, job: &Job) -> Option<Tally> {
        self.archive.as_ref().filter(|_| job.engine.needs_tally()).cloned()
    }

    /// Checks standard input.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    pub fn take_stdin(&mut self, job: &Job) -> io::Result<()> {
        let id = SourceId::Stdin(self.args.stdin_filename.clone());
        let limit = self.limit();
        if job.format.is_of_records() {
            return self.take_records_of_stdin(job, id);
        }
        let mut stored = None;
        let saved = self.saved_tally(job);
        let examined = guarded(
            || Source::new(id.clone(), ""),
            || {
                let bytes = stored.insert(read_stdin(&id, limit)?);
                let article = job.decode(id.clone(), bytes)?;
                let archive = saved.as_ref().map(|tally| job.engine.weigh(tally));
                Ok(job.examine(article, archive.as_ref().map(as_pass)))
            },
        );
        if self.args.writes_articles() {
            // A filter hands on what it cannot repair.
            let repaired = examined.as_ref().ok().and_then(|examined| {
                let repair = examined.outcome.repair.as_ref()?;
                bytes_of(&examined.article.source, &repair.text).map_err(|problem| self.terminal.tell(&problem)).ok()
            });
            let bytes = repaired.or(stored).unwrap_or_default();
            let mut out = io::stdout().lock();
            out.write_all(&bytes)?;
            out.flush()?;
        }
        let examined = examined.map(|examined| match &examined.outcome.repair {
            // What is left is about the repaired text.
            Some(repair) if self.args.writes_articles() => {
                Examined { article: examined.article.with_text(repair.text.as_str()), ..examined }
            }
            _ => examined,
        });
        let rendered = examined.and_then(|examined| Rendered::new(&self.renderer, job, examined));
        self.take(job, rendered)
    }

    /// Checks every file; the exit status, if the run was interrupted.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    pub fn check_all(&mut self, jobs: &[Job], interrupt: &Interrupt) -> io::Result<Option<u8>> {
        let two_passes = jobs.iter().any(|job| job.wanted && job.engine.needs_tally());
        self.two_passes = two_passes;
        let limit = self.limit();
        let progress = TerminalProgress::new(jobs.len() * if two_passes { 2 } else { 1 });
        let pool = ThreadPool::new(self.args.jobs, &progress, interrupt);
        if !two_passes {
            let examine = |job: &Job, ()| job.wanted.then(|| examine_file(job, limit));
            let nothing = (Vec::new(), &FilledShelf::default());
            self.check_chunks(&pool, jobs, (std::iter::repeat(()), nothing), examine, |_| None)?;
        } else if let Some(First { articles, records, shelf, tally }) = self.first_pass(&pool, jobs) {
            let mut archives: BTreeMap<usize, Weighing<'_>> = BTreeMap::new();
            for job in jobs {
                archives.entry(number_of(&job.engine)).or_insert_with(|| job.engine.weigh(&tally));
            }
            let archive_of = |job: &Job| archives.get(&number_of(&job.engine)).map(as_pass).filter(|_| job.wanted);
            let judge = |job: &Job, first: Between| {
                let archive = archive_of(job)?;
                Some(first.map_err(|refused| *refused).and_then(|first| first.judge(job, archive, &shelf, limit)))
            };
            self.check_chunks(&pool, jobs, (articles.into_iter(), (records, &shelf)), judge, archive_of)?;
        }
        progress.finish();
        if interrupt.status().is_some() {
            self.out.flush()?;
        }
        Ok(interrupt.status())
    }

    /// Does `work` on every article, each with what is known of it (then of the records), and reports what comes of it; until all
    /// is done, or the run is interrupted. With what is known of the records comes the shelf that it may be on. `archive_of` is in whose light the records of a file are judged.
    fn check_chunks<'t, K: Send>(
        &mut self,
        pool: &ThreadPool<'_>,
        jobs: &[Job],
        (mut known, (records, shelf)): (impl Iterator<Item = K>, (Vec<Records>, &FilledShelf)),
        work: impl Fn(&Job, K) -> Option<Result<Examined, Refused>> + Sync + Send,
        archive_of: impl Fn(&Job) -> Option<&'t dyn SecondPass>,
    ) -> io::Result<()> {
        let renderer = self.renderer.clone();
        let mut waiting = Done::default();
        let mut records = records.into_iter();
        for chunk in chunks(jobs) {
            match chunk {
                Chunk::Articles(chunk) => {
                    let with_known: Vec<(&Job, K)> = chunk.iter().zip(known.by_ref().take(chunk.len())).collect();
                    let before = std::mem::take(&mut waiting);
                    let work = |(job, known): (&Job, K)| {
                        let examined = work(job, known)?;
                        Some(examined.and_then(|examined| Rendered::new(&renderer, job, examined)))
                    };
                    let (done, said) = pool.each(with_known.into_par_iter(), work, || self.take_all(pool, before));
                    said?;
                    let Some(done) = done else { return Ok(()) };
                    waiting = Done { chunk, done };
                }
                Chunk::Records(job) => {
                    self.take_all(pool, std::mem::take(&mut waiting))?;
                    let known = records.next().unwrap_or_default();
                    if job.wanted && !self.take_records(pool, job, archive_of(job), (known, shelf))? {
                        return Ok(());
                    }
                }
            }
        }
        self.take_all(pool, waiting)
    }

    /// Checks every article by itself and adds up what all of them come to; nothing, if it was interrupted.
    fn first_pass(&mut self, pool: &ThreadPool<'_>, jobs: &[Job]) -> Option<First> {
        let limit = self.limit();
        let is_saved = self.archive.is_some();
        let mut tally = self.archive.take().unwrap_or_default();
        let mut all: Vec<Between> = Vec::with_capacity(jobs.len());
        let mut records = Vec::new();
        let mut added = 0;
        let mut room = Room::default();
        let mut parts = Parts::default();
        // The jobs of those articles that are no files of records: these have no place among the others.
        let mut of_articles = jobs.iter().filter(|job| !job.format.is_of_records());
        let mut add_up = |tally: &mut Tally, all: &mut Vec<Between>, added: usize, room: &mut Room| {
            for (article, job) in all.iter_mut().skip(added).zip(&mut of_articles) {
                let Ok(article) = article else { continue };
                article.facts().into_iter().for_each(|facts| add(tally, facts, is_saved));
                article.settle(job, room);
            }
        };
        for chunk in chunks(jobs) {
            let chunk = match chunk {
                Chunk::Articles(chunk) => chunk,
                Chunk::Records(job) => {
                    let mut part = Tally::default();
                    let mut take = |facts: &Facts| add(&mut part, facts, is_saved);
                    records.push(add_records(pool, job, limit, &mut room, &mut take)?);
                    parts.add(&mut tally, part);
                    continue;
                }
            };
            let before = all.len();
            // The facts of the chunk before are added meanwhile.
            let is_kept = room.is_left();
            let work = |job: &Job| first_pass_of_file(job, limit, is_kept).map_err(Box::new);
            let (first, ()) = pool.each(chunk.par_iter(), work, || add_up(&mut tally, &mut all, added, &mut room));
            added = before;
            all.extend(first?);
        }
        add_up(&mut tally, &mut all, added, &mut room);
        Some(First { articles: all, records, shelf: room.close(), tally })
    }

    /// Checks a file of records; whether it was not interrupted. A repaired file takes its place at the end.
    fn take_records(
        &mut self,
        pool: &ThreadPool<'_>,
        job: &Job,
        archive: Option<&dyn SecondPass>,
        known: (Records, &FilledShelf),
    ) -> io::Result<bool> {
        let opened = Units::of_job(job, self.limit()).and_then(|units| {
            let is_repaired = job.task.writes() && job.staged.is_none();
            Ok((units, is_repaired.then(|| Writer::repair(&job.path, job.named)).transpose()?))
        });
        match opened {
            Ok((mut units, None)) if self.args.diff == Some(DiffForm::Patch) => {
                let mut after = Vec::new();
                let done = self.each_record(pool, job, &mut units, (archive, known), &mut after)?;
                if done.is_some_and(|repaired| repaired > 0) {
                    self.write_patch_of_records(job, &after)?;
                }
                Ok(done.is_some())
            }
            Ok((mut units, None)) => {
                self.each_record(pool, job, &mut units, (archive, known), &mut io::sink()).map(|done| done.is_some())
            }
            Ok((mut units, Some(mut replacement))) => {
                let Some(repaired) = self.each_record(pool, job, &mut units, (archive, known), &mut replacement)?
                else {
                    return Ok(false);
                };
                if repaired > 0
                    && let Err(problem) = replacement.finish(Before::Bytes(units.hash()))
                {
                    self.tell(&problem)?;
                }
                Ok(true)
            }
            Err(problem) => self.tell(&problem).map(|()| true),
        }
    }

    /// Checks standard input as a file of records; repaired, it goes to standard output.
    fn take_records_of_stdin(&mut self, job: &Job, id: SourceId) -> io::Result<()> {
        let interrupt = Interrupt::default();
        let progress = TerminalProgress::new(0);
        let pool = ThreadPool::new(self.args.jobs, &progress, &interrupt);
        let saved = self.saved_tally(job);
        let archive = saved.as_ref().map(|tally| job.engine.weigh(tally));
        let archive = archive.as_ref().map(as_pass);
        let shelf = FilledShelf::default();
        match Units::open(job, id, Box::new(io::stdin()), self.limit()) {
            Ok(mut units) if self.args.writes_articles() => {
                let mut out = BufWriter::new(io::stdout());
                self.each_record(&pool, job, &mut units, (archive, (Vec::new(), &shelf)), &mut out)?;
                out.flush()
            }
            Ok(units) => {
                let mut units = if self.args.stream { units.at_once() } else { units };
                self.each_record(&pool, job, &mut units, (archive, (Vec::new(), &shelf)), &mut io::sink()).map(drop)
            }
            Err(problem) => self.tell(&problem),
        }
    }

    /// Checks one record after the other, with what was kept of it, and writes each to `out`, repaired if the job says so; how
    /// many were repaired. Nothing, if it was interrupted.
    fn each_record(
        &mut self,
        pool: &ThreadPool<'_>,
        job: &Job,
        units: &mut Units,
        (archive, (known, shelf)): (Option<&dyn SecondPass>, (Records, &FilledShelf)),
        out: &mut dyn Write,
    ) -> io::Result<Option<usize>> {
        let id = units.id().clone();
        let mut repaired = 0;
        let renderer = self.renderer.clone();
        let known = known.into_iter().chain(std::iter::repeat_with(|| None));
        let work = |unit: &Unit, first: Option<Box<FirstPass>>| {
            let first = first.map(|first| *first);
            let (examined, rewritten) = unit.is_wanted(job).then(|| unit.examine(&id, job, archive, (first, shelf)))?;
            Some((examined.and_then(|examined| Rendered::new(&renderer, job, examined)), rewritten))
        };
        let end = units.each_known(pool, known, work, |unit, done| {
            let (rendered, rewritten) = done.unzip();
            let rewritten = rewritten.flatten();
            unit.write(rewritten.as_deref(), out)?;
            repaired += usize::from(rewritten.is_some());
            let Some(rendered) = rendered else { return Ok(()) };
            if self.args.stream { self.answer(&id, job, unit, rendered) } else { self.take(job, rendered) }
        })?;
        match end {
            End::Reached => {
                out.write_all(units.rest().as_bytes())?;
                Ok(Some(repaired))
            }
            End::Interrupted => Ok(None),
            End::Unreadable(problem) => self.tell(&problem).map(|()| Some(0)),
        }
    }

    fn tell(&mut self, problem: &Problem) -> io::Result<()> {
        self.out.flush()?;
        self.terminal.tell(problem);
        self.write_problems()
    }

    /// Writes the problems that were told since, where the form has a place for them.
    fn write_problems(&mut self) -> io::Result<()> {
        let problems = self.terminal.take_unwritten();
        problems.iter().try_for_each(|problem| self.reporter.problem(&mut self.out, problem))
    }

    /// Takes a record of a stream, says that this was all about it, and lets whoever waits for that have it.
    fn answer(&mut self, id: &SourceId, job: &Job, unit: &Unit, rendered: Result<Rendered, Refused>) -> io::Result<()> {
        let source = match &rendered {
            Ok(rendered) => Some(&rendered.examined.article.source),
            Err(Refused::Article(unreadable)) => Some(&unreadable.source),
            Err(_) => None,
        };
        let record = source.and_then(|source| source.record.as_deref());
        let named = match record {
            Some(record) => Some((record.public_id().into_owned(), record.hash.is_some())),
            None => unit.identity(job).id.map(|id| (id, false)),
        };
        let without_text = matches!(rendered, Err(Refused::NoText));
        let before = self.summary.findings();
        self.take(job, rendered)?;
        let findings = self.summary.findings() - before;
        let answer = Answer { source: id, line: unit.line(), id: named, findings, without_text };
        self.reporter.answered(&mut self.out, &answer)?;
        self.out.flush()
    }

    fn take_all(&mut self, pool: &ThreadPool<'_>, Done { chunk, done }: Done<'_>) -> io::Result<()> {
        let spoken_of = chunk.iter().zip(done).filter_map(|(job, rendered)| Some((job, rendered?)));
        pool.suspend(|| spoken_of.into_iter().try_for_each(|(job, rendered)| self.take(job, rendered)))
    }

    fn take(&mut self, job: &Job, rendered: Result<Rendered, Refused>) -> io::Result<()> {
        let Rendered { mut examined, mut words } = match rendered {
            Ok(rendered) => rendered,
            Err(Refused::Problem(problem)) => return self.tell(&problem),
            Err(Refused::Article(unreadable)) => Rendered { examined: job.unreadable(*unreadable), words: None },
            Err(Refused::NoText) => {
                self.summary.without_text += 1;
                return Ok(());
            }
        };
        if let Some(known) = &job.known {
            let ran = |code: &str| job.engine.looks_for(code, self.two_passes);
            let hidden = std::mem::take(&mut examined.outcome.hidden);
            self.baselines.take(known, &examined.article.source, hidden, job.lines.is_none(), ran);
            if self.args.write_baseline.is_some() {
                return Ok(());
            }
            // An article that could hold a comment, and could not be written, is no case for the baseline.
            let is_settled = self.args.diff.is_none() && examined.problem.is_none();
            if let Some(reason) = self.args.reason().filter(|_| is_settled) {
                let source = &examined.article.source;
                let (left, rest) = std::mem::take(&mut examined.outcome.findings)
                    .into_iter()
                    .partition(|finding| articles_may_ignore(&finding.code));
                examined.outcome.findings = rest;
                let folder = &job.engine.languages().undetermined().folder;
                self.baselines.add(known, source, &counts(source, folder, &left), reason);
                words = words.filter(|_| left.is_empty());
            }
        }
        if self.args.add_ignore {
            self.summary.ignored.articles += examined.outcome.repaired();
        }
        self.note_fixable(&examined);
        self.summary.add(&examined.outcome.findings);
        self.summary.silenced.by_articles.add(examined.outcome.suppressed);
        if let Some(repaired) = &mut self.summary.repaired {
            *repaired += examined.outcome.repaired();
        }
        if let Some(form) = self.args.diff {
            unread(&examined, &self.terminal.ui.tag).for_each(|fault| self.terminal.mention(&fault));
            self.show_changes(form, &examined)?;
        } else {
            let article = article_of(job, &examined);
            match (words, &self.renderer) {
                (Some(words), _) => self.reporter.article(&mut self.out, article, &words?)?,
                (None, None) => self.reporter.article(&mut self.out, article, &[])?,
                (None, Some(renderer)) => {
                    for found in article.found.chunks(MAX_RENDERED) {
                        let part = Reported { found, ..article };
                        self.reporter.article(&mut self.out, part, &renderer.render(part)?)?;
                    }
                }
            }
        }
        examined.problem.as_ref().map_or(Ok(()), |problem| self.tell(problem))
    }

    /// Remembers the file of an article with safe fixes, where a commit waits for the run.
    fn note_fixable(&mut self, examined: &Examined) {
        let is_safe = |fix: &Fix| fix.applicability == Applicability::Safe;
        let has_fix = || examined.outcome.findings.iter().any(|found| found.fix.as_ref().is_some_and(is_safe));
        if let (Some(fixable), SourceId::File(path)) = (&mut self.fixable, &examined.article.source.id)
            && fixable.len() <= refused_commit::MOST
            && fixable.last() != Some(path)
            && has_fix()
        {
            fixable.push(path.clone());
        }
    }

    /// What is said at the end where a commit waits for a run that fails: the one command that helps.
    fn tell_of_commit(&mut self) -> io::Result<()> {
        let Some(fixable) = self.fixable.as_deref().filter(|_| self.args.format() == Form::Human) else {
            return Ok(());
        };
        let ui = &self.terminal.ui;
        let (words, command) = match refused_commit::fixing(fixable) {
            Some(command) => (ui.count("commit-fixable", self.summary.fixable.0), command),
            None => (ui.say("commit-refused").to_owned(), "git commit --no-verify".to_owned()),
        };
        writeln!(self.out, "\n{words}\n    {command}")
    }

    /// Says what the run came to, with the number of articles that git tracks and `.gitignore` hides. The exit status, and how many findings
    /// were added to baselines.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    pub fn finish(mut self, hidden: usize) -> io::Result<(u8, usize)> {
        self.summary.silenced.hidden = hidden;
        self.summary.baseline = self.baselines.summary();
        if self.args.write_baseline.is_some() {
            match self.baselines.write() {
                Ok(written) => self.terminal.note("baseline-written", written),
                Err(problem) => self.terminal.tell(&problem),
            }
        }
        if self.args.add_ignore && self.args.diff.is_none() {
            self.summary.ignored.baseline = self.baselines.added();
            if let Err(problem) = self.baselines.write() {
                self.terminal.tell(&problem);
            }
        }
        self.write_problems()?;
        self.summary.problems = self.terminal.told();
        if self.args.write_baseline.is_some() {
            // What was written down is all there is to say.
        } else if self.args.diff.is_some() {
            if self.not_exact > 0 {
                self.terminal.note("patch-not-exact", self.not_exact);
            }
            match self.summary.repaired {
                Some(repaired) => self.terminal.note("would-repair", repaired),
                None => self.terminal.note("would-ignore", self.summary.ignored.articles),
            }
        } else {
            self.reporter.finish(&mut self.out, &self.summary)?;
            if self.args.statistics && self.args.format() == Form::Concise {
                write_statistics(&mut self.out, &self.summary)?;
            }
            if self.args.format() != Form::Human {
                let is_unchanged =
                    self.summary.only_changed && self.summary.articles == 0 && self.summary.problems == 0;
                if is_unchanged {
                    self.terminal.note("no-changes", 0);
                }
                self.summary.warnings(&self.terminal.ui).iter().for_each(|line| self.terminal.remark(line));
            }
        }
        let would_change =
            self.args.diff.is_some() && self.summary.repaired.unwrap_or(self.summary.ignored.articles) > 0;
        let fails = self.summary.by_severity.keys().any(|&severity| self.args.fail_on.fails(severity)) || would_change;
        if fails {
            self.tell_of_commit()?;
        }
        self.out.flush()?;
        if let Target::File(output) = self.out.into_inner().map_err(io::IntoInnerError::into_error)?
            && let Err(problem) = output.finish(Before::Any)
        {
            self.terminal.tell(&problem);
            return Ok((2, 0));
        }
        let status = if self.summary.problems > 0 { 2 } else { u8::from(fails) };
        Ok((status, self.summary.ignored.baseline))
    }
}

fn as_pass<'w>(archive: &'w Weighing<'_>) -> &'w dyn SecondPass {
    archive
}

/// Adds an article to what all come to. Saved names are the archive's; the articles of this run may stand among them already.
fn add(tally: &mut Tally, facts: &Facts, is_saved: bool) {
    if is_saved {
        tally.add_to_saved(facts);
    } else {
        tally.add(facts, &Arc::default());
    }
}

/// A number that tells the engines of a run apart.
fn number_of(engine: &Arc<Engine>) -> usize {
    Arc::as_ptr(engine) as usize
}

/// First pass over a file of records: what is kept of them; nothing, if it was interrupted. What cannot be read is told in the
/// second.
fn add_records(
    pool: &ThreadPool<'_>,
    job: &Job,
    limit: u64,
    room: &mut Room,
    take: &mut dyn FnMut(&Facts),
) -> Option<Records> {
    let mut kept = Vec::new();
    let Ok(mut units) = Units::of_job(job, limit) else { return Some(kept) };
    let id = units.id().clone();
    let is_room = AtomicBool::new(room.is_left());
    let work = |unit: &Unit| unit.remember(&id, job, is_room.load(Ordering::Relaxed));
    let end = units.each(pool, work, |_, first| {
        let had_room = room.is_left();
        let first = first.map(|mut first| {
            first.facts().into_iter().for_each(&mut *take);
            first.settle(job, room);
            Box::new(first)
        });
        if had_room {
            kept.push(first.filter(|first| first.is_kept()));
        }
        is_room.store(room.is_left(), Ordering::Relaxed);
        Ok(())
    });
    (!matches!(end, Ok(End::Interrupted))).then_some(kept)
}
