//! JSON lines: one object a line, each with its `type`. The field names are those of the records and are stable; texts
//! in them are in the reader's language.

use super::{GateReport, Report};
use serde::Serialize;
use std::io;

/// An object with the word that tells what it is.
#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(flatten)]
    body: &'a T,
}

/// Writes what a check found: a line of type `summary`, a line of type `finding` for each case, and, where asked for,
/// a line of type `statistics`.
///
/// # Errors
/// Those of the writer.
pub fn check(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    object(out, "summary", report.summary)?;
    for record in report.records {
        object(out, "finding", record)?;
    }
    report.statistics.map_or(Ok(()), |statistics| object(out, "statistics", statistics))
}

/// Writes what a gate found: a line of type `summary` and a line of type `row` for each row of the list.
///
/// # Errors
/// Those of the writer.
pub fn gate(out: &mut dyn io::Write, report: &GateReport<'_>) -> io::Result<()> {
    object(out, "summary", report.summary)?;
    for record in report.records {
        object(out, "row", record)?;
    }
    Ok(())
}

/// Writes any record as one line. `kind` becomes its `type`; the record must be a struct without a field of that name.
///
/// # Errors
/// Those of the writer.
pub fn object<T: Serialize>(out: &mut dyn io::Write, kind: &str, body: &T) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Line { kind, body })?;
    out.write_all(b"\n")
}
