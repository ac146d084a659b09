//! A share of a population from a sample, with every interval that speaks of it, and the bound that a verdict may rest on.
//!
//! Of a simple random sample of the units that are judged, the exact interval is right whatever the share, and of a
//! population whose size is known the hypergeometric bound. In any other sample (strata, clusters, people in households)
//! no interval is right everywhere: the exact one takes clusters for independent units, the design-based one falls short
//! where there are few clusters and where the share is near zero. There the bound is the worst of three: exact, design-based
//! (on the logit scale, with t), and exact for as many independent units as the sample is worth (Korn and Graubard).

use super::estimate::{Observation, Ratio, ratio};
use super::interval::{Interval, effective, effective_upper, exact, exact_upper, population_upper, wilson};
use super::level::Confidence;
use super::quantile::student;
use serde::Serialize;

/// How a sample was drawn, as far as bounds hang on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampling {
    /// By stratum the share of its primary units that was drawn without replacement; zero with replacement.
    pub fractions: Vec<f64>,
    /// Whether it is a simple random sample: one stratum, no clusters.
    pub simple: bool,
    /// How many units it was drawn from, where it is simple.
    pub population: Option<u64>,
    /// A design effect to be reckoned with at least; 1 for none.
    pub least_effect: f64,
}

/// What a bound rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The hypergeometric distribution.
    Population,
    /// The binomial distribution.
    Exact,
    /// The worst of the exact, the design-based and the effective-size interval.
    Widest,
    /// Nothing: the sample has no two primary units to compare.
    Nothing,
}

/// A share and how far it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// Errors in the sample.
    pub errors: u64,
    /// Of so many.
    pub of: u64,
    /// The weighted share with its standard error; `None` where nothing was judged.
    pub weighted: Option<Ratio>,
    /// The variance by that of a simple random sample of as many; `None` where nothing varies.
    pub effect: Option<f64>,
    /// How many independent units the sample is worth.
    pub worth: f64,
    /// The interval of Clopper and Pearson for the counts, two-sided.
    pub exact: Interval,
    /// The interval of Wilson, two-sided.
    pub wilson: Interval,
    /// The design-based interval, two-sided; `None` where nothing varies or there are too few clusters.
    pub design: Option<Interval>,
    /// The exact interval for the size that the sample is worth, two-sided; `None` with too few clusters.
    pub effective: Option<Interval>,
    /// The hypergeometric upper bound, a count, and of how many; `None` unless the sample is simple and all of it was
    /// judged.
    pub population: Option<(u64, u64)>,
    /// The share is at most so, one-sided.
    pub upper: f64,
    /// The share is at least so, one-sided.
    pub lower: f64,
    /// What the two rest on.
    pub basis: Basis,
}

impl Rate {
    /// The share of what `observations` say, y errors of x: whole numbers, y at most x.
    #[must_use]
    pub fn of(observations: &[Observation], sampling: &Sampling, confidence: Confidence) -> Self {
        let sum = |part: fn(&Observation) -> f64| observations.iter().map(part).sum::<f64>().round() as u64;
        let (errors, of) = (sum(|o| o.y), sum(|o| o.x));
        // A simple sample of households is none of the people in them.
        let single = sampling.simple && observations.iter().all(|o| o.x <= 1.0);
        let whole = single && observations.iter().all(|o| o.x >= 1.0);
        let weighted = ratio(observations, &sampling.fractions);
        let effect = weighted.and_then(|weighted| effect(&weighted, of, sampling));
        let worth = worth(weighted, effect, of, sampling, confidence);
        let share = weighted.map_or(0.0, |weighted| weighted.ratio);
        let population = sampling
            .population
            .filter(|_| whole && of > 0)
            .map(|all| (population_upper(errors, of, all, confidence), all));
        let mut rate = Self {
            errors,
            of,
            weighted,
            effect,
            worth: worth.unwrap_or(0.0),
            exact: exact(errors, of, confidence),
            wilson: wilson(errors, of, confidence),
            design: weighted.and_then(|w| design(&w, 1.0 - confidence.alpha() / 2.0)),
            effective: worth.map(|worth| effective(share * worth, worth, confidence)),
            population,
            upper: 1.0,
            lower: 0.0,
            basis: Basis::Nothing,
        };
        rate.bound(single, share, worth, confidence);
        rate
    }

