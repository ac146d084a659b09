//! Rows that wait until their cells are read column by column.

use super::lane::{self, Page, Place};
use super::memo::Memo;
use super::parse::{Part, PartProblem};
use super::plan::{Plan, Source};
use super::{Encoding, ProblemKind};

/// How many characters of a text a problem keeps.
const SHOWN: usize = 80;

/// Rows that wait. Those of one batch are all lines as the scanner found them, or all were taken apart with care.
pub(super) struct Batch {
    /// Where each line of the scanner starts, and which of the ends of cells is its first.
    lines: Vec<(u32, u32)>,
    /// Room for the same lines by their ends, of which those of most follow each other.
    runs: Vec<Run>,
    /// Which of the lines, by their position, have cells with quotation marks around them.
    quoted: Vec<u32>,
    /// Row by row, one a lane: the cells of the other rows.
    cells: Vec<Place>,
    /// Likewise: which of a lane's columns each is. Kept only where a lane has several.
    chosen: Vec<usize>,
    /// By lane: what cells that come again were read as.
    memos: Vec<Memo>,
    /// Room for where the cells of one lane stand.
    places: Vec<Place>,
}

/// Runs are gone through one by one where they have so many lines or more, on average.
const LONG: usize = 4;

/// Lines whose ends of cells follow each other: which is the first, and how many lines there are.
#[derive(Clone, Copy)]
struct Run {
    first: u32,
    lines: u32,
}

/// What the scanner said of the stretch of bytes that the lines of a batch stand in.
#[derive(Clone, Copy)]
pub(super) struct Region<'m> {
    /// Where the stretch begins in the page.
    pub(super) base: usize,
    /// Where cells end, counted from there.
    pub(super) ends: &'m [u32],
}

impl Batch {
    pub(super) fn new(lanes: usize) -> Self {
        let memos = (0..lanes).map(|_| Memo::default()).collect();
        Self {
            lines: Vec::new(),
            runs: Vec::new(),
            quoted: Vec::new(),
            cells: Vec::new(),
            chosen: Vec::new(),
            memos,
            places: Vec::new(),
        }
    }

    /// Whether lines of the scanner wait.
    pub(super) fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Whether rows wait that were taken apart with care.
    pub(super) fn has_others(&self) -> bool {
        !self.cells.is_empty()
    }

    /// Adds a line: where it starts, and which of the ends of cells is its first; both count within its region. `quoted` is
    /// whether cells have quotation marks around them.
    pub(super) fn add_line(&mut self, line: (u32, u32), quoted: bool) {
        if quoted {
            self.quoted.push(self.lines.len() as u32);
        }
        self.lines.push(line);
    }

    /// Adds a row whose cells stand where `place` says, by the column of the file; `chosen` is which of its columns each
    /// lane takes, the first where it does not say.
    pub(super) fn add_row(&mut self, plan: &Plan<'_>, chosen: &[usize], place: impl Fn(usize) -> Place) {
        for (at, lane) in plan.lanes.iter().enumerate() {
            let taken = chosen.get(at).copied().unwrap_or(0);
            self.cells.push(lane.sources.get(taken).map_or_else(Place::default, |source| place(source.at)));
            if plan.has_doubles {
                self.chosen.push(taken);
            }
        }
    }

    /// Reads the cells of all rows into the columns of `part`, whose last rows they are.
    pub(super) fn read(&mut self, plan: &Plan<'_>, page: Page<'_>, region: Region<'_>, part: &mut Part) {
        let Self { lines, runs, quoted, cells, chosen, memos, places } = self;
        let Part { kept, columns, problems, .. } = part;
        let width = plan.lanes.len();
        let rows = if lines.is_empty() { cells.len().checked_div(width).unwrap_or(0) } else { lines.len() };
        let first = kept.len() - rows;
        Run::of_lines(lines, plan.width, runs);
        let lanes = plan.lanes.iter().zip(columns).zip(memos).enumerate();
        for (at, ((lane, column), memo)) in lanes.filter(|_| rows > 0) {
            let own = |row: usize| row * width + at;
            places.clear();
            match lane.sources.first() {
                Some(source) if !lines.is_empty() => {
                    region.cells(page.bytes, lines, runs, source.at, plan.width, places);
                    for &line in &*quoted {
                        let place = places.get_mut(line as usize);
                        place.into_iter().for_each(|place| *place = place.within_marks(page.bytes));
                    }
                }
                _ => places.extend((0..rows).map(|row| cells.get(own(row)).copied().unwrap_or_default())),
            }
            let mut tell = |row: usize, source: &Source<'_>, kind: ProblemKind| {
                let text = places.get(row).map(|&place| shown(page.encoding, &page.text(place)));
                let column = u32::try_from(source.at).ok().map(|column| (column, lane.field));
                let row = kept.get(first + row).map_or(0, |origin| origin.row);
                problems.push(PartProblem { row, column, kind, text: text.unwrap_or_default() });
            };
            match lane.sources.as_slice() {
                [source] => {
                    lane::read(page, &source.reader, places, column, memo, |row, kind| tell(row, source, kind));
                }
                sources => {
                    for (row, &place) in places.iter().enumerate() {
                        let Some(source) = chosen.get(own(row)).and_then(|&at| sources.get(at)) else { continue };
                        let (cell, kind) = page.read(&source.reader, place);
                        column.push(&cell);
                        kind.into_iter().for_each(|kind| tell(row, source, kind));
                    }
                }
            }
        }
        lines.clear();
        quoted.clear();
        cells.clear();
        chosen.clear();
    }
}

