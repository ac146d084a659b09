//! Values that do not change any more, as narrow as they can be kept.
//!
//! What a column holds of a stretch of a file is mostly close together, blanks apart: household numbers that follow each
//! other, a few codes, incomes in whole yuan. So values are kept as what they are above the least of them, counted in a
//! step that all keep to, in as few bytes as the greatest needs.

use super::block::{self, Block};
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

    /// How far it lies above `base`.
    fn above(self, base: Self) -> u64;

    /// What lies so far above `base`.
    fn plus(base: Self, above: u64) -> Self;
}

macro_rules! fixed {
    ($($ty:ty, $unsigned:ty, $blank:expr, $steps:expr);*) => {$(
        impl Fixed for $ty {
            const BYTES: usize = size_of::<Self>();
            const BOUNDS: [Self; 2] = [Self::MIN, Self::MAX];
            const BLANK: Self = $blank;
            const STEPS: &'static [u64] = &$steps;

            #[inline]
            fn above(self, base: Self) -> u64 {
                u64::from(self.wrapping_sub(base) as $unsigned)
            }

            #[inline]
            fn plus(base: Self, above: u64) -> Self {
                base.wrapping_add(above as Self)
            }
        }
    )*};
}

// Numbers have four decimals, of which amounts of money use two and counts none. `u32` numbers rows, of which the last
// possible is none.
fixed!(i64, u64, 0, [10_000, 100]; i32, u32, 0, []; u16, u16, 0, []; u64, u64, 0, []; u32, u32, Self::MAX, []);

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
    /// The least value, blanks apart where those are told apart.
    base: T,
    /// What all values lie above it is a multiple of this.
    step: u64,
    /// Whether blanks are told apart: they count as zero, and all else as one more.
    blanks: bool,
}

/// The counts of the values.
#[derive(Clone, Debug)]
enum Form<T> {
    /// All are zero.
    Zero,
    Byte(Box<[u8]>),
    Two(Box<[u16]>),
    Four(Box<[u32]>),
    /// The values as they are.
    Whole(Box<[T]>),
    /// Counts of `width` bytes, the lowest first, in a file from `at` on.
    Resting {
        rest: Arc<Rest>,
        width: usize,
        at: u64,
    },
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
    /// The scale of values, whose blanks are told apart or not, and their greatest count; where all are told apart, any
    /// will do.
    #[inline(always)]
    fn of(values: &[T], span: Span<T>, blanks: bool) -> (Self, u64) {
        let Span { least, greatest, .. } = if blanks { span } else { span.with_blanks() };
        let (base, top) = if least <= greatest { (least, greatest) } else { Default::default() };
        let keeps_to = |step: &&u64| {
            let is_counted = |value: &&T| !blanks || **value != T::BLANK;
            values.iter().filter(is_counted).all(|value| parted(value.above(base), **step).1 == 0)
        };
        let step = T::STEPS.iter().find(keeps_to).copied().unwrap_or(1);
        let scale = Self { base, step, blanks };
        (scale, (top.above(base) / step).saturating_add(blanks.into()))
    }

    /// The counts of values, each as `narrow` has it.
    #[inline(always)]
    fn counts<N: Copy + Default>(self, values: &[T], narrow: impl Fn(u64) -> N) -> Box<[N]> {
        let mut counts = vec![N::default(); values.len()];
        let pairs = counts.iter_mut().zip(values);
        // A loop for each kind, so that what is the same for all values is not asked for each.
        match (self.step, self.blanks) {
            (1, false) => pairs.for_each(|(to, &value)| *to = narrow(value.above(self.base))),
            (1, true) => {
                pairs.for_each(|(to, &value)| *to = narrow(Self { step: 1, blanks: true, ..self }.count(value)))
            }
            _ => pairs.for_each(|(to, &value)| *to = narrow(self.count(value))),
        }
        counts.into()
    }

    #[inline]
    fn count(self, value: T) -> u64 {
        if self.blanks && value == T::BLANK {
            return 0;
        }
        parted(value.above(self.base), self.step).0.wrapping_add(self.blanks.into())
    }

