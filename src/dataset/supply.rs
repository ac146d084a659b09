//! Entities without a table: one row a distinct key of the rows that name them, in order of first sight.

use super::keys::{Keys, NO_GROUP, Numbered, number};
use super::{Dataset, Issue, IssueKind};
use crate::dictionary::{Cardinality, Demand, EntityId, FieldId, FieldRef, FieldType, LinkId};
use crate::table::{Cell, Column, Text};
use crate::value::{Citizen, id_number};
use std::collections::BTreeMap;

/// Columns that a file holds for the entity a link of its own leads to.
pub(super) type Lifted = Vec<(EntityId, Vec<(LinkId, FieldId, Column)>)>;

/// Rows that were made from keys: for each link along which that was done, the row that each row leads to.
pub(super) type Supplied = Vec<(LinkId, Vec<u32>)>;

impl Dataset<'_> {
    /// Fills the entities that have no table and are needed from the keys of those that name them. An entity may be
    /// supplied by another that was itself supplied, so this goes on until nothing is added.
    pub(super) fn supply_keys(&mut self, demand: &Demand, lifted: &Lifted) -> Supplied {
        let mut supplied = Vec::new();
        for _ in 0..self.dictionary.entities.len() {
            let before = supplied.len();
            for entity in self.dictionary.entity_ids() {
                if !self.rows(entity).given && demand.has(entity) {
                    supplied.extend(self.supply(entity, lifted).into_iter().flatten());
                }
            }
            if supplied.len() == before {
                break;
            }
        }
        supplied
    }

    /// Makes the rows of `entity`; `None` where nobody names any.
    fn supply(&mut self, entity: EntityId, lifted: &Lifted) -> Option<Supplied> {
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
        let mut keys = if links.len() == 1 { Keys::alone() } else { Keys::default() };
        let mut words = Vec::new();
        for &id in &links {
            let from = dictionary.link(id).from;
            words.extend_from_slice(&keys.words(self.rows(from), &self.types(from), &by(id)));
        }
        drop(keys);
        let Numbered { mut numbers, first } = number(&words);
        drop(words);
        // The numbers of one supplier after the other; a link that comes twice has them twice.
        let mut of: Supplied = Vec::new();
        for &id in links.iter().rev() {
            let rows = self.rows(dictionary.link(id).from).count;
            of.push((id, numbers.split_off(numbers.len() - rows)));
        }
        of.reverse();
        let columns = parts.iter().filter_map(|&part| key.get(part)).enumerate().map(|(at, &field)| {
            let mut column = Column::new(dictionary.entity(entity).field(field).ty);
            let mut suppliers = links.iter().map(|&id| (dictionary.link(id).from, by(id)));
            let mut supplier = suppliers.next();
            let mut start = 0;
            for &place in &first {
                let mut row = place as usize - start;
                while let Some((from, _)) = &supplier
                    && row >= self.rows(*from).count
                {
                    row -= self.rows(*from).count;
                    start += self.rows(*from).count;
                    supplier = suppliers.next();
                }
                let source =
                    supplier.as_ref().and_then(|(entity, by)| Some(FieldRef { entity: *entity, field: *by.get(at)? }));
                let Some(source) = source else {
                    column.push(&Cell::Blank);
                    continue;
                };
                match (&mut column, self.column(source)) {
                    (Column::Text(texts), Some(Column::Text(from))) => {
                        let text = from.get(row);
                        let is_id = dictionary.field(source).ty == FieldType::Id;
                        let as_joined = |text: &str| texts.push(Text::of(&id_number::join_key(text)));
                        match text {
                            Text::Packed(packed) if !is_id || Citizen::of(packed).is_some() => texts.push(text),
                            text if is_id => text.with(as_joined),
                            text => texts.push(text),
                        }
                    }
                    _ => column.push(&self.cell(source, row)),
                }
            }
            (field, column)
        });
        let columns: Vec<(FieldId, Column)> = columns.collect();
        let rows = &mut self.entities[entity.index()];
        rows.given = true;
        rows.count = first.len();
        for (field, column) in columns {
            rows.present[field.index()] = true;
            rows.columns[field.index()] = Some(column);
        }
        self.lift(entity, lifted, &of);
        Some(of)
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
            rows.present[field.index()] = true;
            rows.columns[field.index()] = Some(column);
        }
    }
}
