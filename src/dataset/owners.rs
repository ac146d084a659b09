//! To which row each row belongs, by the words of their keys.

use super::keys::NO_KEY;
use super::links::NONE;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use rayon::prelude::*;
use std::borrow::Cow;
use std::hash::BuildHasher;

/// Where rows lead.
#[derive(Debug, Default)]
pub(super) struct Owners {
    /// For each row the first row that has its key, [`NONE`] where none has.
    pub(super) first: Vec<u32>,
    /// Where some rows share a key: what that changes.
    pub(super) groups: Option<Shared>,
}

/// Rows that others may lead to, some of which share a key.
#[derive(Debug)]
pub(super) struct Shared {
    /// For each row the first that has its key; [`NONE`] for a row without a key.
    pub(super) groups: Vec<u32>,
    /// Which rows are the first of several.
    several: Vec<bool>,
}

impl Shared {
    /// Whether the row is the first of several that share a key.
    pub(super) fn is_shared(&self, row: u32) -> bool {
        self.several.get(row as usize).copied().unwrap_or(false)
    }
}

/// How many rows one task looks up.
const TASK: usize = 1 << 16;

impl Owners {
    /// Where rows with the words `from` lead among rows with the words `to`.
    pub(super) fn find(to: &[u64], from: &[u64]) -> Self {
        if from.len() < to.len() / 8 {
            return Self::among_many(to, from);
        }
        let index = Index::new(to);
        let first = tasks(from, |from| index.look_up(from));
        Self { first, groups: index.shared() }
    }

    /// The same where few rows lead to many: the few are put into the table, and the many are held against it, nearly
    /// all of which a bit a word tells from them.
    fn among_many(to: &[u64], from: &[u64]) -> Self {
        let mut wanted = Table::with_capacity(from.len());
        let places = (from.len() * 16).next_power_of_two().max(64);
        let shift = 64 - places.trailing_zeros();
        let mut filter = vec![0_u64; places / 64];
        let place = |hash: u64| {
            let place = hash >> shift;
            (usize::try_from(place / 64).unwrap_or(usize::MAX), 1_u64 << (place % 64))
        };
        for &word in from.iter().filter(|&&word| word != NO_KEY) {
            let (at, bit) = place(wanted.hash(word));
            filter.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
            wanted.first_or_insert(word, NONE);
        }
        let hits: Vec<Vec<(u32, u64)>> = to
            .par_chunks(TASK)
            .enumerate()
            .map(|(task, words)| {
                let start = task * TASK;
                let is_wanted = |word: u64| {
                    let (at, bit) = place(wanted.hash(word));
                    filter.get(at).is_some_and(|bits| bits & bit != 0) && wanted.get(word).is_some()
                };
                let hit = |(at, &word): (usize, &u64)| Some((u32::try_from(start + at).ok()?, word));
                words
                    .iter()
                    .enumerate()
                    .filter(|(_, word)| **word != NO_KEY && is_wanted(**word))
                    .filter_map(hit)
                    .collect()
            })
            .collect();
        let mut pairs = Vec::new();
        for (row, word) in hits.into_iter().flatten() {
            match wanted.get_mut(word) {
                Some(first) if *first == NONE => *first = row,
                Some(&mut first) => pairs.push((row, first)),
                None => {}
            }
        }
        let first = from.iter().map(|&word| wanted.get(word).unwrap_or(NONE)).collect();
        let groups = (!pairs.is_empty()).then(|| Shared::of(to.len(), pairs));
        Self { first, groups }
    }
}

impl Shared {
    /// Of so many rows, those of `pairs` share the key of the row named with them. Rows nobody asked for stand alone.
    fn of(rows: usize, pairs: Vec<(u32, u32)>) -> Self {
        let mut made = Self {
            groups: (0..rows).map(|row| u32::try_from(row).unwrap_or(NONE)).collect(),
            several: vec![false; rows],
        };
        for (row, first) in pairs {
            made.groups.get_mut(row as usize).into_iter().for_each(|group| *group = first);
            made.several.get_mut(first as usize).into_iter().for_each(|several| *several = true);
        }
        made
    }
}

/// What `look_up` finds for all of `from`, in tasks that run side by side.
fn tasks(from: &[u64], look_up: impl Fn(&[u64]) -> Vec<u32> + Send + Sync) -> Vec<u32> {
    if from.len() <= TASK {
        return look_up(from);
    }
    let parts: Vec<Vec<u32>> = from.par_chunks(TASK).map(look_up).collect();
    parts.concat()
}

/// Words with the first row that has them.
#[derive(Default)]
struct Table {
    table: HashTable<(u64, u32)>,
    hasher: FixedState,
}

impl Table {
    fn with_capacity(words: usize) -> Self {
        Self { table: HashTable::with_capacity(words), hasher: FixedState::default() }
    }

    fn hash(&self, word: u64) -> u64 {
        self.hasher.hash_one(word)
    }

    fn get(&self, word: u64) -> Option<u32> {
        self.table.find(self.hash(word), |(known, _)| *known == word).map(|(_, row)| *row)
    }

    fn get_mut(&mut self, word: u64) -> Option<&mut u32> {
        self.table.find_mut(self.hasher.hash_one(word), |(known, _)| *known == word).map(|(_, row)| row)
    }

