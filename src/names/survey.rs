//! Which names of an archive are one name in several spellings.
//!
//! Pairs that may be one are found by keys, judged by their letters, the rule set's lists and the company they keep in the
//! whole archive, and gathered around the most frequent spelling: every spelling of a cluster was judged against that one,
//! so a chain of small differences never joins two names.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;

use super::beside::Beside;
use super::blocking::candidates;
use super::keys::Ready;
use super::letters::{Form, Reader, Reason};
use super::mentions::Name;
use super::tally::{LanguageTally, NameRecord};
use crate::language::Profile;
use crate::text::Few;
use crate::threads;

/// What decides, beside the letters, whether two names of an archive are one: the keys of a rule of kind
/// `names-archive`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArchiveKeys {
    /// Log-odds above which two spellings are one name.
    pub threshold: f32,
    /// What a pair of letters adds at least that makes the two one in the keys by which names are found.
    pub confused: f32,
    /// The same names beside both spellings, always; less if only sometimes.
    pub partner: f32,
    /// The same ordinary words beside both.
    pub title: f32,
    /// Each has names beside it, and none in common; less if only in one or two articles.
    pub other_partner: f32,
    /// How many articles of the archive must have the spelling that is proposed.
    pub articles: u64,
    /// How many times more articles must have it than the spelling that is reported.
    pub times: u64,
    /// Codes whose findings this rule does not repeat.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// The spellings of one name.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// The tag of the language.
    pub language: Arc<str>,
    /// The most frequent one first.
    pub spellings: Vec<ArchiveSpelling>,
}

/// One spelling of a name of the archive.
#[derive(Debug, Clone, PartialEq)]
pub struct ArchiveSpelling {
    /// Folded, without clitics.
    pub name: Box<str>,
    /// What is known of it.
    pub record: NameRecord,
    /// The log-odds that it is the name that the first spelling is; nothing for the first.
    pub score: Option<f32>,
    /// The names beside it, the most usual first.
    pub company: Vec<Box<str>>,
}

/// Most names beside a spelling that are reported.
const MAX_BESIDE: usize = 3;
/// Articles in which each of two names has names beside it when having none in common says all it can say.
const MIN_COMPANY: usize = 3;
/// How many times more articles have a name alone than one that is listed and looks like it with clitics before it, if
/// that is what it is.
const CLITIC_RATIO: u64 = 8;
/// Share of company in common at which half of what it can add is added.
const HALF: f32 = 0.1;
/// Pairs that one thread judges at once.
const AT_ONCE: usize = 1024;

/// Two names that are one: the more frequent one, and how surely.
struct Link {
    score: f32,
    listed: bool,
    to: u32,
}

/// Names with what is known of them, in the order of their letters.
type Names<'t> = Vec<(&'t str, Cow<'t, NameRecord>)>;

/// What is decided of names beside what is known of their letters and company. All names are folded.
pub struct Decided<'d> {
    /// Whether two spellings are two names.
    pub are_apart: &'d (dyn Fn(&str, &str) -> bool + Sync),
    /// The spellings that come first where an archive has several equally often.
    pub usual: FxHashSet<String>,
}

