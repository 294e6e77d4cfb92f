//! Where a rule applies: in which articles, and where in them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::document::{Entry, Metadata};
use crate::language::{BlockRole, Field, Folder, Roles};
use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// Whether a rule applies to one part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ScopePart {
    /// As if nothing were said.
    #[default]
    Include,
    /// Not there.
    Exclude,
    /// Nowhere else.
    Only,
}

impl ScopePart {
    /// Whether it applies at a place that is, or is not, inside the part.
    #[must_use]
    pub fn allows(self, inside: bool) -> bool {
        match self {
            Self::Include => true,
            Self::Exclude => !inside,
            Self::Only => inside,
        }
    }
}

/// Where a rule applies, as it is written (`[rule.scope]`).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScopeKeys {
    /// Headlines and subheadings.
    pub headings: ScopePart,
    /// Quoted words.
    pub speech: ScopePart,
    /// What the blocks are for that the rule reads; what its kind is about, if nothing is said.
    pub roles: Option<Vec<BlockRole>>,
    /// Tags of the languages the rule is for; all those of its rule set, if nothing is said.
    #[schemars(with = "Option<Vec<String>>")]
    pub languages: Option<Spanned<Vec<Spanned<String>>>>,
    /// Only articles of which each of these fields (`section`, `type`, or a key as it is written) has one of the values named for it.
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub fields: BTreeMap<Spanned<String>, Vec<String>>,
}

impl ScopeKeys {
    /// Where in an article a rule applies, of a kind that can read `read`, and reads `usual` if nothing is said.
    #[must_use]
    pub fn within(&self, read: Roles, usual: Roles) -> Scope {
        const HEADINGS: Roles = Roles::of(&[BlockRole::Heading, BlockRole::Headline]);
        let wished = self.roles.as_deref().map_or(usual, |roles| read.both(Roles::of(roles)));
        let roles = match self.headings {
            ScopePart::Include => wished,
            ScopePart::Exclude => wished.without(HEADINGS),
            ScopePart::Only => wished.both(HEADINGS),
        };
        Scope { roles, speech: self.speech }
    }

    /// In which articles it applies. What is wrong with that becomes a problem at its place in `file`.
    #[must_use]
    pub fn articles(&self, file: &TomlFile, problems: &mut Vec<Problem>) -> FieldScope {
        let is_blank = |values: &Vec<String>| values.iter().all(|value| value.trim().is_empty());
        for (name, _) in self.fields.iter().filter(|(_, values)| is_blank(values)) {
            let message = format!("no value of `{}` is named: the rule would never apply", name.get_ref());
            problems.push(file.problem(name.span(), message));
        }
        let wanted = |(name, values): (&Spanned<String>, &Vec<String>)| Wanted {
            field: Field::named(name.get_ref()),
            key: name.get_ref().to_lowercase(),
            values: values.clone(),
        };
        FieldScope(self.fields.iter().map(wanted).collect())
    }
}

/// Where in an article a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// What the blocks are for that it reads.
    pub roles: Roles,
    /// Quoted words.
    pub speech: ScopePart,
}

/// In which articles a rule applies, by what they say about themselves. The default is all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldScope(Vec<Wanted>);

/// A field, and what it has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    field: Option<Field>,
    /// Its key, in lower case, if it is no field that is known.
    key: String,
    values: Vec<String>,
}

impl FieldScope {
    /// Whether they are all articles.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an article that says this about itself is one of them; `folder` is that of its language.
    #[must_use]
    pub fn holds(&self, metadata: &Metadata<'_>, folder: &Folder) -> bool {
        self.0.iter().all(|wanted| {
            let is_meant = |entry: &&Entry<'_>| match wanted.field {
                Some(field) => entry.field == Some(field),
                None => *entry.key == *wanted.key,
            };
            metadata.entries.iter().filter(is_meant).any(|entry| {
                let said = folder.fold(entry.value.trim());
                wanted.values.iter().any(|value| folder.fold(value.trim()) == said)
            })
        })
    }
}
