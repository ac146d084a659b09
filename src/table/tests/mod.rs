//! Files written to a folder and read.

mod cells;
mod files;
mod inspection;
mod notes;
mod rows;
mod splitting;

use super::agreement::dictionary;
use super::read::read_in_chunks;
use super::{Cell, Ingest, ProblemKind, Request, Table, read};
use crate::diagnostic::{Diagnostic, Locale, render_all};
use crate::dictionary::{Dictionary, FieldRef};
use encoding_rs::GB18030;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder of files to read.
struct Folder {
    dictionary: Dictionary,
    folder: TempDir,
}

impl Folder {
    fn new() -> Self {
        Self { dictionary: dictionary(), folder: tempfile::tempdir().unwrap() }
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self) -> Result<Ingest, Vec<Diagnostic>> {
        self.read_paths(&[self.folder.path().to_owned()])
    }

    fn read_paths(&self, paths: &[PathBuf]) -> Result<Ingest, Vec<Diagnostic>> {
        read(&Request::new(&self.dictionary, paths))
    }

    fn in_chunks(&self, chunk: u64) -> Ingest {
        read_in_chunks(&Request::new(&self.dictionary, &[self.folder.path().to_owned()]), chunk).unwrap()
    }

    /// Diagnostics as people see them, without the name of the folder.
    fn shown(&self, diagnostics: &[Diagnostic]) -> String {
        self.short(&render_all(diagnostics, Locale::Zh, false))
    }

    fn short(&self, text: &str) -> String {
        // Paths read alike whatever parts them.
        let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
        let folder = self.folder.path().display().to_string().replace('\\', "/");
        text.replace(&format!("{folder}/"), "").replace(&folder, "FOLDER")
    }

    fn table<'i>(&self, ingest: &'i Ingest, entity: &str) -> &'i Table {
        let entity = self.dictionary.find_entity(entity).unwrap();
        ingest.tables.iter().find(|t| t.entity == entity).unwrap()
    }

    /// The cells of one column as text.
    fn column(&self, ingest: &Ingest, entity: &str, field: &str) -> Vec<String> {
        let table = self.table(ingest, entity);
        let field = self.dictionary.find_field(table.entity, field).unwrap();
        let column = table.columns[field.index()].as_ref().unwrap();
        (0..column.len()).map(|row| self.cell(FieldRef { entity: table.entity, field }, &column.get(row))).collect()
    }

    fn cell(&self, at: FieldRef, cell: &Cell) -> String {
        match cell {
            Cell::Blank => "_".to_owned(),
            Cell::Bool(yes) => yes.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Date(date) => date.to_string(),
            Cell::Text(text) => text.clone(),
            Cell::Code(code) => match self.dictionary.field(at).ty {
                crate::dictionary::FieldType::Code(list) => self.dictionary.code_list(list).code(*code).zh.clone(),
                other => panic!("a code in a column of {other:?}"),
            },
        }
    }
}

/// Row, column and kind of every problem.
fn problems(ingest: &Ingest) -> Vec<(u32, Option<u32>, ProblemKind, &str)> {
    ingest.problems.iter().map(|p| (p.origin.row, p.column.map(|(at, _)| at), p.kind, p.text.as_str())).collect()
}

fn rows(table: &Table) -> Vec<u32> {
    table.origins.iter().map(|o| o.row).collect()
}

fn gbk(text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = GB18030.encode(text);
    assert!(!unmappable);
    bytes.into_owned()
}

/// One file of households: rows read, kept, set aside, no data.
fn counts(ingest: &Ingest, path: &Path) -> (u64, u64, u64, u64) {
    let file = ingest.files.iter().find(|f| f.path == path).unwrap();
    assert_eq!(file.read, file.kept + file.set_aside);
    (file.read, file.kept, file.set_aside, file.no_data)
}
