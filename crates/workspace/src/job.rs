//! What a run has to do: one job for each file, done in chunks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::Memory;
use super::options::ReadOptions;
use super::project::Projects;
use super::since::{Staged, spans_of};
use super::walk::{Found, articles};
use copydesk::diagnostic::Applicability;
use copydesk::document::{Article, FieldPaths, Format};
use copydesk::engine::{Baseline, Checked, Engine, Pass, SecondPass, Wish};
use copydesk::kinds::Facts;
use copydesk::text::{Encoding, Problem, Source, SourceId};

/// Articles and bytes that are checked before anything of them is printed, while the next ones are checked.
const CHUNK: (usize, u64) = (512, 32 << 20);

/// A file to be checked, and how.
#[derive(Debug)]
pub struct Job {
    /// The file.
    pub path: PathBuf,
    /// Its size when it was found, in bytes.
    pub size: u64,
    /// Whether it was named itself on the command line.
    pub named: bool,
    /// How it is to be read.
    pub format: Format,
    /// How the texts in a file of records are to be read; nothing if their field is to tell.
    pub text_format: Option<Format>,
    /// Where the parts of a record are.
    pub fields: Arc<FieldPaths>,
    /// The encoding it is in, if the user says so.
    pub encoding: Option<Encoding>,
    /// The rules it is checked by.
    pub engine: Arc<Engine>,
    /// What earlier runs found, if they may be asked.
    pub memory: Option<Memory>,
    /// What to do about findings.
    pub task: Task,
    /// What is known of it already.
    pub known: Option<Box<Known>>,
    /// Its text as staged, where the file holds another.
    pub staged: Option<Box<Staged>>,
    /// The lines that findings have to touch; nothing if all count.
    pub lines: Option<Vec<(u32, u32)>>,
    /// Whether it is reported. Otherwise only the others are judged against it.
    pub wanted: bool,
}

/// An article's place in a baseline.
#[derive(Debug)]
pub struct Known {
    /// The baseline's file, by its real path.
    pub file: PathBuf,
    /// What it holds.
    pub baseline: Arc<Baseline>,
    /// The file's name in it.
    pub name: String,
}

/// What to do about findings. The applicability is the least that is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Report them.
    Check,
    /// Repair the file and report what is left.
    Fix(Applicability),
    /// Work out the repaired text, and write nothing.
    Preview(Applicability),
    /// Have the file ask, for this reason, to be silent about its findings, and report what is left.
    AddIgnores(Arc<str>),
    /// Work out the text that asks so, and write nothing.
    PreviewIgnores(Arc<str>),
}

impl Task {
    /// What is wanted of each article.
    #[must_use]
    pub fn wish(&self) -> Wish {
        match self {
            Self::Check => Wish::Check,
            Self::Fix(least) | Self::Preview(least) => Wish::Repair(*least),
            Self::AddIgnores(reason) | Self::PreviewIgnores(reason) => Wish::AddIgnores(Arc::clone(reason)),
        }
    }

    /// Whether files are written.
    #[must_use]
    pub fn writes(&self) -> bool {
        matches!(self, Self::Fix(_) | Self::AddIgnores(_))
    }
}

/// The jobs for the articles below some paths, all read in one way: those named themselves, and those that no project leaves out.
/// `prepare` is told the bytes of all of them before the first job is made. With them come the problems of what cannot be read.
pub fn jobs_below(
    paths: &[PathBuf],
    reading: &ReadOptions,
    projects: &mut Projects,
    prepare: impl FnOnce(&mut Projects, u64),
) -> (Vec<Job>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut files = articles(paths, &mut |path| projects.is_article(path), &mut problems).files;
    projects.leave_out_templates(&mut files);
    prepare(projects, files.iter().map(|file| file.size).sum());
    let mut job = |file: Found| {
        let is_usable = projects.governing(Some(&file.path)).configuration.is_usable;
        if !is_usable || !file.named && projects.excludes(&file.path) {
            return None;
        }
        Some(Job::to_read(reading, Some(&file.path), file.size, file.named, projects))
    };
    let jobs = files.into_iter().filter_map(&mut job).collect();
    problems.extend(projects.take_problems());
    (jobs, problems)
}

