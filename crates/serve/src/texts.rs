//! What is said about codes, for clients that show it beside a finding.

use copydesk::diagnostic::{Code, localised};
use copydesk::report::without_placeholders;
use copydesk::rules::{CodeTexts, Rule, RuleBook, page_of};
use serde::Serialize;

/// What LanguageTool calls an issue of a kind that it has no word for.
const OTHER: &str = "uncategorized";

/// What stands behind a finding.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleShown {
    /// The code, such as `quotes/unclosed`.
    pub id: String,
    /// Which rule of the code, where it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_id: Option<String>,
    /// What it finds, in a line.
    pub description: String,
    /// What translators and editors call such an issue.
    pub issue_type: String,
    /// Pages about it.
    pub urls: Vec<Address>,
    /// The group.
    pub category: Category,
}

/// The address of a page.
#[derive(Debug, Serialize)]
pub struct Address {
    /// The address.
    pub value: String,
}

/// A group of codes.
#[derive(Debug, Serialize)]
pub struct Category {
    /// Its name in codes.
    pub id: String,
    /// What it is about.
    pub name: String,
}

/// What is known of a code, with words in the language `ui`.
pub fn rule_shown(texts: &CodeTexts, book: &RuleBook, code: &Code, ui: &str) -> RuleShown {
    let rules: Vec<&Rule> = book.rules().iter().filter(|rule| rule.reporting.code == *code).collect();
    let group = texts.group(code.group());
    let name = group.map(|group| localised(&group.summary, ui)).filter(|name| !name.is_empty());
    RuleShown {
        id: code.as_str().to_owned(),
        sub_id: code.variant().map(str::to_owned),
        description: without_placeholders(texts.of(code.full(), &rules, ui).summary),
        issue_type: group.map_or(OTHER, |group| &group.issue_type).to_owned(),
        urls: page_of(code).map(|value| Address { value }).into_iter().collect(),
        category: Category { id: code.group().to_owned(), name: name.unwrap_or(code.group()).to_owned() },
    }
}
