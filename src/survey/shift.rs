//! What a what-if says, as plain data.

use super::record::Measured;
use crate::diagnostic::Locale;
use crate::finding::record::{BasisRecord, IndicatorKind, Lacking, Location, Margin, Pair, VerdictCounts};
use crate::rulebook::{Scenario, Severity, Verdict};
use serde::Serialize;

/// A what-if in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScenarioLine {
    /// The ASCII name.
    pub name: String,
    /// The title.
    pub title: String,
    /// Whether no document asks it.
    pub assumed: bool,
}

impl ScenarioLine {
    /// The line of a scenario.
    #[must_use]
    pub fn of(scenario: &Scenario, locale: Locale) -> Self {
        let title = scenario.title.pick(locale).to_owned();
        Self { name: scenario.name.clone(), title, assumed: scenario.assumed }
    }
}

/// What a what-if supposes, and what it changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhatIfRecord {
    /// The ASCII name of the scenario; empty where fields and parameters were set by hand alone.
    pub name: String,
    /// Its title; empty as well.
    pub title: String,
    /// Why it is as it is; may be empty.
    pub note: String,
    /// The clauses that ask the question.
    pub basis: Vec<BasisRecord>,
    /// Whether no document asks it.
    pub assumed: bool,
    /// The fields that are supposed to be other than they are, those that follow included.
    pub fields: Vec<Supposed>,
    /// The parameters that differ, each with its values on the audit date, now and then.
    pub parameters: Vec<Pair>,
    /// The rules that were asked, whether anything changes or not, in order of the rulebook.
    pub rules: Vec<RuleShift>,
    /// The indicators that were asked.
    pub indicators: Vec<IndicatorShift>,
    /// Rules and indicators that could not be asked.
    pub not_asked: Vec<NotAsked>,
}

impl WhatIfRecord {
    /// Whether any verdict or figure differs.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.rules.iter().any(RuleShift::changes) || self.indicators.iter().any(IndicatorShift::changes)
    }

    /// What the rules and indicators are about that were asked.
    pub fn entities(&self) -> impl Iterator<Item = &str> {
        let rules = self.rules.iter().map(|rule| rule.entity.as_str());
        rules.chain(self.indicators.iter().map(|indicator| indicator.entity.as_str()))
    }
}

/// A field that is supposed to be other than it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Supposed {
    /// The entity.
    pub entity: String,
    /// The field.
    pub field: String,
    /// What it is supposed to be, as an expression over the fields as they are.
    pub is: String,
    /// Whether it only follows others, which it is made of.
    pub follows: bool,
}

/// A rule now and under the supposition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleShift {
    /// The code.
    pub code: String,
    /// The title.
    pub title: String,
    /// The entity it speaks of.
    pub entity: String,
    /// How grave a case is.
    pub severity: Severity,
    /// How many rows have which verdict now.
    pub before: VerdictCounts,
    /// How many have which under the supposition.
    pub after: VerdictCounts,
    /// The rows whose verdict differs, in order of key and place; complete.
    pub rows: Vec<RowShift<Verdict>>,
}

impl RuleShift {
    /// Whether any verdict differs.
    #[must_use]
    pub fn changes(&self) -> bool {
        !self.rows.is_empty()
    }
}

/// An indicator now and under the supposition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndicatorShift {
    /// The code.
    pub code: String,
    /// The title.
    pub title: String,
    /// The entity whose rows are measured.
    pub entity: String,
    /// What kind of figure it is.
    pub kind: IndicatorKind,
    /// What the figure is counted in: `%`, or the unit of a mean.
    pub unit: String,
    /// The figure now.
    pub before: Measured,
    /// The figure under the supposition.
    pub after: Measured,
    /// Of a share: rows that fulfil the condition then and not now.
    pub gained: u64,
    /// These in per cent of the rows that are measured then.
    pub gained_share: Option<String>,
    /// Of a share: rows that fulfil the condition now and not then.
    pub lost: u64,
    /// These in per cent of the rows that are measured then.
    pub lost_share: Option<String>,
    /// Of a share: the rows that count otherwise, in order of key and place; complete.
    pub rows: Vec<RowShift<Counted>>,
}

impl IndicatorShift {
    /// Whether the figure or what a row counts for differs.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.before != self.after || !self.rows.is_empty()
    }
}

/// What a row counts for in a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// It is measured and fulfils the condition.
    Yes,
    /// It is measured and does not.
    No,
    /// A blank decides.
    Unknown,
    /// It is not measured.
    NotMeasured,
}

/// A row that stands otherwise under the supposition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowShift<S> {
    /// The key of the row.
    pub key: String,
    /// The fields that tell a reader which row is meant.
    pub label: Vec<Pair>,
    /// Where the row belongs.
    pub place: Vec<Pair>,
    /// Where it stands.
    pub location: Option<Location>,
    /// What it is now.
    pub from: S,
    /// What it is under the supposition.
    pub to: S,
    /// How far it is from the threshold now, where one comparison comes out otherwise.
    pub before: Option<Margin>,
    /// How far it is from the threshold then.
    pub after: Option<Margin>,
}

/// A rule or indicator that could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotAsked {
    /// The code.
    pub code: String,
    /// The title.
    pub title: String,
    /// What it needs and the data do not have.
    pub lacks: Vec<Lacking>,
    /// Whether it reckons with a field that is a quotient under the supposition, which cannot be done exactly.
    pub aside: bool,
}
