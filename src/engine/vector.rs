//! The values of one node in a run of rows.

use super::bits::{self, bit};
use super::lane::Lane;
use super::plan::Constant;
use super::texts::Texts;
use super::truths::Truths;
use crate::table::{Column, Text};
use crate::value::{Date, Decimal, Quotient};
use std::borrow::Cow;
use std::ops::Range;

/// The values of one node in a run of rows.
#[derive(Clone, Debug)]
pub(super) enum Vector<'a> {
    Truth(Truths<'a>),
    /// Raw decimals; what stands where they are not known means nothing.
    Number {
        values: Cow<'a, [i64]>,
        known: Cow<'a, [u64]>,
    },
    /// Numbers of which some are known by their bounds only: least and greatest, raw. They are known as numbers where
    /// the two meet.
    Between {
        low: Cow<'a, [i64]>,
        high: Cow<'a, [i64]>,
        /// Where the bounds are known.
        known: Cow<'a, [u64]>,
    },
    Quotient(Vec<Option<Quotient>>),
    /// Packed dates; zero where not known.
    Date(Cow<'a, [i32]>),
    /// Codes plus one; zero where not known.
    Code(Cow<'a, [u16]>),
    Text(Texts<'a>),
    /// The same number, date, code or text in every row.
    Same(&'a Constant),
}

/// What kind of values a vector has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Truth,
    Number,
    Between,
    Quotient,
    Date,
    Code,
    Text,
}

/// Numbers by the least and the greatest that they can be, raw.
#[derive(Clone, Debug)]
pub(super) struct Bounds<'v> {
    pub(super) low: Lane<'v, i64>,
    pub(super) high: Lane<'v, i64>,
    /// Where the bounds are known.
    pub(super) known: Cow<'v, [u64]>,
    /// Whether the two meet in every row.
    pub(super) meet: bool,
}

impl<'a> Vector<'a> {
    /// The rows `range` of a column; the range begins at a multiple of 64.
    pub(super) fn of_column(column: &'a Column, range: Range<usize>) -> Self {
        let cut = |bits: &'a [u64]| Cow::Borrowed(&bits[range.start / 64..range.end.div_ceil(64)]);
        match column {
            Column::Bool(c) => Self::Truth(Truths { yes: cut(c.yes.words()), known: cut(c.known.words()) }),
            Column::Number(c) => Self::Number { values: c.values.slice(range.clone()), known: cut(c.known.words()) },
            Column::Date(c) => Self::Date(c.slice(range)),
            Column::Code(c) => Self::Code(c.slice(range)),
            Column::Text(c) => Self::Text(Texts::of_column(c, range)),
        }
    }

    /// The same value in every row.
    pub(super) fn constant(constant: &'a Constant, rows: usize) -> Self {
        match constant {
            Constant::Bool(value) => Self::Truth(Truths::constant(*value, rows)),
            other => Self::Same(other),
        }
    }

    /// Unknown in every row.
    pub(super) fn unknown(rows: usize) -> Vector<'static> {
        Vector::Truth(Truths::unknown(rows))
    }

    /// A vector of numbers that are unknown where `number` gives `None`.
    pub(super) fn numbers(rows: usize, number: impl Fn(usize) -> Option<i64>) -> Vector<'static> {
        let mut values = vec![0; rows];
        let mut known = Vec::with_capacity(bits::words(rows));
        for (at, values) in values.chunks_mut(64).enumerate() {
            let mut word = 0;
            for (row, value) in values.iter_mut().enumerate() {
                let number = number(at * 64 + row);
                word |= u64::from(number.is_some()) << row;
                *value = number.unwrap_or(0);
            }
            known.push(word);
        }
        Vector::Number { values: Cow::Owned(values), known: Cow::Owned(known) }
    }

    /// A vector of numbers between bounds: plain numbers where all bounds meet.
    pub(super) fn between(low: Vec<i64>, high: Vec<i64>, known: Vec<u64>) -> Vector<'static> {
        let apart = bits::of_pairs(&low, &high, |low, high| low != high);
        if apart.iter().zip(&known).all(|(apart, known)| apart & known == 0) {
            return Vector::Number { values: Cow::Owned(low), known: Cow::Owned(known) };
        }
        Vector::Between { low: Cow::Owned(low), high: Cow::Owned(high), known: Cow::Owned(known) }
    }

    /// The rows `range` of this vector; the range begins at a multiple of 64.
    pub(super) fn slice<'b>(&'b self, range: Range<usize>) -> Vector<'b>
    where
        'a: 'b,
    {
        let words = range.start / 64..range.end.div_ceil(64);
        match self {
            Self::Truth(t) => Vector::Truth(Truths {
                yes: Cow::Borrowed(&t.yes[words.clone()]),
                known: Cow::Borrowed(&t.known[words]),
            }),
            Self::Number { values, known } => {
                Vector::Number { values: Cow::Borrowed(&values[range]), known: Cow::Borrowed(&known[words]) }
            }
            Self::Between { low, high, known } => Vector::Between {
                low: Cow::Borrowed(&low[range.clone()]),
                high: Cow::Borrowed(&high[range]),
                known: Cow::Borrowed(&known[words]),
            },
            Self::Quotient(q) => Vector::Quotient(q[range].to_vec()),
            Self::Date(d) => Vector::Date(Cow::Borrowed(&d[range])),
            Self::Code(c) => Vector::Code(Cow::Borrowed(&c[range])),
            Self::Text(t) => Vector::Text(t.slice(range)),
            Self::Same(constant) => Vector::Same(constant),
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Truth(_) | Self::Same(Constant::Bool(_)) => Kind::Truth,
            Self::Number { .. } | Self::Same(Constant::Number(_)) => Kind::Number,
            Self::Between { .. } => Kind::Between,
            Self::Quotient(_) => Kind::Quotient,
            Self::Date(_) | Self::Same(Constant::Date(_)) => Kind::Date,
            Self::Code(_) | Self::Same(Constant::Code(_)) => Kind::Code,
            Self::Text(_) | Self::Same(Constant::Text(_)) => Kind::Text,
        }
    }

    /// Which rows are known.
    pub(super) fn known(&self, rows: usize) -> Cow<'_, [u64]> {
        match self {
            Self::Truth(t) => Cow::Borrowed(&t.known),
            Self::Number { known, .. } => Cow::Borrowed(known),
            Self::Between { low, high, known } => {
                Cow::Owned(bits::zip(&bits::of_pairs(low, high, |low, high| low == high), known, |a, b| a & b))
            }
            Self::Quotient(q) => Cow::Owned(bits::of(rows, |row| q[row].is_some())),
            Self::Date(d) => Cow::Owned(bits::of_values(d, |date| date != 0)),
            Self::Code(c) => Cow::Owned(bits::of_values(c, |code| code != 0)),
            Self::Text(t) => Cow::Owned(t.known()),
            Self::Same(Constant::Code(0)) => Cow::Owned(vec![0; bits::words(rows)]),
            Self::Same(Constant::Text(text)) if text.is_empty() => Cow::Owned(vec![0; bits::words(rows)]),
            Self::Same(_) => Cow::Owned(bits::all(rows)),
        }
    }

    /// The truths; unknown for what is no condition.
    pub(super) fn truths(&self, rows: usize) -> Cow<'_, Truths<'a>> {
        if let Self::Truth(t) = self { Cow::Borrowed(t) } else { Cow::Owned(Truths::unknown(rows)) }
    }

    /// The numbers, by their bounds; `None` for what has other values.
    pub(super) fn bounds_of_all(&self, rows: usize) -> Option<Bounds<'_>> {
        let (low, high, known) = match self {
            Self::Number { values, known } => (Lane::Each(values), Lane::Each(values), Cow::Borrowed(&**known)),
            Self::Between { low, high, known } => (Lane::Each(low), Lane::Each(high), Cow::Borrowed(&**known)),
            Self::Same(Constant::Number(raw)) => (Lane::Same(*raw), Lane::Same(*raw), Cow::Owned(bits::all(rows))),
            _ => return None,
        };
        Some(Bounds { low, high, known, meet: !matches!(self, Self::Between { .. }) })
    }

    /// The packed dates, zero where not known; `None` for what has other values.
    pub(super) fn dates(&self) -> Option<Lane<'_, i32>> {
        match self {
            Self::Date(d) => Some(Lane::Each(d)),
            Self::Same(Constant::Date(packed)) => Some(Lane::Same(*packed)),
            _ => None,
        }
    }

    /// The codes plus one, zero where not known; `None` for what has other values.
    pub(super) fn codes(&self) -> Option<Lane<'_, u16>> {
        match self {
            Self::Code(c) => Some(Lane::Each(c)),
            Self::Same(Constant::Code(code)) => Some(Lane::Same(*code)),
            _ => None,
        }
    }

    /// The truth of a row; unknown for what is no condition.
    pub(super) fn truth(&self, row: usize) -> Option<bool> {
        if let Self::Truth(t) = self { t.get(row) } else { None }
    }

    /// The number of a row.
    #[inline]
    pub(super) fn number(&self, row: usize) -> Option<Decimal> {
        match self {
            Self::Number { values, known } => bit(known, row).then(|| Decimal::from_raw(values[row])),
            Self::Between { low, high, .. } if low[row] != high[row] => None,
            Self::Between { low, known, .. } => bit(known, row).then(|| Decimal::from_raw(low[row])),
            Self::Same(Constant::Number(raw)) => Some(Decimal::from_raw(*raw)),
            _ => None,
        }
    }

    /// The least and the greatest that the number of a row can be, raw.
    pub(super) fn raw_bounds(&self, row: usize) -> Option<(i64, i64)> {
        match self {
            Self::Between { low, high, known } => bit(known, row).then(|| (low[row], high[row])),
            other => other.number(row).map(|n| (n.raw(), n.raw())),
        }
    }

    /// The least and the greatest that the number or quotient of a row can be.
    pub(super) fn bounds(&self, row: usize) -> Option<(Quotient, Quotient)> {
        let whole = |raw| Quotient::whole(Decimal::from_raw(raw));
        match self {
            Self::Quotient(q) => q[row].map(|q| (q, q)),
            other => other.raw_bounds(row).map(|(low, high)| (whole(low), whole(high))),
        }
    }

    /// The number or quotient of a row.
    pub(super) fn quotient(&self, row: usize) -> Option<Quotient> {
        match self {
            Self::Quotient(q) => q[row],
            other => other.number(row).map(Quotient::whole),
        }
    }

    /// The date of a row.
    #[inline]
    pub(super) fn date(&self, row: usize) -> Option<Date> {
        self.dates().and_then(|dates| Date::from_packed(dates.at(row)))
    }

    /// The text of a row; a blank where it is unknown.
    #[inline]
    pub(super) fn text(&self, row: usize) -> Text<'a> {
        match self {
            Self::Text(texts) => texts.get(row),
            Self::Same(Constant::Text(text)) => Text::of(text),
            _ => Text::Blank,
        }
    }

    /// What `make` makes of the text of every row; a blank where it is unknown.
    pub(super) fn map_texts<T>(&self, rows: usize, make: impl Fn(Text<'a>) -> T) -> Vec<T> {
        match self {
            Self::Text(Texts::Words { column, words }) => words.iter().map(|&word| make(column.text(word))).collect(),
            Self::Text(Texts::List(texts)) => texts.iter().map(|&text| make(text)).collect(),
            _ => (0..rows).map(|row| make(self.text(row))).collect(),
        }
    }
}
