//! One bit a row, packed into 64-bit words; bits past the last row are zero. How 64 rows become a word is known here.

use crate::table::block::{self, Any, BLOCK, Block};
use std::ops::Range;

const _: () = assert!(BLOCK == 64, "a block of truths is a word");

/// How many words hold `rows` bits.
pub(super) fn words(rows: usize) -> usize {
    rows.div_ceil(64)
}

/// All rows.
pub(super) fn all(rows: usize) -> Vec<u64> {
    let mut bits = vec![u64::MAX; words(rows)];
    if let (Some(last), 1..) = (bits.last_mut(), rows % 64) {
        *last = first(rows % 64);
    }
    bits
}

/// The first of 64 rows, so many; all of them where there are more.
#[inline]
pub(super) const fn first(rows: usize) -> u64 {
    if rows >= 64 { u64::MAX } else { (1 << rows) - 1 }
}

/// What holds of 64 rows, a byte each.
#[inline(always)]
fn bytes(holds: impl Fn(usize) -> bool) -> [u8; BLOCK] {
    let mut bytes = [0; BLOCK];
    for (row, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from(holds(row));
    }
    bytes
}

/// The word of a condition on 64 rows.
#[inline]
pub(super) fn word(holds: impl Fn(usize) -> bool) -> u64 {
    Any::new(&bytes(holds)).equal(1)
}

/// The word of a condition on fewer than 64 rows.
fn last_word(rows: usize, holds: impl Fn(usize) -> bool) -> u64 {
    (0..rows).fold(0, |word, row| word | u64::from(holds(row)) << row)
}

/// A condition on rows, asked with the widest instructions there are.
struct Ask<'m, F> {
    made: &'m mut [u64],
    /// What holds of the rows of a word, by its position.
    bytes: F,
}

impl<F: Fn(usize) -> [u8; BLOCK]> block::Task for Ask<'_, F> {
    #[inline(always)]
    fn run<B: Block>(self) {
        for (at, word) in self.made.iter_mut().enumerate() {
            *word = B::new(&(self.bytes)(at)).equal(1);
        }
    }
}

/// The words of so many times 64 rows, with room for one more.
fn whole_words(count: usize, bytes: impl Fn(usize) -> [u8; BLOCK]) -> Vec<u64> {
    let mut made = Vec::with_capacity(count + 1);
    made.resize(count, 0);
    block::run(Ask { made: &mut made, bytes });
    made
}

/// The bits of a condition on rows.
pub(super) fn of(rows: usize, holds: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut made = whole_words(rows / 64, |at| bytes(|row| holds(at * 64 + row)));
    if !rows.is_multiple_of(64) {
        made.push(last_word(rows % 64, |row| holds(rows / 64 * 64 + row)));
    }
    made
}

/// The bits of a condition on values, in a pass without branches.
pub(super) fn of_values<T: Copy>(values: &[T], holds: impl Fn(T) -> bool) -> Vec<u64> {
    let (whole, rest) = values.as_chunks::<BLOCK>();
    let mut made = whole_words(whole.len(), |at| {
        let values = &whole[at];
        bytes(|row| holds(values[row]))
    });
    if !rest.is_empty() {
        made.push(last_word(rest.len(), |row| holds(rest[row])));
    }
    made
}

/// The bits of a condition on the values of two vectors, in a pass without branches.
pub(super) fn of_pairs<T: Copy>(a: &[T], b: &[T], holds: impl Fn(T, T) -> bool) -> Vec<u64> {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<BLOCK>(), b.as_chunks::<BLOCK>());
    let mut made = whole_words(a.len().min(b.len()), |at| {
        let (a, b) = (&a[at], &b[at]);
        bytes(|row| holds(a[row], b[row]))
    });
    let rest = a_rest.len().min(b_rest.len());
    if rest > 0 {
        made.push(last_word(rest, |row| holds(a_rest[row], b_rest[row])));
    }
    made
}

/// The bit of a row.
#[inline]
pub(super) fn bit(bits: &[u64], row: usize) -> bool {
    bits.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
}

/// `a op b`, word by word.
pub(super) fn zip(a: &[u64], b: &[u64], op: impl Fn(u64, u64) -> u64) -> Vec<u64> {
    a.iter().zip(b).map(|(&a, &b)| op(a, b)).collect()
}

/// The rows of a word whose bits are one, in order.
pub(super) fn ones(word: u64) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)))
        .take_while(|&word| word != 0)
        .map(|word| word.trailing_zeros() as usize)
}

/// The 64 bits from a row on of the words that `word` gives by their position.
#[inline]
pub(super) fn window(word: impl Fn(usize) -> u64, row: usize) -> u64 {
    let (at, shift) = (row / 64, row % 64);
    // In two steps, as no bit of the next word is wanted where the first begins with it.
    word(at) >> shift | word(at + 1) << 1 << (63 - shift)
}

/// How many bits of a run of rows are one.
#[inline]
pub(super) fn count_in(bits: &[u64], run: Range<u32>) -> usize {
    let word = |at: usize| bits.get(at).copied().unwrap_or(0);
    let (mut from, to) = (run.start as usize, run.end as usize);
    let mut count = 0;
    // Nearly all runs are shorter than a word.
    while from < to {
        count += (window(word, from) & first(to - from)).count_ones();
        from += 64;
    }
    count as usize
}

/// The first row of a run whose bit is one, of the words that `word` gives by their position.
#[inline]
pub(super) fn next_one(word: impl Fn(usize) -> u64, run: Range<u32>) -> Option<u32> {
    let last = run.end.checked_sub(1).filter(|&last| last >= run.start)? / 64;
    let mut at = run.start / 64;
    let mut here = word(at as usize) & u64::MAX << (run.start % 64);
    while here == 0 && at < last {
        at += 1;
        here = word(at as usize);
    }
    Some(at * 64 + here.trailing_zeros()).filter(|&row| here != 0 && row < run.end)
}

#[cfg(test)]
mod tests {
    use super::{all, bit, count_in, next_one, of, of_pairs, of_values, ones, window};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_lists_of_bits(values in prop::collection::vec(0_u16..4, 0..300), from in 0_u32..320, length in 0_u32..320) {
            let holds = |row: usize| values[row] == 1;
            let bits = of(values.len(), holds);
            for row in 0..values.len() + 70 {
                prop_assert_eq!(bit(&bits, row), row < values.len() && holds(row));
                let here = window(|at| bits.get(at).copied().unwrap_or(0), row);
                prop_assert_eq!(here, (0..64).fold(0, |word, at| word | u64::from(bit(&bits, row + at)) << at));
            }
            prop_assert_eq!(&of_values(&values, |value| value == 1), &bits);
            prop_assert_eq!(&of_pairs(&values, &vec![1; values.len()], |a, b| a == b), &bits);
            prop_assert_eq!(all(values.len()), of(values.len(), |_| true));
            let rows = |bits: &[u64]| bits.iter().enumerate().flat_map(|(at, &word)| ones(word).map(move |row| at * 64 + row)).collect::<Vec<_>>();
            prop_assert_eq!(rows(&bits), (0..values.len()).filter(|&row| holds(row)).collect::<Vec<_>>());
            let run = from..from + length;
            prop_assert_eq!(count_in(&bits, run.clone()), run.clone().filter(|&row| bit(&bits, row as usize)).count());
            let next = next_one(|at| bits.get(at).copied().unwrap_or(0), run.clone());
            prop_assert_eq!(next, run.clone().find(|&row| bit(&bits, row as usize)));
        }
    }
}
