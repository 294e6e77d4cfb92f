//! Finds the covered spellings in an article.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;

use super::index::{Form, How, Index};
use super::spelled::{Gap, bare};
use crate::analysis::{Analysis, Word};
use crate::language::Profile;
use crate::text::narrow;

/// One place where an article does not write a name as the house does, or does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Number of the name.
    pub name: u32,
    /// How the spelling is covered.
    pub how: How,
    /// First byte of the word it begins in, in the folded text.
    pub word: u32,
    /// First byte of the name, after its clitics.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Bytes of prose after it that belong to it: the stop of an abbreviation.
    pub trail: u32,
    /// Whether its article is hidden in the clitic before it.
    pub hides_article: bool,
    /// Whether it is the wanted spelling.
    pub right: bool,
    /// Whether the last word stands for the whole.
    pub alone: bool,
}

/// How sure the letters must be that a spelling near a name is one of it, in log-odds.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nearby {
    /// For a word that stands for the whole name.
    pub alone: f32,
    /// For each word of a name of several.
    pub beside: f32,
    /// For the only word of a name from a gazetteer.
    pub adopted: f32,
}

/// A form that fits at a word.
struct Fit {
    /// Number of words.
    count: usize,
    /// One past the last byte, in the folded text.
    end: u32,
}

/// The longest clitic, in letters.
const CLITIC: usize = 4;

/// An article searched for the names of an index.
pub struct Search<'s> {
    pub(super) index: &'s Index,
    pub(super) analysis: &'s Analysis<'s>,
    pub(super) profile: &'s Profile,
    pub(super) words: &'s [Word],
    pub(super) nearby: Nearby,
}

impl<'s> Search<'s> {
    /// Prepares a search.
    pub fn new(index: &'s Index, analysis: &'s Analysis<'s>, nearby: Nearby) -> Self {
        Self { index, analysis, profile: analysis.profile(), words: analysis.words(), nearby }
    }

    /// Every place where a name stands in a covered spelling or in the wanted one, in reading order. Where several
    /// begin, the longest is meant; none lies inside another.
    pub fn run(&self) -> Vec<Found> {
        let mut all = Vec::new();
        let mut buffer = String::new();
        let mut at = 0;
        while at < self.words.len() {
            match self.at(at, &mut buffer) {
                Some((found, count)) => {
                    all.push(found);
                    at += count.max(1);
                }
                None => at += 1,
            }
        }
        let whole: FxHashSet<u32> = all.iter().filter(|found| !found.alone).map(|found| found.name).collect();
        // The last word alone, in another spelling, is surely the same name only where the article has the whole.
        all.retain_mut(|found| {
            let certain = !found.alone || found.right || whole.contains(&found.name);
            let adopted = self.index.names.get(found.name as usize).is_none_or(|name| name.adopted);
            if !certain {
                found.how = How::Nearby;
            }
            // Of a name from a list it is not even likely.
            certain || !adopted
        });
        all
    }

