//! What a check found, as text: the count first, then the cases by rule, then what did not run, then the receipt.

use super::case::{self, Facts};
use super::{receipt, statistics};
use crate::finding::record::Record;
use crate::report::groups::{Group, groups, totals};
use crate::report::layout::{DOUBTFUL, GOOD, Page, STRONG, Table};
use crate::report::{Length, Options, Report, headline, phrase, words};
use anstyle::Style;
use std::io;

/// Writes what a check found.
///
/// # Errors
/// Those of the writer.
pub fn check(out: &mut dyn io::Write, report: &Report<'_>, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let groups = groups(report);
    head(page, report, &groups)?;
    let (data, rules): (Vec<_>, Vec<_>) = groups.iter().partition(|group| group.is_data());
    if page.options.limit == Some(0) {
        page.blank()?;
    }
    for group in rules {
        cases(page, group)?;
    }
    if !data.is_empty() {
        page.heading(
            page.say("数据问题（不是疑点，先改数据再核对）", "data problems (not suspects; correct the data first)"),
        )?;
    }
    for group in data {
        cases(page, group)?;
    }
    receipt::not_run(page, report.summary)?;
    if let Some(counted) = report.statistics {
        statistics::section(page, counted)?;
    }
    receipt::receipt_of(page, report.summary, &[found(page, report, &groups)])
}

/// What was found, in a line.
fn found(page: &Page<'_>, report: &Report<'_>, groups: &[Group<'_>]) -> (Style, String) {
    let found = headline::found(page.options.locale, report.summary, totals(groups));
    (if found.clean { GOOD } else { DOUBTFUL }, found.headline)
}

/// The title, what was found, what was checked, and what stands in the way of a clean answer.
fn head(page: &mut Page<'_>, report: &Report<'_>, groups: &[Group<'_>]) -> io::Result<()> {
    let locale = page.options.locale;
    page.styled(0, STRONG, page.say("疑点清单", "suspects"))?;
    page.paragraph(0, &phrase::terms(locale, report.summary))?;
    page.blank()?;
    let (style, found) = found(page, report, groups);
    page.styled(0, style, &found)?;
    page.paragraph(0, &headline::checked(locale, report.summary))?;
    for doubt in headline::doubts(locale, report.summary) {
        page.paragraph(0, &doubt)?;
    }
    Ok(())
}

fn cases(page: &mut Page<'_>, group: &Group<'_>) -> io::Result<()> {
    let locale = page.options.locale;
    if page.options.limit != Some(0) {
        page.blank()?;
    }
    let class = if group.is_data() { "" } else { group.class_title() };
    let class = words::bracketed(locale, class);
    let count = words::cases(locale, group.total);
    let title = format!("{} {}{class}{}{count}", group.code, group.title, words::colon(locale));
    case::title(page, 0, group.severity, &title)?;
    // A digest counts; it does not say of every rule that nothing is listed.
    if page.options.limit == Some(0) {
        return Ok(());
    }
    let listed = &*group.listed(page.options.limit)?;
    match page.options.length {
        Length::Short => lines(page, listed)?,
        Length::Full => in_full(page, listed)?,
    }
    words::capped(locale, listed.len(), group.total, "处").map_or(Ok(()), |text| page.styled(2, DOUBTFUL, &text))
}

/// One line a case: where, who, what.
fn lines(page: &mut Page<'_>, records: &[Record]) -> io::Result<()> {
    let mut table = Table::default();
    for record in records {
        table.row([
            phrase::address(page.options.locale, record.location.as_ref()),
            phrase::values(&record.place),
            phrase::who(&record.label, &record.key),
            record.message.clone(),
        ]);
    }
    page.table(2, &table)
}

/// Every case with its evidence. What all cases of a rule share stands once above them.
fn in_full(page: &mut Page<'_>, records: &[Record]) -> io::Result<()> {
    let Some(first) = records.first() else { return Ok(()) };
    case::clauses(page, 2, &first.basis)?;
    case::remedy(page, 2, &first.remedy)?;
    let shared_assumption = records.iter().all(|r| r.assumed);
    case::assumption(page, 2, shared_assumption)?;
    for (at, record) in records.iter().enumerate() {
        page.blank()?;
        one(page, at + 1, record)?;
        if record.basis != first.basis {
            case::clauses(page, 5, &record.basis)?;
        }
        if record.remedy != first.remedy {
            case::remedy(page, 5, &record.remedy)?;
        }
        case::assumption(page, 5, record.assumed && !shared_assumption)?;
        if !record.fingerprint.is_empty() {
            page.field(5, page.say("指纹", "id"), &record.fingerprint)?;
        }
    }
    Ok(())
}

fn one(page: &mut Page<'_>, number: usize, record: &Record) -> io::Result<()> {
    let locale = page.options.locale;
    let who = phrase::who_in_full(locale, &record.label, &record.key);
    let place = phrase::values(&record.place);
    let parts: Vec<&str> = [record.entity.as_str(), &place, &who].into_iter().filter(|p| !p.is_empty()).collect();
    page.styled(2, STRONG, &format!("{number}) {}", parts.join("  ")))?;
    if let Some(place) = &record.location {
        page.field(5, page.say("位置", "where"), &phrase::location(locale, place))?;
    }
    page.field(5, page.say("问题", "found"), &record.message)?;
    Facts::of(record).write(page, 5)
}
