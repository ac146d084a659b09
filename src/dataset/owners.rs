//! To which row each row belongs, by the words of their keys.

use super::few::Few;
use super::keys::NO_KEY;
use super::leaders::{Room, leaders};
use super::links::NONE;
use super::words::Words;
use crate::table::Store;
use rayon::prelude::*;

/// Where rows lead.
#[derive(Debug, Default)]
pub(super) struct Owners {
    /// For each row the first row that has its key, [`NONE`] where none has.
    pub(super) first: Store<u32>,
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

/// How many rows are looked at for the next one.
const NEAR: usize = 4;
/// How many rows one task looks up.
const TASK: usize = 1 << 16;

impl Owners {
    /// Where rows with the words `from` lead among rows with the words `to`.
    pub(super) fn find(to: &[u64], from: &Words<'_>, room: Room) -> Self {
        Self::find_in_tasks(to, from, room, TASK)
    }

    /// [`Self::find`], in tasks of so many rows.
    fn find_in_tasks(to: &[u64], from: &Words<'_>, room: Room, task: usize) -> Self {
        if from.len() < to.len() / 8 {
            return Self::among_many(to, &from.all());
        }
        if to.windows(2).all(|pair| pair[0] < pair[1]) {
            return Self { first: sealed(tasks(from, task, |_, from| among_ascending(to, from))), groups: None };
        }
        let groups = leaders(&to.into(), room);
        let is_first = |row: usize| groups.get(row).is_some_and(|&first| first as usize == row);
        let starts = starts(to, from, task);
        let start = |task: usize| starts.get(task).copied().unwrap_or(0);
        let mut first = tasks(from, task, |task, from| next_rows(to, is_first, from, start(task)));
        // An export in order, with a few rows that are not: only those are searched.
        let (mut missed, mut words) = (Vec::new(), Vec::new());
        for (at, found) in first.iter().enumerate() {
            let start = at * task;
            for (row, (&word, &found)) in from.run(start..start + task).iter().zip(found).enumerate() {
                if word != NO_KEY && found == NONE {
                    missed.push((at, row));
                    words.push(word);
                }
            }
        }
        if words.len() > from.len() / 8 {
            drop(first);
            return Self { first: among_all(to, &from.all(), room), groups: Shared::new(groups) };
        }
        for ((at, row), found) in missed.into_iter().zip(Self::among_many(to, &words).first.iter()) {
            first.get_mut(at).and_then(|first| first.get_mut(row)).into_iter().for_each(|first| *first = found);
        }
        Self { first: sealed(first), groups: Shared::new(groups) }
    }

