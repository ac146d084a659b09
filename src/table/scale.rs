//! How values are counted, so that their counts are small.

use super::narrow::{GROUP, Group, LANES, Word};

/// A number of fixed size.
pub trait Fixed: Copy + Default + Ord + Send + Sync + 'static {
    /// What values are counted with.
    type Count: Word;

    /// How many bytes it takes.
    const BYTES: usize;
    /// The least of all, and the greatest.
    const BOUNDS: [Self; 2];
    /// What stands for a blank, and past the end of values.
    const BLANK: Self;
    /// Steps that values may keep to, the widest first, beside one.
    const STEPS: &'static [Self::Count];
    /// Whether values often ascend from row to row. Blanks are then the least or the greatest of them.
    const ASCENDS: bool;
    /// Whether they are counted from the least of all on, since they are small.
    const IS_SMALL: bool;

    /// How far it lies above `base`.
    fn above(self, base: Self) -> Self::Count;

    /// What lies so far above `base`.
    fn plus(base: Self, above: Self::Count) -> Self;
}

macro_rules! fixed {
    ($($ty:ty, $unsigned:ty, $count:ty, $blank:expr, $steps:expr, $ascends:expr, $is_small:expr);*) => {$(
        impl Fixed for $ty {
            type Count = $count;

            const BYTES: usize = size_of::<Self>();
            const BOUNDS: [Self; 2] = [Self::MIN, Self::MAX];
            const BLANK: Self = $blank;
            const STEPS: &'static [$count] = &$steps;
            const ASCENDS: bool = $ascends;
            const IS_SMALL: bool = $is_small;

            #[inline]
            fn above(self, base: Self) -> $count {
                <$count>::from(self.wrapping_sub(base) as $unsigned)
            }

            #[inline]
            fn plus(base: Self, above: $count) -> Self {
                base.wrapping_add(above as Self)
            }
        }
    )*};
}

// Numbers have four decimals, of which amounts of money use two and counts none. `u32` numbers rows, of which the last
// possible is none, `u64` has household numbers, and `u16` codes.
fixed!(
    i64, u64, u64, 0, [10_000, 100], false, false;
    i32, u32, u32, 0, [], false, false;
    u16, u16, u32, 0, [], false, true;
    u64, u64, u64, 0, [], true, false;
    u32, u32, u32, Self::MAX, [], true, false
);

/// How values are counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale<T: Fixed> {
    /// No value is less, blanks apart where those are told apart.
    pub(super) base: T,
    /// What all values lie above the line is a multiple of this.
    pub(super) step: T::Count,
    /// How much the line ascends from value to value, in parts of [`UNIT`]; zero where it is level.
    pub(super) slope: u64,
    /// Whether blanks are told apart: they count as zero, and all else as one more.
    pub(super) blanks: bool,
}

/// In such parts of one a slope is told, as a power of two.
const UNIT: u32 = 16;

/// At so many places values are looked at to tell whether they ascend.
const STATIONS: usize = 8;

/// Between which values lie; of none, the least is greater than the greatest.
#[derive(Clone, Copy)]
struct Span<T> {
    least: T,
    greatest: T,
}

impl<T: Fixed> Span<T> {
    /// That of all values.
    #[inline(always)]
    fn of(values: &[T]) -> Self {
        let [first, last] = T::BOUNDS;
        let (mut least, mut greatest) = (last, first);
        for &value in values {
            least = least.min(value);
            greatest = greatest.max(value);
        }
        Self { least, greatest }
    }

    /// That of all that are no blanks.
    #[inline(always)]
    fn of_known(values: &[T]) -> Self {
        let [first, last] = T::BOUNDS;
        let (mut least, mut greatest) = ([last; LANES], [first; LANES]);
        let mut look = |lane: usize, value: T| {
            let is_blank = value == T::BLANK;
            least[lane] = least[lane].min(if is_blank { last } else { value });
            greatest[lane] = greatest[lane].max(if is_blank { first } else { value });
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
        Self { least: least.into_iter().fold(last, T::min), greatest: greatest.into_iter().fold(first, T::max) }
    }

    /// Whether blanks lie at its end, so that values without them may lie closer together.
    fn ends_in_blanks(self) -> bool {
        self.least == T::BLANK || self.greatest == T::BLANK
    }
}

impl<T: Fixed> Scale<T> {
    /// The scale of values that count from the least of all on, and their greatest count, or one that has as many bits; all
    /// alike count as zero.
    #[inline(always)]
    pub(super) fn small(values: &[T]) -> (Self, T::Count) {
        let [least, _] = T::BOUNDS;
        // The bits that any has, and those that all have.
        let (mut any, mut all) = (T::Count::default(), T::Count::MAX);
        for value in values {
            any = any | value.above(least);
            all = all & value.above(least);
        }
        let alike = if any == all { any } else { T::Count::default() };
        let scale = Self { base: T::plus(least, alike), step: T::Count::ONE, slope: 0, blanks: false };
        (scale, any.less(alike))
    }

