//! Vectors whose values are taken from others: of each row from one of several, or from another row.

use super::bits::{self, bit, window};
use super::lane::Lane;
use super::texts::Texts;
use super::truths::Truths;
use super::vector::{Kind, Vector};
use crate::table::Text;
use std::borrow::Cow;

/// A vector, and the rows in which its value is taken.
pub(super) struct Part<'v, 'a> {
    pub(super) vector: &'v Vector<'a>,
    pub(super) rows: Vec<u64>,
}

/// In each row the value of the part that is taken there; unknown where none is. No row is taken of two parts.
pub(super) fn merge<'a>(rows: usize, parts: &[Part<'_, 'a>]) -> Vector<'a> {
    // What is made of numbers of which some are between bounds is so itself.
    let bounded = parts.iter().any(|part| part.vector.kind() == Kind::Between);
    match parts.first().map(|part| part.vector.kind()) {
        _ if bounded => {
            let (mut low, mut high, mut known) = (vec![0; rows], vec![0; rows], vec![0; bits::words(rows)]);
            for part in parts {
                let Some(bounds) = part.vector.bounds_of_all(rows) else { continue };
                bounds.low.fill(&mut low, &part.rows);
                bounds.high.fill(&mut high, &part.rows);
                add(&mut known, &bounds.known, &part.rows);
            }
            Vector::between(low, high, known)
        }
        Some(Kind::Number | Kind::Between) => {
            let (mut values, mut known) = (vec![0; rows], vec![0; bits::words(rows)]);
            for part in parts {
                let Some(bounds) = part.vector.bounds_of_all(rows) else { continue };
                bounds.low.fill(&mut values, &part.rows);
                add(&mut known, &bounds.known, &part.rows);
            }
            Vector::Number { values: Cow::Owned(values), known: Cow::Owned(known) }
        }
        Some(Kind::Quotient) => Vector::Quotient((0..rows).map(|row| taken(parts, row)?.quotient(row)).collect()),
        Some(Kind::Date) => Vector::Date(Cow::Owned(filled(rows, parts, Vector::dates))),
        Some(Kind::Code) => Vector::Code(Cow::Owned(filled(rows, parts, Vector::codes))),
        Some(Kind::Text) => Vector::Text(texts(rows, parts)),
        Some(Kind::Truth) | None => {
            let (mut yes, mut known) = (vec![0; bits::words(rows)], vec![0; bits::words(rows)]);
            for part in parts {
                let truths = part.vector.truths(rows);
                add(&mut yes, &truths.yes, &part.rows);
                add(&mut known, &truths.known, &part.rows);
            }
            Vector::Truth(Truths::new(yes, known))
        }
    }
}

/// Adds the bits of the rows that are wanted.
fn add(total: &mut [u64], bits: &[u64], wanted: &[u64]) {
    for ((total, bits), wanted) in total.iter_mut().zip(bits).zip(wanted) {
        *total |= bits & wanted;
    }
}

fn taken<'v, 'a>(parts: &'v [Part<'v, 'a>], row: usize) -> Option<&'v Vector<'a>> {
    parts.iter().find(|part| bit(&part.rows, row)).map(|part| part.vector)
}

fn filled<'v, 'a, T: Copy + Default>(
    rows: usize,
    parts: &[Part<'v, 'a>],
    lane: fn(&'v Vector<'a>) -> Option<Lane<'v, T>>,
) -> Vec<T> {
    let mut values = vec![T::default(); rows];
    for part in parts {
        if let Some(lane) = lane(part.vector) {
            lane.fill(&mut values, &part.rows);
        }
    }
    values
}

fn texts<'a>(rows: usize, parts: &[Part<'_, 'a>]) -> Texts<'a> {
    let lists: Option<Vec<&Texts<'a>>> =
        parts.iter().map(|part| if let Vector::Text(texts) = part.vector { Some(texts) } else { None }).collect();
    if let Some((column, lists)) = lists.and_then(|lists| Texts::of_one_column(&lists)) {
        let mut words = vec![0; rows];
        for (list, part) in lists.into_iter().zip(parts) {
            Lane::Each(list).fill(&mut words, &part.rows);
        }
        return Texts::Words { column, words: Cow::Owned(words) };
    }
    Texts::List((0..rows).map(|row| taken(parts, row).map_or(Text::Blank, |vector| vector.text(row))).collect())
}

/// The values in the rows `targets` of a vector of `count` rows; unknown where a target lies past its end.
pub(super) fn gather<'a>(vector: &Vector<'a>, targets: &[u32], count: usize) -> Vector<'a> {
    fn each<T: Copy + Default>(values: &[T], targets: &[u32]) -> Vec<T> {
        targets.iter().map(|&target| values.get(target as usize).copied().unwrap_or_default()).collect()
    }
    let known_there = |known: &[u64]| Cow::Owned(gather_bits(known, targets));
    match vector {
        Vector::Truth(t) => Vector::Truth(Truths { yes: known_there(&t.yes), known: known_there(&t.known) }),
        Vector::Number { values, known } => {
            Vector::Number { values: Cow::Owned(each(values, targets)), known: known_there(known) }
        }
        Vector::Between { low, high, known } => {
            Vector::between(each(low, targets), each(high, targets), gather_bits(known, targets))
        }
        Vector::Quotient(q) => Vector::Quotient(each(q, targets)),
        Vector::Date(d) => Vector::Date(Cow::Owned(each(d, targets))),
        Vector::Code(c) => Vector::Code(Cow::Owned(each(c, targets))),
        Vector::Text(Texts::Words { column, words }) => {
            Vector::Text(Texts::Words { column, words: Cow::Owned(each(words, targets)) })
        }
        Vector::Text(Texts::List(texts)) => Vector::Text(Texts::List(each(texts, targets))),
        Vector::Same(_) => {
            let rows = bits::of_values(targets, |target| (target as usize) < count);
            merge(targets.len(), &[Part { vector, rows }])
        }
    }
}

/// The bits of the rows `targets`; zero past the end.
fn gather_bits(bits: &[u64], targets: &[u32]) -> Vec<u64> {
    let word_at = |at: usize| bits.get(at).copied().unwrap_or(0);
    let word = |targets: &[u32]| {
        // What a file lists in the order of another leads to neighbours.
        let first = targets.first().map_or(0, |&target| target as usize);
        if targets.iter().enumerate().all(|(at, &target)| target as usize == first + at) {
            return window(word_at, first) & bits::first(targets.len());
        }
        targets.iter().enumerate().fold(0, |word, (row, &target)| word | u64::from(bit(bits, target as usize)) << row)
    };
    targets.chunks(64).map(word).collect()
}
