//! The names of an archive as lines of JSON, for a saved tally: one line for the languages, then one for each name, in one
//! order, so that equal tallies are equal lines. The structs here are the published shape.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::beside::Beside;
use super::tally::{Dated, LanguageTally, NameRecord, NameTally, Sample};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedNames {
    languages: BTreeMap<Arc<str>, SavedLanguage>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedLanguage {
    articles: u64,
    surveyed: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedName {
    lang: Arc<str>,
    name: Box<str>,
    articles: u64,
    written: BTreeMap<Box<str>, u64>,
    /// The first and the last article that say when they appeared: the day, the hash of the article, and what it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends: Option<[SavedDated; 2]>,
    /// Articles by the hash of what they say, each with what it is called.
    samples: Vec<(u64, Arc<str>)>,
    company: Vec<(u64, Vec<u32>)>,
    folders: BTreeMap<Arc<str>, u64>,
}

type SavedDated = (u32, u64, Arc<str>);

/// A line that cannot be read.
#[derive(Debug)]
pub enum Broken {
    /// It is no JSON of the right shape.
    Damaged(usize, serde_json::Error),
    /// It says something that cannot be: the number of the line, and what is wrong.
    Wrong(usize, &'static str),
}

/// In how many lines a tally is saved.
#[must_use]
pub fn lines(tally: &NameTally) -> usize {
    1 + tally.languages.values().map(|language| language.names.len()).sum::<usize>()
}

/// Writes the lines of a tally.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write(tally: &NameTally, out: &mut dyn Write) -> io::Result<()> {
    let of = |language: &LanguageTally| SavedLanguage { articles: language.articles, surveyed: language.surveyed };
    let languages = tally.languages.iter().map(|(tag, language)| (Arc::clone(tag), of(language))).collect();
    write_line(out, &SavedNames { languages })?;
    for (tag, language) in &tally.languages {
        let mut names: Vec<_> = language.names.iter().collect();
        names.sort_unstable_by_key(|(name, _)| *name);
        for (name, record) in names {
            let company = record.company.iter();
            let dated = |of: &Dated| (of.day, of.content, Arc::clone(&of.article));
            let saved = SavedName {
                lang: Arc::clone(tag),
                name: name.clone(),
                articles: record.articles,
                written: record.written.clone(),
                ends: record.ends.as_deref().map(|(first, last)| [dated(first), dated(last)]),
                samples: record.samples.iter().map(|(hash, article)| (hash, Arc::clone(article))).collect(),
                company: company.map(|(hash, words)| (hash, words.iter().map(|word| word.bits()).collect())).collect(),
                folders: record.folders.clone(),
            };
            write_line(out, &saved)?;
        }
    }
    Ok(())
}

fn write_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::other)?;
    out.write_all(b"\n")
}

/// Reads the lines of a tally, each with its number in the file.
///
/// # Errors
/// The first line that cannot be read, and why.
pub fn read(lines: &mut dyn Iterator<Item = (usize, &[u8])>) -> Result<NameTally, Broken> {
    let mut tally = NameTally::default();
    let Some((number, first)) = lines.next() else { return Ok(tally) };
    let head: SavedNames = serde_json::from_slice(first).map_err(|error| Broken::Damaged(number, error))?;
    for (tag, language) in head.languages {
        let language =
            LanguageTally { articles: language.articles, surveyed: language.surveyed, ..LanguageTally::default() };
        tally.languages.insert(tag, language);
    }
    let mut known: FxHashSet<Arc<str>> = FxHashSet::default();
    for (number, line) in lines {
        let name: SavedName = serde_json::from_slice(line).map_err(|error| Broken::Damaged(number, error))?;
        let language = tally.languages.get_mut(&name.lang);
        let language = language.ok_or(Broken::Wrong(number, "a language that the head does not name"))?;
        let (text, record) = name.into_record(&mut known);
        if language.names.insert(text, record).is_some() {
            return Err(Broken::Wrong(number, "a name that stands here twice"));
        }
    }
    Ok(tally)
}

impl SavedName {
    /// `known` holds the texts that many names share.
    fn into_record(self, known: &mut FxHashSet<Arc<str>>) -> (Box<str>, NameRecord) {
        let mut shared = |text: Arc<str>| {
            if let Some(text) = known.get(&text) {
                return Arc::clone(text);
            }
            known.insert(Arc::clone(&text));
            text
        };
        let mut record = NameRecord {
            count: self.written.values().copied().fold(0, u64::saturating_add),
            articles: self.articles,
            written: self.written,
            ends: None,
            samples: Sample::default(),
            company: Sample::default(),
            folders: BTreeMap::new(),
        };
        if let Some(ends) = self.ends {
            let [first, last] = ends.map(|(day, content, article)| Dated { day, content, article: shared(article) });
            record.widen(&first, &last);
        }
        record.folders = self.folders.into_iter().map(|(folder, count)| (shared(folder), count)).collect();
        for (hash, article) in self.samples {
            record.samples.add(hash, shared(article));
        }
        for (hash, words) in self.company {
            record.company.add(hash, words.into_iter().map(Beside::from_bits).collect());
        }
        (self.name, record)
    }
}
