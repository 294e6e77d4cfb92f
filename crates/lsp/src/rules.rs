//! The rules for an article, asked of the configurations around it: the only part of the server that knows of files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::document::Format;
use copydesk::kinds::Tally;
use copydesk::text::Problem;
use copydesk_workspace::baseline::Baselines;
use copydesk_workspace::job::Job;
use copydesk_workspace::options::{ReadOptions, RuleOptions};
use copydesk_workspace::project::Projects;
use copydesk_workspace::saved_tally::read_tally;

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
    options: Options,
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
        let projects = Projects::new(options.rules.clone(), options.language.as_deref())?;
        let archive = options.tally.as_deref().map(read_tally).transpose()?;
        let archive = archive.map(|read| Arc::new(read.saved.into_sum()));
        Ok(Self { options, projects, baselines: Baselines::new(false, false), archive, problems: Vec::new() })
    }

    /// Reads everything but the tally again, as far as anything is read from files. What cannot be read leaves everything as it is.
    pub fn reload(&mut self) {
        let rules = &self.options.rules;
        let is_fixed = rules.isolated && rules.rules.is_empty() && rules.stylebook.is_none();
        if is_fixed {
            return;
        }
        match Projects::new(rules.clone(), self.options.language.as_deref()) {
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
