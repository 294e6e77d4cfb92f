//! From the decisions of a reading to what each mark does.

use super::conventions::Conventions;
use super::marks::Found;
use super::trail::{Step, Trail};
use super::{Defect, Mark, Role};

/// Follows the decisions back from the last and fills in every mark of `found`.
pub fn trace(trail: &Trail, last: u32, found: &[Found], conventions: &Conventions) -> Vec<Mark> {
    let unread = |f: &Found| Mark {
        block: f.block,
        span: f.span,
        extent: f.span,
        glyph: f.glyph,
        repairable: false,
        role: Role::Plain,
        partner: None,
        defect: None,
    };
    let mut marks: Vec<Mark> = found.iter().map(unread).collect();
    let mut set = |index: u32, role: Option<Role>, partner: Option<u32>, defect: Option<Defect>| {
        if let Some(mark) = marks.get_mut(index as usize) {
            mark.role = role.unwrap_or(mark.role);
            mark.partner = partner.or(mark.partner);
            mark.defect = defect.or(mark.defect);
        }
    };
    let found_at = |index: u32| found.get(index as usize);
    let mut repairable = Vec::new();
    for (index, step) in trail.back_from(last) {
        match step {
            Step::Plain => {
                let turned = found_at(index).and_then(|mark| mark.turned);
                repairable.extend(turned.map(|_| index));
                set(index, Some(Role::Plain), None, turned.map(Defect::Misdirected));
            }
            Step::CloseBoth { outer } => {
                set(index, Some(Role::Closer), Some(outer), None);
                set(outer, None, Some(index), None);
            }
            Step::Open => set(index, Some(Role::Opener), None, None),
            Step::Reopen { open, is_turned } => {
                let turned = found_at(open).filter(|_| is_turned).map(|open| open.glyph);
                repairable.extend(turned.map(|_| index));
                set(index, Some(Role::Reopener), None, turned.map(Defect::Misdirected));
            }
            Step::Unopened => set(index, Some(Role::Closer), None, Some(Defect::Unopened)),
            Step::Unclosed { open } => set(open, None, None, Some(Defect::Unclosed)),
            Step::Close { open, is_inside } => {
                let Some((opener, closer)) = found_at(open).zip(found_at(index)) else { continue };
                let (_, at_open, at_close) = conventions.pair(opener, closer, is_inside);
                set(index, Some(Role::Closer), Some(open), at_close);
                set(open, None, Some(index), at_open);
                if conventions.is_repairable(opener, at_open, closer, at_close) {
                    repairable.extend([open, index]);
                }
            }
        }
    }
    for index in repairable {
        if let Some(mark) = marks.get_mut(index as usize) {
            mark.repairable = true;
        }
    }
    marks
}
