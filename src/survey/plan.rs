//! How many to draw, and how many errors may then be found.

use super::interval::{effective_upper, exact_upper, population_upper};
use super::level::Confidence;
use super::tail;
use crate::value::Decimal;
use serde::Serialize;

/// No table goes further: more errors than this are not planned for.
const MOST_ERRORS: u64 = 2_000;
/// No sample is larger.
const MOST_DRAWN: u64 = 1 << 40;

/// What a sample is to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The share of errors that is let pass, above 0 and below 1.
    pub tolerable: Decimal,
    /// How sure the bound is to be, one-sided.
    pub confidence: Confidence,
    /// How many there are to draw from, where that is known: then the draw is without replacement.
    pub population: Option<u64>,
    /// By how much the variance is greater than that of a simple random sample; 1 for one.
    pub design_effect: f64,
}

/// A sample that would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// So many errors may be found.
    pub errors: u64,
    /// In so many drawn.
    pub size: u64,
}

/// How a plan is likely to end where the truth is such.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Chance {
    /// The true share of errors.
    pub truth: f64,
    /// The chance of the verdict that the share is tolerable.
    pub met: f64,
    /// The chance of the verdict that it is not.
    pub not_met: f64,
    /// The chance of no verdict.
    pub open: f64,
}

impl Goal {
    /// Whether `errors` in a sample of `size` show what is to be shown: the upper bound is at most what is tolerable.
    ///
    /// With a known population and no design effect the bound is the hypergeometric one, in whole numbers. With a design
    /// effect the sample counts for as many independent units as it is worth, as when it is evaluated, and no finite
    /// correction is made, which is the careful side.
    #[must_use]
    pub fn accepts(&self, errors: u64, size: u64) -> bool {
        match self.population {
            Some(all) if size >= all => errors <= self.tolerable_count(all),
            Some(all) if self.is_simple() => {
                population_upper(errors, size, all, self.confidence) <= self.tolerable_count(all)
            }
            _ if self.is_simple() => exact_upper(errors, size, self.confidence) <= self.share(),
            _ => {
                let [errors, size] = [errors, size].map(|n| n as f64 / self.design_effect);
                effective_upper(errors, size, self.confidence) <= self.share()
            }
        }
    }

    /// Whether `errors` in a sample of `size` show that more is wrong than is let pass: the lower bound is above it. The
    /// bound is the mirror of that of [`accepts`](Self::accepts).
    #[must_use]
    pub fn rejects(&self, errors: u64, size: u64) -> bool {
        let passes = size - errors.min(size);
        match self.population {
            Some(all) if size >= all => errors > self.tolerable_count(all),
            Some(all) if self.is_simple() => {
                all - population_upper(passes, size, all, self.confidence) > self.tolerable_count(all)
            }
            _ if self.is_simple() => 1.0 - exact_upper(passes, size, self.confidence) > self.share(),
            _ => {
                let [passes, size] = [passes, size].map(|n| n as f64 / self.design_effect);
                1.0 - effective_upper(passes, size, self.confidence) > self.share()
            }
        }
    }

