//! The dictionary as YAML writes it.

use super::names::Bilingual;
use crate::diagnostic::yaml::Spanned;
use schemars::JsonSchema;
use serde::Deserialize;

/// A dimension and its units: `{title: {zh: 金额, en: money}, units: {元: 1, 万元: 10000}}`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// What messages call it.
    pub title: Bilingual,
    /// The units in order, the first with factor one; a factor is a number in quotes or not.
    pub units: Vec<Unit>,
}

/// A unit: `{name: 万元, factor: 10000}`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// How it is written.
    pub name: Spanned<String>,
    /// How many of the first unit it makes; one where absent.
    #[serde(default)]
    pub factor: Option<Spanned<String>>,
}

/// A code list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeList {
    /// The name that field types use.
    pub name: Spanned<String>,
    /// What the list is.
    pub title: Bilingual,
    /// The codes, in order.
    pub codes: Vec<Code>,
}

/// A code: `{name: C级, en: c, aliases: [C, Ｃ级]}`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The word of the national export.
    pub name: Spanned<String>,
    /// Its ASCII twin.
    pub en: Spanned<String>,
    /// Other words and numbers for it.
    #[serde(default)]
    pub aliases: Vec<Spanned<String>>,
}

/// An entity.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// The name that rules use.
    pub name: Spanned<String>,
    /// Its ASCII twin.
    pub en: Spanned<String>,
    /// What it is.
    pub title: Bilingual,
    /// The fields that name a row.
    #[serde(default)]
    pub key: Vec<Spanned<String>>,
    /// The fields that tell a reader which row is meant.
    #[serde(default)]
    pub label: Vec<Spanned<String>>,
    /// The fields that place a row, outermost first.
    #[serde(default)]
    pub place: Vec<Spanned<String>>,
    /// The entities whose keys supply the rows where no table is given.
    #[serde(default)]
    pub from_keys: Vec<Spanned<String>>,
    /// The columns.
    pub fields: Vec<Field>,
}

/// A column.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The header of the national export.
    pub name: Spanned<String>,
    /// Its ASCII twin.
    pub en: Spanned<String>,
    /// `bool`, `number`, `date`, `text`, `id`, or the name of a code list.
    #[serde(rename = "type")]
    pub ty: Spanned<String>,
    /// For numbers: the unit of a bare cell, by which the dimension is known.
    #[serde(default)]
    pub unit: Option<Spanned<String>>,
    /// Other headers for it.
    #[serde(default)]
    pub aliases: Vec<Spanned<String>>,
    /// What it means, where the name does not say it.
    #[serde(default)]
    pub title: Bilingual,
    /// A usual value.
    #[serde(default)]
    pub sample: Option<Spanned<String>>,
    /// `name` or `number` where the value may not be shown.
    #[serde(default)]
    pub sensitive: Option<Spanned<String>>,
    /// For codes: each code names a list that somebody hands in. A list that no row stands for was not handed in, and
    /// rules that ask for it cannot run.
    #[serde(default)]
    pub handed_in: Option<Spanned<bool>>,
}

/// A relation, declared once, from the rows that hold the key.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The entity whose rows hold the key.
    pub from: Spanned<String>,
    /// The entity that the key names.
    pub to: Spanned<String>,
    /// What the to-one link is called.
    pub name: Spanned<String>,
    /// Its ASCII twin.
    pub en: Spanned<String>,
    /// What the to-many link back is called.
    pub inverse: Spanned<String>,
    /// Its ASCII twin.
    pub inverse_en: Spanned<String>,
    /// The fields of `from` that hold the key of `to`, in the order of that key.
    pub by: Vec<Spanned<String>>,
    /// The fields of `to` they must agree with, where that is not its key.
    #[serde(default)]
    pub to_by: Vec<Spanned<String>>,
    /// Whether every row of `to` must have a row of `from`.
    #[serde(default)]
    pub required: bool,
    /// The dates or numbers that put the rows of `from` with the same key in order.
    #[serde(default)]
    pub order: Vec<Spanned<String>>,
    /// What the link to the row before is called, where there is an order.
    #[serde(default)]
    pub previous: Option<Spanned<String>>,
    /// Its ASCII twin.
    #[serde(default)]
    pub previous_en: Option<Spanned<String>>,
}
