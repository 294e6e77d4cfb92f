//! What the fuzzer starts from, and every case it ever found, without the fuzzer. `fuzz/README.md` says how it is run.

#[path = "../../../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of what the fuzzer works on.
fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

#[test]
fn seeds_and_found_cases_hold() {
    targets::prepare();
    let mut faults = Vec::new();
    for (name, target) in targets::TARGETS {
        let mut count = 0;
        for folder in ["seeds", "found"] {
            let folder = fuzz().join(folder).join(name);
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.expect("the folder is readable").path();
                let bytes = fs::read(&path).expect("the case is readable");
                count += 1;
                if std::panic::catch_unwind(|| target(&bytes)).is_err() {
                    faults.push(path.display().to_string());
                }
            }
        }
        assert!(count > 0, "{name} has no seed");
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_target_can_be_fuzzed() {
    let folder = fuzz().join("fuzz_targets");
    let mut files: Vec<String> = fs::read_dir(folder)
        .expect("the targets are there")
        .map(|entry| entry.expect("the folder is readable").path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    files.sort();
    let names: Vec<&str> = targets::TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(files, names);
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).expect("the manifest is readable");
    assert!(names.iter().all(|name| manifest.contains(&format!("name = \"{name}\""))), "a target is not declared");
}
