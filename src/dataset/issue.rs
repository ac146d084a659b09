//! What is odd about how rows belong together. Nothing is dropped for it.

use crate::dictionary::{EntityId, FieldId, LinkId};

/// Something odd about a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// The entity.
    pub entity: EntityId,
    /// The row.
    pub row: usize,
    /// What is odd.
    pub kind: IssueKind,
}

/// What is odd about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    /// Its key is blank.
    BlankKey,
    /// So many rows share its key.
    DuplicateKey(u32),
    /// No row has the key that this required to-one link names: a person whose household is not in the data.
    NoOwner(LinkId),
    /// No row belongs to it by this required to-many link: a household without people.
    NoMembers(LinkId),
    /// The rows that name it disagree on this field, which has no table of its own; the field counts as blank.
    Contradiction(FieldId),
}
