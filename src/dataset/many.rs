//! Where to-many links lead.

use super::links::NONE;
use crate::table::Store;
use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

/// So many rows are looked at together.
const TOGETHER: usize = 1 << 12;

/// Rows by the row that they belong to.
#[derive(Clone, Debug, Default)]
pub struct Many {
    /// The group of each row; absent where every row is a group of its own.
    groups: Option<Vec<u32>>,
    /// Where each group begins among the members; one entry more than there are groups.
    starts: Store<u32>,
    /// The members, group by group, ascending within each; absent where they are all rows in their order, as in exports
    /// that are sorted by the row they belong to.
    rows: Option<Store<u32>>,
}

/// The members of neighbouring rows.
#[derive(Clone, Debug)]
pub struct Neighbours<'d> {
    many: &'d Many,
    /// The first of the rows.
    first: usize,
    /// Where the members of each group begin that has the number of one of the rows, and where those of the last end.
    starts: Cow<'d, [u32]>,
    /// Those members; absent where they are rows in their order.
    rows: Option<Cow<'d, [u32]>>,
}

/// The rows that a to-many link leads to, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members<'d> {
    /// Rows that follow each other.
    Run(Range<u32>),
    /// Any rows.
    Rows(Cow<'d, [u32]>),
}

impl<'d> Members<'d> {
    /// None.
    pub const NONE: Self = Self::Run(0..0);

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Run(run) => run.len(),
            Self::Rows(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let (run, rows) = match self {
            Self::Run(run) => (run.clone(), [].as_slice()),
            Self::Rows(rows) => (0..0, &**rows),
        };
        run.chain(rows.iter().copied()).map(|row| row as usize)
    }
}

impl Many {
    /// The members of a row.
    #[must_use]
    #[inline]
    pub fn of(&self, row: usize) -> Members<'_> {
        let places = self.places(row);
        match &self.rows {
            None => Members::Run(places),
            Some(rows) => Members::Rows(rows.slice(places.start as usize..places.end as usize)),
        }
    }

    /// How many members a row has.
    #[must_use]
    #[inline]
    pub fn size(&self, row: usize) -> usize {
        self.places(row).len()
    }

    /// The places of a row's members among all members.
    #[inline]
    fn places(&self, row: usize) -> Range<u32> {
        let group = self.group(row);
        match self.starts.get(group.saturating_add(1)) {
            NONE => 0..0,
            end => self.starts.get(group)..end,
        }
    }

    /// The group of a row; past the end of all groups where there is none.
    #[inline]
    fn group(&self, row: usize) -> usize {
        match &self.groups {
            None => row,
            Some(groups) => groups.get(row).map_or(usize::MAX, |&group| group as usize),
        }
    }

    /// The members of the rows `range`.
    #[must_use]
    pub fn near(&self, range: Range<usize>) -> Neighbours<'_> {
        let starts = self.starts.slice(range.start..range.end + 1);
        let rows = self.rows.as_ref().map(|rows| match (starts.first(), starts.last()) {
            (Some(&from), Some(&to)) => rows.slice(from as usize..to as usize),
            _ => Cow::Borrowed([].as_slice()),
        });
        Neighbours { many: self, first: range.start, starts, rows }
    }

    /// Which of the first `count` rows have no members.
    pub(super) fn without_members(&self, count: usize) -> impl Iterator<Item = usize> {
        (0..count).step_by(TOGETHER).flat_map(move |start| {
            let rows = start..count.min(start + TOGETHER);
            let near = self.near(rows.clone());
            rows.filter(move |&row| near.size(row) == 0)
        })
    }

    /// The rows of `members`, which are the groups that rows belong to, [`NONE`] for none; `groups` are those of the
    /// rows that have the members, of which there are `count`.
    pub(super) fn new(groups: Option<Vec<u32>>, count: usize, members: &Store<u32>) -> Self {
        let Some(Late { rows, are_all }) = Late::of(members, count) else {
            return Self::counted(groups, count, members);
        };
        let (mut starts, mut laid) = (Store::default(), Laid { are_all, ..Laid::default() });
        let mut late = rows.into_iter().peekable();
        let (mut begun, mut last, mut row) = (0, 0, 0);
        for run in members.runs() {
            for &group in run.iter() {
                if group >= last && (group as usize) < count {
                    last = group;
                    while begun <= group {
                        laid.put_late(&mut late, begun);
                        starts.gather(laid.count);
                        begun += 1;
                    }
                    laid.put(row);
                }
                row += 1;
            }
        }
        while begun <= number_of(count) {
            laid.put_late(&mut late, begun);
            starts.gather(laid.count);
            begun += 1;
        }
        starts.seal();
        laid.rows.seal();
        Self { groups, starts, rows: (!are_all).then_some(laid.rows) }
    }

    /// The same for members in any order.
    fn counted(groups: Option<Vec<u32>>, count: usize, members: &Store<u32>) -> Self {
        // Counted two places on: where a group begins stands one place on until its members are laid down, and moves on with
        // each, to where the next begins.
        let mut starts = vec![0_u32; count + 2];
        members.iter().for_each(|group| {
            if let Some(start) = starts.get_mut((group as usize).saturating_add(2)) {
                *start += 1;
            }
        });
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut rows = vec![0; total as usize];
        members.iter().enumerate().for_each(|(row, group)| {
            let next = starts.get_mut((group as usize).saturating_add(1)).filter(|_| (group as usize) < count);
            if let Some(next) = next
                && let Some(slot) = rows.get_mut(*next as usize)
            {
                *slot = number_of(row);
                *next += 1;
            }
        });
        starts.pop();
        Self { groups, starts: starts.into(), rows: Some(rows.into()) }
    }
}

