//! Values that do not change any more, as narrow as they can be kept.
//!
//! What a column holds of a stretch of a file is mostly close together, blanks apart: a few codes, incomes in whole yuan,
//! household numbers that follow each other, rows that lead to the next row each. So values are kept as what they are above
//! the least of them, or above a line that they keep to, counted in a step that all keep to, in as few bits as the greatest
//! needs.

use super::block::{self, Block};
use super::narrow::{self, GROUP, Group, ROW_BYTES, Row};
use super::rest::Rest;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// A number of fixed size.
pub trait Fixed: Copy + Default + Ord + Send + Sync + 'static {
    /// How many bytes it takes.
    const BYTES: usize;
    /// The least of all, and the greatest.
    const BOUNDS: [Self; 2];
    /// What stands for a blank, and past the end of values.
    const BLANK: Self;
    /// Steps that values may keep to, the widest first, beside one.
    const STEPS: &'static [u64];
    /// Whether values often ascend from row to row.
    const ASCENDS: bool;

    /// How far it lies above `base`.
    fn above(self, base: Self) -> u64;

    /// What lies so far above `base`.
    fn plus(base: Self, above: u64) -> Self;

    /// How far it lies above `line`, or below.
    fn off(self, line: Self) -> i64;
}

macro_rules! fixed {
    ($($ty:ty, $unsigned:ty, $signed:ty, $blank:expr, $steps:expr, $ascends:expr);*) => {$(
        impl Fixed for $ty {
            const BYTES: usize = size_of::<Self>();
            const BOUNDS: [Self; 2] = [Self::MIN, Self::MAX];
            const BLANK: Self = $blank;
            const STEPS: &'static [u64] = &$steps;
            const ASCENDS: bool = $ascends;

            #[inline]
            fn above(self, base: Self) -> u64 {
                u64::from(self.wrapping_sub(base) as $unsigned)
            }

            #[inline]
            fn plus(base: Self, above: u64) -> Self {
                base.wrapping_add(above as Self)
            }

            #[inline]
            fn off(self, line: Self) -> i64 {
                i64::from(self.wrapping_sub(line) as $signed)
            }
        }
    )*};
}

// Numbers have four decimals, of which amounts of money use two and counts none. `u32` numbers rows, of which the last
// possible is none, and `u64` has household numbers.
fixed!(
    i64, u64, i64, 0, [10_000, 100], false;
    i32, u32, i32, 0, [], false;
    u16, u16, i16, 0, [], false;
    u64, u64, i64, 0, [], true;
    u32, u32, i32, Self::MAX, [], true
);

/// Values that do not change any more.
#[derive(Clone, Debug)]
pub(super) struct Sealed<T> {
    scale: Scale<T>,
    len: usize,
    form: Form<T>,
}

/// How values are counted.
#[derive(Clone, Copy, Debug)]
struct Scale<T> {
    /// No value is less, blanks apart where those are told apart.
    base: T,
    /// What all values lie above the line is a multiple of this.
    step: u64,
    /// How much the line ascends from value to value, in parts of [`UNIT`]; zero where it is level.
    slope: u64,
    /// Whether blanks are told apart: they count as zero, and all else as one more.
    blanks: bool,
}

/// In such parts of one a slope is told, as a power of two.
const UNIT: u32 = 16;

/// At so many places values are looked at to tell whether they ascend.
const STATIONS: usize = 8;

/// The counts of the values.
#[derive(Clone, Debug)]
enum Form<T> {
    /// All are zero.
    Zero,
    /// Counts of so many bits each.
    Narrow(u32, Box<[Row]>),
    /// The values as they are.
    Whole(Box<[T]>),
    /// The same as narrow, in a file from `at` on.
    Resting { rest: Arc<Rest>, bits: u32, at: u64 },
}

/// Between which values lie that are no blanks; of none, the least is greater than the greatest.
#[derive(Clone, Copy)]
struct Span<T> {
    least: T,
    greatest: T,
    /// Whether there are blanks as well.
    blanks: bool,
}

/// How many values are looked at side by side.
const LANES: usize = 8;

impl<T: Fixed> Span<T> {
    #[inline(always)]
    fn of(values: &[T]) -> Self {
        let [first, last] = T::BOUNDS;
        let (mut least, mut greatest, mut blanks) = ([last; LANES], [first; LANES], [false; LANES]);
        let mut look = |lane: usize, value: T| {
            let is_blank = value == T::BLANK;
            least[lane] = least[lane].min(if is_blank { last } else { value });
            greatest[lane] = greatest[lane].max(if is_blank { first } else { value });
            blanks[lane] |= is_blank;
        };
        let (whole, rest) = values.as_chunks::<LANES>();
        for values in whole {
            for (lane, &value) in values.iter().enumerate() {
                look(lane, value);
            }
        }
        for (lane, &value) in rest.iter().enumerate() {
            look(lane, value);
        }
        let (least, greatest) = (least.into_iter().fold(last, T::min), greatest.into_iter().fold(first, T::max));
        Self { least, greatest, blanks: blanks.contains(&true) }
    }

