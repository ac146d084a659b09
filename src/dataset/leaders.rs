//! Which rows have the same word, found without a table that the caches could not hold.
//!
//! Rows are sorted into parts by the upper bits of their hashed word; each part is small, and has a table of its own.

use super::few::Few;
use super::keys::{NO_GROUP, NO_KEY};
use super::words::Words;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many words a part has at the most, on average.
const PART: usize = 1 << 13;
/// How many parts there are at the most: more would write to more places at once than a processor keeps at hand.
const PARTS: usize = 1 << 11;
/// How many rows one task sorts into parts.
const TASK: usize = 1 << 19;
/// How many rows are sorted into parts at once, where that is no less than half of them: one share of the parts after
/// the other, so that they need less room.
const AT_ONCE: usize = 1 << 20;
/// How many rows are looked at to tell whether words come again in the next row.
const SAMPLE: usize = 1 << 12;
/// In no more shares rows are sorted, for each takes a pass over all words; where memory is to be spared in more.
const SHARES: usize = 2;
const SPARING_SHARES: usize = 8;
/// No more rows than these are sorted at once, however many there are.
const MOST_AT_ONCE: usize = 1 << 26;
/// How many bytes a row takes that is being sorted.
const BYTES: u64 = 12;

/// How much memory the rows may take that are sorted at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Room {
    /// About so many bytes; as many as are useful, where absent.
    bytes: Option<u64>,
}

impl Room {
    /// As much of `memory` as may be taken for a while, which is a quarter.
    pub(super) fn of(memory: Option<u64>) -> Self {
        Self { bytes: memory.map(|memory| memory / 4) }
    }

    /// How many of so many rows are sorted at once.
    fn at_once(self, rows: usize) -> usize {
        let share = |shares| rows.div_ceil(shares).clamp(AT_ONCE, MOST_AT_ONCE);
        match self.bytes {
            None => share(SHARES),
            Some(bytes) => {
                usize::try_from(bytes / BYTES).unwrap_or(usize::MAX).clamp(share(SPARING_SHARES), share(SHARES))
            }
        }
    }
}

/// For each row the first row that has its word; [`NO_GROUP`] for a row without a key.
pub(super) fn leaders(words: &Words<'_>, room: Room) -> Vec<u32> {
    // Exports are sorted: members of one household stand together, and households ascend. Identity numbers do neither.
    if let Some(strays) = words.strays(true) {
        return in_order(words, Few::new(strays.words.len(), strays.words));
    }
    let Some((heads, words_of_heads)) = heads(words) else { return sorted_into_parts(words, room) };
    let leaders = sorted_into_parts(&words_of_heads.as_slice().into(), room);
    drop(words_of_heads);
    let mut made = Vec::with_capacity(words.len());
    let ends = heads.iter().skip(1).map(|&next| next as usize).chain([words.len()]);
    for (&leader, end) in leaders.iter().zip(ends) {
        made.resize(end, heads.get(leader as usize).copied().unwrap_or(NO_GROUP));
    }
    made
}

/// [`leaders`], of words that never descend where the `strays` are left out.
fn in_order(words: &Words<'_>, mut strays: Few) -> Vec<u32> {
    let (mut current, mut first) = (NO_KEY, NO_GROUP);
    let mut leader = |row: u32, word: u64| {
        if word == NO_KEY {
            return NO_GROUP;
        }
        if word != current {
            if let Some(first) = strays.first(word, row) {
                return first;
            }
            (current, first) = (word, row);
        }
        first
    };
    let mut made = Vec::with_capacity(words.len());
    words.each(|row, word| made.push(leader(u32::try_from(row).unwrap_or(NO_GROUP), word)));
    made
}

