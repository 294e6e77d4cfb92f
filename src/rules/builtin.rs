//! The rule files that come with copydesk. Generated from `rules/`: `UPDATE=1 cargo test --test it generated` rewrites it.

use crate::toml_doc::TomlFile;

/// Every `language.toml`.
#[must_use]
pub fn language_files() -> Vec<TomlFile> {
    vec![
        TomlFile::new("rules/all/language.toml", include_str!("../../rules/all/language.toml")),
        TomlFile::new("rules/ar/language.toml", include_str!("../../rules/ar/language.toml")),
        TomlFile::new("rules/en/language.toml", include_str!("../../rules/en/language.toml")),
    ]
}

/// Every rule set.
#[must_use]
pub fn rule_files() -> Vec<TomlFile> {
    vec![
        TomlFile::new("rules/all/brackets.toml", include_str!("../../rules/all/brackets.toml")),
        TomlFile::new("rules/all/quotes.toml", include_str!("../../rules/all/quotes.toml")),
        TomlFile::new("rules/all/text.toml", include_str!("../../rules/all/text.toml")),
        TomlFile::new("rules/ar/ads.toml", include_str!("../../rules/ar/ads.toml")),
        TomlFile::new("rules/en/ads.toml", include_str!("../../rules/en/ads.toml")),
    ]
}

/// Every `ui.toml`: the words of the program itself.
#[must_use]
pub fn ui_files() -> Vec<TomlFile> {
    vec![
        TomlFile::new("rules/ar/ui.toml", include_str!("../../rules/ar/ui.toml")),
        TomlFile::new("rules/en/ui.toml", include_str!("../../rules/en/ui.toml")),
    ]
}
