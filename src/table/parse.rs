//! A range of a file's bytes becomes columns.

use super::plan::{Lane, Plan};
use super::split::{CellSpan, Splitter, Step};
use super::{Cell, CellReader, Column, ProblemKind};
use crate::dictionary::{Dictionary, FieldRef};
use crate::value::{clean, fold};
use hashbrown::HashMap;
use memchr::memchr;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// How much is read behind the end of a range at first, to see the end of its last record.
const SLACK: u64 = 1 << 16;
/// How many different texts a column's cache holds.
const CACHED: usize = 1 << 12;
/// How many bytes a cell without any text may have, in a row that counts as blank.
const LONGEST_BLANK: usize = 64;
/// How many characters of a text a problem keeps.
const SHOWN: usize = 80;

/// What a range of bytes holds: the records that start in it.
#[derive(Debug)]
pub(super) struct Part {
    /// Where its first record starts.
    pub(super) start: u64,
    /// Where the record behind its last one starts.
    pub(super) end: u64,
    /// How many rows a spreadsheet shows for it.
    pub(super) rows: u32,
    /// The rows kept, counted from one within the part.
    pub(super) kept: Vec<u32>,
    /// One column a lane.
    pub(super) columns: Vec<Column>,
    /// In order of row and column.
    pub(super) problems: Vec<PartProblem>,
    pub(super) set_aside: u64,
    pub(super) no_data: u64,
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

/// Reads the records that start from `begin` on and before `until`; `None` where no start could be guessed.
pub(super) fn parse(
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
    let mut window = Window::open(path, base, until.saturating_sub(base).saturating_add(SLACK))?;
    let mut at = match begin {
        Begin::At(_) => 0,
        Begin::Near(_) => match Splitter::guess_start(&window.bytes, window.complete, plan.delimiter, plan.width) {
            Some(start) => start,
            None => return Ok(None),
        },
    };
    let mut builder = Builder::new(dictionary, plan, base + at as u64);
    let limit = usize::try_from(until.saturating_sub(base)).unwrap_or(usize::MAX);
    loop {
        let mut splitter = Splitter::new(&window.bytes, at, window.complete, plan.delimiter);
        builder.has_nul = memchr(0, &window.bytes).is_some();
        let cut = builder.run(&mut splitter, limit);
        at = splitter.at();
        if !cut {
            break;
        }
        window.extend()?;
    }
    builder.part.end = base + at as u64;
    builder.part.problems.sort_by_key(|p| (p.row, p.column.map(|(at, _)| at)));
    Ok(Some(builder.part))
}

/// A stretch of a file in memory.
struct Window {
    file: File,
    bytes: Vec<u8>,
    /// Whether it reaches to the end of the file.
    complete: bool,
}

impl Window {
    fn open(path: &Path, base: u64, length: u64) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(base))?;
        let mut window = Self { file, bytes: Vec::new(), complete: false };
        window.read(length)?;
        Ok(window)
    }

    fn read(&mut self, length: u64) -> io::Result<()> {
        let read = Read::by_ref(&mut self.file).take(length).read_to_end(&mut self.bytes)?;
        self.complete = (read as u64) < length;
        Ok(())
    }

    /// Reads as much again as is there.
    fn extend(&mut self) -> io::Result<()> {
        self.read((self.bytes.len() as u64).max(SLACK))
    }
}

/// The bytes of cells, and what they were read as. Never gone through in order.
type Cache = HashMap<Box<[u8]>, (Cell, Option<ProblemKind>), foldhash::fast::FixedState>;

struct Builder<'p> {
    plan: &'p Plan<'p>,
    part: Part,
    has_nul: bool,
    /// By lane: what texts that come again and again were read as.
    caches: Vec<Cache>,
    /// By lane: which of its columns is taken in the present row.
    taken: Vec<usize>,
}

impl<'p> Builder<'p> {
    fn new(dictionary: &Dictionary, plan: &'p Plan<'p>, start: u64) -> Self {
        let part = Part {
            start,
            end: start,
            rows: 0,
            kept: Vec::new(),
            columns: plan.lanes.iter().map(|lane| lane.column(dictionary)).collect(),
            problems: Vec::new(),
            set_aside: 0,
            no_data: 0,
        };
        let caches = plan.lanes.iter().map(|_| Cache::default()).collect();
        Self { plan, part, has_nul: true, caches, taken: vec![0; plan.lanes.len()] }
    }

    /// Takes the records that start before `limit`; whether the bytes ended too early.
    fn run(&mut self, splitter: &mut Splitter<'_>, limit: usize) -> bool {
        while splitter.at() < limit {
            let step = splitter.step();
            match step {
                Step::Cut => return true,
                Step::End => break,
                Step::Record | Step::Stray => self.part.rows = self.part.rows.saturating_add(1),
            }
            if step == Step::Record && self.is_blank(splitter) {
                self.part.no_data += 1;
                continue;
            }
            if step == Step::Record
                && let Some(kind) = self.plan.furniture.kind(splitter)
            {
                self.part.no_data += 1;
                self.whole_row(splitter, kind);
                continue;
            }
            let reason = if step == Step::Stray { Some(ProblemKind::StrayQuote) } else { self.reason(splitter) };
            match reason {
                Some(kind) => {
                    self.part.set_aside += 1;
                    self.whole_row(splitter, kind);
                }
                None => self.keep(splitter),
            }
        }
        false
    }

