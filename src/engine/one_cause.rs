//! One cause, one finding: where one fault made more than a few findings of a rule in an article, they are told as one
//! that counts them, shows the first places and repairs them all.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::repair::choose;
use crate::diagnostic::{Applicability, Args, Diagnostic, Fix, Message, Related, Severity};
use crate::text::Span;

/// Further places that are shown beside the first; all are listed in [`crate::diagnostic::Cause::places`].
const SHOWN: usize = 3;

/// What findings that are told as one have in common: the rule (by its message, which no other rule shares), severity,
/// repair and cause.
type Shared<'d> = (usize, Severity, Option<Applicability>, &'d str);

fn shared(diagnostic: &Diagnostic) -> Option<Shared<'_>> {
    let cause = diagnostic.cause.as_ref()?;
    let rule = Arc::as_ptr(&diagnostic.message.template) as usize;
    let applicability = diagnostic.fix.as_ref().map(|fix| fix.applicability);
    Some((rule, diagnostic.severity, applicability, &cause.key))
}

/// How many faults several findings are: both marks of a pair, which one repair mends, are one.
fn faults(alike: &[&Diagnostic]) -> usize {
    let repaired_at = |fix: &Fix| fix.edits().first().map(|edit| edit.span);
    let place = |one: &&Diagnostic| one.fix.as_ref().and_then(repaired_at).unwrap_or(one.span);
    let mut places: Vec<Span> = alike.iter().map(place).collect();
    places.sort_unstable();
    places.dedup();
    places.len()
}

/// Puts together the findings of an article, which are in order, that have one cause. The order stays.
pub(super) fn tell_together(found: &mut Vec<Diagnostic>) {
    let mut groups: FxHashMap<Shared<'_>, Vec<usize>> = FxHashMap::default();
    for (index, diagnostic) in found.iter().enumerate() {
        if let Some(key) = shared(diagnostic) {
            groups.entry(key).or_default().push(index);
        }
    }
    if groups.is_empty() {
        return;
    }
    // What stays of each finding that is told with others: all of them in the place of the first.
    let mut told: FxHashMap<usize, Diagnostic> = FxHashMap::default();
    let mut is_told = vec![false; found.len()];
    for members in groups.into_values().filter(|members| members.len() > 1) {
        let alike: Vec<&Diagnostic> = members.iter().filter_map(|&index| found.get(index)).collect();
        let Some(one) = together(&alike) else { continue };
        for &index in &members {
            if let Some(is_told) = is_told.get_mut(index) {
                *is_told = true;
            }
        }
        told.extend(members.first().map(|&first| (first, one)));
    }
    if told.is_empty() {
        return;
    }
    let mut index = 0;
    found.retain_mut(|diagnostic| {
        let (at, is_told) = (index, is_told.get(index) == Some(&true));
        index += 1;
        if !is_told {
            return true;
        }
        told.remove(&at).map(|one| *diagnostic = one).is_some()
    });
}

/// One finding for several of one cause, at the place of the first; nothing if they are no more than are told apart.
fn together(alike: &[&Diagnostic]) -> Option<Diagnostic> {
    let (&first, others) = alike.split_first()?;
    let mut cause = first.cause.clone()?;
    let count = faults(alike);
    if count <= cause.told_apart as usize {
        return None;
    }
    cause.places = alike.iter().map(|diagnostic| diagnostic.span).collect();
    // What is not true of all is not said of all.
    let is_common = |name: &str, value: &String| others.iter().all(|other| other.message.args.get(name) == Some(value));
    let common = first.message.args.iter().filter(|(name, value)| is_common(name, value));
    let mut args: Args = common.map(|(name, value)| (name.clone(), value.clone())).collect();
    args.insert("count".into(), count.to_string());
    let related = |other: &&Diagnostic| Related { span: other.span, message: other.message.clone() };
    Some(Diagnostic {
        message: Message { template: Arc::clone(&cause.several), args: Arc::new(args) },
        related: others.iter().take(SHOWN).map(related).collect(),
        fix: first.fix.as_ref().and_then(|fix| {
            let (edits, _) = choose(alike.iter().filter_map(|other| other.fix.as_ref()));
            Fix::new(fix.title.clone(), fix.applicability, edits)
        }),
        cause: Some(cause),
        ..first.clone()
    })
}
