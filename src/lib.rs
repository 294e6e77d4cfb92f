#![doc = include_str!("../ARCHITECTURE.md")]

pub mod analysis;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod kinds;
pub mod language;
pub mod report;
pub mod rules;
pub mod text;
mod threads;
pub mod toml_doc;

pub use document::Article;

#[cfg(test)]
pub(crate) mod testing;
