//! What several articles say together: their names collected, and the second pass of a run.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{Checked, Engine};
use crate::analysis::{Analysis, CueMatcher};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Article};
use crate::kinds::collector::{Collecting, SharedCollector};
use crate::kinds::{CheckInput, Context, Facts, FactsKey, Judge, NameWords, Seen, Tally, shared_collectors};
use crate::language::Profile;
use crate::rules::Rule;

impl Engine {
    /// Collects from one article what a saved tally holds, and checks nothing.
    #[must_use]
    pub fn survey(&self, article: &Article) -> Facts {
        let document = document::parse(&article.source, article.format, &self.reading());
        let no_cues = CueMatcher::default();
        let analysis = Analysis::new(&document, &no_cues);
        let mut facts = Facts::of(&document.language.tag, document.content());
        let names = self.program(&document.language).and_then(|program| program.names.as_ref());
        self.collect(&shared_collectors(), &CheckInput::new(&analysis), names, &mut facts);
        facts
    }

    /// Collects what the other articles of a run need to know of one, and checks nothing.
    #[must_use]
    pub fn facts(&self, article: &Article) -> Facts {
        let document = document::parse(&article.source, article.format, &self.reading());
        let mut facts = Facts::of(&document.language.tag, document.content());
        let Some(program) = self.program(&document.language) else { return facts };
        let analysis = Analysis::new(&document, self.matcher(program, &document.language));
        let input = CheckInput::new(&analysis);
        let mut nothing = Vec::new();
        let rules = program.rules.iter().filter_map(|&index| self.rules().get(index));
        for rule in rules.filter(|rule| rule.applies_to(&document.metadata, &document.language)) {
            let own = rule.check().archive().and_then(|archive| archive.own());
            if let Some(collector) = own.filter(|own| own.is_summed()) {
                let collected = collector.collect(&Context::new(&input, &rule.reporting, &mut nothing));
                facts.add(FactsKey::Rule(rule.reporting.key), collected);
            }
        }
        self.collect(&program.shared, &input, program.names.as_ref(), &mut facts);
        facts
    }

    /// Adds what shared collectors find in an article to its facts.
    pub(super) fn collect(
        &self,
        shared: &[&dyn SharedCollector],
        input: &CheckInput<'_>,
        names: Option<&Arc<NameWords>>,
        facts: &mut Facts,
    ) {
        for collector in shared {
            facts.add(FactsKey::Shared(collector.name()), collector.collect(&Collecting { input, names }));
        }
        facts.shrink();
    }

    /// The cues of some rules for articles in a language.
    pub(super) fn matcher_of<'r>(&self, rules: impl Iterator<Item = &'r Rule>, profile: &Profile) -> CueMatcher {
        let cues: Vec<_> = rules.flat_map(|rule| self.book.cues_of(rule)).collect();
        self.book.cues().matcher(&cues, profile)
    }

    /// Prepares the second pass, when all articles are in the tally.
    #[must_use]
    pub fn weigh<'t>(&'t self, tally: &'t Tally) -> Weighing<'t> {
        let tags = self.programs.keys().map(|tag| (&**tag, OnceLock::new())).collect();
        Weighing { engine: self, tally, judges: tags }
    }
}

/// The second pass over the articles of a run.
pub struct Weighing<'t> {
    engine: &'t Engine,
    tally: &'t Tally,
    /// By language; made when its first article comes.
    judges: BTreeMap<&'t str, OnceLock<Judges<'t>>>,
}

/// Judges with the indices of their rules.
type Judges<'t> = Vec<(usize, Box<dyn Judge + 't>)>;

impl fmt::Debug for Weighing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Weighing").field("articles", &self.tally.articles()).finish_non_exhaustive()
    }
}

/// What judges an article against all articles of a run.
pub trait SecondPass: fmt::Debug + Sync {
    /// Whether the article has to be read again to be judged.
    fn asks_for_text(&self, checked: &Checked) -> bool;

