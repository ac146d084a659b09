//! CSV for spreadsheets: UTF-8 with a byte order mark, one row a case or a row of a gate's list, headers in the
//! reader's language. The module `guard` keeps a spreadsheet from running or changing what the cells hold.

mod coverage;
mod figures;
mod guard;
mod measured;
mod sample;
mod statistics;
mod whatif;

pub use coverage::coverage;
pub use figures::figures;
pub use measured::measured;
pub use sample::{draw, evaluated, form, plan, tickets};
pub use statistics::statistics;
pub use whatif::whatif;

use super::{GateReport, Options, Report, phrase, words};
use crate::diagnostic::Locale;
use crate::finding::record::{Location, Pair, Record};
use std::borrow::Cow;
use std::io;

/// Writes the cases, one a row, in the order of the report.
///
/// # Errors
/// Those of [`write_check`](super::write_check).
pub fn check(out: &mut dyn io::Write, report: &Report<'_>, options: &Options) -> io::Result<()> {
    let locale = options.locale;
    let names = report.cases.columns();
    let names = Names(names.iter().map(String::as_str).collect());
    let mut sheet = Sheet::new(out)?;
    let zh = ["规则", "名称", "类别", "程度", "对象"];
    let en = ["rule", "title", "class", "severity", "entity"];
    let mut header: Vec<&str> = pick(locale, &zh, &en).to_vec();
    header.extend(&names.0);
    let zh = [
        "编号",
        "文件",
        "行",
        "列",
        "问题",
        "证据",
        "参数",
        "实际值",
        "标准值",
        "相差",
        "单位",
        "依据",
        "处理",
        "假定",
        "指纹",
    ];
    let en = [
        "key",
        "file",
        "row",
        "column",
        "message",
        "evidence",
        "parameter",
        "value",
        "threshold",
        "difference",
        "unit",
        "basis",
        "remedy",
        "assumed",
        "fingerprint",
    ];
    header.extend(pick(locale, &zh, &en));
    let columns = header.len();
    sheet.row(header)?;
    sheet.finish()?;
    report.in_blocks(out, |out, block| {
        let mut sheet = Sheet::behind(out);
        block.iter().try_for_each(|record| sheet.row(case(locale, record, &names, columns)))?;
        sheet.finish()
    })
}

fn case<'r>(locale: Locale, record: &'r Record, names: &Names<'_>, columns: usize) -> Vec<Cow<'r, str>> {
    // Of a record that has no evidence nothing is copied on the way to the file.
    let mut cells: Vec<Cow<'r, str>> = Vec::with_capacity(columns);
    cells.extend([
        Cow::Borrowed(record.code.as_str()),
        (&record.title).into(),
        (&record.class_title).into(),
        words::severity(locale, record.severity).into(),
        (&record.entity).into(),
    ]);
    cells.extend(names.values(&record.place, &record.label).into_iter().map(Cow::Owned));
    cells.push((&record.key).into());
    cells.extend(place(record.location.as_ref()));
    let read = record.cells.iter().map(|c| phrase::cell(locale, c));
    let evidence: Vec<String> = read.chain(record.computed.iter().map(phrase::pair)).collect();
    let parameters: Vec<String> = record.parameters.iter().map(|p| phrase::parameter(locale, p)).collect();
    let basis: Vec<String> = record.basis.iter().map(|b| phrase::basis(locale, b)).collect();
    let between = words::semicolon(locale);
    cells.push((&record.message).into());
    cells.push(evidence.join(between).into());
    cells.push(parameters.join(between).into());
    cells.extend(match &record.margin {
        Some(m) => [&m.value, &m.threshold, &m.difference, &m.unit].map(Cow::from),
        None => Default::default(),
    });
    cells.push(basis.join(between).into());
    cells.push((&record.remedy).into());
    cells.push(words::yes(locale, record.assumed).into());
    cells.push((&record.fingerprint).into());
    cells
}

