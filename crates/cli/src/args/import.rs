//! Options of `import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Options of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// What the rules are written for.
    #[command(subcommand)]
    pub command: ImportCommand,
}

/// Linters whose rules can be read.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Turn styles of Vale into rule files, and say what has no counterpart
    #[command(
        after_help = "Exit status: 0 whatever had no counterpart; 2 if a style cannot be read or a rule file cannot be written."
    )]
    Vale(ValeArgs),
}

/// Options of `import vale`.
#[derive(Debug, Args)]
pub struct ValeArgs {
    /// Styles: folders of YAML files, or single files
    #[arg(required = true)]
    pub styles: Vec<PathBuf>,
    /// Write the rule files to this folder; with several styles, to a folder in it for each. Without it, the rule of a single file goes to
    /// standard output
    #[arg(long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// The languages the rules are for (comma-separated tags, such as ar,en); without it, the one the style is written in
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub languages: Vec<String>,
}
