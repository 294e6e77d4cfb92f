//! What is said of an article that cannot be read, or not to its end.

use std::sync::Arc;

use super::{Checked, Engine, Suppressed, Suppressions};
use crate::diagnostic::{Args, Diagnostic, Message};
use crate::kinds::Facts;
use crate::rules::Rule;
use crate::text::{Fault, Source, Span};

/// The code of all faults; what kind of fault it is, is its variant.
pub const UNREADABLE: &str = "copydesk/unreadable";

impl Engine {
    /// What an article comes to of which nothing can be read but `source`, and what is wrong with it. Without a finding if
    /// the policy ignores the code.
    #[must_use]
    pub fn unreadable(&self, source: &Source, fault: &Fault) -> Checked {
        let mut found: Vec<Diagnostic> = self.fault_found(source, fault).into_iter().collect();
        self.settle(&mut found);
        Checked {
            found,
            language: Arc::clone(self.languages.undetermined()),
            facts: Facts::default(),
            suppressions: Suppressions::default(),
            suppressed: Suppressed::default(),
            stretches: Vec::new(),
        }
    }

    /// The finding of a fault; nothing if the policy ignores it.
    pub(super) fn fault_found(&self, source: &Source, fault: &Fault) -> Option<Diagnostic> {
        let speaks = |(index, rule): &(usize, &Rule)| {
            let code = &rule.reporting.code;
            code.as_str() == UNREADABLE
                && code.variant() == Some(fault.cause.variant())
                && self.is_asked(*index, || self.runs(rule))
        };
        let (_, rule) = self.rules().iter().enumerate().find(speaks)?;
        let reporting = &rule.reporting;
        let args: Args = fault.args.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
        // A place inside a character, or after the text, is no place.
        let text = source.text();
        let start = text.floor_char_boundary(fault.at.start.min(text.len()));
        let end = text.ceil_char_boundary(fault.at.end.clamp(start, text.len()));
        Some(Diagnostic {
            code: reporting.code.clone(),
            severity: reporting.severity,
            span: Span::from_range(start..end),
            message: Message { template: Arc::clone(&reporting.message), args: Arc::new(args) },
            related: Vec::new(),
            fix: None,
            rule_set: Arc::clone(&reporting.rule_set),
            cause: None,
        })
    }
}
