//! What each row adds to an indicator.
//!
//! An indicator is a sum by a sum: of a share, one for each row that fulfils the condition by one for each row that is
//! measured. What is blank makes a row's part unknown between bounds, and it stays that: nothing is left out.

use crate::engine::{Condition, Lack, Plan, Reader, Reading};
use crate::rulebook::{Indicator, Measure};
use crate::trace::{Context, Value, evaluate};
use crate::value::{Decimal, Truth};

/// The least and the greatest that a sum or a part of it can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The least.
    pub low: i128,
    /// The greatest.
    pub high: i128,
}

impl Span {
    /// What is known exactly.
    #[must_use]
    pub const fn exact(value: i128) -> Self {
        Self { low: value, high: value }
    }

    /// Whether the value is known exactly.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        self.low == self.high
    }
}

/// What a row adds to an indicator. Amounts are counted in the units of [`scale`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowOutcome {
    /// Whether the row is among those measured.
    pub among: Truth,
    /// What it adds above the line: for a share and a count 0 or 1, or from 0 to 1 where it cannot be told; for a mean
    /// or ratio an amount. `None` where nothing bounds it.
    pub above: Option<Span>,
    /// What it adds below the line: 1, for a ratio an amount. `None` where it is not known exactly.
    pub below: Option<i128>,
}

