//! What a file looks like, as text.

use crate::diagnostic::Locale;
use crate::finding::record::{ColumnRecord, InspectRecord, ProblemRecord};
use crate::report::layout::{BAD, DOUBTFUL, FAINT, PLAIN, Page, STRONG, Table};
use crate::report::{Length, Options, phrase, words};
use std::io;

/// Writes what a file looks like. The short text leaves out the samples of the columns.
///
/// # Errors
/// Those of the writer.
pub fn inspect(out: &mut dyn io::Write, file: &InspectRecord, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    head(page, file)?;
    columns(page, file)?;
    if !file.problems.is_empty() {
        page.heading(page.say("读不了的内容", "what could not be read"))?;
    }
    for problem in &file.problems {
        self::problem(page, problem)?;
    }
    if !file.notes.is_empty() {
        page.heading(page.say("说明", "notes"))?;
        for note in &file.notes {
            page.paragraph(2, note)?;
        }
    }
    Ok(())
}

fn head(page: &mut Page<'_>, file: &InspectRecord) -> io::Result<()> {
    let locale = page.options.locale;
    let bytes = words::bracketed(locale, &words::counted(locale, file.bytes, "字节", "byte", "bytes"));
    page.mixed(0, &[(STRONG, &file.file), (PLAIN, &bytes)])?;
    let with_reason = |text: &str, reason: &str| format!("{text}{}", words::bracketed(locale, reason));
    page.field(
        0,
        page.say("内容", "rows are"),
        &if file.entity.is_empty() {
            with_reason(page.say("看不出", "not known"), &file.entity_reason)
        } else {
            with_reason(&file.entity, &file.entity_reason)
        },
    )?;
    page.field(0, page.say("编码", "encoding"), &with_reason(&file.encoding, &file.encoding_reason))?;
    page.field(0, page.say("分隔", "delimiter"), &file.delimiter)?;
    let mut label = page.say("题头", "titles");
    for row in &file.title_rows {
        page.field(0, label, row)?;
        label = "";
    }
    page.field(
        0,
        page.say("表头", "header"),
        &match (file.header_row, locale) {
            (Some(row), Locale::Zh) => format!("第 {row} 行"),
            (Some(row), Locale::En) => format!("row {row}"),
            (None, _) => page.say("没有找到", "not found").to_owned(),
        },
    )?;
    let [read, kept, aside, no_data] = [file.read, file.kept, file.set_aside, file.no_data].map(words::number);
    page.field(
        0,
        page.say("行数", "rows"),
        &match locale {
            Locale::Zh => format!("读入 {read} = 采用 {kept} + 剔除 {aside}；另有非数据行 {no_data}"),
            Locale::En => format!("read {read} = kept {kept} + set aside {aside}; no data {no_data}"),
        },
    )?;
    if !file.missing_key.is_empty() {
        let columns = file.missing_key.join(page.say("、", ", "));
        let text = match locale {
            Locale::Zh => format!("缺少主键列：{columns}。没有它，各行无法与其他表对上"),
            Locale::En => {
                format!("key columns are missing: {columns}; without them no row can be joined to other tables")
            }
        };
        page.styled(0, BAD, &text)?;
    }
    Ok(())
}

fn columns(page: &mut Page<'_>, file: &InspectRecord) -> io::Result<()> {
    let known = file.columns.iter().filter(|c| !c.field.is_empty()).count();
    let all = file.columns.len();
    page.heading(&match page.options.locale {
        Locale::Zh => format!("列：共 {all}，认得 {known}"),
        Locale::En => format!("columns: {all}, known {known}"),
    })?;
    let mut table = Table::default();
    for column in &file.columns {
        let mut cells = vec![column.letter.clone(), column.header.clone(), meaning(page, column), column.kind.clone()];
        if page.options.length == Length::Full {
            cells.push(column.samples.join(page.say("、", ", ")));
        }
        table.row(cells);
    }
    for (line, column) in table.lines().iter().zip(&file.columns) {
        page.styled(2, if column.field.is_empty() { DOUBTFUL } else { PLAIN }, line)?;
    }
    Ok(())
}

/// What a column was taken for.
fn meaning(page: &Page<'_>, column: &ColumnRecord) -> String {
    if !column.field.is_empty() {
        return column.field.clone();
    }
    match (column.suggestion.as_str(), page.options.locale) {
        ("", locale) => locale.pick("（不认得，不读）", "(not known, not read)").to_owned(),
        (near, Locale::Zh) => format!("（不认得；是不是“{near}”？）"),
        (near, Locale::En) => format!("(not known; did you mean \"{near}\"?)"),
    }
}

fn problem(page: &mut Page<'_>, problem: &ProblemRecord) -> io::Result<()> {
    let locale = page.options.locale;
    let count = words::counted(locale, problem.count, "处", "time", "times");
    let effect = if problem.row_left_out {
        page.say("整行不采用", "the whole row is left out")
    } else {
        page.say("只影响这一格", "this cell only")
    };
    let effect = words::bracketed(locale, effect);
    page.line(2, &format!("{}{}{count}{effect}", problem.kind, words::colon(locale)))?;
    let mut table = Table::default();
    for example in &problem.examples {
        table.row([phrase::address(locale, Some(&example.location)), phrase::quoted(locale, &example.text)]);
    }
    page.table(4, &table)?;
    let shown = u64::try_from(problem.examples.len()).unwrap_or(u64::MAX);
    if shown < problem.count {
        let rest = words::number(problem.count - shown);
        let text = match locale {
            Locale::Zh => format!("另有 {rest} 处没有列出"),
            Locale::En => format!("not listed: {rest} more"),
        };
        page.styled(4, FAINT, &text)?;
    }
    Ok(())
}
