//! Indicators as text: one line each, groups below it where there are several.

use super::{case, receipt};
use crate::diagnostic::Locale;
use crate::finding::record::Lacking;
use crate::report::layout::{DOUBTFUL, FAINT, Page, STRONG, Table};
use crate::report::measured::{IndicatorReport, counted, figure, open, ran, remarks, sums};
use crate::report::{Length, Options, headline, phrase, words};
use crate::survey::{GroupRecord, IndicatorOutcome, IndicatorRecord, Measured};
use std::io;

/// Writes indicators.
///
/// # Errors
/// Those of the writer.
pub fn measured(out: &mut dyn io::Write, report: &IndicatorReport<'_>, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    page.styled(0, STRONG, page.say("指标", "indicators"))?;
    page.paragraph(0, &phrase::terms(locale, report.summary))?;
    page.paragraph(0, &counted(locale, report))?;
    for doubt in headline::rowless(locale, report.summary, report.entities()).iter().chain(&report.summary.doubts) {
        page.styled(0, DOUBTFUL, doubt)?;
    }
    if ran(report).next().is_some() {
        page.blank()?;
    }
    match options.length {
        Length::Short => short(page, report)?,
        Length::Full => full(page, report)?,
    }
    not_run(page, report)?;
    receipt::inputs(page, report.summary)?;
    receipt::run(page, report.summary)?;
    receipt::closing(page, &[(STRONG, counted(locale, report))])
}

/// One table of all, groups with several below their indicator.
fn short(page: &mut Page<'_>, report: &IndicatorReport<'_>) -> io::Result<()> {
    let locale = page.options.locale;
    let mut table = Table::new(&[1, 2]);
    table.row(match locale {
        Locale::Zh => ["编号", "结果", "分子/分母", "名称", "备注"],
        Locale::En => ["code", "figure", "above/below", "title", "remarks"],
    });
    for (indicator, total) in ran(report) {
        let remarks = remarks(locale, indicator, total);
        let shown = figure(locale, indicator, total);
        table.row([indicator.code.clone(), shown, sums(indicator.kind, total), indicator.title.clone(), remarks]);
        for (group, measured) in parted(indicator) {
            let shown = figure(locale, indicator, measured);
            let name = format!("  {}", group.join(" "));
            table.row([String::new(), shown, sums(indicator.kind, measured), name, open(locale, measured)]);
        }
    }
    page.table_with_header(0, &table)
}

/// The groups of an indicator, where there are several.
fn parted(indicator: &IndicatorRecord) -> impl Iterator<Item = (Vec<String>, &Measured)> {
    let groups: &[GroupRecord] = match &indicator.outcome {
        IndicatorOutcome::Ran { groups, .. } if groups.len() > 1 => groups,
        _ => &[],
    };
    groups.iter().map(|group| (group.group.clone(), &group.measured))
}

/// Every indicator with its clauses and groups.
fn full(page: &mut Page<'_>, report: &IndicatorReport<'_>) -> io::Result<()> {
    let locale = page.options.locale;
    for (at, (indicator, total)) in ran(report).enumerate() {
        if at > 0 {
            page.blank()?;
        }
        page.styled(0, STRONG, &format!("{} {}", indicator.code, indicator.title))?;
        page.field(2, page.say("结果", "figure"), &figure(locale, indicator, total))?;
        page.field(2, page.say("算式", "sums"), &sums(indicator.kind, total))?;
        page.field(2, page.say("备注", "remarks"), &remarks(locale, indicator, total))?;
        case::clauses(page, 2, &indicator.basis)?;
        if let IndicatorOutcome::Ran { by, by_absent, .. } = &indicator.outcome {
            absent(page, by_absent)?;
            let mut table = Table::new(&[1, 2]);
            for (group, measured) in parted(indicator) {
                let shown = figure(locale, indicator, measured);
                table.row([group.join(" "), shown, sums(indicator.kind, measured), open(locale, measured)]);
            }
            let lines = table.lines();
            if !lines.is_empty() {
                let label = format!("{} {}", page.say("按", "by"), by.join(page.say("、", ", ")));
                page.styled(2, FAINT, &label)?;
                lines.iter().try_for_each(|line| page.line(4, line))?;
            }
        }
    }
    Ok(())
}

fn absent(page: &mut Page<'_>, fields: &[String]) -> io::Result<()> {
    if fields.is_empty() {
        return Ok(());
    }
    let fields = fields.join(page.say("、", ", "));
    let text = match page.options.locale {
        Locale::Zh => format!("数据里没有“{fields}”，没有分组"),
        Locale::En => format!("the data have no {fields}: not parted"),
    };
    page.styled(2, DOUBTFUL, &text)
}

/// The indicators that could not be reckoned, with what they lack, and those without a table.
fn not_run(page: &mut Page<'_>, report: &IndicatorReport<'_>) -> io::Result<()> {
    let lacking: Vec<(&IndicatorRecord, &Vec<Lacking>)> = report
        .indicators
        .iter()
        .filter_map(|indicator| match &indicator.outcome {
            IndicatorOutcome::NotRunnable(lacks) => Some((indicator, lacks)),
            _ => None,
        })
        .collect();
    if !lacking.is_empty() {
        page.heading(page.say("缺数据、没有算的指标", "indicators that lack data"))?;
        for (indicator, lacks) in lacking {
            page.line(2, &format!("{} {}", indicator.code, indicator.title))?;
            for lack in lacks {
                page.field(4, page.say("缺少", "missing"), &lack.what)?;
                if page.options.length == Length::Full {
                    page.field(4, page.say("办法", "way out"), &lack.way_out)?;
                }
            }
        }
        page.line(2, words::skip(page.options.locale))?;
    }
    let idle: Vec<String> = report
        .indicators
        .iter()
        .filter(|indicator| indicator.outcome == IndicatorOutcome::NoRows)
        .map(|i| format!("{}{}", i.code, words::bracketed(page.options.locale, &i.entity)))
        .collect();
    if !idle.is_empty() {
        page.heading(page.say("数据里没有对应的表的指标", "indicators whose tables the data do not have"))?;
        page.paragraph(2, &idle.join(page.say("、", ", ")))?;
    }
    Ok(())
}
