//! A rulebook's conditions compiled to a plan over columns, evaluated in parallel, and counted.
//!
//! Equal expressions of all rules are one node, computed once a chunk of rows. What is read across a link is completed
//! for all rows first, in stages; then every question is answered chunk by chunk. Nothing depends on the number of
//! threads or on the size of a chunk. The meaning of each node is that of the reference evaluator in [`crate::trace`].

mod across;
mod aggregate;
mod bits;
mod chunk;
mod compare;
mod compile;
mod dated;
mod dates;
mod functions;
mod join;
mod lane;
mod operators;
mod pick;
mod plan;
mod read;
mod run;
mod texts;
mod timing;
mod truths;
mod vector;

pub use compile::Lack;
pub use read::{Reader, Reading};
pub use run::{Answer, CHUNK_ROWS, Collect, Condition, Counts, Plan};
pub use timing::Times;
