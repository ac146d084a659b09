//! The values of expressions in every row, for what is reckoned over all rows rather than judged row by row.

use super::chunk::Chunk;
use super::run::{CHUNK_ROWS, Plan};
use super::vector::Vector;
use crate::value::{Decimal, Quotient, Truth};
use rayon::prelude::*;
use std::sync::OnceLock;

/// The value of an expression in one row: a condition or a number of either kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The data do not say, or it is no condition and no number.
    Unknown,
    /// A condition.
    Truth(bool),
    /// A number in the base unit.
    Number(Decimal),
    /// A number of which only the least and the greatest are known.
    Between(Decimal, Decimal),
    /// A quotient.
    Quotient(Quotient),
}

/// A plan whose nodes behind links are complete, so that its conditions can be read one after the other.
pub struct Reader<'p> {
    plan: &'p Plan<'p>,
    complete: &'p [OnceLock<Vector<'p>>],
    constants: &'p [Option<Vector<'p>>],
}

impl Plan<'_> {
    /// Gives `read` a reader of the conditions, on the threads of the current rayon pool.
    pub fn reading<R>(&self, read: impl FnOnce(&Reader<'_>) -> R) -> R {
        let complete = self.new_columns();
        let constants = self.constants(CHUNK_ROWS);
        self.complete(&complete, &constants, CHUNK_ROWS);
        read(&Reader { plan: self, complete: &complete, constants: &constants })
    }
}

impl Reader<'_> {
    /// What `each` makes of every row of condition `at`, in order of rows: it is given whether the condition applies,
    /// and the value of what it requires, which may be a number here. `None` for a condition that cannot run.
    pub fn rows<T: Send>(&self, at: usize, each: impl Fn(Truth, Reading) -> T + Sync) -> Option<Vec<T>> {
        let question = self.plan.question(at)?;
        let parts: Vec<Vec<T>> = self
            .plan
            .chunks(question.entity, CHUNK_ROWS)
            .into_par_iter()
            .map(|range| {
                let rows = range.len();
                let mut chunk = Chunk::new(self.plan.inputs(self.complete, self.constants), range);
                let given = question.given.map(|given| chunk.truths(given));
                let values = chunk.get(question.require);
                let row = |row| {
                    let given = given.as_ref().map_or(Truth::True, |g| g.get(row).map_or(Truth::Unknown, Truth::from));
                    each(given, reading(&values, row))
                };
                (0..rows).map(row).collect()
            })
            .collect();
        Some(parts.into_iter().flatten().collect())
    }
}

fn reading(vector: &Vector<'_>, row: usize) -> Reading {
    match vector {
        Vector::Truth(_) => vector.truth(row).map_or(Reading::Unknown, Reading::Truth),
        Vector::Number { .. } => vector.number(row).map_or(Reading::Unknown, Reading::Number),
        Vector::Quotient(_) => vector.quotient(row).map_or(Reading::Unknown, Reading::Quotient),
        Vector::Between { .. } => match (vector.number(row), vector.raw_bounds(row)) {
            (Some(number), _) => Reading::Number(number),
            (None, Some((low, high))) => Reading::Between(Decimal::from_raw(low), Decimal::from_raw(high)),
            (None, None) => Reading::Unknown,
        },
        Vector::Date(_) | Vector::Code(_) | Vector::Text(_) => Reading::Unknown,
    }
}
