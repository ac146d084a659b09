//! Numbers of so many bits each, laid out so that several are read side by side.
//!
//! Numbers are packed into lanes, as many as a vector register has words: the first of four goes to the first lane, the
//! second to the second, and so on. So all lanes have their bits at the same places, and what is done to one word is done
//! to all with the same instructions.

use std::ops::Range;

/// Words that lie side by side: one of each lane.
pub(super) type Row = [u64; LANES];

/// How many lanes there are.
const LANES: usize = 4;
/// How many bits a word of a lane has.
const WORD: usize = 64;
/// How many numbers are packed together: so many that each lane ends with a whole word, whatever their bits.
pub(super) const GROUP: usize = LANES * WORD;
/// How many bytes a row takes.
pub(super) const ROW_BYTES: usize = size_of::<Row>();

/// The numbers of one group.
pub(super) type Group = [u64; GROUP];

/// How many bits a number takes.
pub(super) const fn bits(number: u64) -> u32 {
    u64::BITS - number.leading_zeros()
}

/// Packs `count` numbers of at most `bits` bits each, group by group, as `fill` gives them: it is told of which position
/// on, and where to put them. What it leaves behind the last is ignored.
#[inline(always)]
pub(super) fn pack(bits: u32, count: usize, mut fill: impl FnMut(usize, &mut Group)) -> Box<[Row]> {
    let mut packed = Vec::with_capacity(rows(bits, count));
    let mut numbers = [0; GROUP];
    for start in (0..count).step_by(GROUP) {
        let here = (count - start).min(GROUP);
        fill(start, &mut numbers);
        if let Some(behind) = numbers.get_mut(here..) {
            behind.fill(0);
        }
        pack_group(bits, &numbers, &mut packed);
    }
    // Behind the last number there is nothing to keep.
    packed.truncate(rows(bits, count));
    packed.into()
}

#[inline(always)]
fn pack_group(bits: u32, numbers: &Group, packed: &mut Vec<Row>) {
    let mut row = [0; LANES];
    let mut shift = 0;
    for numbers in numbers.as_chunks::<LANES>().0 {
        for (word, number) in row.iter_mut().zip(numbers) {
            *word |= number << shift;
        }
        shift += bits;
        if shift >= u64::BITS {
            packed.push(row);
            shift -= u64::BITS;
            // What of the numbers did not find room.
            row = numbers.map(|number| number.checked_shr(bits - shift).unwrap_or(0));
        }
    }
}

/// How many rows `count` numbers take.
pub(super) const fn rows(bits: u32, count: usize) -> usize {
    let whole = count / GROUP * bits as usize;
    whole + ((count % GROUP).div_ceil(LANES) * bits as usize).div_ceil(WORD)
}

/// Which rows hold the group of a number.
pub(super) const fn rows_of_group(bits: u32, at: usize) -> Range<usize> {
    let first = at / GROUP * bits as usize;
    first..first + bits as usize
}

/// Unpacks those of the numbers of a group that have the positions `range` in it; `rows` are those of the group.
#[inline(always)]
pub(super) fn unpack(bits: u32, rows: &[Row], range: Range<usize>, numbers: &mut Group) {
    let mask = u64::MAX >> (u64::BITS - bits);
    let fours = range.start / LANES..range.end.div_ceil(LANES);
    let bit = fours.start * bits as usize;
    let (mut at, mut shift) = (bit / WORD, (bit % WORD) as u32);
    let row = |at: usize| rows.get(at).copied().unwrap_or_default();
    let mut here = row(at);
    for numbers in numbers.as_chunks_mut::<LANES>().0.get_mut(fours).unwrap_or_default() {
        let mut made = here.map(|word| word >> shift);
        shift += bits;
        if shift >= u64::BITS {
            shift -= u64::BITS;
            at += 1;
            here = row(at);
            if shift > 0 {
                for (number, word) in made.iter_mut().zip(here) {
                    *number |= word << (bits - shift);
                }
            }
        }
        *numbers = made.map(|number| number & mask);
    }
}

/// The number at a position among all that are packed.
#[inline]
pub(super) fn get(bits: u32, packed: &[Row], at: usize) -> u64 {
    let bit = at % GROUP / LANES * bits as usize;
    let word = (at / GROUP * bits as usize + bit / WORD) * LANES + at % LANES;
    let words = packed.as_flattened();
    let [low, high] = [word, word + LANES].map(|word| words.get(word).copied().unwrap_or(0));
    let shift = (bit % WORD) as u32;
    // Of the higher word there may be nothing in it, but to ask takes longer.
    (low >> shift | high << 1 << (u64::BITS - 1 - shift)) & (u64::MAX >> (u64::BITS - bits))
}

#[cfg(test)]
mod tests {
    use super::{GROUP, get, pack, rows, rows_of_group, unpack};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(
            bits in 1_u32..=64,
            seeds in prop::collection::vec(any::<u64>(), 1..40),
            count in 1_usize..GROUP * 3,
            range in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        ) {
            let numbers: Vec<u64> = (1_u64..).zip(seeds.iter().cycle()).take(count)
                .map(|(n, seed)| seed.wrapping_mul(n) >> (64 - bits)).collect();
            let packed = pack(bits, count, |start, group| {
                // What stands behind the last number may be anything.
                group.fill(u64::MAX >> (64 - bits));
                group.iter_mut().zip(&numbers[start..]).for_each(|(to, from)| *to = *from);
            });
            prop_assert_eq!(packed.len(), rows(bits, count));
            prop_assert!(packed.len() * 4 * 64 < count * bits as usize + 4 * (64 + bits as usize));
            for (at, number) in numbers.iter().enumerate() {
                prop_assert_eq!(get(bits, &packed, at), *number);
            }
            let start = range.0.index(count);
            let end = start + range.1.index((GROUP - start % GROUP).min(count - start)) + 1;
            let group = rows_of_group(bits, start);
            let group = &packed[group.start..group.end.min(packed.len())];
            let mut there = [7; GROUP];
            let first = start / GROUP * GROUP;
            unpack(bits, group, start - first..end - first, &mut there);
            prop_assert_eq!(&there[start - first..end - first], &numbers[start..end]);
        }
    }
}
