//! How often intervals cover the truth, tried on synthetic populations: the measure of everything else in this room.
//!
//! A population is made of villages of different sizes whose own shares of errors scatter about the whole one; samples
//! are drawn by the same code as real ones, with tickets of a generator in place of hashes, which makes thousands of
//! them a matter of seconds; each is estimated by the same code as a real one.

use super::draw;
use super::estimate::Observation;
use super::frame::{Cluster, Stratum, Unit};
use super::level::Confidence;
use super::rate::{Rate, Sampling};
use super::{Interval, interval};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A population and how samples of it are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// How many villages there are.
    pub villages: u32,
    /// How many units a village has on average; sizes run from a third to five thirds of it.
    pub size: u32,
    /// The share of errors.
    pub share: f64,
    /// How alike units of one village are: the correlation within, from 0 to below 1.
    pub alike: f64,
    /// How many points, or units where `each` is zero.
    pub points: u32,
    /// Units for each point; zero for a simple random sample of units.
    pub each: u32,
}

/// How often each kind of interval covered the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Coverage {
    /// The true share.
    pub truth: f64,
    /// The mean of the estimates.
    pub mean: f64,
    /// The mean of the design effects, of samples that have one.
    pub effect: f64,
    /// By kind the share of samples whose interval holds the truth: exact, Wilson, design-based, effective size, widest.
    pub covers: [f64; 5],
    /// The share of samples whose one-sided bound is not below the truth.
    pub bound: f64,
}

/// Draws and estimates `samples` samples, and counts. A design-based interval that does not exist (no errors, or all)
/// covers only what it then says: nothing but the estimate.
#[must_use]
pub fn coverage(trial: &Trial, samples: u32, seed: u64, confidence: Confidence) -> Coverage {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let (stratum, wrong) = population(trial, &mut chance);
    let all = wrong.len() as f64;
    let truth = wrong.iter().filter(|wrong| **wrong).count() as f64 / all;
    let mut found = Coverage { truth, ..Coverage::default() };
    let (mut effects, mut with_effect) = (0.0, 0_u32);
    for _ in 0..samples {
        let rate = sample(trial, &stratum, &wrong, &mut chance, confidence);
        let share = rate.share().unwrap_or(0.0);
        found.mean += share;
        if let Some(effect) = rate.effect {
            effects += effect;
            with_effect += 1;
        }
        let point = Interval { low: share, high: share };
        let kinds = [
            rate.exact,
            rate.wilson,
            rate.design.unwrap_or(point),
            rate.effective.unwrap_or(Interval::ALL),
            rate.widest(),
        ];
        for (count, kind) in found.covers.iter_mut().zip(kinds) {
            *count += f64::from(u8::from(kind.low <= truth && truth <= kind.high));
        }
        found.bound += f64::from(u8::from(truth <= rate.upper));
    }
    let n = f64::from(samples.max(1));
    found.covers.iter_mut().for_each(|count| *count /= n);
    (found.bound, found.mean) = (found.bound / n, found.mean / n);
    found.effect = effects / f64::from(with_effect.max(1));
    found
}

/// A number from 0 to below 1.
fn fraction(chance: &mut ChaCha8Rng) -> f64 {
    (chance.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A stratum of villages, and by row whether a household is an error. Each village has a share of its own from the beta
/// distribution whose mean is the whole share and whose spread makes households of a village so alike.
fn population(trial: &Trial, chance: &mut ChaCha8Rng) -> (Stratum, Vec<bool>) {
    let mut wrong = Vec::new();
    let mut clusters = Vec::new();
    for village in 0..trial.villages {
        let size = (f64::from(trial.size) * (1.0 / 3.0 + fraction(chance) * 4.0 / 3.0)).round().max(1.0) as u32;
        let own = if trial.alike > 0.0 {
            let weight = 1.0 / trial.alike - 1.0;
            super::quantile::beta(trial.share * weight, (1.0 - trial.share) * weight, fraction(chance))
        } else {
            trial.share
        };
        let unit = |at: u32| Unit { key: format!("{village:05}/{at:05}"), row: 0 };
        let mut units: Vec<Unit> = (0..size).map(unit).collect();
        for unit in &mut units {
            unit.row = wrong.len();
            wrong.push(fraction(chance) < own);
        }
        clusters.push(Cluster { name: format!("{village:05}"), units });
    }
    (Stratum { name: String::new(), clusters }, wrong)
}

/// One sample and what it says.
fn sample(trial: &Trial, stratum: &Stratum, wrong: &[bool], chance: &mut ChaCha8Rng, confidence: Confidence) -> Rate {
    let tickets: Vec<[u64; 2]> = wrong.iter().map(|_| [chance.next_u64(), chance.next_u64()]).collect();
    let of = |unit: &Unit, stage: usize| tickets.get(unit.row).map_or(0, |tickets| tickets[stage]);
    let says = |unit: &Unit| f64::from(u8::from(wrong.get(unit.row).copied().unwrap_or(false)));
    let all = wrong.len() as f64;
    let mut observations = Vec::new();
    if trial.each == 0 {
        let units = stratum.clusters.iter().flat_map(|cluster| &cluster.units);
        let weight = all / f64::from(trial.points);
        for (at, (_, unit)) in (0..).zip(draw::smallest(units, trial.points as usize, &|unit| of(unit, 0))) {
            observations.push(Observation { stratum: 0, cluster: at, weight, y: says(unit), x: 1.0 });
        }
    } else {
        let points = draw::points(stratum, u64::from(trial.points), &|unit| of(unit, 1));
        for (number, (at, hits)) in (0..).zip(points) {
            let Some(cluster) = stratum.clusters.get(at) else { continue };
            let most = (trial.each as usize).saturating_mul(hits as usize).min(cluster.units.len());
            let weight = all * hits as f64 / f64::from(trial.points) / most as f64;
            for (_, unit) in draw::smallest(cluster.units.iter(), most, &|unit| of(unit, 0)) {
                observations.push(Observation { stratum: 0, cluster: number, weight, y: says(unit), x: 1.0 });
            }
        }
    }
    let simple = trial.each == 0;
    let fraction = if simple { f64::from(trial.points) / all } else { 0.0 };
    let sampling = Sampling { fractions: vec![fraction], simple, population: None, least_effect: 1.0 };
    Rate::of(&observations, &sampling, confidence)
}

/// The coverage of the exact interval over all samples that there are of a binomial share, without any chance.
#[must_use]
pub fn exact_coverage(sample: u64, share: f64, confidence: Confidence) -> f64 {
    let chance = |errors: u64| {
        let below = if errors == 0 { 0.0 } else { super::tail::binomial(errors - 1, sample, share) };
        super::tail::binomial(errors, sample, share) - below
    };
    let covers = |errors: &u64| {
        let Interval { low, high } = interval::exact(*errors, sample, confidence);
        low <= share && share <= high
    };
    (0..=sample).filter(covers).map(chance).sum()
}
