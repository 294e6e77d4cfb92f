//! SHA-256 of the style of the page, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.

/// Of `style.css`.
pub const STYLE_HASH: &str = "+IS1nje49hcp42GM15u5miYc8OYx5AFosQqCEPJi2H0=";
