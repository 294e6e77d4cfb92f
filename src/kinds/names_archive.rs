//! An article spells a name otherwise than the archive as a whole.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::names::SurveyNames;
use super::{ArchiveCheck, ArchiveFinding, Check, ClusterNames, Context, Env, Facts, Judge, Kind, Seen};
use crate::diagnostic::Diagnostic;
use crate::language::{Profile, Roles};
use crate::names::survey::ArchiveKeys;
use crate::names::{Cluster, Knowledge, LanguageTally, NameList};
use crate::text::{Edit, Problem};
use crate::toml_doc::Table;

/// The kind `names-archive`.
pub struct NamesArchive;

#[derive(Debug)]
struct Compiled {
    keys: ArchiveKeys,
    names: Arc<Knowledge>,
}

impl Kind for NamesArchive {
    fn name(&self) -> &'static str {
        "names-archive"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<ArchiveKeys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let keys: ArchiveKeys = rule.decode(problems)?;
        Some(Box::new(Compiled { keys, names: Arc::clone(env.names) }))
    }
}

impl Check for Compiled {
    /// One article alone is no archive.
    fn check(&self, _: &mut Context<'_>) {}

    fn archive(&self) -> Option<&dyn ArchiveCheck> {
        Some(self)
    }
}

impl ArchiveCheck for Compiled {
    fn names(&self) -> Option<&dyn ClusterNames> {
        Some(self)
    }

    fn weigh<'t>(&'t self, seen: Seen<'t>) -> Box<dyn Judge + 't> {
        let mut wanted = FxHashMap::default();
        let tally = seen.tally.names.languages.get(&seen.profile.tag);
        if let Some((names, tally)) = seen.names.zip(tally) {
            let decided = self.names.house().decided(seen.profile);
            for cluster in self.clusters(names, seen.profile, tally) {
                wanted.extend(self.preferences(cluster, |name| decided.wants(name)));
            }
        }
        Box::new(Weighed { wanted, unless: &self.keys.unless })
    }
}

impl ClusterNames for Compiled {
    fn clusters(&self, names: &dyn SurveyNames, profile: &Profile, tally: &LanguageTally) -> Vec<Cluster> {
        let decided = self.names.house().decided(profile);
        names.clusters(profile, tally, &self.keys, &|a, b| decided.are_apart(a, b))
    }
}

impl Compiled {
    /// For each spelling of a cluster that is to give way: what is to stand in its place. A spelling that the stylebook
    /// wants wins, however rare it is.
    fn preferences(
        &self,
        cluster: Cluster,
        is_wanted: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = (Box<str>, Preference)> {
        let mut spellings = cluster.spellings;
        let chosen = spellings.iter().position(|spelling| is_wanted(&spelling.name));
        let best = spellings.swap_remove(chosen.unwrap_or(0));
        let (articles, text) = (best.record.articles, best.record.text().to_owned());
        let keys = &self.keys;
        let gives_way = move |name: &str, of: u64| {
            !is_wanted(name)
                && articles >= keys.articles
                && (chosen.is_some() || articles >= of.saturating_mul(keys.times))
        };
        spellings.retain(|spelling| gives_way(&spelling.name, spelling.record.articles));
        spellings.into_iter().map(move |spelling| {
            let preference = Preference { text: text.clone(), articles, found: spelling.record.articles };
            (spelling.name, preference)
        })
    }
}

/// What an archive prefers to a spelling.
struct Preference {
    text: String,
    /// Articles with the spelling preferred.
    articles: u64,
    /// Articles with the other.
    found: u64,
}

/// The rule in the light of an archive.
struct Weighed<'t> {
    wanted: FxHashMap<Box<str>, Preference>,
    unless: &'t [String],
}

impl Judge for Weighed<'_> {
    fn judge(&self, facts: &Facts, found: &[Diagnostic]) -> Vec<ArchiveFinding> {
        let mut findings = Vec::new();
        for fact in facts.names.iter().flat_map(|facts| facts.names.iter().flat_map(NameList::iter)) {
            let Some(preference) = self.wanted.get(fact.name()) else { continue };
            for (text, places) in fact.written() {
                for place in places {
                    let is_known = |known: &Diagnostic| {
                        known.span.overlaps(place.span) && self.unless.iter().any(|code| known.code.as_str() == code)
                    };
                    if found.iter().any(is_known) {
                        continue;
                    }
                    let edit = Edit { span: place.span, text: preference.text.clone() };
                    findings.push(ArchiveFinding {
                        span: place.span,
                        args: [
                            ("found".into(), text.to_owned()),
                            ("wanted".into(), preference.text.clone()),
                            ("count".into(), preference.articles.to_string()),
                            ("other-count".into(), preference.found.to_string()),
                        ]
                        .into(),
                        edit: place.editable.then_some(edit),
                    });
                }
            }
        }
        findings
    }
}
