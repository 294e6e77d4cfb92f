//! Options of `blocks`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ForceArgs, ReadArgs};

/// Options of `blocks`.
#[derive(Debug, Args)]
pub struct BlocksArgs {
    /// Articles; '-' reads standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = BlocksFormat::Human)]
    pub format: BlocksFormat,
    /// Language tag of all articles, such as ar; without it, each article's language is detected
    #[arg(long, value_name = "TAG", help_heading = "Reading", hide_short_help = true)]
    pub lang: Option<String>,
    /// Size up to which a file is read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, help_heading = "Reading", hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub max_file_size: u64,
    /// How articles are read.
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Forms of the blocks of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BlocksFormat {
    /// For people
    Human,
    /// One JSON object per line
    Jsonl,
}
