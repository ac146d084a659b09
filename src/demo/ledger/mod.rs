//! Tables that the field knows nothing of: rows made from the dictionary alone.
//!
//! What a row belongs to is read off its links; what it says is copied from its owners where they say it too, and
//! otherwise the sample of each field. Whether such rows break a rule is seen later, by judging them (see `vet`).

mod dates;
mod grow;
mod keys;
mod lineage;

pub(super) use dates::Samples;

use super::field::Columns;
use super::rows::Row;
use crate::dictionary::{Dictionary, EntityId};
use crate::value::Date;
use lineage::Ledger;

/// All tables that are made from the dictionary alone.
pub(super) struct Ledgers {
    /// By entity; `None` for those that the field fills and those that exist only as keys.
    ledgers: Vec<Option<Ledger>>,
    /// Those that are some, owners before what belongs to them.
    order: Vec<EntityId>,
    /// By entity, a row of usual values.
    usual: Vec<Row>,
}

impl Ledgers {
    /// Reads the tables off a dictionary, for an audit date.
    pub(super) fn new(dictionary: &Dictionary, columns: &Columns, as_of: Date) -> Self {
        let samples = Samples::new(as_of);
        let usual = dictionary.entity_ids().map(|entity| samples.row(dictionary, entity)).collect();
        let (ledgers, order) = lineage::read(dictionary, columns);
        Self { ledgers, order, usual }
    }

    /// A row of usual values.
    pub(super) fn usual(&self, entity: EntityId) -> Row {
        self.usual.get(entity.index()).cloned().unwrap_or_default()
    }

    /// Whether rows of an entity are made here.
    pub(super) fn has(&self, entity: EntityId) -> bool {
        self.get(entity).is_some()
    }

    /// Whether rows of an entity belong to a village and not to one household.
    pub(super) fn is_of_village(&self, entity: EntityId) -> bool {
        self.get(entity).is_some_and(|ledger| ledger.is_of_village)
    }

    fn get(&self, entity: EntityId) -> Option<&Ledger> {
        self.ledgers.get(entity.index())?.as_ref()
    }
}
