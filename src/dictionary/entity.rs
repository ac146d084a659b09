//! Entities and their fields.

use super::ids::{CodeListId, DimensionId, EntityId, FieldId};
use super::names::{Bilingual, Name};
use crate::diagnostic::Span;

/// A kind of thing that rows stand for.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The name that rules and `--table` use.
    pub name: Name,
    /// What it is.
    pub title: Bilingual,
    /// The fields whose values together name one row; may be empty for lists whose rows have no name of their own.
    pub key: Vec<FieldId>,
    /// The fields, in the order of the export.
    pub fields: Vec<Field>,
    /// The fields that say to a reader which row is meant; read whenever the file has them.
    pub label: Vec<FieldId>,
    /// The fields that place a row (province to village), for grouping, outermost first.
    pub place: Vec<FieldId>,
    /// Where no table is given: the entities whose links to this one supply its rows, one a distinct key.
    pub from_keys: Vec<EntityId>,
    /// Where its name stands.
    pub span: Span,
}

impl Entity {
    /// The field of an id.
    #[must_use]
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.index()]
    }

    /// The ids of all fields, in order.
    pub fn field_ids(&self) -> impl Iterator<Item = FieldId> + use<> {
        (0..self.fields.len()).map(FieldId::new)
    }
}

/// A column.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name that rules use: the header of the national export.
    pub name: Name,
    /// What the column holds.
    pub ty: FieldType,
    /// Other headers found in the wild for it.
    pub aliases: Vec<String>,
    /// What it means.
    pub title: Bilingual,
    /// A usual value, as a cell would hold it: documentation, and what synthetic rosters fill in.
    pub sample: Option<String>,
    /// What of it may not be shown.
    pub sensitivity: Sensitivity,
    /// Whether each of its codes names a list that somebody hands in. Of a list that no row stands for nothing is known:
    /// it was not handed in, which is not the same as nobody being on it.
    pub handed_in: bool,
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// Yes or no.
    Bool,
    /// A number, in the first unit of its dimension where it has one.
    Number(Option<DimensionId>),
    /// A date, known to the day, the month or the year.
    Date,
    /// A code of a list.
    Code(CodeListId),
    /// Any text. Compared as it stands, margins apart.
    Text,
    /// An identity number (see [`crate::value::id_number`]), folded.
    Id,
}

/// What of a value is hidden from a reader who has no business with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sensitivity {
    /// Nothing.
    #[default]
    Open,
    /// A person's name: all but the first character.
    Name,
    /// An identity, card or telephone number: all but the first characters and the last.
    Number,
}
