//! The names of one article for people to look through: neighbouring parts put together, and under each name the ways in which
//! it is written. Which spellings are one name is decided where they are reported ([`super::names`]), nowhere else.

use std::collections::BTreeMap;

use super::names::{Inconsistent, inconsistent};
use super::{Check, CheckInput};
use crate::analysis::{Analysis, At};

/// One name of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleName {
    /// The way of writing it that is proposed, or the commonest one.
    pub name: String,
    /// The ways in which it is written, in order of first occurrence; at least one.
    pub spellings: Vec<Spelling>,
    /// Whether some of them disagree.
    pub is_inconsistent: bool,
}

/// One way in which a name is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// As written, without clitics.
    pub text: String,
    /// Whether it is a part of the name alone, such as a surname after the full name.
    pub is_short: bool,
    /// Whether another way of writing is proposed in its place.
    pub gives_way: bool,
    /// Where it stands, in order.
    pub places: Vec<At>,
}

/// The names of an article in order of first occurrence, by what the first of some checks that knows names says of them; none, if
/// no check does.
#[must_use]
pub fn names_of_article(checks: &[&dyn Check], input: &CheckInput<'_>) -> Vec<ArticleName> {
    inconsistent(checks).map_or_else(Vec::new, |check| Parts::find(check, input).names())
}

/// A part of a name where it stands.
struct Part {
    at: At,
    /// What all spellings of it have in common.
    key: String,
    /// Whether another spelling of it is proposed.
    gives_way: bool,
    /// Whether some other place spells it otherwise.
    is_uneven: bool,
    /// Whether something else than its letters says that it is a name.
    is_vouched_for: bool,
    /// Whether it is listed as a given name.
    is_given: bool,
    /// Whether an article stands before it, in one word with it.
    has_article: bool,
}

/// So many times a name stands that nothing but its letters shows to be one.
const OFTEN: usize = 2;

/// Where a part begins: its block, and the byte of its prose.
type Start = (u32, u32);

fn start_of(at: At) -> Start {
    (at.block, at.span.start)
}

/// Where the parts begin that have a byte in common with a place.
fn touched(parts: &BTreeMap<Start, Part>, at: At) -> impl Iterator<Item = &Start> {
    // Parts are disjoint, so that those which end behind the beginning of the place stand side by side.
    let before = parts.range(..(at.block, at.span.end)).rev();
    before
        .take_while(move |(_, part)| part.at.block == at.block && part.at.span.end > at.span.start)
        .map(|(start, _)| start)
}

/// The parts of names, in order.
struct Parts<'p> {
    analysis: &'p Analysis<'p>,
    articles: &'p [Box<str>],
    parts: Vec<Part>,
}

impl<'p> Parts<'p> {
    fn find(check: &'p Inconsistent, input: &'p CheckInput<'_>) -> Self {
        let (analysis, mentions) = (input.analysis, input.names(&check.words));
        let mut parts: BTreeMap<Start, Part> = BTreeMap::new();
        let ready = check.words.ready(analysis.profile());
        let words = &ready.words;
        let mut found = Self { analysis, articles: &words.articles, parts: Vec::new() };
        for name in &mentions.names {
            let is_given = words.given.contains(name.text);
            let places: Vec<(At, bool)> = name
                .places
                .iter()
                .map(|place| analysis.folded().locate(place.start, place.end))
                .map(|at| (at, found.has_article(at)))
                .collect();
            // Where capital letters do not tell, a word that looks foreign is a name often enough to be compared, not to be listed;
            // one that always has an article is most often an adjective.
            let is_vouched_for = match mentions.has_capitals() {
                true => name.known || mentions.is_shown(name),
                false => {
                    let is_bare = |(_, has_article): &(At, bool)| !has_article;
                    let is_usual =
                        || places.len() >= OFTEN && name.shape >= words.least_shape && places.iter().any(is_bare);
                    is_given || words.known.contains(name.text) || is_usual()
                }
            };
            for (at, has_article) in places {
                let key = name.text.to_owned();
                let part = Part { at, key, gives_way: false, is_uneven: false, is_vouched_for, is_given, has_article };
                parts.insert(start_of(at), part);
            }
        }
        for uneven in check.uneven(analysis, mentions) {
            let Some(&first) = uneven.same.first() else { continue };
            let known = touched(&parts, first).next().and_then(|start| parts.get(start));
            let key = known.map_or_else(|| analysis.slice(first).to_lowercase(), |part| part.key.clone());
            let places = uneven.same.iter().map(|at| (*at, false)).chain(uneven.fewer.iter().map(|at| (*at, true)));
            for (at, mut gives_way) in places {
                // A place that holds several words is one part.
                let starts: Vec<Start> = touched(&parts, at).copied().collect();
                for part in starts.iter().filter_map(|start| parts.remove(start)) {
                    gives_way |= part.gives_way;
                }
                let part = Part {
                    at,
                    key: key.clone(),
                    gives_way,
                    is_uneven: true,
                    is_vouched_for: true,
                    is_given: words.given.contains(&key),
                    has_article: found.has_article(at),
                };
                parts.insert(start_of(at), part);
            }
        }
        for mut part in parts.into_values() {
            // A word after a given name is a surname.
            let is_surname = |before: &Part| before.is_given && found.goes_on(before, &part);
            part.is_vouched_for |= found.parts.last().is_some_and(is_surname);
            found.parts.push(part);
        }
        let parts = std::mem::take(&mut found.parts).into_iter();
        found.parts = parts.filter(|part| part.is_vouched_for && (part.is_uneven || !found.agrees(part.at))).collect();
        found
    }

