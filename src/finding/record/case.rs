//! One suspect case, and the pieces that other records share with it.

use crate::rulebook::Severity;
use serde::Serialize;

/// One suspect case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Stable over runs, row orders and file splits: rule, entity, key and the values that made the case.
    pub fingerprint: String,
    /// The code of the rule, or of the data check.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The ASCII name of its class, such as `mis_exit`; `data` for data checks.
    pub class: String,
    /// The class in the reader's language.
    pub class_title: String,
    /// How grave.
    pub severity: Severity,
    /// What the row stands for, such as `户`.
    pub entity: String,
    /// The key of the row, its parts joined with `/`.
    pub key: String,
    /// The fields that tell a reader which row is meant, with their values.
    pub label: Vec<Pair>,
    /// Where the row belongs, from the outermost place inwards.
    pub place: Vec<Pair>,
    /// Where the row stands; `None` for rows that exist only as a key of others.
    pub location: Option<Location>,
    /// What was found, in one sentence with its values.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// The cells that prove it.
    pub cells: Vec<CellRecord>,
    /// What was computed on the way.
    pub computed: Vec<Pair>,
    /// The parameters that were read.
    pub parameters: Vec<ParameterRecord>,
    /// How far the value lies from the threshold, where the rule is a comparison of numbers.
    pub margin: Option<Margin>,
    /// The clauses that the case offends.
    pub basis: Vec<BasisRecord>,
    /// Whether the rule or a parameter it reads is only believed, not cited.
    pub assumed: bool,
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A place in a file, as a spreadsheet shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file.
    pub file: String,
    /// The row, counted from one.
    pub row: u32,
    /// The column in letters, where one cell is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// A cell that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellRecord {
    /// What its row stands for.
    pub entity: String,
    /// Which row, in a word or two; empty for the row of the case itself.
    pub of: String,
    /// The field.
    pub field: String,
    /// The value; empty for a blank.
    pub value: String,
    /// What stands there, where it could not be read and so counts as blank; empty otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unread: String,
    /// Where it stands; `None` for rows that exist only as a key.
    pub location: Option<Location>,
}

/// A parameter that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterRecord {
    /// The parameter.
    pub name: String,
    /// As of when.
    pub as_of: String,
    /// The value with its unit.
    pub value: String,
    /// The document and clause it comes from; empty where it is only believed or was given on the command line.
    pub source: String,
    /// Whether it is only believed.
    pub assumed: bool,
}

/// A comparison of numbers that decided a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Margin {
    /// The value.
    pub value: String,
    /// What it was held against.
    pub threshold: String,
    /// Value less threshold.
    pub difference: String,
    /// Their unit; empty for plain numbers.
    pub unit: String,
}

/// A clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BasisRecord {
    /// The id of the document.
    pub source: String,
    /// The title of the document.
    pub title: String,
    /// The clause.
    pub clause: String,
    /// Its words.
    pub text: String,
}
