//! Pieces of records in words, the same in every format.

use super::words;
use crate::diagnostic::Locale;
use crate::finding::record::{
    BasisRecord, CellRecord, Location, Margin, MissingFact, Pair, ParameterRecord, RuleOutcome, Summary, ValueDoc,
};
use crate::lint::Covering;
use std::borrow::Cow;

/// A text on one line and without control characters, which could move the cursor of a terminal or turn the direction
/// of writing: line breaks and tabs become spaces, the others a replacement character.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if harmful(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// The tables that no file holds, each with how many rules had nothing to judge for it; empty where there are none.
pub(super) fn tables_without_rows(locale: Locale, summary: &Summary) -> String {
    let mut tables: Vec<(&str, u64)> = Vec::new();
    for rule in summary.rules.iter().filter(|rule| rule.outcome == RuleOutcome::NoRows) {
        match tables.iter_mut().find(|(table, _)| *table == rule.entity) {
            Some((_, rules)) => *rules += 1,
            None => tables.push((&rule.entity, 1)),
        }
    }
    let table =
        |(table, rules): &(&str, u64)| format!("{table}{}", words::bracketed(locale, &words::rules(locale, *rules)));
    tables.iter().map(table).collect::<Vec<_>>().join(locale.pick("、", ", "))
}

/// When a value holds.
pub(super) fn span(locale: Locale, value: &ValueDoc) -> String {
    match (value.from.as_str(), value.until.as_str(), locale) {
        ("", "", _) => locale.pick("任何时候", "always").to_owned(),
        (from, "", Locale::Zh) => format!("{from} 起"),
        ("", until, Locale::Zh) => format!("至 {until}"),
        (from, until, Locale::Zh) => format!("{from} 至 {until}"),
        (from, "", Locale::En) => format!("from {from}"),
        ("", until, Locale::En) => format!("until {until}"),
        (from, until, Locale::En) => format!("{from} to {until}"),
    }
}

/// `户.csv 第 18 行 K 列`.
pub(super) fn location(locale: Locale, location: &Location) -> String {
    let Location { file, row, column } = location;
    match (locale, column) {
        (Locale::Zh, Some(column)) => format!("{file} 第 {row} 行 {column} 列"),
        (Locale::Zh, None) => format!("{file} 第 {row} 行"),
        (Locale::En, Some(column)) => format!("{file}, row {row}, column {column}"),
        (Locale::En, None) => format!("{file}, row {row}"),
    }
}

/// `户.csv K18`: what can be typed into a spreadsheet to go there. The row alone where no cell is meant.
pub(super) fn address(locale: Locale, place: Option<&Location>) -> String {
    match place {
        Some(Location { file, row, column: Some(column) }) => format!("{file} {column}{row}"),
        Some(place) => location(locale, place),
        None => locale.pick("没有单独的行", "no row of its own").to_owned(),
    }
}

/// Where a fact is to be filled in.
pub(super) fn whereabouts(locale: Locale, fact: &MissingFact) -> String {
    if fact.absent {
        return locale.pick("数据里没有", "not in the data").to_owned();
    }
    address(locale, fact.location.as_ref())
}

/// The values of pairs, a space between two.
pub(super) fn values(pairs: &[Pair]) -> String {
    let values: Vec<&str> = pairs.iter().map(|p| p.value.as_str()).filter(|v| !v.is_empty()).collect();
    values.join(" ")
}

/// The key, where the label does not show it already.
fn key<'a>(label: &[Pair], key: &'a str) -> Option<&'a str> {
    (!key.is_empty() && label.iter().all(|p| p.value != key)).then_some(key)
}

/// Which row is meant, as short as can be: `张** 0017`.
pub(super) fn who(label: &[Pair], id: &str) -> String {
    let mut parts = vec![values(label)];
    parts.extend(key(label, id).map(str::to_owned));
    parts.retain(|p| !p.is_empty());
    parts.join(" ")
}

/// Which row is meant, with the names of its fields: `姓名 张**，编号 0017`.
pub(super) fn who_in_full(locale: Locale, label: &[Pair], id: &str) -> String {
    let value = |p: &Pair| if p.value.is_empty() { words::blank(locale).to_owned() } else { p.value.clone() };
    let mut parts: Vec<String> = label.iter().map(|p| format!("{} {}", p.name, value(p))).collect();
    parts.extend(key(label, id).map(|key| format!("{} {key}", locale.pick("编号", "key"))));
    parts.join(words::comma(locale))
}

/// What the row of a cell stands for and which it is: `户`, `人 李**`.
pub(super) fn row_of(entity: &str, of: &str) -> String {
    if of.is_empty() { entity.to_owned() } else { format!("{entity} {of}") }
}

/// The value of a cell, with a word where it is blank.
pub(super) fn shown(locale: Locale, value: &str) -> String {
    if value.is_empty() { words::blank(locale).to_owned() } else { value.to_owned() }
}

