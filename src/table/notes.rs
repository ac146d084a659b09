//! What is said about whole files.

use super::header::Header;
use super::locate::Wish;
use super::look::Seen;
use super::plan::fields_of_others;
use super::sniff::Foreign;
use crate::diagnostic::catalogue::TableMessage as M;
use crate::diagnostic::{Diagnostic, Level, Message, nearest};
use crate::dictionary::{Dictionary, EntityId, FieldId, HeaderIndex};
use crate::value::{clean, fold_name};
use std::cmp::Reverse;
use std::path::Path;

/// What names in a list are parted by.
const COMMA: &str = "、";

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn names(dictionary: &Dictionary, entity: EntityId, fields: impl IntoIterator<Item = FieldId>) -> String {
    let name = |field| dictionary.entity(entity).field(field).name.zh.as_str();
    fields.into_iter().map(name).collect::<Vec<_>>().join(COMMA)
}

/// The part of the key that a file must have.
fn needed_key(dictionary: &Dictionary, entity: EntityId) -> String {
    names(dictionary, entity, dictionary.entity(entity).key.last().copied())
}

/// The error for a format that is not read.
pub(super) fn foreign(path: &Path, what: Foreign) -> Diagnostic {
    Diagnostic::error(format_of(path, what)).help(way_out(what))
}

/// The warning for such a file in a folder: it may well be a roster.
pub(super) fn foreign_in_folder(path: &Path, what: Foreign) -> Diagnostic {
    Diagnostic { level: Level::Warning, ..foreign(path, what) }
}

/// The error for a list that this program wrote, given as a roster.
pub(super) fn result(path: &Path) -> Diagnostic {
    Diagnostic::error(M::OwnResult { path: shown(path) })
}

/// How a table is got out of such a file.
const fn way_out(what: Foreign) -> M {
    match what {
        Foreign::Utf16 | Foreign::Workbook | Foreign::WebPage => M::SaveAsCsv {},
        Foreign::Document => M::CopyTable {},
        Foreign::Pdf | Foreign::Picture => M::AskForTable {},
        Foreign::Archive => M::Unpack {},
    }
}

fn format_of(path: &Path, what: Foreign) -> M {
    let path = shown(path);
    match what {
        Foreign::Utf16 => M::Utf16 { path },
        Foreign::Workbook => M::Workbook { path },
        Foreign::WebPage => M::WebPage { path },
        Foreign::Document => M::Document { path },
        Foreign::Pdf => M::Pdf { path },
        Foreign::Picture => M::Picture { path },
        Foreign::Archive => M::Archive { path },
    }
}

/// The error for a file that is no known table: what it is nearest to, and which key columns were looked for.
pub(super) fn unlike(dictionary: &Dictionary, path: &Path, header: &Header, wish: Wish) -> Diagnostic {
    if let Wish::As(entity) = wish {
        let name = dictionary.entity(entity).name.zh.clone();
        return Diagnostic::error(M::NoColumnOf { path: shown(path), entity: name });
    }
    let mut error = Diagnostic::error(M::NotATable { path: shown(path) });
    for near in header.matches.iter().take(3) {
        let entity = dictionary.entity(near.entity).name.zh.clone();
        error = error.help(M::Nearest { entity: entity.clone(), matched: near.matched });
        if !near.has_key {
            error = error.help(M::KeyLookedFor { entity, keys: needed_key(dictionary, near.entity) });
        }
    }
    if header.matches.is_empty() { looked_for(dictionary, error) } else { error }
}

/// How many tables are named where none was found.
const MAIN: usize = 4;
/// Of how many files of a folder without a table it is said what they are.
const SHOWN: usize = 8;

/// The error with the main tables as a help: those that can hold most columns. A list of all would bury what is wrong.
fn looked_for(dictionary: &Dictionary, error: Diagnostic) -> Diagnostic {
    let mut tables: Vec<EntityId> =
        dictionary.entity_ids().filter(|&id| !dictionary.entity(id).key.is_empty()).collect();
    tables.sort_by_key(|&id| Reverse(dictionary.entity(id).fields.len()));
    let shown = |&id: &EntityId| format!("{}（{}）", dictionary.entity(id).name.zh, needed_key(dictionary, id));
    let tables = tables.iter().take(MAIN).map(shown).collect::<Vec<_>>().join(COMMA);
    error.help(M::MainTables { tables }).help(M::LookInto {})
}

/// The error for a header that fits several entities.
pub(super) fn tie(dictionary: &Dictionary, path: &Path, entities: &[EntityId]) -> Diagnostic {
    let name = |&id: &EntityId| dictionary.entity(id).name.zh.clone();
    let all = entities.iter().map(name).collect::<Vec<_>>().join(COMMA);
    let mut error = Diagnostic::error(M::Tie { path: shown(path), entities: all });
    for entity in entities.iter().map(name) {
        error = error.help(M::SayWhich { entity, path: shown(path) });
    }
    error
}

