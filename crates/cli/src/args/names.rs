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
    /// Files and folders to survey
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Survey what this file holds, saved with --save-tally or made with `names merge`, and read no articles
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub tally: Option<PathBuf>,
    /// Save what was collected, names and headlines, to this file, for `names merge`, `names --tally` and `check --tally`
    #[arg(long, value_name = "FILE")]
    pub save_tally: Option<PathBuf>,
    /// Leave out spellings found fewer than N times
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_count: u64,
    /// Add what is new to this stylebook as proposals, and show no survey
    #[arg(long, value_name = "STYLEBOOK", conflicts_with_all = ["format", "output"])]
    pub write: Option<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = SurveyFormat::Human)]
    pub format: SurveyFormat,
    /// Write the survey to this file instead
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Language of every article, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Number of articles read at a time; 0 lets copydesk choose
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
    /// Largest article that is read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub max_file_size: u64,
    /// Whether results of earlier runs are used.
    #[command(flatten)]
    pub cache: CacheArgs,
    /// How articles are read.
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Options of `names merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Saved tallies
    #[arg(required = true, value_name = "TALLY")]
    pub tallies: Vec<PathBuf>,
    /// Where the sum is written
    #[arg(long, value_name = "FILE")]
    pub output: PathBuf,
}

/// Forms of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SurveyFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// A table, one spelling a line
    Csv,
    /// One page for a browser
    Html,
}

/// What can be asked about names.
#[derive(Debug, Subcommand)]
pub enum NamesCommand {
    /// Would two spellings be one name, and why
    #[command(
        after_help = "With '-', each line of standard input is a language, a spelling and a spelling, separated by tabs, \
                            and is answered in its place; a line that cannot be understood is told, and answered in jsonl by \
                            {\"line\":N,\"error\":\"…\"}.\n\n\
                            Exit status: 0 every pair was answered, whatever the answer; 2 something could not be."
    )]
    Compare(CompareArgs),
    /// Add saved tallies of parts of an archive
    #[command(
        after_help = "The sum is the same in whatever order the files are named. A tally that stands in another one is \
                            counted once; tallies that share a part, and each have parts of their own, are refused."
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
    /// Language of the spellings, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = CompareFormat::Human)]
    pub format: CompareFormat,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Forms of an answer about two spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// For people
    Human,
    /// One JSON object a line
    Jsonl,
}
