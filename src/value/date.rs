//! Dates known to the day, the month or the year.

use super::{Decimal, Truth};
use jiff::civil;
use std::fmt;

/// A date of which the day, or the day and the month, may be missing. The national export has all three kinds.
///
/// Four bytes: `year * 10000 + month * 100 + day`, with zero for a missing part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date(i32);

/// The parts of a [`Date`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateParts {
    /// The year, 1 to 9999.
    pub year: i16,
    /// The month, 1 to 12, where known.
    pub month: Option<i8>,
    /// The day of the month, where known.
    pub day: Option<i8>,
}

impl Date {
    /// The day `year`-`month`-`day`, or `None` where the calendar has no such day.
    #[must_use]
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 {
            return None;
        }
        // The first days every month has.
        (day <= 28 || day <= days_in_month(year, month)).then(|| Self::pack(year, month, day))
    }

    /// The day that eight digits name as a number, `None` where the calendar has no such day.
    #[must_use]
    #[inline]
    pub fn of_digits(digits: u32) -> Option<Self> {
        let (month, day) = (digits / 100 % 100, digits % 100);
        // The first days every month has.
        if (1..=28).contains(&day) && (1..=12).contains(&month) && (1_0000..1_0000_0000).contains(&digits) {
            return i32::try_from(digits).ok().map(Self);
        }
        Self::day(i16::try_from(digits / 10_000).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    }

    /// The month `year`-`month`, its day unknown.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then(|| Self::pack(year, month, 0))
    }

    /// The year `year`, its month and day unknown.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        (1..=9999).contains(&year).then(|| Self::pack(year, 0, 0))
    }

    fn pack(year: i16, month: i8, day: i8) -> Self {
        Self(i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day))
    }

    /// The packed form that columns hold; never zero.
    #[must_use]
    #[inline]
    pub const fn packed(self) -> i32 {
        self.0
    }

    /// The date of a packed form that [`Date::packed`] gave, `None` for zero.
    #[must_use]
    #[inline]
    pub const fn from_packed(packed: i32) -> Option<Self> {
        if packed == 0 { None } else { Some(Self(packed)) }
    }

    /// The parts that are known.
    #[must_use]
    #[inline]
    pub fn parts(self) -> DateParts {
        let part = |n: i32| i8::try_from(n).ok().filter(|&n| n != 0);
        DateParts {
            year: i16::try_from(self.0 / 10_000).unwrap_or(i16::MAX),
            month: part(self.0 / 100 % 100),
            day: part(self.0 % 100),
        }
    }

    /// The first day that the date can stand for.
    #[must_use]
    #[inline]
    pub fn earliest(self) -> Self {
        if self.is_exact() {
            return self;
        }
        let DateParts { year, month, day } = self.parts();
        Self::pack(year, month.unwrap_or(1), day.unwrap_or(1))
    }

    /// The last day that the date can stand for.
    #[must_use]
    #[inline]
    pub fn latest(self) -> Self {
        if self.is_exact() {
            return self;
        }
        let DateParts { year, month, day } = self.parts();
        let month = month.unwrap_or(12);
        Self::pack(year, month, day.unwrap_or_else(|| days_in_month(year, month)))
    }

    /// Whether the date is known to the day.
    #[must_use]
    #[inline]
    pub const fn is_exact(self) -> bool {
        Self::is_day(self.0)
    }

    /// Whether a packed form is that of a date known to the day.
    #[must_use]
    #[inline]
    pub const fn is_day(packed: i32) -> bool {
        packed % 100 != 0
    }

    /// Whether this date is before `other`; unknown where a missing part could turn the answer.
    #[must_use]
    pub fn before(self, other: Self) -> Truth {
        if self.latest().0 < other.earliest().0 {
            Truth::True
        } else if self.earliest().0 >= other.latest().0 {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// Whether both dates are the same day; unknown where a missing part could turn the answer.
    #[must_use]
    pub fn same(self, other: Self) -> Truth {
        if self.is_exact() && self == other {
            Truth::True
        } else if self.latest().0 < other.earliest().0 || other.latest().0 < self.earliest().0 {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// The year that a whole number of the calendar stands for.
    #[must_use]
    pub fn of_year(number: Decimal) -> Option<Self> {
        Self::year(i16::try_from(number.to_int()?).ok()?)
    }

    /// Completed years from this date (of birth) to `at`, at the least and at the most: they differ where a missing month
    /// or day could change the number.
    ///
    /// A child born on 29 February completes a year on 1 March of a year without that day.
    /// The number is negative where `at` lies before this date.
    #[must_use]
    pub fn years_until(self, at: Self) -> (i64, i64) {
        (self.latest().whole_years_until(at.earliest()), self.earliest().whole_years_until(at.latest()))
    }

    /// Completed months from this date to `at`, at the least and at the most.
    #[must_use]
    pub fn months_until(self, at: Self) -> (i64, i64) {
        (self.latest().whole_months_until(at.earliest()), self.earliest().whole_months_until(at.latest()))
    }

    /// Days from this date to `at`, at the least and at the most.
    #[must_use]
    pub fn days_until(self, at: Self) -> (i64, i64) {
        (self.latest().whole_days_until(at.earliest()), self.earliest().whole_days_until(at.latest()))
    }

    /// [`Date::years_until`] of two dates known to the day.
    #[must_use]
    #[inline]
    pub const fn whole_years_until(self, at: Self) -> i64 {
        (at.0 - self.0).div_euclid(10_000) as i64
    }

    /// [`Date::months_until`] of two dates known to the day: the difference of the month numbers, one less where the day
    /// is not reached.
    #[must_use]
    #[inline]
    pub const fn whole_months_until(self, at: Self) -> i64 {
        let months = at.month_number() - self.month_number();
        (if at.0 % 100 < self.0 % 100 { months - 1 } else { months }) as i64
    }

    /// [`Date::days_until`] of two dates known to the day.
    #[must_use]
    #[inline]
    pub const fn whole_days_until(self, at: Self) -> i64 {
        (at.day_number() - self.day_number()) as i64
    }

    /// Months since the beginning of the calendar.
    const fn month_number(self) -> i32 {
        self.0 / 10_000 * 12 + self.0 / 100 % 100
    }

    /// Days since the beginning of the calendar. A year begins in March here, so that its odd day is its last.
    const fn day_number(self) -> i32 {
        let months = self.month_number() - 3;
        let (year, month) = (months / 12, months % 12);
        year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + self.0 % 100
    }

    /// The day so many days later, `None` for a date known in part and beyond the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let DateParts { year, month: Some(month), day: Some(day) } = self.parts() else { return None };
        let span = jiff::Span::new().try_days(days).ok()?;
        let date = civil::Date::new(year, month, day).ok()?.checked_add(span).ok()?;
        Self::day(date.year(), date.month(), date.day())
    }

    /// Reads `2016-03-10`, `2016/3/10`, `2016.3.10`, `20160310`, `2016年3月10日`, the same without the day, and a bare year.
    /// A time of day after the date is ignored. `None` for anything else and for a day that the calendar does not have.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = match text.split_once([' ', 'T']) {
            Some((date, time)) if time.contains(':') => date,
            _ => text,
        };
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::parse_digits(text);
        }
        let plain = text.replace(['年', '月'], "-").replace('日', "").replace(['/', '.'], "-");
        let mut parts = plain.trim_end_matches('-').split('-').map(number);
        let year = parts.next()??;
        let date = match (parts.next(), parts.next(), parts.next()) {
            (None, None, None) if text.ends_with('年') => Self::year(year)?,
            (Some(month), None, None) => Self::month(year, i8::try_from(month?).ok()?)?,
            (Some(month), Some(day), None) => Self::day(year, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?)?,
            _ => return None,
        };
        (year >= 1000).then_some(date)
    }

    fn parse_digits(text: &str) -> Option<Self> {
        let year = number(text.get(..4)?)?;
        let two = |from: usize| text.get(from..from.saturating_add(2)).and_then(|t| t.parse::<i8>().ok());
        if year < 1000 {
            return None;
        }
        match text.len() {
            4 => Self::year(year),
            6 => Self::month(year, two(4)?),
            8 => Self::day(year, two(4)?, two(6)?),
            _ => None,
        }
    }
}

