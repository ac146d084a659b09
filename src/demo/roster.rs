//! A whole roster.

use super::blocks::{Block, Blocks};
use super::extent::Extent;
use super::field::{Field, Missing};
use super::judge::Judge;
use super::recipe::{Kitchen, Reason};
use super::rows::{Readers, Row, Text};
use crate::dataset::WrittenRows;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::DemoMessage;
use crate::dictionary::{Dictionary, EntityId, FieldId, FieldRef, FieldType};
use crate::rulebook::Rulebook;
use crate::table::Encoding;
use crate::value::Date;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// Villages that are made at a time.
const VILLAGES_AT_A_TIME: usize = 64;

/// What roster is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How many households. A fault that takes several households (one person in two of them) adds the others.
    pub households: usize,
    /// What chance starts from: the same seed gives the same bytes.
    pub seed: u64,
    /// The share of households with a planted fault, 0 to 1; the number is rounded to the nearest.
    pub faults: f64,
    /// The audit date.
    pub as_of: Date,
    /// How the files are encoded.
    pub encoding: Encoding,
    /// Whether two title rows stand above the header, as in the national exports.
    pub title_rows: bool,
    /// The tables that are written; none for all. To the rules the others are absent, and the answer key is of what the
    /// rules find then.
    pub tables: Vec<EntityId>,
    /// The columns that are written besides the keys of the rows; none for all.
    pub columns: Vec<FieldRef>,
}

impl Options {
    /// A roster as the national system exports it. Examples of rules are mostly meant for an audit at the end of 2020.
    #[must_use]
    pub const fn new(households: usize, seed: u64, faults: f64, as_of: Date) -> Self {
        Self {
            households,
            seed,
            faults,
            as_of,
            encoding: Encoding::Gb18030,
            title_rows: true,
            tables: Vec::new(),
            columns: Vec::new(),
        }
    }
}

/// A table of the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What its rows are.
    pub entity: EntityId,
    /// The name of its file.
    pub file: String,
    /// The title above the header.
    pub title: String,
    /// The fields that are written, in the order of the entity.
    pub fields: Vec<FieldId>,
    /// The headers, one a field.
    pub headers: Vec<String>,
    /// The rows, one text a field.
    pub rows: Vec<Vec<Text>>,
}

/// A rule that must find a row. The answer key holds every one of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Answer {
    /// The code of the rule.
    pub rule: String,
    /// What the row stands for, such as `户`.
    pub entity: String,
    /// The key of the row, its parts joined with `/`; its label where the entity has no key.
    pub key: String,
    /// The number of the household that the fault was planted in.
    pub household: String,
    /// The file of the row; `None` for rows that exist only as a key of others.
    pub file: Option<String>,
    /// The row as a spreadsheet shows it, counted from one.
    pub row: Option<u32>,
    /// Whether the fault was planted for this rule; `false` for rules that find it as well.
    pub planted: bool,
}

/// A rule that no household was made to break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplanted {
    /// The code of the rule.
    pub rule: String,
    /// Why.
    pub reason: Reason,
}

/// A synthetic roster.
#[derive(Clone, Debug)]
pub struct Roster {
    /// Its tables.
    pub sheets: Vec<Sheet>,
    /// The answer key, in order of village, rule and row.
    pub answers: Vec<Answer>,
    /// Rules that a household was to break and could not be made to, in order of the rulebook. Empty where no faults
    /// were wanted.
    pub unplanted: Vec<Unplanted>,
    /// How many households have a planted fault.
    pub faulty: usize,
}

