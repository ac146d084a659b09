//! Files become tables.

use super::locate::{Candidate, Wish, locate};
use super::look::{Seen, Sight, look};
use super::parse::{Begin, Part, parse};
use super::plan::{Lane, Needs, Plan, Target, fields_of_others};
use super::{Column, Encoding, Ingest, InputFile, Origin, Problem, Table, notes};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{SharedMessage, TableMessage};
use crate::dictionary::{Dictionary, EntityId, FieldId, FieldRef, HeaderIndex};
use rayon::prelude::*;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// How many bytes one task parses.
const CHUNK: u64 = 4 << 20;
/// How many tasks a thread gets before their results are put together.
const TASKS: u64 = 4;

/// What to read.
pub struct Request<'a> {
    /// What tables there are.
    pub dictionary: &'a Dictionary,
    /// Files, and folders that are searched with all their folders.
    pub paths: &'a [PathBuf],
    /// Files that are said to be the table of an entity, whatever else their headers look like.
    pub named: &'a [(EntityId, PathBuf)],
    /// Which fields become columns. Besides these, keys, labels, places and the fields that links join by are read; the
    /// cells of all other columns are passed over.
    pub wanted: &'a dyn Fn(FieldRef) -> bool,
    /// How all files are encoded; `None` where that is to be told from their bytes.
    pub encoding: Option<Encoding>,
    /// Told, from any thread, how many more bytes are done. Every byte of a table is counted twice: when it is
    /// recognised and hashed, and when it is parsed.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("paths", &self.paths)
            .field("named", &self.named)
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}

impl<'a> Request<'a> {
    /// A request for all fields of the tables at `paths`.
    #[must_use]
    pub fn new(dictionary: &'a Dictionary, paths: &'a [PathBuf]) -> Self {
        Self { dictionary, paths, named: &[], wanted: &|_| true, encoding: None, progress: None }
    }
}

/// Reads all tables. Rows that cannot be read are set aside and said in [`Ingest::problems`]; for every file, rows read
/// are rows kept and rows set aside.
///
/// # Errors
/// All at once: paths that do not exist or cannot be read, files that were named and are no known table or of a format
/// that is not read, folders without any table, more rows than can be counted.
pub fn read(request: &Request<'_>) -> Result<Ingest, Vec<Diagnostic>> {
    read_in_chunks(request, CHUNK)
}

/// [`read`] with tasks of `chunk` bytes, which must not change the result.
pub(super) fn read_in_chunks(request: &Request<'_>, chunk: u64) -> Result<Ingest, Vec<Diagnostic>> {
    let dictionary = request.dictionary;
    let index = HeaderIndex::new(dictionary);
    let (files, mut ingest) = find(request, &index)?;
    let needs = Needs::new(dictionary, request.wanted);
    let has_table = |entity| files.iter().any(|(_, seen)| seen.matched.entity == entity);
    let plans: Vec<Plan<'_>> = files
        .iter()
        .map(|(_, seen)| {
            let (entity, columns) = (seen.matched.entity, &seen.matched.columns);
            let others = fields_of_others(dictionary, &index, entity, &seen.header.headers, columns);
            Plan {
                entity,
                encoding: seen.survey.encoding,
                valid: seen.survey.valid,
                delimiter: seen.header.delimiter,
                width: seen.header.headers.len(),
                lanes: Plan::lanes(dictionary, &needs, entity, columns, &others, &has_table),
            }
        })
        .collect();
    let mut tables: Vec<Table> = dictionary
        .entity_ids()
        .filter(|&entity| has_table(entity))
        .map(|entity| outline(dictionary, entity, &files, &plans))
        .collect();
    let mut errors = Vec::new();
    for ((candidate, seen), plan) in files.iter().zip(&plans) {
        let Some(table) = tables.iter_mut().find(|t| t.entity == plan.entity) else { continue };
        ingest.notes.extend(notes::of_table(dictionary, &index, &candidate.path, seen));
        let missing = |field: &FieldId| table.present[field.index()] && !seen.matched.columns.contains(&Some(*field));
        let missing: Vec<FieldId> = dictionary.entity(plan.entity).field_ids().filter(missing).collect();
        if !missing.is_empty() {
            ingest.notes.push(notes::missing_columns(dictionary, &candidate.path, plan.entity, missing));
        }
        let path = &candidate.path;
        let reader = FileReader { request, plan, path, seen, chunk, table, ingest: &mut ingest };
        if let Err(error) = reader.read() {
            errors.push(match error {
                Failure::Io(error) => cannot_read(&candidate.path, &error),
                Failure::TooManyRows => notes::too_many_rows(&candidate.path),
            });
        }
    }
    ingest.tables = tables;
    if errors.is_empty() { Ok(ingest) } else { Err(errors) }
}

