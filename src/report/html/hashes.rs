//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test it generated` rewrites it.

/// Of `page.css`.
pub const STYLE_HASH: &str = "kOlbPq+8UtEsk2uQSCVIlw0qmIrAvhWta6Q72WcSAjw=";
/// Of `page.js`.
pub const SCRIPT_HASH: &str = "mEwk5iMYT44lXw4dELdWPRC69F31pEUtJPVL6j4dcag=";