impl Roster {
    /// The cells of all rows, read as files are read.
    #[must_use]
    pub fn written_rows(&self, dictionary: &Dictionary) -> WrittenRows {
        let readers = Readers::new(dictionary);
        let rows = |entity| {
            let sheet = self.sheets.iter().find(|sheet| sheet.entity == entity);
            let fields = dictionary.entity(entity).fields.len();
            let whole = |sheet: &Sheet, row: &Vec<Text>| {
                let mut cells = vec![Text::default(); fields];
                for (field, text) in sheet.fields.iter().zip(row) {
                    cells[field.index()] = text.clone();
                }
                readers.row(entity, &cells)
            };
            sheet.map_or_else(Vec::new, |sheet| sheet.rows.iter().map(|row| whole(sheet, row)).collect())
        };
        dictionary.entity_ids().map(rows).collect()
    }
}

/// Makes a roster.
///
/// # Errors
/// A share of faults that is none, or a dictionary without the columns of the national layout.
pub fn generate(rulebook: &Rulebook, options: &Options) -> Result<Roster, Diagnostic> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut answers = Vec::new();
    let press = |_: usize, rows: Vec<Row>| rows.into_iter().map(|row| row.cells).collect::<Vec<_>>();
    let (unplanted, faulty) = stream(rulebook, options, &press, &mut |event| {
        match event {
            Event::Sheets(empty) => sheets = empty,
            Event::Rows { sheet, rows, .. } => {
                if let Some(sheet) = sheets.get_mut(sheet) {
                    sheet.rows.extend(rows);
                }
            }
            Event::Answer(answer) => answers.push(answer),
        }
        Ok(())
    })?;
    Ok(Roster { sheets, answers, unplanted, faulty })
}

/// A part of a roster; `P` is what the rows of a village have been made into.
pub(super) enum Event<P> {
    /// The tables, still without rows.
    Sheets(Vec<Sheet>),
    /// Rows of a table.
    Rows {
        /// The position of the table.
        sheet: usize,
        /// How many rows.
        count: usize,
        /// The rows, pressed.
        rows: P,
    },
    /// A line of the answer key.
    Answer(Answer),
}

/// Makes a roster village by village and hands over its parts in order, so that a roster of any size can be written.
/// What `press` makes of the rows of a table (its position, the rows) is made on all threads.
pub(super) fn stream<P: Send>(
    rulebook: &Rulebook,
    options: &Options,
    press: &(dyn Fn(usize, Vec<Row>) -> P + Sync),
    take: &mut dyn FnMut(Event<P>) -> Result<(), Diagnostic>,
) -> Result<(Vec<Unplanted>, usize), Diagnostic> {
    if !(0.0..=1.0).contains(&options.faults) {
        return Err(Diagnostic::error(DemoMessage::BadShare {}));
    }
    let extent = Extent::new(&rulebook.dictionary, &options.tables, &options.columns);
    let field = Field::new(rulebook, options.as_of, extent.clone()).map_err(|missing| missing_column(&missing))?;
    let judge = Judge::new(rulebook, options.as_of, extent);
    let faulty = count(options);
    let kitchen = Kitchen::new(&field, &judge, options.seed, faulty > 0);
    let (recipes, reasons) = kitchen.recipes(options.seed, faulty);
    let mut reasons: BTreeMap<usize, Reason> = reasons.into_iter().collect();
    let sheets = empty_sheets(&field, options);
    let entities: Vec<EntityId> = sheets.iter().map(|sheet| sheet.entity).collect();
    let files: Vec<String> = sheets.iter().map(|sheet| sheet.file.clone()).collect();
    take(Event::Sheets(sheets))?;
    let mut above: Vec<usize> = vec![header_row(options); entities.len()];
    for (sheet, &entity) in entities.iter().enumerate() {
        let rows = kept(&field, entity, handed_in(field.dictionary, entity));
        let count = rows.len();
        above[sheet] += count;
        take(Event::Rows { sheet, count, rows: press(sheet, rows) })?;
    }
    let mut made_faulty = 0;
    let mut blocks = Blocks::new(options, faulty, &recipes);
    loop {
        let now: Vec<Block> = blocks.by_ref().take(VILLAGES_AT_A_TIME).collect();
        if now.is_empty() {
            break;
        }
        let make = |block: &Block| {
            let mut made = kitchen.make(block, options.seed);
            let rows = entities.iter().map(|&entity| kept(&field, entity, std::mem::take(made.rows.of_mut(entity))));
            let pressed = rows.enumerate().map(|(sheet, rows)| (rows.len(), press(sheet, rows)));
            (pressed.collect::<Vec<_>>(), made.expected, made.failed, made.faulty)
        };
        let made: Vec<_> = now.par_iter().map(make).collect();
        for (pressed, expected, failed, faulty) in made {
            made_faulty += faulty;
            reasons.extend(failed.into_iter().map(|rule| (rule, Reason::NeverBroken)));
            for expected in expected {
                let sheet = entities.iter().position(|&entity| entity == expected.entity);
                let row = sheet.zip(expected.row).and_then(|(at, row)| u32::try_from(above[at] + row + 1).ok());
                take(Event::Answer(Answer {
                    rule: rulebook.rules[expected.rule].code.clone(),
                    entity: field.dictionary.entity(expected.entity).name.zh.clone(),
                    key: expected.key,
                    household: expected.household,
                    file: row.and(sheet).and_then(|at| files.get(at).cloned()),
                    row,
                    planted: expected.is_planted,
                }))?;
            }
            for (sheet, (count, rows)) in pressed.into_iter().enumerate() {
                above[sheet] += count;
                take(Event::Rows { sheet, count, rows })?;
            }
        }
    }
    let code = |(rule, reason): (usize, Reason)| Unplanted { rule: rulebook.rules[rule].code.clone(), reason };
    Ok((reasons.into_iter().map(code).collect(), made_faulty))
}

