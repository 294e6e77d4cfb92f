//! What the answers come to: how often a rule is right, how sure that is, and the lines that say so in a rule set.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use copydesk::report::Ui;
use copydesk::report::safe::shown;
use copydesk::rules::wilson_interval;
use toml_edit::{InlineTable, Value};

use super::answer::Judgement;
use super::draw::CodeInLanguage;
use super::sample::{Counted, Sample};
use crate::screen::Screen;

/// The answers about a code in articles of one language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Answers {
    right: u32,
    wrong: u32,
    debatable: u32,
    open: u32,
}

impl Answers {
    fn read(self) -> u32 {
        self.right + self.wrong + self.debatable
    }
}

fn answers(sample: &Sample) -> BTreeMap<&CodeInLanguage, Answers> {
    let mut answers: BTreeMap<&CodeInLanguage, Answers> = BTreeMap::new();
    for one in &sample.findings {
        let own = answers.entry(&one.drawn.of).or_default();
        match one.judgement {
            Some(Judgement::Right) => own.right += 1,
            Some(Judgement::Wrong) => own.wrong += 1,
            Some(Judgement::Debatable) => own.debatable += 1,
            None => own.open += 1,
        }
    }
    answers
}

/// Writes what was found: how much, in how much text.
pub fn write_counts<W: Write>(out: &mut Screen<W>, sample: &Sample, ui: &Ui) -> io::Result<()> {
    let words: u64 = sample.words.values().sum();
    let by_language: Vec<String> = sample.words.iter().map(|(tag, count)| format!("{tag} {count}")).collect();
    let (articles, words) = (ui.count("articles", sample.articles), ui.count("try-words", words));
    let values = [("articles", &*articles), ("words", &words), ("languages", &ui.list(&by_language))];
    writeln!(out, "{}", ui.fill("try-read", &values))?;
    if sample.counted.is_empty() {
        return writeln!(out, "{}", ui.say("try-nothing"));
    }
    for ((code, language), counted) in &sample.counted {
        let findings = ui.count("try-findings", counted.findings);
        let articles = ui.count("in-articles", counted.articles);
        let words = sample.words.get(language).copied().unwrap_or(0);
        let rate = rate(counted.findings, words);
        let values = [
            ("code", code.as_str()),
            ("language", language),
            ("findings", &findings),
            ("articles", &articles),
            ("rate", &rate),
        ];
        writeln!(out, "  {}", shown(&ui.fill("try-counted", &values)))?;
    }
    Ok(())
}

/// Findings in 1,000 words, with as many digits as say something.
fn rate(findings: u64, words: u64) -> String {
    if words == 0 {
        return "0".to_owned();
    }
    // The numbers are far below the size at which a float is not exact.
    #[allow(clippy::cast_precision_loss, reason = "of counts of words")]
    let rate = findings as f64 * 1000.0 / words as f64;
    if rate >= 10.0 { format!("{rate:.0}") } else { format!("{rate:.3}") }
}

/// Writes how often each code is right, and what to paste into the rule set. `date` is the day of the judgement.
pub fn write_result<W: Write>(out: &mut Screen<W>, sample: &Sample, date: Option<&str>, ui: &Ui) -> io::Result<()> {
    let answers = answers(sample);
    if answers.values().all(|own| own.read() == 0) {
        return writeln!(out, "{}", ui.say("try-not-judged"));
    }
    for ((code, language), own) in &answers {
        let [right, wrong, debatable, open] =
            [own.right, own.wrong, own.debatable, own.open].map(|number| number.to_string());
        let values = [
            ("code", code.as_str()),
            ("language", language),
            ("right", &right),
            ("wrong", &wrong),
            ("debatable", &debatable),
            ("open", &open),
        ];
        writeln!(out, "{}", shown(&ui.fill("try-judged", &values)))?;
        let judged = own.right + own.wrong;
        if let Some((low, high)) = wilson_interval(own.right, judged) {
            let share = f64::from(own.right) / f64::from(judged);
            let [share, low, high] = [share, low, high].map(|share| format!("{:.0}", share * 100.0));
            writeln!(out, "  {}", ui.fill("try-precision", &[("share", &share), ("low", &low), ("high", &high)]))?;
        }
    }
    writeln!(out, "\n{}", ui.fill("try-evidence", &[("file", &shown(&sample.rules))]))?;
    let today = today();
    out.verbatim("measured = [")?;
    let mut read = answers.iter().filter(|(_, own)| own.read() > 0).peekable();
    while let Some((of, own)) = read.next() {
        let counted = sample.counted.get(*of).copied().unwrap_or_default();
        let line = evidence_line(sample, of, counted, *own, date.unwrap_or(&today));
        // A bracket by itself would be turned round where lines run from right to left.
        let end = if read.peek().is_some() { "," } else { "]" };
        out.verbatim(&format!("  {}{end}", shown(&line)))?;
    }
    Ok(())
}

/// One measurement, as a rule set takes it.
fn evidence_line(
    sample: &Sample,
    (code, language): &CodeInLanguage,
    counted: Counted,
    own: Answers,
    date: &str,
) -> String {
    let mut row = InlineTable::new();
    let number = |number: u64| Value::from(i64::from(u32::try_from(number).unwrap_or(u32::MAX)));
    for (key, text) in [("code", code), ("language", language), ("corpus", &sample.corpus)] {
        row.insert(key, Value::from(text));
    }
    row.insert("half", Value::from("all"));
    row.insert("words", number(sample.words.get(language).copied().unwrap_or(0)));
    // A finding that an editor judged was found, even if the articles have lost it since.
    row.insert("findings", number(counted.findings.max(u64::from(own.read()))));
    for (key, count) in [("read", own.read()), ("right", own.right), ("wrong", own.wrong), ("debatable", own.debatable)]
    {
        row.insert(key, number(count.into()));
    }
    row.insert("seed", number(sample.seed.into()));
    row.insert("date", Value::from(date));
    row.insert("version", Value::from(env!("CARGO_PKG_VERSION")));
    if sample.again {
        row.insert("again", Value::from(true));
    }
    row.to_string()
}

/// Today, as year-month-day, in universal time.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    day_of(i64::try_from(seconds / 86_400).unwrap_or(0))
}

/// The day that is so many days after 1 January 1970: years are counted from 1 March, so that the day that is not in every year is the
/// last one.
fn day_of(days: i64) -> String {
    let since = days + 719_468;
    let (era, of_era) = (since.div_euclid(146_097), since.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let days = [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_786, "2026-11-29")];
        for (number, day) in days {
            assert_eq!(day_of(number), day);
        }
    }

    #[test]
    fn rates_have_digits_that_say_something() {
        assert_eq!([rate(1, 3000), rate(30, 1000), rate(1, 0)], ["0.333", "30", "0"]);
    }
}
