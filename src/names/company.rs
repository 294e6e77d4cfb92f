//! The company that the names of an article keep: who bears each, and whether two spellings can be one name.
//!
//! Letters say how likely it is that two spellings are one name; company decides. Two that stand beside the same name are
//! one; one that stands alone may stand for the other, as a surname does for the full name; two that each have a partner,
//! and none in common, are two.

use super::judgement::Company;
use super::letters::{Form, Reader, Reason};
use super::mentions::{Case, Gap, Mentions, Name};
use crate::language::Profile;

/// Most occurrences of one name that its company is read from.
const MAX_OCCURRENCES: usize = 12;
/// The longest remark in brackets that may give a name's other spelling, in bytes.
const REMARK: usize = 60;

/// What the company of two names says.
#[derive(Debug, Default, Clone, Copy)]
pub struct Evidence {
    /// The same name beside both.
    pub partner: bool,
    /// The same ordinary word beside both.
    pub title: bool,
    /// Different names beside the two.
    other: bool,
    /// The two are borne by two: each has a partner, and none is the other's.
    apart: bool,
    /// A given name stands alone, or before a surname that the other lacks: many bear one given name.
    given: bool,
    /// One stands alone, and the other only begins full names: nobody is called by that part alone.
    begins: bool,
    /// The only name beside both is a given name, which many bear.
    pub given_partner: bool,
    /// One stands alone, and the other has a partner.
    pub stands: bool,
    /// One is a name that everybody knows and the other is not, or one is a person and the other none: it always stands
    /// after an article, or is listed and needs no full name. Only a slip of the hand makes such two one.
    pub is_slip_or_two: bool,
    /// One is a person and the other a thing: the one comes after another part of a full name, the other always before
    /// the word that says what it is, as in "Turner Street".
    is_person_or_thing: bool,
    /// One is a common noun: what belongs to it follows.
    is_noun: bool,
    /// Both are frequent.
    frequent: bool,
}

impl Evidence {
    /// The company of two of which one stands alone and the other in a full name.
    #[must_use]
    pub fn of_a_surname() -> Self {
        Self { stands: true, ..Self::default() }
    }

    /// The company of two that stand beside the same name. `is_given` is whether that is a given name.
    #[must_use]
    pub fn of_a_partner(is_given: bool) -> Self {
        Self { partner: true, given_partner: is_given, ..Self::default() }
    }

    /// The company of two given names of which nothing says that one person bears them.
    #[must_use]
    pub fn of_given_names() -> Self {
        Self { given: true, ..Self::default() }
    }

    /// Whether nothing of their company speaks for one name.
    #[must_use]
    pub fn is_none(self) -> bool {
        !self.partner && !self.title && !self.stands
    }

    /// Whether the two are two, whatever their letters say.
    #[must_use]
    pub fn are_two(self, reason: Reason) -> bool {
        // A given name that is listed in its spellings is borne by many.
        !self.partner
            && (self.apart || self.is_person_or_thing || self.is_noun || (self.given && reason == Reason::Listed))
    }

    /// What the company adds to the belief that the two are one, in log-odds.
    #[must_use]
    pub fn adds(self, weights: &Company) -> f32 {
        let mut sum = 0.0;
        if self.frequent {
            sum += weights.frequent;
        }
        if self.partner {
            sum += weights.partner;
        } else if self.other {
            sum += weights.other_partner;
        }
        if self.title {
            sum += weights.title;
        }
        if (self.given || self.begins) && !self.partner {
            sum += weights.given;
        } else if self.stands {
            sum += weights.stands;
        }
        sum
    }
}

/// A word beside a name: its form, and the name it is a form of.
type Neighbour = (u32, Option<u32>);

/// The partners of a name: the other parts of the full name, before and after it.
#[derive(Debug, Default)]
struct Partners {
    before: Vec<u32>,
    behind: Vec<u32>,
    /// Whether the name is listed as a given name.
    is_given: bool,
    /// Whether the name as it stands is listed.
    is_listed: bool,
    /// Whether it always comes after an article, as no person's name does.
    is_thing: bool,
    /// Whether it always stands before a word with a capital letter that says what it names: a street, a school, a bay.
    is_headed: bool,
    /// Whether it stands somewhere between an article and what belongs to it, as in "the Academy of", where only a common
    /// noun stands.
    is_noun: bool,
}

