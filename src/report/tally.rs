//! Saved tallies: JSON Lines, a head, then one name a line, then one headline a line, in one order, so that equal tallies are equal files. The
//! structs here are the published shape; its version is in the head.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::kinds::{Beside, Headline, Headlines, LanguageTally, NameRecord, NameTally, Sample, Tally};
use crate::text::{Place, Problem, narrow};

/// The version written and read.
const VERSION: u32 = 2;

/// A tally with the parts it is the sum of.
#[derive(Debug, Default)]
pub struct SavedTally {
    /// A number for each survey that was added: the same for two surveys of the same articles.
    pub shards: BTreeSet<u64>,
    /// The names.
    pub names: NameTally,
    /// The headlines.
    pub headlines: Headlines,
}

impl SavedTally {
    /// The tally of one survey.
    pub fn of_survey(tally: Tally) -> Self {
        let Tally { names, headlines, .. } = tally;
        let shards = (names.articles() > 0).then_some(names.digest).into_iter().collect();
        Self { shards, names, headlines }
    }

    /// What other articles are judged by.
    #[must_use]
    pub fn into_tally(self) -> Tally {
        Tally::of_archive(self.names, self.headlines)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Head {
    copydesk_tally: u32,
    shards: Vec<String>,
    languages: BTreeMap<String, SavedLanguage>,
    /// How many lines of names follow.
    names: usize,
    /// How many lines of headlines follow these.
    headlines: usize,
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
    first: Arc<str>,
    last: Arc<str>,
    samples: Vec<(u64, Arc<str>)>,
    company: Vec<(u64, Vec<u32>)>,
    folders: BTreeMap<Arc<str>, u64>,
}

/// A headline: its letters, folded, without spaces and signs; the signs behind the last letter; and whether its article
/// names it so.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedHeadline<'a> {
    #[serde(borrow)]
    headline: Cow<'a, str>,
    #[serde(borrow)]
    tail: Cow<'a, str>,
    named: bool,
}

/// Writes a tally.
///
/// # Errors
/// What the system says.
pub fn write_tally(out: &mut dyn Write, saved: &SavedTally) -> io::Result<()> {
    let of = |tally: &LanguageTally| SavedLanguage { articles: tally.articles, surveyed: tally.surveyed };
    let languages = &saved.names.languages;
    let head = Head {
        copydesk_tally: VERSION,
        shards: saved.shards.iter().map(|shard| format!("{shard:016x}")).collect(),
        languages: languages.iter().map(|(tag, tally)| (tag.to_string(), of(tally))).collect(),
        names: languages.values().map(|tally| tally.names.len()).sum(),
        headlines: saved.headlines.len(),
    };
    line(out, &head)?;
    for (tag, tally) in languages {
        let mut names: Vec<_> = tally.names.iter().collect();
        names.sort_unstable_by_key(|(name, _)| *name);
        for (name, record) in names {
            let company = record.company.iter();
            let saved = SavedName {
                lang: Arc::clone(tag),
                name: name.clone(),
                articles: record.articles,
                written: record.written.clone(),
                first: Arc::clone(&record.first),
                last: Arc::clone(&record.last),
                samples: record.samples.iter().map(|(hash, article)| (hash, Arc::clone(article))).collect(),
                company: company.map(|(hash, words)| (hash, words.iter().map(|word| word.bits()).collect())).collect(),
                folders: record.folders.clone(),
            };
            line(out, &saved)?;
        }
    }
    for headline in saved.headlines.sorted() {
        let Headline { letters, tail, is_named } = headline;
        line(out, &SavedHeadline { headline: Cow::Borrowed(letters), tail: Cow::Borrowed(tail), named: *is_named })?;
    }
    out.flush()
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::other)?;
    out.write_all(b"\n")
}

/// Reads the bytes of a saved tally, which goes by `name`.
///
/// # Errors
/// A problem with its place: it is no tally, is of another version, or is broken.
pub fn read_tally(name: &str, bytes: &[u8]) -> Result<SavedTally, Problem> {
    let broken = |number: usize, message: String| {
        let place = Place::at_line(name, narrow(number), 1);
        Problem::new(message).at(place).with_help("save it again with `copydesk names --save-tally`")
    };
    let mut lines = bytes.split(|byte| *byte == b'\n').enumerate().map(|(index, line)| (index + 1, line));
    let (_, first) = lines.next().unwrap_or_default();
    let version = serde_json::from_slice::<serde_json::Value>(first).ok();
    match version.as_ref().and_then(|head| head.get("copydesk-tally")).map(serde_json::Value::as_u64) {
        Some(Some(version)) if version == u64::from(VERSION) => {}
        Some(Some(version)) => {
            return Err(broken(1, format!("a tally of version {version}; this copydesk reads version {VERSION}")));
        }
        _ => return Err(broken(1, "not a saved tally of names".to_owned())),
    }
    let head: Head = serde_json::from_slice(first).map_err(|error| broken(1, damage(&error)))?;
    let mut saved = SavedTally::default();
    for shard in &head.shards {
        let number = u64::from_str_radix(shard, 16).map_err(|_| broken(1, "the tally is damaged".to_owned()))?;
        saved.shards.insert(number);
    }
    saved.names.digest = saved.shards.iter().copied().fold(0, u64::wrapping_add);
    for (tag, language) in head.languages {
        let tally =
            LanguageTally { articles: language.articles, surveyed: language.surveyed, ..LanguageTally::default() };
        saved.names.languages.insert(tag.into(), tally);
    }
    let mut known: FxHashSet<Arc<str>> = FxHashSet::default();
    let mut names = 0;
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        if names == head.names {
            let read: SavedHeadline<'_> =
                serde_json::from_slice(line).map_err(|error| broken(number, damage(&error)))?;
            let SavedHeadline { headline, tail, named } = read;
            saved.headlines.add(&Headline { letters: headline.into(), tail: tail.into(), is_named: named });
            continue;
        }
        let name: SavedName = serde_json::from_slice(line).map_err(|error| broken(number, damage(&error)))?;
        let language = saved.names.languages.get_mut(&name.lang);
        let language = language.ok_or_else(|| broken(number, "a language that the head does not name".to_owned()))?;
        let (text, record) = name.into_record(&mut known);
        if language.names.insert(text, record).is_some() {
            return Err(broken(number, "a name that occurs twice here".to_owned()));
        }
        names += 1;
    }
    if names != head.names {
        return Err(broken(1, format!("the tally is damaged: it should hold {} names, and holds {names}", head.names)));
    }
    let headlines = saved.headlines.len();
    if headlines != head.headlines {
        let message =
            format!("the tally is damaged: it should hold {} headlines, and holds {headlines}", head.headlines);
        return Err(broken(1, message));
    }
    Ok(saved)
}

fn damage(error: &serde_json::Error) -> String {
    let words = error.to_string();
    format!("the tally is damaged: {}", words.split(" at line ").next().unwrap_or_default())
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
            first: shared(self.first),
            last: shared(self.last),
            samples: Sample::default(),
            company: Sample::default(),
            folders: BTreeMap::new(),
        };
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
