//! The spot audit: a plan, the list of a draw, what a sample says, and the sheets that visitors fill in.

use super::{Sheet, pick};
use crate::diagnostic::Locale;
use crate::report::Options;
use crate::report::sample::{decimals, question, word};
use crate::survey::Interval;
use crate::survey::draw::Ticketed;
use crate::survey::evaluated::{Evaluated, Item};
use crate::survey::form::Sheet as Form;
use crate::survey::list::{COLUMNS, Sampled};
use crate::survey::plan::Planned;
use crate::survey::response::Response;
use crate::survey::said::{Amount, Figure};
use std::io;

/// Writes the steps of a plan.
///
/// # Errors
/// Those of the writer.
pub fn plan(out: &mut dyn io::Write, plan: &Planned, options: &Options) -> io::Result<()> {
    let mut sheet = Sheet::new(out)?;
    sheet.row(pick(options.locale, &["允许差错", "至少抽"], &["errors allowed", "sample of at least"]))?;
    for step in &plan.steps {
        sheet.row([step.errors.to_string(), step.size.to_string()])?;
    }
    sheet.finish()
}

fn columns<'a>(locale: Locale) -> Vec<&'a str> {
    COLUMNS.iter().map(|(zh, en)| locale.pick(zh, en)).collect()
}

/// Writes the list of a draw: its own columns, then where each unit is and what it is called.
///
/// # Errors
/// Those of the writer.
pub fn draw(out: &mut dyn io::Write, units: &[Sampled], options: &Options) -> io::Result<()> {
    let locale = options.locale;
    let mut names: Vec<&str> = Vec::new();
    for pair in units.iter().flat_map(|unit| &unit.labels) {
        if !names.contains(&pair.name.as_str()) {
            names.push(&pair.name);
        }
    }
    let mut sheet = Sheet::new(out)?;
    sheet.row(columns(locale).into_iter().chain(names.iter().copied()))?;
    for unit in units {
        let label = |name: &&str| unit.labels.iter().find(|pair| pair.name == *name).map(|pair| pair.value.clone());
        let labels = names.iter().map(|name| label(name).unwrap_or_default());
        sheet.row(unit.cells(locale == Locale::Zh).into_iter().chain(labels))?;
    }
    sheet.finish()
}

