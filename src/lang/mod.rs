//! The rule language: small, pure, strict, three-valued, in Chinese and ASCII.
//!
//! Text becomes [`tree::Expr`] by [`parse()`]; [`check()`] resolves its names and types and returns the same tree with
//! [`types::Typed`] in every node; [`print`](fn@print) writes either back, in Chinese or in English.
//! The meaning of each node is defined by the reference evaluator in [`crate::trace`].

mod check;
mod parse;
mod print;
mod resolve;
#[cfg(test)]
mod tests;
mod token;
pub mod tree;
pub mod types;
mod walk;
mod words;

pub use check::check;
pub use parse::{MAX_DEPTH, parse};
pub use print::{print, print_untyped};
pub use resolve::references;
pub use words::{is_keyword, spellings};
