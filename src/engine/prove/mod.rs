//! Runs the examples a rule carries: against the rule alone, and among all rules in force, where another may take its finding. The ways
//! to fail are named apart, because they call for different work.

mod coverage;
mod flaws;
mod pattern;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Engine, Pass, SecondPass as _, Wish};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::document::{Article, Format};
use crate::kinds::Tally;
use crate::language::Profile;
use crate::rules::{Example, Expectation, Rule, RuleSetLanguages};
use crate::text::Span;

pub use coverage::{Coverage, Entry, coverage_of_rules};
pub use flaws::{Flaw, RuleFlaw, flaws_of_rules};

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
    /// Found by the rule alone, but not among all rules in force: these spans, and the code that is reported in their place, if there
    /// is one.
    Stolen(Vec<Span>, Option<Code>),
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
    /// In a good example: what other rules of the same rule set find in it, unless an example of theirs has the same text and says so.
    pub others: Vec<(Span, Code)>,
}

impl Proof<'_> {
    /// `rule-set::code::bad[2]`.
    #[must_use]
    pub fn name(&self) -> String {
        let (code, example) = (self.rule.reporting.code.full(), self.example_name());
        format!("{}::{code}::{example}", self.rule.reporting.rule_set)
    }

    /// `code bad[2]`, for those who see the file beside it.
    #[must_use]
    pub fn short_name(&self) -> String {
        format!("{} {}", self.rule.reporting.code.full(), self.example_name())
    }

    fn example_name(&self) -> String {
        let word = if self.example.expectation == Expectation::Good { "good" } else { "bad" };
        format!("{word}[{}]", self.number)
    }
}

/// Runs every example of every rule. The engine must know all rules.
#[must_use]
pub fn prove(engine: &Engine) -> Vec<Proof<'_>> {
    prove_rules(engine, engine.rules())
}

/// Runs the examples of some rules of an engine.
#[must_use]
pub fn prove_rules<'e>(engine: &'e Engine, rules: impl IntoIterator<Item = &'e Rule>) -> Vec<Proof<'e>> {
    let rules: Vec<(usize, &Rule)> =
        rules.into_iter().filter_map(|rule| Some((engine.index_of(rule)?, rule))).collect();
    let asked = rules.iter().map(|(index, _)| *index).collect();
    let mut company = Company { engine, asked, engines: BTreeMap::new() };
    let mut proofs = Vec::new();
    for (index, rule) in rules {
        let (mut good, mut bad) = (0, 0);
        for example in &rule.examples {
            let number = if example.expectation == Expectation::Good { &mut good } else { &mut bad };
            *number += 1;
            let (verdict, others) = run(&mut company, (index, rule), example);
            proofs.push(Proof { rule, example, number: *number, verdict, others });
        }
    }
    proofs
}

impl Engine {
    /// The index of a rule of this engine.
    fn index_of(&self, rule: &Rule) -> Option<usize> {
        self.rules().iter().position(|known| std::ptr::eq(known, rule))
    }

    /// The language that an example is in; nothing if that is to be detected.
    ///
    /// # Errors
    /// The tag, if no such language is known.
    fn language_of(&self, rule: &Rule, example: &Example) -> Result<Option<Arc<Profile>>, String> {
        let tag = example.language.as_deref().or_else(|| only_language(rule));
        tag.map(|tag| self.languages().get(tag).cloned().map_err(|_| tag.to_owned())).transpose()
    }
}

/// The rules in force, with which those that are proved have to get along.
struct Company<'e> {
    engine: &'e Engine,
    /// The rules that are proved.
    asked: BTreeSet<usize>,
    /// Engines that run all of them, by the language of the articles.
    engines: BTreeMap<Option<Arc<str>>, Engine>,
}

impl Company<'_> {
    /// What all rules find in an example of one of them.
    fn found(&mut self, rule: &Rule, example: &Example, language: Option<&Arc<Profile>>) -> Vec<Diagnostic> {
        let tag = language.map(|language| Arc::clone(&language.tag));
        let (engine, asked) = (self.engine, &self.asked);
        let all = self.engines.entry(tag).or_insert_with(|| engine.with_rules(asked.clone(), language.cloned()));
        found_in(all, rule, example)
    }

    /// What a rule finds among the rules in force alone: others that are proved with it may be off.
    fn found_beside_selected(
        &self,
        (index, rule): (usize, &Rule),
        example: &Example,
        language: Option<&Arc<Profile>>,
    ) -> Vec<Diagnostic> {
        found_in(&self.engine.with_rules(BTreeSet::from([index]), language.cloned()), rule, example)
    }
}

