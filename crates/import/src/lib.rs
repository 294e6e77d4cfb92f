//! Rules of other linters, turned into rules of copydesk: text in, text out. What has no counterpart is left out and said, with its
//! place; what is given back loads, and its examples are right. Nothing is published; the interface may change.

mod note;
mod pattern;
mod proof;
mod rule;
mod vale;
mod yaml;

pub use note::{Note, Weight};
pub use vale::{Imported, StyleFile, Wish, import};
