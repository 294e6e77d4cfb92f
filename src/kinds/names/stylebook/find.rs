//! Finds the covered spellings in an article.

use rustc_hash::FxHashSet;

use super::Nearby;
use super::index::{Form, How, Index, LONG};
use super::spelled::{Gap, bare};
use crate::analysis::mentions::Name;
use crate::analysis::{Analysis, Word};
use crate::kinds::names::cluster::Groups;
use crate::kinds::names::letters::{Reason, width};
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
    /// First byte of the name, behind its clitics.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Bytes of prose behind it that belong to it: the stop of an abbreviation.
    pub trail: u32,
    /// Whether its article is hidden in the clitic before it.
    pub hides_article: bool,
    /// Whether it is the wanted spelling.
    pub right: bool,
    /// Whether the last word stands for the whole.
    pub alone: bool,
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
    index: &'s Index,
    analysis: &'s Analysis<'s>,
    profile: &'s Profile,
    words: &'s [Word],
    nearby: Nearby,
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

    fn text(&self, at: usize) -> &'s str {
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
    fn gap(&self, at: usize) -> Option<Gap> {
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
    fn has_other_company(&self, from: usize, to: usize) -> bool {
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

    /// A name whose words the words at `at` are near to, word by word.
    fn near(&self, at: usize, skip: usize, rest: &'s str, buffer: &mut String) -> Option<(Found, usize)> {
        self.index.ready(self.profile)?;
        let mut claims: Vec<(Found, usize)> = Vec::new();
        let by_first =
            self.index.forms(rest).iter().filter(|form| form.how == How::Name && form.spelled.words.len() > 1);
        for form in by_first {
            claims.extend(self.near_whole(form.name, at, skip, rest));
        }
        if rest.chars().nth(LONG - 1).is_some() {
            for &(number, place) in self.index.candidates(rest, buffer) {
                let Some(name) = self.index.names.get(number as usize) else { continue };
                if place == 0 {
                    claims.extend(self.near_whole(number, at, skip, rest));
                }
                if place > 0
                    && name.surname
                    && self.is_near(rest, name.spelled.words.last()?, at, self.nearby.alone)
                    && !self.has_other_company(at, at + 1)
                {
                    claims.extend(self.found_near(number, at, skip, 1, true).map(|found| (found, 1)));
                }
            }
        }
        let &(first, count) = claims.iter().max_by_key(|(_, count)| *count)?;
        // What two names claim is neither's.
        claims.iter().all(|(found, _)| found.name == first.name).then_some((first, count))
    }

    fn near_whole(&self, number: u32, at: usize, skip: usize, rest: &'s str) -> Option<(Found, usize)> {
        let name = self.index.names.get(number as usize).filter(|name| name.nearby)?;
        let words = &name.spelled.words;
        let least = match (words.len(), name.adopted) {
            (1, false) => self.nearby.alone,
            (1, true) => self.nearby.adopted,
            _ => self.nearby.beside,
        };
        let mut differs = false;
        for (place, wanted) in words.iter().enumerate() {
            let text = if place == 0 { rest } else { self.text(at + place) };
            if place > 0 && !name.spelled.gaps.get(place - 1)?.stands_for(&self.gap(at + place - 1)?) {
                return None;
            }
            if *text != **wanted {
                differs = true;
                if !self.is_near(text, wanted, at + place, least) {
                    return None;
                }
            }
        }
        let found = differs.then(|| self.found_near(number, at, skip, words.len(), false))??;
        Some((found, words.len()))
    }

    fn found_near(&self, name: u32, at: usize, skip: usize, count: usize, alone: bool) -> Option<Found> {
        let (first, last) = (self.words.get(at)?, self.words.get(at + count - 1)?);
        Some(Found {
            name,
            how: How::Nearby,
            word: first.start,
            start: first.start + narrow(skip),
            end: last.end,
            trail: 0,
            hides_article: false,
            right: false,
            alone,
        })
    }

    /// Whether a word of the article is surely another spelling of a word of a name: by its letters, and because it is
    /// no ordinary word, no inflection and no other name.
    fn is_near(&self, text: &'s str, wanted: &'s str, at: usize, least: f32) -> bool {
        let Some(ready) = self.index.ready(self.profile) else { return false };
        let long = |word: &str| word.chars().nth(LONG - 1).is_some();
        if !long(text) || !long(wanted) || self.index.claims(text) {
            return false;
        }
        if ready.words.capitals {
            let word = self.words.get(at);
            let written = word.map(|word| self.analysis.slice(self.analysis.folded().locate(word.start, word.end)));
            if !written.is_some_and(|written| written.starts_with(char::is_uppercase)) {
                return false;
            }
        }
        let lexicon = &ready.words.lexicon;
        if lexicon.has(text, self.profile) || lexicon.has(self.text(at), self.profile) {
            return false;
        }
        let reader = ready.reader();
        let name = |text: &'s str, known: bool| Name {
            text,
            other: None,
            shape: ready.words.shape.as_ref().map_or(0.0, |shape| shape.score(text)),
            known,
            places: Vec::new(),
        };
        let letters = reader.compare(&reader.form(&name(text, false)), &reader.form(&name(wanted, true)));
        // A place and its adjective are two words, however the place is spelled.
        let stem = |word: &'s str| lexicon.root(word, 4 * width(word));
        let ending = |word: &'s str| word.get(stem(word).len()..);
        if ending(text) != ending(wanted) {
            return false;
        }
        match letters.reason {
            Reason::Listed | Reason::Slip => true,
            Reason::Letters => {
                // What is known as a name, and not as this one, is another.
                let is_listed = |groups: &Groups| groups.contains_key(text) || groups.contains_key(stem(text));
                letters.score >= least && !is_listed(&reader.rules.same) && !is_listed(&reader.rules.different)
            }
            _ => false,
        }
    }
}

/// Whether `after` goes on as an address does behind a name.
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
