//! What the operators mean, column by column.

use super::vector::{Truths, Vector, bits, zip};
use crate::lang::tree::{Comparison, Operation};
use crate::value::{Decimal, Quotient, id_number};
use std::borrow::Cow;

fn equality(op: Comparison, same: bool) -> Option<bool> {
    match op {
        Comparison::Equal => Some(same),
        Comparison::NotEqual => Some(!same),
        _ => None,
    }
}

/// The truths of `condition`, known where both vectors are.
fn where_known(
    left: &Vector<'_>,
    right: &Vector<'_>,
    rows: usize,
    condition: impl FnMut(usize) -> bool,
) -> Truths<'static> {
    let known = zip(&left.known(rows), &right.known(rows), |a, b| a & b);
    let yes = zip(&bits(rows, condition), &known, |yes, known| yes & known);
    Truths::new(yes, known)
}

/// `left op right` in every row.
pub(super) fn compare(
    op: Comparison,
    left: &Vector<'_>,
    right: &Vector<'_>,
    ids: bool,
    rows: usize,
) -> Truths<'static> {
    match (left, right) {
        (Vector::Number { values: a, .. }, Vector::Number { values: b, .. }) => {
            // One loop an operator: the compiler makes each a pass without branches.
            match op {
                Comparison::Equal => where_known(left, right, rows, |row| a[row] == b[row]),
                Comparison::NotEqual => where_known(left, right, rows, |row| a[row] != b[row]),
                Comparison::Less => where_known(left, right, rows, |row| a[row] < b[row]),
                Comparison::LessOrEqual => where_known(left, right, rows, |row| a[row] <= b[row]),
                Comparison::Greater => where_known(left, right, rows, |row| a[row] > b[row]),
                Comparison::GreaterOrEqual => where_known(left, right, rows, |row| a[row] >= b[row]),
            }
        }
        (Vector::Code(a), Vector::Code(b)) if op == Comparison::Equal => {
            where_known(left, right, rows, |row| a[row] == b[row])
        }
        (Vector::Code(a), Vector::Code(b)) => {
            Truths::of(rows, |row| (a[row] != 0 && b[row] != 0).then(|| equality(op, a[row] == b[row])).flatten())
        }
        (Vector::Truth(a), Vector::Truth(b)) => {
            Truths::of(rows, |row| a.get(row).zip(b.get(row)).and_then(|(a, b)| equality(op, a == b)))
        }
        (Vector::Date(_), Vector::Date(_)) => {
            Truths::of(rows, |row| left.date(row).zip(right.date(row)).and_then(|(a, b)| op.dates(a, b).known()))
        }
        (Vector::Text(a), Vector::Text(b)) => Truths::of(rows, |row| {
            let (a, b) = (a[row], b[row]);
            if a.is_blank() || b.is_blank() {
                return None;
            }
            let same = || a.with(|a| b.with(|b| id_number::join_key(a) == id_number::join_key(b)));
            equality(op, a == b || (ids && same()))
        }),
        _ => {
            Truths::of(rows, |row| left.bounds(row).zip(right.bounds(row)).and_then(|(a, b)| op.between(a, b).known()))
        }
    }
}

/// `left op right` in every row; unknown where the result cannot be held exactly.
pub(super) fn arithmetic(op: Operation, left: &Vector<'_>, right: &Vector<'_>, rows: usize) -> Vector<'static> {
    let both = |row: usize| left.number(row).zip(right.number(row));
    let numbers = |apply: fn(Decimal, Decimal) -> Option<Decimal>| {
        Vector::numbers(rows, |row| both(row).and_then(|(a, b)| apply(a, b)).map(Decimal::raw))
    };
    match op {
        Operation::Add => numbers(Decimal::checked_add),
        Operation::Subtract => numbers(Decimal::checked_sub),
        Operation::Multiply => numbers(Decimal::checked_mul),
        Operation::Divide => {
            Vector::Quotient((0..rows).map(|row| both(row).and_then(|(a, b)| Quotient::new(a, b))).collect())
        }
    }
}

/// `-x` in every row.
pub(super) fn negate(x: &Vector<'_>, rows: usize) -> Vector<'static> {
    Vector::numbers(rows, |row| x.number(row).and_then(Decimal::checked_neg).map(Decimal::raw))
}

/// `x 缺失` in every row.
pub(super) fn missing(x: &Vector<'_>, rows: usize) -> Truths<'static> {
    let known = super::vector::all(rows);
    let yes = zip(&known, &x.known(rows), |all, known| all & !known);
    Truths { yes: Cow::Owned(yes), known: Cow::Owned(known) }
}
