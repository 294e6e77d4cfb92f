//! Looks for template tags, formulas and addresses from left to right, in one pass.

use std::ops::Range;

use memchr::{memchr3, memmem};

use crate::language::TemplateNames;

/// No tag is longer than this, in bytes: two braces far apart are no tag.
const LONGEST: usize = 8192;
/// Nor is a formula longer than this.
const LONGEST_FORMULA: usize = 2048;
/// The name of a heading is no longer than this.
const LONGEST_NAME: usize = 256;
/// What encloses code or a remark encloses no more than this.
const LONGEST_ENCLOSED: usize = 1 << 16;

/// What begins something to be masked, by threes: so many bytes are looked for at once.
const OPENERS: [[u8; 3]; 2] = [*b"{[$", *b"<\\:"];

/// A tag of braces ends before any of these: after a blank line somebody speaks of braces, and the others end what a page
/// or an article is made of.
const BOUNDS: &[&str] = &["\n\n", "\n\r\n", "</script", "</style", "\n```", "\n~~~"];

/// Whether addresses written out are masked as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addresses {
    /// They are no prose.
    Masked,
    /// They stay.
    Kept,
}

/// Looks for tags from left to right. Each sign is looked for once, and its place kept until it is passed.
pub struct Finder<'t> {
    text: &'t str,
    /// Where it goes on.
    pub at: usize,
    end: usize,
    names: &'t TemplateNames,
    addresses: Addresses,
    /// The bytes that begin something to be masked, by threes, and the next place of one of them.
    openers: [([u8; 3], Option<usize>); 2],
    /// The next place of each sign that was looked for.
    signs: Vec<(&'static str, Option<usize>)>,
    /// Enclosing tags that are known to stay open.
    unclosed: Vec<&'t str>,
}

impl<'t> Finder<'t> {
    /// Begins at the head of `within`.
    pub fn new(text: &'t str, within: Range<usize>, names: &'t TemplateNames, addresses: Addresses) -> Self {
        let bytes = text.as_bytes().get(within.clone()).unwrap_or_default();
        let openers =
            OPENERS.map(|one| (one, memchr3(one[0], one[1], one[2], bytes).map(|found| within.start + found)));
        Self {
            text,
            at: within.start,
            end: within.end,
            names,
            addresses,
            openers,
            signs: Vec::new(),
            unclosed: Vec::new(),
        }
    }

    /// The next tag, formula or address.
    pub fn next_tag(&mut self) -> Option<Range<usize>> {
        loop {
            let at = self.next_opener()?;
            let rest = self.text.get(at..self.end)?;
            let found = match rest.as_bytes() {
                [b'{', b'{' | b'%' | b'#', ..] => self.braced(at, rest),
                [b'<', b'%' | b'?', ..] => self.angled(at, rest),
                [b'[', ..] => self.bracketed(at, rest),
                [b':', b'/', b'/', ..] => self.address(at).filter(|_| self.addresses == Addresses::Masked),
                [b'$', ..] | [b'\\', b'(' | b'[', ..] => self.formula(at, rest),
                _ => None,
            };
            match found {
                Some(range) => return Some(range),
                None => self.at = at + 1,
            }
        }
    }

    /// The next byte that may begin something to be masked.
    fn next_opener(&mut self) -> Option<usize> {
        let (at, end) = (self.at, self.end);
        let bytes = self.text.as_bytes();
        for (one, next) in &mut self.openers {
            if next.is_some_and(|next| next < at) {
                let rest = bytes.get(at..end).unwrap_or_default();
                *next = memchr3(one[0], one[1], one[2], rest).map(|found| at + found);
            }
        }
        self.openers.iter().filter_map(|(_, next)| *next).min()
    }

    /// Where `sign` stands next, from byte `from` on.
    fn next(&mut self, sign: &'static str, from: usize) -> Option<usize> {
        let index = self.signs.iter().position(|(known, _)| *known == sign).unwrap_or_else(|| {
            self.signs.push((sign, Some(0)));
            self.signs.len() - 1
        });
        let (text, end) = (self.text, self.end);
        let (_, next) = self.signs.get_mut(index)?;
        if next.is_some_and(|next| next < from) {
            *next =
                text.get(from..end).and_then(|rest| memmem::find(rest.as_bytes(), sign.as_bytes())).map(|at| from + at);
        }
        *next
    }

