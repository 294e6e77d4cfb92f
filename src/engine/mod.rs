//! Documents and settings in, diagnostics out. No input or output, no clock; threads are made by those who ask.

mod add_ignores;
mod archive;
pub mod baseline;
mod names;
mod one_cause;
mod outcome;
mod pass;
mod prove;
mod repair;
mod request;
mod sentences;
mod sources;
mod stretch;
mod suppress;
mod unreadable;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::analysis::{Analysis, CueMatcher};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{self, Article, Document, Metadata, Reading};
use crate::kinds::collector::SharedCollector;
use crate::kinds::{CheckInput, Context, Facts, FactsKey, NameWords, Precedence, words_of};
use crate::language::{Languages, Profile};
use crate::rules::{Allowance, Rule, RuleBook, RuleSetLanguages};
use crate::text::{Cause, Fault, Span};
use crate::threads;

pub use crate::config::{Policy, Selection};
pub use add_ignores::{AddedIgnores, CannotIgnore};
pub use archive::{SecondPass, Weighing};
pub use baseline::Baseline;
pub use outcome::{Hidden, Outcome, Repair, Wish};
pub use pass::Pass;
pub use prove::{
    Coverage, Entry, Flaw, Proof, RuleFlaw, Verdict, coverage_of_rules, flaws_of_rules, prove, prove_rules,
};
pub use repair::applied;
pub use sources::{ArticleSources, Certainty, Quoted, Standing, VAGUE, Words};
pub use stretch::Stretch;
pub use suppress::{Suppressed, Suppressions, articles_may_ignore};
pub use unreadable::UNREADABLE;

/// The rules of one language, ready to run.
#[derive(Debug)]
struct Program {
    /// Indices into the rule book.
    rules: Vec<usize>,
    /// Whether one of them judges an article by the others.
    is_judged: bool,
    /// Those of them, in order, that no evidence lets speak in this language: their findings are hints.
    hints: Vec<usize>,
    /// What several of the rules need of all articles.
    shared: Vec<&'static dyn SharedCollector>,
    /// What the first rule for names in the language knows of them, whether it runs or not.
    names: Option<Arc<NameWords>>,
    /// The cues of the rules; made when the first text comes that no earlier run knows.
    matcher: OnceLock<CueMatcher>,
    /// The cues of the rules with a second pass alone, for texts that are read again in it; made when the first such text comes.
    again: OnceLock<CueMatcher>,
}

impl Program {
    /// Makes findings of the rule with this index hints, if it may not speak. A policy that names the code has the last word.
    fn hold_back(&self, index: usize, found: Option<&mut [Diagnostic]>) {
        if self.hints.binary_search(&index).is_ok() {
            found.into_iter().flatten().for_each(|diagnostic| diagnostic.severity = Severity::Info);
        }
    }
}

/// What the first pass over an article gave.
#[derive(Debug)]
pub struct Checked {
    /// The findings, sorted by place, then code.
    pub found: Vec<Diagnostic>,
    /// The article's language.
    pub language: Arc<Profile>,
    /// What the second pass needs of it; empty if no rule needs one.
    pub facts: Facts,
    /// The silence the article asks for, until [`Engine::suppress`] grants it.
    pub suppressions: Suppressions,
    /// How many findings were silenced.
    pub suppressed: Suppressed,
    /// What it consists of, if the policy asks for that.
    pub stretches: Vec<Stretch>,
}

/// Rules asked for by their indices, selected or not.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    /// None: what is selected runs.
    Nothing,
    /// This one alone runs.
    Only(usize),
    /// These run, and what is selected.
    Also(BTreeSet<usize>),
}

/// Checks articles by one set of rules and one policy. Shared between threads; what a language needs is prepared when
/// its first article comes.
#[derive(Debug)]
pub struct Engine {
    languages: Arc<Languages>,
    book: Arc<RuleBook>,
    policy: Policy,
    /// The rules that run besides those that are selected, or instead, while examples are proved.
    asked: Asked,
    programs: BTreeMap<Arc<str>, OnceLock<Program>>,
}

