//! The values of expressions in every row, for what is reckoned over all rows rather than judged row by row.

use super::chunk::Chunk;
use super::run::{CHUNK_ROWS, Plan};
use super::vector::{Kind, Vector};
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
}

impl Plan<'_> {
    /// Gives `read` a reader of the conditions, on the threads of the current rayon pool.
    pub fn reading<R>(&self, read: impl FnOnce(&Reader<'_>) -> R) -> R {
        let complete = self.new_columns();
        self.complete(&complete, CHUNK_ROWS);
        read(&Reader { plan: self, complete: &complete })
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
                let mut chunk = Chunk::new(self.plan.inputs(self.complete), range);
                let given = question.given.map(|given| chunk.get(given));
                let given = given.as_ref().map(|given| given.truths(rows));
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
    match vector.kind() {
        Kind::Truth => vector.truth(row).map_or(Reading::Unknown, Reading::Truth),
        Kind::Number => vector.number(row).map_or(Reading::Unknown, Reading::Number),
        Kind::Quotient => vector.quotient(row).map_or(Reading::Unknown, Reading::Quotient),
        Kind::Between => match (vector.number(row), vector.raw_bounds(row)) {
            (Some(number), _) => Reading::Number(number),
            (None, Some((low, high))) => Reading::Between(Decimal::from_raw(low), Decimal::from_raw(high)),
            (None, None) => Reading::Unknown,
        },
        Kind::Date | Kind::Code | Kind::Text => Reading::Unknown,
    }
}
