//! Indicators reckoned over all rows and by groups, as records.

use super::outcome::{Outcomes, outcomes, scale};
use super::record::{Against, GroupRecord, IndicatorOutcome, IndicatorRecord, Measured};
use super::total::{Bounds, Total};
use crate::diagnostic::catalogue::{FindingMessage as M, SharedMessage};
use crate::diagnostic::{Diagnostic, nearest};
use crate::dictionary::{FieldId, FieldRef};
use crate::finding::record::IndicatorKind;
use crate::finding::{Run, Selection, View};
use crate::rulebook::{Direction, Indicator, Measure, Rulebook, Uses};
use crate::value::{Decimal, Fraction};
use std::collections::BTreeMap;

/// Indicators that were chosen.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// The indicators.
    pub indicators: Vec<&'a Indicator>,
    /// Whether they were chosen by name. Where they were not, one whose entity no file holds has nothing to measure;
    /// where they were, it cannot be reckoned.
    pub named: bool,
}

impl<'a> Choice<'a> {
    /// The indicators that a selection asks for, in order of code: by code, short name or beginning of a code; all, where
    /// it asks for nothing.
    ///
    /// # Errors
    /// Packs, which hold rules; codes that no indicator has, each with the nearest one.
    pub fn of(rulebook: &'a Rulebook, selection: &Selection) -> Result<Self, Vec<Diagnostic>> {
        let all = || rulebook.indicators.iter();
        let mut errors: Vec<Diagnostic> =
            selection.packs.iter().map(|name| Diagnostic::error(M::PackOfRules { name: name.clone() })).collect();
        let is = |indicator: &Indicator, code: &str| indicator.code.starts_with(code) || indicator.slug == code;
        for code in &selection.codes {
            if code.is_empty() || !all().any(|indicator| is(indicator, code)) {
                let near = nearest(code, all().map(|i| i.code.as_str()));
                let near = near.map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
                errors.push(Diagnostic::error(M::UnknownIndicator { code: code.clone() }).help_maybe(near));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let named = !selection.codes.is_empty();
        let chosen = all().filter(|i| !named || selection.codes.iter().any(|code| is(i, code)));
        let mut indicators: Vec<&Indicator> = chosen.collect();
        indicators.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(Self { indicators, named })
    }
}

/// Reckons indicators over the rows of a run, on the threads of the current rayon pool.
#[must_use]
pub fn measure<'a>(run: &Run<'a>, choice: &Choice<'a>) -> Vec<IndicatorRecord> {
    let view = run.view();
    let mut records = Vec::new();
    outcomes(run.context(), &choice.indicators, |at, made| {
        if let Some(&indicator) = choice.indicators.get(at) {
            let outcome = match made {
                Ok(made) => reckoned(&view, indicator, &made),
                Err(_) if !choice.named && !run.dataset.rows(indicator.entity).given => IndicatorOutcome::NoRows,
                Err(lacks) => IndicatorOutcome::NotRunnable(view.lacking(&lacks)),
            };
            records.push(record(&view, indicator, outcome));
        }
    });
    records
}

fn record<'a>(view: &View<'a>, indicator: &'a Indicator, outcome: IndicatorOutcome) -> IndicatorRecord {
    let line = view.indicator_line(indicator);
    let rulebook = view.context.rulebook;
    let uses = Uses::of(rulebook, indicator.expressions());
    let parameters = uses.parameters.iter().filter_map(|id| rulebook.parameters.get(id.0 as usize));
    let believed = parameters.filter_map(|p| p.at(view.context.as_of)).any(|value| value.assumed);
    IndicatorRecord {
        code: line.code,
        slug: line.slug,
        title: line.title,
        entity: line.entity,
        kind: line.kind,
        unit: view.unit(indicator),
        tolerable: indicator.tolerable.map(|share| Fraction::from(share).per_cent(2)),
        direction: indicator.direction,
        basis: view.cited(&indicator.basis),
        assumed: line.assumed || believed,
        outcome,
    }
}