/// The rows whose word is not that of the row before, and their words; `None` where nearly all are.
fn heads(words: &Words<'_>) -> Option<(Vec<u32>, Vec<u64>)> {
    let count = |rows: Range<usize>| {
        let (mut count, mut before) = (0, None);
        words.each_of(rows, |_, word| count += usize::from(before.replace(word) != Some(word)));
        count
    };
    // The first tell it mostly: where all of them are heads, the others are not counted.
    if words.len() > SAMPLE && count(0..SAMPLE) == SAMPLE {
        return None;
    }
    let count = count(0..words.len());
    if count * 4 > words.len() * 3 {
        return None;
    }
    let (mut heads, mut words_of_heads) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut before = None;
    words.each(|row, word| {
        if before.replace(word) != Some(word) {
            heads.push(u32::try_from(row).unwrap_or(NO_GROUP));
            words_of_heads.push(word);
        }
    });
    Some((heads, words_of_heads))
}

/// The rows of one task, those of a share of the parts sorted into them.
struct Sorted {
    words: Vec<u64>,
    rows: Vec<u32>,
    /// Where each part begins; one entry more than there are parts.
    starts: Vec<u32>,
}

impl Sorted {
    /// Sorts those of the rows `range` that belong to the parts `share`, each of which holds its rows in order. `counts`
    /// tells how many there are of each part.
    fn new(words: &Words<'_>, range: Range<usize>, parts: &Parts, counts: &[u32], share: &Range<usize>) -> Self {
        let mut total = 0;
        let starts: Vec<u32> = std::iter::once(0)
            .chain(counts.get(share.clone()).unwrap_or_default().iter().map(|count| {
                total += count;
                total
            }))
            .collect();
        let mut next = starts.clone();
        let mut made = Self { words: vec![0; total as usize], rows: vec![0; total as usize], starts };
        words.each_of(range, |row, word| {
            let part = parts.of(word).wrapping_sub(share.start);
            if word != NO_KEY && part < share.len() {
                let next = &mut next[part];
                let at = *next as usize;
                *next += 1;
                made.words[at] = word;
                made.rows[at] = u32::try_from(row).unwrap_or(NO_GROUP);
            }
        });
        made
    }

    fn part(&self, part: usize) -> impl Iterator<Item = (u64, u32)> {
        let range = self.starts[part] as usize..self.starts[part + 1] as usize;
        let words = self.words.get(range.clone()).unwrap_or_default();
        words.iter().copied().zip(self.rows.get(range).unwrap_or_default().iter().copied())
    }
}

/// How words are told into parts.
struct Parts {
    count: usize,
    /// Where the bits of a hash begin that tell the part.
    shift: u32,
}

impl Parts {
    fn new(words: usize) -> Self {
        let count = (words / PART).next_power_of_two().clamp(1, PARTS);
        Self { count, shift: 64 - count.trailing_zeros().max(1) }
    }

    fn of(&self, word: u64) -> usize {
        usize::try_from(spread(word) >> self.shift).unwrap_or(0) & (self.count - 1)
    }

    /// How many of the rows `range` belong to each part. Those without a key belong to none.
    fn counts(&self, words: &Words<'_>, range: Range<usize>) -> Vec<u32> {
        let mut counts = vec![0; self.count];
        words.each_of(range, |_, word| {
            if word != NO_KEY {
                counts[self.of(word)] += 1;
            }
        });
        counts
    }
}

/// [`leaders`], whatever the order of the words.
fn sorted_into_parts(words: &Words<'_>, room: Room) -> Vec<u32> {
    sorted_in_shares(words, room.at_once(words.len()))
}