    /// The smallest number of errors in a sample of `size` that shows more to be wrong than is let pass; `None` where not
    /// even nothing but errors does.
    #[must_use]
    pub fn rejection(&self, size: u64) -> Option<u64> {
        if !self.rejects(size, size) {
            return None;
        }
        let (mut low, mut high) = (0, size);
        // `high` is rejected, and `low` is not, for a sample without an error shows none.
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.rejects(middle, size) { high = middle } else { low = middle }
        }
        Some(high)
    }

    /// The smallest sample in which `errors` may be found; `None` where there are not that many to draw.
    #[must_use]
    pub fn size(&self, errors: u64) -> Option<u64> {
        let most = self.population.unwrap_or(MOST_DRAWN);
        let mut high = (errors + 1).min(most);
        while !self.accepts(errors, high) {
            if high >= most {
                return None;
            }
            high = high.saturating_mul(2).min(most);
        }
        // Below `low` or at it nothing is accepted.
        let mut low = errors.min(high - 1);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.accepts(errors, middle) { high = middle } else { low = middle }
        }
        Some(high)
    }

    /// The largest number of errors that a sample of `size` may have; `None` where not even none is enough.
    #[must_use]
    pub fn acceptance(&self, size: u64) -> Option<u64> {
        if !self.accepts(0, size) {
            return None;
        }
        let (mut low, mut high) = (0, size);
        // `low` is accepted, and `high` is not, for a sample of nothing but errors shows nothing.
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.accepts(middle, size) { low = middle } else { high = middle }
        }
        Some(low)
    }

    /// The smallest samples for 0 to `errors` errors, as far as there are enough to draw.
    #[must_use]
    pub fn steps(&self, errors: u64) -> Vec<Step> {
        (0..=errors.min(MOST_ERRORS)).map_while(|errors| Some(Step { errors, size: self.size(errors)? })).collect()
    }

    /// The smallest sample that may have as many errors as it is expected to have, rounded up, where the share of errors
    /// is `expected`; `None` where no sample is large enough.
    #[must_use]
    pub fn step_expecting(&self, expected: Decimal) -> Option<Step> {
        let few_enough = |step: &Step| {
            i128::from(expected.raw()) * i128::from(step.size) <= i128::from(step.errors) * i128::from(Decimal::SCALE)
        };
        (0..=MOST_ERRORS).map_while(|errors| Some(Step { errors, size: self.size(errors)? })).find(few_enough)
    }

    /// How likely each verdict is, for several truths about the tolerable share. Exact for a simple random sample;
    /// otherwise for as many independent units as the sample is worth.
    #[must_use]
    pub fn chances(&self, step: Step) -> Vec<Chance> {
        let truths = [0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0].map(|part| part * self.share());
        let worth = |count: u64| (count as f64 / self.design_effect).floor() as u64;
        let rejection = self.rejection(step.size);
        let at_most = |count: u64, truth: f64| match self.population {
            Some(all) if self.is_simple() => {
                tail::hypergeometric(count, all, (truth * all as f64).round() as u64, step.size)
            }
            _ => tail::binomial(worth(count), worth(step.size), truth),
        };
        let chance = |truth: f64| {
            let met = at_most(step.errors, truth);
            let below = rejection.map_or(1.0, |errors| at_most(errors.saturating_sub(1), truth));
            Chance { truth, met, not_met: 1.0 - below, open: (below - met).max(0.0) }
        };
        truths.into_iter().filter(|&truth| truth < 1.0).map(chance).collect()
    }

    /// The largest whole number of `all` that is no more than the tolerable share.
    fn tolerable_count(&self, all: u64) -> u64 {
        let product = i128::from(self.tolerable.raw()) * i128::from(all) / i128::from(Decimal::SCALE);
        u64::try_from(product).unwrap_or(0)
    }

    fn share(&self) -> f64 {
        share(self.tolerable)
    }

    fn is_simple(&self) -> bool {
        self.design_effect <= 1.0
    }
}

/// A plan as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Planned {
    /// The share of errors that is let pass.
    pub tolerable: f64,
    /// How sure the bound is, one-sided.
    pub confidence: f64,
    /// How many there are to draw from.
    pub population: Option<u64>,
    /// The design effect.
    pub design_effect: f64,
    /// The share of errors that is expected.
    pub expected: Option<f64>,
    /// The smallest samples for 0, 1, 2 … errors.
    pub steps: Vec<Step>,
    /// The sample that was asked for; `None` where none is large enough, or where it may not have any error.
    pub chosen: Option<Step>,
    /// With so many errors or more it shows that more is wrong than is let pass; `None` where it cannot.
    pub rejected: Option<u64>,
    /// How likely it is to end how.
    pub chances: Vec<Chance>,
}

/// A share as a floating-point number.
#[must_use]
pub fn share(decimal: Decimal) -> f64 {
    decimal.raw() as f64 / Decimal::SCALE as f64
}

#[cfg(test)]
mod tests {
    use super::{Goal, Step};
    use crate::survey::Confidence;
    use crate::value::Decimal;

