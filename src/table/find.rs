//! Of the files given, those that are tables; what is said of the others.

use super::locate::{Wish, locate};
use super::look::{Care, Seen, Sight, look};
use super::{Request, notes};
use crate::diagnostic::catalogue::TableMessage;
use crate::diagnostic::{Diagnostic, Message, cannot_read};
use crate::dictionary::HeaderIndex;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A file that is a table.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) seen: Seen,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Finds {
    /// In order of path.
    pub(super) tables: Vec<Found>,
    pub(super) skipped: Vec<(PathBuf, Message)>,
    pub(super) notes: Vec<Diagnostic>,
}

/// Looks at all files of a request, with care at those that are `doubtful`. All errors are found at once.
pub(super) fn find(
    request: &Request<'_>,
    index: &HeaderIndex,
    doubtful: &BTreeSet<PathBuf>,
) -> Result<Finds, Vec<Diagnostic>> {
    let dictionary = request.dictionary;
    let candidates = locate(request.paths, request.named)?;
    let sights: Vec<Sight> = {
        let (encoding, progress) = (request.encoding, request.progress);
        let tell = |bytes| progress.into_iter().for_each(|tell| tell(bytes));
        let care = |path: &PathBuf| match request.hash {
            true => Care::Hash,
            false if doubtful.contains(path) => Care::Encoding,
            false => Care::None,
        };
        candidates.par_iter().map(|c| look(index, &c.path, c.wish, encoding, care(&c.path), &tell)).collect()
    };
    let mut finds = Finds::default();
    let mut errors = Vec::new();
    // By given folder: whether a file in it is a table or may be, and what the others are.
    let mut folders: Vec<(bool, Vec<Diagnostic>)> = vec![Default::default(); request.paths.len()];
    for (candidate, sight) in candidates.into_iter().zip(sights) {
        let path = candidate.path.clone();
        let refused = match sight {
            Sight::Table(_) | Sight::Empty => None,
            Sight::Unlike(ref header) => Some(notes::unlike(dictionary, &path, header, candidate.wish)),
            Sight::Tie(_, ref entities) => Some(notes::tie(dictionary, &path, entities)),
            Sight::Result => Some(notes::result(&path)),
            Sight::Foreign(what) => Some(notes::foreign(&path, what)),
            Sight::Failed(ref error) => {
                errors.push(cannot_read(&path, error));
                None
            }
        };
        for &folder in &candidate.folders {
            folders[folder].0 |= refused.is_none();
            folders[folder].1.extend(refused.clone());
        }
        match candidate.wish {
            Wish::InFolder => finds.skipped.extend(refused.map(|error| (path.clone(), error.message))),
            Wish::Named | Wish::As(_) => errors.extend(refused),
        }
        match sight {
            Sight::Table(seen) => finds.tables.push(Found { path, seen: *seen }),
            Sight::Empty => {
                let note = notes::empty(&path);
                finds.skipped.push((path, note.message.clone()));
                finds.notes.push(note);
            }
            Sight::Foreign(what) => finds.notes.push(notes::foreign_in_folder(&path, what)),
            _ => {}
        }
    }
    for (path, (has_table, refused)) in request.paths.iter().zip(folders) {
        if path.is_dir() && !has_table {
            errors.push(notes::no_tables(dictionary, path, &refused));
        }
    }
    if request.paths.is_empty() && request.named.is_empty() {
        errors.push(Diagnostic::error(TableMessage::NothingGiven {}));
    }
    if errors.is_empty() { Ok(finds) } else { Err(errors) }
}
