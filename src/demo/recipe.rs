//! How a violation of each rule is made: found by trying, on sample households.

use super::block::name;
use super::draw::Draw;
use super::field::{Field, Standing, Village};
use super::judge::Judge;
use super::overlay::{Manner, Mode, Overlay, is_key_only};
use super::rows::Rows;
use super::vet::Remedies;
use crate::dictionary::{EntityId, FieldType};
use crate::rulebook::{Example, ExampleRow, Rule, Verdict};
use rayon::prelude::*;

/// How a violation of a rule is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recipe {
    /// The position of the rule in the rulebook.
    pub(super) rule: usize,
    /// The position of the example.
    example: usize,
    /// Where the household stands that the example is laid over.
    standing: Standing,
    manner: Manner,
    /// Whether the example speaks of rows that many households share, so that it needs a village of its own.
    pub(super) needs_village: bool,
    /// How many rules were broken, in all rows, when it was found.
    broken: usize,
}

/// Why no household is made to break a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It has no violating example for the region in use.
    NoExample,
    /// No violating example breaks it on the audit date, whatever household it is laid over.
    NeverBroken,
    /// A parameter that it reads has no value on the audit date, so that it does not run.
    DoesNotRun,
    /// It reads a table or a column that is not written.
    NotWritten,
}

/// Villages of samples: numbers that no roster reaches.
const SAMPLE_VILLAGE: usize = 9_900_000;
/// Samples for each way to lay an example, and what one weighs that does not break the rule.
const SAMPLES: usize = 3;
const UNBROKEN: usize = 50;
/// How many findings in a sample are as good as one.
const ALONE: usize = 2;
/// How many examples of a rule are planted at the most.
const RECIPES: usize = 2;
/// How often a household is made anew until the example breaks the rule in it.
const TRIES: usize = 12;
/// How often a household is made in the hope that the rule is broken with as few others as possible.
const GOOD_TRIES: usize = 4;

/// Makes households that break a rule.
pub(super) struct Kitchen<'a, 'r> {
    pub(super) field: &'a Field<'r>,
    pub(super) judge: &'a Judge<'r>,
    pub(super) remedies: Remedies,
    /// The rules that run, those whose verdicts hang on the rows of one household, and those whose verdicts may hang on rows
    /// of several.
    pub(super) at_home: Vec<usize>,
    pub(super) spread: Vec<usize>,
    /// Sample households without any fault, by standing and by whether they hold a post.
    samples: Vec<Sample>,
}

/// A rule broken in a row.
pub(super) struct Found {
    /// The position of the rule in the rulebook.
    pub(super) rule: usize,
    /// The row, `None` for entities without files.
    pub(super) row: Option<usize>,
    /// The key of the row, or its label where the entity has no key.
    pub(super) key: String,
}

/// Whether rows of an entity may belong to several households: those of the village, and keys of others that are no
/// identity numbers.
fn joins_homes(field: &Field<'_>, entity: EntityId) -> bool {
    let described = field.dictionary.entity(entity);
    let is_number = || described.key.iter().any(|&key| described.field(key).ty == FieldType::Id);
    field.is_shared(entity) || (is_key_only(field.dictionary, entity) && !is_number())
}

/// A household that examples are tried on, with its village.
struct Sample {
    standing: Standing,
    with_post: bool,
    village: Village,
    rows: Rows,
}

impl<'a, 'r> Kitchen<'a, 'r> {
    /// A kitchen that has learnt which tables go together. With `samples` it can find recipes.
    pub(super) fn new(field: &'a Field<'r>, judge: &'a Judge<'r>, seed: u64, samples: bool) -> Self {
        let is_spread = |&rule: &usize| judge.reads[rule].entities.iter().any(|&entity| joins_homes(field, entity));
        let runs = (0..judge.rulebook.rules.len()).filter(|&rule| judge.runs(rule));
        let (spread, at_home) = runs.partition(is_spread);
        let mut kitchen = Self { field, judge, remedies: Remedies::default(), at_home, spread, samples: Vec::new() };
        kitchen.learn(SAMPLE_VILLAGE, seed);
        if samples {
            let kinds: Vec<(Standing, bool)> =
                Standing::ALL.into_iter().flat_map(|standing| [(standing, false), (standing, true)]).collect();
            kitchen.samples = kinds.into_par_iter().flat_map(|kind| kitchen.samples_of(kind, seed)).collect();
        }
        kitchen
    }

    /// Sample households of one kind.
    fn samples_of(&self, (standing, with_post): (Standing, bool), seed: u64) -> Vec<Sample> {
        let mut draw = Draw::new(seed, u64::MAX / 4 + standing as u64 * 2 + u64::from(with_post));
        let mut village = self.field.village(SAMPLE_VILLAGE, seed);
        let mut homes: Vec<Rows> =
            (0..SAMPLES).map(|_| self.base(&mut village, standing, with_post, &mut draw)).collect();
        self.vet(&mut village, &mut homes, &mut draw);
        homes.into_iter().map(|rows| Sample { standing, with_post, village: village.clone(), rows }).collect()
    }
}

