//! What could not be read as it stands.

use super::Origin;
use crate::dictionary::{EntityId, FieldRef};
use crate::value::id_number::Damage;

/// A row or a cell that could not be read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What the file's rows are.
    pub entity: EntityId,
    /// Where.
    pub origin: Origin,
    /// Which column, counted from zero, and the field it holds, which is another entity's where the column is
    /// [`lifted`](super::Table::lifted); `None` for a whole row.
    pub column: Option<(u32, FieldRef)>,
    /// What is wrong.
    pub kind: ProblemKind,
    /// The text that stands there, cut to 80 characters.
    pub text: String,
}

/// What is wrong with a row or a cell. Rows are set aside or are no data; cells count as blank, except where the kind says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The row has fewer or more cells than the header.
    Ragged {
        /// How many it has.
        found: u32,
        /// How many the header has.
        expected: u32,
    },
    /// A quotation mark inside an unquoted cell, or text behind a closing one, or one that is never closed.
    StrayQuote,
    /// The row has a NUL byte.
    Nul,
    /// The row has bytes that its encoding does not know.
    BrokenEncoding,
    /// Two columns of one name hold different values in this row.
    ColumnsDisagree,
    /// The header or a title above it once more; the row is no data.
    RepeatedHeader,
    /// The numbers of the columns, as forms have them below the header; it is no data.
    ColumnNumbers,
    /// A row of totals; it is no data.
    Totals,
    /// A remark below or between the data, such as who made the list; it is no data.
    Remark,
    /// No number.
    NotANumber,
    /// A number too large to be held.
    OutOfRange,
    /// A number with more than four decimals; it was rounded and is kept.
    Rounded,
    /// A unit of another dimension than the column's.
    WrongUnit,
    /// No date.
    NotADate,
    /// Neither yes nor no.
    NotABool,
    /// A word outside the code list.
    NotACode,
    /// An identity number or a key that names nobody, as a spreadsheet or whoever hid its digits has left it.
    DamagedId(Damage),
}

impl ProblemKind {
    /// Whether it is a whole row that is not kept.
    #[must_use]
    pub fn leaves_row_out(self) -> bool {
        matches!(
            self,
            Self::Ragged { .. }
                | Self::StrayQuote
                | Self::Nul
                | Self::BrokenEncoding
                | Self::ColumnsDisagree
                | Self::RepeatedHeader
                | Self::ColumnNumbers
                | Self::Totals
                | Self::Remark
        )
    }
}
