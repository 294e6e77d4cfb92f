//! Options of `serve`.

use std::net::IpAddr;

use clap::Args;

use super::ForceArgs;

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8081)]
    pub port: u16,
    /// Listen on this address, so that other machines can ask; needs a token
    #[arg(long, value_name = "ADDRESS", requires = "token")]
    pub listen: Option<IpAddr>,
    /// Answer only those who know this secret of at least 16 characters
    #[arg(long, value_name = "TOKEN", env = "COPYDESK_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// Let pages from here ask, such as https://cms.example or moz-extension://*; may be repeated
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<String>,
    /// Language tag of all articles, such as ar; without it, what the client says counts, or the language is detected
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
}
