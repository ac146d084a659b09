//! Figures that documents print, and how each is computed again.

use crate::diagnostic::yaml::Spanned;
use crate::dictionary::Bilingual;
use schemars::JsonSchema;
use serde::Deserialize;

/// A figure that a document prints. It has `shows` with `data`, or `cannot`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Its id.
    pub id: Spanned<String>,
    /// What it says.
    pub title: Bilingual,
    /// The document.
    pub source: Spanned<String>,
    /// Where it stands in the document.
    #[serde(default)]
    pub locus: String,
    /// The folder of the synthetic sample, below the folder of all.
    #[serde(default)]
    pub data: Option<Spanned<String>>,
    /// The audit date; 2020-12-31 where absent.
    #[serde(default)]
    pub as_of: Option<Spanned<String>>,
    /// The numbers that it prints, each with where it comes from.
    #[serde(default)]
    pub shows: Vec<Show>,
    /// Why it cannot be computed.
    #[serde(default)]
    pub cannot: Option<Bilingual>,
    /// Why the printed number and the computed one differ, where they do.
    #[serde(default)]
    pub differs: Option<Bilingual>,
}

/// A number that is printed. It has either `indicator` or `rule`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Show {
    /// The number as printed, to its last digit; with `%` where it is per cent.
    pub printed: Spanned<String>,
    /// The indicator that it is.
    #[serde(default)]
    pub indicator: Option<Spanned<String>>,
    /// The rule whose cases it counts.
    #[serde(default)]
    pub rule: Option<Spanned<String>>,
    /// What of the indicator it is; its figure, where absent.
    #[serde(default)]
    pub take: Take,
    /// The value of the group that it speaks of; all rows, where absent.
    #[serde(default)]
    pub group: Option<String>,
    /// The what-if that it is asked under; for `gained`.
    #[serde(default)]
    pub scenario: Option<Spanned<String>>,
}

/// What of an indicator is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// The figure.
    #[default]
    Figure,
    /// What stands above the line.
    Above,
    /// What stands below the line.
    Below,
    /// The rows that fulfil the condition under a what-if and not without it.
    Gained,
    /// These by the rows that are measured.
    GainedShare,
}
