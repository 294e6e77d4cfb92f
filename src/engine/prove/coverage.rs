//! Which entries of a rule its examples reach: the phrases and other entries of its lists, and the alternatives of its patterns of prose.
//! An entry that no example has in it may do anything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::flaws::place_of;
use super::pattern::alternatives;
use super::{article_of, articles_of};
use crate::analysis::{Analysis, CueId};
use crate::document::{self, Document, Reading};
use crate::engine::Engine;
use crate::kinds::PatternSees;
use crate::language::Profile;
use crate::rules::Rule;
use crate::text::Place;

/// A phrase or another entry of a list, or an alternative of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As it is written.
    pub text: String,
    /// Where that, or its pattern, stands; the file alone, where the rule is built in.
    pub place: Place,
    /// Whether some example, bad or good, has it in its text.
    pub is_reached: bool,
}

/// The entries of a rule, in the order of its lists, then of its patterns.
#[derive(Debug)]
pub struct Coverage<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// Its entries.
    pub entries: Vec<Entry>,
}

impl Coverage<'_> {
    /// How many entries some example reaches.
    #[must_use]
    pub fn reached(&self) -> usize {
        self.entries.iter().filter(|entry| entry.is_reached).count()
    }
}

/// The coverage of those of some rules that have entries. The rules were read to be proved.
#[must_use]
pub fn coverage_of_rules<'e>(engine: &'e Engine, rules: impl IntoIterator<Item = &'e Rule>) -> Vec<Coverage<'e>> {
    let all = rules.into_iter().map(|rule| Coverage { rule, entries: entries_of(engine, rule) });
    all.filter(|coverage| !coverage.entries.is_empty()).collect()
}

/// What the examples of a rule have in them.
#[derive(Default)]
struct Seen {
    /// Folded phrases of lists.
    phrases: BTreeSet<(CueId, String)>,
    /// The same as they are written.
    written: BTreeSet<(CueId, String)>,
    /// Numbers of the entries that are no cues, from 0.
    listed: BTreeSet<usize>,
    languages: Vec<Arc<Profile>>,
    proses: Vec<String>,
}

fn entries_of(engine: &Engine, rule: &Rule) -> Vec<Entry> {
    let mut seen = Seen::default();
    for example in &rule.examples {
        let Ok(language) = engine.language_of(rule, example) else { continue };
        for text in articles_of(rule, example) {
            let article = article_of(text, example.format);
            let reading =
                Reading { language: language.as_ref(), allowed: &[], prose_keys: None, languages: engine.languages() };
            let document = document::parse(&article.source, article.format, &reading);
            seen.add(engine, rule, &document);
            document.passages.iter().for_each(|passage| seen.add(engine, rule, passage));
        }
    }
    let entry =
        |text: &str, at: &str, is_reached| Entry { text: text.to_owned(), place: place_of(rule, at), is_reached };
    let mut entries = Vec::new();
    let cues = engine.book().cues();
    let lists = || engine.book().cues_of(rule);
    let phrases = || lists().flat_map(|list| cues.phrases_of(list).map(move |phrase| (list, phrase)));
    let mut readings: BTreeMap<String, BTreeSet<(CueId, &str)>> = BTreeMap::new();
    for language in &seen.languages {
        let folded = phrases().map(|(list, phrase)| (language.folder.fold_phrase(phrase), (list, phrase.trim())));
        folded.for_each(|(folded, phrase)| readings.entry(folded).or_default().extend([phrase]));
    }
    // Of spellings of several lists that only case or the forms of letters tell apart each has to be there itself.
    let is_alike = |list: CueId, phrase: &str, language: &Arc<Profile>| {
        let alike = readings.get(&language.folder.fold_phrase(phrase)).into_iter().flatten();
        alike.into_iter().any(|(other, text)| *other != list && *text != phrase.trim())
    };
    for (list, phrase) in phrases() {
        let is_alone = !seen.languages.iter().any(|language| is_alike(list, phrase, language));
        let is_reached = seen.has(list, phrase) && (is_alone || seen.has_written(list, phrase));
        entries.push(entry(phrase, phrase, is_reached));
    }
    for (number, listed) in rule.check().listed().iter().enumerate() {
        entries.push(entry(listed.text, listed.text, seen.listed.contains(&number)));
    }
    for pattern in engine.book().patterns_of(rule) {
        // What is compared with parts of an article cannot be looked for in its prose.
        if pattern.sees == PatternSees::Parts {
            continue;
        }
        for (text, is_reached) in alternatives(&pattern.text, seen.proses.iter().map(String::as_str)) {
            entries.push(entry(&text, &pattern.text, is_reached));
        }
    }
    entries
}

impl Seen {
    fn add(&mut self, engine: &Engine, rule: &Rule, document: &Document<'_>) {
        if !rule.languages.include(&document.language.tag) {
            return;
        }
        let matcher = engine.matcher_of([rule].into_iter(), &document.language);
        let analysis = Analysis::new(document, &matcher);
        let (hits, text) = (analysis.hits(), analysis.folded());
        let swaps = rule.check().swaps();
        let listed = rule.check().listed();
        let is_in = listed.iter().enumerate().filter(|(_, listed)| listed.is_in(&analysis));
        self.listed.extend(is_in.map(|(number, _)| number));
        for list in engine.book().cues_of(rule) {
            // What stands there already as it is to be written shows nothing of a word that is replaced.
            let swapped = swaps.iter().find(|(swapped, _)| *swapped == list).map(|(_, to)| *to);
            for hit in hits.of(list) {
                let written = analysis.slice(text.locate(hit.start, hit.end));
                if Some(written) != swapped {
                    self.phrases.insert((list, with_single_spaces(text.slice(hit.start, hit.end))));
                    self.written.insert((list, with_single_spaces(written)));
                }
            }
        }
        if !self.languages.iter().any(|known| known.tag == document.language.tag) {
            self.languages.push(Arc::clone(&document.language));
        }
        self.proses.extend(document.blocks.iter().map(|block| block.prose.to_string()));
    }

    /// Whether an example has a phrase of a list in it.
    fn has(&self, list: CueId, phrase: &str) -> bool {
        self.languages.iter().any(|language| self.phrases.contains(&(list, language.folder.fold_phrase(phrase))))
    }

    /// Whether an example has it in it as it is written.
    fn has_written(&self, list: CueId, phrase: &str) -> bool {
        self.written.contains(&(list, with_single_spaces(phrase)))
    }
}

fn with_single_spaces(phrase: &str) -> String {
    phrase.split_whitespace().collect::<Vec<_>>().join(" ")
}
