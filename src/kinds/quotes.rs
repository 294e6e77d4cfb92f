//! Defects of quotation marks, as the reading of all marks of the article shows them. One rule reports one defect.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::analysis::quotations::{Defect, Mark, Role};
use crate::diagnostic::Applicability;
use crate::language::{QuotePair, Roles};
use crate::text::{Problem, ProseSpan};
use crate::toml_doc::Table;

/// The kind `quotes`.
pub struct Quotes;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Keys {
    /// The defect that is reported.
    defect: Wanted,
    /// For `house-style`: the outer pair of marks, then the one inside it; the language's usual ones, if empty.
    #[schemars(with = "Option<String>")]
    convention: Option<Spanned<String>>,
}

/// A rule of this kind, ready to run.
struct Compiled {
    defect: Wanted,
    convention: Option<(QuotePair, Option<QuotePair>)>,
}

/// The defect a rule reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Wanted {
    Unclosed,
    Unopened,
    Misdirected,
    Mixed,
    Spacing,
    Empty,
    HouseStyle,
}

impl Kind for Quotes {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let keys: Keys = rule.decode(problems)?;
        let convention = match keys.convention.as_ref().map(|text| (text, read_convention(text.get_ref()))) {
            Some((text, None)) => {
                let message = "a convention is two marks, or four: the outer pair, then the pair inside it";
                problems.push(file.problem(text.span(), message).with_help("for example \"«»\" or \"“”‘’\""));
                return None;
            }
            Some((_, Some(convention))) => convention,
            None => None,
        };
        Some(Box::new(Compiled { defect: keys.defect, convention }))
    }
}

/// The pairs a convention names: nothing inside for an empty text, nothing at all for one that names none.
fn read_convention(text: &str) -> Option<Option<(QuotePair, Option<QuotePair>)>> {
    let marks: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    match *marks.as_slice() {
        [] => Some(None),
        [open, close] => Some(Some((QuotePair { open, close }, None))),
        [open, close, inner, end] => {
            Some(Some((QuotePair { open, close }, Some(QuotePair { open: inner, close: end }))))
        }
        _ => None,
    }
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let marks = analysis.quotations().marks();
        if self.defect == Wanted::HouseStyle {
            self.house_style(cx, marks);
            return;
        }
        for (index, mark) in marks.iter().enumerate() {
            match (self.defect, mark.defect) {
                (Wanted::Unclosed, Some(Defect::Unclosed)) | (Wanted::Unopened, Some(Defect::Unopened)) => {
                    let at = At { block: mark.block, span: mark.extent };
                    describe(cx, mark, at).emit();
                }
                (Wanted::Misdirected, Some(Defect::Misdirected(wanted)))
                | (Wanted::Mixed, Some(Defect::Mixed(wanted))) => {
                    repair(cx, marks, mark, wanted);
                }
                (Wanted::Spacing, _) => spacing(cx, marks, mark),
                (Wanted::Empty, None) => empty(cx, marks, index),
                _ => {}
            }
        }
    }
}

