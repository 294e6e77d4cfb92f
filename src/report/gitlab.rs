//! GitLab's code quality report: a list of findings, each with a fingerprint of its own, since GitLab drops equal ones.

use std::io;

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::json::{List, path_of};
use super::{Reported, Reporter, Summary, Ui, json};
use crate::diagnostic::Severity;
use crate::text::stable_hash;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: Box<serde_json::value::RawValue>,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// A code quality report.
#[derive(Debug)]
pub struct Gitlab {
    ui: Ui,
    fingerprints: Fingerprints,
    list: List,
}

impl Gitlab {
    /// A report that speaks `ui` to people.
    #[must_use]
    pub fn new(ui: Ui) -> Self {
        Self { ui, fingerprints: Fingerprints::default(), list: List::new("[") }
    }
}

impl Reporter for Gitlab {
    fn article(&mut self, out: &mut dyn io::Write, article: Reported<'_>, _: &[String]) -> io::Result<()> {
        for diagnostic in article.found {
            let path = path_of(&article.source.id)?;
            let fingerprint = self.fingerprints.of(&article, diagnostic).across_files(path.get());
            let position = |offset| article.source.file_position(offset).line;
            let issue = Issue {
                description: diagnostic.message.plain(&self.ui.tag),
                check_name: diagnostic.code.as_str(),
                fingerprint: format!("{fingerprint:032x}"),
                severity: match diagnostic.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                location: Location {
                    path,
                    lines: Lines { begin: position(diagnostic.span.start), end: position(diagnostic.span.end) },
                },
            };
            self.list.add(out, &issue)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        // The report has no other place for what is about the whole run.
        for description in summary.warnings(&self.ui) {
            let fingerprint = format!("{:032x}", stable_hash(&description));
            let location = Location { path: json::text(".")?, lines: Lines { begin: 1, end: 1 } };
            let issue = Issue { description, check_name: "copydesk/run", fingerprint, severity: "minor", location };
            self.list.add(out, &issue)?;
        }
        self.list.end(out)?;
        writeln!(out)
    }
}
