//! The command line as users type it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Severity;

/// A linter for news articles: names, quotation marks, attribution, promotional lines.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check articles and show what is wrong in them
    #[command(after_help = "Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 the run itself failed.")]
    Check(Box<CheckArgs>),
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders to check; '-' is standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Run only these codes or groups
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not run these codes or groups
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Use no configuration file at all
    #[arg(long, conflicts_with = "config")]
    pub isolated: bool,
    /// Use this configuration file for every article
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Language of every article, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Language of messages
    #[arg(long, value_name = "TAG", env = "COPYDESK_UI_LANG", default_value = "en")]
    pub ui_lang: String,
    /// Lowest severity that makes the run fail
    #[arg(long, value_enum, default_value_t = FailOn::Warning)]
    pub fail_on: FailOn,
    /// Accepted for scripts that ask for it; this version caches nothing
    #[arg(long)]
    pub no_cache: bool,
    /// Name that standard input goes by
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
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
