//! What a test of rules came to, for programs.

use std::io::{self, Write};

use copydesk::engine::{Coverage, Entry, Proof, RuleFlaw, Verdict};
use copydesk::report::safe::json_escaped;
use copydesk::report::{flaw_in_words, others_in_words, verdict_in_words};
use copydesk::text::Place;
use serde::Serialize;

use super::Tested;
use crate::terminal::Terminal;

/// The document.
#[derive(Serialize)]
struct Report<'r> {
    schema: u32,
    /// Examples that are as they say.
    passed: usize,
    /// Examples that are not, and examples in which other rules of their rule set speak.
    examples: Vec<ExampleRow<'r>>,
    /// What is wrong with the rules themselves.
    faults: Vec<FaultRow<'r>>,
    /// What the examples of each rule reach, with --coverage.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Vec<CoverageRow<'r>>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ExampleRow<'r> {
    name: String,
    code: &'r str,
    path: &'r str,
    line: u32,
    passed: bool,
    message: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct FaultRow<'r> {
    rule_set: &'r str,
    code: &'r str,
    #[serde(flatten)]
    place: At<'r>,
    message: String,
    help: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct CoverageRow<'r> {
    rule_set: &'r str,
    code: &'r str,
    #[serde(flatten)]
    place: At<'r>,
    entries: usize,
    reached: usize,
    not_reached: Vec<EntryRow<'r>>,
}

#[derive(Serialize)]
struct EntryRow<'r> {
    text: &'r str,
    #[serde(flatten)]
    place: At<'r>,
}

/// A place; line and column, from 1, the column in characters, are absent in built-in files.
#[derive(Serialize)]
struct At<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

impl<'r> At<'r> {
    fn of(place: &'r Place) -> Self {
        let (line, column) = place.position().unzip();
        Self { path: &place.file, line, column }
    }
}

/// Writes one JSON document.
pub fn write(tested: &Tested<'_>, terminal: &Terminal) -> io::Result<()> {
    let ui = &terminal.ui;
    let others = |proof: &Proof<'_>| Some(others_in_words(proof, &proof.others.first()?.1, ui));
    let example = |proof: &Proof<'_>| verdict_in_words(proof, ui).or_else(|| others(proof));
    let report = Report {
        schema: 1,
        passed: tested.proofs.len() - tested.wrong(),
        examples: (tested.proofs.iter())
            .filter_map(|proof| {
                Some(ExampleRow {
                    message: example(proof)?,
                    name: proof.name(),
                    code: proof.rule.reporting.code.full(),
                    path: &proof.rule.file,
                    line: proof.example.line,
                    passed: proof.verdict == Verdict::Right,
                })
            })
            .collect(),
        faults: tested.flaws.iter().map(|flaw| fault(flaw, terminal)).collect(),
        coverage: tested.coverage.as_ref().map(|all| all.iter().map(covered).collect()),
    };
    let mut out = terminal.screen(false);
    writeln!(out, "{}", json_escaped(serde_json::to_string_pretty(&report).map_err(io::Error::other)?))?;
    out.flush()
}

fn fault<'r>(flaw: &'r RuleFlaw<'_>, terminal: &Terminal) -> FaultRow<'r> {
    let (message, help) = flaw_in_words(&flaw.flaw, &terminal.ui);
    let reporting = &flaw.rule.reporting;
    FaultRow { rule_set: &reporting.rule_set, code: reporting.code.full(), place: At::of(&flaw.place), message, help }
}

fn covered<'r>(coverage: &'r Coverage<'_>) -> CoverageRow<'r> {
    let reporting = &coverage.rule.reporting;
    let row = |entry: &'r Entry| EntryRow { text: &entry.text, place: At::of(&entry.place) };
    CoverageRow {
        rule_set: &reporting.rule_set,
        code: reporting.code.full(),
        place: At { path: &coverage.rule.file, line: Some(coverage.rule.line), column: None },
        entries: coverage.entries.len(),
        reached: coverage.reached(),
        not_reached: coverage.entries.iter().filter(|entry| !entry.is_reached).map(row).collect(),
    }
}
