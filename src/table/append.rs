//! The rows of one file, behind those that its table has.

use super::look::Seen;
use super::parse::{Begin, Part, parse};
use super::plan::{Lane, Plan, Target};
use super::sniff::Validity;
use super::{Column, Ingest, InputFile, Origin, Problem, Request, Rest, Table};
use rayon::prelude::*;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// A share of a file that is worth a task of its own, in bytes.
const SHARE: u64 = 1 << 20;
/// How many tasks a thread gets before their results are put together.
const TASKS: usize = 4;

/// Why a file that was recognised could not be read.
pub(super) enum Failure {
    Io(io::Error),
    TooManyRows,
    /// Its head looked like another encoding than it has.
    OtherEncoding,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// How far a file is taken.
#[derive(Clone, Copy)]
struct Reached {
    /// Where the next record starts.
    at: u64,
    /// The last row as a spreadsheet shows it.
    row: u32,
}

/// Reads the rows of one file.
pub(super) struct FileReader<'r> {
    pub(super) request: &'r Request<'r>,
    pub(super) plan: &'r Plan<'r>,
    pub(super) path: &'r Path,
    pub(super) seen: &'r Seen,
    /// How many bytes one task parses at the most.
    pub(super) chunk: u64,
    /// The table of the file's entity.
    pub(super) table: &'r mut Table,
    pub(super) ingest: &'r mut Ingest,
    /// Where rows rest that take more memory than this; without end, where absent.
    pub(super) memory: Option<(Arc<Rest>, u64)>,
}

