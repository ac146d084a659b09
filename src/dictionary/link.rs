//! How rows of one entity belong to rows of another, and which row comes before which.

use super::ids::{EntityId, FieldId, LinkId};
use super::names::Name;

/// One direction of a relation between two entities. Every relation gives two links, each the other's inverse:
/// the to-one link from the rows that hold a key, and the to-many link back.
#[derive(Clone, Debug)]
pub struct Link {
    /// What rules call it.
    pub name: Name,
    /// Where it starts.
    pub from: EntityId,
    /// Where it leads.
    pub to: EntityId,
    /// To how many rows it leads.
    pub cardinality: Cardinality,
    /// Pairs of fields (of `from`, of `to`) whose values must agree. Identity numbers agree by
    /// [`crate::value::id_number::join_key`].
    pub by: Vec<(FieldId, FieldId)>,
    /// Whether every row of `from` must have at least one row of `to`. An aggregate over such a link with no rows is
    /// unknown: a household without people is a gap in the data, not a household in which nobody is out of school.
    pub required: bool,
    /// The same relation the other way; of a link within a sequence, itself.
    pub inverse: LinkId,
    /// For a link to the row before: the fields that put rows with the same key in order, the first of which decides
    /// alone where it can. Empty for any other.
    pub order: Vec<FieldId>,
}

impl Link {
    /// Whether the link leads to the row before, among those of the same entity with the same key.
    #[must_use]
    pub fn is_sequence(&self) -> bool {
        !self.order.is_empty()
    }
}

/// To how many rows a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cardinality {
    /// At most one: usable under a dot.
    One,
    /// Any number: usable in an aggregate.
    Many,
}
