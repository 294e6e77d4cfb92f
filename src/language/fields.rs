//! What the fields of an article are called: in front matter, in meta elements, in exports. The names are in the language
//! files, because newsrooms name fields in their own language too.

use serde::Deserialize;

/// What a field is about, whatever its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The headline.
    Title,
    /// Subtitle, description, summary: other prose that stands above the text.
    Description,
    /// Who wrote it.
    Author,
    /// Where it comes from: an agency, another newsroom.
    Source,
    /// When it appeared.
    Date,
    /// The credit of its picture.
    Credit,
    /// The words under, or in place of, its picture.
    Caption,
    /// Its picture.
    Image,
    /// What sort of text it is: news, opinion, transcript.
    Type,
    /// The part of the publication it stands in.
    Section,
    /// Its language, as a tag.
    Language,
    /// What it is known by in an export.
    Id,
    /// The article itself, in an export.
    Text,
    /// What desks note beside it for one another: slug, priority, embargo.
    Note,
}

impl Field {
    /// The field with a name such as `author`, as rules and configurations write it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name)).ok()
    }
}

/// Which keys mean which field.
#[derive(Debug, Default, Clone)]
pub struct FieldNames(Vec<(Box<str>, Field)>);

impl FieldNames {
    /// Adds what one language calls the fields. A name that begins with `*.` is meant at any depth.
    pub fn add(&mut self, field: Field, names: impl IntoIterator<Item = String>) {
        self.0.extend(names.into_iter().map(|name| (name.to_lowercase().into(), field)));
    }

    /// The names of a field, in order.
    pub fn names_of(&self, field: Field) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(_, known)| *known == field).map(|(name, _)| &**name)
    }

    /// The field a key (in lower case, with dots) means. The first name that fits decides.
    #[must_use]
    pub fn field_of(&self, key: &str) -> Option<Field> {
        self.0.iter().find(|(name, _)| fits(name, key)).map(|(_, field)| *field)
    }
}

/// Whether a name means a key: the key itself, or its last part where the name begins with `*.`.
#[must_use]
pub fn fits(name: &str, key: &str) -> bool {
    match name.strip_prefix("*.") {
        Some(last) => key.rsplit('.').next() == Some(last),
        None => key == name,
    }
}
