//! All cue lists of all rules in force, matched in one pass of one automaton over the folded text.
//!
//! A rule registers its lists when it is compiled and gets an id for each. For each language, one automaton is built
//! over the folded phrases of the rules that apply to it; a phrase that is in several lists is in the automaton
//! once. A hit counts only at the edges of words, clitics allowed where the list allows them.

use crate::text::{WordSet, narrow};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashMap;

use super::Folded;
use crate::language::{Profile, is_word_char, word_end, word_start};

/// The number of a cue list, given when it is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CueId(u32);

/// What may be written onto a cue of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CueOptions {
    /// The language's proclitics before it.
    pub before: bool,
    /// The language's enclitics after it.
    pub after: bool,
    /// Any word directly after it: a space was lost.
    pub glued: bool,
}

#[derive(Debug)]
struct CueList {
    phrases: Vec<String>,
    options: CueOptions,
}

/// Every cue list of every compiled rule.
#[derive(Debug, Default)]
pub struct CueLists {
    lists: Vec<CueList>,
}

impl CueLists {
    /// Registers a list of phrases in ordinary spelling.
    pub fn add(&mut self, phrases: Vec<String>, options: CueOptions) -> CueId {
        let id = narrow(self.lists.len());
        self.lists.push(CueList { phrases, options });
        CueId(id)
    }

    /// How many lists there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lists.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The ids of the lists registered as number `range.start` up to, not including, `range.end`.
    pub fn ids(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = CueId> {
        range.filter_map(|index| u32::try_from(index).ok().map(CueId))
    }

    /// Every phrase of the lists in `wanted`, as written.
    pub fn phrases(&self, wanted: &[CueId]) -> impl Iterator<Item = &str> {
        wanted
            .iter()
            .filter_map(|id| self.lists.get(id.0 as usize))
            .flat_map(|list| list.phrases.iter().map(String::as_str))
    }

    /// The automaton over the lists in `wanted`, folded for one language. `bulk` asks for the form that is slower to
    /// build and twice as fast to run.
    #[must_use]
    pub fn matcher(&self, wanted: &[CueId], profile: &Profile, bulk: bool) -> CueMatcher {
        let mut patterns: Vec<String> = Vec::new();
        let mut lists_of: Vec<Vec<(CueId, CueOptions)>> = Vec::new();
        let mut index_of: FxHashMap<String, usize> = FxHashMap::default();
        for &id in wanted {
            let Some(list) = self.lists.get(id.0 as usize) else { continue };
            for phrase in &list.phrases {
                let folded = profile.folder.fold(phrase.trim());
                if folded.is_empty() {
                    continue;
                }
                let index = *index_of.entry(folded).or_insert_with_key(|folded| {
                    patterns.push(folded.clone());
                    lists_of.push(Vec::new());
                    patterns.len() - 1
                });
                if let Some(lists) = lists_of.get_mut(index)
                    && !lists.iter().any(|(known, _)| *known == id)
                {
                    lists.push((id, list.options));
                }
            }
        }
        let kind = if bulk { AhoCorasickKind::DFA } else { AhoCorasickKind::ContiguousNFA };
        let automaton = (!patterns.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::Standard).kind(Some(kind)).build(&patterns).ok())
            .flatten();
        CueMatcher { automaton, lists_of }
    }
}

/// The automaton of one language. The default one finds nothing.
#[derive(Debug, Default)]
pub struct CueMatcher {
    automaton: Option<AhoCorasick>,
    lists_of: Vec<Vec<(CueId, CueOptions)>>,
}

/// One occurrence of a phrase of a list. Offsets are bytes of the folded text; clitics are outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The list.
    pub list: CueId,
    /// First byte, in the folded text.
    pub start: u32,
    /// One past the last byte, in the folded text.
    pub end: u32,
}

/// The hits of one document, by list, then position.
#[derive(Debug, Default)]
pub struct Hits(Vec<Hit>);

