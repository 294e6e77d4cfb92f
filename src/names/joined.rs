//! One name in two ways of joining its parts: an article with a hyphen or without one, a first part that is written
//! together with the second, capital letters inside a name.

use std::collections::BTreeMap;

use super::keys::Ready;
use super::mentions::{Case, Gap, Mentions};
use crate::analysis::{Analysis, At, OfWord};
use crate::language::Profile;

/// One place of a name, and how it is written there.
struct Place {
    /// What tells this way from others: the letters and signs that differ.
    way: String,
    /// First byte and one past the last one, in the folded text.
    start: u32,
    end: u32,
    /// The form of the given name before it.
    given: Option<u32>,
}

/// The places of each name, by what all ways to write it have in common.
type Ways = BTreeMap<String, Vec<Place>>;

/// A name whose parts are joined in several ways.
#[derive(Debug)]
pub struct Uneven {
    /// The places that give way, in reading order.
    pub fewer: Vec<At>,
    /// The places that are written as most are, in reading order.
    pub same: Vec<At>,
}

/// The names whose parts are joined otherwise in some places of the article than in others.
#[must_use]
pub fn uneven(analysis: &Analysis<'_>, mentions: &Mentions<'_>, ready: &Ready) -> Vec<Uneven> {
    let first_letters = ready.judgement.first_parts.iter().filter_map(|part| part.chars().next()).collect();
    let joints = Joints { analysis, mentions, ready, profile: analysis.profile(), first_letters };
    let mut ways = Ways::new();
    if mentions.has_capitals() {
        for word in 0..mentions.len() {
            joints.article(word, &mut ways);
            joints.capital_inside(word, &mut ways);
        }
    } else {
        // Nearly no form begins with a first part, and a word is asked once.
        let begins = |form: &u32| {
            let text = mentions.form(*form).0;
            ready.judgement.begun.get(mentions.number_of(*form), || Begun(joints.beginning(text).is_some())).0
        };
        let begun: Vec<u32> = (0..mentions.forms()).filter(begins).collect();
        if !begun.is_empty() {
            let begins = |word: &u32| mentions.form_of(*word).is_some_and(|form| begun.binary_search(&form).is_ok());
            (0..mentions.len()).filter(begins).for_each(|word| joints.first_part(word, &mut ways));
        }
    }
    ways.values().filter_map(|places| uneven_places(analysis, places)).collect()
}

/// Whether two folded spellings are one name with an article, joined in two ways or under two forms of the article. The parts
/// of each are given in order.
pub fn are_joined(ready: &Ready, a: &[String], b: &[String]) -> bool {
    let bare = |words: &[String]| {
        let joined = words.concat();
        let article = ready.judgement.name_articles.iter().find(|article| joined.starts_with(&***article))?;
        joined.get(article.len()..).filter(|rest| rest.chars().nth(2).is_some()).map(str::to_owned)
    };
    let name = bare(a);
    name.is_some() && name == bare(b)
}

/// Whether a word begins with the first part of names, after a clitic or none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Begun(bool);

impl OfWord for Begun {
    fn is_nothing(&self) -> bool {
        !self.0
    }
}

/// Where the parts of names may be joined.
struct Joints<'j, 't> {
    analysis: &'j Analysis<'j>,
    mentions: &'j Mentions<'t>,
    ready: &'j Ready,
    profile: &'j Profile,
    /// The first letters of first parts.
    first_letters: Vec<char>,
}