    pub(super) fn text(&self, at: usize) -> &'s str {
        self.words.get(at).map_or("", |word| self.analysis.folded().slice(word.start, word.end))
    }

    /// The best spelling that begins in word `at`, and the number of its words.
    fn at(&self, at: usize, buffer: &mut String) -> Option<(Found, usize)> {
        let text = self.text(at);
        let mut best: Option<(usize, How, Found)> = None;
        let mut nearby = None;
        for (skip, _) in text.char_indices().take(CLITIC + 1) {
            let (clitic, rest) = text.split_at_checked(skip)?;
            if !self.index.may_start(rest) || (skip > 0 && !self.is_clitic(at, clitic)) {
                continue;
            }
            let endings = self.profile.clitics.endings.iter().filter_map(|ending| rest.strip_suffix(&**ending));
            for key in std::iter::once(rest).chain(endings) {
                for form in self.index.forms(key) {
                    let Some(fit) = self.fit(form, key, at, skip) else { continue };
                    let Some(found) = self.judge(form, &fit, at, skip) else { continue };
                    let rank = (fit.count, std::cmp::Reverse(form.how));
                    let is_better =
                        best.as_ref().is_none_or(|(count, how, _)| rank > (*count, std::cmp::Reverse(*how)));
                    if is_better {
                        best = Some((fit.count, form.how, found));
                    }
                }
            }
            if best.is_none() && nearby.is_none() {
                nearby = self.near(at, skip, rest, buffer);
            }
        }
        best.map(|(count, _, found)| (found, count)).or(nearby).filter(|_| !self.is_tagged(at))
    }

    /// Whether a word is part of a tag, an account or an address, where words are joined by rule.
    fn is_tagged(&self, at: usize) -> bool {
        let before = self.words.get(at).and_then(|word| self.analysis.folded().before(word.start));
        before.is_some_and(|c| matches!(c, '#' | '@' | '_' | '/'))
    }

    /// Whether a word begins with a clitic as written: a letter that only folding made one is none.
    fn is_clitic(&self, at: usize, clitic: &str) -> bool {
        self.profile.clitics.before.contains(clitic)
            && self.words.get(at).is_some_and(|word| {
                let end = word.start + narrow(clitic.len());
                let written = self.analysis.slice(self.analysis.folded().locate(word.start, end));
                written == clitic || bare(written, self.profile) == clitic
            })
    }

    /// Whether the words at `at` are those of a form, of which the first is `key`.
    fn fit(&self, form: &Form, key: &str, at: usize, skip: usize) -> Option<Fit> {
        let clitic = self.text(at).get(..skip)?;
        if form.hides_article && !self.profile.clitics.merges.iter().any(|merge| *merge.together == *clitic) {
            return None;
        }
        let words = &form.spelled.words;
        let count = words.len();
        let first = self.words.get(at)?;
        if count == 1 {
            return Some(Fit { count, end: first.start + narrow(skip + key.len()) });
        }
        if self.text(at).len() != skip + key.len() {
            return None;
        }
        let mut end = first.end;
        for (place, wanted) in words.iter().enumerate().skip(1) {
            let gap = self.gap(at + place - 1)?;
            if !form.spelled.gaps.get(place - 1)?.stands_for(&gap) {
                return None;
            }
            let text = self.text(at + place);
            let length = if *text == **wanted {
                text.len()
            } else {
                let is_last = place + 1 == count;
                let endings = &self.profile.clitics.endings;
                let ended = is_last && endings.iter().any(|ending| text.strip_suffix(&**ending) == Some(wanted));
                if !ended {
                    return None;
                }
                wanted.len()
            };
            end = self.words.get(at + place)?.start + narrow(length);
        }
        Some(Fit { count, end })
    }

    /// What stands between word `at` and the next one.
    pub(super) fn gap(&self, at: usize) -> Option<Gap> {
        let (a, b) = (self.words.get(at)?, self.words.get(at + 1)?);
        Gap::of(self.analysis.folded().slice(a.end, b.start))
    }

    /// What a form that fits comes to; nothing if case, the rest of a compound or other names speak against it.
    fn judge(&self, form: &Form, fit: &Fit, at: usize, skip: usize) -> Option<Found> {
        let name = self.index.names.get(form.name as usize)?;
        let first = self.words.get(at)?;
        let start = first.start + narrow(skip);
        let folded = self.analysis.folded();
        let place = folded.locate(start, fit.end);
        let written = self.analysis.slice(place);
        let starts_capital = written.chars().next().is_some_and(char::is_uppercase);
        if form.spelled.capital && !starts_capital {
            return None;
        }
        let after = self.analysis.blocks().get(place.block as usize)?.prose.get(place.span.end as usize..)?;
        let trail = form.spelled.trail.as_ref();
        if !after.starts_with(trail) || (trail.is_empty() && is_address(after)) {
            return None;
        }
        // With its first letters for a clitic, an ordinary word may look like a name of a list.
        let is_ordinary =
            || self.index.ready(self.profile).is_some_and(|ready| ready.words.lexicon.has(self.text(at), self.profile));
        if name.adopted && skip > 0 && fit.count == 1 && is_ordinary() {
            return None;
        }
        let alone = matches!(form.how, How::LastOfName | How::LastOfVariant);
        if alone && self.has_other_company(at, at + fit.count) {
            return None;
        }
        let wanted = if alone { name.text.get(name.spelled.last.clone())? } else { &name.text };
        let mut right = form.how <= How::LastOfName
            && bare(written, self.profile) == bare(behind_article(form, wanted), self.profile);
        // A hyphen that joins the name with more words is the compound's, not the name's.
        if !right
            && fit.count > 1
            && written.contains('-')
            && !wanted.contains('-')
            && self.is_in_compound(at, at + fit.count)
        {
            right = true;
        }
        Some(Found {
            name: form.name,
            how: form.how,
            word: first.start,
            start,
            end: fit.end,
            trail: narrow(trail.len()),
            hides_article: form.hides_article,
            right,
            alone,
        })
    }

    fn is_in_compound(&self, from: usize, to: usize) -> bool {
        from.checked_sub(1).and_then(|before| self.gap(before)) == Some(Gap::Hyphen)
            || self.gap(to - 1) == Some(Gap::Hyphen)
    }

    /// Whether another name stands beside the words from `from` to `to`: then the last word alone is not the name.
    pub(super) fn has_other_company(&self, from: usize, to: usize) -> bool {
        let before = from.checked_sub(1).filter(|before| self.gap(*before).is_some_and(|gap| is_close(&gap)));
        let after = Some(to).filter(|after| self.gap(after - 1).is_some_and(|gap| is_close(&gap)));
        before.into_iter().chain(after).any(|at| self.is_other_name(at))
    }

    /// Whether a word is no ordinary word of the language.
    fn is_other_name(&self, at: usize) -> bool {
        let text = self.text(at);
        let written =
            self.words.get(at).map(|word| self.analysis.slice(self.analysis.folded().locate(word.start, word.end)));
        let has_case = written
            .is_some_and(|written| written.chars().any(char::is_lowercase) || written.chars().any(char::is_uppercase));
        let is_capital = written.is_some_and(|written| written.starts_with(char::is_uppercase));
        if (has_case && !is_capital)
            || self.profile.function_words.contains(text)
            || self.profile.abbreviations.contains(text)
        {
            return false;
        }
        self.index.ready(self.profile).is_none_or(|ready| !ready.words.lexicon.has(text, self.profile))
    }
}

/// Whether `after` goes on as an address does after a name.
fn is_address(after: &str) -> bool {
    let mut chars = after.chars();
    let joins = chars.next().is_some_and(|c| matches!(c, '.' | '@' | '_' | '/'));
    joins && chars.next().is_some_and(char::is_alphanumeric)
}

fn is_close(gap: &Gap) -> bool {
    matches!(gap, Gap::Space | Gap::Hyphen)
}

/// A spelling as it stands in the text: without its article, if that is hidden.
fn behind_article<'n>(form: &Form, wanted: &'n str) -> &'n str {
    if !form.hides_article {
        return wanted;
    }
    // The key of the form is its first word without the article: the rest of the wanted name has as many letters less.
    let stem = form.spelled.words.first().map_or(0, |word| word.chars().count());
    let first = wanted.split([' ', '-']).next().unwrap_or_default();
    let skip = first.chars().count().saturating_sub(stem);
    wanted.char_indices().nth(skip).and_then(|(at, _)| wanted.get(at..)).unwrap_or(wanted)
}
