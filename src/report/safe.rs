//! The gates between foreign text (articles, paths, rules, flags) and an output, one for each kind of output. Control
//! characters and bidi overrides never pass raw, and what a CI runner would obey is broken up. ZWNJ, ZWJ, LRM, RLM and
//! ALM stay: Arabic and Persian need them.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Component, Path};
use std::sync::LazyLock;

/// What runners obey wherever it is on a line; each is broken up after its first character.
const COMMANDS: [&str; 5] = ["##[", "##vso[", "##teamcity[", "section_start:", "section_end:"];

/// Whether a character may do something to a terminal, reorder what is around it, or is none that a document may hold.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{206a}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

/// Bytes of a text that are looked at together.
const STRETCH: usize = 64;

/// Whether a hostile character could begin with a byte. Letters of most scripts have none.
fn begins_hostile(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef | 0xf3)
}

/// Whether a text has a hostile character.
fn has_hostile(text: &str) -> bool {
    text.as_bytes().chunks(STRETCH).enumerate().any(|(index, part)| {
        // Without a way out of the inner loop many bytes are compared at a time.
        let may_be = part.iter().fold(false, |found, &byte| found | begins_hostile(byte));
        let is_at = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_hostile);
        may_be && part.iter().enumerate().any(|(at, &byte)| begins_hostile(byte) && is_at(index * STRETCH + at))
    })
}

/// One character on its way through a gate.
enum Piece {
    Plain(char),
    /// Not to be written as it is.
    Hostile(char),
    /// The second character of a command: written otherwise, it takes the command's force away.
    Breaks(char),
}

/// Hands a text on character by character; `None` if all of it may pass as it is.
fn through(text: &str, mut write: impl FnMut(&mut String, Piece)) -> Option<String> {
    // Commands are ASCII and hostile characters are rare: most text passes untouched.
    if !has_hostile(text) && !has_command(text) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut breaks = false;
    for (at, c) in text.char_indices() {
        let piece = match c {
            c if is_hostile(c) => Piece::Hostile(c),
            c if breaks => Piece::Breaks(c),
            c => Piece::Plain(c),
        };
        write(&mut out, piece);
        breaks = matches!(c, '#' | ':' | 's') && text.get(at..).is_some_and(starts_command);
    }
    Some(out)
}

fn has_command(text: &str) -> bool {
    static SECTION: LazyLock<memchr::memmem::Finder<'static>> =
        LazyLock::new(|| memchr::memmem::Finder::new("section_"));
    let bytes = text.as_bytes();
    let is_doubled = |(first, second): (&u8, &u8)| first == second && (*first == b'#' || *first == b':');
    let next = bytes.get(1..).unwrap_or_default();
    // As above, without a way out of the inner loop.
    bytes
        .chunks(STRETCH)
        .zip(next.chunks(STRETCH))
        .any(|(part, next)| part.iter().zip(next).fold(false, |found, pair| found | is_doubled(pair)))
        || SECTION.find(bytes).is_some()
}

/// Whether `text` begins with something a runner obeys.
fn starts_command(text: &str) -> bool {
    let begins = |command: &&str| text.get(..command.len()).is_some_and(|start| start.eq_ignore_ascii_case(command));
    if COMMANDS.iter().any(begins) {
        return true;
    }
    // `::name::` and `::name key=value::`
    text.strip_prefix("::").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic())
            && rest.split('\n').next().is_some_and(|line| line.contains("::"))
    })
}

/// Text for a terminal or a log, fit for one line. Hostile characters become `\u{…}` (`\n`, `\r` and `\t` by name),
/// commands to CI runners are broken up by a visible backslash.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    shown_at(text, []).0
}

