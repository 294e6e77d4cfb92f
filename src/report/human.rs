//! The form for people. The article's words are never underlined from below: a terminal that reorders a right-to-left
//! line would put the marks under the wrong words. The span is marked in the text itself.

use std::io;

use anstyle::{AnsiColor, Style};
use unicode_segmentation::UnicodeSegmentation;

use super::safe::shown;
use super::{Article, Reporter, Summary, Ui, write_statistics};
use crate::diagnostic::{Applicability, Diagnostic, Message, Severity};
use crate::text::{Source, Span};

/// Graphemes of the line shown on each side of the span.
const REACH: usize = 45;
/// Graphemes of the span itself that are shown; the middle of a longer one is left out.
const SPAN_REACH: usize = 60;

/// Entries of a baseline shown that are not needed any more.
const STALE_SHOWN: usize = 5;

/// What the terminal does with text that runs from right to left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bidi {
    /// Nothing is added.
    Plain,
    /// Quoted article text stands between isolates (U+2068, U+2069).
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

/// The form for people.
#[derive(Debug)]
pub struct Human {
    /// The program's own words.
    pub ui: Ui,
    /// How it is to look.
    pub look: Look,
    /// Whether findings per code are listed at the end.
    pub statistics: bool,
}

impl Human {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.look.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// A message in the reader's language, fit for one line.
    fn say(&self, message: &Message) -> String {
        match self.look.bidi {
            Bidi::Plain | Bidi::Markers => shown(&message.render(&self.ui.tag, str::to_owned)).into_owned(),
            // The gate would escape the isolates, so the rule's words and the article's pass it one by one; what a
            // runner obeys cannot come about where they meet, because an isolate stands between.
            Bidi::Isolate => message.render_with(
                &self.ui.tag,
                |words| shown(words).into_owned(),
                |value| format!("\u{2068}{}\u{2069}", shown(value)),
            ),
        }
    }

    fn marked(&self, text: &str, severity: Severity) -> String {
        if self.look.colour && self.look.bidi != Bidi::Markers {
            self.paint(colour_of(severity).bold().underline(), text)
        } else {
            format!("\u{27e6}{text}\u{27e7}")
        }
    }

    fn place(&self, source: &Source, span: Span) -> String {
        let at = source.position(span.start);
        let line = source.line_span(at.line);
        let before = source.slice(Span::new(line.start, span.start.min(line.end)));
        let words = before.split_whitespace().count();
        let inside_word = before.chars().next_back().is_some_and(|c| !c.is_whitespace());
        let word = if inside_word { words } else { words + 1 };
        self.ui.fill("place", &[("line", &at.line.to_string()), ("word", &word.to_string())])
    }

    fn finding(&self, out: &mut dyn io::Write, source: &Source, diagnostic: &Diagnostic) -> io::Result<()> {
        let at = source.position(diagnostic.span.start);
        let name = source.id.name();
        let path = shown(&name);
        let severity = self.paint(colour_of(diagnostic.severity).bold(), diagnostic.severity.as_str());
        let location = self.paint(Style::new().bold(), &format!("{path}:{}:{}", at.line, at.column));
        writeln!(out, "{location} {severity}[{}]", diagnostic.code)?;
        writeln!(out, "  {}", self.placed(source, diagnostic.span, &diagnostic.message))?;
        let excerpt = Excerpt::of(source, diagnostic.span);
        writeln!(out, "  {}", self.draw(&excerpt, diagnostic.severity))?;
        for related in &diagnostic.related {
            writeln!(out, "  {}", self.placed(source, related.span, &related.message))?;
            // What is in sight already is not shown again.
            if !excerpt.shows(related.span) {
                writeln!(out, "  {}", self.draw(&Excerpt::of(source, related.span), Severity::Info))?;
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
        writeln!(out)
    }

    /// A message with its place before it.
    fn placed(&self, source: &Source, span: Span, message: &Message) -> String {
        self.ui.fill("placed", &[("place", &self.place(source, span)), ("what", &self.say(message))])
    }

    fn draw(&self, excerpt: &Excerpt<'_>, severity: Severity) -> String {
        let inside = self.marked(&shown(&excerpt.inside), severity);
        let cut = |is_cut: bool| if is_cut { "\u{2026}" } else { "" };
        let (before, after) = (shown(excerpt.before), shown(excerpt.after));
        format!("{}{before}{inside}{after}{}", cut(excerpt.cut_before), cut(excerpt.cut_after))
    }
}

/// A span within the line or lines it stands in, clipped on both sides between words.
struct Excerpt<'s> {
    before: &'s str,
    inside: String,
    after: &'s str,
    cut_before: bool,
    cut_after: bool,
    /// The stored text in sight.
    sight: Span,
}

impl<'s> Excerpt<'s> {
    fn of(source: &'s Source, span: Span) -> Self {
        let first = source.line_span(source.position(span.start).line);
        let last = source.line_span(source.position(span.end).line);
        let line_before = source.slice(Span::new(first.start, span.start)).trim_start();
        let line_after = source.slice(Span::new(span.end, last.end.max(span.end))).trim_end();
        let (before, after) = (tail(line_before), head(line_after));
        let narrow = |text: &str| u32::try_from(text.len()).unwrap_or(0);
        Self {
            before,
            inside: middle(source.slice(span)),
            after,
            cut_before: before.len() < line_before.len(),
            cut_after: after.len() < line_after.len(),
            sight: Span::new(span.start - narrow(before), span.end + narrow(after)),
        }
    }