    /// Whether no cell of the record has any text, full-width blanks and empty wrappers apart.
    fn is_blank(&self, splitter: &Splitter<'_>) -> bool {
        splitter.cells().iter().all(|&cell| {
            let text = splitter.slice(cell).trim_ascii();
            match text.first() {
                None => true,
                Some(first) if first.is_ascii_alphanumeric() => false,
                Some(_) => text.len() <= LONGEST_BLANK && clean(&self.plan.encoding.decode(text)).is_empty(),
            }
        })
    }

    /// Why the row is set aside, if it is. Which column is taken for each lane is settled on the way.
    fn reason(&mut self, splitter: &Splitter<'_>) -> Option<ProblemKind> {
        let raw = splitter.raw();
        let found = splitter.cells().len();
        if self.has_nul && memchr(0, raw).is_some() {
            return Some(ProblemKind::Nul);
        }
        if !self.plan.valid && !raw.is_ascii() && !self.plan.encoding.is_valid(raw) {
            return Some(ProblemKind::BrokenEncoding);
        }
        if found != self.plan.width {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            return Some(ProblemKind::Ragged { found: count(found), expected: count(self.plan.width) });
        }
        for (at, lane) in self.plan.lanes.iter().enumerate().filter(|(_, lane)| lane.sources.len() > 1) {
            match self.agreed(splitter, lane) {
                Some(source) => self.taken[at] = source,
                None => return Some(ProblemKind::ColumnsDisagree),
            }
        }
        None
    }

    /// Which of several columns that name one field to take: the first that is not blank; `None` where two of them
    /// hold different values.
    fn agreed(&self, splitter: &Splitter<'_>, lane: &Lane<'_>) -> Option<usize> {
        let mut first: Option<(usize, String, (Cell, Option<ProblemKind>))> = None;
        for (at, source) in lane.sources.iter().enumerate() {
            let bytes = splitter.text(*splitter.cells().get(source.at)?);
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
    fn whole_row(&mut self, splitter: &Splitter<'_>, kind: ProblemKind) {
        let raw = splitter.raw();
        let line = raw.strip_suffix(b"\n").unwrap_or(raw);
        let text = self.shown(line.strip_suffix(b"\r").unwrap_or(line));
        self.part.problems.push(PartProblem { row: self.part.rows, column: None, kind, text });
    }

    fn keep(&mut self, splitter: &Splitter<'_>) {
        let plan = self.plan;
        self.part.kept.push(self.part.rows);
        for (at, lane) in plan.lanes.iter().enumerate() {
            let source = &lane.sources[self.taken[at]];
            let Some(&cell) = splitter.cells().get(source.at) else { continue };
            if let Some(kind) = self.push(at, &source.reader, splitter, cell) {
                let text = self.shown(&splitter.text(cell));
                let column = u32::try_from(source.at).ok().map(|column| (column, lane.field));
                self.part.problems.push(PartProblem { row: self.part.rows, column, kind, text });
            }
        }
    }

    /// Reads a cell into the column of lane `at`; what is wrong with it.
    fn push(
        &mut self,
        at: usize,
        reader: &CellReader<'_>,
        splitter: &Splitter<'_>,
        cell: CellSpan,
    ) -> Option<ProblemKind> {
        let column = &mut self.part.columns[at];
        let slice = splitter.slice(cell);
        if slice.is_empty() {
            column.push(&Cell::Blank);
            return None;
        }
        if let Some(value) = reader.read_plain(slice) {
            column.push(&value);
            return None;
        }
        let cached = reader.repeats();
        if cached && let Some((value, kind)) = self.caches[at].get(slice) {
            column.push(value);
            return *kind;
        }
        let bytes = splitter.text(cell);
        let text = self.plan.encoding.decode(&bytes);
        if let (Column::Text(texts), Some(read)) = (&mut *column, reader.read_text(&text)) {
            texts.push(read.as_deref().unwrap_or_default());
            return read.err();
        }
        let (value, kind) = reader.read_noting(&text);
        column.push(&value);
        if cached && self.caches[at].len() < CACHED {
            self.caches[at].insert(slice.into(), (value, kind));
        }
        kind
    }

    fn shown(&self, bytes: &[u8]) -> String {
        // No character takes more than four bytes, so what is cut off here is not shown.
        let bytes = bytes.get(..SHOWN * 4).unwrap_or(bytes);
        self.plan.encoding.decode(bytes).chars().take(SHOWN).collect()
    }
}
