//! `hucha` (户查) holds rosters of households against written policy and lists every suspect with its evidence.
//!
//! The engine knows tables, types, rules and evidence; all policy is YAML, embedded from `rules/`. In four steps: load a
//! rulebook, read the files, join the tables, run.
//!
//! ```
//! use hucha::diagnostic::Locale;
//! use hucha::{Dataset, LoadOptions, Request, Rulebook, Run, Selection, embedded_files, read};
//!
//! # fn main() -> Result<(), Vec<hucha::diagnostic::Diagnostic>> {
//! let rulebook = Rulebook::load(&embedded_files(), &LoadOptions::default())?;
//! let paths = [std::path::PathBuf::from("data/utf8")];
//! let dataset = Dataset::join(&rulebook.dictionary, read(&Request::new(&rulebook.dictionary, &paths))?);
//! let run = Run {
//!     rulebook: &rulebook,
//!     dataset: &dataset,
//!     as_of: hucha::Date::day(2020, 12, 31).expect("a day of the calendar"),
//!     rules: Selection::default().of(&rulebook)?, named: true,
//!     locale: Locale::Zh,
//!     mask: true,
//! };
//! let checked = run.check().map_err(|error| vec![error])?;
//! for case in &checked.records {
//!     println!("{} {} {}", case.code, case.key, case.message);
//! }
//! assert!(!checked.records.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! Rooms, in order; each uses only those above it: [`diagnostic`], [`value`], [`dictionary`], [`lang`], [`rulebook`],
//! [`table`], [`dataset`], [`engine`], [`trace`], [`finding`], [`survey`], [`lint`], [`report`], and [`demo`], the one that knows
//! the field.

// The wall for code that users run; tests may stop where they cannot go on.
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::panic, clippy::print_stderr, clippy::print_stdout, clippy::unwrap_used)
)]

pub mod dataset;
pub mod demo;
pub mod diagnostic;
pub mod dictionary;
pub mod engine;
pub mod finding;
pub mod lang;
pub mod lint;
pub mod report;
pub mod rulebook;
pub mod survey;
pub mod table;
pub mod trace;
pub mod value;

pub use dataset::Dataset;
pub use finding::{Checked, Run, Selection};
pub use rulebook::{LoadOptions, Rulebook, embedded_files};
pub use table::{Request, read};
pub use value::Date;
