//! The rules for an article, asked of the configurations around it: the only part of the server that knows of files.

use std::path::Path;
use std::sync::Arc;

use super::super::args::LspArgs;
use super::super::project::Projects;
use crate::document::Format;
use crate::engine::Engine;
use crate::text::Problem;

/// Configurations, rule sets and stylebooks, as they were when they were last read.
pub struct Rules<'a> {
    args: &'a LspArgs,
    projects: Projects<'a>,
    /// Why they could not be read again.
    problem: Option<Problem>,
}

impl<'a> Rules<'a> {
    /// Reads what the command line names.
    ///
    /// # Errors
    /// A problem without which nothing can be checked.
    pub fn open(args: &'a LspArgs) -> Result<Self, Problem> {
        Ok(Self { args, projects: Projects::new(&args.force, args.lang.as_deref())?, problem: None })
    }

    /// Reads everything again, as far as anything is read from files. What cannot be read leaves everything as it is.
    pub fn reload(&mut self) {
        let force = &self.args.force;
        let is_fixed = force.isolated && force.rules.is_empty() && force.stylebook.is_none();
        if is_fixed {
            return;
        }
        match Projects::new(force, self.args.lang.as_deref()) {
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
