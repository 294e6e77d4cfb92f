//! The list as a table for a spreadsheet: a quotation or a vague source a line.

use std::io;

use super::{Entry, certainty_name, standing_name};
use crate::engine::Words;
use crate::report::survey::csv::{MARK, cell};

/// The heads of the columns: a contract, and so never translated.
const HEADS: [&str; 9] = ["path", "id", "lang", "line", "standing", "certainty", "speaker", "cue", "text"];
/// The standing of what is no quotation.
const VAGUE: &str = "vague";

pub fn begin(out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(MARK)?;
    let mut table = csv::Writer::from_writer(out);
    table.write_record(HEADS)?;
    table.flush()
}

pub fn article(out: &mut dyn io::Write, entry: &Entry<'_>) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let (path, sources) = (entry.source.id.name(), entry.sources);
    let id = entry.source.record.as_ref().map_or("", |record| record.id.as_str());
    let line = |words: &Words| entry.source.file_position(words.span.start).line.to_string();
    let text = |words: Option<&Words>| words.map_or_else(String::new, |words| cell(&words.text).into_owned());
    let row = |line: &str, standing: &str, certainty: &str, speaker: String, cue: String, words: String| {
        [
            cell(&path).into_owned(),
            cell(id).into_owned(),
            cell(&sources.language.tag).into_owned(),
            line.to_owned(),
            standing.to_owned(),
            certainty.to_owned(),
            speaker,
            cue,
            words,
        ]
    };
    let mut rows: Vec<(u32, [String; 9])> = Vec::new();
    for quoted in &sources.quotations {
        let certainty = quoted.certainty.map_or("", certainty_name);
        let (speaker, cue) = (text(quoted.speaker.as_ref()), text(quoted.cue.as_ref()));
        let words = text(Some(&quoted.words));
        rows.push((
            quoted.words.span.start,
            row(&line(&quoted.words), standing_name(quoted.standing), certainty, speaker, cue, words),
        ));
    }
    for vague in &sources.vague {
        rows.push((vague.span.start, row(&line(vague), VAGUE, "", String::new(), String::new(), text(Some(vague)))));
    }
    rows.sort_by_key(|(start, _)| *start);
    rows.iter().try_for_each(|(_, row)| table.write_record(row))?;
    table.flush()
}
