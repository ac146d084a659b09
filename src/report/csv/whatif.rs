//! What a what-if changes, one row of data and rule or indicator a row.

use super::{Names, Sheet, pick, place};
use crate::diagnostic::Locale;
use crate::report::Options;
use crate::report::whatif::{State, WhatIfReport};
use crate::survey::RowShift;
use std::borrow::Cow;
use std::io;

/// Writes the rows that stand otherwise, by indicator, then by rule.
///
/// # Errors
/// Those of the writer.
pub fn whatif(out: &mut dyn io::Write, report: &WhatIfReport<'_>, options: &Options) -> io::Result<()> {
    let locale = options.locale;
    let answer = report.answer;
    let of_indicators = answer.indicators.iter().flat_map(|s| &s.rows).map(|row| (&*row.place, &*row.label));
    let of_rules = answer.rules.iter().flat_map(|s| &s.rows).map(|row| (&*row.place, &*row.label));
    let names = Names::of(of_indicators.chain(of_rules));
    let mut sheet = Sheet::new(out)?;
    let mut header = pick(locale, &["编号", "名称", "对象"], &["code", "title", "entity"]).to_vec();
    header.extend(&names.0);
    let zh = ["主键", "文件", "行", "列", "现在", "假如", "现值", "现标准", "假设值", "假设标准", "假设相差", "单位"];
    let en = [
        "key",
        "file",
        "row",
        "column",
        "now",
        "then",
        "value now",
        "threshold now",
        "value then",
        "threshold then",
        "difference then",
        "unit",
    ];
    header.extend(pick(locale, &zh, &en));
    sheet.row(header)?;
    for shift in &answer.indicators {
        let of = [&shift.code, &shift.title, &shift.entity];
        shift.rows.iter().try_for_each(|row| sheet.row(line(locale, &names, of, row)))?;
    }
    for shift in &answer.rules {
        let of = [&shift.code, &shift.title, &shift.entity];
        shift.rows.iter().try_for_each(|row| sheet.row(line(locale, &names, of, row)))?;
    }
    sheet.finish()
}

fn line<S: State>(locale: Locale, names: &Names<'_>, of: [&String; 3], row: &RowShift<S>) -> Vec<String> {
    let mut cells: Vec<String> = of.into_iter().cloned().collect();
    cells.extend(names.values(&row.place, &row.label));
    cells.push(row.key.clone());
    cells.extend(place(row.location.as_ref()).map(Cow::into_owned));
    cells.extend([row.from.word(locale).to_owned(), row.to.word(locale).to_owned()]);
    let now = row.before.as_ref().map(|m| [m.value.clone(), m.threshold.clone()]).unwrap_or_default();
    cells.extend(now);
    let then = row.after.as_ref();
    let then = then.map(|m| [&m.value, &m.threshold, &m.difference, &m.unit].map(Clone::clone)).unwrap_or_default();
    cells.extend(then);
    cells
}