    /// That of the blanks as well.
    fn with_blanks(self) -> Self {
        if !self.blanks {
            return self;
        }
        Self { least: self.least.min(T::BLANK), greatest: self.greatest.max(T::BLANK), blanks: true }
    }
}

impl<T: Fixed> Scale<T> {
    /// The scale of values above a level line, whose blanks are told apart or not, and their greatest count; where all are
    /// told apart, any will do.
    #[inline(always)]
    fn level(values: &[T], span: Span<T>, blanks: bool) -> (Self, u64) {
        let Span { least, greatest, .. } = if blanks { span } else { span.with_blanks() };
        let (base, top) = if least <= greatest { (least, greatest) } else { Default::default() };
        let keeps_to = |step: &&u64| {
            let is_counted = |value: &&T| !blanks || **value != T::BLANK;
            values.iter().filter(is_counted).all(|value| parted(value.above(base), **step).1 == 0)
        };
        let step = T::STEPS.iter().find(keeps_to).copied().unwrap_or(1);
        let scale = Self { base, step, slope: 0, blanks };
        (scale, (top.above(base) / step).saturating_add(blanks.into()))
    }

    /// The scale of values above a line from the first to the last of them, and their greatest count; `None` where they do
    /// not ascend.
    #[inline(always)]
    fn along_line(values: &[T], blanks: bool) -> Option<(Self, u64)> {
        let is_value = |value: &&T| **value != T::BLANK;
        let (first, last) = (*values.iter().find(is_value)?, *values.iter().rev().find(is_value)?);
        // A few on the way are looked at, so that values in no order are known by them.
        let on_the_way = (1..STATIONS).filter_map(|at| values.get(values.len() * at / STATIONS)).filter(is_value);
        let stations = [first].into_iter().chain(on_the_way.copied()).chain([last]);
        let way = last.above(first);
        let slope = way.checked_shl(UNIT).filter(|up| up >> UNIT == way)? / (values.len() as u64 - 1).max(1);
        if slope == 0 || !stations.is_sorted() {
            return None;
        }
        let along = Self { base: first, step: 1, slope, blanks };
        let steps = along.steps();
        let (mut lowest, mut highest) = ([i64::MAX; LANES], [i64::MIN; LANES]);
        let mut look = |start: usize, lane: usize, value: T| {
            let off = value.off(T::plus(first, along.line_from(start, steps[lane])));
            let is_blank = value == T::BLANK;
            lowest[lane] = lowest[lane].min(if is_blank { i64::MAX } else { off });
            highest[lane] = highest[lane].max(if is_blank { i64::MIN } else { off });
        };
        let (whole, rest) = values.as_chunks::<LANES>();
        for (at, values) in whole.iter().enumerate() {
            for (lane, &value) in values.iter().enumerate() {
                look(at * LANES, lane, value);
            }
        }
        for (lane, &value) in rest.iter().enumerate() {
            look(whole.len() * LANES, lane, value);
        }
        let lowest = lowest.into_iter().fold(i64::MAX, i64::min);
        let highest = highest.into_iter().fold(i64::MIN, i64::max);
        // The first value may lie behind blanks, where the line is above it already.
        let base = T::plus(first, lowest.min(0).cast_unsigned());
        let most = highest.checked_sub(lowest.min(0))?.cast_unsigned().saturating_add(blanks.into());
        (base <= first).then_some((Self { base, ..along }, most))
    }

    /// How far the line has ascended at a position.
    #[inline(always)]
    const fn line(self, at: usize) -> u64 {
        self.slope.wrapping_mul(at as u64) >> UNIT
    }

    /// By how much the line ascends from the first of values side by side to each of them, in parts of [`UNIT`].
    #[inline(always)]
    fn steps(self) -> [u64; LANES] {
        std::array::from_fn(|lane| self.slope.wrapping_mul(lane as u64))
    }

    /// [`Self::line`] at a position that is so many [`Self::steps`] behind `start`.
    #[inline(always)]
    const fn line_from(self, start: usize, step: u64) -> u64 {
        self.slope.wrapping_mul(start as u64).wrapping_add(step) >> UNIT
    }

