//! `copydesk rules`: the rules in force.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::args::{ListFormat, RulesArgs};
use super::explain::{State, padded};
use super::terminal::Terminal;
use copydesk::diagnostic::{Code, localised};
use copydesk::kinds::Purpose;
use copydesk::report::safe::{json_escaped, shown};
use copydesk::report::{columns, without_placeholders};
use copydesk::rules::{CodeTexts, Rule, RuleSetLanguages};

/// One rule, as published.
#[derive(Serialize)]
struct Listed<'r> {
    code: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'r str>,
    severity: &'static str,
    on: bool,
    on_by_default: bool,
    kind: &'r str,
    rule_set: &'r str,
    languages: Vec<&'r str>,
    message: &'r str,
    /// What it finds, in a line.
    summary: String,
    explain: &'r str,
    examples: usize,
}

#[derive(Serialize)]
struct List<'r> {
    schema: u32,
    rules: Vec<Listed<'r>>,
}

/// The tags of a rule's languages; `*` for every language.
pub fn tags(rule: &Rule) -> Vec<&str> {
    match &rule.languages {
        RuleSetLanguages::All => vec!["*"],
        RuleSetLanguages::Tags(tags) => tags.iter().map(|tag| &**tag).collect(),
    }
}

/// Lists the rules. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &RulesArgs, terminal: &Terminal) -> io::Result<u8> {
    let Some(mut projects) = terminal.open_projects(args.force.options(), None) else { return Ok(2) };
    projects.set_purpose(Purpose::Explain);
    let engine = projects.engine(None);
    terminal.tell_all(projects.take_problems());
    terminal.tell_all(projects.command_line_problems());
    let mut rules: Vec<&Rule> = engine.rules().iter().collect();
    rules.sort_by_key(|rule| (&rule.reporting.code, &rule.reporting.rule_set));
    let texts = CodeTexts::read(&mut Vec::new());
    let summary = |code: &str, rules: &[&Rule]| without_placeholders(texts.of(code, rules, &terminal.ui.tag).summary);
    let severity = |rule: &Rule| engine.severity(&rule.reporting.code, rule.reporting.severity).as_str();
    let mut out = terminal.screen(args.format == ListFormat::Human);
    match args.format {
        ListFormat::Json => {
            let rules = rules.iter().map(|&rule| Listed {
                code: rule.reporting.code.as_str(),
                variant: rule.reporting.code.variant(),
                severity: severity(rule),
                on: engine.runs(rule),
                on_by_default: rule.on_by_default,
                kind: rule.kind,
                rule_set: &rule.reporting.rule_set,
                languages: tags(rule),
                message: localised(&rule.reporting.message, &terminal.ui.tag),
                summary: summary(rule.reporting.code.full(), &[rule]),
                explain: localised(&rule.explain, &terminal.ui.tag),
                examples: rule.examples.len(),
            });
            let list = List { schema: 1, rules: rules.collect() };
            writeln!(out, "{}", json_escaped(serde_json::to_string_pretty(&list).map_err(io::Error::other)?))?;
        }
        ListFormat::Human => {
            // Many rules may have one code, each for its languages; people think in codes.
            let mut codes: BTreeMap<&Code, Vec<&Rule>> = BTreeMap::new();
            for &rule in &rules {
                codes.entry(&rule.reporting.code).or_default().push(rule);
            }
            let rows: Vec<(bool, [String; 4])> = codes
                .iter()
                .map(|(code, rules)| {
                    let State { severity, is_on, .. } = State::of(&engine, rules);
                    let state = terminal.ui.say(if is_on { "on" } else { "off" }).to_owned();
                    let severity = terminal.ui.severity(severity).to_owned();
                    (is_on, [code.full().to_owned(), severity, state, summary(code.full(), rules)])
                })
                .collect();
            let width =
                |column: usize| rows.iter().filter_map(|(_, row)| row.get(column)).map(|cell| columns(cell)).max();
            let widths = [0, 1, 2].map(|column| width(column).unwrap_or(0));
            for (_, [code, severity, state, summary]) in &rows {
                let cells = [code, severity, state].into_iter().zip(widths);
                let line: String = cells.map(|(cell, width)| format!("{}  ", padded(cell, width))).collect();
                writeln!(out, "{}", shown(&format!("{line}{summary}")))?;
            }
            let on = rows.iter().filter(|(is_on, _)| *is_on).count();
            writeln!(
                out,
                "\n{} {}",
                terminal.ui.count("rules-on", on),
                terminal.ui.count("rules-off", rows.len() - on)
            )?;
            writeln!(out, "{}", terminal.ui.say("rules-more"))?;
        }
    }
    out.flush()?;
    Ok(if terminal.told() > 0 { 2 } else { 0 })
}
