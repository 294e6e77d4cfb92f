//! YAML as it is written in front matter: what libyaml and js-yaml read and a strict parser refuses is put in order, and it
//! is known where every character of the result comes from.
//!
//! Quoted values and lists in brackets may go on at any column, tabs may come after a colon, a remark may follow a quote
//! at once, and a character beyond U+FFFF may be two escapes, as in JSON.

use crate::text::narrow;

/// The text in order.
pub struct Loosened {
    /// What a strict parser may be given.
    pub text: String,
    /// For each character of it, the byte of the original that it stands for.
    pub bytes: Vec<u32>,
}

/// Puts a YAML text in order.
pub fn loosened(yaml: &str) -> Loosened {
    let mut writer = Writer {
        yaml,
        at: 0,
        result: Loosened { text: String::with_capacity(yaml.len() + 64), bytes: Vec::with_capacity(yaml.len() + 64) },
        indent: 0,
        depth: 0,
        begins: true,
        is_behind_sign: false,
        column: 0,
        opened: 0,
    };
    while writer.step() {}
    writer.result
}

struct Writer<'y> {
    yaml: &'y str,
    at: usize,
    result: Loosened,
    /// The blanks before the first sign of this line.
    indent: usize,
    /// How many lists in brackets are open.
    depth: usize,
    /// Whether a value may begin here.
    begins: bool,
    /// Whether nothing but blanks stands between a sign that begins a value and this place.
    is_behind_sign: bool,
    /// The characters before this one on its line.
    column: usize,
    /// The column at which the outermost open list began.
    opened: usize,
}

impl Writer<'_> {
    fn rest(&self) -> &str {
        self.yaml.get(self.at..).unwrap_or_default()
    }

    fn emit(&mut self, c: char) {
        self.result.text.push(c);
        self.result.bytes.push(narrow(self.at));
    }

    fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Takes one character as it is.
    fn take(&mut self) -> Option<char> {
        let c = self.rest().chars().next()?;
        self.emit(c);
        self.skip(c.len_utf8());
        self.column = if c == '\n' { 0 } else { self.column + 1 };
        Some(c)
    }

    fn take_line(&mut self) {
        while self.take().is_some_and(|c| c != '\n') {}
    }

    /// Puts what follows on a line after column `column`, unless nothing does.
    fn put_behind(&mut self, column: usize) {
        let blank = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        let is_empty = self.rest().get(blank..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['\n', '\r']));
        self.skip(blank);
        if !is_empty {
            (0..=column).for_each(|_| self.emit(' '));
        }
    }

    /// Reads one sign or one scalar; false at the end.
    fn step(&mut self) -> bool {
        let line_begins = self.column == 0;
        if line_begins && self.depth > 0 {
            self.put_behind(self.opened);
        } else if line_begins {
            self.indent = self.rest().len() - self.rest().trim_start_matches(' ').len();
        }
        self.begins |= line_begins;
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return false };
        let parts =
            rest.get(c.len_utf8()..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']));
        let before = self.yaml.get(..self.at).unwrap_or_default();
        self.is_behind_sign &= matches!(c, ' ' | '\t');
        match c {
            ' ' | '\t' | '\r' | '\n' => {
                if c == '\t' && self.is_behind_sign {
                    self.emit(' ');
                    self.skip(1);
                    self.column += 1;
                } else {
                    self.take();
                }
            }
            '#' if before.is_empty() || before.ends_with([' ', '\t', '\n', '\r']) => self.take_line(),
            '"' | '\'' if self.begins => self.quoted(c),
            '[' | '{' if self.begins => {
                if self.depth == 0 {
                    self.opened = self.column;
                }
                self.depth += 1;
                self.take();
            }
            ']' | '}' if self.depth > 0 => {
                self.depth -= 1;
                self.begins = false;
                self.take();
            }
            ',' if self.depth > 0 => {
                self.begins = true;
                self.take();
            }
            ':' if parts || self.depth > 0 && before.ends_with(['"', '\'']) => {
                self.begins = true;
                self.is_behind_sign = true;
                self.take();
            }
            '-' | '?' if self.begins && parts => {
                self.is_behind_sign = true;
                self.take();
            }
            '|' | '>' if self.begins && self.depth == 0 => self.block(),
            '\u{feff}' => self.skip(c.len_utf8()),
            _ => {
                self.begins = false;
                self.take();
            }
        }
        true
    }

    /// A quoted value, at whose opening quote the reader stands.
    fn quoted(&mut self, quote: char) {
        let column = if self.depth > 0 { self.column.max(self.opened) } else { self.column };
        self.take();
        self.begins = false;
        loop {
            match self.rest().as_bytes() {
                [b'\\', b'u', ..] if quote == '"' => self.escape(),
                [b'\\', ..] if quote == '"' => {
                    self.take();
                    // What is escaped ends no value; a line end does what it does elsewhere.
                    if !self.rest().starts_with(['\n', '\r']) {
                        self.take();
                    }
                }
                [b'\'', b'\'', ..] if quote == '\'' => {
                    self.take();
                    self.take();
                }
                _ => match self.take() {
                    Some('\n') => self.put_behind(column),
                    Some(c) if c == quote => break,
                    Some(_) => {}
                    None => return,
                },
            }
        }
        if self.rest().starts_with('#') {
            self.emit(' ');
        }
    }

    /// An escape of four digits, and the one after it where the two are one character.
    fn escape(&mut self) {
        let unit = |at: usize| {
            let digits = self.rest().get(at..at + 6)?.strip_prefix("\\u")?;
            u16::from_str_radix(digits, 16).ok()
        };
        let pair = unit(0).zip(unit(6)).and_then(|(high, low)| char::decode_utf16([high, low]).next()?.ok());
        match pair.filter(|c| *c > '\u{ffff}') {
            Some(c) => {
                format!("\\U{:08x}", u32::from(c)).chars().for_each(|c| self.emit(c));
                self.skip(12);
                self.column += 12;
            }
            None => {
                self.take();
                self.take();
            }
        }
    }

    /// The lines of a block scalar, at whose sign the reader stands: those that are blank, or further in than this one.
    fn block(&mut self) {
        let indent = self.indent;
        self.take_line();
        loop {
            let line = self.rest();
            let inner = line.trim_start_matches(' ');
            if line.is_empty() || line.len() - inner.len() <= indent && !inner.starts_with(['\n', '\r']) {
                break;
            }
            self.take_line();
        }
        self.begins = true;
    }
}
