//! Integration tests, one binary. The command line has its own tests, as files, in `crates/cli/tests/cmd`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a test speaks to whoever runs it")]

mod archive;
mod bounds;
mod evidence;
mod examples;
mod formats;
mod headlines;
mod languages;
mod living;
mod meanings;
mod names_compare;
mod one_cause;
mod positions;
mod properties;
mod regressions;
mod review;
mod review_many;
mod rule_sets;
mod rust_source;
mod sound_pairs;
mod sources;
mod stylebook;
mod support;
mod template_code;
mod tidy;
