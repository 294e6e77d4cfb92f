//! A survey as a table for a spreadsheet: one spelling a line, the spellings of one name under one number.

use std::borrow::Cow;
use std::io;

use super::Survey;
use crate::report::safe::shown;

/// The heads of the columns: a contract, and so never translated.
const HEADS: [&str; 11] =
    ["name", "lang", "spelling", "preferred", "count", "articles", "first", "last", "samples", "folders", "beside"];
/// A byte order mark: without it spreadsheets take the table for one in an encoding of their own.
pub const MARK: &[u8] = "\u{feff}".as_bytes();
/// What separates several things in one cell.
const BETWEEN: &str = " | ";

pub fn write(out: &mut dyn io::Write, survey: &Survey) -> io::Result<()> {
    out.write_all(MARK)?;
    let mut table = csv::Writer::from_writer(out);
    table.write_record(HEADS)?;
    for (number, cluster) in (1..).zip(&survey.clusters) {
        let number: u64 = number;
        let preferred = cluster.spellings.first().map_or("", |first| first.record.text());
        for spelling in &cluster.spellings {
            let record = &spelling.record;
            let samples: Vec<&str> = record.samples.iter().map(|(_, article)| &**article).collect();
            let folders: Vec<String> =
                record.folders.iter().map(|(folder, count)| format!("{folder}: {count}")).collect();
            let (count, articles) = (record.count.to_string(), record.articles.to_string());
            table.write_record([
                &number.to_string(),
                &*cell(&cluster.language),
                &cell(record.text()),
                &cell(preferred),
                &count,
                &articles,
                &cell(record.first().unwrap_or_default()),
                &cell(record.last().unwrap_or_default()),
                &cell(&samples.join(BETWEEN)),
                &cell(&folders.join(BETWEEN)),
                &cell(&spelling.company.join(BETWEEN)),
            ])?;
        }
    }
    table.flush()
}

/// A text that a spreadsheet shows and does not obey: what begins like a formula gets an apostrophe before it.
pub fn cell(text: &str) -> Cow<'_, str> {
    let text = shown(text);
    if text.trim_start().starts_with(['=', '+', '-', '@']) { Cow::Owned(format!("'{text}")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn formulas_are_defused() {
        for text in ["=1+1", "+1", "-1", "@sum(a1)", "  =1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        assert_eq!(cell("\t=1"), "\\t=1");
        assert_eq!(cell("al-Assad"), "al-Assad");
    }
}
