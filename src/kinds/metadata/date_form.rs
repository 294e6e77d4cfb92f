//! Forms of dates, such as `YYYY-MM-DD`: which digits stand where, and whether there is such a day.

/// A form, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateForm(Vec<Piece>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A part of the date, in so many digits; a single letter stands for one or two of them.
    Part(Part, usize),
    /// What is there as it is.
    Sign(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

impl Part {
    fn of(letter: char) -> Option<Self> {
        Some(match letter {
            'Y' => Self::Year,
            'M' => Self::Month,
            'D' => Self::Day,
            'h' => Self::Hour,
            'm' => Self::Minute,
            's' => Self::Second,
            _ => return None,
        })
    }

    /// The least and the greatest value there is.
    fn bounds(self) -> (u32, u32) {
        match self {
            Self::Year => (0, 9999),
            Self::Month => (1, 12),
            Self::Day => (1, 31),
            Self::Hour => (0, 23),
            Self::Minute => (0, 59),
            // A leap second is the sixty-first.
            Self::Second => (0, 60),
        }
    }

    /// Whether it may be written with so many digits.
    fn takes(self, digits: usize) -> bool {
        digits == 2 || if self == Self::Year { digits == 4 } else { digits == 1 }
    }
}

impl DateForm {
    /// Reads a form: runs of `Y`, `M`, `D`, `h`, `m` and `s` are digits, everything else is there as it is.
    ///
    /// # Errors
    /// What is wrong with the form, in words for whoever wrote it.
    pub fn read(form: &str) -> Result<Self, String> {
        let mut pieces: Vec<Piece> = Vec::new();
        for letter in form.chars() {
            match (Part::of(letter), pieces.last_mut()) {
                (Some(part), Some(Piece::Part(last, digits))) if *last == part => *digits += 1,
                (Some(part), _) => pieces.push(Piece::Part(part, 1)),
                (None, _) => pieces.push(Piece::Sign(letter)),
            }
        }
        let parts = || {
            pieces.iter().filter_map(|piece| match piece {
                Piece::Part(part, digits) => Some((*part, *digits)),
                Piece::Sign(_) => None,
            })
        };
        if parts().next().is_none() {
            return Err("this form has no part of a date".to_owned());
        }
        match parts().find(|(part, digits)| !part.takes(*digits)) {
            Some((part, digits)) => {
                Err(format!("the {part:?} of a date is not written with {digits} letters").to_lowercase())
            }
            None => Ok(Self(pieces)),
        }
    }

    /// Whether a text is a date of this form, on a day that there is.
    pub fn fits(&self, text: &str) -> bool {
        let mut rest = text;
        let (mut year, mut month, mut day) = (None, None, None);
        for piece in &self.0 {
            match *piece {
                Piece::Sign(sign) => match rest.strip_prefix(sign) {
                    Some(after) => rest = after,
                    None => return false,
                },
                Piece::Part(part, digits) => {
                    let most = digits.max(2);
                    let there = rest.chars().take(most).take_while(char::is_ascii_digit).count();
                    let is_long_enough = if digits == 1 { there > 0 } else { there == digits };
                    let (written, after) = rest.split_at_checked(there).unwrap_or_default();
                    let (least, greatest) = part.bounds();
                    let Some(value) =
                        written.parse().ok().filter(|value| is_long_enough && (least..=greatest).contains(value))
                    else {
                        return false;
                    };
                    rest = after;
                    match part {
                        Part::Year => year = Some(value),
                        Part::Month => month = Some(value),
                        Part::Day => day = Some(value),
                        Part::Hour | Part::Minute | Part::Second => {}
                    }
                }
            }
        }
        let is_there = match (month, day) {
            (Some(month), Some(day)) => day <= days_of(year, month),
            _ => true,
        };
        rest.is_empty() && is_there
    }
}

/// How many days a month has; the greatest number, where the year is not said. Two digits of a year tell leap years, too, but for
/// the first of a century.
fn days_of(year: Option<u32>, month: u32) -> u32 {
    match month {
        2 => {
            let is_leap = |year: u32| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            if year.is_none_or(is_leap) { 29 } else { 28 }
        }
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(form: &str, text: &str) -> bool {
        DateForm::read(form).unwrap().fits(text)
    }

    #[test]
    fn a_date_has_the_form_and_is_a_day_that_there_is() {
        for (form, text) in [
            ("YYYY-MM-DD", "2024-02-29"),
            ("DD/MM/YYYY", "09/03/2026"),
            ("D.M.YY", "9.3.26"),
            ("D.M.YY", "19.11.26"),
            ("YYYY-MM-DDThh:mm:ssZ", "2026-03-09T07:05:00Z"),
            ("D/M", "29/2"),
        ] {
            assert!(fits(form, text), "{form}: {text}");
        }
        for (form, text) in [
            ("YYYY-MM-DD", "2026-02-29"),
            ("YYYY-MM-DD", "2026-13-01"),
            ("YYYY-MM-DD", "26-03-09"),
            ("YYYY-MM-DD", "2026-03-09 "),
            ("YYYY-MM-DD", "2026-3-9"),
            ("DD/MM/YYYY", "31/04/2026"),
            ("YYYY-MM-DD", "٢٠٢٦-٠٣-٠٩"),
            ("hh:mm", "24:00"),
            ("YYYY", ""),
        ] {
            assert!(!fits(form, text), "{form}: {text}");
        }
    }

    #[test]
    fn a_form_says_what_is_wrong_with_it() {
        assert_eq!(DateForm::read("noon").unwrap_err(), "this form has no part of a date");
        assert_eq!(DateForm::read("YYY-MM-DD").unwrap_err(), "the year of a date is not written with 3 letters");
        assert_eq!(DateForm::read("D MMMM YYYY").unwrap_err(), "the month of a date is not written with 4 letters");
    }
}
