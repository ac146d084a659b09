//! Rows added up, with what the unknown ones could make of the sum.

use super::outcome::{RowOutcome, Span};
use crate::value::{Fraction, Truth};
use std::collections::BTreeMap;

/// The least and the greatest that a figure can be, whatever the blanks hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub low: Fraction,
    /// The greatest.
    pub high: Fraction,
}

impl Bounds {
    /// Whether the blanks leave no doubt.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.low.compare(self.high).is_eq()
    }
}

/// The sums of an indicator over some rows.
#[derive(Clone, Debug, Default)]
pub struct Total {
    /// Rows that are measured for sure.
    pub rows: u64,
    /// Of these, rows whose part is not known exactly.
    pub undecided: u64,
    /// Rows of which nobody can tell whether they are measured.
    pub perhaps: u64,
    /// Above the line: the parts, of measured rows, that are known exactly.
    pub above: i128,
    /// Below the line: the parts of the same rows.
    pub below: i128,
    /// Above the line: all measured rows whose parts have bounds.
    span: Span,
    /// Below the line: the parts of the same rows.
    span_below: i128,
    /// Whether some part has no bounds.
    boundless: bool,
    /// The parts of the rows that are perhaps measured, each with how many rows have it.
    maybe: BTreeMap<(i128, i128, i128), u64>,
}

impl Total {
    /// Adds a row.
    pub fn add(&mut self, row: RowOutcome) {
        let part = row.above.zip(row.below);
        match (row.among, part) {
            (Truth::False, _) => {}
            (Truth::True, part) => {
                self.rows += 1;
                let exact = part.filter(|(above, _)| above.is_exact());
                self.undecided += u64::from(exact.is_none());
                let added = part.and_then(|part| self.measured(part));
                self.boundless |= added.is_none();
            }
            (Truth::Unknown, part) => {
                self.perhaps += 1;
                match part {
                    Some((Span { low: 0, high: 0 }, 0)) => {}
                    // A part with nothing or less below the line has no place in the order of fractions; nothing is
                    // said of such sums.
                    Some((above, below)) if below > 0 => {
                        *self.maybe.entry((above.low, above.high, below)).or_default() += 1;
                    }
                    _ => self.boundless = true,
                }
            }
        }
    }

    /// Adds the part of a row that is measured; `None` where a sum leaves the range.
    fn measured(&mut self, (above, below): (Span, i128)) -> Option<()> {
        self.span.low = self.span.low.checked_add(above.low)?;
        self.span.high = self.span.high.checked_add(above.high)?;
        self.span_below = self.span_below.checked_add(below)?;
        if above.is_exact() {
            self.above = self.above.checked_add(above.low)?;
            self.below = self.below.checked_add(below)?;
        }
        Some(())
    }

    /// The sum over the rows that are known exactly, by `scale` (see [`super::outcome::scale`]); `None` without rows.
    #[must_use]
    pub fn known(&self, scale: i128) -> Option<Fraction> {
        Fraction::new(self.above, self.below.checked_mul(scale)?)
    }

    /// The least and the greatest that the figure can be: blanks filled in the worst and in the best way, rows that are
    /// perhaps measured in or out. `None` where nothing bounds it, or where no row need be measured at all.
    #[must_use]
    pub fn bounds(&self, scale: i128) -> Option<Bounds> {
        // Something above the line with nothing below it has no place in the order of fractions.
        let nowhere = self.span_below <= 0 && (self.span.low != 0 || self.span.high != 0);
        if self.boundless || nowhere {
            return None;
        }
        let low = self.extreme(false, scale);
        let high = self.extreme(true, scale);
        // Where only rows that are perhaps measured are left, one side may have none to stand on.
        Some(Bounds { low: low.or(high)?, high: high.or(low)? })
    }

    /// How many rows are counted, at least and at most.
    #[must_use]
    pub const fn counted(&self) -> (u64, u64) {
        (self.rows, self.rows + self.perhaps)
    }

    /// Adds those of the doubtful rows that move the fraction the way that is wanted, the ones that move it most first:
    /// a row moves it up when its own fraction is above.
    fn extreme(&self, highest: bool, scale: i128) -> Option<Fraction> {
        let mut above = if highest { self.span.high } else { self.span.low };
        let mut below = self.span_below;
        let own = |(low, high, below): (i128, i128, i128)| Fraction::new(if highest { high } else { low }, below);
        let mut maybe: Vec<(Fraction, u64)> =
            self.maybe.iter().filter_map(|(part, count)| Some((own(*part)?, *count))).collect();
        maybe.sort_by(|(a, _), (b, _)| if highest { b.compare(*a) } else { a.compare(*b) });
        for (own, count) in maybe {
            let moves = Fraction::new(above, below).is_none_or(|so_far| {
                let order = own.compare(so_far);
                if highest { order.is_gt() } else { order.is_lt() }
            });
            if moves {
                let count = i128::from(count);
                above = above.checked_add(own.above().checked_mul(count)?)?;
                below = below.checked_add(own.below().checked_mul(count)?)?;
            }
        }
        Fraction::new(above, below.checked_mul(scale)?)
    }
}

