//! Values that do not change any more, as narrow as they can be kept.
//!
//! What a column holds of a stretch of a file is mostly close together, blanks apart: a few codes, incomes in whole yuan,
//! household numbers that follow each other, rows that lead to the next row each. So values are kept as what they are above
//! the least of them, or above a line that they keep to, counted in a step that all keep to, in as few bits as the greatest
//! needs.

use super::block::{self, Block};
use super::narrow::{self, GROUP, Row, Word};
use super::rest::Rest;
use super::scale::{Fixed, Scale};
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// Values that do not change any more.
#[derive(Clone, Debug)]
pub(super) struct Sealed<T: Fixed> {
    scale: Scale<T>,
    len: usize,
    form: Form<T>,
}

/// The counts of the values.
#[derive(Clone, Debug)]
enum Form<T: Fixed> {
    /// All are zero.
    Zero,
    /// Counts of so many bits each.
    Narrow(u32, Box<[Row<T::Count>]>),
    /// The values as they are.
    Whole(Box<[T]>),
    /// The same as narrow, in a file from `at` on.
    Resting { rest: Arc<Rest>, bits: u32, at: u64 },
}

/// Seals values, with the widest instructions there are.
struct Seal<'v, T: Fixed> {
    values: &'v [T],
    made: &'v mut Sealed<T>,
}

impl<T: Fixed> block::Task for Seal<'_, T> {
    #[inline(always)]
    fn run<B: Block>(self) {
        let values = self.values;
        let (scale, most) = if T::IS_SMALL { Scale::small(values) } else { Scale::narrowest(values) };
        self.made.scale = scale;
        self.made.form = match Word::bits(most) {
            0 => Form::Zero,
            // To save less than an eighth is not worth the work.
            bits if bits as usize > T::BYTES * 7 => Form::Whole(values.into()),
            bits => Form::Narrow(bits, packed(bits, scale, values)),
        };
    }
}

/// The counts of values, packed.
#[inline(always)]
fn packed<T: Fixed>(bits: u32, scale: Scale<T>, values: &[T]) -> Box<[Row<T::Count>]> {
    let rows = narrow::rows::<T::Count>(bits, values.len());
    let mut packed = Vec::with_capacity(rows.next_multiple_of(narrow::rows::<T::Count>(bits, GROUP)));
    let (mut here, mut counts) = ([T::BLANK; GROUP], [T::Count::default(); GROUP]);
    let mut start = 0;
    while start < values.len() {
        let values = values.get(start..values.len().min(start + GROUP)).unwrap_or_default();
        for (here, value) in here.iter_mut().zip(values) {
            *here = *value;
        }
        scale.counts(&here, start, &mut counts);
        // Behind the last value there is room that nothing is kept of: any counts that fit their bits will do.
        if let Some(behind) = counts.get_mut(values.len()..) {
            behind.fill(T::Count::default());
        }
        narrow::pack(bits, &counts, &mut packed);
        start += GROUP;
    }
    packed.truncate(rows);
    packed.into()
}

/// Adds values that were packed, with the widest instructions there are.
struct Unpack<'v, T: Fixed> {
    bits: u32,
    /// The rows of their groups.
    rows: &'v [Row<T::Count>],
    scale: Scale<T>,
    range: Range<usize>,
    values: &'v mut Vec<T>,
}

impl<T: Fixed> block::Task for Unpack<'_, T> {
    #[inline(always)]
    fn run<B: Block>(self) {
        let Self { bits, rows, scale, range, values } = self;
        let before = narrow::rows_of_group::<T::Count>(bits, range.start).start;
        let (mut counts, mut made) = ([T::Count::default(); GROUP], [T::default(); GROUP]);
        let mut at = range.start;
        while at < range.end {
            let group = at / GROUP * GROUP;
            let within = at - group..(range.end - group).min(GROUP);
            let rows_of_group = narrow::rows_of_group::<T::Count>(bits, at);
            let own = rows_of_group.start - before..(rows_of_group.end - before).min(rows.len());
            narrow::unpack(bits, rows.get(own).unwrap_or_default(), within.clone(), &mut counts);
            scale.values(&counts, group, &mut made);
            values.extend_from_slice(made.get(within.clone()).unwrap_or_default());
            at = group + within.end;
        }
    }
}

