//! Which of an article's names are one name in two spellings: letters and company together decide.

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;

use super::letters::{Form, Reader, Reason, width};
use crate::analysis::mentions::{Gap, Mentions, Name};
use crate::language::Profile;

/// What the company of two spellings adds to the belief that they are one name, in log-odds.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Company {
    /// They stand beside the same name, or beside two spellings of one.
    pub partner: f32,
    /// They stand beside the same ordinary word: a title, a head noun.
    pub title: f32,
    /// Each stands beside a name, and these are different names.
    pub other_partner: f32,
    /// Both are frequent in the article.
    pub frequent: f32,
    /// They stand in one article and are not listed: names that differ there are two far more often than in a list of
    /// names that look alike.
    pub article: f32,
    /// What letters say at least of two long spellings that one slip of the hand makes equal, beside the same name.
    pub typing: f32,
    /// The same of two long spellings in which one letter stands elsewhere, whatever stands beside them.
    pub moved: f32,
    /// The least part of the longer spelling that two must have in common that stand beside no name in common.
    pub least_kept: f32,
    /// One of them shows only when a letter that may be a clitic is read as one, or as none.
    pub reading: f32,
    /// A difference in hamza or a like letter only, in place of what the letters say.
    pub slip: f32,
    /// Two spellings that the rule set lists as one name, in place of what the letters say.
    pub listed: f32,
    /// Where no article tells that they are names: for each of the two that is an ordinary word as it stands, for
    /// each that is one inflected, and if the two are forms of one word.
    pub alone: Alone,
}

/// What speaks against two spellings that no article shows to be names, in log-odds.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alone {
    /// For each that is an ordinary word as it stands.
    pub ordinary: f32,
    /// For each that is an inflected form of an ordinary word.
    pub inflected: f32,
    /// If the two are forms of one word.
    pub forms: f32,
}

/// Words and the numbers of the groups they stand in.
pub type Groups = FxHashMap<Box<str>, Vec<u32>>;

/// What decides, besides the letters.
#[derive(Debug)]
pub struct Judgement {
    /// Above it two spellings are one name.
    pub threshold: f32,
    /// The weights of company.
    pub company: Company,
    /// Groups of folded words that are different names, by word.
    pub different: Groups,
    /// Groups of folded words that are spellings of one name, by word.
    pub same: Groups,
    /// Folded words that are listed in `same` as they stand, not by their stem alone.
    pub listed: FxHashSet<Box<str>>,
    /// Whether letters or capitals tell names from the ordinary words that the lexicon lacks.
    pub tells_names: bool,
    /// Letters that are confused at the end of words without being a matter of spelling a name, folded.
    pub slips: Vec<(char, char)>,
    /// Words that join two different names.
    pub joins: FxHashSet<Box<str>>,
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

/// The company of two names.
#[derive(Debug, Default, Clone, Copy)]
struct Evidence {
    /// The same name beside both.
    partner: bool,
    /// The same ordinary word beside both.
    title: bool,
    /// Different names beside the two.
    other: bool,
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

/// How many names before it a name is compared with.
const REACH: usize = 400;
/// Spellings of one name beyond which they are none: a list, a table, noise.
const MOST: usize = 32;
/// Most occurrences of one name that its company is read from.
const ENOUGH: usize = 12;

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

    fn judge(&self, a: usize, b: usize) -> Option<Link> {
        let (first, second) = (self.mentions.names.get(a)?, self.mentions.names.get(b)?);
        if first.places.is_empty() || second.places.is_empty() {
            return None;
        }
        let (form, other) = (self.forms.get(a)?, self.forms.get(b)?);
        let letters = self.reader.compare(form, other);
        let company = &self.rules.company;
        let typing = if letters.is_typing { company.typing } else { f32::NEG_INFINITY };
        let moved = if letters.is_moved { company.moved } else { f32::NEG_INFINITY };
        let by_hand = letters.score.max(moved);
        // Most pairs end here: no company could make up for the letters.
        if by_hand.max(typing) + company.partner + company.title <= self.rules.threshold {
            return None;
        }
        let by_letters = letters.reason == Reason::Letters;
        if by_letters && self.reader.are_forms(form, other) {
            return None;
        }
        let seen = self.evidence(first, second)?;
        let slip = letters.reason == Reason::Slip;
        if !slip && !seen.partner && self.are_two_persons(first, second) {
            return None;
        }
        if by_letters && letters.share < company.least_kept && !seen.partner {
            return None;
        }
        let score = if seen.partner { by_hand.max(typing) } else { by_hand };
        let prior = if by_letters { company.article } else { 0.0 };
        let score = score + prior + self.company(first, second, seen);
        (score > self.rules.threshold).then_some(Link { a, b, slip, clitics: letters.clitics })
    }

