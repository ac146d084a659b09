//! Keys of rows, and rows grouped by them.

use super::Rows;
use crate::dictionary::{Dictionary, EntityId, FieldId, FieldType};
use crate::table::{Cell, Column};
use crate::value::id_number;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// The group of a row without a key.
pub(super) const NO_GROUP: u32 = u32::MAX;

/// Rows of one side or several, grouped by key. Groups are numbered in order of their first row.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// The key of each group.
    pub(super) keys: Vec<Box<[u8]>>,
    table: HashTable<u32>,
}

impl Groups {
    /// The group of each row of `rows` by the fields `by`; [`NO_GROUP`] where any of them is blank.
    pub(super) fn add(&mut self, dictionary: &Dictionary, entity: EntityId, rows: &Rows, by: &[FieldId]) -> Vec<u32> {
        let hasher = foldhash::fast::FixedState::default();
        let mut key = Vec::new();
        let mut groups = Vec::with_capacity(rows.count);
        for row in 0..rows.count {
            if !write_key(&mut key, dictionary, entity, rows, by, row) {
                groups.push(NO_GROUP);
                continue;
            }
            let hash = hasher.hash_one(key.as_slice());
            let known = self.table.find(hash, |&g| *self.keys[g as usize] == *key).copied();
            groups.push(known.unwrap_or_else(|| {
                let group = u32::try_from(self.keys.len()).unwrap_or(NO_GROUP);
                self.keys.push(key.clone().into_boxed_slice());
                let keys = &self.keys;
                self.table.insert_unique(hash, group, |&g| hasher.hash_one(&*keys[g as usize]));
                group
            }));
        }
        groups
    }
}

/// Writes the key of a row: its parts, identity numbers as they are joined, each closed by a byte that no text has.
/// Whether all parts are there.
fn write_key(
    key: &mut Vec<u8>,
    dictionary: &Dictionary,
    entity: EntityId,
    rows: &Rows,
    by: &[FieldId],
    row: usize,
) -> bool {
    key.clear();
    for &field in by {
        let Some(column) = rows.columns.get(field.index()).and_then(Option::as_ref) else { return false };
        let is_id = dictionary.entity(entity).field(field).ty == FieldType::Id;
        match column {
            Column::Text(texts) => {
                let text = texts.get(row);
                if text.is_empty() {
                    return false;
                }
                if is_id {
                    key.extend_from_slice(id_number::join_key(text).as_bytes());
                } else {
                    key.extend_from_slice(text.as_bytes());
                }
            }
            other => match other.get(row) {
                Cell::Blank => return false,
                cell => key.extend_from_slice(format!("{cell:?}").as_bytes()),
            },
        }
        key.push(0xff);
    }
    true
}
