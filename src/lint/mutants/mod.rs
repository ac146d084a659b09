//! Mutants: each rule, definition and parameter changed in one small place at a time. A change that no example notices
//! says that the examples do not show what the rule does there.

mod change;

use crate::dataset::Dataset;
use crate::diagnostic::catalogue::LintMessage as M;
use crate::diagnostic::{Diagnostic, Locale, Source, Span};
use crate::lang;
use crate::lang::tree::Expr;
use crate::lang::types::{DefinitionId, ParameterId, Type, Typed};
use crate::rulebook::{Example, LoadOptions, Parameter, ParameterValue, Rule, RuleFiles, Rulebook, Uses};
use crate::trace::{Context, RuleTrace};
use crate::value::Decimal;
use change::{How, changes, steps};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Of all changes so many in a hundred must be noticed.
pub const LEAST_NOTICED: usize = 95;

/// What came of changing the rules.
#[derive(Clone, Debug, Default)]
pub struct Mutated {
    /// How many changes were tried.
    pub tried: usize,
    /// How many of them some example noticed.
    pub noticed: usize,
    /// How many were not, for a reason that the rule files give.
    pub excused: usize,
    /// Those that were not, without a reason; and reasons for changes that there are not.
    pub problems: Vec<Diagnostic>,
}

impl Mutated {
    /// How many changes were not noticed, without a reason.
    #[must_use]
    pub fn open(&self) -> usize {
        self.tried - self.noticed - self.excused
    }

    /// Whether enough were noticed.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.noticed * 100 >= self.tried * LEAST_NOTICED
    }
}

/// A change, by what it changes and how it reads.
type Key = (String, String);

/// Whether some example noticed a change, and where what it changes stands.
struct Outcome {
    noticed: bool,
    span: Span,
}

/// Changes every rule, definition and parameter of the files in one place at a time and runs the examples of the rules
/// that hang on it, in every region.
///
/// # Errors
/// What is wrong with the files, where they do not load.
pub fn mutants(files: &[Arc<Source>]) -> Result<Mutated, Vec<Diagnostic>> {
    let files = RuleFiles::read(files);
    let base = files.load(&LoadOptions::default())?;
    let mut outcomes = Bench::new(&base, None).run();
    for region in &base.regions {
        let options = LoadOptions { region: Some(region.name.clone()), ..LoadOptions::default() };
        let book = files.load(&options)?;
        for (key, outcome) in Bench::new(&book, Some(&base)).run() {
            // What the rulebook has everywhere may be shown by an example of a region.
            let is_own = || key.0.contains('@') || base.rule(&key.0).is_none();
            match outcomes.get_mut(&key) {
                Some(known) => known.noticed |= outcome.noticed,
                None if is_own() => {
                    outcomes.insert(key, outcome);
                }
                None => {}
            }
        }
    }
    Ok(judged(&base, outcomes))
}

fn judged(base: &Rulebook, outcomes: BTreeMap<Key, Outcome>) -> Mutated {
    let mut made = Mutated { tried: outcomes.len(), ..Mutated::default() };
    let mut used = BTreeSet::new();
    for ((of, change), outcome) in outcomes {
        if outcome.noticed {
            made.noticed += 1;
        } else if let Some(at) = base.unnoticed.iter().position(|u| u.of == of && u.change == change) {
            used.insert(at);
            made.excused += 1;
        } else {
            made.problems.push(Diagnostic::warning(M::Survivor { of, change }).at(&outcome.span));
        }
    }
    let idle = base.unnoticed.iter().enumerate().filter(|(at, _)| !used.contains(at));
    made.problems.extend(idle.map(|(_, unnoticed)| {
        let message = M::NoSuchMutant { of: unnoticed.of.clone(), change: unnoticed.change.clone() };
        Diagnostic::error(message).at(&unnoticed.span)
    }));
    made
}

/// A rule with its examples as datasets, and what it hangs on.
struct Specimen<'b> {
    rule: &'b Rule,
    examples: Vec<(Dataset<'b>, &'b Example)>,
    uses: Uses,
}

/// What changes are tried on: the examples of one rulebook.
struct Bench<'b> {
    book: &'b Rulebook,
    /// For a region: the rulebook without it, which has had its turn.
    base: Option<&'b Rulebook>,
    specimens: Vec<Specimen<'b>>,
}

