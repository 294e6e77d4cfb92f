//! Options of `package`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ForceArgs;

/// Options of `package`.
#[derive(Debug, Args)]
pub struct PackageArgs {
    /// What is to be done.
    #[command(subcommand)]
    pub command: PackageCommand,
}

/// What can be done about packages of rules.
#[derive(Debug, Subcommand)]
pub enum PackageCommand {
    /// Write the content of a package, as it is now, into copydesk.toml; without a package, of all that stand there
    Pin(PinArgs),
    /// Check that the packages in use are what was pinned
    #[command(after_help = "Exit status: 0 if every package is what was pinned, 2 if one is not.")]
    Check(PackageCheckArgs),
}

/// Options of `package pin`.
#[derive(Debug, Args)]
pub struct PinArgs {
    /// Folders of packages, each with a package.toml
    pub packages: Vec<PathBuf>,
    /// Use the package's copydesk.toml, too, not its rules alone
    #[arg(long, requires = "packages")]
    pub extends: bool,
    /// The configuration to write to, instead of the copydesk.toml of this folder
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Options of `package check`.
#[derive(Debug, Args)]
pub struct PackageCheckArgs {
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
}
