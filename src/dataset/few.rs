//! A few words, held against many: one bit a word tells nearly all of the many from them.

use super::leaders::spread;
use super::links::NONE;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// A few words, each with a row.
pub(super) struct Few {
    rows: HashMap<u64, u32, FixedState>,
    /// Bits of hashes, one of which each of the words has set.
    filter: Vec<u64>,
    shift: u32,
}

impl Few {
    /// Each of so many words, of which none has a row yet: [`NONE`] stands for it.
    pub(super) fn new(count: usize, words: impl IntoIterator<Item = u64>) -> Self {
        let bits = (count * 16).next_power_of_two().max(64);
        let mut made = Self {
            rows: HashMap::with_capacity_and_hasher(count, FixedState::default()),
            filter: vec![0; bits / 64],
            shift: 64 - bits.trailing_zeros(),
        };
        for word in words {
            let (at, bit) = made.place(word);
            made.filter.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
            made.rows.insert(word, NONE);
        }
        made
    }

    fn place(&self, word: u64) -> (usize, u64) {
        let place = spread(word) >> self.shift;
        (usize::try_from(place / 64).unwrap_or(usize::MAX), 1 << (place % 64))
    }

    fn may_have(&self, word: u64) -> bool {
        let (at, bit) = self.place(word);
        self.filter.get(at).is_some_and(|bits| bits & bit != 0)
    }

    /// The row of a word, `None` for a word that is none of them.
    pub(super) fn get(&self, word: u64) -> Option<u32> {
        if self.may_have(word) { self.rows.get(&word).copied() } else { None }
    }

    /// The row that a word has, which is `row` from now on where it has none; `None` for a word that is none of them.
    pub(super) fn first(&mut self, word: u64, row: u32) -> Option<u32> {
        if !self.may_have(word) {
            return None;
        }
        let first = self.rows.get_mut(&word)?;
        if *first == NONE {
            *first = row;
        }
        Some(*first)
    }
}
