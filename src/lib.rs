//! `hucha` (户查) holds rosters of households against written policy and lists every suspect with its evidence.
//!
//! Rooms, in order; each uses only those above it: [`diagnostic`], [`value`], [`dictionary`], [`lang`], [`rulebook`],
//! [`table`], [`dataset`], [`engine`], [`trace`], [`finding`], [`demo`].

// The wall for code that users run; tests may stop where they cannot go on.
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::panic, clippy::print_stderr, clippy::print_stdout, clippy::unwrap_used)
)]

pub mod dataset;
pub mod demo;
pub mod diagnostic;
pub mod dictionary;
pub mod engine;
pub mod finding;
pub mod lang;
pub mod lint;
pub mod report;
pub mod rulebook;
pub mod table;
pub mod trace;
pub mod value;
