//! Options of `try`.

use std::path::PathBuf;

use clap::Args;

use super::{ForceArgs, ReadArgs};

/// Options of `try`.
#[derive(Debug, Args)]
pub struct TryArgs {
    /// The rule set to try
    #[arg(value_name = "RULES")]
    pub rule_set: PathBuf,
    /// Files and folders with articles; '-' reads standard input
    #[arg(required_unless_present = "judged")]
    pub paths: Vec<PathBuf>,
    /// How many findings to draw, shared evenly among codes and languages
    #[arg(long, value_name = "N", default_value_t = 50, help_heading = "Sample")]
    pub count: usize,
    /// Number that decides what is drawn: with the same one, the same articles give the same sample
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Sample")]
    pub seed: u32,
    /// Most findings of a code that are drawn from one article
    #[arg(long, value_name = "N", default_value_t = 2, help_heading = "Sample", value_parser = clap::value_parser!(u32).range(1..))]
    pub per_article: u32,
    /// Keep the sample and the answers in this file; what was answered there before is not asked again
    #[arg(long, value_name = "FILE", help_heading = "Sample", conflicts_with = "judged")]
    pub save: Option<PathBuf>,
    /// Ask nothing: read the answers in this file, written by --save; with paths, leave out those about text that changed
    #[arg(long, value_name = "FILE", help_heading = "Sample")]
    pub judged: Option<PathBuf>,
    /// What the articles are, for the evidence; without it, the paths
    #[arg(long, value_name = "TEXT", help_heading = "Evidence")]
    pub corpus: Option<String>,
    /// The day of the judgement, for the evidence; without it, today
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = "Evidence", value_parser = date)]
    pub date: Option<String>,
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

/// A day, written as year-month-day.
fn date(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let is_number = |part: &str, digits: usize, most: u32| {
        part.len() == digits && part.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number))
    };
    match parts.as_slice() {
        [year, month, day] if is_number(year, 4, 9999) && is_number(month, 2, 12) && is_number(day, 2, 31) => {
            Ok(text.to_owned())
        }
        _ => Err("a day is written as 2026-01-31".to_owned()),
    }
}
