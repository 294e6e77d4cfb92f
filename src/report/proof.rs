//! What `copydesk test` says of examples and of rules, in words.

use super::Ui;
use crate::diagnostic::Code;
use crate::engine::{Flaw, Proof, Verdict};
use crate::rules::mark;
use crate::text::Span;

/// The verdict on an example in words, with the text and marks around what was found or missed; nothing if it is right.
#[must_use]
pub fn verdict_in_words(proof: &Proof<'_>, ui: &Ui) -> Option<String> {
    let marked = |spans: &[Span]| mark(&proof.example.text, spans);
    let (key, text) = match &proof.verdict {
        Verdict::Right => return None,
        Verdict::Missed(spans) => ("test-missed", marked(spans)),
        Verdict::Noisy(spans) => ("test-noisy", marked(spans)),
        Verdict::Misplaced(spans) => ("test-misplaced", marked(spans)),
        Verdict::WrongFix(text) => ("test-wrong-fix", text.clone()),
        Verdict::UnknownLanguage(tag) => ("test-unknown-language", tag.clone()),
        Verdict::Stolen(spans, None) => ("test-silenced", marked(spans)),
        Verdict::Stolen(spans, Some(code)) => {
            return Some(ui.fill("test-stolen", &[("code", code.full()), ("text", &marked(spans))]));
        }
    };
    Some(ui.fill(key, &[("text", &text)]))
}

/// What another rule of the same rule set finds under `code` in a good example, in words.
#[must_use]
pub fn others_in_words(proof: &Proof<'_>, code: &Code, ui: &Ui) -> String {
    let spans: Vec<Span> = proof.others.iter().filter(|(_, other)| other == code).map(|(span, _)| *span).collect();
    ui.fill("test-others", &[("code", code.full()), ("text", &mark(&proof.example.text, &spans))])
}

/// What is wrong with a rule, and what to do about it, in words.
#[must_use]
pub fn flaw_in_words(flaw: &Flaw, ui: &Ui) -> (String, String) {
    let (key, text, first) = match flaw {
        Flaw::NoBadExample => ("flaw-no-bad", String::new(), ""),
        Flaw::UnreadRole(role) => ("flaw-role", (*role).to_owned(), ""),
        Flaw::ReadsNothing => ("flaw-nowhere", String::new(), ""),
        Flaw::NeverFound(phrase) => ("flaw-phrase", phrase.clone(), ""),
        Flaw::SwapsNothing(phrase) => ("flaw-swap", phrase.clone(), ""),
        Flaw::SameReading(phrase, first) => ("flaw-twice", phrase.clone(), first.as_str()),
        Flaw::Control(c) => ("flaw-control", format!("U+{:04X}", u32::from(*c)), ""),
        Flaw::NeverMatches(pattern) => ("flaw-pattern", pattern.clone(), ""),
        Flaw::DeadAlternative(alternative) => ("flaw-alternative", alternative.clone(), ""),
    };
    (ui.fill(key, &[("text", &text), ("first", first)]), ui.say(&format!("{key}-help")).to_owned())
}
