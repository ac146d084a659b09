//! The cells of many rows, read column by column.
//!
//! Rows wait until there are enough of them. Then each column is read in one go, by a loop that knows its type: a plain
//! number or date from its bytes, a word that came before from the memo, and only the rest by [`CellReader`], which
//! decodes and cleans and knows every way to write a thing. What the quick ways give is what it gives.

use super::memo::{Memo, Short, Stamp};
use super::record::{CellSpan, single_quotes};
use super::text::Beside;
use super::{Cell, CellReader, Column, Encoding, ProblemKind, Text};
use crate::value::{Decimal, eight_digits};
use std::borrow::Cow;

/// Where a cell stands in the window: its start, its length, and whether quotation marks within it are doubled.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    start: u32,
    /// Its length; with [`DOUBLED`] more where marks are doubled, so that such a cell is longer than any that is read as it
    /// stands.
    length: u32,
}

/// In [`Place::length`]: marks are doubled.
const DOUBLED: u32 = 1 << 31;

impl Place {
    pub(super) fn new(start: usize, end: usize, doubled: bool) -> Self {
        // A window is far smaller than what these hold.
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let length = narrow(end.saturating_sub(start)).min(DOUBLED - 1);
        Self { start: narrow(start), length: if doubled { length | DOUBLED } else { length } }
    }

    /// The place of a cell without doubled quotation marks, from its start to its end.
    #[inline]
    pub(super) const fn between(start: u32, end: u32) -> Self {
        Self { start, length: end.wrapping_sub(start) }
    }

    /// The place without the quotation marks around it, if there are any.
    pub(super) fn within_marks(self, bytes: &[u8]) -> Self {
        if self.length > 1 && bytes.get(self.start as usize) == Some(&b'"') {
            Self { start: self.start + 1, length: self.length - 2 }
        } else {
            self
        }
    }

    #[inline]
    const fn is_empty(self) -> bool {
        self.length == 0
    }

    const fn is_doubled(self) -> bool {
        self.length & DOUBLED != 0
    }
}

impl From<Place> for CellSpan {
    fn from(place: Place) -> Self {
        let start = place.start as usize;
        Self { start, end: start + (place.length & !DOUBLED) as usize, doubled: place.is_doubled() }
    }
}

impl From<CellSpan> for Place {
    fn from(cell: CellSpan) -> Self {
        Self::new(cell.start, cell.end, cell.doubled)
    }
}

/// Bytes that cells stand in, a margin of zeros behind them, and how they are encoded.
#[derive(Clone, Copy)]
pub(super) struct Page<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) encoding: Encoding,
}

impl<'b> Page<'b> {
    fn slice(&self, place: Place) -> &'b [u8] {
        let start = place.start as usize;
        self.bytes.get(start..start + (place.length & !DOUBLED) as usize).unwrap_or_default()
    }

    /// The bytes of a cell, its doubled quotation marks made single.
    pub(super) fn text(&self, place: Place) -> Cow<'b, [u8]> {
        let slice = self.slice(place);
        if place.is_doubled() { Cow::Owned(single_quotes(slice)) } else { Cow::Borrowed(slice) }
    }

    #[inline]
    fn short(&self, place: Place) -> Option<Short> {
        Short::of(self.bytes, place.start as usize, place.length as usize)
    }

    fn stamp(&self, place: Place) -> Option<Stamp> {
        Stamp::of(self.bytes, place.start as usize, place.length as usize)
    }

    /// The cell at `place`, read with care.
    pub(super) fn read(&self, reader: &CellReader<'_>, place: Place) -> (Cell, Option<ProblemKind>) {
        reader.read_noting(&self.encoding.decode(&self.text(place)))
    }
}

/// Reads the cells at `places` into `column`. `problem` is told what is wrong with which of them.
pub(super) fn read(
    page: Page<'_>,
    reader: &CellReader<'_>,
    places: &[Place],
    column: &mut Column,
    memo: &mut Memo,
    mut problem: impl FnMut(usize, ProblemKind),
) {
    let mut tell = |at: usize, kind: Option<ProblemKind>| {
        if let Some(kind) = kind {
            problem(at, kind);
        }
    };
    let place = |row: usize| places.get(row).copied().unwrap_or_default();
    let rows = places.len();
    match column {
        Column::Number(column) if reader.takes_plain_numbers() => column.extend(rows, |row| {
            let place = place(row);
            plain_number(page, place).or_else(|| {
                if place.is_empty() {
                    return None;
                }
                let (cell, kind) = page.read(reader, place);
                tell(row, kind);
                number_of(&cell)
            })
        }),
        Column::Number(column) => column.extend(rows, |row| {
            let (cell, kind) = page.read(reader, place(row));
            tell(row, kind);
            number_of(&cell)
        }),
        Column::Date(column) => column.extend(places.iter().enumerate().map(|(row, &place)| {
            if place.is_empty() {
                return 0;
            }
            // Most dates are eight digits.
            let digits =
                if place.length == 8 { page.short(place).and_then(|cell| eight_digits(cell.word())) } else { None };
            if let Some(date) = digits.and_then(|digits| reader.read_day(digits)) {
                return date.packed();
            }
            if let Some(date) = reader.read_plain_date(page.slice(place)) {
                return date.packed();
            }
            (remembered(page, reader, place, memo, |kind| tell(row, kind)) as u32).cast_signed()
        })),
        Column::Code(column) => column.extend(
            places
                .iter()
                .enumerate()
                .map(|(row, &place)| remembered(page, reader, place, memo, |kind| tell(row, kind)) as u16),
        ),
        Column::Bool(column) => column.extend(rows, |row| {
            let word = remembered(page, reader, place(row), memo, |kind| tell(row, kind));
            BOOLS.get(word as usize).copied().flatten()
        }),
        Column::Text(column) => column.extend(rows, |row, beside| {
            let place = place(row);
            if place.is_empty() {
                return 0;
            }
            match reader.read_packed(page.slice(place)) {
                Some(packed) => packed.word(),
                None => text(page, reader, place, beside, memo, |kind| tell(row, kind)),
            }
        }),
    }
}

