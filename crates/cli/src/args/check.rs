//! Options of `check`.

use std::path::{Path, PathBuf};

use clap::builder::ArgPredicate;
use clap::{Args, Parser, ValueEnum};

use super::{CacheArgs, ForceArgs, ReadArgs};
use copydesk::diagnostic::Severity;

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders to check; '-' reads standard input
    #[arg(default_value = ".", default_value_if("stream", ArgPredicate::IsPresent, Some("-")))]
    pub paths: Vec<PathBuf>,
    /// Apply the fixes that are safe
    #[arg(long, group = "repair", help_heading = "Fixes")]
    pub fix: bool,
    /// With --fix or --diff: also apply fixes that an editor has to look at
    #[arg(long, requires = "repair", help_heading = "Fixes")]
    pub unsafe_fixes: bool,
    /// Show what --fix (or --add-ignore) would change, without writing anything: each place, or a patch for git apply
    #[arg(long, group = "repair", help_heading = "Fixes", value_enum, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "words")]
    pub diff: Option<DiffForm>,
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
    /// Do not report the problems that this file lists
    #[arg(long, value_name = "FILE", help_heading = "Baseline", hide_short_help = true)]
    pub baseline: Option<PathBuf>,
    /// Have articles ignore the problems found in them, by comments or front matter, and where an article cannot, the baseline
    #[arg(long, help_heading = "Ignoring", requires = "reason", conflicts_with_all = ["fix", "unsafe_fixes", "write_baseline", "no_baseline"])]
    pub add_ignore: bool,
    /// With --add-ignore: why these problems are to stay
    #[arg(long, value_name = "TEXT", help_heading = "Ignoring", requires = "add_ignore", value_parser = reason)]
    pub reason: Option<String>,
    /// Record all problems found now, so that only new ones are reported from now on
    #[arg(long, value_name = "FILE", help_heading = "Baseline", num_args = 0..=1, require_equals = true, conflicts_with_all = ["repair", "since", "staged"])]
    pub write_baseline: Option<Option<PathBuf>>,
    /// Report all problems, even if a baseline is configured
    #[arg(long, help_heading = "Baseline", hide_short_help = true, conflicts_with_all = ["baseline", "write_baseline"])]
    pub no_baseline: bool,
    /// Check only articles that changed since this git revision
    #[arg(long, value_name = "REV", help_heading = "Changes in git", conflicts_with = "staged", group = "changes")]
    pub since: Option<String>,
    /// Check only articles staged for the next commit, as they are staged
    #[arg(long, help_heading = "Changes in git", group = "changes")]
    pub staged: bool,
    /// With --since or --staged: report only problems on changed lines
    #[arg(long, requires = "changes", help_heading = "Changes in git", hide_short_help = true)]
    pub changed_lines: bool,
    /// Format of the output; without it, the one that the name of the file under --output asks for, otherwise human
    #[arg(long = "format", alias = "output-format", value_enum, help_heading = "Output", value_name = "FORMAT")]
    pub asked_format: Option<Format>,
    /// With json, jsonl or events: copy these members of a record to each of its findings, such as url or /meta/date
    #[arg(long, value_name = "FIELD", value_delimiter = ',', help_heading = "Output", hide_short_help = true)]
    pub keep: Vec<String>,
    /// Answer each record on standard input before the next one is waited for, in lines of --format events
    #[arg(long, help_heading = "Output", hide_short_help = true, conflicts_with_all = ["repair", "write_baseline", "changes", "add_ignore", "show_files", "show_settings"])]
    pub stream: bool,
    /// Write the output to this file
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// How much of each article the page of --format html shows
    #[arg(
        long,
        value_enum,
        value_name = "HOW-MUCH",
        default_value_t = ShownText::Findings,
        help_heading = "Output",
        hide_short_help = true
    )]
    pub report_text: ShownText,
    /// Lowest severity for which the exit status is 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning, help_heading = "Output")]
    pub fail_on: FailOn,
    /// Compare names (names/archive) and headlines (ads/other-headline) with this tally, saved by `names --save-tally`, instead of
    /// with the articles of this run; recurring lines (ads/repeated-line) with both
    #[arg(long, value_name = "FILE", help_heading = "Rules", hide_short_help = true)]
    pub tally: Option<PathBuf>,
    /// Say nothing but what is wrong: no summary, no remarks
    #[arg(long, short, help_heading = "Output", conflicts_with = "verbose")]
    pub quiet: bool,
    /// Also say which settings and files are used
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,
    /// Check again whenever a file changes, until interrupted
    #[arg(long, help_heading = "Output", conflicts_with_all = ["fix", "add_ignore", "write_baseline", "stdin_filename"])]
    pub watch: bool,
    /// Show the settings that hold for these articles, and check nothing
    #[arg(long, help_heading = "Output", hide_short_help = true, conflicts_with_all = ["fix", "diff", "add_ignore", "write_baseline", "show_files", "watch"])]
    pub show_settings: bool,
    /// Show which files would be checked, and check nothing
    #[arg(long, help_heading = "Output", hide_short_help = true, conflicts_with_all = ["fix", "diff", "add_ignore", "write_baseline", "watch"])]
    pub show_files: bool,
    /// Also show how often each code was found
    #[arg(long, help_heading = "Output", hide_short_help = true)]
    pub statistics: bool,
    /// Number of threads; 0 means one per processor
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Speed", hide_short_help = true)]
    pub jobs: usize,
    /// Whether results of earlier runs are used.
    #[command(flatten)]
    pub cache: CacheArgs,
    /// How articles are read.
    #[command(flatten)]
    pub reading: ReadArgs,
    /// File name for standard input: it decides which configuration applies, and reports show it
    #[arg(long, value_name = "PATH", help_heading = "Reading", hide_short_help = true)]
    pub stdin_filename: Option<PathBuf>,
    /// Skip excluded files even if they are named on the command line, as a pre-commit hook names them
    #[arg(long, help_heading = "Reading", hide_short_help = true)]
    pub force_exclude: bool,
}

