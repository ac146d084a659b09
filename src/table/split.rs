//! Bytes become records and cells, before anything is decoded.
//!
//! On regular input the records are those of RFC 4180 with any of CR LF, LF and CR as line end. An irregular quotation
//! mark never swallows the lines behind it: only the first physical line of the record it stands in is given up.
//!
//! GB 18030 needs no decoding here: no byte of its two- and four-byte characters is a comma, a semicolon, a tab, a
//! quotation mark or a line end. (It may be `|`, so a GB 18030 file is never separated by that.)

use super::record::{CellSpan, Record};
use memchr::{memchr, memchr2};

/// The longest quoted cell, in bytes. A spreadsheet's cell holds 32,767 characters of four bytes at most; a quotation
/// mark that is not closed within that much text is taken for one that is never closed.
const LONGEST_QUOTED: usize = 32_768 * 4;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A record: that of [`Splitter::record`].
    Record,
    /// A line given up for an irregular quotation mark.
    Stray,
    /// The bytes are at their end, and so is the file.
    End,
    /// The bytes end within a record, and the file goes on. The splitter stands at the start of that record.
    Cut,
}

/// Splits bytes into records, one at a time.
#[derive(Debug)]
pub(super) struct Splitter<'b> {
    bytes: &'b [u8],
    at: usize,
    start: usize,
    /// Whether the file ends where the bytes do.
    complete: bool,
    delimiter: u8,
    special: [bool; 256],
    cells: Vec<CellSpan>,
}

/// How a record stopped before its end.
enum Halt {
    Stray,
    Cut,
}

impl<'b> Splitter<'b> {
    /// A splitter at position `at` of `bytes`, which must be the start of a line.
    pub(super) fn new(bytes: &'b [u8], at: usize, complete: bool, delimiter: u8) -> Self {
        let mut special = [false; 256];
        for b in [delimiter, b'"', b'\r', b'\n'] {
            special[usize::from(b)] = true;
        }
        Self { bytes, at, start: at, complete, delimiter, special, cells: Vec::new() }
    }

    /// Where the next record starts.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The last record, or the line given up last.
    pub(super) fn record(&self) -> Record<'_> {
        Record { bytes: self.bytes, cells: &self.cells, start: self.start, end: self.at }
    }

    /// Goes over one record.
    pub(super) fn step(&mut self) -> Step {
        self.start = self.at;
        self.cells.clear();
        if self.at >= self.bytes.len() {
            return if self.complete { Step::End } else { Step::Cut };
        }
        match self.read().or_else(|halt| match halt {
            Halt::Stray => self.line_end(self.start).map(|end| (Step::Stray, end)),
            Halt::Cut => Err(Halt::Cut),
        }) {
            Ok((step, end)) => {
                if step == Step::Stray {
                    self.cells.clear();
                }
                self.at = end;
                step
            }
            Err(_) => Step::Cut,
        }
    }

    fn read(&mut self) -> Result<(Step, usize), Halt> {
        let mut at = self.start;
        loop {
            let cell = if self.bytes.get(at) == Some(&b'"') { self.quoted(at + 1)? } else { self.unquoted(at)? };
            // A quoted cell ends before its closing mark, which is none of the bytes that can follow a cell.
            let quoted = cell.start != at;
            let behind = cell.end + usize::from(quoted);
            self.cells.push(cell);
            match self.bytes.get(behind) {
                Some(&b) if b == self.delimiter => at = behind + 1,
                Some(_) => return Ok((Step::Record, self.past_line_end(behind)?)),
                None if self.complete => return Ok((Step::Record, behind)),
                None => return Err(Halt::Cut),
            }
        }
    }

    /// The cell whose text starts at `open`, behind its opening quotation mark.
    fn quoted(&self, open: usize) -> Result<CellSpan, Halt> {
        let limit = self.bytes.len().min(open.saturating_add(LONGEST_QUOTED));
        let mut from = open;
        let mut doubled = false;
        loop {
            let Some(quote) = self.bytes.get(from..limit).and_then(|b| memchr(b'"', b)).map(|i| from + i) else {
                return Err(if self.complete || limit < self.bytes.len() { Halt::Stray } else { Halt::Cut });
            };
            match self.bytes.get(quote + 1) {
                Some(b'"') => {
                    doubled = true;
                    from = quote + 2;
                }
                Some(&b) if self.ends_cell(b) => return Ok(CellSpan { start: open, end: quote, doubled }),
                None if self.complete => return Ok(CellSpan { start: open, end: quote, doubled }),
                None => return Err(Halt::Cut),
                Some(_) => return Err(Halt::Stray),
            }
        }
    }

    /// The cell that starts at `start` without a quotation mark. A spreadsheet's wrapper `="…"` may stand there whole.
    fn unquoted(&self, start: usize) -> Result<CellSpan, Halt> {
        let cell = |end: usize| Ok(CellSpan { start, end, doubled: false });
        let quote = match self.special_from(start)? {
            end if self.bytes.get(end) != Some(&b'"') => return cell(end),
            quote => quote,
        };
        if self.bytes.get(start..quote) != Some(b"=") {
            return Err(Halt::Stray);
        }
        let close = self.special_from(quote + 1)?;
        match (self.bytes.get(close), self.bytes.get(close + 1)) {
            (Some(b'"'), Some(&b)) if self.ends_cell(b) => cell(close + 1),
            (Some(b'"'), None) if self.complete => cell(close + 1),
            (Some(b'"'), None) => Err(Halt::Cut),
            _ => Err(Halt::Stray),
        }
    }

    fn ends_cell(&self, b: u8) -> bool {
        b == self.delimiter || b == b'\r' || b == b'\n'
    }

    /// The next delimiter, line end or quotation mark from `start` on, or the end of the file.
    fn special_from(&self, start: usize) -> Result<usize, Halt> {
        let rest = self.bytes.get(start..).unwrap_or_default();
        match rest.iter().position(|&b| self.special[usize::from(b)]) {
            Some(i) => Ok(start + i),
            None if self.complete => Ok(self.bytes.len()),
            None => Err(Halt::Cut),
        }
    }

    /// The start of the line behind the one that `from` lies in.
    fn line_end(&self, from: usize) -> Result<usize, Halt> {
        match self.bytes.get(from..).and_then(|b| memchr2(b'\r', b'\n', b)) {
            Some(i) => self.past_line_end(from + i),
            None if self.complete => Ok(self.bytes.len()),
            None => Err(Halt::Cut),
        }
    }

    /// The position behind the line end at `at`.
    fn past_line_end(&self, at: usize) -> Result<usize, Halt> {
        match (self.bytes.get(at), self.bytes.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => Ok(at + 2),
            (Some(b'\r'), None) if !self.complete => Err(Halt::Cut),
            _ => Ok(at + 1),
        }
    }

    /// The first start of a line behind the first line end of `bytes` from which a regular record of
    /// `width` cells can be read: a guess at where a record starts, for one who does not know the bytes before.
    pub(super) fn guess_start(bytes: &'b [u8], complete: bool, delimiter: u8, width: usize) -> Option<usize> {
        /// How many lines are tried.
        const TRIES: usize = 64;
        let mut probe = Splitter::new(bytes, 0, complete, delimiter);
        let mut from = 0;
        for _ in 0..TRIES {
            let start = probe.line_end(from).ok()?;
            probe.at = start;
            match probe.step() {
                Step::Record if probe.cells.len() == width => return Some(start),
                Step::Record | Step::Stray => from = start,
                Step::Cut | Step::End => return None,
            }
        }
        None
    }
}