    #[inline]
    fn value(self, count: u64) -> T {
        if self.blanks && count == 0 {
            return T::BLANK;
        }
        T::plus(self.base, count.wrapping_sub(self.blanks.into()).wrapping_mul(self.step))
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

/// How many bytes a count takes.
fn width(count: u64) -> usize {
    match count {
        0 => 0,
        1..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    }
}

impl<T> Form<T> {
    /// What no count of this form is above.
    fn most(&self) -> u64 {
        match self {
            Self::Zero => 0,
            Self::Byte(_) => u8::MAX.into(),
            Self::Two(_) => u16::MAX.into(),
            Self::Four(_) => u32::MAX.into(),
            Self::Whole(_) | Self::Resting { .. } => u64::MAX,
        }
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
        let (mut scale, mut most) = Scale::of(values, span, false);
        if width(most) > 1 && span.blanks {
            let (apart, most_apart) = Scale::of(values, span, true);
            if width(most_apart) < width(most) {
                (scale, most) = (apart, most_apart);
            }
        }
        self.made.scale = scale;
        self.made.form = match width(most) {
            0 => Form::Zero,
            width if width >= T::BYTES => Form::Whole(values.into()),
            1 => Form::Byte(scale.counts(values, |count| count as u8)),
            2 => Form::Two(scale.counts(values, |count| count as u16)),
            _ => Form::Four(scale.counts(values, |count| count as u32)),
        };
    }
}

impl<T: Fixed> Sealed<T> {
    pub(super) fn new(values: &[T]) -> Self {
        let scale = Scale { base: T::default(), step: 1, blanks: false };
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
            Form::Byte(counts) => size_of_val(&**counts),
            Form::Two(counts) => size_of_val(&**counts),
            Form::Four(counts) => size_of_val(&**counts),
            Form::Whole(values) => size_of_val(&**values),
        }
    }

    /// A value; a blank past the end.
    #[inline]
    pub(super) fn get(&self, at: usize) -> T {
        let count = match &self.form {
            _ if at >= self.len => return T::BLANK,
            Form::Zero => Some(0),
            Form::Byte(counts) => counts.get(at).copied().map(u64::from),
            Form::Two(counts) => counts.get(at).copied().map(u64::from),
            Form::Four(counts) => counts.get(at).copied().map(u64::from),
            Form::Whole(values) => return values.get(at).copied().unwrap_or(T::BLANK),
            Form::Resting { .. } => {
                let mut one = Vec::with_capacity(1);
                self.read(at..at + 1, &mut one);
                return one.first().copied().unwrap_or(T::BLANK);
            }
        };
        self.scale.value(count.unwrap_or_default())
    }

    /// The values of `range`, which lies within, where they stand as they are.
    pub(super) fn plain(&self, range: Range<usize>) -> Option<&[T]> {
        if let Form::Whole(values) = &self.form { values.get(range) } else { None }
    }

    /// Adds the values of `range`, which lies within, to `values`.
    pub(super) fn read(&self, range: Range<usize>, values: &mut Vec<T>) {
        match &self.form {
            Form::Zero => values.resize(values.len() + range.len(), self.scale.value(0)),
            Form::Byte(counts) => self.widen(counts.get(range), values),
            Form::Two(counts) => self.widen(counts.get(range), values),
            Form::Four(counts) => self.widen(counts.get(range), values),
            Form::Whole(whole) => values.extend_from_slice(whole.get(range).unwrap_or_default()),
            Form::Resting { rest, width, at } => {
                let mut bytes = vec![0; range.len() * width];
                rest.read(&mut bytes, at + (range.start * width) as u64);
                values.extend(bytes.chunks_exact(*width).map(|bytes| {
                    let mut count = [0; 8];
                    count.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
                    self.scale.value(u64::from_le_bytes(count))
                }));
            }
        }
    }

    fn widen<N: Copy + Into<u64>>(&self, counts: Option<&[N]>, values: &mut Vec<T>) {
        let (scale, counts) = (self.scale, counts.unwrap_or_default().iter().copied().map(Into::into));
        match (scale.step, scale.blanks) {
            (1, false) => values.extend(counts.map(|count| T::plus(scale.base, count))),
            (1, true) => values.extend(counts.map(|count| Scale { step: 1, blanks: true, ..scale }.value(count))),
            _ => values.extend(counts.map(|count| scale.value(count))),
        }
    }

    /// Lets the values from `from` on lie `more` higher. None of them may then be beyond all that there are.
    pub(super) fn raise(&mut self, from: T, more: u64) {
        let Scale { base, step, blanks } = self.scale;
        if let Form::Whole(values) = &mut self.form {
            values.iter_mut().filter(|value| **value >= from).for_each(|value| *value = T::plus(*value, more));
        } else if base >= from && (!blanks || T::BLANK < from) {
            // The least is raised, and all with it.
            self.scale.base = T::plus(base, more);
        } else if base >= from || from.above(base) / step <= self.form.most() {
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
        let bytes: Vec<u8> = match &self.form {
            Form::Zero | Form::Resting { .. } => return Ok(()),
            Form::Byte(counts) => counts.to_vec(),
            Form::Two(counts) => counts.iter().flat_map(|count| count.to_le_bytes()).collect(),
            Form::Four(counts) => counts.iter().flat_map(|count| count.to_le_bytes()).collect(),
            Form::Whole(values) => {
                // Counted so that any value fits.
                self.scale = Scale { step: 1, blanks: false, ..self.scale };
                let counts = values.iter().map(|&value| self.scale.count(value));
                counts.flat_map(|count| count.to_le_bytes().into_iter().take(T::BYTES)).collect()
            }
        };
        let width = bytes.len() / self.len.max(1);
        self.form = Form::Resting { rest: Arc::clone(rest), width, at: rest.write(&bytes)? };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fixed, Rest, Sealed};
    use proptest::prelude::*;
    use std::fmt::Debug;
    use std::sync::Arc;

    /// Sealed values are the values, in memory and at rest, alone and in runs; how many bytes each takes in memory.
    fn check<T: Fixed + Debug>(values: &[T]) -> usize {
        let mut sealed = Sealed::new(values);
        let each = sealed.bytes() / values.len().max(1);
        for is_resting in [false, true] {
            if is_resting {
                sealed.put_to_rest(&Arc::new(Rest::new(0).unwrap())).unwrap();
                assert_eq!(sealed.bytes(), 0);
            }
            assert_eq!(sealed.len(), values.len());
            assert_eq!(sealed.get(values.len()), T::BLANK);
            for (at, value) in values.iter().enumerate() {
                assert_eq!(sealed.get(at), *value);
                let mut read = vec![*value];
                sealed.read(at..values.len(), &mut read);
                assert_eq!(read.get(1..), values.get(at..));
                assert!(sealed.plain(at..values.len()).is_none_or(|plain| plain == &values[at..]));
            }
        }
        each
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

    #[test]
    fn values_take_as_many_bytes_as_they_need() {
        assert_eq!(check::<u64>(&[1 << 60, 1 << 60]), 0);
        assert_eq!(check::<u64>(&[1 << 60, (1 << 60) + 255]), 1);
        assert_eq!(check::<u64>(&[1 << 60, (1 << 60) + 256]), 2);
        assert_eq!(check::<u64>(&[1 << 60, (1 << 60) + 0x1_0000]), 4);
        assert_eq!(check::<u64>(&[1, 1 << 60]), 8);
        assert_eq!(check::<i64>(&[i64::MIN, i64::MAX]), 8);
        // Whole yuan, and yuan and fen.
        assert_eq!(check::<i64>(&[0, 10_000, 2_550_000]), 1);
        assert_eq!(check::<i64>(&[100, 1_257_010_000, 1_030_300_000]), 4);
        assert_eq!(check::<i64>(&[-30_000, 5_000_100]), 2);
        assert_eq!(check::<i32>(&[19_000_101, 20_201_231]), 4);
        // Blanks do not widen what is close together.
        assert_eq!(check::<i32>(&[0, 20_201_231, 20_201_131]), 1);
        assert_eq!(check::<i64>(&[0, i64::MAX, i64::MAX - 20_000]), 1);
        assert_eq!(check::<u64>(&[0, 1 << 63, (1 << 63) + 254]), 1);
        assert_eq!(check::<u64>(&[0, 1 << 63, (1 << 63) + 255]), 2);
        assert_eq!(check::<u64>(&[0, 0]), 0);
        assert_eq!(check::<u16>(&[7, 0]), 1);
        assert_eq!(check::<u16>(&[700, 1]), 2);
    }
}
