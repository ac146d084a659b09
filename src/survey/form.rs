//! Forms for visits: what the rules need to know of a unit and of what belongs to it, with room to write it down.

use super::list::Sampled;
use crate::dataset::{Dataset, Target};
use crate::diagnostic::Locale;
use crate::dictionary::{Cardinality, EntityId, FieldId, FieldRef, FieldType, LinkId};
use crate::finding::View;
use std::collections::{BTreeMap, BTreeSet};

/// More codes than this are not printed beside a field.
const MOST_CODES: usize = 14;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The name of the field, which heads its column.
    pub name: String,
    /// What may be written: the codes, yes or no, the unit; empty where anything may.
    pub hint: String,
}

/// Rows of one table to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What a row stands for.
    pub entity: String,
    /// Columns that are filled in already: they say which row is meant.
    pub known: Vec<String>,
    /// Columns to be filled in.
    pub asks: Vec<Ask>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The position of its unit on the list.
    pub unit: usize,
    /// What it is called; empty where nothing is known of it.
    pub name: String,
    /// The cells of the known columns.
    pub cells: Vec<String>,
}

/// The forms of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    /// The table of the units themselves, a row each.
    pub units: Sheet,
    /// The tables of what belongs to them.
    pub parts: Vec<Sheet>,
    /// Tables that the rules read and that no visit can fill in.
    pub elsewhere: Vec<String>,
}

/// The forms for the units of a list that ask for `fields`. Without a dataset nothing is known of a unit but its key.
#[must_use]
pub fn forms(
    view: &View<'_>,
    home: EntityId,
    units: &[Sampled],
    fields: &BTreeSet<FieldRef>,
    rows: Option<&BTreeMap<String, usize>>,
) -> Forms {
    let dictionary = &view.context.rulebook.dictionary;
    let mut by_entity: BTreeMap<EntityId, Vec<FieldId>> = BTreeMap::new();
    for at in fields {
        by_entity.entry(at.entity).or_default().push(at.field);
    }
    let (mut parts, mut elsewhere) = (Vec::new(), Vec::new());
    for (&entity, asked) in by_entity.iter().filter(|(entity, _)| **entity != home) {
        let link = dictionary.links_from(entity).find(|&id| {
            let link = dictionary.link(id);
            link.to == home && link.cardinality == Cardinality::One
        });
        match link {
            Some(link) => parts.push(part(view, (entity, link), units, asked, rows)),
            None => elsewhere.push(view.entity(entity)),
        }
    }
    let asked = by_entity.get(&home).map_or(&[][..], Vec::as_slice);
    Forms { units: own(view, home, units, asked, rows), parts, elsewhere }
}

/// Fields, each once, in the order of their first appearance.
fn once<'f>(fields: impl IntoIterator<Item = &'f FieldId>) -> Vec<FieldId> {
    let mut each: Vec<FieldId> = Vec::new();
    for field in fields {
        if !each.contains(field) {
            each.push(*field);
        }
    }
    each
}

fn asks(view: &View<'_>, entity: EntityId, asked: &[FieldId], known: &[FieldId]) -> Vec<Ask> {
    let open = asked.iter().filter(|field| !known.contains(field));
    open.map(|&field| {
        let at = FieldRef { entity, field };
        Ask { name: view.field(at), hint: hint(view, at) }
    })
    .collect()
}

/// What may be written into a field.
fn hint(view: &View<'_>, at: FieldRef) -> String {
    let dictionary = &view.context.rulebook.dictionary;
    let pick = |zh: &str, en: &str| if view.locale == Locale::Zh { zh.to_owned() } else { en.to_owned() };
    match dictionary.field(at).ty {
        FieldType::Bool => pick("是 / 否", "yes / no"),
        FieldType::Number(Some(dimension)) => dictionary.dimension(dimension).base().to_owned(),
        FieldType::Number(None) => pick("数", "number"),
        FieldType::Date => pick("日期，如 2020-12-31", "date, such as 2020-12-31"),
        FieldType::Code(list) => {
            let codes: Vec<&str> = dictionary.code_list(list).codes.iter().map(|code| code.pick(view.locale)).collect();
            let more = if codes.len() > MOST_CODES { " / …" } else { "" };
            format!("{}{more}", codes.iter().take(MOST_CODES).copied().collect::<Vec<_>>().join(" / "))
        }
        FieldType::Text | FieldType::Id => String::new(),
    }
}

fn own(
    view: &View<'_>,
    home: EntityId,
    units: &[Sampled],
    asked: &[FieldId],
    rows: Option<&BTreeMap<String, usize>>,
) -> Sheet {
    let of = view.context.rulebook.dictionary.entity(home);
    let key = &of.key;
    let known = once(key.iter().chain(&of.place).chain(&of.label));
    let cells = |unit: &Sampled| -> Vec<String> {
        let row = rows.and_then(|rows| rows.get(&unit.key));
        let cell = |&field: &FieldId| match row {
            Some(&row) => view.placed(FieldRef { entity: home, field }, row).unwrap_or_default(),
            // A key of one column is the key of the list.
            None if key.as_slice() == [field] => unit.key.clone(),
            None => String::new(),
        };
        known.iter().map(cell).collect()
    };
    Sheet {
        entity: view.entity(home),
        known: known.iter().map(|&field| view.field(FieldRef { entity: home, field })).collect(),
        asks: asks(view, home, asked, &known),
        rows: (0..).zip(units).map(|(at, unit)| Row { unit: at, name: String::new(), cells: cells(unit) }).collect(),
    }
}

/// The rows that are known to belong to the units; one without a name for a unit that has none.
fn part(
    view: &View<'_>,
    (entity, link): (EntityId, LinkId),
    units: &[Sampled],
    asked: &[FieldId],
    rows: Option<&BTreeMap<String, usize>>,
) -> Sheet {
    let dataset: &Dataset<'_> = view.context.dataset;
    let by = &view.context.rulebook.dictionary.link(link).by;
    let joins: Vec<FieldId> = by.iter().map(|(from, _)| *from).collect();
    let of = view.context.rulebook.dictionary.entity(entity);
    let known = once(joins.iter().chain(&of.key).chain(&of.label));
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    if let Some(index) = dataset.link(link) {
        for row in 0..dataset.rows(entity).count {
            if let Target::Row(target) = index.one(row) {
                members.entry(target).or_default().push(row);
            }
        }
    }
    let mut sheet = Sheet {
        entity: view.entity(entity),
        known: known.iter().map(|&field| view.field(FieldRef { entity, field })).collect(),
        asks: asks(view, entity, asked, &known),
        rows: Vec::new(),
    };
    for (at, unit) in units.iter().enumerate() {
        let home = rows.and_then(|rows| rows.get(&unit.key));
        let inside = home.and_then(|row| members.get(row)).map_or(&[][..], Vec::as_slice);
        for &row in inside {
            let cell = |&field: &FieldId| view.cell_text(FieldRef { entity, field }, row);
            let (name, cells) = (view.of(entity, row), known.iter().map(cell).collect());
            sheet.rows.push(Row { unit: at, name, cells });
        }
        if inside.is_empty() {
            let one = joins.len() == 1;
            let cell = |field: &FieldId| if one && joins.contains(field) { unit.key.clone() } else { String::new() };
            sheet.rows.push(Row { unit: at, name: String::new(), cells: known.iter().map(cell).collect() });
        }
    }
    sheet
}
