//! The form for people. The article's words are never underlined from below: a terminal that reorders a right-to-left
//! line would put the marks under the wrong words. The span is marked in the text itself.

use std::fmt::{self, Write as _};
use std::io;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};

use super::excerpt::{Excerpt, place};
use super::safe::shown;
use super::{Leftovers, Render, Reported, Reporter, Summary, Ui, origin, write_statistics};
use crate::diagnostic::{Applicability, Diagnostic, Message, Severity};
use crate::text::{Source, Span};

/// Graphemes of the line shown on each side of the span.
const REACH: usize = 45;

/// Entries of a baseline shown that are not needed any more.
const STALE_SHOWN: usize = 5;

/// What the terminal does with text that runs from right to left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bidi {
    /// Nothing is added.
    Plain,
    /// Quoted article text is between isolates (U+2068, U+2069).
    Isolate,
    /// A colour change inside a line would reorder it: spans are marked by brackets only.
    Markers,
}

/// How the output is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether colour and weight can be used.
    pub colour: bool,
    /// What is to be done for right-to-left text.
    pub bidi: Bidi,
}

impl Look {
    /// Words of an article inside the program's own line: without what would give orders, and set apart where the terminal
    /// keeps right-to-left words together.
    #[must_use]
    pub fn isolated(self, text: &str) -> String {
        match self.bidi {
            Bidi::Isolate => format!("\u{2068}{}\u{2069}", shown(text)),
            Bidi::Plain | Bidi::Markers => shown(text).into_owned(),
        }
    }
}

/// The form for people.
#[derive(Debug, Clone)]
pub struct Human {
    /// The program's own words.
    pub ui: Ui,
    /// How it is to look.
    pub look: Look,
    /// Whether findings per code are listed at the end.
    pub statistics: bool,
    /// What templates left in the articles so far.
    pub leftovers: Leftovers,
}

impl Human {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.look.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// A message in the reader's language, fit for one line.
    fn say(&self, message: &Message) -> String {
        match self.look.bidi {
            Bidi::Plain | Bidi::Markers => shown(&message.plain(&self.ui.tag)).into_owned(),
            // The gate would escape the isolates, so the rule's words and the article's pass it one by one; what a
            // runner obeys cannot come about where they meet, because an isolate is between.
            Bidi::Isolate => {
                message.render_with(&self.ui.tag, |words| shown(words).into_owned(), |value| self.quote(value))
            }
        }
    }

    /// What is not our own words, fit for one line.
    fn quote(&self, text: &str) -> String {
        match self.look.bidi {
            Bidi::Plain | Bidi::Markers => shown(text).into_owned(),
            Bidi::Isolate => format!("\u{2068}{}\u{2069}", shown(text)),
        }
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
        let path = shown(&name);
        let severity = self.paint(colour_of(diagnostic.severity).bold(), diagnostic.severity.as_str());
        let location = self.paint(Style::new().bold(), &format!("{path}:{}:{}", at.line, at.column));
        writeln!(out, "{location} {severity}[{}]{}", diagnostic.code, shown(&origin(source)))?;
        writeln!(out, "  {}", self.placed(source, diagnostic.span, &diagnostic.message))?;
        let excerpt = Excerpt::of(source, diagnostic.span, REACH);
        writeln!(out, "  {}", self.draw(&excerpt, diagnostic.severity))?;
        for related in &diagnostic.related {
            writeln!(out, "  {}", self.placed(source, related.span, &related.message))?;
            // What is in sight already is not shown again.
            if !excerpt.shows(related.span) {
                writeln!(out, "  {}", self.draw(&Excerpt::of(source, related.span, REACH), Severity::Info))?;
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
        excerpt.render(|text| shown(text).into_owned(), |inside| self.marked(&shown(inside), severity))
    }
}

fn colour_of(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
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
        self.leftovers.lines(&self.ui, |text| self.quote(text)).iter().try_for_each(|line| writeln!(out, "{line}"))?;
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
            let look = Look { colour: false, bidi };
            Human { ui: Ui::load(&ui_files(), "en").unwrap(), look, statistics: false, leftovers: Leftovers::default() }
                .say(&message)
        };
        assert_eq!(say(Bidi::Plain), "\\u{001B}[2J #\\#[x] a\\u{2069}##{ \\u{2068}");
        assert_eq!(say(Bidi::Isolate), "\\u{001B}[2J #\\#[x] \u{2068}a\\u{2069}##{\u{2069} \\u{2068}");
    }
}
