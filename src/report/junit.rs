//! JUnit's XML, which every CI system shows: a suite for each article, a case for each finding. A hint is a case that
//! passes, and so is an article without findings.

use std::io;

use super::excerpt::{Excerpt, place};
use super::safe::markup;
use super::{Reported, Reporter, Summary, Ui, origin};
use crate::diagnostic::Severity;

/// Graphemes of the line shown on each side of the span.
const REACH: usize = 60;

/// JUnit's XML.
#[derive(Debug)]
pub struct Junit {
    ui: Ui,
    begun: bool,
}

impl Junit {
    /// A report that speaks `ui` to people.
    #[must_use]
    pub fn new(ui: Ui) -> Self {
        Self { ui, begun: false }
    }

    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"copydesk\">")
    }
}

impl Reporter for Junit {
    fn article(&mut self, out: &mut dyn io::Write, article: Reported<'_>, _: &[String]) -> io::Result<()> {
        self.begin(out)?;
        let source = article.source;
        let path = markup(&source.id.name());
        let failures = article.found.iter().filter(|diagnostic| diagnostic.severity > Severity::Info).count();
        let cases = article.found.len().max(1);
        let name = format!("{path}{}", markup(&origin(source)));
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\">")?;
        if article.found.is_empty() {
            writeln!(out, "    <testcase name=\"copydesk\" classname=\"{path}\" file=\"{path}\"/>")?;
        }
        for diagnostic in article.found {
            let at = source.file_position(diagnostic.span.start);
            let (code, line) = (diagnostic.code.as_str(), at.line);
            writeln!(
                out,
                "    <testcase name=\"{code} {line}:{}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">",
                at.column
            )?;
            let message = diagnostic.message.plain(&self.ui.tag);
            let excerpt = Excerpt::of(source, diagnostic.span, REACH)
                .render(markup, |inside| format!("\u{27e6}{}\u{27e7}", markup(inside)));
            let place = place(&self.ui, source, diagnostic.span);
            let text = format!("{path}:{line}:{}\n{}\n{}", at.column, markup(&place), excerpt);
            if diagnostic.severity > Severity::Info {
                let kind = diagnostic.severity.as_str();
                writeln!(out, "      <failure type=\"{kind}\" message=\"{}\">{text}</failure>", markup(&message))?;
            } else {
                writeln!(out, "      <system-out>{}\n{text}</system-out>", markup(&message))?;
            }
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        self.begin(out)?;
        let (warnings, silence) = (summary.warnings(&self.ui), summary.silence(&self.ui));
        if !warnings.is_empty() || !silence.is_empty() {
            let tests = warnings.len();
            writeln!(
                out,
                "  <testsuite name=\"copydesk\" tests=\"{tests}\" failures=\"0\" errors=\"0\" skipped=\"{tests}\">"
            )?;
            if !silence.is_empty() {
                writeln!(out, "    <properties>")?;
                for line in silence {
                    writeln!(out, "      <property name=\"silenced\" value=\"{}\"/>", markup(&line))?;
                }
                writeln!(out, "    </properties>")?;
            }
            for line in warnings {
                let line = markup(&line);
                writeln!(
                    out,
                    "    <testcase name=\"{line}\" classname=\"copydesk\"><skipped message=\"{line}\"/></testcase>"
                )?;
            }
            writeln!(out, "  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }
}
