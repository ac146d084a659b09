//! What every rule says of one row, as text.

use super::case::{self, Facts};
use super::receipt;
use crate::finding::record::{RuleOutcome, RuleTrace, TraceRecord, Verdict};
use crate::report::layout::{PLAIN, Page, STRONG, padded};
use crate::report::{Length, Options, phrase, words};
use std::io;

/// The verdicts in the order of a count.
const VERDICTS: [Verdict; 4] = [Verdict::Violation, Verdict::Pass, Verdict::Unknown, Verdict::NotApplicable];

/// Writes what every rule says of a row. The short text leaves out the values of rules that are kept or do not apply.
///
/// # Errors
/// Those of the writer.
pub fn trace(out: &mut dyn io::Write, trace: &TraceRecord, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    let who = phrase::who_in_full(locale, &trace.label, &trace.key);
    let place = phrase::values(&trace.place);
    let parts: Vec<&str> = [trace.entity.as_str(), &place, &who].into_iter().filter(|p| !p.is_empty()).collect();
    page.styled(0, STRONG, &parts.join("  "))?;
    if let Some(place) = &trace.location {
        page.field(0, page.say("位置", "where"), &phrase::location(locale, place))?;
    }
    page.field(0, page.say("条件", "terms"), &format!("{} {}", page.say("审计日", "audit date"), trace.as_of))?;
    page.blank()?;
    for rule in &trace.rules {
        self::rule(page, rule)?;
    }
    not_run(page, trace)?;
    totals(page, trace)?;
    page.styled(0, STRONG, words::caution(locale))
}

fn rule(page: &mut Page<'_>, rule: &RuleTrace) -> io::Result<()> {
    let locale = page.options.locale;
    let widest = VERDICTS.map(|v| crate::diagnostic::width(words::verdict(locale, v))).into_iter().max().unwrap_or(0);
    let verdict = format!("{} {}", words::sign(rule.verdict), padded(words::verdict(locale, rule.verdict), widest));
    let severity = words::bracketed(locale, words::severity(locale, rule.severity));
    let title = format!("  {} {}{severity}", rule.code, rule.title);
    page.mixed(0, &[(case::verdict_style(rule.verdict), &verdict), (PLAIN, &title)])?;
    let indent = widest + 4;
    if let Some(message) = &rule.message {
        page.field(indent, page.say("问题", "found"), message)?;
    }
    let mut label = page.say("原因", "reason");
    for reason in &rule.reasons {
        page.field(indent, label, reason)?;
        label = "";
    }
    let telling = matches!(rule.verdict, Verdict::Violation | Verdict::Unknown);
    if telling || page.options.length == Length::Full {
        Facts { cells: &rule.cells, computed: &rule.computed, parameters: &rule.parameters, margin: None }
            .write(page, indent)?;
    }
    if rule.verdict == Verdict::Violation || page.options.length == Length::Full {
        case::clauses(page, indent, &rule.basis)?;
    }
    Ok(())
}

fn not_run(page: &mut Page<'_>, trace: &TraceRecord) -> io::Result<()> {
    if trace.not_run.is_empty() {
        return Ok(());
    }
    page.heading(page.say("没有运行的规则", "rules that did not run"))?;
    receipt::lacks(page, &trace.not_run)?;
    for rule in &trace.not_run {
        if let RuleOutcome::SwitchedOff(reason) = &rule.outcome {
            page.line(2, &format!("{} {}", rule.code, rule.title))?;
            page.field(4, page.say("关闭", "off"), reason)?;
        }
    }
    Ok(())
}

fn totals(page: &mut Page<'_>, trace: &TraceRecord) -> io::Result<()> {
    let locale = page.options.locale;
    let count = |verdict| trace.rules.iter().filter(|r| r.verdict == verdict).count();
    let parts: Vec<String> = VERDICTS.iter().map(|v| format!("{} {}", words::verdict(locale, *v), count(*v))).collect();
    page.blank()?;
    let text = format!("{}{}{}", page.say("合计", "total"), words::colon(locale), parts.join(words::comma(locale)));
    page.line(0, &text)
}
