//! Weekdays that do not fit their dates: by the calendar, where the year is said, and otherwise by the other dates of the article.

use super::Compiled;
use super::amounts::{digits, figure};
use super::calendar::{MonthDay, is_leap, weekday};
use super::lexicon::{Lexicon, Meaning};
use super::reading::{Token, month_of};
use crate::analysis::{Analysis, At, Hit};
use crate::kinds::Context;
use crate::text::narrow;

/// Days of a week.
const WEEK: u32 = 7;
/// Years for which the calendar is asked.
const YEARS: std::ops::Range<u32> = 1900..2100;
/// Where an article has dates in months of both kinds, the early ones may be of the next year.
const EARLY: std::ops::RangeInclusive<u32> = 1..=4;
const LATE: std::ops::RangeInclusive<u32> = 9..=12;
/// Most words that are looked at behind a weekday.
const WORDS: usize = 12;
/// Most dates of an article that are held against each other.
const MOST: usize = 200;

/// A date with its weekday.
#[derive(Debug, Clone, Copy)]
struct Dated {
    at: At,
    /// From 0 for Monday.
    weekday: u32,
    date: MonthDay,
    year: Option<u32>,
}

/// Looks at the dates of an article.
pub fn check(rule: &Compiled, cx: &mut Context<'_>) {
    let dates = dates(rule, cx);
    if dates.is_empty() {
        return;
    }
    for date in &dates {
        let by_calendar = date.year.and_then(|year| weekday(year, date.date));
        if let Some(day) = by_calendar.filter(|day| *day != date.weekday) {
            report(rule, cx, date, day, None);
        }
    }
    let undated: Vec<Dated> = dates.into_iter().filter(|date| date.year.is_none()).collect();
    if let Some((first, rest)) = best_year(&undated) {
        for date in undated.iter().filter(|date| !rest.fits(date)) {
            report(rule, cx, date, rest.weekday(date.date), Some(first));
        }
    }
}

fn report(rule: &Compiled, cx: &mut Context<'_>, date: &Dated, day: u32, by: Option<&Dated>) {
    let found = cx.analysis.slice(date.at);
    let finding = cx.report(date.at).arg("found", found).arg("weekday", rule.weekday(day as usize));
    match by {
        Some(by) => finding.related(by.at),
        None => finding,
    }
    .emit();
}

/// A year as far as weekdays go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Year {
    /// The weekday of the first of January.
    first: u32,
    is_leap: bool,
    /// Whether early dates may be of the year after it.
    may_turn: bool,
}

impl Year {
    fn weekday(self, date: MonthDay) -> u32 {
        (self.first + date.day_of_year(self.is_leap)) % WEEK
    }

    fn fits(self, date: &Dated) -> bool {
        let later = (WEEK + date.weekday - self.weekday(date.date)) % WEEK;
        // From one year to the next a date moves on by a day, over a 29th of February by two.
        let is_of_next = || self.may_turn && EARLY.contains(&date.date.month) && matches!(later, 1 | 2);
        date.date.exists(self.is_leap) && later == 0 || is_of_next()
    }
}

/// The year that most dates without one fit, if there are dates that do not, and the first date that does. Of several the first
/// date of the article decides.
fn best_year(dates: &[Dated]) -> Option<(&Dated, Year)> {
    let has_month = |months: std::ops::RangeInclusive<u32>| dates.iter().any(|date| months.contains(&date.date.month));
    let may_turn = has_month(EARLY) && has_month(LATE);
    let years = (0..WEEK).flat_map(|first| [false, true].map(|is_leap| Year { first, is_leap, may_turn }));
    let fitting = |year: &Year| dates.iter().filter(|date| year.fits(date)).count();
    let rank = |year: &Year| (fitting(year), dates.iter().position(|date| year.fits(date)).map_or(0, |at| MOST - at));
    let best = years.max_by_key(rank)?;
    let first = dates.iter().find(|date| best.fits(date))?;
    (fitting(&best) < dates.len()).then_some((first, best))
}

