//! Takes what a run of `copydesk try` finds, article by article, in place of a report.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use copydesk::diagnostic::Diagnostic;
use copydesk::engine::UNREADABLE;
use copydesk::report::{Human, Render as _, Reported, Reporter, Summary, in_context};
use copydesk::text::{Place, Problem, Span, stable_hash_of};

use super::draw::{CodeInLanguage, Draw, Drawn, Found, Identity};

/// Graphemes of its line that are shown on each side of a finding.
pub const REACH: usize = 220;

/// Takes findings of one rule set.
pub struct Collector {
    /// The name of the rule set.
    pub rule_set: Arc<str>,
    /// How findings are drawn.
    pub draw: Draw,
    /// What shows them on a terminal.
    pub human: Human,
    /// Findings that are looked for, whether they are drawn or not.
    pub looked_for: BTreeSet<Identity>,
    /// Where all goes.
    pub found: Rc<RefCell<Found>>,
}

impl Reporter for Collector {
    fn article(&mut self, _: &mut dyn io::Write, article: Reported<'_>, _: &[String]) -> io::Result<()> {
        let mut found = self.found.borrow_mut();
        found.articles += 1;
        for stretch in article.stretches {
            *found.words.entry(stretch.language.to_string()).or_default() += stretch.words;
        }
        let name = article.source.name_in_archive();
        let mut groups: BTreeMap<CodeInLanguage, Vec<(String, &Diagnostic)>> = BTreeMap::new();
        for finding in article.found.iter().filter(|finding| finding.rule_set == self.rule_set) {
            let of = (finding.code.full().to_owned(), language_at(article, finding.span));
            groups.entry(of).or_default().push((in_context(article.source, finding.span, REACH), finding));
        }
        for finding in article.found.iter().filter(|finding| finding.code.as_str() == UNREADABLE) {
            let at = article.source.file_position(finding.span.start);
            let place = Place::at_line(article.source.id.name(), at.line, at.column);
            found.unreadable.push(Problem::new(finding.message.plain(&self.human.ui.tag)).at(place));
        }
        let seed = self.draw.seed.to_string();
        for (of, of_group) in groups {
            let make = |text: &str, finding: &Diagnostic| self.drawn(&name, &of, article, text, finding);
            let mut numbered = Vec::new();
            for (text, finding) in of_group {
                if self.looked_for.contains(&(name.clone(), of.0.clone(), text.clone())) {
                    found.again.push(make(&text, finding));
                }
                let number = stable_hash_of([seed.as_str(), &of.0, &name, &text]);
                numbered.push((number, move || make(&text, finding)));
            }
            found.add(&of, numbered, self.draw);
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        let ui = &self.human.ui;
        let without_text = (summary.without_text > 0).then(|| ui.count("without-text", summary.without_text));
        self.found.borrow_mut().not_shown = without_text.into_iter().chain(summary.not_shown(ui)).collect();
        Ok(())
    }
}

impl Collector {
    fn drawn(&self, name: &str, of: &CodeInLanguage, article: Reported<'_>, text: &str, finding: &Diagnostic) -> Drawn {
        let ui = &self.human.ui;
        let alone = Reported { found: std::slice::from_ref(finding), ..article };
        Drawn {
            of: of.clone(),
            article: name.to_owned(),
            line: article.source.file_position(finding.span.start).line,
            message: finding.message.plain(&ui.tag),
            text: text.to_owned(),
            repair: finding.fix.as_ref().map(|fix| fix.title.plain(&ui.tag)).unwrap_or_default(),
            shown: self.human.render(alone).map(|shown| shown.concat()).unwrap_or_default(),
        }
    }
}

/// The tag of the language of the stretch in which a span begins; that of the article, where it is in none.
fn language_at(article: Reported<'_>, span: Span) -> String {
    let is_in = |whole: Span| whole.start <= span.start && span.start < whole.end;
    let stretch = article.stretches.iter().find(|stretch| is_in(stretch.at));
    stretch.map_or(article.language, |stretch| &stretch.language).to_owned()
}
