//! Options of `sources`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ForceArgs, ReadArgs};

/// Options of `sources`.
#[derive(Debug, Args)]
pub struct SourcesArgs {
    /// Files and folders; '-' is standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = SourcesFormat::Human)]
    pub format: SourcesFormat,
    /// Write the list to this file instead
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
    /// How articles are read.
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Forms of the list of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SourcesFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// A table, a quotation or a vague source a line
    Csv,
    /// One page for a browser
    Html,
}
