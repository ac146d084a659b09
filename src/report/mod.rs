//! Records as text, JSON lines, CSV and Markdown. Nothing here computes a verdict or knows a rule: what a writer does
//! not find in a record it does not say.
//!
//! A report is read by three people: a clerk who looks for the row to correct, an assessor who looks for the clause,
//! and an engineer who looks for what was read and what was not. The first lines answer the first, the cases the
//! second, the receipt at the end the third.

mod coverage;
pub mod csv;
mod figures;
mod format;
mod groups;
mod headline;
mod indicator;
pub mod json;
mod layout;
pub mod markdown;
mod measured;
mod phrase;
mod sample;
pub mod text;
mod whatif;
mod words;

#[cfg(test)]
mod tests;

pub use coverage::{CoverageReport, write_coverage};
pub use figures::write_figures;
pub use format::Format;
pub use measured::{IndicatorReport, write_indicators};
pub use sample::{DrawReport, write_draw, write_evaluated, write_frame, write_plan};
pub use whatif::{WhatIfReport, write_whatif};

use crate::diagnostic::Locale;
use crate::finding::Cases;
use crate::finding::record::{GateRecord, GateSummary, Record, Statistics, Summary};
use std::io;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The language of everything that is not in the records.
    pub locale: Locale,
    /// Whether text may use ANSI styles.
    pub colour: bool,
    /// How many terminal columns a line of text may take. Tables and long words may take more.
    pub width: usize,
    /// How many cases of a rule, or rows of a verdict, text and Markdown list. What is left out is counted and said.
    /// JSON lines and CSV have no place to say so and list every record they are given.
    pub limit: Option<usize>,
    /// How much text says of each case.
    pub length: Length,
}

/// How much a text says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Length {
    /// One line a case.
    #[default]
    Short,
    /// Every case with its evidence.
    Full,
}

/// What a check found.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The receipt.
    pub summary: &'a Summary,
    /// The cases; fewer than the receipt counts where a listing was capped.
    pub cases: &'a Cases<'a>,
    /// The cases counted by groups, where asked for.
    pub statistics: Option<&'a Statistics>,
}

impl Report<'_> {
    /// Writes the cases block by block, each as `write` does, on all threads.
    fn in_blocks(
        &self,
        out: &mut dyn io::Write,
        write: impl Fn(&mut dyn io::Write, &[Record]) -> io::Result<()> + Sync,
    ) -> io::Result<()> {
        let written = |block: &[Record]| {
            let mut bytes = Vec::new();
            write(&mut bytes, block).map(|()| bytes)
        };
        self.cases.each_block(written, |bytes| out.write_all(&bytes))
    }
}

/// What a gate found.
#[derive(Clone, Copy, Debug)]
pub struct GateReport<'a> {
    /// The counts and the receipt.
    pub summary: &'a GateSummary,
    /// The rows; fewer than the counts say where a listing was capped.
    pub records: &'a [GateRecord],
}

/// Writes what a check found.
///
/// # Errors
/// Those of the writer; and a [`Diagnostic`](crate::diagnostic::Diagnostic), as an [`io::Error`], where a case cannot be
/// made.
pub fn write_check(out: &mut dyn io::Write, format: Format, report: &Report<'_>, options: &Options) -> io::Result<()> {
    match format {
        Format::Text => text::check(out, report, options),
        Format::Json => json::check(out, report),
        Format::Csv => csv::check(out, report, options),
        Format::Markdown => markdown::check(out, report, options),
    }
}

/// Writes what a gate found.
///
/// # Errors
/// Those of the writer.
pub fn write_gate(
    out: &mut dyn io::Write,
    format: Format,
    report: &GateReport<'_>,
    options: &Options,
) -> io::Result<()> {
    match format {
        Format::Text => text::gate(out, report, options),
        Format::Json => json::gate(out, report),
        Format::Csv => csv::gate(out, report, options),
        Format::Markdown => markdown::gate(out, report, options),
    }
}
