//! Which of an article's names are one name in two spellings: letters and company together decide.

use super::company::{Circle, Evidence};
use super::judgement::Judgement;
use super::letters::{Form, Letters, Reader, Reason, width};
use super::mentions::{Mentions, Name};
use crate::language::Profile;

impl Judgement {
    /// Whether letters and company together call two spellings one name. `shortest` is the number of letters of the shorter
    /// one; `are_shown` is whether something else than the head of a sentence shows each to be a name.
    #[must_use]
    pub fn is_one(&self, letters: &Letters, seen: Evidence, shortest: usize, are_shown: bool) -> bool {
        let company = &self.company;
        let by_letters = letters.reason == Reason::Letters;
        if letters.reason != Reason::Slip && seen.are_two(letters.reason) {
            return false;
        }
        if by_letters && !self.is_enough(letters, seen, shortest, are_shown) {
            return false;
        }
        if by_letters && seen.is_slip_or_two && !letters.is_typing && !letters.is_moved {
            return false;
        }
        let at_least = |is_so: bool, weight: f32| if is_so { weight } else { f32::NEG_INFINITY };
        let score = letters
            .score
            .max(at_least(letters.is_moved, company.moved))
            .max(at_least(letters.is_lost, company.lost))
            .max(at_least(letters.is_typing && seen.partner, company.typing))
            .max(at_least(letters.is_moved_in_short && (seen.partner || seen.title), company.moved));
        let prior = if by_letters { company.article } else { 0.0 };
        let is_several = by_letters && letters.differences > 1 && !letters.is_moved && seen.is_none();
        let several = if is_several { company.several * (letters.differences - 1) as f32 } else { 0.0 };
        score + prior + several + seen.adds(company) > self.threshold
    }

    /// Whether two spellings have so much in common that their company may call them one name.
    fn is_enough(&self, letters: &Letters, seen: Evidence, shortest: usize, are_shown: bool) -> bool {
        let company = &self.company;
        let is_slip = letters.is_moved || letters.is_lost;
        let [several, several_beside_given] = company.several_kept;
        let least = match (seen.partner, letters.differences) {
            (true, 2..) if seen.given_partner => several_beside_given,
            (true, _) => 0.0,
            (false, 2..) if !letters.is_moved => company.least_kept.max(several),
            _ => company.least_kept,
        };
        if letters.share < least {
            return false;
        }
        // A word that only the head of a sentence shows is taken for a name if it is long.
        let least = match (seen.is_none(), are_shown) {
            (true, true) => company.unaided,
            (true, false) => company.unaided + 2,
            (false, true) => 0,
            (false, false) => company.unaided.min(UNSHOWN),
        };
        seen.partner || is_slip || shortest >= least
    }
}

/// One spelling that is to give way to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Index of the name in the minority.
    pub minority: usize,
    /// Index of the name most written.
    pub majority: usize,
    /// Whether they differ in no more than a slip.
    pub slip: bool,
    /// Clitics that still stand before the two, in bytes.
    pub clitics: (usize, usize),
}

/// Two spellings found to be one name.
#[derive(Debug, Clone, Copy)]
struct Link {
    a: usize,
    b: usize,
    slip: bool,
    /// Clitics that have to be read off the two, in bytes.
    clitics: (usize, usize),
}

/// A document's names under judgement.
pub struct Judge<'m, 't> {
    mentions: &'m Mentions<'t>,
    rules: &'m Judgement,
    reader: Reader<'m>,
    profile: &'m Profile,
    forms: Vec<Form<'m>>,
}

/// The least number of letters of a name that is only seen at the head of a sentence, where its company speaks for it.
const UNSHOWN: usize = 7;
/// The least shape of a name that stands once and has a misspelling, in log-odds.
const SURE_SHAPE: f32 = 2.0;
/// How many names before it a name is compared with.
const REACH: usize = 400;
/// Spellings of one name beyond which they are none: a list, a table, noise.
const MOST: usize = 32;

impl<'m, 't> Judge<'m, 't> {
    /// Prepares the names of a document for comparison.
    #[must_use]
    pub fn new(mentions: &'m Mentions<'t>, reader: Reader<'m>, profile: &'m Profile) -> Self {
        let forms = mentions.names.iter().map(|name| reader.form(name)).collect();
        Self { mentions, rules: reader.rules, reader, profile, forms }
    }