/// The error for a folder in which no file is a table; `refused` says of each file what it is instead, and the way out.
pub(super) fn no_tables(dictionary: &Dictionary, folder: &Path, refused: &[Diagnostic]) -> Diagnostic {
    if refused.is_empty() {
        return looked_for(dictionary, Diagnostic::error(M::NoFiles { path: shown(folder) }));
    }
    let mut error = Diagnostic::error(M::NoTables { path: shown(folder), files: refused.len() });
    // Files of one format have one way out, which stands behind them.
    let mut kinds: Vec<(&[Message], Vec<Message>)> = Vec::new();
    for file in refused.iter().take(SHOWN) {
        match kinds.iter_mut().find(|(ways, _)| *ways == file.helps.as_slice()) {
            Some((_, files)) => files.push(file.message.clone()),
            None => kinds.push((&file.helps, vec![file.message.clone()])),
        }
    }
    for (ways, files) in kinds {
        error.helps.extend(files.into_iter().chain(ways.iter().cloned()));
    }
    let more = refused.len().saturating_sub(SHOWN);
    error.help_maybe((more > 0).then_some(M::MoreFiles { count: more }))
}

/// The note for a file without any text.
pub(super) fn empty(path: &Path) -> Diagnostic {
    Diagnostic::note(M::Empty { path: shown(path) })
}

/// The warning for a file that another one of its table is a copy of.
pub(super) fn same_bytes(path: &Path, other: &Path) -> Diagnostic {
    Diagnostic::warning(M::SameBytes { path: shown(path), other: shown(other) }).help(M::KeepOne {})
}

/// The error for more rows than can be counted.
pub(super) fn too_many_rows(path: &Path) -> Diagnostic {
    Diagnostic::error(M::TooManyRows { path: shown(path) })
}

/// A header that no table of the dictionary has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnknownHeader {
    /// The position of the column.
    pub(super) at: usize,
    /// The field that may be meant: one that the file has no column for.
    pub(super) like: Option<FieldId>,
}

/// The headers of a file that no entity knows.
pub(super) fn unknown_headers(index: &HeaderIndex, seen: &Seen) -> Vec<UnknownHeader> {
    let headers = &seen.header.headers;
    let entity = seen.matched.entity;
    let row = index.look_up(headers);
    let unknown = row.are_known().enumerate().filter(|(_, is_known)| !is_known).map(|(at, _)| at);
    let unknown: Vec<usize> = unknown.filter(|&at| !fold_name(&headers[at]).is_empty()).collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    let known = index.known(entity);
    let like = |at: usize| {
        let near = nearest(&fold_name(&headers[at]), known.keys().copied())?;
        known.get(near).copied().filter(|field| !seen.matched.columns.contains(&Some(*field)))
    };
    unknown.into_iter().map(|at| UnknownHeader { at, like: like(at) }).collect()
}

/// The notes on a table that is read: unknown columns, fields with several columns, a missing key, no rows.
pub(super) fn of_table(dictionary: &Dictionary, index: &HeaderIndex, path: &Path, seen: &Seen) -> Vec<Diagnostic> {
    let entity = seen.matched.entity;
    let header = |at: usize| seen.header.headers.get(at).map_or("", |h| clean(h));
    let mut notes = Vec::new();
    if !seen.matched.has_key {
        notes.push(Diagnostic::warning(M::NoKey { path: shown(path), keys: needed_key(dictionary, entity) }));
    }
    if !seen.has_rows {
        notes.push(Diagnostic::note(M::OnlyHeader { path: shown(path) }));
    }
    let unknown = unknown_headers(index, seen);
    if !unknown.is_empty() {
        let all = unknown.iter().map(|u| format!("`{}`", header(u.at))).collect::<Vec<_>>().join(COMMA);
        // A name near a known one is more likely a slip, by which a whole column would go unread, than a column of no
        // concern.
        let slips = unknown.iter().any(|u| u.like.is_some());
        let level = if slips { Diagnostic::warning } else { Diagnostic::note };
        let mut note = level(M::UnknownColumns { path: shown(path), names: all });
        for UnknownHeader { at, like } in unknown {
            note = note.help_maybe(like.map(|field| M::ColumnLike {
                header: header(at).to_owned(),
                name: dictionary.entity(entity).field(field).name.zh.clone(),
            }));
        }
        notes.push(note);
    }
    let others = fields_of_others(dictionary, index, entity, &seen.header.headers, &seen.matched.columns);
    let named = seen.matched.columns.iter().zip(others).map(|(own, other)| match (own, other) {
        (Some(field), _) => Some((entity, *field)),
        (None, Some((link, field))) => Some((dictionary.link(link).to, field)),
        (None, None) => None,
    });
    let named: Vec<Option<(EntityId, FieldId)>> = named.collect();
    for (at, field) in named.iter().enumerate() {
        let Some((owner, id)) = field else { continue };
        let same: Vec<usize> = (0..named.len()).filter(|&i| named[i] == *field).collect();
        if same.len() > 1 && same.first() == Some(&at) {
            let headers = same.iter().map(|&i| format!("`{}`", header(i))).collect::<Vec<_>>().join(COMMA);
            let field = dictionary.entity(*owner).field(*id).name.zh.clone();
            notes.push(Diagnostic::note(M::SameField { path: shown(path), field, headers }));
        }
    }
    notes
}

/// The note on columns that other files of the entity have and this one lacks.
pub(super) fn missing_columns(
    dictionary: &Dictionary,
    path: &Path,
    entity: EntityId,
    missing: impl IntoIterator<Item = FieldId>,
) -> Diagnostic {
    Diagnostic::note(M::MissingColumns { path: shown(path), names: names(dictionary, entity, missing) })
}
