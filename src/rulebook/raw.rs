//! Rule files as YAML writes them: every file is one document that may hold any of these sections.

mod coverage;
mod figure;
mod scenario;

pub use coverage::{Check, Checklist, Covers, Direction, Indicator, Ratio, Untranslatable};
pub use figure::{Figure, Show, Take};
pub use scenario::{Follow, Scenario, Set, Shift};

use super::Severity;
use crate::diagnostic::yaml::Spanned;
use crate::dictionary::{Bilingual, raw as dictionary};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// One rule file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Document {
    /// Dimensions and their units.
    pub units: Vec<dictionary::Dimension>,
    /// Code lists.
    pub codes: Vec<dictionary::CodeList>,
    /// Entities.
    pub entities: Vec<dictionary::Entity>,
    /// Links.
    pub links: Vec<dictionary::Link>,
    /// Cell texts that stand for a blank.
    pub blanks: Vec<String>,
    /// Cell texts that stand for yes.
    pub yes: Vec<String>,
    /// Cell texts that stand for no.
    pub no: Vec<String>,
    /// Cell texts that begin a row of totals.
    pub totals: Vec<String>,
    /// Cell texts that begin a remark below the data, such as who made the list.
    pub remarks: Vec<String>,
    /// Classes of rules.
    pub classes: Vec<Class>,
    /// Documents that rules and parameters cite.
    pub sources: Vec<SourceText>,
    /// Named expressions.
    pub definitions: Vec<Definition>,
    /// Dated values.
    pub parameters: Vec<Parameter>,
    /// The pack that the rules of this file belong to.
    pub pack: Option<Pack>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// Old codes of renamed rules.
    pub redirects: Vec<Redirect>,
    /// Gates.
    pub gates: Vec<Gate>,
    /// Figures over all rows of an entity.
    pub indicators: Vec<Indicator>,
    /// What-ifs.
    pub scenarios: Vec<Scenario>,
    /// Figures that documents print, and how each is computed again.
    pub figures: Vec<Figure>,
    /// Fields that follow when others are supposed to be other than they are.
    pub follows: Vec<Follow>,
    /// What finds what the checks of other tools find.
    pub checklists: Vec<Checklist>,
    /// Clauses that no data can decide.
    pub untranslatable: Vec<Untranslatable>,
    /// Makes the file an overlay that is used only where the region is chosen.
    pub region: Option<Region>,
    /// Rules that the region switches off.
    pub off: Vec<Off>,
    /// Changes of rules that no example notices, with the reason.
    pub unnoticed: Vec<Unnoticed>,
}

/// A change of a rule that no example notices, and why that is right.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unnoticed {
    /// The code of the rule, or the name of the definition or parameter.
    pub of: Spanned<String>,
    /// The change, as `rules test --mutants` prints it.
    pub change: String,
    /// Why no example can notice it, or need.
    pub reason: Bilingual,
}

/// A class of rules, such as 错退.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// The ASCII name.
    pub name: Spanned<String>,
    /// What it is called.
    pub title: Bilingual,
}

/// A document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceText {
    /// What citations use.
    pub id: Spanned<String>,
    /// Its title.
    pub title: Bilingual,
    /// Who issued it.
    #[serde(default)]
    pub issuer: String,
    /// Its number.
    #[serde(default)]
    pub number: String,
    /// When it was issued.
    #[serde(default)]
    pub date: String,
    /// Where it holds.
    #[serde(default)]
    pub region: String,
    /// Where it was read, and anything worth knowing of its text.
    #[serde(default)]
    pub note: String,
    /// What of it must be covered; nothing, where absent.
    #[serde(default)]
    pub covers: Option<Covers>,
    /// Its clauses.
    #[serde(default)]
    pub clauses: Vec<Clause>,
}

/// A clause of a document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// What citations use.
    pub id: Spanned<String>,
    /// Where it stands in the document.
    #[serde(default)]
    pub locus: String,
    /// Its words; empty where only its number is recorded, as for a check of another tool.
    #[serde(default)]
    pub text: String,
}

/// A named expression.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The name.
    pub name: Spanned<String>,
    /// Its ASCII twin.
    pub en: Spanned<String>,
    /// The entity it belongs to.
    #[serde(rename = "for")]
    pub entity: Spanned<String>,
    /// What it stands for.
    pub is: Spanned<String>,
    /// What it means, where the name does not say it.
    #[serde(default)]
    pub title: Bilingual,
    /// Whether it is only believed to be what the policy means.
    #[serde(default)]
    pub assumed: bool,
}

/// A dated value. In a region file: other values for a parameter that exists.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The name.
    pub name: Spanned<String>,
    /// Its ASCII twin.
    #[serde(default)]
    pub en: Option<Spanned<String>>,
    /// What it is.
    #[serde(default)]
    pub title: Bilingual,
    /// The unit of its values.
    #[serde(default)]
    pub unit: Option<Spanned<String>>,
    /// `number` (the default) or `date`.
    #[serde(default, rename = "type")]
    pub ty: Option<Spanned<String>>,
    /// The values.
    #[serde(default)]
    pub values: Vec<DatedValue>,
}

