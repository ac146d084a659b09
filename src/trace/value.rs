//! The value of an expression in one row.

use crate::dictionary::CodeId;
use crate::table::Cell;
use crate::value::{Date, Decimal, Quotient, Truth};

/// The value of an expression in one row. Its type is that of the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The data do not say.
    Unknown,
    /// A condition.
    Bool(bool),
    /// A number in the base unit.
    Number(Decimal),
    /// A number of which only its bounds are known, such as an age on a date known to the year. It counts as unknown
    /// everywhere but in a comparison that all numbers between the bounds decide alike.
    Between(Decimal, Decimal),
    /// A quotient.
    Quotient(Quotient),
    /// A date.
    Date(Date),
    /// A code.
    Code(CodeId),
    /// A text or an identity number.
    Text(String),
}

impl Value {
    /// Whether the data do not say what the value is.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown | Self::Between(..))
    }

    /// The least and the greatest that the value can be, where it is a number of either kind.
    #[must_use]
    pub fn bounds(&self) -> Option<(Quotient, Quotient)> {
        match self {
            Self::Between(low, high) => Some((Quotient::whole(*low), Quotient::whole(*high))),
            other => other.quotient().map(|q| (q, q)),
        }
    }

    /// The number that lies between two bounds: known where they meet.
    #[must_use]
    pub fn between(low: Option<Decimal>, high: Option<Decimal>) -> Self {
        match (low, high) {
            (Some(low), Some(high)) if low == high => Self::Number(low),
            (Some(low), Some(high)) => Self::Between(low, high),
            _ => Self::Unknown,
        }
    }

    /// The truth of a condition.
    #[must_use]
    pub fn truth(&self) -> Truth {
        match self {
            Self::Bool(value) => Truth::from(*value),
            _ => Truth::Unknown,
        }
    }

    /// The value as a quotient, where it is a number of either kind.
    #[must_use]
    pub fn quotient(&self) -> Option<Quotient> {
        match self {
            Self::Number(n) => Some(Quotient::whole(*n)),
            Self::Quotient(q) => Some(*q),
            _ => None,
        }
    }

    /// The value as a number, where it is one.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        if let Self::Number(n) = self { Some(*n) } else { None }
    }

    /// The value as a date, where it is one.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        if let Self::Date(d) = self { Some(*d) } else { None }
    }

    /// The date as of which a parameter is read with this value: itself, or the year that it names.
    #[must_use]
    pub fn when(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Number(year) => Date::of_year(*year),
            _ => None,
        }
    }

    /// The value as a text, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(t) = self { Some(t) } else { None }
    }
}

impl From<Truth> for Value {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::Bool(true),
            Truth::False => Self::Bool(false),
            Truth::Unknown => Self::Unknown,
        }
    }
}

impl From<Option<Decimal>> for Value {
    fn from(number: Option<Decimal>) -> Self {
        number.map_or(Self::Unknown, Self::Number)
    }
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Blank => Self::Unknown,
            Cell::Bool(b) => Self::Bool(b),
            Cell::Number(n) => Self::Number(n),
            Cell::Date(d) => Self::Date(d),
            Cell::Code(c) => Self::Code(c),
            Cell::Text(t) => Self::Text(t),
        }
    }
}