/// The clusters of the names of one language, those with the most occurrences outside the first spelling first.
pub fn clusters(
    ready: &Ready,
    profile: &Profile,
    tally: &LanguageTally,
    keys: &ArchiveKeys,
    decided: &Decided<'_>,
) -> Vec<Cluster> {
    let are_apart = decided.are_apart;
    let names = settled(ready, profile, tally);
    let reader = ready.reader();
    let forms: Vec<Form<'_>> = names.iter().map(|(name, _)| form(reader, ready, name)).collect();
    let rank = |index: u32| {
        let (name, record) = names.get(index as usize)?;
        Some((record.count, decided.usual.contains(*name), record.articles, std::cmp::Reverse(*name)))
    };
    // What the letters of a pair say, if company can make the two one.
    let judge = |&(a, b): &(u32, u32)| {
        let (more, less) = if rank(a) >= rank(b) { (a, b) } else { (b, a) };
        let (p, q) = forms.get(more as usize).zip(forms.get(less as usize))?;
        if are_apart(p.text, q.text) {
            return None;
        }
        let letters = reader.compare(p, q);
        let is_hopeful = letters.score + keys.partner + keys.title > keys.threshold
            && !matches!(letters.reason, Reason::Different | Reason::Inflection | Reason::Unlike);
        is_hopeful.then_some((more, less, letters))
    };
    let pairs = candidates(reader, &forms, keys.confused);
    let judged =
        threads::map(pairs.chunks(AT_ONCE).collect(), |pairs| pairs.iter().filter_map(judge).collect::<Vec<_>>());
    let mut known: FxHashMap<u32, Company> = FxHashMap::default();
    let mut links: FxHashMap<u32, Vec<Link>> = FxHashMap::default();
    for (more, less, letters) in judged.into_iter().flatten() {
        for index in [more, less] {
            if let Some((_, record)) = names.get(index as usize) {
                known.entry(index).or_insert_with(|| Company::of(record));
            }
        }
        let Some((x, y)) = known.get(&more).zip(known.get(&less)) else { continue };
        let score = letters.score + x.speaks_for(y, keys);
        if score > keys.threshold {
            links.entry(less).or_default().push(Link { score, listed: letters.reason == Reason::Listed, to: more });
        }
    }
    let mut order: Vec<u32> = (0..crate::text::narrow(names.len())).collect();
    order.sort_unstable_by_key(|&index| std::cmp::Reverse(rank(index)));
    // For each name that gave way: to which, and how surely.
    let mut members: FxHashMap<u32, (u32, f32)> = FxHashMap::default();
    for index in order {
        let Some(links) = links.get(&index) else { continue };
        let centres = links.iter().filter(|link| !members.contains_key(&link.to));
        let best = centres.max_by(|a, b| {
            a.listed.cmp(&b.listed).then(a.score.total_cmp(&b.score)).then_with(|| rank(a.to).cmp(&rank(b.to)))
        });
        if let Some(best) = best {
            members.insert(index, (best.to, best.score));
        }
    }
    let mut by_centre: BTreeMap<u32, Vec<(u32, f32)>> = BTreeMap::new();
    for (member, (centre, score)) in members {
        by_centre.entry(centre).or_default().push((member, score));
    }
    let texts = told_names(&names);
    let spelling = |index: u32, score: Option<f32>| {
        let (name, record) = names.get(index as usize)?;
        let company = known.get(&index).map(|company| company.told(&texts)).unwrap_or_default();
        Some(ArchiveSpelling { name: (*name).into(), record: record.as_ref().clone(), score, company })
    };
    let mut clusters = Vec::new();
    for (centre, mut members) in by_centre {
        members.sort_unstable_by_key(|(member, _)| std::cmp::Reverse(rank(*member)));
        let members = members.into_iter().map(|(member, score)| (member, Some(score)));
        let spellings = std::iter::once((centre, None)).chain(members);
        let spellings = spellings.filter_map(|(index, score)| spelling(index, score)).collect();
        clusters.push(Cluster { language: Arc::clone(&profile.tag), spellings });
    }
    clusters.sort_by_key(Cluster::rank);
    clusters
}

impl Cluster {
    /// Occurrences of all spellings but the first.
    #[must_use]
    pub fn strays(&self) -> u64 {
        self.spellings.iter().skip(1).map(|spelling| spelling.record.count).sum()
    }

    /// By what clusters are sorted: the most strays first, then the letters of the first spelling.
    pub fn rank(&self) -> (std::cmp::Reverse<u64>, Arc<str>, Box<str>) {
        let name = self.spellings.first().map_or_else(Box::default, |first| first.name.clone());
        (std::cmp::Reverse(self.strays()), Arc::clone(&self.language), name)
    }
}

