//! The floor: the least that a checker of words has to do with every article, and nothing beyond it. What copydesk takes is told
//! in multiples of it (`tests/bench/peers.py`), which holds on any machine.
//!
//! `cargo bench --bench floor -- FOLDER` reads each file below a folder, on one thread: bytes, UTF-8, lines, one pass that folds,
//! splits into words and notes quotation marks and the ends of sentences, then one look-up for each word. It finds nothing. The
//! counts are printed, so that no work can be left out; the time is that of the process, for the caller to measure, and printed
//! where the system tells it.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Characters of one or two bytes; the table answers for them, and a branch for the rest.
const TABLE: usize = 0x800;
/// Letters of a word that a slot of the word table holds, two bytes each. A longer word is known by its hash and its beginning.
const LETTERS: usize = 12;
/// Bytes behind the folded letters that may be read as part of a word: no bounds have to be thought of at its end.
const ROOM: usize = 2 * LETTERS;

/// For each number of letters the bits of a key that are theirs.
const OWN: [[u64; 3]; LETTERS + 1] = {
    let mut masks = [[0; 3]; LETTERS + 1];
    let mut letters = 0;
    while letters <= LETTERS {
        let mut eight = 0;
        while eight < 3 {
            let own = letters.saturating_sub(4 * eight);
            masks[letters][eight] = if own >= 4 { u64::MAX } else { (1 << (16 * own)) - 1 };
            eight += 1;
        }
        letters += 1;
    }
    masks
};

/// What a character is, in the upper half of a table entry; the lower half is the folded character.
const LETTER: u32 = 1 << 16;
const DROPPED: u32 = 2 << 16;
const MARK: u32 = 4 << 16;
const STOP: u32 = 8 << 16;

/// What a character is and folds to: small, without its accents, or nothing.
fn class(c: char) -> u32 {
    if is_combining_mark(c) || c == '\u{0640}' || matches!(c, '\u{200B}'..='\u{200F}' | '\u{AD}' | '\u{FEFF}') {
        return DROPPED;
    }
    match c {
        '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‹' | '›' => return MARK,
        '.' | '!' | '?' | '…' | '\u{061F}' | '\u{06D4}' => return STOP,
        _ if !c.is_alphanumeric() => return 0,
        _ => {}
    }
    let mut base = c;
    let mut first = true;
    decompose_canonical(c, |part| {
        if std::mem::take(&mut first) {
            base = part;
        }
    });
    let small = base.to_lowercase().next().unwrap_or(base);
    // Beyond the basic plane the lower half stands for the character: what is counted is how often a word is met, not which.
    LETTER | (small as u32 & 0xFFFF)
}

/// A word of an article: where it stands in the text, and its letters among the folded ones, both in bytes.
struct Word {
    start: u32,
    folded: u32,
    length: u32,
}

/// The letters of a word, as far as a slot holds them, and its number; 0 is an empty slot.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: [u64; LETTERS / 4],
    length: u32,
    number: u32,
}

/// All different words of a run: open addresses, the keys in the slots.
struct Words {
    slots: Vec<Slot>,
    met: u32,
}

fn hash(key: [u64; 3], length: u32) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let [a, b, c] = key;
    let mixed = (a ^ u64::from(length)).wrapping_mul(FACTOR).rotate_left(29) ^ b;
    let mixed = mixed.wrapping_mul(FACTOR).rotate_left(29) ^ c;
    mixed.wrapping_mul(FACTOR)
}

impl Words {
    fn new() -> Self {
        Self { slots: vec![Slot::default(); 1 << 14], met: 0 }
    }

    /// The number of a word, from 1; a new one gets the next.
    fn number(&mut self, key: [u64; 3], length: u32) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = (hash(key, length) >> 32) as usize & mask;
        loop {
            let slot = &mut self.slots[at & mask];
            if slot.key == key && slot.length == length {
                return slot.number;
            }
            if slot.number == 0 {
                self.met += 1;
                *slot = Slot { key, length, number: self.met };
                break;
            }
            at += 1;
        }
        let number = self.met;
        if self.met as usize * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let wider = vec![Slot::default(); self.slots.len() * 4];
        let mask = wider.len() - 1;
        for slot in std::mem::replace(&mut self.slots, wider) {
            if slot.number != 0 {
                let mut at = (hash(slot.key, slot.length) >> 32) as usize & mask;
                while self.slots[at].number != 0 {
                    at = (at + 1) & mask;
                }
                self.slots[at] = slot;
            }
        }
    }
}

/// What is counted over all articles.
#[derive(Debug, Default)]
struct Counts {
    files: u64,
    bytes: u64,
    lines: u64,
    words: u64,
    different: u64,
    marks: u64,
    stops: u64,
    /// Of what the look-ups said.
    sum: u64,
}

/// What is needed for one article after another, and kept between them.
struct Floor {
    table: Box<[u32; TABLE]>,
    rare: FxHashMap<char, u32>,
    words: Words,
    folded: Vec<u8>,
    found: Vec<Word>,
    marks: Vec<u32>,
    stops: Vec<u32>,
    counts: Counts,
}