    /// Of the ways to count values the one that takes the fewest bits, and their greatest count.
    #[inline(always)]
    pub(super) fn narrowest(values: &[T]) -> (Self, T::Count) {
        let span = Span::of(values);
        let (mut scale, mut most) = Self::level(values, span, false);
        let mut try_other = |(other, most_of_other): (Self, T::Count)| {
            if Word::bits(most_of_other) < Word::bits(most) {
                (scale, most) = (other, most_of_other);
            }
        };
        let blanks = span.ends_in_blanks();
        if blanks {
            try_other(Self::level(values, Span::of_known(values), true));
        }
        if T::ASCENDS {
            Self::along_line(values, blanks).into_iter().for_each(try_other);
        }
        (scale, most)
    }

    /// The scale of values above a level line, whose blanks are told apart or not, and their greatest count; where all are
    /// told apart, any will do. `span` is that of those that are not.
    #[inline(always)]
    fn level(values: &[T], span: Span<T>, blanks: bool) -> (Self, T::Count) {
        let Span { least, greatest } = span;
        let (base, top) = if least <= greatest { (least, greatest) } else { Default::default() };
        let keeps_to = |step: &&T::Count| {
            let is_counted = |value: &&T| !blanks || **value != T::BLANK;
            values.iter().filter(is_counted).all(|value| value.above(base).parted(**step).1 == T::Count::default())
        };
        let step = T::STEPS.iter().find(keeps_to).copied().unwrap_or(T::Count::ONE);
        (Self { base, step, slope: 0, blanks }, one_more(top.above(base).parted(step).0, blanks))
    }

    /// The scale of values above a line from the first to the last of them, and their greatest count; `None` where they do
    /// not ascend.
    #[inline(always)]
    fn along_line(values: &[T], blanks: bool) -> Option<(Self, T::Count)> {
        let is_value = |value: &&T| **value != T::BLANK;
        let (first, last) = (*values.iter().find(is_value)?, *values.iter().rev().find(is_value)?);
        // A few on the way are looked at, so that values in no order are known by them.
        let on_the_way = (1..STATIONS).filter_map(|at| values.get(values.len() * at / STATIONS)).filter(is_value);
        let stations = [first].into_iter().chain(on_the_way.copied()).chain([last]);
        let way: u64 = last.above(first).into();
        let slope = way.checked_shl(UNIT).filter(|up| up >> UNIT == way)? / (values.len() as u64 - 1).max(1);
        if slope == 0 || !stations.is_sorted() {
            return None;
        }
        let along = Self { base: first, step: T::Count::ONE, slope, blanks };
        let steps = along.steps();
        // How far values are off the line, of which half of all counts stand for what is below it.
        let (mut lowest, mut highest) = ([T::Count::MAX; LANES], [T::Count::default(); LANES]);
        let mut look = |line: T, lane: usize, value: T| {
            let off = value.above(T::plus(line, steps[lane])).and(T::Count::HALF);
            let is_blank = value == T::BLANK;
            lowest[lane] = lowest[lane].min(if is_blank { T::Count::MAX } else { off });
            highest[lane] = highest[lane].max(if is_blank { T::Count::default() } else { off });
        };
        let line = |at: usize| T::plus(first, along.line_of(at));
        let (whole, rest) = values.as_chunks::<LANES>();
        for (at, values) in whole.iter().enumerate() {
            let line = line(at);
            for (lane, &value) in values.iter().enumerate() {
                look(line, lane, value);
            }
        }
        for (lane, &value) in rest.iter().enumerate() {
            look(line(whole.len()), lane, value);
        }
        let lowest = lowest.into_iter().fold(T::Count::MAX, T::Count::min);
        let highest = highest.into_iter().fold(T::Count::default(), T::Count::max);
        // The first value may lie behind blanks, where the line is above it already.
        let lowest = lowest.min(T::Count::HALF);
        let base = T::plus(first, lowest.less(T::Count::HALF));
        (base <= first).then(|| (Self { base, ..along }, one_more(highest.less(lowest), blanks)))
    }

    /// How far the line has ascended at the first of the values side by side number `at`.
    #[inline(always)]
    fn line_of(self, at: usize) -> T::Count {
        T::Count::of(self.slope.wrapping_mul((at * LANES) as u64) >> UNIT)
    }

