//! One page that an editor can read: findings by article, each sentence with its defect marked. It loads nothing, and
//! its policy forbids what it does not need. Of a long list the worst findings are kept, and the page says so.

mod hashes;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use hashes::{SCRIPT_HASH, STYLE_HASH};

use super::excerpt::{Excerpt, middle, place};
use super::safe::markup;
use super::{Reported, Reporter, Summary, Ui, Worst, origin};
use crate::diagnostic::{Applicability, Diagnostic, Message};
use crate::text::{Source, Span};

/// Findings on one page: more than anybody reads, few enough for any browser.
const KEPT: usize = 5000;
/// Graphemes of the line shown on each side of the span.
const REACH: usize = 160;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// One finding on the page.
#[derive(Debug)]
struct Item {
    /// The article it is in, as HTML: its path, and what else tells it from others.
    path: Arc<str>,
    code: String,
    html: String,
}

/// One page.
#[derive(Debug)]
pub struct Html {
    ui: Ui,
    items: Worst<Item>,
}

impl Html {
    /// A page that speaks `ui`.
    #[must_use]
    pub fn new(ui: Ui) -> Self {
        Self { ui, items: Worst::new(KEPT) }
    }

    fn say(&self, key: &str) -> String {
        markup(self.ui.say(key))
    }

    fn head(&self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        write_head(out, &self.ui, "report-title")?;
        for line in summary.lines(&self.ui) {
            writeln!(out, "<p class=\"totals\">{}</p>", markup(&line))?;
        }
        if self.items.left_out() > 0 {
            let words = self.ui.count("report-left-out", self.items.left_out());
            writeln!(out, "<p class=\"totals\">{}</p>", markup(&words))?;
        }
        writeln!(out, "</header>")
    }

    /// Buttons for the codes on the page. They need the script, which uncovers them.
    fn filter(&self, out: &mut dyn io::Write, items: &[&Item]) -> io::Result<()> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for item in items {
            *counts.entry(&item.code).or_default() += 1;
        }
        if counts.len() < 2 {
            return Ok(());
        }
        let (name, all) = (self.say("report-filter"), self.say("report-all"));
        writeln!(out, "<nav id=\"filter\" aria-label=\"{name}\" hidden>\n<span>{name}</span>")?;
        writeln!(out, "<button type=\"button\" aria-pressed=\"true\">{all} ({})</button>", items.len())?;
        for (code, count) in counts {
            writeln!(
                out,
                "<button type=\"button\" aria-pressed=\"false\" data-code=\"{code}\"><code dir=\"ltr\">{code}</code> ({count})</button>"
            )?;
        }
        writeln!(out, "</nav>")
    }
}

/// Writes the head of a page that speaks `ui`, with the words for `title` above it: all up to what its header says further.
pub fn write_head(out: &mut dyn io::Write, ui: &Ui, title: &str) -> io::Result<()> {
    let title = markup(ui.say(title));
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>",
        markup(&ui.tag),
        ui.direction.as_str(),
    )
}

/// How findings are written.
struct Findings<'u>(&'u Ui);

