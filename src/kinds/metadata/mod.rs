//! What is said about an article besides its text: fields that are missing or have a value that the house does not use, pictures
//! nobody is credited for, and agencies that the dateline and the fields do not agree on.

mod date_form;
mod value;

use schemars::JsonSchema;
use serde::Deserialize;

use self::value::Value;
use super::listed::stands_in;
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::document::Block;
use crate::language::{Field, Folder};
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::Table;

/// The kind `metadata`.
pub struct Metadata;

/// What one rule of this kind looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum LookFor {
    MissingField,
    UncreditedPicture,
    AgencyElsewhere,
    // Has keys of its own, those of `Value`.
    #[schemars(skip)]
    Value,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What the rule looks for.
    look_for: LookFor,
    /// Fields, or keys as they are written, that every article has to have.
    #[serde(default)]
    required: Vec<String>,
    /// Whether pictures have to be credited.
    #[serde(default = "yes")]
    pictures: bool,
    /// Whether dateline and fields have to name the same agencies.
    #[serde(default = "yes")]
    agencies: bool,
    /// News agencies, each by all its names.
    #[serde(default)]
    agency_names: Vec<Vec<String>>,
    /// Words and signs of a picture credit.
    #[serde(default)]
    credits: Vec<String>,
}

fn yes() -> bool {
    true
}

/// The dateline is in the first characters of the text, counted in bytes.
const HEAD: usize = 160;
/// A paragraph near a picture that is longer than this is the story, no credit, in bytes.
const LONGEST_CREDIT: usize = 240;

impl Kind for Metadata {
    fn name(&self) -> &'static str {
        "metadata"
    }

    fn says_replacement(&self) -> bool {
        true
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        // A rule says one or the other.
        schemars::json_schema!({ "anyOf": [crate::toml_doc::schema_of::<Keys>(), Value::schema()] })
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        if rule.text("look-for") == Some("value") {
            return Value::compile(rule, env, problems);
        }
        rule.decode::<Keys>(problems).map(|keys| Box::new(keys) as Box<dyn Check>)
    }
}

impl Check for Keys {
    fn check(&self, cx: &mut Context<'_>) {
        match self.look_for {
            LookFor::MissingField if cx.analysis.document.metadata.is_expected => self.missing_fields(cx),
            LookFor::UncreditedPicture if self.pictures => self.uncredited_pictures(cx),
            LookFor::AgencyElsewhere if self.agencies => {
                self.agency_of_dateline(cx);
                self.agency_of_fields(cx);
            }
            _ => {}
        }
    }
}

impl Keys {
    fn missing_fields(&self, cx: &mut Context<'_>) {
        let metadata = &cx.analysis.document.metadata;
        let has_block = |kind| cx.analysis.blocks().iter().any(|block| block.kind == kind);
        let is_there = |name: &str| match Field::named(name) {
            // A headline in the text is one.
            Some(Field::Title) if has_block(crate::document::BlockKind::Heading) => true,
            Some(field) => metadata.first(field).is_some(),
            None => {
                metadata.entries.iter().any(|entry| *entry.key == name.to_lowercase() && !entry.value.trim().is_empty())
            }
        };
        let missing: Vec<&String> = self.required.iter().filter(|name| !is_there(name)).collect();
        if !missing.is_empty() {
            let names = missing.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
            if let Some(finding) = cx.report_head() {
                finding.arg("fields", names).emit();
            }
        }
    }

    fn uncredited_pictures(&self, cx: &mut Context<'_>) {
        let document = cx.analysis.document;
        if document.metadata.first(Field::Credit).is_some() {
            return;
        }
        let folder = &document.language.folder;
        let credits: Vec<String> = self.credits.iter().map(|word| folder.fold(word)).collect();
        let is_credit = |block: &Block<'_>| {
            block.prose.len() <= LONGEST_CREDIT && {
                let folded = folder.fold(&block.prose);
                credits.iter().any(|credit| stands_in(&folded, credit))
            }
        };
        for picture in &document.pictures {
            let first = picture.blocks.saturating_sub(1);
            let near = document.blocks.get(first..document.blocks.len().min(picture.blocks + 2)).unwrap_or_default();
            if !near.iter().any(is_credit) {
                cx.report_stored(picture.span).emit();
            }
        }
        // A picture that is named in the fields only has its credit there.
        if let Some(image) = document.metadata.first(Field::Image) {
            let captions = document.metadata.values(Field::Caption);
            let is_credited = captions.filter_map(|caption| caption.block()).any(|block| is_credit(&block));
            if !is_credited && !image.span().is_empty() {
                cx.report_stored(image.span()).emit();
            }
        }
    }

    /// Indices of the agencies that a folded text names.
    fn agencies_in(&self, folded: &str, folder: &Folder) -> Vec<usize> {
        let is_named = |names: &Vec<String>| names.iter().any(|name| stands_in(folded, &folder.fold(name)));
        self.agency_names.iter().enumerate().filter(|(_, names)| is_named(names)).map(|(index, _)| index).collect()
    }

    /// The agencies that the fields name.
    fn agencies_of_fields(&self, cx: &Context<'_>) -> Vec<(usize, crate::text::Span)> {
        let document = cx.analysis.document;
        let folder = &document.language.folder;
        let fields = [Field::Source, Field::Author, Field::Credit];
        let entries = fields.into_iter().flat_map(|field| document.metadata.values(field));
        entries
            .flat_map(|entry| {
                let span = entry.span();
                self.agencies_in(&folder.fold(&entry.value), folder).into_iter().map(move |agency| (agency, span))
            })
            .collect()
    }

    /// What is between brackets at the head of the story, and the agencies in it.
    fn dateline(&self, cx: &Context<'_>) -> Option<(At, Vec<usize>)> {
        let folder = &cx.analysis.document.language.folder;
        let (index, block) = cx.analysis.blocks().iter().enumerate().find(|(_, block)| block.kind.is_running_text())?;
        let end = (0..=block.prose.len().min(HEAD)).rev().find(|&at| block.prose.is_char_boundary(at))?;
        let head = block.prose.get(..end)?;
        let start = head.find('(')? + 1;
        let length = head.get(start..)?.find(')')?;
        let agencies = self.agencies_in(&folder.fold(head.get(start..start + length)?), folder);
        let at = At { block: narrow(index), span: ProseSpan::from_range(start..start + length) };
        (!agencies.is_empty()).then_some((at, agencies))
    }

    fn agency_of_dateline(&self, cx: &mut Context<'_>) {
        let metadata = &cx.analysis.document.metadata;
        if [Field::Source, Field::Author, Field::Credit].into_iter().all(|field| metadata.first(field).is_none()) {
            return;
        }
        let Some((at, named)) = self.dateline(cx) else { return };
        let credited = self.agencies_of_fields(cx);
        if !named.iter().any(|agency| credited.iter().any(|(known, _)| known == agency)) {
            let agency = cx.analysis.slice(at);
            cx.report(at).arg("agency", agency).emit();
        }
    }

    fn agency_of_fields(&self, cx: &mut Context<'_>) {
        let credited = self.agencies_of_fields(cx);
        if credited.is_empty() {
            return;
        }
        let folder = &cx.analysis.document.language.folder;
        let named = self.agencies_in(cx.analysis.folded().text(), folder);
        for (agency, span) in credited {
            let usual = self.agency_names.get(agency).and_then(|names| names.first());
            if let Some(usual) = usual.filter(|_| !named.contains(&agency) && !span.is_empty()) {
                cx.report_stored(span).arg("agency", usual).emit();
            }
        }
    }
}
