//! The values of a column, in memory or at rest on disk.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A number of fixed size, in little-endian order on disk.
pub trait Fixed: Copy + Default + Send + Sync + 'static {
    /// How many bytes it takes.
    const BYTES: usize;

    /// Writes it behind `bytes`.
    fn write(self, bytes: &mut Vec<u8>);

    /// Reads it from its bytes; the default where they are too few.
    fn read(bytes: &[u8]) -> Self;
}

macro_rules! fixed {
    ($($ty:ty),*) => {$(
        impl Fixed for $ty {
            const BYTES: usize = size_of::<Self>();

            fn write(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn read(bytes: &[u8]) -> Self {
                bytes.first_chunk().map_or(0, |bytes| Self::from_le_bytes(*bytes))
            }
        }
    )*};
}

fixed!(i64, i32, u16, u64);

/// A file without a name in which values rest that memory is to be spared; it goes with the last who uses it.
#[derive(Debug)]
pub struct Rest {
    file: File,
    /// How much is written.
    length: Mutex<u64>,
    failed: AtomicBool,
}

impl Rest {
    /// A new file, in the folder of the system for such files.
    ///
    /// # Errors
    /// The system does not let us have one.
    pub fn new() -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile()?, length: Mutex::new(0), failed: AtomicBool::new(false) })
    }

    /// Whether something could not be read back, so that nothing computed since counts.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// Writes `bytes`; where they begin.
    fn write(&self, bytes: &[u8]) -> io::Result<u64> {
        let mut length = self.length.lock().unwrap_or_else(PoisonError::into_inner);
        let at = *length;
        positioned::write(&self.file, bytes, at)?;
        *length += bytes.len() as u64;
        Ok(at)
    }

    fn read(&self, bytes: &mut [u8], at: u64) {
        if positioned::read(&self.file, bytes, at).is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
    }
}

/// Reading and writing at a position, for threads that share one file.
mod positioned {
    use std::fs::File;
    use std::io;

    #[cfg(unix)]
    pub(super) fn read(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
    }

    #[cfg(unix)]
    pub(super) fn write(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
    }

    #[cfg(windows)]
    pub(super) fn read(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => {
                    bytes = bytes.get_mut(read..).unwrap_or_default();
                    at += read as u64;
                }
            }
        }
        Ok(())
    }

    #[cfg(windows)]
    pub(super) fn write(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_write(file, bytes, at)? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                written => {
                    bytes = bytes.get(written..).unwrap_or_default();
                    at += written as u64;
                }
            }
        }
        Ok(())
    }
}

/// Values that rest on disk.
#[derive(Clone, Debug)]
struct Resting {
    rest: Arc<Rest>,
    /// The runs of values: how many stand before each, and where it begins in the file.
    runs: Vec<(usize, u64)>,
    /// How many values there are.
    len: usize,
}

impl Resting {
    /// The values of `range`, which lies within.
    fn read<T: Fixed>(&self, range: Range<usize>) -> Vec<T> {
        let mut values = Vec::with_capacity(range.len());
        let mut bytes = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let run = self.runs.partition_point(|(before, _)| *before <= at).saturating_sub(1);
            let Some(&(before, offset)) = self.runs.get(run) else { break };
            let end = self.runs.get(run + 1).map_or(self.len, |(next, _)| *next).min(range.end);
            bytes.resize((end - at) * T::BYTES, 0);
            self.rest.read(&mut bytes, offset + ((at - before) * T::BYTES) as u64);
            values.extend(bytes.chunks_exact(T::BYTES).map(T::read));
            at = end;
        }
        values
    }
}

/// Values, the first of which may rest on disk.
#[derive(Clone, Debug, Default)]
pub struct Store<T> {
    resting: Option<Resting>,
    memory: Vec<T>,
}

