//! Intervals and bounds for a share, from a count of errors in a sample.
//!
//! **The tail convention** is strict inversion throughout: a population is ruled out when so few errors as were found,
//! or fewer, have a chance of at most α in it. The upper bound is the largest population that is not ruled out (for a
//! share the limit of those), so that it is never too low: it covers the truth in at least 1−α of all samples. A
//! two-sided interval rules out with α/2 at either end. No mid-p, no continuity correction.

use super::level::Confidence;
use super::{quantile, tail};
use serde::Serialize;

/// From where to where a share may lie; both from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The lowest share that is not ruled out.
    pub low: f64,
    /// The highest share that is not ruled out.
    pub high: f64,
}

impl Interval {
    /// The interval that is known without any sample.
    pub const ALL: Self = Self { low: 0.0, high: 1.0 };

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

/// The interval of Clopper and Pearson (1934), two-sided, for `errors` in `sample`.
#[must_use]
pub fn exact(errors: u64, sample: u64, confidence: Confidence) -> Interval {
    effective(errors as f64, sample as f64, confidence)
}

/// The same where the sample is worth so many independent units, which need be no whole number (Korn and Graubard 1998):
/// `errors` is the share times `size`.
#[must_use]
pub fn effective(errors: f64, size: f64, confidence: Confidence) -> Interval {
    let alpha = confidence.alpha() / 2.0;
    Interval { low: lower(errors, size, alpha), high: upper(errors, size, alpha) }
}

/// The one-sided upper bound of Clopper and Pearson for `errors` in `sample`.
#[must_use]
pub fn exact_upper(errors: u64, sample: u64, confidence: Confidence) -> f64 {
    upper(errors as f64, sample as f64, confidence.alpha())
}

/// The one-sided upper bound where the sample is worth so many independent units.
#[must_use]
pub fn effective_upper(errors: f64, size: f64, confidence: Confidence) -> f64 {
    upper(errors, size, confidence.alpha())
}

fn upper(errors: f64, size: f64, alpha: f64) -> f64 {
    match errors {
        _ if size.is_nan() || size <= 0.0 || errors >= size => 1.0,
        // In closed form, which is exact where the general way has to search.
        _ if errors <= 0.0 => -f64::exp_m1(alpha.ln() / size),
        _ => quantile::beta(errors + 1.0, size - errors, 1.0 - alpha),
    }
}

fn lower(errors: f64, size: f64, alpha: f64) -> f64 {
    match errors {
        _ if size.is_nan() || size <= 0.0 || errors <= 0.0 => 0.0,
        _ if errors >= size => (alpha.ln() / size).exp(),
        _ => quantile::beta(errors, size - errors + 1.0, alpha),
    }
}

/// The interval of Wilson (1927), two-sided, without continuity correction, for `errors` in `sample`. Its coverage is
/// near the level on average, not at least the level.
#[must_use]
pub fn wilson(errors: u64, sample: u64, confidence: Confidence) -> Interval {
    if sample == 0 {
        return Interval::ALL;
    }
    let (n, p) = (sample as f64, errors as f64 / sample as f64);
    let z = quantile::normal(1.0 - confidence.alpha() / 2.0);
    let z2 = z * z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // At the ends the formula gives the end exactly; floating point need not.
    let low = if errors == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if errors >= sample { 1.0 } else { (centre + half).min(1.0) };
    Interval { low, high }
}

/// The largest number of errors in a population of `population` that `errors` in a sample of `sample`, drawn without
/// replacement, do not rule out.
#[must_use]
pub fn population_upper(errors: u64, sample: u64, population: u64, confidence: Confidence) -> u64 {
    let (sample, alpha) = (sample.min(population), confidence.alpha());
    // So many are certain not to be errors; so many are certain to be.
    let mut most = population.saturating_sub(sample.saturating_sub(errors));
    let mut least = errors.min(most);
    // The largest number whose tail is above α, by halving: the tail shrinks as the number grows.
    while least < most {
        let middle = least + (most - least).div_ceil(2);
        if tail::hypergeometric(errors, population, middle, sample) > alpha {
            least = middle
        } else {
            most = middle - 1
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::{Interval, effective, exact, exact_upper, population_upper, wilson};
    use crate::survey::{Confidence, tail};

    const USUAL: Confidence = Confidence::USUAL;

    /// A share in per cent to four decimals, cut as published tables round.
    fn shown(interval: Interval) -> (String, String) {
        (per_cent(interval.low), per_cent(interval.high))
    }

    fn per_cent(share: f64) -> String {
        format!("{:.4}", share * 100.0)
    }

    #[test]
    fn clopper_and_pearson() {
        for (errors, low, high) in [
            (0, "0.0000", "0.3682"),
            (1, "0.0025", "0.5559"),
            (5, "0.1625", "1.1629"),
            (10, "0.4806", "1.8313"),
            (12, "0.6216", "2.0868"),
            (13, "0.6940", "2.2128"),
            (20, "1.2258", "3.0720"),
        ] {
            assert_eq!(shown(exact(errors, 1000, USUAL)), (low.to_owned(), high.to_owned()), "{errors}");
        }
        for (errors, high) in [(0, "0.2991"), (10, "1.6903"), (12, "1.9370"), (13, "2.0589")] {
            assert_eq!(per_cent(exact_upper(errors, 1000, USUAL)), high, "{errors}");
        }
    }

    #[test]
    fn wilsons() {
        for (errors, low, high) in [(0, "0.0000", "0.3827"), (10, "0.5441", "1.8309"), (13, "0.7613", "2.2114")] {
            assert_eq!(shown(wilson(errors, 1000, USUAL)), (low.to_owned(), high.to_owned()), "{errors}");
        }
    }

    #[test]
    fn the_bound_for_a_population() {
        for (errors, most) in [(0, 22), (5, 81), (10, 131), (12, 151), (13, 160), (14, 170)] {
            assert_eq!(population_upper(errors, 1000, 8000, USUAL), most, "{errors}");
        }
    }

    #[test]
    fn the_bound_is_the_last_number_that_is_not_ruled_out() {
        for population in [1, 2, 7, 30, 111] {
            for sample in 0..=population {
                for errors in 0..=sample {
                    let bound = population_upper(errors, sample, population, USUAL);
                    let rules_out = |n| tail::hypergeometric(errors, population, n, sample) <= USUAL.alpha();
                    let possible = errors..=population - (sample - errors);
                    let expected = possible.rev().find(|&n| !rules_out(n)).unwrap();
                    assert_eq!(bound, expected, "{errors} in {sample} of {population}");
                }
            }
        }
    }

    #[test]
    fn a_whole_census_leaves_no_doubt() {
        assert_eq!(population_upper(3, 50, 50, USUAL), 3);
        assert_eq!(population_upper(3, 60, 50, USUAL), 3, "a sample is no larger than what it is drawn from");
        assert_eq!(population_upper(0, 0, 50, USUAL), 50, "nothing seen, nothing known");
    }

    #[test]
    fn at_the_ends_everything_or_nothing_is_possible() {
        assert_eq!(exact(0, 0, USUAL), Interval::ALL);
        assert_eq!(wilson(0, 0, USUAL), Interval::ALL);
        let (none, all) = (exact(0, 20, USUAL), exact(20, 20, USUAL));
        assert!(none.low == 0.0 && all.high == 1.0);
        assert!((none.high - (1.0 - all.low)).abs() < 1e-15);
        assert!((none.high - (1.0 - 0.025_f64.powf(1.0 / 20.0))).abs() < 1e-15);
    }

    #[test]
    fn errors_and_passes_mirror_each_other() {
        for errors in 0..=25 {
            for pair in [exact, wilson] {
                let (one, other) = (pair(errors, 25, USUAL), pair(25 - errors, 25, USUAL));
                assert!((one.low - (1.0 - other.high)).abs() < 1e-12, "{errors}: {one:?} {other:?}");
            }
        }
    }

    #[test]
    fn half_a_sample_is_half_as_sure() {
        let (whole, half) = (effective(12.0, 1000.0, USUAL), effective(6.0, 500.0, USUAL));
        assert!(half.low < whole.low && half.high > whole.high);
        assert_eq!(half, exact(6, 500, USUAL));
    }
}
