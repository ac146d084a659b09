//! Keys of rows that exist only as a key, of which few are ever told: each is read where the row stands that it was made
//! from, so that no column of them is laid out.

use super::Dataset;
use super::supply::{Made, Supplier};
use crate::dictionary::{EntityId, FieldId, FieldRef, FieldType};
use crate::table::{Cell, Store};
use crate::value::id_number;

/// The keys of an entity.
#[derive(Clone, Debug)]
pub(super) struct ToldKeys {
    entity: EntityId,
    key: Vec<FieldId>,
    suppliers: Vec<Supplier>,
    /// As of [`Made`].
    first: Store<u32>,
}

impl From<Made> for ToldKeys {
    fn from(made: Made) -> Self {
        let Made { entity, key, suppliers, first } = made;
        Self { entity, key, suppliers, first }
    }
}

impl ToldKeys {
    /// Where the cell of a field is read: the field of which table, and which of its rows.
    fn source(&self, at: FieldRef, row: usize) -> Option<(FieldRef, usize)> {
        let part = self.key.iter().position(|field| *field == at.field && self.entity == at.entity)?;
        let place = self.first.get(row) as usize;
        let supplier = self.suppliers.iter().rfind(|supplier| supplier.start <= place)?;
        let field = *supplier.by.get(part)?;
        (row < self.first.len()).then_some((FieldRef { entity: supplier.from, field }, place - supplier.start))
    }
}

impl Dataset<'_> {
    /// A cell of a key, as it would be laid out; `None` where it is none that is only told.
    pub(super) fn told_key(&self, at: FieldRef, row: usize) -> Option<Cell> {
        let (source, row) = self.told.iter().find_map(|told| told.source(at, row))?;
        Some(match self.column(source)?.get(row) {
            Cell::Text(text) if self.dictionary.field(source).ty == FieldType::Id => {
                Cell::Text(id_number::join_key(&text).into_owned())
            }
            cell => cell,
        })
    }
}