impl Partners {
    fn is_alone(&self) -> bool {
        self.before.is_empty() && self.behind.is_empty()
    }

    /// Whether it is the given name of a full name.
    fn begins_full_name(&self) -> bool {
        self.is_given && self.before.is_empty() && !self.behind.is_empty()
    }
}

/// The names of an article among one another.
#[derive(Debug, Clone, Copy)]
pub struct Circle<'m, 't> {
    /// The names and where they stand.
    pub mentions: &'m Mentions<'t>,
    /// What compares them.
    pub reader: Reader<'m>,
    /// The language.
    pub profile: &'m Profile,
    /// The names, prepared, in the same order.
    pub forms: &'m [Form<'m>],
}

impl<'m, 't> Circle<'m, 't> {
    /// The company of two names; nothing if they stand side by side, as two do.
    #[must_use]
    pub fn evidence(&self, first: &Name<'_>, second: &Name<'_>) -> Option<Evidence> {
        if self.side_by_side(first, second) {
            return None;
        }
        let frequent = first.places.len() > 2 && second.places.len() > 2;
        let mut seen = Evidence { frequent, given_partner: true, ..Evidence::default() };
        let is_given = |text: &str| self.reader.given.contains(text);
        for side in [Mentions::left, Mentions::right] {
            let (a, b) = (self.neighbours(first, side), self.neighbours(second, side));
            let mut alike = false;
            for &(word, name) in &a {
                for &(other_word, other_name) in &b {
                    match (name, other_name) {
                        (Some(p), Some(q)) if p == q || self.are_alike(p, q) => {
                            alike = true;
                            seen.given_partner &= is_given(self.mentions.form(word).0);
                        }
                        (None, None) if word == other_word => seen.title = true,
                        _ => {}
                    }
                }
            }
            let any_name =
                |list: &[Neighbour]| list.iter().any(|(_, name)| name.is_some_and(|name| self.is_sure(name)));
            seen.partner |= alike;
            seen.other |= !alike && any_name(&a) && any_name(&b);
        }
        // What looks like a given name is one, or stands for a person by itself.
        let (given_a, given_b) = (is_given(first.text), is_given(second.text));
        let like_given = !self.mentions.has_capitals() && (given_a || given_b);
        let (a, b) = (self.partners(first, given_a || like_given), self.partners(second, given_b || like_given));
        let shares = |p: u32, b: &[u32]| b.iter().any(|q| p == *q || self.are_forms_alike(p, *q));
        let shared = |a: &'_ [u32], b: &[u32]| a.iter().copied().filter(|p| shares(*p, b)).collect::<Vec<u32>>();
        let shared = [shared(&a.before, &b.before), shared(&a.behind, &b.behind)].concat();
        let is_shared = !shared.is_empty();
        seen.given_partner &= shared.iter().all(|form| is_given(self.mentions.form(*form).0));
        seen.partner |= is_shared;
        seen.given_partner &= seen.partner;
        let is_one_alone = !is_shared && a.is_alone() != b.is_alone();
        let partnered = if a.is_alone() { &b } else { &a };
        let is_surname = !self.mentions.has_capitals() || !partnered.before.is_empty();
        seen.stands = is_one_alone && is_surname;
        seen.begins = is_one_alone && !is_surname;
        let are_partnered = !a.is_alone() && !b.is_alone();
        let are_given = a.is_given && b.is_given && !seen.title;
        let needs_full_name = a.begins_full_name() || b.begins_full_name();
        let is_thing =
            |a: &Partners, b: &Partners| (a.is_thing && !b.before.is_empty()) || (a.is_listed && a.is_alone());
        seen.apart = are_partnered;
        let is_thing = is_thing(&a, &b) || is_thing(&b, &a);
        seen.is_slip_or_two = self.mentions.has_capitals() && !is_shared && (a.is_listed != b.is_listed || is_thing);
        seen.given = self.mentions.has_capitals() && (are_given || needs_full_name);
        let person_or_thing = |a: &Partners, b: &Partners| a.is_headed && !b.before.is_empty() && !b.is_headed;
        seen.is_noun = a.is_noun || b.is_noun;
        seen.is_person_or_thing = person_or_thing(&a, &b) || person_or_thing(&b, &a);
        Some(seen)
    }