impl Compiled {
    /// Pairs that are sound and not those of the house. A pair is changed whole, with the marks that open it again at
    /// the head of each paragraph; paragraphs with a defect are left until it is mended.
    fn house_style(&self, cx: &mut Context<'_>, marks: &[Mark]) {
        let analysis = cx.analysis;
        let quotations = &analysis.profile().quotations;
        // The usual pair of another look than the outer one: two pairs of one look inside each other cannot be told apart.
        let other_look = |outer: QuotePair| {
            let differs = |pair: &&QuotePair| {
                quotations.families.iter().any(|f| f.contains(&outer.open) && !f.contains(&pair.open))
            };
            quotations.pairs.iter().find(differs).copied()
        };
        let usual = || quotations.pairs.first().map(|&outer| (outer, other_look(outer)));
        let Some((outer, inner)) = self.convention.or_else(usual) else { return };
        let looks_like_outer =
            |mark: char| quotations.families.iter().any(|f| f.contains(&outer.open) && f.contains(&mark));
        let mut depth = 0_usize;
        for (index, mark) in marks.iter().enumerate() {
            match mark.role {
                Role::Closer if mark.partner.is_some() => depth = depth.saturating_sub(1),
                Role::Opener if mark.partner.is_some() => depth += 1,
                _ => {}
            }
            let partner = mark.partner.and_then(|partner| Some((partner as usize, marks.get(partner as usize)?)));
            let Some((end, close)) = partner.filter(|_| mark.role == Role::Opener) else { continue };
            let Some(wanted) = (match depth {
                1 => Some(outer),
                2 => inner.or_else(|| other_look(outer).filter(|_| looks_like_outer(mark.glyph))),
                _ => None,
            }) else {
                continue;
            };
            let doubtful = (mark.block..=close.block).any(|block| analysis.quotations().is_doubtful(block));
            if doubtful || (mark.glyph, close.glyph) == (wanted.open, wanted.close) {
                continue;
            }
            let again =
                marks.get(index..end).unwrap_or_default().iter().filter(|m| m.role == Role::Reopener && depth == 1);
            let mut edits: Vec<_> = again.map(|m| (m.at(), wanted.open.to_string())).collect();
            edits.push((mark.at(), wanted.open.to_string()));
            edits.push((close.at(), wanted.close.to_string()));
            describe(cx, mark, mark.at())
                .arg("wanted", format!("{}\u{2026}{}", wanted.open, wanted.close))
                .related(close.at())
                .arg("pair", pair_of(mark, Some(close)))
                .cause(format!("{}{}{}", pair_of(mark, Some(close)), wanted.open, wanted.close))
                .fix(Applicability::Safe, edits)
                .emit();
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
        .arg("pair", pair_of(mark, partner))
        .cause(pair_of(mark, partner));
    if mark.repairable {
        finding = finding.fix(Applicability::Safe, edits);
    }
    if let Some(partner) = partner {
        finding = finding.related(partner.at());
    }
    finding.emit();
}

/// The two marks of a pair as they are in the text: whoever types one pair wrongly types the next one so.
fn pair_of(mark: &Mark, partner: Option<&Mark>) -> String {
    let partner = partner.map(|partner| (partner.span.start, partner.block, partner.glyph));
    match partner {
        Some((start, block, glyph)) if (block, start) < (mark.block, mark.span.start) => {
            format!("{glyph}\u{2026}{}", mark.glyph)
        }
        Some((.., glyph)) => format!("{}\u{2026}{glyph}", mark.glyph),
        None => mark.glyph.to_string(),
    }
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
        let finding = cx.report(at).arg("mark", mark.glyph.to_string()).cause(mark.glyph.to_string());
        finding.fix(Applicability::Safe, vec![(at, String::new())]).emit();
    }
}

/// A pair with nothing, or nothing but space, inside.
fn empty(cx: &mut Context<'_>, marks: &[Mark], index: usize) {
    let (Some(open), Some(close)) = (marks.get(index), marks.get(index + 1)) else { return };
    let is_pair =
        open.role == Role::Opener && open.block == close.block && open.partner == u32::try_from(index + 1).ok();
    let inside = At { block: open.block, span: ProseSpan::new(open.span.end, close.span.start) };
    // Markup that no reader sees is something all the same, such as the name of a tag that is written about.
    let holds_markup = || {
        let block = cx.analysis.blocks().get(open.block as usize);
        let stored = block.map(|block| cx.analysis.document.source.slice(block.locate(open.span.hull(close.span))));
        stored.is_some_and(|stored| stored.chars().any(char::is_alphanumeric))
    };
    if is_pair && close.defect.is_none() && cx.analysis.slice(inside).trim().is_empty() && !holds_markup() {
        cx.report(At { block: open.block, span: open.span.hull(close.span) }).emit();
    }
}
