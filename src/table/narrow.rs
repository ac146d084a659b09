//! Numbers of so many bits each, laid out so that several are read side by side.
//!
//! Numbers are packed into lanes: the first of eight goes to the first lane, the second to the second, and so on. So all lanes
//! have their bits at the same places, and what is done to one word is done to all with the same instructions.

use std::fmt::Debug;
use std::ops::{BitAnd, BitOr, Range, Shl, Shr};

/// How many lanes there are.
pub(super) const LANES: usize = 8;
/// How many numbers of each lane are packed together: so many that they end with a whole word, whatever their bits.
const DEEP: usize = 64;
/// How many numbers are packed together.
pub(super) const GROUP: usize = LANES * DEEP;

/// What numbers are packed into, and reckoned with.
pub trait Word:
    Copy
    + Debug
    + Default
    + Ord
    + Send
    + Sync
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
    + From<bool>
    + Into<u64>
    + 'static
{
    /// How many bits it has.
    const BITS: u32;
    /// The greatest of all.
    const MAX: Self;
    /// One.
    const ONE: Self;
    /// The least that a number with a sign counts as none below zero.
    const HALF: Self;

    /// How many bits a number takes.
    fn bits(self) -> u32;

    /// The lower bits of a wider number.
    fn of(wide: u64) -> Self;

    /// The sum, of which what is beyond all bits is lost.
    fn and(self, more: Self) -> Self;

    /// The difference, likewise.
    fn less(self, less: Self) -> Self;

    /// The product, likewise.
    fn times(self, times: Self) -> Self;

    /// How many times `step` there is in it, and what remains.
    fn parted(self, step: Self) -> (Self, Self);

    /// Adds its bytes, the lowest first.
    fn write(self, bytes: &mut Vec<u8>);

    /// The word of such bytes; zero where they are too few.
    fn of_bytes(bytes: &[u8]) -> Self;
}

macro_rules! words {
    ($($word:ty),*) => {$(
        impl Word for $word {
            const BITS: u32 = Self::BITS;
            const MAX: Self = Self::MAX;
            const ONE: Self = 1;
            const HALF: Self = 1 << (Self::BITS - 1);

            #[inline]
            fn bits(self) -> u32 {
                Self::BITS - self.leading_zeros()
            }

            #[inline]
            fn of(wide: u64) -> Self {
                wide as Self
            }

            #[inline]
            fn and(self, more: Self) -> Self {
                self.wrapping_add(more)
            }

            #[inline]
            fn less(self, less: Self) -> Self {
                self.wrapping_sub(less)
            }

            #[inline]
            fn times(self, times: Self) -> Self {
                self.wrapping_mul(times)
            }

            #[inline]
            fn parted(self, step: Self) -> (Self, Self) {
                // Dividing takes long, unless it is by a number that is known here.
                match step {
                    1 => (self, 0),
                    100 => (self / 100, self % 100),
                    10_000 => (self / 10_000, self % 10_000),
                    step => (self / step, self % step),
                }
            }

            fn write(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }

            fn of_bytes(bytes: &[u8]) -> Self {
                bytes.first_chunk().map_or(0, |bytes| Self::from_le_bytes(*bytes))
            }
        }
    )*};
}

words!(u32, u64);

/// Words that lie side by side: one of each lane.
pub(super) type Row<W> = [W; LANES];
/// The numbers of one group.
pub(super) type Group<W> = [W; GROUP];

/// Packs the numbers of a group, of at most `bits` bits each, behind those that are `packed`.
#[inline(always)]
pub(super) fn pack<W: Word>(bits: u32, numbers: &Group<W>, packed: &mut Vec<Row<W>>) {
    let mut row = [W::default(); LANES];
    let mut shift = 0;
    for numbers in numbers.as_chunks::<LANES>().0 {
        for (word, &number) in row.iter_mut().zip(numbers) {
            *word = *word | number << shift;
        }
        shift += bits;
        if shift >= W::BITS {
            packed.push(row);
            shift -= W::BITS;
            // What of the numbers did not find room.
            row = if shift == 0 { Row::default() } else { numbers.map(|number| number >> (bits - shift)) };
        }
    }
}

/// How many rows `count` numbers take.
pub(super) const fn rows<W: Word>(bits: u32, count: usize) -> usize {
    let whole = count / GROUP * rows_a_group::<W>(bits);
    whole + ((count % GROUP).div_ceil(LANES) * bits as usize).div_ceil(W::BITS as usize)
}

const fn rows_a_group<W: Word>(bits: u32) -> usize {
    DEEP * bits as usize / W::BITS as usize
}

