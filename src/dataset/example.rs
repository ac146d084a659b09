//! Datasets made of rows written out: the examples of rules, and synthetic households.

use super::{Dataset, Rows};
use crate::dictionary::{Cardinality, Demand, Dictionary, EntityId, FieldId, FieldRef, FieldType};
use crate::rulebook::ExampleRow;
use crate::table::{Cell, CellReader, Column, Origins, ProblemKind};

/// Rows of each entity, as cells by field.
pub type WrittenRows = Vec<Vec<Vec<Cell>>>;

/// What is given of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// Nothing: the data do not have it.
    Absent,
    /// That it is there.
    Unread,
    /// Its cells.
    Read,
}

/// A cell of an example that cannot be read as its field's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableCell {
    /// The entity.
    pub entity: EntityId,
    /// The field.
    pub field: FieldId,
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

impl<'d> Dataset<'d> {
    /// A dataset of `rows` (by entity, then row, then field). Every entity is given and every column present, so that
    /// every rule can run; entities without rows that can be supplied by keys are.
    #[must_use]
    pub fn of_rows(dictionary: &'d Dictionary, rows: &WrittenRows) -> Self {
        Self::of_given_rows(dictionary, rows, &|_| Given::Read)
    }

    /// [`Self::of_rows`] of the columns that are given; an entity without any has no table, whatever stands in `rows`.
    #[must_use]
    pub fn of_given_rows(dictionary: &'d Dictionary, rows: &WrittenRows, given: &dyn Fn(FieldRef) -> Given) -> Self {
        let given = |entity, field| given(FieldRef { entity, field });
        let is_given = |id: EntityId| dictionary.entity(id).field_ids().any(|field| given(id, field) != Given::Absent);
        let mut made = Self {
            dictionary,
            entities: dictionary.entities.iter().map(|e| Rows::empty(e.fields.len())).collect(),
            links: Vec::new(),
            lists: None,
            files: Vec::new(),
            problems: Vec::new(),
            skipped: Vec::new(),
            notes: Vec::new(),
            rest: None,
            told: Vec::new(),
            issues: Vec::new(),
        };
        for (id, written) in dictionary.entity_ids().zip(rows).filter(|(id, _)| is_given(*id)) {
            let entity = dictionary.entity(id);
            if written.is_empty() && !entity.from_keys.is_empty() {
                continue;
            }
            let columns = entity.fields.iter().enumerate().map(|(field, described)| {
                if given(id, FieldId::new(field)) != Given::Read {
                    return None;
                }
                let mut column = Column::new(described.ty);
                written.iter().for_each(|row| column.push(row.get(field).unwrap_or(&Cell::Blank)));
                Some(column)
            });
            made.entities[id.index()] = Rows {
                given: true,
                count: written.len(),
                columns: columns.collect(),
                present: entity.field_ids().map(|field| given(id, field) != Given::Absent).collect(),
                origins: Origins::default(),
            };
        }
        let supplied = made.supply_keys(&Demand::all(), &Vec::new());
        let tables = made.entities.iter_mut().zip(dictionary.entity_ids());
        for (rows, id) in tables.filter(|(_, id)| is_given(*id)) {
            let entity = dictionary.entity(id);
            rows.given = true;
            rows.present = entity.field_ids().map(|field| given(id, field) != Given::Absent).collect();
            let fields = rows.columns.iter_mut().zip(entity.field_ids().zip(&entity.fields));
            for (column, (at, field)) in fields {
                if given(id, at) != Given::Read {
                    continue;
                }
                let blanks = || {
                    let mut column = Column::new(field.ty);
                    (0..rows.count).for_each(|_| column.push(&Cell::Blank));
                    column
                };
                column.get_or_insert_with(blanks);
            }
        }
        made.build_links(&Demand::all(), supplied);
        made
    }

    /// The dataset of an example, in which the example's own row is row 0 of its entity, with the cells that cannot be
    /// read. Keys that join rows are filled in where they are blank.
    #[must_use]
    pub fn of_example(dictionary: &'d Dictionary, entity: EntityId, row: &ExampleRow) -> (Self, Vec<UnreadableCell>) {
        let mut writer =
            Writer { dictionary, rows: vec![Vec::new(); dictionary.entities.len()], bad: Vec::new(), fresh: 0 };
        writer.write(entity, row);
        (Self::of_rows(dictionary, &writer.rows), writer.bad)
    }
}

struct Writer<'d> {
    dictionary: &'d Dictionary,
    rows: WrittenRows,
    bad: Vec<UnreadableCell>,
    fresh: u32,
}

impl Writer<'_> {
    fn write(&mut self, entity: EntityId, row: &ExampleRow) -> usize {
        let described = self.dictionary.entity(entity);
        let mut cells = vec![Cell::Blank; described.fields.len()];
        for (field, text) in &row.cells {
            match CellReader::new(self.dictionary, described.field(*field).ty).read(text) {
                Ok(cell) => cells[field.index()] = cell,
                Err(kind) => {
                    self.bad.push(UnreadableCell { entity, field: *field, text: text.clone(), kind });
                }
            }
        }
        let at = self.rows[entity.index()].len();
        self.rows[entity.index()].push(cells);
        for (id, linked) in &row.linked {
            let link = self.dictionary.link(*id);
            for other in linked {
                let other_at = self.write(link.to, other);
                for &(mine, theirs) in &link.by {
                    self.join((entity, at, mine), (link.to, other_at, theirs));
                }
            }
            debug_assert!(link.cardinality == Cardinality::Many || linked.len() <= 1);
        }
        at
    }

    /// Makes two cells agree: the one that is written wins, and where neither is, both get a key of their own.
    fn join(&mut self, a: (EntityId, usize, FieldId), b: (EntityId, usize, FieldId)) {
        let cell =
            |(entity, row, field): (EntityId, usize, FieldId)| self.rows[entity.index()][row][field.index()].clone();
        let value = match (cell(a), cell(b)) {
            (Cell::Blank, Cell::Blank) => self.fresh(self.dictionary.entity(a.0).field(a.2).ty),
            (Cell::Blank, value) | (value, _) => value,
        };
        for (entity, row, field) in [a, b] {
            let cell = &mut self.rows[entity.index()][row][field.index()];
            if *cell == Cell::Blank {
                *cell = value.clone();
            }
        }
    }

    fn fresh(&mut self, ty: FieldType) -> Cell {
        self.fresh += 1;
        match ty {
            FieldType::Text | FieldType::Id => Cell::Text(format!("#{}", self.fresh)),
            FieldType::Number(_) => {
                crate::value::Decimal::from_int(i64::from(self.fresh)).map_or(Cell::Blank, Cell::Number)
            }
            FieldType::Bool | FieldType::Date | FieldType::Code(_) => Cell::Blank,
        }
    }
}
