//! Which entries of a rule its examples reach: the phrases of its lists, and the alternatives of its patterns of prose. An entry that no example
//! has in it may do anything.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::flaws::place_of;
use super::pattern::alternatives;
use super::{NEXT_ARTICLE, article_of};
use crate::analysis::{Analysis, CueId};
use crate::document::{self, Document, Reading};
use crate::engine::Engine;
use crate::kinds::PatternSees;
use crate::language::Profile;
use crate::rules::Rule;
use crate::text::Place;

/// A phrase of a list, or an alternative of a pattern.
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
    languages: Vec<Arc<Profile>>,
    proses: Vec<String>,
}

fn entries_of(engine: &Engine, rule: &Rule) -> Vec<Entry> {
    let mut seen = Seen::default();
    for example in &rule.examples {
        let Ok(language) = engine.language_of(rule, example) else { continue };
        for text in example.text.split(NEXT_ARTICLE) {
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
    for list in engine.book().cues_of(rule) {
        for phrase in engine.book().cues().phrases_of(list) {
            entries.push(entry(phrase, phrase, seen.has(list, phrase)));
        }
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
        for list in engine.book().cues_of(rule) {
            let said = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
            let found = hits.of(list).iter().map(|hit| (list, said(text.slice(hit.start, hit.end))));
            self.phrases.extend(found);
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
}
