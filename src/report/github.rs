//! Annotations on a GitHub pull request, as workflow commands. A step shows ten errors and ten warnings: those are
//! the worst, one notice counts the rest, and the job summary, where there is one, lists all.

use std::fmt;
use std::io::{self, Write};

use super::safe::{command_data, command_path, command_property};
use super::{Markdown, Reported, Reporter, Summary, Ui, Worst};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Source;

/// Annotations of each level that a step shows.
const SHOWN: usize = 10;

/// Annotations, and the job summary.
pub struct Github {
    ui: Ui,
    /// Errors, warnings, notices; the last of the notices is the count.
    levels: [(Severity, &'static str, Worst<String>); 3],
    summary: Option<(Markdown, Box<dyn Write>)>,
}

impl fmt::Debug for Github {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Github").field("levels", &self.levels).finish_non_exhaustive()
    }
}

impl Github {
    /// Annotations that speak `ui`. The table of all findings is written to `summary` if there is one, at most so many
    /// bytes.
    #[must_use]
    pub fn new(ui: Ui, summary: Option<(Box<dyn Write>, usize)>) -> Self {
        let summary = summary.map(|(out, limit)| (Markdown::new(ui.clone(), Some(limit)), out));
        let levels = [
            (Severity::Error, "error", Worst::new(SHOWN)),
            (Severity::Warning, "warning", Worst::new(SHOWN)),
            (Severity::Info, "notice", Worst::new(SHOWN - 1)),
        ];
        Self { ui, levels, summary }
    }
}

impl Reporter for Github {
    fn article(&mut self, _: &mut dyn Write, article: Reported<'_>, _: &[String]) -> io::Result<()> {
        for diagnostic in article.found {
            for (severity, level, kept) in &mut self.levels {
                if *severity == diagnostic.severity {
                    kept.add(*severity, || annotation(level, article.source, diagnostic, &self.ui.tag));
                }
            }
        }
        match &mut self.summary {
            Some((markdown, out)) => markdown.article(out, article, &[]),
            None => Ok(()),
        }
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let mut left_out = 0;
        for (_, _, kept) in &self.levels {
            kept.worst_first().try_for_each(|line| writeln!(out, "{line}"))?;
            left_out += kept.left_out();
        }
        for line in summary.warnings(&self.ui) {
            writeln!(out, "::warning title=copydesk::{}", command_data(&line))?;
        }
        for line in summary.silence(&self.ui) {
            writeln!(out, "::notice title=copydesk::{}", command_data(&line))?;
        }
        if left_out > 0 {
            let words = self.ui.count("report-left-out", left_out);
            writeln!(out, "::notice title=copydesk::{}", command_data(&words))?;
        }
        match &mut self.summary {
            Some((markdown, out)) => {
                markdown.finish(out, summary)?;
                out.flush()
            }
            None => Ok(()),
        }
    }
}

/// One annotation. Columns count UTF-16 units.
fn annotation(level: &str, source: &Source, diagnostic: &Diagnostic, ui: &str) -> String {
    let column = |offset: u32| {
        let line = source.line_span(source.position(offset).line);
        let before = source.text().get(line.start as usize..offset as usize).unwrap_or_default();
        before.encode_utf16().count() + 1
    };
    let (start, end) = (source.file_position(diagnostic.span.start), source.file_position(diagnostic.span.end));
    let message = diagnostic.message.plain(ui);
    let code = command_property(diagnostic.code.as_str());
    let Some(file) = source.id.path().and_then(command_path) else {
        // The runner could not turn this path back, or would obey it.
        let place = format!("{}:{}:{}: {message}", source.id.name(), start.line, start.column);
        return format!("::{level} title={code}::{}", command_data(&place));
    };
    // What comes before a record on its line is not at hand, so its units cannot be counted: the line has to do.
    let columns = if start.line == end.line && source.record.is_none() {
        format!(",col={},endColumn={}", column(diagnostic.span.start), column(diagnostic.span.end))
    } else {
        String::new()
    };
    let (line, end) = (start.line, end.line);
    format!("::{level} file={file},line={line},endLine={end}{columns},title={code}::{}", command_data(&message))
}
