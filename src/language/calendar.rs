//! How a language writes dates: what it calls the months, in what order day, month and year stand, and which words stand beside them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_spanned::Spanned;

use crate::text::Problem;
use crate::toml_doc::{Table, TomlFile};

/// Months of a year.
const MONTHS: usize = 12;

/// `[calendar]` of a language file, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct CalendarPart {
    months: BTreeMap<Spanned<String>, Vec<Vec<String>>>,
    orders: BTreeMap<String, Spanned<String>>,
    inside_dates: Vec<String>,
    before_months: Vec<String>,
    behind_months: Vec<String>,
    before_days: Vec<String>,
    no_day_behind: Vec<String>,
}

/// What the months are called in one tradition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// What configurations call the tradition.
    pub name: String,
    /// For each month from January on its names, the usual one first.
    pub months: Vec<Vec<String>>,
}

/// The order of day, month and year, and what stands between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateOrder {
    /// What configurations call the order.
    pub name: String,
    /// Whether the day comes before the month.
    pub is_day_first: bool,
    /// What stands between day and month.
    pub between: String,
    /// What stands before the year.
    pub before_year: String,
    /// What stands behind the year where a sentence goes on.
    pub behind_year: String,
}

/// How a language writes dates. Nothing is inherited.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// The traditions of naming the months.
    pub namings: Vec<Naming>,
    /// The orders of day, month and year, where there are several.
    pub orders: Vec<DateOrder>,
    /// Words that may stand between a weekday, a day, a month and a year, and the endings of ordinals.
    pub inside_dates: Vec<String>,
    /// Words behind which the name of a month stands, such as “the month of”.
    pub before_months: Vec<String>,
    /// What says of a month which one is meant, such as “next”.
    pub behind_months: Vec<String>,
    /// Words behind which the day of a date stands, such as “the evening of”.
    pub before_days: Vec<String>,
    /// Words behind which a month stands without a day, so that a number behind it counts something else.
    pub no_day_behind: Vec<String>,
}

impl Calendar {
    /// Takes the part on dates out of a language file; nothing is in it where the file has none.
    pub(super) fn take(table: &mut Table<'_>, problems: &mut Vec<Problem>) -> Self {
        let file = table.file();
        let part = table.take_table("calendar", problems).and_then(|part| part.decode(problems));
        part.map_or_else(Self::default, |part| Self::new(file, part, problems))
    }

    fn new(file: &TomlFile, part: CalendarPart, problems: &mut Vec<Problem>) -> Self {
        let mut namings = Vec::new();
        for (name, months) in part.months {
            if months.len() == MONTHS && months.iter().all(|names| !names.is_empty()) {
                namings.push(Naming { name: name.into_inner(), months });
            } else {
                problems
                    .push(file.problem(name.span(), "12 lists are needed, from January on, each with a name at least"));
            }
        }
        let mut orders = Vec::new();
        for (name, written) in part.orders {
            match DateOrder::read(name, written.get_ref()) {
                Some(order) => orders.push(order),
                None => problems.push(
                    file.problem(written.span(), "an order names day, month and year once each")
                        .with_help("for example \"D M Y\" or \"M D, Y,\""),
                ),
            }
        }
        Self {
            namings,
            orders,
            inside_dates: part.inside_dates,
            before_months: part.before_months,
            behind_months: part.behind_months,
            before_days: part.before_days,
            no_day_behind: part.no_day_behind,
        }
    }

    /// All words that may stand inside a date.
    pub fn all_inside(&self) -> impl Iterator<Item = &str> {
        let all = [&self.inside_dates, &self.before_months, &self.behind_months];
        all.into_iter().flatten().map(String::as_str)
    }

    /// Every name of a month with its number, from 1.
    pub fn all_months(&self) -> impl Iterator<Item = (u32, &str)> {
        let numbered = self.namings.iter().flat_map(|naming| (1..).zip(&naming.months));
        numbered.flat_map(|(month, names)| names.iter().map(move |name| (month, name.as_str())))
    }
}

impl DateOrder {
    /// Reads an order such as `M D, Y,`; nothing unless `D` and `M` stand in it and then `Y`, each once.
    fn read(name: String, written: &str) -> Option<Self> {
        let (before_year, behind_year) = written.split_once('Y')?;
        let (day, month) = (before_year.find('D')?, before_year.find('M')?);
        let (first, second) = (day.min(month), day.max(month));
        let (between, before_year) = (before_year.get(first + 1..second)?, before_year.get(second + 1..)?);
        let has_letter = |text: &str| text.contains(char::is_alphanumeric);
        let is_plain = first == 0 && ![between, before_year, behind_year].into_iter().any(has_letter);
        is_plain.then(|| Self {
            name,
            is_day_first: day < month,
            between: between.to_owned(),
            before_year: before_year.to_owned(),
            behind_year: behind_year.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_with_what_stands_between() {
        let order = DateOrder::read("x".to_owned(), "M D, Y,").unwrap();
        assert_eq!(
            (order.is_day_first, &*order.between, &*order.before_year, &*order.behind_year),
            (false, " ", ", ", ",")
        );
        assert!(DateOrder::read("x".to_owned(), "D M Y").unwrap().is_day_first);
        for wrong in ["D M", "D M M Y", "Y M D", "on D M Y", ""] {
            assert_eq!(DateOrder::read("x".to_owned(), wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_calendar_lacks_is_said_at_its_place() {
        let text = "[calendar]\norders.mine = 'D M'\n\n[calendar.months]\nmine = [['January']]\n";
        let file = TomlFile::new("t.toml", text);
        let mut problems = Vec::new();
        let calendar = Calendar::take(&mut file.parse(&mut Vec::new()), &mut problems);
        assert!(calendar.namings.is_empty() && calendar.orders.is_empty());
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(told.len() == 2 && told[0].contains("t.toml:5:1") && told[1].contains("t.toml:2:15"), "{told:?}");
    }
}
