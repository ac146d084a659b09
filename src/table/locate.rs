//! Paths become files.

use crate::diagnostic::catalogue::TableMessage;
use crate::diagnostic::{Diagnostic, cannot_read};
use crate::dictionary::EntityId;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the names of files start with that nobody means: hidden files, and the locks of a spreadsheet that is open.
const PASSED_OVER: [&str; 2] = [".", "~$"];

/// Whether a file or folder of this name is not meant where it was not named itself.
#[must_use]
pub fn is_passed_over(name: &OsStr) -> bool {
    PASSED_OVER.iter().any(|start| name.to_string_lossy().starts_with(start))
}

/// The path without links. Some drives of Windows (in memory, encrypted, of a network) read well and do not say it; there
/// the path from the root has to do.
#[must_use]
pub fn real(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// A file to look at.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) path: PathBuf,
    pub(super) wish: Wish,
    /// The positions of the given folders in which it was found.
    pub(super) folders: Vec<usize>,
}

/// Why a file is looked at. Of two reasons for one file the greater counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wish {
    /// It lies in a given folder.
    InFolder,
    /// It was named itself.
    Named,
    /// It was named as the table of an entity.
    As(EntityId),
}

/// The files of `paths` and `named`, each once, in order of path. Folders are searched with all their folders;
/// hidden files, locks of spreadsheets and links to folders are passed over.
pub(super) fn locate(paths: &[PathBuf], named: &[(EntityId, PathBuf)]) -> Result<Vec<Candidate>, Vec<Diagnostic>> {
    let mut found = Found::default();
    for (at, path) in paths.iter().enumerate() {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => found.folder(path, at),
            Ok(_) => found.file(path, Wish::Named, None),
            Err(error) => found.error(path, &error),
        }
    }
    for (entity, path) in named {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => found.error(path, &io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(_) => found.file(path, Wish::As(*entity), None),
            Err(error) => found.error(path, &error),
        }
    }
    if !found.errors.is_empty() {
        return Err(found.errors);
    }
    found.drop_doubles();
    let mut files: Vec<Candidate> = found.files.into_values().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

#[derive(Default)]
struct Found {
    /// By the path without links, so that a file given twice is read once, and the entity that it was named as, of which
    /// there may be several.
    files: BTreeMap<(PathBuf, Option<EntityId>), Candidate>,
    errors: Vec<Diagnostic>,
}

impl Found {
    fn error(&mut self, path: &Path, error: &io::Error) {
        // Windows has no such name at all where it holds what stands for other characters.
        let is_pattern = || path.to_string_lossy().contains(['*', '?']);
        let is_nowhere = match error.kind() {
            io::ErrorKind::NotFound => true,
            io::ErrorKind::InvalidFilename => is_pattern(),
            _ => false,
        };
        self.errors.push(match is_nowhere {
            true => Diagnostic::error(TableMessage::NoSuchPath { path: path.display().to_string() }),
            false => cannot_read(path, error),
        });
    }

    fn file(&mut self, path: &Path, wish: Wish, folder: Option<usize>) {
        let here = || Candidate { path: path.to_owned(), wish, folders: Vec::new() };
        let entity = if let Wish::As(entity) = wish { Some(entity) } else { None };
        let known = self.files.entry((real(path), entity)).or_insert_with(here);
        known.folders.extend(folder);
        if known.wish < wish {
            (known.path, known.wish) = (path.to_owned(), wish);
        }
    }

    /// What was named as a table is not also read as what its header looks like.
    fn drop_doubles(&mut self) {
        let named: BTreeSet<PathBuf> =
            self.files.keys().filter(|(_, entity)| entity.is_some()).map(|(real, _)| real.clone()).collect();
        for real in named {
            let folders = self.files.remove(&(real.clone(), None)).map(|double| double.folders).unwrap_or_default();
            let mut same = self.files.iter_mut().filter(|((other, _), _)| *other == real);
            if let Some((_, candidate)) = same.next() {
                candidate.folders = folders;
            }
        }
    }

    fn folder(&mut self, folder: &Path, at: usize) {
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => return self.error(folder, &error),
        };
        for entry in entries {
            let path = entry.path();
            let name = entry.file_name();
            if is_passed_over(&name) {
                continue;
            }
            match (entry.file_type(), fs::metadata(&path)) {
                (Ok(kind), _) if kind.is_dir() => self.folder(&path, at),
                (_, Ok(data)) if data.is_file() => self.file(&path, Wish::InFolder, Some(at)),
                (_, Ok(_)) => {}
                (_, Err(error)) => self.error(&path, &error),
            }
        }
    }
}