impl<T: Fixed> Store<T> {
    /// How many values there are.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.at_rest() + self.memory.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn at_rest(&self) -> usize {
        self.resting.as_ref().map_or(0, |resting| resting.len)
    }

    /// Adds a value.
    #[inline]
    pub fn push(&mut self, value: T) {
        self.memory.push(value);
    }

    /// Adds values.
    pub fn extend(&mut self, values: impl IntoIterator<Item = T>) {
        self.memory.extend(values);
    }

    /// Makes room in memory for `more` values.
    pub fn reserve(&mut self, more: usize) {
        self.memory.reserve(more);
    }

    /// Adds the values of `other`.
    pub fn append(&mut self, other: &Self) {
        self.memory.extend_from_slice(&other.all());
    }

    /// A value; the default past the end.
    #[must_use]
    #[inline]
    pub fn get(&self, at: usize) -> T {
        match &self.resting {
            None => self.memory.get(at).copied().unwrap_or_default(),
            Some(resting) if at < resting.len => resting.read(at..at + 1).first().copied().unwrap_or_default(),
            Some(resting) => self.memory.get(at - resting.len).copied().unwrap_or_default(),
        }
    }

    /// The values of a range, of which what lies past the end is left out.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Cow<'_, [T]> {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        let at_rest = self.at_rest();
        if start >= at_rest {
            return Cow::Borrowed(self.memory.get(start - at_rest..end - at_rest).unwrap_or_default());
        }
        let mut values: Vec<T> =
            self.resting.as_ref().map(|resting| resting.read(start..end.min(at_rest))).unwrap_or_default();
        values.extend_from_slice(self.memory.get(..end.saturating_sub(at_rest)).unwrap_or_default());
        Cow::Owned(values)
    }

    /// All values.
    #[must_use]
    pub fn all(&self) -> Cow<'_, [T]> {
        self.slice(0..self.len())
    }

    /// How many bytes of memory the values take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.memory.len() * T::BYTES
    }

    /// Puts all values to rest.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn put_to_rest(&mut self, rest: &Arc<Rest>) -> io::Result<()> {
        if self.memory.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(self.memory.len() * T::BYTES);
        self.memory.iter().for_each(|value| value.write(&mut bytes));
        let offset = rest.write(&bytes)?;
        let resting = self.resting.get_or_insert_with(|| Resting { rest: Arc::clone(rest), runs: Vec::new(), len: 0 });
        resting.runs.push((resting.len, offset));
        resting.len += self.memory.len();
        self.memory = Vec::new();
        Ok(())
    }
}

impl<T: Fixed> FromIterator<T> for Store<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self { resting: None, memory: values.into_iter().collect() }
    }
}

/// Stores are equal that hold the same values, wherever they are.
impl<T: Fixed + PartialEq> PartialEq for Store<T> {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl<T: Fixed + Eq> Eq for Store<T> {}

#[cfg(test)]
mod tests {
    use super::{Rest, Store};
    use proptest::prelude::*;
    use std::sync::Arc;

    proptest! {
        #[test]
        fn values_at_rest_are_the_same_values(
            parts in prop::collection::vec((prop::collection::vec(any::<i32>(), 0..9), any::<bool>()), 0..9),
            from in 0_usize..80,
            to in 0_usize..80,
        ) {
            let rest = Arc::new(Rest::new().unwrap());
            let mut store = Store::default();
            let mut list = Vec::new();
            for (part, put) in parts {
                list.extend_from_slice(&part);
                store.extend(part);
                if put {
                    store.put_to_rest(&rest).unwrap();
                    prop_assert_eq!(store.bytes(), 0);
                }
            }
            prop_assert_eq!(store.len(), list.len());
            prop_assert_eq!(&*store.all(), &list[..]);
            for (at, value) in list.iter().enumerate() {
                prop_assert_eq!(store.get(at), *value);
            }
            prop_assert_eq!(store.get(list.len()), 0);
            let end = to.min(list.len());
            prop_assert_eq!(&*store.slice(from..to), &list[from.min(end)..end]);
            prop_assert!(!rest.has_failed());
        }
    }
}