/// Members that stand behind one of a later group.
struct Late {
    /// Each with its group, in order.
    rows: Vec<(u32, u32)>,
    /// Whether all rows are members and none is late.
    are_all: bool,
}

impl Late {
    /// Those of `members`, whose groups are below `count`; `None` where they are more than a few.
    fn of(members: &Store<u32>, count: usize) -> Option<Self> {
        let most = members.len() / FEW_LATE;
        let (mut last, mut rows, mut are_all, mut start) = (0, Vec::new(), true, 0);
        for run in members.runs() {
            let in_order = run.first().is_none_or(|&first| first >= last) && run.is_sorted();
            match run.last() {
                // All may be members, and no group comes behind a later one.
                Some(&greatest) if in_order && (greatest as usize) < count => last = greatest,
                _ => {
                    for (row, &group) in (start..).zip(run.iter()) {
                        if group as usize >= count {
                            are_all = false;
                        } else if group >= last {
                            last = group;
                        } else {
                            rows.push((group, number_of(row)));
                        }
                    }
                    if rows.len() > most {
                        return None;
                    }
                }
            }
            start += run.len();
        }
        rows.sort_unstable();
        Some(Self { are_all: are_all && rows.is_empty(), rows })
    }
}

/// Of so many members one may be late.
const FEW_LATE: usize = 32;

/// Members that are laid down group by group.
#[derive(Default)]
struct Laid {
    /// Whether they are all rows in their order, which need no room.
    are_all: bool,
    rows: Store<u32>,
    count: u32,
}

impl Laid {
    #[inline]
    fn put(&mut self, row: u32) {
        self.count += 1;
        if !self.are_all {
            self.rows.gather(row);
        }
    }

    /// Lays the late members down whose group comes before the one that begins.
    #[inline]
    fn put_late(&mut self, late: &mut Peekable<impl Iterator<Item = (u32, u32)>>, begins: u32) {
        while let Some((_, row)) = late.next_if(|&(group, _)| group < begins) {
            self.put(row);
        }
    }
}

