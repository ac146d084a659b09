//! Indicators, as Markdown.

use super::paper::Paper;
use super::receipt;
use crate::diagnostic::Locale;
use crate::report::measured::{IndicatorReport, counted, figure, open, ran, remarks, sums};
use crate::report::{Options, headline, phrase, words};
use crate::survey::IndicatorOutcome;
use std::io;

/// Writes indicators: a table of all, their clauses, a table of groups each, what was not reckoned, the receipt.
///
/// # Errors
/// Those of the writer.
pub fn measured(out: &mut dyn io::Write, report: &IndicatorReport<'_>, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    paper.heading(1, paper.say("指标", "Indicators"))?;
    paper.paragraph(&phrase::terms(locale, report.summary))?;
    let doubts =
        headline::rowless(locale, report.summary, report.entities()).into_iter().chain(report.summary.doubts.clone());
    paper.list(&[counted(locale, report)].into_iter().chain(doubts).collect::<Vec<_>>())?;
    let rows: Vec<Vec<String>> = ran(report)
        .map(|(indicator, total)| {
            let basis: Vec<String> = indicator.basis.iter().map(|b| phrase::basis(locale, b)).collect();
            vec![
                indicator.code.clone(),
                indicator.title.clone(),
                figure(locale, indicator, total),
                sums(indicator.kind, total),
                remarks(locale, indicator, total),
                basis.join(words::semicolon(locale)),
            ]
        })
        .collect();
    let header = match locale {
        Locale::Zh => ["指标", "名称", "结果", "分子/分母", "备注", "依据"],
        Locale::En => ["indicator", "title", "figure", "above/below", "remarks", "basis"],
    };
    if !rows.is_empty() {
        paper.table(&header, &[2, 3], &rows)?;
    }
    groups(paper, report)?;
    not_run(paper, report)?;
    paper.heading(2, paper.say("附：数据与规则", "Appendix: data and rules"))?;
    receipt::inputs(paper, report.summary)?;
    paper.list(&receipt::run(locale, report.summary))
}

fn groups(paper: &mut Paper<'_>, report: &IndicatorReport<'_>) -> io::Result<()> {
    let locale = paper.options.locale;
    for indicator in report.indicators {
        let IndicatorOutcome::Ran { by, groups, .. } = &indicator.outcome else { continue };
        if groups.len() < 2 {
            continue;
        }
        paper.heading(2, &format!("{} {}", indicator.code, indicator.title))?;
        let mut header: Vec<&str> = by.iter().map(String::as_str).collect();
        header.extend(match locale {
            Locale::Zh => ["结果", "分子/分母", "无法判定"],
            Locale::En => ["figure", "above/below", "undecided"],
        });
        let rows: Vec<Vec<String>> = groups
            .iter()
            .map(|group| {
                let mut row: Vec<String> = group.group.iter().map(|value| phrase::shown(locale, value)).collect();
                let measured = &group.measured;
                row.extend([
                    figure(locale, indicator, measured),
                    sums(indicator.kind, measured),
                    open(locale, measured),
                ]);
                row
            })
            .collect();
        paper.table(&header, &[by.len(), by.len() + 1], &rows)?;
    }
    Ok(())
}

fn not_run(paper: &mut Paper<'_>, report: &IndicatorReport<'_>) -> io::Result<()> {
    let locale = paper.options.locale;
    let mut rows = Vec::new();
    for indicator in report.indicators {
        let (what, ways) = match &indicator.outcome {
            IndicatorOutcome::Ran { .. } => continue,
            IndicatorOutcome::NotRunnable(lacks) => {
                let what: Vec<&str> = lacks.iter().map(|lack| lack.what.as_str()).collect();
                let ways: Vec<&str> = lacks.iter().map(|lack| lack.way_out.as_str()).collect();
                (what.join(locale.pick("、", ", ")), ways.join(words::semicolon(locale)))
            }
            IndicatorOutcome::NoRows => {
                (format!("{}{}", locale.pick("表 ", "table "), indicator.entity), String::new())
            }
        };
        rows.push(vec![indicator.code.clone(), indicator.title.clone(), what, ways]);
    }
    if rows.is_empty() {
        return Ok(());
    }
    paper.heading(2, paper.say("没有算的指标", "Indicators that were not reckoned"))?;
    let header = match locale {
        Locale::Zh => ["指标", "名称", "缺少", "办法"],
        Locale::En => ["indicator", "title", "missing", "way out"],
    };
    paper.table(&header, &[], &rows)
}
