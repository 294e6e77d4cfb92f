//! Options of `sources`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ForceArgs, ReadArgs};

/// Options of `sources`.
#[derive(Debug, Args)]
pub struct SourcesArgs {
    /// Files and folders; '-' reads standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = SourcesFormat::Human)]
    pub format: SourcesFormat,
    /// Write the list to this file
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Number of threads; 0 means one per processor
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Speed", hide_short_help = true)]
    pub jobs: usize,
    /// How articles are read.
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Which rules run.
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
    /// A table with one quotation or vague source per line
    Csv,
    /// A web page
    Html,
}
