//! Finds words that are near to a covered spelling without being one.

use super::find::{Found, Search};
use super::index::{How, LONG};
use crate::names::groups::Groups;
use crate::names::letters::{Reason, width};
use crate::names::mentions::Name;
use crate::text::{Few, narrow};

impl<'s> Search<'s> {
    /// A name whose words the words at `at` are near to, word by word.
    pub(super) fn near(&self, at: usize, skip: usize, rest: &'s str, buffer: &mut String) -> Option<(Found, usize)> {
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
            places: Few::None,
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
                let is_listed = |groups: &Groups| groups.words().contains(text) || groups.words().contains(stem(text));
                letters.score >= least && !is_listed(&reader.rules.same) && !is_listed(&reader.rules.different)
            }
            _ => false,
        }
    }
}
