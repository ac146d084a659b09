//! What a sample says, question by question: classes of rules, indicators, rules.

use super::answer::Answer;
use super::draw::Role;
use super::evaluated::{Evaluated, Item, Part, Question};
use super::level::Confidence;
use super::list::Sampled;
use super::outcome::{Outcomes, outcomes};
use super::plan::share;
use super::response::{Blanks, Fate, Responses, responses};
use super::said::{Amount, Scope, Tolerance};
use crate::dataset::Target;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::SurveyMessage as M;
use crate::dictionary::{Cardinality, EntityId};
use crate::engine::{Answer as Verdicts, Collect, Condition, Plan};
use crate::finding::Run;
use crate::finding::record::{IndicatorKind, Lacking};
use crate::rulebook::{Direction, Indicator, Measure, Rule, Severity};
use crate::value::{Decimal, Truth};
use std::collections::BTreeMap;

/// What is asked of a sample.
pub struct Evaluation<'a> {
    /// The rules and the rows that came back.
    pub run: &'a Run<'a>,
    /// The list of the draw.
    pub units: &'a [Sampled],
    /// What was drawn.
    pub entity: EntityId,
    /// The indicators, in order of the rulebook.
    pub indicators: Vec<&'a Indicator>,
    /// Whether they were chosen by name.
    pub named: bool,
    /// The share of errors that is let pass where the rulebook says none.
    pub tolerable: Option<Decimal>,
    /// The confidence, of two-sided intervals and of one-sided bounds.
    pub confidence: Confidence,
    /// A design effect to be reckoned with at least.
    pub least_effect: f64,
    /// What blanks in the column of visits say.
    pub blanks: Blanks,
}

/// An indicator that could not be reckoned: code, title, and what it lacks.
type Unreckoned = (String, String, Vec<Lacking>);

/// No unit.
const NOBODY: u32 = u32::MAX;

struct Desk<'e> {
    evaluation: &'e Evaluation<'e>,
    responses: Responses,
    planned: Vec<f64>,
    clustered: bool,
    /// By entity the unit that each row belongs to.
    owners: BTreeMap<EntityId, Option<Vec<u32>>>,
}

/// Evaluates a sample.
///
/// # Errors
/// The engine and the reference evaluator disagree on a row; a list of other things than the data are asked for.
pub fn evaluate(evaluation: &Evaluation<'_>) -> Result<Evaluated, Vec<Diagnostic>> {
    let run = evaluation.run;
    // Cases are derived a second time here: a disagreement ends everything.
    let checked = run.check().map_err(|error| vec![error])?;
    let mut desk = Desk::new(evaluation);
    if desk.responses.fates.iter().all(|fate| !matches!(fate, Fate::Answered(_))) {
        return Err(vec![Diagnostic::error(M::NobodyAnswered {}).help(M::KeysMustAgree {})]);
    }
    let (classes, rules) = desk.rules();
    let (indicators, lacking) = desk.indicators();
    let mut notes = desk.notes();
    let judged: Vec<&Item> = classes.iter().chain(&indicators).chain(&rules).collect();
    let lonely = judged.iter().flat_map(|item| item.figures.first()).map(|part| part.figure.lonely).max();
    if let Some(count) = lonely.filter(|&count| count > 0) {
        notes.push(M::LonelyStrata { count }.text(run.locale));
    }
    let several = desk.responses.by_stratum.len() > 1;
    let strata = desk.responses.by_stratum.iter().filter(|_| several).cloned();
    Ok(Evaluated {
        entity: run.view().entity(evaluation.entity),
        clustered: desk.clustered,
        blanks: evaluation.blanks,
        confidence: evaluation.confidence.level(),
        least_effect: evaluation.least_effect,
        responses: std::iter::once(desk.responses.total.clone()).chain(strata).collect(),
        items: classes.into_iter().chain(indicators).chain(rules).collect(),
        lacking,
        notes,
        run: checked.summary,
    })
}

impl<'e> Desk<'e> {
    fn new(evaluation: &'e Evaluation<'e>) -> Self {
        let dataset = evaluation.run.dataset;
        let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in 0..dataset.rows(evaluation.entity).count {
            rows.entry(dataset.key(evaluation.entity, row)).or_default().push(row);
        }
        let responses =
            responses(evaluation.units, evaluation.blanks, |key| rows.get(key).map_or(&[][..], Vec::as_slice));
        let planned = evaluation.units.iter().map(|unit| match unit.role {
            Role::Main => unit.counts.weight(unit.counts.drawn()),
            Role::Reserve => 0.0,
        });
        let clustered = evaluation.units.iter().any(|unit| unit.counts.is_clustered());
        Self { evaluation, planned: planned.collect(), responses, clustered, owners: BTreeMap::new() }
    }

