//! What must hold of the reading of any bytes. Property tests try it on texts made of what matters, the fuzz targets in
//! `fuzz/` on arbitrary bytes; outside of both this is not compiled.

use super::batch::Region;
use super::read::read_in_chunks;
use super::record::CellSpan;
use super::scan::{Marks, Scanner};
use super::split::{Splitter, Step};
use super::{Encoding, Ingest, ProblemKind, Request};
use crate::diagnostic::{Source, yaml};
use crate::dictionary::{Dictionary, Sections, raw};
use serde::Deserialize;
use std::fs;
use std::io::Read as _;
use std::path::Path;

#[derive(Deserialize)]
struct Document {
    units: Vec<raw::Dimension>,
    codes: Vec<raw::CodeList>,
    entities: Vec<raw::Entity>,
    links: Vec<raw::Link>,
    blanks: Vec<String>,
    yes: Vec<String>,
    no: Vec<String>,
    totals: Vec<String>,
    remarks: Vec<String>,
}

/// Households, their people, and the villages they live in, which have no file of their own.
///
/// # Panics
/// The dictionary of the tests is wrong.
#[must_use]
pub fn dictionary() -> Dictionary {
    let source = Source::new("dictionary.yaml", include_str!("tests/dictionary.yaml"));
    let document =
        yaml::read(&source).and_then(|Document { units, codes, entities, links, blanks, yes, no, totals, remarks }| {
            Dictionary::build(&[(source, Sections { units, codes, entities, links, blanks, yes, no, totals, remarks })])
        });
    document.unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The cells of a record, or nothing for a line given up for an irregular quotation mark.
pub type Taken = Option<Vec<Vec<u8>>>;

/// How bytes are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// What separates cells.
    pub delimiter: u8,
    /// Whether they are taken for GB 18030.
    pub gb18030: bool,
    /// How many bytes are scanned together.
    pub region: usize,
}

/// Holds the scanner to the splitter, and the splitter to the csv crate.
///
/// # Panics
/// Where they differ.
pub fn records_agree(bytes: &[u8], look: Look) {
    let (steps, end) = split(bytes, true, look.delimiter);
    assert_eq!(end, bytes.len(), "every byte belongs to a record");
    let records: Vec<Taken> = steps.iter().map(|(_, taken)| taken.clone()).collect();
    assert_eq!(scanned(bytes, look), records, "the scanner differs from the splitter");
    // That crate keeps no line by itself: behind a line given up it is asked anew.
    let mut from = 0;
    while from < steps.len() {
        let run = steps[from..].iter().take_while(|(_, taken)| taken.is_some()).count();
        let (start, behind) = (steps[from].0, steps.get(from + run).map_or(bytes.len(), |(start, _)| *start));
        // It passes over lines without a byte, and keeps those that hold an empty quoted cell.
        let has_text = |record: &Vec<Vec<u8>>| record.len() > 1 || record.iter().any(|cell| !cell.is_empty());
        let ours: Vec<_> = records[from..from + run].iter().flatten().filter(|r| has_text(r)).cloned().collect();
        let theirs = by_csv(&bytes[start..behind], look.delimiter);
        let theirs: Vec<_> = theirs.into_iter().filter(has_text).collect();
        assert_eq!(ours, theirs, "the splitter differs from the csv crate, from byte {start} on");
        from += run + 1;
    }
}

/// Every step of the splitter over `bytes`: where it starts and what it takes; and where the splitter stands then.
pub(super) fn split(bytes: &[u8], complete: bool, delimiter: u8) -> (Vec<(usize, Taken)>, usize) {
    let mut splitter = Splitter::new(bytes, 0, complete, delimiter);
    let mut steps = Vec::new();
    loop {
        let start = splitter.at();
        match splitter.step() {
            Step::Record => steps.push((start, Some(taken(&splitter)))),
            Step::Stray => steps.push((start, None)),
            Step::End | Step::Cut => return (steps, splitter.at()),
        }
    }
}

fn taken(splitter: &Splitter<'_>) -> Vec<Vec<u8>> {
    let record = splitter.record();
    record.cells.iter().map(|&cell| record.text(cell).into_owned()).collect()
}