/// The cells of rows that are written.
fn kept(field: &Field<'_>, entity: EntityId, mut rows: Vec<Row>) -> Vec<Row> {
    if let Some(written) = field.extent.only(entity) {
        for row in &mut rows {
            let mut written = written.iter().copied();
            row.cells.retain(|_| written.next().unwrap_or(false));
        }
    }
    rows
}

/// One row for each list that the columns of `entity` can stand for, with its name alone: it was handed in, whoever is
/// on it.
fn handed_in(dictionary: &Dictionary, entity: EntityId) -> Vec<Row> {
    let fields = &dictionary.entity(entity).fields;
    let mut rows = Vec::new();
    for (at, field) in fields.iter().enumerate().filter(|(_, field)| field.handed_in) {
        let FieldType::Code(list) = field.ty else { continue };
        for code in &dictionary.code_list(list).codes {
            let mut cells = vec![Text::default(); fields.len()];
            cells[at] = code.zh.clone().into();
            rows.push(Row { cells, fixed: Vec::new() });
        }
    }
    rows
}

/// How many households get a fault.
fn count(options: &Options) -> usize {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of households is far below 2^52, and the share lies between 0 and 1"
    )]
    let count = (options.households as f64 * options.faults).round() as usize;
    count
}

/// The row that the header stands in, counted from one.
pub(super) fn header_row(options: &Options) -> usize {
    if options.title_rows { 3 } else { 1 }
}

fn empty_sheets(field: &Field<'_>, options: &Options) -> Vec<Sheet> {
    let written = |entity| {
        let fields = field.dictionary.entity(entity).field_ids();
        fields.filter(move |&id| field.extent.has_field(FieldRef { entity, field: id }))
    };
    let sheet = |(entity, title): (EntityId, String)| Sheet {
        entity,
        file: format!("{title}_{}.csv", options.as_of.latest().packed()),
        title,
        headers: written(entity).map(|id| field.header(entity, id)).collect(),
        fields: written(entity).collect(),
        rows: Vec::new(),
    };
    field.sheets().into_iter().map(sheet).collect()
}

fn missing_column(missing: &Missing) -> Diagnostic {
    let entity = missing.entity.to_owned();
    Diagnostic::error(match missing.field {
        None => DemoMessage::NoDemoEntity { entity },
        Some(field) => DemoMessage::NoDemoField { entity, field: field.to_owned() },
    })
}
