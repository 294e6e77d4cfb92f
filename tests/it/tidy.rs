//! Habits of this code base that no compiler checks: which module may name which, and what may stand where.

use std::collections::BTreeMap;
use std::fmt::Write;

use syn::Item;
use unicode_script::{Script, UnicodeScript};

use super::rust_source::{self, RustFile};
use super::support;

/// Each layer names itself and what stands before it, nothing behind it.
const LAYERS: &[&str] = &[
    "threads",
    "text",
    "toml_doc",
    "language",
    "document",
    "diagnostic",
    "analysis",
    "names",
    "kinds",
    "rules",
    "config",
    "engine",
    "report",
    "linter",
];

/// What reaches out of the program. The rest of it turns values into values, and can be tested without a disk.
const OUTSIDE: &[&str] = &["fs", "env", "process", "thread", "time", "net"];

/// Crates that reach out of the program, or make threads: `threads` alone decides whether there are several.
const OUTSIDE_CRATES: &[&str] = &["rayon", "tempfile", "indicatif", "ignore"];

/// Longest file, in lines.
const LONGEST: usize = 800;

/// Runs `fault` over every file of the program and fails with everything it says.
fn each_file(rule: &str, fault: impl Fn(&RustFile, &mut Vec<String>)) {
    let mut faults = Vec::new();
    for file in rust_source::files() {
        let mut found = Vec::new();
        fault(&file, &mut found);
        faults.extend(found.into_iter().map(|fault| format!("{}:{fault}", file.path)));
    }
    assert!(faults.is_empty(), "{rule}:\n{}", faults.join("\n"));
}

fn place_of(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|known| *known == layer)
}

#[test]
fn every_file_belongs_to_a_layer() {
    each_file("a module without a place in the order of layers", |file, faults| {
        if file.is_of_library() && !file.module.is_empty() && place_of(file.layer()).is_none() {
            faults.push(format!(" {} is not a layer", file.layer()));
        }
    });
}

#[test]
fn imports_follow_the_layers() {
    each_file("a layer names only itself and those before it", |file, faults| {
        let Some(own) = place_of(file.layer()).filter(|_| file.is_of_library()) else { return };
        for (name, line) in file.below("crate").into_iter().chain(file.below_super()) {
            if place_of(&name).is_some_and(|place| place > own) {
                faults.push(format!("{line}: {} names {name}", file.layer()));
            }
        }
    });
}

#[test]
fn the_library_reaches_for_nothing_outside() {
    each_file("the library touches no files, environment, processes, threads and clock", |file, faults| {
        if !file.is_of_library() {
            return;
        }
        // How things are done at once is one module's own affair.
        let makes_threads = file.layer() == "threads";
        for (name, line) in file.below("std") {
            if OUTSIDE.contains(&name.as_str()) && !(makes_threads && name == "thread") {
                faults.push(format!("{line}: std::{name}"));
            }
        }
        for package in OUTSIDE_CRATES.iter().filter(|package| **package != "rayon" || !makes_threads) {
            faults.extend(file.below(package).into_iter().map(|(name, line)| format!("{line}: {package}::{name}")));
        }
    });
}

#[test]
fn a_language_is_data() {
    each_file("letters of a script other than Latin belong in rules/", |file, faults| {
        for token in &file.tokens {
            let foreign = |c: &char| c.is_alphabetic() && !matches!(c.script(), Script::Latin | Script::Common);
            if let Some(letter) = token.text.chars().find(foreign) {
                faults.push(format!("{}: the letter {letter} (U+{:04X})", token.line, u32::from(letter)));
            }
        }
    });
}

#[test]
fn nothing_panics_on_purpose() {
    each_file("what cannot be had is a value, not a panic", |file, faults| {
        for (index, token) in file.tokens.iter().enumerate() {
            let method = matches!(token.text.as_str(), "unwrap" | "expect") && file.text(index.wrapping_sub(1)) == ".";
            let macro_call = matches!(token.text.as_str(), "panic" | "unreachable" | "todo" | "unimplemented")
                && file.text(index + 1) == "!";
            if method || macro_call {
                faults.push(format!("{}: {}", token.line, token.text));
            }
        }
    });
}

