//! What covers the clauses and the checks, one a row.

use super::{Sheet, pick};
use crate::lint::{CheckRecord, ClauseRecord};
use crate::report::{CoverageReport, Options, phrase, words};
use std::io;

/// Writes the clauses, then the checks.
///
/// # Errors
/// Those of the writer.
pub fn coverage(out: &mut dyn io::Write, report: &CoverageReport<'_>, options: &Options) -> io::Result<()> {
    let locale = options.locale;
    let mut sheet = Sheet::new(out)?;
    let zh = ["种类", "文件", "编号", "位置", "内容", "着落", "规则", "指标", "理由"];
    let en = ["kind", "document", "id", "locus", "words", "covered by", "rules", "indicators", "reason"];
    sheet.row(pick(locale, &zh, &en).to_vec())?;
    let clause = |clause: &ClauseRecord| {
        [
            locale.pick("条款", "clause").to_owned(),
            clause.source.clone(),
            clause.clause.clone(),
            clause.locus.clone(),
            clause.text.clone(),
            words::covered(locale, clause.by()).to_owned(),
            phrase::covering(locale, &clause.rules),
            phrase::covering(locale, &clause.indicators),
            clause.reason.clone().unwrap_or_default(),
        ]
    };
    let check = |check: &CheckRecord| {
        [
            locale.pick("核查项", "check").to_owned(),
            check.list.clone(),
            check.id.clone(),
            String::new(),
            check.about.clone(),
            words::covered(locale, check.by()).to_owned(),
            phrase::covering(locale, &check.rules),
            String::new(),
            check.reason.clone().unwrap_or_default(),
        ]
    };
    let clauses = report.coverage.documents.iter().flat_map(|document| &document.clauses);
    clauses.filter(|c| report.shows(c.by())).try_for_each(|c| sheet.row(clause(c)))?;
    let checks = report.coverage.lists.iter().flat_map(|list| &list.checks);
    checks.filter(|c| report.shows(c.by())).try_for_each(|c| sheet.row(check(c)))?;
    sheet.finish()
}
