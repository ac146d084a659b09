//! What comparisons mean, column by column.

use super::bits::{self, ones, zip};
use super::lane::Lane;
use super::plan::Constant;
use super::texts::Texts;
use super::truths::Truths;
use super::vector::{Bounds, Vector};
use crate::lang::tree::Comparison;
use crate::table::{Text, TextColumn};
use crate::value::{Date, Decimal, Quotient, id_number};

/// `left op right` in every row. Of texts that are `ids` those are equal that join.
pub(super) fn compare(
    op: Comparison,
    left: &Vector<'_>,
    right: &Vector<'_>,
    ids: bool,
    rows: usize,
) -> Truths<'static> {
    if let (Some(a), Some(b)) = (left.codes(), right.codes()) {
        let known = a.bits_with(b, rows, |a, b| (a != 0) & (b != 0));
        return equality(op, known, || a.bits_with(b, rows, |a, b| a == b));
    }
    if let (Some(a), Some(b)) = (left.dates(), right.dates()) {
        return dates(op, a, b, rows);
    }
    if let (Some(a), Some(b)) = (left.bounds_of_all(rows), right.bounds_of_all(rows)) {
        return numbers(op, &a, &b, rows);
    }
    match (left, right) {
        (Vector::Truth(a), Vector::Truth(b)) => {
            equality(op, zip(&a.known, &b.known, |a, b| a & b), || zip(&a.yes, &b.yes, |a, b| !(a ^ b)))
        }
        (Vector::Text(texts), Vector::Same(Constant::Text(text)))
        | (Vector::Same(Constant::Text(text)), Vector::Text(texts)) => {
            let known = if text.is_empty() { vec![0; bits::words(rows)] } else { texts.known() };
            equality(op, known, || are_text(texts, text, ids, rows))
        }
        (Vector::Text(a), Vector::Text(b)) => {
            let known = zip(&a.known(), &b.known(), |a, b| a & b);
            equality(op, known, || are_same(a, b, ids, rows))
        }
        (Vector::Same(Constant::Text(a)), Vector::Same(Constant::Text(b))) => {
            let known = zip(&left.known(rows), &right.known(rows), |a, b| a & b);
            equality(op, known, || bits::of(rows, |_| same(Text::of(a), Text::of(b), ids)))
        }
        // Quotients.
        _ => {
            Truths::of(rows, |row| left.bounds(row).zip(right.bounds(row)).and_then(|(a, b)| op.between(a, b).known()))
        }
    }
}

/// Whether values are equal, or are not, known in the rows of `known`; what cannot be ordered is unknown otherwise.
fn equality(op: Comparison, known: Vec<u64>, equal: impl FnOnce() -> Vec<u64>) -> Truths<'static> {
    match op {
        Comparison::Equal | Comparison::NotEqual => Truths::known_in(known, &equal(), op == Comparison::NotEqual),
        _ => Truths::unknown(known.len() * 64),
    }
}

/// The bits of a comparison of two lanes by the order of their values: with a loop of its own for each of three
/// comparisons. For the others the bits of their opposite are given.
fn ordered<T: Copy + Ord>(op: Comparison, a: Lane<'_, T>, b: Lane<'_, T>, rows: usize) -> (Vec<u64>, bool) {
    match op {
        Comparison::Equal => (a.bits_with(b, rows, |a, b| a == b), false),
        Comparison::NotEqual => (a.bits_with(b, rows, |a, b| a == b), true),
        Comparison::Less => (a.bits_with(b, rows, |a, b| a < b), false),
        Comparison::GreaterOrEqual => (a.bits_with(b, rows, |a, b| a < b), true),
        Comparison::Greater => (a.bits_with(b, rows, |a, b| a > b), false),
        Comparison::LessOrEqual => (a.bits_with(b, rows, |a, b| a > b), true),
    }
}