    /// The one-sided bounds.
    fn bound(&mut self, single: bool, share: f64, worth: Option<f64>, confidence: Confidence) {
        if self.of == 0 {
            return;
        }
        let passes = self.of - self.errors.min(self.of);
        let exact = Interval {
            low: 1.0 - exact_upper(passes, self.of, confidence),
            high: exact_upper(self.errors, self.of, confidence),
        };
        let (bounds, basis) = match (self.population, single, worth) {
            (Some((most, all)), ..) => {
                let least = all - population_upper(passes, self.of, all, confidence);
                let by = |count: u64| count as f64 / all as f64;
                (Interval { low: by(least), high: by(most) }, Basis::Population)
            }
            (None, true, _) => (exact, Basis::Exact),
            (None, false, Some(worth)) => {
                let effective = Interval {
                    low: 1.0 - effective_upper((1.0 - share) * worth, worth, confidence),
                    high: effective_upper(share * worth, worth, confidence),
                };
                let design = self.weighted.and_then(|w| design(&w, confidence.level()));
                (design.into_iter().fold(exact.hull(effective), Interval::hull), Basis::Widest)
            }
            (None, false, None) => (Interval::ALL, Basis::Nothing),
        };
        (self.lower, self.upper, self.basis) = (bounds.low, bounds.high, basis);
    }

    /// The share that is reported: the weighted one.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        self.weighted.map(|weighted| weighted.ratio)
    }

    /// The widest two-sided interval of those that a bound of this kind looks at.
    #[must_use]
    pub fn widest(&self) -> Interval {
        self.design.into_iter().chain(self.effective).fold(self.exact, Interval::hull)
    }
}

/// The design effect: by how much the variance is greater than that of a simple random sample of as many, with the same
/// finite correction.
fn effect(weighted: &Ratio, of: u64, sampling: &Sampling) -> Option<f64> {
    let (share, n) = (weighted.ratio, of as f64);
    let finite = sampling.fractions.iter().any(|&fraction| fraction > 0.0);
    let rest = if finite { (1.0 - n / weighted.x).max(0.0) } else { 1.0 };
    let plain = rest * share * (1.0 - share) / (n - 1.0);
    (plain > 0.0 && n > 1.0).then(|| weighted.error * weighted.error / plain)
}

/// How many independent units the sample is worth: its size by the design effect, but never more than its size, and
/// less where the variance is known from few clusters. `None` without any freedom.
fn worth(
    weighted: Option<Ratio>,
    effect: Option<f64>,
    of: u64,
    sampling: &Sampling,
    confidence: Confidence,
) -> Option<f64> {
    let n = of as f64;
    let p = 1.0 - confidence.alpha() / 2.0;
    let few = student(weighted?.freedom as f64, p)?;
    let many = student((n - 1.0).max(weighted?.freedom as f64), p)?;
    let effect = effect.unwrap_or(1.0).max(sampling.least_effect).max(1.0);
    Some(n / effect * (many / few).powi(2).min(1.0))
}

/// The design-based interval that leaves 1 − `p` on either side: on the logit scale, where it cannot leave the range
/// and follows the skew of small shares.
fn design(weighted: &Ratio, p: f64) -> Option<Interval> {
    let share = weighted.ratio;
    let spread = share * (1.0 - share);
    let t = student(weighted.freedom as f64, p)?;
    if spread.is_nan() || spread <= 0.0 || weighted.error <= 0.0 {
        return None;
    }
    let (centre, half) = ((share / (1.0 - share)).ln(), t * weighted.error / spread);
    let share_at = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    Some(Interval { low: share_at(centre - half), high: share_at(centre + half) })
}

/// The interval that a mean or ratio leaves; `None` without any freedom.
#[must_use]
pub fn of_ratio(ratio: &Ratio, confidence: Confidence) -> Option<Interval> {
    let t = student(ratio.freedom as f64, 1.0 - confidence.alpha() / 2.0)?;
    Some(Interval { low: ratio.ratio - t * ratio.error, high: ratio.ratio + t * ratio.error })
}