/// Which rows hold the group of a number.
pub(super) const fn rows_of_group<W: Word>(bits: u32, at: usize) -> Range<usize> {
    let first = at / GROUP * rows_a_group::<W>(bits);
    first..first + rows_a_group::<W>(bits)
}

/// Unpacks those of the numbers of a group that have the positions `range` in it; `rows` are those of the group.
#[inline(always)]
pub(super) fn unpack<W: Word>(bits: u32, rows: &[Row<W>], range: Range<usize>, numbers: &mut Group<W>) {
    let mask = W::MAX >> (W::BITS - bits);
    let sides = range.start / LANES..range.end.div_ceil(LANES);
    let bit = sides.start * bits as usize;
    let (mut at, mut shift) = (bit / W::BITS as usize, bit as u32 % W::BITS);
    let row = |at: usize| rows.get(at).copied().unwrap_or_default();
    let mut here = row(at);
    for numbers in numbers.as_chunks_mut::<LANES>().0.get_mut(sides).unwrap_or_default() {
        let next = shift + bits;
        if next < W::BITS {
            for (number, word) in numbers.iter_mut().zip(here) {
                *number = word >> shift & mask;
            }
            shift = next;
        } else {
            // The rest of the numbers is in the next word, if there is any rest.
            at += 1;
            let behind = row(at);
            let rest = next - W::BITS;
            for (number, (word, behind)) in numbers.iter_mut().zip(here.into_iter().zip(behind)) {
                *number = (word >> shift | behind << 1 << (W::BITS - 1 - shift)) & mask;
            }
            (here, shift) = (behind, rest);
        }
    }
}

/// The number at a position among all that are packed.
#[inline]
pub(super) fn get<W: Word>(bits: u32, packed: &[Row<W>], at: usize) -> W {
    let bit = at % GROUP / LANES * bits as usize;
    let word = (at / GROUP * rows_a_group::<W>(bits) + bit / W::BITS as usize) * LANES + at % LANES;
    let words = packed.as_flattened();
    let [low, high] = [word, word + LANES].map(|word| words.get(word).copied().unwrap_or_default());
    let shift = bit as u32 % W::BITS;
    // Of the higher word there may be nothing in it, but to ask takes longer.
    (low >> shift | high << 1 << (W::BITS - 1 - shift)) & W::MAX >> (W::BITS - bits)
}

#[cfg(test)]
mod tests {
    use super::{GROUP, LANES, Word, get, pack, rows, rows_of_group, unpack};
    use proptest::prelude::*;
    use std::ops::Range;

    fn check<W: Word>(bits: u32, numbers: &[W], range: Range<usize>) {
        let mut packed = Vec::new();
        for numbers in numbers.chunks(GROUP) {
            let mut group = [W::default(); GROUP];
            group.iter_mut().zip(numbers).for_each(|(to, from)| *to = *from);
            pack(bits, &group, &mut packed);
        }
        // Behind the last number there is nothing to keep.
        packed.truncate(rows::<W>(bits, numbers.len()));
        // The last of each lane may be filled up, and so may be its word.
        let most = numbers.len() * bits as usize + LANES * (bits + W::BITS) as usize;
        assert!(size_of_val(&*packed) * 8 <= most);
        for (at, number) in numbers.iter().enumerate() {
            assert_eq!(get(bits, &packed, at), *number);
        }
        let first = range.start / GROUP * GROUP;
        let group = rows_of_group::<W>(bits, range.start);
        let mut there = [W::MAX; GROUP];
        let (start, end) = (range.start - first, range.end - first);
        unpack(bits, &packed[group.start..group.end.min(packed.len())], start..end, &mut there);
        assert_eq!(there[start..end], numbers[range]);
    }

    proptest! {
        #[test]
        fn numbers_come_back(
            bits in 1_u32..=64,
            seeds in prop::collection::vec(any::<u64>(), 1..40),
            count in 1_usize..GROUP * 3,
            range in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        ) {
            let of_seed = |(n, seed): (u64, &u64)| seed.wrapping_mul(n) >> (64 - bits);
            let numbers: Vec<u64> = (1_u64..).zip(seeds.iter().cycle()).take(count).map(of_seed).collect();
            let start = range.0.index(count);
            let end = start + range.1.index((GROUP - start % GROUP).min(count - start)) + 1;
            check(bits, &numbers, start..end);
            let bits = bits.min(32);
            let small: Vec<u32> = numbers.iter().map(|&number| number as u32 & u32::MAX >> (32 - bits)).collect();
            check(bits, &small, start..end);
        }
    }
}
