//! The general kind that wants one spelling of several, whichever it is: in an article, or in all articles of a run.

mod counts;

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Deserialize;

use self::counts::{Counts, SpellingNumber, Spellings};
use super::collector::{Collect, OwnCollector};
use super::letter_case::{Surroundings, in_case_of, in_small, is_head};
use super::{ArchiveCheck, Check, Context, Env, Facts, Judge, Kind, RuleKey, Seen, in_place};
use crate::analysis::{Analysis, At, CueId, CueOptions};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::text::{Problem, narrow};
use crate::toml_doc::{Table, Texts};

/// The kind `consistency`.
pub struct Consistency;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Groups of words and phrases that mean the same: of each group one may be used.
    spellings: Vec<Vec<String>>,
    /// In what only one of them may be used.
    #[serde(default)]
    across: Across,
    /// Which of them the others are to become.
    #[serde(default)]
    prefer: Prefer,
}

/// In what one spelling is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Across {
    /// In each article.
    #[default]
    Article,
    /// In all articles of the run.
    Archive,
}

/// Which spelling the others are to become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Prefer {
    /// The one used most: in most places of the article, or in most articles of the run.
    #[default]
    Majority,
    /// The one that stands first in the article.
    First,
    /// Of those that are used, the one that the rule lists first.
    Listed,
}

/// A spelling as it is listed, and the cue that finds it.
struct Spelling {
    text: String,
    cue: CueId,
}

struct Compiled {
    groups: Vec<Vec<Spelling>>,
    across: Across,
    prefer: Prefer,
}

impl Kind for Consistency {
    fn name(&self) -> &'static str {
        "consistency"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn says_replacement(&self) -> bool {
        true
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let nothing = rule.problem_at("spellings", "the rule compares nothing: give `spellings`");
        let lonely =
            rule.problem_at("spellings", "each group has at least two different spellings, none of them empty");
        let no_first = rule.problem_at("prefer", "no article of an archive is the first: give `majority` or `listed`");
        let keys: Keys = rule.decode(problems)?;
        let is_lonely = |group: &Vec<String>| {
            let is_repeated = |(at, text): (usize, &String)| {
                text.trim().is_empty() || group.iter().take(at).any(|other| other == text)
            };
            group.len() < 2 || group.iter().enumerate().any(is_repeated)
        };
        let wrong = if keys.spellings.is_empty() {
            Some(nothing)
        } else if keys.spellings.iter().any(is_lonely) {
            Some(lonely)
        } else {
            (keys.across == Across::Archive && keys.prefer == Prefer::First).then_some(no_first)
        };
        if let Some(wrong) = wrong {
            problems.push(wrong);
            return None;
        }
        let options = CueOptions::behind_proclitics();
        let mut spelling = |text: String| {
            let text = text.trim().to_owned();
            Spelling { cue: env.cues.add([Texts::Given(vec![text.clone()])], options), text }
        };
        let groups = keys.spellings.into_iter().map(|group| group.into_iter().map(&mut spelling).collect());
        Some(Box::new(Compiled { groups: groups.collect(), across: keys.across, prefer: keys.prefer }))
    }
}

/// A place at which a spelling stands: where, and the number of the spelling in its group.
type Place = (At, usize);

impl Compiled {
    /// The places of the spellings of a group at which the rule applies, in order.
    fn places(&self, cx: &Context<'_>, group: &[Spelling]) -> Vec<Place> {
        let analysis = cx.analysis;
        let of = |(number, spelling): (usize, &Spelling)| {
            let hits = analysis.hits().of(spelling.cue).iter();
            hits.map(move |hit| (hit.start, std::cmp::Reverse(hit.end), number))
        };
        let mut hits: Vec<_> = group.iter().enumerate().flat_map(of).collect();
        if hits.is_empty() {
            return Vec::new();
        }
        hits.sort_unstable();
        let mut covered = 0;
        let mut places = Vec::new();
        for alike in hits.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some(&(start, std::cmp::Reverse(end), number)) = alike.first() else { continue };
            // What stands inside a longer spelling is part of that.
            if end <= covered {
                continue;
            }
            covered = end;
            let at = analysis.folded().locate(start, end);
            let number = match alike {
                [_] => Some(number),
                _ => written(analysis, at, alike.iter().filter_map(|hit| Some((hit.2, &*group.get(hit.2)?.text)))),
            };
            places.extend(number.filter(|_| cx.applies(at)).map(|number| (at, number)));
        }
        places
    }

    /// Reports the places of other spellings than the preferred one, which is used `count` times, or in so many articles.
    fn report(cx: &mut Context<'_>, group: &[Spelling], places: &[Place], preferred: usize, count: usize) {
        let Some(to) = group.get(preferred) else { return };
        let first = places.iter().find(|(_, number)| *number == preferred).map(|(at, _)| *at);
        for &(at, number) in places.iter().filter(|(_, number)| *number != preferred) {
            let Some(listed) = group.get(number) else { continue };
            let found = cx.analysis.slice(at);
            let folder = &cx.analysis.profile().folder;
            // Spellings that only case and the forms of letters tell apart are put in as they are listed.
            let to = if folder.fold(&listed.text) == folder.fold(&to.text) {
                Cow::Borrowed(&*to.text)
            } else {
                in_case_of(found, Some(&listed.text), &to.text, Surroundings::of(cx.analysis, at))
            };
            let finding = cx.report(at).arg("match", found).arg("replacement", &*to).arg("count", count.to_string());
            let finding = first.into_iter().fold(finding.cause(found), |finding, first| finding.related(first));
            finding.put(Applicability::Unsafe, &to).emit();
        }
    }
}

