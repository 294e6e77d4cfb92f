//! The general kind that knows what should be there instead.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::letter_case::{Surroundings, in_case_of};
use super::pattern::{ProsePattern, Wanted};
use super::{Check, Context, Env, Finding, Kind, in_place};
use crate::analysis::{Analysis, At, CueId, CueOptions};
use crate::diagnostic::Applicability;
use crate::text::Problem;
use crate::toml_doc::{Table, Texts};

/// The kind `substitution`.
pub struct Substitution;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Keys {
    /// Words and phrases with what to write instead, matched after folding at word edges.
    #[serde(default)]
    swap: BTreeMap<String, String>,
    /// A regular expression over the prose of a block …
    #[schemars(with = "Option<String>")]
    pattern: Option<Spanned<String>>,
    /// … and its replacement, with `$1` and `${name}` for groups.
    #[schemars(with = "Option<String>")]
    replace: Option<Spanned<String>>,
    /// Whether the replacement can be made without looking; by default it is only offered.
    #[serde(default)]
    safe: bool,
}

/// A word or phrase, and what to write instead.
struct Swap {
    from: String,
    cue: CueId,
    to: String,
    /// Whether nothing but the white space is to be another.
    is_about_spaces: bool,
}

impl Swap {
    /// What is to be written for `found`, at a place. Words that only case and the forms of letters tell apart are written as they are
    /// listed.
    fn in_place_of(&self, found: &str, analysis: &Analysis<'_>, at: At) -> Cow<'_, str> {
        let folder = &analysis.profile().folder;
        match folder.fold_phrase(found) == folder.fold_phrase(&self.to) {
            true => Cow::Borrowed(&*self.to),
            false => in_case_of(found, Some(&self.from), &self.to, Surroundings::of(analysis, at)),
        }
    }
}

struct Compiled {
    swap: Vec<Swap>,
    pattern: Option<(ProsePattern, String)>,
    applicability: Applicability,
}

impl Kind for Substitution {
    fn name(&self) -> &'static str {
        "substitution"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn says_replacement(&self) -> bool {
        true
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let nothing = rule.problem("the rule replaces nothing: give `swap`, or `pattern` with `replace`");
        let half = rule.problem("`pattern` and `replace` go together");
        let keys: Keys = rule.decode(problems)?;
        let pattern = match (&keys.pattern, keys.replace) {
            (Some(pattern), Some(replace)) => {
                let wanted = if replace.get_ref().contains('$') { Wanted::Groups } else { Wanted::Matches };
                let pattern = ProsePattern::compile(file, pattern, wanted, env, problems)?;
                if let Some(group) = pattern.missing_group(replace.get_ref()) {
                    let problem = file.problem(replace.span(), format!("the pattern has no group `{group}`"));
                    problems
                        .push(problem.with_help("letters behind `$1` belong to its name: `${1}th`; `$$` is a dollar"));
                    return None;
                }
                Some((pattern, replace.into_inner()))
            }
            (None, None) => None,
            _ => {
                problems.push(half);
                return None;
            }
        };
        if keys.swap.is_empty() && pattern.is_none() {
            problems.push(nothing);
            return None;
        }
        let options = CueOptions::behind_proclitics();
        let swap = keys.swap.into_iter().map(|(from, to)| Swap {
            is_about_spaces: from != to && from.split_whitespace().eq(to.split_whitespace()),
            cue: env.cues.add([Texts::Given(vec![from.clone()])], options),
            from,
            to,
        });
        let swap = swap.collect();
        let applicability = if keys.safe { Applicability::Safe } else { Applicability::Unsafe };
        Some(Box::new(Compiled { swap, pattern, applicability }))
    }
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn swaps(&self) -> Vec<(CueId, &str)> {
        self.swap.iter().map(|swap| (swap.cue, swap.to.as_str())).collect()
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        // The lists were registered one after the other: most articles have nothing of any of them.
        let lists = self.swap.first().zip(self.swap.last()).map(|(first, last)| first.cue..=last.cue);
        for hit in lists.into_iter().flat_map(|lists| analysis.hits().of_all(lists)) {
            if let Ok(number) = self.swap.binary_search_by_key(&hit.list, |swap| swap.cue)
                && let Some(swap) = self.swap.get(number)
            {
                let at = analysis.folded().locate(hit.start, hit.end);
                let found = analysis.slice(at);
                let to = swap.in_place_of(found, analysis, at);
                // The cue matches the wanted spelling too where the two fold alike.
                if !in_place::reads_as(found, &to, swap.is_about_spaces) {
                    report(cx, at, &to).put(self.applicability, &to).emit();
                }
            }
        }
        if let Some((pattern, replace)) = &self.pattern {
            pattern.each_found(pattern.blocks(cx), |at, found| {
                let to = found.fill_in(replace);
                if cx.analysis.slice(at) != to {
                    report(cx, at, &to).fix(self.applicability, vec![(at, to.clone())]).emit();
                }
            });
        }
    }
}

/// Begins a finding at a place where `to` is to be written.
fn report<'c, 'a>(cx: &'c mut Context<'a>, at: At, to: &str) -> Finding<'c, 'a> {
    let found = cx.analysis.slice(at);
    cx.report(at).arg("match", found).arg("replacement", to).cause(to)
}
