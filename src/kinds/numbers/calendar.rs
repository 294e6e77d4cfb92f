//! Days of the Gregorian calendar.

/// A day of a year without the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthDay {
    /// The month, from 1.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
}

/// Days before each month of a year that is no leap year.
const BEFORE_MONTH: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

impl MonthDay {
    /// Whether there is such a day in a leap year, or in any other.
    pub fn exists(self, is_leap: bool) -> bool {
        let last = match self.month {
            2 => 28 + u32::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1..=last).contains(&self.day)
    }

    /// How many days of its year are before it.
    pub fn day_of_year(self, is_leap: bool) -> u32 {
        let month = (self.month as usize).wrapping_sub(1);
        let before = BEFORE_MONTH.get(month).copied().unwrap_or_default();
        before + u32::from(is_leap && self.month > 2) + self.day - 1
    }
}

/// Whether a year has a 29th of February.
pub fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The weekday of a day of a year, from 0 for Monday; `None` if there is no such day.
pub fn weekday(year: u32, date: MonthDay) -> Option<u32> {
    if !date.exists(is_leap(year)) || year == 0 {
        return None;
    }
    // The first of January of the year 1 was a Monday.
    let years = year - 1;
    let days = years * 365 + years / 4 - years / 100 + years / 400 + date.day_of_year(is_leap(year));
    Some(days % 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_weekdays() {
        let at = |year, month, day| weekday(year, MonthDay { month, day });
        assert_eq!(at(1970, 1, 1), Some(3));
        assert_eq!(at(2000, 2, 29), Some(1));
        assert_eq!(at(1900, 2, 29), None);
        assert_eq!(at(2023, 7, 12), Some(2));
        assert_eq!(at(2026, 11, 29), Some(6));
        assert_eq!(at(2024, 4, 31), None);
    }
}
