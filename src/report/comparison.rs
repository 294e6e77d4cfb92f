//! The answer to whether two spellings are one name, for people and for programs.

use std::io;

use anstyle::Style;
use serde::Serialize;

use super::safe::json_escaped;
use super::{Look, Ui};
use crate::names::{Comparison, LetterPair, Needs};
use crate::text::Problem;

/// Two spellings with what was found of them.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'c> {
    /// The tag of the language they were compared in.
    pub language: &'c str,
    /// The first spelling.
    pub a: &'c str,
    /// The second spelling.
    pub b: &'c str,
    /// The answer.
    pub comparison: &'c Comparison,
}

/// An answer, as published.
#[derive(Serialize)]
struct Answer<'c> {
    lang: &'c str,
    a: &'c str,
    b: &'c str,
    same: bool,
    score: f64,
    threshold: f64,
    reason: &'static str,
    /// What else an article must show: `nothing`, `surname`, `partner`, `unreported`; `None` if they are not one name.
    needs: Option<&'static str>,
    alignment: Vec<(&'c str, &'c str, f64)>,
}

/// What is in the place of an answer to a line that could not be understood, as published.
#[derive(Serialize)]
struct NoAnswer<'c> {
    line: usize,
    error: &'c str,
}

/// A weight with the digits that mean something.
fn rounded(weight: f32) -> f64 {
    (f64::from(weight) * 100.0).round() / 100.0
}

/// Writes one answer as one line of JSON.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_compared_json(out: &mut dyn io::Write, compared: &Compared<'_>) -> io::Result<()> {
    let comparison = compared.comparison;
    let letters = comparison.alignment.iter().map(|pair| (pair.a.as_str(), pair.b.as_str(), rounded(pair.weight)));
    let answer = Answer {
        lang: compared.language,
        a: compared.a,
        b: compared.b,
        same: comparison.same,
        score: rounded(comparison.score),
        threshold: rounded(comparison.threshold),
        reason: comparison.reason.as_str(),
        needs: comparison.needs.map(Needs::as_str),
        alignment: letters.collect(),
    };
    let json = serde_json::to_string(&answer).map_err(io::Error::other)?;
    writeln!(out, "{}", json_escaped(json))
}

/// Writes, in place of an answer, that line `line` of the input (from 1) could not be understood.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_not_compared_json(out: &mut dyn io::Write, line: usize, problem: &Problem) -> io::Result<()> {
    let json = serde_json::to_string(&NoAnswer { line, error: &problem.message }).map_err(io::Error::other)?;
    writeln!(out, "{}", json_escaped(json))
}

/// Writes one answer for people: the verdict, why, and the letters in which the two differ.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_compared(out: &mut dyn io::Write, compared: &Compared<'_>, ui: &Ui, look: Look) -> io::Result<()> {
    let comparison = compared.comparison;
    let isolate = |text: &str| look.isolated(text);
    let verdict = if comparison.same { "compare-one" } else { "compare-two" };
    let verdict = ui.fill(verdict, &[("a", &isolate(compared.a)), ("b", &isolate(compared.b))]);
    let bold = Style::new().bold();
    if look.colour {
        writeln!(out, "{bold}{verdict}{bold:#}")?;
    } else {
        writeln!(out, "{verdict}")?;
    }
    let side = if comparison.same { "one" } else { "two" };
    writeln!(out, "  {}", ui.say(&format!("compare-{}-{side}", comparison.reason.as_str())))?;
    if let Some(needs) = comparison.needs.filter(|needs| *needs != Needs::Nothing) {
        writeln!(out, "  {}", ui.say(&format!("compare-needs-{}", needs.as_str())))?;
    }
    let (score, threshold) = (signed(comparison.score), signed(comparison.threshold));
    writeln!(out, "  {}", ui.fill("compare-score", &[("score", &score), ("threshold", &threshold)]))?;
    let differ = |pair: &&LetterPair| pair.weight != 0.0 || pair.a.to_lowercase() != pair.b.to_lowercase();
    for pair in comparison.alignment.iter().filter(differ) {
        let letters = |text: &str| if text.is_empty() { ui.say("compare-nothing").to_owned() } else { isolate(text) };
        let values = [("a", letters(&pair.a)), ("b", letters(&pair.b)), ("weight", signed(pair.weight))];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        writeln!(out, "    {}", ui.fill("compare-letters", &values))?;
    }
    Ok(())
}

/// A weight with its sign, to one decimal.
fn signed(weight: f32) -> String {
    format!("{weight:+.1}")
}
