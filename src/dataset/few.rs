//! A few words, held against many.

use super::filter::Filter;
use super::links::NONE;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// How many bits of the filter a word has.
const BITS: usize = 16;

/// A few words, each with a row.
pub(super) struct Few {
    rows: HashMap<u64, u32, FixedState>,
    /// What nearly all others are told by.
    filter: Filter,
}

impl Few {
    /// Each of so many words, of which none has a row yet: [`NONE`] stands for it.
    pub(super) fn new(count: usize, words: impl IntoIterator<Item = u64>) -> Self {
        let rows = HashMap::with_capacity_and_hasher(count, FixedState::default());
        let mut made = Self { rows, filter: Filter::new(count, BITS, 0) };
        for word in words {
            made.filter.add(word);
            made.rows.insert(word, NONE);
        }
        made
    }

    /// The row of a word, `None` for a word that is none of them.
    pub(super) fn get(&self, word: u64) -> Option<u32> {
        if self.filter.may_have(word) { self.rows.get(&word).copied() } else { None }
    }

    /// The row that a word has, which is `row` from now on where it has none; `None` for a word that is none of them.
    pub(super) fn first(&mut self, word: u64, row: u32) -> Option<u32> {
        if !self.filter.may_have(word) {
            return None;
        }
        let first = self.rows.get_mut(&word)?;
        if *first == NONE {
            *first = row;
        }
        Some(*first)
    }
}