fn run(company: &mut Company<'_>, (index, rule): (usize, &Rule), example: &Example) -> (Verdict, Vec<(Span, Code)>) {
    let language = match company.engine.language_of(rule, example) {
        Ok(language) => language,
        Err(tag) => return (Verdict::UnknownLanguage(tag), Vec::new()),
    };
    let verdict = run_alone(&company.engine.for_rule(index, language.clone()), rule, example);
    if verdict != Verdict::Right {
        return (verdict, Vec::new());
    }
    let found = company.found(rule, example, language.as_ref());
    match &example.expectation {
        Expectation::Bad(wanted) => {
            let stolen = |found: &[Diagnostic]| {
                let is_kept = |span: &&Span| !found.iter().any(|other| other.span == **span && is_own(rule, other));
                wanted.iter().filter(is_kept).copied().collect::<Vec<Span>>()
            };
            if stolen(&found).is_empty() {
                return (Verdict::Right, Vec::new());
            }
            let found = company.found_beside_selected((index, rule), example, language.as_ref());
            let stolen = stolen(&found);
            let takes =
                |other: &&Diagnostic| !is_own(rule, other) && stolen.iter().any(|span| span.overlaps(other.span));
            // Of several findings there, one of the same code in the same place is the one that is told instead.
            let same =
                |other: &&&Diagnostic| stolen.contains(&other.span) && other.code.is(rule.reporting.code.as_str());
            let takers: Vec<&Diagnostic> = found.iter().filter(takes).collect();
            let thief = takers.iter().find(same).or(takers.first()).map(|other| other.code.clone());
            (if stolen.is_empty() { Verdict::Right } else { Verdict::Stolen(stolen, thief) }, Vec::new())
        }
        Expectation::Good => {
            let in_force = |code: &Code| company.engine.looks_for(code.as_str(), true);
            let others = found.into_iter().filter(|other| {
                let is_other = other.rule_set == rule.reporting.rule_set && !is_own(rule, other);
                is_other && in_force(&other.code) && !is_meant(company.engine, other, example)
            });
            (Verdict::Right, others.map(|other| (other.span, other.code)).collect())
        }
    }
}

/// Whether a finding is reported as one of a rule: under its code, by whichever of the rules that have it.
fn is_own(rule: &Rule, finding: &Diagnostic) -> bool {
    finding.code.full() == rule.reporting.code.full()
}

/// Whether an example of the rule that made a finding has the text of this one, and marks the same place.
fn is_meant(engine: &Engine, finding: &Diagnostic, example: &Example) -> bool {
    let rules = engine.rules().iter().filter(|rule| is_own(rule, finding));
    rules
        .flat_map(|rule| &rule.examples)
        .any(|other| other.text == example.text && other.expectation.spans().contains(&finding.span))
}

/// Runs an example on an engine that runs its rule alone.
fn run_alone(engine: &Engine, rule: &Rule, example: &Example) -> Verdict {
    let found: Vec<Span> = found_in(engine, rule, example).into_iter().map(|diagnostic| diagnostic.span).collect();
    let wanted = example.expectation.spans();
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
        let article = article_of(&example.text, example.format);
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

/// The articles of an example: several, if its rule needs them.
fn articles_of<'e>(rule: &Rule, example: &'e Example) -> Vec<&'e str> {
    match rule.check().archive() {
        Some(_) => example.text.split(NEXT_ARTICLE).collect(),
        // The same line may end front matter.
        None => vec![&example.text],
    }
}

fn article_of(text: &str, format: Format) -> Article {
    Article { format, ..Article::new(text) }
}

/// What an engine finds in an example of a rule; in a run of several articles, if the rule needs several. The spans are those of the
/// example as a whole.
fn found_in(engine: &Engine, rule: &Rule, example: &Example) -> Vec<Diagnostic> {
    if rule.check().archive().is_none() {
        return engine.check(&article_of(&example.text, example.format)).findings;
    }
    let mut tally = Tally::default();
    let mut start = 0;
    let mut articles = Vec::new();
    for text in articles_of(rule, example) {
        let article = article_of(text, example.format);
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
        found.extend(checked.found.into_iter().map(|found| Diagnostic { span: moved(found.span), ..found }));
    }
    found
}

fn only_language(rule: &Rule) -> Option<&str> {
    match &rule.languages {
        RuleSetLanguages::Tags(tags) => tags.first().filter(|_| tags.len() == 1).map(|tag| &**tag),
        RuleSetLanguages::All => None,
    }
}
