//! The evidence of a case, and the words of the rule it offends.

use crate::finding::record::{BasisRecord, CellRecord, Margin, Pair, ParameterRecord, Record, Severity, Verdict};
use crate::report::layout::{BAD, DOUBTFUL, FAINT, GOOD, NOTED, PLAIN, Page, Table};
use crate::report::{phrase, words};
use anstyle::Style;
use std::io;

/// What was read to decide.
pub(super) struct Facts<'a> {
    pub(super) cells: &'a [CellRecord],
    pub(super) computed: &'a [Pair],
    pub(super) parameters: &'a [ParameterRecord],
    pub(super) margin: Option<&'a Margin>,
}

impl<'a> Facts<'a> {
    /// Those of a case.
    pub(super) fn of(record: &'a Record) -> Self {
        Self {
            cells: &record.cells,
            computed: &record.computed,
            parameters: &record.parameters,
            margin: record.margin.as_ref(),
        }
    }

    /// Writes them, one label a kind.
    pub(super) fn write(&self, page: &mut Page<'_>, indent: usize) -> io::Result<()> {
        let locale = page.options.locale;
        let mut cells = Table::default();
        for cell in self.cells {
            cells.row([
                phrase::row_of(&cell.entity, &cell.of),
                cell.field.clone(),
                phrase::cell_value(locale, cell),
                phrase::address(locale, cell.location.as_ref()),
            ]);
        }
        page.hanging(indent, page.say("数据", "cells"), &cells.lines())?;
        let computed: Vec<String> = self.computed.iter().map(phrase::pair).collect();
        page.hanging(indent, page.say("计算", "computed"), &computed)?;
        let mut label = page.say("参数", "parameter");
        for parameter in self.parameters {
            page.field(indent, label, &phrase::parameter(locale, parameter))?;
            label = "";
        }
        if let Some(margin) = self.margin {
            page.field(indent, page.say("差额", "margin"), &phrase::margin(locale, margin))?;
        }
        Ok(())
    }
}

/// Writes the clauses.
pub(super) fn clauses(page: &mut Page<'_>, indent: usize, basis: &[BasisRecord]) -> io::Result<()> {
    let mut label = page.say("依据", "basis");
    for clause in basis {
        page.field(indent, label, &phrase::basis(page.options.locale, clause))?;
        label = "";
    }
    Ok(())
}

/// Writes what to do.
pub(super) fn remedy(page: &mut Page<'_>, indent: usize, remedy: &str) -> io::Result<()> {
    if remedy.is_empty() { Ok(()) } else { page.field(indent, page.say("处理", "to do"), remedy) }
}

/// Writes that a rule, or a parameter that it reads, is only believed.
pub(super) fn assumption(page: &mut Page<'_>, indent: usize, assumed: bool) -> io::Result<()> {
    if !assumed {
        return Ok(());
    }
    let text = page.say(
        "本条规则或所用参数是假定，文件中没有出处，请先确认",
        "the rule or a parameter it reads is assumed, no document says so; confirm it first",
    );
    page.field(indent, page.say("注意", "caution"), text)
}

/// The style of a verdict.
pub(super) const fn verdict_style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Violation => BAD,
        Verdict::Pass => GOOD,
        Verdict::Unknown => DOUBTFUL,
        Verdict::NotApplicable => FAINT,
    }
}

/// The style of a severity.
pub(super) const fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => BAD,
        Severity::Warning => DOUBTFUL,
        Severity::Note => NOTED,
    }
}

/// The severity in its style, and the rest of a title.
pub(super) fn title(page: &mut Page<'_>, indent: usize, severity: Severity, rest: &str) -> io::Result<()> {
    let word = words::severity(page.options.locale, severity);
    page.mixed(indent, &[(style(severity), word), (PLAIN, " "), (PLAIN, rest)])
}
