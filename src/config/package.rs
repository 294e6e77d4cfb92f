//! What a configuration names to be read besides itself: files, or a package, whose content is pinned.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_spanned::Spanned;

/// A folder of rules that somebody else keeps, with what has to be in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The folder of the package, which holds a package.toml; relative to the folder of this file, or absolute.
    #[schemars(with = "String")]
    pub package: Spanned<String>,
    /// The version that its package.toml says.
    #[schemars(with = "Option<String>")]
    pub version: Option<Spanned<String>>,
    /// The hash of its content, as `copydesk package pin` writes it.
    #[schemars(with = "Option<String>")]
    pub sha256: Option<Spanned<String>>,
}

/// What is read besides a configuration.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(untagged)]
pub enum Named {
    /// A file, a folder, or a glob, inside the project.
    Path(String),
    /// A package.
    Package(Pin),
}

// What serde derives for such a choice forgets the places of what is in it.
impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PathOrPackage;

        impl<'de> Visitor<'de> for PathOrPackage {
            type Value = Named;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path, or a table with `package`, `version` and `sha256`")
            }

            fn visit_str<E: de::Error>(self, path: &str) -> Result<Named, E> {
                Ok(Named::Path(path.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, keys: A) -> Result<Named, A::Error> {
                Pin::deserialize(MapAccessDeserializer::new(keys)).map(Named::Package)
            }
        }

        deserializer.deserialize_any(PathOrPackage)
    }
}
