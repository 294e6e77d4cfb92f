//! What a run of `copydesk check` has to do: which articles there are, by which rules each is checked, and what is known of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::diagnostic::Applicability;
use copydesk::document::{Article, Format, RecordFormat};
use copydesk::report::{Silenced, Unread};
use copydesk::text::{Place, Problem, SourceId};
use copydesk_workspace::baseline::{Baselines, FILE_NAME};
use copydesk_workspace::disk::{real, shown_name};
use copydesk_workspace::job::{Job, Known, Task};
use copydesk_workspace::options::ReadOptions;
use copydesk_workspace::project::{Project, Projects};
use copydesk_workspace::read::read_file;
use copydesk_workspace::since::Changes;
use copydesk_workspace::skipped::{Hidden, Skipped};
use copydesk_workspace::walk::{Found, Walked, articles};

use super::args::CheckArgs;
use super::check::use_cache;
use super::terminal::Terminal;

/// Up to this many bytes it pays to look into the articles before the rules are read.
const SMALL_RUN: u64 = 256 << 10;

/// What a run is about.
pub struct What<'w> {
    /// Files and folders.
    pub paths: &'w [PathBuf],
    /// Whether the article on standard input is checked.
    pub stdin: bool,
    /// What changed, if only that is to be looked at.
    pub changes: Option<Changes>,
}

/// What is to be done, and what is left undone.
pub struct Plan {
    /// The files, in order of path.
    pub jobs: Vec<Job>,
    /// Standard input.
    pub stdin: Option<Job>,
    /// What configurations keep from being reported.
    pub silenced: Silenced,
    /// Files that were met and are not read.
    pub unread: Vec<Unread>,
    /// Articles that git tracks and `.gitignore` hides.
    pub hidden: Hidden,
}

/// A plan while it is made.
struct Planner<'p> {
    args: &'p CheckArgs,
    what: &'p What<'p>,
    projects: &'p mut Projects,
    baselines: &'p mut Baselines,
    reading: ReadOptions,
    task: Task,
    passed_over: Skipped,
    problems: Vec<Problem>,
    /// Articles of each configuration that cannot be used, by its name.
    unusable: BTreeMap<String, usize>,
    /// Whether repairs were asked for of articles whose configuration has problems.
    is_unrepaired: bool,
}

/// What is to be checked, and how. Everything that is wrong with paths, configurations and rules is reported here.
pub fn plan(
    args: &CheckArgs,
    terminal: &Terminal,
    projects: &mut Projects,
    baselines: &mut Baselines,
    what: &What<'_>,
) -> Plan {
    let least = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let task = match (args.reason(), args.fix, args.diff.is_some()) {
        (Some(reason), _, false) => Task::AddIgnores(reason.into()),
        (Some(reason), _, true) => Task::PreviewIgnores(reason.into()),
        (None, true, _) => Task::Fix(least),
        (None, _, true) => Task::Preview(least),
        _ => Task::Check,
    };
    let mut reading = args.reading.options();
    Arc::make_mut(&mut reading.fields).kept.clone_from(&args.keep);
    if args.stream {
        reading.input_format = reading.input_format.or(Some(Format::Records(RecordFormat::JsonLines)));
    }
    let planner = Planner {
        args,
        what,
        projects,
        baselines,
        reading,
        task,
        passed_over: Skipped::default(),
        problems: Vec::new(),
        unusable: BTreeMap::new(),
        is_unrepaired: false,
    };
    planner.plan(terminal)
}

