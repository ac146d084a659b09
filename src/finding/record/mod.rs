//! What a run says, as plain data: localised, masked, ready to be printed in any format.
//!
//! Every output format is made from these and from nothing else, so that all formats say the same.

mod case;
mod gate;
mod indicator;
mod inspect;
mod manual;
mod rule;
mod statistics;
mod summary;
mod term;
mod trace;

pub use crate::rulebook::{Severity, Verdict};
pub use case::{BasisRecord, CellRecord, Location, Margin, Pair, ParameterRecord, Record};
pub use gate::{GateCount, GateRecord, GateSummary, GateVerdict, MissingFact, RuleTitle};
pub use indicator::{IndicatorDoc, IndicatorKind, IndicatorLine};
pub use inspect::{ColumnRecord, InspectRecord, ProblemExample, ProblemRecord};
pub use manual::{Manual, PackDoc};
pub use rule::{
    ClauseDoc, DefinitionDoc, ExampleDoc, ExampleRowDoc, Expression, LinkedDoc, ParameterDoc, RuleDoc, RuleLine,
    ValueDoc,
};
pub use statistics::{Statistics, StatisticsCounts, StatisticsRow};
pub use summary::{CaseCount, EntityRows, InputRecord, Lacking, RuleOutcome, RuleRecord, Summary, VerdictCounts};
pub use term::{DataCheckDoc, MessageDoc, ParameterPage, ScenarioDoc, TermDoc};
pub use trace::{RuleTrace, TraceRecord};
