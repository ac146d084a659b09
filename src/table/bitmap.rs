//! Bitmaps over rows.

/// One bit a row, packed into 64-bit words; the bits past the last row are zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bitmap {
    words: Vec<u64>,
    len: usize,
}

impl Bitmap {
    /// No rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `len` rows, all zero.
    #[must_use]
    pub fn zeros(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// `len` rows, all one.
    #[must_use]
    pub fn ones(len: usize) -> Self {
        let mut made = Self { words: vec![u64::MAX; len.div_ceil(64)], len };
        made.mask_tail();
        made
    }

    /// The rows of `words`; bits past `len` are dropped.
    #[must_use]
    pub fn from_words(words: Vec<u64>, len: usize) -> Self {
        let mut made = Self { words, len };
        made.words.resize(len.div_ceil(64), 0);
        made.mask_tail();
        made
    }

    fn mask_tail(&mut self) {
        if let (Some(last), 1..) = (self.words.last_mut(), self.len % 64) {
            *last &= u64::MAX >> (64 - self.len % 64);
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The bit of `row`; zero past the end.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Sets the bit of `row`; past the end nothing happens.
    pub fn set(&mut self, row: usize) {
        if row < self.len
            && let Some(word) = self.words.get_mut(row / 64)
        {
            *word |= 1 << (row % 64);
        }
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        self.len += 1;
        if bit {
            self.set(self.len - 1);
        }
    }

    /// Adds the first `rows` bits of `word`, at most 64, the rest of which are zero.
    #[inline]
    pub fn push_word(&mut self, word: u64, rows: usize) {
        let shift = self.len % 64;
        if shift != 0
            && let Some(last) = self.words.last_mut()
        {
            *last |= word << shift;
        }
        let left = if shift == 0 { 0 } else { 64 - shift };
        if rows > left {
            self.words.push(word.checked_shr(left as u32).unwrap_or(0));
        }
        self.len += rows;
    }

    /// Adds the rows of `other` behind those of this one.
    pub fn append(&mut self, other: &Self) {
        let shift = self.len % 64;
        if shift == 0 {
            self.words.extend_from_slice(&other.words);
        } else {
            for &word in &other.words {
                if let Some(last) = self.words.last_mut() {
                    *last |= word << shift;
                }
                self.words.push(word >> (64 - shift));
            }
        }
        self.len += other.len;
        self.words.truncate(self.len.div_ceil(64));
    }

    /// Gives back the room for more rows.
    pub(super) fn fit(&mut self) {
        self.words.shrink_to_fit();
    }

    /// How many rows are one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The rows that are one, in order.
    pub fn iter_ones(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors((word != 0).then_some(word), |w| {
                let rest = w & (w - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |w| at * 64 + w.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Bitmap;
    use proptest::prelude::*;

    fn of(bits: &[bool]) -> Bitmap {
        let mut made = Bitmap::new();
        bits.iter().for_each(|&bit| made.push(bit));
        made
    }

    proptest! {
        #[test]
        fn a_bitmap_is_a_list_of_bits(a in prop::collection::vec(any::<bool>(), 0..200), b in prop::collection::vec(any::<bool>(), 0..200)) {
            let mut joined = of(&a);
            joined.append(&of(&b));
            let both = [a.clone(), b].concat();
            prop_assert_eq!(&joined, &of(&both));
            prop_assert_eq!(joined.count(), both.iter().filter(|&&bit| bit).count());
            prop_assert_eq!(joined.iter_ones().collect::<Vec<_>>(), (0..both.len()).filter(|&i| both[i]).collect::<Vec<_>>());
            prop_assert_eq!(Bitmap::ones(a.len()).count(), a.len());
        }
    }
}