    /// The end of the first `sign` from byte `from` on, no further than `longest` bytes.
    fn close(&mut self, sign: &'static str, from: usize, longest: usize) -> Option<usize> {
        self.next(sign, from).map(|next| next + sign.len()).filter(|end| end - from <= longest)
    }

    fn braced(&mut self, at: usize, rest: &str) -> Option<Range<usize>> {
        let is_remark = |begin: &str| {
            rest.get(2..).is_some_and(|inner| inner.trim_start_matches(['-', '~', ' ']).starts_with(begin))
        };
        let (close, is_bounded) = match rest {
            _ if rest.starts_with("{{<") => (">}}", false),
            _ if rest.starts_with("{{%") => ("%}}", false),
            _ if rest.starts_with("{{") && is_remark("/*") => ("*/", false),
            _ if rest.starts_with("{{") && is_remark("!--") => ("--", false),
            _ if rest.starts_with("{{") => ("}}", true),
            _ if rest.starts_with("{%") => ("%}", true),
            // `{#place}` is the name of a heading.
            _ if rest.get(2..)?.starts_with(|c: char| c.is_alphanumeric()) && is_name_of_heading(rest) => return None,
            _ => ("#}", false),
        };
        let from = at + if close == "--" { 5 } else { 2 };
        let mut end = self.close(close, from, LONGEST)?;
        if matches!(close, "*/" | "--") {
            end = self.close("}}", end, LONGEST)?;
        }
        if is_bounded && BOUNDS.iter().any(|bound| self.next(bound, at + 1).is_some_and(|bound| bound < end)) {
            return None;
        }
        let more = if rest.starts_with("{{{") { self.text.get(end..self.end)?.starts_with('}') } else { false };
        Some(at..end + usize::from(more))
    }

    fn angled(&mut self, at: usize, rest: &str) -> Option<Range<usize>> {
        let close = if rest.starts_with("<%--") {
            "--%>"
        } else if rest.starts_with("<%") {
            "%>"
        } else {
            "?>"
        };
        self.close(close, at + 2, LONGEST).map(|end| at..end)
    }

    fn bracketed(&mut self, at: usize, rest: &str) -> Option<Range<usize>> {
        let inner = rest.get(1..)?;
        let name = inner.strip_prefix('/').unwrap_or(inner);
        let is_part = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
        let name = name.get(..name.bytes().take_while(is_part).count())?;
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let behind = inner.get(name.len() + usize::from(inner.starts_with('/'))..)?;
        let is_known = self.names.bracketed.iter().any(|known| known == name);
        // `[name key="value"]` is a shortcode whatever its name; a link may have a name for its text.
        let is_tag = if inner.starts_with('/') {
            behind.starts_with(']') && name.len() > 1
        } else if behind.starts_with([' ', '\t', '\n', '\r']) {
            has_parameter(behind)
        } else {
            is_known && behind.starts_with(']') && (self.stands_alone(at, name.len() + 2) || self.is_ended(at, name))
        };
        let end = self.close("]", at + 1, LONGEST).filter(|_| is_tag)?;
        (!self.text.get(end..self.end)?.starts_with(['(', '[', ':'])).then_some(at..end)
    }

    /// Whether nothing else stands on the line of what is `length` bytes from byte `at` on.
    fn stands_alone(&self, at: usize, length: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
        let behind = self.text.get(at + length..).unwrap_or_default().trim_start_matches([' ', '\t']);
        (before.is_empty() || before.ends_with(['\n', '\r', '>']))
            && (behind.is_empty() || behind.starts_with(['\n', '\r', '<']))
    }

    /// Whether `[/name]` stands in reach.
    fn is_ended(&self, at: usize, name: &str) -> bool {
        let reach = self.text.as_bytes().get(at..self.end.min(at + LONGEST)).unwrap_or_default();
        memmem::find(reach, format!("[/{name}]").as_bytes()).is_some()
    }

