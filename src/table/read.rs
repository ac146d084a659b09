//! Files become tables.

use super::append::{Failure, FileReader};
use super::find::{Found, find};
use super::furniture::Furniture;
use super::look::Seen;
use super::plan::{Needs, Plan, Target, fields_of_others};
use super::{Column, Encoding, Ingest, Origins, Rest, Table, notes, parse, sniff};
use crate::diagnostic::{Diagnostic, cannot_read};
use crate::dictionary::{Demand, Dictionary, EntityId, FieldId, HeaderIndex};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many bytes one task parses at the most: of a table with many columns that are rows enough to be sealed together.
const CHUNK: u64 = 4 << 20;

static EVERYTHING: Demand = Demand::all();

/// What to read.
pub struct Request<'a> {
    /// What tables there are.
    pub dictionary: &'a Dictionary,
    /// Files, and folders that are searched with all their folders.
    pub paths: &'a [PathBuf],
    /// Files that are said to be the table of an entity, whatever else their headers look like.
    pub named: &'a [(EntityId, PathBuf)],
    /// What becomes columns; the cells of all other columns are passed over.
    pub demand: &'a Demand,
    /// Whether the bytes of files are hashed. That reads all of them once more.
    pub hash: bool,
    /// About how many bytes of memory the columns may take; what is more rests on disk. Nothing else depends on it.
    pub memory: Option<u64>,
    /// How all files are encoded; `None` where that is to be told from their bytes.
    pub encoding: Option<Encoding>,
    /// Told, from any thread, how many more bytes are done. Every byte of a table's rows is counted twice: when the file
    /// is hashed, and when it is parsed. Files that are no table are not counted.
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
        Self {
            dictionary,
            paths,
            named: &[],
            demand: &EVERYTHING,
            hash: true,
            memory: None,
            encoding: None,
            progress: None,
        }
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
    let mut doubtful = BTreeSet::new();
    loop {
        let before = doubtful.len();
        let ingest = read_once(request, chunk, &mut doubtful)?;
        if doubtful.len() == before {
            return Ok(ingest);
        }
    }
}

/// [`read_in_chunks`], once. Files that turn out not to be what their head looked like are added to those that are
/// `doubtful`; then nothing of what was read counts.
fn read_once(request: &Request<'_>, chunk: u64, doubtful: &mut BTreeSet<PathBuf>) -> Result<Ingest, Vec<Diagnostic>> {
    let dictionary = request.dictionary;
    let index = HeaderIndex::new(dictionary);
    let found = find(request, &index, doubtful)?;
    let (files, mut ingest) =
        (found.tables, Ingest { skipped: found.skipped, notes: found.notes, ..Ingest::default() });
    let needs = Needs::new(dictionary, request.demand);
    let has_table = |entity| files.iter().any(|found| found.seen.matched.entity == entity);
    let plans: Vec<Plan<'_>> = files
        .iter()
        .map(|Found { seen, .. }| {
            let (entity, columns) = (seen.matched.entity, &seen.matched.columns);
            let headers = &seen.header.headers;
            let others = fields_of_others(dictionary, &index, entity, headers, columns);
            let lanes = Plan::lanes(dictionary, &needs, entity, headers, columns, &others, &has_table);
            Plan {
                entity,
                encoding: seen.survey.encoding,
                validity: seen.survey.validity,
                delimiter: seen.header.delimiter,
                width: headers.len(),
                furniture: Furniture::new(dictionary, seen),
                has_doubles: lanes.iter().any(|lane| lane.sources.len() > 1),
                lanes,
            }
        })
        .collect();
    let mut tables: Vec<Table> = dictionary
        .entity_ids()
        .filter(|&entity| has_table(entity))
        .map(|entity| outline(dictionary, entity, &files, &plans))
        .collect();
    let mut errors = Vec::new();
    let rest = match request.memory.map(Rest::new).transpose() {
        Ok(rest) => rest.map(Arc::new),
        Err(error) => return Err(vec![cannot_read(std::env::temp_dir(), &error)]),
    };
    // How much memory the rows of each table take.
    let mut held: BTreeMap<EntityId, u64> = BTreeMap::new();
    for (at, (Found { path, seen }, plan)) in files.iter().zip(&plans).enumerate() {
        let Some(table) = tables.iter_mut().find(|t| t.entity == plan.entity) else { continue };
        ingest.notes.extend(notes::of_table(dictionary, &index, path, seen));
        let is_copy = |other: &&Found| {
            other.seen.matched.entity == plan.entity && have_same_bytes((&other.path, &other.seen), (path, seen))
        };
        if let Some(other) = files[..at].iter().find(is_copy).filter(|_| seen.has_rows) {
            ingest.notes.push(notes::same_bytes(path, &other.path));
        }
        let missing = |field: &FieldId| table.present[field.index()] && !seen.matched.columns.contains(&Some(*field));
        let missing: Vec<FieldId> = dictionary.entity(plan.entity).field_ids().filter(missing).collect();
        if !missing.is_empty() {
            ingest.notes.push(notes::missing_columns(dictionary, path, plan.entity, missing));
        }
        let memory = rest.as_ref().zip(request.memory).map(|(rest, limit)| {
            let others: u64 = held.iter().filter(|(entity, _)| **entity != plan.entity).map(|(_, bytes)| bytes).sum();
            (Arc::clone(rest), limit.saturating_sub(others))
        });
        let reader = FileReader { request, plan, path, seen, chunk, table, ingest: &mut ingest, memory };
        if let Err(error) = reader.read() {
            match error {
                Failure::Io(error) => errors.push(cannot_read(path, &error)),
                Failure::TooManyRows => errors.push(notes::too_many_rows(path)),
                Failure::OtherEncoding => {
                    doubtful.insert(path.clone());
                }
            }
        }
        held.insert(plan.entity, table.columns.iter().flatten().map(|column| column.bytes() as u64).sum());
    }
    if let Some(rest) = &rest {
        rest.take(held.values().sum());
    }
    parse::give_back_room();
    for table in &mut tables {
        let lifted = table.lifted.iter_mut().map(|(_, _, column)| column);
        table.columns.iter_mut().flatten().chain(lifted).for_each(Column::fit);
    }
    ingest.tables = tables;
    ingest.rest = rest;
    if errors.is_empty() { Ok(ingest) } else { Err(errors) }
}

/// Whether two files hold the same bytes. Where they were not hashed, files of one size are compared.
fn have_same_bytes(a: (&Path, &Seen), b: (&Path, &Seen)) -> bool {
    let (one, other) = (&a.1.survey, &b.1.survey);
    match (&one.sha256, &other.sha256) {
        (Some(one), Some(other)) => one == other,
        _ => one.size == other.size && sniff::same_bytes(a.0, b.0).unwrap_or(false),
    }
}

/// The table of an entity, without rows: a column for every field that some file has and that is read.
fn outline(dictionary: &Dictionary, entity: EntityId, files: &[Found], plans: &[Plan<'_>]) -> Table {
    let fields = dictionary.entity(entity).fields.len();
    let mut table = Table {
        entity,
        columns: vec![None; fields],
        present: vec![false; fields],
        lifted: Vec::new(),
        origins: Origins::default(),
    };
    for found in files.iter().filter(|found| found.seen.matched.entity == entity) {
        found.seen.matched.columns.iter().flatten().for_each(|field| table.present[field.index()] = true);
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
