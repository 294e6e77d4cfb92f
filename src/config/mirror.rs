//! `copydesk.toml` exactly as written. Every value that can be wrong later keeps its place in the file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_spanned::Spanned;

use super::Selection;
use crate::diagnostic::Severity;
use crate::text::Problem;
use crate::toml_doc::{Table, TomlFile};

/// Severities by code or group.
pub(super) type Severities = BTreeMap<Spanned<String>, Severity>;

/// The keys with plain values.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Keys {
    pub extends: Option<Spanned<String>>,
    pub languages: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub rule_sets: Vec<Spanned<String>>,
    pub stylebook: Option<Spanned<String>>,
    pub baseline: Option<Spanned<String>>,
    pub select: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub ignore: Vec<Spanned<String>>,
    #[serde(default)]
    pub exclude: Vec<Spanned<String>>,
    #[serde(default)]
    pub severity: Severities,
    // These are taken out before; they stand here so that a misspelt key finds them.
    #[serde(rename = "front-matter")]
    _front_matter: Option<IgnoredAny>,
    #[serde(rename = "options")]
    _options: Option<IgnoredAny>,
    #[serde(rename = "override")]
    _override: Option<IgnoredAny>,
    #[serde(rename = "rule")]
    _rule: Option<IgnoredAny>,
}

/// The rule that `required` in `[front-matter]` is an option of.
const REQUIRES_FIELDS: &str = "attribution/metadata";

/// What `[front-matter]` holds besides `required`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    /// Keys whose values are checked as headlines and captions.
    prose: Option<Vec<String>>,
    // It is taken out before; it stands here so that a misspelt key finds it.
    #[serde(rename = "required")]
    _required: Option<IgnoredAny>,
}

/// One `[[override]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Override {
    pub paths: Vec<Spanned<String>>,
    /// Why it is so, for whoever reads the file.
    #[serde(rename = "reason")]
    pub _reason: Option<String>,
    #[serde(default)]
    pub ignore: Vec<Spanned<String>>,
    #[serde(default)]
    pub severity: Severities,
}

/// One configuration file as written.
#[derive(Debug)]
pub struct Written<'f> {
    /// The file.
    pub file: &'f TomlFile,
    pub(super) keys: Keys,
    pub(super) overrides: Vec<Override>,
    /// The `[options."code"]` tables.
    pub options: Vec<(Spanned<String>, Table<'f>)>,
    pub(super) prose_keys: Option<Vec<String>>,
    /// The `[[rule]]` tables.
    pub rules: Vec<Table<'f>>,
}

impl<'f> Written<'f> {
    /// Reads a configuration. What is wrong is added to `problems`; nothing is returned if its plain keys cannot be
    /// understood.
    pub fn read(file: &'f TomlFile, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut root = file.parse(problems);
        let rules = root.take_tables("rule", problems);
        let overrides =
            root.take_tables("override", problems).into_iter().filter_map(|table| table.decode(problems)).collect();
        let mut options =
            root.take_table("options", problems).map(|mut table| table.take_all_tables(problems)).unwrap_or_default();
        let mut prose_keys = None;
        if let Some(mut table) = root.take_table("front-matter", problems) {
            let span = table.span();
            let required = table.split_off(&["required"]);
            if required.keys().next().is_some() {
                // It is an option of that rule, which is wanted by whoever sets it.
                options.push((Spanned::new(span, REQUIRES_FIELDS.to_owned()), required));
            }
            prose_keys = table.decode::<FrontMatter>(problems)?.prose;
        }
        let keys = root.decode(problems)?;
        Some(Self { file, keys, overrides, options, prose_keys, rules })
    }

    /// The file to read before this one, relative to this one's folder.
    #[must_use]
    pub fn extends(&self) -> Option<&Spanned<String>> {
        self.keys.extends.as_ref()
    }

    /// The globs of house rule sets, relative to this file's folder.
    #[must_use]
    pub fn rule_sets(&self) -> &[Spanned<String>] {
        &self.keys.rule_sets
    }

    /// The stylebook, relative to this file's folder.
    #[must_use]
    pub fn stylebook(&self) -> Option<&Spanned<String>> {
        self.keys.stylebook.as_ref()
    }

    /// The file of known findings, relative to this file's folder.
    #[must_use]
    pub fn baseline(&self) -> Option<&Spanned<String>> {
        self.keys.baseline.as_ref()
    }

    /// A problem at a value of this file.
    #[must_use]
    pub fn problem(&self, at: &Spanned<String>, message: impl Into<String>) -> Problem {
        self.file.problem(at.span(), message)
    }

    /// A problem for each code or group named anywhere in the file that no rule has.
    pub fn selector_problems<'c>(
        &self,
        codes: impl Iterator<Item = &'c crate::diagnostic::Code> + Clone,
    ) -> Vec<Problem> {
        let overrides = self.overrides.iter().flat_map(|part| part.ignore.iter().chain(part.severity.keys()));
        let named = self.keys.select.iter().flatten().chain(&self.keys.ignore).chain(self.keys.severity.keys());
        named
            .chain(overrides)
            .flat_map(|selector| {
                let alone = Selection { select: vec![selector.get_ref().clone()], ignore: Vec::new() };
                let place = self.problem(selector, "").place;
                alone
                    .problems(codes.clone())
                    .into_iter()
                    .map(move |problem| Problem { place: place.clone(), ..problem })
            })
            .collect()
    }
}