    /// Adds to `checked` what is found in its article in the light of all. `article` is the article, where it is at hand: what
    /// can only be seen in its text is looked for there.
    fn judge(&self, checked: &mut Checked, article: Option<&Article>);
}

impl SecondPass for Weighing<'_> {
    fn asks_for_text(&self, checked: &Checked) -> bool {
        self.judges_of(&checked.language).iter().any(|(_, judge)| judge.asks_for_text(&checked.facts))
    }

    fn judge(&self, checked: &mut Checked, article: Option<&Article>) {
        let engine = self.engine;
        let language = Arc::clone(&checked.language);
        let Some(program) = engine.program(&language) else { return };
        let mut later = Vec::new();
        // What is seen in the text is known to those that judge by facts alone, and what one of these finds to the next.
        if let Some(article) = article.filter(|_| self.asks_for_text(checked)) {
            self.read(checked, article, &mut later);
            self.replace(checked, &mut later);
            checked.found.append(&mut later);
        }
        for (index, judge) in self.judges_of(&language) {
            let Some(rule) = engine.rules().get(*index) else { continue };
            let found = judge.judge(&checked.facts, &checked.found);
            later.extend(found.into_iter().map(|finding| rule.reporting.archive_diagnostic(finding)));
            program.hold_back(*index, Some(&mut later));
            checked.found.append(&mut later);
        }
        engine.settle(&mut checked.found);
    }
}

impl<'t> Weighing<'t> {
    fn judges_of(&self, profile: &Profile) -> &Judges<'t> {
        static NONE: Judges<'static> = Vec::new();
        let judges = self.judges.get(&*profile.tag);
        judges.map_or(&NONE, |judges| judges.get_or_init(|| self.judges_for(profile)))
    }

    /// Looks at the text of an article with the judges that ask for it.
    fn read(&self, checked: &Checked, article: &Article, later: &mut Vec<Diagnostic>) {
        let document = document::parse(&article.source, article.format, &self.engine.reading());
        let Some(program) = self.engine.program(&document.language) else { return };
        let judges = self.judges_of(&document.language);
        let rules = || judges.iter().filter_map(|(index, _)| self.engine.rules().get(*index));
        let matcher = program.again.get_or_init(|| self.engine.matcher_of(rules(), &document.language));
        let analysis = Analysis::new(&document, matcher);
        let input = CheckInput::new(&analysis);
        for (index, judge) in judges {
            let Some(rule) = self.engine.rules().get(*index).filter(|_| judge.asks_for_text(&checked.facts)) else {
                continue;
            };
            let before = later.len();
            judge.read(&mut Context::new(&input, &rule.reporting, later), &checked.facts, &checked.found);
            program.hold_back(*index, later.get_mut(before..));
        }
    }

    /// Of two findings in one place, of which the later may stand for the earlier, leaves the more severe one, else the later.
    fn replace(&self, checked: &mut Checked, later: &mut Vec<Diagnostic>) {
        let judges = self.judges_of(&checked.language);
        let is_replaced = |earlier: &Diagnostic| judges.iter().any(|(_, judge)| judge.replaces(&earlier.code));
        let earlier: Vec<_> = checked.found.iter().filter(|found| is_replaced(found)).collect();
        later.retain(|new| !earlier.iter().any(|old| new.span.overlaps(old.span) && old.severity > new.severity));
        checked.found.retain(|old| !is_replaced(old) || !later.iter().any(|new| new.span.overlaps(old.span)));
    }

    fn judges_for(&self, profile: &Profile) -> Judges<'t> {
        let Some(program) = self.engine.program(profile) else { return Vec::new() };
        let checks = self.engine.book.checks_for(&profile.tag);
        let of = |index: &usize| {
            let rule = self.engine.rules().get(*index)?;
            let seen = Seen {
                tally: self.tally,
                rule: rule.reporting.key,
                profile: self.engine.languages.get(&profile.tag).ok()?,
            };
            Some((*index, rule.check().archive()?.weigh(seen, &checks)))
        };
        program.rules.iter().filter_map(of).collect()
    }
}
