//! An indicator as its page in the manual shows it, and as a line of a list.

use super::{ClauseDoc, DefinitionDoc, Expression, ParameterDoc};
use crate::rulebook::{Direction, Measure};
use serde::Serialize;

/// An indicator in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndicatorLine {
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
    /// Whether it is only believed to follow from the policy.
    pub assumed: bool,
}

/// The kind of figure that an indicator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IndicatorKind {
    /// The share of the rows that fulfil a condition.
    Share,
    /// The mean of a value.
    Mean,
    /// One sum by another.
    Ratio,
    /// How many rows there are.
    Count,
}

impl IndicatorKind {
    /// The kind of figure that a measure makes.
    #[must_use]
    pub const fn of(measure: &Measure) -> Self {
        match measure {
            Measure::Share(_) => Self::Share,
            Measure::Mean(_) => Self::Mean,
            Measure::Ratio { .. } => Self::Ratio,
            Measure::Count => Self::Count,
        }
    }
}

/// Everything that is known of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndicatorDoc {
    /// What a list shows of it.
    pub indicator: IndicatorLine,
    /// Which rows are measured; `None` for all.
    pub among: Option<Expression>,
    /// What is measured: nothing for a count, two sums for a ratio, else one.
    pub measures: Vec<Expression>,
    /// The fields by whose values the rows are parted.
    pub by: Vec<String>,
    /// The share, from 0 to 1, that the documents let pass.
    pub tolerable: Option<String>,
    /// Which way is better.
    pub direction: Option<Direction>,
    /// Why it is as it is; may be empty.
    pub note: String,
    /// The clauses it rests on.
    pub basis: Vec<ClauseDoc>,
    /// The definitions it uses, directly or through others.
    pub definitions: Vec<DefinitionDoc>,
    /// The parameters it reads, directly or through definitions.
    pub parameters: Vec<ParameterDoc>,
}
