//! The cases of a run, in the order in which they are listed. A row is a few bytes and a case many texts, so that cases
//! become records when they are written, one block of them after the other.

use super::data::Oddity;
use super::record::{CaseCount, Record, Severity};
use super::view::View;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::FindingMessage as M;
use crate::dictionary::{EntityId, FieldId, FieldRef};
use crate::rulebook::Rule;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// How many cases one task makes.
const BLOCK: usize = 1 << 7;
/// How many tasks a thread gets before what they made is handed on.
const TASKS: usize = 32;

/// Cases: those of the rules in order of the rulebook and within a rule of key and place, then what is wrong with the data.
#[derive(Debug)]
pub struct Cases<'a>(Vec<CaseGroup<'a>>);

/// The cases of one rule or data check that are listed.
pub struct CaseGroup<'a> {
    /// The rule or check, and how many cases are listed.
    count: CaseCount,
    /// Its class in the reader's language.
    class_title: String,
    items: Items<'a>,
}

/// What cases are made from.
enum Items<'a> {
    /// They are made already.
    Records(Cow<'a, [Record]>),
    /// Rows that violate a rule.
    Rows { view: View<'a>, rule: &'a Rule, rows: Vec<u32>, evidence: bool },
    /// What is odd about the data.
    Oddities { view: View<'a>, all: Vec<Oddity<'a>> },
}

/// How much of a case is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Whole,
    /// Which row it is and where that belongs, without evidence.
    Outline,
}

impl<'a> Cases<'a> {
    pub(super) const fn new(groups: Vec<CaseGroup<'a>>) -> Self {
        Self(groups)
    }

    /// Cases that are records already, those of one rule together.
    #[must_use]
    pub fn of(records: &'a [Record]) -> Self {
        let group = |records: &'a [Record]| CaseGroup::of_records(Cow::Borrowed(records));
        Self(records.chunk_by(|a, b| a.code == b.code).filter_map(group).collect())
    }

    /// The cases by rule and data check, none of which is empty.
    #[must_use]
    pub fn groups(&self) -> &[CaseGroup<'a>] {
        &self.0
    }

    /// How many cases are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(CaseGroup::len).sum()
    }

    /// Whether no case is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All cases as records.
    ///
    /// # Errors
    /// As those of [`Self::each_block`].
    pub fn records(&self) -> Result<Vec<Record>, Diagnostic> {
        let made = self.0.iter().map(|group| Ok(group.first(None)?.into_owned()));
        Ok(made.collect::<Result<Vec<Vec<Record>>, Diagnostic>>()?.into_iter().flatten().collect())
    }

    /// Hands what `make` makes of each block of cases to `take`, in order. Blocks are made on all threads of the current
    /// pool, and only a few of them are in memory at a time.
    ///
    /// # Errors
    /// Those of `make` and `take`; the engine and the reference evaluator disagree on a row; rows that rest on disk cannot
    /// be read back.
    pub fn each_block<T: Send, E: From<Diagnostic> + Send>(
        &self,
        make: impl Fn(&[Record]) -> Result<T, E> + Sync,
        take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        self.blocks(Depth::Whole, make, take)
    }

    /// [`Self::each_block`], of cases that say which row they are about and where it belongs, and not why.
    pub(super) fn each_outline<T: Send>(
        &self,
        make: impl Fn(&[Record]) -> T + Sync,
        mut take: impl FnMut(T),
    ) -> Result<(), Diagnostic> {
        self.blocks(
            Depth::Outline,
            |block| Ok(make(block)),
            |made| {
                take(made);
                Ok(())
            },
        )
    }

    fn blocks<T: Send, E: From<Diagnostic> + Send>(
        &self,
        depth: Depth,
        make: impl Fn(&[Record]) -> Result<T, E> + Sync,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let of_group = |group| {
            let len = CaseGroup::len(group);
            (0..len).step_by(BLOCK).map(move |start| (group, start..len.min(start + BLOCK)))
        };
        let blocks: Vec<(&CaseGroup<'a>, Range<usize>)> = self.0.iter().flat_map(of_group).collect();
        let made = |(group, range): &(&CaseGroup<'a>, Range<usize>)| make(&group.made(range.clone(), depth)?);
        for wave in blocks.chunks(rayon::current_num_threads() * TASKS) {
            let wave: Vec<T> = wave.par_iter().map(made).collect::<Result<_, E>>()?;
            wave.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    }

    /// The names of the places and labels of all cases, each once, in the order of their first appearance, places first.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        let mut names = Vec::new();
        for part in [Part::Place, Part::Label] {
            self.0.iter().for_each(|group| group.columns(part, &mut names));
        }
        names
    }
}

/// Which part of a record tells which row is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Place,
    Label,
}

impl<'a> CaseGroup<'a> {
    /// Cases that are made; `None` where there are none.
    pub(super) fn of_records(records: Cow<'a, [Record]>) -> Option<Self> {
        let first = records.first()?;
        let (count, class_title) = (CaseCount::like(first, records.len() as u64), first.class_title.clone());
        Some(Self { count, class_title, items: Items::Records(records) })
    }

    /// The cases of a rule in rows that are in order; `None` where there are none.
    pub(super) fn of_rows(view: View<'a>, rule: &'a Rule, rows: Vec<u32>, evidence: bool) -> Option<Self> {
        let (count, class_title) = (view.count_of(rule, rows.len() as u64), view.class_title(rule));
        (!rows.is_empty()).then_some(Self { count, class_title, items: Items::Rows { view, rule, rows, evidence } })
    }

