//! `copydesk rules`: the rules in force.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::args::{ListFormat, RulesArgs};
use super::terminal::Desk;
use copydesk::diagnostic::{Code, Severity, localised};
use copydesk::report::safe::{json_escaped, shown};
use copydesk::rules::{Rule, RuleSetLanguages};

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
pub fn run(args: &RulesArgs, desk: &Desk) -> io::Result<u8> {
    let Some(mut projects) = desk.open_projects(args.force.options(), None) else { return Ok(2) };
    let engine = projects.engine(None);
    desk.tell_all(projects.take_problems());
    desk.tell_all(projects.command_line_problems());
    let mut rules: Vec<&Rule> = engine.rules().iter().collect();
    rules.sort_by_key(|rule| (&rule.reporting.code, &rule.reporting.rule_set));
    let severity = |rule: &Rule| engine.severity(&rule.reporting.code, rule.reporting.severity).as_str();
    let mut out = io::BufWriter::new(io::stdout().lock());
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
                message: localised(&rule.reporting.message, &desk.ui.tag),
                explain: localised(&rule.explain, &desk.ui.tag),
                examples: rule.examples.len(),
            });
            let list = List { schema: 1, rules: rules.collect() };
            writeln!(out, "{}", json_escaped(serde_json::to_string_pretty(&list).map_err(io::Error::other)?))?;
        }
        ListFormat::Human => {
            // Many languages may stand behind one code, each with a rule of its own; people think in codes.
            let mut codes: BTreeMap<&Code, Vec<&Rule>> = BTreeMap::new();
            for &rule in &rules {
                codes.entry(&rule.reporting.code).or_default().push(rule);
            }
            let width = codes.keys().map(|code| code.full().len()).max().unwrap_or(0);
            let states = ["on", "off"].map(|key| desk.ui.say(key).chars().count()).into_iter().max().unwrap_or(0);
            let mut on = 0;
            for (code, rules) in &codes {
                let worst = rules.iter().map(|rule| engine.severity(code, rule.reporting.severity)).max();
                let runs = rules.iter().any(|rule| engine.runs(rule));
                on += usize::from(runs);
                let languages: BTreeSet<&str> = rules.iter().flat_map(|rule| tags(rule)).collect();
                let languages: Vec<&str> = languages.into_iter().collect();
                let line = format!(
                    "{:width$}  {:7}  {:states$}  {}",
                    code.full(),
                    worst.map_or("", Severity::as_str),
                    desk.ui.say(if runs { "on" } else { "off" }),
                    languages.join(" "),
                );
                writeln!(out, "{}", shown(&line))?;
            }
            writeln!(out)?;
            for (key, count) in [("rules-on", on), ("rules-off", codes.len() - on)] {
                writeln!(out, "{}", desk.ui.fill(key, &[("count", &count.to_string())]))?;
            }
        }
    }
    out.flush()?;
    Ok(if desk.told() > 0 { 2 } else { 0 })
}
