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
        if is_run(targets) {
            return window(word_at, first) & bits::first(targets.len());
        }
        targets.iter().enumerate().fold(0, |word, (row, &target)| word | u64::from(bit(bits, target as usize)) << row)
    };
    targets.chunks(64).map(word).collect()
}

/// Whether each is one more than the one before. All are looked at, in a pass without branches.
fn is_run(targets: &[u32]) -> bool {
    let steps = targets.iter().zip(targets.get(1..).unwrap_or_default());
    let is_run = steps.fold(true, |is_run, (&target, &next)| is_run & (target.wrapping_add(1) == next));
    // Behind the greatest number, which leads nowhere, comes the least.
    is_run && targets.first() <= targets.last()
}

#[cfg(test)]
mod tests {
    use super::{Part, gather, merge};
    use crate::engine::bits::{self, bit};
    use crate::engine::plan::Constant;
    use crate::engine::texts::Texts;
    use crate::engine::truths::Truths;
    use crate::engine::vector::{Kind, Vector};
    use crate::table::{Text, TextColumn};
    use crate::value::{Decimal, Quotient};
    use proptest::prelude::*;
    use std::borrow::Cow;

    /// A truth, the bounds of a number, a date, a code, a text.
    type Said<'a> = (Option<bool>, Option<(i64, i64)>, Option<i32>, u16, Text<'a>);

    /// What a row says, in whichever kind of values.
    fn said<'a>(vector: &Vector<'a>, row: usize) -> Said<'a> {
        let code = vector.codes().map_or(0, |codes| codes.at(row));
        let bounds = vector.raw_bounds(row).or_else(|| vector.quotient(row).map(Quotient::parts));
        (vector.truth(row), bounds, vector.date(row).map(crate::value::Date::packed), code, vector.text(row))
    }

    /// Values of a kind, unknown where there is none.
    fn vector<'a>(kind: Kind, values: &[Option<u8>], column: &'a TextColumn) -> Vector<'a> {
        let rows = values.len();
        let number = |row: usize| values[row].map(i64::from);
        let known = || bits::of(rows, |row| values[row].is_some());
        match kind {
            Kind::Truth => Vector::Truth(Truths::of(rows, |row| values[row].map(|value| value > 3))),
            Kind::Number => Vector::numbers(rows, number),
            Kind::Between => {
                let low: Vec<i64> = (0..rows).map(|row| number(row).unwrap_or(0)).collect();
                let high = low.iter().map(|low| low + low % 3).collect();
                Vector::between(low, high, known())
            }
            Kind::Quotient => {
                let whole = |raw| Quotient::new(Decimal::from_raw(raw), Decimal::from_raw(7));
                Vector::Quotient((0..rows).map(|row| number(row).and_then(whole)).collect())
            }
            Kind::Date => Vector::Date(values.iter().map(|v| v.map_or(0, |v| 20_200_101 + i32::from(v))).collect()),
            Kind::Code => Vector::Code(values.iter().map(|v| v.map_or(0, |v| u16::from(v) + 1)).collect()),
            Kind::Text => {
                let word = |value: &Option<u8>| value.map_or(0, |value| column.words().get(usize::from(value)));
                Vector::Text(Texts::Words { column, words: Cow::Owned(values.iter().map(word).collect()) })
            }
        }
    }

    fn column() -> TextColumn {
        let mut column = TextColumn::default();
        ["甲", "1", "乙", "2X", "", "33", "甲", "丙"].iter().for_each(|text| column.push(Text::of(text)));
        column
    }

    fn kinds() -> impl Strategy<Value = Kind> {
        let all =
            [Kind::Truth, Kind::Number, Kind::Between, Kind::Quotient, Kind::Date, Kind::Code, Kind::Text].to_vec();
        prop::sample::select(all)
    }

    fn values(rows: usize) -> impl Strategy<Value = Vec<Option<u8>>> {
        prop::collection::vec(prop::option::weighted(0.9, 0_u8..8), rows)
    }

    proptest! {
        #[test]
        fn what_is_gathered_is_what_stands_there(
            kind in kinds(),
            values in values(150),
            // Behind a row that leads nowhere may come one that leads to the first.
            runs in prop::collection::vec((prop_oneof![8 => 0_u32..160, 1 => Just(u32::MAX)], 1_u32..90), 0..4),
        ) {
            let column = column();
            let there = vector(kind, &values, &column);
            let targets: Vec<u32> = runs.iter().flat_map(|&(from, length)| (0..length).map(move |n| from.wrapping_add(n))).chain([u32::MAX - 1]).collect();
            let here = gather(&there, &targets, values.len());
            let nothing = (None, None, None, 0, Text::Blank);
            for (row, &target) in targets.iter().enumerate() {
                let wanted = if (target as usize) < values.len() { said(&there, target as usize) } else { nothing };
                prop_assert_eq!(said(&here, row), wanted);
            }
        }

        #[test]
        fn what_is_merged_is_of_the_part_that_is_taken(
            kind in kinds(),
            (a, b) in (values(150), values(150)),
            same in any::<bool>(),
            taken in prop::collection::vec(0_u8..3, 3),
            rows in 0_usize..150,
        ) {
            let column = column();
            let constants = [
                (Kind::Number, Constant::Number(5)),
                (Kind::Date, Constant::Date(20_210_300)),
                (Kind::Code, Constant::Code(3)),
                (Kind::Text, Constant::Text("乙".to_owned())),
            ];
            let constant = constants.iter().find(|(of, _)| *of == kind).filter(|_| same);
            let a = vector(kind, &a[..rows], &column);
            let b = constant.map_or_else(|| vector(kind, &b[..rows], &column), |(_, value)| Vector::Same(value));
            // Whole words of one part, and words of both.
            let part_of = |row: usize| match taken[row / 64] { 2 => row % 3, part => usize::from(part) };
            let of = |part: usize| bits::of(rows, |row| part_of(row) == part);
            let parts = [Part { vector: &a, rows: of(0) }, Part { vector: &b, rows: of(1) }];
            let merged = merge(rows, &parts);
            for row in 0..rows {
                let wanted = match part_of(row) {
                    0 => said(&a, row),
                    1 => said(&b, row),
                    _ => (None, None, None, 0, Text::Blank),
                };
                prop_assert_eq!(said(&merged, row), wanted);
                prop_assert_eq!(bit(&merged.known(rows), row), !matches!(wanted, (None, low, None, 0, Text::Blank) if low.is_none_or(|(low, high)| kind != Kind::Quotient && low != high)));
            }
        }
    }
}
