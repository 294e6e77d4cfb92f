//! The characters of a text as one pattern tells them apart, a byte for each kind of them.
//!
//! What is dear about a pattern with `\w` or `\b` is Unicode: a hundred thousand letters of up to four bytes each. But it tells few of
//! them apart: to `\b\w+ing\b` all letters but three are the same. So the pattern is written anew for kinds of characters, and so is
//! each text in which it is looked for. Where a word ends is told by kinds that stand as ASCII letters and digits, for which that is
//! known without any table.

use std::sync::LazyLock;

use regex_syntax::hir::{Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, Hir, HirKind, Look, Repetition};
use rustc_hash::FxHashMap;

/// Characters before this one have a table.
const TABLE: usize = 0x800;
/// Bytes of which a word consists, as `(?-u:\b)` sees it.
const WORD: fn(&u8) -> bool = |byte| byte.is_ascii_alphanumeric() || *byte == b'_';
/// Bytes that stand for themselves where a pattern speaks of lines.
const LINE: [u8; 2] = *b"\n\r";

/// Characters, as ranges of their numbers: the first one, and one past the last.
type Ranges = Vec<(u32, u32)>;

/// Which byte stands for a character.
#[derive(Debug)]
pub struct Alphabet {
    /// For each of the characters before [`TABLE`].
    table: Vec<u8>,
    /// The first character of a range, and the byte for all of it, in order. The first range begins with the first character.
    ranges: Vec<(u32, u8)>,
}

/// The sets of characters of which a pattern speaks.
#[derive(Default)]
struct Sets {
    /// Each set with its number.
    known: FxHashMap<Ranges, usize>,
    /// Which characters make a word, by number; nothing, if the pattern does not ask.
    word: Option<usize>,
    /// For each set the bytes that stand for its characters.
    bytes: Vec<ClassBytes>,
}

impl Alphabet {
    /// The alphabet of a pattern, and the pattern written in it, without its groups unless they are wanted. Nothing, if the pattern tells
    /// more kinds of characters apart than there are bytes, or speaks of bytes itself, or of words in two ways.
    #[must_use]
    pub fn of(pattern: &Hir, has_groups: bool) -> Option<(Self, Hir)> {
        let mut sets = Sets::default();
        sets.collect(pattern)?;
        let alphabet = sets.lay_out()?;
        Some((alphabet, sets.rewrite(pattern, has_groups)?))
    }

    /// A text in this alphabet: one byte for each character.
    #[must_use]
    pub fn write(&self, text: &str) -> Vec<u8> {
        if text.is_ascii()
            && let Some(ascii) = self.table.first_chunk::<128>()
        {
            return text.bytes().map(|byte| ascii[usize::from(byte & 0x7f)]).collect();
        }
        // No text has more characters than bytes: so there is room for each without asking.
        let mut written = vec![0; text.len()];
        let mut count = 0;
        for (byte, c) in written.iter_mut().zip(text.chars()) {
            *byte = self.table.get(c as usize).copied().unwrap_or_else(|| self.beyond(c));
            count += 1;
        }
        written.truncate(count);
        written
    }

    #[cold]
    fn beyond(&self, c: char) -> u8 {
        let next = self.ranges.partition_point(|(start, _)| *start <= c as u32);
        next.checked_sub(1).and_then(|at| self.ranges.get(at)).map_or(0, |(_, byte)| *byte)
    }
}

impl Sets {
    fn insert(&mut self, ranges: Ranges) -> usize {
        let next = self.known.len();
        *self.known.entry(ranges).or_insert(next)
    }

