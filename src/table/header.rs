//! The header row: which of the first rows it is, what separates its cells, and which table it heads.

use super::Encoding;
use super::split::{Splitter, Step};
use crate::dictionary::{EntityId, HeaderIndex, HeaderMatch};
use crate::value::{clean, fold};

/// How many of the first records are looked at; exports carry title rows.
const ROWS: u32 = 20;

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
    /// The row below it, where that numbers the columns.
    pub(super) numbers: Option<Vec<String>>,
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
        let mut rows = Rows::new(head, complete, encoding, delimiter);
        while rows.row < ROWS && rows.step() {
            // A row names no more columns than it has cells: mostly the header is found in the first that has text.
            if best.as_ref().is_some_and(|((has_key, matched, _), _)| *has_key && rows.width() <= *matched) {
                continue;
            }
            let cells = rows.cells();
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
                let (row, data_at, titles, numbers) = (rows.row, rows.splitter.at(), Vec::new(), None);
                best = Some((score, Header { delimiter, row, data_at, headers: cells, titles, numbers, matches }));
            }
        }
    }
    let Some((_, mut header)) = best else {
        // There is text, but none of it is a row: JSON looks like that.
        let (headers, titles, numbers, matches) = (Vec::new(), Vec::new(), None, Vec::new());
        return given_up.then_some(Header { delimiter: b',', row: 1, data_at: 0, headers, titles, numbers, matches });
    };
    let mut rows = Rows::new(head, complete, encoding, header.delimiter);
    while rows.row + 1 < header.row && rows.step() {
        header.titles.extend(Some(rows.cells()).filter(|cells| cells.iter().any(|c| !clean(c).is_empty())));
    }
    header.numbers = header.samples(head, complete, encoding, 1).pop().filter(|cells| numbers_columns(cells));
    Some(header)
}

/// Whether the cells number the columns they stand in, as in `甲, 乙, 1, 2, 3` or `栏次, 1, 2, 3=1+2`: one after the
/// other, in most columns, and more than a few of them.
fn numbers_columns(cells: &[String]) -> bool {
    const FEW: usize = 4;
    let bare = |cell: &String| fold(cell).trim_matches(['(', ')', '[', ']']).split('=').next().unwrap_or("").to_owned();
    let filled: Vec<String> = cells.iter().map(bare).filter(|cell| !cell.is_empty()).collect();
    let number = |cell: &String| cell.parse::<usize>().ok();
    let words = filled.iter().take_while(|cell| number(cell).is_none()).count();
    let Some((names, numbers)) = filled.split_at_checked(words) else { return false };
    let is_letter = |name: &String| name.chars().count() == 1 && COLUMN_LETTERS.contains(name.as_str());
    let is_name = |(at, name): (usize, &String)| at == 0 && COLUMN_NUMBER.contains(&name.as_str()) || is_letter(name);
    let first = numbers.first().and_then(number);
    numbers.len() >= FEW.max(filled.len() / 2)
        && filled.len() * 2 > cells.len()
        && names.iter().enumerate().all(is_name)
        && first.is_some_and(|first| first == 1 || first == words + 1)
        && numbers.iter().zip(first.unwrap_or(1)..).all(|(cell, expected)| number(cell) == Some(expected))
}

/// What stands in place of a number in the first columns.
const COLUMN_LETTERS: &str = "甲乙丙丁戊己庚辛壬癸ABCDEFGHIJ";
/// What stands before the numbers of columns.
const COLUMN_NUMBER: [&str; 5] = ["栏次", "栏号", "列次", "列号", "编号"];

impl Header {
    /// The first `most` regular rows behind the header that have any text.
    pub(super) fn samples(&self, head: &[u8], complete: bool, encoding: Encoding, most: usize) -> Vec<Vec<String>> {
        let mut rows = Rows::new(head, complete, encoding, self.delimiter);
        let mut samples = Vec::new();
        while samples.len() < most && rows.step() {
            if rows.row > self.row && rows.width() == self.headers.len() {
                samples.extend(Some(rows.cells()).filter(|cells| cells.iter().any(|c| !clean(c).is_empty())));
            }
        }
        samples
    }
}

/// With the key, columns named, cells.
type Score = (bool, usize, usize);

/// The records of a head, one at a time; those of no interest are not decoded.
struct Rows<'b> {
    splitter: Splitter<'b>,
    encoding: Encoding,
    /// The spreadsheet's row of the last record, counted from one.
    row: u32,
}

impl<'b> Rows<'b> {
    fn new(head: &'b [u8], complete: bool, encoding: Encoding, delimiter: u8) -> Self {
        Self { splitter: Splitter::new(head, 0, complete, delimiter), encoding, row: 0 }
    }

    /// Goes over one record; whether there was one.
    fn step(&mut self) -> bool {
        let is_there = matches!(self.splitter.step(), Step::Record | Step::Stray);
        self.row += u32::from(is_there);
        is_there
    }

    /// How many cells the record has; none where it is a line given up.
    fn width(&self) -> usize {
        self.splitter.record().cells.len()
    }

    fn cells(&self) -> Vec<String> {
        let record = self.splitter.record();
        record.cells.iter().map(|&c| self.encoding.decode(&record.text(c)).into_owned()).collect()
    }
}