/// Text as [`shown`] makes it, with the bytes at which those of `text` at `places` have come to stand.
#[must_use]
pub fn shown_at<const N: usize>(text: &str, places: [usize; N]) -> (Cow<'_, str>, [usize; N]) {
    let mut moved = places;
    let mut read = 0;
    let gated = through(text, |out, piece| {
        let (Piece::Plain(c) | Piece::Hostile(c) | Piece::Breaks(c)) = piece;
        for (place, to) in places.iter().zip(&mut moved) {
            if *place >= read {
                *to = out.len();
            }
        }
        read += c.len_utf8();
        match piece {
            Piece::Plain(_) => out.push(c),
            Piece::Hostile(_) => push_visible(out, c),
            Piece::Breaks(_) => out.extend(['\\', c]),
        }
    });
    let Some(gated) = gated else { return (Cow::Borrowed(text), places) };
    for (place, to) in places.iter().zip(&mut moved) {
        if *place >= read {
            *to = gated.len();
        }
    }
    (Cow::Owned(gated), moved)
}

/// Some lines for a terminal or a log, each of which passes as [`shown`] says; with `colour`, the program's own colours pass too.
/// Whatever is printed for people passes here last, whatever gates its parts have passed before.
#[must_use]
pub fn lines(text: &str, colour: bool) -> Cow<'_, str> {
    let mut gated = String::new();
    let mut is_touched = false;
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let mut rest = line;
        while let Some(at) = rest.find('\u{1b}').filter(|_| colour) {
            let (before, colours) = rest.split_at(at);
            let length = length_of_colour(colours);
            let (own, after) = colours.split_at(length);
            let before = shown(before);
            is_touched |= matches!(before, Cow::Owned(_));
            gated.extend([&*before, own]);
            rest = after;
            if length == 0 {
                break;
            }
        }
        let rest = shown(rest);
        is_touched |= matches!(rest, Cow::Owned(_));
        gated.extend([&*rest, end]);
    }
    if is_touched { Cow::Owned(gated) } else { Cow::Borrowed(text) }
}

/// The length in bytes of the order at the head of `text` that sets a colour; 0, if there is none.
fn length_of_colour(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\u{1b}[") else { return 0 };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').len();
    if rest.get(digits..).is_some_and(|rest| rest.starts_with('m')) { digits + 3 } else { 0 }
}

fn push_visible(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c => {
            let _ = write!(out, "\\u{{{:04X}}}", c as u32);
        }
    }
}

/// Text for XML and HTML, between tags or inside a quoted attribute. Hostile characters become visible as in
/// [`shown`]; what stands for markup, and what breaks up a command, becomes a character reference, so that whoever
/// reads the document has the very text.
#[must_use]
pub fn markup(text: &str) -> String {
    let visible = through(text, |out, piece| match piece {
        Piece::Plain(c) => push_reference_if(out, c, "&<>\"'"),
        Piece::Hostile(c) => push_visible(out, c),
        Piece::Breaks(c) => push_reference(out, c),
    });
    visible.unwrap_or_else(|| {
        text.chars().fold(String::with_capacity(text.len() + 16), |mut out, c| {
            push_reference_if(&mut out, c, "&<>\"'");
            out
        })
    })
}

/// Text for Markdown, inside a table or a line: nothing in it is markup, a mention or a link.
#[must_use]
pub fn markdown(text: &str) -> String {
    const MARKS: &str = "&<>\"'\\`*_[]{}()#|~@$!^=";
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = rest.next() {
        match c {
            c if is_hostile(c) => {
                let mut visible = String::new();
                push_visible(&mut visible, c);
                visible.chars().for_each(|c| push_reference_if(&mut out, c, MARKS));
            }
            // Addresses become links by themselves: `https://…`, `www.…`.
            ':' if last == ':' || rest.peek() == Some(&'/') => push_reference(&mut out, c),
            '.' if last.eq_ignore_ascii_case(&'w') => push_reference(&mut out, c),
            c => push_reference_if(&mut out, c, MARKS),
        }
        last = c;
    }
    out
}

