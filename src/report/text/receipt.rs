//! What was read, which rules ran and what they counted: the part of a report that makes it checkable.

use crate::diagnostic::Locale;
use crate::finding::record::{Lacking, RuleOutcome, RuleRecord, Summary, Verdict, VerdictCounts};
use crate::report::headline::Outcomes;
use crate::report::layout::{DOUBTFUL, FAINT, Page, STRONG, Table};
use crate::report::{Length, phrase, words};
use anstyle::Style;
use std::io;

/// The rules that did not run: what is missing and what to do, or why the region switches them off.
pub(super) fn not_run(page: &mut Page<'_>, summary: &Summary) -> io::Result<()> {
    let outcomes = Outcomes::of(summary);
    if outcomes.not_runnable > 0 {
        let count = words::number(outcomes.not_runnable);
        let text = format!("{}{count}", page.say("没有运行的规则：", "rules that could not run: "));
        page.heading(&text)?;
        lacks(page, &summary.rules)?;
        page.line(2, words::skip(page.options.locale))?;
    }
    if outcomes.no_rows > 0 {
        let count = words::rules(page.options.locale, outcomes.no_rows);
        let colon = words::colon(page.options.locale);
        page.heading(&format!(
            "{}{colon}{count}",
            page.say("数据里没有对应的表的规则", "rules whose tables the data do not have")
        ))?;
        page.paragraph(2, &phrase::tables_without_rows(page.options.locale, summary))?;
        let hint = page.say(
            "有这些台账的，放进数据文件夹一并核对；点名选用（--pack、--select）的规则缺表时算没有运行",
            "hand in such ledgers to have them checked; rules chosen by name (--pack, --select) count as not run without them",
        );
        page.paragraph(2, hint)?;
    }
    if outcomes.switched_off > 0 {
        page.heading(page.say("本地区关闭的规则", "rules that the region switches off"))?;
        for rule in &summary.rules {
            if let RuleOutcome::SwitchedOff(reason) = &rule.outcome {
                page.line(2, &format!("{} {}", rule.code, rule.title))?;
                page.field(4, page.say("原因", "reason"), reason)?;
            }
        }
    }
    Ok(())
}

/// What keeps rules from running: in short each lack once, with the rules that want it; in full rule by rule.
pub(super) fn lacks(page: &mut Page<'_>, rules: &[RuleRecord]) -> io::Result<()> {
    match page.options.length {
        Length::Short => by_lack(page, rules),
        Length::Full => rules.iter().try_for_each(|rule| lacking(page, rule)),
    }
}

/// What is lacking, each once, with the rules that want it.
fn by_lack(page: &mut Page<'_>, rules: &[RuleRecord]) -> io::Result<()> {
    let mut lacks: Vec<(&Lacking, Vec<&str>)> = Vec::new();
    for rule in rules {
        let RuleOutcome::NotRunnable(lacking) = &rule.outcome else { continue };
        for lack in lacking {
            match lacks.iter_mut().find(|(known, _)| *known == lack) {
                Some((_, codes)) => codes.push(&rule.code),
                None => lacks.push((lack, vec![&rule.code])),
            }
        }
    }
    let (columns, others): (Vec<_>, Vec<_>) = lacks.into_iter().partition(|(lack, _)| lack.column.is_some());
    for (lack, codes) in others {
        let codes = codes.join(page.say("、", ", "));
        page.paragraph(2, &format!("{}{}{codes}", lack.what, words::colon(page.options.locale)))?;
        page.paragraph(4, &lack.way_out)?;
    }
    by_table(page, &columns)
}

/// The columns that tables lack, a paragraph a table, each column with how many rules want it.
fn by_table(page: &mut Page<'_>, lacks: &[(&Lacking, Vec<&str>)]) -> io::Result<()> {
    let locale = page.options.locale;
    let mut tables: Vec<(&str, Vec<String>)> = Vec::new();
    for (lack, codes) in lacks {
        let Some(column) = &lack.column else { continue };
        let shown = format!("{}{}", column.value, words::bracketed(locale, &codes.join(locale.pick("、", ", "))));
        match tables.iter_mut().find(|(table, _)| *table == column.name) {
            Some((_, columns)) => columns.push(shown),
            None => tables.push((&column.name, vec![shown])),
        }
    }
    for (table, columns) in &tables {
        let lacks = match locale {
            Locale::Zh => format!("“{table}”的文件缺 {} 列", columns.len()),
            Locale::En => format!("the file of {table} lacks {} column(s)", columns.len()),
        };
        page.line(2, &format!("{lacks}{}", words::colon(locale)))?;
        page.paragraph(4, &columns.join(locale.pick("、", ", ")))?;
    }
    if !tables.is_empty() {
        page.paragraph(2, page.say("各列可用的表头见 --full", "--full names the headers that each may have"))?;
    }
    Ok(())
}

/// A rule that could not run, with what it wants; nothing for the others.
fn lacking(page: &mut Page<'_>, rule: &RuleRecord) -> io::Result<()> {
    let RuleOutcome::NotRunnable(lacking) = &rule.outcome else { return Ok(()) };
    page.line(2, &format!("{} {}", rule.code, rule.title))?;
    for lack in lacking {
        page.field(4, page.say("缺少", "missing"), &lack.what)?;
        page.field(4, page.say("办法", "way out"), &lack.way_out)?;
    }
    Ok(())
}

/// The receipt with the closing line.
pub(super) fn receipt(page: &mut Page<'_>, summary: &Summary) -> io::Result<()> {
    receipt_of(page, summary, &[])
}