impl Findings<'_> {
    /// A message, what it quotes kept apart from its own words so that neither reorders the other.
    fn message(&self, message: &Message) -> String {
        message.render_with(&self.0.tag, markup, |value| format!("<bdi>{}</bdi>", markup(&middle(value))))
    }

    fn excerpt(&self, source: &Source, span: Span, language: &str) -> String {
        let excerpt = Excerpt::of(source, span, REACH);
        let text = excerpt.render(prose, |inside| format!("<mark>{}</mark>", prose(inside)));
        format!("<blockquote dir=\"auto\" lang=\"{}\">{text}</blockquote>", markup(language))
    }

    fn finding(&self, article: &Reported<'_>, diagnostic: &Diagnostic) -> String {
        let source = article.source;
        let kind = diagnostic.severity.as_str();
        let code = markup(diagnostic.code.as_str());
        let mut html = format!(
            "<section class=\"finding {kind}\" data-code=\"{code}\">\n<p class=\"about\"><b>{}</b> <code dir=\"ltr\">{code}</code> <span>{}</span></p>\n<p class=\"message\" dir=\"auto\">{}</p>\n{}\n",
            markup(self.0.severity(diagnostic.severity)),
            markup(&place(self.0, source, diagnostic.span)),
            self.message(&diagnostic.message),
            self.excerpt(source, diagnostic.span, article.language),
        );
        let sight = Excerpt::of(source, diagnostic.span, REACH);
        for related in &diagnostic.related {
            let placed = self.0.fill(
                "placed",
                &[("place", &markup(&place(self.0, source, related.span))), ("what", &self.message(&related.message))],
            );
            html += &format!("<div class=\"related\"><p dir=\"auto\">{placed}</p>");
            // What is in sight already is not shown again.
            if !sight.shows(related.span) {
                html += &self.excerpt(source, related.span, article.language);
            }
            html += "</div>\n";
        }
        if let Some(fix) = &diagnostic.fix {
            let key = match fix.applicability {
                Applicability::Safe => "fix-safe",
                Applicability::Unsafe => "fix-unsafe",
                Applicability::DisplayOnly => "fix-shown",
            };
            let fix = self.0.fill(key, &[("what", &self.message(&fix.title))]);
            html += &format!("<p class=\"fix\" dir=\"auto\">{fix}</p>\n");
        }
        html + "</section>\n"
    }
}

/// Article text, which may run over several lines.
fn prose(text: &str) -> String {
    let lines: Vec<String> = text.split(['\n', '\r']).filter(|line| !line.is_empty()).map(line).collect();
    lines.join("<br>")
}

/// One line of it. Tags and character references are set apart, so that their letters neither decide the direction of
/// the line nor break into a word that runs the other way.
fn line(text: &str) -> String {
    let (mut html, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        html += &markup(before);
        let end = end_of_markup(from);
        let (part, after) = from.split_at(end.unwrap_or(1));
        html += &match end {
            Some(_) => format!("<code dir=\"ltr\">{}</code>", markup(part)),
            None => markup(part),
        };
        rest = after;
    }
    html + &markup(rest)
}

/// Where the tag or character reference ends that `text` begins with, if it is one.
fn end_of_markup(text: &str) -> Option<usize> {
    if let Some(name) = text.strip_prefix('&') {
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
        return (end > 0 && name.get(end..)?.starts_with(';')).then_some(end + 2);
    }
    let name = text.strip_prefix('<')?;
    let end = name.find(['<', '>'])?;
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    (is_tag && name.get(end..)?.starts_with('>')).then_some(end + 2)
}

impl Reporter for Html {
    fn article(&mut self, _: &mut dyn io::Write, article: Reported<'_>, _: &[String]) -> io::Result<()> {
        if article.found.is_empty() {
            return Ok(());
        }
        let source = article.source;
        let path = format!("<code dir=\"ltr\">{}</code>{}", markup(&source.id.name()), markup(&origin(source)));
        let path: Arc<str> = path.into();
        let findings = Findings(&self.ui);
        for diagnostic in article.found {
            self.items.add(diagnostic.severity, || Item {
                path: Arc::clone(&path),
                code: markup(diagnostic.code.as_str()),
                html: findings.finding(&article, diagnostic),
            });
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        let items = self.items.in_order();
        self.head(out, summary)?;
        self.filter(out, &items)?;
        writeln!(out, "<main>")?;
        for group in items.chunk_by(|a, b| a.path == b.path) {
            let path = group.first().map_or("", |item| &item.path);
            writeln!(out, "<article class=\"article\">\n<h2>{path}</h2>")?;
            group.iter().try_for_each(|item| out.write_all(item.html.as_bytes()))?;
            writeln!(out, "</article>")?;
        }
        writeln!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_markup_in_an_article_is_set_apart_and_stays_text() {
        assert_eq!(
            prose("<p>قال &rdquo;نعم\nAT&T & 3 < 5 <b"),
            "<code dir=\"ltr\">&#60;p&#62;</code>قال <code dir=\"ltr\">&#38;rdquo;</code>نعم<br>AT&#38;T &#38; 3 &#60; 5 &#60;b"
        );
    }
}
