//! What a repair would change, as a patch that `git apply` and `patch` take.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use similar::{Algorithm, ChangeTag, capture_diff_slices, group_diff_ops};

use super::safe::shown;

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// How a patch is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatchLook {
    /// Byte for byte, for a file.
    Exact,
    /// For a pipe or a log: what would give orders is escaped, and bytes that are not UTF-8 are replaced.
    Shown,
    /// The same with colours, for a terminal.
    Coloured,
}

/// Writes the difference between two versions of the file at `path`, which is relative to where the patch is to be applied. Whether
/// that can be done: not if something had to be escaped or replaced.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_patch(
    out: &mut dyn io::Write,
    path: &Path,
    before: &[u8],
    after: &[u8],
    look: PatchLook,
) -> io::Result<bool> {
    let mut patch = Patch { out, look, is_exact: true };
    patch.header('-', 'a', path)?;
    patch.header('+', 'b', path)?;
    let (old, new) = (lines(before), lines(after));
    for group in group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let range = |start: usize, end: usize| match end - start {
            // Of nothing, the line before it counts.
            0 => format!("{start},0"),
            1 => format!("{}", start + 1),
            length => format!("{},{length}", start + 1),
        };
        let old_range = range(first.old_range().start, last.old_range().end);
        let new_range = range(first.new_range().start, last.new_range().end);
        let head = format!("@@ -{old_range} +{new_range} @@");
        patch.line(AnsiColor::Cyan.on_default(), head.as_bytes(), true)?;
        for op in &group {
            for change in op.iter_changes(&old, &new) {
                let (style, sign) = match change.tag() {
                    ChangeTag::Equal => (Style::new(), b' '),
                    ChangeTag::Delete => (AnsiColor::Red.on_default(), b'-'),
                    ChangeTag::Insert => (AnsiColor::Green.on_default(), b'+'),
                };
                patch.change(style, sign, change.value())?;
            }
        }
    }
    Ok(patch.is_exact)
}

/// The lines of a file, each with its end. To a patch only a line feed is one.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&byte| byte == b'\n').collect()
}

struct Patch<'o> {
    out: &'o mut dyn io::Write,
    look: PatchLook,
    is_exact: bool,
}

impl Patch<'_> {
    fn header(&mut self, sign: char, side: char, path: &Path) -> io::Result<()> {
        let sign: String = std::iter::repeat_n(sign, 3).collect();
        let name = name_in_patch(side, path);
        self.line(Style::new().bold(), format!("{sign} {name}").as_bytes(), true)
    }

    fn change(&mut self, style: Style, sign: u8, line: &[u8]) -> io::Result<()> {
        let (content, is_ended) = line.strip_suffix(b"\n").map_or((line, false), |content| (content, true));
        let signed = [&[sign][..], content].concat();
        self.line(style, &signed, false)?;
        if is_ended { Ok(()) } else { self.line(Style::new(), b"\\ No newline at end of file", true) }
    }

    /// A line of the patch. One of its `own` holds nothing that has to be escaped.
    fn line(&mut self, style: Style, line: &[u8], own: bool) -> io::Result<()> {
        if self.look == PatchLook::Exact {
            self.out.write_all(line)?;
            return self.out.write_all(b"\n");
        }
        // A carriage return at the end belongs to the line's end.
        let (content, end) = line.strip_suffix(b"\r").map_or((line, ""), |content| (content, "\r"));
        let text = String::from_utf8_lossy(content);
        let gated = if own { Cow::Borrowed(&*text) } else { shown(&text) };
        self.is_exact &= gated.as_bytes() == content;
        let style = if self.look == PatchLook::Coloured { style } else { Style::new() };
        writeln!(self.out, "{style}{gated}{style:#}{end}")
    }
}

/// A path as git writes it: between quotation marks, with escapes, where it would be misread without them.
fn name_in_patch(side: char, path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let separated: Vec<u8> =
        bytes.iter().map(|&byte| if byte == std::path::MAIN_SEPARATOR as u8 { b'/' } else { byte }).collect();
    let text = std::str::from_utf8(&separated)
        .ok()
        .filter(|text| shown(text) == *text && !text.contains(['"', '\\']) && !text.chars().any(char::is_control));
    if let Some(text) = text {
        // Behind a name with a space git puts a tab, so that nobody takes what follows for a date.
        let end = if text.contains(' ') { "\t" } else { "" };
        return format!("{side}/{text}{end}");
    }
    let mut quoted = format!("\"{side}/");
    for byte in separated {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
            b' ' | b'-' | b'.' | b'/' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => quoted.push(char::from(byte)),
            _ => {
                let _ = write!(quoted, "\\{byte:03o}");
            }
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(before: &str, after: &str, look: PatchLook) -> (String, bool) {
        let mut out = Vec::new();
        let exact = write_patch(&mut out, Path::new("a.txt"), before.as_bytes(), after.as_bytes(), look).unwrap();
        (String::from_utf8(out).unwrap(), exact)
    }

    #[test]
    fn changed_lines_are_shown_with_their_neighbours() {
        let expected =
            "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n\\ No newline at end of file\n";
        let (before, after) = ("one\ntwo\nthree", "one\n2\nthree");
        assert_eq!(patch(before, after, PatchLook::Shown), (expected.to_owned(), true));
        assert_eq!(patch(before, after, PatchLook::Exact), (expected.to_owned(), true));
    }

    #[test]
    fn what_would_give_orders_is_escaped_unless_it_goes_to_a_file() {
        let (text, exact) = patch("\u{1b}two\r\n", "2\r\n", PatchLook::Shown);
        assert_eq!((text.ends_with("-\\u{001B}two\r\n+2\r\n"), exact), (true, false), "{text}");
        let (text, exact) = patch("\u{1b}two\r\n", "2\r\n", PatchLook::Exact);
        assert_eq!((text.ends_with("-\u{1b}two\r\n+2\r\n"), exact), (true, true), "{text}");
    }

    #[test]
    fn names_are_written_as_git_writes_them() {
        let name = |path: &str| name_in_patch('a', Path::new(path));
        assert_eq!(name("news/تقرير.md"), "a/news/تقرير.md");
        assert_eq!(name("two words.md"), "a/two words.md\t");
        assert_eq!(name("a\"b.md"), "\"a/a\\\"b.md\"");
        assert_eq!(name("a\nb.md"), "\"a/a\\012b.md\"");
        assert_eq!(name("##[x].md"), "\"a/\\043\\043\\133x\\135.md\"");
    }
}
