//! Synthetic rosters with known faults and the answer key: for demonstrations, tests and benchmarks.
//!
//! Clean households are made by `field`, the one part of the program that knows who lives in a village. A fault is made by
//! laying a rule's own violating example over a clean household, so that a new rule needs no new code here. Which rules
//! must find which rows is worked out with the reference evaluator. Everything depends on the seed alone, not on the
//! number of threads.

mod block;
mod blocks;
mod bytes;
mod draw;
mod extent;
mod field;
mod files;
mod judge;
mod ledger;
mod overlay;
mod recipe;
mod roster;
mod rows;
mod text;
mod vet;

pub use files::{ANSWERS, Summary, write, write_folder};
pub use recipe::Reason;
pub use roster::{Answer, Options, Roster, Sheet, Unplanted, generate};
pub use text::Text;
