//! What covers the clauses and the checks, as Markdown.

use super::paper::Paper;
use crate::lint::{CheckRecord, ClauseRecord, Counts};
use crate::report::coverage::said;
use crate::report::{CoverageReport, Options, phrase, words};
use std::io;

/// Writes the counts, then a table for each document and list.
///
/// # Errors
/// Those of the writer.
pub fn coverage(out: &mut dyn io::Write, report: &CoverageReport<'_>, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    paper.heading(1, paper.say("条款和核查项的着落", "What covers the clauses and the checks"))?;
    let row = |(title, counts): (String, Counts)| {
        let Counts { all, by_rule, by_indicator, declared, missing } = counts;
        let numbers = [all, by_rule, by_indicator, declared, missing].map(|count| count.to_string());
        std::iter::once(title).chain(numbers).collect()
    };
    let rows: Vec<Vec<String>> = report.counts(locale).into_iter().map(row).collect();
    paper.table(&words::counts(locale), &[1, 2, 3, 4, 5], &rows)?;
    paper.paragraph(&report.verdict(locale))?;
    let clause = |clause: &ClauseRecord| {
        let codes = phrase::covering(locale, clause.rules.iter().chain(&clause.indicators));
        let said = if codes.is_empty() { said(locale, clause.by(), clause.reason.as_deref()) } else { codes };
        vec![clause.clause.clone(), clause.text.clone(), said]
    };
    for document in &report.coverage.documents {
        let shown = document.clauses.iter().filter(|c| report.shows(c.by()));
        let header = [paper.say("条款", "clause"), paper.say("原文", "words"), paper.say("着落", "covered by")];
        table(paper, &document.title, &header, shown.map(clause).collect())?;
    }
    let check = |check: &CheckRecord| {
        let codes = phrase::covering(locale, &check.rules);
        let said = if codes.is_empty() { said(locale, check.by(), check.reason.as_deref()) } else { codes };
        vec![check.id.clone(), check.about.clone(), said]
    };
    for list in &report.coverage.lists {
        let shown = list.checks.iter().filter(|c| report.shows(c.by()));
        let header = [paper.say("编号", "number"), paper.say("查什么", "looks for"), paper.say("着落", "covered by")];
        table(paper, &list.title, &header, shown.map(check).collect())?;
    }
    Ok(())
}

fn table(paper: &mut Paper<'_>, title: &str, header: &[&str], rows: Vec<Vec<String>>) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    paper.heading(2, title)?;
    paper.table(header, &[], &rows)
}
