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
    let Some(&first) = arguments.first() else { return Vector::unknown(rows) };
    let second = arguments.get(1).copied();
    let dates = (first.dates(), second.and_then(Vector::dates));
    match function {
        Function::Age => between(dates, rows, Date::whole_years_until, Date::years_until),
        Function::Months => between(dates, rows, Date::whole_months_until, Date::months_until),
        Function::Days => between(dates, rows, Date::whole_days_until, Date::days_until),
        Function::Year => year(dates.0, rows),
        Function::IdBirthDate => {
            let birth = |text| id(text, Citizen::birth_date, id_number::birth_date).map_or(0, Date::packed);
            Vector::Date(Cow::Owned(first.map_texts(rows, birth)))
        }
        Function::IdIsMale => {
            let is_male = |text| id(text, |citizen| Some(citizen.is_male()), id_number::is_male);
            Vector::Truth(Truths::of_values(&first.map_texts(rows, is_male)))
        }
        Function::IdCheckHolds => {
            let check = |text| id(text, Citizen::check_holds, id_number::check_holds);
            Vector::Truth(Truths::of_values(&first.map_texts(rows, check)))
        }
        Function::IdLength | Function::Length => {
            let values = first.map_texts(rows, characters);
            Vector::Number { values: Cow::Owned(values), known: Cow::Owned(first.known(rows).into_owned()) }
        }
        Function::Contains => {
            both(first, second, rows, |text, part| text.with(|text| part.with(|part| text.contains(part))))
        }
        Function::StartsWith => both(first, second, rows, |text, part| match (text, part) {
            (Text::Packed(text), Text::Packed(part)) => text.starts_with(part),
            _ => text.with(|text| part.with(|part| text.starts_with(part))),
        }),
        Function::IsDigits => {
            let is_digits = |text| match text {
                Text::Blank => None,
                Text::Packed(packed) => Some(packed.is_digits()),
                Text::Plain(text) => Some(is_digits(text)),
            };
            Vector::Truth(Truths::of_values(&first.map_texts(rows, is_digits)))
        }
        Function::IdDisabilityClass => certificate(first, rows, id_number::disability_class),
        Function::IdDisabilityGrade => certificate(first, rows, id_number::disability_grade),
        // The compiler turns these into nodes of their own.
        Function::AsOf | Function::Coalesce | Function::IfAbsent | Function::AllGiven => Vector::unknown(rows),
    }
}

/// A condition on two texts, neither of them blank.
fn both<'a>(
    text: &Vector<'a>,
    part: Option<&Vector<'a>>,
    rows: usize,
    holds: impl Fn(Text<'_>, Text<'_>) -> bool,
) -> Vector<'a> {
    Vector::Truth(Truths::of(rows, |row| {
        let (text, part) = (text.text(row), part?.text(row));
        (!text.is_blank() && !part.is_blank()).then(|| holds(text, part))
    }))
}

/// How many characters a text has, raw.
fn characters(text: Text<'_>) -> i64 {
    let count = match text {
        Text::Blank => 0,
        Text::Packed(packed) => i64::from(packed.characters()),
        // No text is so long that the number could not be held.
        Text::Plain(text) => i64::try_from(text.chars().count()).unwrap_or(0),
    };
    count.saturating_mul(Decimal::SCALE)
}

/// What an identity number says: by its word where it is one, else by its text.
#[inline]
fn id<T>(text: Text<'_>, word: impl Fn(Citizen) -> Option<T>, read: fn(&str) -> Option<T>) -> Option<T> {
    match text {
        Text::Blank => None,
        Text::Packed(packed) => Citizen::of(packed).and_then(word),
        Text::Plain(text) => read(text),
    }
}

/// What the number of a disability certificate says: it is longer than any that is one word.
fn certificate<'a>(texts: &Vector<'a>, rows: usize, read: fn(&str) -> Option<u8>) -> Vector<'a> {
    Vector::numbers(rows, |row| {
        let Text::Plain(text) = texts.text(row) else { return None };
        read(text).map(|number| i64::from(number) * Decimal::SCALE)
    })
}
