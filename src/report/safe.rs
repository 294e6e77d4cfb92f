//! The one gate between foreign text (articles, paths, rules, flags) and an output. Control characters and bidi
//! overrides become visible escapes, and what a CI runner would obey is broken up. ZWNJ, ZWJ, LRM, RLM and ALM stay:
//! Arabic and Persian need them.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What runners obey wherever it stands on a line; each is broken up after its first character.
const COMMANDS: [&str; 4] = ["##[", "##vso[", "##teamcity[", "section_start:"];
const SECTION_END: &str = "section_end:";

/// Whether a character may do something to a terminal or reorder what stands around it.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The text as it may stand on one line of a text format. Hostile characters become `\u{…}` (`\n`, `\r` and `\t` by
/// name), commands to CI runners are broken up by a visible backslash.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    // Commands are ASCII and need one of these; hostile characters are rare. Most text passes untouched.
    if !text.chars().any(is_hostile) && !has_command(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hostile(c) => {
                let _ = write!(out, "\\u{{{:04X}}}", c as u32);
            }
            c => {
                out.push(c);
                if text.get(at..).is_some_and(starts_command) {
                    out.push('\\');
                }
            }
        }
    }
    Cow::Owned(out)
}

fn has_command(text: &str) -> bool {
    text.contains("##")
        || text.contains("::")
        || COMMANDS.iter().any(|command| text.contains(command))
        || text.contains(SECTION_END)
}

/// Whether `text` begins with something a runner obeys.
fn starts_command(text: &str) -> bool {
    if COMMANDS.iter().chain([&SECTION_END]).any(|command| text.starts_with(command)) {
        return true;
    }
    // `::name::` and `::name key=value::`
    text.strip_prefix("::").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic())
            && rest.split('\n').next().is_some_and(|line| line.contains("::"))
    })
}

/// A JSON document in which hostile characters are `\uXXXX`. serde has escaped what JSON itself demands; the rest can
/// only stand inside strings, so replacing it anywhere is sound.
#[must_use]
pub fn json_escaped(json: String) -> String {
    if !json.chars().any(is_hostile) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_hostile(c) && c != '\n' {
            let mut units = [0_u16; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_override_characters_are_shown() {
        assert_eq!(shown("a\u{1b}[31m\u{202e}b\n"), "a\\u{001B}[31m\\u{202E}b\\n");
        assert_eq!(shown("a\u{85}\u{7f}"), "a\\u{0085}\\u{007F}");
    }

    #[test]
    fn joiners_and_marks_stay() {
        let text = "می\u{200c}شود \u{200d}\u{200e}\u{200f}\u{61c}";
        assert_eq!(shown(text), text);
    }

    #[test]
    fn commands_to_runners_are_broken_up_anywhere() {
        for (text, after) in [
            ("x ##[error]y", "x #\\#[error]y"),
            ("::error file=a::b", ":\\:error file=a::b"),
            ("a ::set-output name=x::y", "a :\\:set-output name=x::y"),
            ("##vso[task]", "#\\#vso[task]"),
            ("##teamcity[x", "#\\#teamcity[x"),
            ("section_start:1:x", "s\\ection_start:1:x"),
        ] {
            assert_eq!(shown(text), after);
        }
        assert_eq!(shown("std::fs and ## heading"), "std::fs and ## heading");
    }

    #[test]
    fn json_stays_json() {
        let text = serde_json::to_string("a\u{202e}b\u{7f}").unwrap();
        let escaped = json_escaped(text);
        assert_eq!(escaped, "\"a\\u202eb\\u007f\"");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), "a\u{202e}b\u{7f}");
    }
}