    /// Whether an article stands before a place, in one word with it; clitics may stand before that.
    fn has_article(&self, at: At) -> bool {
        let prose = self.analysis.blocks().get(at.block as usize).map_or("", |block| &*block.prose);
        let before = prose.get(..at.span.start as usize).unwrap_or_default();
        let begin = before.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last().map(|(at, _)| at);
        let Some(clitics) = begin.and_then(|begin| before.get(begin..)) else { return false };
        let folded = self.analysis.profile().folder.fold(clitics);
        self.articles.iter().any(|article| folded.ends_with(&**article))
    }

    /// Whether a place is an adjective of the word before it: both have the article.
    fn agrees(&self, at: At) -> bool {
        let prose = self.analysis.blocks().get(at.block as usize).map_or("", |block| &*block.prose);
        let before = prose.get(..at.span.start as usize).unwrap_or_default();
        let Some((rest, clitics)) = before.rsplit_once(' ') else { return false };
        let fold = |text: &str| self.analysis.profile().folder.fold(text);
        let is_article = |text: &str| self.articles.iter().any(|article| **article == *text);
        let word = rest.rsplit(|c: char| !c.is_alphabetic()).next().map(fold).unwrap_or_default();
        is_article(&fold(clitics)) && self.articles.iter().any(|article| word.starts_with(&**article))
    }

    /// Whether a part goes on with the one after it.
    fn goes_on(&self, part: &Part, next: &Part) -> bool {
        if part.at.block != next.at.block || part.at.span.end > next.at.span.start {
            return false;
        }
        let prose = self.analysis.blocks().get(part.at.block as usize).map_or("", |block| &*block.prose);
        let between = prose.get(part.at.span.end as usize..next.at.span.start as usize).unwrap_or_default();
        let is_joint = |c: char| c == ' ' || c == '\u{a0}' || matches!(c, '-' | '\u{2010}' | '\u{2011}');
        // An adjective with its article stands before a name that has none.
        if !between.starts_with(is_joint) || part.has_article && !next.has_article {
            return false;
        }
        let word = between.trim_matches(is_joint);
        let is_article = || {
            let folded = self.analysis.profile().folder.fold(word);
            between.ends_with(word) && self.articles.iter().any(|article| **article == *folded)
        };
        let is_initial = || {
            let mut letters = word.trim_end_matches('.').chars();
            between.ends_with(is_joint) && letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
        };
        word.is_empty() || is_article() || is_initial()
    }