/// The names in the order of their letters. One that another, more frequent one would be with clitics before it is
/// counted with that one: in its article the name never stood alone, so the clitics could not be told there.
fn settled<'t>(ready: &Ready, profile: &Profile, tally: &'t LanguageTally) -> Names<'t> {
    let mut into: FxHashMap<&str, Vec<&NameRecord>> = FxHashMap::default();
    let mut gone: FxHashSet<&str> = FxHashSet::default();
    for (name, record) in &tally.names {
        let bare = ready.words.rests(name, profile).filter_map(|rest| tally.names.get_key_value(rest));
        let times = if ready.words.knows(name) { CLITIC_RATIO } else { 1 };
        let best = bare.filter(|(_, bare)| bare.articles > times * record.articles);
        let best = best.max_by(|a, b| a.1.articles.cmp(&b.1.articles).then_with(|| b.0.cmp(a.0)));
        if let Some((bare, _)) = best {
            into.entry(bare).or_default().push(record);
            gone.insert(name);
        }
    }
    let kept = tally.names.iter().filter(|(name, _)| !gone.contains(&***name));
    let mut names: Names<'_> = kept
        .map(|(name, record)| {
            let mut record = Cow::Borrowed(record);
            for with_clitics in into.get(&**name).into_iter().flatten() {
                let record = record.to_mut();
                let written = std::mem::take(&mut record.written);
                record.merge((*with_clitics).clone());
                record.written = written;
            }
            (&**name, record)
        })
        .collect();
    names.sort_unstable_by_key(|(name, _)| *name);
    names
}

fn form<'n>(reader: Reader<'n>, ready: &'n Ready, text: &'n str) -> Form<'n> {
    let (shape, known) = (ready.words.shape_of(text), ready.words.knows(text));
    reader.form(&Name { text, other: None, shape, known, places: Few::None })
}

/// The words beside a name with the share of articles that have them there.
struct Company {
    /// By word and side, in order.
    names: Vec<(u32, f32)>,
    titles: Vec<(u32, f32)>,
    /// Articles with a name beside it.
    speaking: usize,
}

impl Company {
    fn of(record: &NameRecord) -> Self {
        let part = 1.0 / record.company.iter().count().max(1) as f32;
        let mut company = Self { names: Vec::new(), titles: Vec::new(), speaking: 0 };
        for (_, beside) in record.company.iter() {
            company.speaking += usize::from(beside.iter().any(|word| word.is_name()));
            for word in beside {
                let list = if word.is_name() { &mut company.names } else { &mut company.titles };
                list.push((word.bits(), part));
            }
        }
        for list in [&mut company.names, &mut company.titles] {
            list.sort_unstable_by_key(|(word, _)| *word);
            list.dedup_by(|again, kept| {
                let is_same = again.0 == kept.0;
                kept.1 += if is_same { again.1 } else { 0.0 };
                is_same
            });
        }
        company
    }

    /// What the company of two names adds to the belief that they are one.
    fn speaks_for(&self, other: &Self, keys: &ArchiveKeys) -> f32 {
        let part = |common: f32| common / (common + HALF);
        let names = common(&self.names, &other.names);
        let heard = self.speaking.min(other.speaking).min(MIN_COMPANY);
        let apart = if names > 0.0 { 0.0 } else { heard as f32 / MIN_COMPANY as f32 };
        keys.partner * part(names) + keys.title * part(common(&self.titles, &other.titles)) + keys.other_partner * apart
    }

    /// The names, the most usual first.
    fn told(&self, texts: &FxHashMap<u32, &str>) -> Vec<Box<str>> {
        let mut names: Vec<(&f32, &&str)> =
            self.names.iter().filter_map(|(word, share)| Some((share, texts.get(&(word & !3))?))).collect();
        names.sort_by(|a, b| b.0.total_cmp(a.0).then(a.1.cmp(b.1)));
        names.dedup_by_key(|(_, text)| **text);
        names.into_iter().take(MAX_BESIDE).map(|(_, text)| (*text).into()).collect()
    }
}

/// The sum of the smaller shares of the words that stand in both lists.
fn common(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let mut rest = b.iter().peekable();
    let share = |(word, share): &(u32, f32)| {
        while rest.next_if(|(other, _)| other < word).is_some() {}
        rest.peek().filter(|(other, _)| other == word).map(|(_, of_other)| share.min(*of_other))
    };
    a.iter().filter_map(share).sum()
}

/// The texts of names by their hashes.
fn told_names<'n>(names: &'n [(&str, Cow<'_, NameRecord>)]) -> FxHashMap<u32, &'n str> {
    let mut texts = FxHashMap::default();
    for (name, record) in names {
        texts.entry(Beside::new(name, false, false).word()).or_insert(record.text());
    }
    texts
}
