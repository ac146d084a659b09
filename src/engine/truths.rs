//! Conditions in a run of rows, after Kleene.

use super::bits::{self, all, bit, words, zip};
use std::borrow::Cow;

/// Truths: `yes` is a subset of `known`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Truths<'a> {
    pub(super) yes: Cow<'a, [u64]>,
    pub(super) known: Cow<'a, [u64]>,
}

impl Truths<'_> {
    pub(super) fn new(yes: Vec<u64>, known: Vec<u64>) -> Truths<'static> {
        Truths { yes: Cow::Owned(yes), known: Cow::Owned(known) }
    }

    /// The same truth in every row.
    pub(super) fn constant(value: bool, rows: usize) -> Truths<'static> {
        let known = all(rows);
        let yes = if value { known.clone() } else { vec![0; known.len()] };
        Truths::new(yes, known)
    }

    /// Unknown in every row.
    pub(super) fn unknown(rows: usize) -> Truths<'static> {
        Truths::new(vec![0; words(rows)], vec![0; words(rows)])
    }

    /// The truths of a condition that is unknown where it gives `None`.
    pub(super) fn of(rows: usize, holds: impl Fn(usize) -> Option<bool>) -> Truths<'static> {
        let mut known = Vec::with_capacity(words(rows));
        let mut yes = Vec::with_capacity(words(rows));
        for start in (0..rows).step_by(64) {
            let (mut is_known, mut is_yes) = (0, 0);
            for row in start..rows.min(start + 64) {
                if let Some(value) = holds(row) {
                    is_known |= 1 << (row - start);
                    is_yes |= u64::from(value) << (row - start);
                }
            }
            known.push(is_known);
            yes.push(is_yes);
        }
        Truths::new(yes, known)
    }

    /// The truths of rows, unknown where there is none.
    pub(super) fn of_values(values: &[Option<bool>]) -> Truths<'static> {
        Truths::new(
            bits::of_values(values, |value| value == Some(true)),
            bits::of_values(values, |value| value.is_some()),
        )
    }

    /// A condition that is known in the rows of `known`, and that holds, or where `negated` does not hold, in those of
    /// `holds`.
    pub(super) fn known_in(known: Vec<u64>, holds: &[u64], negated: bool) -> Truths<'static> {
        let flip = if negated { u64::MAX } else { 0 };
        Truths::new(zip(holds, &known, |holds, known| (holds ^ flip) & known), known)
    }

    /// The truth of a row, `None` where it is unknown.
    #[inline]
    pub(super) fn get(&self, row: usize) -> Option<bool> {
        bit(&self.known, row).then(|| bit(&self.yes, row))
    }

    pub(super) fn not(&self) -> Truths<'static> {
        Truths::new(self.no(), self.known.to_vec())
    }

    /// Where it is known not to hold.
    pub(super) fn no(&self) -> Vec<u64> {
        zip(&self.known, &self.yes, |known, yes| known & !yes)
    }
}

/// Conditions joined by and, or by or, one after the other.
pub(super) struct Fold {
    and: bool,
    /// Where one decides: is false for and, true for or.
    decided: Vec<u64>,
    /// Where one is unknown.
    open: Vec<u64>,
    rows: usize,
}

impl Fold {
    pub(super) fn new(and: bool, rows: usize) -> Self {
        Self { and, decided: vec![0; words(rows)], open: vec![0; words(rows)], rows }
    }

    /// Adds one.
    pub(super) fn add(&mut self, part: &Truths<'_>) {
        let flip = if self.and { u64::MAX } else { 0 };
        let part = part.yes.iter().zip(&*part.known);
        for ((decided, open), (&yes, &known)) in self.decided.iter_mut().zip(&mut self.open).zip(part) {
            *decided |= (yes ^ flip) & known;
            *open |= !known;
        }
    }

    /// Whether every row is decided, so that what is still to come changes nothing.
    pub(super) fn is_decided(&self) -> bool {
        self.decided.iter().zip(all(self.rows)).all(|(&decided, every)| decided == every)
    }

    pub(super) fn truths(self) -> Truths<'static> {
        let every = all(self.rows);
        let known = zip(&self.decided, &zip(&self.open, &every, |open, every| every & !open), |d, sure| d | sure);
        if self.and {
            Truths::new(zip(&known, &self.decided, |known, decided| known & !decided), known)
        } else {
            Truths::new(self.decided, known)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fold, Truths};
    use crate::value::Truth;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn conditions_are_joined_after_kleene(
            parts in prop::collection::vec(prop::collection::vec(prop::option::of(any::<bool>()), 130), 0..4),
            rows in 0_usize..130,
            and in any::<bool>(),
        ) {
            let mut fold = Fold::new(and, rows);
            parts.iter().for_each(|part| fold.add(&Truths::of(rows, |row| part[row])));
            let join = |row: usize| parts.iter().fold(Truth::from(and), |total, part| {
                if and { total.and(Truth::from(part[row])) } else { total.or(Truth::from(part[row])) }
            });
            prop_assert_eq!(fold.is_decided(), (0..rows).all(|row| join(row) == Truth::from(!and)));
            let joined = fold.truths();
            prop_assert_eq!(&joined, &Truths::of(rows, |row| join(row).known()));
            prop_assert_eq!(&joined.not(), &Truths::of(rows, |row| join(row).known().map(|holds| !holds)));
        }
    }
}
