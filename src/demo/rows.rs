//! Rows as texts, before they become cells or files.

pub(super) use super::text::Text;
use crate::dataset::WrittenRows;
use crate::dictionary::{Dictionary, EntityId, FieldId, FieldRef, FieldType, LinkId};
use crate::table::{Cell, CellReader};
use crate::value::id_number;
use std::borrow::Cow;

/// A row of an entity.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// By field, the texts.
    pub(super) cells: Vec<Text>,
    /// Fields whose text an example has set, so that nothing else may change it.
    pub(super) fixed: Vec<FieldId>,
}

impl Row {
    /// The text of a cell.
    pub(super) fn get(&self, field: FieldId) -> &str {
        self.cells.get(field.index()).map_or("", |text| text)
    }

    /// A copy of the text of a cell.
    pub(super) fn text(&self, field: FieldId) -> Text {
        self.cells.get(field.index()).cloned().unwrap_or_default()
    }

    /// Writes a cell, unless an example has set it.
    pub(super) fn put(&mut self, field: FieldId, text: impl Into<Text>) {
        if !self.is_fixed(field) {
            self.cells[field.index()] = text.into();
        }
    }

    /// Writes a cell for good.
    pub(super) fn fix(&mut self, field: FieldId, text: impl Into<Text>) {
        self.cells[field.index()] = text.into();
        if !self.is_fixed(field) {
            self.fixed.push(field);
        }
    }

    /// Whether an example has set a cell.
    pub(super) fn is_fixed(&self, field: FieldId) -> bool {
        self.fixed.contains(&field)
    }
}

/// Rows by entity: of one household with all that belongs to it, or of a whole village.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows(pub(super) Vec<Vec<Row>>);

impl Rows {
    /// No rows of any entity.
    pub(super) fn none(dictionary: &Dictionary) -> Self {
        Self(vec![Vec::new(); dictionary.entities.len()])
    }

    /// The rows of an entity.
    pub(super) fn of(&self, entity: EntityId) -> &[Row] {
        self.0.get(entity.index()).map_or(&[], Vec::as_slice)
    }

    /// The rows of an entity, to be changed.
    pub(super) fn of_mut(&mut self, entity: EntityId) -> &mut Vec<Row> {
        &mut self.0[entity.index()]
    }

    /// Adds a row; its position.
    pub(super) fn add(&mut self, entity: EntityId, row: Row) -> usize {
        self.of_mut(entity).push(row);
        self.of(entity).len() - 1
    }

    /// Adds all rows of `others`.
    pub(super) fn extend(&mut self, others: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(others.0) {
            mine.extend(theirs);
        }
    }

    /// The rows that `link` leads to from a row, by what is written in both.
    pub(super) fn linked(&self, dictionary: &Dictionary, link: LinkId, from: usize) -> Vec<usize> {
        let link = dictionary.link(link);
        let Some(own) = self.of(link.from).get(from) else { return Vec::new() };
        let agree = |other: &Row| {
            link.by.iter().all(|&(mine, theirs)| {
                let key = |row: &Row, entity, field| key(dictionary, entity, field, row.get(field)).into_owned();
                let (mine, theirs) = (key(own, link.from, mine), key(other, link.to, theirs));
                !mine.is_empty() && mine == theirs
            })
        };
        let rows = self.of(link.to);
        (0..rows.len()).filter(|&at| agree(&rows[at])).collect()
    }
}

/// A text as rows are joined by it.
fn key<'t>(dictionary: &Dictionary, entity: EntityId, field: FieldId, text: &'t str) -> Cow<'t, str> {
    match dictionary.entity(entity).field(field).ty {
        FieldType::Id => id_number::join_key(text),
        _ => Cow::Borrowed(text),
    }
}

/// Reads texts as cells, just as files are read.
pub(super) struct Readers<'d>(Vec<Vec<CellReader<'d>>>);

impl<'d> Readers<'d> {
    /// Readers for all fields.
    pub(super) fn new(dictionary: &'d Dictionary) -> Self {
        let readers = |entity: &crate::dictionary::Entity| {
            entity.fields.iter().map(|field| CellReader::new(dictionary, field.ty)).collect()
        };
        Self(dictionary.entities.iter().map(readers).collect())
    }

    /// One row.
    pub(super) fn row<T: AsRef<str>>(&self, entity: EntityId, texts: &[T]) -> Vec<Cell> {
        let readers = self.0.get(entity.index()).map_or(&[][..], Vec::as_slice);
        texts.iter().zip(readers).map(|(text, reader)| reader.read(text.as_ref()).unwrap_or(Cell::Blank)).collect()
    }

    /// All rows; of columns that are not `is_read`, blanks.
    pub(super) fn rows(&self, dictionary: &Dictionary, rows: &Rows, is_read: &dyn Fn(FieldRef) -> bool) -> WrittenRows {
        let entity = |entity| {
            let fields = dictionary.entity(entity).field_ids();
            let readers = self.0.get(entity.index()).map_or(&[][..], Vec::as_slice);
            let readers: Vec<Option<&CellReader<'_>>> =
                fields.zip(readers).map(|(field, own)| is_read(FieldRef { entity, field }).then_some(own)).collect();
            let cell = |(text, reader): (&Text, &Option<&CellReader<'_>>)| {
                reader.and_then(|reader| reader.read(text).ok()).unwrap_or(Cell::Blank)
            };
            rows.of(entity).iter().map(|row| row.cells.iter().zip(&readers).map(cell).collect()).collect()
        };
        dictionary.entity_ids().map(entity).collect()
    }
}