/// Decides the rows of `open` one by one, and leaves the others as they are.
fn decide(truths: Truths<'static>, open: &[u64], holds: impl Fn(usize) -> Option<bool>) -> Truths<'static> {
    if open.iter().all(|&word| word == 0) {
        return truths;
    }
    let (mut yes, mut known) = (truths.yes.into_owned(), truths.known.into_owned());
    for (at, ((yes, known), &open)) in yes.iter_mut().zip(&mut known).zip(open).enumerate() {
        *yes &= !open;
        *known &= !open;
        for row in ones(open) {
            if let Some(value) = holds(at * 64 + row) {
                *known |= 1 << row;
                *yes |= u64::from(value) << row;
            }
        }
    }
    Truths::new(yes, known)
}

/// Dates known to the day are compared as their packed forms; the few others one by one.
fn dates(op: Comparison, a: Lane<'_, i32>, b: Lane<'_, i32>, rows: usize) -> Truths<'static> {
    let known = a.bits_with(b, rows, |a, b| (a != 0) & (b != 0));
    let exact = a.bits_with(b, rows, |a, b| Date::is_day(a) & Date::is_day(b));
    let open = zip(&known, &exact, |known, exact| known & !exact);
    let (holds, negated) = ordered(op, a, b, rows);
    decide(Truths::known_in(known, &holds, negated), &open, |row| {
        let (a, b) = Date::from_packed(a.at(row)).zip(Date::from_packed(b.at(row)))?;
        op.dates(a, b).known()
    })
}

/// Numbers are compared raw; those known by their bounds only one by one.
fn numbers(op: Comparison, a: &Bounds<'_>, b: &Bounds<'_>, rows: usize) -> Truths<'static> {
    let known = zip(&a.known, &b.known, |a, b| a & b);
    let apart = |bounds: &Bounds<'_>| {
        if bounds.meet {
            vec![0; known.len()]
        } else {
            bounds.low.bits_with(bounds.high, rows, |low, high| low != high)
        }
    };
    let open = zip(&zip(&apart(a), &apart(b), |a, b| a | b), &known, |apart, known| apart & known);
    let (holds, negated) = ordered(op, a.low, b.low, rows);
    decide(Truths::known_in(known, &holds, negated), &open, |row| {
        let whole = |lane: Lane<'_, i64>| Quotient::whole(Decimal::from_raw(lane.at(row)));
        op.between((whole(a.low), whole(a.high)), (whole(b.low), whole(b.high))).known()
    })
}

/// Whether two texts are the same, or belong to one identity number; two blanks are.
fn same(a: Text<'_>, b: Text<'_>, ids: bool) -> bool {
    let join = || a.with(|a| b.with(|b| id_number::join_key(a) == id_number::join_key(b)));
    // Identity numbers of one length are the same or not; this spares nearly all of them a closer look.
    let may_join = || match (a, b) {
        (Text::Packed(a), Text::Packed(b)) => a.characters() != b.characters(),
        _ => true,
    };
    a == b || (ids && may_join() && join())
}

/// Where texts are `text`, which is not blank.
fn are_text(texts: &Texts<'_>, text: &str, ids: bool, rows: usize) -> Vec<u64> {
    let text = Text::of(text);
    match (texts, text) {
        (Texts::Words { words, .. }, Text::Packed(packed)) if !ids => {
            let wanted = packed.word();
            bits::of_values(words, |word| word == wanted)
        }
        (Texts::Words { column, words }, Text::Plain(_)) if !ids => {
            // Words of packed texts are other texts, and those kept beside often follow each other.
            let last = std::cell::Cell::new((0, false));
            bits::of_values(words, |word| {
                if TextColumn::is_packed(word) || word == 0 {
                    return false;
                }
                if last.get().0 != word {
                    last.set((word, column.text(word) == text));
                }
                last.get().1
            })
        }
        _ => bits::of(rows, |row| same(texts.get(row), text, ids)),
    }
}

/// Where two texts are the same; what is said of two blanks means nothing.
fn are_same(a: &Texts<'_>, b: &Texts<'_>, ids: bool, rows: usize) -> Vec<u64> {
    match (a, b) {
        (Texts::Words { column: a, words: x }, Texts::Words { column: b, words: y }) if !ids => {
            bits::of_pairs(x, y, |x, y| {
                // A text has one packed word or none.
                x == y && (TextColumn::is_packed(x) || std::ptr::eq(*a, *b))
                    || !TextColumn::is_packed(x) && !TextColumn::is_packed(y) && a.text(x) == b.text(y)
            })
        }
        _ => bits::of(rows, |row| same(a.get(row), b.get(row), ids)),
    }
}