fn cannot_read(path: &Path, error: &io::Error) -> Diagnostic {
    let path = path.display().to_string();
    Diagnostic::error(SharedMessage::CannotRead { path, reason: error.to_string() })
}

/// The files that are tables, in order of path, and what is said of the others.
fn find(request: &Request<'_>, index: &HeaderIndex) -> Result<(Vec<(Candidate, Seen)>, Ingest), Vec<Diagnostic>> {
    let dictionary = request.dictionary;
    let candidates = locate(request.paths, request.named)?;
    let sights: Vec<Sight> = {
        let (encoding, progress) = (request.encoding, request.progress);
        let told = |bytes| progress.into_iter().for_each(|told| told(bytes));
        candidates.par_iter().map(|c| look(index, &c.path, c.wish, encoding, &told)).collect()
    };
    let mut ingest = Ingest::default();
    let mut errors = Vec::new();
    let mut files = Vec::new();
    // By given folder: how many files lie in it, and how many of them are tables or would be if they had rows.
    let mut folders = vec![(0_usize, 0_usize); request.paths.len()];
    for (candidate, sight) in candidates.into_iter().zip(sights) {
        let path = candidate.path.clone();
        let folder = match candidate.wish {
            Wish::InFolder(at) => folders.get_mut(at),
            Wish::Named | Wish::As(_) => None,
        };
        let refused = match sight {
            Sight::Table(_) | Sight::Empty => None,
            Sight::Unlike(ref header) => Some(notes::unlike(dictionary, &path, header, candidate.wish)),
            Sight::Tie(ref entities) => Some(notes::tie(dictionary, &path, entities)),
            Sight::Foreign(what) => Some(notes::foreign(&path, what)),
            Sight::Failed(ref error) => {
                errors.push(cannot_read(&path, error));
                None
            }
        };
        if let Some((files, tables)) = folder {
            *files += 1;
            *tables += usize::from(!matches!(sight, Sight::Unlike(_) | Sight::Tie(_) | Sight::Foreign(_)));
            ingest.skipped.extend(refused.map(|error| (path.clone(), error.message)));
        } else {
            errors.extend(refused);
        }
        match sight {
            Sight::Table(seen) => files.push((candidate, *seen)),
            Sight::Empty => {
                let note = notes::empty(&path);
                ingest.skipped.push((path, note.message.clone()));
                ingest.notes.push(note);
            }
            _ => {}
        }
    }
    for (path, (files, tables)) in request.paths.iter().zip(folders) {
        if path.is_dir() && tables == 0 {
            errors.push(notes::no_tables(dictionary, path, files));
        }
    }
    if request.paths.is_empty() && request.named.is_empty() {
        errors.push(Diagnostic::error(TableMessage::NothingGiven {}));
    }
    if errors.is_empty() { Ok((files, ingest)) } else { Err(errors) }
}

