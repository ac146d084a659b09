//! Values that do not change any more, as narrow as they can be kept.
//!
//! What a column holds of a stretch of a file is mostly close together: household numbers that follow each other, a few
//! codes, incomes in whole yuan. So values are kept as what they are above the least of them, counted in a step that all
//! keep to, in as few bytes as the greatest needs.

use super::rest::Rest;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// A number of fixed size.
pub trait Fixed: Copy + Default + Ord + Send + Sync + 'static {
    /// How many bytes it takes.
    const BYTES: usize;
    /// Steps that values may keep to, the widest first, beside one.
    const STEPS: &'static [u64];

    /// How far it lies above `base`.
    fn above(self, base: Self) -> u64;

    /// What lies so far above `base`.
    fn plus(base: Self, above: u64) -> Self;
}

macro_rules! fixed {
    ($($ty:ty, $unsigned:ty, $steps:expr);*) => {$(
        impl Fixed for $ty {
            const BYTES: usize = size_of::<Self>();
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

// Numbers have four decimals, of which amounts of money use two and counts none.
fixed!(i64, u64, [10_000, 100]; i32, u32, []; u16, u16, []; u64, u64, []);

/// Values that do not change any more.
#[derive(Clone, Debug)]
pub(super) struct Sealed<T> {
    /// The least of them.
    base: T,
    /// What all lie above it is a multiple of this.
    step: u64,
    len: usize,
    form: Form<T>,
}

/// How many steps the values lie above the base.
#[derive(Clone, Debug)]
enum Form<T> {
    /// None at all.
    Same,
    Byte(Box<[u8]>),
    Two(Box<[u16]>),
    Four(Box<[u32]>),
    /// The values as they are.
    Whole(Box<[T]>),
    /// Steps of `width` bytes, the lowest first, in a file from `at` on.
    Resting {
        rest: Arc<Rest>,
        width: usize,
        at: u64,
    },
}

impl<T: Fixed> Sealed<T> {
    pub(super) fn new(values: &[T]) -> Self {
        let base = values.iter().copied().min().unwrap_or_default();
        let top = values.iter().copied().max().unwrap_or_default();
        let keeps_to = |step: &u64| values.iter().all(|value| value.above(base).is_multiple_of(*step));
        let step = T::STEPS.iter().copied().find(keeps_to).unwrap_or(1);
        let most = top.above(base) / step;
        let form = match most {
            0 => Form::Same,
            1..=0xff => Form::Byte(steps(values, base, step, |n| n as u8)),
            _ if T::BYTES == 2 => Form::Whole(values.into()),
            0x100..=0xffff => Form::Two(steps(values, base, step, |n| n as u16)),
            _ if T::BYTES == 4 => Form::Whole(values.into()),
            0x1_0000..=0xffff_ffff => Form::Four(steps(values, base, step, |n| n as u32)),
            _ => Form::Whole(values.into()),
        };
        Self { base, step, len: values.len(), form }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many bytes of memory the values take.
    pub(super) fn bytes(&self) -> usize {
        match &self.form {
            Form::Same | Form::Resting { .. } => 0,
            Form::Byte(steps) => size_of_val(&**steps),
            Form::Two(steps) => size_of_val(&**steps),
            Form::Four(steps) => size_of_val(&**steps),
            Form::Whole(values) => size_of_val(&**values),
        }
    }

    #[inline]
    fn value(&self, steps: u64) -> T {
        T::plus(self.base, steps.wrapping_mul(self.step))
    }

    /// A value; the default past the end.
    #[inline]
    pub(super) fn get(&self, at: usize) -> T {
        let steps = match &self.form {
            _ if at >= self.len => return T::default(),
            Form::Same => Some(0),
            Form::Byte(steps) => steps.get(at).copied().map(u64::from),
            Form::Two(steps) => steps.get(at).copied().map(u64::from),
            Form::Four(steps) => steps.get(at).copied().map(u64::from),
            Form::Whole(values) => return values.get(at).copied().unwrap_or_default(),
            Form::Resting { .. } => {
                let mut one = Vec::with_capacity(1);
                self.read(at..at + 1, &mut one);
                return one.first().copied().unwrap_or_default();
            }
        };
        self.value(steps.unwrap_or_default())
    }

    /// The values of `range`, which lies within, where they stand as they are.
    pub(super) fn plain(&self, range: Range<usize>) -> Option<&[T]> {
        if let Form::Whole(values) = &self.form { values.get(range) } else { None }
    }

    /// Adds the values of `range`, which lies within, to `values`.
    pub(super) fn read(&self, range: Range<usize>, values: &mut Vec<T>) {
        match &self.form {
            Form::Same => values.resize(values.len() + range.len(), self.base),
            Form::Byte(steps) => self.widen(steps.get(range), values),
            Form::Two(steps) => self.widen(steps.get(range), values),
            Form::Four(steps) => self.widen(steps.get(range), values),
            Form::Whole(whole) => values.extend_from_slice(whole.get(range).unwrap_or_default()),
            Form::Resting { rest, width, at } => {
                let mut bytes = vec![0; range.len() * width];
                rest.read(&mut bytes, at + (range.start * width) as u64);
                values.extend(bytes.chunks_exact(*width).map(|bytes| {
                    let mut word = [0; 8];
                    word.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
                    self.value(u64::from_le_bytes(word))
                }));
            }
        }
    }

    fn widen<N: Copy + Into<u64>>(&self, steps: Option<&[N]>, values: &mut Vec<T>) {
        let steps = steps.unwrap_or_default().iter().copied();
        if self.step == 1 {
            values.extend(steps.map(|steps| T::plus(self.base, steps.into())));
        } else {
            values.extend(steps.map(|steps| self.value(steps.into())));
        }
    }

    /// Puts the values to rest.
    ///
    /// # Errors
    /// They cannot be written.
    pub(super) fn put_to_rest(&mut self, rest: &Arc<Rest>) -> io::Result<()> {
        let bytes: Vec<u8> = match &self.form {
            Form::Same | Form::Resting { .. } => return Ok(()),
            Form::Byte(steps) => steps.to_vec(),
            Form::Two(steps) => steps.iter().flat_map(|steps| steps.to_le_bytes()).collect(),
            Form::Four(steps) => steps.iter().flat_map(|steps| steps.to_le_bytes()).collect(),
            Form::Whole(values) => {
                // What they lie above the base, which the step does not divide.
                let above = values.iter().map(|value| value.above(self.base));
                above.flat_map(|above| above.to_le_bytes().into_iter().take(T::BYTES)).collect()
            }
        };
        if matches!(self.form, Form::Whole(_)) {
            self.step = 1;
        }
        let width = bytes.len() / self.len.max(1);
        self.form = Form::Resting { rest: Arc::clone(rest), width, at: rest.write(&bytes)? };
        Ok(())
    }
}

/// How many steps each of `values` lies above the base.
fn steps<T: Fixed, N>(values: &[T], base: T, step: u64, narrow: impl Fn(u64) -> N) -> Box<[N]> {
    if step == 1 {
        return values.iter().map(|value| narrow(value.above(base))).collect();
    }
    values.iter().map(|value| narrow(value.above(base) / step)).collect()
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
                sealed.put_to_rest(&Arc::new(Rest::new().unwrap())).unwrap();
                assert_eq!(sealed.bytes(), 0);
            }
            assert_eq!(sealed.len(), values.len());
            assert_eq!(sealed.get(values.len()), T::default());
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
        ) {
            let near: Vec<i64> = values.iter().map(|value| (value >> bits).wrapping_mul(times)).collect();
            check(&near);
            check(&near.iter().map(|value| value.cast_unsigned()).collect::<Vec<_>>());
            check(&near.iter().map(|value| *value as i32).collect::<Vec<_>>());
            check(&near.iter().map(|value| *value as u16).collect::<Vec<_>>());
        }
    }

    #[test]
    fn values_take_as_many_bytes_as_they_need() {
        assert_eq!(check::<u64>(&[1 << 60, 1 << 60]), 0);
        assert_eq!(check::<u64>(&[1 << 60, (1 << 60) + 255]), 1);
        assert_eq!(check::<u64>(&[1 << 60, (1 << 60) + 256]), 2);
        assert_eq!(check::<u64>(&[1 << 60, (1 << 60) + 0x1_0000]), 4);
        assert_eq!(check::<u64>(&[0, 1 << 60]), 8);
        assert_eq!(check::<i64>(&[i64::MIN, i64::MAX]), 8);
        // Whole yuan, and yuan and fen.
        assert_eq!(check::<i64>(&[0, 10_000, 2_550_000]), 1);
        assert_eq!(check::<i64>(&[0, 12_570_100, 10_303_000]), 4);
        assert_eq!(check::<i64>(&[-30_000, 5_000_100]), 2);
        assert_eq!(check::<i32>(&[0, 20_201_231]), 4);
        assert_eq!(check::<u16>(&[7, 0]), 1);
        assert_eq!(check::<u16>(&[700, 0]), 2);
    }
}