impl<T: Fixed> Sealed<T> {
    pub(super) fn new(values: &[T]) -> Self {
        let scale = Scale { base: T::default(), step: T::Count::ONE, slope: 0, blanks: false };
        let mut made = Self { scale, len: values.len(), form: Form::Zero };
        block::run(Seal { values, made: &mut made });
        made
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many bytes of memory the values take.
    pub(super) fn bytes(&self) -> usize {
        match &self.form {
            Form::Zero | Form::Resting { .. } => 0,
            Form::Narrow(_, rows) => size_of_val(&**rows),
            Form::Whole(values) => size_of_val(&**values),
        }
    }

    /// A value; a blank past the end.
    #[inline]
    pub(super) fn get(&self, at: usize) -> T {
        let count = match &self.form {
            _ if at >= self.len => return T::BLANK,
            Form::Zero => T::Count::default(),
            Form::Narrow(bits, rows) => narrow::get(*bits, rows, at),
            Form::Whole(values) => return values.get(at).copied().unwrap_or(T::BLANK),
            Form::Resting { .. } => {
                let mut one = Vec::with_capacity(1);
                self.read(at..at + 1, &mut one);
                return one.first().copied().unwrap_or(T::BLANK);
            }
        };
        self.scale.value(count, at)
    }

    /// The values of `range`, which lies within, where they stand as they are.
    pub(super) fn plain(&self, range: Range<usize>) -> Option<&[T]> {
        if let Form::Whole(values) = &self.form { values.get(range) } else { None }
    }

    /// Adds the values of `range`, which lies within, to `values`.
    pub(super) fn read(&self, range: Range<usize>, values: &mut Vec<T>) {
        let scale = self.scale;
        values.reserve(range.len());
        match &self.form {
            Form::Zero if scale.slope == 0 => {
                values.resize(values.len() + range.len(), scale.value(T::Count::default(), 0));
            }
            // No rows are rows of zeros.
            Form::Zero => block::run(Unpack { bits: 1, rows: &[], scale, range, values }),
            Form::Narrow(bits, rows) => {
                let rows = rows.get(rows_of_groups::<T::Count>(*bits, &range, self.len)).unwrap_or_default();
                block::run(Unpack { bits: *bits, rows, scale, range, values });
            }
            Form::Whole(whole) => values.extend_from_slice(whole.get(range).unwrap_or_default()),
            Form::Resting { rest, bits, at } => {
                let rows = rows_of_groups::<T::Count>(*bits, &range, self.len);
                let row_bytes = size_of::<Row<T::Count>>();
                let mut bytes = vec![0; rows.len() * row_bytes];
                rest.read(&mut bytes, at + (rows.start * row_bytes) as u64);
                let words: Vec<T::Count> = bytes.chunks_exact(size_of::<T::Count>()).map(Word::of_bytes).collect();
                block::run(Unpack { bits: *bits, rows: words.as_chunks().0, scale, range, values });
            }
        }
    }

    /// Lets the values from `from` on lie `more` higher. None of them may then be beyond all that there are.
    pub(super) fn raise(&mut self, from: T, more: T::Count) {
        let Scale { base, step, blanks, .. } = self.scale;
        let most = match &self.form {
            Form::Zero => 0,
            Form::Narrow(bits, _) => u64::MAX >> (u64::BITS - bits),
            Form::Whole(_) | Form::Resting { .. } => u64::MAX,
        };
        let top = most.saturating_mul(step.into()).saturating_add(self.scale.line(self.len).into());
        if let Form::Whole(values) = &mut self.form {
            values.iter_mut().filter(|value| **value >= from).for_each(|value| *value = T::plus(*value, more));
        } else if base >= from && (!blanks || T::BLANK < from) {
            // The least is raised, and all with it.
            self.scale.base = T::plus(base, more);
        } else if base >= from || from.above(base).into() <= top {
            let mut values = Vec::with_capacity(self.len);
            self.read(0..self.len, &mut values);
            values.iter_mut().filter(|value| **value >= from).for_each(|value| *value = T::plus(*value, more));
            *self = Self::new(&values);
        }
    }

    /// Puts the values to rest.
    ///
    /// # Errors
    /// They cannot be written.
    pub(super) fn put_to_rest(&mut self, rest: &Arc<Rest>) -> io::Result<()> {
        let whole;
        let (bits, rows) = match &self.form {
            Form::Zero | Form::Resting { .. } => return Ok(()),
            Form::Narrow(bits, rows) => (*bits, rows),
            Form::Whole(values) => {
                // Counted so that any value fits.
                self.scale = Scale { step: T::Count::ONE, slope: 0, blanks: false, ..self.scale };
                let bits = T::BYTES as u32 * u8::BITS;
                whole = packed(bits, self.scale, values);
                (bits, &whole)
            }
        };
        let mut bytes = Vec::with_capacity(size_of_val(&**rows));
        rows.as_flattened().iter().for_each(|word| word.write(&mut bytes));
        self.form = Form::Resting { rest: Arc::clone(rest), bits, at: rest.write(&bytes)? };
        Ok(())
    }
}

/// Which rows hold the groups of the values `range`, of `len` in all.
fn rows_of_groups<W: Word>(bits: u32, range: &Range<usize>, len: usize) -> Range<usize> {
    let last = range.end.max(range.start + 1) - 1;
    let end = narrow::rows_of_group::<W>(bits, last).end.min(narrow::rows::<W>(bits, len));
    narrow::rows_of_group::<W>(bits, range.start).start.min(end)..end
}

#[cfg(test)]
mod tests {
    use super::{Fixed, Rest, Sealed};
    use proptest::prelude::*;
    use std::fmt::Debug;
    use std::sync::Arc;