impl Job {
    /// A file, or standard input, that is to be read as `options` say, and checked as its project says.
    pub fn to_read(
        options: &ReadOptions,
        path: Option<&Path>,
        size: u64,
        named: bool,
        projects: &mut Projects,
    ) -> Self {
        let (engine, memory) = projects.engine_and_memory(path);
        Self {
            format: options.format_of(path, named, projects),
            text_format: options.text_format,
            encoding: options.encoding,
            fields: Arc::clone(&options.fields),
            path: path.map(Path::to_owned).unwrap_or_default(),
            size,
            named,
            engine,
            memory,
            task: Task::Check,
            known: None,
            staged: None,
            lines: None,
            wanted: true,
        }
    }

    /// Its file with nothing in it, for what is said of the file itself.
    #[must_use]
    pub fn nothing(&self) -> Source {
        Source::new(SourceId::File(self.path.clone()), "")
    }

    /// How the text of a record in this job's file is to be read: as is said, or as HTML where its field is named so.
    #[must_use]
    pub fn format_of_record(&self, source: &Source) -> Format {
        let is_html = source.record.as_ref().and_then(|record| record.body()).is_some_and(|body| body.is_html);
        self.text_format.unwrap_or(if is_html { Format::Html } else { Format::Text })
    }

    /// What is found in an article by itself.
    pub fn first_pass(&self, article: &Article) -> Checked {
        let check = || self.engine.first_pass(article);
        match self.memory_of(article) {
            Some(memory) => memory.checked(&self.engine, article, check),
            None => check(),
        }
    }

    /// The names in an article, and its headlines.
    pub fn survey(&self, article: &Article) -> Facts {
        let survey = || self.engine.survey(article);
        match self.memory_of(article) {
            Some(memory) => memory.survey(&self.engine, article, survey),
            None => survey(),
        }
    }

    /// Records are never remembered: there is no end to them.
    fn memory_of(&self, article: &Article) -> Option<&Memory> {
        self.memory.as_ref().filter(|_| article.source.record.is_none())
    }

    /// What surrounds an article of this job.
    pub fn pass<'t>(&self, archive: Option<&'t dyn SecondPass>, source: &Source) -> Pass<'t> {
        Pass {
            archive,
            baseline: self.known.as_ref().map(|known| (Arc::clone(&known.baseline), source.name_within(&known.name))),
            // Of a file of records whole records are changed. In UTF-16 a byte that looks like a line's end may be half a letter.
            changed: self
                .lines
                .as_ref()
                .filter(|_| source.record.is_none())
                .filter(|_| ![Encoding::UTF_16LE, Encoding::UTF_16BE].contains(&source.encoding))
                .map(|lines| spans_of(lines, source.text())),
        }
    }
}

/// Jobs that are done together.
#[derive(Debug, Clone, Copy)]
pub enum Chunk<'j> {
    /// Articles.
    Articles(&'j [Job]),
    /// A file of records.
    Records(&'j Job),
}

/// The jobs in chunks of bounded number and size, so that what waits to be printed stays small.
pub fn chunks(jobs: &[Job]) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = jobs;
    std::iter::from_fn(move || {
        let (first, after) = rest.split_first()?;
        if first.format.is_of_records() {
            rest = after;
            return Some(Chunk::Records(first));
        }
        let mut bytes = 0;
        let fits = |job: &&Job| {
            bytes += job.size;
            bytes <= CHUNK.1 && !job.format.is_of_records()
        };
        let length = rest.iter().take(CHUNK.0).take_while(fits).count().max(1);
        let (chunk, later) = rest.split_at_checked(length)?;
        rest = later;
        Some(Chunk::Articles(chunk))
    })
}