impl Run {
    /// Puts the runs of lines of `width` cells in place of those that are there.
    fn of_lines(lines: &[(u32, u32)], width: usize, runs: &mut Vec<Self>) {
        runs.clear();
        for &(_, first) in lines {
            let follows = |run: &&mut Self| run.first as usize + run.lines as usize * width == first as usize;
            match runs.last_mut().filter(follows) {
                Some(run) => run.lines += 1,
                None => runs.push(Self { first, lines: 1 }),
            }
        }
    }
}

impl Region<'_> {
    /// Adds where the cells number `column` of lines of `width` cells stand to `places`, marks around them included. `runs`
    /// are the same lines.
    fn cells(
        &self,
        bytes: &[u8],
        lines: &[(u32, u32)],
        runs: &[Run],
        column: usize,
        width: usize,
        places: &mut Vec<Place>,
    ) {
        if column == 0 || column + 1 == width {
            places.extend(lines.iter().map(|&line| self.cell(bytes, line, column, width)));
            return;
        }
        // A window is far smaller than what this holds.
        let base = u32::try_from(self.base).unwrap_or(u32::MAX);
        // A cell between others stands between the ends of two.
        let between = |ends: Option<&[u32]>| match ends {
            Some(&[before, end]) => Place::between(base.wrapping_add(before).wrapping_add(1), base.wrapping_add(end)),
            _ => Place::default(),
        };
        if runs.len() > lines.len() / LONG {
            let own = |first: u32| first as usize + column - 1..=first as usize + column;
            places.extend(lines.iter().map(|&(_, first)| between(self.ends.get(own(first)))));
            return;
        }
        for run in runs {
            let lines = self.ends.get(run.first as usize..).unwrap_or_default().chunks_exact(width);
            places.extend(lines.take(run.lines as usize).map(|ends| between(ends.get(column - 1..=column))));
        }
    }

    /// Where the cell of a line begins that is number `column`, marks around it included.
    #[inline]
    pub(super) fn start(&self, (line, first): (u32, u32), column: usize) -> usize {
        match column.checked_sub(1) {
            None => self.base + line as usize,
            Some(before) => self.end(line, first as usize + before) + 1,
        }
    }

    /// Where the cell of a line ends whose end is number `at`.
    #[inline]
    fn end(&self, line: u32, at: usize) -> usize {
        self.base + self.ends.get(at).copied().unwrap_or(line) as usize
    }

    /// Where the cell of a line of `width` cells stands that is number `column`, marks around it included.
    #[inline]
    pub(super) fn cell(&self, bytes: &[u8], (line, first): (u32, u32), column: usize, width: usize) -> Place {
        let start = self.start((line, first), column);
        let end = self.end(line, first as usize + column);
        // A carriage return before the line feed belongs to the line end.
        let has_return = column + 1 == width && end > start && bytes.get(end - 1) == Some(&b'\r');
        Place::new(start, end - usize::from(has_return), false)
    }
}

/// The beginning of a text that a problem keeps.
pub(super) fn shown(encoding: Encoding, bytes: &[u8]) -> String {
    // No character takes more than four bytes, so what is cut off here is not shown.
    let bytes = bytes.get(..SHOWN * 4).unwrap_or(bytes);
    encoding.decode(bytes).chars().take(SHOWN).collect()
}