impl Hits {
    /// The hits of one list, in order of position. Phrases of a list that overlap are all here.
    #[must_use]
    pub fn of(&self, list: CueId) -> &[Hit] {
        let start = self.0.partition_point(|hit| hit.list < list);
        let end = self.0.partition_point(|hit| hit.list <= list);
        self.0.get(start..end).unwrap_or_default()
    }

    /// The hits of one list without those that lie inside a longer one, in order of position.
    pub fn longest_of(&self, list: CueId) -> impl Iterator<Item = Hit> {
        // Sorted by start, then end: of hits with one start the last is the longest.
        let hits = self.of(list);
        let mut covered = 0;
        hits.iter().enumerate().filter_map(move |(index, hit)| {
            let longer_follows = hits.get(index + 1).is_some_and(|next| next.start == hit.start);
            let is_new = hit.end > covered && !longer_follows;
            if is_new {
                covered = hit.end;
            }
            is_new.then_some(*hit)
        })
    }

    /// The hits of one list that begin in the folded range.
    #[must_use]
    pub fn within(&self, list: CueId, start: u32, end: u32) -> &[Hit] {
        let hits = self.of(list);
        let first = hits.partition_point(|hit| hit.start < start);
        let last = hits.partition_point(|hit| hit.start < end);
        hits.get(first..last).unwrap_or_default()
    }
}

impl CueMatcher {
    /// Reads a folded text once and notes every cue that is at word edges. `glue` are the bytes, in order, at which a word
    /// ends and another begins without anything between them.
    #[must_use]
    pub fn scan(&self, folded: &Folded, profile: &Profile, glue: &[u32]) -> Hits {
        let Some(automaton) = &self.automaton else { return Hits::default() };
        let text = folded.text();
        let mut hits = Vec::new();
        for found in automaton.find_overlapping_iter(text) {
            let Some(lists) = self.lists_of.get(found.pattern().as_usize()) else { continue };
            let (start, end) = (found.start(), found.end());
            // Most matches lie in the middle of a word where no list allows them: that is seen at once.
            let goes_on = |at: usize| joins(text, at) && (glue.is_empty() || glue.binary_search(&narrow(at)).is_err());
            let (before, after) = (goes_on(start), goes_on(end));
            let possible =
                |options: &CueOptions| (options.before || !before) && (options.after || options.glued || !after);
            if !lists.iter().any(|(_, options)| possible(options)) {
                continue;
            }
            let fits_before = !before || stands_behind(text, start, &profile.clitics.before);
            let fits_after = !after || stands_before(text, end, &profile.clitics.after);
            if fits_before {
                let fits = |options: &CueOptions| possible(options) && (fits_after || options.glued);
                let allowed = lists.iter().filter(|(_, options)| fits(options));
                hits.extend(allowed.map(|&(list, _)| Hit { list, start: narrow(start), end: narrow(end) }));
            }
        }
        hits.sort_unstable();
        Hits(hits)
    }
}

/// More bytes than any clitic has; what is longer is part of another word.
const LONGEST_CLITIC: usize = 16;

/// Whether a word goes on across byte `at`.
fn joins(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    before.chars().next_back().is_some_and(is_word_char) && after.chars().next().is_some_and(is_word_char)
}

/// Whether the part of the word that comes before byte `at` is one of `clitics`.
fn stands_behind(text: &str, at: usize, clitics: &WordSet) -> bool {
    let from = (at.saturating_sub(LONGEST_CLITIC)..=at).find(|&from| text.is_char_boundary(from)).unwrap_or(at);
    let near = text.get(from..at).unwrap_or_default();
    clitics.contains(near.get(word_start(near, near.len())..).unwrap_or_default())
}

/// Whether the part of the word that comes after byte `at` is one of `clitics`.
fn stands_before(text: &str, at: usize, clitics: &WordSet) -> bool {
    let to = (at..=(at + LONGEST_CLITIC).min(text.len())).rev().find(|&to| text.is_char_boundary(to)).unwrap_or(at);
    let near = text.get(at..to).unwrap_or_default();
    clitics.contains(near.get(..word_end(near, 0)).unwrap_or_default())
}
