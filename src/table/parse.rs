//! A range of a file's bytes becomes columns.

use super::batch::{Batch, Region, shown};
use super::lane::{Page, Place};
use super::plan::{Lane, Plan};
use super::record::{CellSpan, Record};
use super::scan::{Line, Marks, Scanner};
use super::sniff::Validity;
use super::split::{Splitter, Step};
use super::window::Window;
use super::{Cell, Column, Encoding, Origin, Origins, ProblemKind};
use crate::dictionary::{Dictionary, FieldRef};
use crate::value::{clean, fold};
use memchr::memchr;
use std::cell::RefCell;
use std::io;
use std::path::Path;

/// How much is read behind the end of a range at first, to see the end of its last record.
const SLACK: u64 = 1 << 14;
/// How many bytes are scanned before their rows are read.
const REGION: usize = 1 << 17;
/// How many bytes a cell without any text may have, in a row that counts as blank.
const LONGEST_BLANK: usize = 64;

/// What a range of bytes holds: the records that start in it.
#[derive(Debug)]
pub(super) struct Part {
    /// Where its first record starts.
    pub(super) start: u64,
    /// Where the record behind its last one starts.
    pub(super) end: u64,
    /// How many rows a spreadsheet shows for it.
    pub(super) rows: u32,
    /// Where the rows kept stand, counted from one within the part, as if it were a file.
    pub(super) kept: Origins,
    /// One column a lane.
    pub(super) columns: Vec<Column>,
    /// In order of row and column.
    pub(super) problems: Vec<PartProblem>,
    pub(super) set_aside: u64,
    pub(super) no_data: u64,
    /// Whether it holds bytes that are no UTF-8, though the file was taken for that.
    pub(super) is_broken: bool,
}

/// A problem of a part.
#[derive(Debug)]
pub(super) struct PartProblem {
    /// The row, counted from one within the part.
    pub(super) row: u32,
    pub(super) column: Option<(u32, FieldRef)>,
    pub(super) kind: ProblemKind,
    pub(super) text: String,
}

/// Where a range begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Begin {
    /// A record is known to start here.
    At(u64),
    /// The range begins here, in the middle of anything; the start of a record is guessed.
    Near(u64),
}

/// Room that a thread uses again and again.
#[derive(Default)]
struct Room {
    window: Window,
    marks: Marks,
    /// Columns without rows, of any types, which keep the memory that rows of earlier parts took.
    columns: Vec<Column>,
}

impl Room {
    /// A column without rows, of the type of `column`.
    fn column(&mut self, column: Column) -> Column {
        let is_such = |there: &Column| std::mem::discriminant(there) == std::mem::discriminant(&column);
        let at = self.columns.iter().position(is_such);
        at.map_or(column, |at| self.columns.swap_remove(at))
    }
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

/// Gives the room back that threads used for reading, when there is nothing more to read.
pub(super) fn give_back_room() {
    let give_back = || drop(ROOM.take());
    rayon::broadcast(|_| give_back());
    give_back();
}

/// Reads the records that start from `begin` on and before `until`; `None` where no start could be guessed.
pub(super) fn parse(
    dictionary: &Dictionary,
    plan: &Plan<'_>,
    path: &Path,
    begin: Begin,
    until: u64,
) -> io::Result<Option<Part>> {
    ROOM.with_borrow_mut(|room| parse_in(room, dictionary, plan, path, begin, until))
}

fn parse_in(
    room: &mut Room,
    dictionary: &Dictionary,
    plan: &Plan<'_>,
    path: &Path,
    begin: Begin,
    until: u64,
) -> io::Result<Option<Part>> {
    let base = match begin {
        Begin::At(start) => start,
        // A record starts here if the byte before ends a line.
        Begin::Near(start) => start.saturating_sub(1),
    };
    let columns = plan.lanes.iter().map(|lane| room.column(lane.column(dictionary))).collect();
    let Room { window, marks, columns: spare } = room;
    window.open(path, base, until.saturating_sub(base).saturating_add(SLACK))?;
    let mut at = match begin {
        Begin::At(_) => 0,
        Begin::Near(_) => match Splitter::guess_start(window.bytes(), window.complete, plan.delimiter, plan.width) {
            Some(start) => start,
            None => return Ok(None),
        },
    };
    let mut builder = Builder::new(plan, columns, base + at as u64);
    let limit = usize::try_from(until.saturating_sub(base)).unwrap_or(usize::MAX);
    loop {
        let reached = builder.run(window, marks, at, limit);
        match reached {
            Reached::Limit(end) => at = end,
            Reached::Cut(start) => {
                at = start;
                window.extend(SLACK)?;
                continue;
            }
        }
        break;
    }
    builder.part.end = base + at as u64;
    let full = builder.part.columns.iter_mut().map(Column::take).collect();
    spare.extend(std::mem::replace(&mut builder.part.columns, full));
    builder.part.problems.sort_by_key(|p| (p.row, p.column.map(|(at, _)| at)));
    Ok(Some(builder.part))
}

/// Where a run over the bytes stopped.
#[derive(Clone, Copy)]
enum Reached {
    /// At a record that is not for this part, or at the end of the file.
    Limit(usize),
    /// At the start of a record that the bytes do not hold to its end.
    Cut(usize),
}

struct Builder<'p> {
    plan: &'p Plan<'p>,
    part: Part,
    /// Whether rows without irregular bytes may still hold what the encoding does not know.
    doubtful: bool,
    batch: Batch,
    /// By lane: which of its columns the row at hand takes; empty where none has several.
    chosen: Vec<usize>,
    /// Room for the cells of one row.
    cells: Vec<CellSpan>,
}