/// A reason that says something.
fn reason(text: &str) -> Result<String, String> {
    let says_something = text.chars().any(char::is_alphanumeric);
    says_something.then(|| text.to_owned()).ok_or_else(|| "it says nothing".to_owned())
}

/// A command line of nothing but options of `check`.
#[derive(Debug, Parser)]
struct NoOptions {
    #[command(flatten)]
    check: CheckArgs,
}

impl CheckArgs {
    /// The options of a call that names these paths and nothing else; `None` if there is a variable of the environment that clap does not
    /// take.
    #[must_use]
    pub fn of_paths(paths: Vec<PathBuf>) -> Option<Self> {
        let NoOptions { check } = NoOptions::try_parse_from(["copydesk"]).ok()?;
        Some(Self { paths, ..check })
    }

    /// The form of the output.
    #[must_use]
    pub fn format(&self) -> Format {
        let of_name = || Format::of_name(self.output.as_deref()?);
        let otherwise = if self.stream { Format::Events } else { Format::Human };
        self.asked_format.or_else(of_name).unwrap_or(otherwise)
    }

    /// Whether standard input is among what is checked.
    #[must_use]
    pub fn wants_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new("-"))
    }

    /// Whether articles are written.
    #[must_use]
    pub fn writes_articles(&self) -> bool {
        self.fix || self.add_ignore && self.diff.is_none()
    }

    /// Why what is found is to be ignored, if it is.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref().filter(|_| self.add_ignore)
    }
}

/// Forms of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: each problem with its sentence
    Human,
    /// One line per problem
    Concise,
    /// One JSON document
    Json,
    /// One JSON object per line: a finding
    Jsonl,
    /// One JSON object per line: a finding, a problem of the run, or at last the sum, without which the run did not come to its end
    Events,
    /// Annotations and job summary of a GitHub workflow
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitLab code quality report
    Gitlab,
    /// JUnit XML
    Junit,
    /// reviewdog's format
    Rdjson,
    /// A Markdown table, for a job summary or a comment
    Markdown,
    /// A web page for editors, in one file
    Html,
}

impl Format {
    /// The form that a file of this name has to have, as far as names go.
    fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "html" | "htm" => Self::Html,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "md" | "markdown" => Self::Markdown,
            "sarif" => Self::Sarif,
            "xml" => Self::Junit,
            _ => return None,
        })
    }
}

/// How much of an article is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShownText {
    /// Its headline, and the paragraphs with problems
    Findings,
    /// All of it
    All,
    /// No more than its headline and the few words that messages and fixes are about
    None,
}

/// Forms of what would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffForm {
    /// For people: each place before and after, with the changed letters marked
    Words,
    /// Changed lines, as git apply and patch take them
    Patch,
}

/// The lowest severity that makes a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Info, warnings and errors
    Info,
    /// Warnings and errors
    Warning,
    /// Errors only
    Error,
    /// None
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
