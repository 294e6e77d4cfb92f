//! What is said of the findings at a place: what, why, what to do, and how often such a finding is right.

use copydesk::diagnostic::Diagnostic;
use copydesk::engine::Engine;
use copydesk::report::safe::{markdown_read, shown};
use copydesk::report::{Ui, evidence_in_short, without_placeholders};
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
    /// The program's own words.
    pub ui: &'a Ui,
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
        let message = diagnostic.message.render_with(&self.ui.tag, |words| self.words(words), |value| self.gate(value));
        if !is_explained {
            return message;
        }
        let code = diagnostic.code.full();
        let rules: Vec<&Rule> = self.engine.book().rules().iter().filter(|rule| rule.reporting.code.is(code)).collect();
        let texts = self.texts.of(code, &rules, &self.ui.tag);
        let severity = self.ui.severity(diagnostic.severity);
        let summary = self.words(&without_placeholders(texts.summary));
        let mut parts = vec![format!("{} ({severity}): {summary}", self.bold(&self.gate(code))), message];
        let fix = if texts.fix.is_empty() { self.ui.say("no-fix") } else { texts.fix };
        for (title, text) in [("why", texts.why), ("fix-title", fix)] {
            let title = self.bold(&format!("{}:", self.ui.say(title)));
            let text: Vec<String> = without_placeholders(text).lines().map(|line| self.words(line)).collect();
            if !text.is_empty() {
                parts.push(format!("{title} {}", text.join("\n")));
            }
        }
        parts.extend(evidence_in_short(&rules, self.ui).map(|words| self.words(&words)));
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