impl Neighbours<'_> {
    /// The members of a row.
    #[must_use]
    #[inline]
    pub fn of(&self, row: usize) -> Members<'_> {
        self.bounds(row).map_or_else(|| self.many.of(row), |(from, to)| self.at(from..to))
    }

    /// How many members a row has.
    #[must_use]
    #[inline]
    pub fn size(&self, row: usize) -> usize {
        self.bounds(row).map_or_else(|| self.many.size(row), |(from, to)| (from..to).len())
    }

    /// The places of a row's members, where its group is near.
    #[inline]
    fn bounds(&self, row: usize) -> Option<(u32, u32)> {
        let near = self.many.group(row).checked_sub(self.first)?;
        self.starts.get(near).copied().zip(self.starts.get(near.checked_add(1)?).copied())
    }

    /// Where the members of each of `rows`, which follow each other, begin among all members, and where those of the last
    /// end; `None` where they do not lie one behind the other.
    #[must_use]
    pub fn starts(&self, rows: Range<usize>) -> Option<&[u32]> {
        let first = match &self.many.groups {
            None => rows.start,
            Some(groups) => {
                let groups = groups.get(rows.clone())?;
                let first = *groups.first()? as usize;
                groups.iter().enumerate().all(|(at, &group)| group as usize == first + at).then_some(first)?
            }
        };
        let near = first.checked_sub(self.first)?;
        self.starts.get(near..near.checked_add(rows.len())?.checked_add(1)?)
    }

    /// The members from one place that [`Self::starts`] gives to another.
    #[must_use]
    #[inline]
    pub fn at(&self, places: Range<u32>) -> Members<'_> {
        let Some(rows) = &self.rows else { return Members::Run(places) };
        let first = self.starts.first().copied().unwrap_or(0);
        let near = |place: u32| place.saturating_sub(first) as usize;
        Members::Rows(Cow::Borrowed(rows.get(near(places.start)..near(places.end)).unwrap_or_default()))
    }
}

/// A row or a group as links number it.
fn number_of(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::{Many, Members};
    use crate::dataset::keys::NO_GROUP;
    use proptest::prelude::*;

    fn listed(members: &Members<'_>) -> Vec<usize> {
        members.iter().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn members_are_the_rows_that_name_their_row(
            // Enough rows, now and then, for what leads to them to be sealed.
            count in prop_oneof![3 => 1_usize..200, 1 => 6_000_usize..9_000],
            steps in prop::collection::vec(prop_oneof![6 => 0_u32..3, 1 => Just(u32::MAX)], 1..60),
            is_ordered: bool,
            shared in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
            range in (any::<prop::sample::Index>(), 0_usize..300),
        ) {
            let mut at = 0_u32;
            let mut members: Vec<u32> = steps.iter().cycle().take(count * 2).map(|&step| {
                if step == u32::MAX {
                    return NO_GROUP;
                }
                at += step;
                if (at as usize) < count { at } else { NO_GROUP }
            }).collect();
            if !is_ordered {
                members.reverse();
            }
            // A row may share the key of one before it, and belongs to its group then.
            let mut groups: Vec<u32> = (0..count as u32).collect();
            if let Some((a, b)) = &shared {
                let (first, other) = (a.index(count), b.index(count));
                groups[first.max(other)] = first.min(other) as u32;
            }
            let many = Many::new(shared.as_ref().map(|_| groups.clone()), count, &members.as_slice().into());
            let of = |row: usize| -> Vec<usize> {
                let Some(&group) = groups.get(row) else { return Vec::new() };
                (0..members.len()).filter(|&member| members[member] == group).collect()
            };
            let start = range.0.index(count);
            let range = start..(start + range.1).min(count);
            let near = many.near(range.clone());
            for row in range.clone() {
                prop_assert_eq!(listed(&many.of(row)), of(row));
                prop_assert_eq!(listed(&near.of(row)), of(row));
                prop_assert_eq!(many.size(row), of(row).len());
                prop_assert_eq!(near.size(row), of(row).len());
            }
            if let Some(starts) = near.starts(range.clone()).filter(|_| !range.is_empty()) {
                for (row, bounds) in range.clone().zip(starts.windows(2)) {
                    prop_assert_eq!(listed(&near.at(bounds[0]..bounds[1])), of(row));
                }
            } else {
                prop_assert!(shared.is_some() || range.is_empty());
            }
            prop_assert!(many.of(count).is_empty() && near.of(count).is_empty());
        }
    }
}
