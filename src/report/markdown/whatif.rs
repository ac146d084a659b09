//! What a what-if changes, as Markdown.

use super::paper::Paper;
use super::receipt;
use crate::diagnostic::Locale;
use crate::report::whatif::{
    State, WhatIfReport, assumed, change, counted, figures, margins, moved, supposed, title, why,
};
use crate::report::{Length, Options, headline, phrase, words};
use crate::survey::RowShift;
use std::io;

/// Writes what a what-if changes.
///
/// # Errors
/// Those of the writer.
pub fn whatif(out: &mut dyn io::Write, report: &WhatIfReport<'_>, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    let answer = report.answer;
    paper.heading(1, &title(locale, answer))?;
    paper.paragraph(&phrase::terms(locale, report.summary))?;
    let mut lines = supposed(locale, answer, options.length == Length::Full);
    if !answer.note.is_empty() {
        lines.push(answer.note.clone());
    }
    if answer.assumed {
        lines.push(assumed(locale).to_owned());
    }
    paper.list(&lines)?;
    let basis: Vec<String> = answer.basis.iter().map(|b| phrase::basis(locale, b)).collect();
    paper.quotes(&basis)?;
    paper.strong(&counted(locale, answer))?;
    paper.list(&headline::rowless(locale, report.summary, answer.entities()))?;
    let changed: Vec<Vec<String>> = answer
        .indicators
        .iter()
        .filter(|shift| shift.changes())
        .map(|s| vec![s.code.clone(), s.title.clone(), figures(locale, s), moved(locale, s)])
        .collect();
    if !changed.is_empty() {
        let header = match locale {
            Locale::Zh => ["指标", "名称", "现在 → 假如", "增减"],
            Locale::En => ["indicator", "title", "now → then", "moved"],
        };
        paper.table(&header, &[], &changed)?;
    }
    for shift in answer.indicators.iter().filter(|shift| !shift.rows.is_empty()) {
        paper.heading(2, &format!("{} {}", shift.code, shift.title))?;
        rows(paper, &shift.rows)?;
    }
    for shift in answer.rules.iter().filter(|shift| shift.changes()) {
        paper.heading(2, &format!("{} {}", shift.code, shift.title))?;
        rows(paper, &shift.rows)?;
    }
    let left: Vec<Vec<String>> =
        answer.not_asked.iter().map(|left| vec![left.code.clone(), left.title.clone(), why(locale, left)]).collect();
    if !left.is_empty() {
        paper.heading(2, paper.say("没有问的规则和指标", "Rules and indicators that were not asked"))?;
        let header = match locale {
            Locale::Zh => ["编号", "名称", "原因"],
            Locale::En => ["code", "title", "reason"],
        };
        paper.table(&header, &[], &left)?;
    }
    paper.heading(2, paper.say("附：数据与规则", "Appendix: data and rules"))?;
    receipt::inputs(paper, report.summary)?;
    paper.list(&receipt::run(locale, report.summary))
}

fn rows<S: State>(paper: &mut Paper<'_>, rows: &[RowShift<S>]) -> io::Result<()> {
    let locale = paper.options.locale;
    let listed = &rows[..paper.options.limit.map_or(rows.len(), |limit| limit.min(rows.len()))];
    let header = match locale {
        Locale::Zh => ["序号", "地点", "对象", "位置", "结论", "数值"],
        Locale::En => ["no.", "place", "who", "where", "verdict", "value"],
    };
    let cells: Vec<Vec<String>> = listed
        .iter()
        .enumerate()
        .map(|(at, row)| {
            vec![
                (at + 1).to_string(),
                phrase::values(&row.place),
                phrase::who(&row.label, &row.key),
                phrase::address(locale, row.location.as_ref()),
                change(locale, row),
                margins(locale, row),
            ]
        })
        .collect();
    if !cells.is_empty() {
        paper.table(&header, &[0], &cells)?;
    }
    let capped = words::capped(locale, listed.len(), rows.len() as u64, "行");
    capped.map_or(Ok(()), |text| paper.paragraph(&text))
}
