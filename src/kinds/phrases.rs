//! Words in TOML: of one language, or by the tag of the language.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// Words of one language, or by the tag of the language.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Phrases {
    /// Of the rule's language.
    Own(Vec<String>),
    /// Of several, each with its own.
    ByLanguage(BTreeMap<String, Vec<String>>),
}

impl Phrases {
    /// All of them.
    pub fn all(self) -> Vec<String> {
        match self {
            Self::Own(phrases) => phrases,
            Self::ByLanguage(phrases) => phrases.into_values().flatten().collect(),
        }
    }
}
