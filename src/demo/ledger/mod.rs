//! Tables that the field knows nothing of: rows made from the dictionary alone.
//!
//! What a row belongs to is read off its links; what it says is copied from its owners where they say it too, and
//! otherwise the sample of each field. Whether such rows break a rule is seen later, by judging them (see `vet`).

mod dates;
mod grow;
mod keys;
mod lineage;

pub(super) use dates::Samples;

use super::extent::Extent;
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
    /// Reads the tables off a dictionary, for an audit date: those that are written, and those that their rows belong to
    /// or lead to.
    pub(super) fn new(dictionary: &Dictionary, columns: &Columns, as_of: Date, extent: &Extent) -> Self {
        let samples = Samples::new(as_of);
        let usual = dictionary.entity_ids().map(|entity| samples.row(dictionary, entity)).collect();
        let (mut ledgers, mut order) = lineage::read(dictionary, columns);
        let mut needed: Vec<EntityId> = order.iter().copied().filter(|&entity| extent.has(entity)).collect();
        let mut read = 0;
        while let Some(ledger) = needed.get(read).and_then(|entity| ledgers[entity.index()].as_ref()) {
            let ties = ledger.ties.iter().map(|&tie| dictionary.link(tie).to);
            let more: Vec<EntityId> = ledger.line.iter().copied().chain(ties).collect();
            needed.extend(
                more.into_iter().filter(|more| order.contains(more) && !needed.contains(more)).collect::<Vec<_>>(),
            );
            read += 1;
        }
        order.retain(|entity| needed.contains(entity));
        for entity in dictionary.entity_ids().filter(|entity| !needed.contains(entity)) {
            ledgers[entity.index()] = None;
        }
        Self { ledgers, order, usual }
    }

    /// A row of usual values.
    pub(super) fn usual(&self, entity: EntityId) -> Row {
        self.usual.get(entity.index()).cloned().unwrap_or_default()
    }

    /// Whether no table is made here.
    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
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
