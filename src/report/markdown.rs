//! A table in Markdown, for the summary of a job or a comment on a change.

use std::io;

use super::excerpt::{Excerpt, middle, place};
use super::safe::markdown;
use super::{Reported, Reporter, Summary, Ui, origin};
use crate::diagnostic::Diagnostic;

/// Graphemes of the line shown on each side of the span.
const REACH: usize = 60;
/// Bytes kept free for what comes after the table.
const RESERVE: usize = 4096;

/// A table of all findings.
#[derive(Debug)]
pub struct Markdown {
    ui: Ui,
    limit: Option<usize>,
    written: usize,
    rows: usize,
    left_out: usize,
}

impl Markdown {
    /// A table that speaks `ui`, of at most `limit` bytes.
    #[must_use]
    pub fn new(ui: Ui, limit: Option<usize>) -> Self {
        Self { ui, limit: limit.map(|limit| limit.saturating_sub(RESERVE)), written: 0, rows: 0, left_out: 0 }
    }

    fn has_room(&self, bytes: usize) -> bool {
        self.limit.is_none_or(|limit| self.written + bytes <= limit)
    }

    fn put(&mut self, out: &mut dyn io::Write, text: &str) -> io::Result<()> {
        self.written += text.len();
        out.write_all(text.as_bytes())
    }

    fn head(&self) -> String {
        let direction = self.ui.direction.as_str();
        format!("<div dir=\"{direction}\">\n\n## {}\n\n", markdown(self.ui.say("report-title")))
    }

    fn row(&self, article: &Reported<'_>, diagnostic: &Diagnostic) -> String {
        let source = article.source;
        let at = source.file_position(diagnostic.span.start);
        let path = markdown(&source.id.name());
        let message = diagnostic.message.render_with(&self.ui.tag, markdown, |value| {
            format!("<span dir=\"auto\">{}</span>", markdown(&middle(value)))
        });
        let excerpt = Excerpt::of(source, diagnostic.span, REACH)
            .render(markdown, |inside| format!("<mark>{}</mark>", markdown(inside)));
        format!(
            "| {} | <code dir=\"ltr\">{path}:{}:{}</code>{}<br>{} | <code dir=\"ltr\">{}</code> | {message}<br><span dir=\"auto\">{excerpt}</span> |\n",
            markdown(self.ui.severity(diagnostic.severity)),
            at.line,
            at.column,
            markdown(&origin(source)),
            markdown(&place(&self.ui, source, diagnostic.span)),
            diagnostic.code,
        )
    }
}

impl Reporter for Markdown {
    fn article(&mut self, out: &mut dyn io::Write, article: Reported<'_>, _: &[String]) -> io::Result<()> {
        for diagnostic in article.found {
            // Once something is left out, all that comes after it is: the table ends in one place.
            let row = if self.left_out == 0 { self.row(&article, diagnostic) } else { String::new() };
            if self.left_out > 0 || !self.has_room(row.len()) {
                self.left_out += 1;
                continue;
            }
            if self.rows == 0 {
                let titles = ["severity", "report-place", "report-rule", "report-finding"];
                let titles = titles.map(|key| markdown(self.ui.say(key))).join(" | ");
                let head = format!("{}| {titles} |\n| --- | --- | --- | --- |\n", self.head());
                self.put(out, &head)?;
            }
            self.rows += 1;
            self.put(out, &row)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        let mut tail = String::new();
        if self.rows == 0 {
            tail.push_str(&self.head());
        } else {
            tail.push('\n');
        }
        if self.left_out > 0 {
            let words = self.ui.count("report-left-out", self.left_out);
            tail.push_str(&format!("{}\n\n", markdown(&words)));
        }
        for line in summary.lines(&self.ui) {
            tail.push_str(&format!("{}\n\n", markdown(&line)));
        }
        tail.push_str("</div>\n");
        self.put(out, &tail)
    }
}
