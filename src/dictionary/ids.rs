//! Positions in the dictionary, one type each, so that a field of one list cannot be taken for an entity of another.

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u16);

        impl $name {
            /// The id of position `index`. The loader refuses dictionaries with more entries than an id can count.
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(u16::try_from(index).unwrap_or(u16::MAX))
            }

            /// The position.
            #[must_use]
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

id! {
    /// An entity of the dictionary.
    EntityId
}
id! {
    /// A field within its entity.
    FieldId
}
id! {
    /// A link of the dictionary.
    LinkId
}
id! {
    /// A code list of the dictionary.
    CodeListId
}
id! {
    /// A code within its list.
    CodeId
}
id! {
    /// A dimension of units.
    DimensionId
}

/// A field with the entity it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldRef {
    /// The entity.
    pub entity: EntityId,
    /// The field within it.
    pub field: FieldId,
}
