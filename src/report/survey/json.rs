//! A survey for programs: `{"schema":1,"articles":N,"left_out":{…},"names":[…]}`. These structs are the published
//! contract.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::Survey;
use crate::names::{ArchiveSpelling, Cluster};
use crate::report::safe::json_escaped;

#[derive(Serialize)]
struct Document<'s> {
    schema: u32,
    articles: u64,
    left_out: BTreeMap<&'s str, u64>,
    names: Vec<Name<'s>>,
}

/// A name, its most frequent spelling first.
#[derive(Serialize)]
struct Name<'s> {
    lang: &'s str,
    name: &'s str,
    spellings: Vec<Spelling<'s>>,
}

#[derive(Serialize)]
struct Spelling<'s> {
    text: &'s str,
    count: u64,
    articles: u64,
    /// The first and the last of the articles that say when they appeared.
    first: Option<&'s str>,
    last: Option<&'s str>,
    samples: Vec<&'s str>,
    folders: BTreeMap<&'s str, u64>,
    beside: Vec<&'s str>,
    written: BTreeMap<&'s str, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
}

pub fn write(out: &mut dyn io::Write, survey: &Survey) -> io::Result<()> {
    let document = Document {
        schema: 1,
        articles: survey.articles,
        left_out: survey.left_out.iter().map(|(tag, count)| (&**tag, *count)).collect(),
        names: survey.clusters.iter().map(name).collect(),
    };
    let json = serde_json::to_string(&document).map_err(io::Error::other)?;
    writeln!(out, "{}", json_escaped(json))
}

fn name(cluster: &Cluster) -> Name<'_> {
    let spellings: Vec<Spelling<'_>> = cluster.spellings.iter().map(spelling).collect();
    Name { lang: &cluster.language, name: spellings.first().map_or("", |first| first.text), spellings }
}

fn spelling(spelling: &ArchiveSpelling) -> Spelling<'_> {
    let record = &spelling.record;
    Spelling {
        text: record.text(),
        count: record.count,
        articles: record.articles,
        first: record.first(),
        last: record.last(),
        samples: record.samples.iter().map(|(_, article)| &**article).collect(),
        folders: record.folders.iter().map(|(folder, count)| (&**folder, *count)).collect(),
        beside: spelling.company.iter().map(|name| &**name).collect(),
        written: record.written.iter().map(|(text, count)| (&**text, *count)).collect(),
        score: spelling.score.map(|score| (f64::from(score) * 100.0).round() / 100.0),
    }
}
