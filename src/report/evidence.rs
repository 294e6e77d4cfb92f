//! What was measured of built-in rules, in a sentence.

use std::collections::{BTreeMap, BTreeSet};

use super::Ui;
use crate::diagnostic::localised;
use crate::rules::{EVERY_LANGUAGE, Evidence, Measured, Rule, RuleBook};

/// The figures of all languages in a sentence; `None` for rules of a newsroom's own of which nothing was measured.
#[must_use]
pub fn evidence_in_short(rules: &[&Rule], book: &RuleBook, ui: &Ui) -> Option<String> {
    let evidence = Evidence::of_rules(rules, book);
    let built_in: Vec<&Rule> = rules.iter().copied().filter(|rule| rule.is_built_in).collect();
    let is_own = built_in.is_empty();
    let rules = if is_own { rules.to_vec() } else { built_in };
    if let Some(exempt) = evidence.not_judged(&rules.first()?.reporting.code) {
        return Some(ui.fill("evidence-not-needed", &[("why", localised(&exempt.why, &ui.tag))]));
    }
    let judged = |row: &Measured| row.right + row.wrong;
    let mut latest: BTreeMap<(&str, &str), &Measured> = BTreeMap::new();
    // A variant that was measured by itself goes by its own figures.
    let full = rules.first()?.reporting.code.full();
    let is_alone = rules.iter().all(|rule| rule.reporting.code.full() == full);
    let is_measured = is_alone && evidence.measured.iter().any(|row| row.code == full);
    for row in &evidence.measured {
        let is_meant =
            if is_measured { row.code == full } else { rules.iter().any(|rule| rule.reporting.code.is(&row.code)) };
        if is_meant {
            latest.insert((&row.language, &row.code), row);
        }
    }
    let searched: BTreeSet<&str> = latest.keys().map(|(language, _)| *language).collect();
    let mut sums: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for ((language, _), row) in latest {
        let sum = sums.entry(language).or_default();
        *sum = (sum.0 + row.right, sum.1 + judged(row));
    }
    let mut rows: Vec<(&str, (u32, u32))> = sums.into_iter().filter(|(_, (_, judged))| *judged > 0).collect();
    rows.sort_by_key(|(language, (_, judged))| (std::cmp::Reverse(*judged), *language));
    if rows.is_empty() && is_own {
        return None;
    }
    if rows.is_empty() {
        let searched: Vec<String> = searched.into_iter().map(str::to_owned).collect();
        return Some(match searched.is_empty() {
            true => ui.say("evidence-not-measured").to_owned(),
            false => ui.fill("evidence-none-found", &[("languages", &ui.list(&searched))]),
        });
    }
    let rows: Vec<String> = rows
        .iter()
        .map(|(language, (right, judged))| {
            let language = if *language == EVERY_LANGUAGE { ui.say("every-language") } else { language };
            format!("{language} {right}/{judged}")
        })
        .collect();
    Some(ui.fill("evidence-short", &[("what", &ui.list(&rows))]))
}
