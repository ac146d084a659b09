//! Markdown: a report to be pasted into a document. Tables are those of GitHub's dialect, which most editors read.

mod check;
mod coverage;
mod figures;
mod gate;
mod manual;
mod measured;
mod paper;
mod receipt;
mod sample;
mod whatif;

pub use check::check;
pub use coverage::coverage;
pub use figures::figures;
pub use gate::gate;
pub use manual::manual;
pub use measured::measured;
pub use sample::{draw, evaluated, frame, plan, visit};
pub use whatif::whatif;
