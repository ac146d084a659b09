//! Entities without a table: one row a distinct key of the rows that name them, in order of the key.

use super::keys::{Groups, NO_GROUP};
use super::{Dataset, Issue, IssueKind};
use crate::dictionary::{Cardinality, EntityId, FieldId, FieldRef, FieldType, LinkId};
use crate::table::{Cell, Column};
use crate::value::id_number;
use std::collections::BTreeMap;

/// Columns that a file holds for the entity a link of its own leads to.
pub(super) type Lifted = Vec<(EntityId, Vec<(LinkId, FieldId, Column)>)>;

impl Dataset<'_> {
    /// Fills the entities that have no table from the keys of those that name them. An entity may be supplied by
    /// another that was itself supplied, so this goes on until nothing is added.
    pub(super) fn supply_keys(&mut self, lifted: &Lifted) {
        for _ in 0..self.dictionary.entities.len() {
            let mut added = false;
            for entity in self.dictionary.entity_ids() {
                added |= !self.rows(entity).given && self.supply(entity, lifted);
            }
            if !added {
                break;
            }
        }
    }

    /// Whether rows for `entity` were found.
    fn supply(&mut self, entity: EntityId, lifted: &Lifted) -> bool {
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
            return false;
        }
        let mut groups = Groups::default();
        let mut cells: Vec<Vec<Cell>> = Vec::new();
        let mut of: Vec<(LinkId, Vec<u32>)> = Vec::new();
        for &id in &links {
            let link = dictionary.link(id);
            let by: Vec<FieldId> = parts.iter().filter_map(|&p| link.by.get(p)).map(|&(from, _)| from).collect();
            let rows = groups.add(dictionary, link.from, self.rows(link.from), &by);
            for (row, &group) in rows.iter().enumerate() {
                if group as usize == cells.len() {
                    let cell = |&field: &FieldId| self.key_cell(FieldRef { entity: link.from, field }, row);
                    cells.push(by.iter().map(cell).collect());
                }
            }
            of.push((id, rows));
        }
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.sort_by(|&a, &b| groups.key(a).cmp(groups.key(b)));
        let rows = &mut self.entities[entity.index()];
        rows.given = true;
        rows.count = order.len();
        for (at, &part) in parts.iter().enumerate() {
            let Some(&field) = key.get(part) else { continue };
            let mut column = Column::new(dictionary.entity(entity).field(field).ty);
            for &group in &order {
                column.push(cells.get(group).and_then(|c| c.get(at)).unwrap_or(&Cell::Blank));
            }
            rows.present[field.index()] = true;
            rows.columns[field.index()] = Some(column);
        }
        let mut place = vec![0; order.len()];
        for (row, &group) in order.iter().enumerate() {
            place[group] = row;
        }
        self.lift(entity, lifted, &of, &place);
        true
    }

    /// A cell as a key holds it: identity numbers in the form in which they are joined.
    fn key_cell(&self, at: FieldRef, row: usize) -> Cell {
        match self.cell(at, row) {
            Cell::Text(text) if self.dictionary.field(at).ty == FieldType::Id => {
                Cell::Text(id_number::join_key(&text).into_owned())
            }
            cell => cell,
        }
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
    fn lift(&mut self, entity: EntityId, lifted: &Lifted, of: &[(LinkId, Vec<u32>)], place: &[usize]) {
        let mut values: BTreeMap<FieldId, Vec<Option<Cell>>> = BTreeMap::new();
        let mut contradictions = Vec::new();
        let named =
            lifted.iter().flat_map(|(_, columns)| columns.iter().map(|(link, field, column)| (*link, *field, column)));
        let places = of.iter().flat_map(|(link, _)| self.shared_places(entity, *link));
        for (link, field, column) in named.chain(places) {
            let Some((_, groups)) = of.iter().find(|(l, _)| *l == link) else { continue };
            let cells = values.entry(field).or_insert_with(|| vec![None; place.len()]);
            for (row, &group) in groups.iter().enumerate() {
                let (Some(&at), cell) = (place.get(group as usize), column.get(row)) else { continue };
                if group == NO_GROUP || cell == Cell::Blank {
                    continue;
                }
                match &cells[at] {
                    None => cells[at] = Some(cell),
                    Some(before) if *before == cell => {}
                    Some(_) => contradictions.push((at, field)),
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
