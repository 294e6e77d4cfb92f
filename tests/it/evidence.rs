//! No built-in rule speaks, at warning or error, unless it was measured on text that nobody had read, and was right.

use std::collections::BTreeSet;

use copydesk::diagnostic::Severity;
use copydesk::document::Article;
use copydesk::engine::Outcome;
use copydesk::rules::{Evidence, Expectation, RuleSetLanguages};

use super::support;

fn evidence() -> Evidence {
    let mut problems = Vec::new();
    let evidence = Evidence::read(&mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    evidence
}

#[test]
fn the_figures_add_up() {
    let engine = support::engine_of_all();
    for row in evidence().measured {
        let name = format!("{} [{}]", row.code, row.language);
        assert_eq!(row.right + row.wrong + row.debatable, row.read, "{name}: read");
        assert!(row.read <= row.findings, "{name}: more was read than found");
        assert_eq!(row.half, "verify", "{name}: rules may be written from the other half");
        assert!(engine.rules().iter().any(|rule| rule.reporting.code.is(&row.code)), "{name}: no such code");
        assert!(row.language == "*" || support::languages().get(&row.language).is_ok(), "{name}: no such language");
        let digits: Vec<usize> = row.date.split('-').map(str::len).collect();
        assert_eq!(digits, [4, 2, 2], "{name}: a date is year-month-day");
    }
}

/// The rule for what may speak is written out here a second time, on purpose.
#[test]
fn nothing_speaks_without_evidence() {
    let engine = support::engine_of_all();
    let evidence = evidence();
    let mut unproven = BTreeSet::new();
    let mut spoke = 0;
    for rule in engine.rules().iter().filter(|rule| rule.on_by_default) {
        let own = match &rule.languages {
            RuleSetLanguages::Tags(tags) => tags.first().map(|tag| &**tag),
            RuleSetLanguages::All => None,
        };
        for example in rule.examples.iter().filter(|example| example.expectation != Expectation::Good) {
            let article = Article { format: example.format, ..Article::new(example.text.as_str()) };
            let engine = support::engine_for(example.language.as_deref().or(own).unwrap_or("en"));
            let Outcome { findings: found, language, .. } = engine.check(&article);
            for finding in found.iter().filter(|found| found.severity > Severity::Info) {
                spoke += 1;
                let may = evidence.not_judged(&finding.code).is_some()
                    || evidence.of(&finding.code, &language.tag).is_some_and(|row| {
                        let judged = row.right + row.wrong;
                        judged >= 25 && f64::from(row.right) / f64::from(judged) >= 0.95
                            || row.wrong == 0 && row.read == row.findings && row.words >= 1_000_000
                    });
                if !may {
                    unproven.insert(format!("{} [{}]", finding.code, language.tag));
                }
            }
        }
    }
    assert!(spoke > 0, "some rule speaks");
    assert!(unproven.is_empty(), "these speak without evidence: {unproven:#?}");
}
