//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.

/// Of the style.
pub const STYLE_HASH: &str = "3tlAf//ke01T6TSoPnKBodYNJloxEwVswhoTuF6nUhA=";
/// Of the script.
pub const SCRIPT_HASH: &str = "d9ck3mKiUYweOEOjLXLgswtPbYFEyK353Q++nPwoYSk=";
