//! What did not run, and the receipt, as Markdown.

use super::paper::Paper;
use crate::diagnostic::Locale;
use crate::finding::record::{RuleOutcome, Summary, VerdictCounts};
use crate::report::headline::Outcomes;
use crate::report::{phrase, words};
use std::io;

/// The rules that did not run, with what is missing or why they are off.
pub(super) fn not_run(paper: &mut Paper<'_>, summary: &Summary) -> io::Result<()> {
    let locale = paper.options.locale;
    let between = locale.pick("、", ", ");
    let mut stuck = Vec::new();
    let mut off = Vec::new();
    for rule in &summary.rules {
        let mut row = vec![rule.code.clone(), rule.title.clone()];
        match &rule.outcome {
            RuleOutcome::Ran(_) | RuleOutcome::NoRows => {}
            RuleOutcome::NotRunnable(lacking) => {
                let what: Vec<&str> = lacking.iter().map(|lack| lack.what.as_str()).collect();
                let ways: Vec<&str> = lacking.iter().map(|lack| lack.way_out.as_str()).collect();
                row.extend([what.join(between), ways.join(words::semicolon(locale))]);
                stuck.push(row);
            }
            RuleOutcome::SwitchedOff(reason) => {
                row.push(reason.clone());
                off.push(row);
            }
        }
    }
    if !stuck.is_empty() {
        paper.heading(2, paper.say("没有运行的规则", "Rules that could not run"))?;
        let header = match locale {
            Locale::Zh => ["规则", "名称", "缺少", "办法"],
            Locale::En => ["rule", "title", "missing", "way out"],
        };
        paper.table(&header, &[], &stuck)?;
    }
    let absent = phrase::tables_without_rows(locale, summary);
    if !absent.is_empty() {
        paper.heading(2, paper.say("数据里没有的表", "Tables that the data do not have"))?;
        paper.paragraph(&absent)?;
    }
    if !off.is_empty() {
        paper.heading(2, paper.say("本地区关闭的规则", "Rules that the region switches off"))?;
        let header = match locale {
            Locale::Zh => ["规则", "名称", "原因"],
            Locale::En => ["rule", "title", "reason"],
        };
        paper.table(&header, &[], &off)?;
    }
    Ok(())
}

/// The receipt.
pub(super) fn receipt(paper: &mut Paper<'_>, summary: &Summary) -> io::Result<()> {
    paper.heading(2, paper.say("附：数据与规则", "Appendix: data and rules"))?;
    let locale = paper.options.locale;
    inputs(paper, summary)?;
    if !summary.skipped.is_empty() {
        let skipped: Vec<String> = summary
            .skipped
            .iter()
            .map(|p| format!("{} {}{}{}", paper.say("没有读", "not read:"), p.name, words::colon(locale), p.value))
            .collect();
        paper.list(&skipped)?;
    }
    verdicts(paper, summary)?;
    let assumed = |p| format!("{}{}", phrase::pair(p), words::bracketed(locale, words::assumed(locale)));
    let assumed: Vec<String> = summary.assumed.iter().map(assumed).collect();
    paper.list(&assumed.into_iter().chain(run(locale, summary)).collect::<Vec<_>>())
}

/// Notes, and the program, terms and rules of the run, a line each.
pub(super) fn run(locale: Locale, summary: &Summary) -> Vec<String> {
    let mut lines = summary.notes.clone();
    let terms = phrase::terms(locale, summary);
    lines.push(format!("{} {}{}{terms}", summary.program, summary.version, words::comma(locale)));
    lines.push(format!("{} SHA-256 {}", locale.pick("规则", "rulebook"), summary.rulebook_sha256));
    lines
}

/// The files.
pub(super) fn inputs(paper: &mut Paper<'_>, summary: &Summary) -> io::Result<()> {
    let header = match paper.options.locale {
        Locale::Zh => ["文件", "内容", "编码", "读入", "采用", "剔除", "非数据", "SHA-256"],
        Locale::En => ["file", "rows are", "encoding", "read", "kept", "set aside", "no data", "SHA-256"],
    };
    let rows: Vec<Vec<String>> = summary
        .inputs
        .iter()
        .map(|i| {
            let [read, kept, aside, no_data] = [i.read, i.kept, i.set_aside, i.no_data].map(words::number);
            vec![
                i.file.clone(),
                i.entity.clone(),
                i.encoding.clone(),
                read,
                kept,
                aside,
                no_data,
                i.sha256.clone().unwrap_or_else(|| "-".to_owned()),
            ]
        })
        .collect();
    paper.table(&header, &[3, 4, 5, 6], &rows)
}

fn verdicts(paper: &mut Paper<'_>, summary: &Summary) -> io::Result<()> {
    let header = match paper.options.locale {
        Locale::Zh => ["规则", "名称", "命中", "不命中", "无法判定", "不适用"],
        Locale::En => ["rule", "title", "violation", "pass", "unknown", "not applicable"],
    };
    let numbers = |c: &VerdictCounts| [c.violation, c.pass, c.unknown, c.not_applicable].map(words::number);
    let mut rows = Vec::new();
    for rule in &summary.rules {
        if let RuleOutcome::Ran(counts) = &rule.outcome {
            rows.push([rule.code.clone(), rule.title.clone()].into_iter().chain(numbers(counts)).collect());
        }
    }
    let total = paper.say("合计", "total").to_owned();
    let counts = numbers(&Outcomes::of(summary).verdicts);
    rows.push([total, String::new()].into_iter().chain(counts).collect());
    paper.table(&header, &[2, 3, 4, 5], &rows)
}