/// The total and the groups.
fn reckoned(view: &View<'_>, indicator: &Indicator, outcomes: &Outcomes) -> IndicatorOutcome {
    let at = |field: FieldId| FieldRef { entity: indicator.entity, field };
    let (by, absent): (Vec<FieldId>, Vec<FieldId>) =
        indicator.by.iter().copied().partition(|&field| view.has_place(at(field)));
    let mut total = Total::default();
    let mut groups: BTreeMap<Vec<String>, Total> = BTreeMap::new();
    for (row, outcome) in outcomes.iter().enumerate() {
        total.add(outcome);
        if !by.is_empty() && !outcome.among.is_false() {
            let group = by.iter().map(|&field| view.placed(at(field), row).unwrap_or_default()).collect();
            groups.entry(group).or_default().add(outcome);
        }
    }
    let names = |fields: Vec<FieldId>| fields.into_iter().map(|field| view.field(at(field))).collect();
    let group = |(group, total)| GroupRecord { group, measured: measured(indicator, &total) };
    IndicatorOutcome::Ran {
        total: measured(indicator, &total),
        groups: groups.into_iter().map(group).collect(),
        by: names(by),
        by_absent: names(absent),
    }
}

/// The sums of an indicator as they are shown.
#[must_use]
pub fn measured(indicator: &Indicator, total: &Total) -> Measured {
    let scale = scale(&indicator.measure);
    let kind = IndicatorKind::of(&indicator.measure);
    let (known, bounds) = match kind {
        IndicatorKind::Count => (count(total.rows), counted(total)),
        _ => (total.known(scale), total.bounds(scale)),
    };
    let show = |figure: Fraction| match &indicator.measure {
        measure if measure.is_share() => figure.per_cent(2),
        Measure::Count => figure.rounded(0),
        _ => trimmed(figure.rounded(2)),
    };
    let amount = |sum: i128, of: i128| Fraction::new(sum, of).map(|sum| trimmed(sum.rounded(4))).unwrap_or_default();
    let (above, below) = match kind {
        IndicatorKind::Share => (total.above.to_string(), total.below.to_string()),
        IndicatorKind::Mean => (amount(total.above, scale), total.below.to_string()),
        IndicatorKind::Ratio => {
            let number = i128::from(Decimal::SCALE);
            (amount(total.above, number), amount(total.below, number))
        }
        IndicatorKind::Count => (total.rows.to_string(), total.rows.to_string()),
    };
    Measured {
        above,
        below,
        rows: total.rows,
        undecided: total.undecided,
        perhaps: total.perhaps,
        known: known.map(show),
        low: bounds.map(|bounds| show(bounds.low)),
        high: bounds.map(|bounds| show(bounds.high)),
        against: indicator
            .tolerable
            .zip(bounds)
            .map(|(share, bounds)| against(indicator, bounds, Fraction::from(share))),
    }
}

fn count(rows: u64) -> Option<Fraction> {
    Fraction::new(i128::from(rows), 1)
}

fn counted(total: &Total) -> Option<Bounds> {
    let (low, high) = total.counted();
    Some(Bounds { low: count(low)?, high: count(high)? })
}

/// A number without the zeros at the end of its decimals.
fn trimmed(number: String) -> String {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number,
    }
}

/// What is tolerable is the most where lower is better, which is so unless the indicator says otherwise, and the least
/// where higher is better.
fn against(indicator: &Indicator, bounds: Bounds, tolerable: Fraction) -> Against {
    let (best, worst) = match indicator.direction {
        Some(Direction::Higher) => (bounds.high.compare(tolerable).is_ge(), bounds.low.compare(tolerable).is_ge()),
        Some(Direction::Lower) | None => {
            (bounds.low.compare(tolerable).is_le(), bounds.high.compare(tolerable).is_le())
        }
    };
    match (best, worst) {
        (_, true) => Against::Within,
        (false, _) => Against::Beyond,
        (true, false) => Against::Open,
    }
}
