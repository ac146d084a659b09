//! What is a row's own: numbers and names that no other row has, and people who live elsewhere.

use super::super::draw::Draw;
use super::super::field::{Field, Village, full_name, surname};
use super::super::rows::{Row, Text};
use super::Ledgers;
use crate::dictionary::{Cardinality, EntityId, FieldId, FieldType, Sensitivity};
use crate::value::Date;

/// Columns of tables that say the same of all people of a household.
const SHARED_AT_HOME: [(&str, &str); 1] = [("registered_person", "户口簿号")];

impl Ledgers {
    /// Fills in the cells that neither an owner nor a sample has filled, where something must or may stand there.
    #[expect(clippy::too_many_arguments, reason = "what a row is made from")]
    pub(super) fn own(
        &self,
        field: &Field<'_>,
        village: &mut Village,
        entity: EntityId,
        line: &[(EntityId, &Row)],
        copied: &[FieldId],
        row: &mut Row,
        draw: &mut Draw,
    ) {
        let dictionary = field.dictionary;
        let described = dictionary.entity(entity);
        let h = &field.columns.household;
        let home = line.iter().find(|(entity, _)| *entity == h.entity).map(|(_, row)| *row);
        let Some(ledger) = self.get(entity) else { return };
        let is_tied =
            |id: FieldId| ledger.ties.iter().any(|&tie| dictionary.link(tie).by.iter().any(|(mine, _)| *mine == id));
        for id in described.field_ids() {
            let own = described.field(id);
            let is_blank = row.get(id).is_empty();
            let is_key = described.key.contains(&id) || is_joined(field, entity, id);
            if copied.contains(&id) || described.place.contains(&id) || is_tied(id) || !(is_blank || is_key) {
                continue;
            }
            match (own.ty, own.sensitivity) {
                (FieldType::Id, _) => {
                    let number = home.map_or_else(|| outsider(village, draw), |home| home.text(h.head_id_number));
                    row.put(id, number);
                }
                (FieldType::Text, Sensitivity::Name) if is_key || home.is_none() => {
                    row.put(id, full_name(surname(draw), draw));
                }
                (FieldType::Text, Sensitivity::Name) => {
                    row.put(id, home.map(|home| home.text(h.head_name)).unwrap_or_default())
                }
                (FieldType::Text, Sensitivity::Number) if own.name.zh.contains("电话") => {
                    row.put(id, village.phone())
                }
                (FieldType::Text, _) if is_of_home(field, entity, id) => {
                    row.put(id, home.map(|home| format!("H{}", home.get(h.household_id))).unwrap_or_default());
                }
                (FieldType::Text, _) if is_key || described.label.contains(&id) || is_number(&own.name.zh) => {
                    let text = village.own_name(entity, is_number(&own.name.zh), &own_word(own, described));
                    row.put(id, text);
                }
                _ => {}
            }
        }
    }
}

/// Whether a column holds numbers that an office gives out.
fn is_number(name: &str) -> bool {
    ["编号", "编码", "文号", "号"].iter().any(|end| name.ends_with(end))
}

/// What a row's name says before its number.
fn own_word(field: &crate::dictionary::Field, entity: &crate::dictionary::Entity) -> String {
    match &field.sample {
        Some(sample) if !sample.is_ascii() => sample.clone(),
        _ => entity.name.zh.clone(),
    }
}

/// Whether rows of other tables are joined by a field.
fn is_joined(field: &Field<'_>, entity: EntityId, id: FieldId) -> bool {
    field.dictionary.links.iter().any(|link| {
        link.to == entity
            && link.from != entity
            && link.cardinality == Cardinality::One
            && link.by.iter().any(|(_, to)| *to == id)
    })
}

/// Whether all people of a household share what stands in a field.
fn is_of_home(field: &Field<'_>, entity: EntityId, id: FieldId) -> bool {
    let described = field.dictionary.entity(entity);
    SHARED_AT_HOME.iter().any(|(table, column)| described.name.is(table) && described.field(id).name.is(column))
}

/// The number of someone who is on no roster.
fn outsider(village: &mut Village, draw: &mut Draw) -> Text {
    let Some(born) = Date::day(1982, 5, 5) else { return Text::default() };
    Text::from(village.numbers.citizen(born, draw.percent(50)))
}
