//! The rules for an article, asked of the configurations around it: the only part of the server that knows of files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::buffers::Buffers;
use super::settings::Settings;
use copydesk::config::FILE_NAME;
use copydesk::document::Format;
use copydesk::kinds::Tally;
use copydesk::text::Problem;
use copydesk::toml_doc::TomlFile;
use copydesk_workspace::baseline::Baselines;
use copydesk_workspace::job::Job;
use copydesk_workspace::options::{ReadOptions, RuleOptions};
use copydesk_workspace::project::Projects;
use copydesk_workspace::saved_tally::read_tally;
use copydesk_workspace::watched::Watched;

/// What whoever starts a server decides.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which rules are in force.
    pub rules: RuleOptions,
    /// The tag of the language that every article is in; detected if `None`.
    pub language: Option<String>,
    /// A saved tally of the archive: articles are checked against it.
    pub tally: Option<PathBuf>,
}

/// Configurations, rule sets and stylebooks, as they were when they were last read.
pub struct Rules {
    /// What whoever started the server decided.
    given: Options,
    /// What holds, with what is set in the editor above that.
    options: Options,
    buffers: Arc<Buffers>,
    /// What was asked of files when they were last read, whether or not that came to anything.
    files: Arc<Watched>,
    projects: Projects,
    baselines: Baselines,
    archive: Option<Arc<Tally>>,
    /// Why something could not be read.
    problems: Vec<Problem>,
}

impl Rules {
    /// Reads what the options name.
    ///
    /// # Errors
    /// A problem without which nothing can be checked.
    pub fn open(options: Options) -> Result<Self, Problem> {
        let buffers = Arc::<Buffers>::default();
        let files = watched(&buffers);
        let projects = Projects::over(Arc::clone(&files), options.rules.clone(), options.language.as_deref())?;
        let archive = open_archive(&options)?;
        let given = options.clone();
        let baselines = Baselines::new(false, false);
        Ok(Self { given, options, buffers, files, projects, baselines, archive, problems: Vec::new() })
    }

    /// The TOML files that the editor has open.
    #[must_use]
    pub fn buffers(&self) -> Arc<Buffers> {
        Arc::clone(&self.buffers)
    }

    /// Takes what is set in an editor that has the folder `root` open.
    pub fn set(&mut self, settings: &Settings, root: Option<&Path>) {
        let options = settings.over(&self.given, root);
        if options.tally != self.options.tally {
            self.archive = open_archive(&options).unwrap_or_else(|problem| {
                self.problems.push(problem);
                None
            });
        }
        self.options = options;
        self.reload();
        // Whoever sets a code that does not exist has to hear it once.
        self.projects.governing(None);
        self.problems.extend(self.projects.command_line_problems());
    }

    /// The files of the program's words that the configuration of the current folder gives.
    pub fn words_given(&mut self) -> Vec<TomlFile> {
        self.projects.given_here().ui
    }

    /// Reads the configuration that governs the file at `path`, if that was not done yet.
    pub fn look_at(&mut self, path: &Path) {
        self.projects.governing(Some(path));
    }

    /// Whether the file at `path` is a configuration, or one that some configuration was read from.
    #[must_use]
    pub fn has_read(&self, path: &Path) -> bool {
        path.file_name().is_some_and(|name| name == FILE_NAME) || self.files.has_asked_for(path)
    }

    /// Whether stored files would make the rules others than they were read. An editor need not watch files, and does not watch
    /// those outside its folder.
    #[must_use]
    pub fn are_outdated(&self) -> bool {
        self.files.has_changed()
    }

    /// The stylebook in force for an article.
    pub fn stylebook(&mut self, article: Option<&Path>) -> Option<PathBuf> {
        let given = self.options.rules.stylebook.clone();
        given.or_else(|| self.projects.governing(article).configuration.stylebook.clone())
    }

    /// Reads everything but the tally again, as far as anything is read from files. What cannot be read leaves everything as it is.
    pub fn reload(&mut self) {
        let rules = &self.options.rules;
        let is_fixed = rules.isolated && rules.rules.is_empty() && rules.stylebook.is_none();
        if is_fixed {
            return;
        }
        self.files = watched(&self.buffers);
        match Projects::over(Arc::clone(&self.files), rules.clone(), self.options.language.as_deref()) {
            Ok(projects) => {
                self.projects = projects;
                self.baselines = Baselines::new(false, false);
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    /// What is known of the archive, if anything is.
    #[must_use]
    pub fn archive(&self) -> Option<Arc<Tally>> {
        self.archive.clone()
    }

    /// What is wrong with the files that were read since this was last asked.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        let mut problems = self.projects.take_problems();
        problems.append(&mut self.problems);
        problems
    }

    /// How the article at `path`, or a text that is no file, is checked; `None`, if its configuration leaves it out or cannot be
    /// used. What its configuration and its extension say of the format counts first: in the editor an article reads as it does
    /// in the repository's checks. Otherwise the editor takes it for `language_id`.
    pub fn job(&mut self, path: Option<&Path>, language_id: &str) -> Option<Job> {
        if !self.projects.governing(path).configuration.is_usable
            || path.is_some_and(|path| self.projects.excludes(path))
        {
            return None;
        }
        let job = Job::to_read(&ReadOptions::default(), path, 0, true, &mut self.projects);
        let stored = path.and_then(|path| self.projects.stored_format(path));
        let format = stored.or_else(|| Format::of_editor_language(language_id)).unwrap_or(Format::Text);
        let problems = &mut self.problems;
        let known = path.and_then(|path| {
            let real = self.projects.real_path(path);
            self.baselines.of_project(self.projects.governing(Some(path)), &real, problems)
        });
        Some(Job { format, known: known.map(Box::new), ..job })
    }
}

/// The files of the disk, as far as the editor does not show them otherwise.
fn watched(buffers: &Arc<Buffers>) -> Arc<Watched> {
    let buffers = Arc::clone(buffers);
    Arc::new(Watched::over(buffers))
}

fn open_archive(options: &Options) -> Result<Option<Arc<Tally>>, Problem> {
    let read = options.tally.as_deref().map(read_tally).transpose()?;
    Ok(read.map(|read| Arc::new(read.saved.into_sum())))
}