    /// The row that is there for the word, or `row`, which is put there.
    fn first_or_insert(&mut self, word: u64, row: u32) -> u32 {
        let Self { table, hasher } = self;
        let entry =
            table.entry(hasher.hash_one(word), |(known, _)| *known == word, |(known, _)| hasher.hash_one(*known));
        entry.or_insert((word, row)).get().1
    }
}

/// Finds the first row of a word.
struct Index<'w> {
    /// All words, by row.
    words: &'w [u64],
    /// Bits of the rows that are not the first with their word, and of those without a key; empty where there are none.
    later: Vec<u64>,
    /// Words that ascend, to be searched as they stand.
    ascending: Cow<'w, [u64]>,
    /// Their rows; absent where each stands at its row.
    rows: Option<Vec<u32>>,
    /// Words that stand behind a greater one.
    others: Table,
    /// Rows that share the word of the row named with them.
    pairs: Vec<(u32, u32)>,
}

impl<'w> Index<'w> {
    fn new(words: &'w [u64]) -> Self {
        let mut made = Self {
            words,
            later: Vec::new(),
            ascending: Cow::Borrowed(words),
            rows: None,
            others: Table::default(),
            pairs: Vec::new(),
        };
        if words.windows(2).all(|pair| pair[0] < pair[1]) {
            return made;
        }
        // An export in order, with a few rows that are not, is searched all the same.
        let mut behind = Vec::new();
        let mut ascending = Vec::new();
        let mut rows = Vec::new();
        for (row, &word) in words.iter().enumerate() {
            let row = u32::try_from(row).unwrap_or(NONE);
            if word == NO_KEY {
                made.pairs.push((row, NONE));
            } else if ascending.last().is_none_or(|&last| last < word) {
                ascending.push(word);
                rows.push(row);
            } else {
                behind.push((row, word));
            }
        }
        (made.ascending, made.rows) = (Cow::Owned(ascending), Some(rows));
        for (row, word) in behind {
            // What ascends and has this word stands before it.
            let first = made.among_ascending(word).unwrap_or_else(|| made.others.first_or_insert(word, row));
            if first != row {
                made.pairs.push((row, first));
            }
        }
        if !made.pairs.is_empty() {
            made.later = vec![0; words.len().div_ceil(64)];
            for &(row, _) in &made.pairs {
                let word = made.later.get_mut(row as usize / 64);
                word.into_iter().for_each(|word| *word |= 1 << (row % 64));
            }
        }
        made
    }

    /// Whether `row` is the first with this word.
    fn is_first(&self, row: u32, word: u64) -> bool {
        self.words.get(row as usize) == Some(&word)
            && self.later.get(row as usize / 64).is_none_or(|bits| bits >> (row % 64) & 1 == 0)
    }

    fn row(&self, at: usize) -> Option<u32> {
        self.rows.as_ref().map_or_else(|| u32::try_from(at).ok(), |rows| rows.get(at).copied())
    }

    fn among_ascending(&self, word: u64) -> Option<u32> {
        self.ascending.binary_search(&word).ok().and_then(|at| self.row(at))
    }

    fn look_up(&self, from: &[u64]) -> Vec<u32> {
        let mut found = Vec::with_capacity(from.len());
        let mut before = (NO_KEY, NONE);
        let mut last = 0;
        for &word in from {
            if word != before.0 {
                // Exports are in one order: the next household is the next row.
                let row = match last + 1 {
                    next if word != NO_KEY && self.is_first(next, word) => Some(next),
                    _ => self.search(word),
                };
                last = row.unwrap_or(last);
                before = (word, row.unwrap_or(NONE));
            }
            found.push(before.1);
        }
        found
    }

    fn search(&self, word: u64) -> Option<u32> {
        if word == NO_KEY { None } else { self.others.get(word).or_else(|| self.among_ascending(word)) }
    }

    fn shared(self) -> Option<Shared> {
        (!self.pairs.is_empty()).then(|| Shared::of(self.words.len(), self.pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::{NONE, Owners};
    use crate::dataset::keys::NO_KEY;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_lead_to_the_first_that_has_their_key(
            mut to in prop::collection::vec(prop_oneof![0_u64..30, Just(NO_KEY)], 0..60),
            from in prop::collection::vec(prop_oneof![0_u64..40, Just(NO_KEY)], 0..60),
            sorted: bool,
            few in 0_usize..8,
        ) {
            if sorted {
                to.sort_unstable();
                to.dedup();
            }
            for from in [&from[..], &from[..few.min(from.len())]] {
                let found = Owners::find(&to, from);
                for (row, word) in from.iter().enumerate() {
                    let first = to.iter().position(|other| other == word && *word != NO_KEY);
                    prop_assert_eq!(found.first[row], first.map_or(NONE, |row| row as u32));
                    let Some(first) = first else { continue };
                    let count = to.iter().filter(|other| *other == word).count();
                    let shared = found.groups.as_ref().is_some_and(|shared| shared.is_shared(first as u32));
                    prop_assert_eq!(shared, count > 1);
                    for (at, _) in to.iter().enumerate().filter(|(_, other)| *other == word) {
                        let group = found.groups.as_ref().map_or(at as u32, |shared| shared.groups[at]);
                        prop_assert_eq!(group, first as u32);
                    }
                }
            }
        }
    }
}