/// Which of several spellings that fold alike is written at a place; nothing, if nobody can say.
fn written<'t>(analysis: &Analysis<'_>, at: At, spellings: impl Iterator<Item = (usize, &'t str)>) -> Option<usize> {
    let found = analysis.slice(at);
    let prose = analysis.blocks().get(at.block as usize).map_or("", |block| &*block.prose);
    let is_at_head = is_head(prose.get(..at.span.start as usize).unwrap_or_default(), &analysis.profile().stops);
    // A capital at the head of a sentence tells nothing.
    let reads_as = |found: &str, text: &str| in_place::reads_as(found, text, true);
    let mut fitting =
        spellings.filter(|(_, text)| reads_as(found, text) || (is_at_head && reads_as(&in_small(found), text)));
    let (number, _) = fitting.next()?;
    fitting.next().is_none().then_some(number)
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        if self.across == Across::Archive {
            return;
        }
        for group in &self.groups {
            let places = self.places(cx, group);
            let mut counts = vec![0_usize; group.len()];
            for (_, number) in &places {
                counts.get_mut(*number).into_iter().for_each(|count| *count += 1);
            }
            let count = |number: usize| counts.get(number).copied().unwrap_or(0);
            let most = counts.iter().max().copied().unwrap_or(0);
            let mut used = places.iter().map(|(_, number)| *number);
            let preferred = match self.prefer {
                Prefer::First => used.next(),
                Prefer::Listed => used.min(),
                // Of equally many the one that stands first.
                Prefer::Majority => used.find(|number| count(*number) == most),
            };
            if let Some(preferred) = preferred {
                Self::report(cx, group, &places, preferred, count(preferred));
            }
        }
    }

    fn archive(&self) -> Option<&dyn ArchiveCheck> {
        (self.across == Across::Archive).then_some(self)
    }
}

impl Collect for Compiled {
    type Facts = Spellings;

    fn collect(&self, cx: &Context<'_>) -> Option<Spellings> {
        let mut all: Vec<SpellingNumber> = Vec::new();
        for (group, spellings) in (0..).zip(&self.groups) {
            all.extend(self.places(cx, spellings).into_iter().map(|(_, number)| (group, narrow(number))));
        }
        all.sort_unstable();
        all.dedup();
        (!all.is_empty()).then_some(Spellings(all))
    }
}

impl ArchiveCheck for Compiled {
    fn own(&self) -> Option<&dyn OwnCollector> {
        Some(self)
    }

    fn weigh<'t>(&'t self, seen: Seen<'t>, _: &[&dyn Check]) -> Box<dyn Judge + 't> {
        let counts = seen.tally.of_rule::<Counts>(seen.rule);
        let articles_with = |group: u32, number: u32| counts.map_or(0, |counts| counts.articles_with((group, number)));
        let preferred = (0..).zip(&self.groups).map(|(group, spellings)| {
            let used = (0..narrow(spellings.len())).map(|number| (number, articles_with(group, number)));
            let mut used = used.filter(|(_, articles)| *articles > 0);
            match self.prefer {
                Prefer::Listed => used.next(),
                // Of equally many the one that is listed first.
                Prefer::Majority | Prefer::First => {
                    used.max_by_key(|(number, articles)| (*articles, std::cmp::Reverse(*number)))
                }
            }
        });
        Box::new(Weighed { rule: self, key: seen.rule, preferred: preferred.collect() })
    }
}

/// The rule once the whole run is known.
struct Weighed<'t> {
    rule: &'t Compiled,
    key: RuleKey,
    /// For each group the spelling that is preferred, and in how many articles it stands.
    preferred: Vec<Option<(u32, u32)>>,
}

impl Weighed<'_> {
    fn preferred(&self, group: usize) -> Option<(u32, u32)> {
        self.preferred.get(group).copied().flatten()
    }
}

impl Judge for Weighed<'_> {
    fn asks_for_text(&self, facts: &Facts) -> bool {
        let spellings = facts.of_rule::<Spellings>(self.key).map_or(&[][..], |spellings| &spellings.0);
        let is_other = |(group, number): &SpellingNumber| {
            self.preferred(*group as usize).is_some_and(|(preferred, _)| preferred != *number)
        };
        spellings.iter().any(is_other)
    }

    fn read(&self, cx: &mut Context<'_>, _: &Facts, _: &[Diagnostic]) {
        for (index, group) in self.rule.groups.iter().enumerate() {
            if let Some((preferred, articles)) = self.preferred(index) {
                let places = self.rule.places(cx, group);
                Compiled::report(cx, group, &places, preferred as usize, articles as usize);
            }
        }
    }
}