/// The receipt with the closing lines: of a long report the end is what stands on the screen, so that what was found is
/// said there once more.
pub(super) fn receipt_of(page: &mut Page<'_>, summary: &Summary, found: &[(Style, String)]) -> io::Result<()> {
    inputs(page, summary)?;
    rules(page, summary)?;
    assumed(page, summary)?;
    run(page, summary)?;
    closing(page, found)?;
    page.styled(0, STRONG, words::caution(page.options.locale))
}

/// What was found, once more.
pub(super) fn closing(page: &mut Page<'_>, found: &[(Style, String)]) -> io::Result<()> {
    page.blank()?;
    found.iter().try_for_each(|(style, line)| page.styled(0, *style, line))
}

/// What is only believed: in short how much of it there is and where to see it, in full each with its value.
fn assumed(page: &mut Page<'_>, summary: &Summary) -> io::Result<()> {
    if summary.assumed.is_empty() {
        return Ok(());
    }
    let count = words::number(summary.assumed.len() as u64);
    let title = page.say("用到的假定（文件中没有出处）", "assumed values in use (no document says so)");
    page.heading(&format!("{title}{}{count}", words::colon(page.options.locale)))?;
    match page.options.length {
        Length::Short => page.paragraph(
            2,
            page.say(
                "逐项和各自的值见 --full，含义见 hucha explain 名称；疑点是否依赖假定，--full 和 CSV 逐处写明",
                "--full lists them with their values, `hucha explain NAME` says what they mean; --full and CSV say of \
                 every case whether it rests on one",
            ),
        ),
        Length::Full => summary.assumed.iter().try_for_each(|pair| page.paragraph(2, &phrase::pair(pair))),
    }
}

/// Notes, and the program, terms and rules of the run.
pub(super) fn run(page: &mut Page<'_>, summary: &Summary) -> io::Result<()> {
    if !summary.notes.is_empty() {
        page.heading(page.say("说明", "notes"))?;
        for note in &summary.notes {
            page.paragraph(2, note)?;
        }
    }
    page.heading(page.say("本次运行", "this run"))?;
    page.field(2, page.say("程序", "program"), &format!("{} {}", summary.program, summary.version))?;
    page.field(2, page.say("条件", "terms"), &phrase::terms(page.options.locale, summary))?;
    let hash = vec![format!("SHA-256 {}", summary.rulebook_sha256)];
    page.hanging(2, page.say("规则", "rulebook"), &hash)
}

/// The files.
pub(super) fn inputs(page: &mut Page<'_>, summary: &Summary) -> io::Result<()> {
    page.heading(page.say("读入的文件", "files read"))?;
    let mut table = Table::new(&[3, 4, 5, 6]);
    table.row(match page.options.locale {
        Locale::Zh => ["文件", "内容", "编码", "读入", "采用", "剔除", "非数据"],
        Locale::En => ["file", "rows are", "encoding", "read", "kept", "set aside", "no data"],
    });
    for i in &summary.inputs {
        let counts = [i.read, i.kept, i.set_aside, i.no_data].map(words::number);
        table.row([i.file.clone(), i.entity.clone(), i.encoding.clone()].into_iter().chain(counts));
    }
    page.table_with_header(2, &table)?;
    let mut hashes = Table::default();
    for input in &summary.inputs {
        if let Some(sha256) = &input.sha256 {
            hashes.row(["SHA-256", sha256, &input.file]);
        }
    }
    match (page.options.length, hashes.lines().as_slice()) {
        (_, []) => {}
        (Length::Short, _) => {
            page.styled(2, FAINT, page.say("各文件的 SHA-256 见 --full", "--full gives the SHA-256 of each file"))?;
        }
        (Length::Full, lines) => lines.iter().try_for_each(|line| page.styled(2, FAINT, line))?,
    }
    if !summary.skipped.is_empty() {
        page.styled(2, DOUBTFUL, page.say("没有读的文件", "files not read"))?;
        let mut table = Table::default();
        for pair in &summary.skipped {
            table.row([&pair.name, &pair.value]);
        }
        page.table(4, &table)?;
    }
    Ok(())
}

fn rules(page: &mut Page<'_>, summary: &Summary) -> io::Result<()> {
    let locale = page.options.locale;
    page.heading(page.say("规则与判定", "rules and verdicts"))?;
    let outcomes = Outcomes::of(summary);
    let [ran, not_runnable, off] = [outcomes.ran, outcomes.not_runnable, outcomes.switched_off].map(words::number);
    page.line(
        2,
        &match locale {
            Locale::Zh => format!("运行 {ran} 条，未能运行 {not_runnable} 条，关闭 {off} 条"),
            Locale::En => format!("{ran} ran, {not_runnable} could not run, {off} switched off"),
        },
    )?;
    let verdicts = [Verdict::Violation, Verdict::Pass, Verdict::Unknown, Verdict::NotApplicable];
    let numbers = |c: &VerdictCounts| [c.violation, c.pass, c.unknown, c.not_applicable].map(words::number);
    let total = page.say("合计", "total");
    let mut table = Table::new(&[1, 2, 3, 4]);
    table.row([page.say("规则", "rule")].into_iter().chain(verdicts.map(|v| words::verdict(locale, v))));
    if page.options.length == Length::Full {
        for rule in &summary.rules {
            if let RuleOutcome::Ran(counts) = &rule.outcome {
                let name = format!("{} {}", rule.code, rule.title);
                table.row([name].into_iter().chain(numbers(counts)));
            }
        }
    }
    table.row([total.to_owned()].into_iter().chain(numbers(&outcomes.verdicts)));
    page.table_with_header(2, &table)
}
