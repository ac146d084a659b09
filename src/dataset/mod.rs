//! Tables joined by key.
//!
//! A [`Dataset`] holds for every entity its rows (from files, or one a distinct key where no file is given) and for
//! every link where it leads. Row numbers are positions within an entity.

mod again;
mod example;
mod few;
mod filter;
mod issue;
mod keys;
mod leaders;
mod links;
mod many;
mod owners;
mod sequence;
mod supply;
mod told;
mod words;

pub use example::{Given, UnreadableCell, WrittenRows};
pub use issue::{Issue, IssueKind};
pub use links::{LinkIndex, Target};
pub use many::{Many, Members, Neighbours};

use crate::diagnostic::{Diagnostic, Message};
use crate::dictionary::{CodeId, Demand, Dictionary, EntityId, FieldId, FieldRef, LinkId};
use crate::table::{Cell, Column, Ingest, InputFile, Origin, Origins, Problem, ProblemKind, Rest, Store, Table};
use leaders::Room;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use told::ToldKeys;

/// Rows of all entities, and how they belong together.
#[derive(Clone, Debug)]
pub struct Dataset<'d> {
    dictionary: &'d Dictionary,
    entities: Vec<Rows>,
    links: Vec<Option<LinkIndex>>,
    /// The lists that were handed in (see [`crate::dictionary::Field::handed_in`]); `None` for all of them.
    lists: Option<BTreeSet<(FieldRef, CodeId)>>,
    /// The files that the rows come from.
    pub files: Vec<InputFile>,
    /// Rows and cells that could not be read as they stand, in order of where they stand.
    pub problems: Vec<Problem>,
    /// Files that were not read, with the reason.
    pub skipped: Vec<(PathBuf, Message)>,
    /// What is odd about whole files.
    pub notes: Vec<Diagnostic>,
    rest: Option<Arc<Rest>>,
    /// Keys that have no column.
    told: Vec<ToldKeys>,
    /// Keys that are blank or stand twice, rows that lead nowhere, values that contradict each other.
    pub issues: Vec<Issue>,
}

/// The rows of one entity.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Whether there is anything to say about this entity: a file, or keys of others.
    pub given: bool,
    /// How many rows there are.
    pub count: usize,
    /// By field: the column, where it was read.
    pub columns: Vec<Option<Column>>,
    /// By field: whether the data have the column, read or not.
    pub present: Vec<bool>,
    /// Where each row stands; empty for rows known only by a key.
    pub origins: Origins,
}

impl<'d> Dataset<'d> {
    /// Joins what was read. Links whose key no table has stay without an index; rules that need them cannot run.
    #[must_use]
    pub fn join(dictionary: &'d Dictionary, ingest: Ingest) -> Self {
        Self::join_needed(dictionary, ingest, &Demand::all())
    }

    /// Joins what `demand` asks for of what was read for it. Links that it does not walk have no index either.
    #[must_use]
    pub fn join_needed(dictionary: &'d Dictionary, ingest: Ingest, demand: &Demand) -> Self {
        let mut made = Self {
            dictionary,
            entities: dictionary.entities.iter().map(|e| Rows::empty(e.fields.len())).collect(),
            links: Vec::new(),
            lists: None,
            files: ingest.files,
            problems: ingest.problems,
            skipped: ingest.skipped,
            notes: ingest.notes,
            rest: ingest.rest,
            told: Vec::new(),
            issues: Vec::new(),
        };
        made.problems.sort_by_key(|problem| problem.origin);
        let mut lifted = Vec::new();
        for table in ingest.tables {
            let Table { entity, columns, present, origins, lifted: columns_of_others } = table;
            lifted.push((entity, columns_of_others));
            if let Some(rows) = made.entities.get_mut(entity.index()) {
                *rows = Rows { given: true, count: origins.len(), columns, present, origins };
            }
        }
        let supplied = made.supply_keys(demand, &lifted);
        drop(lifted);
        made.build_links(demand, supplied);
        made.check_keys();
        made.lists = Some(made.find_lists());
        made.issues.sort();
        made
    }

