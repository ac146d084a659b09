//! Where rows come from.

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The position of the file in [`Ingest::files`](super::Ingest::files).
    pub file: u32,
    /// The row as a spreadsheet shows it, counted from one, title and header rows included.
    pub row: u32,
}

/// Where all rows of a table come from, kept as runs: rows that follow each other in their file take no room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// For each run the number of its first row, and where that comes from.
    runs: Vec<(u32, Origin)>,
    rows: u32,
}

impl Origins {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows as usize
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Adds a row.
    pub fn push(&mut self, origin: Origin) {
        let follows = |&(start, first): &(u32, Origin)| {
            first.file == origin.file && first.row.checked_add(self.rows - start) == Some(origin.row)
        };
        if !self.runs.last().is_some_and(follows) {
            self.runs.push((self.rows, origin));
        }
        self.rows += 1;
    }

    /// Adds the rows of a stretch of the file number `file`, which says of each how many rows further down it stands than
    /// the row `above`.
    pub(super) fn append(&mut self, stretch: &Self, file: u32, above: u32) {
        let ends = stretch.runs.iter().skip(1).map(|&(start, _)| start).chain([stretch.rows]);
        for (&(start, first), end) in stretch.runs.iter().zip(ends) {
            self.push(Origin { file, row: above + first.row });
            // The others follow it.
            self.rows += end - start - 1;
        }
    }

    /// Where a row comes from; `None` past the end.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Origin> {
        let row = u32::try_from(row).ok().filter(|&row| row < self.rows)?;
        let run = self.runs.partition_point(|&(start, _)| start <= row).checked_sub(1)?;
        let &(start, first) = self.runs.get(run)?;
        Some(Origin { file: first.file, row: first.row.saturating_add(row - start) })
    }

    /// The row that comes from `origin`, `None` where none does. Files are read one after the other, and each from its first
    /// row on, so that rows ascend.
    #[must_use]
    pub fn find(&self, origin: Origin) -> Option<usize> {
        let run = self.runs.partition_point(|&(_, first)| first <= origin).checked_sub(1)?;
        let &(start, first) = self.runs.get(run)?;
        let end = self.runs.get(run + 1).map_or(self.rows, |&(next, _)| next);
        let row = start.checked_add(origin.row.checked_sub(first.row)?)?;
        (first.file == origin.file && row < end).then_some(row as usize)
    }

    /// Where each row comes from.
    pub fn iter(&self) -> impl Iterator<Item = Origin> + '_ {
        (0..self.len()).filter_map(|row| self.get(row))
    }
}

impl FromIterator<Origin> for Origins {
    fn from_iter<T: IntoIterator<Item = Origin>>(origins: T) -> Self {
        let mut made = Self::default();
        origins.into_iter().for_each(|origin| made.push(origin));
        made
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, Origins};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_are_a_list(steps in prop::collection::vec((0_u32..2, prop_oneof![4 => Just(1_u32), 1 => 0_u32..4]), 0..60)) {
            let mut row = 1;
            let list: Vec<Origin> = steps.into_iter().map(|(file, step)| {
                row += step;
                Origin { file, row }
            }).collect();
            let made: Origins = list.iter().copied().collect();
            prop_assert_eq!(made.len(), list.len());
            prop_assert_eq!(made.get(list.len()), None);
            let ascend = list.is_sorted_by(|a, b| a < b);
            for origin in (0..3).flat_map(|file| (0..row + 2).map(move |row| Origin { file, row })).filter(|_| ascend) {
                prop_assert_eq!(made.find(origin), list.iter().position(|own| *own == origin));
            }
            prop_assert_eq!(made.iter().collect::<Vec<_>>(), list);
        }

        #[test]
        fn stretches_of_files_are_put_behind_each_other(
            stretches in prop::collection::vec((0_u32..2, prop::collection::vec(prop_oneof![4 => Just(1_u32), 1 => 2_u32..4], 0..9), 0_u32..3), 0..9),
        ) {
            let (mut made, mut list, mut above) = (Origins::default(), Vec::new(), 7);
            for (file, steps, behind) in stretches {
                let mut row = 0;
                let rows: Vec<u32> = steps.into_iter().map(|step| { row += step; row }).collect();
                made.append(&rows.iter().map(|&row| Origin { file: 0, row }).collect(), file, above);
                list.extend(rows.iter().map(|&row| Origin { file, row: above + row }));
                above += row + behind;
            }
            prop_assert_eq!(&made, &list.iter().copied().collect());
            prop_assert_eq!(made.iter().collect::<Vec<_>>(), list);
        }
    }
}
