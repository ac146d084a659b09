//! What the functions mean, column by column.

use super::vector::{Truths, Vector};
use crate::lang::tree::Function;
use crate::table::Text;
use crate::value::{Citizen, Date, Decimal, id_number, is_digits};

/// The values of a function.
pub(super) fn call<'a>(function: Function, arguments: &[&Vector<'a>], rows: usize) -> Vector<'a> {
    let whole = |n: Option<i64>| n.and_then(Decimal::from_int).map(Decimal::raw);
    let date = |argument: usize, row: usize| arguments.get(argument).and_then(|v| v.date(row));
    let text_at = |argument: usize, row: usize| arguments.get(argument).map(|v| v.text(row)).filter(|t| !t.is_blank());
    let text = |row: usize| text_at(0, row);
    let both = |holds: fn(&str, &str) -> bool| {
        let holds = |a: Text<'_>, b: Text<'_>| a.with(|a| b.with(|b| holds(a, b)));
        Vector::Truth(Truths::of(rows, |row| text_at(0, row).zip(text_at(1, row)).map(|(a, b)| holds(a, b))))
    };
    let count = |text: Text<'_>| i64::try_from(text.with(|text| text.chars().count())).ok();
    let characters = || Vector::numbers(rows, |row| whole(text(row).and_then(count)));
    let between = |count: fn(Date, Date) -> (i64, i64)| {
        Vector::between(rows, |row| {
            let (from, to) = date(0, row).zip(date(1, row))?;
            let (least, most) = count(from, to);
            whole(Some(least)).zip(whole(Some(most)))
        })
    };
    let small = |read: fn(&str) -> Option<u8>| {
        Vector::numbers(rows, |row| whole(text(row).and_then(|t| t.with(read)).map(i64::from)))
    };
    let truths =
        |read: fn(&str) -> Option<bool>| Vector::Truth(Truths::of(rows, |row| text(row).and_then(|t| t.with(read))));
    let ids = |word: fn(Citizen) -> Option<bool>, read: fn(&str) -> Option<bool>| {
        Vector::Truth(Truths::of(rows, |row| text(row).and_then(|t| id(t, word, read))))
    };
    match function {
        Function::Age => between(Date::years_until),
        Function::Months => between(Date::months_until),
        Function::Days => between(Date::days_until),
        Function::Year => Vector::numbers(rows, |row| whole(date(0, row).map(|d| i64::from(d.parts().year)))),
        Function::IdBirthDate => {
            let birth = |row| text(row).and_then(|t| id(t, Citizen::birth_date, id_number::birth_date));
            Vector::Date((0..rows).map(|row| birth(row).map_or(0, Date::packed)).collect())
        }
        Function::IdIsMale => ids(|citizen| Some(citizen.is_male()), id_number::is_male),
        Function::IdCheckHolds => ids(|citizen| Some(citizen.check_holds()), id_number::check_holds),
        Function::IdLength | Function::Length => characters(),
        Function::Contains => both(|text, part| text.contains(part)),
        Function::StartsWith => both(|text, part| text.starts_with(part)),
        Function::IsDigits => truths(|text| Some(is_digits(text))),
        Function::IdDisabilityClass => small(id_number::disability_class),
        Function::IdDisabilityGrade => small(id_number::disability_grade),
        // The compiler turns these into nodes of their own.
        Function::AsOf | Function::Coalesce | Function::IfAbsent | Function::AllGiven => {
            Vector::Truth(Truths::of(rows, |_| None))
        }
    }
}

/// What an identity number says: by its word where it has eighteen characters, else by its text.
fn id<T>(text: Text<'_>, word: fn(Citizen) -> Option<T>, read: fn(&str) -> Option<T>) -> Option<T> {
    let citizen = if let Text::Packed(packed) = text { Citizen::of(packed) } else { None };
    citizen.map_or_else(|| text.with(read), word)
}
