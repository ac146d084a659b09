//! The first lines of a report: what was found, what was checked, and what keeps the answer from being complete.

use super::words;
use crate::diagnostic::Locale;
use crate::finding::record::{GateSummary, RuleOutcome, Severity, Summary, VerdictCounts};

/// What was found, in a line.
pub(super) struct Found {
    pub(super) headline: String,
    /// Whether there is nothing to look at and every rule ran on complete data.
    pub(super) clean: bool,
}

/// What was found.
pub(super) fn found(locale: Locale, summary: &Summary, (by_severity, data): ([(Severity, u64); 3], u64)) -> Found {
    let outcomes = Outcomes::of(summary);
    let total: u64 = by_severity.iter().map(|(_, cases)| cases).sum();
    let headline = if total > 0 {
        let parts: Vec<String> = by_severity
            .iter()
            .filter(|(_, cases)| *cases > 0)
            .map(|(severity, cases)| format!("{} {}", words::severity(locale, *severity), words::number(*cases)))
            .collect();
        let parts = words::bracketed(locale, &parts.join(words::comma(locale)));
        match locale {
            Locale::Zh => format!("发现疑点 {}{parts}", words::cases(locale, total)),
            Locale::En => format!("{}{parts}", words::counted(locale, total, "", "suspect case", "suspect cases")),
        }
    } else if outcomes.ran == 0 {
        locale.pick("没有任何规则运行，本次没有结论", "no rule ran: this run says nothing").to_owned()
    } else if !summary.has_judged() {
        nothing_judged(locale).to_owned()
    } else {
        locale.pick("没有发现疑点", "no suspects found").to_owned()
    };
    let data_part = match (data, locale) {
        (0, _) => String::new(),
        (data, Locale::Zh) => format!("；数据问题 {}", words::cases(locale, data)),
        (data, Locale::En) => format!("; {}", words::counted(locale, data, "", "data problem", "data problems")),
    };
    let clean =
        total + data == 0 && summary.has_judged() && outcomes.not_runnable == 0 && outcomes.verdicts.unknown == 0;
    Found { headline: format!("{headline}{data_part}"), clean }
}

/// What is said where no rule had a row to judge: "nothing found" would be taken for "all in order".
const fn nothing_judged(locale: Locale) -> &'static str {
    locale.pick("没有一行数据可供判定，本次没有结论", "there was no row to judge: this run says nothing")
}

/// The tables that were handed in without a row; nothing where all have rows.
fn empty_tables(locale: Locale, summary: &Summary) -> Option<String> {
    let tables: Vec<&str> = summary.empty_tables().collect();
    let names = tables.join(locale.pick("”“", ", "));
    (!tables.is_empty()).then(|| match locale {
        Locale::Zh => format!("“{names}”的文件里一行数据也没有"),
        Locale::En => format!("files without a single row: {names}"),
    })
}

/// What keeps figures over all rows from meaning anything: no rows of the `entities` asked about, or tables without any.
pub(super) fn rowless<'e>(
    locale: Locale,
    summary: &Summary,
    entities: impl IntoIterator<Item = &'e str>,
) -> Vec<String> {
    let nothing = (!summary.has_rows_of(entities)).then(|| nothing_judged(locale).to_owned());
    nothing.into_iter().chain(empty_tables(locale, summary)).collect()
}

/// What was checked: rows and rules.
pub(super) fn checked(locale: Locale, summary: &Summary) -> String {
    let outcomes = Outcomes::of(summary);
    // What is known by its key alone (a village named by its households) was not handed in to be checked.
    let read = summary.rows.iter().filter(|r| summary.inputs.iter().any(|i| i.entity == r.entity));
    let rows: Vec<String> = read.map(|r| format!("{} {}", r.entity, words::rows(locale, r.rows))).collect();
    let rows = if rows.is_empty() { words::rows(locale, 0) } else { rows.join(locale.pick("、", ", ")) };
    let rules = words::rules(locale, outcomes.ran);
    let idle = match (outcomes.no_rows, locale) {
        (0, _) => String::new(),
        (idle, Locale::Zh) => format!("，另有 {}没有对应的表", words::rules(locale, idle)),
        (idle, Locale::En) => format!(", {} had no table to judge", words::rules(locale, idle)),
    };
    match locale {
        Locale::Zh => format!("检查了：{rows}；运行规则 {rules}{idle}"),
        Locale::En => format!("checked: {rows}; {rules} ran{idle}"),
    }
}

