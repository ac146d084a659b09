//! One record: its bytes and where its cells stand in them.

use memchr::memchr;
use std::borrow::Cow;

/// One cell: its bytes without the quotation marks around it. Positions count in the bytes of the record's source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CellSpan {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether quotation marks within it are doubled.
    pub(super) doubled: bool,
}

/// A record, or a line given up for an irregular quotation mark, which has no cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'r> {
    pub(super) bytes: &'r [u8],
    pub(super) cells: &'r [CellSpan],
    pub(super) start: usize,
    /// Behind its line end.
    pub(super) end: usize,
}

impl<'r> Record<'r> {
    /// Its bytes, with its line end.
    pub(super) fn raw(&self) -> &'r [u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// The bytes of a cell as they stand, its doubled quotation marks not yet made single.
    pub(super) fn slice(&self, cell: CellSpan) -> &'r [u8] {
        self.bytes.get(cell.start..cell.end).unwrap_or_default()
    }

    /// The bytes of a cell.
    pub(super) fn text(&self, cell: CellSpan) -> Cow<'r, [u8]> {
        let slice = self.slice(cell);
        if cell.doubled { Cow::Owned(single_quotes(slice)) } else { Cow::Borrowed(slice) }
    }
}

/// The bytes with each pair of quotation marks made one.
pub(super) fn single_quotes(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(quote) = memchr(b'"', rest) {
        let (before, behind) = rest.split_at(quote + 1);
        text.extend_from_slice(before);
        rest = behind.get(1..).unwrap_or_default();
    }
    text.extend_from_slice(rest);
    text
}
