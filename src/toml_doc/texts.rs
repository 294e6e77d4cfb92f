//! Lists of texts that may be long: those of built-in files stay where they lie.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};

use super::tree::{IN_PLACE, Node, handed_over};

/// A list of texts.
#[derive(Debug, Clone)]
pub enum Texts {
    /// An array of a built-in file.
    BuiltIn(Node),
    /// Of any other.
    Given(Vec<String>),
}

impl Texts {
    /// The texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (built_in, given) = match self {
            Self::BuiltIn(array) => (Some(array.items()), &[][..]),
            Self::Given(texts) => (None, &**texts),
        };
        let built_in = built_in.into_iter().flatten().filter_map(|text| -> Option<&str> { text.as_str() });
        built_in.chain(given.iter().map(String::as_str))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Decodes a list, or what else `visitor` takes. The visitor is given a unit for an array of a built-in file, which
    /// [`Texts::in_place`] then gives it.
    ///
    /// # Errors
    /// What the visitor says.
    pub fn decode<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        deserializer: D,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        deserializer.deserialize_newtype_struct(IN_PLACE, visitor)
    }

    /// The array of a built-in file that is being decoded.
    ///
    /// # Errors
    /// If there is none.
    pub fn in_place<E: de::Error>() -> Result<Self, E> {
        handed_over().map(Self::BuiltIn).ok_or_else(|| E::custom("a list was expected"))
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::Given(Vec::new())
    }
}

impl From<Vec<String>> for Texts {
    fn from(texts: Vec<String>) -> Self {
        Self::Given(texts)
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> Visitor<'de> for List {
            type Value = Texts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of texts")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Texts, E> {
                Texts::in_place()
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, list: D) -> Result<Texts, D::Error> {
                Vec::deserialize(list).map(Texts::Given)
            }
        }

        Self::decode(deserializer, List)
    }
}

impl JsonSchema for Texts {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<String>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<String>::json_schema(generator)
    }
}