    /// Whether two given names that are listed as different are one person's after all: one surname comes after both,
    /// they differ in one letter, and the one is written once, the other more often.
    #[must_use]
    pub fn are_one_person(&self, first: &Name<'_>, second: &Name<'_>, forms: (&Form<'_>, &Form<'_>)) -> bool {
        let (few, many) = (first.places.len().min(second.places.len()), first.places.len().max(second.places.len()));
        if few != 1 || many < 2 || !self.mentions.has_capitals() || !self.reader.differ_in_one(forms.0, forms.1) {
            return false;
        }
        let (a, b) = (self.partners(first, true), self.partners(second, true));
        let is_shared = a.behind.iter().any(|form| b.behind.contains(form));
        a.is_given && b.is_given && is_shared && !self.side_by_side(first, second)
    }

    /// Forms and names of the words beside a name, function words apart.
    fn neighbours(&self, name: &Name<'_>, side: fn(&Mentions<'t>, u32) -> Option<u32>) -> Vec<Neighbour> {
        let beside = name.places.iter().take(MAX_OCCURRENCES).filter_map(|place| {
            let form = side(self.mentions, place.word)?;
            let (text, name) = self.mentions.form(form);
            let counts = name.is_some()
                || (!self.reader.rules.particles.contains(text)
                    && text.chars().nth(2).is_some()
                    && !self.profile.function_words.contains(text));
            counts.then_some((form, name))
        });
        beside.collect()
    }

    /// The forms of the words that are surely parts of one full name with a name. `like_given` takes the name for a given
    /// name, which is followed by others.
    fn partners(&self, name: &Name<'_>, like_given: bool) -> Partners {
        let is_given = self.reader.given.contains(name.text);
        let is_listed = !is_given && self.reader.rules.listed.contains(name.text);
        let mut partners = Partners { is_given, is_listed, is_thing: true, is_headed: true, ..Partners::default() };
        for place in name.places.iter().take(MAX_OCCURRENCES) {
            let before = self.beyond(self.mentions.part_before(place.word), Mentions::part_before);
            let form = before.and_then(|word| self.mentions.form_of(word));
            let text = form.map_or("", |form| self.mentions.form(form).0);
            let is_behind_article = self.reader.rules.before_things.contains(text);
            partners.is_thing &= is_behind_article;
            let next = self.mentions.right(place.word).map_or("", |form| self.mentions.form(form).0);
            partners.is_noun |= is_behind_article && self.reader.rules.behind_nouns.contains(next);
            partners.is_headed &= self.is_head(self.mentions.part_behind(place.word));
            let before = before.filter(|word| self.is_part(*word, false));
            // Two names with a hyphen between them are one person's only after another part; else they are two, as in
            // an alliance of two.
            let is_pair = |first: u32| self.mentions.has_capitals() && self.mentions.is_hyphened(first);
            let is_behind_part =
                |first: u32| self.mentions.part_before(first).is_some_and(|word| self.is_part(word, false));
            let before = before.filter(|word| *word + 1 != place.word || !is_pair(*word) || is_behind_part(*word));
            let has_before = before.is_some();
            partners.before.extend(before.and(form));
            // Without capital letters only a given name is known to be followed by another part.
            let behind = self.beyond(self.mentions.part_behind(place.word), Mentions::part_behind);
            let behind = behind.filter(|_| like_given || self.mentions.has_capitals());
            let behind = behind.filter(|word| self.is_part(*word, like_given));
            let behind = behind.filter(|_| has_before || !is_pair(place.word));
            partners.behind.extend(behind.and_then(|word| self.mentions.form_of(word)));
        }
        partners
    }

    /// Whether a word says of the name before it what it names: an ordinary word with a capital letter.
    fn is_head(&self, word: Option<u32>) -> bool {
        let is_head = |word: u32| {
            let text = self.mentions.form(self.mentions.form_of(word)?).0;
            let is_ordinary = !self.reader.given.contains(text)
                && !self.profile.function_words.contains(text)
                && self.reader.lexicon.has(text, self.profile);
            Some(self.mentions.case_of(word) == Some(Case::Capital) && is_ordinary)
        };
        word.and_then(is_head).unwrap_or(false)
    }

    /// The word beyond a particle of a name, or the word itself.
    fn beyond(&self, word: Option<u32>, next: fn(&Mentions<'t>, u32) -> Option<u32>) -> Option<u32> {
        let text = self.mentions.form(self.mentions.form_of(word?)?).0;
        if self.reader.rules.particles.contains(text) { next(self.mentions, word?) } else { word }
    }

    /// Whether a word is surely part of a name where it stands: a given name, a name with a capital letter that no sentence
    /// and no headline asks for, or any word with one after a given name. Where no capital letters tell, a given name, or
    /// a name after one.
    fn is_part(&self, word: u32, is_behind_given: bool) -> bool {
        let Some(form) = self.mentions.form_of(word) else { return false };
        let (text, name) = self.mentions.form(form);
        let is_given = self.reader.given.contains(text);
        match self.mentions.case_of(word) {
            None if is_behind_given => name.is_some_and(|name| self.is_sure_part(form, name)),
            None => is_given && !self.reader.lexicon.has(text, self.profile),
            Some(Case::Small) => false,
            Some(Case::Capital) => {
                is_given
                    || name.is_some()
                    || (!self.profile.function_words.contains(text)
                        && (is_behind_given || !self.reader.lexicon.has(text, self.profile)))
            }
            Some(Case::AtStart) => is_given && !self.reader.lexicon.has(text, self.profile),
            Some(Case::InTitle | Case::Mixed) => is_given,
        }
    }

    /// Whether a name is a part of a full name where no capital letters tell: a word with a clitic, such as an article or
    /// an "and", is none.
    fn is_sure_part(&self, form: u32, name: u32) -> bool {
        let is_bare = |name: &Name<'_>| name.text == self.mentions.form(form).0;
        self.mentions.names.get(name as usize).is_some_and(is_bare) && self.is_sure(name)
    }

    /// Whether a neighbour is surely a name and not an ordinary word that the lexicon lacks.
    fn is_sure(&self, name: u32) -> bool {
        let is_sure = |name: &Name<'_>| name.known || (self.reader.rules.tells_names && name.shape >= 0.0);
        self.mentions.names.get(name as usize).is_some_and(is_sure)
    }

    fn are_alike(&self, a: u32, b: u32) -> bool {
        let (a, b) = (self.forms.get(a as usize), self.forms.get(b as usize));
        a.zip(b).is_some_and(|(a, b)| self.reader.are_alike(a, b))
    }

    fn are_forms_alike(&self, a: u32, b: u32) -> bool {
        match (self.mentions.form(a).1, self.mentions.form(b).1) {
            (Some(a), Some(b)) => a == b || self.are_alike(a, b),
            _ => false,
        }
    }

    /// Whether the two stand beside each other somewhere, as two names of a list do, or as a name and what it is also
    /// called.
    fn side_by_side(&self, first: &Name<'_>, second: &Name<'_>) -> bool {
        let text = |word: u32| self.mentions.form_of(word).map_or("", |form| self.mentions.form(form).0);
        let is_close = |word: u32| self.mentions.gap(word) != Gap::Far;
        let joins = |word: u32| self.reader.rules.joins.contains(text(word)) && is_close(word - 1) && is_close(word);
        let joined = |early: u32, late: u32| match late - early {
            0 => false,
            1 if is_close(early) => true,
            2 if joins(early + 1) => true,
            // Two full names with one surname.
            3 if joins(early + 2) && text(early + 1) == text(late + 1) => true,
            _ => is_remark(self.mentions.between(early, late)),
        };
        const NEAR: u32 = 8;
        first.places.iter().any(|a| {
            let from = second.places.partition_point(|b| b.word + NEAR < a.word);
            let mut close = second.places.iter().skip(from).take_while(|b| b.word <= a.word + NEAR);
            close.any(|b| joined(a.word.min(b.word), a.word.max(b.word)))
        })
    }
}

/// Whether what stands between two names opens a bracket and does not close it: the second is a remark on the first.
fn is_remark(between: &str) -> bool {
    let inside = between.trim_start_matches(' ').strip_prefix(['(', '[']);
    inside.is_some_and(|rest| rest.len() <= REMARK && !rest.contains([')', ']', '\n']))
}