    fn shows(&self, span: Span) -> bool {
        self.sight.start <= span.start && span.end <= self.sight.end
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

/// The last words of a text, at most `REACH` graphemes.
fn tail(text: &str) -> &str {
    let Some((cut, _)) = text.grapheme_indices(true).rev().nth(REACH) else { return text };
    let kept = text.get(cut..).unwrap_or_default();
    // From the next word on, if a word begins anywhere.
    kept.find(char::is_whitespace).and_then(|at| kept.get(at..)).unwrap_or(kept).trim_start()
}

/// The first words of a text, likewise.
fn head(text: &str) -> &str {
    let Some((cut, _)) = text.grapheme_indices(true).nth(REACH) else { return text };
    let kept = text.get(..cut).unwrap_or_default();
    kept.rfind(char::is_whitespace).and_then(|at| kept.get(..at)).unwrap_or(kept).trim_end()
}

/// A span's own text; of a long one the first and the last words.
fn middle(text: &str) -> String {
    if text.graphemes(true).nth(2 * SPAN_REACH).is_none() {
        return text.to_owned();
    }
    let first = text.grapheme_indices(true).nth(SPAN_REACH).map_or(text, |(cut, _)| text.get(..cut).unwrap_or(text));
    let last =
        text.grapheme_indices(true).rev().nth(SPAN_REACH).map_or("", |(cut, _)| text.get(cut..).unwrap_or_default());
    let first = first.rfind(char::is_whitespace).and_then(|at| first.get(..at)).unwrap_or(first);
    let last = last.find(char::is_whitespace).and_then(|at| last.get(at..)).unwrap_or(last);
    format!("{} \u{2026} {}", first.trim_end(), last.trim_start())
}

impl Reporter for Human {
    fn article(&mut self, out: &mut dyn io::Write, article: Article<'_>) -> io::Result<()> {
        article.found.iter().try_for_each(|diagnostic| self.finding(out, article.source, diagnostic))
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        if self.statistics && !summary.by_code.is_empty() {
            write_statistics(out, summary)?;
            writeln!(out)?;
        }
        let mut parts = Vec::new();
        let mut part = |key: &str, count: usize| parts.push(self.ui.fill(key, &[("count", &count.to_string())]));
        part("articles", summary.articles);
        if let Some(repaired) = summary.repaired {
            part("repaired", repaired);
        }
        for (severity, key) in [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Info, "infos")]
        {
            if let Some(&count) = summary.by_severity.get(&severity) {
                part(key, count);
            }
        }
        if let Some(hidden) = summary.baseline.as_ref().map(|quiet| quiet.hidden).filter(|&hidden| hidden > 0) {
            part("baseline-hidden", hidden);
        }
        if summary.problems > 0 {
            part("problems", summary.problems);
        }
        let says = match (summary.articles, summary.findings()) {
            (0, _) if summary.problems > 0 => Some("nothing-checked"),
            (0, _) if summary.only_changed => Some("no-changes"),
            (0, _) => Some("no-articles"),
            (_, 0) => Some("no-findings"),
            _ => None,
        };
        if let Some(key) = says {
            writeln!(out, "{}", self.ui.say(key))?;
        }
        writeln!(out, "{}", parts.join(self.ui.say("separator")))?;
        if summary.repaired.is_none() && summary.fixable.0 > 0 {
            writeln!(out, "{}", self.ui.fill("fixable-safe", &[("count", &summary.fixable.0.to_string())]))?;
        }
        if summary.fixable.1 > 0 {
            writeln!(out, "{}", self.ui.fill("fixable-unsafe", &[("count", &summary.fixable.1.to_string())]))?;
        }
        if let Some(quiet) = summary.baseline.as_ref().filter(|quiet| !quiet.stale.is_empty()) {
            writeln!(out, "{}", self.ui.fill("baseline-stale", &[("count", &quiet.stale().to_string())]))?;
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
    fn clipping_is_at_words_and_never_inside_a_grapheme() {
        let text = "كَتَبَ ".repeat(40);
        let (first, last) = (head(&text), tail(&text));
        assert!(first.ends_with("بَ"), "{first}");
        assert!(last.starts_with("كَ"), "{last}");
        for part in [first, last] {
            assert!((REACH - 10..=REACH).contains(&part.graphemes(true).count()), "{part}");
        }
        assert_eq!(head("short"), "short");
    }

    #[test]
    fn the_middle_of_a_long_span_is_left_out() {
        let text = "one two three ".repeat(30);
        let shown = middle(text.trim());
        assert!(shown.contains(" … ") && shown.len() < 140, "{shown}");
    }

    #[test]
    fn what_a_rule_says_passes_the_gate_like_what_an_article_says() {
        use crate::rules::ui_files;
        let template = [("en".to_owned(), "\u{1b}[2J ##[x] {word} \u{2068}".to_owned())].into();
        let mut message = Message::new(std::sync::Arc::new(template));
        std::sync::Arc::make_mut(&mut message.args).insert("word", "a\u{2069}##{".to_owned());
        let say = |bidi| {
            let look = Look { colour: false, bidi };
            Human { ui: Ui::load(&ui_files(), "en").unwrap(), look, statistics: false }.say(&message)
        };
        assert_eq!(say(Bidi::Plain), "\\u{001B}[2J #\\#[x] a\\u{2069}##{ \\u{2068}");
        assert_eq!(say(Bidi::Isolate), "\\u{001B}[2J #\\#[x] \u{2068}a\\u{2069}##{\u{2069} \\u{2068}");
    }
}
