#![doc = include_str!("../ARCHITECTURE.md")]
#![forbid(unsafe_code)]
// Whatever is printed passes a writer that can fail, and a gate.
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]

pub mod analysis;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod kinds;
pub mod language;
pub mod names;
pub mod report;
pub mod rules;
pub mod text;
pub mod toml_doc;

#[cfg(test)]
pub(crate) mod testing;
