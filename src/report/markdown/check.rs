//! What a check found, as Markdown.

use super::paper::Paper;
use super::receipt;
use crate::diagnostic::Locale;
use crate::finding::record::Record;
use crate::report::groups::{Group, groups, totals};
use crate::report::{Options, Report, headline, phrase, words};
use std::io;

/// Writes what a check found: the counts, a table a rule, what did not run, and the receipt.
///
/// # Errors
/// Those of the writer.
pub fn check(out: &mut dyn io::Write, report: &Report<'_>, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    let groups = groups(report);
    paper.heading(1, paper.say("疑点清单", "Suspects"))?;
    paper.paragraph(&phrase::terms(locale, report.summary))?;
    paper.strong(&headline::found(locale, report.summary, totals(&groups)).headline)?;
    let mut lines = vec![headline::checked(locale, report.summary)];
    lines.extend(headline::doubts(locale, report.summary));
    lines.push(words::caution(locale).to_owned());
    paper.list(&lines)?;
    overview(paper, &groups)?;
    let (data, rules): (Vec<_>, Vec<_>) = groups.iter().partition(|group| group.is_data());
    for group in rules {
        cases(paper, 2, group)?;
    }
    if !data.is_empty() {
        paper.heading(2, paper.say("数据问题", "Data problems"))?;
        paper.paragraph(paper.say("不是疑点，先改数据再核对。", "Not suspects; correct the data first."))?;
    }
    for group in data {
        cases(paper, 3, group)?;
    }
    receipt::not_run(paper, report.summary)?;
    statistics(paper, report)?;
    receipt::receipt(paper, report.summary)
}

/// The rules with cases, one a row.
fn overview(paper: &mut Paper<'_>, groups: &[Group<'_>]) -> io::Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let locale = paper.options.locale;
    let header = match locale {
        Locale::Zh => ["程度", "规则", "名称", "类别", "处数"],
        Locale::En => ["severity", "rule", "title", "class", "cases"],
    };
    let rows: Vec<Vec<String>> = groups
        .iter()
        .map(|g| {
            let severity = words::severity(locale, g.severity);
            [severity, g.code, g.title, g.class_title(), &words::number(g.total)].map(str::to_owned).to_vec()
        })
        .collect();
    paper.table(&header, &[4], &rows)
}

fn cases(paper: &mut Paper<'_>, level: usize, group: &Group<'_>) -> io::Result<()> {
    let locale = paper.options.locale;
    let count = words::bracketed(locale, &words::cases(locale, group.total));
    let severity = words::severity(locale, group.severity);
    paper.heading(level, &format!("{} {}{}{severity}{count}", group.code, group.title, words::comma(locale)))?;
    let listed = &*group.listed(paper.options.limit)?;
    if let Some(first) = listed.first() {
        let basis: Vec<String> = first.basis.iter().map(|b| phrase::basis(locale, b)).collect();
        paper.quotes(&basis)?;
        if !first.remedy.is_empty() {
            paper.paragraph(&format!("{}{}{}", paper.say("处理", "To do"), words::colon(locale), first.remedy))?;
        }
        table(paper, listed)?;
    }
    words::capped(locale, listed.len(), group.total, "处").map_or(Ok(()), |text| paper.paragraph(&text))
}

fn table(paper: &mut Paper<'_>, records: &[Record]) -> io::Result<()> {
    let locale = paper.options.locale;
    let header = match locale {
        Locale::Zh => ["序号", "地点", "对象", "位置", "问题", "证据"],
        Locale::En => ["no.", "place", "who", "where", "found", "evidence"],
    };
    let rows: Vec<Vec<String>> = records.iter().enumerate().map(|(at, record)| row(locale, at + 1, record)).collect();
    paper.table(&header, &[0], &rows)
}

fn row(locale: Locale, number: usize, record: &Record) -> Vec<String> {
    let mut evidence: Vec<String> = record.cells.iter().map(|c| phrase::cell(locale, c)).collect();
    evidence.extend(record.computed.iter().map(phrase::pair));
    evidence.extend(record.parameters.iter().map(|p| phrase::parameter(locale, p)));
    let label = locale.pick("差额 ", "margin ");
    evidence.extend(record.margin.iter().map(|m| format!("{label}{}", phrase::margin(locale, m))));
    if record.assumed {
        evidence.push(locale.pick("规则或所用参数是假定", "the rule or a parameter it reads is assumed").to_owned());
    }
    vec![
        number.to_string(),
        phrase::values(&record.place),
        format!("{} {}", record.entity, phrase::who(&record.label, &record.key)),
        phrase::address(locale, record.location.as_ref()),
        record.message.clone(),
        evidence.join(words::semicolon(locale)),
    ]
}

fn statistics(paper: &mut Paper<'_>, report: &Report<'_>) -> io::Result<()> {
    let Some(statistics) = report.statistics else { return Ok(()) };
    paper.heading(2, paper.say("统计", "Statistics"))?;
    let columns = statistics.headers.len();
    let mut header: Vec<&str> = statistics.headers.iter().map(String::as_str).collect();
    header.extend([paper.say("疑点", "cases"), paper.say("涉及对象", "rows affected")]);
    let locale = paper.options.locale;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in &statistics.rows {
        let mut cells: Vec<String> = row.group.iter().map(|value| phrase::shown(locale, value)).collect();
        cells.extend([row.counts.cases, row.counts.entities].map(words::number));
        rows.push(cells);
    }
    let mut total = vec![String::new(); columns];
    if let Some(first) = total.first_mut() {
        paper.say("合计", "total").clone_into(first);
    }
    total.extend([statistics.total.cases, statistics.total.entities].map(words::number));
    rows.push(total);
    paper.table(&header, &[columns, columns + 1], &rows)
}
