//! What must hold for any bytes at all, one function for each thing that reads them. Each panics where it does not hold.
//!
//! The fuzzer calls them with bytes of its own making (`fuzz_targets`); `cargo test` calls them with the seeds and with
//! every case the fuzzer ever found.

mod articles;
mod dialogue;
mod fixes;
mod knowledge;
mod names;
mod saved;

use std::sync::{Arc, LazyLock};

use copydesk::engine::{Engine, Policy, Selection};
use copydesk::language::Languages;
use copydesk::rules::RuleBook;
use copydesk::text::{Source, SourceId};

pub use articles::{csv, decode, front_matter, html, json, markdown, plain, quotations, records, wxr};
pub use dialogue::lsp;
pub use fixes::{fixes, suppressions};
pub use knowledge::{configuration, rule_set, stylebook};
pub use names::names;
pub use saved::{baseline, cache, tally};

/// A function that reads bytes, and its name.
pub type Target = (&'static str, fn(&[u8]));

/// All of them, by the names of their files in `fuzz_targets`.
pub const TARGETS: &[Target] = &[
    ("baseline", baseline),
    ("cache", cache),
    ("configuration", configuration),
    ("csv", csv),
    ("decode", decode),
    ("fixes", fixes),
    ("front_matter", front_matter),
    ("html", html),
    ("json", json),
    ("lsp", lsp),
    ("markdown", markdown),
    ("names", names),
    ("plain", plain),
    ("quotations", quotations),
    ("records", records),
    ("rule_set", rule_set),
    ("stylebook", stylebook),
    ("suppressions", suppressions),
    ("tally", tally),
    ("wxr", wxr),
];

/// Reads the built-in rules, which would otherwise count as the time of the first input.
pub fn prepare() {
    LazyLock::force(&ENGINE);
}

static BUILT_IN: LazyLock<(Arc<Languages>, Arc<RuleBook>)> = LazyLock::new(|| {
    copydesk::rules::built_in(copydesk::kinds::Purpose::Check, &mut Vec::new()).expect("the built-in rules load")
});

/// Every rule, on by default or not.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| engine_of(Arc::clone(&BUILT_IN.1)));

fn languages() -> &'static Arc<Languages> {
    &BUILT_IN.0
}

fn engine_of(book: Arc<RuleBook>) -> Engine {
    let selection = Selection { select: vec!["all".into()], ignore: Vec::new() };
    Engine::new(Arc::clone(languages()), book, Policy { selection, ..Policy::default() })
}

fn source(text: &str) -> Source {
    Source::new(SourceId::Stdin(None), text)
}

fn text_of(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}
