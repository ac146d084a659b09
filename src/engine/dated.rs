//! Parameters as of a date that differs from row to row.

use super::vector::{Kind, Vector};
use crate::lang::types::Type;
use crate::rulebook::{Parameter, ParameterValue};
use crate::value::{Date, Decimal};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::cell::RefCell;

/// The values of a parameter as of the date, or as of the year, of every row.
pub(super) fn values(parameter: Option<&Parameter>, when: &Vector<'_>, rows: usize) -> Vector<'static> {
    let value = |date: Option<Date>| parameter.zip(date).and_then(|(p, date)| p.at(date)).map(|v| v.value);
    let is_year = when.kind() == Kind::Number || when.kind() == Kind::Between;
    // Many rows ask for few dates.
    let known = RefCell::new(HashMap::<i64, Option<ParameterValue>, FixedState>::default());
    let at = |row: usize| {
        let asked = if is_year { when.number(row)?.raw() } else { i64::from(when.date(row)?.packed()) };
        let read = || {
            let date = if is_year { Date::of_year(Decimal::from_raw(asked)) } else { when.date(row) };
            value(date)
        };
        *known.borrow_mut().entry(asked).or_insert_with(read)
    };
    if parameter.is_some_and(|p| p.ty == Type::Date) {
        let date = |row| if let Some(ParameterValue::Date(date)) = at(row) { date.packed() } else { 0 };
        return Vector::Date(Cow::Owned((0..rows).map(date).collect()));
    }
    Vector::numbers(rows, |row| if let ParameterValue::Number(number) = at(row)? { Some(number.raw()) } else { None })
}