    /// A formula between signs of TeX: there is something in it that no sum of money has.
    fn formula(&mut self, at: usize, rest: &str) -> Option<Range<usize>> {
        let is_part = |c: char| c.is_alphanumeric();
        let before = self.text.get(..at)?;
        let is_doubled = before.ends_with('\\');
        let (open, close) = match rest.get(..2)? {
            "$$" => ("$$", "$$"),
            "\\(" => ("\\(", if is_doubled { "\\\\)" } else { "\\)" }),
            "\\[" => ("\\[", if is_doubled { "\\\\]" } else { "\\]" }),
            _ => ("$", "$"),
        };
        let from = at + open.len();
        let end = self.close(close, from, LONGEST_FORMULA)?;
        let inner = self.text.get(from..end - close.len())?;
        let is_single = open == "$";
        let is_tight = !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
        let stands_apart = !before.ends_with(is_part) && !self.text.get(end..self.end)?.starts_with(is_part);
        let is_letter = inner.len() == 1 && inner.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_command =
            |at: usize| inner.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic()));
        let is_formula = is_letter
            || inner.contains('^')
            || inner.contains("_{")
            // Markdown escapes brackets, and what stands in them, in the same way.
            || if open.starts_with('$') { inner.contains(['\\', '_', '{']) } else { memchr::memchr_iter(b'\\', inner.as_bytes()).any(is_command) };
        let is_sound = !inner.contains(['<', '"', '`']) && !inner.contains("\n\n") && !inner.contains("\n\r\n");
        let fits = !is_single || is_tight && stands_apart && !before.ends_with('\\') && !inner.contains('\n');
        (is_formula && is_sound && fits).then(|| at - usize::from(is_doubled && !open.starts_with('$'))..end)
    }

    /// The address around `://`, at whose colon the reader stands.
    fn address(&self, at: usize) -> Option<Range<usize>> {
        let before = self.text.as_bytes().get(self.at..at)?;
        let scheme = before.iter().rev().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let is_part = |byte: &&u8| {
            byte.is_ascii_graphic()
                && !matches!(byte, b'<' | b'>' | b'"' | b'`' | b'(' | b')' | b'[' | b']' | b'|' | b'{' | b'}' | b'*')
        };
        let length = self.text.as_bytes().get(at..self.end)?.iter().take_while(is_part).count();
        // A stop after an address ends the sentence.
        let address = self.text.get(at..at + length)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        // Between angle brackets the parser knows it for what it is.
        let is_bracketed =
            at.checked_sub(scheme + 1).is_some_and(|before| self.text.as_bytes().get(before) == Some(&b'<'));
        (scheme > 0 && address.len() > 3 && !is_bracketed).then(|| at - scheme..at + address.len())
    }

    /// The end of what a tag encloses, if it encloses no prose.
    pub fn enclosed(&mut self, tag: &Range<usize>) -> Option<usize> {
        let written = self.text.get(tag.clone())?;
        let inner = ["{{<", "{{%", "{%"].into_iter().find_map(|open| written.strip_prefix(open))?;
        let inner = inner.trim_start_matches(['-', ' ', '\t']);
        let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let names = self.names;
        let known = names.enclosing.iter().find(|known| **known == name)?.as_str();
        if self.unclosed.contains(&known) || written.ends_with("/>}}") {
            return None;
        }
        let rest = self.text.get(tag.end..self.end)?;
        let end = memmem::find_iter(rest.as_bytes(), known.as_bytes()).find_map(|at| {
            let before = rest.get(..at)?;
            let opener = match before.strip_suffix("end") {
                Some(before) => before.trim_end_matches([' ', '-', '\t']).strip_suffix("{%"),
                None => {
                    let before = before.trim_end_matches([' ', '\t']).strip_suffix('/')?.trim_end_matches([' ', '\t']);
                    before.strip_suffix("{{<").or_else(|| before.strip_suffix("{{%"))
                }
            };
            let behind = rest.get(at + known.len()..).filter(|_| opener.is_some())?;
            let close = behind.find('}')?;
            let braces = behind.get(close..)?.bytes().take_while(|byte| *byte == b'}').count();
            Some(tag.end + at + known.len() + close + braces)
        });
        if end.is_none() {
            self.unclosed.push(known);
        }
        end.filter(|end| end - tag.end <= LONGEST_ENCLOSED)
    }
}

/// Whether the braces that `rest` begins with hold the name of a heading, and end without a number sign.
fn is_name_of_heading(rest: &str) -> bool {
    let close = rest.bytes().take(LONGEST_NAME).position(|byte| byte == b'}');
    close.is_some_and(|close| !rest.get(..close).is_some_and(|inner| inner.ends_with('#')))
}

/// Whether `text` begins, after white space, with `key="value"`.
fn has_parameter(text: &str) -> bool {
    let text = text.trim_start();
    let key = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let value = text.get(key..).and_then(|rest| rest.strip_prefix('='));
    key > 0 && value.is_some_and(|value| !value.starts_with(char::is_whitespace))
}
