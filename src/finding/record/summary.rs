//! The receipt of a run: what was read, which rules ran, and what they counted.

use super::Pair;
use crate::rulebook::Severity;
use serde::Serialize;

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRecord {
    /// The code of the rule.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The entity it speaks of.
    pub entity: String,
    /// The ASCII name of its class.
    pub class: String,
    /// How grave a case of it is.
    pub severity: Severity,
    /// What became of it.
    pub outcome: RuleOutcome,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleOutcome {
    /// It ran; the four counts add up to the rows of its entity.
    Ran(VerdictCounts),
    /// It could not run, for want of these; at least one.
    NotRunnable(Vec<Lacking>),
    /// It was not asked for by name, and no file holds rows of its entity, so that it has nothing to judge.
    NoRows,
    /// The region switches it off, with the reason.
    SwitchedOff(String),
}

/// Something that a rule needs and the run did not have: a table, a column, a list, a value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lacking {
    /// Of a column that a table lacks, the table and the column.
    pub column: Option<Pair>,
    /// What is lacking.
    pub what: String,
    /// What the reader can do about it, in one sentence.
    pub way_out: String,
}

/// How many rows got which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerdictCounts {
    /// 命中: the rule applies and is broken.
    pub violation: u64,
    /// 不命中: the rule applies and is kept, or cannot be broken whatever the blanks hold.
    pub pass: u64,
    /// 无法判定: a blank could turn it.
    pub unknown: u64,
    /// 不适用: the rule does not apply.
    pub not_applicable: u64,
}

impl VerdictCounts {
    /// The rows that were judged.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.violation + self.pass + self.unknown + self.not_applicable
    }
}

/// An input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputRecord {
    /// The file.
    pub file: String,
    /// What its rows stand for.
    pub entity: String,
    /// `UTF-8` or `GB18030`.
    pub encoding: String,
    /// Data rows read.
    pub read: u64,
    /// Data rows kept.
    pub kept: u64,
    /// Data rows set aside; read = kept + set aside.
    pub set_aside: u64,
    /// Rows that are no data: blank ones, the header or a title once more, totals.
    pub no_data: u64,
    /// Its bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes.
    pub sha256: Option<String>,
}

/// Everything a run says beside its cases: the receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// `hucha`.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The audit date.
    pub as_of: String,
    /// The region overlay, where one was chosen.
    pub region: Option<String>,
    /// Parameters set on the command line.
    pub overrides: Vec<Pair>,
    /// The SHA-256 over all rule files in use.
    pub rulebook_sha256: String,
    /// The files.
    pub inputs: Vec<InputRecord>,
    /// Files in given folders that were not read, with the reason.
    pub skipped: Vec<Pair>,
    /// Rows of each entity, those known only by a key included.
    pub rows: Vec<EntityRows>,
    /// The selected rules, in order of the rulebook.
    pub rules: Vec<RuleRecord>,
    /// Cases by code, complete however many were listed; codes without a case may be left out.
    pub cases: Vec<CaseCount>,
    /// What was in use although it is only believed, not cited: the parameter, definition or rule, and its value.
    pub assumed: Vec<Pair>,
    /// What makes the whole answer doubtful and is to be looked at first: columns whose names look like slips, files
    /// that were given twice.
    pub doubts: Vec<String>,
    /// Things worth saying about the run: unknown columns, parameters without a value.
    pub notes: Vec<String>,
}

/// How many rows of an entity there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityRows {
    /// What a row stands for.
    pub entity: String,
    /// How many there are.
    pub rows: u64,
}

/// How many cases a rule or a data check has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseCount {
    /// The code.
    pub code: String,
    /// The title.
    pub title: String,
    /// The ASCII name of its class; `data` for data checks.
    pub class: String,
    /// How grave a case is.
    pub severity: Severity,
    /// How many there are, whether listed or not.
    pub cases: u64,
}
