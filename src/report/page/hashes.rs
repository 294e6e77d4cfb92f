//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.

/// Of the style.
pub const STYLE_HASH: &str = "nf7jP2uH3T5sFdV/ZlygUCpyfPvQB9QYES0u5D66dJU=";
/// Of the script.
pub const SCRIPT_HASH: &str = "o9v3RUJfNRC4qaVdhJfL9sM8cAv4l7pkLMm1mskjoak=";
