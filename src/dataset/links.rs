//! Where links lead.

use super::keys::{Keys, NO_KEY, Numbered, number, repeated};
use super::many::{Many, Members};
use super::owners::Owners;
use super::sequence::before;
use super::supply::Supplied;
use super::{Dataset, Issue, IssueKind, Rows};
use crate::dictionary::{Cardinality, Demand, EntityId, FieldId, FieldRef, FieldType, LinkId};
use crate::table::Store;
use rayon::prelude::*;

/// Where a link leads from each row.
#[derive(Clone, Debug)]
pub enum LinkIndex {
    /// To one row, or none: `u32::MAX` stands for none, the number below for several that none can be taken of.
    One(Store<u32>),
    /// To any number of rows.
    Many(Many),
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
    #[inline]
    pub fn one(&self, row: usize) -> Target {
        match self {
            Self::One(targets) => match targets.get(row) {
                NONE => Target::None,
                SEVERAL => Target::Several,
                target => Target::Row(target as usize),
            },
            Self::Many(_) => Target::None,
        }
    }

    /// The rows that a to-many link leads to.
    #[must_use]
    pub fn many(&self, row: usize) -> Members<'_> {
        if let Self::Many(many) = self { many.of(row) } else { Members::NONE }
    }
}

/// A link that was built.
struct Built {
    one: Option<LinkIndex>,
    /// The way back; a sequence has none.
    many: Option<LinkIndex>,
    gaps: Vec<Issue>,
}

impl Built {
    /// What is walked of a link and its way back.
    fn new(
        id: LinkId,
        inverse: LinkId,
        demand: &Demand,
        one: Store<u32>,
        many: Option<Many>,
        gaps: Vec<Issue>,
    ) -> Self {
        let one = demand.walks(id).then_some(LinkIndex::One(one));
        Self { one, many: many.filter(|_| demand.walks(inverse)).map(LinkIndex::Many), gaps }
    }
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

    /// The types of an entity's fields.
    pub(super) fn types(&self, entity: EntityId) -> Vec<FieldType> {
        self.dictionary.entity(entity).fields.iter().map(|field| field.ty).collect()
    }

    /// Builds the links that are asked for, and those that are required. `supplied` are the rows that links lead to which
    /// were made from the very keys they join by.
    pub(super) fn build_links(&mut self, demand: &Demand, mut supplied: Supplied) {
        let dictionary = self.dictionary;
        let ids: Vec<(LinkId, Option<Store<u32>>)> = (0..dictionary.links.len())
            .map(LinkId::new)
            .filter(|&id| demand.follows(id))
            .map(|id| {
                let at = supplied.iter().position(|(link, _)| *link == id);
                (id, at.map(|at| supplied.swap_remove(at).1))
            })
            .collect();
        // For the few rows of an example, waking the other threads costs more than the work; and links that are built side by
        // side need their memory at once.
        let few = self.entities.iter().map(|rows| rows.count).sum::<usize>() < FEW_ROWS;
        let one_by_one = few || self.rest.is_some();
        let build = |(id, known)| (id, self.build_link(id, known, demand));
        let built: Vec<(LinkId, Option<Built>)> =
            if one_by_one { ids.into_iter().map(build).collect() } else { ids.into_par_iter().map(build).collect() };
        self.links = vec![None; dictionary.links.len()];
        for (id, built) in built {
            let Some(Built { one, many, gaps }) = built else { continue };
            self.links[id.index()] = one;
            if many.is_some() {
                self.links[dictionary.link(id).inverse.index()] = many;
            }
            self.issues.extend(gaps);
        }
    }

