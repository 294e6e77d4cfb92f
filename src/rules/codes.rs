//! What each code is about, in short: from `rules/codes.toml` for the built-in codes, from the rules themselves for those of a
//! newsroom. `explain`, `rules` and the pages of the documentation show the same texts.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rule;
use crate::diagnostic::{Code, localised};
use crate::language::Localised;
use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// Where the texts of the built-in codes are kept.
const FILE: &str = "rules/codes.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    groups: BTreeMap<String, GroupText>,
    codes: BTreeMap<String, CodeText>,
}

/// What is said about a group of codes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupText {
    /// What its rules look for, in a line.
    pub summary: Localised,
    /// What a reader should know about all of them, in one or two sentences.
    pub about: Localised,
    /// What translators and editors of text call such issues: a `locQualityIssueType` of the Internationalization Tag Set 2.0.
    #[serde(rename = "issue-type")]
    pub issue_type: String,
}

/// What is said about a code, or about a variant of one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeText {
    /// What it finds, in a line.
    #[serde(default)]
    pub summary: Localised,
    /// Why that matters, in a few sentences.
    #[serde(default)]
    pub why: Localised,
    /// What to do about it, and what copydesk can do by itself.
    #[serde(default)]
    pub fix: Localised,
}

/// The short texts of a code in one language. A text that nobody has written is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CodeSummary<'t> {
    /// What it finds, in a line. Where that is the message of a rule, it holds `{placeholders}`.
    pub summary: &'t str,
    /// Why that matters.
    pub why: &'t str,
    /// What to do about it.
    pub fix: &'t str,
}

/// The texts of the groups and codes that come with copydesk.
#[derive(Debug, Clone, Default)]
pub struct CodeTexts {
    groups: BTreeMap<String, GroupText>,
    codes: BTreeMap<String, CodeText>,
}

impl CodeTexts {
    /// Reads the file that comes with copydesk. What cannot be read is added to `problems`.
    #[must_use]
    pub fn read(problems: &mut Vec<Problem>) -> Self {
        let file = TomlFile::new(FILE, include_str!("../../rules/codes.toml"));
        let read = file.parse(problems).decode::<File>(problems).filter(|read| read.schema == 1);
        read.map_or_else(Self::default, |read| Self { groups: read.groups, codes: read.codes })
    }

    /// Every group that has texts, by name.
    pub fn groups(&self) -> impl Iterator<Item = (&str, &GroupText)> {
        self.groups.iter().map(|(name, text)| (name.as_str(), text))
    }

    /// Every code that has texts, variants among them, by code.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &CodeText)> {
        self.codes.iter().map(|(code, text)| (code.as_str(), text))
    }

    /// The texts of a group; `None` for a group of a newsroom's own.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&GroupText> {
        self.groups.get(name)
    }

    /// The texts of `selector`, a code with or without a variant, in `language`. `rules` are the rules it selects: they speak
    /// where no text is written for it.
    #[must_use]
    pub fn of<'t>(&'t self, selector: &str, rules: &[&'t Rule], language: &str) -> CodeSummary<'t> {
        let code = Code::parse(selector);
        let own = self.codes.get(selector);
        let of_code = code.as_ref().and_then(|code| self.codes.get(code.as_str()));
        let written = |text: fn(&CodeText) -> &Localised| {
            let texts = [own, of_code].into_iter().flatten().map(text);
            texts.map(|text| localised(text, language)).find(|text| !text.is_empty())
        };
        let of_rules = |text: fn(&Rule) -> &Localised| {
            rules.iter().map(|rule| localised(text(rule), language)).find(|text| !text.is_empty())
        };
        CodeSummary {
            summary: written(|text| &text.summary)
                .or_else(|| of_rules(|rule| &rule.summary))
                .or_else(|| of_rules(|rule| &rule.reporting.message))
                .unwrap_or_default()
                .trim(),
            why: written(|text| &text.why).or_else(|| of_rules(|rule| &rule.explain)).unwrap_or_default().trim(),
            fix: written(|text| &text.fix).or_else(|| of_rules(|rule| &rule.reporting.fix)).unwrap_or_default().trim(),
        }
    }
}
