//! GitLab's code quality report: a list of findings, each with a fingerprint of its own, since GitLab drops equal ones.

use std::io;

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::json::{List, path_of};
use super::{Article, Reporter, Summary};
use crate::diagnostic::Severity;

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
    /// Language tag of the words for people.
    ui: String,
    fingerprints: Fingerprints,
    list: List,
}

impl Gitlab {
    /// A report that speaks `ui` to people.
    #[must_use]
    pub fn new(ui: impl Into<String>) -> Self {
        Self { ui: ui.into(), fingerprints: Fingerprints::default(), list: List::new("[") }
    }
}

impl Reporter for Gitlab {
    fn article(&mut self, out: &mut dyn io::Write, article: Article<'_>, _: &[String]) -> io::Result<()> {
        for diagnostic in article.found {
            let path = path_of(&article.source.id)?;
            let fingerprint = self.fingerprints.of(&article, diagnostic).across_files(path.get());
            let position = |offset| article.source.file_position(offset).line;
            let issue = Issue {
                description: diagnostic.message.render(&self.ui, str::to_owned),
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

    fn finish(&mut self, out: &mut dyn io::Write, _: &Summary) -> io::Result<()> {
        self.list.end(out)?;
        writeln!(out)
    }
}
