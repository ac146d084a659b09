//! The spot audit as Markdown: a plan, a draw, what a sample says, and the page of a visit.

use super::paper::Paper;
use super::receipt;
use crate::diagnostic::Locale;
use crate::report::sample::{self as page, DrawReport, caveats, title, word};
use crate::report::text::{evaluated as said, sample};
use crate::report::{Length, Options, words};
use crate::survey::evaluated::{Evaluated, Item, Question};
use crate::survey::form::{Ask, Forms};
use crate::survey::list::{Sampled, VISITS};
use crate::survey::plan::Planned;
use crate::survey::protocol::Protocol;
use std::io;

/// Writes a plan.
///
/// # Errors
/// Those of the writer.
pub fn plan(out: &mut dyn io::Write, plan: &Planned, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    paper.heading(1, paper.say("抽样方案", "Sampling plan"))?;
    paper.paragraph(&sample::goal(locale, plan))?;
    paper.list(&sample::conditions(locale, plan))?;
    let header = [paper.say("允许差错", "errors allowed"), paper.say("至少抽", "sample of at least")];
    let row = |step: &crate::survey::plan::Step| vec![words::number(step.errors), words::number(step.size)];
    paper.table(&header, &[0, 1], &plan.steps.iter().map(row).collect::<Vec<_>>())?;
    paper.strong(&sample::chosen(locale, plan))?;
    if !plan.chances.is_empty() {
        let rows: Vec<Vec<String>> = sample::chances(plan).into_iter().map(Vec::from).collect();
        paper.table(&sample::chance_header(locale), &[0, 1, 2, 3], &rows)?;
    }
    Ok(())
}

/// Writes a draw: its record and its list.
///
/// # Errors
/// Those of the writer.
pub fn draw(out: &mut dyn io::Write, draw: &DrawReport<'_>, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    record(paper, options, paper.say("抽样记录", "Record of the draw"), draw.protocol)?;
    paper.heading(2, paper.say("名单", "List"))?;
    let rows: Vec<Vec<String>> = draw.units.iter().map(|unit| sample::line(locale, unit).to_vec()).collect();
    let mut header = sample::list_header(locale);
    header[4] = paper.say("名称", "name");
    paper.table(&header, &[0], &rows)
}

/// Writes the record of a frame, and what is to be done with it.
///
/// # Errors
/// Those of the writer.
pub fn frame(out: &mut dyn io::Write, frame: &Protocol, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    record(paper, options, paper.say("抽样框记录", "Record of the frame"), frame)?;
    paper.strong(page::next_step(options.locale))
}

/// The terms, the strata and the notes of a record.
fn record(paper: &mut Paper<'_>, options: &Options, title: &str, protocol: &Protocol) -> io::Result<()> {
    let locale = options.locale;
    paper.heading(1, title)?;
    let terms = sample::terms(locale, protocol);
    let terms: Vec<String> =
        terms.into_iter().map(|(label, text)| format!("{label}{}{text}", words::colon(locale))).collect();
    paper.list(&terms)?;
    let strata: Vec<Vec<String>> = sample::strata(locale, protocol).into_iter().map(Vec::from).collect();
    paper.table(&sample::stratum_header(locale), &[1, 2, 3, 4, 5, 6, 7], &strata)?;
    paper.quotes(&protocol.notes)
}

/// Writes what a sample says.
///
/// # Errors
/// Those of the writer.
pub fn evaluated(out: &mut dyn io::Write, evaluated: &Evaluated, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    paper.heading(1, paper.say("抽查推断", "What the sample says"))?;
    paper.paragraph(&said::headline(locale, evaluated))?;
    let (responses, left) = page::responses(evaluated, options);
    let rows = said::response_rows(locale, evaluated.clustered, responses);
    let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
    paper.table(&said::response_header(locale), &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], &rows)?;
    page::strata_left(locale, left).map_or(Ok(()), |text| paper.paragraph(&text))?;
    paper.quotes(&evaluated.notes)?;
    let names = [
        (Question::Class, paper.say("差错率", "Shares of errors")),
        (Question::Indicator, paper.say("指标", "Indicators")),
        (Question::Rule, paper.say("逐条规则", "Rule by rule")),
    ];
    for (question, name) in names {
        let mut items = evaluated.items.iter().filter(|item| item.question == question).peekable();
        if items.peek().is_some() {
            paper.heading(2, name)?;
            items.try_for_each(|item| self::item(paper, options, item))?;
        }
    }
    receipt::not_run(paper, &evaluated.run)?;
    receipt::receipt(paper, &evaluated.run)?;
    paper.paragraph(words::caution(locale))
}

