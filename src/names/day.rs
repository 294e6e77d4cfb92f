//! The day that a date names, where it is written in the order of ISO 8601: year, month, day.

/// The day that a text begins with, written as one number: 20240531. Nothing where it begins with no such day: an order that
/// readers do not agree on is not guessed at.
#[must_use]
pub fn day_of(date: &str) -> Option<u32> {
    let date = date.trim();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, month, day) = match digits(date) {
        4 => {
            let (year, rest) = date.split_at_checked(4)?;
            let sign = rest.chars().next().filter(|sign| matches!(sign, '-' | '/' | '.'))?;
            let rest = rest.get(1..)?;
            let (month, rest) = rest.split_at_checked(digits(rest))?;
            let rest = rest.strip_prefix(sign)?;
            (year, month, rest.get(..digits(rest))?)
        }
        8 => (date.get(..4)?, date.get(4..6)?, date.get(6..8)?),
        _ => return None,
    };
    let number = |text: &str, most: u32| text.parse().ok().filter(|number| (1..=most).contains(number));
    Some(number(year, 9999)? * 10_000 + number(month, 12)? * 100 + number(day, 31)?)
}

#[cfg(test)]
mod tests {
    use super::day_of;

    #[test]
    fn a_day_is_told_where_nobody_can_mistake_it() {
        for (date, day) in [
            ("2024-05-31", Some(20_240_531)),
            (" 2024-05-31T10:00:00+02:00", Some(20_240_531)),
            ("2024/5/1", Some(20_240_501)),
            ("2024.05.31 10:00", Some(20_240_531)),
            ("20240531T100000Z", Some(20_240_531)),
            ("31/05/2024", None),
            ("2024-05/31", None),
            ("2024-13-01", None),
            ("2024-05-", None),
            ("1717142400", None),
            ("May 31", None),
            ("", None),
        ] {
            assert_eq!(day_of(date), day, "{date}");
        }
    }
}
