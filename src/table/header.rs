//! The header row: which of the first rows it is, what separates its cells, and which table it heads.

use super::Encoding;
use super::split::{Splitter, Step};
use crate::dictionary::{EntityId, HeaderIndex, HeaderMatch};
use crate::value::clean;

/// How many of the first records are looked at; exports carry title rows.
const ROWS: usize = 20;

/// A row that can be the header.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) delimiter: u8,
    /// The row as a spreadsheet shows it, counted from one.
    pub(super) row: u32,
    /// Where the record behind it starts, in bytes of the text.
    pub(super) data_at: usize,
    pub(super) headers: Vec<String>,
    /// The rows above it.
    pub(super) titles: Vec<Vec<String>>,
    /// How it reads, the best first; empty where it reads as nothing.
    pub(super) matches: Vec<HeaderMatch>,
}

impl Header {
    /// The entity it heads: the best match, with its key, and better than any other.
    pub(super) fn verdict(&self) -> Verdict {
        let score = |m: &HeaderMatch| (m.has_key, m.matched, m.names_key);
        match self.matches.as_slice() {
            [first, second, ..] if first.has_key && !first.finer && score(first) == score(second) => {
                let best = score(first);
                Verdict::Tie(self.matches.iter().filter(|m| score(m) == best).map(|m| m.entity).collect())
            }
            [first, ..] if first.has_key => Verdict::Known,
            _ => Verdict::Unknown,
        }
    }
}

/// What a header row heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The entity of its first match.
    Known,
    /// Any of these.
    Tie(Vec<EntityId>),
    /// None.
    Unknown,
}

/// The best header row of the head of a text (without byte-order mark); `None` where the head has no text.
///
/// The row that names most columns wins, one with a key over one without, then the earlier row, then the delimiter that
/// stands first here. Where no row names anything, the first row with the most cells is taken.
pub(super) fn find(
    index: &HeaderIndex,
    head: &[u8],
    complete: bool,
    encoding: Encoding,
    forced: Option<EntityId>,
) -> Option<Header> {
    let delimiters: &[u8] = match encoding {
        Encoding::Utf8 => b",\t;|",
        Encoding::Gb18030 => b",\t;",
    };
    let mut best: Option<(Score, Header)> = None;
    let mut given_up = false;
    for &delimiter in delimiters {
        for (row, data_at, cells) in rows(head, complete, encoding, delimiter).take(ROWS) {
            if cells.iter().all(|c| clean(c).is_empty()) {
                given_up |= cells.is_empty();
                continue;
            }
            let matches = match forced {
                Some(entity) => vec![index.read_as(entity, &cells)],
                None => index.recognise(&cells),
            };
            let score = match matches.first() {
                Some(first) if first.matched > 0 => (first.has_key, first.matched, 0),
                _ => (false, 0, cells.len()),
            };
            if best.as_ref().is_none_or(|(least, _)| score > *least) {
                let titles = Vec::new();
                best = Some((score, Header { delimiter, row, data_at, headers: cells, titles, matches }));
            }
        }
    }
    let Some((_, mut header)) = best else {
        // There is text, but none of it is a row: JSON looks like that.
        let (headers, titles, matches) = (Vec::new(), Vec::new(), Vec::new());
        return given_up.then_some(Header { delimiter: b',', row: 1, data_at: 0, headers, titles, matches });
    };
    header.titles = rows(head, complete, encoding, header.delimiter)
        .take(ROWS)
        .filter(|(row, _, cells)| *row < header.row && cells.iter().any(|c| !clean(c).is_empty()))
        .map(|(_, _, cells)| cells)
        .collect();
    Some(header)
}

impl Header {
    /// The first `most` regular rows behind the header that have any text.
    pub(super) fn samples(&self, head: &[u8], complete: bool, encoding: Encoding, most: usize) -> Vec<Vec<String>> {
        rows(head, complete, encoding, self.delimiter)
            .filter(|(row, _, cells)| *row > self.row && cells.len() == self.headers.len())
            .filter(|(_, _, cells)| cells.iter().any(|c| !clean(c).is_empty()))
            .map(|(_, _, cells)| cells)
            .take(most)
            .collect()
    }
}

/// With the key, columns named, cells.
type Score = (bool, usize, usize);

/// The records: the spreadsheet's row, where the next record starts, the cells (none of a line given up).
fn rows(
    head: &[u8],
    complete: bool,
    encoding: Encoding,
    delimiter: u8,
) -> impl Iterator<Item = (u32, usize, Vec<String>)> {
    let mut splitter = Splitter::new(head, 0, complete, delimiter);
    let mut row = 0;
    std::iter::from_fn(move || {
        row += 1;
        match splitter.step() {
            Step::Record | Step::Stray => {
                let record = splitter.record();
                let cell = |&c| encoding.decode(&record.text(c)).into_owned();
                Some((row, splitter.at(), record.cells.iter().map(cell).collect()))
            }
            Step::End | Step::Cut => None,
        }
    })
}
