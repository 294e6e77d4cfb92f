//! What two spellings say of themselves, before their company is asked: lists, slips, inflection, letters.

use super::distance::{Score, Spelling};
use super::groups::Groups;
use super::judgement::{Company, Judgement};
use super::keys::Costs;
use super::lexicon::Lexicon;
pub use super::lexicon::width;
use super::mentions::Name;
use crate::text::WordSet;

/// Why two spellings are taken for one name, or for two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// They are one spelling, letters that fold together and signs apart.
    Same,
    /// They differ in letters that many writers do not tell apart.
    Slip,
    /// The rule set lists them as spellings of one name.
    Listed,
    /// The rule set knows them as different names.
    Different,
    /// They are forms of one word: inflected, or with and without a clitic.
    Inflection,
    /// One of them is, or both are, ordinary words of the language.
    Ordinary,
    /// The letters they differ in speak for one name, or for two.
    Letters,
    /// They have too little in common to be compared.
    Unlike,
}

/// One spelling, prepared.
#[derive(Debug)]
pub struct Form<'n> {
    /// Folded, without clitics.
    pub text: &'n str,
    /// Another reading: with one clitic less, or one more.
    pub other: Option<&'n str>,
    /// How foreign it looks, in log-odds.
    shape: f32,
    spellings: [Option<Spelling>; 2],
    listing: Listing<'n>,
}

impl Form<'_> {
    /// Its letters; nothing if they cannot be compared.
    #[must_use]
    pub fn spelling(&self) -> Option<&Spelling> {
        self.spellings[0].as_ref()
    }

    /// What comes after the stem that is listed.
    fn ending(&self) -> &str {
        self.text.get(self.text.len() - self.listing.ending..).unwrap_or_default()
    }
}

/// The groups of lists that a name stands in.
#[derive(Debug, Clone, Copy)]
struct Listing<'n> {
    different: Option<&'n [u32]>,
    same: Option<&'n [u32]>,
    /// Whether the word itself is listed among the spellings of a name, and not its stem alone.
    is_whole: bool,
    /// Length of the ending after its stem, in bytes.
    ending: usize,
}

impl Listing<'_> {
    fn is_listed(&self) -> bool {
        self.different.is_some() || self.same.is_some()
    }
}

/// What the letters of two names say.
#[derive(Debug, Clone, Copy)]
pub struct Letters {
    /// The log-odds that they are one name.
    pub score: f32,
    /// What decided.
    pub reason: Reason,
    /// Clitics that have to be read off the two, in bytes.
    pub clitics: (usize, usize),
    /// The part of the longer spelling that the two have in common, from 0 to 1.
    pub share: f32,
    /// Whether one slip of the hand makes the one of the other, and both are long enough for that to be no chance.
    pub is_typing: bool,
    /// Whether they are long and one letter, not the first one, stands elsewhere in the two.
    pub is_moved: bool,
    /// The same of two that are shorter by a letter.
    pub is_moved_in_short: bool,
    /// Whether they are long and one lacks a letter that the other has, neither the first nor the last one.
    pub is_lost: bool,
    /// In how many places they differ.
    pub differences: usize,
}

impl Letters {
    /// The most that the letters may say, whatever the company.
    #[must_use]
    pub fn best(&self, company: &Company) -> f32 {
        let if_so = |is_so: bool, weight: f32| if is_so { weight } else { f32::NEG_INFINITY };
        self.score
            .max(if_so(self.is_moved || self.is_moved_in_short, company.moved))
            .max(if_so(self.is_lost, company.lost))
            .max(if_so(self.is_typing, company.typing))
    }

    /// What is settled without letters.
    #[must_use]
    pub fn settled(reason: Reason, score: f32) -> Self {
        Self {
            score,
            reason,
            clitics: (0, 0),
            share: 1.0,
            is_typing: false,
            is_moved: false,
            is_moved_in_short: false,
            is_lost: false,
            differences: 0,
        }
    }
}

/// The least number of letters of a name in which one wrong letter is a slip of the hand.
const TYPING: usize = 6;
/// The least number of letters of a name in which one letter that is missing was lost.
const LOST: usize = 7;
/// The least shape of a known name, in log-odds.
const KNOWN_SHAPE: f32 = 1.0;

/// Compares spellings by one rule.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'r> {
    /// The rule's lists and weights.
    pub rules: &'r Judgement,
    /// The ordinary words of the language.
    pub lexicon: &'r Lexicon,
    /// Folded given names.
    pub given: &'r WordSet,
    /// What letters cost.
    pub costs: &'r Costs,
}

