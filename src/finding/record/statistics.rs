//! Cases counted by groups.

use serde::Serialize;

/// Cases counted by the columns that the reader asked for, such as township, village and rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// The columns that make the groups.
    pub headers: Vec<String>,
    /// The groups, in order.
    pub rows: Vec<StatisticsRow>,
    /// All groups together. A row of data in several groups counts once here, so the sum of the groups may be larger.
    pub total: StatisticsCounts,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatisticsRow {
    /// The values that make the group, one for each header.
    pub group: Vec<String>,
    /// What was counted.
    pub counts: StatisticsCounts,
}

/// What is counted of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatisticsCounts {
    /// Cases.
    pub cases: u64,
    /// Distinct rows with at least one case.
    pub entities: u64,
}
