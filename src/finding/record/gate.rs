//! What a gate says of a list of rows.

use super::{Location, Pair, Record, Summary};
use serde::Serialize;

/// What a gate says of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GateVerdict {
    /// Nothing stands against it.
    Clear,
    /// A rule is broken.
    Barred,
    /// No rule is broken, but blanks could still break one.
    Open,
}

/// One row on the list of a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GateRecord {
    /// What the row stands for, such as `户`.
    pub entity: String,
    /// The key of the row, its parts joined with `/`.
    pub key: String,
    /// The fields that tell a reader which row is meant, with their values.
    pub label: Vec<Pair>,
    /// Where the row belongs, from the outermost place inwards.
    pub place: Vec<Pair>,
    /// Where the row stands.
    pub location: Option<Location>,
    /// What the gate says.
    pub verdict: GateVerdict,
    /// The same in the gate's own words.
    pub verdict_title: String,
    /// The cases that bar the row; none unless it is barred.
    pub reasons: Vec<Record>,
    /// The rules that could not be decided; a barred row may have some too.
    pub undecided: Vec<RuleTitle>,
    /// The smallest list of blank facts that could still turn the verdict; none unless it is open.
    pub missing: Vec<MissingFact>,
}

/// A rule by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleTitle {
    /// The code.
    pub code: String,
    /// The title.
    pub title: String,
}

/// A blank that has to be found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissingFact {
    /// What the row with the blank stands for.
    pub entity: String,
    /// Which row, in a word or two; empty for the row on the list itself.
    pub of: String,
    /// The field to be found out.
    pub field: String,
    /// What stands there, where it could not be read and so counts as blank; empty otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unread: String,
    /// Where the blank cell stands; `None` for rows that exist only as a key.
    pub location: Option<Location>,
    /// Whether it is no blank cell but a column, table or list that the data do not have at all.
    pub absent: bool,
    /// The codes of the rules that it could decide.
    pub rules: Vec<String>,
}

/// What a gate says in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GateSummary {
    /// The ASCII name of the gate.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What the rows on the list stand for.
    pub entity: String,
    /// Rows against which nothing stands.
    pub clear: GateCount,
    /// Rows that break a rule.
    pub barred: GateCount,
    /// Rows that blanks leave open.
    pub open: GateCount,
    /// The receipt. A rule of the gate that could not run is found here; while there is one, no row can be clear.
    pub run: Summary,
}

/// How many rows got a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GateCount {
    /// The gate's own words for it.
    pub title: String,
    /// How many there are, whether listed or not.
    pub rows: u64,
}