    /// How far it ascends from there to each of them.
    #[inline(always)]
    fn steps(self) -> [T::Count; LANES] {
        std::array::from_fn(|lane| T::Count::of(self.slope.wrapping_mul(lane as u64) >> UNIT))
    }

    /// How far it has ascended at a position.
    #[inline]
    pub(super) fn line(self, at: usize) -> T::Count {
        if self.slope == 0 {
            return T::Count::default();
        }
        let step = self.slope.wrapping_mul((at % LANES) as u64) >> UNIT;
        self.line_of(at / LANES).and(T::Count::of(step))
    }

    /// The counts of values, the first of which has the position `start`, a multiple of [`LANES`].
    #[inline(always)]
    pub(super) fn counts(self, values: &[T; GROUP], start: usize, counts: &mut Group<T::Count>) {
        // A loop for each kind, so that what is the same for all values is not asked for each.
        match self {
            Self { base, slope: 0, blanks: false, .. } if self.is_single() => {
                for (count, value) in counts.iter_mut().zip(values) {
                    *count = value.above(base);
                }
            }
            Self { slope: 0, .. } if self.is_single() => {
                for (count, &value) in counts.iter_mut().zip(values) {
                    *count = self.single_count(value, self.base);
                }
            }
            Self { slope: 0, .. } => {
                for (count, &value) in counts.iter_mut().zip(values) {
                    let more = T::Count::from(self.blanks);
                    let steps = value.above(self.base).parted(self.step).0.and(more);
                    *count = if self.blanks && value == T::BLANK { T::Count::default() } else { steps };
                }
            }
            _ => self.along(start, values, counts, |value, line| self.single_count(value, line)),
        }
    }

    /// The values of counts, the first of which has the position `start`, a multiple of [`LANES`].
    #[inline(always)]
    pub(super) fn values(self, counts: &Group<T::Count>, start: usize, values: &mut [T; GROUP]) {
        match self {
            Self { base, slope: 0, blanks: false, .. } if self.is_single() => {
                for (value, &count) in values.iter_mut().zip(counts) {
                    *value = T::plus(base, count);
                }
            }
            Self { slope: 0, .. } if self.is_single() => {
                for (value, &count) in values.iter_mut().zip(counts) {
                    *value = self.single_value(count, self.base);
                }
            }
            Self { slope: 0, .. } => {
                for (value, &count) in values.iter_mut().zip(counts) {
                    *value = self.value(count, 0);
                }
            }
            _ => self.along(start, counts, values, |count, line| self.single_value(count, line)),
        }
    }

    /// Puts what `make` makes of each of `from`, and of the line there, to the same place; the first has the position `start`.
    #[inline(always)]
    fn along<A: Copy, B>(self, start: usize, from: &[A; GROUP], to: &mut [B; GROUP], make: impl Fn(A, T) -> B) {
        let steps = self.steps();
        let sides = to.as_chunks_mut::<LANES>().0.iter_mut().zip(from.as_chunks::<LANES>().0);
        for (at, (to, from)) in (start / LANES..).zip(sides) {
            let line = T::plus(self.base, self.line_of(at));
            for (lane, (to, &from)) in to.iter_mut().zip(from).enumerate() {
                *to = make(from, T::plus(line, steps[lane]));
            }
        }
    }

    /// Whether values are counted one by one.
    #[inline(always)]
    fn is_single(self) -> bool {
        self.step == T::Count::ONE
    }

    /// The count of a value above `line`, where they are counted one by one.
    #[inline(always)]
    fn single_count(self, value: T, line: T) -> T::Count {
        let count = value.above(line).and(T::Count::from(self.blanks));
        if self.blanks && value == T::BLANK { T::Count::default() } else { count }
    }

    /// The value of a count above `line`, likewise.
    #[inline(always)]
    fn single_value(self, count: T::Count, line: T) -> T {
        let value = T::plus(line, count.less(T::Count::from(self.blanks)));
        if self.blanks && count == T::Count::default() { T::BLANK } else { value }
    }

    /// The value of a count at a position.
    #[inline]
    pub(super) fn value(self, count: T::Count, at: usize) -> T {
        let steps = count.less(T::Count::from(self.blanks)).times(self.step);
        let value = T::plus(self.base, self.line(at).and(steps));
        if self.blanks && count == T::Count::default() { T::BLANK } else { value }
    }
}

/// The greatest count, with one more where blanks are told apart.
fn one_more<C: Word>(most: C, blanks: bool) -> C {
    if most == C::MAX { most } else { most.and(C::from(blanks)) }
}
