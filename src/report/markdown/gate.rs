//! What a gate found, as Markdown.

use super::paper::Paper;
use super::receipt;
use crate::diagnostic::Locale;
use crate::finding::record::{GateCount, GateRecord, GateVerdict};
use crate::report::{GateReport, Options, headline, phrase, words};
use std::io;

/// Writes what a gate found: the counts, a table a verdict, what did not run, and the receipt.
///
/// # Errors
/// Those of the writer.
pub fn gate(out: &mut dyn io::Write, report: &GateReport<'_>, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    let summary = report.summary;
    paper.heading(1, &summary.title)?;
    paper.paragraph(&phrase::terms(locale, &summary.run))?;
    let parts = [
        (GateVerdict::Barred, &summary.barred),
        (GateVerdict::Open, &summary.open),
        (GateVerdict::Clear, &summary.clear),
    ];
    let rows: Vec<Vec<String>> =
        parts.iter().map(|(_, count)| vec![count.title.clone(), words::number(count.rows)]).collect();
    let verdict = paper.say("结论", "verdict");
    paper.table(&[verdict, &summary.entity], &[1], &rows)?;
    let mut lines = headline::gate_doubts(locale, summary);
    lines.push(words::caution(locale).to_owned());
    paper.list(&lines)?;
    for (verdict, count) in parts {
        if count.rows > 0 {
            part(paper, report, verdict, count)?;
        }
    }
    receipt::not_run(paper, &summary.run)?;
    receipt::receipt(paper, &summary.run)
}

fn part(paper: &mut Paper<'_>, report: &GateReport<'_>, verdict: GateVerdict, count: &GateCount) -> io::Result<()> {
    let locale = paper.options.locale;
    paper.heading(2, &format!("{}{}", count.title, words::bracketed(locale, &words::number(count.rows))))?;
    let rows: Vec<&GateRecord> = report.records.iter().filter(|r| r.verdict == verdict).collect();
    let listed = &rows[..paper.options.limit.map_or(rows.len(), |limit| limit.min(rows.len()))];
    let mut header = match locale {
        Locale::Zh => vec!["序号", "地点", "对象", "位置"],
        Locale::En => vec!["no.", "place", "who", "where"],
    };
    match verdict {
        GateVerdict::Clear => {}
        GateVerdict::Barred => header.push(paper.say("原因", "reasons")),
        GateVerdict::Open => header.push(paper.say("须查明", "to find out")),
    }
    let mut cells: Vec<Vec<String>> = Vec::new();
    for (at, record) in listed.iter().enumerate() {
        let mut row = vec![
            (at + 1).to_string(),
            phrase::values(&record.place),
            phrase::who(&record.label, &record.key),
            phrase::address(locale, record.location.as_ref()),
        ];
        match verdict {
            GateVerdict::Clear => {}
            GateVerdict::Barred => row.push(reasons(locale, record)),
            GateVerdict::Open => row.push(facts(locale, record)),
        }
        cells.push(row);
    }
    if !cells.is_empty() {
        paper.table(&header, &[0], &cells)?;
    }
    let capped = words::capped(locale, listed.len(), count.rows, &report.summary.entity);
    capped.map_or(Ok(()), |text| paper.paragraph(&text))
}

fn reasons(locale: Locale, record: &GateRecord) -> String {
    let reasons: Vec<String> = record
        .reasons
        .iter()
        .map(|r| {
            let basis: Vec<String> = r.basis.iter().map(|b| phrase::basis(locale, b)).collect();
            let basis = words::bracketed(locale, &basis.join(words::semicolon(locale)));
            format!("{} {}{}{}{basis}", r.code, r.title, words::colon(locale), r.message)
        })
        .collect();
    reasons.join(words::semicolon(locale))
}

fn facts(locale: Locale, record: &GateRecord) -> String {
    let facts: Vec<String> = record.missing.iter().map(|fact| phrase::missing(locale, fact)).collect();
    facts.join(words::semicolon(locale))
}