/// What is changed.
enum Part<'b> {
    Given(&'b Specimen<'b>),
    Require(&'b Specimen<'b>),
    Definition(usize),
    Parameter(usize),
}

impl<'b> Bench<'b> {
    fn new(book: &'b Rulebook, base: Option<&'b Rulebook>) -> Self {
        let region = base.and(book.region.as_ref()).map(|region| region.name.as_str());
        let specimens = book.rules.par_iter().filter_map(|rule| {
            let meant = rule.examples.iter().filter(|example| example.region.as_deref() == region);
            let examples: Vec<_> = meant
                .map(|example| (Dataset::of_example(&book.dictionary, rule.entity, &example.row).0, example))
                .collect();
            // A region speaks of what it shows an example for.
            let here = base.is_none() || !examples.is_empty();
            here.then(|| Specimen { rule, examples, uses: Uses::of(book, rule.conditions()) })
        });
        Self { book, base, specimens: specimens.collect() }
    }

    fn run(&self) -> BTreeMap<Key, Outcome> {
        let rules = self.specimens.iter().flat_map(|specimen| [Part::Given(specimen), Part::Require(specimen)]);
        let definitions = (0..self.book.definitions.len()).map(Part::Definition);
        let parameters = (0..self.book.parameters.len()).map(Part::Parameter);
        let parts: Vec<Part<'_>> = rules.chain(definitions).chain(parameters).collect();
        let tried = parts.par_iter().map_init(|| None, |spare, part| self.part(part, spare));
        let mut outcomes: BTreeMap<Key, Outcome> = BTreeMap::new();
        for (key, outcome) in tried.flatten_iter().collect::<Vec<_>>() {
            // Changes of several places that read the same count as one, noticed where all are.
            let known = outcomes.entry(key).or_insert(Outcome { noticed: true, span: outcome.span });
            known.noticed &= outcome.noticed;
        }
        outcomes
    }

    /// The outcomes of all changes of a part. `spare` is a copy of the rulebook to change definitions and parameters in.
    fn part(&self, part: &Part<'_>, spare: &mut Option<Rulebook>) -> Vec<(Key, Outcome)> {
        match part {
            Part::Given(specimen) => self.given(specimen),
            Part::Require(specimen) => {
                let rule = specimen.rule;
                let changed = |require: Expr<Typed>| Rule { require, examples: Vec::new(), ..rule.clone() };
                self.conditions(specimen, "require", &rule.require, &changed)
            }
            Part::Definition(at) => self.definition(*at, spare.get_or_insert_with(|| self.book.clone())),
            Part::Parameter(at) => self.parameter(*at, spare.get_or_insert_with(|| self.book.clone())),
        }
    }

    fn given(&self, specimen: &Specimen<'_>) -> Vec<(Key, Outcome)> {
        let rule = specimen.rule;
        let Some(given) = &rule.given else { return Vec::new() };
        let changed = |given: Option<Expr<Typed>>| Rule { given, examples: Vec::new(), ..rule.clone() };
        let mut made = self.conditions(specimen, "given", given, &|given| changed(Some(given)));
        let noticed = self.notices(self.book, specimen, Some(&changed(None)));
        let key = (rule.code.clone(), format!("given: {} → 是", self.print(given)));
        made.push((key, Outcome { noticed, span: rule.span.clone() }));
        made
    }

    fn conditions(
        &self,
        specimen: &Specimen<'_>,
        part: &str,
        expr: &Expr<Typed>,
        changed: &dyn Fn(Expr<Typed>) -> Rule,
    ) -> Vec<(Key, Outcome)> {
        let made = changes(expr, &self.book.dictionary).into_iter().map(|change| {
            let key = (specimen.rule.code.clone(), self.reads(part, &change.how));
            let noticed = self.notices(self.book, specimen, Some(&changed(change.expr)));
            (key, Outcome { noticed, span: specimen.rule.span.clone() })
        });
        made.collect()
    }