impl<'t> Joints<'_, 't> {
    /// Where a first part begins in a form, after a clitic or none, in bytes; the part; what comes after it.
    fn beginning(&self, text: &'t str) -> Option<(usize, &'t str, &'t str)> {
        // Nearly no word has the first letter of one.
        text.char_indices().take(3).filter(|(_, letter)| self.first_letters.contains(letter)).find_map(|(at, _)| {
            let (clitic, rest) = text.split_at_checked(at)?;
            let part = self.ready.judgement.first_parts.iter().find(|part| rest.starts_with(&***part))?;
            let (part, rest) = rest.split_at_checked(part.len())?;
            (at == 0 || self.profile.clitics.before.contains(clitic)).then_some((at, part, rest))
        })
    }

    fn text(&self, word: u32) -> &'t str {
        self.mentions.form_of(word).map_or("", |form| self.mentions.form(form).0)
    }

    /// The form of the word before a name, if it is a given name, listed or by its capital letter.
    fn given_before(&self, word: u32) -> Option<u32> {
        let before = self.mentions.part_before(word)?;
        let text = self.text(before);
        let is_capital = || self.mentions.case_of(before) == Some(Case::Capital);
        let is_given = self.ready.words.given.contains(text)
            || (is_capital()
                && !self.profile.function_words.contains(text)
                && !self.ready.words.lexicon.has(text, self.profile));
        self.mentions.form_of(before).filter(|_| is_given)
    }

    /// An article with a name: "al-Masri", "El Masri", "ElMasri".
    fn article(&self, word: u32, ways: &mut Ways) {
        let text = self.text(word);
        let articles = &self.ready.judgement.name_articles;
        let Some(article) = articles.iter().find(|article| text.starts_with(&***article)) else { return };
        let Some((start, end)) = self.mentions.bounds(word) else { return };
        let given = self.given_before(word);
        if text.len() == article.len() {
            let name = word + 1;
            let between = self.mentions.between(word, name);
            let is_name = self.mentions.case_of(name) == Some(Case::Capital) && self.mentions.has_name(self.text(name));
            if let Some((_, end)) = self.mentions.bounds(name).filter(|_| is_name && is_joint(between)) {
                let way = format!("{article}{between}");
                ways.entry(self.text(name).to_owned()).or_default().push(Place { way, start, end, given });
            }
        } else if self.mentions.case_of(word) != Some(Case::Small) && !self.mentions.is_tag(word) {
            let written = self.analysis.slice(self.analysis.folded().locate(start, end));
            let name = text.get(article.len()..).unwrap_or_default();
            let has_capital = written.get(article.len()..).is_some_and(|rest| {
                rest.starts_with(char::is_uppercase) && rest.chars().skip(1).all(char::is_lowercase)
            });
            if has_capital && self.mentions.has_name(name) {
                let way = article.to_string();
                ways.entry(name.to_owned()).or_default().push(Place { way, start, end, given });
            }
        }
    }

    /// A name with one capital letter inside, and all its places.
    fn capital_inside(&self, word: u32, ways: &mut Ways) {
        if self.mentions.case_of(word) == Some(Case::Small) {
            return;
        }
        let Some((start, end)) = self.mentions.bounds(word) else { return };
        let written = |start: u32, end: u32| self.analysis.slice(self.analysis.folded().locate(start, end));
        if !has_capital_inside(written(start, end)) {
            return;
        }
        let key = format!("{} ", self.text(word));
        if let Some(name) = self.mentions.name(self.text(word)).filter(|_| !ways.contains_key(&key)) {
            let places = name.places.iter().filter(|place| !has_run_of_capitals(written(place.start, place.end)));
            let places = places.map(|place| Place {
                way: written(place.start, place.end).to_owned(),
                start: place.start,
                end: place.end,
                given: self.given_before(place.word),
            });
            ways.insert(key, places.collect());
        }
    }

    /// A first part that is written together with the second one or not, before one and the same further name.
    fn first_part(&self, word: u32, ways: &mut Ways) {
        let Some((at, part, rest)) = self.beginning(self.text(word)) else { return };
        let Some((start, end)) = self.mentions.bounds(word) else { return };
        let (second, last) = if rest.is_empty() {
            if self.mentions.gap(word) != Gap::Close {
                return;
            }
            (self.text(word + 1), word + 1)
        } else {
            (rest, word)
        };
        if second.chars().nth(2).is_none() {
            return;
        }
        let further = (self.mentions.gap(last) == Gap::Close).then(|| self.further(last + 1)).flatten();
        // A second part at the end of a full name is known by the given name before it.
        let before = || {
            let before = self.mentions.part_before(word).filter(|_| at == 0)?;
            let text = self.text(before);
            let is_particle = self.ready.judgement.particles.contains(text);
            let before = if is_particle { self.mentions.part_before(before)? } else { before };
            self.ready.words.given.contains(self.text(before)).then(|| format!("{} ", self.text(before)))
        };
        let Some(further) = further.or_else(before) else { return };
        let Some((_, last_end)) = self.mentions.bounds(last) else { return };
        let way = if rest.is_empty() { " " } else { "" }.to_owned();
        let start = start + crate::text::narrow(at);
        let place = Place { way, start, end: last_end.max(end), given: None };
        ways.entry(format!("{part}{second} {further}")).or_default().push(place);
    }

    /// The further name after a name, its own parts joined: a name, or the one after a particle.
    fn further(&self, word: u32) -> Option<String> {
        let word = if self.ready.judgement.particles.contains(self.text(word)) && self.mentions.gap(word) == Gap::Close
        {
            word + 1
        } else {
            word
        };
        let text = self.text(word);
        if self.ready.judgement.first_parts.iter().any(|part| &**part == text) && self.mentions.gap(word) == Gap::Close
        {
            return Some(format!("{text}{}", self.text(word + 1)));
        }
        let is_telling = text.chars().nth(2).is_some() && !self.profile.function_words.contains(text);
        (is_telling && !self.ready.words.lexicon.words.contains(text)).then(|| text.to_owned())
    }
}

