//! JSON lines: one object a line, each with its `type`. The field names are those of the records and are stable; texts
//! in them are in the reader's language.

use super::{CoverageReport, GateReport, IndicatorReport, Report, WhatIfReport};
use crate::finding::record::{Lacking, Summary};
use crate::lint::Counts;
use crate::survey::evaluated::Evaluated;
use crate::survey::response::{Blanks, Response};
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
/// Those of [`write_check`](super::write_check).
pub fn check(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    object(out, "summary", report.summary)?;
    report.in_blocks(out, |out, block| block.iter().try_for_each(|record| object(out, "finding", record)))?;
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

/// Writes indicators: a line of type `summary` and a line of type `indicator` for each.
///
/// # Errors
/// Those of the writer.
pub fn indicators(out: &mut dyn io::Write, report: &IndicatorReport<'_>) -> io::Result<()> {
    object(out, "summary", report.summary)?;
    report.indicators.iter().try_for_each(|indicator| object(out, "indicator", indicator))
}

/// Writes what a what-if changes: a line of type `summary` and a line of type `whatif` with everything.
///
/// # Errors
/// Those of the writer.
pub fn whatif(out: &mut dyn io::Write, report: &WhatIfReport<'_>) -> io::Result<()> {
    object(out, "summary", report.summary)?;
    object(out, "whatif", report.answer)
}

/// Counts of a document or list, or of all of them.
#[derive(Serialize)]
struct CountsOf<'a> {
    /// The id of the document or list; empty for all.
    of: &'a str,
    #[serde(flatten)]
    counts: Counts,
}

/// Writes what covers what: a line of type `clause` or `check` for each, and lines of type `clauses` and `checks` with
/// the counts of each document and list and, `of` nothing, of all.
///
/// # Errors
/// Those of the writer.
pub fn coverage(out: &mut dyn io::Write, report: &CoverageReport<'_>) -> io::Result<()> {
    let coverage = report.coverage;
    for document in &coverage.documents {
        for clause in document.clauses.iter().filter(|clause| report.shows(clause.by())) {
            object(out, "clause", clause)?;
        }
        object(out, "clauses", &CountsOf { of: &document.id, counts: document.counts() })?;
    }
    for list in &coverage.lists {
        for check in list.checks.iter().filter(|check| report.shows(check.by())) {
            object(out, "check", check)?;
        }
        object(out, "checks", &CountsOf { of: &list.id, counts: list.counts() })?;
    }
    object(out, "clauses", &CountsOf { of: "", counts: coverage.clauses() })?;
    object(out, "checks", &CountsOf { of: "", counts: coverage.checks() })
}

/// Writes what a sample says: a line of type `sample` with the counts and the receipt, and a line of type `item` for each
/// question.
///
/// # Errors
/// Those of the writer.
pub fn evaluated(out: &mut dyn io::Write, evaluated: &Evaluated) -> io::Result<()> {
    #[derive(Serialize)]
    struct Head<'a> {
        entity: &'a str,
        clustered: bool,
        blanks: Blanks,
        confidence: f64,
        least_effect: f64,
        responses: &'a [Response],
        notes: &'a [String],
        lacking: &'a [(String, String, Vec<Lacking>)],
        run: &'a Summary,
    }
    let Evaluated { entity, clustered, blanks, confidence, least_effect, responses, items, lacking, notes, run } =
        evaluated;
    let head = Head {
        entity,
        clustered: *clustered,
        blanks: *blanks,
        confidence: *confidence,
        least_effect: *least_effect,
        responses,
        notes,
        lacking,
        run,
    };
    object(out, "sample", &head)?;
    items.iter().try_for_each(|item| object(out, "item", item))
}

/// Writes any record as one line. `kind` becomes its `type`; the record must be a struct without a field of that name.
///
/// # Errors
/// Those of the writer.
pub fn object<T: Serialize>(out: &mut dyn io::Write, kind: &str, body: &T) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Line { kind, body })?;
    out.write_all(b"\n")
}
