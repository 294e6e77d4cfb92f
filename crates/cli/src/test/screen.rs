//! What a test of rules came to, for people.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use copydesk::diagnostic::Code;
use copydesk::engine::{Coverage, Proof, RuleFlaw, Verdict};
use copydesk::report::safe::shown;
use copydesk::report::{Ui, columns, flaw_in_words, others_in_words, verdict_in_words};
use copydesk::text::Place;

use super::Tested;
use crate::explain::padded;
use crate::terminal::Terminal;

/// Writes examples that fail, rules that are refused, and what the examples reach, if that was asked; `verbose` also what they do not.
pub fn write(tested: &Tested<'_>, verbose: bool, terminal: &Terminal) -> io::Result<()> {
    let mut out = terminal.screen(true);
    let ui = &terminal.ui;
    for flaw in &tested.flaws {
        write_flaw(&mut out, flaw, terminal)?;
    }
    for proof in &tested.proofs {
        verdict_in_words(proof, ui).map_or(Ok(()), |said| write_proof(&mut out, proof, &said))?;
    }
    write_others(&mut out, &tested.proofs, ui)?;
    if let Some(coverage) = &tested.coverage {
        write_coverage(&mut out, coverage, verbose, terminal)?;
    }
    if tested.proofs.is_empty() {
        writeln!(out, "{}", ui.say("test-none"))?;
    }
    let right = tested.proofs.iter().filter(|proof| proof.verdict == Verdict::Right).count();
    for (key, count) in [("test-right", right), ("test-wrong", tested.wrong())] {
        writeln!(out, "{}", ui.count(key, count))?;
    }
    if !tested.flaws.is_empty() {
        writeln!(out, "{}", ui.count("test-refused", tested.flaws.len()))?;
    }
    out.flush()
}

fn write_flaw<W: Write>(out: &mut W, flaw: &RuleFlaw<'_>, terminal: &Terminal) -> io::Result<()> {
    let (what, help) = flaw_in_words(&flaw.flaw, &terminal.ui);
    writeln!(out, "{}", shown(&format!("{}: {}", name_of(&flaw.place), flaw.rule.reporting.code.full())))?;
    writeln!(out, "  {}", shown(&what))?;
    writeln!(out, "  {}", shown(&format!("{}: {help}", terminal.ui.say("help"))))
}

fn write_proof<W: Write>(out: &mut W, proof: &Proof<'_>, said: &str) -> io::Result<()> {
    writeln!(out, "{}", shown(&format!("{}:{}: {}", proof.rule.file, proof.example.line, proof.short_name())))?;
    said.lines().try_for_each(|line| writeln!(out, "  {}", shown(line)))
}

/// Says of each rule that speaks in good examples of others in how many it does, and shows the first.
fn write_others<W: Write>(out: &mut W, proofs: &[Proof<'_>], ui: &Ui) -> io::Result<()> {
    let mut by_code: BTreeMap<&Code, Vec<&Proof<'_>>> = BTreeMap::new();
    for proof in proofs {
        let codes: BTreeSet<&Code> = proof.others.iter().map(|(_, code)| code).collect();
        codes.into_iter().for_each(|code| by_code.entry(code).or_default().push(proof));
    }
    for (code, proofs) in by_code {
        let Some(first) = proofs.first() else { continue };
        write_proof(out, first, &others_in_words(first, code, ui))?;
        if let Some(more) = proofs.len().checked_sub(1).filter(|more| *more > 0) {
            writeln!(out, "  {}", ui.count("test-others-more", more))?;
        }
    }
    Ok(())
}

fn name_of(place: &Place) -> String {
    let position = place.position().map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    format!("{}{position}", place.file)
}

fn write_coverage<W: Write>(
    out: &mut W,
    coverage: &[Coverage<'_>],
    verbose: bool,
    terminal: &Terminal,
) -> io::Result<()> {
    let ui = &terminal.ui;
    if coverage.is_empty() {
        return writeln!(out, "{}", ui.say("coverage-none"));
    }
    writeln!(out, "{}", ui.say("coverage-title"))?;
    let rows: Vec<[String; 2]> = coverage.iter().map(|covered| row_of(covered, ui)).collect();
    let widest = |cell: fn(&[String; 2]) -> &String| rows.iter().map(|row| columns(cell(row))).max().unwrap_or(0);
    let (codes, counts) = (widest(|[code, _]| code), widest(|[_, count]| count));
    let (mut reached, mut all) = (0, 0);
    for (covered, [code, count]) in coverage.iter().zip(&rows) {
        (reached, all) = (reached + covered.reached(), all + covered.entries.len());
        let row = format!("{}  {}  {}", padded(code, codes), padded(count, counts), covered.rule.file);
        writeln!(out, "  {}", shown(&row))?;
        for entry in covered.entries.iter().filter(|entry| verbose && !entry.is_reached) {
            writeln!(out, "    {}", shown(&format!("{}: {}", name_of(&entry.place), entry.text)))?;
        }
    }
    writeln!(out, "{}", ui.count_with("coverage-sum", all, &[("reached", &reached.to_string())]))?;
    if reached < all && !verbose {
        writeln!(out, "{}", ui.say("coverage-more"))?;
    }
    Ok(())
}

/// The code of a rule, and how many of its entries are reached.
fn row_of(covered: &Coverage<'_>, ui: &Ui) -> [String; 2] {
    let (reached, all) = (covered.reached().to_string(), covered.entries.len().to_string());
    let count = ui.fill("coverage-row", &[("reached", &reached), ("all", &all)]);
    [covered.rule.reporting.code.full().to_owned(), count]
}
