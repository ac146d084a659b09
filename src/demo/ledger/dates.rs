//! Samples as an audit date has them.

use super::super::rows::{Row, Text};
use crate::dictionary::{Dictionary, EntityId, Field, FieldType};
use crate::value::{Date, DateParts, Decimal};
use jiff::{Span, civil};

/// The year that the samples of the dictionary are meant for: they hold at its end.
const YEAR_OF_SAMPLES: i16 = 2020;

/// Moves samples to an audit date.
pub(in crate::demo) struct Samples {
    as_of: Date,
    /// Years from the end of the samples' year to the audit date.
    years: i16,
}

impl Samples {
    /// Samples for an audit date.
    pub(super) fn new(as_of: Date) -> Self {
        Self { as_of, years: as_of.latest().parts().year - YEAR_OF_SAMPLES }
    }

    /// A row of samples. All dates and years of a row move by as many years, so that they keep their order.
    pub(super) fn row(&self, dictionary: &Dictionary, entity: EntityId) -> Row {
        let fields = &dictionary.entity(entity).fields;
        let end = Date::day(YEAR_OF_SAMPLES, 12, 31);
        let was_past = |date: &Date| end.is_some_and(|end| !end.before(*date).is_true());
        let dates = fields.iter().filter(|field| field.ty == FieldType::Date).filter_map(|field| field.sample.as_ref());
        let late = dates.filter_map(|text| Date::parse(text)).filter(was_past).any(|date| {
            let moved = years_later(date, self.years);
            moved.is_some_and(|moved| self.as_of.latest().before(moved.latest()).is_true())
        });
        let years = self.years - i16::from(late);
        let cell = |field: &Field| field.sample.as_ref().map_or(Text::of(""), |text| moved(field, text, years));
        Row { cells: fields.iter().map(cell).collect(), fixed: Vec::new() }
    }
}

/// A sample so many years later.
fn moved(field: &Field, text: &str, years: i16) -> Text {
    if years == 0 {
        return Text::from(text.to_owned());
    }
    let later = match field.ty {
        FieldType::Date => Date::parse(text).and_then(|date| years_later(date, years)).map(written),
        FieldType::Number(_) => year(text).map(|year| (year + i64::from(years)).to_string()),
        _ => None,
    };
    Text::from(later.unwrap_or_else(|| text.to_owned()))
}

/// A number that can only be a year.
pub(super) fn year(text: &str) -> Option<i64> {
    let number = Decimal::parse(text).ok()?.value.raw();
    let year = (number % Decimal::SCALE == 0).then_some(number / Decimal::SCALE)?;
    (text.len() == 4 && (2000..2040).contains(&year)).then_some(year)
}

/// The same day so many years later.
pub(super) fn years_later(date: Date, years: i16) -> Option<Date> {
    let DateParts { year, month, day } = date.parts();
    match (month, day) {
        (Some(month), Some(day)) => {
            Date::day(year + years, month, day).or_else(|| Date::day(year + years, month, day - 1))
        }
        (Some(month), None) => Date::month(year + years, month),
        _ => Date::year(year + years),
    }
}

/// So many days later; months for a date that has no day.
pub(super) fn days_later(date: Date, days: i64) -> Option<Date> {
    let DateParts { year, month, day } = date.parts();
    let (Some(month), Some(day)) = (month, day) else {
        let month = i64::from(year) * 12 + i64::from(month.unwrap_or(1)) - 1 + days / 30;
        return Date::month(i16::try_from(month / 12).ok()?, i8::try_from(month % 12 + 1).ok()?);
    };
    let later = civil::Date::new(year, month, day).ok()?.checked_add(Span::new().try_days(days).ok()?).ok()?;
    Date::day(later.year(), later.month(), later.day())
}

/// A date as ledgers write it, known as far as it is.
pub(super) fn written(date: Date) -> String {
    date.to_string()
}

#[cfg(test)]
mod tests {
    use super::{Samples, days_later, year, years_later};
    use crate::value::Date;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let day = |text: &str| Date::parse(text).unwrap();
        for (from, days, to) in [
            ("2020-03-01", -1, "2020-02-29"),
            ("2019-03-01", -1, "2019-02-28"),
            ("2020-12-31", 1, "2021-01-01"),
            ("2020-01-01", 366, "2021-01-01"),
            ("2020-11", -30, "2020-10"),
            ("2020-01", -60, "2019-11"),
        ] {
            assert_eq!(days_later(day(from), days), Some(day(to)), "{from} {days}");
        }
        assert_eq!(years_later(day("2020-02-29"), -1), Some(day("2019-02-28")));
    }

    #[test]
    fn only_years_are_taken_for_years() {
        assert_eq!(year("2020"), Some(2020));
        assert_eq!((year("4000"), year("20"), year("2020.5")), (None, None, None));
        assert_eq!(Samples::new(Date::day(2019, 5, 31).unwrap()).years, -1);
    }
}