    /// Sealed values are the values, in memory and at rest, alone and in runs; how many bytes they take in memory.
    fn check<T: Fixed + Debug>(values: &[T]) -> usize {
        let mut sealed = Sealed::new(values);
        let bytes = sealed.bytes();
        for is_resting in [false, true] {
            if is_resting {
                sealed.put_to_rest(&Arc::new(Rest::new(0).unwrap())).unwrap();
                assert_eq!(sealed.bytes(), 0);
            }
            assert_eq!(sealed.len(), values.len());
            assert_eq!(sealed.get(values.len()), T::BLANK);
            for (at, value) in values.iter().enumerate() {
                assert_eq!(sealed.get(at), *value);
                if at % 97 < 9 {
                    let mut read = vec![*value];
                    sealed.read(at..values.len(), &mut read);
                    assert_eq!(read.get(1..), values.get(at..));
                    assert!(sealed.plain(at..values.len()).is_none_or(|plain| plain == &values[at..]));
                }
            }
        }
        bytes
    }

    proptest! {
        #[test]
        fn values_come_back(
            values in prop::collection::vec(any::<i64>(), 0..9),
            bits in 0_u32..64,
            times in prop::sample::select(vec![1_i64, 100, 10_000]),
            shift in any::<i64>(),
            blank in any::<[bool; 9]>(),
        ) {
            let near = values.iter().map(|value| (value >> bits).wrapping_mul(times).wrapping_add(shift));
            let near: Vec<i64> = near.zip(blank).map(|(value, blank)| if blank { 0 } else { value }).collect();
            check(&near);
            check(&near.iter().map(|value| value.cast_unsigned()).collect::<Vec<_>>());
            check(&near.iter().map(|value| *value as i32).collect::<Vec<_>>());
            check(&near.iter().map(|value| *value as u16).collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn values_are_raised_from_one_on(
            values in prop::collection::vec(prop_oneof![Just(0_u64), 0_u64..300, 1000_u64..1300, any::<u32>().prop_map(u64::from)], 0..9),
            from in prop::sample::select(vec![0_u64, 1, 150, 1000, 1_000_000]),
            more in 0_u64..9999,
        ) {
            let mut sealed = Sealed::new(&values);
            sealed.raise(from, more);
            let mut raised = Vec::new();
            sealed.read(0..values.len(), &mut raised);
            let wanted: Vec<u64> = values.iter().map(|&value| if value >= from { value + more } else { value }).collect();
            prop_assert_eq!(raised, wanted);
        }
    }

    proptest! {
        #[test]
        fn values_along_a_line_come_back(
            first in prop_oneof![0_u64..9, Just(u64::from(u32::MAX) - 500), Just(9_901_010_000_001)],
            slope in 0_u64..300_000,
            offs in prop::collection::vec(prop_oneof![8 => 0_u64..9, 1 => Just(u64::MAX - 30), 1 => Just(1_000_000)], 1..60),
            blanks in prop::collection::vec(prop::bool::weighted(0.1), 1..60),
            count in prop_oneof![1_usize..9, 250_usize..800],
        ) {
            let rows = (0..).zip(offs.iter().cycle()).zip(blanks.iter().cycle()).take(count);
            let values: Vec<u64> = rows.map(|((at, off), &blank)| {
                if blank { 0 } else { first.wrapping_add(at * slope / 100_000).wrapping_add(*off) }
            }).collect();
            check(&values);
            let rows: Vec<u32> = values.iter().map(|&value| if value == 0 { u32::MAX } else { value as u32 }).collect();
            check(&rows);
        }
    }

    /// How many bits each of many values takes that keep coming again.
    fn bits<T: Fixed + Debug>(values: &[T]) -> usize {
        let many: Vec<T> = values.iter().copied().cycle().take(1024).collect();
        check(&many) * 8 / many.len()
    }

    #[test]
    fn values_take_as_many_bits_as_they_need() {
        assert_eq!(bits::<u64>(&[1 << 60, 1 << 60]), 0);
        assert_eq!(bits::<u64>(&[1 << 60, (1 << 60) + 1]), 1);
        assert_eq!(bits::<u64>(&[1 << 60, (1 << 60) + 255]), 8);
        assert_eq!(bits::<u64>(&[1 << 60, (1 << 60) + 256]), 9);
        assert_eq!(bits::<u64>(&[1, 1 << 55]), 55);
        assert_eq!(bits::<u64>(&[1, 1 << 60]), 64);
        assert_eq!(bits::<i64>(&[i64::MIN, i64::MAX]), 64);
        // Whole yuan, and yuan and fen.
        assert_eq!(bits::<i64>(&[0, 10_000, 2_550_000]), 8);
        assert_eq!(bits::<i64>(&[100, 1_257_010_000, 1_030_300_000]), 24);
        assert_eq!(bits::<i32>(&[19_000_101, 20_201_231]), 21);
        // Blanks do not widen what is close together.
        assert_eq!(bits::<i32>(&[0, 20_201_231, 20_201_131]), 7);
        assert_eq!(bits::<i64>(&[0, i64::MAX, i64::MAX - 20_000]), 2);
        assert_eq!(bits::<u64>(&[0, 1 << 63, (1 << 63) + 254]), 8);
        assert_eq!(bits::<u64>(&[0, 1 << 63, (1 << 63) + 255]), 9);
        assert_eq!(bits::<u64>(&[0, 0]), 0);
        // Codes count from zero.
        assert_eq!(bits::<u16>(&[7, 7]), 0);
        assert_eq!(bits::<u16>(&[7, 0]), 3);
        assert_eq!(bits::<u16>(&[700, 1]), 10);
    }

    #[test]
    fn values_along_a_line_take_what_they_are_off_it() {
        // Rows that lead to the next row each, a run of three to one, one now and then missing.
        assert_eq!(check(&(7..1031).collect::<Vec<u32>>()), 0);
        assert!(check(&(0..1024).map(|row| row / 3).collect::<Vec<u32>>()) * 8 <= 1024 * 2);
        assert!(
            check(&(0..1024).map(|row| if row % 100 == 9 { u32::MAX } else { row }).collect::<Vec<u32>>()) * 8 <= 1024
        );
        // Numbers of households, of which each has five people or fewer.
        let people = (0..1024).map(|n| 9_901_010_000_001_u64 + (n * 7 / 24) * 100);
        assert!(check(&people.collect::<Vec<_>>()) * 8 <= 1024 * 8);
        assert_eq!(check(&[u32::MAX; 1024]), 0);
    }
}
