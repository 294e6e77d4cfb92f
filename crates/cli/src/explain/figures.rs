//! What was measured of built-in rules, and what that allows them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use copydesk::report::Ui;
use copydesk::rules::{Allowance, EVERY_LANGUAGE, Evidence, Measured, Rule, RuleBook, RuleSetLanguages};

use super::page::Page;
use crate::rules::tags;

/// A line for each language; nothing of rules of a newsroom's own of which nothing was measured.
pub fn write<W: Write>(page: &mut Page<'_, W>, rules: &[&Rule], book: &RuleBook) -> io::Result<()> {
    let (evidence, ui) = (Evidence::of_rules(rules, book), &page.terminal.ui);
    let built_in: Vec<&Rule> = rules.iter().copied().filter(|rule| rule.is_built_in).collect();
    let rules = match built_in.is_empty() {
        true if evidence.measured.is_empty() => return Ok(()),
        true => rules.to_vec(),
        false => built_in,
    };
    let Some(first) = rules.first() else { return Ok(()) };
    if evidence.not_judged(&first.reporting.code).is_some() {
        return Ok(());
    }
    page.title("evidence")?;
    let says = |allowed: Allowance| match allowed {
        Allowance::Speaks => ui.say("standing-speaks"),
        Allowance::Hints => ui.say("standing-hints"),
        Allowance::Silent => ui.say("standing-silent"),
    };
    let mut unmeasured: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut rows: BTreeSet<(&str, String)> = BTreeSet::new();
    let mut is_for_all = false;
    for rule in rules {
        let code = &rule.reporting.code;
        let mut languages = tags(rule);
        if rule.languages == RuleSetLanguages::All {
            is_for_all = true;
            let measured = evidence.measured.iter().filter(|row| code.is(&row.code));
            languages = measured.map(|row| row.language.as_str()).collect();
        }
        for tag in languages {
            let allowed = says(rule.allowance(tag));
            let Some(row) = evidence.of(code, tag) else {
                unmeasured.entry(allowed).or_default().insert(tag);
                continue;
            };
            is_for_all &= row.language != EVERY_LANGUAGE;
            rows.insert((tag, row_in_words(row, code.variant(), allowed, ui)));
        }
    }
    rows.iter().try_for_each(|(_, row)| page.text(row))?;
    for (allowed, tags) in unmeasured {
        let tags: Vec<String> = tags.into_iter().map(str::to_owned).collect();
        page.text(&ui.fill("evidence-none", &[("languages", &ui.list(&tags)), ("standing", allowed)]))?;
    }
    if is_for_all {
        page.text(&ui.fill("evidence-others", &[("standing", says(Allowance::Hints))]))?;
    }
    Ok(())
}

fn row_in_words(row: &Measured, variant: Option<&str>, allowed: &str, ui: &Ui) -> String {
    let of_variant = format!("{} {}", variant.unwrap_or_default(), row.language);
    let is_every = row.language == EVERY_LANGUAGE;
    let numbers = [row.right, row.right + row.wrong, row.debatable, row.findings, row.words];
    let [right, judged, debatable, findings, words] = numbers.map(|number| number.to_string());
    ui.fill(
        "evidence-row",
        &[
            ("language", if is_every { ui.say("every-language") } else { of_variant.trim() }),
            ("right", &right),
            ("judged", &judged),
            ("debatable", &debatable),
            ("findings", &findings),
            ("words", &words),
            ("corpus", &row.corpus),
            ("date", &row.date),
            ("again", if row.again { ui.say("evidence-again") } else { "" }),
            ("standing", allowed),
        ],
    )
}
