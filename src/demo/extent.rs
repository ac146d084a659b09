//! Which tables a roster has.

use super::overlay::is_key_only;
use crate::dictionary::{Dictionary, EntityId};

/// The tables that are written. To the rules the others are absent, not empty.
#[derive(Clone, Debug)]
pub(super) struct Extent(Vec<bool>);

impl Extent {
    /// All tables, or those of `tables` where any are named.
    pub(super) fn new(dictionary: &Dictionary, tables: &[EntityId]) -> Self {
        Self(dictionary.entity_ids().map(|entity| tables.is_empty() || tables.contains(&entity)).collect())
    }

    /// Whether a table is written.
    pub(super) fn has(&self, entity: EntityId) -> bool {
        self.0.get(entity.index()).copied().unwrap_or(false)
    }

    /// Whether the rows of an entity exist only as keys of others, because no file ever holds them or none does here.
    pub(super) fn is_key_only(&self, dictionary: &Dictionary, entity: EntityId) -> bool {
        is_key_only(dictionary, entity) || !self.has(entity)
    }
}
