//! The form for people. The article's words are never underlined from below: a terminal that reorders a right-to-left
//! line would put the marks under the wrong words. The span is marked in the text itself.

use std::fmt::{self, Write as _};
use std::io;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};

use super::excerpt::{Excerpt, place};
use super::safe::shown;
use super::{Bidi, Leftovers, Look, Render, Reported, Reporter, Summary, Ui, origin, write_statistics};
use crate::diagnostic::{Applicability, Diagnostic, Message, Severity};
use crate::text::{Source, Span};

/// Graphemes of the line shown on each side of the span.
const REACH: usize = 45;

/// Entries of a baseline shown that are not needed any more.
const STALE_SHOWN: usize = 5;

/// The form for people.
#[derive(Debug, Clone)]
pub struct Human {
    /// The program's own words.
    pub ui: Ui,
    /// How it is to look.
    pub look: Look,
    /// Graphemes of its line that are shown on each side of a span, in as many lines as that takes; nothing if it is to fit into one.
    pub reach: Option<usize>,
    /// Whether findings per code are listed at the end.
    pub statistics: bool,
    /// Whether nothing is said at the end but that.
    pub quiet: bool,
    /// What templates left in the articles so far.
    pub leftovers: Leftovers,
}

impl Human {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.look.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// A message in the reader's language, fit for one line.
    fn say(&self, message: &Message) -> String {
        if !self.look.isolates() {
            return shown(&message.plain(&self.ui.tag)).into_owned();
        }
        // The gate would escape the isolates, so the rule's words and the article's pass it one by one; what a runner obeys
        // cannot come about where they meet, because an isolate is between.
        message.render_with(&self.ui.tag, |words| shown(words).into_owned(), |value| self.look.isolated(value))
    }

    fn marked(&self, text: &str, severity: Severity) -> String {
        if self.look.colour && self.look.bidi != Bidi::Markers {
            self.paint(colour_of(severity).bold().underline(), text)
        } else {
            format!("\u{27e6}{text}\u{27e7}")
        }
    }

    fn finding(&self, out: &mut String, source: &Source, diagnostic: &Diagnostic) -> fmt::Result {
        let at = source.file_position(diagnostic.span.start);
        let name = source.id.name();
        let path = self.look.isolated_name(&name);
        let severity = self.paint(colour_of(diagnostic.severity).bold(), diagnostic.severity.as_str());
        let location = self.paint(Style::new().bold(), &format!("{path}:{}:{}", at.line, at.column));
        writeln!(out, "{location} {severity}[{}]{}", diagnostic.code, shown(&origin(source)))?;
        writeln!(out, "  {}", self.placed(source, diagnostic.span, &diagnostic.message))?;
        let excerpt = self.excerpt(source, diagnostic.span);
        writeln!(out, "  {}", self.draw(&excerpt, diagnostic.severity))?;
        for related in &diagnostic.related {
            writeln!(out, "  {}", self.placed(source, related.span, &related.message))?;
            // What is in sight already is not shown again.
            if !excerpt.shows(related.span) {
                writeln!(out, "  {}", self.draw(&self.excerpt(source, related.span), Severity::Info))?;
            }
        }
        if let Some(fix) = &diagnostic.fix {
            let key = match fix.applicability {
                Applicability::Safe => "fix-safe",
                Applicability::Unsafe => "fix-unsafe",
                Applicability::DisplayOnly => "fix-shown",
            };
            let text = self.ui.fill(key, &[("what", &self.say(&fix.title))]);
            // The line may hold words from right to left.
            let style = if self.look.bidi == Bidi::Markers { Style::new() } else { AnsiColor::Green.on_default() };
            writeln!(out, "  {}", self.paint(style, &text))?;
        }
        Ok(())
    }

    /// A message with its place before it.
    fn placed(&self, source: &Source, span: Span, message: &Message) -> String {
        self.ui.fill("placed", &[("place", &place(&self.ui, source, span)), ("what", &self.say(message))])
    }

    fn draw(&self, excerpt: &Excerpt<'_>, severity: Severity) -> String {
        let line = excerpt.render(|text| shown(text).into_owned(), |inside| self.marked(&shown(inside), severity));
        self.look.set_apart(line)
    }

    /// A span with the words beside it that there is room for.
    fn excerpt<'s>(&self, source: &'s Source, span: Span) -> Excerpt<'s> {
        match self.look.width.filter(|_| self.reach.is_none()) {
            // The indents on both sides, the brackets, and what shows that the line goes on.
            Some(width) => Excerpt::within(source, span, width.saturating_sub(2 + 2 + 2 + 2)),
            None => Excerpt::of(source, span, self.reach.unwrap_or(REACH)),
        }
    }
}

fn colour_of(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red,
        // Yellow cannot be read on white.
        Severity::Warning => AnsiColor::Magenta,
        Severity::Info => AnsiColor::Cyan,
    }
    .on_default()
}

impl Render for Human {
    fn render(&self, article: Reported<'_>) -> io::Result<Vec<String>> {
        let text = |diagnostic| {
            let mut text = String::new();
            self.finding(&mut text, article.source, diagnostic).map(|()| text).map_err(io::Error::other)
        };
        article.found.iter().map(text).collect()
    }
}

impl Reporter for Human {
    fn renderer(&self) -> Option<Arc<dyn Render>> {
        Some(Arc::new(self.clone()))
    }

    fn article(&mut self, out: &mut dyn io::Write, article: Reported<'_>, rendered: &[String]) -> io::Result<()> {
        self.leftovers.add(article);
        rendered.iter().try_for_each(|finding| writeln!(out, "{finding}"))
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        if self.statistics && !summary.by_code.is_empty() {
            write_statistics(out, summary)?;
            writeln!(out)?;
        }
        if self.quiet {
            return Ok(());
        }
        self.leftovers
            .lines(&self.ui, |text| self.look.isolated(text))
            .iter()
            .try_for_each(|line| writeln!(out, "{line}"))?;
        summary.lines(&self.ui).into_iter().try_for_each(|line| writeln!(out, "{line}"))?;
        if let Some(quiet) = summary.baseline.as_ref().filter(|quiet| !quiet.stale.is_empty()) {
            for (article, fingerprint, _) in quiet.stale.iter().take(STALE_SHOWN) {
                writeln!(out, "  {}: {}", shown(article), shown(fingerprint))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_rule_says_passes_the_gate_like_what_an_article_says() {
        use crate::rules::ui_files;
        let template = [("en".to_owned(), "\u{1b}[2J ##[x] {word} \u{2068}".to_owned())].into();
        let mut message = Message::new(std::sync::Arc::new(template));
        std::sync::Arc::make_mut(&mut message.args).insert("word".into(), "a\u{2069}##{".to_owned());
        let say = |bidi| {
            let look = Look { bidi, ..Look::PLAIN };
            Human {
                ui: Ui::load(&ui_files(), "en").unwrap(),
                look,
                reach: None,
                statistics: false,
                quiet: false,
                leftovers: Leftovers::default(),
            }
            .say(&message)
        };
        assert_eq!(say(Bidi::Plain), "\\u{001B}[2J #\\#[x] a\\u{2069}##{ \\u{2068}");
        assert_eq!(say(Bidi::Isolate), "\\u{001B}[2J #\\#[x] \u{2068}a\\u{2069}##{\u{2069} \\u{2068}");
    }
}