impl Kitchen<'_, '_> {
    /// Recipes for `wanted` rules, or for all there are: any of those that are not switched off, in random order; and
    /// the rules that there is none for, with the reason.
    pub(super) fn recipes(&self, seed: u64, wanted: usize) -> (Vec<Vec<Recipe>>, Vec<(usize, Reason)>) {
        let rules = &self.judge.rulebook.rules;
        let mut open: Vec<usize> = (0..rules.len()).filter(|&rule| rules[rule].off.is_none()).collect();
        Draw::new(seed, u64::MAX / 8).shuffle(&mut open);
        let (mut recipes, mut reasons) = (Vec::new(), Vec::new());
        while recipes.len() < wanted && !open.is_empty() {
            let now: Vec<usize> = open.drain(..(wanted - recipes.len()).min(open.len())).collect();
            let found: Vec<_> = now.into_par_iter().map(|rule| (rule, self.recipes_of(rule, seed))).collect();
            for (rule, found) in found {
                match found {
                    Ok(of_rule) => recipes.push(of_rule),
                    Err(reason) => reasons.push((rule, reason)),
                }
            }
        }
        (recipes, reasons)
    }

    /// Recipes for one rule, from its first examples that have one.
    fn recipes_of(&self, rule: usize, seed: u64) -> Result<Vec<Recipe>, Reason> {
        if let Some(reason) = self.judge.halts(rule) {
            return Err(reason);
        }
        let examples = self.examples(&self.judge.rulebook.rules[rule]);
        if examples.is_empty() {
            return Err(Reason::NoExample);
        }
        let mut draw = Draw::new(seed, u64::MAX - rule as u64);
        let mut recipes: Vec<Recipe> = Vec::new();
        for (tried, &example) in examples.iter().enumerate() {
            if !recipes.is_empty() && tried > RECIPES {
                break;
            }
            let Some((recipe, sum)) = self.recipe(rule, example, false, &mut draw) else { continue };
            // Beside the first, only a recipe that no sample withstood is worth having.
            if recipes.is_empty() || sum < UNBROKEN {
                recipes.push(recipe);
            }
            if recipes.len() == RECIPES {
                break;
            }
        }
        if recipes.is_empty() {
            let patient = examples.iter().find_map(|&example| self.recipe(rule, example, true, &mut draw));
            recipes.extend(patient.map(|(recipe, _)| recipe));
        }
        if recipes.is_empty() { Err(Reason::NeverBroken) } else { Ok(recipes) }
    }

    /// A recipe from one example, with what its samples weighed.
    fn recipe(&self, rule: usize, example: usize, is_patient: bool, draw: &mut Draw) -> Option<(Recipe, usize)> {
        let described = &self.judge.rulebook.rules[rule];
        let row = &described.examples[example].row;
        let is_shared = |entity| self.field.is_shared(entity);
        let needs_village = is_shared(described.entity) || self.reaches(row, &is_shared);
        let mut best: Option<(Recipe, usize)> = None;
        for repair in [true, false] {
            for modes in Mode::ALL.chunks(2) {
                let ways = modes.iter().flat_map(|mode| Standing::ALL.map(|standing| (mode, standing)));
                for (&mode, standing) in ways {
                    let manner = Manner { mode, repair };
                    let mut recipe = Recipe { rule, example, standing, manner, needs_village, broken: usize::MAX };
                    let (least, sum) = self.taste(&recipe, is_patient, draw);
                    recipe.broken = least;
                    if sum <= SAMPLES * ALONE {
                        // Alone in every sample, or nearly: it can hardly be better.
                        return Some((recipe, sum));
                    }
                    if least < usize::MAX && best.is_none_or(|(_, best)| sum < best) {
                        best = Some((recipe, sum));
                    }
                }
                // One that some samples withstand is kept only where nothing better is found.
                if best.is_some_and(|(_, sum)| sum < UNBROKEN) {
                    return best;
                }
            }
        }
        best
    }

    /// The least number of rules broken in a few samples, and the sum over all.
    fn taste(&self, recipe: &Recipe, is_patient: bool, draw: &mut Draw) -> (usize, usize) {
        let with_post = self.wants_post(recipe);
        let samples = self.samples.iter().filter(|s| s.standing == recipe.standing && s.with_post == with_post);
        let mut broken: Vec<usize> = Vec::new();
        for sample in samples {
            let cooked = self.cook_once(&mut sample.village.clone(), sample.rows.clone(), recipe, draw);
            broken.push(cooked.map_or(usize::MAX, |(_, broken)| broken));
            // What the first samples withstand is no way.
            if broken.len() < SAMPLES && broken.iter().all(|&count| count == usize::MAX) && !is_patient {
                return (usize::MAX, UNBROKEN * SAMPLES);
            }
        }
        let least = broken.iter().copied().min().unwrap_or(usize::MAX);
        // A sample that the example does not break weighs as much as many findings.
        (least, broken.into_iter().map(|count| count.min(UNBROKEN)).sum())
    }