impl Floor {
    fn new() -> Self {
        let table = std::array::from_fn(|code| char::from_u32(code as u32).map_or(0, class));
        Self {
            table: Box::new(table),
            rare: FxHashMap::default(),
            words: Words::new(),
            folded: Vec::new(),
            found: Vec::new(),
            marks: Vec::new(),
            stops: Vec::new(),
            counts: Counts::default(),
        }
    }

    fn article(&mut self, bytes: &[u8]) {
        self.counts.files += 1;
        self.counts.bytes += bytes.len() as u64;
        let Ok(text) = simdutf8::basic::from_utf8(bytes) else { return };
        self.counts.lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        self.scan(text);
        self.look_up();
        self.counts.marks += self.marks.len() as u64;
        self.counts.stops += self.stops.len() as u64;
        // Where they stand is used, as a check would use it.
        self.counts.sum += u64::from(self.marks.last().copied().unwrap_or(0) ^ self.stops.last().copied().unwrap_or(0));
    }

    /// The one pass over the characters.
    fn scan(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.found.clear();
        self.marks.clear();
        self.stops.clear();
        // No character folds to more than its own bytes, rounded up to two.
        if self.folded.len() < 2 * bytes.len() + ROOM {
            self.folded.resize(2 * bytes.len() + ROOM, 0);
        }
        let (table, folded) = (&*self.table, &mut self.folded[..]);
        let (mut at, mut end, mut word, mut start) = (0, 0, 0, 0);
        while let Some(&first) = bytes.get(at) {
            let (kind, length) = if first < 0x80 {
                (table[usize::from(first)], 1)
            } else if first < 0xE0 {
                let second = bytes.get(at + 1).copied().unwrap_or(0);
                (table[usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F)], 2)
            } else {
                let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
                (*self.rare.entry(c).or_insert_with(|| class(c)), c.len_utf8())
            };
            if kind & LETTER != 0 {
                if end == word {
                    start = at;
                }
                if let Some(place) = folded.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
                    *place = (kind as u16).to_le_bytes();
                }
                end += 2;
            } else if kind & DROPPED == 0 {
                if end > word {
                    self.found.push(Word { start: start as u32, folded: word as u32, length: (end - word) as u32 });
                    word = end;
                }
                if kind & (MARK | STOP) != 0 {
                    let list = if kind & MARK != 0 { &mut self.marks } else { &mut self.stops };
                    list.push(at as u32);
                }
            }
            at += length;
        }
        if end > word {
            self.found.push(Word { start: start as u32, folded: word as u32, length: (end - word) as u32 });
        }
    }

    /// One look-up for each word of the article.
    fn look_up(&mut self) {
        self.counts.words += self.found.len() as u64;
        let mut sum = 0_u64;
        for word in &self.found {
            let Some(letters) = self.folded.get(word.folded as usize..).and_then(|rest| rest.first_chunk::<ROOM>())
            else {
                continue;
            };
            let [first, second, third] = letters.as_chunks::<8>().0 else { continue };
            let mut key = [*first, *second, *third].map(u64::from_le_bytes);
            // Only the word's own letters count.
            let own = OWN[(word.length as usize).min(ROOM) / 2];
            (key[0], key[1], key[2]) = (key[0] & own[0], key[1] & own[1], key[2] & own[2]);
            if word.length as usize > ROOM {
                let rest = self
                    .folded
                    .get(word.folded as usize + ROOM..(word.folded + word.length) as usize)
                    .unwrap_or_default();
                key[2] ^= rest.iter().fold(0, |hash: u64, &byte| {
                    (hash.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x517C_C1B7_2722_0A95)
                });
            }
            sum = sum.wrapping_add(u64::from(self.words.number(key, word.length) ^ word.start));
        }
        self.counts.sum = self.counts.sum.wrapping_add(sum);
    }
}

/// All of a file, into a buffer that is kept.
fn read(path: &Path, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let mut file = File::open(path)?;
    let mut read = 0;
    loop {
        if buffer.len() - read < 1 << 14 {
            buffer.resize((buffer.len() * 2).max(1 << 16), 0);
        }
        match file.read(&mut buffer[read..])? {
            0 => return Ok(read),
            more => read += more,
        }
    }
}

fn walk(folder: PathBuf, floor: &mut Floor) -> io::Result<()> {
    let mut folders = vec![folder];
    let mut buffer = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                let length = read(&entry.path(), &mut buffer)?;
                floor.article(&buffer[..length]);
            }
        }
    }
    Ok(())
}

/// Milliseconds that this thread was running, by the system's own account; none where it gives none.
fn running() -> Option<f64> {
    let account = fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(account.split_whitespace().next()?.parse::<f64>().ok()? / 1e6)
}

fn main() -> io::Result<()> {
    // What cargo adds is no folder.
    let Some(folder) = std::env::args_os().skip(1).find(|argument| !argument.as_encoded_bytes().starts_with(b"--"))
    else {
        return writeln!(io::stderr(), "floor: name a folder: cargo bench --bench floor -- FOLDER");
    };
    let mut floor = Floor::new();
    walk(PathBuf::from(folder), &mut floor)?;
    floor.counts.different = u64::from(floor.words.met);
    writeln!(io::stdout(), "{:?}", floor.counts)?;
    if let Some(milliseconds) = running() {
        writeln!(io::stdout(), "{milliseconds:.1} ms")?;
    }
    Ok(())
}