    fn definition(&self, at: usize, spare: &mut Rulebook) -> Vec<(Key, Outcome)> {
        let (Some(definition), Ok(id)) = (self.book.definitions.get(at), u32::try_from(at)) else { return Vec::new() };
        let hanging = |specimen: &&Specimen<'_>| specimen.uses.definitions.contains(&DefinitionId(id));
        let hanging: Vec<&Specimen<'_>> = self.specimens.iter().filter(hanging).collect();
        // What no rule of the region shows has had its turn without the region.
        if hanging.is_empty() && self.base.is_some() {
            return Vec::new();
        }
        let mut made = Vec::new();
        for change in changes(&definition.body, &self.book.dictionary) {
            let key = (definition.signature.name.zh.clone(), self.reads("is", &change.how));
            if let Some(place) = spare.definitions.get_mut(at) {
                place.body = change.expr;
            }
            let noticed = hanging.iter().any(|specimen| self.notices(spare, specimen, None));
            made.push((key, Outcome { noticed, span: definition.span.clone() }));
        }
        if let Some(place) = spare.definitions.get_mut(at) {
            place.body = definition.body.clone();
        }
        made
    }

    fn parameter(&self, at: usize, spare: &mut Rulebook) -> Vec<(Key, Outcome)> {
        let (Some(parameter), Ok(id)) = (self.book.parameters.get(at), u32::try_from(at)) else { return Vec::new() };
        let region = self.base.and(self.book.region.as_ref());
        let is_own = |value: &crate::rulebook::DatedValue| {
            region.is_none_or(|region| value.region.as_deref() == Some(region.name.as_str()))
        };
        if parameter.values.is_empty() || !parameter.values.iter().all(is_own) {
            return Vec::new();
        }
        let hanging = |specimen: &&Specimen<'_>| specimen.uses.parameters.contains(&ParameterId(id));
        let hanging: Vec<&Specimen<'_>> = self.specimens.iter().filter(hanging).collect();
        let mut made = Vec::new();
        for up in [true, false] {
            let Some(place) = spare.parameters.get_mut(at) else { continue };
            let Some(step) = step(place, up) else { continue };
            let noticed = hanging.iter().any(|specimen| self.notices(spare, specimen, None));
            let of = region.map_or_else(String::new, |region| format!("@{}", region.name));
            let key = (format!("{}{of}", parameter.name.zh), format!("values: {step}"));
            made.push((key, Outcome { noticed, span: parameter.span.clone() }));
            if let Some(place) = spare.parameters.get_mut(at) {
                place.values.clone_from(&parameter.values);
            }
        }
        made
    }

    /// Whether an example of a rule has another verdict than it should, by the rulebook `book` and, where it is given,
    /// the rule `changed`.
    fn notices(&self, book: &Rulebook, specimen: &Specimen<'_>, changed: Option<&Rule>) -> bool {
        let rule = changed.unwrap_or(specimen.rule);
        specimen.examples.iter().any(|(dataset, example)| {
            let context = Context { rulebook: book, dataset, as_of: example.as_of };
            RuleTrace::of(context, rule, 0).verdict != example.then
        })
    }

    fn print(&self, expr: &Expr<Typed>) -> String {
        lang::print(expr, self.book, Locale::Zh)
    }

    /// A change as it is printed, and as reasons name it.
    fn reads(&self, part: &str, how: &How) -> String {
        match how {
            How::Replaced(before, after) => format!("{part}: {} → {}", self.print(before), self.print(after)),
            How::Dropped(gone) => format!("{part}: 去掉 {}", self.print(gone)),
        }
    }
}

/// Moves all values of a parameter by one step and says by how much.
fn step(parameter: &mut Parameter, up: bool) -> Option<String> {
    let sign = if up { '+' } else { '-' };
    if parameter.ty == Type::Date {
        for value in &mut parameter.values {
            let ParameterValue::Date(date) = &mut value.value else { continue };
            *date = date.plus_days(if up { 1 } else { -1 })?;
        }
        return Some(format!("{sign}1 天"));
    }
    let mut size: Option<Decimal> = None;
    for value in &mut parameter.values {
        let ParameterValue::Number(number) = &mut value.value else { continue };
        let moved = *steps(*number).get(usize::from(!up))?;
        let by = if up { moved.checked_sub(*number) } else { number.checked_sub(moved) };
        size = size.or(by);
        *number = moved;
    }
    size.map(|size| format!("{sign}{size} {}", parameter.unit).trim_end().to_owned())
}
