//! Entities without a table: one row a distinct key of the rows that name them, in order of first sight.

use super::keys::{Keys, NO_GROUP, Numbered, is_final, number};
use super::{Dataset, Issue, IssueKind};
use crate::dictionary::{Cardinality, Demand, EntityId, FieldId, FieldRef, FieldType, LinkId};
use crate::table::{Cell, Column, Text};
use crate::value::id_number;
use std::collections::BTreeMap;

/// How many rows are made together.
const TOGETHER: usize = 1 << 14;

/// Columns that a file holds for the entity a link of its own leads to.
pub(super) type Lifted = Vec<(EntityId, Vec<(LinkId, FieldId, Column)>)>;

/// Rows that were made from keys: for each link along which that was done, the row that each row leads to.
pub(super) type Supplied = Vec<(LinkId, Vec<u32>)>;

/// A table whose rows name rows of an entity.
struct Supplier<'m> {
    from: EntityId,
    /// The fields that name them.
    by: Vec<FieldId>,
    /// Where its rows begin among those of all suppliers.
    start: usize,
    /// Where it names nothing that another supplier does not: which that is, and for each row the one of it that names the
    /// same. Its rows are then not among those of all.
    copied: Option<(usize, &'m [u32])>,
}

/// Places among the rows of all suppliers, which ascend, by the supplier they are of.
fn runs<'s>(suppliers: &'s [Supplier<'_>], places: &'s [u32]) -> impl Iterator<Item = (&'s Supplier<'s>, &'s [u32])> {
    let given = suppliers.iter().filter(|supplier| supplier.copied.is_none());
    let ends = given.clone().skip(1).map(|next| next.start).chain([usize::MAX]);
    let mut rest = places;
    given.zip(ends).map(move |(supplier, end)| {
        let (run, behind) = rest.split_at(rest.partition_point(|&place| (place as usize) < end));
        rest = behind;
        (supplier, run)
    })
}

/// How the rows of an entity were made that has one supplier.
struct Made {
    entity: EntityId,
    /// The supplier.
    from: EntityId,
    /// The fields of the key, each with the supplier's field that it was taken from.
    key: Vec<(FieldId, FieldId)>,
    /// For each row the supplier's row that was the first to name it.
    first: Vec<u32>,
}

