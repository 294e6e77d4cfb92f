//! What a house says of its dates, as it is written in the configuration.

use std::sync::OnceLock;

use super::line::Words;
use crate::language::{Calendar, DateOrder, Profile};
use crate::text::did_you_mean;

/// How the dates of one language are written.
pub struct Style {
    pub wanted: Wanted,
    /// The words of the calendar, folded when the first article comes.
    pub words: OnceLock<Words>,
}

/// What is decided.
pub enum Wanted {
    /// What the months are called.
    Names(Vec<Piece>),
    /// The order of day, month and year.
    Order(DateOrder),
}

/// A part of how a month is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The usual name in a tradition: for each month from January on.
    Name { naming: u32, months: Vec<String> },
    /// What stands beside names.
    Sign(String),
}

/// Most names of one month side by side.
const MOST_NAMES: usize = 2;

impl Style {
    /// Reads a style for a language, or says what is wrong with it and what it may be.
    pub fn read(written: &str, profile: &Profile) -> Result<Self, (String, String)> {
        let calendar = profile.calendar();
        let order = calendar.orders.iter().find(|order| order.name == written);
        let wanted = match order {
            Some(order) => Wanted::Order(order.clone()),
            None => Wanted::Names(pieces(written, profile)?),
        };
        Ok(Self { wanted, words: OnceLock::new() })
    }
}

/// The names and signs of a style such as `levantine/international`.
fn pieces(written: &str, profile: &Profile) -> Result<Vec<Piece>, (String, String)> {
    let calendar = profile.calendar();
    let known = known(calendar);
    if known.is_empty() {
        let message = format!("nothing is known of how dates are written in `{}`", profile.tag);
        return Err((message, "leave it out, or give the language a `[calendar]` in its language.toml".to_owned()));
    }
    let is_sign = |c: char| matches!(c, '/' | '(' | ')' | ' ');
    let mut pieces = Vec::new();
    for part in written.split_inclusive(is_sign) {
        let name = part.trim_end_matches(is_sign);
        if !name.is_empty() {
            let found = (0..).zip(&calendar.namings).find(|(_, naming)| naming.name == name);
            let Some((naming, of)) = found.filter(|_| known.contains(&name)) else {
                let help = match did_you_mean(name, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => help(calendar, &known),
                };
                return Err((format!("`{name}` is no way to write dates in `{}`", profile.tag), help));
            };
            let months = of.months.iter().map(|names| names.first().cloned().unwrap_or_default()).collect();
            pieces.push(Piece::Name { naming, months });
        }
        let sign = part.get(name.len()..).unwrap_or_default();
        match pieces.last_mut() {
            Some(Piece::Sign(before)) => before.push_str(sign),
            _ if !sign.is_empty() => pieces.push(Piece::Sign(sign.to_owned())),
            _ => {}
        }
    }
    let signs: String =
        pieces.iter().filter_map(|piece| if let Piece::Sign(sign) = piece { Some(&**sign) } else { None }).collect();
    let count = pieces.iter().filter(|piece| matches!(piece, Piece::Name { .. })).count();
    match (count, signs.trim()) {
        (1, "") | (MOST_NAMES, "/" | "()") => Ok(pieces),
        _ => Err((format!("`{written}` is no way to write dates in `{}`", profile.tag), help(calendar, &known))),
    }
}

/// What dates of a language may be called to be written in.
fn known(calendar: &Calendar) -> Vec<&str> {
    // One tradition alone leaves nothing to decide.
    let namings = calendar.namings.iter().filter(|_| calendar.namings.len() > 1);
    calendar.orders.iter().map(|order| &*order.name).chain(namings.map(|naming| &*naming.name)).collect()
}

fn help(calendar: &Calendar, known: &[&str]) -> String {
    let all = known.join(", ");
    match calendar.namings.as_slice() {
        [first, second, ..] => {
            format!("known here: {all}; two of them as {}/{} or {0} ({1})", first.name, second.name)
        }
        _ => format!("known here: {all}"),
    }
}
