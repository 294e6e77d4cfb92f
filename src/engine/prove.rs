//! Runs the examples a rule carries. The ways to fail are named apart, because they call for different work.

use std::sync::Arc;

use super::{Engine, Pass, SecondPass as _, Wish};
use crate::diagnostic::Applicability;
use crate::document::{Article, Format};
use crate::kinds::Tally;
use crate::rules::{Example, Expectation, Rule, mark};
use crate::text::Span;

/// What running one example showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As the example says.
    Right,
    /// These marked spans were not found, and nothing was found elsewhere.
    Missed(Vec<Span>),
    /// These spans were found and are not marked, and nothing was missed.
    Noisy(Vec<Span>),
    /// Found, but not these spans: what was found instead.
    Misplaced(Vec<Span>),
    /// The fixes made this of the text.
    WrongFix(String),
    /// The example names a language that is not known.
    UnknownLanguage(String),
}

/// One example of one rule and its verdict.
#[derive(Debug)]
pub struct Proof<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The example.
    pub example: &'r Example,
    /// Number of the example among the bad, or among the good, of its rule, from 1.
    pub number: usize,
    /// What came of it.
    pub verdict: Verdict,
}

impl Proof<'_> {
    /// `rule-set::code::bad[2]`.
    #[must_use]
    pub fn name(&self) -> String {
        let word = if self.example.expectation == Expectation::Good { "good" } else { "bad" };
        format!("{}::{}::{word}[{}]", self.rule.reporting.rule_set, self.rule.reporting.code, self.number)
    }

    /// The verdict in words, with the text and marks around what was found or missed.
    #[must_use]
    pub fn describe(&self) -> String {
        let marked = |spans: &[Span]| mark(&self.example.text, spans);
        match &self.verdict {
            Verdict::Right => "right".to_owned(),
            Verdict::Missed(spans) => format!("missed: {}", marked(spans)),
            Verdict::Noisy(spans) => format!("noisy, found also: {}", marked(spans)),
            Verdict::Misplaced(spans) => format!("misplaced, found instead: {}", marked(spans)),
            Verdict::WrongFix(text) => format!("wrong fix, made: {text}"),
            Verdict::UnknownLanguage(tag) => format!("unknown language `{tag}`"),
        }
    }
}

/// Runs every example of every rule, each against its own rule set and code only. The engine must run all rules.
#[must_use]
pub fn prove(engine: &Engine) -> Vec<Proof<'_>> {
    prove_rules(engine, engine.rules())
}

/// Runs the examples of some rules of an engine.
#[must_use]
pub fn prove_rules<'e>(engine: &'e Engine, rules: impl IntoIterator<Item = &'e Rule>) -> Vec<Proof<'e>> {
    let mut proofs = Vec::new();
    for rule in rules {
        let (mut good, mut bad) = (0, 0);
        for example in &rule.examples {
            let number = if example.expectation == Expectation::Good { &mut good } else { &mut bad };
            *number += 1;
            proofs.push(Proof { rule, example, number: *number, verdict: run(engine, rule, example) });
        }
    }
    proofs
}

fn run(engine: &Engine, rule: &Rule, example: &Example) -> Verdict {
    let language = match example.language.as_deref().or_else(|| only_language(rule)) {
        Some(tag) => match engine.languages().get(tag) {
            Ok(profile) => Some(profile.clone()),
            Err(_) => return Verdict::UnknownLanguage(tag.to_owned()),
        },
        None => None,
    };
    let engine = engine.for_rule(rule, language);
    let article = Article { format: example.format, ..Article::new(example.text.as_str()) };
    let found = if engine.needs_tally() {
        found_in_run(&engine, &example.text, example.format)
    } else {
        engine.check(&article).findings.iter().map(|diagnostic| diagnostic.span).collect()
    };
    let wanted = match &example.expectation {
        Expectation::Bad(spans) => spans.as_slice(),
        Expectation::Good => &[],
    };
    let without =
        |all: &[Span], some: &[Span]| all.iter().filter(|span| !some.contains(span)).copied().collect::<Vec<_>>();
    let (missed, noisy) = (without(wanted, &found), without(&found, wanted));
    match (missed.is_empty(), noisy.is_empty()) {
        (false, true) => return Verdict::Missed(missed),
        (true, false) => return Verdict::Noisy(noisy),
        (false, false) => return Verdict::Misplaced(noisy),
        (true, true) => {}
    }
    if let Some(wanted) = &example.fixed {
        let outcome = engine.examine(&article, &Pass::default(), Wish::Repair(Applicability::Unsafe));
        let fixed = outcome.repair.map_or_else(|| example.text.clone(), |repair| repair.text);
        if fixed != *wanted {
            return Verdict::WrongFix(fixed);
        }
    }
    Verdict::Right
}

/// What stands between the articles of an example of a rule that needs several.
const NEXT_ARTICLE: &str = "\n---\n";

/// Checks an example as a run of several articles. The spans found are those of the example as a whole.
fn found_in_run(engine: &Engine, text: &str, format: Format) -> Vec<Span> {
    let mut tally = Tally::default();
    let mut start = 0;
    let mut articles = Vec::new();
    for text in text.split(NEXT_ARTICLE) {
        let article = Article { format, ..Article::new(text) };
        let checked = engine.first_pass(&article);
        tally.add(&checked.facts, &Arc::default());
        articles.push((start, article, checked));
        start += text.len() + NEXT_ARTICLE.len();
    }
    let weighing = engine.weigh(&tally);
    let mut found = Vec::new();
    for (start, article, mut checked) in articles {
        weighing.judge(&mut checked, Some(&article));
        let moved = |span: Span| Span::from_range(span.start as usize + start..span.end as usize + start);
        found.extend(checked.found.iter().map(|diagnostic| moved(diagnostic.span)));
    }
    found
}

fn only_language(rule: &Rule) -> Option<&str> {
    match &rule.languages {
        crate::rules::RuleSetLanguages::Tags(tags) => tags.first().filter(|_| tags.len() == 1).map(|tag| &**tag),
        crate::rules::RuleSetLanguages::All => None,
    }
}
