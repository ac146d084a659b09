//! A roster as files.

use super::bytes;
use super::roster::{Answer, Event, Options, Roster, Sheet, Unplanted, header_row, stream};
use super::rows::{Row, Text};
use crate::diagnostic::{Diagnostic, cannot_write};
use crate::rulebook::Rulebook;
use crate::table::Encoding;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The name of the answer key: JSON, one object a line, which is no table.
pub const ANSWERS: &str = "answers.jsonl";

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The tables with their rows, in the order of writing.
    pub files: Vec<(PathBuf, usize)>,
    /// The answer key.
    pub answers: PathBuf,
    /// How many lines the answer key has.
    pub expected: usize,
    /// How many households have a planted fault.
    pub faulty: usize,
    /// Rules that no household was made to break.
    pub unplanted: Vec<Unplanted>,
}

/// Makes a roster and writes it into `folder`, which is made where it is missing. Only a few villages are held at a
/// time, so that a roster of any size can be written.
///
/// # Errors
/// As [`super::generate`], and files that cannot be written.
pub fn write_folder(rulebook: &Rulebook, options: &Options, folder: &Path) -> Result<Summary, Diagnostic> {
    let mut writer: Option<FolderWriter> = None;
    let press = |_: usize, rows: Vec<Row>| {
        let mut text = Vec::new();
        rows.iter().for_each(|row| bytes::row(&mut text, &row.cells));
        bytes::encoded(options.encoding, text)
    };
    let (unplanted, faulty) = stream(rulebook, options, &press, &mut |event| match (event, &mut writer) {
        (Event::Sheets(sheets), writer) => {
            *writer = Some(FolderWriter::new(options, folder, sheets)?);
            Ok(())
        }
        (Event::Rows { sheet, count, rows }, Some(writer)) => writer.rows(sheet, count, &rows),
        (Event::Answer(answer), Some(writer)) => writer.answer(&answer),
        (Event::Rows { .. } | Event::Answer(_), None) => Ok(()),
    })?;
    let summary = writer.map(FolderWriter::finish).transpose()?.unwrap_or_default();
    Ok(Summary { faulty, unplanted, ..summary })
}

/// Writes a roster into `folder`, which is made where it is missing: one CSV file a table and the answer key.
///
/// # Errors
/// Files that cannot be written.
pub fn write(roster: &Roster, options: &Options, folder: &Path) -> Result<Summary, Diagnostic> {
    let mut writer = FolderWriter::new(options, folder, roster.sheets.clone())?;
    for (at, sheet) in roster.sheets.iter().enumerate() {
        let mut text = Vec::new();
        sheet.rows.iter().for_each(|row| bytes::row(&mut text, row));
        writer.rows(at, sheet.rows.len(), &bytes::encoded(options.encoding, text))?;
    }
    for answer in &roster.answers {
        writer.answer(answer)?;
    }
    Ok(Summary { faulty: roster.faulty, unplanted: roster.unplanted.clone(), ..writer.finish()? })
}

/// A file that is being written.
struct Output {
    path: PathBuf,
    file: BufWriter<File>,
    rows: usize,
}

impl Output {
    fn create(path: PathBuf) -> Result<Self, Diagnostic> {
        match File::create(&path) {
            Ok(file) => Ok(Self { path, file: BufWriter::new(file), rows: 0 }),
            Err(error) => Err(cannot_write(&path, &error)),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.file.write_all(bytes).map_err(|error| cannot_write(&self.path, &error))
    }

    fn finish(mut self) -> Result<(PathBuf, usize), Diagnostic> {
        self.file.flush().map_err(|error| cannot_write(&self.path, &error))?;
        Ok((self.path, self.rows))
    }
}

struct FolderWriter {
    tables: Vec<Output>,
    answers: Output,
}

impl FolderWriter {
    fn new(options: &Options, folder: &Path, sheets: Vec<Sheet>) -> Result<Self, Diagnostic> {
        fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
        let answers = Output::create(folder.join(ANSWERS))?;
        let mut writer = Self { tables: Vec::new(), answers };
        for Sheet { file, title, headers, .. } in sheets {
            let mut output = Output::create(folder.join(file))?;
            let wide = |text: &str| -> Vec<Text> {
                let first = std::iter::once(Text::from(text));
                first.chain(std::iter::repeat(Text::default())).take(headers.len()).collect()
            };
            let date = options.as_of.latest();
            let mut text = Vec::new();
            if header_row(options) > 1 {
                bytes::row(&mut text, &wide(&title));
                bytes::row(&mut text, &wide(&format!("数据截至{date}，合成数据")));
            }
            bytes::row(&mut text, &headers.iter().map(|header| Text::from(header.as_str())).collect::<Vec<_>>());
            if options.encoding == Encoding::Utf8 {
                output.write("\u{feff}".as_bytes())?;
            }
            output.write(&bytes::encoded(options.encoding, text))?;
            writer.tables.push(output);
        }
        Ok(writer)
    }

    /// Writes `count` rows of table `at`, which are bytes already.
    fn rows(&mut self, at: usize, count: usize, rows: &[u8]) -> Result<(), Diagnostic> {
        let Some(output) = self.tables.get_mut(at) else { return Ok(()) };
        output.rows += count;
        output.write(rows)
    }

    fn answer(&mut self, answer: &Answer) -> Result<(), Diagnostic> {
        let line = serde_json::to_string(answer).map_err(|error| cannot_write(&self.answers.path, &error.into()))?;
        self.answers.rows += 1;
        self.answers.write(format!("{line}\n").as_bytes())
    }

    fn finish(self) -> Result<Summary, Diagnostic> {
        let (answers, expected) = self.answers.finish()?;
        let files = self.tables.into_iter().map(Output::finish).collect::<Result<_, _>>()?;
        Ok(Summary { files, answers, expected, ..Summary::default() })
    }
}
