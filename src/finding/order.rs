//! The order in which cases are listed, found from rows: a row is a few words, a case is many texts.

use super::view::View;
use crate::dictionary::{EntityId, FieldRef, Sensitivity};
use crate::table::{Column, InputFile, TextColumn};
use rayon::prelude::*;
use std::cmp::Ordering;

/// How many rows are put in order at a time.
const ROWS: usize = 1 << 15;

/// The order of rows of an entity by their keys as shown, then by where they stand, then by their numbers.
pub(super) struct Order<'v, 'a> {
    view: &'v View<'a>,
    entity: EntityId,
    /// By file: its rank among the paths as shown.
    ranks: &'v [usize],
}

impl<'v, 'a> Order<'v, 'a> {
    pub(super) const fn of(view: &'v View<'a>, entity: EntityId, ranks: &'v [usize]) -> Self {
        Self { view, entity, ranks }
    }

    /// The first `most` of `rows`, or all, in order.
    pub(super) fn first(&self, rows: &[u32], most: Option<usize>) -> Vec<u32> {
        match self.shown_as_it_stands() {
            Some(column) => self.sorted(rows, most, |row| column.get(row as usize), |a, b| a.compare(*b)),
            None => self.sorted(rows, most, |row| self.view.key(self.entity, row as usize), Ord::cmp),
        }
    }

    /// The column that the shown key is copied from, where it is one text and nothing of it is hidden.
    fn shown_as_it_stands(&self) -> Option<&'a TextColumn> {
        let dictionary = &self.view.context.rulebook.dictionary;
        let [field] = *dictionary.entity(self.entity).key.as_slice() else { return None };
        let at = FieldRef { entity: self.entity, field };
        if self.view.mask && dictionary.field(at).sensitivity != Sensitivity::Open {
            return None;
        }
        match self.view.context.dataset.column(at)? {
            Column::Text(column) => Some(column),
            _ => None,
        }
    }

    fn sorted<K: Send>(
        &self,
        rows: &[u32],
        most: Option<usize>,
        key: impl Fn(u32) -> K + Sync,
        compare: impl Fn(&K, &K) -> Ordering + Sync,
    ) -> Vec<u32> {
        let order = |(a, row): &(K, u32), (b, other): &(K, u32)| {
            let place = || self.place(*row).cmp(&self.place(*other)).then(row.cmp(other));
            compare(a, b).then_with(place)
        };
        let part = |rows: &[u32]| least(rows.iter().map(|&row| (key(row), row)), most, order);
        let parts: Vec<Vec<(K, u32)>> = rows.par_chunks(ROWS).map(part).collect();
        let mut all: Vec<(K, u32)> = parts.into_iter().flatten().collect();
        all.par_sort_by(order);
        all.truncate(most.unwrap_or(all.len()));
        all.into_iter().map(|(_, row)| row).collect()
    }

    /// Where a row stands, to sort by; `None` for rows that exist only as a key of others.
    fn place(&self, row: u32) -> Option<(usize, u32)> {
        let origin = self.view.context.dataset.origin(self.entity, row as usize)?;
        Some((*self.ranks.get(origin.file as usize)?, origin.row))
    }
}

impl View<'_> {
    /// By file: its rank among the paths as shown.
    pub(super) fn ranks_of_files(&self) -> Vec<usize> {
        let paths: Vec<String> = self.context.dataset.files.iter().map(InputFile::shown).collect();
        let mut sorted = paths.clone();
        sorted.sort_unstable();
        paths.iter().map(|path| sorted.partition_point(|other| other < path)).collect()
    }
}

/// The `most` least items, in any order; all where absent. Nearly every item is only held against the last of those
/// that were kept, and none but those are.
fn least<T>(items: impl Iterator<Item = T>, most: Option<usize>, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let Some(most) = most else { return items.collect() };
    let mut kept: Vec<T> = Vec::new();
    // How many of the kept are the least so far, in order; the others came since.
    let mut sorted = 0;
    for item in items {
        let last = most.checked_sub(1).and_then(|last| kept.get(last)).filter(|_| sorted == most);
        if most == 0 || last.is_some_and(|last| order(&item, last).is_ge()) {
            continue;
        }
        kept.push(item);
        if kept.len() >= most.saturating_mul(2) {
            kept.sort_by(&order);
            kept.truncate(most);
            sorted = most;
        }
    }
    kept.sort_by(&order);
    kept.truncate(most);
    kept
}

#[cfg(test)]
mod tests {
    use super::least;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_least_are_the_first_of_all(items in prop::collection::vec(0_u8..40, 0..80), most in prop::option::of(0_usize..20)) {
            // Each is told from its equals by its position.
            let items: Vec<(u8, usize)> = items.into_iter().zip(0..).collect();
            let mut found = least(items.iter().copied(), most, Ord::cmp);
            found.sort_unstable();
            let mut all = items;
            all.sort_unstable();
            all.truncate(most.unwrap_or(all.len()));
            prop_assert_eq!(found, all);
        }
    }
}