/// What keeps "nothing found" from meaning "all in order"; nothing where nothing does.
pub(super) fn doubts(locale: Locale, summary: &Summary) -> Vec<String> {
    let outcomes = Outcomes::of(summary);
    let mut doubts = Vec::new();
    if outcomes.not_runnable > 0 {
        let count = words::rules(locale, outcomes.not_runnable);
        doubts.push(match locale {
            Locale::Zh => format!("{count}规则因缺列或缺参数没有运行，没有运行不等于合格"),
            Locale::En => format!("{count} could not run; not run is not passed"),
        });
    }
    if outcomes.verdicts.unknown > 0 {
        let count = words::number(outcomes.verdicts.unknown);
        doubts.push(match locale {
            Locale::Zh => format!("{count} 次判定因单元格空白而无法作出，空白不等于合格"),
            Locale::En => format!("verdicts left unknown by blank cells: {count}; blank is not passed"),
        });
    }
    doubts.extend(empty_tables(locale, summary));
    doubts.extend(set_aside(locale, summary));
    doubts.extend(summary.doubts.iter().cloned());
    doubts
}

/// What keeps a gate from being complete.
pub(super) fn gate_doubts(locale: Locale, summary: &GateSummary) -> Vec<String> {
    let not_run = Outcomes::of(&summary.run).not_runnable;
    let clear = &summary.clear.title;
    let mut doubts = Vec::new();
    let listed = summary.clear.rows + summary.barred.rows + summary.open.rows;
    if !summary.run.has_judged() {
        doubts.push(nothing_judged(locale).to_owned());
    } else if listed == 0 {
        doubts.push(locale.pick("名单上一行也没有", "no row is on the list").to_owned());
    }
    doubts.extend(empty_tables(locale, &summary.run));
    if not_run > 0 {
        let count = words::rules(locale, not_run);
        doubts.push(match locale {
            Locale::Zh => format!("{count}规则没有运行，“{clear}”只对其余规则成立"),
            Locale::En => format!("{count} could not run: \"{clear}\" holds for the other rules only"),
        });
    }
    doubts.extend(set_aside(locale, &summary.run));
    doubts.extend(summary.run.doubts.iter().cloned());
    doubts
}

/// Rows that nobody looked at.
fn set_aside(locale: Locale, summary: &Summary) -> Option<String> {
    let rows: u64 = summary.inputs.iter().map(|i| i.set_aside).sum();
    let count = words::rows(locale, rows);
    (rows > 0).then(|| match locale {
        Locale::Zh => format!("{count}数据无法读取，已剔除，没有检查"),
        Locale::En => format!("set aside unread and unchecked: {count}"),
    })
}

/// What became of the selected rules, counted.
#[derive(Default)]
pub(super) struct Outcomes {
    pub(super) ran: u64,
    pub(super) not_runnable: u64,
    pub(super) no_rows: u64,
    pub(super) switched_off: u64,
    pub(super) verdicts: VerdictCounts,
}

impl Outcomes {
    pub(super) fn of(summary: &Summary) -> Self {
        let mut all = Self::default();
        for rule in &summary.rules {
            match &rule.outcome {
                RuleOutcome::Ran(counts) => {
                    all.ran += 1;
                    all.verdicts.violation += counts.violation;
                    all.verdicts.pass += counts.pass;
                    all.verdicts.unknown += counts.unknown;
                    all.verdicts.not_applicable += counts.not_applicable;
                }
                RuleOutcome::NotRunnable(_) => all.not_runnable += 1,
                RuleOutcome::NoRows => all.no_rows += 1,
                RuleOutcome::SwitchedOff(_) => all.switched_off += 1,
            }
        }
        all
    }
}
