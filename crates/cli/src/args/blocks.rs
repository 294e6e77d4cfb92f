//! Options of `blocks`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ForceArgs, ReadArgs};

/// Options of `blocks`.
#[derive(Debug, Args)]
pub struct BlocksArgs {
    /// Articles; '-' is standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = BlocksFormat::Human)]
    pub format: BlocksFormat,
    /// Language of every article, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Largest article that is read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub max_file_size: u64,
    /// How articles are read.
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Forms of the blocks of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BlocksFormat {
    /// For people
    Human,
    /// One JSON object a line
    Jsonl,
}
