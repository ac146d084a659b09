//! Rows between the data that are none: headers and titles once more, as exports pasted below each other leave them,
//! the numbers of the columns, totals, and remarks.

use super::look::Seen;
use super::record::{CellSpan, Record};
use super::{Encoding, ProblemKind};
use crate::dictionary::{Dictionary, FieldId};
use crate::value::{clean, fold, fold_name};
use encoding_rs::GB18030;

/// What the rows of a file are held against before they count as data.
#[derive(Debug)]
pub(super) struct Furniture {
    encoding: Encoding,
    /// The header and the titles above it.
    again: Vec<Again>,
    /// The columns of the last part of the key, which names the row.
    key: Vec<usize>,
    /// How many columns the file has.
    width: usize,
    /// The words of totals, folded.
    totals: Vec<String>,
    /// The words that remarks begin with, folded.
    remarks: Vec<String>,
    /// How totals begin, and how all else does besides.
    totals_begin: Beginnings,
    rare: Beginnings,
}

/// A row that may come again.
#[derive(Debug)]
struct Again {
    /// The first of its cells that has text, as the file encodes it.
    first: Vec<u8>,
    /// All of them, folded, without the empty ones at the end.
    cells: Vec<String>,
    /// What it is.
    kind: ProblemKind,
}

impl Furniture {
    /// The furniture of a file.
    pub(super) fn new(dictionary: &Dictionary, seen: &Seen) -> Self {
        let encoding = seen.survey.encoding;
        let heads = std::iter::once(&seen.header.headers).chain(&seen.header.titles);
        let heads = heads.map(|cells| (cells, ProblemKind::RepeatedHeader));
        let rows = heads.chain(seen.header.numbers.iter().map(|cells| (cells, ProblemKind::ColumnNumbers)));
        let last: Option<FieldId> = dictionary.entity(seen.matched.entity).key.last().copied();
        let columns = seen.matched.columns.iter().enumerate();
        let first_character = |word: &str| word.chars().next().map(|c| encode(encoding, &c.to_string()));
        let heads =
            rows.clone().filter_map(|(cells, _)| cells.iter().map(|cell| clean(cell)).find(|cell| !cell.is_empty()));
        let beginnings = |word: &str| first_character(word).map(|c| Beginning::of(&c));
        let totals_begin: Vec<Beginning> = dictionary.totals.iter().filter_map(|word| beginnings(word)).collect();
        let others = heads.filter_map(beginnings).chain(dictionary.remarks.iter().filter_map(|word| beginnings(word)));
        let rare = Beginnings::new(others.chain(totals_begin.iter().copied()).collect());
        Self {
            encoding,
            again: rows.filter_map(|(cells, kind)| Again::new(encoding, cells, kind)).collect(),
            key: columns.filter(|(_, field)| field.is_some() && **field == last).map(|(at, _)| at).collect(),
            width: seen.header.headers.len(),
            totals: dictionary.totals.clone(),
            remarks: dictionary.remarks.clone(),
            totals_begin: Beginnings::new(totals_begin),
            rare,
        }
    }

    /// What the record is, if it is no data. The record has some text.
    pub(super) fn kind(&self, record: &Record<'_>) -> Option<ProblemKind> {
        let cells = record.cells;
        let first = cells.iter().find(|&&cell| !record.slice(cell).trim_ascii().is_empty())?;
        let text = record.text(*first);
        let text = text.trim_ascii();
        // What may stand before the text of such a row, a wrapper say, is no text itself.
        let bare = |row: &Again| text.strip_suffix(&*row.first).is_some_and(|before| !self.is_surely_text(before));
        let again = |row: &Again| bare(row) && self.is_again(row, record);
        if let Some(row) = self.again.iter().find(|row| again(row)) {
            return Some(row.kind);
        }
        if self.is_total_row(record, *first) {
            return Some(ProblemKind::Totals);
        }
        self.is_remark(record, text).then_some(ProblemKind::Remark)
    }

