//! Indicators as plain data: localised, ready to be printed in any format.

use crate::finding::record::{BasisRecord, IndicatorKind, Lacking};
use crate::rulebook::Direction;
use serde::Serialize;

/// An indicator and what it came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndicatorRecord {
    /// The stable code.
    pub code: String,
    /// The short ASCII name.
    pub slug: String,
    /// The title.
    pub title: String,
    /// The entity whose rows are measured.
    pub entity: String,
    /// What kind of figure it is.
    pub kind: IndicatorKind,
    /// What the figure is counted in: `%`, or the unit of a mean; empty for a count and for plain numbers.
    pub unit: String,
    /// The share, in per cent, that the documents let pass.
    pub tolerable: Option<String>,
    /// Which way is better.
    pub direction: Option<Direction>,
    /// The clauses it rests on.
    pub basis: Vec<BasisRecord>,
    /// Whether it or a parameter it reads is only believed, not cited.
    pub assumed: bool,
    /// What it came to.
    pub outcome: IndicatorOutcome,
}

/// What an indicator came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorOutcome {
    /// It was reckoned.
    Ran {
        /// Over all rows.
        total: Measured,
        /// The fields that part the rows; those that the data do not have are left out.
        by: Vec<String>,
        /// The fields that should part the rows and that the data do not have.
        by_absent: Vec<String>,
        /// Over the rows of each group, in order; none where the rows are not parted.
        groups: Vec<GroupRecord>,
    },
    /// It could not be reckoned, for want of these; at least one.
    NotRunnable(Vec<Lacking>),
    /// It was not asked for by name, and no file holds rows of its entity.
    NoRows,
}

/// An indicator over the rows of one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupRecord {
    /// The values that make the group, one for each field.
    pub group: Vec<String>,
    /// What the indicator came to there.
    pub measured: Measured,
}

/// What an indicator came to over some rows.
///
/// What is counted in per cent has two decimals, means two at most, counts none; all are rounded half away from zero from exact fractions, to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Measured {
    /// The sum above the line over the rows that are known: rows that fulfil the condition, or an amount.
    pub above: String,
    /// The sum below the line over the same rows: how many they are, or an amount. Of a count how many rows there are.
    pub below: String,
    /// Rows that are measured.
    pub rows: u64,
    /// Of these, rows whose part a blank leaves open.
    pub undecided: u64,
    /// Rows of which nobody can tell whether they are measured.
    pub perhaps: u64,
    /// The figure over the rows that are known; `None` where there are none.
    pub known: Option<String>,
    /// The least that the figure can be, whatever the blanks hold; `None` where nothing bounds it.
    pub low: Option<String>,
    /// The greatest.
    pub high: Option<String>,
    /// How it stands against what is tolerable; `None` where nothing is.
    pub against: Option<Against>,
}

impl Measured {
    /// Whether no blank leaves the figure open.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.undecided == 0 && self.perhaps == 0
    }
}

/// How a figure stands against what is tolerable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Not worse, whatever the blanks hold.
    Within,
    /// Worse, whatever the blanks hold.
    Beyond,
    /// The blanks decide.
    Open,
}