impl Engine {
    /// An engine over a rule book.
    #[must_use]
    pub fn new(languages: Arc<Languages>, book: Arc<RuleBook>, policy: Policy) -> Self {
        let tags = languages.all().iter().chain([languages.undetermined()]).map(|profile| Arc::clone(&profile.tag));
        let programs = tags.map(|tag| (tag, OnceLock::new())).collect();
        Self { languages, book, policy, asked: Asked::Nothing, programs }
    }

    /// What is decided besides the rules.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// An engine over the same rules that goes by another policy.
    #[must_use]
    pub fn with_policy(&self, policy: Policy) -> Self {
        Self::new(Arc::clone(&self.languages), Arc::clone(&self.book), policy)
    }

    /// An engine that runs one rule of this one, selected or not, on articles in `language` (detected, if nothing).
    fn for_rule(&self, index: usize, language: Option<Arc<Profile>>) -> Self {
        let policy = Policy { language, ..Policy::default() };
        Self { asked: Asked::Only(index), ..self.with_policy(policy) }
    }

    /// An engine that runs some rules of this one, selected or not, among those that are selected, on articles in `language`
    /// (detected, if nothing).
    fn with_rules(&self, indices: BTreeSet<usize>, language: Option<Arc<Profile>>) -> Self {
        let policy = Policy { language, ..self.policy.clone() };
        Self { asked: Asked::Also(indices), ..self.with_policy(policy) }
    }

    /// Whether the rule with an index runs, if it is `selected` or not.
    fn is_asked(&self, index: usize, selected: impl FnOnce() -> bool) -> bool {
        match &self.asked {
            Asked::Nothing => selected(),
            Asked::Only(only) => *only == index,
            Asked::Also(also) => also.contains(&index) || selected(),
        }
    }