impl Planner<'_> {
    fn plan(mut self, terminal: &Terminal) -> Plan {
        let (mut files, hidden) = self.find();
        let templates = self.projects.leave_out_templates(&mut files);
        if templates > 0 {
            terminal.note("templates-left-out", templates);
        }
        let bytes: u64 = files.iter().map(|file| file.size).sum();
        if bytes <= SMALL_RUN && !self.args.show_settings {
            self.expect_languages(&files);
        }
        use_cache(&self.args.cache, self.projects, bytes);
        files.retain(|file| !self.is_no_text(file));
        let stdin_name = self.args.stdin_filename.as_deref();
        let stdin = if self.what.stdin { self.job(stdin_name, 0, true) } else { None };
        let jobs: Vec<Job> =
            files.iter().filter_map(|file| self.job(Some(&file.path), file.size, file.named)).collect();
        if jobs.is_empty() && stdin.is_none() {
            // Nothing to check is no reason to keep quiet about a broken configuration.
            self.projects.governing(None);
        }
        terminal.tell_all(self.take_problems());
        let silenced = self.projects.exceptions();
        // Of a few files that changed nobody expects to hear what else there is.
        let is_all = self.what.changes.is_none();
        let unread = if is_all { self.passed_over.unread(self.projects.languages()) } else { Vec::new() };
        Plan { jobs, stdin, silenced, unread, hidden }
    }

    /// The files that the paths mean, in order, and the question which others git knows.
    fn find(&mut self) -> (Vec<Found>, Hidden) {
        let (projects, passed_over) = (&mut *self.projects, &mut self.passed_over);
        let mut is_article = |path: &Path| {
            let is_article = projects.is_article(path);
            if !is_article && !projects.excludes(path) {
                passed_over.met(path);
            }
            is_article
        };
        let Walked { mut files, hiding } = articles(self.what.paths, &mut is_article, &mut self.problems);
        let hidden = Hidden::ask(if self.what.changes.is_none() { hiding } else { Vec::new() });
        if let Some(changes) = &self.what.changes {
            files.extend(changes.gone(self.what.paths, &mut |path: &Path| self.projects.is_article(path)));
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        (files, hidden)
    }

    /// Whether a named file is none that can be read; then note is taken of it.
    fn is_no_text(&mut self, file: &Found) -> bool {
        let is_told =
            !file.named || self.reading.input_format.is_some() || self.projects.format_of(&file.path).is_some();
        !is_told && self.passed_over.is_no_text(&file.path)
    }

    /// The job for a file, or for standard input; `None` if it is left out.
    fn job(&mut self, path: Option<&Path>, size: u64, named: bool) -> Option<Job> {
        let project = self.projects.governing(path);
        if !project.configuration.is_usable {
            *self.unusable.entry(project.configuration.name.clone()).or_default() += 1;
            return None;
        }
        let is_sound = project.is_sound;
        self.is_unrepaired |= !is_sound && self.task != Task::Check;
        if let Some(path) = path
            && (!named || self.args.force_exclude)
            && self.projects.excludes(path)
        {
            self.projects.note_excluded(path);
            return None;
        }
        let job = Job::to_read(&self.reading, path, size, named, self.projects);
        let real = path.map(|path| self.projects.real_path(path));
        let changes = self.what.changes.as_ref().zip(real.as_deref());
        let change = changes.and_then(|(changes, real)| changes.of(real)).cloned();
        let wanted = changes.is_none() || change.is_some();
        if !wanted && !job.engine.needs_all() {
            return None;
        }
        let known = real.as_deref().filter(|_| wanted).and_then(|real| self.known(path, real));
        if wanted && let Some(path) = path {
            self.projects.note_checked(path);
        }
        let change = change.unwrap_or_default();
        Some(Job {
            task: if is_sound { self.task.clone() } else { Task::Check },
            known,
            staged: change.staged.map(Box::new),
            lines: change.lines.filter(|_| self.args.changed_lines),
            wanted,
            ..job
        })
    }

    /// The place of an article, by its real path too, in its baseline.
    fn known(&mut self, path: Option<&Path>, real: &Path) -> Option<Box<Known>> {
        if self.args.no_baseline {
            return None;
        }
        let (file, shown) = baseline_of(self.args, self.projects.governing(path))?;
        let (baseline, name) = self.baselines.of(&file, &shown, real, &mut self.problems)?;
        Some(Box::new(Known { file, baseline, name }))
    }

    /// Everything that is wrong, in the order in which it is reported.
    fn take_problems(&mut self) -> Vec<Problem> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.extend(self.projects.take_problems());
        problems.extend(self.projects.command_line_problems());
        problems.extend(std::mem::take(&mut self.unusable).into_iter().map(|(config, count)| {
            Problem::new(format!("articles not checked because this configuration cannot be used: {count}"))
                .at(Place::file(config))
        }));
        if self.is_unrepaired {
            problems.push(Problem::new("no fixes are applied while the configuration or a rule set has problems"));
        }
        problems
    }

    /// Tells a run over a few articles which languages they are in, so that only those languages' rules are read.
    fn expect_languages(&mut self, files: &[Found]) {
        if self.what.stdin || self.what.changes.is_some() {
            return;
        }
        let languages = files.iter().map(|file| self.languages_of(file)).collect::<Option<Vec<_>>>();
        if let Some(languages) = languages {
            self.projects.set_languages(languages.into_iter().flatten().collect());
        }
    }

    /// The languages in a file; `None` if it has to be read in another way to know.
    fn languages_of(&self, file: &Found) -> Option<Vec<std::sync::Arc<str>>> {
        let wished = self.reading.input_format;
        let format = wished.or_else(|| Format::of_path(&file.path)).unwrap_or(Format::Text);
        let bytes = read_file(&file.path, SMALL_RUN).ok().filter(|_| !format.is_of_records())?;
        let id = SourceId::File(file.path.clone());
        let article = Article::decode(id, &bytes, self.reading.encoding, format, self.projects.languages()).ok()?;
        Some(self.projects.languages_of(&article))
    }
}

/// The baseline for articles of a project, by its real path and by the name people know it by; nothing without one.
fn baseline_of(args: &CheckArgs, project: &Project) -> Option<(PathBuf, String)> {
    let named = args.baseline.as_ref().or(args.write_baseline.as_ref().and_then(Option::as_ref));
    if let Some(named) = named {
        let folder = named.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let path = named.file_name().map(|name| real(folder).join(name))?;
        return Some((path, named.to_string_lossy().into_owned()));
    }
    let new = || {
        let folder = project.configuration.folder.clone().unwrap_or_else(|| real(Path::new(".")));
        (args.write_baseline.is_some() || args.add_ignore).then(|| folder.join(FILE_NAME))
    };
    let path = project.configuration.baseline.clone().or_else(new)?;
    let shown = shown_name(&path);
    Some((path, shown))
}
