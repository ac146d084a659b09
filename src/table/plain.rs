//! A list as it stands: headers and cells without a dictionary, for files whose columns the caller knows by name.

use super::Encoding;
use super::sniff::{self, BOM};
use crate::diagnostic::catalogue::TableMessage as M;
use crate::diagnostic::{Diagnostic, cannot_read};
use crate::value::{clean, fold_name};
use std::fs;
use std::path::Path;

/// So many rows from the top a title may take up above the header.
const ABOVE: usize = 20;

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

/// Reads a list in UTF-8 or GB 18030, parted by commas, tabs or semicolons, whichever the first line has most of that has
/// any.
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
    // The last of equals wins: a comma where there is nothing to part.
    let delimiters = [b';', b'\t', b','];
    let head = text.lines().find(|line| line.bytes().any(|byte| delimiters.contains(&byte))).unwrap_or_default();
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = delimiters.into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut list = Plain { file: path.display().to_string(), ..Plain::default() };
    // A line is a row of a spreadsheet, and an empty one is too, unless it goes on within a cell.
    let breaks = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count() as u64;
    let mut within = 0;
    for record in reader.records() {
        let record = record.map_err(|error| cannot_read(path, &std::io::Error::other(error)))?;
        // A record begins where the one before it ended: empty lines ahead of it count as its own.
        let number = record.position().map_or(0, |position| {
            let rest =
                usize::try_from(position.byte()).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
            let text_at = rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(0);
            (position.line() + breaks(rest.get(..text_at).unwrap_or_default())).saturating_sub(within)
        });
        within += record.iter().map(|cell| breaks(cell.as_bytes())).sum::<u64>();
        let cells: Vec<String> = record.iter().map(|cell| clean(cell).to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if list.headers.is_empty() {
            list.headers = cells;
        } else {
            list.rows.push(PlainRow { number, cells });
        }
    }
    if list.headers.is_empty() { Err(Diagnostic::error(M::Empty { path: list.file })) } else { Ok(list) }
}

impl Plain {
    /// The same list with its header where `columns` are named, each by one of its names, and what stands above left out:
    /// a list that went through a spreadsheet may have a title. Where none of the first rows names them all, it stays as
    /// it is.
    #[must_use]
    pub fn under(mut self, columns: &[&[&str]]) -> Self {
        let is_header =
            |cells: &[String]| columns.iter().all(|names| names.iter().any(|name| named(cells, name).is_some()));
        if !is_header(&self.headers)
            && let Some(at) = self.rows.iter().take(ABOVE).position(|row| is_header(&row.cells))
        {
            self.headers = self.rows.drain(..=at).next_back().map(|row| row.cells).unwrap_or_default();
        }
        self
    }

    /// The position of a column, by its header; width, case and white space do not count.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        named(&self.headers, name)
    }
}

/// The position of the header that is called `name`.
fn named(headers: &[String], name: &str) -> Option<usize> {
    let name = fold_name(name);
    headers.iter().position(|header| fold_name(header) == name)
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
    fn a_title_above_the_header_is_no_header() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("户.csv");
        for (text, numbers) in [
            ("某县抽样名单\n填表人：,\n户编号\t乡\n0013\t青山乡\n", None),
            ("某县抽样名单\n填表人：\n\n户编号\t乡\n0013\t青山乡\n", Some(5)),
            ("某县抽样名单,\n,填表人：\n户编号,乡\n0013,青山乡\n", Some(4)),
            ("户编号,乡\n0013,青山乡\n户编号,乡\n", Some(2)),
            ("\n\"某县\n抽样名单\",\n\n户编号,乡\n\n0013,青山乡\n", Some(6)),
        ] {
            fs::write(&path, text).unwrap();
            let list = plain(&path, None).unwrap().under(&[&["household_id", "户编号"], &["乡"]]);
            let found = list.column("户编号").map(|_| list.rows[0].number);
            assert_eq!(found, numbers, "{text}");
        }
        // Nothing is cut where the names are nowhere.
        fs::write(&path, "甲,乙\n1,2\n").unwrap();
        let list = plain(&path, None).unwrap();
        assert_eq!(list.clone().under(&[&["户编号"]]), list);
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
