//! What is reckoned over many rows: indicators and their bounds.
//!
//! [`outcomes`] says of every row what it adds to an indicator; a [`Total`] adds rows up, for all of them or for any
//! group; [`measure`] makes the plain records that reports show.

mod figures;
mod indicators;
mod needs;
mod outcome;
mod record;
mod shift;
mod total;
mod whatif;

pub use figures::{FigureRecord, FigureVerdict, Figures, ShowRecord};
pub use indicators::{Choice, measure, measured};
pub use needs::Needs;
pub use outcome::{Outcomes, RowOutcome, Span, outcomes, row_outcome, scale};
pub use record::{Against, GroupRecord, IndicatorOutcome, IndicatorRecord, Measured};
pub use shift::{Counted, IndicatorShift, NotAsked, RowShift, RuleShift, ScenarioLine, Supposed, WhatIfRecord};
pub use total::{Bounds, Total};
pub use whatif::WhatIf;
