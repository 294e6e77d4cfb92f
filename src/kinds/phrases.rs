//! Words in TOML: of one language, or by the tag of the language.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Words of one language, or by the tag of the language.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Phrases {
    /// Of the rule's language.
    Own(Vec<String>),
    /// Of several, each with its own.
    ByLanguage(BTreeMap<String, Vec<String>>),
}

// What serde derives for such a choice copies everything before it is read.
impl<'de> Deserialize<'de> for Phrases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OwnOrByLanguage;

        impl<'de> Visitor<'de> for OwnOrByLanguage {
            type Value = Phrases;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of texts, or a table of such lists by language")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, texts: A) -> Result<Phrases, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(texts)).map(Phrases::Own)
            }

            fn visit_map<A: MapAccess<'de>>(self, lists: A) -> Result<Phrases, A::Error> {
                BTreeMap::deserialize(MapAccessDeserializer::new(lists)).map(Phrases::ByLanguage)
            }
        }

        deserializer.deserialize_any(OwnOrByLanguage)
    }
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
