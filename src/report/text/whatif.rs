//! What a what-if changes, as text.

use super::{case, receipt};
use crate::report::layout::{DOUBTFUL, GOOD, Page, STRONG, Table};
use crate::report::whatif::{
    State, WhatIfReport, assumed, change, counted, figures, margins, moved, supposed, title, why,
};
use crate::report::{Length, Options, headline, phrase, words};
use crate::survey::{RowShift, ScenarioLine};
use std::collections::BTreeMap;
use std::io;

/// Writes what a what-if changes: what is supposed, indicators, rules, each with the rows that stand otherwise.
///
/// # Errors
/// Those of the writer.
pub fn whatif(out: &mut dyn io::Write, report: &WhatIfReport<'_>, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    let answer = report.answer;
    page.styled(0, STRONG, &title(locale, answer))?;
    page.paragraph(0, &phrase::terms(locale, report.summary))?;
    for line in supposed(locale, answer, options.length == Length::Full) {
        page.field(2, page.say("假设", "suppose"), &line)?;
    }
    if !answer.note.is_empty() {
        page.field(2, page.say("说明", "note"), &answer.note)?;
    }
    case::clauses(page, 2, &answer.basis)?;
    if answer.assumed {
        page.field(2, page.say("注意", "note"), assumed(locale))?;
    }
    page.blank()?;
    let style = if answer.changes() { DOUBTFUL } else { GOOD };
    page.styled(0, style, &counted(locale, answer))?;
    for doubt in headline::rowless(locale, report.summary, answer.entities()) {
        page.styled(0, DOUBTFUL, &doubt)?;
    }
    for shift in answer.indicators.iter().filter(|shift| shift.changes()) {
        page.blank()?;
        let moved = moved(locale, shift);
        let moved = if moved.is_empty() { moved } else { format!("{}{moved}", words::semicolon(locale)) };
        page.styled(0, STRONG, &format!("{} {}", shift.code, shift.title))?;
        page.paragraph(2, &format!("{}{moved}", figures(locale, shift)))?;
        rows(page, &shift.rows)?;
    }
    for shift in answer.rules.iter().filter(|shift| shift.changes()) {
        page.blank()?;
        let count = words::rows(locale, shift.rows.len() as u64);
        let text = format!("{} {}{}{count}", shift.code, shift.title, words::colon(locale));
        case::title(page, 0, shift.severity, &text)?;
        rows(page, &shift.rows)?;
    }
    not_asked(page, report)?;
    receipt::inputs(page, report.summary)?;
    receipt::run(page, report.summary)?;
    receipt::closing(page, &[(style, counted(locale, answer))])
}

/// The rows that stand otherwise: how many of each kind, then as many as the limit allows.
fn rows<S: State>(page: &mut Page<'_>, rows: &[RowShift<S>]) -> io::Result<()> {
    let locale = page.options.locale;
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    rows.iter().for_each(|row| *kinds.entry(change(locale, row)).or_default() += 1);
    if kinds.len() > 1 || page.options.limit == Some(0) {
        let kinds = kinds.iter().map(|(kind, count)| format!("{kind} {}", words::number(*count)));
        page.paragraph(2, &kinds.collect::<Vec<_>>().join(words::semicolon(locale)))?;
    }
    let listed = &rows[..page.options.limit.map_or(rows.len(), |limit| limit.min(rows.len()))];
    let mut table = Table::default();
    for row in listed {
        table.row([
            phrase::address(locale, row.location.as_ref()),
            phrase::values(&row.place),
            phrase::who(&row.label, &row.key),
            change(locale, row),
            margins(locale, row),
        ]);
    }
    page.table(2, &table)?;
    let capped = words::capped(locale, listed.len(), rows.len() as u64, "行");
    capped.map_or(Ok(()), |text| page.styled(2, DOUBTFUL, &text))
}

fn not_asked(page: &mut Page<'_>, report: &WhatIfReport<'_>) -> io::Result<()> {
    let locale = page.options.locale;
    if report.answer.not_asked.is_empty() {
        return Ok(());
    }
    page.heading(page.say("没有问的规则和指标", "rules and indicators that were not asked"))?;
    match page.options.length {
        Length::Full => {
            for left in &report.answer.not_asked {
                page.line(2, &format!("{} {}", left.code, left.title))?;
                page.field(4, page.say("原因", "reason"), &why(locale, left))?;
            }
        }
        Length::Short => {
            let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
            for left in &report.answer.not_asked {
                let reason = why(locale, left);
                match reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, codes)) => codes.push(&left.code),
                    None => reasons.push((reason, vec![&left.code])),
                }
            }
            for (reason, codes) in reasons {
                page.paragraph(2, &format!("{reason}{}{}", words::colon(locale), codes.join(locale.pick("、", ", "))))?;
            }
        }
    }
    Ok(())
}

/// Writes one line a scenario, under a heading of their own.
///
/// # Errors
/// Those of the writer.
pub fn scenarios(out: &mut dyn io::Write, scenarios: &[ScenarioLine], options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    page.heading(page.say("情景", "scenarios"))?;
    let mut table = Table::default();
    table.row([page.say("名称", "name"), page.say("假如", "what if"), page.say("备注", "remarks")]);
    for line in scenarios {
        let remark = if line.assumed { words::assumed(options.locale) } else { "" };
        table.row([line.name.as_str(), &line.title, remark]);
    }
    page.table_with_header(0, &table)
}
