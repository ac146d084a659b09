//! Where links lead.

use super::keys::{Groups, NO_GROUP};
use super::sequence::before;
use super::{Dataset, Issue, IssueKind};
use crate::dictionary::{Cardinality, EntityId, FieldId, FieldRef, LinkId};
use rayon::prelude::*;

/// Where a link leads from each row.
#[derive(Clone, Debug)]
pub enum LinkIndex {
    /// To one row, or none.
    One(Vec<u32>),
    /// To any number of rows: those of group `groups[row]`, which are `rows[starts[group]..starts[group + 1]]`.
    Many {
        /// The group of each row, or a number past the last group for a row that leads nowhere.
        groups: Vec<u32>,
        /// Where each group begins in `rows`; one entry more than there are groups.
        starts: Vec<u32>,
        /// The rows, group by group, ascending within each.
        rows: Vec<u32>,
    },
}

/// Where a to-one link leads from a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To this row.
    Row(usize),
    /// Nowhere: the key is blank, or no row has it.
    None,
    /// To several rows that share the key, so that none can be taken; or to the row before, and nobody can tell which
    /// that is.
    Several,
}

/// In [`LinkIndex::One`]: no row.
pub(super) const NONE: u32 = u32::MAX;
/// In [`LinkIndex::One`]: several rows.
pub(super) const SEVERAL: u32 = u32::MAX - 1;

impl LinkIndex {
    /// Where a to-one link leads.
    #[must_use]
    pub fn one(&self, row: usize) -> Target {
        match self {
            Self::One(targets) => match targets.get(row) {
                None | Some(&NONE) => Target::None,
                Some(&SEVERAL) => Target::Several,
                Some(&target) => Target::Row(target as usize),
            },
            Self::Many { .. } => Target::None,
        }
    }

    /// The rows that a to-many link leads to, ascending.
    #[must_use]
    pub fn many(&self, row: usize) -> &[u32] {
        match self {
            Self::One(_) => &[],
            Self::Many { groups, starts, rows } => {
                let group = groups.get(row).map_or(usize::MAX, |&g| g as usize);
                let bounds = starts.get(group).zip(starts.get(group.saturating_add(1)));
                bounds.and_then(|(&from, &to)| rows.get(from as usize..to as usize)).unwrap_or_default()
            }
        }
    }
}

/// A link that was built.
struct Built {
    one: LinkIndex,
    /// The way back; a sequence has none.
    many: Option<LinkIndex>,
    gaps: Vec<Issue>,
}

/// Fewer rows than this are linked on one thread.
const FEW_ROWS: usize = 4096;