impl RowOutcome {
    /// Of a share: whether the row fulfils the condition.
    #[must_use]
    pub fn fulfils(self) -> Truth {
        match self.above {
            Some(Span { low: 1, .. }) => Truth::True,
            Some(Span { high: 0, .. }) => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

/// What every row of its entity adds to an indicator, kept as small as it can be.
#[derive(Clone, Debug)]
pub struct Outcomes {
    rows: Rows,
}

#[derive(Clone, Debug)]
enum Rows {
    Share(Vec<(Truth, Truth)>),
    Mean(Vec<(Truth, Reading)>),
    Ratio(Vec<(Truth, Reading)>, Vec<Reading>),
    Count(Vec<Truth>),
}

/// How fine amounts of means are counted, in parts of the last decimal of a number: a quotient lies between two of them.
const FINE: i128 = 100_000_000;

impl Outcomes {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.rows {
            Rows::Share(rows) => rows.len(),
            Rows::Mean(rows) | Rows::Ratio(rows, _) => rows.len(),
            Rows::Count(rows) => rows.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a row adds; nothing past the last.
    #[must_use]
    pub fn row(&self, row: usize) -> RowOutcome {
        let made = match &self.rows {
            Rows::Share(rows) => rows.get(row).map(|&(among, holds)| share(among, holds)),
            Rows::Mean(rows) => rows.get(row).map(|&(among, value)| mean(among, value)),
            Rows::Ratio(rows, to) => rows.get(row).zip(to.get(row)).map(|(&(among, of), &to)| ratio(among, of, to)),
            Rows::Count(rows) => rows.get(row).map(|&among| share(among, Truth::True)),
        };
        made.unwrap_or(RowOutcome { among: Truth::False, above: None, below: None })
    }

    /// What every row adds, in order.
    pub fn iter(&self) -> impl Iterator<Item = RowOutcome> + '_ {
        (0..self.len()).map(|row| self.row(row))
    }
}

/// What one in the sums of an indicator stands for: the figure is Σ above / (Σ below · scale), in the base unit.
#[must_use]
pub const fn scale(measure: &Measure) -> i128 {
    match measure {
        Measure::Share(_) | Measure::Count | Measure::Ratio { .. } => 1,
        Measure::Mean(_) => Decimal::SCALE as i128 * FINE,
    }
}

fn share(among: Truth, holds: Truth) -> RowOutcome {
    let low = i128::from(holds.is_true());
    let high = i128::from(!holds.is_false());
    RowOutcome { among, above: Some(Span { low, high }), below: Some(1) }
}

fn mean(among: Truth, value: Reading) -> RowOutcome {
    RowOutcome { among, above: amount(value, FINE), below: Some(1) }
}

fn ratio(among: Truth, of: Reading, to: Reading) -> RowOutcome {
    let below = amount(to, 1).filter(|span| span.is_exact()).map(|span| span.low);
    RowOutcome { among, above: amount(of, 1), below }
}

/// A number as a count of the `fine`-th part of its last decimal.
fn amount(value: Reading, fine: i128) -> Option<Span> {
    let of = |number: Decimal| i128::from(number.raw()) * fine;
    match value {
        Reading::Number(number) => Some(Span::exact(of(number))),
        Reading::Between(low, high) => Some(Span { low: of(low), high: of(high) }),
        Reading::Quotient(quotient) => {
            // Both parts have the same scale, which cancels out; the sign goes above the line.
            let (above, below) = quotient.parts();
            let (above, below) = (i128::from(above) * i128::from(below.signum()), i128::from(below).abs());
            let above = above.checked_mul(i128::from(Decimal::SCALE) * fine)?;
            let low = above.div_euclid(below);
            let high = if above.rem_euclid(below) == 0 { low } else { low + 1 };
            Some(Span { low, high })
        }
        Reading::Unknown | Reading::Truth(_) => None,
    }
}

/// What an indicator asks of rows.
fn conditions(indicator: &Indicator) -> Vec<Condition<'_>> {
    let among = indicator.among.as_ref();
    let of = |given, require| Condition { entity: indicator.entity, given, require };
    match &indicator.measure {
        Measure::Count => among.map(|among| of(None, among)).into_iter().collect(),
        measure => measure.expressions().map(|expr| of(among, expr)).collect(),
    }
}

/// Reckons what every row adds to each of `indicators`, one indicator after the other, on the threads of the current
/// rayon pool. `take` is given the position of the indicator and its outcomes, or what it needs and the data do not
/// have.
pub fn outcomes(
    context: Context<'_>,
    indicators: &[&Indicator],
    mut take: impl FnMut(usize, Result<Outcomes, Vec<Lack>>),
) {
    let asked: Vec<Vec<Condition<'_>>> = indicators.iter().map(|indicator| conditions(indicator)).collect();
    let plan = Plan::compile(context.rulebook, context.dataset, context.as_of, asked.iter().flatten().copied());
    plan.reading(|reader| {
        let mut first = 0;
        for (at, (indicator, asked)) in indicators.iter().zip(&asked).enumerate() {
            let places = first..first + asked.len();
            first = places.end;
            let rows = context.dataset.rows(indicator.entity);
            let mut lacks: Vec<Lack> = Vec::new();
            if !rows.given {
                lacks.push(Lack::Table(indicator.entity));
            }
            for lack in places.clone().filter_map(|place| plan.lacks(place)).flatten() {
                if !lacks.contains(lack) {
                    lacks.push(*lack);
                }
            }
            let read = if lacks.is_empty() { read(reader, indicator, places.start, rows.count) } else { None };
            take(at, read.map(|rows| Outcomes { rows }).ok_or(lacks));
        }
    });
}

fn read(reader: &Reader<'_>, indicator: &Indicator, at: usize, count: usize) -> Option<Rows> {
    let pair = |among, value| (among, value);
    Some(match &indicator.measure {
        Measure::Share(_) => Rows::Share(reader.rows(at, |among, value| (among, truth(value)))?),
        Measure::Mean(_) => Rows::Mean(reader.rows(at, pair)?),
        Measure::Ratio { .. } => Rows::Ratio(reader.rows(at, pair)?, reader.rows(at + 1, |_, value| value)?),
        Measure::Count if indicator.among.is_none() => Rows::Count(vec![Truth::True; count]),
        Measure::Count => Rows::Count(reader.rows(at, |_, value| truth(value))?),
    })
}

fn truth(value: Reading) -> Truth {
    if let Reading::Truth(holds) = value { Truth::from(holds) } else { Truth::Unknown }
}

/// What a row adds to an indicator, by the reference evaluator: slow, and what [`outcomes`] is held to.
#[must_use]
pub fn row_outcome(context: Context<'_>, indicator: &Indicator, row: usize) -> RowOutcome {
    let value = |expr| reading(&evaluate(context, expr, row).value);
    let among = indicator.among.as_ref().map_or(Truth::True, |among| truth(value(among)));
    match &indicator.measure {
        Measure::Share(expr) => share(among, truth(value(expr))),
        Measure::Mean(expr) => mean(among, value(expr)),
        Measure::Ratio { of, to } => ratio(among, value(of), value(to)),
        Measure::Count => share(among, Truth::True),
    }
}

fn reading(value: &Value) -> Reading {
    match value {
        Value::Bool(holds) => Reading::Truth(*holds),
        Value::Number(number) => Reading::Number(*number),
        Value::Between(low, high) => Reading::Between(*low, *high),
        Value::Quotient(quotient) => Reading::Quotient(*quotient),
        Value::Unknown | Value::Date(_) | Value::Code(_) | Value::Text(_) => Reading::Unknown,
    }
}
