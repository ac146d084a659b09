//! The rule language: small, pure, strict, three-valued, in Chinese and ASCII.
//!
//! Text becomes [`tree::Expr`] by [`parse`]; [`check`] resolves its names and types and returns the same tree with
//! [`types::Typed`] in every node; [`print`](fn@print) writes either back, in Chinese or in English.
//! The meaning of each node is defined by the reference evaluator in [`crate::trace`].

pub mod tree;
pub mod types;
mod walk;
