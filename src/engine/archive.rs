//! What several articles say together: their names collected, and the second pass of a run.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{Checked, Engine};
use crate::analysis::{Analysis, CueMatcher};
use crate::document::{self, Format};
use crate::kinds::{Cluster, ClusterNames, Judge, NameFacts, NameList, NameTally, Seen, SurveyNames, Tally};
use crate::language::Profile;
use crate::rules::Rule;
use crate::text::Source;

impl Engine {
    /// Collects the names of one article, and checks nothing.
    #[must_use]
    pub fn survey(&self, source: &Source, format: Format) -> NameFacts {
        let document = document::parse(source, format, &self.reading());
        self.names_of(&Analysis::new(&document, &CueMatcher::default()))
    }

    pub(super) fn names_of(&self, analysis: &Analysis<'_>) -> NameFacts {
        names_of(analysis, self.survey_of_names(analysis.profile()).map(|names| names.collect(analysis)))
    }

    /// What knows the names of a language, whether its rule runs or not.
    pub(super) fn names_rule(&self, profile: &Profile) -> Option<&Rule> {
        let mut rules = self.rules().iter().filter(|rule| rule.languages.include(&profile.tag));
        rules.find(|rule| rule.check().names().is_some())
    }

    fn survey_of_names(&self, profile: &Profile) -> Option<&dyn SurveyNames> {
        self.names_rule(profile)?.check().names()
    }

    /// What finds the names of an archive that are one, in a language, whether its rule runs or not.
    fn cluster_rule(&self, profile: &Profile) -> Option<&dyn ClusterNames> {
        let mut rules = self.rules().iter().filter(|rule| rule.languages.include(&profile.tag));
        rules.find_map(|rule| rule.check().archive()?.names())
    }

    /// The names of an archive that are one in several spellings, those with the most occurrences outside the most
    /// frequent spelling first.
    #[must_use]
    pub fn clusters(&self, tally: &NameTally) -> Vec<Cluster> {
        let mut all = Vec::new();
        for (tag, language) in &tally.languages {
            let Ok(profile) = self.languages.get(tag) else { continue };
            if let Some((names, rule)) = self.survey_of_names(profile).zip(self.cluster_rule(profile)) {
                all.extend(rule.clusters(names, profile, language));
            }
        }
        all.sort_by_key(Cluster::rank);
        all
    }

    /// Prepares the second pass, when all articles are in the tally.
    #[must_use]
    pub fn weigh<'t>(&'t self, tally: &'t Tally) -> Weighing<'t> {
        let tags = self.programs.keys().map(|tag| (&**tag, OnceLock::new())).collect();
        Weighing { engine: self, tally, judges: tags }
    }
}

/// The second pass over the articles of a run.
pub struct Weighing<'t> {
    engine: &'t Engine,
    tally: &'t Tally,
    /// By language; made when its first article comes.
    judges: BTreeMap<&'t str, OnceLock<Judges<'t>>>,
}

/// Judges with the indices of their rules.
type Judges<'t> = Vec<(usize, Box<dyn Judge + 't>)>;

impl fmt::Debug for Weighing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Weighing").field("articles", &self.tally.articles()).finish_non_exhaustive()
    }
}

/// What judges an article in the light of all articles of a run.
pub trait SecondPass: fmt::Debug + Sync {
    /// Adds to `checked` what is found in its article in the light of all.
    fn judge(&self, checked: &mut Checked);
}

impl SecondPass for Weighing<'_> {
    fn judge(&self, checked: &mut Checked) {
        let (engine, profile) = (self.engine, &checked.language);
        let Some(judges) = self.judges.get(&*profile.tag) else { return };
        let mut later = Vec::new();
        for (index, judge) in judges.get_or_init(|| self.judges_for(profile)) {
            let Some(rule) = engine.rules().get(*index) else { continue };
            let found = judge.judge(&checked.facts, &checked.found);
            later.extend(found.into_iter().map(|finding| rule.reporting.archive_diagnostic(finding)));
        }
        checked.found.extend(later);
        engine.settle(&mut checked.found);
    }
}

impl<'t> Weighing<'t> {
    fn judges_for(&self, profile: &Profile) -> Judges<'t> {
        let Some(program) = self.engine.program(profile) else { return Vec::new() };
        let of = |index: &usize| {
            let rule = self.engine.rules().get(*index)?;
            let seen = Seen {
                tally: self.tally,
                rule: rule.reporting.key,
                profile: self.engine.languages.get(&profile.tag).ok()?,
                names: self.engine.survey_of_names(profile),
            };
            Some((*index, rule.check().archive()?.weigh(seen)))
        };
        program.rules.iter().filter_map(of).collect()
    }
}

/// The names of one article with what else an archive is to know of it.
pub(super) fn names_of(analysis: &Analysis<'_>, names: Option<NameList>) -> NameFacts {
    let source = analysis.document.source;
    let article = source.name_within(&source.id.name()).into();
    NameFacts { language: Arc::clone(&analysis.profile().tag), article, names }
}
