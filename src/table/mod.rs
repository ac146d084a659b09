//! A file becomes typed columns: found, recognised, decoded, split into records, parsed; what cannot be read is set
//! aside and said.

#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod agreement;
mod append;
mod batch;
mod bitmap;
pub(crate) mod block;
mod cell;
mod column;
mod encoding;
mod find;
mod furniture;
mod header;
mod inspect;
mod lane;
mod locate;
mod look;
mod memo;
mod narrow;
mod notes;
mod number;
mod origin;
mod own;
mod parse;
mod plain;
mod plan;
mod problem;
mod read;
mod record;
mod rest;
mod scale;
mod scan;
mod sealed;
mod sniff;
mod split;
mod store;
#[cfg(test)]
mod tests;
mod text;
mod window;

pub use bitmap::Bitmap;
pub use cell::CellReader;
pub use column::{BoolColumn, Cell, Column, NumberColumn};
pub use inspect::{InspectedColumn, Inspection, Meaning, ProblemGroup, RowCounts, inspect};
pub use locate::{is_passed_over, real};
pub use origin::{Origin, Origins};
pub use plain::{Plain, PlainRow, plain};
pub use problem::{Problem, ProblemKind};
pub use read::{Request, read};
pub use rest::Rest;
pub use scale::Fixed;
pub use sniff::Told;
pub use store::Store;
pub use text::{Text, TextColumn};

use crate::diagnostic::{Diagnostic, Message};
use crate::dictionary::{EntityId, FieldId, LinkId};
use std::path::PathBuf;
use std::sync::Arc;

/// All rows of one entity, of one file or several.
#[derive(Clone, Debug)]
pub struct Table {
    /// The entity.
    pub entity: EntityId,
    /// By [`FieldId`]: the column, or `None` where no file has it or no rule needs it.
    pub columns: Vec<Option<Column>>,
    /// By [`FieldId`]: whether some file has the column, read or not.
    pub present: Vec<bool>,
    /// Columns that hold fields of another entity: the to-one link that leads to it, the field there, the values row
    /// by row. A roster of people often repeats what belongs to the household; where that has no file of its own, this
    /// is all there is of it. Read only for entities that no file was given for.
    pub lifted: Vec<(LinkId, FieldId, Column)>,
    /// Where each row comes from.
    pub origins: Origins,
}

/// One input file.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// The path as given, or as found in a given folder.
    pub path: PathBuf,
    /// What its rows are.
    pub entity: EntityId,
    /// Its bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, in lower-case hexadecimal; `None` where nobody asked for it.
    pub sha256: Option<String>,
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What separates its cells.
    pub delimiter: u8,
    /// The header row as a spreadsheet shows it, counted from one.
    pub header_row: u32,
    /// Its headers, as they stand.
    pub headers: Vec<String>,
    /// For each header the field it names.
    pub columns: Vec<Option<FieldId>>,
    /// Data rows read: kept and set aside. Rows that are no data are not counted, see `no_data`.
    pub read: u64,
    /// Data rows kept.
    pub kept: u64,
    /// Data rows set aside.
    pub set_aside: u64,
    /// Rows that are no data: those without any text, which exports leave behind the data, the header or a title once
    /// more, and totals.
    pub no_data: u64,
}

impl InputFile {
    /// Its path as a reader sees it.
    #[must_use]
    pub fn shown(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }
}

/// How the text of a file is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// GB 18030, of which GBK and GB 2312 are parts.
    Gb18030,
}

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub struct Ingest {
    /// The files, in order of path.
    pub files: Vec<InputFile>,
    /// The tables, in order of entity; an entity of which no file was given has none.
    pub tables: Vec<Table>,
    /// What could not be read as it stands, in order of file, row and column. Complete: nothing is capped here.
    pub problems: Vec<Problem>,
    /// Files that were not read, with the reason: files in given folders that are no known table, and empty files.
    pub skipped: Vec<(PathBuf, Message)>,
    /// What is odd about whole files: unknown columns, columns that stand twice or are missing, no rows.
    pub notes: Vec<Diagnostic>,
    /// Where columns rest that memory was to be spared, if it was.
    pub rest: Option<Arc<Rest>>,
}
