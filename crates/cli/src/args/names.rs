//! Options of `names` and what can be asked about names.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{CacheArgs, ForceArgs, ReadArgs};

/// Options of `names`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct NamesArgs {
    /// What is asked, if it is not a survey.
    #[command(subcommand)]
    pub command: Option<NamesCommand>,
    /// What is surveyed, and how.
    #[command(flatten)]
    pub survey: SurveyArgs,
}

/// Options of `names` without a further command.
#[derive(Debug, Args)]
pub struct SurveyArgs {
    /// Files and folders to read; '-' reads standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Use this file, saved with --save-tally or by `names merge`, instead of reading articles
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub tally: Option<PathBuf>,
    /// Save the names and headlines collected to this file, for `names merge`, `names --tally` and `check --tally`; '-' is standard
    /// output, which then shows no survey
    #[arg(long, value_name = "FILE")]
    pub save_tally: Option<PathBuf>,
    /// Show only spellings found at least N times
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_count: u64,
    /// Add new names to this stylebook as proposals, instead of showing them
    #[arg(long, value_name = "STYLEBOOK", conflicts_with_all = ["format", "output"])]
    pub write: Option<PathBuf>,
    /// Decide on a page in the browser which spellings are one name; the decisions go into the stylebook of --write
    #[arg(long, requires = "write")]
    pub review: bool,
    /// Do not open the page of --review, only print its address
    #[arg(long, requires = "review")]
    pub no_open: bool,
    /// Port of the page of --review; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0, requires = "review", hide_short_help = true)]
    pub port: u16,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = SurveyFormat::Human)]
    pub format: SurveyFormat,
    /// Write the output to this file
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Number of threads; 0 means one per processor
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Speed", hide_short_help = true)]
    pub jobs: usize,
    /// Whether results of earlier runs are used.
    #[command(flatten)]
    pub cache: CacheArgs,
    /// How articles are read.
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Options of `names merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Tallies saved with --save-tally
    #[arg(required = true, value_name = "TALLY")]
    pub tallies: Vec<PathBuf>,
    /// File to write the sum to; '-' is standard output
    #[arg(long, value_name = "FILE")]
    pub output: PathBuf,
    /// Keep the parts of the sum apart: a larger file, which can be added to any other sum that has some of the same parts
    #[arg(long)]
    pub keep_parts: bool,
}

/// Forms of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SurveyFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// A table with one spelling per line
    Csv,
    /// A web page
    Html,
}

/// What can be asked about names.
#[derive(Debug, Subcommand)]
pub enum NamesCommand {
    /// Say whether two spellings are one name, and why
    #[command(
        after_help = "With '-', each line of standard input holds a language tag and two spellings, separated by tabs, \
                            and is answered in order. A line that cannot be read is reported, and in jsonl answered by \
                            {\"line\":N,\"error\":\"…\"}.\n\n\
                            Exit status: 0 if every pair was answered, whatever the answer; 2 if not."
    )]
    Compare(CompareArgs),
    /// Add up tallies of parts of an archive
    #[command(
        after_help = "The order of the files makes no difference. A part is known by what its articles say, and counts once, \
                            whatever its file was called. Sums that share only some of their parts can be added if the tallies \
                            of parts at hand, or sums made with --keep-parts, tell them apart; otherwise they are refused."
    )]
    Merge(MergeArgs),
}

/// Options of `names compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// A spelling; '-' reads pairs from standard input
    pub a: String,
    /// The other spelling
    pub b: Option<String>,
    /// Language tag of the spellings; without it, the language is detected
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = CompareFormat::Human)]
    pub format: CompareFormat,
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Forms of an answer about two spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// For people
    Human,
    /// One JSON object per line
    Jsonl,
}