    /// The counts of values, the first of which has the position `start`.
    #[inline(always)]
    fn counts(self, values: &[T; GROUP], start: usize, counts: &mut Group) {
        // A loop for each kind, so that what is the same for all values is not asked for each.
        match self {
            Self { base, step: 1, slope: 0, blanks: false } => {
                for (count, value) in counts.iter_mut().zip(values) {
                    *count = value.above(base);
                }
            }
            Self { step: 1, slope: 0, .. } => {
                for (count, &value) in counts.iter_mut().zip(values) {
                    *count = Self { step: 1, ..self }.count(value, 0);
                }
            }
            Self { step: 1, .. } => {
                let steps = self.steps();
                let sides = counts.as_chunks_mut::<LANES>().0.iter_mut().zip(values.as_chunks::<LANES>().0);
                for (at, (counts, values)) in sides.enumerate() {
                    for (lane, (count, &value)) in counts.iter_mut().zip(values).enumerate() {
                        let line = self.line_from(start + at * LANES, steps[lane]);
                        *count = Self { step: 1, ..self }.count(value, line);
                    }
                }
            }
            _ => {
                for (count, &value) in counts.iter_mut().zip(values) {
                    *count = self.count(value, 0);
                }
            }
        }
    }

    /// The count of a value at whose position the line has ascended so far.
    #[inline(always)]
    fn count(self, value: T, line: u64) -> u64 {
        if self.blanks && value == T::BLANK {
            return 0;
        }
        parted(value.above(T::plus(self.base, line)), self.step).0.wrapping_add(self.blanks.into())
    }

    /// The value of a count at whose position the line has ascended so far.
    #[inline(always)]
    fn value(self, count: u64, line: u64) -> T {
        let above = line.wrapping_add(count.wrapping_sub(self.blanks.into()).wrapping_mul(self.step));
        if self.blanks && count == 0 { T::BLANK } else { T::plus(self.base, above) }
    }

    /// The values of counts, the first of which has the position `start`.
    #[inline(always)]
    fn values(self, counts: &Group, start: usize, values: &mut [T; GROUP]) {
        match self {
            Self { base, step: 1, slope: 0, blanks: false } => {
                for (value, &count) in values.iter_mut().zip(counts) {
                    *value = T::plus(base, count);
                }
            }
            Self { step: 1, slope: 0, .. } => {
                for (value, &count) in values.iter_mut().zip(counts) {
                    *value = Self { step: 1, ..self }.value(count, 0);
                }
            }
            Self { step: 1, .. } => {
                let steps = self.steps();
                let sides = values.as_chunks_mut::<LANES>().0.iter_mut().zip(counts.as_chunks::<LANES>().0);
                for (at, (values, counts)) in sides.enumerate() {
                    for (lane, (value, &count)) in values.iter_mut().zip(counts).enumerate() {
                        let line = self.line_from(start + at * LANES, steps[lane]);
                        *value = Self { step: 1, ..self }.value(count, line);
                    }
                }
            }
            _ => {
                for (value, &count) in values.iter_mut().zip(counts) {
                    *value = self.value(count, 0);
                }
            }
        }
    }
}

/// How many steps something lies above, and what remains. Dividing takes long, unless it is by a number that is known here.
#[inline]
const fn parted(above: u64, step: u64) -> (u64, u64) {
    match step {
        1 => (above, 0),
        100 => (above / 100, above % 100),
        10_000 => (above / 10_000, above % 10_000),
        step => (above / step, above % step),
    }
}

/// Seals values, with the widest instructions there are.
struct Seal<'v, T> {
    values: &'v [T],
    made: &'v mut Sealed<T>,
}

impl<T: Fixed> block::Task for Seal<'_, T> {
    #[inline(always)]
    fn run<B: Block>(self) {
        let values = self.values;
        let span = Span::of(values);
        let (mut scale, mut most) = Scale::level(values, span, false);
        let mut try_other = |(other, most_of_other)| {
            if narrow::bits(most_of_other) < narrow::bits(most) {
                (scale, most) = (other, most_of_other);
            }
        };
        if span.blanks {
            try_other(Scale::level(values, span, true));
        }
        if T::ASCENDS {
            Scale::along_line(values, span.blanks).into_iter().for_each(try_other);
        }
        self.made.scale = scale;
        self.made.form = match narrow::bits(most) {
            0 => Form::Zero,
            // To save less than an eighth is not worth the work.
            bits if bits as usize > T::BYTES * 7 => Form::Whole(values.into()),
            bits => Form::Narrow(bits, packed(bits, scale, values)),
        };
    }
}

#[inline(always)]
fn packed<T: Fixed>(bits: u32, scale: Scale<T>, values: &[T]) -> Box<[Row]> {
    let mut here = [T::BLANK; GROUP];
    narrow::pack(bits, values.len(), |start, counts| {
        let values = values.get(start..values.len().min(start + GROUP)).unwrap_or_default();
        here.iter_mut().zip(values).for_each(|(here, value)| *here = *value);
        scale.counts(&here, start, counts);
    })
}

