//! What makes a case the same case in another run.

use crate::dictionary::EntityId;
use crate::trace::{CellRef, Context};
use crate::value::hexadecimal;
use sha2::{Digest, Sha256};

/// The first eight bytes of a SHA-256 over the parts, each closed so that no two lists of parts are written alike.
fn digest<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hexadecimal(hasher.finalize().get(..8).unwrap_or_default())
}

/// The fingerprint of a case: rule, entity, key, and every cell that proves it with its value. Files, row numbers, the
/// order of rows, the language and the mask do not enter.
#[must_use]
pub fn of_case(context: Context<'_>, code: &str, entity: EntityId, row: usize, cells: &[CellRef]) -> String {
    let dictionary = &context.rulebook.dictionary;
    let dataset = context.dataset;
    let value = |&CellRef { at, row }: &CellRef| {
        let key = dataset.key(at.entity, row);
        let (entity, field) = (&dictionary.entity(at.entity).name.en, &dictionary.field(at).name.en);
        let value = dataset.show(at, dataset.cell(at, row));
        [entity, key.as_str(), field, &value].join("\u{1f}")
    };
    let mut values: Vec<String> = cells.iter().map(value).collect();
    // The order in which cells are read follows the order of rows.
    values.sort_unstable();
    let key = dataset.key(entity, row);
    let parts = [code, &dictionary.entity(entity).name.en, &key];
    digest(parts.into_iter().chain(values.iter().map(String::as_str)))
}

/// The fingerprint of something that is wrong with the data: the check, the entity, and what stands there.
#[must_use]
pub fn of_data(code: &str, entity: &str, key: &str, field: &str, text: &str) -> String {
    digest([code, entity, key, field, text])
}
