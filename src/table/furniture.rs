//! Rows between the data that are none: headers and titles once more, as exports pasted below each other leave them,
//! totals, and remarks.

use super::look::Seen;
use super::split::{CellSpan, Splitter};
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
    /// The first character of each, as the file encodes it.
    first_characters: Vec<Vec<u8>>,
}

/// A row that may come again.
#[derive(Debug)]
struct Again {
    /// The first of its cells that has text, as the file encodes it.
    first: Vec<u8>,
    /// All of them, folded, without the empty ones at the end.
    cells: Vec<String>,
}

impl Furniture {
    /// The furniture of a file.
    pub(super) fn new(dictionary: &Dictionary, seen: &Seen) -> Self {
        let encoding = seen.survey.encoding;
        let rows = std::iter::once(&seen.header.headers).chain(&seen.header.titles);
        let last: Option<FieldId> = dictionary.entity(seen.matched.entity).key.last().copied();
        let columns = seen.matched.columns.iter().enumerate();
        let first_character = |word: &String| word.chars().next().map(|c| encode(encoding, &c.to_string()));
        Self {
            encoding,
            again: rows.filter_map(|cells| Again::new(encoding, cells)).collect(),
            key: columns.filter(|(_, field)| field.is_some() && **field == last).map(|(at, _)| at).collect(),
            width: seen.header.headers.len(),
            totals: dictionary.totals.clone(),
            first_characters: dictionary.totals.iter().filter_map(first_character).collect(),
        }
    }

    /// What the record is, if it is no data. The record has some text.
    pub(super) fn kind(&self, splitter: &Splitter<'_>) -> Option<ProblemKind> {
        let cells = splitter.cells();
        let first = cells.iter().find(|&&cell| !splitter.slice(cell).trim_ascii().is_empty())?;
        let slice = splitter.slice(*first).trim_ascii();
        let again = |row: &Again| slice.ends_with(&row.first) && row.cells == self.folded(splitter);
        if self.again.iter().any(again) {
            return Some(ProblemKind::RepeatedHeader);
        }
        if self.is_total_row(splitter, *first) {
            return Some(ProblemKind::Totals);
        }
        self.is_remark(splitter, slice).then_some(ProblemKind::Remark)
    }

    /// Whether the text of a record is one cell that says what it speaks of, as in `填表人：…`: no row of a table with
    /// several columns holds that and nothing else.
    fn is_remark(&self, splitter: &Splitter<'_>, first: &[u8]) -> bool {
        let filled = |cell: &&CellSpan| !splitter.slice(**cell).trim_ascii().is_empty();
        let mut filled = splitter.cells().iter().filter(filled);
        let alone = filled.next().is_some() && filled.next().is_none();
        alone && self.width > 2 && fold(&self.encoding.decode(first)).contains(':')
    }

    /// Whether the first text of the record says so, or what stands for its key, or, where it has no key, any cell.
    fn is_total_row(&self, splitter: &Splitter<'_>, first: CellSpan) -> bool {
        if self.is_total(splitter, first) {
            return true;
        }
        let mut keys = self.key.iter().filter_map(|&at| splitter.cells().get(at)).peekable();
        keys.peek().is_some()
            && keys.all(|&key| splitter.slice(key).is_empty() || self.is_total(splitter, key))
            && splitter.cells().iter().any(|&cell| self.is_total(splitter, cell))
    }

    /// Whether a cell is a word of totals, with a sign or a number behind it or nothing.
    fn is_total(&self, splitter: &Splitter<'_>, cell: CellSpan) -> bool {
        let slice = splitter.slice(cell).trim_ascii();
        // Nearly all cells begin otherwise, and need no decoding.
        if !self.first_characters.iter().any(|first| slice.starts_with(first)) {
            return false;
        }
        let text: String = fold(&self.encoding.decode(slice)).split_whitespace().collect();
        let rest = self.totals.iter().find_map(|word| text.strip_prefix(word.as_str()));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    }

    fn folded(&self, splitter: &Splitter<'_>) -> Vec<String> {
        let cells = splitter.cells().iter();
        without_empty_end(cells.map(|&cell| fold_name(&self.encoding.decode(&splitter.text(cell)))).collect())
    }
}

impl Again {
    fn new(encoding: Encoding, cells: &[String]) -> Option<Self> {
        let first = cells.iter().map(|cell| clean(cell)).find(|cell| !cell.is_empty())?;
        let folded = cells.iter().map(|cell| fold_name(cell)).collect();
        Some(Self { first: encode(encoding, first), cells: without_empty_end(folded) })
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
