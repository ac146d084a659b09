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
    /// The keys of all groups, one behind the other.
    bytes: Vec<u8>,
    /// Where each key ends.
    ends: Vec<usize>,
    table: HashTable<u32>,
}

impl Groups {
    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The key of a group.
    pub(super) fn key(&self, group: usize) -> &[u8] {
        key(&self.bytes, &self.ends, group)
    }

    /// The group of each row of `rows` by the fields `by`; [`NO_GROUP`] where any of them is blank.
    pub(super) fn add(&mut self, dictionary: &Dictionary, entity: EntityId, rows: &Rows, by: &[FieldId]) -> Vec<u32> {
        let hasher = foldhash::fast::FixedState::default();
        let mut written = Vec::new();
        let mut groups: Vec<u32> = Vec::with_capacity(rows.count);
        // Exports are sorted by place and household: most rows have the key of the row before.
        let mut before: Option<u32> = None;
        for row in 0..rows.count {
            if !write_key(&mut written, dictionary, entity, rows, by, row) {
                groups.push(NO_GROUP);
                continue;
            }
            let Self { bytes, ends, table } = self;
            if let Some(group) = before.filter(|&g| key(bytes, ends, g as usize) == written) {
                groups.push(group);
                continue;
            }
            let hash = hasher.hash_one(written.as_slice());
            let known = table.find(hash, |&g| key(bytes, ends, g as usize) == written).copied();
            let group = known.unwrap_or_else(|| {
                let group = u32::try_from(ends.len()).unwrap_or(NO_GROUP);
                bytes.extend_from_slice(&written);
                ends.push(bytes.len());
                table.insert_unique(hash, group, |&g| hasher.hash_one(key(bytes, ends, g as usize)));
                group
            });
            before = Some(group);
            groups.push(group);
        }
        groups
    }
}

/// The key of a group, of keys that stand one behind the other.
fn key<'k>(bytes: &'k [u8], ends: &[usize], group: usize) -> &'k [u8] {
    let start = group.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(group).and_then(|&end| bytes.get(start..end)).unwrap_or_default()
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
                if text.is_blank() {
                    return false;
                }
                text.with(|text| match is_id {
                    true => key.extend_from_slice(id_number::join_key(text).as_bytes()),
                    false => key.extend_from_slice(text.as_bytes()),
                });
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
