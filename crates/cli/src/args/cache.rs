//! Options of every command that may use results of earlier runs.

use std::path::PathBuf;

use clap::Args;

/// Whether results of earlier runs are used.
#[derive(Debug, Args)]
pub struct CacheArgs {
    /// Do not use or save results of earlier runs
    #[arg(long, overrides_with = "no_cache", help_heading = "Speed", hide_short_help = true)]
    pub no_cache: bool,
    /// Folder for saved results, instead of .copydesk_cache next to the configuration
    #[arg(
        long,
        value_name = "FOLDER",
        help_heading = "Speed",
        hide_short_help = true,
        env = "COPYDESK_CACHE_DIR",
        hide_env_values = true
    )]
    pub cache_dir: Option<PathBuf>,
}