/// The value of a cell that was read, or what stands there instead.
pub(super) fn cell_value(locale: Locale, cell: &CellRecord) -> String {
    if cell.unread.is_empty() { shown(locale, &cell.value) } else { words::unread(locale, &cell.unread) }
}

/// `等级 = C级（户.csv K18）`.
pub(super) fn cell(locale: Locale, cell: &CellRecord) -> String {
    let row = if cell.of.is_empty() { String::new() } else { format!("{} ", row_of(&cell.entity, &cell.of)) };
    let place = words::bracketed(locale, &address(locale, cell.location.as_ref()));
    format!("{row}{} = {}{place}", cell.field, cell_value(locale, cell))
}

/// `人均面积 = 28.4 平方米`.
pub(super) fn pair(pair: &Pair) -> String {
    format!("{} = {}", pair.name, pair.value)
}

/// `标准线@2019 = 3747 元（《…》第三条）`.
pub(super) fn parameter(locale: Locale, parameter: &ParameterRecord) -> String {
    let ParameterRecord { name, as_of, value, source, assumed } = parameter;
    let at = if as_of.is_empty() { String::new() } else { format!("@{as_of}") };
    let source = if *assumed { words::assumed(locale) } else { source };
    format!("{name}{at} = {value}{}", words::bracketed(locale, source))
}

/// `3200 元，标准 4000 元，相差 -800 元`.
pub(super) fn margin(locale: Locale, margin: &Margin) -> String {
    let with_unit =
        |number: &str| if margin.unit.is_empty() { number.to_owned() } else { format!("{number} {}", margin.unit) };
    let [value, threshold, difference] = [&margin.value, &margin.threshold, &margin.difference].map(|n| with_unit(n));
    match locale {
        Locale::Zh => format!("{value}，标准 {threshold}，相差 {difference}"),
        Locale::En => format!("{value} against {threshold}, difference {difference}"),
    }
}

/// `《…方案》二（一）`: a document and a place in it.
pub(super) fn citation(locale: Locale, title: &str, clause: &str) -> String {
    match locale {
        Locale::Zh if title.contains('《') => format!("{title}{clause}"),
        Locale::Zh => format!("《{title}》{clause}"),
        Locale::En if clause.is_empty() => title.to_owned(),
        Locale::En => format!("{title}, {clause}"),
    }
}

/// A text in quotation marks; those within it are single ones.
pub(super) fn quoted(locale: Locale, text: &str) -> String {
    match locale {
        Locale::Zh => format!("“{}”", text.replace('“', "‘").replace('”', "’")),
        Locale::En => format!("\"{text}\""),
    }
}

/// `《…方案》二（一）：“……的，不得……”`.
pub(super) fn basis(locale: Locale, basis: &BasisRecord) -> String {
    let place = citation(locale, &basis.title, &basis.clause);
    if basis.text.is_empty() {
        return place;
    }
    format!("{place}{}{}", words::colon(locale), quoted(locale, &basis.text))
}

/// `EX101、GZ101（贵州）`.
pub(super) fn covering<'a>(locale: Locale, covering: impl IntoIterator<Item = &'a Covering>) -> String {
    let between = locale.pick("、", ", ");
    let one = |c: &Covering| format!("{}{}", c.code, words::bracketed(locale, &c.regions.join(between)));
    covering.into_iter().map(one).collect::<Vec<_>>().join(between)
}

/// `人 李** 等级（人.csv M33），决定 EX107`.
pub(super) fn missing(locale: Locale, fact: &MissingFact) -> String {
    let place = words::bracketed(locale, &whereabouts(locale, fact));
    let decides = locale.pick("，决定 ", ", decides ");
    let rules = fact.rules.join(locale.pick("、", ", "));
    format!("{} {}{place}{decides}{rules}", row_of(&fact.entity, &fact.of), fact_field(locale, fact))
}

/// The field to be found out, with what stands there instead of a value.
pub(super) fn fact_field(locale: Locale, fact: &MissingFact) -> String {
    if fact.unread.is_empty() {
        return fact.field.clone();
    }
    format!("{}{}", fact.field, words::unread(locale, &fact.unread))
}

/// `审计日 2020-12-31，地区 示范县，标准线 = 4000（另行设定）`.
pub(super) fn terms(locale: Locale, summary: &Summary) -> String {
    let mut parts = vec![format!("{} {}", locale.pick("审计日", "audit date"), summary.as_of)];
    parts.extend(summary.region.iter().map(|region| format!("{} {region}", locale.pick("地区", "region"))));
    let set = words::bracketed(locale, locale.pick("另行设定", "set for this run"));
    parts.extend(summary.overrides.iter().map(|o| format!("{}{set}", pair(o))));
    parts.join(words::comma(locale))
}
