//! What is wrong with a rule, whatever its examples come to: it proves nothing, or part of it can never find anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pattern::{PatternFlaw, flaws as pattern_flaws};
use crate::analysis::{Analysis, CueId, CueMatcher};
use crate::document::{self, Article, Reading};
use crate::engine::Engine;
use crate::language::{Profile, Roles};
use crate::rules::{Expectation, Rule, RuleSetLanguages, WrittenAt};
use crate::text::Place;

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// It has no bad example.
    NoBadExample,
    /// Its scope names this role, and rules of its kind read no block that has it.
    UnreadRole(&'static str),
    /// Its scope leaves no block to read.
    ReadsNothing,
    /// This phrase is not found even where it stands by itself: folding leaves nothing of it in some language of the rule, or it is no
    /// text that a paragraph can hold.
    NeverFound(String),
    /// This phrase is replaced by itself, and no example shows the spelling that is meant.
    SwapsNothing(String),
    /// The first phrase is the second one, when both are folded, and they are replaced by different texts.
    SameReading(String, String),
    /// This control character stands in a pattern.
    Control(char),
    /// This pattern matches no prose.
    NeverMatches(String),
    /// This alternative of a pattern matches no prose.
    DeadAlternative(String),
}

/// What is wrong with one rule, and where in its file.
#[derive(Debug)]
pub struct RuleFlaw<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// Where it is written; the file alone, where the rule is built in.
    pub place: Place,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What is wrong with some rules of an engine, which were read to be proved.
#[must_use]
pub fn flaws_of_rules<'e>(engine: &'e Engine, rules: impl IntoIterator<Item = &'e Rule>) -> Vec<RuleFlaw<'e>> {
    let mut flaws = Vec::new();
    for rule in rules {
        // No example can show what only the engine finds, and there is nothing in such a rule to be dead.
        if rule.check().is_told_by_engine() {
            continue;
        }
        let mut add = |flaw: Flaw, text: &str| flaws.push(RuleFlaw { rule, place: place_of(rule, text), flaw });
        if !rule.examples.iter().any(|example| matches!(example.expectation, Expectation::Bad(_))) {
            add(Flaw::NoBadExample, "");
        }
        if let Some(written) = &rule.written_at {
            unread(rule, written).into_iter().for_each(|(flaw, text)| add(flaw, text));
        }
        for phrase in Dead::of(engine, rule).phrases() {
            add(Flaw::NeverFound(phrase.to_owned()), phrase);
        }
        for (flaw, phrase) in swaps(engine, rule) {
            add(flaw, &phrase);
        }
        for pattern in engine.book().patterns_of(rule) {
            for flaw in pattern_flaws(&pattern.text, pattern.sees) {
                let flaw = match flaw {
                    PatternFlaw::Control(c) => Flaw::Control(c),
                    PatternFlaw::Dead => Flaw::NeverMatches(pattern.text.clone()),
                    PatternFlaw::DeadAlternative(alternative) => Flaw::DeadAlternative(alternative),
                };
                add(flaw, &pattern.text);
            }
        }
    }
    flaws
}

/// Where a text of a rule stands; the rule, if the text is nowhere.
pub(super) fn place_of(rule: &Rule, text: &str) -> Place {
    match &rule.written_at {
        Some(written) if text.is_empty() => written.places.whole(),
        Some(written) => written.places.of(text),
        None => Place::file(&*rule.file),
    }
}

/// Roles in the scope that the rule cannot read, each with the text at fault.
fn unread(rule: &Rule, written: &WrittenAt) -> Vec<(Flaw, &'static str)> {
    let named = written.roles.iter().flatten().filter(|role| !written.kind_reads.has(**role));
    let mut flaws: Vec<(Flaw, &str)> = named.map(|role| (Flaw::UnreadRole(role.as_str()), role.as_str())).collect();
    if flaws.is_empty() && rule.reporting.scope.roles == Roles::of(&[]) {
        flaws.push((Flaw::ReadsNothing, "scope"));
    }
    flaws
}

