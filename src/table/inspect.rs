//! A file described: what it was taken for, and why.

use super::header::Header;
use super::locate::{Wish, locate};
use super::look::{Care, HEAD, Seen, Sight, look};
use super::notes::{self, unknown_headers};
use super::plan::fields_of_others;
use super::sniff::{self, BOM, Survey};
use super::{Encoding, Problem, ProblemKind, Request, Told, read};
use crate::diagnostic::{Diagnostic, cannot_read};
use crate::dictionary::{Dictionary, EntityId, FieldId, FieldRef, HeaderIndex, HeaderMatch, LinkId};
use crate::value::fold_name;
use std::path::{Path, PathBuf};

/// How many rows are shown of each column.
const SAMPLES: usize = 3;
/// How many examples are shown of each kind of problem.
const EXAMPLES: usize = 3;

/// A file described.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The path as given.
    pub path: PathBuf,
    /// Its bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// How its text is encoded.
    pub encoding: Encoding,
    /// How that was told.
    pub told: Told,
    /// What separates its cells.
    pub delimiter: u8,
    /// The header row as a spreadsheet shows it, counted from one. Of a file that is no known table: the row that is
    /// most like a header.
    pub header_row: u32,
    /// The rows above the header that have any text, cell by cell.
    pub titles: Vec<Vec<String>>,
    /// What its rows are; `None` where it is no known table or fits several equally well.
    pub entity: Option<EntityId>,
    /// How its header reads as each entity, the best first.
    pub candidates: Vec<HeaderMatch>,
    /// Its columns.
    pub columns: Vec<InspectedColumn>,
    /// Fields of the key that it has no column for.
    pub missing_key: Vec<FieldId>,
    /// How many rows it has; `None` where it is no known table.
    pub rows: Option<RowCounts>,
    /// What cannot be read as it stands, by kind, in order of the first place.
    pub problems: Vec<ProblemGroup>,
}

/// A column described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedColumn {
    /// Its header, as it stands.
    pub header: String,
    /// What it holds.
    pub meaning: Meaning,
    /// Its cells in the first rows, as they stand.
    pub samples: Vec<String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A field of the file's own entity.
    Own {
        /// The field.
        field: FieldRef,
        /// Whether the header is another word for it than its names.
        alias: bool,
    },
    /// A field of the entity that a link leads to.
    Linked {
        /// The link.
        link: LinkId,
        /// The field.
        field: FieldRef,
    },
    /// Nothing that is read.
    Unknown {
        /// The field that may be meant.
        like: Option<FieldRef>,
    },
}

/// The rows of a file: `read` is `kept` and `set_aside` together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowCounts {
    /// Data rows read.
    pub read: u64,
    /// Data rows kept.
    pub kept: u64,
    /// Data rows set aside.
    pub set_aside: u64,
    /// Rows that are no data.
    pub no_data: u64,
}

/// Problems of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemGroup {
    /// How many there are.
    pub count: u64,
    /// The first of them; never empty.
    pub examples: Vec<Problem>,
}

