//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.

/// Of the style.
pub const STYLE_HASH: &str = "VW4XxHjdlJA2gKeFDZ3EzpEPCMdf2xlifI+e+i0wBrM=";
/// Of the script.
pub const SCRIPT_HASH: &str = "092SqrVgr237ius7QEyQq/q76vabjOGCxpLWD59Cby4=";