fn number_of(cell: &Cell) -> Option<i64> {
    if let Cell::Number(number) = cell { Some(number.raw()) } else { None }
}

/// Nothing, no and yes, as words.
const BOOLS: [Option<bool>; 3] = [None, Some(false), Some(true)];

/// The word of a code, of a date, or of yes and no, as wide as its column has it, read once for cells that come again.
/// `tell` is told what is wrong with it.
#[inline(always)]
fn remembered(
    page: Page<'_>,
    reader: &CellReader<'_>,
    place: Place,
    memo: &mut Memo,
    tell: impl FnOnce(Option<ProblemKind>),
) -> u64 {
    if place.is_empty() {
        return 0;
    }
    if let Some(word) = page.short(place).and_then(|cell| memo.word(cell)) {
        return word;
    }
    let stamp = page.stamp(place);
    if let Some(known) = stamp.as_ref().and_then(|stamp| memo.get(stamp)) {
        // What is wrong is copied for the few with which something is.
        if known.kind.is_some() {
            tell(known.kind);
        }
        return known.word;
    }
    let (word, kind) = read_anew(page, reader, place, stamp, memo);
    tell(kind);
    word
}

/// Reads a cell with care, for the memo too.
#[inline(never)]
fn read_anew(
    page: Page<'_>,
    reader: &CellReader<'_>,
    place: Place,
    stamp: Option<Stamp>,
    memo: &mut Memo,
) -> (u64, Option<ProblemKind>) {
    let (cell, kind) = page.read(reader, place);
    let word = match cell {
        Cell::Code(code) => code.index() as u64 + 1,
        Cell::Bool(yes) => 1 + u64::from(yes),
        Cell::Date(date) => date.packed().cast_unsigned().into(),
        _ => 0,
    };
    if let Some(stamp) = stamp {
        memo.keep(stamp, word, kind);
    }
    (word, kind)
}

/// The word of a text that is no plain number, read once for cells that come again. `tell` is told what is wrong with it.
fn text(
    page: Page<'_>,
    reader: &CellReader<'_>,
    place: Place,
    beside: &mut Beside,
    memo: &mut Memo,
    tell: impl FnOnce(Option<ProblemKind>),
) -> u64 {
    if let Some(word) = page.short(place).and_then(|cell| memo.word(cell)) {
        return word;
    }
    let stamp = page.stamp(place);
    if let Some(known) = stamp.as_ref().and_then(|stamp| memo.get(stamp)) {
        if known.kind.is_some() {
            tell(known.kind);
        }
        return known.word;
    }
    let bytes = page.text(place);
    let decoded = page.encoding.decode(&bytes);
    let read = reader.read_text(&decoded).unwrap_or(Ok(Cow::Borrowed("")));
    let kind = read.as_ref().err().copied();
    let word = beside.word(Text::of(read.as_deref().unwrap_or_default()));
    if let Some(stamp) = stamp {
        memo.keep(stamp, word, kind);
    }
    tell(kind);
    word
}

/// The raw value of a number of a few digits, with at most four decimals.
fn plain_number(page: Page<'_>, place: Place) -> Option<i64> {
    /// More digits than these may not fit.
    const DIGITS: usize = 14;
    if let Some(cell) = page.short(place) {
        // The digits moved to the end of the word, and zeros before them.
        let zeros = 0x3030_3030_3030_3030_u64;
        let own = 8 * place.length;
        let digits = cell.word() << (64 - own) | zeros.checked_shr(own).unwrap_or(0);
        if let Some(value) = eight_digits(digits) {
            return Some(value.cast_signed() * Decimal::SCALE);
        }
    }
    let bytes = page.slice(place);
    let (negative, body) = match bytes.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, bytes),
    };
    if body.len() > DIGITS || !body.first()?.is_ascii_digit() {
        return None;
    }
    let mut value = 0_i64;
    let mut decimals: Option<usize> = None;
    for &b in body {
        match b {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(b - b'0');
                decimals = decimals.map(|n| n + 1);
            }
            b'.' if decimals.is_none() => decimals = Some(0),
            _ => return None,
        }
    }
    let scale = *[10_000, 1_000, 100, 10, 1].get(decimals.unwrap_or(0))?;
    let raw = value.checked_mul(scale)?;
    Some(if negative { -raw } else { raw })
}
