//! A rulebook as a book to read.

use super::indicator::IndicatorDoc;
use super::rule::{DefinitionDoc, ParameterDoc, RuleDoc};
use serde::Serialize;

/// The whole rulebook, pack by pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Manual {
    /// The region whose overlay is laid, by its title.
    pub region: Option<String>,
    /// The packs with their rules, in order of the files.
    pub packs: Vec<PackDoc>,
    /// The indicators, in order of the files.
    pub indicators: Vec<IndicatorDoc>,
    /// The definitions that rules and indicators use.
    pub definitions: Vec<DefinitionDoc>,
    /// The parameters that rules and indicators read.
    pub parameters: Vec<ParameterDoc>,
}

/// A pack of rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PackDoc {
    /// What `--pack` uses.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it checks; may be empty.
    pub about: String,
    /// Its rules, in order.
    pub rules: Vec<RuleDoc>,
}
