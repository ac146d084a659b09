//! One bit a word, to tell nearly all others from a set of words.

use super::leaders::spread;

/// A set of words, as bits at places that their hashes tell: a word whose bit is not set is not in it.
pub(super) struct Filter {
    bits: Vec<u64>,
    /// How many of the upper bits of a hash tell nothing, since those of all words are alike.
    same: u32,
    /// How many bits of a hash are left out besides.
    shift: u32,
}

impl Filter {
    /// An empty set for about so many words, with at least so many bits for each. The first `same` bits of their hashes are
    /// alike.
    pub(super) fn new(words: usize, bits: usize, same: u32) -> Self {
        let bits = (words * bits).next_power_of_two().max(64);
        Self { bits: vec![0; bits / 64], same, shift: 64 - bits.trailing_zeros() }
    }

    #[inline]
    fn place(&self, word: u64) -> (usize, u64) {
        let place = (spread(word) << self.same) >> self.shift;
        (usize::try_from(place / 64).unwrap_or(usize::MAX), 1 << (place % 64))
    }

    /// Adds a word; whether it may have been there before.
    #[inline]
    pub(super) fn add(&mut self, word: u64) -> bool {
        let (at, bit) = self.place(word);
        let Some(bits) = self.bits.get_mut(at) else { return true };
        let was_there = *bits & bit != 0;
        *bits |= bit;
        was_there
    }

    /// Whether a word may be there.
    #[inline]
    pub(super) fn may_have(&self, word: u64) -> bool {
        let (at, bit) = self.place(word);
        self.bits.get(at).is_none_or(|bits| bits & bit != 0)
    }
}