/// Every date with a weekday, in order.
fn dates(rule: &Compiled, cx: &Context<'_>) -> Vec<Dated> {
    let analysis = cx.analysis;
    let hits = analysis.hits();
    let mut found = Vec::new();
    for (weekday, cue) in (0..).zip(&rule.weekdays) {
        found.extend(hits.longest_of(*cue).filter_map(|hit| dated(rule, analysis, hit, weekday)));
    }
    found.retain(|date| cx.reads(date.at.block as usize));
    found.sort_unstable_by_key(|date| date.at);
    found.truncate(MOST);
    found
}

/// Reads what follows a weekday.
fn dated(rule: &Compiled, analysis: &Analysis<'_>, hit: Hit, weekday: u32) -> Option<Dated> {
    let folded = analysis.folded();
    let (_, end) = folded.block_range(folded.block_of(hit.start));
    let runs = analysis.runs();
    let first = runs.partition_point(|word| word.start < hit.end);
    let words = runs.get(first..)?.iter().take(WORDS).take_while(|word| word.end <= end);
    let tokens: Vec<Token> = words.map(|word| Token { start: word.start, end: word.end }).collect();
    tokens.first().filter(|word| has_digit_soon(folded.text(), word.start, end))?;
    let (lexicon, _) = rule.words(analysis.profile());
    let mut reader = DateReader { text: folded.text(), lexicon, tokens: &tokens, at: 0, end: hit.end };
    reader.pass_over();
    let (day, month) = match reader.day() {
        Some(day) => {
            reader.pass_over();
            (day, reader.month()?)
        }
        None => {
            let month = reader.month()?;
            (reader.day()?, month)
        }
    };
    // The same month by another name, a stroke between.
    let mut after = reader;
    if after.month() == Some(month) {
        reader = after;
    }
    let end = reader.end;
    let mut after = reader;
    after.pass_over();
    let year = after.year();
    let end = if year.is_some() { after.end } else { end };
    let date = MonthDay { month, day };
    let is_date = date.exists(year.is_none_or(is_leap));
    // A day that there is not is another mistake, or no date.
    is_date.then(|| Dated { at: folded.locate(hit.start, end), weekday, date, year })
}

/// Whether a digit stands in the few bytes behind a weekday.
fn has_digit_soon(text: &str, start: u32, end: u32) -> bool {
    const NEAR: usize = 48;
    let rest = text.get(start as usize..end as usize).unwrap_or_default();
    rest.char_indices().take_while(|(at, _)| *at < NEAR).any(|(_, c)| figure(c).is_some())
}

/// Reads the parts of a date one after the other.
#[derive(Debug, Clone, Copy)]
struct DateReader<'r> {
    text: &'r str,
    lexicon: &'r Lexicon,
    tokens: &'r [Token],
    /// The next token.
    at: usize,
    /// Where the last part ended, in bytes of the folded text.
    end: u32,
}

