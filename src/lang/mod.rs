//! The rule language: small, pure, strict, three-valued, in Chinese and ASCII.
//!
//! Text becomes [`tree::Expr`] by [`parse`]; [`check`] resolves its names and types and returns the same tree with
//! [`types::Typed`] in every node; [`print`](fn@print) writes either back, in Chinese or in English.
//! The meaning of each node is defined by the reference evaluator in [`crate::trace`].

pub mod tree;
pub mod types;
mod walk;

use crate::diagnostic::{Diagnostic, Span};
use crate::dictionary::{Dictionary, EntityId};

/// Parses.
pub fn parse(_text: &str, _place: &dyn Fn(std::ops::Range<usize>) -> Span) -> Result<tree::Expr, Vec<Diagnostic>> {
    Err(Vec::new())
}
/// References.
pub fn references(_expr: &tree::Expr, _entity: EntityId, _dictionary: &Dictionary) -> Vec<(EntityId, tree::Ident)> {
    Vec::new()
}
/// Checks.
pub fn check(
    _expr: &tree::Expr,
    _entity: EntityId,
    _scope: &dyn types::Scope,
    _expected: Option<types::Type>,
) -> Result<tree::Expr<types::Typed>, Vec<Diagnostic>> {
    Err(Vec::new())
}
/// Keyword?
pub fn is_keyword(_name: &str) -> bool {
    false
}
