//! The general kind that counts: something stands too often in a sentence, a paragraph or an article, or not often enough.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::pattern::Wanted;
use super::per::{Per, first_words};
use super::sought::Sought;
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::text::Problem;
use crate::toml_doc::{Table, Texts};

/// The kind `occurrence`.
pub struct Occurrence;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Words and phrases, matched after folding at word edges, the language's proclitics allowed; all of them are counted together.
    #[serde(default)]
    tokens: Texts,
    /// A regular expression over the prose of a block, whose matches are counted too.
    #[schemars(with = "Option<String>")]
    pattern: Option<Spanned<String>>,
    /// How many there may be: each one beyond that is found.
    at_most: Option<usize>,
    /// How many there must be: what has fewer is found, at its first words.
    at_least: Option<usize>,
    /// What they are counted in.
    #[serde(default = "article")]
    per: Per,
}

fn article() -> Per {
    Per::Article
}

struct Compiled {
    sought: Sought,
    at_most: Option<usize>,
    at_least: usize,
    per: Per,
}

/// So many of the places that were allowed are shown beside each of those beyond.
const SHOWN: usize = 3;

impl Kind for Occurrence {
    fn name(&self) -> &'static str {
        "occurrence"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let nothing = rule.problem("the rule counts nothing: give `tokens` or `pattern`");
        let boundless = rule.problem("the rule says no number: give `at-most` or `at-least`");
        let idle = rule.problem_at("at-least", "at least 0 is always true: leave it out, or give 1 or more");
        let crossed = rule.problem_at("at-least", "`at-least` is above `at-most`: every article would be wrong");
        let keys: Keys = rule.decode(problems)?;
        let wrong = match (keys.at_least, keys.at_most) {
            (None, None) => Some(boundless),
            (Some(0), _) => Some(idle),
            (Some(least), Some(most)) if least > most => Some(crossed),
            _ => None,
        };
        if let Some(wrong) = wrong {
            problems.push(wrong);
            return None;
        }
        let sought =
            Sought::compile((keys.tokens, keys.pattern.as_ref()), Wanted::Matches, file, nothing, env, problems)?;
        let Keys { at_most, at_least, per, .. } = keys;
        Some(Box::new(Compiled { sought, at_most, at_least: at_least.unwrap_or(0), per }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let places = self.sought.places(cx);
        // Most articles hold nothing, or less than is too much.
        if self.at_least == 0 && places.len() <= self.at_most.unwrap_or(usize::MAX) {
            return;
        }
        let parts = self.per.parts(cx);
        let mut rest = places.as_slice();
        for unit in self.per.units(&parts) {
            let Some(end) = unit.last().map(|last| (last.block, last.span.end)) else { continue };
            let count = rest.partition_point(|at| (at.block, at.span.start) < end);
            let (own, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            rest = others;
            self.weigh(cx, unit, own);
        }
    }
}

impl Compiled {
    /// Reports what is too much or too little in a unit that holds these places.
    fn weigh(&self, cx: &mut Context<'_>, unit: &[At], places: &[At]) {
        let count = places.len();
        if count < self.at_least {
            let first = unit.iter().map(|part| first_words(cx, *part)).find(|words| cx.applies(*words));
            if let Some(first) = first {
                let words = cx.analysis.slice(first);
                let finding = cx.report(first).arg("match", words).arg("count", count.to_string());
                finding.arg("limit", self.at_least.to_string()).emit();
            }
        }
        let Some((allowed, beyond)) = self.at_most.and_then(|most| places.split_at_checked(most)) else { return };
        for &at in beyond {
            let found = cx.analysis.slice(at);
            let finding = cx.report(at).arg("match", found).arg("count", count.to_string());
            let finding = finding.arg("limit", allowed.len().to_string()).cause(found);
            allowed.iter().take(SHOWN).fold(finding, |finding, first| finding.related(*first)).emit();
        }
    }
}
