//! Values of one type in a run of rows: one for each row, or the same in all.

use super::bits;

/// Values of one type in a run of rows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lane<'v, T> {
    Each(&'v [T]),
    Same(T),
}

impl<T: Copy> Lane<'_, T> {
    /// The value of a row.
    #[inline]
    pub(super) fn at(self, row: usize) -> T {
        match self {
            Self::Each(values) => values[row],
            Self::Same(value) => value,
        }
    }

    /// The bits of a condition on the values of `rows` rows.
    #[inline]
    pub(super) fn bits(self, rows: usize, holds: impl Fn(T) -> bool) -> Vec<u64> {
        match self {
            Self::Each(values) => bits::of_values(values, holds),
            Self::Same(value) if holds(value) => bits::all(rows),
            Self::Same(_) => vec![0; bits::words(rows)],
        }
    }

    /// The bits of a condition on the values of two lanes of `rows` rows.
    #[inline]
    pub(super) fn bits_with(self, other: Self, rows: usize, holds: impl Fn(T, T) -> bool) -> Vec<u64> {
        match (self, other) {
            (Self::Each(a), Self::Each(b)) => bits::of_pairs(a, b, holds),
            (Self::Each(a), Self::Same(b)) => bits::of_values(a, |a| holds(a, b)),
            (Self::Same(a), b) => b.bits(rows, |b| holds(a, b)),
        }
    }

    /// What `map` makes of the values of two lanes of `rows` rows.
    #[inline]
    pub(super) fn map_with<U>(self, other: Self, rows: usize, map: impl Fn(T, T) -> U) -> Vec<U> {
        match (self, other) {
            (Self::Each(a), Self::Each(b)) => a.iter().zip(b).map(|(&a, &b)| map(a, b)).collect(),
            (Self::Each(a), Self::Same(b)) => a.iter().map(|&a| map(a, b)).collect(),
            (Self::Same(a), b) => (0..rows).map(|row| map(a, b.at(row))).collect(),
        }
    }

    /// Writes the values of the rows of `wanted` to `values`.
    pub(super) fn fill(self, values: &mut [T], wanted: &[u64]) {
        for (at, (values, &wanted)) in values.chunks_mut(64).zip(wanted).enumerate() {
            if wanted == u64::MAX {
                match self {
                    Self::Each(source) => values.copy_from_slice(&source[at * 64..][..values.len()]),
                    Self::Same(value) => values.fill(value),
                }
            } else {
                bits::ones(wanted).for_each(|row| values[row] = self.at(at * 64 + row));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lane;
    use crate::engine::bits;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_lane_is_a_list_of_values(
            values in prop::collection::vec((0_i32..4, 0_i32..4), 0..200),
            value in 0_i32..4,
            wanted in any::<u64>(),
            (left, right) in any::<(bool, bool)>(),
        ) {
            let (a, b): (Vec<i32>, Vec<i32>) = values.into_iter().unzip();
            let rows = a.len();
            let a = if left { Lane::Same(value) } else { Lane::Each(&a) };
            let b = if right { Lane::Same(value) } else { Lane::Each(&b) };
            prop_assert_eq!(a.bits(rows, |a| a == 1), bits::of(rows, |row| a.at(row) == 1));
            prop_assert_eq!(a.bits_with(b, rows, |a, b| a < b), bits::of(rows, |row| a.at(row) < b.at(row)));
            let sums: Vec<i32> = (0..rows).map(|row| a.at(row) - b.at(row)).collect();
            prop_assert_eq!(a.map_with(b, rows, |a, b| a - b), sums);
            let wanted = [wanted, u64::MAX, !wanted, 0].map(|word| word & (wanted | 0xff));
            let wanted: Vec<u64> = wanted.iter().zip(bits::all(rows)).map(|(w, every)| w & every).collect();
            let mut filled = vec![9; rows];
            a.fill(&mut filled, &wanted);
            for (row, &value) in filled.iter().enumerate() {
                prop_assert_eq!(value, if bits::bit(&wanted, row) { a.at(row) } else { 9 });
            }
        }
    }
}