impl Dataset<'_> {
    /// Fills the entities that have no table and are needed from the keys of those that name them. An entity may be
    /// supplied by another that was itself supplied, so this goes on until nothing is added.
    pub(super) fn supply_keys(&mut self, demand: &Demand, lifted: &Lifted) -> Supplied {
        let mut supplied = Vec::new();
        let mut made = Vec::new();
        let mut entities = Vec::new();
        for _ in 0..self.dictionary.entities.len() {
            let before = supplied.len();
            for entity in self.dictionary.entity_ids() {
                if !self.rows(entity).given
                    && demand.has(entity)
                    && let Some(links) = self.supply(entity, lifted, &mut made)
                {
                    supplied.extend(links);
                    entities.push(entity);
                }
            }
            if supplied.len() == before {
                break;
            }
        }
        drop(made);
        for entity in entities {
            self.forget_keys(entity, demand, &supplied);
        }
        supplied
    }

    /// Drops the keys of an entity whose rows were made from them, where nobody is told of its rows and no link is yet to
    /// be joined by them.
    fn forget_keys(&mut self, entity: EntityId, demand: &Demand, supplied: &Supplied) {
        if demand.tells(entity) {
            return;
        }
        let dictionary = self.dictionary;
        let is_open = |&id: &LinkId| {
            let is_one = dictionary.link(id).cardinality == Cardinality::One;
            is_one && demand.follows(id) && !supplied.iter().any(|(known, _)| *known == id)
        };
        let open = (0..dictionary.links.len()).map(LinkId::new).filter(is_open).map(|id| dictionary.link(id));
        let ends = open.flat_map(|link| link.by.iter().flat_map(|&(from, to)| [(link.from, from), (link.to, to)]));
        let joined: Vec<FieldId> = ends.filter(|(end, _)| *end == entity).map(|(_, field)| field).collect();
        for &field in &dictionary.entity(entity).key {
            if !joined.contains(&field) && !demand.reads(FieldRef { entity, field }) {
                self.entities[entity.index()].columns[field.index()] = None;
            }
        }
    }

    /// Makes the rows of `entity`, and adds where they come from to what was `made`; `None` where nobody names any.
    fn supply(&mut self, entity: EntityId, lifted: &Lifted, made: &mut Vec<Made>) -> Option<Supplied> {
        let dictionary = self.dictionary;
        let key = &dictionary.entity(entity).key;
        let links: Vec<LinkId> = dictionary
            .entity(entity)
            .from_keys
            .iter()
            .flat_map(|&from| dictionary.links_from(from).map(move |l| (from, l)))
            .filter(|&(from, l)| {
                let link = dictionary.link(l);
                link.to == entity
                    && link.cardinality == Cardinality::One
                    && self.rows(from).given
                    && link.by.iter().map(|(_, to)| *to).eq(key.iter().copied())
            })
            .map(|(_, l)| l)
            // Without the last part there is no key: such a table tells nothing of the entity, and takes away nothing.
            .filter(|&l| {
                let link = dictionary.link(l);
                link.by.last().is_some_and(|&(field, _)| self.column(FieldRef { entity: link.from, field }).is_some())
            })
            .collect();
        // Of a composite key only the parts that every supplier has are used.
        let has = |part: usize| {
            links.iter().all(|&l| {
                let link = dictionary.link(l);
                link.by
                    .get(part)
                    .is_some_and(|&(from, _)| self.column(FieldRef { entity: link.from, field: from }).is_some())
            })
        };
        let parts: Vec<usize> = (0..key.len()).filter(|&part| has(part)).collect();
        if links.is_empty() || parts.last().map(|p| p + 1) != Some(key.len()) {
            return None;
        }
        let by = |link: LinkId| -> Vec<FieldId> {
            let link = dictionary.link(link);
            parts.iter().filter_map(|&part| link.by.get(part)).map(|&(from, _)| from).collect()
        };
        let mut suppliers: Vec<Supplier<'_>> = Vec::new();
        for &id in &links {
            let (from, by) = (dictionary.link(id).from, by(id));
            let copied = self.copied(&suppliers, made, from, &by);
            suppliers.push(Supplier { from, by, start: 0, copied });
        }
        let mut keys = if links.len() == 1 { Keys::alone() } else { Keys::default() };
        let mut words = Vec::new();
        for supplier in &mut suppliers {
            supplier.start = words.len();
            if supplier.copied.is_none() {
                let (from, by) = (supplier.from, &supplier.by);
                keys.add(self.rows(from), &self.types(from), by, &mut words);
            }
        }
        drop(keys);
        let Numbered { numbers, first } = number(&words);
        drop(words);
        let own_numbers = |supplier: &Supplier<'_>| -> Vec<u32> {
            let at = |start: usize, row: usize| numbers.get(start + row).copied().unwrap_or(NO_GROUP);
            match supplier.copied {
                None => (0..self.rows(supplier.from).count).map(|row| at(supplier.start, row)).collect(),
                Some((source, rows)) => {
                    let start = suppliers.get(source).map_or(0, |source| source.start);
                    rows.iter().map(|&row| at(start, row as usize)).collect()
                }
            }
        };
        let of: Supplied = links.iter().copied().zip(suppliers.iter().map(own_numbers)).collect();
        drop(numbers);
        let named = parts.iter().filter_map(|&part| key.get(part)).copied();
        let columns: Vec<(FieldId, Column)> = named
            .clone()
            .enumerate()
            .map(|(at, field)| (field, self.keys_of(&suppliers, &first, at, (entity, field))))
            .collect();
        let source = match suppliers.as_slice() {
            [Supplier { from, by, .. }] => Some((*from, named.zip(by.iter().copied()).collect())),
            _ => None,
        };
        let rows = &mut self.entities[entity.index()];
        rows.given = true;
        rows.count = first.len();
        for (field, column) in columns {
            rows.present[field.index()] = true;
            rows.columns[field.index()] = Some(column);
        }
        self.lift(entity, lifted, &of);
        if let Some((from, key)) = source {
            made.push(Made { entity, from, key, first });
        }
        Some(of)
    }

    /// Where the rows of `from` were themselves made from those of one of the suppliers, and would supply by the fields `by`
    /// what that one does already: which that is, and which of its rows each was made from.
    fn copied<'m>(
        &self,
        suppliers: &[Supplier<'_>],
        made: &'m [Made],
        from: EntityId,
        by: &[FieldId],
    ) -> Option<(usize, &'m [u32])> {
        let made = made.iter().find(|made| made.entity == from)?;
        let source = |&field: &FieldId| made.key.iter().find(|(own, _)| *own == field).map(|(_, source)| *source);
        let there: Vec<FieldId> = by.iter().map(source).collect::<Option<_>>()?;
        let is_source = |s: &&Supplier<'_>| s.copied.is_none() && s.from == made.from && s.by == there;
        let source = suppliers.iter().position(|s| is_source(&s))?;
        Some((source, &made.first))
    }

    /// Part number `at` of the keys that are first named at the places `first`, as a column of `field`.
    fn keys_of(
        &self,
        suppliers: &[Supplier<'_>],
        first: &[u32],
        at: usize,
        (entity, field): (EntityId, FieldId),
    ) -> Column {
        let mut column = Column::new(self.dictionary.entity(entity).field(field).ty);
        for (supplier, places) in runs(suppliers, first) {
            let Some(&field) = supplier.by.get(at) else { continue };
            let source = FieldRef { entity: supplier.from, field };
            let is_id = self.dictionary.field(source).ty == FieldType::Id;
            for places in places.chunks(TOGETHER) {
                let rows = places.iter().map(|&place| place as usize - supplier.start);
                match (&mut column, self.column(source)) {
                    (Column::Text(texts), Some(Column::Text(from))) => from.each(rows, |text| match text {
                        text if !is_id => texts.push(text),
                        Text::Packed(packed) if is_final(packed.word(), is_id) => texts.push(text),
                        text => text.with(|text| texts.push(Text::of(&id_number::join_key(text)))),
                    }),
                    (column, _) => rows.for_each(|row| column.push(&self.cell(source, row))),
                }
                column.seal();
            }
        }
        column.spare_memory(self.rest.as_ref());
        column
    }

    /// The place columns that the rows of a link's own entity share with `entity`: where its people live, a household
    /// does. Parts of the key are there already.
    fn shared_places(&self, entity: EntityId, link: LinkId) -> Vec<(LinkId, FieldId, &Column)> {
        let described = self.dictionary.entity(entity);
        let from = self.dictionary.link(link).from;
        let shared = described.place.iter().filter(|field| !described.key.contains(field)).filter_map(|&field| {
            let same = self.dictionary.find_field(from, &described.field(field).name.zh)?;
            let column = self.column(FieldRef { entity: from, field: same })?;
            (self.dictionary.entity(from).field(same).ty == described.field(field).ty).then_some((link, field, column))
        });
        shared.collect()
    }

    /// Takes over the columns that the supplying files hold for `entity`: the value that all rows of a key agree on.
    fn lift(&mut self, entity: EntityId, lifted: &Lifted, of: &Supplied) {
        let count = self.rows(entity).count;
        let mut values: BTreeMap<FieldId, Vec<Option<Cell>>> = BTreeMap::new();
        let mut contradictions = Vec::new();
        let named =
            lifted.iter().flat_map(|(_, columns)| columns.iter().map(|(link, field, column)| (*link, *field, column)));
        let places = of.iter().flat_map(|(link, _)| self.shared_places(entity, *link));
        for (link, field, column) in named.chain(places) {
            let Some((_, groups)) = of.iter().find(|(l, _)| *l == link) else { continue };
            let cells = values.entry(field).or_insert_with(|| vec![None; count]);
            for (row, &group) in groups.iter().enumerate() {
                let cell = column.get(row);
                let Some(known) = cells.get_mut(group as usize).filter(|_| group != NO_GROUP && cell != Cell::Blank)
                else {
                    continue;
                };
                match known {
                    None => *known = Some(cell),
                    Some(before) if *before == cell => {}
                    Some(_) => contradictions.push((group as usize, field)),
                }
            }
        }
        contradictions.sort_unstable();
        contradictions.dedup();
        for &(row, field) in &contradictions {
            if let Some(cells) = values.get_mut(&field) {
                cells[row] = None;
            }
            self.issues.push(Issue { entity, row, kind: IssueKind::Contradiction(field) });
        }
        let rows = &mut self.entities[entity.index()];
        for (field, cells) in values {
            let mut column = Column::new(self.dictionary.entity(entity).field(field).ty);
            cells.iter().for_each(|cell| column.push(cell.as_ref().unwrap_or(&Cell::Blank)));
            column.spare_memory(self.rest.as_ref());
            rows.present[field.index()] = true;
            rows.columns[field.index()] = Some(column);
        }
    }
}
