//! What a what-if changes, and what all formats say of it.

use super::measured::{figure_of, open, sums, unit};
use super::{Format, Options, csv, json, markdown, phrase, text, words};
use crate::diagnostic::Locale;
use crate::finding::record::{Margin, Summary};
use crate::rulebook::Verdict;
use crate::survey::{Counted, IndicatorShift, Measured, NotAsked, RowShift, Supposed, WhatIfRecord};
use std::io;

/// What a what-if changes.
#[derive(Clone, Copy, Debug)]
pub struct WhatIfReport<'a> {
    /// The receipt.
    pub summary: &'a Summary,
    /// What is supposed and what it changes.
    pub answer: &'a WhatIfRecord,
}

/// Writes what a what-if changes.
///
/// # Errors
/// Those of the writer.
pub fn write_whatif(
    out: &mut dyn io::Write,
    format: Format,
    report: &WhatIfReport<'_>,
    options: &Options,
) -> io::Result<()> {
    match format {
        Format::Text => text::whatif(out, report, options),
        Format::Json => json::whatif(out, report),
        Format::Csv => csv::whatif(out, report, options),
        Format::Markdown => markdown::whatif(out, report, options),
    }
}

/// The title: what is asked.
pub(super) fn title(locale: Locale, answer: &WhatIfRecord) -> String {
    let asked = if answer.title.is_empty() { locale.pick("另行假设", "a supposition") } else { &answer.title };
    format!("{}{}{asked}", locale.pick("假如", "what if"), words::colon(locale))
}

/// What is supposed, one a line: fields, those that follow, parameters. In full the expressions of those that follow.
pub(super) fn supposed(locale: Locale, answer: &WhatIfRecord, full: bool) -> Vec<String> {
    let between = locale.pick(" 改为 ", " becomes ");
    let said = |s: &Supposed| format!("{}.{}{between}{}", s.entity, s.field, s.is);
    let mut lines: Vec<String> = answer.fields.iter().filter(|s| full || !s.follows).map(said).collect();
    let following: Vec<&str> = answer.fields.iter().filter(|s| s.follows).map(|s| s.field.as_str()).collect();
    if !full && !following.is_empty() {
        let following = following.join(locale.pick("、", ", "));
        lines.push(format!("{}{following}", locale.pick("随之变动：", "and with it: ")));
    }
    let parameters = answer.parameters.iter();
    lines.extend(parameters.map(|pair| format!("{}{}{}", pair.name, words::colon(locale), pair.value)));
    lines
}

/// What is said of a scenario that no document asks.
pub(super) const fn assumed(locale: Locale) -> &'static str {
    locale.pick("情景是假设的，没有文件这样问", "the scenario is a supposition; no document asks it")
}

/// How many rules and indicators change, of how many.
pub(super) fn counted(locale: Locale, answer: &WhatIfRecord) -> String {
    let rules = answer.rules.iter().filter(|rule| rule.changes()).count();
    let indicators = answer.indicators.iter().filter(|indicator| indicator.changes()).count();
    let (all_rules, all_indicators) = (answer.rules.len(), answer.indicators.len());
    let left = answer.not_asked.len();
    match locale {
        Locale::Zh => format!(
            "结论有变：规则 {rules} 条（问了 {all_rules} 条），指标 {indicators} 个（问了 {all_indicators} 个）；没有问的 {left} 个"
        ),
        Locale::En => format!(
            "changed: {rules} of {all_rules} rules, {indicators} of {all_indicators} indicators; not asked: {left}"
        ),
    }
}

/// What is counted of a verdict and what of a share, in a word.
pub(super) trait State {
    fn word(&self, locale: Locale) -> &'static str;
}

impl State for Verdict {
    fn word(&self, locale: Locale) -> &'static str {
        words::verdict(locale, *self)
    }
}

impl State for Counted {
    fn word(&self, locale: Locale) -> &'static str {
        match self {
            Self::Yes => locale.pick("符合", "fulfils"),
            Self::No => locale.pick("不符合", "does not"),
            Self::Unknown => locale.pick("无法判定", "unknown"),
            Self::NotMeasured => locale.pick("不在范围", "not measured"),
        }
    }
}

/// `不命中 → 命中`.
pub(super) fn change<S: State>(locale: Locale, row: &RowShift<S>) -> String {
    format!("{} → {}", row.from.word(locale), row.to.word(locale))
}

/// `4100 → 3980 元，标准 4000 元`; nothing where no single comparison decides.
pub(super) fn margins<S>(locale: Locale, row: &RowShift<S>) -> String {
    let with = |number: &str, unit: &str| if unit.is_empty() { number.to_owned() } else { format!("{number} {unit}") };
    let threshold = |a: &Margin, b: &Margin| match a.threshold == b.threshold {
        true => with(&b.threshold, &b.unit),
        false => format!("{} → {}", a.threshold, with(&b.threshold, &b.unit)),
    };
    match (&row.before, &row.after) {
        (Some(a), Some(b)) => {
            let value = if a.value == b.value {
                with(&b.value, &b.unit)
            } else {
                format!("{} → {}", a.value, with(&b.value, &b.unit))
            };
            format!("{value}{}{}", locale.pick("，标准 ", " against "), threshold(a, b))
        }
        (_, Some(b)) => phrase::margin(locale, b),
        _ => String::new(),
    }
}

/// A figure now and then: `3.42%（30/878） → 6.04%（53/878）`.
pub(super) fn figures(locale: Locale, shift: &IndicatorShift) -> String {
    format!("{} → {}", figure(locale, shift, &shift.before), figure(locale, shift, &shift.after))
}

fn figure(locale: Locale, shift: &IndicatorShift, measured: &Measured) -> String {
    let figure = figure_of(locale, &unit(&shift.unit), measured);
    let parts = [sums(shift.kind, measured), open(locale, measured)];
    let parts = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(words::comma(locale));
    format!("{figure}{}", words::bracketed(locale, &parts))
}

/// Rows that are counted anew and no longer: `新增 23（2.62%）`; nothing where there are none.
pub(super) fn moved(locale: Locale, shift: &IndicatorShift) -> String {
    let of = |word: &str, rows: u64, share: &Option<String>| {
        let share = share.as_ref().map(|share| words::bracketed(locale, &format!("{share}%"))).unwrap_or_default();
        (rows > 0).then(|| format!("{word} {}{share}", words::number(rows)))
    };
    let gained = of(locale.pick("新增", "gained"), shift.gained, &shift.gained_share);
    let lost = of(locale.pick("减少", "lost"), shift.lost, &shift.lost_share);
    [gained, lost].into_iter().flatten().collect::<Vec<_>>().join(words::comma(locale))
}

/// Why a rule or indicator was not asked.
pub(super) fn why(locale: Locale, left: &NotAsked) -> String {
    if left.aside {
        return locale
            .pick(
                "要拿变成商的字段做计算，除不尽时不能精确，没有问",
                "it reckons with a field that is a quotient now, which cannot be done exactly",
            )
            .to_owned();
    }
    let lacks: Vec<&str> = left.lacks.iter().map(|lack| lack.what.as_str()).collect();
    format!("{}{}", locale.pick("缺少 ", "lacks "), lacks.join(locale.pick("、", ", ")))
}
