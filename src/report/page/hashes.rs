//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.

/// Of the style.
pub const STYLE_HASH: &str = "r2Qwbi6AUtFozQbNekxbcuDpV05AB924NKG2oNf1SbE=";
/// Of the script.
pub const SCRIPT_HASH: &str = "IKS3gmWFswjh4L+bmKm0Zv7YDRdeJVtf6nbyRn1cdMs=";