    /// Collects what a pattern speaks of; nothing, if that cannot be written as kinds of characters.
    fn collect(&mut self, pattern: &Hir) -> Option<()> {
        match pattern.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                for c in std::str::from_utf8(&literal.0).ok()?.chars() {
                    self.insert(only(c));
                }
            }
            HirKind::Class(class) => {
                self.insert(ranges_of(class)?);
            }
            HirKind::Look(look) => self.collect_look(*look)?,
            HirKind::Repetition(repetition) => self.collect(&repetition.sub)?,
            HirKind::Capture(capture) => self.collect(&capture.sub)?,
            HirKind::Concat(parts) | HirKind::Alternation(parts) => {
                parts.iter().try_for_each(|part| self.collect(part))?;
            }
        }
        Some(())
    }

    fn collect_look(&mut self, look: Look) -> Option<()> {
        let word = match look {
            Look::Start | Look::End => return Some(()),
            Look::StartLF | Look::EndLF | Look::StartCRLF | Look::EndCRLF => {
                for end in LINE {
                    self.insert(only(char::from(end)));
                }
                return Some(());
            }
            Look::WordAscii
            | Look::WordAsciiNegate
            | Look::WordStartAscii
            | Look::WordEndAscii
            | Look::WordStartHalfAscii
            | Look::WordEndHalfAscii => {
                let ascii = (0..=u8::MAX).filter(WORD).map(|byte| (u32::from(byte), u32::from(byte) + 1));
                self.insert(ascii.collect())
            }
            _ => self.insert(WORDS.clone()),
        };
        (*self.word.get_or_insert(word) == word).then_some(())
    }

    /// Finds the kinds of characters, and a byte for each; nothing, if there are not enough.
    fn lay_out(&mut self) -> Option<Alphabet> {
        if self.known.len() > u128::BITS as usize {
            return None;
        }
        let mut changes: Vec<(u32, usize)> = Vec::new();
        for (ranges, number) in &self.known {
            changes.extend(ranges.iter().flat_map(|&(first, end)| [(first, *number), (end, *number)]));
        }
        // Those of each set are in order, of which this sort makes use.
        changes.sort();
        let is_line = |start: u32| LINE.into_iter().find(|end| u32::from(*end) == start);
        let has_lines = LINE.iter().all(|end| self.known.contains_key(&only(char::from(*end))));
        let mut words = (0..=u8::MAX).filter(WORD);
        let mut others = (0..=u8::MAX).filter(|byte| !WORD(byte) && !LINE.contains(byte));
        // Which sets a character is in: a bit for each.
        let mut sets = 0_u128;
        let is_in = |sets: u128, number: usize| sets >> number & 1 == 1;
        let other = others.next()?;
        let mut byte_of: FxHashMap<u128, u8> = FxHashMap::from_iter([(sets, other)]);
        let mut ranges = vec![(0, other)];
        // The sets of the last two characters that were looked at, and the bytes for them: letters alternate with what is none.
        let mut recent = [(sets, other); 2];
        let mut members: Vec<Vec<u8>> = vec![Vec::new(); self.known.len()];
        for alike in changes.chunk_by(|a, b| a.0 == b.0) {
            for (_, number) in alike {
                sets ^= 1 << number;
            }
            let start = alike.first()?.0;
            let known = recent.iter().find(|(known, _)| *known == sets).map(|(_, byte)| byte);
            let byte = match known.or_else(|| byte_of.get(&sets)) {
                Some(byte) => *byte,
                None => {
                    let byte = match (is_line(start).filter(|_| has_lines), self.word) {
                        (Some(end), _) => end,
                        (None, Some(word)) if is_in(sets, word) => words.next()?,
                        (None, Some(_)) => others.next()?,
                        (None, None) => others.next().or_else(|| words.next())?,
                    };
                    let all = members.iter_mut().enumerate().filter(|(number, _)| is_in(sets, *number));
                    all.for_each(|(_, bytes)| bytes.push(byte));
                    byte_of.insert(sets, byte);
                    byte
                }
            };
            let [_, last] = recent;
            recent = [last, (sets, byte)];
            ranges.push((start, byte));
        }
        ranges.dedup_by(|next, kept| next.1 == kept.1);
        let class = |bytes: Vec<u8>| ClassBytes::new(bytes.into_iter().map(|byte| ClassBytesRange::new(byte, byte)));
        self.bytes = members.into_iter().map(class).collect();
        let mut table = Vec::with_capacity(TABLE);
        for (index, &(start, byte)) in ranges.iter().enumerate() {
            let end = ranges.get(index + 1).map_or(TABLE, |next| TABLE.min(next.0 as usize));
            table.resize(end.max(table.len()), byte);
            if start as usize >= TABLE {
                break;
            }
        }
        Some(Alphabet { table, ranges })
    }

    fn bytes_of(&self, ranges: &Ranges) -> Option<Hir> {
        let bytes = self.bytes.get(*self.known.get(ranges)?)?;
        Some(Hir::class(Class::Bytes(bytes.clone())))
    }

    /// The pattern, for texts that are written in these kinds.
    fn rewrite(&self, pattern: &Hir, has_groups: bool) -> Option<Hir> {
        let all = |parts: &[Hir]| parts.iter().map(|part| self.rewrite(part, has_groups)).collect::<Option<Vec<_>>>();
        Some(match pattern.kind() {
            HirKind::Empty => Hir::empty(),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                Hir::concat(text.chars().map(|c| self.bytes_of(&only(c))).collect::<Option<_>>()?)
            }
            HirKind::Class(class) => self.bytes_of(&ranges_of(class)?)?,
            HirKind::Look(look) => Hir::look(match look {
                Look::WordUnicode => Look::WordAscii,
                Look::WordUnicodeNegate => Look::WordAsciiNegate,
                Look::WordStartUnicode => Look::WordStartAscii,
                Look::WordEndUnicode => Look::WordEndAscii,
                Look::WordStartHalfUnicode => Look::WordStartHalfAscii,
                Look::WordEndHalfUnicode => Look::WordEndHalfAscii,
                same => *same,
            }),
            HirKind::Repetition(Repetition { min, max, greedy, sub }) => {
                let sub = Box::new(self.rewrite(sub, has_groups)?);
                Hir::repetition(Repetition { min: *min, max: *max, greedy: *greedy, sub })
            }
            HirKind::Capture(Capture { index, name, sub }) => {
                let sub = self.rewrite(sub, has_groups)?;
                match has_groups {
                    true => Hir::capture(Capture { index: *index, name: name.clone(), sub: Box::new(sub) }),
                    false => sub,
                }
            }
            HirKind::Concat(parts) => Hir::concat(all(parts)?),
            HirKind::Alternation(parts) => Hir::alternation(all(parts)?),
        })
    }
}

/// The characters of which words consist, as `\b` sees it.
static WORDS: LazyLock<Ranges> = LazyLock::new(|| {
    let class = regex_syntax::parse(r"\w").ok();
    class
        .and_then(|class| if let HirKind::Class(class) = class.kind() { ranges_of(class) } else { None })
        .unwrap_or_default()
});

fn only(c: char) -> Ranges {
    vec![(c as u32, c as u32 + 1)]
}

/// The characters of a class; nothing, if it speaks of bytes that are none.
fn ranges_of(class: &Class) -> Option<Ranges> {
    let of_characters =
        |class: &ClassUnicode| class.iter().map(|range| (range.start() as u32, range.end() as u32 + 1)).collect();
    match class {
        Class::Unicode(class) => Some(of_characters(class)),
        Class::Bytes(class) => class.to_unicode_class().as_ref().map(of_characters),
    }
}
