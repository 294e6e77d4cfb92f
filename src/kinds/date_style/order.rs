//! The order of day and month, and the commas around the year.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::Slip;
use super::line::{Line, Meaning, Month};
use crate::analysis::At;
use crate::language::DateOrder;

/// A date with a day, as it is written.
struct Dated<'a> {
    at: At,
    /// The word before it, if there is one.
    before: Option<usize>,
    is_day_first: bool,
    /// The month, with the stop of an abbreviation.
    month: String,
    day: &'a str,
    year: Option<&'a str>,
    /// Whether it ends with a stop, which may be that of the sentence, too.
    has_stop: bool,
    /// The first word behind it.
    behind: usize,
}

/// The dates in a line that are written in another order.
pub fn slips(line: &Line<'_>, order: &DateOrder) -> Vec<Slip> {
    let dates = line.months.iter().filter_map(|month| dated(line, month));
    dates.filter_map(|date| slip(line, order, &date)).collect()
}

/// Reads the date around the name of a month: one day before it or behind it, and a year. Ranges and rows of days are none.
fn dated<'a>(line: &Line<'a>, month: &Month) -> Option<Dated<'a>> {
    let name = line.place(month.first, month.end.checked_sub(1)?)?;
    let stop = if !month.is_usual && line.gap_before(month.end).starts_with('.') { "." } else { "" };
    let written = format!("{}{stop}", line.prose.get(name.span.start as usize..name.span.end as usize)?);
    let (before, behind) = (day_before(line, month.first), day_behind(line, month.end, stop));
    match (before, behind) {
        (Some((first, day)), None) => {
            let year = year_at(line, month.end, stop);
            let last = year.unwrap_or(month.end - 1);
            let end = if year.is_none() { stop } else { "" };
            new(line, (first, last, end), true, written, day, year)
        }
        (None, Some(day)) => {
            let year = year_at(line, day + 1, "");
            new(line, (month.first, year.unwrap_or(day), ""), false, written, day, year)
        }
        _ => None,
    }
}

/// The date from word `first` to word `last` and the sign behind it.
fn new<'a>(
    line: &Line<'a>,
    (first, last, sign): (usize, usize, &str),
    is_day_first: bool,
    month: String,
    day: usize,
    year: Option<usize>,
) -> Option<Dated<'a>> {
    let at = line.place(first, last)?;
    let at = line.at(at.span.start as usize, at.span.end as usize + sign.len());
    let before = first.checked_sub(1).filter(|_| line.is_space_before(first));
    let (day, year) = (line.digits(day), year.map(|year| line.digits(year)));
    Some(Dated { at, before, is_day_first, month, day, year, has_stop: !sign.is_empty(), behind: last + 1 })
}

/// The year that a word is, a stop before it or none. Behind a comma any will do: no count stands there.
fn year_at(line: &Line<'_>, index: usize, stop: &str) -> Option<usize> {
    let gap = line.gap_before(index);
    let is_year = match gap.strip_prefix(stop).unwrap_or(gap) {
        " " => line.is_year(index),
        ", " => line.is_any_year(index),
        _ => false,
    };
    (index < line.len() && is_year).then_some(index)
}

/// The first word of what stands before the month, and the day.
fn day_before(line: &Line<'_>, month: usize) -> Option<(usize, usize)> {
    let is_of = month > 0 && line.is_space_before(month) && line.means(month - 1, Meaning::Inside);
    let behind_day = if is_of && !line.has_digit(month - 1) { month - 1 } else { month };
    let day = behind_day.checked_sub(1).filter(|day| line.is_space_before(behind_day) && line.is_day(*day))?;
    if day > 0 {
        // A row or a range of days; part of a larger number.
        let is_row = line.is_space_before(day)
            && (line.is_day(day - 1) || day > 1 && line.is_small(day - 1) && line.is_day(day - 2));
        let ends_number = line.gap_before(day).ends_with(|c: char| !c.is_whitespace() && !is_opening(c));
        let is_list = line.gap_before(day).starts_with(',') && line.is_day(day - 1);
        if is_row || ends_number || is_list {
            return None;
        }
    }
    let has_article =
        behind_day < month && day > 0 && line.is_space_before(day) && line.means(day - 1, Meaning::Inside);
    Some((if has_article { day - 1 } else { day }, day))
}

/// The day behind a month.
fn day_behind(line: &Line<'_>, day: usize, stop: &str) -> Option<usize> {
    let gap = line.gap_before(day);
    let is_beside = gap.strip_prefix(stop).unwrap_or(gap) == " " && line.is_day(day);
    let behind = line.gap_before(day + 1);
    let has_next = day + 1 < line.len();
    // An hour, a fraction, a range; a row of days, with a word or a comma between.
    let goes_on = has_next && !behind.is_empty() && !behind.contains(char::is_whitespace) && line.has_digit(day + 1);
    let is_row = has_next
        && (line.is_day(day + 1)
            || line.is_small(day + 1)
                && line.is_space_before(day + 1)
                && line.is_day(day + 2)
                && line.is_space_before(day + 2));
    (is_beside && !goes_on && !is_row).then_some(day)
}

/// Whether a sign may stand right before a date: a bracket, a quotation mark, a dash.
fn is_opening(c: char) -> bool {
    use GeneralCategory::{DashPunctuation, FinalPunctuation, InitialPunctuation, OpenPunctuation};
    let category = c.general_category();
    c == '"'
        || !c.is_ascii() && category == DashPunctuation
        || matches!(category, OpenPunctuation | InitialPunctuation | FinalPunctuation)
}

/// What is wrong with a date, if anything.
fn slip(line: &Line<'_>, order: &DateOrder, date: &Dated<'_>) -> Option<Slip> {
    let before = date.before;
    let turns = date.is_day_first != order.is_day_first;
    // What counts something behind a month: “in May 12 people”.
    let counts =
        !date.is_day_first && date.year.is_none() && before.is_some_and(|word| line.means(word, Meaning::NoDayBehind));
    if counts {
        return None;
    }
    let (first, second) = if order.is_day_first { (date.day, &*date.month) } else { (&*date.month, date.day) };
    let year = date.year.map(|year| format!("{}{year}", order.before_year)).unwrap_or_default();
    let wanted = format!("{first}{}{second}{year}", order.between);
    let (start, end) = (date.at.span.start as usize, date.at.span.end as usize);
    let behind = line.behind(date.at.span.end);
    let goes_on = behind.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let tail = if date.year.is_some() && goes_on { &*order.behind_year } else { "" };
    if line.prose.get(start..end)? == wanted && tail.is_empty() {
        return None;
    }
    // A name right before the date, such as that of a weekday, is parted from the month by a comma.
    let written = before.map_or("", |word| line.written(word));
    let is_name = written.starts_with(char::is_uppercase) && !before.is_some_and(|word| line.is_small(word));
    let at_head = before == Some(0);
    let comma = turns && !order.is_day_first && is_name && !order.behind_year.is_empty();
    let is_open = date.behind >= line.len() || !line.is_space_before(date.behind) || line.is_small(date.behind);
    let keeps_comma = turns && order.is_day_first && date.year.is_some() && behind.starts_with(',');
    let is_sure = (date.year.is_some() || is_open) && !keeps_comma && !date.has_stop && !(comma && at_head);
    let (start, lead) = if comma { (start.checked_sub(1)?, ", ") } else { (start, "") };
    Some(Slip { at: line.at(start, end), wanted: format!("{lead}{wanted}{tail}"), is_sure })
}
