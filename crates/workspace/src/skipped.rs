//! What a run meets and does not read: files in folders that may hold articles and seldom do, named files that are no text, and
//! articles that git tracks and `.gitignore` hides. None of that is passed over in silence.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::thread::{Builder, JoinHandle};

use super::git::{Git, path_of};
use super::read::read_file;
use copydesk::document::{FieldPaths, Format, Items, Layout, Reading, read_record, table_rows};
use copydesk::language::Languages;
use copydesk::report::Unread;
use copydesk::text::PartRole;

/// Files of one kind that are looked into, to tell whether they hold articles.
const SAMPLE: usize = 16;
/// Larger files are not looked into, in bytes.
const LARGEST: u64 = 1 << 20;
/// The text of an article has at least this many bytes: shorter ones are words of a program, or settings.
const SHORTEST: usize = 200;
/// What files begin with that are no text: ZIP (which office documents are), older office documents, PDF, and pictures.
const BINARY: &[&[u8]] =
    &[b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"%PDF", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"RIFF", b"\0\0\x01\0"];

/// Files of one extension.
#[derive(Debug, Default)]
struct Met {
    count: usize,
    /// Some of them, evenly from all.
    sample: Vec<PathBuf>,
    /// One in so many is in the sample.
    stride: usize,
}

/// The files of a run that were met and are not read.
#[derive(Debug, Default)]
pub struct Skipped {
    /// In folders, by format.
    readable: BTreeMap<Format, Met>,
    /// Named, by extension with its dot.
    binary: BTreeMap<String, usize>,
}

impl Skipped {
    /// Takes note of a file in a folder that is not taken for an article.
    pub fn met(&mut self, path: &Path) {
        let Some(format) = Format::of_path(path) else { return };
        let met = self.readable.entry(format).or_default();
        met.stride = met.stride.max(1);
        if met.count.is_multiple_of(met.stride) {
            if met.sample.len() >= SAMPLE {
                let mut keep = false;
                met.sample.retain(|_| {
                    keep = !keep;
                    keep
                });
                met.stride *= 2;
            }
            if met.count.is_multiple_of(met.stride) {
                met.sample.push(path.to_owned());
            }
        }
        met.count += 1;
    }

    /// Whether a named file that no extension and no setting gives a format is none that can be read; then note is taken of it.
    pub fn is_no_text(&mut self, path: &Path) -> bool {
        let Some(extension) = path.extension().filter(|_| Format::of_path(path).is_none()) else { return false };
        let mut head = [0; 8];
        let length = File::open(path).and_then(|mut file| file.read(&mut head)).unwrap_or(0);
        let head = head.get(..length).unwrap_or_default();
        let is_binary = BINARY.iter().any(|begin| head.starts_with(begin));
        if is_binary {
            *self.binary.entry(format!(".{}", extension.to_string_lossy())).or_default() += 1;
        }
        is_binary
    }

    /// What there is to say of them. Files of formats that are shared with much else are reported only if some in a sample hold
    /// articles: nobody wants to hear of a `package.json`.
    #[must_use]
    pub fn unread(&self, languages: &Languages) -> Vec<Unread> {
        let holds_articles = |(format, met): &(&Format, &Met)| {
            met.sample.iter().any(|path| holds_article(path, **format, &Reading::new(languages)))
        };
        let readable = self.readable.iter().filter(holds_articles).map(|(format, met)| Unread {
            kind: met
                .sample
                .first()
                .and_then(|path| path.extension())
                .map_or_else(String::new, |extension| format!(".{}", extension.to_string_lossy())),
            count: met.count,
            format: Some(format.name()),
        });
        let binary = self.binary.iter().map(|(kind, &count)| Unread { kind: kind.clone(), count, format: None });
        readable.chain(binary).collect()
    }
}

/// Whether a file holds an article with a text of some length.
fn holds_article(path: &Path, format: Format, reading: &Reading<'_>) -> bool {
    let Ok(text) = read_file(path, LARGEST).map(|bytes| String::from_utf8(bytes).unwrap_or_default()) else {
        return false;
    };
    let Some(format) = format.records() else { return false };
    let mut fields = FieldPaths::default();
    let some = |found: Items<'_>| found.items.into_iter().take(SAMPLE).map(|(_, raw)| raw.to_owned()).collect();
    let records: Vec<String> = match format.layout() {
        Layout::Lines => text.lines().take(SAMPLE).map(str::to_owned).collect(),
        Layout::List(items) => some(items(&text)),
        Layout::Rows => {
            let (columns, found) = table_rows(text.strip_prefix('\u{feff}').unwrap_or(&text));
            fields.columns = columns;
            some(found)
        }
    };
    records.iter().any(|raw| {
        read_record(raw, format, &fields, reading).is_ok_and(|record| {
            let is_long = |text: &str| text.len() >= SHORTEST && text.contains(' ');
            record.strings.iter().any(|string| string.role == PartRole::Text && is_long(&string.text))
        })
    })
}

/// Files below some folders that git tracks and `.gitignore` hides. git is asked while the articles are checked.
#[derive(Debug)]
pub struct Hidden(Result<JoinHandle<Vec<PathBuf>>, Vec<PathBuf>>);

impl Hidden {
    /// Begins to ask about folders in which some `.gitignore` has a say.
    #[must_use]
    pub fn ask(folders: Vec<PathBuf>) -> Self {
        if folders.is_empty() {
            return Self(Err(Vec::new()));
        }
        let own = folders.clone();
        // Where no thread can be had, the answer is waited for.
        Self(Builder::new().spawn(move || hidden_below(&own)).map_err(|_| hidden_below(&folders)))
    }

    /// The answer.
    #[must_use]
    pub fn files(self) -> Vec<PathBuf> {
        match self.0 {
            Ok(asked) => asked.join().unwrap_or_default(),
            Err(known) => known,
        }
    }
}

/// Nothing where there is no git, or no repository.
fn hidden_below(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in folders {
        let (Ok(git), Ok(here)) = (Git::around(folder), std::fs::canonicalize(folder)) else { continue };
        let asked = ["ls-files", "-z", "--cached", "--ignored", "--exclude-per-directory=.gitignore"];
        let Ok(Ok(names)) = git.ask(&asked) else { continue };
        let names = names.split(|&byte| byte == 0).filter(|name| !name.is_empty());
        let paths = names.map(|name| git.top.join(path_of(name)));
        files.extend(paths.filter(|path| path.starts_with(&here) && path.is_file()));
    }
    files
}