fn item(paper: &mut Paper<'_>, options: &Options, item: &Item) -> io::Result<()> {
    let locale = options.locale;
    paper.heading(3, &title(locale, item))?;
    if let Some(figure) = item.figures.first().map(|part| &part.figure) {
        if let Some(own) = figure.word {
            let limit = item.tolerable.map(|share| said::tolerable(locale, item, share)).unwrap_or_default();
            paper.strong(&format!("{}{}", word(locale, own), words::bracketed(locale, &limit)))?;
        }
        let mut lines: Vec<String> = said::lines(locale, figure)
            .into_iter()
            .map(|(label, text)| format!("{label}{}{text}", words::colon(locale)))
            .collect();
        lines.extend(caveats(locale, item, figure));
        if !item.faulty.is_empty() {
            let keys = item.faulty.join(locale.pick("、", ", "));
            lines.push(format!("{}{}{keys}", locale.pick("编号", "errors in"), words::colon(locale)));
        }
        paper.list(&lines)?;
        let (parts, left) = page::strata(item, options);
        if !parts.is_empty() {
            let rows: Vec<Vec<String>> = parts.into_iter().map(|part| said::stratum(locale, part).to_vec()).collect();
            paper.table(&said::stratum_header(locale), &[1, 2, 3, 4, 5, 6], &rows)?;
        }
        page::strata_left(locale, left).map_or(Ok(()), |text| paper.paragraph(&text))?;
    }
    let shown = if options.length == Length::Full { item.amounts.len() } else { 1 };
    let amounts: Vec<String> = item
        .amounts
        .iter()
        .take(shown)
        .map(|part| format!("{} {}", part.stratum, said::amount(locale, item.kind, &part.figure)).trim().to_owned())
        .collect();
    paper.list(&amounts)
}

/// Writes the page for the visit to one unit: which it is, what is asked of it and of what belongs to it, how the visit
/// ended.
///
/// # Errors
/// Those of the writer.
pub fn visit(
    out: &mut dyn io::Write,
    forms: &Forms,
    (at, unit): (usize, &Sampled),
    options: &Options,
) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    let number = unit.number;
    let title = match locale {
        Locale::Zh => format!("入户核查表 第 {number} 号"),
        Locale::En => format!("Visit no. {number}"),
    };
    paper.heading(1, &title)?;
    let role = crate::survey::list::ROLES.iter().find(|(role, ..)| *role == unit.role);
    let role = role.map_or("", |(_, zh, en)| locale.pick(zh, en));
    let mut which: Vec<String> = Vec::new();
    let place = [unit.stratum.as_str(), unit.cluster.as_str()].into_iter().filter(|part| !part.is_empty());
    let place: Vec<&str> = place.collect();
    if !place.is_empty() {
        which.push(format!(
            "{}{}{}",
            locale.pick("层、群", "stratum, cluster"),
            words::colon(locale),
            place.join(" · ")
        ));
    }
    let cells = forms.units.rows.get(at).map_or(&[][..], |row| row.cells.as_slice());
    let named = forms.units.known.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
    which.extend(named.map(|(name, cell)| format!("{name}{}{cell}", words::colon(locale))));
    which.push(format!("{}{}{role}", locale.pick("角色", "role"), words::colon(locale)));
    paper.list(&which)?;
    let asked: Vec<Vec<String>> = forms.units.asks.iter().map(|ask| line(ask, 1)).collect();
    let header = [paper.say("项目", "item"), paper.say("现场", "found"), paper.say("可填", "may be")];
    if !asked.is_empty() {
        paper.table(&header, &[], &asked)?;
    }
    for part in forms.parts.iter().filter(|part| !part.asks.is_empty()) {
        paper.heading(2, &part.entity)?;
        // Each of them a column, headed by what it is called.
        let inside = part.rows.iter().filter(|row| row.unit == at);
        let names: Vec<&str> = inside.map(|row| row.name.as_str()).collect();
        let mut header = vec![paper.say("项目", "item")];
        header.extend(&names);
        header.push(paper.say("可填", "may be"));
        let rows: Vec<Vec<String>> = part.asks.iter().map(|ask| line(ask, names.len())).collect();
        paper.table(&header, &[], &rows)?;
    }
    let boxes: Vec<String> = VISITS.iter().map(|(_, zh, en)| format!("□ {}", locale.pick(zh, en))).collect();
    let ended = locale.pick("访问结果", "visit");
    paper.paragraph(&format!("{ended}{}{}", words::colon(locale), boxes.join("  ")))?;
    let signed = locale.pick("核查人：　　　　　　陪同：　　　　　　日期：", "visited by:          with:          on:");
    paper.paragraph(signed)
}

/// A field with room for so many values.
fn line(ask: &Ask, room: usize) -> Vec<String> {
    let mut cells = vec![ask.name.clone()];
    cells.extend((0..room).map(|_| String::new()));
    cells.push(ask.hint.clone());
    cells
}