/// Writes the rows of a gate's list.
///
/// # Errors
/// Those of the writer.
pub fn gate(out: &mut dyn io::Write, report: &GateReport<'_>, options: &Options) -> io::Result<()> {
    let locale = options.locale;
    let names = Names::of(report.records.iter().map(|r| (&*r.place, &*r.label)));
    let mut sheet = Sheet::new(out)?;
    let mut header = pick(locale, &["结论", "对象"], &["verdict", "entity"]).to_vec();
    header.extend(&names.0);
    let zh = ["编号", "文件", "行", "列", "原因", "规则", "须查明", "未决规则"];
    let en = ["key", "file", "row", "column", "reasons", "rules", "to find out", "undecided rules"];
    header.extend(pick(locale, &zh, &en));
    sheet.row(header)?;
    let between = words::semicolon(locale);
    for record in report.records {
        let mut cells = vec![record.verdict_title.clone(), record.entity.clone()];
        cells.extend(names.values(&record.place, &record.label));
        cells.push(record.key.clone());
        cells.extend(place(record.location.as_ref()).map(Cow::into_owned));
        let reason = |r: &Record| format!("{}{}{}", r.title, words::colon(locale), r.message);
        let codes = |codes: Vec<&str>| codes.join(between);
        cells.push(record.reasons.iter().map(reason).collect::<Vec<_>>().join(between));
        cells.push(codes(record.reasons.iter().map(|r| r.code.as_str()).collect()));
        let missing: Vec<String> = record.missing.iter().map(|m| phrase::missing(locale, m)).collect();
        cells.push(missing.join(between));
        cells.push(codes(record.undecided.iter().map(|r| r.code.as_str()).collect()));
        sheet.row(cells)?;
    }
    sheet.finish()
}

fn pick<'a, const N: usize>(locale: Locale, zh: &'a [&'a str; N], en: &'a [&'a str; N]) -> &'a [&'a str; N] {
    match locale {
        Locale::Zh => zh,
        Locale::En => en,
    }
}

/// File, row and column letter.
fn place(location: Option<&Location>) -> [Cow<'_, str>; 3] {
    let Some(l) = location else { return Default::default() };
    [(&l.file).into(), l.row.to_string().into(), l.column.as_deref().unwrap_or_default().into()]
}

/// The names of places and labels, each once, in the order of their first appearance, places first.
struct Names<'a>(Vec<&'a str>);

impl<'a> Names<'a> {
    fn of(rows: impl Iterator<Item = (&'a [Pair], &'a [Pair])> + Clone) -> Self {
        let mut names: Vec<&str> = Vec::new();
        let places = rows.clone().flat_map(|(place, _)| place);
        for pair in places.chain(rows.flat_map(|(_, label)| label)) {
            if !names.contains(&pair.name.as_str()) {
                names.push(&pair.name);
            }
        }
        Self(names)
    }

    /// The value of each name; empty where a row does not have it.
    fn values(&self, place: &[Pair], label: &[Pair]) -> Vec<String> {
        let value = |name: &&str| place.iter().chain(label).find(|p| p.name == *name).map(|p| p.value.clone());
        self.0.iter().map(|name| value(name).unwrap_or_default()).collect()
    }
}

/// A file that is being written.
struct Sheet<'a> {
    file: ::csv::Writer<&'a mut dyn io::Write>,
    /// Room for a row: written as a whole, its cells are looked at once.
    row: ::csv::ByteRecord,
}

impl<'a> Sheet<'a> {
    fn new(out: &'a mut dyn io::Write) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        Ok(Self::behind(out))
    }

    /// More rows of a file that is begun.
    fn behind(out: &'a mut dyn io::Write) -> Self {
        let file = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        Self { file, row: ::csv::ByteRecord::new() }
    }

    fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> io::Result<()> {
        self.row.clear();
        cells.into_iter().for_each(|cell| self.row.push_field(guard::cell(cell.as_ref()).as_bytes()));
        self.file.write_byte_record(&self.row).map_err(plain)
    }

    fn finish(mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What kept a row from being written, as the writer said it: a reader that goes away is told from a full disk by it.
fn plain(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