impl<'p> Builder<'p> {
    fn new(plan: &'p Plan<'p>, columns: Vec<Column>, start: u64) -> Self {
        let part = Part {
            start,
            end: start,
            rows: 0,
            kept: Origins::default(),
            columns,
            problems: Vec::new(),
            set_aside: 0,
            no_data: 0,
            is_broken: false,
        };
        Self {
            plan,
            part,
            doubtful: false,
            batch: Batch::new(plan.lanes.len()),
            chosen: if plan.has_doubles { vec![0; plan.lanes.len()] } else { Vec::new() },
            cells: Vec::new(),
        }
    }

    /// Takes the records that start from `at` on and before `limit`.
    fn run(&mut self, window: &Window, marks: &mut Marks, mut at: usize, limit: usize) -> Reached {
        let bytes = window.bytes();
        let is_doubtful = self.plan.validity != Validity::Valid;
        let gb18030 = is_doubtful && self.plan.encoding == Encoding::Gb18030;
        let scanner = Scanner { delimiter: self.plan.delimiter, gb18030 };
        while at < limit && at < bytes.len() {
            let region = bytes.get(at..bytes.len().min(at + REGION)).unwrap_or_default();
            scanner.scan(region, marks);
            // What is no GB 18030 makes its line irregular; UTF-8 is looked at as a whole, which is quicker.
            let whole = marks.whole_lines().and_then(|end| region.get(..end)).unwrap_or_default();
            self.doubtful = is_doubtful && !gb18030 && !self.plan.encoding.is_valid(whole);
            self.part.is_broken |= self.doubtful;
            let from = at;
            let region = Region { base: from, ends: &marks.ends };
            let reached = self.region(window, marks, region, &mut at, limit);
            self.flush(window, region);
            if let Some(reached) = reached {
                return reached;
            }
        }
        if at < limit && !window.complete { Reached::Cut(at) } else { Reached::Limit(at) }
    }

    /// Takes the records that start in a region from `at` on, which is where the next one starts afterwards; whether the
    /// run stops there.
    fn region(
        &mut self,
        window: &Window,
        marks: &Marks,
        region: Region<'_>,
        at: &mut usize,
        limit: usize,
    ) -> Option<Reached> {
        let mut lines = marks.lines();
        while *at < limit
            && let Some(line) = lines.at((*at - region.base) as u32)
        {
            let (scanned, start) = (window.bytes().get(region.base..).unwrap_or_default(), (*at - region.base) as u32);
            if line.is_known(scanned, start, self.plan.delimiter) {
                *at = self.line(window, region, *at, line);
            } else if let Some(next) = self.step(window, region, *at) {
                *at = next;
            } else {
                return Some(Reached::Cut(*at));
            }
        }
        // Not one line was whole: one record with care, however long it is.
        if *at == region.base {
            match self.step(window, region, *at) {
                Some(next) => *at = next,
                None => return Some(Reached::Cut(*at)),
            }
        }
        None
    }

    /// Reads the cells of the rows that wait.
    fn flush(&mut self, window: &Window, region: Region<'_>) {
        let page = Page { bytes: window.with_margin(), encoding: self.plan.encoding };
        self.batch.read(self.plan, page, region, &mut self.part);
    }

    /// Takes the line that starts at `start`, which is regular or plainly quoted; where the next one starts.
    fn line(&mut self, window: &Window, region: Region<'_>, start: usize, line: Line<'_>) -> usize {
        let (bytes, width, is_quoted) = (window.bytes(), line.ends.len(), !line.odd.is_empty());
        let end = line.ends.last().map_or(start, |&feed| region.base + feed as usize + 1);
        let plan = self.plan;
        self.part.rows = self.part.rows.saturating_add(1);
        let at = ((start - region.base) as u32, line.first);
        let begin = |column: usize| {
            let start = region.start(at, column);
            let is_mark = is_quoted && bytes.get(start) == Some(&b'"');
            bytes.get(start + usize::from(is_mark)..).unwrap_or_default()
        };
        if width == plan.width && !plan.has_doubles && !self.doubtful && plan.furniture.is_surely_data(begin) {
            if self.batch.has_others() {
                self.flush(window, region);
            }
            self.keep();
            self.batch.add_line(at, is_quoted);
            return end;
        }
        let span = |column: usize| {
            let cell = region.cell(bytes, at, column, width);
            // Quotation marks around a cell are no part of it.
            CellSpan::from(if is_quoted { cell.within_marks(bytes) } else { cell })
        };
        let mut cells = std::mem::take(&mut self.cells);
        cells.clear();
        cells.extend((0..width).map(span));
        let record = Record { bytes, cells: &cells, start, end };
        self.take(window, region, Step::Record, &record);
        self.cells = cells;
        end
    }

