//! A folder of articles: which files are articles, which configuration governs each, what git and earlier runs know of them;
//! reading, checking on many threads in one or two passes, writing repairs. Whoever offers this to people (a command, an editor, a
//! service) gets findings and problems as values and decides how to show them. Nothing is published; the interface may change.

pub mod article;
pub mod baseline;
pub mod cache;
pub mod decided_name;
pub mod decision;
pub mod disk;
pub mod first_pass;
pub mod git;
pub mod interrupt;
pub mod job;
pub mod options;
pub mod package_pin;
pub mod part;
pub mod project;
pub mod read;
pub mod records;
pub mod refused;
pub mod saved_tally;
pub mod shelf;
pub mod since;
pub mod skipped;
pub mod stamps;
pub mod threads;
pub mod toml_text;
pub mod walk;
pub mod write;
