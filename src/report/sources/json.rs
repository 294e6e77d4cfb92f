//! The list for programs: `{"schema":1,"articles":[…],"summary":{…}}`. These structs are the published contract.

use std::io;

use serde::Serialize;

use super::{Entry, SourcesSum, certainty_name, standing_name};
use crate::engine::{Quoted, Words};
use crate::report::safe::json_escaped;
use crate::text::Source;

#[derive(Serialize)]
struct Article<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    lang: &'a str,
    named: u64,
    unnamed: u64,
    none: u64,
    vague: Vec<Place<'a>>,
    quotations: Vec<Quotation<'a>>,
}

#[derive(Serialize)]
struct Quotation<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    standing: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<Place<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<Place<'a>>,
}

/// Words and their place: bytes of the article's text, line and column from 1.
#[derive(Serialize)]
struct Place<'a> {
    text: &'a str,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Summary {
    articles: u64,
    named: u64,
    unnamed: u64,
    none: u64,
    vague: u64,
}

pub fn article(out: &mut dyn io::Write, entry: &Entry<'_>) -> io::Result<()> {
    let path = entry.source.id.name();
    let place = |words| place(entry.source, words);
    let article = Article {
        path: &path,
        id: entry.source.record.as_ref().map(|record| record.id.as_str()),
        lang: &entry.sources.language.tag,
        named: entry.sum.named,
        unnamed: entry.sum.unnamed,
        none: entry.sum.nobody,
        vague: entry.sources.vague.iter().map(place).collect(),
        quotations: entry.sources.quotations.iter().map(|quoted| quotation(entry.source, quoted)).collect(),
    };
    write(out, &article)
}

pub fn end(out: &mut dyn io::Write, sum: &SourcesSum) -> io::Result<()> {
    let &SourcesSum { articles, named, unnamed, nobody, vague } = sum;
    out.write_all(b"],\"summary\":")?;
    write(out, &Summary { articles, named, unnamed, none: nobody, vague })?;
    out.write_all(b"}\n")
}

fn quotation<'a>(source: &Source, quoted: &'a Quoted) -> Quotation<'a> {
    Quotation {
        place: place(source, &quoted.words),
        standing: standing_name(quoted.standing),
        certainty: quoted.certainty.map(certainty_name),
        speaker: quoted.speaker.as_ref().map(|words| place(source, words)),
        cue: quoted.cue.as_ref().map(|words| place(source, words)),
    }
}

fn place<'a>(source: &Source, words: &'a Words) -> Place<'a> {
    let position = source.file_position(words.span.start);
    Place {
        text: &words.text,
        start: words.span.start,
        end: words.span.end,
        line: position.line,
        column: position.column,
    }
}

fn write(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    out.write_all(json_escaped(serde_json::to_string(value).map_err(io::Error::other)?).as_bytes())
}
