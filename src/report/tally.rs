//! Saved tallies: JSON Lines, a head that names the parts, then the lines of each, in one order, so that equal tallies are
//! equal files. The shape of the head is published here, and its version is in it; what the lines of a part say is known to
//! the collector of that name (`kinds`) alone.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::kinds::collector::{AnySum, BrokenLine, SharedCollector};
use crate::kinds::{FactsKey, Tally, shared_collector};
use crate::text::{Place, Problem, narrow};

/// The version written and read.
const VERSION: u32 = 3;

/// A tally with the parts of the archive it is the sum of.
#[derive(Debug, Default)]
pub struct SavedTally {
    /// A number for each survey that was added: the same for two surveys of the same articles.
    pub shards: BTreeSet<u64>,
    /// What the articles come to.
    pub tally: Tally,
}

impl SavedTally {
    /// The tally of one survey.
    pub fn of_survey(tally: Tally) -> Self {
        let shards = (tally.articles() > 0).then(|| tally.digest()).into_iter().collect();
        Self { shards, tally }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Head {
    copydesk_tally: u32,
    shards: Vec<String>,
    /// In the order in which their lines follow.
    parts: Vec<Part>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// The name of its collector.
    name: String,
    /// How many lines it has.
    lines: usize,
}

/// Writes a tally: what shared collectors found. What one rule collects for itself is of one run only.
///
/// # Errors
/// What the system says.
pub fn write_tally(out: &mut dyn Write, saved: &SavedTally) -> io::Result<()> {
    let shared = |(key, sum): (FactsKey, _)| match key {
        FactsKey::Shared(name) => shared_collector(name).map(|collector| (collector, sum)),
        FactsKey::Rule(_) => None,
    };
    let parts: Vec<(&dyn SharedCollector, &dyn AnySum)> = saved.tally.sums().filter_map(shared).collect();
    let part = |(collector, sum): &(&dyn SharedCollector, &dyn AnySum)| Part {
        name: collector.name().to_owned(),
        lines: collector.saved_lines(*sum),
    };
    let head = Head {
        copydesk_tally: VERSION,
        shards: saved.shards.iter().map(|shard| format!("{shard:016x}")).collect(),
        parts: parts.iter().map(part).collect(),
    };
    serde_json::to_writer(&mut *out, &head).map_err(io::Error::other)?;
    out.write_all(b"\n")?;
    parts.into_iter().try_for_each(|(collector, sum)| collector.write_sum(sum, out))?;
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
    let head: Head =
        serde_json::from_slice(first).map_err(|error| broken(1, BrokenLine::damaged(1, &error).message))?;
    let mut saved = SavedTally::default();
    for shard in &head.shards {
        let number = u64::from_str_radix(shard, 16).map_err(|_| broken(1, "the tally is damaged".to_owned()))?;
        saved.shards.insert(number);
    }
    let mut lines = lines.filter(|(_, line)| !line.is_empty());
    for part in &head.parts {
        let name = &part.name;
        let Some(collector) = shared_collector(name) else {
            return Err(broken(1, format!("the tally holds `{name}`, which this copydesk does not know")));
        };
        let key = FactsKey::Shared(collector.name());
        if saved.tally.sums().any(|(known, _)| known == key) {
            return Err(broken(1, format!("the tally is damaged: it holds `{name}` twice")));
        }
        let mut read = 0;
        let mut of_part = lines.by_ref().take(part.lines).inspect(|_| read += 1);
        let sum = collector.read_sum(&mut of_part).map_err(|line| broken(line.number, line.message))?;
        if read != part.lines {
            let message = format!("the tally is damaged: `{name}` should have {} lines, and has {read}", part.lines);
            return Err(broken(1, message));
        }
        saved.tally.add_sum(key, sum);
    }
    match lines.next() {
        Some((number, _)) => Err(broken(number, "the tally is damaged: a line that belongs to no part".to_owned())),
        None => Ok(saved),
    }
}
