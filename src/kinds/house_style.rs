//! An article writes a name otherwise than the newsroom's stylebook.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::Deserialize;

use super::letter_case::{Surroundings, in_case_of};
use super::{Check, Context, Env, Precedence, Purpose};
use crate::analysis::At;
use crate::diagnostic::{Applicability, Severity};
use crate::names::Knowledge;
use crate::names::stylebook::file::Stylebook;
use crate::names::stylebook::find::{Found, Nearby, Search};
use crate::names::stylebook::house::House;
use crate::names::stylebook::index::{How, Index};
use crate::names::stylebook::write;
use crate::text::{Problem, ProseSpan};
use crate::toml_doc::Table;

/// The check for spellings that the house does not want.
#[derive(Debug)]
pub struct HouseStyle {
    house: Arc<House>,
    names: Arc<Knowledge>,
    nearby: Nearby,
    /// By language; made when the first article in it comes.
    indexes: BTreeMap<Arc<str>, OnceLock<Index>>,
}

/// The keys of the rule.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Whether the spellings that a stylebook does not want are reported.
    house_style: bool,
    /// How sure the letters must be that a spelling near a name is one of it.
    nearby: Nearby,
}

impl HouseStyle {
    /// The keys of the rule, entries of its own included.
    #[cfg(feature = "explanations")]
    pub fn schema() -> schemars::Schema {
        crate::names::stylebook::file::with_entries(crate::toml_doc::schema_of::<Keys>())
    }

    /// Compiles the rule: the entries of the stylebook, and those of the rule itself (`[[rule.name]]`).
    pub fn compile(mut rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let before = problems.len();
        let file = rule.file();
        let own = rule.take_tables("name", problems);
        let keys: Keys = rule.decode(problems)?;
        let mut stylebook = Stylebook::of(file, own, env.languages, problems);
        stylebook.entries.retain(|entry| !entry.sample || env.purpose == Purpose::Prove);
        if let Some(file) = env.stylebook {
            let read = Stylebook::read(file, env.languages, problems);
            stylebook.entries.extend(read.entries);
            (stylebook.gazetteers, stylebook.conventions) = (read.gazetteers, read.conventions);
        }
        if !keys.house_style {
            stylebook = Stylebook::default();
        }
        let house = Arc::new(House::new(stylebook, env.stylebook, env.names.library(), problems));
        env.names.decide(&house);
        let languages = env.languages.all().iter().chain([env.languages.undetermined()]);
        let indexes = languages.map(|profile| (Arc::clone(&profile.tag), OnceLock::new())).collect();
        let names = Arc::clone(env.names);
        (problems.len() == before)
            .then(|| Box::new(Self { house, names, nearby: keys.nearby, indexes }) as Box<dyn Check>)
    }
}

impl Check for HouseStyle {
    fn precedence(&self) -> Precedence {
        Precedence::Decides
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let profile = analysis.profile();
        let Some(index) = self.indexes.get(&profile.tag) else { return };
        let index = index.get_or_init(|| Index::new(&self.house, profile, self.names.words(&profile.tag)));
        if index.is_empty() {
            return;
        }
        for found in Search::new(index, analysis, self.nearby).run() {
            if !found.right {
                report(cx, index, &found);
            }
        }
    }
}

/// Reports one place with what is to be there.
fn report(cx: &mut Context<'_>, index: &Index, found: &Found) {
    let analysis = cx.analysis;
    let Some(name) = index.names.get(found.name as usize) else { return };
    let folded = analysis.folded();
    let mut at = folded.locate(found.start, found.end);
    at.span.end += found.trail;
    let written = analysis.slice(at);
    let wanted = if found.alone { name.text.get(name.spelled.last.clone()).unwrap_or_default() } else { &name.text };
    let wanted = in_case_of(written, Some(wanted), wanted, Surroundings::of(analysis, at));
    let clitic = folded.slice(found.word, found.start);
    let stands = write::behind(clitic, found.hides_article, &wanted, &analysis.profile().clitics.merges);
    if stands.name == written && stands.clitic == clitic {
        return;
    }
    let edit = if stands.clitic == clitic {
        (at, stands.name)
    } else {
        let start = folded.locate(found.word, found.start).span.start;
        (At { span: ProseSpan::new(start, at.span.end), ..at }, stands.clitic + &stands.name)
    };
    let sure = found.how != How::Nearby;
    let mut finding = cx.report(at).arg("found", written).arg("wanted", &*wanted);
    if !sure {
        finding = finding.severity(Severity::Warning);
    }
    // The stop of an abbreviation may be that of the sentence, too: then nothing is repaired.
    if found.trail == 0 || goes_on(cx_after(analysis, at)) {
        finding = finding.fix(if sure { Applicability::Safe } else { Applicability::Unsafe }, vec![edit]);
    }
    finding.emit();
}

/// The prose of a block after a place.
fn cx_after<'a>(analysis: &crate::analysis::Analysis<'a>, at: At) -> &'a str {
    let block = analysis.blocks().get(at.block as usize);
    block.and_then(|block| block.prose.get(at.span.end as usize..)).unwrap_or_default()
}

/// Whether a sentence goes on with `rest`.
fn goes_on(rest: &str) -> bool {
    rest.trim_start().starts_with(|c: char| c.is_lowercase() || c == ',')
}

/// A stylebook file, as a JSON Schema.
#[must_use]
pub fn stylebook_schema() -> schemars::Schema {
    Stylebook::schema()
}