/// Adds values that were packed, with the widest instructions there are.
struct Unpack<'v, T> {
    bits: u32,
    /// The rows of their groups.
    rows: &'v [Row],
    scale: Scale<T>,
    range: Range<usize>,
    values: &'v mut Vec<T>,
}

impl<T: Fixed> block::Task for Unpack<'_, T> {
    #[inline(always)]
    fn run<B: Block>(self) {
        let Self { bits, rows, scale, range, values } = self;
        let before = narrow::rows_of_group(bits, range.start).start;
        let (mut counts, mut made) = ([0; GROUP], [T::default(); GROUP]);
        let mut at = range.start;
        while at < range.end {
            let group = at / GROUP * GROUP;
            let within = at - group..(range.end - group).min(GROUP);
            let rows_of_group = narrow::rows_of_group(bits, at);
            let rows = rows_of_group.start - before..(rows_of_group.end - before).min(rows.len());
            narrow::unpack(bits, self.rows.get(rows).unwrap_or_default(), within.clone(), &mut counts);
            scale.values(&counts, group, &mut made);
            values.extend_from_slice(made.get(within.clone()).unwrap_or_default());
            at = group + within.end;
        }
    }
}

impl<T: Fixed> Sealed<T> {
    pub(super) fn new(values: &[T]) -> Self {
        let scale = Scale { base: T::default(), step: 1, slope: 0, blanks: false };
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
            Form::Zero => 0,
            Form::Narrow(bits, rows) => narrow::get(*bits, rows, at),
            Form::Whole(values) => return values.get(at).copied().unwrap_or(T::BLANK),
            Form::Resting { .. } => {
                let mut one = Vec::with_capacity(1);
                self.read(at..at + 1, &mut one);
                return one.first().copied().unwrap_or(T::BLANK);
            }
        };
        self.scale.value(count, self.scale.line(at))
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
            Form::Zero if scale.slope == 0 => values.resize(values.len() + range.len(), scale.value(0, 0)),
            Form::Zero => values.extend(range.map(|at| scale.value(0, scale.line(at)))),
            Form::Narrow(bits, rows) => {
                let groups = rows_of_groups(*bits, &range, self.len);
                let rows = rows.get(groups).unwrap_or_default();
                block::run(Unpack { bits: *bits, rows, scale, range, values });
            }
            Form::Whole(whole) => values.extend_from_slice(whole.get(range).unwrap_or_default()),
            Form::Resting { rest, bits, at } => {
                let groups = rows_of_groups(*bits, &range, self.len);
                let mut bytes = vec![0; groups.len() * ROW_BYTES];
                rest.read(&mut bytes, at + (groups.start * ROW_BYTES) as u64);
                let words = bytes.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word)).collect::<Vec<_>>();
                block::run(Unpack { bits: *bits, rows: words.as_chunks().0, scale, range, values });
            }
        }
    }

    /// Lets the values from `from` on lie `more` higher. None of them may then be beyond all that there are.
    pub(super) fn raise(&mut self, from: T, more: u64) {
        let Scale { base, step, blanks, .. } = self.scale;
        let most = match &self.form {
            Form::Zero => 0,
            Form::Narrow(bits, _) => u64::MAX >> (u64::BITS - bits),
            Form::Whole(_) | Form::Resting { .. } => u64::MAX,
        };
        if let Form::Whole(values) = &mut self.form {
            values.iter_mut().filter(|value| **value >= from).for_each(|value| *value = T::plus(*value, more));
        } else if base >= from && (!blanks || T::BLANK < from) {
            // The least is raised, and all with it.
            self.scale.base = T::plus(base, more);
        } else if base >= from
            || from.above(base) <= most.saturating_mul(step).saturating_add(self.scale.line(self.len))
        {
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
        let (bits, rows) = match &self.form {
            Form::Zero | Form::Resting { .. } => return Ok(()),
            Form::Narrow(bits, rows) => (*bits, rows.clone()),
            Form::Whole(values) => {
                // Counted so that any value fits.
                self.scale = Scale { step: 1, slope: 0, blanks: false, ..self.scale };
                let bits = T::BYTES as u32 * u8::BITS;
                (bits, packed(bits, self.scale, values))
            }
        };
        let bytes: Vec<u8> = rows.as_flattened().iter().flat_map(|word| word.to_le_bytes()).collect();
        self.form = Form::Resting { rest: Arc::clone(rest), bits, at: rest.write(&bytes)? };
        Ok(())
    }
}

/// Which rows hold the groups of the values `range`, of `len` in all.
fn rows_of_groups(bits: u32, range: &Range<usize>, len: usize) -> Range<usize> {
    let last = range.end.max(range.start + 1) - 1;
    let end = narrow::rows_of_group(bits, last).end.min(narrow::rows(bits, len));
    narrow::rows_of_group(bits, range.start).start.min(end)..end
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
        assert_eq!(bits::<u16>(&[7, 0]), 1);
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
