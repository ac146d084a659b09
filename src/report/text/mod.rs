//! Text for people, one file a kind of report.

mod case;
mod check;
mod coverage;
pub(super) mod evaluated;
mod explain;
mod figures;
mod gate;
mod indicator;
mod inspect;
mod list;
mod measured;
mod receipt;
pub(super) mod sample;
mod statistics;
mod term;
mod trace;
mod whatif;

pub use check::check;
pub use coverage::coverage;
pub use evaluated::evaluated;
pub use explain::explain;
pub use figures::figures;
pub use gate::gate;
pub use indicator::{indicator, indicators};
pub use inspect::inspect;
pub use list::rules;
pub use measured::measured;
pub use sample::{draw, frame, plan};
pub use statistics::statistics;
pub use term::{data_check, message, parameter, scenario, term};
pub use trace::trace;
pub use whatif::{scenarios, whatif};
