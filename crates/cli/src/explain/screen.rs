//! What most people want to know of a code, on one screen.

use std::collections::BTreeMap;
use std::io::{self, Write};

use copydesk::diagnostic::Severity;
use copydesk::engine::{Engine, articles_may_ignore};
use copydesk::report::{Ui, columns, evidence_in_short, without_placeholders};
use copydesk::rules::{Example, Expectation, Rule};

use super::page::{INDENT, Page, padded};
use super::{Explained, excerpt, rules_by_variant};

/// A code with more variants shows no example: each variant has a screen of its own.
const MANY_VARIANTS: usize = 6;
/// Lines of an example that is found.
const LINES_FOUND: usize = 3;
/// Lines of an example that is fixed, or not found.
const LINES_OTHER: usize = 2;

/// Writes the screen for `selector`, whose rules are `rules`. `all` tells whether everything else follows.
pub fn write<W: Write>(
    page: &mut Page<'_, W>,
    explained: &Explained<'_>,
    selector: &str,
    rules: &[&Rule],
    all: bool,
) -> io::Result<()> {
    let ui = &page.terminal.ui;
    let texts = explained.texts.of(selector, rules, &ui.tag);
    page.headline(selector)?;
    page.paragraphs(&without_placeholders(texts.summary))?;
    page.paragraphs(&state_in_words(explained.engine, rules, ui))?;
    let variants = rules_by_variant(rules);
    if variants.len() > 1 {
        write_variants(page, explained, &variants)?;
    }
    if !texts.why.is_empty() {
        page.title("why")?;
        page.text(texts.why)?;
    }
    if variants.len() <= MANY_VARIANTS {
        write_example(page, rules)?;
    }
    page.title("fix-title")?;
    let fix = if texts.fix.is_empty() { ui.say("no-fix") } else { texts.fix };
    page.text(&without_placeholders(fix))?;
    page.title("silence")?;
    let may_ignore = rules.iter().all(|rule| articles_may_ignore(&rule.reporting.code));
    let in_article = ["silence-here", "silence-article"].into_iter().filter(|_| may_ignore);
    for key in in_article.chain(["silence-always"]) {
        page.text(&ui.fill(key, &[("code", selector)]))?;
    }
    page.blank()?;
    if let Some(figures) = evidence_in_short(rules, explained.engine.book(), ui) {
        page.hanging("", INDENT, &figures)?;
    }
    let built_in = rules.iter().find(|rule| rule.is_built_in);
    let file = built_in.map(|rule| format!("docs/rules/{}.md", rule.reporting.code.as_str()));
    let command = (!all).then(|| format!("copydesk explain {selector} --all"));
    let more: Vec<String> = command.into_iter().chain(file).collect();
    if more.is_empty() { Ok(()) } else { page.hanging("", INDENT, &ui.fill("more", &[("what", &ui.list(&more))])) }
}

/// The severity of a code as it is configured, and whether it is on by default and here.
fn state_in_words(engine: &Engine, rules: &[&Rule], ui: &Ui) -> String {
    let State { severity, is_on, is_on_by_default } = State::of(engine, rules);
    let mut words = vec![ui.severity(severity).to_owned()];
    words.push(ui.say(if is_on_by_default { "runs-on" } else { "runs-off" }).to_owned());
    if is_on != is_on_by_default {
        words.push(ui.say(if is_on { "runs-here" } else { "runs-here-not" }).to_owned());
    }
    ui.list(&words)
}

/// What becomes of the findings of a code.
pub struct State {
    /// The highest severity among its rules, as it is configured.
    pub severity: Severity,
    /// Whether any of its rules is on as things are configured.
    pub is_on: bool,
    /// Whether any of its rules is on where nothing is configured.
    pub is_on_by_default: bool,
}

impl State {
    /// Of the code of these rules.
    pub fn of(engine: &Engine, rules: &[&Rule]) -> Self {
        let severities = rules.iter().map(|rule| engine.severity(&rule.reporting.code, rule.reporting.severity));
        Self {
            severity: severities.max().unwrap_or(Severity::Info),
            is_on: rules.iter().any(|rule| engine.runs(rule)),
            is_on_by_default: rules.iter().any(|rule| rule.on_by_default),
        }
    }
}

fn write_variants<W: Write>(
    page: &mut Page<'_, W>,
    explained: &Explained<'_>,
    variants: &BTreeMap<&str, Vec<&Rule>>,
) -> io::Result<()> {
    page.title("variants")?;
    let named = variants.iter().filter(|(code, _)| code.contains(':'));
    let named: Vec<(&str, &Vec<&Rule>)> = named.map(|(code, rules)| (*code, rules)).collect();
    write_codes(page, explained, &named, |code| code.find(':').and_then(|at| code.get(at..)).unwrap_or(code))
}

/// A line for each code: what `label` makes of it, severity, whether it is on, and what it finds.
pub fn write_codes<W: Write>(
    page: &mut Page<'_, W>,
    explained: &Explained<'_>,
    codes: &[(&str, &Vec<&Rule>)],
    label: impl Fn(&str) -> &str,
) -> io::Result<()> {
    let ui = &page.terminal.ui;
    let rows: Vec<[String; 4]> = codes
        .iter()
        .map(|(code, rules)| {
            let State { severity, is_on, .. } = State::of(explained.engine, rules);
            let summary = without_placeholders(explained.texts.of(code, rules, &ui.tag).summary);
            let state = ui.say(if is_on { "on" } else { "off" });
            [label(code).to_owned(), ui.severity(severity).to_owned(), state.to_owned(), summary]
        })
        .collect();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max();
    let widths: Vec<usize> = (0..3).map(|column| width(column).unwrap_or(0)).collect();
    for [code, severity, state, summary] in &rows {
        let cells = [code, severity, state].into_iter().zip(&widths);
        let first: String = cells.map(|(cell, width)| format!("{INDENT}{}", padded(cell, *width))).collect();
        let rest = " ".repeat(columns(&first) + INDENT.len());
        page.hanging(&format!("{first}{INDENT}"), &rest, summary)?;
    }
    Ok(())
}

/// One example that is found, what the fix makes of it, and one that is not found.
fn write_example<W: Write>(page: &mut Page<'_, W>, rules: &[&Rule]) -> io::Result<()> {
    let ui = &page.terminal.ui;
    let examples = excerpt::in_order(rules, &ui.tag);
    let is_good = |example: &&&Example| example.expectation == Expectation::Good;
    let bad = examples.iter().find(|example| !is_good(example));
    let good = examples.iter().find(is_good);
    let mut rows = Vec::new();
    if let Some(bad) = bad {
        let marked = excerpt::marked(bad);
        let found = excerpt::around(&marked, excerpt::mark_of(&marked), LINES_FOUND);
        rows.push((ui.say("example-bad").to_owned(), found));
        if let Some(fixed) = &bad.fixed {
            let at = excerpt::difference(fixed, &bad.text);
            rows.push((ui.say("example-fixed").to_owned(), excerpt::around(fixed, at, LINES_OTHER)));
        }
    }
    if let Some(good) = good {
        rows.push((ui.say("example-good").to_owned(), excerpt::around(&good.text, 0, LINES_OTHER)));
    }
    if rows.is_empty() {
        return Ok(());
    }
    page.title("examples")?;
    page.labelled(&rows)
}