impl<'r> Reader<'r> {
    /// Prepares a name for comparison.
    #[must_use]
    pub fn form(&self, name: &Name<'r>) -> Form<'r> {
        let stem = self.lexicon.root(name.text, 4 * width(name.text));
        let of = |groups: &'r Groups| groups.get(name.text).or_else(|| groups.get(stem));
        let is_whole = self.rules.listed.contains(name.text);
        let ending = name.text.len() - stem.len();
        Form {
            text: name.text,
            other: name.other,
            // A known name need not look foreign.
            shape: if name.known { name.shape.max(KNOWN_SHAPE) } else { name.shape },
            spellings: [self.costs.spelling(name.text), name.other.and_then(|other| self.costs.spelling(other))],
            listing: Listing { different: of(&self.rules.different), same: of(&self.rules.same), is_whole, ending },
        }
    }

    /// Whether two names are worth a comparison.
    #[must_use]
    pub fn comparable(&self, a: &Form<'_>, b: &Form<'_>) -> bool {
        let near = |a: &Option<Spelling>, b: &Option<Spelling>| {
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| self.costs.near(a, b))
        };
        near(&a.spellings[0], &b.spellings[0])
            || near(&a.spellings[0], &b.spellings[1])
            || near(&a.spellings[1], &b.spellings[0])
            || (a.listing.same.is_some() && b.listing.same.is_some() && self.listed(a, b) == Some(true))
    }

    /// Numbers of the groups of spellings of one name that a name is listed in.
    pub fn groups_of<'f>(&self, form: &'f Form<'_>) -> impl Iterator<Item = u32> + 'f {
        form.listing.same.into_iter().flatten().copied()
    }

    /// Whether one slip of the hand may make the one name of the other: nothing that [`compare`](Self::compare) calls so is
    /// turned away.
    #[must_use]
    pub fn may_be_typing(&self, a: &Form<'_>, b: &Form<'_>) -> bool {
        a.spelling()
            .zip(b.spelling())
            .is_some_and(|(a, b)| a.len().min(b.len()) >= TYPING && self.costs.may_differ_once(a, b))
    }

    /// What the letters of two names say.
    #[must_use]
    pub fn compare(&self, a: &Form<'_>, b: &Form<'_>) -> Letters {
        let company = &self.rules.company;
        let (x, y) = (a.text, b.text);
        let plain = Letters::settled;
        if x == y {
            return plain(Reason::Same, company.listed);
        }
        let is_slip = self.is_slip(x, y);
        match self.listed(a, b) {
            Some(true) if is_slip || !self.are_forms(a, b) => return plain(Reason::Listed, company.listed),
            Some(true) => return plain(Reason::Inflection, -company.listed),
            Some(false) => return plain(Reason::Different, -company.listed),
            None => {}
        }
        // The same letters, once read with a clitic and once without: a slip in the first letter of the name.
        if a.other == Some(y) || b.other == Some(x) {
            let longer = if x.len() > y.len() { a } else { b };
            let score = company.slip + company.reading;
            return match longer.other {
                None => plain(Reason::Slip, score),
                Some(_) => plain(Reason::Inflection, -company.listed),
            };
        }
        // One word after two clitics.
        if a.other.is_some() && a.other == b.other {
            return plain(Reason::Inflection, -company.listed);
        }
        if is_slip {
            return plain(Reason::Slip, company.slip);
        }
        let (p, q) = (&a.spellings, &b.spellings);
        let whole = self.score(a, b, p[0].as_ref(), q[0].as_ref());
        let clitic = |form: &Form<'_>| form.text.len().saturating_sub(form.other.map_or(usize::MAX, str::len));
        let read = |x: &Option<Spelling>, y: &Option<Spelling>| match (x, y) {
            (Some(x), Some(y)) if whole.sum <= self.rules.threshold && self.costs.near(x, y) => {
                let score = self.score(a, b, Some(x), Some(y));
                Score { sum: score.sum + company.reading, ..score }
            }
            _ => Score::NONE,
        };
        let readings = [(read(&p[0], &q[1]), (0, clitic(b))), (read(&p[1], &q[0]), (clitic(a), 0))];
        let (score, clitics) = readings
            .into_iter()
            .fold((whole, (0, 0)), |best, reading| if reading.0.sum > best.0.sum { reading } else { best });
        let reason = if score.sum.is_finite() { Reason::Letters } else { Reason::Unlike };
        let shortest = x.chars().count().min(y.chars().count());
        let is_typing = whole.differences == 1 && shortest >= TYPING;
        let are_moved = shortest + 1 >= TYPING && self.are_moved(a, b);
        let (is_moved, is_moved_in_short) = (are_moved && shortest >= TYPING, are_moved && shortest < TYPING);
        let is_lost = whole.differences == 1 && shortest >= LOST && whole.is_lost;
        Letters {
            score: score.sum,
            reason,
            clitics,
            share: score.share,
            is_typing,
            is_moved,
            is_moved_in_short,
            is_lost,
            differences: score.differences,
        }
    }