    /// A to-one link with its inverse, where the data have its key, as far as `demand` walks them.
    fn build_link(&self, id: LinkId, known: Option<Store<u32>>, demand: &Demand) -> Option<Built> {
        let link = self.dictionary.link(id);
        if link.cardinality != Cardinality::One || !self.rows(link.from).given || !self.rows(link.to).given {
            return None;
        }
        let (to_rows, from_rows) = (self.rows(link.to), self.rows(link.from));
        let asks_back = demand.walks(link.inverse) || self.dictionary.link(link.inverse).required;
        if let Some(one) = known {
            let many = asks_back.then(|| Many::new(None, to_rows.count, &one));
            // Where rows were made from keys, every key leads to one.
            let gaps = self.gaps(id, &|_| false, &one, many.as_ref());
            return Some(Built::new(id, link.inverse, demand, one, many, gaps));
        }
        let (from_by, to_by) = self.join_fields(id)?;
        if link.is_sequence() {
            return self.build_sequence(id, &from_by);
        }
        let mut keys = Keys::new(self.room());
        let to = keys.words(to_rows, &self.types(link.to), &to_by);
        let from = keys.words_in_place(from_rows, &self.types(link.from), &from_by);
        let Owners { first, groups } = Owners::find(&to, &from, self.room());
        drop(to);
        let own = || groups.as_ref().map(|shared| shared.groups.clone());
        let many = asks_back.then(|| Many::new(own(), to_rows.count, &first));
        let gaps = self.gaps(id, &|row| from.get(row) != NO_KEY, &first, many.as_ref());
        let one = match &groups {
            None => first,
            Some(shared) => {
                let target = |target| if shared.is_shared(target) { SEVERAL } else { target };
                first.iter().map(target).collect()
            }
        };
        Some(Built::new(id, link.inverse, demand, one, many, gaps))
    }

    /// A link to the row before, where the data have the field that decides the order.
    fn build_sequence(&self, id: LinkId, by: &[FieldId]) -> Option<Built> {
        let link = self.dictionary.link(id);
        let column = |&field: &FieldId| self.column(FieldRef { entity: link.from, field });
        column(link.order.first()?)?;
        let order: Vec<_> = link.order.iter().filter_map(column).collect();
        let words = Keys::alone(self.room()).words_in_place(self.rows(link.from), &self.types(link.from), by);
        let Numbered { numbers, first } = number(&words, self.room());
        let groups = Many::new(None, first.len(), &Store::from(numbers.as_slice()));
        let mut one = vec![NONE; numbers.len()];
        let mut rows = Vec::new();
        for group in 0..first.len() {
            rows.clear();
            rows.extend(groups.of(group).iter().filter_map(|row| u32::try_from(row).ok()));
            before(&rows, &order, &mut one);
        }
        Some(Built { one: Some(LinkIndex::One(one.into())), many: None, gaps: Vec::new() })
    }

    /// Rows that a required relation leaves alone, on either side.
    fn gaps(
        &self,
        id: LinkId,
        has_key: &dyn Fn(usize) -> bool,
        owners: &Store<u32>,
        many: Option<&Many>,
    ) -> Vec<Issue> {
        let link = self.dictionary.link(id);
        if !self.dictionary.link(link.inverse).required {
            return Vec::new();
        }
        let is_alone = |&(row, owner): &(usize, u32)| owner == NONE && has_key(row);
        let orphans = owners.iter().enumerate().filter(is_alone).map(|(row, _)| row);
        let orphans = orphans.map(|row| Issue { entity: link.from, row, kind: IssueKind::NoOwner(id) });
        let empty = many.into_iter().flat_map(|many| many.without_members(self.rows(link.to).count));
        let empty = empty.map(|row| Issue { entity: link.to, row, kind: IssueKind::NoMembers(link.inverse) });
        orphans.chain(empty).collect()
    }

    /// Keys that are blank, and keys that several rows share, in entities that have a table.
    pub(super) fn check_keys(&mut self) {
        let entities: Vec<EntityId> = self.dictionary.entity_ids().collect();
        let found: Vec<Vec<Issue>> = entities.into_par_iter().map(|entity| self.odd_keys(entity)).collect();
        self.issues.extend(found.into_iter().flatten());
    }

    fn odd_keys(&self, entity: EntityId) -> Vec<Issue> {
        let key = &self.dictionary.entity(entity).key;
        let rows: &Rows = self.rows(entity);
        if key.is_empty() || rows.origins.is_empty() {
            return Vec::new();
        }
        let by: Vec<FieldId> =
            key.iter().copied().filter(|f| rows.columns.get(f.index()).is_some_and(Option::is_some)).collect();
        if by.last() != key.last() {
            return Vec::new();
        }
        let words = Keys::alone(self.room()).words_in_place(rows, &self.types(entity), &by);
        let kind = |count: Option<u32>| count.map_or(IssueKind::BlankKey, IssueKind::DuplicateKey);
        repeated(&words).into_iter().map(|(row, count)| Issue { entity, row, kind: kind(count) }).collect()
    }

    /// How many entities have rows of their own or of keys.
    #[must_use]
    pub fn given_entities(&self) -> Vec<EntityId> {
        self.dictionary.entity_ids().filter(|&e| self.rows(e).given).collect()
    }
}