    fn names(&self) -> Vec<ArticleName> {
        let mut found: Vec<Found> = Vec::new();
        let mut known: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for run in self.parts.chunk_by(|part, next| self.goes_on(part, next)) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let span = crate::text::ProseSpan::new(first.at.span.start, last.at.span.end);
            let keys: Vec<&str> = run.iter().map(|part| part.key.as_str()).collect();
            let index = *known.entry(keys.clone()).or_insert_with(|| {
                found.push(Found { keys, runs: Vec::new() });
                found.len() - 1
            });
            if let Some(name) = found.get_mut(index) {
                name.runs.push(Run {
                    at: At { block: first.at.block, span },
                    gives_way: run.iter().any(|part| part.gives_way),
                    is_uneven: run.iter().any(|part| part.is_uneven),
                });
            }
        }
        let whole = only_longer(&found);
        let mut names: Vec<ArticleName> = Vec::new();
        for (index, name) in found.iter().enumerate().filter(|(index, _)| whole.get(*index) == Some(&None)) {
            let shorter = found.iter().zip(&whole).filter(|(_, whole)| **whole == Some(index)).map(|(name, _)| name);
            let parts: Vec<&Found<'_>> = shorter.collect();
            names.push(self.name(name, &parts));
        }
        names.sort_by_key(|name| name.spellings.iter().filter_map(|spelling| spelling.places.first()).min().copied());
        names
    }

    fn name(&self, whole: &Found<'_>, shorter: &[&Found<'_>]) -> ArticleName {
        let mut spellings: Vec<Spelling> = Vec::new();
        let runs = whole.runs.iter().map(|run| (run, false));
        let parts = shorter.iter().flat_map(|name| &name.runs).map(|run| (run, true));
        for (run, is_short) in runs.chain(parts) {
            let text = self.analysis.slice(run.at);
            match spellings.iter_mut().find(|spelling| spelling.text == text) {
                Some(spelling) => {
                    spelling.places.push(run.at);
                    spelling.gives_way |= run.gives_way;
                }
                None => spellings.push(Spelling {
                    text: text.to_owned(),
                    is_short,
                    gives_way: run.gives_way,
                    places: vec![run.at],
                }),
            }
        }
        spellings.iter_mut().for_each(|spelling| spelling.places.sort_unstable());
        let rank = |spelling: &Spelling| (!spelling.is_short, !spelling.gives_way, spelling.places.len());
        // Of several that are as common the first.
        let name = spellings.iter().rev().max_by_key(|spelling| rank(spelling)).map(|spelling| spelling.text.clone());
        let is_inconsistent = whole.runs.iter().chain(shorter.iter().flat_map(|n| &n.runs)).any(|run| run.is_uneven);
        spellings.sort_by_key(|spelling| spelling.places.first().copied());
        ArticleName { name: name.unwrap_or_default(), spellings, is_inconsistent }
    }
}

/// A name with the places where it stands.
struct Found<'p> {
    /// What its parts are known by.
    keys: Vec<&'p str>,
    runs: Vec<Run>,
}

/// One place of a name.
struct Run {
    at: At,
    gives_way: bool,
    is_uneven: bool,
}

/// Names with a part in common beyond which nobody can tell to which of them the part alone belongs.
const MOST: usize = 32;

/// For each name the one to which it belongs, as a surname alone does: the only name with all its parts in their order that is
/// itself no part of another.
fn only_longer(found: &[Found<'_>]) -> Vec<Option<usize>> {
    let mut with_part: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, name) in found.iter().enumerate().filter(|(_, name)| name.keys.len() > 1) {
        for key in &name.keys {
            with_part.entry(key).or_default().push(index);
        }
    }
    let longer = |name: &Found<'_>| -> Vec<usize> {
        let with_first = name.keys.first().and_then(|key| with_part.get(key)).filter(|all| all.len() <= MOST);
        let has_all = |index: &usize| found.get(*index).is_some_and(|longer| longer.has_all_of(name));
        let mut longer: Vec<usize> = with_first.into_iter().flatten().copied().filter(has_all).collect();
        longer.dedup();
        longer
    };
    let longer: Vec<Vec<usize>> = found.iter().map(longer).collect();
    let is_whole = |index: &&usize| longer.get(**index).is_some_and(Vec::is_empty);
    let only = |longer: &Vec<usize>| {
        let mut whole = longer.iter().filter(is_whole);
        whole.next().filter(|_| whole.next().is_none()).copied()
    };
    longer.iter().map(only).collect()
}

impl Found<'_> {
    /// Whether this name has more parts than another, and all of that one's in their order.
    fn has_all_of(&self, name: &Self) -> bool {
        let mut rest = self.keys.iter();
        self.keys.len() > name.keys.len() && name.keys.iter().all(|key| rest.any(|part| part == key))
    }
}