/// A value and when it holds: in a `year`, or `from` a date, `until` a date, or always.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedValue {
    /// The year in which it holds.
    #[serde(default)]
    pub year: Option<Spanned<String>>,
    /// The first day on which it holds.
    #[serde(default)]
    pub from: Option<Spanned<String>>,
    /// The last day on which it holds.
    #[serde(default)]
    pub until: Option<Spanned<String>>,
    /// The value, with or without a unit.
    pub value: Spanned<String>,
    /// The document it comes from.
    #[serde(default)]
    pub source: Option<Spanned<String>>,
    /// The clause.
    #[serde(default)]
    pub clause: Option<Spanned<String>>,
    /// The quoted words.
    #[serde(default)]
    pub text: String,
    /// Whether it is only believed.
    #[serde(default)]
    pub assumed: bool,
}

/// A pack.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// What `--pack` uses.
    pub name: Spanned<String>,
    /// Its title.
    pub title: Bilingual,
    /// What it checks.
    #[serde(default)]
    pub about: Bilingual,
}

/// A rule.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The stable code.
    pub code: Spanned<String>,
    /// A short ASCII name.
    pub slug: Spanned<String>,
    /// The title.
    pub title: Bilingual,
    /// The class.
    pub class: Spanned<String>,
    /// The entity it speaks of.
    #[serde(rename = "for")]
    pub entity: Spanned<String>,
    /// When it applies; always, where absent.
    #[serde(default)]
    pub given: Option<Spanned<String>>,
    /// What must hold.
    pub require: Spanned<String>,
    /// How grave a case is.
    pub severity: Severity,
    /// The clauses.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// Whether the rule is only believed to follow from the policy.
    #[serde(default)]
    pub assumed: bool,
    /// What a case says; `{…}` is an expression.
    pub message: Message,
    /// What to do about a case.
    #[serde(default)]
    pub remedy: Bilingual,
    /// Why the rule is as it is, for the documentation.
    #[serde(default)]
    pub note: Bilingual,
    /// Its tests and documentation.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// A message in both languages, with places for its expressions.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// The Chinese text.
    pub zh: Spanned<String>,
    /// The English text.
    pub en: Spanned<String>,
}

/// A clause that a rule follows from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The document.
    pub source: Spanned<String>,
    /// The clause.
    #[serde(default)]
    pub clause: Option<Spanned<String>>,
    /// The quoted words.
    #[serde(default)]
    pub text: String,
}

/// A row with its verdict.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The cells of the row, and the rows that belong to it.
    pub given: Entries,
    /// `violation`, `pass`, `unknown` or `not_applicable`.
    pub then: Spanned<String>,
    /// The audit date; 2020-12-31 where absent.
    #[serde(default)]
    pub as_of: Option<Spanned<String>>,
    /// The region overlay it is meant for; none where absent.
    #[serde(default)]
    pub region: Option<Spanned<String>>,
    /// What it shows.
    #[serde(default)]
    pub note: Bilingual,
}

/// A renamed rule.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// The old code.
    pub from: Spanned<String>,
    /// The code now.
    pub to: Spanned<String>,
}

/// A gate: rows on a list, each with one of three verdicts by the rules of some classes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The ASCII name.
    pub name: Spanned<String>,
    /// What it is called.
    pub title: Bilingual,
    /// The entity on the list.
    #[serde(rename = "for")]
    pub entity: Spanned<String>,
    /// Which rows are on the list.
    pub given: Spanned<String>,
    /// The classes whose rules decide.
    pub classes: Vec<Spanned<String>>,
    /// The words of the three verdicts.
    pub verdicts: GateWords,
}

/// The words of a gate.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateWords {
    /// Nothing stands against it.
    pub clear: Bilingual,
    /// A rule is broken.
    pub barred: Bilingual,
    /// Facts are missing.
    pub open: Bilingual,
}

/// A region.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// What `--region` uses.
    pub name: Spanned<String>,
    /// What it is called.
    pub title: Bilingual,
    /// A region whose overlay is laid first.
    #[serde(default)]
    pub base: Option<Spanned<String>>,
}

/// A rule that a region switches off.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Off {
    /// The rule.
    pub rule: Spanned<String>,
    /// Why.
    pub reason: Bilingual,
}

/// A map in the order of the file, keys with their places.
#[derive(Clone, Debug, Default)]
pub struct Entries(pub Vec<(Spanned<String>, Spanned<Node>)>);

/// What an example says of one name.
#[derive(Clone, Debug)]
pub enum Node {
    /// The text of a cell; empty for a blank.
    Cell(String),
    /// The row that a to-one link leads to.
    Row(Entries),
    /// The rows that a to-many link leads to.
    Rows(Vec<Entries>),
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of fields and links")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Map)
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Node;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the text of a cell, a row, or a list of rows")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
                Ok(Node::Cell(text.to_owned()))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
                Ok(Node::Cell(value.to_string()))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
                Ok(Node::Cell(value.to_string()))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
                Ok(Node::Cell(value.to_string()))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
                // A long number would lose digits on this way; an identity number must be quoted.
                if value.abs() >= 1e12 {
                    return Err(E::custom("a number this long must be quoted"));
                }
                Ok(Node::Cell(value.to_string()))
            }

            fn visit_unit<E: Error>(self) -> Result<Node, E> {
                Ok(Node::Cell(String::new()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = list.next_element()? {
                    rows.push(row);
                }
                Ok(Node::Rows(rows))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Node::Row(Entries(entries)))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