    /// Every spelling that is to give way, in order of first occurrence. `preferred` names win over more frequent ones.
    #[must_use]
    pub fn variants(&self, preferred: impl Fn(&str) -> bool) -> Vec<Variant> {
        let mut links = Vec::new();
        for (b, form) in self.forms.iter().enumerate() {
            // In a text of very many names, each is compared with those not too far before it.
            for (a, before) in self.forms.iter().enumerate().take(b).skip(b.saturating_sub(REACH)) {
                if self.reader.comparable(before, form) {
                    links.extend(self.judge(a, b));
                }
            }
        }
        if links.is_empty() { Vec::new() } else { self.settle(&links, preferred) }
    }

    /// The words that are no names by themselves, each with the name of the article that it is a misspelling of and the
    /// clitics before the two. The words are given by index, as the names are.
    #[must_use]
    pub fn misspelt(&self) -> Vec<(usize, Variant)> {
        let mut found = Vec::new();
        for (index, word) in self.mentions.doubtful.iter().enumerate() {
            let form = self.reader.form(word);
            let of_names = self.forms.iter().zip(&self.mentions.names).enumerate().take(REACH);
            let scored = of_names.filter_map(|(majority, (other, name))| {
                let (score, clitics) = self.misspells((word, &form), (name, other))?;
                Some((score, majority, clitics))
            });
            if let Some((_, majority, clitics)) = scored.max_by(|a, b| a.0.total_cmp(&b.0)) {
                found.push((index, Variant { minority: index, majority, slip: false, clitics }));
            }
        }
        found
    }

    /// The score of a word as a misspelling of a name, and the clitics before the two; nothing if it is none.
    fn misspells(&self, word: (&Name<'_>, &Form<'_>), name: (&Name<'_>, &Form<'_>)) -> Option<(f32, (usize, usize))> {
        if name.0.places.len() < word.0.places.len()
            || word.0.places.is_empty()
            || !self.reader.comparable(word.1, name.1)
            || !self.reader.may_be_typing(word.1, name.1)
        {
            return None;
        }
        let letters = self.reader.compare(word.1, name.1);
        let company = &self.rules.company;
        let is_slip = letters.reason == Reason::Letters && letters.differences == 1 && letters.is_typing;
        let is_sure = name.0.known || name.0.shape >= SURE_SHAPE || name.0.places.len() > 1;
        if !is_slip || !is_sure || self.reader.are_forms(word.1, name.1) || self.is_glued(word.1.text, name.1.text) {
            return None;
        }
        let seen = self.circle().evidence(word.0, name.0)?;
        let shortest = word.0.text.chars().count().min(name.0.text.chars().count());
        if seen.are_two(letters.reason) || !self.rules.is_enough(&letters, seen, shortest, true) {
            return None;
        }
        let moved = if letters.is_moved { company.moved } else { f32::NEG_INFINITY };
        let lost = if letters.is_lost { company.lost } else { f32::NEG_INFINITY };
        let letters_say = letters.score.max(moved).max(lost);
        let score = letters_say + company.article + company.doubtful + seen.adds(company);
        (score > self.rules.threshold).then_some((score, letters.clitics))
    }

    fn judge(&self, a: usize, b: usize) -> Option<Link> {
        let (first, second) = (self.mentions.names.get(a)?, self.mentions.names.get(b)?);
        if first.places.is_empty() || second.places.is_empty() {
            return None;
        }
        let (form, other) = (self.forms.get(a)?, self.forms.get(b)?);
        let letters = self.reader.compare(form, other);
        let company = &self.rules.company;
        if letters.reason == Reason::Different {
            return self.circle().are_one_person(first, second, (form, other)).then_some(Link {
                a,
                b,
                slip: false,
                clitics: (0, 0),
            });
        }
        // Most pairs end here: no company could make up for the letters.
        if letters.best(company) + company.partner + company.title <= self.rules.threshold {
            return None;
        }
        let by_letters = letters.reason == Reason::Letters;
        if by_letters && self.is_glued(form.text, other.text) {
            return None;
        }
        if !self.mentions.is_shown(first) && !self.mentions.is_shown(second) {
            return None;
        }
        let seen = self.circle().evidence(first, second)?;
        // Nobody inflects a surname after its given name.
        let last = |name: &Name<'_>| name.text.chars().next_back();
        let is_surname = || seen.given_partner && letters.differences == 1 && last(first) == last(second);
        if by_letters && self.reader.are_forms(form, other) && !is_surname() {
            return None;
        }
        let slip = letters.reason == Reason::Slip;
        let shortest = first.text.chars().count().min(second.text.chars().count());
        let are_shown = self.mentions.is_shown(first) && self.mentions.is_shown(second);
        let is_one = self.rules.is_one(&letters, seen, shortest, are_shown);
        is_one.then_some(Link { a, b, slip, clitics: letters.clitics })
    }

    fn circle(&self) -> Circle<'_, 't> {
        Circle { mentions: self.mentions, reader: self.reader, profile: self.profile, forms: &self.forms }
    }