#[cfg(test)]
mod tests {
    use super::Total;
    use crate::survey::outcome::{RowOutcome, Span};
    use crate::value::{Fraction, Truth};
    use proptest::prelude::*;

    fn total(rows: &[RowOutcome]) -> Total {
        let mut total = Total::default();
        rows.iter().for_each(|row| total.add(*row));
        total
    }

    fn row(among: Truth, low: i128, high: i128, below: i128) -> RowOutcome {
        RowOutcome { among, above: Some(Span { low, high }), below: Some(below) }
    }

    /// What a row can be: out, or in with any part between its bounds.
    fn worlds(rows: &[RowOutcome]) -> Vec<(i128, i128)> {
        let mut worlds = vec![(0, 0)];
        for row in rows {
            let span = row.above.unwrap();
            let mut choices: Vec<(i128, i128)> = Vec::new();
            if row.among != Truth::True {
                choices.push((0, 0));
            }
            if row.among != Truth::False {
                choices.extend([span.low, span.high].map(|above| (above, row.below.unwrap())));
            }
            worlds = worlds.iter().flat_map(|(a, b)| choices.iter().map(move |(x, y)| (a + x, b + y))).collect();
        }
        worlds
    }

    #[test]
    fn a_blank_is_never_dropped_unseen() {
        let [yes, no, open] = [(1, 1), (0, 0), (0, 1)].map(|(low, high)| row(Truth::True, low, high, 1));
        let total = total(&[yes, yes, no, open, row(Truth::False, 1, 1, 1)]);
        assert_eq!((total.rows, total.undecided, total.perhaps), (4, 1, 0));
        let bounds = total.bounds(1).unwrap();
        assert_eq!((bounds.low, bounds.high), (Fraction::new(2, 4).unwrap(), Fraction::new(3, 4).unwrap()));
        assert_eq!(total.known(1), Fraction::new(2, 3));
    }

    #[test]
    fn an_amount_without_bounds_has_no_mean() {
        let blank = RowOutcome { among: Truth::True, above: None, below: Some(1) };
        let total = total(&[row(Truth::True, 7, 7, 1), blank]);
        assert_eq!(total.bounds(1), None);
        assert_eq!(total.known(1), Fraction::new(7, 1));
        assert_eq!(total.undecided, 1);
    }

    #[test]
    fn without_rows_there_is_no_figure() {
        assert_eq!(total(&[]).bounds(1), None);
        let perhaps = total(&[row(Truth::Unknown, 1, 1, 1)]);
        assert!(perhaps.bounds(1).unwrap().is_exact());
    }

    proptest! {
        /// The bounds are those of all ways to fill the blanks, tried one by one.
        #[test]
        fn bounds_are_the_extremes_of_all_that_the_blanks_can_hold(
            parts in prop::collection::vec((0..3_u8, -3..4_i128, 0..3_i128, 0..4_i128), 1..7)
        ) {
            let among = [Truth::True, Truth::False, Truth::Unknown];
            let rows: Vec<RowOutcome> = parts
                .iter()
                .map(|&(a, low, wide, below)| row(among[usize::from(a)], low, low + wide, below))
                .collect();
            let figures: Vec<Fraction> = worlds(&rows).into_iter().filter_map(|(a, b)| Fraction::new(a, b)).collect();
            let low = figures.iter().copied().min_by(|a, b| a.compare(*b));
            let high = figures.iter().copied().max_by(|a, b| a.compare(*b));
            let bounds = total(&rows).bounds(1);
            match (low, high, bounds) {
                (Some(low), Some(high), Some(bounds)) => {
                    prop_assert!(bounds.low.compare(low).is_eq(), "{:?} is not {:?}", bounds.low, low);
                    prop_assert!(bounds.high.compare(high).is_eq(), "{:?} is not {:?}", bounds.high, high);
                }
                // Nothing is said where a part has nothing below the line.
                (low, _, bounds) => {
                    prop_assert!(bounds.is_none() && (low.is_none() || parts.iter().any(|part| part.3 == 0)));
                }
            }
        }
    }
}
