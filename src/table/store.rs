//! The values of a column, in memory or at rest on disk.

use super::rest::Rest;
use super::scale::Fixed;
use super::sealed::Sealed;
use std::borrow::Cow;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// Values that more can be added to. Those that are sealed take as little room as they can, or rest on disk.
#[derive(Clone, Debug, Default)]
pub struct Store<T: Fixed> {
    sealed: Vec<Sealed<T>>,
    /// How many values stand before each of those.
    starts: Vec<usize>,
    /// For each [`LEAST`] sealed values: which of the sealed holds the first of them.
    index: Vec<u32>,
    /// How many values are sealed.
    count: usize,
    /// How many bytes of memory the sealed take.
    held: usize,
    /// The values behind the sealed.
    open: Vec<T>,
}

/// No fewer values than these are sealed together, so that where one stands is found in a step or two.
const LEAST: usize = 1 << 12;
/// More values than these are sealed in parts.
const MOST: usize = 1 << 14;

impl<T: Fixed> Store<T> {
    /// How many values there are.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.count + self.open.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a value.
    #[inline]
    pub fn push(&mut self, value: T) {
        self.open.push(value);
    }

    /// Adds a value that is one of many, and seals those that are there as soon as they are enough.
    #[inline]
    pub fn gather(&mut self, value: T) {
        self.open.push(value);
        if self.open.len() == MOST {
            self.seal_in_room();
        }
    }

    /// Seals the values that are there. The room that they were collected in stays for more.
    fn seal_in_room(&mut self) {
        let mut open = std::mem::take(&mut self.open);
        self.seal_all(&open);
        open.clear();
        self.open = open;
    }

    /// Adds values.
    pub fn extend(&mut self, values: impl IntoIterator<Item = T>) {
        self.open.extend(values);
    }

    /// Makes room for `more` values.
    pub fn reserve(&mut self, more: usize) {
        self.open.reserve(more);
    }

    /// Adds the values of `other`.
    pub fn append(&mut self, other: Self) {
        for sealed in other.sealed {
            if self.open.is_empty() {
                self.add(sealed);
            } else {
                sealed.read(0..sealed.len(), &mut self.open);
                self.seal_in_room();
            }
        }
        if self.open.is_empty() {
            self.open = other.open;
        } else {
            self.open.extend_from_slice(&other.open);
        }
        if self.open.len() >= MOST {
            self.seal_in_room();
        }
    }

    /// Lets the values from `from` on lie `more` higher. None of them may then be beyond all that there are.
    pub(super) fn raise(&mut self, from: T, more: T::Count) {
        self.sealed.iter_mut().for_each(|sealed| sealed.raise(from, more));
        self.held = self.sealed.iter().map(Sealed::bytes).sum();
        self.open.iter_mut().filter(|value| **value >= from).for_each(|value| *value = T::plus(*value, more));
    }

    /// Seals the values that are there, unless they are few. More can still be added behind them.
    pub fn seal(&mut self) {
        if self.open.len() < LEAST {
            return;
        }
        let open = std::mem::take(&mut self.open);
        self.seal_all(&open);
    }

    fn seal_all(&mut self, values: &[T]) {
        let part = values.len().div_ceil(values.len().div_ceil(MOST).max(1)).max(1);
        values.chunks(part).for_each(|values| self.add(Sealed::new(values)));
    }

    /// Takes the values out, sealed unless they are few. The room that they were collected in stays for others.
    pub(super) fn take(&mut self) -> Self {
        if self.open.len() < LEAST {
            return std::mem::take(self);
        }
        self.seal_in_room();
        let room = std::mem::take(&mut self.open);
        let taken = std::mem::take(self);
        self.open = room;
        taken
    }

    fn add(&mut self, sealed: Sealed<T>) {
        let at = u32::try_from(self.sealed.len()).unwrap_or(u32::MAX);
        self.starts.push(self.count);
        self.count += sealed.len();
        self.held += sealed.bytes();
        self.index.resize(self.count.div_ceil(LEAST), at);
        self.sealed.push(sealed);
    }

    /// Which of the sealed holds a value that is sealed, and how many stand before it there.
    #[inline]
    fn locate(&self, at: usize) -> Option<(&Sealed<T>, usize)> {
        let mut place = *self.index.get(at / LEAST)? as usize;
        while self.starts.get(place + 1).is_some_and(|&start| start <= at) {
            place += 1;
        }
        Some((self.sealed.get(place)?, at - self.starts.get(place)?))
    }

    /// A value; [`Fixed::BLANK`] past the end.
    #[must_use]
    #[inline]
    pub fn get(&self, at: usize) -> T {
        if at >= self.count {
            return self.open.get(at - self.count).copied().unwrap_or(T::BLANK);
        }
        self.locate(at).map_or(T::BLANK, |(sealed, within)| sealed.get(within))
    }

