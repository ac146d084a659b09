//! The rulebook: packs of rules, definitions, dated parameters, regions and the documents they cite.
//!
//! [`Rulebook::load`] turns rule files into a checked rulebook, or into all that is wrong with them.

mod citations;
mod declared;
mod definitions;
mod embedded;
mod examples;
mod figures;
mod files;
mod indicators;
mod load;
mod model;
mod parameters;
pub mod raw;
mod read;
mod rules;
mod scenarios;
mod schema;
mod suppose;
mod template;
mod uses;

pub use declared::{CheckLine, FoundBy, Untranslatable};
pub use examples::EXAMPLE_DATE;
pub use figures::{Figure, Of, Show, Told};
pub use files::{embedded_files, with_directory};
pub use indicators::{Indicator, Measure};
pub use load::{LoadOptions, RegionName, Rulebook};
pub use model::{
    Citation, Class, Clause, DatedValue, Definition, Document, Example, ExampleRow, Gate, Pack, Parameter,
    ParameterValue, Piece, Rule, Severity, Template, Verdict,
};
pub use parameters::share;
pub use raw::{Covers, Direction, Take};
pub use read::{RuleFiles, scenario_names};
pub use scenarios::{Follow, Scenario, Set, Shift};
pub use schema::schema;
pub use suppose::Supposition;
pub use uses::Uses;
