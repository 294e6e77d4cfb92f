//! What is said of the findings at a place: what, why, what to do, and how often such a finding is right.

use super::voice::Voice;
use copydesk::diagnostic::Diagnostic;
use copydesk::engine::Engine;
use copydesk::report::safe::{markdown_read, shown};
use copydesk::report::{evidence_in_short, without_placeholders};
use copydesk::rules::{CodeTexts, Rule, page_of};
use serde_json::{Value, json};

/// Stands between two findings.
const RULE: &str = "\n\n---\n\n";

/// How a reader takes what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As Markdown.
    Markdown,
    /// As it is.
    Plain,
}

/// Says in words what findings are about.
pub struct Hover<'a> {
    /// The rules they come from.
    pub engine: &'a Engine,
    /// The texts of codes.
    pub texts: &'a CodeTexts,
    /// The words for people.
    pub voice: &'a Voice,
    /// How they are read.
    pub form: Form,
}

impl Hover<'_> {
    /// What is said of all of `found`, as the protocol has it. Each code is explained once.
    #[must_use]
    pub fn contents(&self, found: &[&Diagnostic]) -> Value {
        let mut explained = Vec::new();
        let mut parts = Vec::new();
        for diagnostic in found {
            let is_new = !explained.contains(&diagnostic.code.full());
            explained.push(diagnostic.code.full());
            parts.push(self.finding(diagnostic, is_new));
        }
        let kind = if self.form == Form::Markdown { "markdown" } else { "plaintext" };
        json!({ "kind": kind, "value": parts.join(if self.form == Form::Markdown { RULE } else { "\n\n" }) })
    }

    fn finding(&self, diagnostic: &Diagnostic, is_explained: bool) -> String {
        let message =
            diagnostic.message.render_with(&self.voice.ui.tag, |words| self.words(words), |value| self.gate(value));
        if !is_explained {
            return self.voice.line(message);
        }
        let code = diagnostic.code.full();
        let rules: Vec<&Rule> = self.engine.book().rules().iter().filter(|rule| rule.reporting.code.is(code)).collect();
        let texts = self.texts.of(code, &rules, &self.voice.ui.tag);
        let severity = self.voice.ui.severity(diagnostic.severity);
        let summary = self.words(&without_placeholders(texts.summary));
        let mut lines = vec![format!("{} ({severity}): {summary}", self.bold(&self.gate(code))), message];
        let fix = if texts.fix.is_empty() { self.voice.ui.say("no-fix") } else { texts.fix };
        for (title, text) in [("why", texts.why), ("fix-title", fix)] {
            let title = self.bold(&format!("{}:", self.voice.ui.say(title)));
            let text: Vec<String> = without_placeholders(text).lines().map(|line| self.words(line)).collect();
            if !text.is_empty() {
                lines.push(format!("{title} {}", text.join(" ")));
            }
        }
        lines.extend(evidence_in_short(&rules, self.engine.book(), &self.voice.ui).map(|words| self.words(&words)));
        let mut parts: Vec<String> = lines.into_iter().map(|line| self.voice.line(line)).collect();
        parts.extend(page_of(&diagnostic.code).map(|page| match self.form {
            Form::Markdown => format!("<{page}>"),
            Form::Plain => page,
        }));
        parts.join("\n\n")
    }

    fn bold(&self, text: &str) -> String {
        if self.form == Form::Markdown { format!("**{text}**") } else { text.to_owned() }
    }

    /// Words of the rules and of the program, in which back quotes stand around what is to be typed.
    fn words(&self, text: &str) -> String {
        let parts: Vec<String> = text
            .split('`')
            .enumerate()
            .map(|(index, part)| if index % 2 == 0 { self.gate(part) } else { shown(part).into_owned() })
            .collect();
        parts.join("`")
    }

    /// What comes from an article.
    fn gate(&self, text: &str) -> String {
        if self.form == Form::Markdown { markdown_read(text) } else { shown(text).into_owned() }
    }
}
