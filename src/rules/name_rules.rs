//! What the rules of a rule book know of names beyond any article: for comparing two spellings, and for an archive.

use std::sync::Arc;

use super::rule_set::RuleBook;
use crate::kinds::{clusters, compare_spellings, words_of};
use crate::language::{Languages, Profile};
use crate::names::{Cluster, Comparison, NameTally};

impl RuleBook {
    /// The tags of the languages that have a rule for names.
    #[must_use]
    pub fn languages_with_names(&self, languages: &Languages) -> Vec<Arc<str>> {
        let tags = languages.all().iter().map(|profile| &profile.tag);
        tags.filter(|tag| words_of(&self.checks_for(tag)).is_some()).map(Arc::clone).collect()
    }

    /// Whether two spellings are one name, by the rule for names of a language; nothing if the language has none.
    #[must_use]
    pub fn compare_spellings(&self, profile: &Profile, a: &str, b: &str) -> Option<Comparison> {
        compare_spellings(&self.checks_for(&profile.tag), profile, a, b)
    }

    /// The names of an archive that are one in several spellings, those with the most occurrences outside the most
    /// frequent spelling first.
    #[must_use]
    pub fn name_clusters(&self, languages: &Languages, tally: &NameTally) -> Vec<Cluster> {
        let mut all = Vec::new();
        for (tag, names) in &tally.languages {
            let Ok(profile) = languages.get(tag) else { continue };
            all.extend(clusters(&self.checks_for(&profile.tag), profile, names));
        }
        all.sort_by_key(Cluster::rank);
        all
    }
}
