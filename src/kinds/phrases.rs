//! Words in TOML: of one language, or by the tag of the language.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::toml_doc::Texts;

/// Words of one language, or by the tag of the language.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Phrases {
    /// Of the rule's language.
    Own(Texts),
    /// Of several, each with its own.
    ByLanguage(#[schemars(with = "BTreeMap<String, Vec<String>>")] Vec<Texts>),
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
                Vec::deserialize(SeqAccessDeserializer::new(texts)).map(|texts| Phrases::Own(Texts::Given(texts)))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut lists: A) -> Result<Phrases, A::Error> {
                let mut all = Vec::new();
                while let Some((_, texts)) = lists.next_entry::<IgnoredAny, Texts>()? {
                    all.push(texts);
                }
                Ok(Phrases::ByLanguage(all))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Phrases, E> {
                Texts::in_place().map(Phrases::Own)
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, words: D) -> Result<Phrases, D::Error> {
                words.deserialize_any(self)
            }
        }

        Texts::decode(deserializer, OwnOrByLanguage)
    }
}

impl Phrases {
    /// All of them.
    pub fn all(self) -> Vec<Texts> {
        match self {
            Self::Own(phrases) => vec![phrases],
            Self::ByLanguage(phrases) => phrases,
        }
    }
}
