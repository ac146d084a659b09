//! Typed columns.

use super::bitmap::Bitmap;
use super::rest::Rest;
use super::store::Store;
use super::text::{Text, TextColumn};
use crate::dictionary::{CodeId, FieldType};
use crate::value::{Date, Decimal};
use std::io;
use std::sync::Arc;

/// The cells of one field, a blank included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Yes, no or blank.
    Bool(BoolColumn),
    /// Numbers in the base unit.
    Number(NumberColumn),
    /// [`Date::packed`], zero for a blank.
    Date(Store<i32>),
    /// The position of the code in its list plus one, zero for a blank.
    Code(Store<u16>),
    /// Texts and identity numbers; the empty text is a blank.
    Text(TextColumn),
}

/// Yes, no or blank: `yes` is a subset of `known`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoolColumn {
    /// Rows whose cell says yes.
    pub yes: Bitmap,
    /// Rows whose cell is not blank.
    pub known: Bitmap,
}

/// Numbers; the value under a blank is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberColumn {
    /// The values, as [`Decimal::raw`].
    pub values: Store<i64>,
    /// Rows whose cell is not blank.
    pub known: Bitmap,
}

/// A cell, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Yes or no.
    Bool(bool),
    /// A number in the base unit.
    Number(Decimal),
    /// A date.
    Date(Date),
    /// A code.
    Code(CodeId),
    /// A text or an identity number, never empty.
    Text(String),
}

impl BoolColumn {
    /// Adds a row.
    #[inline]
    pub fn push(&mut self, cell: Option<bool>) {
        self.yes.push(cell == Some(true));
        self.known.push(cell.is_some());
    }

    /// Adds `rows` rows, in order.
    #[inline]
    pub fn extend(&mut self, rows: usize, mut cell: impl FnMut(usize) -> Option<bool>) {
        for start in (0..rows).step_by(64) {
            let end = rows.min(start + 64);
            let (mut yes, mut known) = (0, 0);
            for row in start..end {
                let cell = cell(row);
                yes |= u64::from(cell == Some(true)) << (row - start);
                known |= u64::from(cell.is_some()) << (row - start);
            }
            self.yes.push_word(yes, end - start);
            self.known.push_word(known, end - start);
        }
    }
}

impl NumberColumn {
    /// Adds a row, by the raw value of its number.
    #[inline]
    pub fn push(&mut self, raw: Option<i64>) {
        self.values.push(raw.unwrap_or(0));
        self.known.push(raw.is_some());
    }

    /// Adds `rows` rows, in order, by the raw values of their numbers.
    #[inline]
    pub fn extend(&mut self, rows: usize, mut raw: impl FnMut(usize) -> Option<i64>) {
        for start in (0..rows).step_by(64) {
            let end = rows.min(start + 64);
            let mut known = 0;
            self.values.extend((start..end).map(|row| {
                let raw = raw(row);
                known |= u64::from(raw.is_some()) << (row - start);
                raw.unwrap_or(0)
            }));
            self.known.push_word(known, end - start);
        }
    }
}

