//! The ratio of two totals, and how uncertain it is, from a sample with strata and clusters.
//!
//! The standard error is that of Taylor linearisation: the ratio r = Σwy / Σwx is treated as the mean of
//! z = w (y − r x) / Σwx, whose totals of clusters (primary units) vary within each stratum,
//! v = Σₕ (1 − fₕ) nₕ / (nₕ − 1) Σᵢ (zₕᵢ − z̄ₕ)². It is what survey software (R `survey`, Stata `svy`, SAS
//! `SURVEYMEANS`) reckons from the same strata, clusters and weights.
//!
//! Units to which a question does not apply count with x = y = 0 and keep their clusters in the sum: a part of the
//! population is a domain, not a sample of its own.

use std::collections::BTreeMap;

/// What one unit says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// The stratum it was drawn in, by number.
    pub stratum: u32,
    /// The primary unit, by number: the cluster, or the unit itself where there are no clusters.
    pub cluster: u32,
    /// How many units of the population it stands for.
    pub weight: f64,
    /// What is summed above.
    pub y: f64,
    /// What is summed below.
    pub x: f64,
}

/// A ratio with what tells how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The ratio of the weighted sums.
    pub ratio: f64,
    /// Its standard error; zero where all clusters say the same.
    pub error: f64,
    /// Primary units less strata.
    pub freedom: u64,
    /// Primary units.
    pub clusters: u64,
    /// Strata with one primary unit alone, whose variance cannot be told from within; it is taken from the distance to
    /// the whole, which is too much rather than too little.
    pub lonely: u64,
    /// The weighted sum above: an estimate of its total in the population.
    pub y: f64,
    /// The weighted sum below.
    pub x: f64,
}

/// The ratio of y to x; `None` where there is nothing to divide by. `fractions` is by stratum the share of its primary
/// units that was drawn, without replacement; zero where they were drawn with replacement.
#[must_use]
pub fn ratio(observations: &[Observation], fractions: &[f64]) -> Option<Ratio> {
    let sum = |part: fn(&Observation) -> f64| observations.iter().map(|o| o.weight * part(o)).sum::<f64>();
    let (y, x) = (sum(|o| o.y), sum(|o| o.x));
    if x.is_nan() || x <= 0.0 {
        return None;
    }
    let ratio = y / x;
    let variance = variance(observations, fractions, |o| (o.y - ratio * o.x) / x);
    Some(Ratio {
        ratio,
        error: variance.variance.sqrt(),
        freedom: variance.clusters - variance.strata,
        clusters: variance.clusters,
        lonely: variance.lonely,
        y,
        x,
    })
}

/// The weighted total of y, and its standard error.
#[must_use]
pub fn total(observations: &[Observation], fractions: &[f64]) -> Ratio {
    let y = observations.iter().map(|o| o.weight * o.y).sum();
    let variance = variance(observations, fractions, |o| o.y);
    Ratio {
        ratio: y,
        error: variance.variance.sqrt(),
        freedom: variance.clusters - variance.strata,
        clusters: variance.clusters,
        lonely: variance.lonely,
        y,
        x: 1.0,
    }
}

struct Variance {
    variance: f64,
    clusters: u64,
    strata: u64,
    lonely: u64,
}

