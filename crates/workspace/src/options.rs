//! What whoever starts a run decides: which rules are in force, and how articles are read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Selection;
use copydesk::document::{FieldPaths, Format};
use copydesk::text::Encoding;

use super::project::Projects;

/// Which rules are in force, above what configurations say.
#[derive(Debug, Clone, Default)]
pub struct RuleOptions {
    /// The configuration file for every article, instead of those around it.
    pub config: Option<PathBuf>,
    /// Whether no configuration file is read at all.
    pub isolated: bool,
    /// Further rule sets.
    pub rules: Vec<PathBuf>,
    /// The stylebook, instead of the one that a configuration names.
    pub stylebook: Option<PathBuf>,
    /// The only codes and groups to run; all that are on if empty.
    pub select: Vec<String>,
    /// Codes and groups to leave out.
    pub ignore: Vec<String>,
}

impl RuleOptions {
    /// The codes and groups to run, and to leave out.
    #[must_use]
    pub fn selection(&self) -> Selection {
        Selection { select: self.select.clone(), ignore: self.ignore.clone() }
    }
}

/// How articles are read, above what configurations say.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Format of every file named and of standard input.
    pub input_format: Option<Format>,
    /// Encoding of every article; told from its bytes if `None`.
    pub encoding: Option<Encoding>,
    /// Where the parts of a record are.
    pub fields: Arc<FieldPaths>,
    /// Format of the texts in records; told by their field if `None`.
    pub text_format: Option<Format>,
}

impl ReadOptions {
    /// The format of an article: the one wished for, if it was `named` itself; otherwise what its configuration says, or its
    /// extension.
    pub fn format_of(&self, path: Option<&Path>, named: bool, projects: &mut Projects) -> Format {
        let wished = self.input_format.filter(|_| named);
        wished.or_else(|| projects.stored_format(path?)).unwrap_or(Format::Text)
    }
}