/// What a sample says of a share that is let pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// 达标: the bound keeps to it, so that the whole does, as surely as the confidence says.
    Met,
    /// 不达标: the bound from the other side does not keep to it, so that the whole does not, just as surely.
    NotMet,
    /// 证据不足: neither, whatever side of it the estimate is on.
    Open,
}

/// Rounding of sums must not turn a share that is equal into one that is greater.
const EQUAL: f64 = 1e-12;

/// The word for a share of which at most `tolerable` is let pass. `worst` is the share with whatever is not known taken
/// as an error, `best` with it taken as none.
#[must_use]
pub fn at_most(tolerable: f64, best: &Rate, worst: &Rate) -> Word {
    match best.share() {
        Some(_) if worst.upper <= tolerable + EQUAL => Word::Met,
        Some(_) if best.lower > tolerable + EQUAL => Word::NotMet,
        _ => Word::Open,
    }
}

/// The word for a share that must be at least `tolerable`. `worst` is the lowest share that the unknown allow, `best` the
/// highest.
#[must_use]
pub fn at_least(tolerable: f64, best: &Rate, worst: &Rate) -> Word {
    match best.share() {
        Some(_) if worst.lower >= tolerable - EQUAL => Word::Met,
        Some(_) if best.upper < tolerable - EQUAL => Word::NotMet,
        _ => Word::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::{Basis, Rate, Sampling, Word, at_least, at_most};
    use crate::survey::Confidence;
    use crate::survey::estimate::Observation;

    fn simple(population: Option<u64>, n: u64) -> Sampling {
        let fraction = population.map_or(0.0, |all| n as f64 / all as f64);
        Sampling { fractions: vec![fraction], simple: true, population, least_effect: 1.0 }
    }

    fn sample(errors: u32, n: u32, weight: f64) -> Vec<Observation> {
        (0..n)
            .map(|at| Observation { stratum: 0, cluster: at, weight, y: f64::from(u8::from(at < errors)), x: 1.0 })
            .collect()
    }

    /// The same units, `size` at a time in a cluster.
    fn in_clusters(mut units: Vec<Observation>, size: u32) -> Vec<Observation> {
        units.iter_mut().for_each(|o| o.cluster /= size);
        units
    }

    fn clustered() -> Sampling {
        Sampling { fractions: vec![0.0], simple: false, population: None, least_effect: 1.0 }
    }

    #[test]
    fn a_simple_sample_rests_on_the_exact_bound() {
        let rate = Rate::of(&sample(12, 1000, 1.0), &simple(None, 1000), Confidence::USUAL);
        assert_eq!((rate.errors, rate.of, rate.basis), (12, 1000, Basis::Exact));
        assert_eq!(format!("{:.4}", rate.upper * 100.0), "1.9370");
        assert!((rate.effect.unwrap() - 1.0).abs() < 1e-9, "{rate:?}");
        assert_eq!(at_most(0.02, &rate, &rate), Word::Met);
        let more = Rate::of(&sample(13, 1000, 1.0), &simple(None, 1000), Confidence::USUAL);
        assert_eq!(at_most(0.02, &more, &more), Word::Open);
        let above = Rate::of(&sample(28, 1000, 1.0), &simple(None, 1000), Confidence::USUAL);
        assert_eq!(at_most(0.02, &above, &above), Word::Open, "2.8 % of a sample can be 2 % of all");
        let most = Rate::of(&sample(29, 1000, 1.0), &simple(None, 1000), Confidence::USUAL);
        assert_eq!(at_most(0.02, &most, &most), Word::NotMet);
    }

    #[test]
    fn one_error_of_a_few_households_shows_nothing() {
        let rate = |errors, of: u32| Rate::of(&sample(errors, of, 1.0), &simple(None, of.into()), Confidence::USUAL);
        // One of five is found in one draw of twenty where 1.02 % are errors; two of twelve where 3.05 % are.
        assert_eq!(at_most(0.02, &rate(1, 5), &rate(1, 5)), Word::Open);
        assert_eq!(at_most(0.02, &rate(2, 12), &rate(2, 12)), Word::NotMet);
    }

    #[test]
    fn a_known_population_rests_on_the_hypergeometric_bound() {
        let rate = Rate::of(&sample(13, 1000, 8.0), &simple(Some(8000), 1000), Confidence::USUAL);
        assert_eq!((rate.population, rate.basis), (Some((160, 8000)), Basis::Population));
        assert_eq!(at_most(0.02, &rate, &rate), Word::Met, "160 of 8000 are two per cent");
        let census = Rate::of(&sample(3, 50, 1.0), &simple(Some(50), 50), Confidence::USUAL);
        assert!((census.upper - 0.06).abs() < 1e-12 && (census.lower - 0.06).abs() < 1e-12, "{census:?}");
    }

    #[test]
    fn clusters_that_agree_within_are_worth_less() {
        let units = in_clusters(sample(60, 600, 1.0), 20);
        let rate = Rate::of(&units, &clustered(), Confidence::USUAL);
        assert_eq!(rate.basis, Basis::Widest);
        assert!(rate.effect.unwrap() > 15.0 && rate.worth < 40.0, "{rate:?}");
        assert!(rate.upper > Rate::of(&sample(60, 600, 1.0), &simple(None, 600), Confidence::USUAL).upper);
        for interval in [rate.design.unwrap(), rate.effective.unwrap(), rate.exact] {
            assert!(rate.widest().low <= interval.low && rate.widest().high >= interval.high);
        }
    }

    #[test]
    fn without_errors_a_bound_is_left() {
        let units = in_clusters(sample(0, 600, 1.0), 20);
        let rate = Rate::of(&units, &clustered(), Confidence::USUAL);
        assert_eq!((rate.design, rate.effect), (None, None), "nothing varies");
        assert!(rate.upper > 0.0049 && rate.upper < 0.01, "{rate:?}");
        let careful = Sampling { least_effect: 2.0, ..clustered() };
        assert!(Rate::of(&units, &careful, Confidence::USUAL).upper > 1.9 * rate.upper);
    }

    #[test]
    fn one_cluster_shows_nothing() {
        let units = in_clusters(sample(0, 20, 1.0), 20);
        let rate = Rate::of(&units, &clustered(), Confidence::USUAL);
        assert_eq!((rate.basis, rate.upper, rate.lower), (Basis::Nothing, 1.0, 0.0));
        assert_eq!(at_most(0.02, &rate, &rate), Word::Open);
    }

    #[test]
    fn people_in_households_are_not_a_simple_sample_of_people() {
        let mut units = sample(0, 300, 10.0);
        units.iter_mut().for_each(|o| o.x = 4.0);
        units[0].y = 4.0;
        let rate = Rate::of(&units, &simple(Some(3000), 300), Confidence::USUAL);
        assert_eq!((rate.errors, rate.of, rate.population, rate.basis), (4, 1200, None, Basis::Widest));
        assert!(rate.upper > crate::survey::interval::exact_upper(4, 1200, Confidence::USUAL));
    }

    #[test]
    fn a_share_that_must_be_high_mirrors_one_that_must_be_low() {
        let good = Rate::of(&sample(988, 1000, 1.0), &simple(None, 1000), Confidence::USUAL);
        assert_eq!(at_least(0.98, &good, &good), Word::Met);
        let fair = Rate::of(&sample(987, 1000, 1.0), &simple(None, 1000), Confidence::USUAL);
        assert_eq!(at_least(0.98, &fair, &fair), Word::Open);
        let poor = Rate::of(&sample(972, 1000, 1.0), &simple(None, 1000), Confidence::USUAL);
        assert_eq!(at_least(0.98, &poor, &poor), Word::Open);
        let bad = Rate::of(&sample(971, 1000, 1.0), &simple(None, 1000), Confidence::USUAL);
        assert_eq!(at_least(0.98, &bad, &bad), Word::NotMet);
    }

    #[test]
    fn what_is_not_known_can_keep_either_word_away() {
        let rate = |errors| Rate::of(&sample(errors, 1000, 1.0), &simple(None, 1000), Confidence::USUAL);
        assert_eq!(at_most(0.02, &rate(5), &rate(30)), Word::Open);
        assert_eq!(at_most(0.02, &rate(29), &rate(40)), Word::NotMet);
        assert_eq!(at_most(0.02, &rate(21), &rate(40)), Word::Open);
        let nobody = Rate::of(&[], &simple(None, 0), Confidence::USUAL);
        assert_eq!(at_most(0.02, &nobody, &nobody), Word::Open);
    }
}