    /// The rules known, selected or not.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        self.book.rules()
    }

    /// The rules with their cue lists.
    #[must_use]
    pub fn book(&self) -> &RuleBook {
        &self.book
    }

    /// The languages known.
    #[must_use]
    pub fn languages(&self) -> &Arc<Languages> {
        &self.languages
    }

    /// Whether a rule runs under this policy, in some language.
    #[must_use]
    pub fn runs(&self, rule: &Rule) -> bool {
        match &rule.languages {
            RuleSetLanguages::All => self.runs_unless(rule, false),
            RuleSetLanguages::Tags(tags) => tags.iter().any(|tag| self.runs_in(rule, tag)),
        }
    }

    /// Whether a rule runs under this policy in articles in the language with this tag, one of its own.
    #[must_use]
    pub fn runs_in(&self, rule: &Rule, tag: &str) -> bool {
        self.runs_unless(rule, rule.allowance(tag) == Allowance::Silent)
    }

    fn runs_unless(&self, rule: &Rule, is_silent: bool) -> bool {
        let (selection, code) = (&self.policy.selection, &rule.reporting.code);
        if rule.check().is_always_on() {
            selection.leaves_on(code)
        } else {
            selection.includes(code, rule.on_by_default && !is_silent)
        }
    }

    /// Whether findings of a code are looked for, in articles of any language; `judged` says whether there is a second pass.
    #[must_use]
    pub fn looks_for(&self, code: &str, judged: bool) -> bool {
        let of_code = self.rules().iter().filter(|rule| rule.reporting.code.as_str() == code);
        of_code.into_iter().any(|rule| self.runs(rule) && (judged || rule.check().archive().is_none()))
    }

    /// The severity findings of a rule's code get, if the rule itself says `own`.
    #[must_use]
    pub fn severity(&self, code: &crate::diagnostic::Code, own: Severity) -> Severity {
        let severities = &self.policy.severity;
        code.selectors().find_map(|selector| severities.get(selector)).copied().unwrap_or(own)
    }

    fn program(&self, profile: &Profile) -> Option<&Program> {
        let program = self.programs.get(&profile.tag)?;
        Some(program.get_or_init(|| {
            let applies = |&(index, rule): &(usize, &Rule)| {
                rule.languages.include(&profile.tag) && self.is_asked(index, || self.runs_in(rule, &profile.tag))
            };
            let rules: Vec<usize> =
                self.book.rules().iter().enumerate().filter(applies).map(|(index, _)| index).collect();
            let mut shared: Vec<&'static dyn SharedCollector> = Vec::new();
            let archives = || rules.iter().filter_map(|&index| self.book.rules().get(index)?.check().archive());
            for collector in archives().flat_map(|archive| archive.shared()) {
                if shared.iter().all(|known| known.name() != collector.name()) {
                    shared.push(*collector);
                }
            }
            let is_hint = |index: &usize| {
                self.book.rules().get(*index).is_some_and(|rule| rule.allowance(&profile.tag) != Allowance::Speaks)
            };
            let hints = rules.iter().copied().filter(is_hint).collect();
            let is_judged = archives().next().is_some();
            let names = words_of(&self.book.checks_for(&profile.tag)).map(Arc::clone);
            Program { rules, is_judged, hints, shared, names, matcher: OnceLock::new(), again: OnceLock::new() }
        }))
    }

    /// The cues of a program's rules, which are for this language.
    fn matcher<'p>(&self, program: &'p Program, profile: &Profile) -> &'p CueMatcher {
        let rules = || program.rules.iter().filter_map(|&index| self.book.rules().get(index));
        program.matcher.get_or_init(|| self.matcher_of(rules(), profile))
    }

    /// Prepares what articles in the language with this tag need, in two threads; otherwise that is done when the first of them
    /// comes. Not for a thread that checks articles: while it waits it would take up the next one.
    pub fn prepare(&self, tag: &str) {
        let Ok(profile) = self.languages.get(tag) else { return };
        let checks = self.rules().iter().filter(|rule| rule.languages.include(tag) && self.runs_in(rule, tag));
        let prepare = || checks.into_iter().for_each(|rule| rule.check().prepare(profile));
        threads::join(|| self.program(profile).map(|program| self.matcher(program, profile)), prepare);
    }

    /// Whether some rule that runs needs to know all articles of the run: then each article's facts are to be added
    /// to a tally, and [`SecondPass::judge`] asked about each when all are in.
    #[must_use]
    pub fn needs_tally(&self) -> bool {
        let runs = |(index, rule): (usize, &Rule)| self.is_asked(index, || self.runs(rule));
        self.rules().iter().enumerate().any(|(index, rule)| rule.check().archive().is_some() && runs((index, rule)))
    }

    /// Whether one of the rules that need to know all articles of the run was asked for: then those that are not spoken of
    /// are read for it as well.
    #[must_use]
    pub fn needs_all(&self) -> bool {
        self.rules().iter().any(|rule| rule.check().archive().is_some() && !rule.on_by_default && self.runs(rule))
    }

    /// Checks one article by itself.
    #[must_use]
    pub fn check(&self, article: &Article) -> Outcome {
        self.examine(article, &Pass::default(), Wish::Check)
    }

    /// Checks one article and remembers what the second pass needs of it. Nothing is suppressed yet.
    #[must_use]
    pub fn first_pass(&self, article: &Article) -> Checked {
        self.check_document(&document::parse(&article.source, article.format, &self.reading()))
    }

    /// How articles are read under this policy.
    #[must_use]
    pub fn reading(&self) -> Reading<'_> {
        Reading {
            languages: &self.languages,
            language: self.policy.language.as_ref(),
            allowed: &self.policy.languages,
            prose_keys: self.policy.prose_keys.as_deref(),
        }
    }

    fn check_document(&self, document: &Document<'_>) -> Checked {
        let mut found = Vec::new();
        let program = self.program(&document.language);
        // Only the other articles of a run ask what tells this one from them.
        let content = program.filter(|program| program.is_judged).map_or(0, |_| document.content());
        let mut facts = Facts::of(&document.language.tag, content);
        if let Some(program) = program {
            let analysis = Analysis::new(document, self.matcher(program, &document.language));
            let input = CheckInput::new(&analysis);
            // What the house decided, and the findings that say nothing where it did.
            let (mut decided, mut yielding) = (Vec::new(), Vec::new());
            for &index in &program.rules {
                let rule = self.book.rules().get(index);
                let Some(rule) = rule.filter(|rule| rule.applies_to(&document.metadata, &document.language)) else {
                    continue;
                };
                let before = found.len();
                let mut cx = Context::new(&input, &rule.reporting, &mut found);
                rule.check().check(&mut cx);
                if let Some(collector) = rule.check().archive().and_then(|archive| archive.own()) {
                    facts.add(FactsKey::Rule(rule.reporting.key), collector.collect(&cx));
                }
                program.hold_back(index, found.get_mut(before..));
                let those = before..found.len();
                match rule.check().precedence() {
                    Precedence::Decides => {
                        decided.extend(found.iter().skip(before).map(|finding: &Diagnostic| finding.span));
                    }
                    Precedence::Yields => yielding.push(those),
                    Precedence::None => {}
                }
            }
            yield_to(&mut found, &yielding, &decided);
            self.collect(&program.shared, &input, program.names.as_ref(), &mut facts);
        }
        for passage in &document.passages {
            self.check_passage(passage, &document.metadata, &mut found);
        }
        if let Some((reason, at)) = &document.fault {
            let at = *at as usize;
            let fault = Fault::new(Cause::FrontMatter, "reason", reason.as_str(), at..at + 1);
            found.extend(self.fault_found(document.source, &fault));
        }
        self.settle(&mut found);
        let suppressions = Suppressions::of(document, self);
        Checked {
            found,
            language: Arc::clone(&document.language),
            facts,
            suppressions,
            suppressed: Suppressed::default(),
            stretches: if self.policy.measures { Stretch::all_of(document) } else { Vec::new() },
        }
    }

    /// Looks at what of an article that says `metadata` about itself is in another language, by those rules of that language that need no more than a passage.
    fn check_passage(&self, passage: &Document<'_>, metadata: &Metadata<'_>, found: &mut Vec<Diagnostic>) {
        let Some(program) = self.program(&passage.language) else { return };
        let analysis = Analysis::new(passage, self.matcher(program, &passage.language));
        let input = CheckInput::new(&analysis);
        let rules = program.rules.iter().filter_map(|&index| Some((index, self.book.rules().get(index)?)));
        let reads = |rule: &Rule| rule.check().reads_passages() && rule.applies_to(metadata, &passage.language);
        for (index, rule) in rules.filter(|(_, rule)| reads(rule)) {
            let before = found.len();
            rule.check().check(&mut Context::new(&input, &rule.reporting, found));
            program.hold_back(index, found.get_mut(before..));
        }
    }

    /// Gives findings their severities and their order.
    fn settle(&self, found: &mut Vec<Diagnostic>) {
        for diagnostic in found.iter_mut() {
            // A milder severity that the check chose for this finding stays unless the policy speaks of the code.
            diagnostic.severity = self.severity(&diagnostic.code, diagnostic.severity);
        }
        found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        // Several rules may stand behind one code; what two of them find in one place is one finding.
        found.dedup_by(|a, b| a.span == b.span && a.code.as_str() == b.code.as_str());
    }
}
/// Takes out those of the findings in the ranges `yielding` that touch a place in `decided`: one place has one answer.
fn yield_to(found: &mut Vec<Diagnostic>, yielding: &[Range<usize>], decided: &[Span]) {
    if decided.is_empty() || yielding.is_empty() {
        return;
    }
    let mut index = 0;
    found.retain(|finding| {
        let yields = yielding.iter().any(|range| range.contains(&index));
        index += 1;
        let touches = |span: &Span| span.overlaps(finding.span);
        !(yields && decided.iter().any(touches))
    });
}
