//! Saved tallies: JSON Lines, a head that names the parts, then the lines of each, in one order, so that equal tallies are
//! equal files. The shape of the head is published here, and its version is in it; what the lines of a sum say is known to
//! the collector of that name (`kinds`) alone.

mod merge;

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

pub use merge::{Merged, Overlap, merge_tallies};

use crate::kinds::collector::{AnySum, BrokenLine, SharedCollector};
use crate::kinds::{FactsKey, Tally, shared_collector};
use crate::text::{Place, Problem, narrow};

/// The version written and read.
const VERSION: u32 = 4;
/// In versions before this one surveys were told apart by the names of files.
const BY_CONTENT: u32 = 4;

/// A tally with the surveys it is the sum of.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct SavedTally {
    /// One part of a survey or a sum, in the order of their surveys; several where the sum keeps its parts. No two have a survey
    /// in common.
    pub parts: Vec<TallyPart>,
}

/// What one survey came to, or several together.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct TallyPart {
    /// A number for each survey in it: the same for two surveys of the same articles, whatever their files are called.
    pub surveys: BTreeSet<u64>,
    /// What the articles come to.
    pub tally: Tally,
}

impl SavedTally {
    /// The tally of one survey; of no article, none.
    #[must_use]
    pub fn of_survey(tally: Tally) -> Self {
        if tally.articles() == 0 {
            return Self::default();
        }
        Self { parts: vec![TallyPart { surveys: BTreeSet::from([tally.digest()]), tally }] }
    }

    /// What all parts come to.
    #[must_use]
    pub fn into_sum(self) -> Tally {
        let mut tallies = self.parts.into_iter().map(|part| part.tally);
        let mut sum = tallies.next().unwrap_or_default();
        tallies.for_each(|tally| sum.merge(tally));
        sum
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Head {
    copydesk_tally: u32,
    /// In the order in which their lines follow.
    parts: Vec<Part>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// Their numbers, in hexadecimal.
    surveys: Vec<String>,
    /// In the order in which their lines follow.
    sums: Vec<Sum>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sum {
    /// The name of its collector.
    name: String,
    /// How many lines it has.
    lines: usize,
}

/// What shared collectors found. What one rule collects for itself is of one run only.
fn shared_sums(tally: &Tally) -> Vec<(&'static dyn SharedCollector, &dyn AnySum)> {
    let shared = |(key, sum)| match key {
        FactsKey::Shared(name) => shared_collector(name).map(|collector| (collector, sum)),
        FactsKey::Rule(_) => None,
    };
    tally.sums().filter_map(shared).collect()
}

/// Writes a tally.
///
/// # Errors
/// What the system says.
pub fn write_tally(out: &mut dyn Write, saved: &SavedTally) -> io::Result<()> {
    let sums: Vec<_> = saved.parts.iter().map(|part| shared_sums(&part.tally)).collect();
    let sum = |(collector, sum): &(&'static dyn SharedCollector, &dyn AnySum)| Sum {
        name: collector.name().to_owned(),
        lines: collector.saved_lines(*sum),
    };
    let parts = saved.parts.iter().zip(&sums).map(|(part, sums)| Part {
        surveys: part.surveys.iter().map(|survey| format!("{survey:016x}")).collect(),
        sums: sums.iter().map(sum).collect(),
    });
    let head = Head { copydesk_tally: VERSION, parts: parts.collect() };
    serde_json::to_writer(&mut *out, &head).map_err(io::Error::other)?;
    out.write_all(b"\n")?;
    sums.into_iter().flatten().try_for_each(|(collector, sum)| collector.write_sum(sum, out))?;
    out.flush()
}

/// Reads the bytes of a saved tally, which goes by `name`.
///
/// # Errors
/// A problem with its place: it is no tally, is of another version, holds what this program does not know, or is broken.
pub fn read_tally(name: &str, bytes: &[u8]) -> Result<SavedTally, Problem> {
    let broken = |number: usize, message: String| {
        let place = Place::at_line(name, narrow(number), 1);
        Problem::new(message).at(place).with_help("save it again with `copydesk names --save-tally`")
    };
    let damaged = |message: &str| broken(1, format!("the tally is damaged: {message}"));
    let mut lines = bytes.split(|byte| *byte == b'\n').enumerate().map(|(index, line)| (index + 1, line));
    let (_, first) = lines.next().unwrap_or_default();
    let version = serde_json::from_slice::<serde_json::Value>(first).ok();
    match version.as_ref().and_then(|head| head.get("copydesk-tally")).map(serde_json::Value::as_u64) {
        Some(Some(version)) if version == u64::from(VERSION) => {}
        Some(Some(version)) => {
            let why = if version < u64::from(BY_CONTENT) {
                ": in the older ones articles are told apart by the names of their files, here by what they say"
            } else {
                ""
            };
            return Err(broken(1, format!("a tally of version {version}; this copydesk reads version {VERSION}{why}")));
        }
        _ => return Err(broken(1, "not a saved tally of names".to_owned())),
    }
    let head: Head =
        serde_json::from_slice(first).map_err(|error| broken(1, BrokenLine::damaged(1, &error).message))?;
    let mut saved = SavedTally::default();
    let mut known = BTreeSet::new();
    let mut lines = lines.filter(|(_, line)| !line.is_empty());
    for part in &head.parts {
        let mut read = TallyPart::default();
        for survey in &part.surveys {
            let number = u64::from_str_radix(survey, 16).map_err(|_| damaged("the number of a survey is none"))?;
            if !known.insert(number) {
                return Err(damaged("it holds a survey twice"));
            }
            read.surveys.insert(number);
        }
        if read.surveys.is_empty() {
            return Err(damaged("a part of no survey"));
        }
        for sum in &part.sums {
            read_sum(&mut read.tally, sum, &mut lines, broken)?;
        }
        saved.parts.push(read);
    }
    saved.parts.sort_by(|a, b| a.surveys.cmp(&b.surveys));
    match lines.next() {
        Some((number, _)) => Err(broken(number, "the tally is damaged: a line that belongs to no part".to_owned())),
        None => Ok(saved),
    }
}

/// Reads the lines of one sum into a tally. `broken` makes the problem of a line.
fn read_sum(
    tally: &mut Tally,
    sum: &Sum,
    lines: &mut dyn Iterator<Item = (usize, &[u8])>,
    broken: impl Fn(usize, String) -> Problem,
) -> Result<(), Problem> {
    let Sum { name, lines: wanted } = sum;
    let Some(collector) = shared_collector(name) else {
        return Err(broken(1, format!("the tally holds `{name}`, which this copydesk does not know")));
    };
    let key = FactsKey::Shared(collector.name());
    if tally.sums().any(|(known, _)| known == key) {
        return Err(broken(1, format!("the tally is damaged: it holds `{name}` twice")));
    }
    let mut read = 0;
    let mut of_sum = lines.take(*wanted).inspect(|_| read += 1);
    let sum = collector.read_sum(&mut of_sum).map_err(|line| broken(line.number, line.message))?;
    if read != *wanted {
        let message = format!("the tally is damaged: `{name}` should have {wanted} lines, and has {read}");
        return Err(broken(1, message));
    }
    tally.add_sum(key, sum);
    Ok(())
}
