//! Sections that say what covers a clause where no rule does: indicators, mappings of checklists, and declarations.

use super::Basis;
use crate::diagnostic::yaml::Spanned;
use crate::dictionary::Bilingual;
use schemars::JsonSchema;
use serde::Deserialize;

/// A figure over all rows of an entity. Of `share`, `mean`, `ratio` and `count` it has one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// The stable code.
    pub code: Spanned<String>,
    /// A short ASCII name.
    pub slug: Spanned<String>,
    /// The title.
    pub title: Bilingual,
    /// The entity whose rows are measured.
    #[serde(rename = "for")]
    pub entity: Spanned<String>,
    /// Which rows are measured; all, where absent.
    #[serde(default)]
    pub among: Option<Spanned<String>>,
    /// A condition: the figure is the share of the rows that fulfil it.
    #[serde(default)]
    pub share: Option<Spanned<String>>,
    /// A number: the figure is its mean over the rows.
    #[serde(default)]
    pub mean: Option<Spanned<String>>,
    /// Two numbers: the figure is the sum of the one by the sum of the other.
    #[serde(default)]
    pub ratio: Option<Ratio>,
    /// `true`: the figure is how many rows there are.
    #[serde(default)]
    pub count: Option<Spanned<bool>>,
    /// The fields by whose values the rows are parted.
    #[serde(default)]
    pub by: Vec<Spanned<String>>,
    /// What the documents let pass, a share from 0 to 1; `2%` is read too.
    #[serde(default)]
    pub tolerable: Option<Spanned<String>>,
    /// Which way is better.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// The clauses.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// Whether it is only believed to follow from the policy.
    #[serde(default)]
    pub assumed: bool,
    /// Why it is as it is.
    #[serde(default)]
    pub note: Bilingual,
}

/// The two numbers of a ratio.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// What is summed above.
    pub of: Spanned<String>,
    /// What is summed below.
    pub to: Spanned<String>,
}

/// Which way an indicator is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The lower the better.
    Lower,
    /// The higher the better.
    Higher,
}

/// What of a document must be covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Covers {
    /// Every clause, by a rule, an indicator or a declaration.
    Clauses,
    /// Every clause without words, by a line of `checklists`: it stands for a check of another tool.
    Checks,
}

/// A part of the mapping of a document whose clauses are checks. Several may stand for one document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// The document.
    pub list: Spanned<String>,
    /// Its checks, as far as this part maps them.
    pub checks: Vec<Check>,
}

/// What finds what a check finds. It has either `rules` or `none`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The clause that stands for the check.
    pub id: Spanned<String>,
    /// What it looks for, in our own words.
    #[serde(default)]
    pub about: String,
    /// The rules and indicators that find it.
    #[serde(default)]
    pub rules: Option<Vec<Spanned<String>>>,
    /// Why nothing does.
    #[serde(default)]
    pub none: Option<Bilingual>,
}

/// A clause that no data can decide.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Untranslatable {
    /// The document.
    pub source: Spanned<String>,
    /// The clause.
    pub clause: Spanned<String>,
    /// Why.
    pub reason: Bilingual,
}