/// The records as files are read: lines that are regular or plainly quoted from the scanner's marks, all others by the
/// splitter.
fn scanned(bytes: &[u8], look: Look) -> Vec<Taken> {
    let scanner = Scanner { delimiter: look.delimiter, gb18030: look.gb18030 };
    let mut marks = Marks::default();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let base = at;
        scanner.scan(&bytes[base..bytes.len().min(base.saturating_add(look.region.max(1)))], &mut marks);
        let mut lines = marks.lines();
        // Where not one line is whole, one record is taken with care.
        while let Some(line) = lines.at((at - base) as u32).map(Some).or((at == base).then_some(None)) {
            let start = (at - base) as u32;
            if let Some(line) = line.filter(|line| line.is_known(&bytes[base..], start, look.delimiter)) {
                let (region, width) = (Region { base, ends: &marks.ends }, line.ends.len());
                let cell = |column| {
                    let place = region.cell(bytes, (start, line.first), column, width).within_marks(bytes);
                    let CellSpan { start, end, .. } = place.into();
                    bytes[start..end].to_vec()
                };
                found.push(Some((0..width).map(cell).collect()));
                let start = at;
                at = line.ends.last().map_or(at, |&feed| base + feed as usize + 1);
                let valid = !look.gb18030 || Encoding::Gb18030.is_valid(&bytes[start..at]);
                assert!(valid, "a known line has bytes that GB 18030 does not know, from byte {start} on");
                continue;
            }
            let mut splitter = Splitter::new(bytes, at, true, look.delimiter);
            match splitter.step() {
                Step::Record => found.push(Some(taken(&splitter))),
                Step::Stray => found.push(None),
                Step::End | Step::Cut => {}
            }
            at = splitter.at();
            if line.is_none() {
                break;
            }
        }
    }
    found
}

/// The records by the csv crate.
fn by_csv(bytes: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
    // That crate takes a byte-order mark away at the very start; here it is text.
    let bytes = b"\n".chain(bytes);
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
    // Reading from memory cannot fail, and records may have any number of cells.
    reader.into_byte_records().flatten().map(|record| record.iter().map(<[u8]>::to_vec).collect()).collect()
}

/// Writes `bytes` to `path`, reads them as a table, and holds what was read to itself: read in tasks of `chunk` bytes,
/// and read with quotation marks around every cell.
///
/// # Panics
/// Where they differ, where counts do not add up, and where the file cannot be written.
pub fn tables_agree(dictionary: &Dictionary, path: &Path, bytes: &[u8], chunk: u64) {
    let paths = [path.to_owned()];
    let request = Request::new(dictionary, &paths);
    let read = |bytes: &[u8], chunk: u64| {
        assert!(fs::write(path, bytes).is_ok(), "the file is written");
        read_in_chunks(&request, chunk)
    };
    let (whole, cut) = (read(bytes, u64::MAX), read(bytes, chunk));
    let (Ok(whole), Ok(cut)) = (&whole, &cut) else {
        assert_eq!(whole.is_err(), cut.is_err(), "chunks decide whether there is a table");
        return;
    };
    same_rows(whole, cut);
    assert_eq!(whole.problems, cut.problems, "problems differ by chunk");
    for file in &whole.files {
        assert_eq!(file.read, file.kept + file.set_aside);
    }
    for table in &whole.tables {
        let mut columns = table.columns.iter().flatten().chain(table.lifted.iter().map(|(_, _, column)| column));
        assert!(columns.all(|column| column.len() == table.origins.len()), "every column has all rows");
    }
    let [file] = &whole.files[..] else { return };
    if let Some(quoted) = quoted(bytes, file.delimiter)
        && let Ok(quoted) = read(&quoted, u64::MAX)
    {
        same_rows(whole, &quoted);
        let kinds = |ingest: &Ingest| -> Vec<(u32, Option<u32>, ProblemKind)> {
            ingest.problems.iter().map(|p| (p.origin.row, p.column.map(|(at, _)| at), p.kind)).collect()
        };
        assert_eq!(kinds(whole), kinds(&quoted), "problems differ by quotation marks");
    }
}

/// Holds two readings of one file to each other, but for the texts of problems.
fn same_rows(a: &Ingest, b: &Ingest) {
    let counts = |ingest: &Ingest| -> Vec<_> {
        let files = ingest.files.iter();
        files.map(|f| (f.encoding, f.delimiter, f.header_row, f.read, f.kept, f.set_aside, f.no_data)).collect()
    };
    assert_eq!(counts(a), counts(b), "counts differ");
    assert_eq!(a.tables.len(), b.tables.len());
    for (a, b) in a.tables.iter().zip(&b.tables) {
        assert!(a.origins.iter().eq(b.origins.iter()), "rows differ");
        assert_eq!(a.columns, b.columns, "columns differ");
        assert_eq!(a.lifted, b.lifted, "lifted columns differ");
    }
}

/// The same records with quotation marks around every cell; `None` where a line has irregular ones.
fn quoted(bytes: &[u8], delimiter: u8) -> Option<Vec<u8>> {
    let mut written = Vec::new();
    for (_, taken) in split(bytes, true, delimiter).0 {
        for (at, cell) in taken?.iter().enumerate() {
            if at > 0 {
                written.push(delimiter);
            }
            written.push(b'"');
            for &byte in cell {
                written.extend_from_slice(if byte == b'"' { b"\"\"" } else { std::slice::from_ref(&byte) });
            }
            written.push(b'"');
        }
        written.push(b'\n');
    }
    Some(written)
}