impl DateReader<'_> {
    /// Whether nothing stands before the next word but what stands inside dates.
    fn is_near(&self) -> bool {
        const INSIDE: [char; 6] = [',', '\u{60c}', '(', '.', '/', '-'];
        let gap = self.tokens.get(self.at).and_then(|next| self.text.get(self.end as usize..next.start as usize));
        gap.is_some_and(|gap| {
            let signs = gap.chars().filter(|c| !c.is_whitespace());
            signs.clone().count() <= 1 && signs.clone().all(|c| INSIDE.contains(&c)) && !gap.contains('\n')
        })
    }

    fn take(&mut self, count: usize) {
        self.at += count;
        if let Some(last) = self.at.checked_sub(1).and_then(|last| self.tokens.get(last)) {
            self.end = last.end;
        }
    }

    fn meaning<M>(&self, wanted: impl Fn(Meaning) -> Option<M>) -> Option<(M, usize)> {
        let found = self.lexicon.at(self.text, self.tokens.get(self.at..)?);
        found.filter_map(|(meaning, count)| Some((wanted(meaning)?, count))).max_by_key(|(_, count)| *count)
    }

    /// Passes over words that stand inside dates.
    fn pass_over(&mut self) {
        while self.is_near()
            && let Some((_, count)) = self.meaning(|meaning| (meaning == Meaning::InsideDate).then_some(()))
        {
            self.take(count);
        }
    }

    fn month(&mut self) -> Option<u32> {
        let (month, count) = self.meaning(month_of).filter(|_| self.is_near())?;
        self.take(count);
        Some(month)
    }

    /// A day of a month, an ordinal's letters behind it.
    fn day(&mut self) -> Option<u32> {
        let word = self.tokens.get(self.at).filter(|_| self.is_near())?.of(self.text);
        let (length, figures) = digits(word)?;
        let suffix = word.get(length..)?;
        let is_ordinal =
            suffix.is_empty() || self.lexicon.alone(suffix, |meaning| meaning == Meaning::InsideDate).is_some();
        let day: u32 = figures.parse().ok().filter(|day| (1..=31).contains(day))?;
        let gap_behind = || {
            let end = self.tokens.get(self.at)?.end;
            let next = self.tokens.get(self.at + 1).map_or(narrow(self.text.len()), |next| next.start);
            self.text.get(end as usize..next as usize)
        };
        // A range of days, an hour, a number with a fraction.
        let is_whole = !gap_behind().unwrap_or_default().starts_with(['-', '\u{2013}', ':']) && !self.is_fraction();
        if !is_ordinal || !is_whole || figures.len() > 2 {
            return None;
        }
        self.take(1);
        Some(day)
    }

    fn is_fraction(&self) -> bool {
        let (Some(word), Some(next)) = (self.tokens.get(self.at), self.tokens.get(self.at + 1)) else { return false };
        let gap = self.text.get(word.end as usize..next.start as usize).unwrap_or_default();
        let is_point = gap.chars().count() == 1 && !gap.chars().all(char::is_whitespace);
        is_point && digits(next.of(self.text)).is_some()
    }

    fn year(&mut self) -> Option<u32> {
        let word = self.tokens.get(self.at).filter(|_| self.is_near())?.of(self.text);
        let (length, figures) = digits(word)?;
        // A letter may stand for the era.
        let is_year = figures.len() == 4 && word.get(length..)?.chars().nth(1).is_none();
        let year = figures.parse().ok().filter(|year| is_year && YEARS.contains(year))?;
        self.take(1);
        Some(year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(weekday: u32, month: u32, day: u32) -> Dated {
        let at = At { block: 0, span: crate::text::ProseSpan::new(day, day + 1) };
        Dated { at, weekday, date: MonthDay { month, day }, year: None }
    }

    #[test]
    fn dates_that_agree_are_of_one_year() {
        assert!(best_year(&[dated(0, 6, 25), dated(0, 6, 18), dated(2, 7, 4)]).is_none());
        assert!(best_year(&[dated(0, 6, 25)]).is_none());
    }

    #[test]
    fn the_odd_one_of_several_dates_is_found() {
        let dates = [dated(0, 6, 17), dated(0, 6, 25), dated(0, 6, 18)];
        let (first, year) = best_year(&dates).unwrap();
        assert_eq!((first.date.day, year.weekday(dates[0].date)), (25, 6));
        let odd: Vec<u32> = dates.iter().filter(|date| !year.fits(date)).map(|date| date.date.day).collect();
        assert_eq!(odd, [17]);
    }

    #[test]
    fn the_year_may_turn_between_two_dates() {
        assert!(best_year(&[dated(2, 12, 22), dated(2, 12, 29), dated(0, 1, 3)]).is_none());
        assert!(best_year(&[dated(2, 12, 22), dated(4, 12, 29), dated(0, 1, 3)]).is_some());
        assert!(best_year(&[dated(2, 12, 22), dated(2, 12, 29), dated(4, 1, 3)]).is_some());
    }

    #[test]
    fn of_two_dates_the_first_is_believed() {
        let dates = [dated(0, 6, 25), dated(0, 6, 17)];
        let (first, year) = best_year(&dates).unwrap();
        assert_eq!((first.date.day, year.fits(&dates[1])), (25, false));
    }
}