    fn goal(ten_thousandths: i64) -> Goal {
        let tolerable = Decimal::from_raw(ten_thousandths);
        Goal { tolerable, confidence: Confidence::USUAL, population: None, design_effect: 1.0 }
    }

    #[test]
    fn two_per_cent_at_ninety_five() {
        let sizes: Vec<u64> = goal(200).steps(3).iter().map(|step| step.size).collect();
        assert_eq!(sizes, [149, 236, 313, 386]);
    }

    #[test]
    fn how_many_errors_a_sample_may_have() {
        let expected = [(149, 0), (300, 1), (500, 4), (800, 9), (1000, 12), (1500, 20), (2000, 29), (3000, 47)];
        for (size, errors) in expected {
            assert_eq!(goal(200).acceptance(size), Some(errors), "{size}");
        }
        assert_eq!(goal(200).acceptance(148), None);
    }

    #[test]
    fn size_and_acceptance_say_the_same() {
        let whole = goal(200);
        for goal in [whole, Goal { population: Some(900), ..whole }, Goal { design_effect: 1.7, ..whole }] {
            for Step { errors, size } in goal.steps(6) {
                assert_eq!(goal.acceptance(size), Some(errors), "{goal:?}");
                assert!(goal.acceptance(size - 1) < Some(errors), "{goal:?}");
            }
        }
    }

    #[test]
    fn how_many_errors_show_too_many() {
        let expected = [(1, 1), (2, 1), (3, 2), (5, 2), (149, 7), (1000, 29)];
        for (size, errors) in expected {
            assert_eq!(goal(200).rejection(size), Some(errors), "{size}");
            assert!(goal(200).rejects(errors, size) && !goal(200).rejects(errors - 1, size));
        }
        let whole = Goal { population: Some(500), ..goal(200) };
        assert_eq!((whole.rejection(500), whole.acceptance(500)), (Some(11), Some(10)), "nothing is left open");
        let alike = Goal { design_effect: 50.0, ..goal(500) };
        assert_eq!(alike.rejection(20), None, "not worth one household");
    }

    #[test]
    fn few_to_draw_from_means_few_to_draw() {
        let few = Goal { population: Some(500), ..goal(200) };
        let size = few.size(0).unwrap();
        assert!(size < 149, "{size}");
        // Two per cent of 40 is none. Of 38 drawn a single one is missed with a chance of 2 in 40.
        assert_eq!(Goal { population: Some(40), ..goal(200) }.size(0), Some(38));
        assert_eq!(Goal { population: Some(40), ..goal(200) }.size(1), None);
    }

    #[test]
    fn a_design_effect_asks_for_as_many_times_more() {
        let twice = Goal { design_effect: 2.0, ..goal(200) };
        assert_eq!(twice.size(0), Some(297), "twice 148.3, rounded up");
        assert!(twice.accepts(0, 297) && !twice.accepts(0, 296));
    }

    #[test]
    fn expected_errors_are_allowed_for() {
        let step = goal(200).step_expecting(Decimal::from_raw(50)).unwrap();
        assert!(step.errors * 10_000 >= 50 * step.size, "{step:?}");
        let fewer = goal(200).steps(step.errors - 1).pop().unwrap();
        assert!(fewer.errors * 10_000 < 50 * fewer.size, "{fewer:?}");
        assert_eq!(goal(200).step_expecting(Decimal::ZERO), Some(Step { errors: 0, size: 149 }));
        assert_eq!(goal(200).step_expecting(Decimal::from_raw(200)), None, "no sample shows 2 % to be less than 2 %");
    }

    #[test]
    fn chances_add_up_and_the_wrong_verdict_is_rare() {
        for goal in [goal(200), Goal { population: Some(5000), ..goal(200) }] {
            let step = goal.steps(3).pop().unwrap();
            for chance in goal.chances(step) {
                assert!((chance.met + chance.not_met + chance.open - 1.0).abs() < 1e-9, "{chance:?}");
                // Two per cent exactly is let pass.
                if chance.truth > 0.0201 {
                    assert!(chance.met <= 0.05, "{chance:?}");
                } else {
                    assert!(chance.not_met <= 0.05, "{chance:?}");
                }
            }
        }
    }
}
