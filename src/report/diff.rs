//! What a repair would change, as a unified diff. Lines are shown, not quoted byte for byte: hostile characters are
//! escaped like everywhere else.

use std::io;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use super::safe::shown;
use super::{Bidi, Look};

/// Writes the difference between two versions of the file `name`.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_diff(out: &mut dyn io::Write, name: &str, before: &str, after: &str, look: Look) -> io::Result<()> {
    // A change of colour inside a right-to-left line reorders it in some terminals; one around the line is harmless.
    let colour = look.colour && look.bidi != Bidi::Markers;
    let mut line = |style: Style, sign: &str, text: &str| {
        if colour { writeln!(out, "{style}{sign}{text}{style:#}") } else { writeln!(out, "{sign}{text}") }
    };
    let name = shown(name);
    line(Style::new().bold(), "--- ", &name)?;
    line(Style::new().bold(), "+++ ", &name)?;
    let diff = TextDiff::from_lines(before, after);
    for hunk in diff.unified_diff().iter_hunks() {
        line(AnsiColor::Cyan.on_default(), "", hunk.header().to_string().trim_end())?;
        for change in hunk.iter_changes() {
            let (style, sign) = match change.tag() {
                ChangeTag::Equal => (Style::new(), " "),
                ChangeTag::Delete => (AnsiColor::Red.on_default(), "-"),
                ChangeTag::Insert => (AnsiColor::Green.on_default(), "+"),
            };
            let text = change.value();
            let content = text.trim_end_matches(['\n', '\r']);
            // CR before LF belongs to the line end, and a diff without it could not be applied.
            let carriage = if text.ends_with("\r\n") { "\r" } else { "" };
            line(style, sign, &format!("{}{carriage}", shown(content)))?;
            if !text.ends_with(['\n', '\r']) {
                line(Style::new(), "", "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_shown_with_their_neighbours_and_escaped() {
        let mut out = Vec::new();
        let look = Look::PLAIN;
        write_diff(&mut out, "a.txt", "one\n\u{1b}two\nthree", "one\n2\nthree", look).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "--- a.txt\n+++ a.txt\n@@ -1,3 +1,3 @@\n one\n-\\u{001B}two\n+2\n three\n\\ No newline at end of file\n"
        );
    }
}
