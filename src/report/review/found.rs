//! What was found, with everything a page says about it.

use std::collections::HashMap;
use std::hash::Hasher as _;

use rustc_hash::FxBuildHasher;
use serde::Serialize;
use siphasher::sip::SipHasher13;

use super::Reviewed;
use super::change::{Blocks, Change, ChangePart};
use crate::diagnostic::{Code, Diagnostic};
use crate::report::{Finding, without_placeholders};
use crate::rules::{Rule, page_of};
use crate::text::Source;

/// Words on each side of a finding by which it is known again.
const NEAR: usize = 2;
/// Characters on each side in which those words are looked for.
const LOOKED_AT: usize = 120;

/// One finding of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewFinding {
    /// The finding itself.
    #[serde(flatten)]
    pub finding: Finding,
    /// Tells it from the other findings of the text. It stays the same while the words nearest to it do, whatever is repaired
    /// elsewhere or in their punctuation.
    pub id: String,
    /// What its code finds, in a line.
    pub name: String,
    /// The group of its code.
    pub group: String,
    /// Why it matters; empty if nobody has written that down.
    pub why: String,
    /// The address of the page about its code; nothing for a newsroom's own.
    pub page: Option<String>,
    /// The nearest words before its repair, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Vec<ChangePart>>,
    /// The same words after it; empty, if nothing is left of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Vec<ChangePart>>,
}

/// Findings on their way to a page.
pub struct Found<'f> {
    pub reviewed: &'f Reviewed<'f>,
    pub blocks: Blocks<'f>,
}

impl Found<'_> {
    pub fn findings(&self) -> Vec<ReviewFinding> {
        let Reviewed { document, found, ui, .. } = *self.reviewed;
        let source = document.source;
        let ids = ids(source, found);
        let told = Finding::in_source(source, found, ui);
        told.into_iter()
            .zip(found)
            .zip(ids)
            .map(|((told, diagnostic), id)| self.finding(told, diagnostic, id))
            .collect()
    }

    fn finding(&self, finding: Finding, diagnostic: &Diagnostic, id: String) -> ReviewFinding {
        let Reviewed { rules, texts, ui, .. } = *self.reviewed;
        let code = &diagnostic.code;
        let rules: Vec<&Rule> = rules.iter().filter(|rule| is_of(rule, code)).collect();
        let said = texts.of(&code.to_string(), &rules, ui);
        let change = diagnostic.fix.as_ref().map(|fix| Change::of(fix, &self.blocks));
        let (before, after) = change.map(|change| (change.before, change.after)).unzip();
        ReviewFinding {
            finding,
            id,
            name: without_placeholders(said.summary),
            group: code.group().to_owned(),
            why: said.why.to_owned(),
            page: page_of(code),
            before,
            after,
        }
    }
}

/// Whether a rule stands behind a code, of a variant if that is named.
fn is_of(rule: &Rule, code: &Code) -> bool {
    rule.reporting.code.is(code.as_str()) && rule.reporting.code.variant() == code.variant()
}

/// The id that each of some findings of a text goes by, in their order.
pub fn ids(source: &Source, found: &[Diagnostic]) -> Vec<String> {
    let mut given: HashMap<u64, u32, FxBuildHasher> = HashMap::default();
    let id = |diagnostic: &Diagnostic| {
        let content = fingerprint(source, diagnostic);
        let ordinal = given.entry(content).or_insert(0);
        *ordinal += 1;
        match ordinal {
            1 => format!("{content:016x}"),
            ordinal => format!("{content:016x}-{ordinal}"),
        }
    };
    found.iter().map(id).collect()
}

/// A number made of a finding's code, its text and the letters of the nearest words.
fn fingerprint(source: &Source, diagnostic: &Diagnostic) -> u64 {
    let (text, span) = (source.text(), diagnostic.span);
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    let mut hasher = SipHasher13::new();
    hasher.write(diagnostic.code.to_string().as_bytes());
    let mut feed = |c: char| hasher.write_u32(u32::from(c).to_le());
    feed('\0');
    source.slice(span).chars().for_each(&mut feed);
    for side in [
        &mut before.chars().rev().take(LOOKED_AT) as &mut dyn Iterator<Item = char>,
        &mut after.chars().take(LOOKED_AT),
    ] {
        feed('\0');
        let (mut words, mut is_inside) = (0, false);
        for c in side {
            match (c.is_alphanumeric(), is_inside) {
                (true, _) => {
                    feed(c);
                    is_inside = true;
                }
                (false, true) if c.is_whitespace() => {
                    is_inside = false;
                    words += 1;
                    if words == NEAR {
                        break;
                    }
                    feed(' ');
                }
                (false, _) => {}
            }
        }
    }
    hasher.finish()
}
