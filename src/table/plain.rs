//! A list as it stands: headers and cells without a dictionary, for files whose columns the caller knows by name.

use super::Encoding;
use super::sniff::{self, BOM};
use crate::diagnostic::catalogue::TableMessage as M;
use crate::diagnostic::{Diagnostic, cannot_read};
use crate::value::{clean, fold_name};
use std::fs;
use std::path::Path;

/// A list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// The file, as it was named.
    pub file: String,
    /// The headers: the first row with any text.
    pub headers: Vec<String>,
    /// The rows behind it that have any text.
    pub rows: Vec<PlainRow>,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainRow {
    /// The row as a spreadsheet shows it, counted from one.
    pub number: u64,
    /// Its cells, without margins and spreadsheet wrappers.
    pub cells: Vec<String>,
}

/// Reads a list in UTF-8 or GB 18030, parted by commas, tabs or semicolons, whichever the header has most of.
///
/// # Errors
/// A file that cannot be read, is no text, or has no header.
pub fn plain(path: &Path, forced: Option<Encoding>) -> Result<Plain, Diagnostic> {
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    if let Some(what) = sniff::foreign(path, &bytes) {
        return Err(super::notes::foreign(path, what));
    }
    let (encoding, _) = sniff::guess(&bytes, forced);
    let text = encoding.decode(bytes.strip_prefix(BOM).unwrap_or(&bytes));
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    // The last of equals wins: a comma where there is nothing to part.
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut list = Plain { file: path.display().to_string(), ..Plain::default() };
    // A line is a row of a spreadsheet unless a cell holds a line break; records are counted, not lines.
    let mut skipped = 0;
    for (at, record) in (1_u64..).zip(reader.records()) {
        let record = record.map_err(|error| cannot_read(path, &std::io::Error::other(error)))?;
        if at == 1 {
            // Empty lines ahead of the first record are no records.
            skipped = record.position().map_or(0, |position| position.line().saturating_sub(1));
        }
        let cells: Vec<String> = record.iter().map(|cell| clean(cell).to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if list.headers.is_empty() {
            list.headers = cells;
        } else {
            list.rows.push(PlainRow { number: at + skipped, cells });
        }
    }
    if list.headers.is_empty() { Err(Diagnostic::error(M::Empty { path: list.file })) } else { Ok(list) }
}

impl Plain {
    /// The position of a column, by its header; width, case and white space do not count.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        let name = fold_name(name);
        self.headers.iter().position(|header| fold_name(header) == name)
    }
}

impl PlainRow {
    /// The cell of a column; empty where the row ends before it.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use encoding_rs::GB18030;
    use std::fs;

    #[test]
    fn a_list_is_read_whatever_its_format() {
        let folder = tempfile::tempdir().unwrap();
        let text = "户编号,乡,村\n0013,青山乡,石桥村\n,,\n\"=\"\"0014\"\"\",青山乡,\n";
        let gbk = GB18030.encode(text).0.into_owned();
        let tabs = text.replace(',', "\t").replace("\t\t\n", "\n");
        let marked = format!("\u{feff}{text}");
        for bytes in [text.as_bytes(), &gbk, tabs.as_bytes(), marked.as_bytes()] {
            let path = folder.path().join("户.csv");
            fs::write(&path, bytes).unwrap();
            let list = plain(&path, None).unwrap();
            assert_eq!(list.headers, ["户编号", "乡", "村"]);
            let keys: Vec<&str> = list.rows.iter().map(|row| row.cell(0)).collect();
            assert_eq!(keys, ["0013", "0014"]);
            assert_eq!(list.rows[1].cell(2), "");
            assert_eq!((list.column("村 "), list.column("县")), (Some(2), None));
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("户.csv");
        assert_eq!(plain(&path, None).unwrap_err().message.code(), "H020");
        fs::write(&path, "\n\n").unwrap();
        assert!(plain(&path, None).is_err());
        fs::write(&path, b"PK\x03\x04").unwrap();
        assert!(plain(&path, None).is_err());
    }
}