/// The table of an entity, without rows: a column for every field that some file has and that is read.
fn outline(dictionary: &Dictionary, entity: EntityId, files: &[(Candidate, Seen)], plans: &[Plan<'_>]) -> Table {
    let fields = dictionary.entity(entity).fields.len();
    let mut table = Table {
        entity,
        columns: vec![None; fields],
        present: vec![false; fields],
        lifted: Vec::new(),
        origins: Vec::new(),
    };
    for (_, seen) in files.iter().filter(|(_, seen)| seen.matched.entity == entity) {
        seen.matched.columns.iter().flatten().for_each(|field| table.present[field.index()] = true);
    }
    let lanes = plans.iter().filter(|plan| plan.entity == entity).flat_map(|plan| &plan.lanes);
    for lane in lanes {
        let column = lane.column(dictionary);
        match lane.target {
            Target::Own(field) => table.columns[field.index()] = Some(column),
            Target::Lifted(link, field) if !table.lifted.iter().any(|(l, f, _)| (*l, *f) == (link, field)) => {
                table.lifted.push((link, field, column));
            }
            Target::Lifted(..) => {}
        }
    }
    table.lifted.sort_by_key(|(link, field, _)| (*link, *field));
    table
}

/// Why a file that was recognised could not be read.
enum Failure {
    Io(io::Error),
    TooManyRows,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads the rows of one file behind those that its table has.
struct FileReader<'r> {
    request: &'r Request<'r>,
    plan: &'r Plan<'r>,
    path: &'r Path,
    seen: &'r Seen,
    chunk: u64,
    table: &'r mut Table,
    ingest: &'r mut Ingest,
}

impl FileReader<'_> {
    fn read(mut self) -> Result<(), Failure> {
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
            blank: 0,
        });
        let (dictionary, plan, path, progress) = (self.request.dictionary, self.plan, self.path, self.request.progress);
        let (size, chunk) = (survey.size, self.chunk.max(1));
        let until = |start: u64| start.saturating_add(chunk).min(size);
        let wave = rayon::current_num_threads() as u64 * TASKS;
        let mut row = header.row;
        let mut at = survey.text_at + header.data_at as u64;
        while at < size {
            let starts: Vec<u64> = (0..wave).map(|n| at + n * chunk).take_while(|&start| start < size).collect();
            let guessed = starts.par_iter().map(|&start| {
                let begin = if start == at { Begin::At(at) } else { Begin::Near(start) };
                let part = parse(dictionary, plan, path, begin, until(start));
                progress.into_iter().for_each(|told| told(until(start) - start));
                part
            });
            let guessed: Vec<Option<Part>> = guessed.collect::<io::Result<_>>()?;
            for (&start, part) in starts.iter().zip(guessed) {
                if at >= until(start) {
                    // A record that starts in an earlier range reaches beyond this one.
                    continue;
                }
                // A part counts only if it starts where the one before it ends. So the result is that of reading the
                // file from its start, whatever was guessed.
                let part = match part {
                    Some(part) if part.start == at => part,
                    _ => parse(dictionary, plan, path, Begin::At(at), until(start))?.ok_or_else(shrunk)?,
                };
                if part.end <= at {
                    return Err(shrunk().into());
                }
                at = part.end;
                row = self.append(part, row)?;
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
        file.blank += part.blank;
        let last = row.checked_add(part.rows).ok_or(Failure::TooManyRows)?;
        if u32::try_from(self.table.origins.len() + kept).is_err() {
            return Err(Failure::TooManyRows);
        }
        let at = u32::try_from(self.ingest.files.len() - 1).map_err(|_| Failure::TooManyRows)?;
        self.table.origins.extend(part.kept.iter().map(|&within| Origin { file: at, row: row + within }));
        self.ingest.problems.extend(part.problems.into_iter().map(|problem| Problem {
            entity: problem.column.map_or(self.plan.entity, |(_, field)| field.entity),
            origin: Origin { file: at, row: row + problem.row },
            column: problem.column,
            kind: problem.kind,
            text: problem.text,
        }));
        let rows = self.table.origins.len();
        for (lane, column) in self.plan.lanes.iter().zip(&part.columns) {
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