    /// What the company of two names adds.
    fn company(&self, first: &Name<'_>, second: &Name<'_>, seen: Evidence) -> f32 {
        let weights = &self.rules.company;
        let mut sum = 0.0;
        if first.places.len() > 2 && second.places.len() > 2 {
            sum += weights.frequent;
        }
        if seen.partner {
            sum += weights.partner;
        } else if seen.other {
            sum += weights.other_partner;
        }
        if seen.title {
            sum += weights.title;
        }
        sum
    }

    /// The company of two names; nothing if they stand side by side.
    fn evidence(&self, first: &Name<'_>, second: &Name<'_>) -> Option<Evidence> {
        if self.side_by_side(first, second) {
            return None;
        }
        let mut seen = Evidence::default();
        for side in [Mentions::left, Mentions::right] {
            let (a, b) = (self.neighbours(first, side), self.neighbours(second, side));
            let mut alike = false;
            for &(word, name) in &a {
                for &(other_word, other_name) in &b {
                    match (name, other_name) {
                        (Some(p), Some(q)) if p == q || self.are_alike(p, q) => alike = true,
                        (None, None) if word == other_word => seen.title = true,
                        _ => {}
                    }
                }
            }
            let any_name =
                |list: &[(u32, Option<u32>)]| list.iter().any(|(_, name)| name.is_some_and(|name| self.is_sure(name)));
            seen.partner |= alike;
            seen.other |= !alike && any_name(&a) && any_name(&b);
        }
        Some(seen)
    }

    /// Whether two given names stand before the surnames of two persons.
    fn are_two_persons(&self, first: &Name<'_>, second: &Name<'_>) -> bool {
        let is_given = |name: &Name<'_>| self.reader.given.contains(name.text);
        if !is_given(first) && !is_given(second) {
            return false;
        }
        let surnames = |name: &Name<'_>| -> Vec<u32> {
            // A word with a clitic, such as an article or an "and", is no surname.
            let is_bare = |form: u32, name: u32| {
                self.mentions.names.get(name as usize).is_some_and(|name| name.text == self.mentions.form(form).0)
            };
            let right = self.neighbours(name, Mentions::right).into_iter();
            right.filter_map(|(form, name)| name.filter(|&name| is_bare(form, name) && self.is_sure(name))).collect()
        };
        let (a, b) = (surnames(first), surnames(second));
        !a.is_empty() && !b.is_empty() && !a.iter().any(|&p| b.iter().any(|&q| p == q || self.are_alike(p, q)))
    }

    /// Forms and names of the words beside a name, function words apart.
    fn neighbours(&self, name: &Name<'_>, side: fn(&Mentions<'t>, u32) -> Option<u32>) -> Vec<(u32, Option<u32>)> {
        let beside = name.places.iter().take(ENOUGH).filter_map(|place| {
            let form = side(self.mentions, place.word)?;
            let (text, name) = self.mentions.form(form);
            let counts =
                name.is_some() || (text.chars().nth(2).is_some() && !self.profile.function_words.contains(text));
            counts.then_some((form, name))
        });
        beside.collect()
    }

    /// Whether a neighbour is surely a name and not an ordinary word that the lexicon lacks.
    fn is_sure(&self, name: u32) -> bool {
        self.mentions
            .names
            .get(name as usize)
            .is_some_and(|name| name.known || (self.rules.tells_names && name.shape >= 0.0))
    }

    fn are_alike(&self, a: u32, b: u32) -> bool {
        let (a, b) = (self.forms.get(a as usize), self.forms.get(b as usize));
        a.zip(b).is_some_and(|(a, b)| self.reader.are_alike(a, b))
    }

    /// Whether the two stand beside each other somewhere, as two names of a list do.
    fn side_by_side(&self, first: &Name<'_>, second: &Name<'_>) -> bool {
        let joined = |early: u32, late: u32| match late - early {
            1 => self.mentions.gap(early) != Gap::Far,
            2 => {
                let between = self.mentions.form_of(early + 1).map_or("", |form| self.mentions.form(form).0);
                self.rules.joins.contains(between)
                    && self.mentions.gap(early) != Gap::Far
                    && self.mentions.gap(early + 1) != Gap::Far
            }
            _ => false,
        };
        first.places.iter().any(|a| {
            let from = second.places.partition_point(|b| b.word + 2 < a.word);
            let mut close = second.places.iter().skip(from).take_while(|b| b.word <= a.word + 2);
            close.any(|b| joined(a.word.min(b.word), a.word.max(b.word)))
        })
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