    fn scope(&self, stratum: Option<u32>) -> Scope<'_> {
        Scope {
            responses: &self.responses,
            planned: &self.planned,
            stratum,
            clustered: self.clustered,
            least_effect: self.evaluation.least_effect,
            confidence: self.evaluation.confidence,
        }
    }

    /// All, then each stratum where there are several.
    fn parts<T>(&self, figure: impl Fn(&Scope<'_>) -> T) -> Vec<Part<T>> {
        let mut parts = vec![Part { stratum: String::new(), figure: figure(&self.scope(None)) }];
        if self.responses.by_stratum.len() > 1 {
            parts.extend((0_u32..).zip(&self.responses.by_stratum).map(|(at, response)| Part {
                stratum: response.stratum.clone(),
                figure: figure(&self.scope(Some(at))),
            }));
        }
        parts
    }

    /// By row of an entity the unit that it belongs to: itself, or the one that its to-one link leads to. `None` where
    /// rows of the entity belong to no unit.
    fn owners(&mut self, entity: EntityId) -> Option<&[u32]> {
        if !self.owners.contains_key(&entity) {
            let owners = self.find_owners(entity);
            self.owners.insert(entity, owners);
        }
        self.owners.get(&entity)?.as_deref()
    }

    fn find_owners(&self, entity: EntityId) -> Option<Vec<u32>> {
        let dataset = self.evaluation.run.dataset;
        let home = self.evaluation.entity;
        let mut units = vec![NOBODY; dataset.rows(home).count];
        for (at, fate) in (0_u32..).zip(&self.responses.fates) {
            if let Fate::Answered(row) = fate
                && let Some(unit) = units.get_mut(*row)
            {
                *unit = at;
            }
        }
        if entity == home {
            return Some(units);
        }
        let dictionary = dataset.dictionary();
        let link = dictionary.links_from(entity).find(|&id| {
            let link = dictionary.link(id);
            link.to == home && link.cardinality == Cardinality::One
        })?;
        let index = dataset.link(link)?;
        let owner = |row| match index.one(row) {
            Target::Row(target) => units.get(target).copied().unwrap_or(NOBODY),
            Target::None | Target::Several => NOBODY,
        };
        Some((0..dataset.rows(entity).count).map(owner).collect())
    }

    /// The answers of all units to a rule; `None` where its rows belong to no unit.
    fn answers(&mut self, entity: EntityId, verdicts: &Verdicts) -> Option<Vec<Answer>> {
        let mut answers = vec![Answer::default(); self.evaluation.units.len()];
        let owners = self.owners(entity)?;
        let mut count = |rows: &[u32], part: fn(&mut Answer) -> &mut u64| {
            for &row in rows {
                let unit = owners.get(row as usize).copied().unwrap_or(NOBODY);
                if let Some(answer) = answers.get_mut(unit as usize) {
                    *part(answer) += 1;
                }
            }
        };
        count(&verdicts.violations, |answer| &mut answer.yes);
        count(&verdicts.passes, |answer| &mut answer.no);
        count(&verdicts.unknowns, |answer| &mut answer.open);
        Some(answers)
    }

    fn faulty(&self, answers: &[Answer]) -> Vec<String> {
        let units = self.evaluation.units.iter().zip(answers);
        units.filter(|(_, answer)| answer.yes > 0).map(|(unit, _)| unit.key.clone()).collect()
    }

    /// The classes and the rules.
    fn rules(&mut self) -> (Vec<Item>, Vec<Item>) {
        let run = self.evaluation.run;
        let rules: Vec<&Rule> = run.rules.iter().copied().filter(|rule| rule.off.is_none()).collect();
        let conditions = rules.iter().map(|rule| Condition::from(*rule));
        let plan = Plan::compile(run.rulebook, run.dataset, run.as_of, conditions);
        let all = Collect { violations: true, unknowns: true, passes: true };
        let mut classes: BTreeMap<&str, (Vec<Answer>, bool, bool)> = BTreeMap::new();
        let mut items = Vec::new();
        for (rule, verdicts) in rules.iter().zip(plan.run(all)) {
            let none = || (vec![Answer::default(); self.evaluation.units.len()], false, false);
            let answers = verdicts.and_then(|verdicts| self.answers(rule.entity, &verdicts));
            let grave = rule.severity == Severity::Error;
            let wanted = run.named || run.dataset.rows(rule.entity).given;
            match answers {
                Some(answers) => {
                    if grave {
                        let class = classes.entry(&rule.class).or_insert_with(none);
                        class.1 = true;
                        class.0.iter_mut().zip(&answers).for_each(|(whole, part)| join(whole, part));
                    }
                    items.push(self.rule(rule, &answers));
                }
                None if grave && wanted => classes.entry(&rule.class).or_insert_with(none).2 = true,
                None => {}
            }
        }
        let known = run.rulebook.classes.iter();
        let classes = known.filter_map(|class| {
            let (answers, _, incomplete) = classes.get(class.name.as_str()).filter(|(_, ran, _)| *ran)?;
            let title = run.view().pick(&class.title).to_owned();
            Some(self.judged(
                Question::Class,
                (class.name.clone(), title),
                self.evaluation.entity,
                answers,
                *incomplete,
            ))
        });
        (classes.collect(), items)
    }

    fn rule(&self, rule: &Rule, answers: &[Answer]) -> Item {
        let title = rule.title.pick(self.evaluation.run.locale).to_owned();
        self.judged(Question::Rule, (rule.code.clone(), title), rule.entity, answers, false)
    }

    /// Errors that are let pass up to a share.
    fn judged(
        &self,
        question: Question,
        (code, title): (String, String),
        entity: EntityId,
        answers: &[Answer],
        incomplete: bool,
    ) -> Item {
        let tolerable = self.evaluation.tolerable.map(share);
        let tolerance = tolerable.map(|share| Tolerance::new(share, Some(Direction::Lower)));
        Item {
            question,
            code,
            title,
            entity: self.evaluation.run.view().entity(entity),
            kind: IndicatorKind::Share,
            tolerable,
            direction: Some(Direction::Lower),
            incomplete,
            figures: self.parts(|scope| scope.share(answers, tolerance)),
            amounts: Vec::new(),
            faulty: self.faulty(answers),
        }
    }

    /// The indicators, and those that lack something.
    fn indicators(&mut self) -> (Vec<Item>, Vec<Unreckoned>) {
        let evaluation = self.evaluation;
        let run = evaluation.run;
        let mut made = Vec::new();
        outcomes(run.context(), &evaluation.indicators, |at, rows| made.push((at, rows)));
        let (mut items, mut lacking) = (Vec::new(), Vec::new());
        for (at, rows) in made {
            let Some(&indicator) = evaluation.indicators.get(at) else { continue };
            let title = indicator.title.pick(run.locale).to_owned();
            match rows {
                Ok(rows) => match self.owners(indicator.entity).map(<[u32]>::to_vec) {
                    Some(owners) => items.push(self.indicator(indicator, title, &rows, &owners)),
                    None if evaluation.named => lacking.push((indicator.code.clone(), title, Vec::new())),
                    None => {}
                },
                Err(lacks) if evaluation.named || run.dataset.rows(indicator.entity).given => {
                    lacking.push((indicator.code.clone(), title, run.view().lacking(&lacks)));
                }
                Err(_) => {}
            }
        }
        (items, lacking)
    }

    fn indicator(&self, indicator: &Indicator, title: String, rows: &Outcomes, owners: &[u32]) -> Item {
        let evaluation = self.evaluation;
        // What is let pass on the command line is meant for errors that were asked for by name.
        let asked = evaluation.named && indicator.direction == Some(Direction::Lower);
        let tolerable = indicator.tolerable.or(evaluation.tolerable.filter(|_| asked)).map(share);
        let mut item = Item {
            question: Question::Indicator,
            code: indicator.code.clone(),
            title,
            entity: evaluation.run.view().entity(indicator.entity),
            kind: IndicatorKind::of(&indicator.measure),
            tolerable: None,
            direction: indicator.direction,
            incomplete: false,
            figures: Vec::new(),
            amounts: Vec::new(),
            faulty: Vec::new(),
        };
        if matches!(indicator.measure, Measure::Share(_)) {
            let mut answers = vec![Answer::default(); evaluation.units.len()];
            for (row, &owner) in rows.iter().zip(owners) {
                if let Some(answer) = answers.get_mut(owner as usize) {
                    answer.add(row);
                }
            }
            let tolerance = tolerable.map(|share| Tolerance::new(share, indicator.direction));
            item.tolerable = tolerable;
            item.figures = self.parts(|scope| scope.share(&answers, tolerance));
            if indicator.direction == Some(Direction::Lower) {
                item.faulty = self.faulty(&answers);
            }
        } else {
            item.amounts = self.amounts(indicator, rows, owners);
        }
        item
    }

    fn amounts(&self, indicator: &Indicator, rows: &Outcomes, owners: &[u32]) -> Vec<Part<Amount>> {
        // Above, below, rows that are known, rows that are open.
        let mut sums = vec![(0.0, 0.0, 0_u64, 0_u64); self.evaluation.units.len()];
        let scale = super::outcome::scale(&indicator.measure) as f64;
        for (row, &owner) in rows.iter().zip(owners) {
            let Some(sum) = sums.get_mut(owner as usize).filter(|_| row.among != Truth::False) else { continue };
            match row.above.filter(|above| above.is_exact()).zip(row.below) {
                Some((above, below)) if row.among == Truth::True => {
                    sum.0 += above.low as f64 / scale;
                    sum.1 += below as f64;
                    sum.2 += 1;
                }
                _ => sum.3 += 1,
            }
        }
        let of = |at: usize| sums.get(at).copied().unwrap_or_default();
        self.parts(|scope| {
            let found = match indicator.measure {
                Measure::Count => Some(scope.total(|at| of(at).2 as f64)),
                _ => scope.ratio(|at| (of(at).0, of(at).1)),
            };
            let count = |part: fn((f64, f64, u64, u64)) -> f64| -> u64 {
                scope.observations(|at| (part(of(at)), 0.0)).iter().map(|o| o.y as u64).sum()
            };
            Amount::new(found, count(|sum| sum.2 as f64), count(|sum| sum.3 as f64), scope.confidence)
        })
    }

    /// What is odd about what came back.
    fn notes(&self) -> Vec<String> {
        const NAMED: usize = 10;
        let oddities = &self.responses.oddities;
        let named = |names: &[String]| {
            let more = if names.len() > NAMED { "…" } else { "" };
            format!("{}{more}", names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、"))
        };
        let mut notes: Vec<M> = Vec::new();
        let count = |names: &[String]| names.len() as u64;
        let units = self.evaluation.units;
        let parted = self.responses.by_stratum.len() > 1 || units.iter().any(|unit| unit.role == Role::Reserve);
        if parted && units.iter().all(|unit| unit.listed == 0) {
            notes.push(M::NoLength {});
        }
        if self.responses.blanks == Blanks::Untouched {
            notes.push(M::NothingNoted { count: self.responses.total.reached });
        }
        if oddities.taken_for_reached > 0 {
            notes.push(M::TakenForReached { count: oddities.taken_for_reached });
        }
        if !oddities.not_noted.is_empty() {
            notes.push(M::NotNoted { count: count(&oddities.not_noted), keys: named(&oddities.not_noted) });
        }
        if !oddities.unaccounted.is_empty() {
            let (count, keys) = (count(&oddities.unaccounted), named(&oddities.unaccounted));
            notes.push(M::Unaccounted { count, keys });
        }
        if !oddities.missing.is_empty() {
            notes.push(M::ReachedWithoutRow { count: count(&oddities.missing), keys: named(&oddities.missing) });
        }
        if !oddities.twice.is_empty() {
            notes.push(M::RowTwice { count: count(&oddities.twice), keys: named(&oddities.twice) });
        }
        if !oddities.too_many_reserves.is_empty() {
            notes.push(M::TooManyReserves { places: named(&oddities.too_many_reserves) });
        }
        notes.iter().map(|note| note.text(self.evaluation.run.locale)).collect()
    }
}

/// A class is broken by a unit as soon as one of its rules is; it is open as soon as one could be.
fn join(whole: &mut Answer, part: &Answer) {
    let [mut yes, mut no, mut open] = [whole.yes > 0, whole.no > 0, whole.open > 0];
    yes |= part.yes > 0;
    no |= part.no > 0;
    open |= part.undecided() > 0;
    let answer = |holds: bool| u64::from(holds);
    *whole =
        Answer { yes: answer(yes), open: answer(open && !yes), no: answer(no && !yes && !open), ..Answer::default() };
}

#[cfg(test)]
mod tests {
    use super::{Answer, join};

    #[test]
    fn a_class_is_as_bad_as_its_worst_rule() {
        let [yes, no, open, none] = [
            Answer { yes: 3, ..Answer::default() },
            Answer { no: 2, ..Answer::default() },
            Answer { open: 1, ..Answer::default() },
            Answer::default(),
        ];
        let all = |parts: &[Answer]| {
            let mut whole = Answer::default();
            parts.iter().for_each(|part| join(&mut whole, part));
            (whole.yes, whole.no, whole.open)
        };
        assert_eq!(all(&[no, open, yes, no]), (1, 0, 0));
        assert_eq!(all(&[no, open, no]), (0, 0, 1));
        assert_eq!(all(&[open, no]), (0, 0, 1));
        assert_eq!(all(&[no, none]), (0, 1, 0));
        assert_eq!(all(&[none]), (0, 0, 0));
    }
}
