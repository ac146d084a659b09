//! Types, and what the checker knows of each node.

use crate::dictionary::{CodeId, CodeListId, DimensionId, EntityId, FieldRef, FieldType, LinkId};
use crate::value::Decimal;

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A condition, true, false or unknown.
    Bool,
    /// A number of a dimension; `None` is a plain number.
    Number(Option<DimensionId>),
    /// A quotient: to be compared and shown, not computed with.
    Quotient(Option<DimensionId>),
    /// A date.
    Date,
    /// A code of a list.
    Code(CodeListId),
    /// A text.
    Text,
    /// An identity number.
    Id,
}

impl From<FieldType> for Type {
    fn from(ty: FieldType) -> Self {
        match ty {
            FieldType::Bool => Self::Bool,
            FieldType::Number(dimension) => Self::Number(dimension),
            FieldType::Date => Self::Date,
            FieldType::Code(list) => Self::Code(list),
            FieldType::Text => Self::Text,
            FieldType::Id => Self::Id,
        }
    }
}

/// A definition of the rulebook, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DefinitionId(pub u32);

/// A parameter of the rulebook, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParameterId(pub u32);

/// What the checker knows of a node.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The type of its value.
    pub ty: Type,
    /// The entity in whose rows it is read.
    pub entity: EntityId,
    /// What its names mean.
    pub target: Target,
}

/// What the names of a node mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The node has no name of its own.
    None,
    /// `Kind::Number`: the value in the base unit of its dimension.
    Number(Decimal),
    /// `Kind::Text` that meets a code list.
    Code(CodeId),
    /// `Kind::Name`: a field of the node's entity.
    Field(FieldRef),
    /// `Kind::Name`: a definition of the node's entity.
    Definition(DefinitionId),
    /// `Kind::Name`, `Kind::At`: a parameter.
    Parameter(ParameterId),
    /// `Kind::Path`, `Kind::NoRow`, `Kind::Aggregate`: the links, in order.
    Links(Vec<LinkId>),
}

/// A definition as the checker sees it.
#[derive(Clone, Debug)]
pub struct DefinitionSignature {
    /// The Chinese and the ASCII name.
    pub name: crate::dictionary::Name,
    /// The entity it belongs to.
    pub entity: EntityId,
    /// Its type.
    pub ty: Type,
}

/// A parameter as the checker sees it.
#[derive(Clone, Debug)]
pub struct ParameterSignature {
    /// The Chinese and the ASCII name.
    pub name: crate::dictionary::Name,
    /// Its type.
    pub ty: Type,
}

/// What an expression may name.
pub trait Scope {
    /// The dictionary.
    fn dictionary(&self) -> &crate::dictionary::Dictionary;
    /// The definitions checked so far; a [`DefinitionId`] is a position here.
    fn definitions(&self) -> &[DefinitionSignature];
    /// The parameters; a [`ParameterId`] is a position here.
    fn parameters(&self) -> &[ParameterSignature];
    /// The definition that stands for a field, where it is supposed to be other than it is.
    fn supposed(&self, _at: FieldRef) -> Option<DefinitionId> {
        None
    }
}