    /// The values of a range, of which what lies past the end is left out.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Cow<'_, [T]> {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        if start >= self.count {
            return Cow::Borrowed(self.open.get(start - self.count..end - self.count).unwrap_or_default());
        }
        if let Some((sealed, within)) = self.locate(start)
            && let Some(plain) = sealed.plain(within..within + (end - start))
        {
            return Cow::Borrowed(plain);
        }
        let mut values = Vec::with_capacity(end - start);
        let mut at = start;
        while at < end.min(self.count)
            && let Some((sealed, within)) = self.locate(at)
        {
            let to = sealed.len().min(within + (end - at));
            sealed.read(within..to, &mut values);
            at += to - within;
        }
        values.extend_from_slice(self.open.get(..end.saturating_sub(self.count)).unwrap_or_default());
        Cow::Owned(values)
    }

    /// The values in order, so many together.
    pub fn runs(&self) -> impl Iterator<Item = Cow<'_, [T]>> {
        (0..self.len()).step_by(LEAST).map(|start| self.slice(start..start + LEAST))
    }

    /// The values in order. `for_each` and `collect` are quicker than a loop, and [`Self::runs`] is quicker than either.
    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.runs().flat_map(Cow::into_owned)
    }

    /// The values of `rows`, which ascend, of which so many are taken out together.
    pub fn pick(&self, rows: impl Iterator<Item = usize>) -> impl Iterator<Item = T> {
        let (mut start, mut run) = (0, Cow::Borrowed([].as_slice()));
        rows.map(move |row| {
            if row < start || row - start >= run.len() {
                start = row / LEAST * LEAST;
                run = self.slice(start..start + LEAST);
            }
            run.get(row - start).copied().unwrap_or(T::BLANK)
        })
    }

    /// All values.
    #[must_use]
    pub fn all(&self) -> Cow<'_, [T]> {
        self.slice(0..self.len())
    }

    /// How many bytes of memory the values take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.held + self.open.len() * T::BYTES
    }

    /// Gives back the room for more values.
    pub(super) fn fit(&mut self) {
        self.open.shrink_to_fit();
        self.sealed.shrink_to_fit();
    }

    /// Puts the values to rest, but for a few.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn put_to_rest(&mut self, rest: &Arc<Rest>) -> io::Result<()> {
        self.seal();
        self.held = 0;
        self.sealed.iter_mut().try_for_each(|sealed| sealed.put_to_rest(rest))
    }
}

impl<T: Fixed> From<&[T]> for Store<T> {
    fn from(values: &[T]) -> Self {
        let mut made = Self::default();
        if values.len() < LEAST {
            made.open = values.to_vec();
        } else {
            made.seal_all(values);
        }
        made
    }
}

impl<T: Fixed> From<Vec<T>> for Store<T> {
    fn from(values: Vec<T>) -> Self {
        let mut made = Self { open: values, ..Self::default() };
        made.seal();
        made
    }
}

/// The values are sealed as they come.
impl<T: Fixed> FromIterator<T> for Store<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut made = Self::default();
        values.into_iter().for_each(|value| made.gather(value));
        made.seal();
        made
    }
}

/// Stores are equal that hold the same values, wherever they are.
impl<T: Fixed> PartialEq for Store<T> {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl<T: Fixed> Eq for Store<T> {}

#[cfg(test)]
mod tests {
    use super::{LEAST, MOST, Rest, Store};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// What is done to a store between values that are added.
    #[derive(Clone, Copy, Debug)]
    enum Step {
        Push,
        Append,
        Seal,
        PutToRest,
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_store_is_a_list_of_values(
            parts in prop::collection::vec((
                prop_oneof![0_usize..9, LEAST - 3..LEAST + 3, MOST - 3..MOST * 2 + 3],
                0_i32..40_000,
                prop::sample::select(vec![Step::Push, Step::Append, Step::Append, Step::Seal, Step::PutToRest]),
            ), 0..9),
            places in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..MOST * 2), 0..40),
        ) {
            let rest = Arc::new(Rest::new(0).unwrap());
            let mut store = Store::default();
            let mut room = Store::default();
            let mut list: Vec<i32> = Vec::new();
            for (count, spread, step) in parts {
                let part: Vec<i32> = (0..count).map(|n| 20_200_101 + (n as i32).wrapping_mul(7919) % (spread + 1)).collect();
                list.extend_from_slice(&part);
                match step {
                    Step::Push => part.into_iter().for_each(|value| store.push(value)),
                    Step::Append => {
                        room.extend(part);
                        store.append(room.take());
                        prop_assert!(room.is_empty());
                    }
                    Step::Seal => {
                        store.extend(part);
                        store.seal();
                    }
                    Step::PutToRest => {
                        store.extend(part);
                        store.put_to_rest(&rest).unwrap();
                        prop_assert!(store.bytes() < LEAST * 4);
                    }
                }
            }
            prop_assert_eq!(store.len(), list.len());
            prop_assert!(*store.all() == list[..]);
            prop_assert_eq!(store.get(list.len()), 0);
            let of = |store: &Store<i32>, at: usize| (store.get(at), list.get(at).copied().unwrap_or(0));
            for (place, length) in places {
                let at = place.index(list.len() + 1);
                let (value, wanted) = of(&store, at);
                prop_assert_eq!(value, wanted);
                let end = (at + length).min(list.len());
                prop_assert!(*store.slice(at..at + length) == list[at.min(end)..end]);
            }
            let every_fifth = || (0..list.len() + 9).step_by(5);
            let picked: Vec<i32> = store.pick(every_fifth()).collect();
            prop_assert_eq!(picked, every_fifth().map(|at| list.get(at).copied().unwrap_or(0)).collect::<Vec<_>>());
            prop_assert!(store.iter().eq(list.iter().copied()));
            // Where one part ends and the next begins.
            for &start in &store.starts {
                for at in start.saturating_sub(1)..start + 2 {
                    let (value, wanted) = of(&store, at);
                    prop_assert_eq!(value, wanted);
                }
            }
            prop_assert!(!rest.has_failed());
        }
    }
}