fn number(text: &str) -> Option<i16> {
    (!text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// How many days a month of the calendar has.
fn days_in_month(year: i16, month: i8) -> i8 {
    civil::Date::new(year, month, 1).map_or(31, civil::Date::days_in_month)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DateParts { year, month, day } = self.parts();
        write!(f, "{year:04}")?;
        if let Some(month) = month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, Truth};
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap_or_else(|| panic!("no date: {text}"))
    }

    #[test]
    fn every_layout_of_the_exports_is_read() {
        for (text, shown) in [
            ("2016-03-10", "2016-03-10"),
            ("2016/3/10", "2016-03-10"),
            ("2016.3.10", "2016-03-10"),
            ("20160310", "2016-03-10"),
            ("2016年3月10日", "2016-03-10"),
            ("2016-03-10 00:00:00", "2016-03-10"),
            ("2016-03-10T08:30", "2016-03-10"),
            ("201603", "2016-03"),
            ("2016年03月", "2016-03"),
            ("2016-3", "2016-03"),
            ("2016", "2016"),
            ("2016年", "2016"),
        ] {
            assert_eq!(date(text).to_string(), shown, "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2019-02-29",
            "2100-02-29",
            "2016-13",
            "2016-00",
            "20161301",
            "2016-4-31",
            "42439",
            "0000",
            "16-03-10",
            "2016-03-10-1",
            "",
            "-",
            "三月",
            "2016--10",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert_eq!(date("2000-02-29").to_string(), "2000-02-29");
    }

    #[test]
    fn a_missing_part_that_could_turn_a_comparison_leaves_it_unknown() {
        assert_eq!(date("2016").before(date("2017-01-01")), Truth::True);
        assert_eq!(date("2016").before(date("2016-12-31")), Truth::Unknown);
        assert_eq!(date("2016-03").before(date("2016-03-01")), Truth::False);
        assert_eq!(date("2016-03").same(date("2016-03")), Truth::Unknown);
        assert_eq!(date("2016-03").same(date("2016-04-02")), Truth::False);
        assert_eq!(date("2016-03-10").same(date("2016-03-10")), Truth::True);
    }

    #[test]
    fn age_counts_completed_years() {
        let born = date("1970-06-15");
        assert_eq!(born.years_until(date("2020-06-14")), (49, 49));
        assert_eq!(born.years_until(date("2020-06-15")), (50, 50));
        assert_eq!(date("2004-02-29").years_until(date("2021-02-28")), (16, 16));
        assert_eq!(date("2004-02-29").years_until(date("2021-03-01")), (17, 17));
        assert_eq!(date("1970").years_until(date("2020-06-15")), (49, 50));
        assert_eq!(date("1970").years_until(date("2020-12-31")), (50, 50));
        assert_eq!(date("2021-01-01").years_until(date("2020-01-01")), (-1, -1));
    }

    #[test]
    fn months_and_days_are_counted() {
        assert_eq!(date("2020-01-31").months_until(date("2020-02-29")), (0, 0));
        assert_eq!(date("2020-01-15").months_until(date("2020-03-15")), (2, 2));
        assert_eq!(date("202001").months_until(date("202003")), (1, 2));
        assert_eq!(date("2020-02-28").days_until(date("2020-03-01")), (2, 2));
        assert_eq!(date("202002").days_until(date("2020-03-01")), (1, 29));
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(year in 1000_i16..9999, month in 1_i8..=12, day in 1_i8..=31, known in 0..3) {
            let made = match known { 0 => Date::year(year), 1 => Date::month(year, month), _ => Date::day(year, month, day) };
            if let Some(made) = made {
                prop_assert_eq!(Date::parse(&made.to_string()), Some(made));
                prop_assert_eq!(Date::from_packed(made.packed()), Some(made));
                prop_assert!(made.earliest().packed() <= made.latest().packed());
            }
        }

        #[test]
        fn days_are_those_of_the_calendar(
            a in (-3_i16..10_005, -1_i8..15, -1_i8..34),
            b in (1_i16..=9999, 1_i8..=12, 1_i8..=31),
            near in prop::option::of(-800_i64..800),
        ) {
            let civil = |(year, month, day)| jiff::civil::Date::new(year, month, day).ok().filter(|date| date.year() >= 1);
            prop_assert_eq!(Date::day(a.0, a.1, a.2).is_some(), civil(a).is_some());
            if let (Ok(year), Ok(month), Ok(day)) = (u32::try_from(a.0), u32::try_from(a.1), u32::try_from(a.2)) {
                prop_assert_eq!(Date::of_digits(year * 10_000 + month * 100 + day), Date::day(a.0, a.1, a.2));
            }
            let far = Date::day(a.0, a.1, a.2);
            let Some(from) = Date::day(b.0, b.1, b.2) else { return Ok(()) };
            let Some(to) = near.map_or(far, |days| from.plus_days(days)) else { return Ok(()) };
            let days = |date: Date| { let parts = date.parts(); civil((parts.year, parts.month.unwrap(), parts.day.unwrap())).unwrap() };
            let span = days(from).until(days(to)).unwrap();
            prop_assert_eq!(from.days_until(to), (i64::from(span.get_days()), i64::from(span.get_days())));
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,16}") {
            let _ = Date::parse(&text);
        }
    }
}
