//! Which tables and columns a roster has.

use super::overlay::is_key_only;
use crate::dataset::Given;
use crate::dictionary::{Dictionary, EntityId, FieldRef};

/// The tables and columns that are written. To the rules the others are absent, not empty.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    /// By entity and field.
    fields: Vec<Vec<bool>>,
}

impl Extent {
    /// All tables, or those of `tables` where any are named; of these all columns, or those of `columns` where any are
    /// named, and the keys of the rows.
    pub(super) fn new(dictionary: &Dictionary, tables: &[EntityId], columns: &[FieldRef]) -> Self {
        let has = |at: FieldRef| {
            (tables.is_empty() || tables.contains(&at.entity))
                && (columns.is_empty() || columns.contains(&at) || dictionary.entity(at.entity).key.contains(&at.field))
        };
        let of = |entity| dictionary.entity(entity).field_ids().map(|field| has(FieldRef { entity, field })).collect();
        Self { fields: dictionary.entity_ids().map(of).collect() }
    }

    /// Whether a table is written.
    pub(super) fn has(&self, entity: EntityId) -> bool {
        self.fields.get(entity.index()).is_some_and(|fields| fields.contains(&true))
    }

    /// Whether a column is written.
    pub(super) fn has_field(&self, at: FieldRef) -> bool {
        self.fields.get(at.entity.index()).and_then(|fields| fields.get(at.field.index())) == Some(&true)
    }

    /// What the rules see of a column whose cells are read.
    pub(super) fn given(&self, at: FieldRef) -> Given {
        if self.has_field(at) { Given::Read } else { Given::Absent }
    }

    /// By field of a table, whether it is written; `None` where all are.
    pub(super) fn only(&self, entity: EntityId) -> Option<&[bool]> {
        self.fields.get(entity.index()).map(Vec::as_slice).filter(|fields| fields.contains(&false))
    }

    /// Whether the rows of an entity exist only as keys of others, because no file ever holds them or none does here.
    pub(super) fn is_key_only(&self, dictionary: &Dictionary, entity: EntityId) -> bool {
        is_key_only(dictionary, entity) || !self.has(entity)
    }
}
