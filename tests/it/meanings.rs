//! What promotions say in sixteen languages: a meaning that one of them lacks is a failing test.

use std::collections::BTreeSet;

use super::support;

/// The languages with rules for promotions.
fn languages() -> BTreeSet<String> {
    let files = support::files("rules", "toml");
    let tags = files.iter().filter(|(_, path)| path.ends_with("ads/articles.toml")).filter_map(|(_, path)| {
        let folder = path.parent()?.parent()?.file_name()?.to_str()?;
        (folder != "all").then(|| folder.to_owned())
    });
    tags.collect()
}

#[test]
fn every_meaning_has_words_in_every_language() {
    let languages = languages();
    assert!(languages.len() >= 16, "{languages:?}");
    let table: toml::Table =
        toml::from_str(&support::read(std::path::Path::new("rules/all/ads/notices.toml"))).unwrap();
    let mut seen = 0;
    for rule in table["rule"].as_array().unwrap() {
        let lists = rule["cue"].as_array().unwrap().iter().map(|cue| &cue["phrases"]).chain(rule.get("channels"));
        for list in lists {
            let words = list.as_table().unwrap();
            let known: BTreeSet<String> = words.keys().cloned().collect();
            assert_eq!(known, languages, "a language lacks a meaning: {list}");
            assert!(words.values().all(|words| !words.as_array().unwrap().is_empty()), "no words: {list}");
            seen += 1;
        }
    }
    assert!(seen >= 7);
}
