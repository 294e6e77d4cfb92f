//! What people read is true: generated files are current, and what pages show is what the program does.
//! `UPDATE=1 cargo test --test docs` writes what is generated; read the difference before you keep it.

mod commands;
mod generated;
mod pages;
mod rule_pages;
#[allow(dead_code, reason = "shared with the tests of the library, which need more of it")]
#[path = "../../../../tests/it/support.rs"]
mod support;
