//! The reference evaluator: one row, walking the typed tree, keeping every value it saw.
//!
//! It is short and obvious on purpose. What an expression means is what this says; the columnar engine and the SQL
//! back end are held to it, and it supplies the evidence of every finding.

mod absent;
mod doubt;
mod evaluate;
mod functions;
mod operators;
mod relevant;
mod rule;
mod step;
mod value;

pub use evaluate::evaluate;
pub use relevant::{CellRef, Evidence, MEMBERS_SHOWN, ParameterUse, evidence};
pub use rule::RuleTrace;
pub use step::{Context, Member, Reason, Step};
pub use value::Value;