/// Describes a file, all of which is read. `entity` says what its rows are, where the caller knows.
///
/// # Errors
/// A file that cannot be read, has no text, or is of a format that is not read. A file that is no known table is none.
pub fn inspect(
    path: &Path,
    dictionary: &Dictionary,
    entity: Option<EntityId>,
    encoding: Option<Encoding>,
) -> Result<Inspection, Vec<Diagnostic>> {
    let given = [path.to_owned()];
    locate(&given, &[])?;
    let index = HeaderIndex::new(dictionary);
    let failed = |error: std::io::Error| vec![cannot_read(path, &error)];
    let wish = entity.map_or(Wish::Named, Wish::As);
    let (seen, header) = match look(&index, path, wish, encoding, Care::Hash, &|_| {}) {
        Sight::Table(seen) => (Some(seen.clone()), seen.header),
        Sight::Unlike(header) | Sight::Tie(header, _) => (None, *header),
        Sight::Empty => return Err(vec![notes::empty(path)]),
        Sight::Result => return Err(vec![notes::result(path)]),
        Sight::Foreign(what) => return Err(vec![notes::foreign(path, what)]),
        Sight::Failed(error) => return Err(failed(error)),
    };
    let survey = match &seen {
        Some(seen) => seen.survey.clone(),
        None => sniff::survey(path, encoding, true, &|_| {}).map_err(failed)?,
    };
    let (head, complete) = sniff::head(path, HEAD).map_err(failed)?;
    let text = head.strip_prefix(BOM).unwrap_or(&head);
    let samples = header.samples(text, complete, survey.encoding, SAMPLES);
    let columns = columns(dictionary, &index, &header, seen.as_deref(), &samples);
    let mut inspection = describe(path, &survey, header, columns);
    let Some(seen) = seen else { return Ok(inspection) };
    let entity = seen.matched.entity;
    let named = [(entity, path.to_owned())];
    let ingest = read(&Request { named: &named, encoding, ..Request::new(dictionary, &[]) })?;
    inspection.entity = Some(entity);
    let key = dictionary.entity(entity).key.iter().copied();
    inspection.missing_key = key.filter(|field| !seen.matched.columns.contains(&Some(*field))).collect();
    inspection.rows = ingest.files.first().map(|file| RowCounts {
        read: file.read,
        kept: file.kept,
        set_aside: file.set_aside,
        no_data: file.no_data,
    });
    inspection.problems = grouped(ingest.problems);
    Ok(inspection)
}

fn describe(path: &Path, survey: &Survey, header: Header, columns: Vec<InspectedColumn>) -> Inspection {
    Inspection {
        path: path.to_owned(),
        size: survey.size,
        sha256: survey.sha256.clone().unwrap_or_default(),
        encoding: survey.encoding,
        told: survey.told,
        delimiter: header.delimiter,
        header_row: header.row,
        titles: header.titles,
        entity: None,
        candidates: header.matches,
        columns,
        missing_key: Vec::new(),
        rows: None,
        problems: Vec::new(),
    }
}

fn columns(
    dictionary: &Dictionary,
    index: &HeaderIndex,
    header: &Header,
    seen: Option<&Seen>,
    samples: &[Vec<String>],
) -> Vec<InspectedColumn> {
    let mut meanings = vec![Meaning::Unknown { like: None }; header.headers.len()];
    if let Some(seen) = seen {
        let entity = seen.matched.entity;
        let others = fields_of_others(dictionary, index, entity, &header.headers, &seen.matched.columns);
        for (at, (own, other)) in seen.matched.columns.iter().zip(others).enumerate() {
            if let Some(field) = own {
                let field = FieldRef { entity, field: *field };
                let name = fold_name(&header.headers[at]);
                let alias = !dictionary.field(field).name.folded().contains(&name);
                meanings[at] = Meaning::Own { field, alias };
            } else if let Some((link, field)) = other {
                let field = FieldRef { entity: dictionary.link(link).to, field };
                meanings[at] = Meaning::Linked { link, field };
            }
        }
        for unknown in unknown_headers(index, seen) {
            let like = unknown.like.map(|field| FieldRef { entity, field });
            meanings[unknown.at] = Meaning::Unknown { like };
        }
    }
    let column = |(at, (header, meaning)): (usize, (&String, Meaning))| InspectedColumn {
        header: header.clone(),
        meaning,
        samples: samples.iter().filter_map(|row| row.get(at).cloned()).collect(),
    };
    header.headers.iter().zip(meanings).enumerate().map(column).collect()
}

/// The problems by kind; how many cells a row has does not part them.
fn grouped(problems: Vec<Problem>) -> Vec<ProblemGroup> {
    let mut groups: Vec<ProblemGroup> = Vec::new();
    for problem in problems {
        let same = |group: &&mut ProblemGroup| {
            group.examples.first().is_some_and(|first| match (first.kind, problem.kind) {
                (ProblemKind::Ragged { .. }, ProblemKind::Ragged { .. }) => true,
                (one, other) => one == other,
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => {
                group.count += 1;
                if group.examples.len() < EXAMPLES {
                    group.examples.push(problem);
                }
            }
            None => groups.push(ProblemGroup { count: 1, examples: vec![problem] }),
        }
    }
    groups
}
