//! What a sample says of one question, as plain numbers.

use super::answer::{Answer, Fill};
use super::estimate::{Observation, Ratio, ratio};
use super::interval::Interval;
use super::level::Confidence;
use super::rate::{Basis, Rate, Sampling, Word, at_least, at_most};
use super::response::{Blanks, Fate, Responses};
use crate::rulebook::Direction;
use serde::Serialize;

/// A share: counts, estimates, intervals, bounds, and the word. Shares are from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Rows that count, in the sample.
    pub errors: u64,
    /// Of rows that are judged.
    pub of: u64,
    /// Rows that a blank leaves open.
    pub undecided: u64,
    /// The share in the sample; `None` where nothing was judged.
    pub raw: Option<f64>,
    /// The weighted share.
    pub weighted: Option<f64>,
    /// Its standard error.
    pub error: Option<f64>,
    /// The design effect.
    pub effect: Option<f64>,
    /// Primary units less strata.
    pub freedom: Option<u64>,
    /// How many independent units the sample is worth.
    pub worth: f64,
    /// Clopper and Pearson, two-sided.
    pub exact: Interval,
    /// Wilson, two-sided.
    pub wilson: Interval,
    /// Design-based, two-sided.
    pub design: Option<Interval>,
    /// Exact, for what the sample is worth, two-sided.
    pub effective: Option<Interval>,
    /// The hypergeometric upper bound, and of how many.
    pub population: Option<(u64, u64)>,
    /// At most so, one-sided, with what is open taken to count.
    pub upper: f64,
    /// At least so, one-sided, with what is open taken not to count.
    pub lower: f64,
    /// What the two rest on.
    pub basis: Basis,
    /// The estimated number in the population.
    pub projected: Option<f64>,
    /// At most so many, one-sided.
    pub projected_upper: Option<f64>,
    /// Between what the blanks leave the weighted share; `None` where nothing is open.
    pub open: Option<Interval>,
    /// Between what the silent units leave the weighted share, together with the blanks; `None` where nobody is silent.
    pub silent: Option<Interval>,
    /// The word; `None` where no share is let pass.
    pub word: Option<Word>,
    /// Why the word is not 达标, where the figures alone would have it so.
    pub withheld: Option<Withheld>,
    /// The word if all silent units were against it; `None` where nobody is silent.
    pub word_if_silent: Option<Word>,
    /// Strata with one primary unit alone.
    pub lonely: u64,
}

/// Why a share that the figures show to be small enough is not said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// No visit is noted on the whole list: nobody says that anybody was visited.
    Untouched,
    /// Nobody says what became of some drawn units; if they were all in error, the share would be too great.
    Unexplained,
}

/// What is let pass, and which way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// The share.
    pub share: f64,
    /// Whether it is the least that must be reached; else the most.
    pub is_least: bool,
}

impl Tolerance {
    /// The tolerance of a share in a direction; lower is better where nothing is said.
    #[must_use]
    pub fn new(share: f64, direction: Option<Direction>) -> Self {
        Self { share, is_least: direction == Some(Direction::Higher) }
    }

    fn word(self, least: &Rate, most: &Rate) -> Word {
        if self.is_least { at_least(self.share, most, least) } else { at_most(self.share, least, most) }
    }
}

/// Whose answers are summed up.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'s> {
    /// The units and what became of them.
    pub responses: &'s Responses,
    /// By unit the weight that it would have had if everybody had answered; zero for reserves.
    pub planned: &'s [f64],
    /// Only this stratum; all where absent.
    pub stratum: Option<u32>,
    /// Whether units were drawn in clusters.
    pub clustered: bool,
    /// A design effect to be reckoned with at least.
    pub least_effect: f64,
    /// The confidence.
    pub confidence: Confidence,
}