    /// The same where few rows lead to many: the many are held against the few.
    fn among_many(to: &[u64], from: &[u64]) -> Self {
        let mut wanted = Few::new(from.len(), from.iter().copied().filter(|&word| word != NO_KEY));
        let hits: Vec<Vec<(u32, u64)>> = to
            .par_chunks(TASK)
            .enumerate()
            .map(|(task, words)| {
                let rows = (task * TASK..).map(|row| u32::try_from(row).unwrap_or(NONE));
                let is_wanted = |&(_, word): &(u32, u64)| wanted.get(word).is_some();
                rows.zip(words.iter().copied()).filter(is_wanted).collect()
            })
            .collect();
        let mut pairs = Vec::new();
        for (row, word) in hits.into_iter().flatten() {
            pairs.extend(wanted.first(word, row).filter(|&first| first != row).map(|first| (row, first)));
        }
        let first = from.iter().map(|&word| wanted.get(word).unwrap_or(NONE)).collect();
        let groups = (!pairs.is_empty()).then(|| Shared::of(to.len(), pairs));
        Self { first, groups }
    }
}

impl Shared {
    /// What it changes that rows share the key of the row that `groups` names; `None` where no row does.
    fn new(groups: Vec<u32>) -> Option<Self> {
        let mut several = vec![false; groups.len()];
        let mut is_any = false;
        for (row, &first) in groups.iter().enumerate() {
            if first as usize != row {
                is_any = true;
                several.get_mut(first as usize).into_iter().for_each(|several| *several = true);
            }
        }
        is_any.then_some(Self { groups, several })
    }

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

/// What `look_up` finds for all of `from`, in tasks of so many rows that run side by side; it is told which task it has.
fn tasks(from: &Words<'_>, task: usize, look_up: impl Fn(usize, &[u64]) -> Vec<u32> + Send + Sync) -> Vec<Vec<u32>> {
    if from.len() <= task {
        return vec![look_up(0, &from.all())];
    }
    let look_up = |at: usize| look_up(at, &from.run(at * task..at * task + task));
    (0..from.len().div_ceil(task)).into_par_iter().map(look_up).collect()
}

/// What tasks found, one behind the other.
fn sealed(tasks: Vec<Vec<u32>>) -> Store<u32> {
    let parts: Vec<Store<u32>> = tasks.into_par_iter().map(Store::from).collect();
    let mut all = Store::default();
    parts.into_iter().for_each(|part| all.append(part));
    all.seal();
    all
}

/// For each task of so many rows the row that one of its first rows leads to. All tasks are looked up in one pass: a
/// pass for each would take as many as there are, over all rows.
fn starts(to: &[u64], from: &Words<'_>, task: usize) -> Vec<usize> {
    let near = task.min(NEAR);
    let mut heads = Vec::new();
    for start in (0..from.len()).step_by(task) {
        heads.extend_from_slice(&from.run(start..start + near));
    }
    let found = Owners::among_many(to, &heads).first;
    let start = |found: &[u32]| found.iter().find(|&&row| row != NONE).map_or(0, |&row| row as usize);
    found.all().chunks(near).map(start).collect()
}

/// Where rows with the words `from` lead, as `find` says of each that has another word than the row before.
fn along(from: &[u64], mut find: impl FnMut(u64) -> Option<usize>) -> Vec<u32> {
    let mut before = (NO_KEY, NONE);
    let owner = |&word: &u64| {
        if word != before.0 {
            let row = if word == NO_KEY { None } else { find(word) };
            before = (word, row.and_then(|row| u32::try_from(row).ok()).unwrap_or(NONE));
        }
        before.1
    };
    from.iter().map(owner).collect()
}

/// Where rows with the words `from` lead if each leads where the one before it does, or to the row behind that, from
/// `start` on.
fn next_rows(to: &[u64], is_first: impl Fn(usize) -> bool, from: &[u64], start: usize) -> Vec<u32> {
    let mut next = start;
    along(from, |word| {
        // A few rows may lead elsewhere, or nowhere, or be left out.
        let row = (next..next + NEAR).find(|&row| to.get(row) == Some(&word) && is_first(row))?;
        next = row + 1;
        Some(row)
    })
}

/// Where rows with the words `from` lead, whatever the order of either.
fn among_all(to: &[u64], from: &[u64], room: Room) -> Store<u32> {
    let words = Words::Several(vec![(0, to.into()), (to.len(), from.into())]);
    let leaders = leaders(&words, room);
    let is_owner = |row: &u32| (*row as usize) < to.len();
    leaders.into_iter().skip(to.len()).map(|row| Some(row).filter(is_owner).unwrap_or(NONE)).collect()
}

/// Where rows with the words `from` lead among rows whose words ascend.
fn among_ascending(to: &[u64], from: &[u64]) -> Vec<u32> {
    let mut next = 0;
    along(from, |word| {
        // Exports are in one order: the next household is the next row.
        let row = if to.get(next) == Some(&word) { next } else { to.binary_search(&word).ok()? };
        next = row + 1;
        Some(row)
    })
}

#[cfg(test)]
mod tests {
    use super::{NONE, Owners, Room};
    use crate::dataset::keys::NO_KEY;
    use crate::dataset::words::Words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_lead_to_the_first_that_has_their_key(
            mut to in prop::collection::vec(prop_oneof![0_u64..30, Just(NO_KEY)], 0..60),
            from in prop::collection::vec(prop_oneof![0_u64..40, Just(NO_KEY)], 0..60),
            sorted: bool,
            swapped in prop::option::of((0_usize..60, 0_usize..60)),
            few in 0_usize..8,
            task in 1_usize..80,
        ) {
            let mut from = from;
            if sorted {
                to.sort_unstable();
                to.dedup();
            }
            if let Some((a, b)) = swapped.filter(|(a, b)| sorted && *a < to.len() && *b < to.len()) {
                // Nearly in order, as an export is that somebody mended.
                from.sort_unstable();
                to.swap(a, b);
            }
            for from in [&from[..], &from[..few.min(from.len())]] {
                let found = Owners::find_in_tasks(&to, &Words::Whole(from.into()), Room::default(), task);
                // A column has zeros for blanks.
                let column = from.iter().map(|&word| if word == NO_KEY { 0 } else { word + 1 }).collect();
                let above: Vec<u64> = to.iter().map(|&word| if word == NO_KEY { NO_KEY } else { word + 1 }).collect();
                let words = Words::Column { words: &column, is_id: false, others: Default::default() };
                let same = Owners::find_in_tasks(&above, &words, Room::default(), task);
                prop_assert_eq!(&same.first, &found.first);
                for (row, word) in from.iter().enumerate() {
                    let first = to.iter().position(|other| other == word && *word != NO_KEY);
                    prop_assert_eq!(found.first.get(row), first.map_or(NONE, |row| row as u32));
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
