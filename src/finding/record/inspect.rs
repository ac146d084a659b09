//! What a file looks like, before any rule runs.

use super::Location;
use serde::Serialize;

/// What a file looks like and how it was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InspectRecord {
    /// The file.
    pub file: String,
    /// Its bytes.
    pub bytes: u64,
    /// `UTF-8` or `GB18030`.
    pub encoding: String,
    /// How the encoding was told.
    pub encoding_reason: String,
    /// What stands between two cells, as a reader names it.
    pub delimiter: String,
    /// The rows above the header, their cells joined.
    pub title_rows: Vec<String>,
    /// The row of the header, counted from one; `None` where none was found.
    pub header_row: Option<u32>,
    /// What its rows stand for; empty where that could not be told.
    pub entity: String,
    /// How the entity was told; may be empty.
    pub entity_reason: String,
    /// The columns, in the order of the file.
    pub columns: Vec<ColumnRecord>,
    /// The columns of the key that the file does not have.
    pub missing_key: Vec<String>,
    /// Data rows read.
    pub read: u64,
    /// Data rows kept.
    pub kept: u64,
    /// Data rows set aside; read = kept + set aside.
    pub set_aside: u64,
    /// Rows without any text.
    pub no_data: u64,
    /// What could not be read as it stands.
    pub problems: Vec<ProblemRecord>,
    /// Other things worth saying.
    pub notes: Vec<String>,
}

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnRecord {
    /// The column in letters.
    pub letter: String,
    /// The header as it stands.
    pub header: String,
    /// The field it holds; empty where the dictionary knows none of this name.
    pub field: String,
    /// What kind of values the field holds; empty where there is no field.
    pub kind: String,
    /// The field that may have been meant; empty where none is near.
    pub suggestion: String,
    /// Some values, masked where they name a person.
    pub samples: Vec<String>,
}

/// A kind of problem, with how often and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProblemRecord {
    /// What is wrong.
    pub kind: String,
    /// How often, whether shown or not.
    pub count: u64,
    /// Whether the whole row is not kept; otherwise only the cell counts as blank.
    pub row_left_out: bool,
    /// The first ones.
    pub examples: Vec<ProblemExample>,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProblemExample {
    /// Where.
    pub location: Location,
    /// The text that stands there.
    pub text: String,
}
