//! What-ifs: what is supposed, and how a change of one amount goes on into the sums that hold it.

use super::Basis;
use crate::diagnostic::yaml::Spanned;
use crate::dictionary::Bilingual;
use schemars::JsonSchema;
use serde::Deserialize;

/// The same rows under other values or other parameters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The ASCII name, which `whatif --scenario` uses.
    pub name: Spanned<String>,
    /// What it is called.
    pub title: Bilingual,
    /// Fields with the values that they are supposed to have.
    #[serde(default)]
    pub set: Vec<Set>,
    /// Parameters with the values that they are supposed to have.
    #[serde(default)]
    pub parameters: Vec<Shift>,
    /// The clauses that ask the question.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// Whether no document asks it.
    #[serde(default)]
    pub assumed: bool,
    /// Why it is as it is.
    #[serde(default)]
    pub note: Bilingual,
}

/// A field and the value that it is supposed to have.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// The entity.
    #[serde(rename = "for")]
    pub entity: Spanned<String>,
    /// The field.
    pub field: Spanned<String>,
    /// The value: an expression over fields and parameters as they are.
    pub to: Spanned<String>,
    /// The amount that the sums above it hold now, where that is not the field as it stands: for instance nothing where
    /// another column says that there is none. An expression too.
    #[serde(default)]
    pub now: Option<Spanned<String>>,
}

/// A parameter that is supposed to have another value. It has either `to` or `times`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// The parameter.
    pub name: Spanned<String>,
    /// The value on all dates.
    #[serde(default)]
    pub to: Option<Spanned<String>>,
    /// The factor that every value is multiplied by.
    #[serde(default)]
    pub times: Option<Spanned<String>>,
}

/// A field that follows when fields it is made of are supposed to be other than they are: it changes by as much as they
/// do, whatever else it holds. Stands behind the fields it follows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Follow {
    /// The entity.
    #[serde(rename = "for")]
    pub entity: Spanned<String>,
    /// The field.
    pub field: Spanned<String>,
    /// The fields that it adds up.
    pub adds: Vec<Spanned<String>>,
    /// The fields that it takes off.
    #[serde(default)]
    pub less: Vec<Spanned<String>>,
    /// The number that the whole is divided by.
    #[serde(default)]
    pub per: Option<Spanned<String>>,
}