impl FileReader<'_> {
    /// Appends the file to the files read, and its rows to the table.
    pub(super) fn read(mut self) -> Result<(), Failure> {
        let (survey, header) = (&self.seen.survey, &self.seen.header);
        self.ingest.files.push(InputFile {
            path: self.path.to_owned(),
            entity: self.plan.entity,
            size: survey.size,
            sha256: survey.sha256.clone(),
            encoding: survey.encoding,
            delimiter: header.delimiter,
            header_row: header.row,
            headers: header.headers.clone(),
            columns: self.seen.matched.columns.clone(),
            read: 0,
            kept: 0,
            set_aside: 0,
            no_data: 0,
        });
        let (dictionary, plan, path, progress) = (self.request.dictionary, self.plan, self.path, self.request.progress);
        let size = survey.size;
        // Every thread gets its share of a small file.
        let share = size.div_ceil(rayon::current_num_threads() as u64).max(SHARE);
        let chunk = self.chunk.min(share).max(1);
        let first = survey.text_at + header.data_at as u64;
        let until = |start: u64| start.saturating_add(chunk).min(size);
        let task = |&start: &u64| {
            let begin = if start == first { Begin::At(first) } else { Begin::Near(start) };
            let part = parse(dictionary, plan, path, begin, until(start));
            progress.into_iter().for_each(|tell| tell(until(start) - start));
            part
        };
        let starts = |from: u64| (0..).map(move |n: u64| from.saturating_add(n.saturating_mul(chunk)));
        let starts: Vec<u64> = starts(first).take_while(|&start| start < size).collect();
        let mut reached = Reached { at: first, row: header.row };
        let mut parsed: Vec<(u64, Option<Part>)> = Vec::new();
        // While the parts of one wave are put together, those of the next are parsed.
        for wave in starts.chunks(rayon::current_num_threads().saturating_mul(TASKS)) {
            let (next, taken) = rayon::join(
                || wave.par_iter().map(task).collect::<io::Result<Vec<Option<Part>>>>(),
                || self.take(std::mem::take(&mut parsed), &until, reached),
            );
            reached = taken?;
            parsed = wave.iter().copied().zip(next?).collect();
        }
        self.take(parsed, &until, reached)?;
        Ok(())
    }

    /// Takes parts in their order, of which some were guessed to start elsewhere than they do.
    fn take(
        &mut self,
        parts: Vec<(u64, Option<Part>)>,
        until: &dyn Fn(u64) -> u64,
        mut reached: Reached,
    ) -> Result<Reached, Failure> {
        for (start, part) in parts {
            if reached.at >= until(start) {
                // A record that starts in an earlier range reaches beyond this one.
                continue;
            }
            // A part counts only if it starts where the one before it ends. So the result is that of reading the file from
            // its start, whatever was guessed.
            let part = match part {
                Some(part) if part.start == reached.at => part,
                _ => {
                    let begin = Begin::At(reached.at);
                    parse(self.request.dictionary, self.plan, self.path, begin, until(start))?.ok_or_else(shrunk)?
                }
            };
            if part.end <= reached.at {
                return Err(shrunk().into());
            }
            if part.is_broken && self.plan.validity == Validity::Hoped {
                return Err(Failure::OtherEncoding);
            }
            reached = Reached { at: part.end, row: self.append(part, reached.row)? };
        }
        self.spare_memory()?;
        Ok(reached)
    }

    /// Puts the rows of the table to rest where they take more memory than is left for them.
    fn spare_memory(&mut self) -> Result<(), Failure> {
        let Some((rest, left)) = &self.memory else { return Ok(()) };
        let lifted = || self.table.lifted.iter().map(|(_, _, column)| column);
        let bytes: usize = self.table.columns.iter().flatten().chain(lifted()).map(Column::bytes).sum();
        if bytes as u64 > *left {
            let lifted = self.table.lifted.iter_mut().map(|(_, _, column)| column);
            for column in self.table.columns.iter_mut().flatten().chain(lifted) {
                column.put_to_rest(rest)?;
            }
        }
        Ok(())
    }

    /// Puts the rows of a part behind those that are there; the spreadsheet's number of its last row.
    fn append(&mut self, part: Part, row: u32) -> Result<u32, Failure> {
        let Some(file) = self.ingest.files.last_mut() else { return Ok(row) };
        let kept = part.kept.len();
        file.kept += kept as u64;
        file.set_aside += part.set_aside;
        file.read += kept as u64 + part.set_aside;
        file.no_data += part.no_data;
        let last = row.checked_add(part.rows).ok_or(Failure::TooManyRows)?;
        if u32::try_from(self.table.origins.len() + kept).is_err() {
            return Err(Failure::TooManyRows);
        }
        let at = u32::try_from(self.ingest.files.len() - 1).map_err(|_| Failure::TooManyRows)?;
        self.table.origins.append(&part.kept, at, row);
        self.ingest.problems.extend(part.problems.into_iter().map(|problem| Problem {
            entity: problem.column.map_or(self.plan.entity, |(_, field)| field.entity),
            origin: Origin { file: at, row: row + problem.row },
            column: problem.column,
            kind: problem.kind,
            text: problem.text,
        }));
        let rows = self.table.origins.len();
        for (lane, column) in self.plan.lanes.iter().zip(part.columns) {
            if let Some(into) = column_of(self.table, lane) {
                into.append(column);
            }
        }
        // What this file has no column for is blank.
        let lifted = self.table.lifted.iter_mut().map(|(_, _, column)| column);
        for column in self.table.columns.iter_mut().flatten().chain(lifted) {
            column.push_blanks(rows - column.len());
        }
        Ok(last)
    }
}

fn column_of<'t>(table: &'t mut Table, lane: &Lane<'_>) -> Option<&'t mut Column> {
    match lane.target {
        Target::Own(field) => table.columns[field.index()].as_mut(),
        Target::Lifted(link, field) => {
            table.lifted.iter_mut().find(|(l, f, _)| (*l, *f) == (link, field)).map(|(_, _, column)| column)
        }
    }
}

/// The file has lost bytes since it was looked at.
fn shrunk() -> io::Error {
    io::Error::from(io::ErrorKind::UnexpectedEof)
}