    /// The violating examples of a rule, those for the audit date first.
    fn examples(&self, rule: &Rule) -> Vec<usize> {
        let region = self.judge.rulebook.region.as_ref().map(|region| region.name.as_str());
        let fits = |example: &Example| {
            example.then == Verdict::Violation && (example.region.is_none() || example.region.as_deref() == region)
        };
        let mut fitting: Vec<usize> = (0..rule.examples.len()).filter(|&at| fits(&rule.examples[at])).collect();
        fitting.sort_by_key(|&at| rule.examples[at].as_of != self.judge.as_of);
        fitting
    }

    /// Whether the linked rows of an example have one of an entity that `is` holds for.
    fn reaches(&self, row: &ExampleRow, is: &dyn Fn(EntityId) -> bool) -> bool {
        row.linked.iter().any(|(link, rows)| {
            is(self.field.dictionary.link(*link).to) || rows.iter().any(|row| self.reaches(row, is))
        })
    }

    /// Whether the household of a recipe must have someone who could hold a post.
    fn wants_post(&self, recipe: &Recipe) -> bool {
        let rule = &self.judge.rulebook.rules[recipe.rule];
        let is_post = |entity| entity == self.field.columns.post.entity;
        is_post(rule.entity) || (!recipe.needs_village && self.reaches(&rule.examples[recipe.example].row, &is_post))
    }

    /// A household for a recipe, not yet vetted and without its fault.
    pub(super) fn base_of(&self, village: &mut Village, recipe: &Recipe, draw: &mut Draw) -> Rows {
        self.base(village, recipe.standing, self.wants_post(recipe), draw)
    }

    /// The rows of a household that breaks the rule of a recipe, with as few others as a few tries give; `None` where
    /// it cannot be made to. `base` is tried first.
    pub(super) fn cook(&self, village: &mut Village, base: &Rows, recipe: &Recipe, draw: &mut Draw) -> Option<Rows> {
        let mut best: Option<(Rows, usize, Village)> = None;
        for attempt in 0..TRIES {
            if attempt >= GOOD_TRIES && best.is_some() {
                break;
            }
            let mut trial = village.clone();
            let rows = if attempt == 0 {
                base.clone()
            } else {
                let mut homes = [self.base_of(&mut trial, recipe, draw)];
                self.vet(&mut trial, &mut homes, draw);
                let [rows] = homes;
                rows
            };
            let Some((rows, broken)) = self.cook_once(&mut trial, rows, recipe, draw) else { continue };
            if best.as_ref().is_none_or(|(_, least, _)| broken < *least) {
                best = Some((rows, broken, trial));
            }
            if broken <= recipe.broken {
                break;
            }
        }
        let (rows, _, filled) = best?;
        *village = filled;
        Some(rows)
    }

    /// Rows with how many rules are broken in them that were not before; `None` where the rule of the recipe is not.
    fn cook_once(
        &self,
        village: &mut Village,
        mut rows: Rows,
        recipe: &Recipe,
        draw: &mut Draw,
    ) -> Option<(Rows, usize)> {
        let rule = &self.judge.rulebook.rules[recipe.rule];
        let example = &rule.examples[recipe.example].row;
        let mut before = rows.clone();
        self.field.add_village(village, &mut before);
        if recipe.needs_village {
            rows = before.clone();
        }
        let overlay = Overlay::new(self.field, village, &mut rows, draw, recipe.manner);
        if !overlay.lay(rule, example, recipe.standing) {
            return None;
        }
        let mut seen = rows.clone();
        self.field.add_village(village, &mut seen);
        let dataset = self.judge.dataset(&seen);
        if !self.judge.breaks(&dataset, recipe.rule) {
            return None;
        }
        let touched = self.judge.touched(&before, &seen);
        let broken = self.judge.broken_among(&dataset, &touched, &|entity| (0..dataset.rows(entity).count).collect());
        Some((if recipe.needs_village { seen } else { rows }, broken.len()))
    }

    /// The rules about one household that are broken in the rows of one.
    pub(super) fn broken_at_home(&self, village: &Village, rows: &Rows) -> Vec<Found> {
        let mut seen = rows.clone();
        self.field.add_village(village, &mut seen);
        let dataset = self.judge.dataset(&seen);
        let all = |entity| (0..dataset.rows(entity).count).collect();
        let broken = self.judge.broken_among(&dataset, &self.at_home, &all);
        let found = broken.into_iter().map(|broken| {
            let entity = self.judge.rulebook.rules[broken.rule].entity;
            let is_key = self.field.extent.is_key_only(self.field.dictionary, entity);
            Found { rule: broken.rule, row: (!is_key).then_some(broken.row), key: name(&dataset, entity, broken.row) }
        });
        found.collect()
    }
}
