//! Decisions about names that an editor takes while writing: they go into the stylebook that the configuration names.

use super::voice::Voice;
use copydesk::diagnostic::Diagnostic;
use copydesk::engine::Engine;
use copydesk::language::Profile;
use copydesk::report::safe::shown;
use copydesk::text::{Edit, Span};
use copydesk_workspace::decision::{Decision, Verdict};

/// The kinds of rules whose findings say that one name has two spellings.
const KINDS: [&str; 2] = ["names", "names-archive"];

/// A decision that can be taken about a finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is, for people.
    pub title: String,
    /// What it changes in the stylebook.
    pub edit: Edit,
}

/// Two spellings that a finding says are of one name: the one found, and the one wanted. `None` for a finding about anything else.
#[must_use]
pub fn spellings<'f>(found: &'f Diagnostic, engine: &Engine) -> Option<(&'f str, &'f str)> {
    let mut rules = engine.book().rules().iter().filter(|rule| rule.reporting.code == found.code);
    let argument = |name: &str| found.message.args.get(name).map(String::as_str);
    let is_about_names = rules.any(|rule| KINDS.contains(&rule.kind));
    argument("found").zip(argument("wanted")).filter(|_| is_about_names)
}

/// The decisions that can be taken about two spellings in an article in `profile`'s language, where the stylebook reads `stylebook`:
/// that the house writes the name one way or the other, and that these are two names.
#[must_use]
pub fn choices((spelling, wanted): (&str, &str), profile: &Profile, stylebook: &str, voice: &Voice) -> Vec<Choice> {
    let choice = |key: &str, name: &str, other: &str, verdict| {
        let after = Decision { name, spelling: other, verdict }.written_in(stylebook, profile)?;
        let values = [("name", &*shown(name)), ("other", &*shown(other))];
        Some(Choice { title: voice.fill(key, &values), edit: difference(stylebook, &after)? })
    };
    [
        choice("stylebook-variant", wanted, spelling, Verdict::Variant),
        choice("stylebook-variant", spelling, wanted, Verdict::Variant),
        choice("stylebook-other", wanted, spelling, Verdict::OtherName),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// One edit that makes `after` of `before`: what the two have in common at both ends stays. Nothing if they are equal.
fn difference(before: &str, after: &str) -> Option<Edit> {
    if before == after {
        return None;
    }
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let start = before.floor_char_boundary(same);
    let (old, new) = (before.get(start..)?, after.get(start..)?);
    let same = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
    let kept = old.len() - old.ceil_char_boundary(old.len() - same);
    let text = new.get(..new.len() - kept)?.to_owned();
    Some(Edit { span: Span::from_range(start..before.len() - kept), text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk::text::apply_edits;

    #[test]
    fn the_difference_is_small_and_whole_characters() {
        for (before, after, text) in [("aبc", "aتc", "ت"), ("aa", "aaa", "a"), ("x“y”", "x”y“", "”y“"), ("ab", "", "")]
        {
            let edit = difference(before, after).unwrap();
            assert_eq!(edit.text, text);
            assert_eq!(apply_edits(before, &[edit]).as_deref(), Some(after));
        }
        assert_eq!(difference("a", "a"), None);
    }
}
