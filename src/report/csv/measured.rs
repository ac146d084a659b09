//! Indicators, one a row, and a row for each group.

use super::{Sheet, pick};
use crate::report::measured::{IndicatorReport, direction};
use crate::report::{Options, indicator as said, phrase, words};
use crate::survey::{Against, IndicatorOutcome, IndicatorRecord, Measured};
use std::io;

/// Writes indicators. A row without a group is of all rows.
///
/// # Errors
/// Those of the writer.
pub fn measured(out: &mut dyn io::Write, report: &IndicatorReport<'_>, options: &Options) -> io::Result<()> {
    let locale = options.locale;
    let mut sheet = Sheet::new(out)?;
    let zh = [
        "指标",
        "名称",
        "对象",
        "算法",
        "分组",
        "组",
        "分子",
        "分母",
        "已知部分",
        "下限",
        "上限",
        "单位",
        "计入",
        "无法判定",
        "范围不明",
        "容许",
        "比对",
        "方向",
        "缺少",
        "依据",
        "假定",
    ];
    let en = [
        "indicator",
        "title",
        "entity",
        "kind",
        "by",
        "group",
        "above",
        "below",
        "known part",
        "low",
        "high",
        "unit",
        "measured",
        "undecided",
        "perhaps measured",
        "tolerable",
        "against",
        "direction",
        "missing",
        "basis",
        "assumed",
    ];
    sheet.row(pick(locale, &zh, &en).to_vec())?;
    let between = words::semicolon(locale);
    let row =
        |indicator: &IndicatorRecord, by: &[String], group: &[String], measured: Option<&Measured>, lacks: String| {
            let text = |text: &dyn Fn(&Measured) -> String| measured.map(text).unwrap_or_default();
            let figure = |figure: fn(&Measured) -> &Option<String>| text(&|m| figure(m).clone().unwrap_or_default());
            let basis: Vec<String> = indicator.basis.iter().map(|b| phrase::basis(locale, b)).collect();
            [
                indicator.code.clone(),
                indicator.title.clone(),
                indicator.entity.clone(),
                said::kind(locale, indicator.kind).to_owned(),
                if group.is_empty() { String::new() } else { by.join(between) },
                group.join(between),
                text(&|m| m.above.clone()),
                text(&|m| m.below.clone()),
                figure(|m| &m.known),
                figure(|m| &m.low),
                figure(|m| &m.high),
                indicator.unit.clone(),
                text(&|m| m.rows.to_string()),
                text(&|m| m.undecided.to_string()),
                text(&|m| m.perhaps.to_string()),
                indicator.tolerable.clone().unwrap_or_default(),
                text(&|m| word(locale, m.against).to_owned()),
                direction(locale, indicator.direction).to_owned(),
                lacks,
                basis.join(between),
                words::yes(locale, indicator.assumed).to_owned(),
            ]
        };
    for indicator in report.indicators {
        match &indicator.outcome {
            IndicatorOutcome::Ran { total, by, groups, .. } => {
                sheet.row(row(indicator, by, &[], Some(total), String::new()))?;
                for group in groups {
                    sheet.row(row(indicator, by, &group.group, Some(&group.measured), String::new()))?;
                }
            }
            IndicatorOutcome::NotRunnable(lacks) => {
                let lacks: Vec<&str> = lacks.iter().map(|lack| lack.what.as_str()).collect();
                sheet.row(row(indicator, &[], &[], None, lacks.join(between)))?;
            }
            IndicatorOutcome::NoRows => {
                let lacks = locale.pick("没有对应的表", "no table to measure").to_owned();
                sheet.row(row(indicator, &[], &[], None, lacks))?;
            }
        }
    }
    sheet.finish()
}

const fn word(locale: crate::diagnostic::Locale, against: Option<Against>) -> &'static str {
    match against {
        Some(Against::Within) => locale.pick("未超出", "kept"),
        Some(Against::Beyond) => locale.pick("超出", "not kept"),
        Some(Against::Open) => locale.pick("空白处决定", "blanks decide"),
        None => "",
    }
}