/// Whether a word begins with a capital letter and has one more, between small ones.
fn has_capital_inside(word: &str) -> bool {
    let mut letters = word.chars();
    let Some(mut before) = letters.next().filter(|c| c.is_uppercase()) else { return false };
    let mut inside = 0;
    for c in letters {
        if c.is_uppercase() {
            if !before.is_lowercase() {
                return false;
            }
            inside += 1;
        }
        before = c;
    }
    inside == 1 && before.is_lowercase()
}

/// Whether two capital letters stand side by side in a word: it is set in capitals, but for a small letter or two.
fn has_run_of_capitals(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_uppercase() && b.is_uppercase())
}

/// Whether a hyphen or a space stands between an article and its name, and nothing else.
fn is_joint(between: &str) -> bool {
    let mut signs = between.chars();
    signs.next().is_some_and(|c| matches!(c, ' ' | '-' | '\u{2010}' | '\u{2011}')) && signs.next().is_none()
}

/// The places that are written in a way that fewer are; where two ways are equally frequent, the later one.
fn uneven_places(analysis: &Analysis<'_>, places: &[Place]) -> Option<Uneven> {
    let first = places.first()?;
    if places.iter().all(|place| place.way == first.way) {
        return None;
    }
    let count = |way: &str| places.iter().filter(|place| place.way == way).count();
    let most = places.iter().map(|place| count(&place.way)).max()?;
    let majority = places.iter().find(|place| count(&place.way) == most)?;
    let same: Vec<&Place> = places.iter().filter(|place| place.way == majority.way).collect();
    // Behind other given names it is somebody else.
    let is_other = |place: &Place| {
        place.given.is_some_and(|given| {
            let mut others = same.iter().filter_map(|other| other.given).peekable();
            others.peek().is_some() && others.all(|other| other != given)
        })
    };
    let locate = |place: &Place| analysis.folded().locate(place.start, place.end);
    let fewer = places.iter().filter(|place| place.way != majority.way && !is_other(place)).map(locate).collect();
    Some(Uneven { fewer, same: same.iter().map(|place| locate(place)).collect() })
}
