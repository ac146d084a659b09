//! What a gate found, as text: the three counts, the rows that are barred and why, the facts still to be found out,
//! and the rows against which nothing stands.

use super::case::{self, Facts};
use super::receipt;
use crate::finding::record::{GateCount, GateRecord, GateVerdict, MissingFact, Record};
use crate::report::layout::{BAD, DOUBTFUL, GOOD, Page, STRONG, Table};
use crate::report::{GateReport, Length, Options, headline, phrase, words};
use anstyle::Style;
use std::io;

/// Writes what a gate found.
///
/// # Errors
/// Those of the writer.
pub fn gate(out: &mut dyn io::Write, report: &GateReport<'_>, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let summary = report.summary;
    let title = format!("{}{}", summary.title, words::bracketed(options.locale, &summary.entity));
    page.styled(0, STRONG, &title)?;
    page.paragraph(0, &phrase::terms(options.locale, &summary.run))?;
    page.blank()?;
    let parts = [
        (GateVerdict::Barred, &summary.barred, BAD),
        (GateVerdict::Open, &summary.open, DOUBTFUL),
        (GateVerdict::Clear, &summary.clear, GOOD),
    ];
    counts(page, &parts)?;
    for doubt in headline::gate_doubts(options.locale, summary) {
        page.styled(0, DOUBTFUL, &doubt)?;
    }
    for (verdict, count, style) in parts {
        if count.rows > 0 {
            part(page, report, verdict, count, style)?;
        }
    }
    receipt::not_run(page, &summary.run)?;
    let count = |(_, count, _): &(_, &GateCount, _)| format!("{} {}", count.title, words::number(count.rows));
    let counts: Vec<String> = parts.iter().map(count).collect();
    receipt::receipt_of(page, &summary.run, &[(STRONG, counts.join(words::comma(options.locale)))])
}

fn counts(page: &mut Page<'_>, parts: &[(GateVerdict, &GateCount, Style); 3]) -> io::Result<()> {
    let mut table = Table::new(&[1]);
    for (_, count, _) in parts {
        table.row([count.title.clone(), words::number(count.rows)]);
    }
    let all = parts.iter().map(|(_, count, _)| count.rows).sum();
    table.row([page.say("合计", "total").to_owned(), words::number(all)]);
    for (at, line) in table.lines().iter().enumerate() {
        let style = parts.get(at).map_or(STRONG, |(_, _, style)| *style);
        page.styled(2, style, line)?;
    }
    Ok(())
}

fn part(
    page: &mut Page<'_>,
    report: &GateReport<'_>,
    verdict: GateVerdict,
    count: &GateCount,
    style: Style,
) -> io::Result<()> {
    page.blank()?;
    page.styled(0, style, &format!("{}{}{}", count.title, page.say("：", ": "), words::number(count.rows)))?;
    let rows: Vec<&GateRecord> = report.records.iter().filter(|r| r.verdict == verdict).collect();
    let listed = &rows[..page.options.limit.map_or(rows.len(), |limit| limit.min(rows.len()))];
    if verdict == GateVerdict::Clear {
        clear(page, listed)?;
    } else {
        for (at, record) in listed.iter().enumerate() {
            row(page, at + 1, record)?;
        }
    }
    let capped = words::capped(page.options.locale, listed.len(), count.rows, &report.summary.entity);
    capped.map_or(Ok(()), |text| page.styled(2, DOUBTFUL, &text))
}

/// One line a row.
fn clear(page: &mut Page<'_>, records: &[&GateRecord]) -> io::Result<()> {
    let mut table = Table::default();
    for record in records {
        table.row([
            phrase::values(&record.place),
            phrase::who(&record.label, &record.key),
            phrase::address(page.options.locale, record.location.as_ref()),
        ]);
    }
    page.table(2, &table)
}

fn row(page: &mut Page<'_>, number: usize, record: &GateRecord) -> io::Result<()> {
    let locale = page.options.locale;
    let full = page.options.length == Length::Full;
    if full && number > 1 {
        page.blank()?;
    }
    let who = if full {
        phrase::who_in_full(locale, &record.label, &record.key)
    } else {
        phrase::who(&record.label, &record.key)
    };
    let place = phrase::values(&record.place);
    let at = phrase::address(locale, record.location.as_ref());
    let parts: Vec<&str> = [place.as_str(), &who, &at].into_iter().filter(|p| !p.is_empty()).collect();
    page.styled(2, STRONG, &format!("{number}) {}", parts.join("  ")))?;
    for reason in &record.reasons {
        self::reason(page, reason, full)?;
    }
    facts(page, &record.missing)?;
    let undecided: Vec<String> = record.undecided.iter().map(|r| format!("{} {}", r.code, r.title)).collect();
    if !undecided.is_empty() {
        page.field(5, page.say("未决", "undecided"), &undecided.join(words::semicolon(locale)))?;
    }
    Ok(())
}

fn reason(page: &mut Page<'_>, record: &Record, full: bool) -> io::Result<()> {
    let title = format!("{} {}{}{}", record.code, record.title, page.say("：", ": "), record.message);
    case::title(page, 5, record.severity, &title)?;
    if full {
        Facts::of(record).write(page, 7)?;
        case::clauses(page, 7, &record.basis)?;
        case::remedy(page, 7, &record.remedy)?;
        case::assumption(page, 7, record.assumed)?;
    }
    Ok(())
}

/// The blanks to be filled, each with its cell and the rules it decides.
fn facts(page: &mut Page<'_>, facts: &[MissingFact]) -> io::Result<()> {
    let locale = page.options.locale;
    let mut table = Table::default();
    for fact in facts {
        table.row([
            phrase::row_of(&fact.entity, &fact.of),
            phrase::fact_field(locale, fact),
            phrase::whereabouts(locale, fact),
            format!("{} {}", page.say("决定", "decides"), fact.rules.join(page.say("、", ", "))),
        ]);
    }
    page.hanging(5, page.say("查明", "find out"), &table.lines())
}
