//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.

/// Of `page.css`.
pub const STYLE_HASH: &str = "fXb+n6gKhmoIK2dkclicwA6ydQYcAUClQshnD22Dxl0=";
/// Of `page.js`.
pub const SCRIPT_HASH: &str = "mEwk5iMYT44lXw4dELdWPRC69F31pEUtJPVL6j4dcag=";