impl Column {
    /// A column of a type, with no rows.
    #[must_use]
    pub fn new(ty: FieldType) -> Self {
        match ty {
            FieldType::Bool => Self::Bool(BoolColumn::default()),
            FieldType::Number(_) => Self::Number(NumberColumn::default()),
            FieldType::Date => Self::Date(Store::default()),
            FieldType::Code(_) => Self::Code(Store::default()),
            FieldType::Text | FieldType::Id => Self::Text(TextColumn::default()),
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Bool(c) => c.known.len(),
            Self::Number(c) => c.values.len(),
            Self::Date(c) => c.len(),
            Self::Code(c) => c.len(),
            Self::Text(c) => c.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a row. A cell of another type counts as a blank.
    pub fn push(&mut self, cell: &Cell) {
        match self {
            Self::Bool(c) => c.push(if let Cell::Bool(yes) = cell { Some(*yes) } else { None }),
            Self::Number(c) => c.push(if let Cell::Number(n) = cell { Some(n.raw()) } else { None }),
            Self::Date(c) => c.push(if let Cell::Date(d) = cell { d.packed() } else { 0 }),
            Self::Code(c) => c.push(match cell {
                Cell::Code(id) => u16::try_from(id.index() + 1).unwrap_or(0),
                _ => 0,
            }),
            Self::Text(c) => c.push(if let Cell::Text(t) = cell { Text::of(t) } else { Text::Blank }),
        }
    }

    /// Adds `rows` blanks.
    pub fn push_blanks(&mut self, rows: usize) {
        (0..rows).for_each(|_| self.push(&Cell::Blank));
    }

    /// The cell of `row`; a blank past the end.
    #[must_use]
    pub fn get(&self, row: usize) -> Cell {
        match self {
            Self::Bool(c) if c.known.get(row) => Cell::Bool(c.yes.get(row)),
            Self::Number(c) if c.known.get(row) => Cell::Number(Decimal::from_raw(c.values.get(row))),
            Self::Date(c) => Date::from_packed(c.get(row)).map_or(Cell::Blank, Cell::Date),
            Self::Code(c) => match c.get(row) {
                0 => Cell::Blank,
                code => Cell::Code(CodeId::new(usize::from(code - 1))),
            },
            Self::Text(c) => match c.get(row) {
                Text::Blank => Cell::Blank,
                text => Cell::Text(text.to_string()),
            },
            Self::Bool(_) | Self::Number(_) => Cell::Blank,
        }
    }

    /// Gives back the room for more rows.
    pub fn fit(&mut self) {
        match self {
            Self::Bool(c) => [&mut c.yes, &mut c.known].into_iter().for_each(Bitmap::fit),
            Self::Number(c) => {
                c.values.fit();
                c.known.fit();
            }
            Self::Date(c) => c.fit(),
            Self::Code(c) => c.fit(),
            Self::Text(c) => c.fit(),
        }
    }

    /// About how many bytes of memory the rows take that could be put to rest.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::Bool(_) => 0,
            Self::Number(c) => c.values.bytes(),
            Self::Date(c) => c.bytes(),
            Self::Code(c) => c.bytes(),
            Self::Text(c) => c.bytes(),
        }
    }

    /// Puts the rows to rest on disk. Bits and texts that are no numbers stay in memory.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn put_to_rest(&mut self, rest: &Arc<Rest>) -> io::Result<()> {
        match self {
            Self::Bool(_) => Ok(()),
            Self::Number(c) => c.values.put_to_rest(rest),
            Self::Date(c) => c.put_to_rest(rest),
            Self::Code(c) => c.put_to_rest(rest),
            Self::Text(c) => c.put_to_rest(rest),
        }
    }

    /// Lets the rows that are there take as little room as they can. More can still be added behind them.
    pub fn seal(&mut self) {
        match self {
            Self::Bool(_) => {}
            Self::Number(c) => c.values.seal(),
            Self::Date(c) => c.seal(),
            Self::Code(c) => c.seal(),
            Self::Text(c) => c.seal(),
        }
    }

    /// Takes the rows out, sealed unless they are few. The room that they were collected in stays for others.
    pub(super) fn take(&mut self) -> Self {
        match self {
            Self::Bool(c) => Self::Bool(std::mem::take(c)),
            Self::Number(c) => {
                Self::Number(NumberColumn { values: c.values.take(), known: std::mem::take(&mut c.known) })
            }
            Self::Date(c) => Self::Date(c.take()),
            Self::Code(c) => Self::Code(c.take()),
            Self::Text(c) => Self::Text(c.take()),
        }
    }

    /// Takes as little room as it can, and where that is more memory than `rest` has left for it, rests on disk.
    pub fn spare_memory(&mut self, rest: Option<&Arc<Rest>>) {
        self.seal();
        if let Some(rest) = rest
            && !rest.take(self.bytes() as u64)
            && self.put_to_rest(rest).is_err()
        {
            rest.fail();
        }
    }

    /// Adds the rows of `other`, a column of the same type.
    pub fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => {
                a.yes.append(&b.yes);
                a.known.append(&b.known);
            }
            (Self::Number(a), Self::Number(b)) => {
                a.values.append(b.values);
                a.known.append(&b.known);
            }
            (Self::Date(a), Self::Date(b)) => a.append(b),
            (Self::Code(a), Self::Code(b)) => a.append(b),
            (Self::Text(a), Self::Text(b)) => a.append(b),
            (this, other) => (0..other.len()).for_each(|row| this.push(&other.get(row))),
        }
    }
}
