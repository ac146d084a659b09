//! Findings: what a run says, as suspects with evidence.
//!
//! [`Run`] holds the rows against the selected rules; what it finds becomes plain [`record`]s, in the reader's language
//! and masked, from which every output format is made. [`Cases`] are those that are yet to become records.

mod case;
mod cases;
mod check;
mod data;
mod fingerprint;
mod gate;
mod indicator;
mod inspection;
mod manual;
mod margin;
mod mask;
mod order;
pub mod record;
mod select;
mod statistics;
mod summary;
mod term;
mod tracing;
mod view;

pub use cases::{CaseGroup, Cases};
pub use check::{CheckOptions, Checked, Found, Outcome, Run};
pub use data::CLASS as DATA_CLASS;
pub use gate::Gated;
pub use inspection::inspection;
pub use mask::mask;
pub use select::Selection;
pub use statistics::{Grouping, statistics};
pub use view::{View, column_letters};

use crate::diagnostic::Locale;
use crate::rulebook::Severity;

/// What a severity is called.
#[must_use]
pub const fn severity_word(severity: Severity, locale: Locale) -> &'static str {
    match severity {
        Severity::Error => locale.pick("强制", "error"),
        Severity::Warning => locale.pick("核实", "warning"),
        Severity::Note => locale.pick("提示", "note"),
    }
}