    /// Whether columns that rest on disk could not be read back, so that nothing computed since counts.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.rest.as_ref().is_some_and(|rest| rest.has_failed())
    }

    /// The room in which rows are numbered.
    fn room(&self) -> Room {
        Room::of(self.rest.as_ref().map(|rest| rest.memory()))
    }

    /// The dictionary that the rows follow.
    #[must_use]
    pub fn dictionary(&self) -> &'d Dictionary {
        self.dictionary
    }

    /// The rows of an entity.
    #[must_use]
    pub fn rows(&self, entity: EntityId) -> &Rows {
        &self.entities[entity.index()]
    }

    /// The column of a field, where it was read.
    #[must_use]
    pub fn column(&self, at: FieldRef) -> Option<&Column> {
        self.rows(at.entity).columns.get(at.field.index())?.as_ref()
    }

    /// Whether the data have a column, read or not.
    #[must_use]
    pub fn has_column(&self, at: FieldRef) -> bool {
        self.rows(at.entity).present.get(at.field.index()).copied().unwrap_or(false)
    }

    /// Whether a list was handed in: for columns of lists whether some row stands for the code, for others always.
    #[must_use]
    pub fn has_list(&self, at: FieldRef, code: CodeId) -> bool {
        let all = !self.dictionary.field(at).handed_in;
        all || self.lists.as_ref().is_none_or(|lists| lists.contains(&(at, code)))
    }

    fn find_lists(&self) -> BTreeSet<(FieldRef, CodeId)> {
        let mut found = BTreeSet::new();
        for entity in self.dictionary.entity_ids() {
            for field in self.dictionary.entity(entity).field_ids() {
                let at = FieldRef { entity, field };
                if !self.dictionary.field(at).handed_in {
                    continue;
                }
                if let Some(Column::Code(codes)) = self.column(at) {
                    let listed = distinct(codes).into_iter().filter(|&code| code > 0);
                    found.extend(listed.map(|code| (at, CodeId::new(usize::from(code - 1)))));
                }
            }
        }
        found
    }

    /// A cell; a blank where there is no such column or row.
    #[must_use]
    pub fn cell(&self, at: FieldRef, row: usize) -> Cell {
        match self.column(at) {
            Some(column) => column.get(row),
            None => self.told_key(at, row).unwrap_or(Cell::Blank),
        }
    }

    /// What is wrong with a cell that could not be read, and so counts as blank; `None` for all others.
    #[must_use]
    pub fn unread(&self, at: FieldRef, row: usize) -> Option<&Problem> {
        let origin = self.origin(at.entity, row)?;
        let first = self.problems.partition_point(|problem| problem.origin < origin);
        let mut of_row = self.problems.get(first..)?.iter().take_while(|problem| problem.origin == origin);
        // A number that was rounded is kept.
        let is_unread = |p: &&Problem| p.kind != ProblemKind::Rounded && p.column.is_some_and(|(_, field)| field == at);
        of_row.find(is_unread)
    }

    /// The row that a problem is about; `None` where it was not kept.
    #[must_use]
    pub fn row_of(&self, problem: &Problem) -> Option<usize> {
        self.rows(problem.entity).origins.find(problem.origin)
    }

    /// Where a link leads, `None` where no table has its key.
    #[must_use]
    pub fn link(&self, link: LinkId) -> Option<&LinkIndex> {
        self.links.get(link.index())?.as_ref()
    }

    /// Where a row stands, `None` for rows known only by a key.
    #[must_use]
    pub fn origin(&self, entity: EntityId, row: usize) -> Option<Origin> {
        self.rows(entity).origins.get(row)
    }

    /// The key of a row as shown: its parts joined with `/`, blank ones left out.
    #[must_use]
    pub fn key(&self, entity: EntityId, row: usize) -> String {
        let shown = |field: &FieldId| {
            let at = FieldRef { entity, field: *field };
            self.show(at, self.cell(at, row))
        };
        joined_key(self.dictionary.entity(entity).key.iter().map(shown))
    }

    /// A cell as text, in the words of the national export.
    #[must_use]
    pub fn show(&self, at: FieldRef, cell: Cell) -> String {
        match cell {
            Cell::Blank => String::new(),
            Cell::Bool(true) => "是".to_owned(),
            Cell::Bool(false) => "否".to_owned(),
            Cell::Number(n) => n.to_string(),
            Cell::Date(d) => d.to_string(),
            Cell::Text(t) => t,
            Cell::Code(code) => match self.dictionary.field(at).ty {
                crate::dictionary::FieldType::Code(list) => self.dictionary.code_list(list).code(code).zh.clone(),
                _ => String::new(),
            },
        }
    }
}

/// The parts of a key as one text, blank ones left out.
pub(crate) fn joined_key(parts: impl Iterator<Item = String>) -> String {
    parts.filter(|part| !part.is_empty()).reduce(|key, part| key + "/" + &part).unwrap_or_default()
}

/// The codes that a column has, each once. It may rest on disk, so that it is read in runs.
fn distinct(codes: &Store<u16>) -> Vec<u16> {
    let mut seen: Vec<bool> = Vec::new();
    for run in codes.runs() {
        for &code in run.iter() {
            let at = usize::from(code);
            if at >= seen.len() {
                seen.resize(at + 1, false);
            }
            seen[at] = true;
        }
    }
    (0_u16..).zip(seen).filter(|(_, seen)| *seen).map(|(code, _)| code).collect()
}

impl Rows {
    fn empty(fields: usize) -> Self {
        Self { columns: vec![None; fields], present: vec![false; fields], ..Self::default() }
    }
}
