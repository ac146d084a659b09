//! Checking rule files beyond what loading asks for: that every rule shows what it does, quotes truly, and says it in
//! both languages, that what it asks can be kept and broken, and that its examples hold and notice what is changed.

mod citations;
mod coverage;
mod examples;
mod logic;
mod mutants;
mod style;
mod texts;
mod thresholds;
mod values;

pub use coverage::{By, CheckRecord, ClauseRecord, Counts, Coverage, Covering, DocumentCoverage, ListCoverage};
pub use examples::{Tested, test_examples};
pub use mutants::{LEAST_NOTICED, Mutated, mutants};
pub use style::lint;