/// The languages that a rule can find something in.
pub(super) fn languages_of(engine: &Engine, rule: &Rule) -> Vec<Arc<Profile>> {
    match &rule.languages {
        RuleSetLanguages::Tags(tags) => {
            tags.iter().filter_map(|tag| engine.languages().get(tag).ok().cloned()).collect()
        }
        RuleSetLanguages::All => {
            [engine.languages().undetermined()].into_iter().chain(engine.languages().all()).cloned().collect()
        }
    }
}

/// The phrases of a rule of which folding leaves nothing, and those that are not found even where they stand by themselves.
struct Dead<'e>(Vec<(CueId, &'e str)>);

impl<'e> Dead<'e> {
    fn of(engine: &'e Engine, rule: &'e Rule) -> Self {
        let cues = engine.book().cues();
        let of = |list: CueId| cues.phrases_of(list).map(move |phrase| (list, phrase));
        let mut left: Vec<(CueId, &str)> = engine.book().cues_of(rule).flat_map(of).collect();
        let languages = languages_of(engine, rule);
        // What one language drops when it folds, another may keep; but nobody means such a phrase.
        let vanishes = |phrase: &str| languages.iter().any(|profile| profile.folder.fold_phrase(phrase).is_empty());
        let vanishing: Vec<_> = left.extract_if(.., |(_, phrase)| vanishes(phrase)).collect();
        for profile in &languages {
            if left.is_empty() {
                break;
            }
            let matcher = engine.matcher_of([rule].into_iter(), profile);
            left.retain(|(list, phrase)| !is_found(engine, profile, &matcher, *list, phrase));
        }
        Self([vanishing, left].concat())
    }

    /// Each once, in order.
    fn phrases(&self) -> Vec<&'e str> {
        let mut phrases: Vec<&str> = Vec::new();
        for (_, phrase) in &self.0 {
            if !phrases.contains(phrase) {
                phrases.push(phrase);
            }
        }
        phrases
    }
}

/// Whether a phrase is found in an article that says nothing else, or has it between two numbers.
fn is_found(engine: &Engine, profile: &Arc<Profile>, matcher: &CueMatcher, list: CueId, phrase: &str) -> bool {
    let folded = profile.folder.fold_phrase(phrase);
    let is_in = |text: String| {
        let article = Article::new(text);
        let reading =
            Reading { language: Some(profile), allowed: &[], prose_keys: None, languages: engine.languages() };
        let document = document::parse(&article.source, article.format, &reading);
        let analysis = Analysis::new(&document, matcher);
        let (hits, text) = (analysis.hits().of(list), analysis.folded());
        hits.iter().any(|hit| text.slice(hit.start, hit.end).split_whitespace().eq(folded.split(' ')))
    };
    !folded.is_empty() && (is_in(phrase.to_owned()) || is_in(format!("1 {phrase} 2")))
}

/// Phrases that are replaced by themselves, or in two ways.
fn swaps(engine: &Engine, rule: &Rule) -> Vec<(Flaw, String)> {
    let mut flaws = Vec::new();
    let Some(profile) = languages_of(engine, rule).into_iter().next() else { return flaws };
    let mut known: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for (list, to) in rule.check().swaps() {
        let Some(phrase) = engine.book().cues().phrases_of(list).next() else { continue };
        let folded = profile.folder.fold_phrase(phrase);
        // It stands for all spellings that fold alike: whether some other is meant, an example has to show.
        if phrase.trim() == to && !marks(rule).any(|mark| profile.folder.fold_phrase(mark) == folded) {
            flaws.push((Flaw::SwapsNothing(phrase.to_owned()), phrase.to_owned()));
        }
        match known.get(&folded) {
            Some((first, instead)) if *instead != to => {
                flaws.push((Flaw::SameReading(phrase.to_owned(), (*first).to_owned()), phrase.to_owned()));
            }
            Some(_) => {}
            None => drop(known.insert(folded, (phrase, to))),
        }
    }
    flaws
}

/// What the bad examples of a rule mark.
fn marks(rule: &Rule) -> impl Iterator<Item = &str> {
    rule.examples
        .iter()
        .flat_map(|example| example.expectation.spans().iter().filter_map(|span| example.text.get(span.range())))
}
