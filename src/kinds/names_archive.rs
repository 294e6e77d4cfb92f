//! An article spells a name otherwise than the archive as a whole.

use std::any::Any;
use std::io;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::collector::{
    ArchivePlace, ArchiveSum, ArticleFacts, BrokenLine, Collecting, SavedSum, Shared, SharedCollector, StoredArticle,
};
use super::names::words_of;
use super::{ArchiveCheck, ArchiveFinding, Check, Context, Env, Facts, Judge, Kind, Seen};
use crate::diagnostic::Diagnostic;
use crate::language::{Field, Profile, Roles};
use crate::names::day::day_of;
use crate::names::survey::{self, ArchiveKeys, Decided};
use crate::names::words::Words;
use crate::names::{Cluster, Knowledge, LanguageTally, NameFacts, NameList, NameTally, collect, saved, stored};
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

    fn shared(&self) -> &'static [&'static dyn SharedCollector] {
        COLLECTORS
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
    fn shared(&self) -> &'static [&'static dyn SharedCollector] {
        COLLECTORS
    }

    fn weigh<'t>(&'t self, seen: Seen<'t>, checks: &[&dyn Check]) -> Box<dyn Judge + 't> {
        let mut wanted = FxHashMap::default();
        let tally = seen.tally.shared(&NAMES).and_then(|names| names.languages.get(&seen.profile.tag));
        if let Some((words, tally)) = words_of(checks).zip(tally) {
            let decided = self.names.house().decided(seen.profile);
            // What the archive has equally often gives way to nothing.
            for cluster in self.clusters(words, seen.profile, tally, FxHashSet::default()) {
                wanted.extend(self.preferences(cluster, |name| decided.wants(name)));
            }
        }
        Box::new(Weighed { wanted, unless: &self.keys.unless })
    }
}

/// The names of each article: what every check of the names of an archive needs, and `copydesk names`.
pub static NAMES: Shared<NameFacts> = Shared { name: "names", collect };

static COLLECTORS: &[&dyn SharedCollector] = &[&NAMES];

/// The names of an article, by the first rule for names in its language.
fn collect(article: &Collecting<'_, '_>) -> Option<NameFacts> {
    let analysis = article.input.analysis;
    let of_words = |words| collect::collect(analysis, article.input.names(words));
    let names = article.names.map(of_words);
    let source = analysis.document.source;
    let called = source.name_in_archive().into();
    let day = analysis.document.metadata.first(Field::Date).and_then(|date| day_of(&date.value));
    Some(NameFacts { language: Arc::clone(&analysis.profile().tag), article: called, day, names })
}

impl ArticleFacts for NameFacts {
    type Sum = NameTally;
    const JOINS_SAVED: bool = false;

    fn to_bytes(&self) -> Option<Vec<u8>> {
        stored::to_bytes(self)
    }

    fn from_bytes(bytes: &[u8], article: &StoredArticle<'_>) -> Option<Self> {
        stored::from_bytes(bytes, article.source, article.language)
    }

    fn forget_added(&mut self) {
        self.names.iter_mut().for_each(NameList::forget_company);
    }
}

impl ArchiveSum for NameTally {
    type Facts = NameFacts;

    fn add(&mut self, facts: &NameFacts, place: &ArchivePlace<'_>) {
        Self::add(self, facts, place.content, place.folder);
    }

    fn merge(&mut self, other: Self) {
        Self::merge(self, other);
    }

    fn join(&mut self, other: Self) {
        Self::join(self, other);
    }
}

impl SavedSum for NameTally {
    fn lines(&self) -> usize {
        saved::lines(self)
    }

    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        saved::write(self, out)
    }

    fn read(lines: &mut dyn Iterator<Item = (usize, &[u8])>) -> Result<Self, BrokenLine> {
        saved::read(lines).map_err(|broken| match broken {
            saved::Broken::Damaged(number, error) => BrokenLine::damaged(number, &error),
            saved::Broken::Wrong(number, message) => BrokenLine { number, message: message.to_owned() },
        })
    }
}

/// The names of an archive that are one in several spellings, in one language, by the first of its checks that looks for
/// them: those with the most occurrences outside the most frequent spelling first. None if no check knows names.
#[must_use]
pub fn clusters(checks: &[&dyn Check], profile: &Profile, tally: &LanguageTally) -> Vec<Cluster> {
    let rule = checks.iter().find_map(|&check| (check as &dyn Any).downcast_ref::<Compiled>());
    let usual = |rule: &Compiled| rule.usual(profile);
    words_of(checks)
        .zip(rule)
        .map(|(words, rule)| rule.clusters(words, profile, tally, usual(rule)))
        .unwrap_or_default()
}

impl Compiled {
    /// `usual` are spellings that come first where the archive has several equally often.
    fn clusters(
        &self,
        words: &Words,
        profile: &Profile,
        tally: &LanguageTally,
        usual: FxHashSet<String>,
    ) -> Vec<Cluster> {
        let house = self.names.house().decided(profile);
        let decided = Decided { are_apart: &|a, b| house.are_apart(a, b), usual };
        survey::clusters(words.ready(profile), profile, tally, &self.keys, &decided)
    }

    /// The first spelling of each name of the gazetteers in a language, and each of its words: folded.
    fn usual(&self, profile: &Profile) -> FxHashSet<String> {
        let library = self.names.library();
        let mut usual = FxHashSet::default();
        for gazetteer in library.gazetteers() {
            for first in gazetteer.names(&profile.tag).filter_map(|spellings| spellings.first().copied()) {
                usual.extend(first.split(' ').chain([first]).map(|name| profile.folder.fold(name)));
            }
        }
        usual
    }

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

/// The rule against an archive.
struct Weighed<'t> {
    wanted: FxHashMap<Box<str>, Preference>,
    unless: &'t [String],
}

impl Judge for Weighed<'_> {
    fn judge(&self, facts: &Facts, found: &[Diagnostic]) -> Vec<ArchiveFinding> {
        let mut findings = Vec::new();
        let names = facts.shared(&NAMES).and_then(|facts| facts.names.as_ref());
        for fact in names.into_iter().flat_map(NameList::iter) {
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
