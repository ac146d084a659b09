//! What the functions mean, column by column.

use super::dates::{between, year};
use super::truths::Truths;
use super::vector::Vector;
use crate::lang::tree::Function;
use crate::table::Text;
use crate::value::{Citizen, Date, Decimal, id_number, is_digits};
use std::borrow::Cow;

/// The values of a function.
pub(super) fn call<'a>(function: Function, arguments: &[&Vector<'a>], rows: usize) -> Vector<'a> {
    let date = |at: usize| arguments.get(at).and_then(|v| v.dates());
    let text = |at: usize, row: usize| arguments.get(at).map(|v| v.text(row)).filter(|t| !t.is_blank());
    let both = |holds: fn(&str, &str) -> bool| {
        let holds = |a: Text<'_>, b: Text<'_>| a.with(|a| b.with(|b| holds(a, b)));
        Vector::Truth(Truths::of(rows, |row| text(0, row).zip(text(1, row)).map(|(a, b)| holds(a, b))))
    };
    match function {
        Function::Age => between(date(0), date(1), rows, Date::whole_years_until, Date::years_until),
        Function::Months => between(date(0), date(1), rows, Date::whole_months_until, Date::months_until),
        Function::Days => between(date(0), date(1), rows, Date::whole_days_until, Date::days_until),
        Function::Year => year(date(0), rows),
        Function::IdBirthDate => {
            let birth = |row| text(0, row).and_then(|t| id(t, Citizen::birth_date, id_number::birth_date));
            Vector::Date(Cow::Owned((0..rows).map(|row| birth(row).map_or(0, Date::packed)).collect()))
        }
        Function::IdIsMale => {
            let is_male = |text| id(text, |citizen| Some(citizen.is_male()), id_number::is_male);
            Vector::Truth(Truths::of(rows, |row| text(0, row).and_then(is_male)))
        }
        Function::IdCheckHolds => {
            let check = |text| id(text, |citizen| Some(citizen.check_holds()), id_number::check_holds);
            Vector::Truth(Truths::of(rows, |row| text(0, row).and_then(check)))
        }
        Function::IdLength | Function::Length => whole(rows, |row| text(0, row).and_then(characters)),
        Function::Contains => both(|text, part| text.contains(part)),
        Function::StartsWith => both(|text, part| text.starts_with(part)),
        Function::IsDigits => {
            let is_digits = |text| match text {
                Text::Packed(packed) => packed.is_digits(),
                other => other.with(is_digits),
            };
            Vector::Truth(Truths::of(rows, |row| text(0, row).map(is_digits)))
        }
        Function::IdDisabilityClass => whole(rows, |row| certificate(text(0, row)?, id_number::disability_class)),
        Function::IdDisabilityGrade => whole(rows, |row| certificate(text(0, row)?, id_number::disability_grade)),
        // The compiler turns these into nodes of their own.
        Function::AsOf | Function::Coalesce | Function::IfAbsent | Function::AllGiven => Vector::unknown(rows),
    }
}

/// Whole numbers, unknown where `number` gives `None`.
fn whole<'a>(rows: usize, number: impl Fn(usize) -> Option<i64>) -> Vector<'a> {
    Vector::numbers(rows, |row| number(row).and_then(Decimal::from_int).map(Decimal::raw))
}

fn characters(text: Text<'_>) -> Option<i64> {
    match text {
        Text::Packed(packed) => Some(i64::from(packed.characters())),
        other => i64::try_from(other.with(|text| text.chars().count())).ok(),
    }
}

/// What an identity number says: by its word where it has eighteen characters, else by its text.
#[inline]
fn id<T>(text: Text<'_>, word: impl Fn(Citizen) -> Option<T>, read: fn(&str) -> Option<T>) -> Option<T> {
    let citizen = if let Text::Packed(packed) = text { Citizen::of(packed) } else { None };
    citizen.map_or_else(|| text.with(read), word)
}

/// What the number of a disability certificate says: it is longer than any that is one word.
fn certificate(text: Text<'_>, read: fn(&str) -> Option<u8>) -> Option<i64> {
    if let Text::Plain(text) = text { read(text).map(i64::from) } else { None }
}
