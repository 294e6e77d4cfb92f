//! Words for what a newsroom's rule has no words for, from `rules/general.toml`.

use std::sync::Arc;

use serde::Deserialize;

use crate::language::Localised;
use crate::toml_doc::TomlFile;

/// Where they are kept: by themselves, since any rule of a newsroom may ask for them.
const FILE: &str = "rules/general.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    replace: Localised,
    related: Localised,
}

/// Words that rules lack.
#[derive(Debug, Clone, Default)]
pub(super) struct General {
    /// What a repair does, with `{replacement}` for what it puts in.
    pub replace: Arc<Localised>,
    /// What is at another place that belongs to a finding.
    pub related: Arc<Localised>,
}

impl General {
    /// Reads the file that comes with copydesk.
    pub(super) fn read() -> Self {
        let file = TomlFile::new(FILE, include_str!("../../rules/general.toml"));
        let read = file.parse(&mut Vec::new()).decode::<File>(&mut Vec::new()).filter(|read| read.schema == 1);
        read.map_or_else(Self::default, |read| Self { replace: read.replace.into(), related: read.related.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_there_in_both_languages_of_the_program() {
        let General { replace, related } = General::read();
        for words in [replace, related] {
            assert!(["en", "ar"].iter().all(|tag| words.get(*tag).is_some_and(|text| !text.is_empty())), "{words:?}");
        }
    }
}
