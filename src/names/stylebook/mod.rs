//! The newsroom's stylebook: how it writes names, and the spellings it does not want.
//!
//! An entry covers what it lists and, unlisted, the same letters with other hamzas, vowel signs and accents, joined,
//! hyphenated or apart, and spellings near the name by the costs of letters. All of it is looked up word by word.

pub mod convention;
pub mod file;
pub mod find;
pub mod gazetteer;
pub mod house;
pub mod index;
mod lines;
mod near;
pub mod spelled;
pub mod write;