#[test]
fn inner_types_have_no_published_shape() {
    each_file("shapes that others read are structs of report/, or stand in a file `saved`", |file, faults| {
        let is_saved = file.module.last().is_some_and(|name| name == "saved");
        if file.layer() == "report" || is_saved || !file.is_of_library() {
            return;
        }
        for item in &file.items {
            let (attributes, name, is_enum) = match item {
                Item::Struct(item) => (&item.attrs, &item.ident, false),
                Item::Enum(item) => (&item.attrs, &item.ident, true),
                _ => continue,
            };
            let derives =
                attributes.iter().filter(|a| a.path().is_ident("derive")).fold(String::new(), |mut all, a| {
                    let _ = write!(all, "{}", quote::ToTokens::to_token_stream(a));
                    all
                });
            let words: Vec<&str> = derives.split(|c: char| !c.is_alphanumeric()).collect();
            if words.contains(&"Serialize") {
                faults.push(format!(" {name} derives Serialize"));
            }
            // Severities and the like are read from rule files under their own names; that is all.
            if words.contains(&"Deserialize") && matches!(file.layer(), "text" | "diagnostic") && !is_enum {
                faults.push(format!(" {name} derives Deserialize"));
            }
        }
    });
}

#[test]
fn files_are_of_a_length_one_can_read() {
    let mut faults = Vec::new();
    for (folder, extension) in [("src", "rs"), ("crates", "rs"), ("tests", "rs"), ("rules", "toml")] {
        for (name, path) in support::files(folder, extension) {
            let lines = support::read(&path).lines().count();
            if lines > LONGEST {
                faults.push(format!("{name} has {lines} lines"));
            }
        }
    }
    assert!(faults.is_empty(), "more than {LONGEST} lines:\n{}", faults.join("\n"));
}

/// Names that Windows keeps for devices, whatever ends such a name has.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// What keeps a part of a path from being the name of a file on some system that people check copydesk out on; the same for all.
fn fault_of_name(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |device| stem.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    if DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt") {
        return Some("Windows keeps the name for a device");
    }
    if name.contains(|c: char| c.is_control() || r#"<>:"|?*\"#.contains(c)) {
        return Some("Windows takes no such character in a name");
    }
    if name.ends_with(['.', ' ']) {
        return Some("Windows takes the end off the name");
    }
    (!name.is_ascii()).then_some("systems write such letters in several ways")
}

#[test]
fn names_of_files_mean_the_same_on_every_system() {
    let mut faults = Vec::new();
    let mut by_folded: BTreeMap<String, String> = BTreeMap::new();
    let is_ours = |name: &str| !matches!(name, ".git" | "node_modules");
    let tree = ignore::WalkBuilder::new(support::root())
        .hidden(false)
        .filter_entry(move |entry| entry.file_name().to_str().is_none_or(is_ours))
        .build();
    for entry in tree {
        let entry = entry.expect("the tree is readable");
        let below = entry.path().strip_prefix(support::root()).expect("found below the repository");
        let Some(name) = below.file_name() else { continue };
        let (name, path) = (name.to_string_lossy(), below.to_string_lossy().replace('\\', "/"));
        if let Some(fault) = fault_of_name(&name) {
            faults.push(format!("{path}: {fault}"));
        }
        if let Some(other) = by_folded.insert(path.to_lowercase(), path.clone()) {
            faults.push(format!("{path} and {other} are one file where case makes no difference"));
        }
    }
    assert!(by_folded.len() > 500, "{} files: these are not all", by_folded.len());
    assert!(faults.is_empty(), "names that not every system can have:\n{}", faults.join("\n"));
}

#[test]
fn names_that_no_system_may_lack_are_told_from_others() {
    for wrong in
        ["nul.txt", "Aux", "COM1.tar.gz", "lpt9", "con .md", "a:b", "what?.md", "end.", "end ", "caf\u{e9}", "a\\b"]
    {
        assert!(fault_of_name(wrong).is_some(), "{wrong}");
    }
    for right in
        ["null-byte.txt", "auxiliary.rs", "com.rs", "com10", "console.md", ".gitignore", "a b.txt", "_copydesk.ps1"]
    {
        assert_eq!(fault_of_name(right), None, "{right}");
    }
}