    /// Whether one of two names is the other with the next word or the one before glued to it: a lost space, not a spelling.
    fn is_glued(&self, a: &str, b: &str) -> bool {
        let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
        let is_word = |rest: &str| {
            rest.chars().nth(1).is_some() && (self.profile.function_words.contains(rest) || self.mentions.has(rest))
        };
        // Another name of the article with a function word.
        let is_ended = |name: &str| {
            let ends = name.char_indices().rev().skip(1).take(3).filter_map(|(at, _)| name.split_at_checked(at));
            ends.into_iter()
                .any(|(name, rest)| self.profile.function_words.contains(rest) && self.mentions.has_name(name))
        };
        long.strip_prefix(short).is_some_and(is_word)
            || long.strip_suffix(short).is_some_and(is_word)
            || is_ended(a)
            || is_ended(b)
    }

    /// Groups linked names and sets one spelling of each group above the others.
    fn settle(&self, links: &[Link], preferred: impl Fn(&str) -> bool) -> Vec<Variant> {
        let names = &self.mentions.names;
        let mut parent: Vec<usize> = (0..names.len()).collect();
        let root = |parent: &[usize], mut index: usize| {
            while let Some(&above) = parent.get(index).filter(|above| **above != index) {
                index = above;
            }
            index
        };
        for link in links {
            let (a, b) = (root(&parent, link.a), root(&parent, link.b));
            // The earlier name stays the root, and the way to it short.
            for index in [a.max(b), link.a, link.b] {
                if let Some(above) = parent.get_mut(index) {
                    *above = a.min(b);
                }
            }
        }
        let ends = links.iter().flat_map(|link| [link.a, link.b]);
        let mut members: Vec<(usize, usize)> = ends.map(|index| (root(&parent, index), index)).collect();
        members.sort_unstable();
        members.dedup();
        let mut variants = Vec::new();
        for members in members.chunk_by(|a, b| a.0 == b.0).filter(|members| members.len() <= MOST) {
            let cluster: Vec<usize> = members.iter().map(|(_, index)| *index).collect();
            variants.extend(self.settle_cluster(&cluster, links, &preferred));
        }
        variants.sort_unstable_by_key(|variant: &Variant| {
            names.get(variant.minority).and_then(|name| name.places.first()).map_or(0, |place| place.word)
        });
        variants
    }

    fn settle_cluster(&self, cluster: &[usize], links: &[Link], preferred: impl Fn(&str) -> bool) -> Vec<Variant> {
        let text = |index: usize| self.mentions.names.get(index).map_or("", |name| name.text);
        let count = |index: usize| self.mentions.names.get(index).map_or(0, |name| name.places.len());
        let least = 3 * width(text(cluster.first().copied().unwrap_or(0)));
        // Inflected forms of one spelling count together.
        let are_forms = |a: usize, b: usize| a == b || self.reader.lexicon.are_forms(text(a), text(b), least);
        let weight = |a: usize| cluster.iter().filter(|&&b| are_forms(a, b)).map(|&b| count(b)).sum::<usize>();
        let first = |index: usize| {
            self.mentions.names.get(index).and_then(|name| name.places.first()).map_or(u32::MAX, |place| place.word)
        };
        let is_known = |index: usize| self.forms.get(index).is_some_and(|form| self.reader.is_known(form));
        let rank =
            |index: usize| (preferred(text(index)), weight(index), is_known(index), std::cmp::Reverse(first(index)));
        let Some(majority) = cluster.iter().copied().max_by_key(|&index| rank(index)) else { return Vec::new() };
        let mut variants = Vec::new();
        for &minority in cluster.iter().filter(|&&index| !are_forms(index, majority)) {
            let link = |a: usize, b: usize| {
                // Links come in order of the later name, then the earlier one.
                let at = links.binary_search_by_key(&(a.max(b), a.min(b)), |link| (link.b, link.a));
                at.ok().and_then(|at| links.get(at))
            };
            // A form of the majority with the same ending is the better proposal.
            let best = cluster.iter().copied().filter(|&index| are_forms(index, majority)).find(|&index| {
                let least = 4 * width(text(index));
                self.reader.lexicon.split(text(index), least).1 == self.reader.lexicon.split(text(minority), least).1
                    && link(index, minority).is_some()
            });
            let majority = best.unwrap_or(majority);
            let Some(link) = link(minority, majority) else { continue };
            let clitics = if link.a == minority { link.clitics } else { (link.clitics.1, link.clitics.0) };
            variants.push(Variant { minority, majority, slip: link.slip, clitics });
        }
        variants
    }
}
