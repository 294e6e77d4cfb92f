//! The files of `rules/` that come with copydesk, with the codes of their rules and what evidence allows them. The build script
//! (`build.rs`) lists them: a new file is there as soon as it is written.

use super::Allowance;
use crate::toml_doc::{Node, TomlFile, Tree};

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kinds::Purpose;
    use crate::names::keys::LaidOut;
    use crate::rules::{Evidence, built_in};

    #[test]
    fn the_codes_are_those_of_the_compiled_rules() {
        let mut problems = Vec::new();
        let (_, book) = built_in(Purpose::Check, &mut problems).unwrap();
        assert_eq!(problems, []);
        let compiled: BTreeSet<&str> = book.rules().iter().map(|rule| rule.reporting.code.full()).collect();
        assert!(compiled.len() > 40, "{compiled:?}");
        assert_eq!(CODES.iter().copied().collect::<BTreeSet<_>>(), compiled);
        assert!(CODES.is_sorted(), "{CODES:?}");
    }

    #[test]
    fn the_allowances_are_those_of_the_evidence() {
        let mut problems = Vec::new();
        let evidence = Evidence::read(&mut problems);
        assert_eq!(problems, []);
        let read: Vec<_> =
            evidence.allowances().into_iter().map(|((code, tag), allowed)| (code, tag, allowed)).collect();
        assert!(read.len() > 40, "{read:?}");
        assert_eq!(ALLOWANCES, read);
    }

    /// What a file says, as values of any kind.
    fn said(file: &TomlFile) -> serde_json::Value {
        let mut problems = Vec::new();
        let said = file.parse(&mut problems).decode(&mut problems);
        assert_eq!(problems, [], "{}", file.name);
        said.unwrap()
    }

    #[test]
    fn a_file_says_the_same_in_the_tree_as_in_its_text() {
        let lists = [language_files(), ui_files(), gazetteer_files(), convention_files()];
        for file in lists.into_iter().flatten() {
            assert_eq!(said(&file), said(&TomlFile::new(&*file.name, &*file.text)), "{}", file.name);
        }
    }

    #[test]
    fn a_lean_rule_says_what_is_written_and_what_it_takes_over_but_nothing_for_people_and_examples_alone() {
        let (written, lean) = (rule_files(), lean_rule_files());
        assert_eq!(written.len(), lean.len());
        for (written, lean) in written.iter().zip(&lean) {
            let mut whole = said(written);
            let mut earlier: Vec<serde_json::Value> = Vec::new();
            let mut root = lean.parse(&mut Vec::new());
            let mut rules = root.take_tables("rule", &mut Vec::new());
            for rule in whole["rule"].as_array_mut().into_iter().flatten() {
                let entries = rule.as_object_mut().unwrap();
                ["explain", "example"].iter().for_each(|key| drop(entries.remove(*key)));
                // Names that only examples need.
                if let Some(names) = entries.get_mut("name") {
                    names.as_array_mut().unwrap().retain(|name| name.get("sample") != Some(&true.into()));
                }
                if let Some(like) = entries.remove("like") {
                    let model = earlier.iter().find(|rule| rule["code"] == like).unwrap();
                    for (key, value) in model.as_object().unwrap() {
                        entries.entry(key.clone()).or_insert_with(|| value.clone());
                    }
                }
                let mut lean_rule = rules.remove(0);
                // What is worked out of it has a test of its own.
                let _ = lean_rule.take_read(LaidOut::KEY);
                assert_eq!(lean_rule.decode(&mut Vec::new()).as_ref(), Some(&*rule), "{}", lean.name);
                earlier.push(rule.clone());
            }
            assert!(rules.is_empty());
            whole.as_object_mut().unwrap().remove("rule");
            assert_eq!(root.decode(&mut Vec::new()), Some(whole), "{}", lean.name);
        }
    }

    #[test]
    fn every_file_is_in_one_list() {
        let of = |files: Vec<TomlFile>| files.into_iter().map(|file| file.name.to_string()).collect::<Vec<_>>();
        let lists = [language_files(), rule_files(), ui_files(), gazetteer_files(), convention_files()];
        let mut listed: Vec<String> = lists.into_iter().flat_map(of).collect();
        listed.push(evidence_file().name.to_string());
        listed.extend(["rules/codes.toml", "rules/general.toml"].map(str::to_owned));
        listed.sort();
        let mut written: Vec<String> = Vec::new();
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")];
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir().unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "toml") {
                    let below = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
                    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                    written.push(parts.join("/"));
                }
            }
        }
        written.sort();
        assert_eq!(listed, written);
    }
}