    /// What is odd about the data by one check, in order; `None` where there is nothing.
    pub(super) fn of_oddities(view: View<'a>, all: Vec<Oddity<'a>>) -> Option<Self> {
        let first = view.oddity(all.first()?);
        let count = CaseCount::like(&first, all.len() as u64);
        Some(Self { count, class_title: first.class_title, items: Items::Oddities { view, all } })
    }

    /// The same cases, made once and for all.
    pub(super) fn kept(self) -> Result<Self, Diagnostic> {
        let records = self.first(None)?.into_owned();
        Ok(Self { items: Items::Records(Cow::Owned(records)), ..self })
    }

    /// The code of the rule or check.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.count.code
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.count.title
    }

    /// The ASCII name of its class.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.count.class
    }

    /// The class in the reader's language.
    #[must_use]
    pub fn class_title(&self) -> &str {
        &self.class_title
    }

    /// How grave.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.count.severity
    }

    /// How many cases are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.items {
            Items::Records(records) => records.len(),
            Items::Rows { rows, .. } => rows.len(),
            Items::Oddities { all, .. } => all.len(),
        }
    }

    /// Whether no case is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rule or check with how many cases are listed.
    pub(super) const fn count(&self) -> &CaseCount {
        &self.count
    }

    /// The first cases, at most so many, or all of them.
    ///
    /// # Errors
    /// As those of [`Cases::each_block`].
    pub fn first(&self, most: Option<usize>) -> Result<Cow<'_, [Record]>, Diagnostic> {
        let most = most.map_or(self.len(), |most| most.min(self.len()));
        if let Items::Records(records) = &self.items {
            return Ok(Cow::Borrowed(records.get(..most).unwrap_or_default()));
        }
        // One by one, for those of a few rows may take long.
        let one = |at: usize| Ok(self.made(at..at + 1, Depth::Whole)?.into_owned());
        let made: Vec<Vec<Record>> = (0..most).into_par_iter().map(one).collect::<Result<_, Diagnostic>>()?;
        Ok(Cow::Owned(made.into_iter().flatten().collect()))
    }

    fn made(&self, range: Range<usize>, depth: Depth) -> Result<Cow<'_, [Record]>, Diagnostic> {
        let (view, made) = match &self.items {
            Items::Records(records) => return Ok(Cow::Borrowed(records.get(range).unwrap_or_default())),
            Items::Rows { view, rule, rows, evidence } => {
                let one = |&row: &u32| match (depth, evidence) {
                    (Depth::Whole, true) => view.case(rule, row as usize),
                    (Depth::Whole, false) => Ok(view.bare_case(rule, row as usize, None)),
                    (Depth::Outline, _) => Ok(view.outline(rule, row as usize)),
                };
                (
                    view,
                    rows.get(range).unwrap_or_default().iter().map(one).collect::<Result<Vec<Record>, Diagnostic>>()?,
                )
            }
            Items::Oddities { view, all } => {
                (view, all.get(range).unwrap_or_default().iter().map(|oddity| view.oddity(oddity)).collect())
            }
        };
        if view.context.dataset.is_damaged() {
            return Err(Diagnostic::error(M::RestLost {}));
        }
        Ok(Cow::Owned(made))
    }

    /// Adds the names of one part of the cases that are not among `names` yet.
    fn columns(&self, part: Part, names: &mut Vec<String>) {
        match &self.items {
            Items::Records(records) => {
                let pairs = records.iter().flat_map(|r| if part == Part::Place { &r.place } else { &r.label });
                pairs.for_each(|pair| add_name(names, &pair.name));
            }
            Items::Rows { evidence: false, .. } => {}
            Items::Rows { view, rule, rows, .. } => {
                columns_of(view, part, rows.iter().map(|&row| (rule.entity, row as usize)), names);
            }
            Items::Oddities { view, all } => {
                let dataset = view.context.dataset;
                columns_of(view, part, all.iter().filter_map(|oddity| oddity.row(dataset)), names);
            }
        }
    }
}

impl fmt::Debug for CaseGroup<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaseGroup").field("count", &self.count).finish_non_exhaustive()
    }
}

/// Adds a name that is not among `names` yet.
fn add_name(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

/// Adds the names of one part of the records of rows that are not among `names` yet. Most are found in the first rows; of
/// the others each row is asked for those that are still missing.
fn columns_of(view: &View<'_>, part: Part, rows: impl Iterator<Item = (EntityId, usize)>, names: &mut Vec<String>) {
    let dictionary = &view.context.rulebook.dictionary;
    let mut missing: BTreeMap<EntityId, Vec<FieldId>> = BTreeMap::new();
    let told_by = |(entity, row)| if part == Part::Place { view.home(entity, row) } else { (entity, row) };
    for (entity, row) in rows.map(told_by) {
        let at = |field: FieldId| FieldRef { entity, field };
        let missing = missing.entry(entity).or_insert_with(|| {
            let entry = dictionary.entity(entity);
            let fields = if part == Part::Place { &entry.place } else { &entry.label };
            let can_be_there = |field: &FieldId| match part {
                Part::Place => view.has_place(at(*field)),
                Part::Label => view.context.dataset.has_column(at(*field)),
            };
            fields.iter().copied().filter(can_be_there).collect()
        });
        missing.retain(|&field| {
            let is_there = match part {
                Part::Place => view.placed(at(field), row).is_some(),
                Part::Label => !view.cell_text(at(field), row).is_empty(),
            };
            if is_there {
                add_name(names, &view.field(at(field)));
            }
            !is_there
        });
    }
}
