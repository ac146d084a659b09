//! The spot audit: how many to draw, whom to draw, and what the drawn say of all.
//!
//! Statistics are floating point and say how exact they are; what a rule says of a row is not touched here.

pub mod interval;
mod level;
pub mod quantile;
pub mod tail;

pub use interval::Interval;
pub use level::Confidence;
