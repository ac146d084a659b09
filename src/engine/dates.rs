//! What is counted between dates, column by column.

use super::bits::{ones, zip};
use super::lane::Lane;
use super::vector::Vector;
use crate::value::{Date, Decimal};
use std::borrow::Cow;

/// What is counted between two dates in every row: `count` of dates that are known to the day, `bounds` of the
/// few others.
pub(super) fn between(
    dates: (Option<Lane<'_, i32>>, Option<Lane<'_, i32>>),
    rows: usize,
    count: impl Fn(Date, Date) -> i64,
    bounds: impl Fn(Date, Date) -> (i64, i64),
) -> Vector<'static> {
    let (Some(from), Some(to)) = dates else { return Vector::numbers(rows, |_| None) };
    // No two dates are so far apart that what is counted could not be held.
    let raw = |count: i64| count * Decimal::SCALE;
    let values = from.map_with(to, rows, |from, to| match (Date::from_packed(from), Date::from_packed(to)) {
        (Some(from), Some(to)) => raw(count(from, to)),
        _ => 0,
    });
    let known = from.bits_with(to, rows, |from, to| (from != 0) & (to != 0));
    let exact = from.bits_with(to, rows, |from, to| Date::is_day(from) & Date::is_day(to));
    let open = zip(&known, &exact, |known, exact| known & !exact);
    if open.iter().all(|&word| word == 0) {
        return Vector::Number { values: Cow::Owned(values), known: Cow::Owned(known) };
    }
    let (mut low, mut high) = (values.clone(), values);
    for (at, &word) in open.iter().enumerate() {
        for row in ones(word).map(|row| at * 64 + row) {
            let (Some(from), Some(to)) = (Date::from_packed(from.at(row)), Date::from_packed(to.at(row))) else {
                continue;
            };
            let (least, most) = bounds(from, to);
            (low[row], high[row]) = (raw(least), raw(most));
        }
    }
    Vector::between(low, high, known)
}

/// The year of the calendar in every row.
pub(super) fn year(dates: Option<Lane<'_, i32>>, rows: usize) -> Vector<'static> {
    let Some(dates) = dates else { return Vector::numbers(rows, |_| None) };
    let year = |packed: i32| Date::from_packed(packed).map_or(0, |date| i64::from(date.parts().year));
    let values = dates.map_with(dates, rows, |packed, _| year(packed) * Decimal::SCALE);
    Vector::Number { values: Cow::Owned(values), known: Cow::Owned(dates.bits(rows, |packed| packed != 0)) }
}
