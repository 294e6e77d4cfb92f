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