/// The variance of the weighted total of a value.
fn variance(observations: &[Observation], fractions: &[f64], value: impl Fn(&Observation) -> f64) -> Variance {
    let mut strata: BTreeMap<u32, BTreeMap<u32, f64>> = BTreeMap::new();
    for o in observations {
        *strata.entry(o.stratum).or_default().entry(o.cluster).or_insert(0.0) += o.weight * value(o);
    }
    let mut found = Variance { variance: 0.0, clusters: 0, strata: strata.len() as u64, lonely: 0 };
    for (stratum, clusters) in &strata {
        let count = clusters.len() as f64;
        let drawn = fractions.get(*stratum as usize).copied().unwrap_or(0.0);
        let mean = clusters.values().sum::<f64>() / count;
        let is_lonely = clusters.len() == 1 && drawn < 1.0;
        // The mean over all strata is zero for a ratio.
        let (mean, spread) = if is_lonely { (0.0, 1.0) } else { (mean, count / (count - 1.0).max(1.0)) };
        let squares: f64 = clusters.values().map(|z| (z - mean) * (z - mean)).sum();
        found.variance += (1.0 - drawn).max(0.0) * spread * squares;
        found.clusters += clusters.len() as u64;
        found.lonely += u64::from(is_lonely);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Observation, ratio, total};

    fn unit(stratum: u32, cluster: u32, weight: f64, y: f64, x: f64) -> Observation {
        Observation { stratum, cluster, weight, y, x }
    }

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    /// Of a simple random sample it is the formula of every textbook: (1 − f) p (1 − p) / (n − 1).
    #[test]
    fn of_a_simple_random_sample_it_is_the_plain_formula() {
        let sample: Vec<Observation> = (0..40).map(|at| unit(0, at, 10.0, f64::from(u8::from(at < 6)), 1.0)).collect();
        let found = ratio(&sample, &[0.1]).unwrap();
        let p = 6.0 / 40.0;
        near(found.ratio, p);
        near(found.error * found.error, 0.9 * p * (1.0 - p) / 39.0);
        assert_eq!((found.freedom, found.clusters, found.lonely), (39, 40, 0));
        near(found.y, 60.0);
        near(found.x, 400.0);
    }

    /// Three clusters of two, two strata: reckoned by hand with fractions.
    #[test]
    fn clusters_and_strata_by_hand() {
        let sample = [
            unit(0, 0, 5.0, 1.0, 2.0),
            unit(0, 0, 5.0, 0.0, 3.0),
            unit(0, 1, 5.0, 2.0, 2.0),
            unit(0, 1, 5.0, 0.0, 1.0),
            unit(1, 2, 4.0, 1.0, 4.0),
            unit(1, 3, 4.0, 3.0, 5.0),
        ];
        let found = ratio(&sample, &[0.0, 0.0]).unwrap();
        // Σwy = 5·3 + 4·4 = 31; Σwx = 5·8 + 4·9 = 76.
        let r = 31.0 / 76.0;
        near(found.ratio, r);
        let (a, b) = (5.0 * (1.0 - 5.0 * r), 5.0 * (2.0 - 3.0 * r));
        let (c, d) = (4.0 * (1.0 - 4.0 * r), 4.0 * (3.0 - 5.0 * r));
        // For two clusters n/(n−1) Σ(z − z̄)² is the square of their difference.
        near(found.error * found.error, ((a - b) * (a - b) + (c - d) * (c - d)) / (76.0 * 76.0));
        assert_eq!((found.freedom, found.clusters), (2, 4));
    }

    #[test]
    fn what_a_question_does_not_apply_to_keeps_its_cluster() {
        let with = [unit(0, 0, 1.0, 1.0, 1.0), unit(0, 1, 1.0, 0.0, 1.0), unit(0, 2, 1.0, 0.0, 0.0)];
        let (whole, part) = (ratio(&with, &[0.0]).unwrap(), ratio(&with[..2], &[0.0]).unwrap());
        near(whole.ratio, part.ratio);
        assert_eq!((whole.freedom, part.freedom), (2, 1));
    }

    #[test]
    fn one_cluster_alone_is_said_and_costs() {
        let sample = [unit(0, 0, 1.0, 1.0, 1.0), unit(0, 1, 1.0, 0.0, 1.0), unit(1, 2, 1.0, 0.0, 1.0)];
        let found = ratio(&sample, &[0.0, 0.0]).unwrap();
        assert_eq!((found.lonely, found.freedom), (1, 1));
        assert!(found.error > 0.0);
        // A stratum of which every cluster was drawn adds nothing.
        let census = ratio(&sample, &[1.0, 1.0]).unwrap();
        assert_eq!((census.lonely, census.error), (0, 0.0));
    }

    #[test]
    fn without_anything_below_there_is_no_ratio() {
        assert_eq!(ratio(&[unit(0, 0, 1.0, 0.0, 0.0)], &[0.0]), None);
        assert_eq!(ratio(&[], &[]), None);
    }

    /// N² (1 − f) s² / n for a simple random sample.
    #[test]
    fn a_total_is_the_expansion_of_the_mean() {
        let values = [3.0, 5.0, 4.0, 8.0];
        let sample: Vec<Observation> = (0..).zip(values).map(|(at, y)| unit(0, at, 25.0, y, 1.0)).collect();
        let found = total(&sample, &[0.04]);
        near(found.ratio, 500.0);
        let s2: f64 = values.iter().map(|y| (y - 5.0) * (y - 5.0)).sum::<f64>() / 3.0;
        near(found.error * found.error, 100.0 * 100.0 * 0.96 * s2 / 4.0);
    }
}