    /// Keeps the row at hand.
    fn keep(&mut self) {
        self.part.kept.push(Origin { file: 0, row: self.part.rows });
    }

    /// Takes the record that starts at `at`, whatever it is made of; where the next one starts. `None` where the bytes
    /// end too early.
    fn step(&mut self, window: &Window, region: Region<'_>, at: usize) -> Option<usize> {
        let mut splitter = Splitter::new(window.bytes(), at, window.complete, self.plan.delimiter);
        let step = splitter.step();
        match step {
            Step::Cut => return None,
            Step::End => {}
            Step::Record | Step::Stray => {
                self.part.rows = self.part.rows.saturating_add(1);
                // It may reach beyond what was looked at as a whole.
                let hoped = self.plan.validity == Validity::Hoped;
                self.part.is_broken |= hoped && !self.plan.encoding.is_valid(splitter.record().raw());
                self.take(window, region, step, &splitter.record());
            }
        }
        Some(splitter.at())
    }

    /// Takes a record, or a line given up: data, no data, or set aside.
    fn take(&mut self, window: &Window, region: Region<'_>, step: Step, record: &Record<'_>) {
        if step == Step::Record && self.is_blank(record) {
            self.part.no_data += 1;
            return;
        }
        if step == Step::Record
            && let Some(kind) = self.plan.furniture.kind(record)
        {
            self.part.no_data += 1;
            self.whole_row(record, kind);
            return;
        }
        let reason = if step == Step::Stray { Some(ProblemKind::StrayQuote) } else { self.reason(record) };
        match reason {
            Some(kind) => {
                self.part.set_aside += 1;
                self.whole_row(record, kind);
            }
            None => {
                if self.batch.has_lines() {
                    self.flush(window, region);
                }
                self.keep();
                let place = |at: usize| Place::from(record.cells.get(at).copied().unwrap_or_default());
                self.batch.add_row(self.plan, &self.chosen, place);
            }
        }
    }

    /// Whether no cell of the record has any text, full-width blanks and empty wrappers apart.
    fn is_blank(&self, record: &Record<'_>) -> bool {
        record.cells.iter().all(|&cell| {
            let text = record.text(cell);
            let text = text.trim_ascii();
            match text.first() {
                None => true,
                Some(first) if first.is_ascii_alphanumeric() => false,
                Some(_) => text.len() <= LONGEST_BLANK && clean(&self.plan.encoding.decode(text)).is_empty(),
            }
        })
    }

    /// Why the row is set aside, if it is. Which column is taken for each lane is settled on the way.
    fn reason(&mut self, record: &Record<'_>) -> Option<ProblemKind> {
        let raw = record.raw();
        let found = record.cells.len();
        if memchr(0, raw).is_some() {
            return Some(ProblemKind::Nul);
        }
        if self.plan.validity != Validity::Valid && !raw.is_ascii() && !self.plan.encoding.is_valid(raw) {
            return Some(ProblemKind::BrokenEncoding);
        }
        if found != self.plan.width {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            return Some(ProblemKind::Ragged { found: count(found), expected: count(self.plan.width) });
        }
        for (at, lane) in self.plan.lanes.iter().enumerate().filter(|(_, lane)| lane.sources.len() > 1) {
            match self.agreed(record, lane) {
                Some(source) => self.chosen.get_mut(at).into_iter().for_each(|chosen| *chosen = source),
                None => return Some(ProblemKind::ColumnsDisagree),
            }
        }
        None
    }

    /// Which of several columns that name one field to take: the first that is not blank; `None` where two of them
    /// hold different values.
    fn agreed(&self, record: &Record<'_>, lane: &Lane<'_>) -> Option<usize> {
        let mut first: Option<(usize, String, (Cell, Option<ProblemKind>))> = None;
        for (at, source) in lane.sources.iter().enumerate() {
            let bytes = record.text(*record.cells.get(source.at)?);
            let text = fold(&self.plan.encoding.decode(&bytes)).into_owned();
            let read = source.reader.read_noting(&text);
            if read == (Cell::Blank, None) {
                continue;
            }
            match &first {
                None => first = Some((at, text, read)),
                Some((_, _, other)) if *other == read && read.0 != Cell::Blank => {}
                // Texts that cannot be read are the same only if they are the same text.
                Some((_, other, (Cell::Blank, _))) if *other == text && read.0 == Cell::Blank => {}
                Some(_) => return None,
            }
        }
        Some(first.map_or(0, |(at, _, _)| at))
    }

    /// Says what became of a row that is not kept.
    fn whole_row(&mut self, record: &Record<'_>, kind: ProblemKind) {
        let raw = record.raw();
        let line = raw.strip_suffix(b"\n").unwrap_or(raw);
        let text = shown(self.plan.encoding, line.strip_suffix(b"\r").unwrap_or(line));
        self.part.problems.push(PartProblem { row: self.part.rows, column: None, kind, text });
    }
}
