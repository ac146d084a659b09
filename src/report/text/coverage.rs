//! What covers the clauses and the checks, as text.

use crate::lint::{By, CheckRecord, ClauseRecord, Counts, Covering};
use crate::report::coverage::said;
use crate::report::layout::{BAD, DOUBTFUL, FAINT, PLAIN, Page, STRONG, Table};
use crate::report::{CoverageReport, Length, Options, phrase, words};
use std::io;

/// How far what covers a clause is indented below it.
const BELOW: usize = 4;

/// Writes the clauses with what covers them, then the counts. The checks are listed one by one where all is asked for,
/// those that nothing covers always. With a limit of none only the counts are written.
///
/// # Errors
/// Those of the writer.
pub fn coverage(out: &mut dyn io::Write, report: &CoverageReport<'_>, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let digest = options.limit == Some(0);
    if !digest {
        for document in &report.coverage.documents {
            let clauses: Vec<&ClauseRecord> = document.clauses.iter().filter(|c| report.shows(c.by())).collect();
            if !clauses.is_empty() {
                title(page, &document.title, &document.id)?;
                clauses.into_iter().try_for_each(|clause| self::clause(page, clause))?;
                page.blank()?;
            }
        }
        let full = options.length == Length::Full;
        for list in &report.coverage.lists {
            let listed = |check: &&CheckRecord| report.shows(check.by()) && (full || check.by() == By::Nothing);
            let checks: Vec<&CheckRecord> = list.checks.iter().filter(listed).collect();
            if !checks.is_empty() {
                title(page, &list.title, &list.id)?;
                let mut table = Table::default();
                for check in checks {
                    table.row([check.id.clone(), check.about.clone(), found_by(page, check)]);
                }
                page.table(2, &table)?;
                page.blank()?;
            }
        }
    }
    counts(page, report)
}

fn title(page: &mut Page<'_>, title: &str, id: &str) -> io::Result<()> {
    let id = words::bracketed(page.options.locale, id);
    page.mixed(0, &[(STRONG, title), (FAINT, &id)])
}

fn clause(page: &mut Page<'_>, clause: &ClauseRecord) -> io::Result<()> {
    page.paragraph(2, &format!("{}  {}", clause.clause, clause.text))?;
    for (by, covering) in [(By::Rule, &clause.rules), (By::Indicator, &clause.indicators)] {
        if !covering.is_empty() {
            self::covering(page, by, covering)?;
        }
    }
    uncovered(page, clause.by(), clause.reason.as_deref())
}

fn covering(page: &mut Page<'_>, by: By, covering: &[Covering]) -> io::Result<()> {
    let locale = page.options.locale;
    let codes = phrase::covering(locale, covering);
    page.paragraph(BELOW, &format!("{}{}{codes}", words::covered(locale, by), words::colon(locale)))
}

/// What finds what a check finds.
fn found_by(page: &Page<'_>, check: &CheckRecord) -> String {
    let locale = page.options.locale;
    match check.by() {
        By::Rule => phrase::covering(locale, &check.rules),
        by => said(locale, by, check.reason.as_deref()),
    }
}

/// What is said of a clause that nothing covers.
fn uncovered(page: &mut Page<'_>, by: By, reason: Option<&str>) -> io::Result<()> {
    let text = said(page.options.locale, by, reason);
    match by {
        By::Nothing => page.styled(BELOW, BAD, &text),
        By::Declaration => page.paragraph(BELOW, &text),
        By::Rule | By::Indicator => Ok(()),
    }
}

fn counts(page: &mut Page<'_>, report: &CoverageReport<'_>) -> io::Result<()> {
    let mut table = Table::new(&[1, 2, 3, 4, 5]);
    let locale = page.options.locale;
    table.row(words::counts(locale));
    for (title, counts) in report.counts(locale) {
        table.row(std::iter::once(title).chain(numbers(counts)));
    }
    page.table_with_header(0, &table)?;
    page.blank()?;
    let style = if report.coverage.is_complete() { PLAIN } else { DOUBTFUL };
    page.styled(0, style, &report.verdict(locale))
}

/// The numbers of [`words::counts`].
fn numbers(counts: Counts) -> [String; 5] {
    let Counts { all, by_rule, by_indicator, declared, missing } = counts;
    [all, by_rule, by_indicator, declared, missing].map(|count| count.to_string())
}