    /// Whether two names are forms of one word that inflection keeps apart.
    #[must_use]
    pub fn are_forms(&self, a: &Form<'_>, b: &Form<'_>) -> bool {
        let least = 3 * width(a.text);
        let is_native = a.shape.min(b.shape) <= KNOWN_SHAPE;
        // A word of the language may have a clitic before a prefix.
        let rests = || [(a.other, Some(b.text)), (Some(a.text), b.other), (a.other, b.other)];
        let are_forms = |pair: (Option<&str>, Option<&str>)| {
            pair.0.zip(pair.1).is_some_and(|(a, b)| self.lexicon.are_forms(a, b, least))
        };
        self.lexicon.are_forms(a.text, b.text, least)
            || (is_native && (self.lexicon.are_patterned(a.text, b.text) || rests().into_iter().any(are_forms)))
    }

    /// Whether two names are alike by their letters alone.
    #[must_use]
    pub fn are_alike(&self, a: &Form<'_>, b: &Form<'_>) -> bool {
        match (&a.spellings[0], &b.spellings[0]) {
            (Some(x), Some(y)) if self.costs.near(x, y) => self.score(a, b, Some(x), Some(y)).sum > 0.0,
            _ => false,
        }
    }

    /// Whether two names are alike but for one letter, or two for one, before the last one: the ending tells sisters from
    /// brothers.
    #[must_use]
    pub fn differ_in_one(&self, a: &Form<'_>, b: &Form<'_>) -> bool {
        let score = self.score(a, b, a.spellings[0].as_ref(), b.spellings[0].as_ref());
        score.sum > 0.0 && score.differences == 1 && a.text.chars().next_back() == b.text.chars().next_back()
    }

    /// Whether one letter stands elsewhere in two names.
    fn are_moved(&self, a: &Form<'_>, b: &Form<'_>) -> bool {
        a.spellings[0].as_ref().zip(b.spellings[0].as_ref()).is_some_and(|(a, b)| a.is_moved(b))
    }

    fn score(&self, a: &Form<'_>, b: &Form<'_>, x: Option<&Spelling>, y: Option<&Spelling>) -> Score {
        x.zip(y).map_or(Score::NONE, |(x, y)| self.costs.score(x, y, (a.shape, b.shape)))
    }

    /// Whether the rule set knows a name: from its lists of spellings, or as a given name.
    #[must_use]
    pub fn is_known(&self, form: &Form<'_>) -> bool {
        form.listing.is_listed() || self.given.contains(form.text)
    }

    /// Whether the rule set's lists call two names one name or two; nothing if they say nothing. Spellings of one name
    /// with different endings are left alone: which of the forms the writer meant is not a matter of spelling.
    fn listed(&self, a: &Form<'_>, b: &Form<'_>) -> Option<bool> {
        let (p, q) = (&a.listing, &b.listing);
        let share = |p: Option<&[u32]>, q: Option<&[u32]>| {
            p.zip(q).is_some_and(|(p, q)| p.iter().any(|group| q.contains(group)))
        };
        if share(p.different, q.different) {
            return Some(false);
        }
        if share(p.same, q.same) {
            return Some((p.is_whole && q.is_whole) || a.ending() == b.ending());
        }
        // Of two names that are told apart, one is a given name and the other a name of the news.
        let is_given = |form: &Form<'_>| self.given.contains(form.text);
        let is_other = |form: &Form<'_>| form.listing.is_whole && !is_given(form);
        if (is_given(a) && is_other(b)) || (is_given(b) && is_other(a)) {
            return Some(false);
        }
        // Names that are both listed, and not together, are different names.
        (p.is_listed() && q.is_listed()).then_some(false)
    }

    /// Whether two words differ in their last letter only, and that by a slip.
    fn is_slip(&self, x: &str, y: &str) -> bool {
        let (mut a, mut b) = (x.chars(), y.chars());
        match (a.next_back(), b.next_back()) {
            (Some(p), Some(q)) if a.as_str() == b.as_str() => {
                self.rules.slips.iter().any(|&slip| slip == (p, q) || slip == (q, p))
            }
            _ => false,
        }
    }
}
