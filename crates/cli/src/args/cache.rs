//! Options of every command that may use results of earlier runs.

use std::path::PathBuf;

use clap::Args;

/// Whether results of earlier runs are used.
#[derive(Debug, Args)]
pub struct CacheArgs {
    /// Neither use nor keep results of earlier runs
    #[arg(long, overrides_with = "no_cache")]
    pub no_cache: bool,
    /// Folder in which results are kept, instead of .copydesk_cache beside the configuration
    #[arg(long, value_name = "FOLDER", env = "COPYDESK_CACHE_DIR", hide_env_values = true)]
    pub cache_dir: Option<PathBuf>,
}
