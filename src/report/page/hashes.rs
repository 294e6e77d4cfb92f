//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.

/// Of the style.
pub const STYLE_HASH: &str = "QT1l9MuFCCXxxqWNRBpHRL+yRjm/gIY25FY0RZHudIU=";
/// Of the script.
pub const SCRIPT_HASH: &str = "LzerjNk48ozWXMSgJeuoxJxBPaRg/qzbA6ItgXNXSg8=";