impl Scope<'_> {
    /// The units of the scope.
    fn units(&self) -> impl Iterator<Item = usize> + '_ {
        let strata = &self.responses.strata;
        (0..strata.len()).filter(|&at| self.stratum.is_none_or(|stratum| strata.get(at) == Some(&stratum)))
    }

    /// What the units that are accounted for say; `value` is y and x of a unit.
    pub fn observations(&self, value: impl Fn(usize) -> (f64, f64)) -> Vec<Observation> {
        let responses = self.responses;
        let answered = self.units().filter(|&at| responses.weights.get(at).is_some_and(|&weight| weight > 0.0));
        let observation = |at: usize| {
            let number = |numbers: &[u32]| numbers.get(at).copied().unwrap_or(0);
            let (y, x) = match responses.fates.get(at) {
                Some(Fate::Answered(_)) => value(at),
                _ => (0.0, 0.0),
            };
            let weight = responses.weights.get(at).copied().unwrap_or(0.0);
            Observation { stratum: number(&responses.strata), cluster: number(&responses.clusters), weight, y, x }
        };
        answered.map(observation).collect()
    }

    /// How the sample was drawn.
    #[must_use]
    pub fn sampling(&self) -> Sampling {
        let simple = !self.clustered && (self.stratum.is_some() || self.responses.by_stratum.len() == 1);
        let at = self.stratum.unwrap_or(0) as usize;
        let population = self.responses.by_stratum.get(at).map(|response| response.population).filter(|_| simple);
        let fractions = self.responses.fractions.clone();
        Sampling { fractions, simple, population, least_effect: self.least_effect }
    }

    /// The share of rows that count.
    #[must_use]
    pub fn share(&self, answers: &[Answer], tolerance: Option<Tolerance>) -> Figure {
        let sampling = self.sampling();
        let answer = |at: usize| answers.get(at).copied().unwrap_or_default();
        let rate = |fill| Rate::of(&self.observations(|at| answer(at).filled(fill)), &sampling, self.confidence);
        let known = rate(Fill::Known);
        let undecided = self.units().map(|at| answer(at).undecided()).sum();
        let (least, most) =
            if undecided > 0 { (rate(Fill::Least), rate(Fill::Most)) } else { (known.clone(), known.clone()) };
        let word = tolerance.map(|tolerance| tolerance.word(&least, &most));
        let withheld = tolerance.filter(|_| word == Some(Word::Met)).and_then(|t| self.withheld(t, &answer));
        let word = if withheld.is_some() { Some(Word::Open) } else { word };
        let silent = self.silent(&answer, |fate| matches!(fate, Fate::Silent(_) | Fate::Unexplained));
        let word_if_silent = word.zip(silent).zip(tolerance).map(|((word, silent), tolerance)| {
            let share = tolerance.share;
            let met = if tolerance.is_least { silent.low >= share } else { silent.high <= share };
            let not_met = if tolerance.is_least { silent.high < share } else { silent.low > share };
            match word {
                Word::Met if met => Word::Met,
                Word::NotMet if not_met => Word::NotMet,
                _ => Word::Open,
            }
        });
        let weighted = known.weighted;
        let by_count = most.population.map(|(count, _)| count as f64);
        Figure {
            errors: known.errors,
            of: known.of,
            undecided,
            raw: (known.of > 0).then(|| known.errors as f64 / known.of as f64),
            weighted: known.share(),
            error: weighted.map(|w| w.error),
            effect: known.effect,
            freedom: weighted.map(|w| w.freedom),
            worth: known.worth,
            exact: known.exact,
            wilson: known.wilson,
            design: known.design,
            effective: known.effective,
            population: most.population,
            upper: most.upper,
            lower: least.lower,
            basis: known.basis,
            projected: weighted.map(|w| w.y),
            projected_upper: by_count.or_else(|| most.weighted.map(|w| most.upper * w.x)),
            open: (undecided > 0)
                .then(|| least.share().zip(most.share()))
                .flatten()
                .map(|(low, high)| Interval { low, high }),
            silent,
            word,
            withheld,
            word_if_silent,
            lonely: weighted.map_or(0, |w| w.lonely),
        }
    }

    /// Why a share that seems small enough is not said to be. Nobody can be left out, or left unvisited, without a word:
    /// what cannot be examined counts as an error, as in any audit, until somebody says why.
    fn withheld(&self, tolerance: Tolerance, answer: &impl Fn(usize) -> Answer) -> Option<Withheld> {
        if self.responses.blanks == Blanks::Untouched {
            return Some(Withheld::Untouched);
        }
        let unexplained = self.silent(answer, |fate| *fate == Fate::Unexplained)?;
        let Tolerance { share, is_least } = tolerance;
        let keeps = if is_least { unexplained.low >= share } else { unexplained.high <= share };
        (!keeps).then_some(Withheld::Unexplained)
    }

    /// Between what those who say nothing leave the share, of these `which`: each of the drawn units in its own right,
    /// none replaced. A silent unit has as many rows to be judged as those that answer have on average.
    fn silent(&self, answer: &impl Fn(usize) -> Answer, which: impl Fn(&Fate) -> bool) -> Option<Interval> {
        let planned = |at: usize| self.planned.get(at).copied().unwrap_or(0.0);
        let main = || self.units().filter(|&at| planned(at) > 0.0);
        let fate = |at: usize| self.responses.fates.get(at);
        let silent: f64 = main().filter(|&at| fate(at).is_some_and(&which)).map(planned).sum();
        if silent <= 0.0 {
            return None;
        }
        let answered = || main().filter(|&at| matches!(fate(at), Some(Fate::Answered(_))));
        let people: f64 = answered().map(planned).sum();
        let side = |fill: Fill| {
            let sum = |part: fn((f64, f64)) -> f64| -> f64 {
                answered().map(|at| planned(at) * part(answer(at).filled(fill))).sum()
            };
            let (y, x) = (sum(|(y, _)| y), sum(|(_, x)| x));
            // Without any answer a silent unit counts for one row.
            let more = if people > 0.0 { silent * x / people } else { silent };
            let y = if fill == Fill::Most { y + more } else { y };
            (x + more > 0.0).then(|| y / (x + more))
        };
        Some(Interval { low: side(Fill::Least)?, high: side(Fill::Most)? })
    }
}

/// A mean, a ratio or a count: an estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Amount {
    /// Rows that are measured and known, in the sample.
    pub of: u64,
    /// Rows that a blank leaves open; they are left out.
    pub undecided: u64,
    /// The estimate; `None` where nothing was measured.
    pub value: Option<f64>,
    /// Its standard error.
    pub error: Option<f64>,
    /// Its interval, two-sided; `None` without two primary units.
    pub interval: Option<Interval>,
}

impl Amount {
    /// The amount of an estimate.
    #[must_use]
    pub fn new(found: Option<Ratio>, of: u64, undecided: u64, confidence: Confidence) -> Self {
        let interval = found.and_then(|ratio| super::rate::of_ratio(&ratio, confidence));
        Self { of, undecided, value: found.map(|r| r.ratio), error: found.map(|r| r.error), interval }
    }
}

impl Scope<'_> {
    /// The weighted sum of y by that of x.
    pub fn ratio(&self, value: impl Fn(usize) -> (f64, f64)) -> Option<Ratio> {
        ratio(&self.observations(value), &self.responses.fractions)
    }

    /// The weighted total of y.
    pub fn total(&self, value: impl Fn(usize) -> f64) -> Ratio {
        super::estimate::total(&self.observations(|at| (value(at), 1.0)), &self.responses.fractions)
    }
}
