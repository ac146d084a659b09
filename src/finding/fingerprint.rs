//! What makes a case the same case in another run.

use crate::dictionary::{EntityId, FieldRef};
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
    let mut parts = vec![code.to_owned(), dictionary.entity(entity).name.en.clone(), dataset.key(entity, row)];
    let mut values: Vec<String> = cells
        .iter()
        .map(|cell| {
            let value = dataset.show(cell.at, &dataset.cell(cell.at, cell.row));
            let key = dataset.key(cell.at.entity, cell.row);
            let field: &FieldRef = &cell.at;
            let names = (&dictionary.entity(field.entity).name.en, &dictionary.field(*field).name.en);
            format!("{}\u{1f}{key}\u{1f}{}\u{1f}{value}", names.0, names.1)
        })
        .collect();
    // The order in which cells are read follows the order of rows.
    values.sort_unstable();
    parts.extend(values);
    digest(parts.iter().map(String::as_str))
}

/// The fingerprint of something that is wrong with the data: the check, the entity, and what stands there.
#[must_use]
pub fn of_data(code: &str, entity: &str, key: &str, field: &str, text: &str) -> String {
    digest([code, entity, key, field, text])
}
