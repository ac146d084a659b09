//! What every rule says of one row.

use super::{BasisRecord, CellRecord, Location, Pair, ParameterRecord, RuleRecord};
use crate::rulebook::{Severity, Verdict};
use serde::Serialize;

/// One row with what every rule says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TraceRecord {
    /// What the row stands for, such as `户`.
    pub entity: String,
    /// The key of the row, its parts joined with `/`.
    pub key: String,
    /// The fields that tell a reader which row is meant, with their values.
    pub label: Vec<Pair>,
    /// Where the row belongs, from the outermost place inwards.
    pub place: Vec<Pair>,
    /// Where the row stands; `None` for rows that exist only as a key of others.
    pub location: Option<Location>,
    /// The audit date.
    pub as_of: String,
    /// The rules that ran, in order of the rulebook.
    pub rules: Vec<RuleTrace>,
    /// The rules of this entity that did not run, and why.
    pub not_run: Vec<RuleRecord>,
}

/// What one rule says of a row, with everything it read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleTrace {
    /// The code of the rule.
    pub code: String,
    /// Its title.
    pub title: String,
    /// How grave a case of it is.
    pub severity: Severity,
    /// What it says.
    pub verdict: Verdict,
    /// What was found, where the rule is broken.
    pub message: Option<String>,
    /// The cells that were read.
    pub cells: Vec<CellRecord>,
    /// What was computed on the way.
    pub computed: Vec<Pair>,
    /// The parameters that were read.
    pub parameters: Vec<ParameterRecord>,
    /// Why nothing can be said, where the verdict is unknown.
    pub reasons: Vec<String>,
    /// The clauses that the rule rests on.
    pub basis: Vec<BasisRecord>,
}