    /// Whether the text of a record is one cell that says what it speaks of, as in `填表人：…`: no row of a table with
    /// several columns holds that and nothing else. Where several people sign, the first cell begins with a word that is
    /// known to begin such rows.
    fn is_remark(&self, record: &Record<'_>, first: &[u8]) -> bool {
        if self.width <= 2 {
            return false;
        }
        let filled = |cell: &&CellSpan| !record.slice(**cell).trim_ascii().is_empty();
        let filled = record.cells.iter().filter(filled).count();
        let text: String = fold(&self.encoding.decode(first)).split_whitespace().collect();
        if filled == 1 && text.contains(':') {
            return true;
        }
        let rest = |word: &String| text.strip_prefix(word.as_str());
        let is_remark = self.remarks.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with(':'));
        is_remark && filled * 2 <= self.width.max(record.cells.len())
    }

    /// Whether the first text of the record says so, or what stands for its key, or, where it has no key, any cell.
    fn is_total_row(&self, record: &Record<'_>, first: CellSpan) -> bool {
        if self.is_total(record, first) {
            return true;
        }
        let mut keys = self.key.iter().filter_map(|&at| record.cells.get(at)).peekable();
        let is_total = |cell| self.is_total(record, cell);
        keys.peek().is_some()
            && (self.is_total_of_place(record)
                || keys.all(|&key| record.slice(key).is_empty() || is_total(key))
                    && record.cells.iter().any(|&cell| is_total(cell) || self.ends_as_total(record, cell)))
    }

    /// Whether a word of totals ends what stands for the key, as in `松山村小计`, and nothing follows at once.
    fn is_total_of_place(&self, record: &Record<'_>) -> bool {
        let Some((&first, others)) = record.cells.split_first() else { return false };
        let is_empty = |&cell: &CellSpan| record.slice(cell).trim_ascii().is_empty();
        self.key.first() == Some(&0) && others.iter().take(AT_ONCE).all(is_empty) && self.ends_as_total(record, first)
    }

    /// Whether a cell ends with a word of totals.
    fn ends_as_total(&self, record: &Record<'_>, cell: CellSpan) -> bool {
        let text: String = fold(&self.encoding.decode(&record.text(cell))).split_whitespace().collect();
        let text = text.trim_end_matches(':');
        self.totals.iter().any(|word| !word.is_ascii() && text.ends_with(word.as_str()))
    }

    /// Whether a cell is a word of totals, with a sign or a number behind it or nothing.
    fn is_total(&self, record: &Record<'_>, cell: CellSpan) -> bool {
        let text = record.text(cell);
        let text = text.trim_ascii();
        // Nearly all cells begin otherwise, and need no decoding.
        if !self.totals_begin.begin(text) {
            return false;
        }
        let text: String = fold(&self.encoding.decode(text)).split_whitespace().collect();
        let rest = self.totals.iter().find_map(|word| text.strip_prefix(word.as_str()));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    }

    /// Whether the cells of a record are those of a row that may come again, cells without text at its end apart.
    fn is_again(&self, row: &Again, record: &Record<'_>) -> bool {
        let cells = record.cells.iter().map(|&cell| fold_name(&self.encoding.decode(&record.text(cell))));
        let expected = row.cells.iter().map(String::as_str).chain(std::iter::repeat(""));
        record.cells.len() >= row.cells.len() && cells.zip(expected).all(|(cell, expected)| cell == expected)
    }

    /// Whether a row of the width of the header is data for sure, told from how a few cells begin, which `cell` gives with
    /// whatever stands behind an empty one: true for nearly all rows that are, and never for a row that [`Self::kind`] names
    /// or that has no text.
    #[inline]
    pub(super) fn is_surely_data<'r>(&self, cell: impl Fn(usize) -> &'r [u8]) -> bool {
        if !self.is_surely(cell(0), &self.rare) {
            return false;
        }
        // What stands for the key, of which any will do, has text and is no total.
        let key = self.key.first().copied().unwrap_or(0);
        if key != 0 {
            return self.is_surely(cell(key), &self.totals_begin);
        }
        // A remark stands alone in its row, and so, at first, do the totals of a place.
        self.width <= 2 || (1..self.width.min(1 + AT_ONCE)).any(|at| self.is_surely_text(cell(at)))
    }

    /// Whether a cell has text and begins with none of `others`.
    #[inline]
    fn is_surely(&self, cell: &[u8], others: &Beginnings) -> bool {
        self.is_surely_text(cell) && !others.begin(cell)
    }

    /// Whether a cell has text, by its first byte: a letter, a digit, or one that only Chinese characters begin with, no
    /// blank, sign, wrapper or end of a cell.
    #[inline]
    fn is_surely_text(&self, cell: &[u8]) -> bool {
        match (cell.first(), self.encoding) {
            (Some(b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'), _) => true,
            // U+4000 to U+9FFF.
            (Some(0xe4..=0xe9), Encoding::Utf8) => true,
            // The rows of GB 2312 that hold Chinese characters, with their neighbours in GBK.
            (Some(0xb0..=0xf7), Encoding::Gb18030) => true,
            _ => false,
        }
    }
}

/// Of so many cells behind the first, data have text in some.
const AT_ONCE: usize = 5;

/// How some cells begin.
#[derive(Debug)]
struct Beginnings {
    all: Vec<Beginning>,
    /// The bytes that any of them begins with, which those of nearly all rows are not: one bit each.
    bytes: [u64; 4],
}

impl Beginnings {
    fn new(all: Vec<Beginning>) -> Self {
        let mut bytes = [0; 4];
        for beginning in &all {
            let [first, ..] = beginning.bytes.to_le_bytes();
            bytes[usize::from(first / 64)] |= 1 << (first % 64);
        }
        Self { all, bytes }
    }

    /// Whether a cell begins as any of them.
    #[inline]
    fn begin(&self, cell: &[u8]) -> bool {
        let first = cell.first().copied().unwrap_or(0);
        self.bytes[usize::from(first / 64)] >> (first % 64) & 1 == 1 && {
            let bytes = first_bytes(cell);
            self.all.iter().any(|beginning| bytes & beginning.mask == beginning.bytes)
        }
    }
}

/// The first bytes of a text, to hold others against.
#[derive(Clone, Copy, Debug)]
struct Beginning {
    bytes: u32,
    mask: u32,
}

impl Beginning {
    /// That of a character of at most four bytes.
    fn of(character: &[u8]) -> Self {
        let mask = u32::MAX.checked_shr(32 - 8 * character.len().min(4) as u32).unwrap_or(0);
        Self { bytes: first_bytes(character) & mask, mask }
    }
}

/// The first four bytes, zeros where there are fewer.
fn first_bytes(text: &[u8]) -> u32 {
    match text.first_chunk::<4>() {
        Some(four) => u32::from_le_bytes(*four),
        None => text.iter().rev().fold(0, |bytes, &b| bytes << 8 | u32::from(b)),
    }
}

impl Again {
    fn new(encoding: Encoding, cells: &[String], kind: ProblemKind) -> Option<Self> {
        let first = cells.iter().map(|cell| clean(cell)).find(|cell| !cell.is_empty())?;
        let folded = cells.iter().map(|cell| fold_name(cell)).collect();
        Some(Self { first: encode(encoding, first), cells: without_empty_end(folded), kind })
    }
}

fn encode(encoding: Encoding, text: &str) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Gb18030 => GB18030.encode(text).0.into_owned(),
    }
}

fn without_empty_end(mut cells: Vec<String>) -> Vec<String> {
    let end = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    cells.truncate(end);
    cells
}
