//! Options of `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{CacheArgs, ForceArgs, ReadArgs};
use copydesk::diagnostic::Severity;

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders to check; '-' is standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
    /// Repair what can be repaired without doubt
    #[arg(long, group = "repair")]
    pub fix: bool,
    /// With --fix or --diff: also make repairs that need an editor's eye
    #[arg(long, requires = "repair")]
    pub unsafe_fixes: bool,
    /// Show what --fix would do, and write nothing
    #[arg(long, group = "repair")]
    pub diff: bool,
    /// Keep quiet about the findings this file lists
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write down what is found now, so that it is not spoken of again
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with_all = ["repair", "since", "staged"])]
    pub write_baseline: Option<Option<PathBuf>>,
    /// Speak of everything, whatever baseline is configured
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline"])]
    pub no_baseline: bool,
    /// Only articles that changed since a revision git knows
    #[arg(long, value_name = "REV", conflicts_with = "staged", group = "changes")]
    pub since: Option<String>,
    /// Only articles staged for the next commit, as they are staged
    #[arg(long, group = "changes")]
    pub staged: bool,
    /// With --since or --staged: only findings on changed lines
    #[arg(long, requires = "changes")]
    pub changed_lines: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Write the findings to this file instead
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Language of every article, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Lowest severity that makes the run fail
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning)]
    pub fail_on: FailOn,
    /// Compare names (names/archive) with those of this saved tally, not with those of the articles of this run, and look for
    /// its headlines too (ads/other-headline)
    #[arg(long, value_name = "FILE")]
    pub tally: Option<PathBuf>,
    /// Count the findings of each code
    #[arg(long)]
    pub statistics: bool,
    /// Number of articles checked at a time; 0 lets copydesk choose
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
    /// Whether results of earlier runs are used.
    #[command(flatten)]
    pub cache: CacheArgs,
    /// How articles are read.
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Largest article that is read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub max_file_size: u64,
    /// Name that standard input goes by, for its configuration and in reports
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Leave out excluded files even when they are named, as pre-commit does
    #[arg(long)]
    pub force_exclude: bool,
}

/// Forms of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: each place with its sentence
    Human,
    /// One line for each finding
    Concise,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// Annotations in a GitHub workflow, and the summary of its job
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitLab's code quality report
    Gitlab,
    /// JUnit's XML
    Junit,
    /// reviewdog's format
    Rdjson,
    /// A table for a job summary or a comment
    Markdown,
    /// One page for editors to read, complete in itself
    Html,
}

/// From which severity on a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Any finding
    Info,
    /// Warnings and errors
    Warning,
    /// Errors only
    Error,
    /// No finding ever
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the run fail.
    #[must_use]
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Info => true,
            Self::Warning => severity >= Severity::Warning,
            Self::Error => severity >= Severity::Error,
            Self::Never => false,
        }
    }
}