/// Writes the tickets of all units of a frame, with all their decimals as text.
///
/// # Errors
/// Those of the writer.
pub fn tickets(out: &mut dyn io::Write, tickets: &[Ticketed<'_>], options: &Options) -> io::Result<()> {
    let zh = ["层", "群", "编号", "票号", "点群票号"];
    let en = ["stratum", "cluster", "key", "ticket", "cluster ticket"];
    let mut sheet = Sheet::new(out)?;
    sheet.row(pick(options.locale, &zh, &en))?;
    for unit in tickets {
        let cluster = unit.cluster_ticket.map(|ticket| ticket.to_string()).unwrap_or_default();
        sheet.row([unit.stratum, unit.cluster, unit.key, &unit.ticket.to_string(), &cluster])?;
    }
    sheet.finish()
}

/// Writes a sheet to be filled in. That of the units begins with the columns of the list.
///
/// # Errors
/// Those of the writer.
pub fn form(out: &mut dyn io::Write, form: &Form, units: Option<&[Sampled]>, options: &Options) -> io::Result<()> {
    let locale = options.locale;
    let mut sheet = Sheet::new(out)?;
    let own = if units.is_some() { columns(locale) } else { Vec::new() };
    let asks = form.asks.iter().map(|ask| ask.name.as_str());
    sheet.row(own.into_iter().chain(form.known.iter().map(String::as_str)).chain(asks))?;
    for row in &form.rows {
        let unit = units.and_then(|units| units.get(row.unit));
        let own = unit.map(|unit| unit.cells(locale == Locale::Zh).to_vec()).unwrap_or_default();
        let blanks = form.asks.iter().map(|_| String::new());
        sheet.row(own.into_iter().chain(row.cells.iter().cloned()).chain(blanks))?;
    }
    sheet.finish()
}

/// Writes what a sample says, a row for each question and part of the sample. A row without a stratum is of all.
///
/// # Errors
/// Those of the writer.
pub fn evaluated(out: &mut dyn io::Write, evaluated: &Evaluated, options: &Options) -> io::Result<()> {
    let locale = options.locale;
    let mut sheet = Sheet::new(out)?;
    let zh = [
        "种类",
        "编号",
        "名称",
        "对象",
        "层",
        "应抽",
        "抽中",
        "访到",
        "替换",
        "拒访",
        "未访到",
        "已不在",
        "差错",
        "判定",
        "无法判定",
        "样本率",
        "加权率",
        "标准误",
        "设计效应",
        "自由度",
        "精确下",
        "精确上",
        "Wilson下",
        "Wilson上",
        "设计下",
        "设计上",
        "有效样本下",
        "有效样本上",
        "总体上限",
        "单侧下限",
        "单侧上限",
        "推算",
        "推算上限",
        "空白下",
        "空白上",
        "未答下",
        "未答上",
        "容许",
        "结论",
    ];
    let en = [
        "question",
        "code",
        "title",
        "entity",
        "stratum",
        "planned",
        "drawn",
        "reached",
        "replaced",
        "refused",
        "not reached",
        "gone",
        "errors",
        "judged",
        "undecided",
        "raw",
        "weighted",
        "standard error",
        "design effect",
        "freedom",
        "exact low",
        "exact high",
        "wilson low",
        "wilson high",
        "design low",
        "design high",
        "effective low",
        "effective high",
        "population upper",
        "lower bound",
        "upper bound",
        "projected",
        "projected upper",
        "blanks low",
        "blanks high",
        "silent low",
        "silent high",
        "tolerable",
        "word",
    ];
    sheet.row(pick(locale, &zh, &en))?;
    for item in &evaluated.items {
        for part in &item.figures {
            let mut cells = head(locale, evaluated, item, &part.stratum);
            cells.extend(figure(locale, item, &part.figure));
            sheet.row(cells)?;
        }
        for part in &item.amounts {
            let mut cells = head(locale, evaluated, item, &part.stratum);
            cells.extend(amount(&part.figure));
            sheet.row(cells)?;
        }
    }
    sheet.finish()
}

fn head(locale: Locale, evaluated: &Evaluated, item: &Item, stratum: &str) -> Vec<String> {
    let mut cells = vec![
        question(locale, item.question).to_owned(),
        item.code.clone(),
        item.title.clone(),
        item.entity.clone(),
        stratum.to_owned(),
    ];
    let none = Response::default();
    let r = evaluated.responses.iter().find(|response| response.stratum == stratum).unwrap_or(&none);
    let counts = [r.planned, r.drawn, r.reached, r.replaced, r.refused, r.not_reached, r.gone];
    cells.extend(counts.map(|count| count.to_string()));
    cells
}

/// Shares with six decimals.
const PLACES: usize = 6;

fn figure(locale: Locale, item: &Item, f: &Figure) -> Vec<String> {
    let number = |share: Option<f64>| decimals(share, PLACES);
    let pair = |interval: Option<Interval>| {
        interval.map_or_else(Default::default, |i| [i.low, i.high].map(|s| number(Some(s))))
    };
    let mut cells = vec![f.errors.to_string(), f.of.to_string(), f.undecided.to_string()];
    cells.extend([f.raw, f.weighted, f.error].map(number));
    cells.push(decimals(f.effect, 3));
    cells.push(f.freedom.map(|freedom| freedom.to_string()).unwrap_or_default());
    for interval in [Some(f.exact), Some(f.wilson), f.design, f.effective] {
        cells.extend(pair(interval));
    }
    cells.push(f.population.map(|(count, _)| count.to_string()).unwrap_or_default());
    cells.extend([f.lower, f.upper].map(|bound| number(Some(bound))));
    cells.extend([f.projected, f.projected_upper].map(|count| decimals(count, 1)));
    cells.extend(pair(f.open));
    cells.extend(pair(f.silent));
    cells.push(item.tolerable.map(crate::report::sample::short_per_cent).unwrap_or_default());
    cells.push(f.word.map(|said| word(locale, said).to_owned()).unwrap_or_default());
    cells
}

/// A mean, ratio or count stands where the weighted share does; its interval where the design-based one does.
fn amount(a: &Amount) -> Vec<String> {
    let number = |value: Option<f64>| decimals(value, PLACES);
    let mut cells = vec![String::new(), a.of.to_string(), a.undecided.to_string(), String::new()];
    cells.extend([a.value, a.error].map(number));
    cells.extend((0..6).map(|_| String::new()));
    cells.extend([a.interval.map(|i| i.low), a.interval.map(|i| i.high)].map(number));
    cells.extend((0..13).map(|_| String::new()));
    cells
}
