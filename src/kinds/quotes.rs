//! Defects of quotation marks, as the reading of all marks of the article shows them. One rule reports one defect.

use serde::Deserialize;

use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::analysis::quotations::{Defect, Mark, Role};
use crate::diagnostic::Applicability;
use crate::text::{Problem, ProseSpan};
use crate::toml_doc::Table;

/// The kind `quotes`.
pub struct Quotes;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    defect: Wanted,
}

/// The defect a rule reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Wanted {
    Unclosed,
    Unopened,
    Misdirected,
    Mixed,
    Spacing,
    Empty,
}

impl Kind for Quotes {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let keys: Keys = rule.decode(problems)?;
        Some(Box::new(keys.defect))
    }
}

impl Check for Wanted {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let marks = analysis.quotations().marks();
        for (index, mark) in marks.iter().enumerate() {
            match (self, mark.defect) {
                (Self::Unclosed, Some(Defect::Unclosed)) | (Self::Unopened, Some(Defect::Unopened)) => {
                    let at = At { block: mark.block, span: mark.extent };
                    describe(cx, mark, at).emit();
                }
                (Self::Misdirected, Some(Defect::Misdirected(wanted))) | (Self::Mixed, Some(Defect::Mixed(wanted))) => {
                    repair(cx, marks, mark, wanted);
                }
                (Self::Spacing, _) => spacing(cx, marks, mark),
                (Self::Empty, None) => empty(cx, marks, index),
                _ => {}
            }
        }
    }
}

fn describe<'c, 'a>(cx: &'c mut Context<'a>, mark: &Mark, at: At) -> super::Finding<'c, 'a> {
    cx.report(at).arg("mark", mark.glyph.to_string()).arg("mark_code", format!("U+{:04X}", u32::from(mark.glyph)))
}

/// Reports a mark with the one that belongs there. If the other mark of the pair is wrong too, the fix changes both:
/// half a repair would leave a pair that does not match.
fn repair(cx: &mut Context<'_>, marks: &[Mark], mark: &Mark, wanted: char) {
    let mut edits = vec![(mark.at(), wanted.to_string())];
    let partner = mark.partner.and_then(|partner| marks.get(partner as usize));
    if let Some(partner) = partner
        && let Some(Defect::Misdirected(glyph) | Defect::Mixed(glyph)) = partner.defect
    {
        edits.push((partner.at(), glyph.to_string()));
    }
    let mut finding = describe(cx, mark, mark.at())
        .arg("wanted", wanted.to_string())
        .arg("wanted_code", format!("U+{:04X}", u32::from(wanted)))
        .fix(Applicability::Safe, edits);
    if let Some(partner) = partner {
        finding = finding.related(partner.at());
    }
    finding.emit();
}

/// White space between a mark and what it encloses. Only for pairs without another defect, on one line.
fn spacing(cx: &mut Context<'_>, marks: &[Mark], mark: &Mark) {
    let partner = mark.partner.and_then(|partner| marks.get(partner as usize));
    let sound =
        partner.is_some_and(|partner| partner.block == mark.block && partner.defect.is_none() && mark.defect.is_none());
    let Some(block) = cx.analysis.blocks().get(mark.block as usize).filter(|_| sound) else { return };
    let is_plain_space = |c: &char| *c == ' ' || *c == '\t';
    let (start, end) = match mark.role {
        Role::Opener => {
            let after = block.prose.get(mark.span.end as usize..).unwrap_or_default();
            let spaces = after.chars().take_while(is_plain_space).count();
            (mark.span.end, mark.span.end + u32::try_from(spaces).unwrap_or(0))
        }
        Role::Closer => {
            let before = block.prose.get(..mark.span.start as usize).unwrap_or_default();
            let spaces = before.chars().rev().take_while(is_plain_space).count();
            (mark.span.start.saturating_sub(u32::try_from(spaces).unwrap_or(0)), mark.span.start)
        }
        Role::Reopener | Role::Plain => return,
    };
    // Nothing but space between the marks is the business of the rule on empty quotations.
    let is_empty_pair = partner.is_some_and(|partner| partner.span.end == start || partner.span.start == end);
    if start < end && !is_empty_pair {
        let at = At { block: mark.block, span: ProseSpan::new(start, end) };
        cx.report(at).arg("mark", mark.glyph.to_string()).fix(Applicability::Safe, vec![(at, String::new())]).emit();
    }
}

/// A pair with nothing, or nothing but space, inside.
fn empty(cx: &mut Context<'_>, marks: &[Mark], index: usize) {
    let (Some(open), Some(close)) = (marks.get(index), marks.get(index + 1)) else { return };
    let is_pair =
        open.role == Role::Opener && open.block == close.block && open.partner == u32::try_from(index + 1).ok();
    let inside = At { block: open.block, span: ProseSpan::new(open.span.end, close.span.start) };
    if is_pair && close.defect.is_none() && cx.analysis.slice(inside).trim().is_empty() {
        cx.report(At { block: open.block, span: open.span.hull(close.span) }).emit();
    }
}
