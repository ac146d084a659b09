//! What the evaluator is given, and what it keeps of its way.

use super::value::Value;
use crate::dataset::Dataset;
use crate::dictionary::{CodeId, EntityId, FieldRef, LinkId};
use crate::lang::tree::Expr;
use crate::lang::types::{ParameterId, Typed};
use crate::rulebook::Rulebook;
use crate::value::Date;

/// What an expression is read against.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The rulebook: definitions and parameters.
    pub rulebook: &'a Rulebook,
    /// The rows.
    pub dataset: &'a Dataset<'a>,
    /// The audit date.
    pub as_of: Date,
}

/// An expression with its value in one row, and how it came about.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The expression.
    pub expr: &'a Expr<Typed>,
    /// The row it was read in.
    pub row: usize,
    /// Its value.
    pub value: Value,
    /// Why the value is unknown, where this step is where that begins.
    pub reason: Option<Reason>,
    /// The steps it came from: operands, the body of a definition, the tail of a path.
    pub parts: Vec<Step<'a>>,
    /// For aggregates: the rows it ran over.
    pub members: Vec<Member<'a>>,
}

/// A row that an aggregate ran over.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// The entity of the row.
    pub entity: EntityId,
    /// The row.
    pub row: usize,
    /// The condition or number, where the aggregate has one.
    pub body: Option<Step<'a>>,
    /// The filter, where the aggregate has one.
    pub filter: Option<Step<'a>>,
}

/// Why a value is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The cell is blank.
    Blank(FieldRef, usize),
    /// The link leads nowhere.
    NoRow(LinkId),
    /// The link's key is shared by several rows.
    SeveralRows(LinkId),
    /// A link that must lead somewhere leads nowhere: rows are missing from the data.
    NoMembers(LinkId),
    /// The parameter has no value then.
    NoParameter(ParameterId, Option<Date>),
    /// The list was not handed in.
    NoList(FieldRef, CodeId),
    /// The result cannot be held exactly, or a denominator is zero.
    Inexact,
}