impl Dataset<'_> {
    /// The fields by which a link joins, given what both tables have: parts of a composite key that either side lacks
    /// are left out (a village list without the county joins by township and village), but never the last one.
    pub(super) fn join_fields(&self, link: LinkId) -> Option<(Vec<FieldId>, Vec<FieldId>)> {
        let link = self.dictionary.link(link);
        let has = |entity, field| self.column(FieldRef { entity, field }).is_some();
        let &(last_from, last_to) = link.by.last()?;
        if !has(link.from, last_from) || !has(link.to, last_to) {
            return None;
        }
        Some(link.by.iter().copied().filter(|&(from, to)| has(link.from, from) && has(link.to, to)).unzip())
    }

    pub(super) fn build_links(&mut self) {
        let ids: Vec<LinkId> = (0..self.dictionary.links.len()).map(LinkId::new).collect();
        // For the few rows of an example, waking the other threads costs more than the work.
        let few = self.entities.iter().map(|rows| rows.count).sum::<usize>() < FEW_ROWS;
        let built: Vec<Option<Built>> = if few {
            ids.iter().map(|&id| self.build_link(id)).collect()
        } else {
            ids.par_iter().map(|&id| self.build_link(id)).collect()
        };
        self.links = vec![None; ids.len()];
        for (id, built) in ids.into_iter().zip(built) {
            let Some(Built { one, many, gaps }) = built else { continue };
            self.links[id.index()] = Some(one);
            if let Some(many) = many {
                self.links[self.dictionary.link(id).inverse.index()] = Some(many);
            }
            self.issues.extend(gaps);
        }
    }

    /// A to-one link with its inverse, where the data have its key.
    fn build_link(&self, id: LinkId) -> Option<Built> {
        let link = self.dictionary.link(id);
        if link.cardinality != Cardinality::One || !self.rows(link.from).given || !self.rows(link.to).given {
            return None;
        }
        let (from_by, to_by) = self.join_fields(id)?;
        if link.is_sequence() {
            return self.build_sequence(id, &from_by);
        }
        let mut groups = Groups::default();
        let to = groups.add(self.dictionary, link.to, self.rows(link.to), &to_by);
        let from = groups.add(self.dictionary, link.from, self.rows(link.from), &from_by);
        let mut owner = vec![NONE; groups.len()];
        for (row, &group) in to.iter().enumerate() {
            if let Some(owner) = owner.get_mut(group as usize) {
                *owner = if *owner == NONE { u32::try_from(row).unwrap_or(SEVERAL) } else { SEVERAL };
            }
        }
        let one = from.iter().map(|&g| owner.get(g as usize).copied().unwrap_or(NONE)).collect();
        let many = group_rows(to, &from, groups.len());
        let gaps = self.gaps(id, &from, &owner, &many);
        Some(Built { one: LinkIndex::One(one), many: Some(many), gaps })
    }

    /// A link to the row before, where the data have the field that decides the order.
    fn build_sequence(&self, id: LinkId, by: &[FieldId]) -> Option<Built> {
        let link = self.dictionary.link(id);
        let column = |&field: &FieldId| self.column(FieldRef { entity: link.from, field });
        column(link.order.first()?)?;
        let order: Vec<_> = link.order.iter().filter_map(column).collect();
        let mut groups = Groups::default();
        let of = groups.add(self.dictionary, link.from, self.rows(link.from), by);
        let owners = (0..u32::try_from(groups.len()).unwrap_or(0)).collect();
        let rows = group_rows(owners, &of, groups.len());
        let mut one = vec![NONE; of.len()];
        for group in 0..groups.len() {
            before(rows.many(group), &order, &mut one);
        }
        Some(Built { one: LinkIndex::One(one), many: None, gaps: Vec::new() })
    }

    /// Rows that a required relation leaves alone, on either side.
    fn gaps(&self, id: LinkId, from: &[u32], owner: &[u32], many: &LinkIndex) -> Vec<Issue> {
        let link = self.dictionary.link(id);
        if !self.dictionary.link(link.inverse).required {
            return Vec::new();
        }
        let alone = |&(_, &group): &(usize, &u32)| group != NO_GROUP && owner.get(group as usize) == Some(&NONE);
        let orphans = from.iter().enumerate().filter(alone);
        let orphans = orphans.map(|(row, _)| Issue { entity: link.from, row, kind: IssueKind::NoOwner(id) });
        let empty = (0..self.rows(link.to).count).filter(|&row| many.many(row).is_empty());
        let empty = empty.map(|row| Issue { entity: link.to, row, kind: IssueKind::NoMembers(link.inverse) });
        orphans.chain(empty).collect()
    }

    /// Keys that are blank, and keys that several rows share, in entities that have a table.
    pub(super) fn check_keys(&mut self) {
        for entity in self.dictionary.entity_ids() {
            let key = &self.dictionary.entity(entity).key;
            let rows = self.rows(entity);
            if key.is_empty() || rows.origins.is_empty() {
                continue;
            }
            let by: Vec<FieldId> =
                key.iter().copied().filter(|f| rows.columns.get(f.index()).is_some_and(Option::is_some)).collect();
            if by.last() != key.last() {
                continue;
            }
            let mut groups = Groups::default();
            let of = groups.add(self.dictionary, entity, rows, &by);
            let mut sizes = vec![0_u32; groups.len()];
            for &group in &of {
                if let Some(size) = sizes.get_mut(group as usize) {
                    *size += 1;
                }
            }
            let kind = |group: u32| match sizes.get(group as usize) {
                None => Some(IssueKind::BlankKey),
                Some(&size) if size > 1 => Some(IssueKind::DuplicateKey(size)),
                Some(_) => None,
            };
            let found: Vec<Issue> = of
                .iter()
                .enumerate()
                .filter_map(|(row, &group)| kind(group).map(|kind| Issue { entity, row, kind }))
                .collect();
            self.issues.extend(found);
        }
    }

    /// How many entities have rows of their own or of keys.
    #[must_use]
    pub fn given_entities(&self) -> Vec<EntityId> {
        self.dictionary.entity_ids().filter(|&e| self.rows(e).given).collect()
    }
}

/// The rows of `members` by group, for owners whose groups are `owners`.
fn group_rows(owners: Vec<u32>, members: &[u32], groups: usize) -> LinkIndex {
    let mut starts = vec![0_u32; groups + 1];
    for &group in members {
        if let Some(start) = starts.get_mut((group as usize).saturating_add(1)) {
            *start += 1;
        }
    }
    let mut total = 0;
    for start in &mut starts {
        total += *start;
        *start = total;
    }
    let mut next = starts.clone();
    let mut rows = vec![0; total as usize];
    for (row, &group) in members.iter().enumerate() {
        let Some(next) = next.get_mut(group as usize).filter(|_| group != NO_GROUP) else { continue };
        if let (Some(slot), Ok(row)) = (rows.get_mut(*next as usize), u32::try_from(row)) {
            *slot = row;
            *next += 1;
        }
    }
    LinkIndex::Many { groups: owners, starts, rows }
}