/// Text for Markdown that some readers see as it is written, as in an editor in a terminal: what would be markup has a backslash
/// before it, and hostile characters become visible as in [`shown`].
#[must_use]
pub fn markdown_read(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in shown(text).chars() {
        if "\\`*_[]{}<>#|~!&".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn push_reference_if(out: &mut String, c: char, marks: &str) {
    if marks.contains(c) { push_reference(out, c) } else { out.push(c) }
}

fn push_reference(out: &mut String, c: char) {
    let _ = write!(out, "&#{};", c as u32);
}

/// A JSON document in which hostile characters, and what would be a command in a log, are `\uXXXX`: the data stay the
/// same. serde has escaped what JSON itself demands; the rest can only be inside strings, so replacing it anywhere
/// is sound.
#[must_use]
pub fn json_escaped(json: String) -> String {
    let gated = through(&json, |out, piece| match piece {
        Piece::Plain(c) | Piece::Hostile(c @ '\n') => out.push(c),
        Piece::Hostile(c) | Piece::Breaks(c) => {
            let mut units = [0_u16; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    });
    gated.unwrap_or(json)
}

/// A path as a JSON string. A byte that is not UTF-8 becomes the lone surrogate `\udc00` + byte, which Python's
/// `os.fsencode` and its like turn back: no two files share a path, and a program can open what it reads.
#[must_use]
pub fn json_path(path: &Path) -> String {
    let mut out = String::from("\"");
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        let quoted = serde_json::Value::from(chunk.valid()).to_string();
        out.push_str(quoted.get(1..quoted.len() - 1).unwrap_or_default());
        for byte in chunk.invalid() {
            let _ = write!(out, "\\udc{byte:02x}");
        }
    }
    out.push('"');
    json_escaped(out)
}

/// A path as a URI reference, every byte but letters, digits and `-._~/` percent-encoded: relative for a relative
/// path, `file:///…` for an absolute one.
#[must_use]
pub fn uri(path: &Path) -> String {
    let path: std::path::PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let mut out = String::from(if path.is_absolute() { "file://" } else { "" });
    let separator = std::path::MAIN_SEPARATOR as u8;
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte if byte == separator => out.push('/'),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The message of a workflow command.
#[must_use]
pub fn command_data(text: &str) -> String {
    shown(text).replace('%', "%25")
}

/// A property of a workflow command.
#[must_use]
pub fn command_property(text: &str) -> String {
    command_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A path as a property of a workflow command, which a runner turns back; `None` for a path that cannot be written
/// there without harm.
#[must_use]
pub fn command_path(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    let encoded = text.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D");
    let encoded = encoded.replace(':', "%3A").replace(',', "%2C");
    (shown(&encoded) == encoded).then_some(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hostile_character_escapes_the_quick_look() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32).filter(|&c| is_hostile(c)) {
            assert!(has_hostile(&format!("سطر{c}")), "{c:?}");
        }
    }

    #[test]
    fn control_and_override_characters_are_shown() {
        assert_eq!(shown("a\u{1b}[31m\u{202e}b\n"), "a\\u{001B}[31m\\u{202E}b\\n");
        assert_eq!(shown("a\u{85}\u{7f}"), "a\\u{0085}\\u{007F}");
        assert_eq!(markup("a\u{b}\u{202e}\u{ffff}"), "a\\u{000B}\\u{202E}\\u{FFFF}");
        assert_eq!(markdown("a\u{202e}"), "a&#92;u&#123;202E&#125;");
    }

    #[test]
    fn lines_keep_their_ends_and_the_colours_that_are_wanted() {
        let text = "a\u{1b}[1;31mb\u{1b}[0m\n::error::c\r\n\u{1b}[2J\u{1b}]2;t\u{7}\n";
        assert_eq!(lines(text, true), "a\u{1b}[1;31mb\u{1b}[0m\n:\\:error::c\\r\n\\u{001B}[2J\\u{001B}]2;t\\u{0007}\n");
        assert_eq!(lines("a\u{1b}[31mb", false), "a\\u{001B}[31mb");
        assert!(matches!(lines("a\n\u{1b}[31mb\u{1b}[0m c\n", true), Cow::Borrowed(_)));
    }

    #[test]
    fn places_move_with_what_is_made_visible_before_them() {
        let (text, places) = shown_at("a\u{7}##[b]c", [0, 2, 6, 7]);
        assert_eq!(text, "a\\u{0007}#\\#[b]c");
        assert_eq!(places.map(|at| &text[at..]), ["a\\u{0007}#\\#[b]c", "#\\#[b]c", "]c", "c"]);
        assert_eq!(shown_at("a\n", [1, 2]).1, [1, 3]);
    }

    #[test]
    fn joiners_and_marks_stay() {
        let text = "می\u{200c}شود \u{200d}\u{200e}\u{200f}\u{61c}";
        assert_eq!(shown(text), text);
        assert_eq!(markup(text), text);
        assert_eq!(markdown(text), text);
    }

    #[test]
    fn commands_to_runners_are_broken_up_anywhere() {
        for (text, after) in [
            ("x ##[error]y", "x #\\#[error]y"),
            ("::error file=a::b", ":\\:error file=a::b"),
            ("a ::set-output name=x::y", "a :\\:set-output name=x::y"),
            ("##vso[task]", "#\\#vso[task]"),
            ("##VSO[task]", "#\\#VSO[task]"),
            ("##teamcity[x", "#\\#teamcity[x"),
            ("section_start:1:x", "s\\ection_start:1:x"),
            ("section_end:1:x", "s\\ection_end:1:x"),
        ] {
            assert_eq!(shown(text), after);
        }
        assert_eq!(shown("std::fs and ## heading"), "std::fs and ## heading");
    }

    #[test]
    fn documents_break_commands_up_and_keep_the_text() {
        let text = "##[error] ::warning::x section_start:1:a ##vso[b";
        let json = json_escaped(serde_json::to_string(text).unwrap());
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        for out in [json, markup(text), markdown(text)] {
            assert!(!COMMANDS.iter().any(|command| out.contains(command)) && !out.contains("::w"), "{out}");
        }
        assert_eq!(markup("##[a]"), "#&#35;[a]");
    }

    #[test]
    fn markup_of_an_article_is_text() {
        assert_eq!(markup("<b a=\"'\">&"), "&#60;b a=&#34;&#39;&#34;&#62;&#38;");
        assert_eq!(markdown("a|b `c` www.x https://y"), "a&#124;b &#96;c&#96; www&#46;x https&#58;//y");
    }

    #[test]
    fn json_stays_json() {
        let text = serde_json::to_string("a\u{202e}b\u{7f}\u{e0041}").unwrap();
        let escaped = json_escaped(text);
        assert_eq!(escaped, "\"a\\u202eb\\u007f\\udb40\\udc41\"");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), "a\u{202e}b\u{7f}\u{e0041}");
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_no_text_can_be_turned_back() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"./n\xe9 \"a.txt"));
        assert_eq!(json_path(path), "\"./n\\udce9 \\\"a.txt\"");
        assert_eq!(uri(path), "n%E9%20%22a.txt");
        assert_eq!(command_path(path), None);
    }

    #[test]
    fn paths_are_encoded_where_they_are_addresses_or_properties() {
        assert_eq!(uri(Path::new("a b/%41?#[c]:د.txt")), "a%20b/%2541%3F%23%5Bc%5D%3A%D8%AF.txt");
        assert_eq!(command_path(Path::new("a,b:c%\nd.txt")).as_deref(), Some("a%2Cb%3Ac%25%0Ad.txt"));
        assert_eq!(command_path(Path::new("a##[group]b.txt")), None);
        assert_eq!(command_property("a, b: 100%\n"), "a%2C b%3A 100%25\\n");
    }
}
