//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.

/// Of the style.
pub const STYLE_HASH: &str = "Xn1KFU/rLF+kdWEv+hIIs1zI21KCFPMIXOPlDAJovF4=";
/// Of the script.
pub const SCRIPT_HASH: &str = "092SqrVgr237ius7QEyQq/q76vabjOGCxpLWD59Cby4=";
