//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.

/// Of the style.
pub const STYLE_HASH: &str = "JKFZbWPd/PxFq1cYRh5Pd+c6HAVTrDYpnOEeLSEEIl8=";
/// Of the script.
pub const SCRIPT_HASH: &str = "r45w9U5AhU0HG+kfAK57dhrhfaPCL6gb4doo8G0loLk=";
