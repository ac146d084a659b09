//! Paths become files.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{SharedMessage, TableMessage};
use crate::dictionary::EntityId;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file to look at.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) path: PathBuf,
    pub(super) wish: Wish,
}

/// Why a file is looked at. Of two reasons for one file the greater counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wish {
    /// It lies in the given folder of this position.
    InFolder(usize),
    /// It was named itself.
    Named,
    /// It was named as the table of an entity.
    As(EntityId),
}

/// The files of `paths` and `named`, each once, in order of path. Folders are searched with all their folders; what
/// starts with a dot and links to folders are passed over.
pub(super) fn locate(paths: &[PathBuf], named: &[(EntityId, PathBuf)]) -> Result<Vec<Candidate>, Vec<Diagnostic>> {
    let mut found = Found::default();
    for (at, path) in paths.iter().enumerate() {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => found.folder(path, at),
            Ok(_) => found.file(path, Wish::Named),
            Err(error) => found.error(path, &error),
        }
    }
    for (entity, path) in named {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => found.error(path, &io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(_) => found.file(path, Wish::As(*entity)),
            Err(error) => found.error(path, &error),
        }
    }
    if !found.errors.is_empty() {
        return Err(found.errors);
    }
    let mut files: Vec<Candidate> = found.files.into_values().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

#[derive(Default)]
struct Found {
    /// By the path without links, so that a file given twice is read once.
    files: BTreeMap<PathBuf, Candidate>,
    errors: Vec<Diagnostic>,
}

impl Found {
    fn error(&mut self, path: &Path, error: &io::Error) {
        let shown = path.display().to_string();
        self.errors.push(match error.kind() {
            io::ErrorKind::NotFound => Diagnostic::error(TableMessage::NoSuchPath { path: shown }),
            _ => Diagnostic::error(SharedMessage::CannotRead { path: shown, reason: error.to_string() }),
        });
    }

    fn file(&mut self, path: &Path, wish: Wish) {
        match path.canonicalize() {
            Err(error) => self.error(path, &error),
            Ok(real) => {
                let here = Candidate { path: path.to_owned(), wish };
                let known = self.files.entry(real).or_insert_with(|| here.clone());
                if known.wish < wish {
                    *known = here;
                }
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
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            match (entry.file_type(), fs::metadata(&path)) {
                (Ok(kind), _) if kind.is_dir() => self.folder(&path, at),
                (_, Ok(data)) if data.is_file() => self.file(&path, Wish::InFolder(at)),
                (_, Ok(_)) => {}
                (_, Err(error)) => self.error(&path, &error),
            }
        }
    }
}
