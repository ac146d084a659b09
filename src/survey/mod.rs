//! What is reckoned over many rows: indicators and their bounds, and the spot audit.
//!
//! [`outcomes`] says of every row what it adds to an indicator; a [`Total`] adds rows up, for all of them or for any
//! group; [`measure`] makes the plain records that reports show.
//!
//! Of the spot audit, [`plan`] says how many to draw, [`frame`] and [`draw`] whom, [`estimate`] and [`interval`] what the
//! drawn say of all. Its statistics are floating point, and each says how exact it is; what a rule says of a row is
//! never touched by them.

mod allocate;
pub mod answer;
pub mod draw;
pub mod estimate;
pub mod evaluate;
pub mod evaluated;
mod figures;
pub mod filled;
pub mod form;
pub mod frame;
mod indicators;
pub mod interval;
mod level;
pub mod list;
mod miswritten;
mod needs;
mod outcome;
pub mod plan;
pub mod protocol;
pub mod quantile;
pub mod rate;
mod record;
pub mod response;
pub mod said;
mod shift;
pub mod simulate;
pub mod tail;
pub mod ticket;
mod total;
mod whatif;
mod whole;

pub use figures::{FigureRecord, FigureVerdict, Figures, ShowRecord};
pub use indicators::{Choice, measure, measured};
pub use interval::Interval;
pub use level::Confidence;
pub use needs::Needs;
pub use outcome::{Outcomes, RowOutcome, Span, outcomes, row_outcome, scale};
pub use record::{Against, GroupRecord, IndicatorOutcome, IndicatorRecord, Measured};
pub use shift::{Counted, IndicatorShift, NotAsked, RowShift, RuleShift, ScenarioLine, Supposed, WhatIfRecord};
pub use total::{Bounds, Total};
pub use whatif::WhatIf;
