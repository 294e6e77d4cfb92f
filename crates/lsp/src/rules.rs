//! The rules for an article, asked of the configurations around it: the only part of the server that knows of files.

use std::path::Path;
use std::sync::Arc;

use copydesk::document::Format;
use copydesk::engine::Engine;
use copydesk::text::Problem;
use copydesk_workspace::options::RuleOptions;
use copydesk_workspace::project::Projects;

/// What whoever starts a server decides.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which rules are in force.
    pub rules: RuleOptions,
    /// The tag of the language that every article is in; detected if `None`.
    pub language: Option<String>,
}

/// Configurations, rule sets and stylebooks, as they were when they were last read.
pub struct Rules {
    options: Options,
    projects: Projects,
    /// Why they could not be read again.
    problem: Option<Problem>,
}

impl Rules {
    /// Reads what the options name.
    ///
    /// # Errors
    /// A problem without which nothing can be checked.
    pub fn open(options: Options) -> Result<Self, Problem> {
        let projects = Projects::new(options.rules.clone(), options.language.as_deref())?;
        Ok(Self { options, projects, problem: None })
    }

    /// Reads everything again, as far as anything is read from files. What cannot be read leaves everything as it is.
    pub fn reload(&mut self) {
        let rules = &self.options.rules;
        let is_fixed = rules.isolated && rules.rules.is_empty() && rules.stylebook.is_none();
        if is_fixed {
            return;
        }
        match Projects::new(rules.clone(), self.options.language.as_deref()) {
            Ok(projects) => self.projects = projects,
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// What is wrong with the files that were read since this was last asked.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        let mut problems = self.projects.take_problems();
        problems.extend(self.problem.take());
        problems
    }

    /// The rules for the file at `path`, or for a text that is no file; nothing, if its configuration leaves it out or cannot
    /// be used.
    pub fn engine(&mut self, path: Option<&Path>) -> Option<Arc<Engine>> {
        let is_usable = self.projects.governing(path).usable;
        let is_left_out = |path| self.projects.excludes(path);
        (is_usable && !path.is_some_and(is_left_out)).then(|| self.projects.engine(path))
    }

    /// The format of a text that the editor takes for `language_id`. What its configuration and its extension say counts
    /// first: in the editor an article reads as it does in the repository's checks.
    pub fn format(&mut self, path: Option<&Path>, language_id: &str) -> Format {
        let stored = path.and_then(|path| self.projects.format_of(path).or_else(|| Format::of_path(path)));
        stored.or_else(|| Format::of_editor_language(language_id)).unwrap_or(Format::Text)
    }
}
