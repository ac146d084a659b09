//! The words that all formats share.

use crate::diagnostic::Locale;
use crate::finding::record::{Severity, Verdict};
use crate::lint::By;

/// The name of a severity.
pub(super) const fn severity(locale: Locale, severity: Severity) -> &'static str {
    match severity {
        Severity::Error => locale.pick("强制", "error"),
        Severity::Warning => locale.pick("核实", "warning"),
        Severity::Note => locale.pick("提示", "note"),
    }
}

/// The name of a verdict.
pub(super) const fn verdict(locale: Locale, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Violation => locale.pick("命中", "violation"),
        Verdict::Pass => locale.pick("不命中", "pass"),
        Verdict::Unknown => locale.pick("无法判定", "unknown"),
        Verdict::NotApplicable => locale.pick("不适用", "not applicable"),
    }
}

/// The sign of a verdict: one ASCII character, because the width of others differs between terminals.
pub(super) const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Violation => "!",
        Verdict::Pass => "+",
        Verdict::Unknown => "?",
        Verdict::NotApplicable => "-",
    }
}

/// What stands behind every report.
pub(super) const fn caution(locale: Locale) -> &'static str {
    locale.pick("疑点须核实，不作定论", "suspects, to be verified; not verdicts")
}

/// What stands for a blank cell.
pub(super) const fn blank(locale: Locale) -> &'static str {
    locale.pick("（空白）", "(blank)")
}

/// What stands in a cell that could not be read.
pub(super) fn unread(locale: Locale, text: &str) -> String {
    match locale {
        Locale::Zh => format!("（读不了：“{text}”）"),
        Locale::En => format!("(not readable: \"{text}\")"),
    }
}

/// What marks a value that is only believed.
pub(super) const fn assumed(locale: Locale) -> &'static str {
    locale.pick("假定，无出处", "assumed, no source")
}

/// Yes or nothing.
pub(super) const fn yes(locale: Locale, holds: bool) -> &'static str {
    if holds { locale.pick("是", "yes") } else { "" }
}

/// A colon with what separates it from the next word.
pub(super) const fn colon(locale: Locale) -> &'static str {
    locale.pick("：", ": ")
}

/// What separates the parts of a list.
pub(super) const fn comma(locale: Locale) -> &'static str {
    locale.pick("，", ", ")
}

/// What separates sentences in one cell.
pub(super) const fn semicolon(locale: Locale) -> &'static str {
    locale.pick("；", "; ")
}

/// A text in brackets, with the space that English wants before them; nothing for an empty text.
pub(super) fn bracketed(locale: Locale, text: &str) -> String {
    match (text.is_empty(), locale) {
        (true, _) => String::new(),
        (false, Locale::Zh) => format!("（{text}）"),
        (false, Locale::En) => format!(" ({text})"),
    }
}

/// A number with its thousands apart.
pub(super) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many of something: `3 处`, `3 cases`.
pub(super) fn counted(locale: Locale, value: u64, zh: &str, one: &str, many: &str) -> String {
    let unit = locale.pick(zh, if value == 1 { one } else { many });
    format!("{} {unit}", number(value))
}

/// How many cases.
pub(super) fn cases(locale: Locale, value: u64) -> String {
    counted(locale, value, "处", "case", "cases")
}

/// How many rules.
pub(super) fn rules(locale: Locale, value: u64) -> String {
    counted(locale, value, "条", "rule", "rules")
}

/// How many rows.
pub(super) fn rows(locale: Locale, value: u64) -> String {
    counted(locale, value, "行", "row", "rows")
}

/// What is said where a listing is capped; nothing where it is not. `unit` counts what is listed, in Chinese.
pub(super) fn capped(locale: Locale, shown: usize, all: u64, unit: &str) -> Option<String> {
    let shown = u64::try_from(shown).unwrap_or(u64::MAX);
    let [listed, total] = [shown, all].map(number);
    (shown < all).then(|| match locale {
        Locale::Zh => format!("只列出 {listed} {unit}，共 {total} {unit}"),
        Locale::En => format!("only {listed} of {total} are listed"),
    })
}

/// By what a clause or check is covered.
pub(super) const fn covered(locale: Locale, by: By) -> &'static str {
    match by {
        By::Rule => locale.pick("规则", "rules"),
        By::Indicator => locale.pick("指标", "indicators"),
        By::Declaration => locale.pick("不作规则", "no rule"),
        By::Nothing => locale.pick("尚无着落", "not covered"),
    }
}

/// The header of a table of counts: whose, and the numbers.
pub(super) const fn counts(locale: Locale) -> [&'static str; 6] {
    match locale {
        Locale::Zh => ["文件或清单", "总数", "有规则", "只有指标", "不作规则", "尚无着落"],
        Locale::En => ["document or list", "all", "by a rule", "by an indicator", "no rule", "not covered"],
    }
}

/// How to go on without data that do not exist.
pub(super) const fn skip(locale: Locale) -> &'static str {
    locale.pick(
        "确实没有这些数据时，用 --allow-skipped 跳过；跳过的规则仍会列出",
        "where the data do not exist, --allow-skipped leaves such rules out; they are still listed",
    )
}

#[cfg(test)]
mod tests {
    use super::{cases, number};
    use crate::diagnostic::Locale;

    #[test]
    fn numbers_keep_their_thousands_apart() {
        let shown = [0, 7, 999, 1_000, 30_000_000].map(number);
        assert_eq!(shown, ["0", "7", "999", "1,000", "30,000,000"]);
        assert_eq!(cases(Locale::En, 1), "1 case");
        assert_eq!(cases(Locale::En, 0), "0 cases");
        assert_eq!(cases(Locale::Zh, 1_204), "1,204 处");
    }
}
