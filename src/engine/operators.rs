//! What arithmetic means, column by column.

use super::bits::{all, zip};
use super::truths::Truths;
use super::vector::Vector;
use crate::lang::tree::Operation;
use crate::value::{Decimal, Quotient};
use std::borrow::Cow;

/// `left op right` in every row; unknown where the result cannot be held exactly.
pub(super) fn arithmetic(op: Operation, left: &Vector<'_>, right: &Vector<'_>, rows: usize) -> Vector<'static> {
    match op {
        Operation::Add => of_numbers(left, right, rows, Decimal::checked_add),
        Operation::Subtract => of_numbers(left, right, rows, Decimal::checked_sub),
        Operation::Multiply => of_numbers(left, right, rows, Decimal::checked_mul),
        Operation::Divide => {
            let quotient = |row| left.number(row).zip(right.number(row)).and_then(|(a, b)| Quotient::new(a, b));
            Vector::Quotient((0..rows).map(quotient).collect())
        }
    }
}

fn of_numbers(
    left: &Vector<'_>,
    right: &Vector<'_>,
    rows: usize,
    apply: impl Fn(Decimal, Decimal) -> Option<Decimal>,
) -> Vector<'static> {
    let (Some(a), Some(b)) = (left.bounds_of_all(rows), right.bounds_of_all(rows)) else {
        return Vector::numbers(rows, |_| None);
    };
    let (a, b) = (a.low, b.low);
    // What comes of numbers that are not known is left out below.
    let made = Vector::numbers(rows, |row| {
        apply(Decimal::from_raw(a.at(row)), Decimal::from_raw(b.at(row))).map(Decimal::raw)
    });
    let Vector::Number { values, known } = made else { return made };
    let both = zip(&left.known(rows), &right.known(rows), |a, b| a & b);
    Vector::Number { values, known: Cow::Owned(zip(&known, &both, |known, both| known & both)) }
}

/// `-x` in every row.
pub(super) fn negate(x: &Vector<'_>, rows: usize) -> Vector<'static> {
    Vector::numbers(rows, |row| x.number(row).and_then(Decimal::checked_neg).map(Decimal::raw))
}

/// `x 缺失` in every row.
pub(super) fn missing(x: &Vector<'_>, rows: usize) -> Truths<'static> {
    let known = all(rows);
    Truths::new(zip(&known, &x.known(rows), |all, known| all & !known), known)
}
