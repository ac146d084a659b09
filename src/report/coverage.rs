//! What all formats say of coverage.

use super::{Format, Options, csv, json, markdown, text, words};
use crate::diagnostic::Locale;
use crate::lint::{By, Counts, Coverage};
use std::io;

/// What covers the clauses and checks.
#[derive(Clone, Copy, Debug)]
pub struct CoverageReport<'a> {
    /// All of it.
    pub coverage: &'a Coverage,
    /// Whether only what nothing covers is listed. The counts are those of everything.
    pub missing: bool,
}

impl CoverageReport<'_> {
    /// Whether something that is covered in this way is listed.
    pub(super) fn shows(&self, by: By) -> bool {
        !self.missing || by == By::Nothing
    }

    /// The counts of each document and list, then of all clauses and all checks.
    pub(super) fn counts(&self, locale: Locale) -> Vec<(String, Counts)> {
        let documents = self.coverage.documents.iter().map(|d| (d.title.clone(), d.counts()));
        let lists = self.coverage.lists.iter().map(|l| (l.title.clone(), l.counts()));
        let clauses = (locale.pick("条款合计", "all clauses").to_owned(), self.coverage.clauses());
        let checks = (locale.pick("核查项合计", "all checks").to_owned(), self.coverage.checks());
        documents.chain([clauses]).chain(lists).chain([checks]).collect()
    }

    /// Whether anything is missing, in a sentence.
    pub(super) fn verdict(&self, locale: Locale) -> String {
        let (clauses, checks) = (self.coverage.clauses().missing, self.coverage.checks().missing);
        match (clauses + checks, locale) {
            (0, _) => locale.pick("全部条款和核查项都有着落", "every clause and every check is covered").to_owned(),
            (_, Locale::Zh) => format!("尚无着落：条款 {clauses} 条，核查项 {checks} 项"),
            (_, Locale::En) => format!("not covered: clauses {clauses}, checks {checks}"),
        }
    }
}

/// Writes what covers the clauses and checks.
///
/// # Errors
/// Those of the writer.
pub fn write_coverage(
    out: &mut dyn io::Write,
    format: Format,
    report: &CoverageReport<'_>,
    options: &Options,
) -> io::Result<()> {
    match format {
        Format::Text => text::coverage(out, report, options),
        Format::Json => json::coverage(out, report),
        Format::Csv => csv::coverage(out, report, options),
        Format::Markdown => markdown::coverage(out, report, options),
    }
}

/// The words of [`words::covered`] for something with its reason, where it has one.
pub(super) fn said(locale: Locale, by: By, reason: Option<&str>) -> String {
    match reason {
        Some(reason) if by == By::Declaration => {
            format!("{}{}{reason}", words::covered(locale, by), words::colon(locale))
        }
        _ => words::covered(locale, by).to_owned(),
    }
}
