//! SARIF 2.1.0, for code scanning. Of a long list the worst results are kept, as many as code scanning reads, and the
//! document says how many were left out.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::json::{PublishedSilence, to_json};
use super::safe::{json_escaped, uri};
use super::{Reported, Reporter, Summary, Ui, Worst, without_placeholders};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity, localised};
use crate::rules::{Rule, RuleBook, page_of};
use crate::text::{Source, SourceId, Span};

/// Results that GitHub keeps of a run.
const KEPT: usize = 5000;

/// A SARIF document. It is written at the end, because only then the worst are known.
#[derive(Debug)]
pub struct Sarif {
    ui: Ui,
    fingerprints: Fingerprints,
    results: Worst<String>,
    rules: BTreeMap<String, Value>,
}

impl Sarif {
    /// A document that speaks `ui` to people.
    #[must_use]
    pub fn new(ui: Ui) -> Self {
        Self { ui, fingerprints: Fingerprints::default(), results: Worst::new(KEPT), rules: BTreeMap::new() }
    }

    /// What a code means, from one of the rules behind it.
    fn rule(&self, book: &RuleBook, code: &str) -> Value {
        let rules: Vec<&Rule> = book.rules().iter().filter(|rule| rule.reporting.code.as_str() == code).collect();
        let first = |texts: fn(&Rule) -> &crate::language::Localised| {
            rules.iter().map(|&rule| localised(texts(rule), &self.ui.tag)).find(|text| !text.trim().is_empty())
        };
        let short = first(|rule| &rule.reporting.message).map_or_else(|| code.to_owned(), without_placeholders);
        let help = first(|rule| &rule.explain).map_or_else(|| short.clone(), |text| text.trim().to_owned());
        let severity = rules.first().map_or(Severity::Warning, |rule| rule.reporting.severity);
        let mut rule = json!({
            "id": code,
            "shortDescription": { "text": short },
            "fullDescription": { "text": short },
            "help": { "text": help, "markdown": help },
            "defaultConfiguration": { "level": level(severity) },
            "properties": { "tags": [code.split('/').next().unwrap_or_default()] },
        });
        if let Some(page) = rules.first().and_then(|rule| page_of(&rule.reporting.code)) {
            rule["helpUri"] = page.into();
        }
        rule
    }
}

fn message(ui: &Ui, message: &crate::diagnostic::Message) -> Value {
    json!({ "text": message.plain(&ui.tag) })
}

fn result(ui: &Ui, source: &Source, diagnostic: &Diagnostic, fingerprint: String) -> Value {
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "level": level(diagnostic.severity),
        "message": message(ui, &diagnostic.message),
        "locations": [location(source, diagnostic.span)],
        "partialFingerprints": { "primaryLocationLineHash": fingerprint },
    });
    let related = diagnostic.related.iter().zip(1_u32..).map(|(related, id)| {
        let mut place = location(source, related.span);
        place["id"] = json!(id);
        place["message"] = message(ui, &related.message);
        place
    });
    if !diagnostic.related.is_empty() {
        result["relatedLocations"] = related.collect();
    }
    let fix = diagnostic.fix.as_ref().filter(|fix| fix.applicability != Applicability::DisplayOnly);
    // A record's text is written with escapes, which the reader of a repair would not know of.
    if let Some(fix) = fix.filter(|_| source.record.is_none()) {
        result["fixes"] = json!([repair(ui, source, fix)]);
    }
    result
}

fn repair(ui: &Ui, source: &Source, fix: &Fix) -> Value {
    let replacements = fix
        .edits()
        .iter()
        .map(|edit| json!({ "deletedRegion": region(source, edit.span), "insertedContent": { "text": &*edit.text } }));
    json!({
        "description": message(ui, &fix.title),
        "artifactChanges": [{
            "artifactLocation": artifact(&source.id),
            "replacements": replacements.collect::<Vec<_>>(),
        }],
        "properties": { "applicability": fix.applicability.as_str() },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn artifact(id: &SourceId) -> Value {
    let address = id.path().map_or_else(|| "stdin".to_owned(), uri);
    // Relative addresses count from the root of the repository.
    if address.starts_with("file:") {
        json!({ "uri": address })
    } else {
        json!({ "uri": address, "uriBaseId": "%SRCROOT%" })
    }
}

fn location(source: &Source, span: Span) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(&source.id), "region": region(source, span) } })
}

/// Lines and columns from 1, the end exclusive. Columns count Unicode code points, as the run declares.
fn region(source: &Source, span: Span) -> Value {
    let (start, end) = (source.file_position(span.start), source.file_position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

impl Reporter for Sarif {
    fn article(&mut self, _: &mut dyn io::Write, article: Reported<'_>, _: &[String]) -> io::Result<()> {
        for diagnostic in article.found {
            let code = diagnostic.code.as_str();
            if !self.rules.contains_key(code) {
                let rule = self.rule(article.rules, code);
                self.rules.insert(code.to_owned(), rule);
            }
            let print = self.fingerprints.of(&article, diagnostic);
            let print = format!("{:032x}:{}", print.content, print.ordinal);
            let ui = &self.ui;
            self.results.add(diagnostic.severity, || result(ui, article.source, diagnostic, print).to_string());
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        let rules: Vec<&Value> = self.rules.values().collect();
        let mut invocation = json!({ "executionSuccessful": summary.problems == 0 });
        let mut told = summary.warnings(&self.ui);
        if self.results.left_out() > 0 {
            told.push(self.ui.count("report-left-out", self.results.left_out()));
        }
        if !told.is_empty() {
            let told = told.into_iter().map(|text| json!({ "level": "warning", "message": { "text": text } }));
            invocation["toolExecutionNotifications"] = told.collect();
        }
        let silenced = PublishedSilence::of(&summary.silenced);
        let driver = json!({
            "name": "copydesk",
            "informationUri": env!("CARGO_PKG_HOMEPAGE"),
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        write!(
            out,
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\n\"tool\":{},\n\"invocations\":[{}],\n\"columnKind\":\"unicodeCodePoints\",\n\"originalUriBaseIds\":{{\"%SRCROOT%\":{{\"description\":{{\"text\":\"the folder copydesk ran in\"}}}}}},\n\"properties\":{{\"silenced\":{}}},\n\"results\":[",
            to_json(&json!({ "driver": driver }))?,
            to_json(&invocation)?,
            to_json(&silenced)?,
        )?;
        for (index, result) in self.results.in_order().into_iter().enumerate() {
            let before = if index == 0 { "\n" } else { ",\n" };
            write!(out, "{before}{}", json_escaped(result.clone()))?;
        }
        writeln!(out, "\n]}}]}}")
    }
}
