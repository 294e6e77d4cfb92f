//! What a run decides besides its rules; the engine goes by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Selection;
use crate::diagnostic::Severity;
use crate::language::Profile;

/// What may be decided about a run besides its rules.
#[derive(Debug, Default, Clone)]
pub struct Policy {
    /// Which rules run.
    pub selection: Selection,
    /// Severities by code or group, in place of the rules' own.
    pub severity: BTreeMap<String, Severity>,
    /// The language of every article, instead of detecting it.
    pub language: Option<Arc<Profile>>,
    /// The languages an article can be in, for detection; all, if empty.
    pub languages: Vec<Arc<str>>,
    /// Keys of front matter whose values are checked as headlines and captions, if the configuration names them.
    pub prose_keys: Option<Vec<String>>,
    /// Whether articles may not silence findings.
    pub refuses_suppressions: bool,
    /// Whether it is told of each article how much of it is in which language.
    pub measures: bool,
}
