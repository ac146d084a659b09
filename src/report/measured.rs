//! Indicators as they came out, and what all formats say of them.

use super::{Format, Options, csv, json, markdown, text, words};
use crate::diagnostic::Locale;
use crate::finding::record::{IndicatorKind, Summary};
use crate::rulebook::Direction;
use crate::survey::{Against, IndicatorOutcome, IndicatorRecord, Measured};
use std::io;

/// Indicators over the rows of a run.
#[derive(Clone, Copy, Debug)]
pub struct IndicatorReport<'a> {
    /// The receipt.
    pub summary: &'a Summary,
    /// The indicators, in order of the rulebook.
    pub indicators: &'a [IndicatorRecord],
}

impl IndicatorReport<'_> {
    /// What the indicators are about that were reckoned.
    pub fn entities(&self) -> impl Iterator<Item = &str> {
        ran(self).map(|(indicator, _)| indicator.entity.as_str())
    }
}

/// Writes indicators.
///
/// # Errors
/// Those of the writer.
pub fn write_indicators(
    out: &mut dyn io::Write,
    format: Format,
    report: &IndicatorReport<'_>,
    options: &Options,
) -> io::Result<()> {
    match format {
        Format::Text => text::measured(out, report, options),
        Format::Json => json::indicators(out, report),
        Format::Csv => csv::measured(out, report, options),
        Format::Markdown => markdown::measured(out, report, options),
    }
}

/// What stands behind a figure that is counted in `unit`.
pub(super) fn unit(unit: &str) -> String {
    if unit.is_empty() || unit == "%" { unit.to_owned() } else { format!(" {unit}") }
}

/// The figure in a word or two: `3.42%`, `3.30%～3.53%`, or of the known rows alone where nothing bounds it.
pub(super) fn figure(locale: Locale, indicator: &IndicatorRecord, measured: &Measured) -> String {
    figure_of(locale, &unit(&indicator.unit), measured)
}

/// The same with a unit that is told apart.
pub(super) fn figure_of(locale: Locale, unit: &str, measured: &Measured) -> String {
    match (&measured.low, &measured.high, &measured.known) {
        (Some(low), Some(high), _) if low == high => format!("{low}{unit}"),
        (Some(low), Some(high), _) => format!("{low}{unit}{}{high}{unit}", locale.pick("～", " to ")),
        (_, _, Some(known)) => format!("{}{known}{unit}", locale.pick("已知部分 ", "known part ")),
        _ => locale.pick("没有可计的行", "no rows").to_owned(),
    }
}

/// The sums: `30/878`; nothing for a count, which is its own.
pub(super) fn sums(kind: IndicatorKind, measured: &Measured) -> String {
    match kind {
        IndicatorKind::Count => String::new(),
        // Rows that a blank leaves open stay below the line.
        IndicatorKind::Share => format!("{}/{}", measured.above, measured.rows),
        IndicatorKind::Mean | IndicatorKind::Ratio => format!("{}/{}", measured.above, measured.below),
    }
}

/// What blanks leave open; nothing where they leave nothing.
pub(super) fn open(locale: Locale, measured: &Measured) -> String {
    let mut parts = Vec::new();
    if measured.undecided > 0 {
        let count = words::rows(locale, measured.undecided);
        parts.push(match locale {
            Locale::Zh => format!("{count}无法判定"),
            Locale::En => format!("{count} undecided"),
        });
    }
    if measured.perhaps > 0 {
        let count = words::rows(locale, measured.perhaps);
        parts.push(match locale {
            Locale::Zh => format!("{count}不知是否在范围内"),
            Locale::En => format!("{count} perhaps not measured"),
        });
    }
    parts.join(words::comma(locale))
}

/// Which way is better.
pub(super) const fn direction(locale: Locale, direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Lower) => locale.pick("越低越好", "lower is better"),
        Some(Direction::Higher) => locale.pick("越高越好", "higher is better"),
        None => "",
    }
}

/// How a figure stands against what is tolerable: `容许 2%，超出`; nothing where nothing is.
pub(super) fn against(locale: Locale, indicator: &IndicatorRecord, measured: &Measured) -> String {
    let Some(tolerable) = &indicator.tolerable else { return String::new() };
    let word = match measured.against {
        Some(Against::Within) => locale.pick("，未超出", ", kept"),
        Some(Against::Beyond) => locale.pick("，超出", ", not kept"),
        Some(Against::Open) => locale.pick("，空白处决定是否超出", ", blanks decide"),
        None => "",
    };
    format!("{} {tolerable}%{word}", locale.pick("容许", "tolerable"))
}

/// Everything worth a remark on an indicator as a whole.
pub(super) fn remarks(locale: Locale, indicator: &IndicatorRecord, measured: &Measured) -> String {
    let assumed = if indicator.assumed { words::assumed(locale) } else { "" };
    let parts = [
        against(locale, indicator, measured),
        open(locale, measured),
        direction(locale, indicator.direction).to_owned(),
        assumed.to_owned(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(words::semicolon(locale))
}

/// The indicators that were reckoned, with their totals.
pub(super) fn ran<'a>(
    report: &IndicatorReport<'a>,
) -> impl Iterator<Item = (&'a IndicatorRecord, &'a Measured)> + use<'a> {
    report.indicators.iter().filter_map(|indicator| match &indicator.outcome {
        IndicatorOutcome::Ran { total, .. } => Some((indicator, total)),
        IndicatorOutcome::NotRunnable(_) | IndicatorOutcome::NoRows => None,
    })
}

/// How many were reckoned, could not be, and had nothing to measure, in a sentence.
pub(super) fn counted(locale: Locale, report: &IndicatorReport<'_>) -> String {
    let count = |which: fn(&IndicatorOutcome) -> bool| {
        report.indicators.iter().filter(|indicator| which(&indicator.outcome)).count()
    };
    let ran = count(|outcome| matches!(outcome, IndicatorOutcome::Ran { .. }));
    let lacking = count(|outcome| matches!(outcome, IndicatorOutcome::NotRunnable(_)));
    let idle = count(|outcome| matches!(outcome, IndicatorOutcome::NoRows));
    match locale {
        Locale::Zh => format!("算出 {ran} 个，缺数据未算 {lacking} 个，没有对应的表 {idle} 个"),
        Locale::En => format!("{ran} reckoned, {lacking} lack data, {idle} have no table to measure"),
    }
}