/// [`sorted_into_parts`], of about so many rows at once.
fn sorted_in_shares(words: &Words<'_>, rows: usize) -> Vec<u32> {
    let parts = Parts::new(words.len());
    let leaders: Vec<AtomicU32> = (0..words.len()).map(|_| AtomicU32::new(NO_GROUP)).collect();
    let tasks: Vec<Range<usize>> =
        (0..words.len()).step_by(TASK).map(|start| start..words.len().min(start + TASK)).collect();
    let counts: Vec<Vec<u32>> = tasks.par_iter().map(|range| parts.counts(words, range.clone())).collect();
    let share = parts.count.div_ceil(words.len().div_ceil(rows).max(1));
    for start in (0..parts.count).step_by(share) {
        let share = start..parts.count.min(start + share);
        let sort =
            |(range, counts): (&Range<usize>, &Vec<u32>)| Sorted::new(words, range.clone(), &parts, counts, &share);
        let sorted: Vec<Sorted> = tasks.par_iter().zip(&counts).map(sort).collect();
        (0..share.len()).into_par_iter().for_each_init(Table::default, |table, part| {
            let count: usize = sorted.iter().map(|task| task.part(part).size_hint().0).sum();
            table.clear(count, parts.shift);
            for (word, row) in sorted.iter().flat_map(|task| task.part(part)) {
                let leader = table.first(word, row);
                leaders[row as usize].store(leader, Ordering::Relaxed);
            }
        });
    }
    leaders.into_iter().map(AtomicU32::into_inner).collect()
}

/// Words of one part, each with the first row that has it.
#[derive(Default)]
struct Table {
    slots: Vec<(u64, u32)>,
    /// Where the bits of a hash that tell the slot begin: below those that tell the part.
    shift: u32,
}

impl Table {
    /// Empties it, with room for `count` words.
    fn clear(&mut self, count: usize, part_shift: u32) {
        let slots = (count * 2).next_power_of_two().max(2);
        self.slots.clear();
        self.slots.resize(slots, (NO_KEY, NO_GROUP));
        self.shift = part_shift.saturating_sub(slots.trailing_zeros());
    }

    /// The row that is there for the word, or `row`, which is put there.
    fn first(&mut self, word: u64, row: u32) -> u32 {
        let last = self.slots.len() - 1;
        let mut at = usize::try_from(spread(word) >> self.shift).unwrap_or(0) & last;
        loop {
            let slot = &mut self.slots[at];
            if slot.0 == word {
                return slot.1;
            }
            if slot.0 == NO_KEY {
                *slot = (word, row);
                return row;
            }
            at = (at + 1) & last;
        }
    }
}

/// Spreads the bits of a word, so that its upper ones depend on all of it.
pub(super) const fn spread(word: u64) -> u64 {
    (word ^ (word >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::{NO_GROUP, NO_KEY, Room, Words, leaders, sorted_in_shares};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_row_leads_to_the_first_with_its_word(
            few in prop::collection::vec((prop_oneof![0_u64..40, Just(NO_KEY)], 1_usize..4), 0..60),
            large: bool,
            sorted: bool,
            moved in prop::collection::vec((0_usize..40_000, 0_usize..40_000), 0..9),
            cut: prop::sample::Index,
        ) {
            // Enough words for several parts and, in runs, for the way along runs.
            let alone: Vec<u64> = (0..if large { 40_000 } else { 0 }).map(|n| (n / 3) * 7919 % 50_021).collect();
            let mut words: Vec<u64> = few.iter().flat_map(|&(word, times)| vec![word; times]).collect();
            words.extend(alone);
            if sorted {
                words.sort_unstable();
                let len = words.len();
                // As in an export that somebody mended: a few rows are out of order, or come again.
                for (n, (a, b)) in moved.into_iter().filter(|(a, b)| *a < len && *b < len).enumerate() {
                    if n % 2 == 0 { words.swap(a, b) } else { words[a] = words[b] }
                }
            }
            let mut first = std::collections::HashMap::new();
            let expected: Vec<u32> = (0_u32..).zip(&words).map(|(row, &word)| {
                if word == NO_KEY { NO_GROUP } else { *first.entry(word).or_insert(row) }
            }).collect();
            let whole = words.as_slice().into();
            prop_assert_eq!(&leaders(&whole, Room::default()), &expected);
            prop_assert_eq!(&sorted_in_shares(&whole, 9_000), &expected);
            let (front, back) = words.split_at(cut.index(words.len() + 1));
            let parted = Words::Several(vec![(0, front.into()), (front.len(), back.into())]);
            prop_assert_eq!(&leaders(&parted, Room::default()), &expected);
            prop_assert_eq!(&sorted_in_shares(&parted, 9_000), &expected);
        }
    }
}
