//! What-ifs: the same rows under a rulebook and under a supposition, and whose verdict differs.

use super::indicators::{Choice, measured};
use super::outcome::{Outcomes, RowOutcome, outcomes, row_outcome};
use super::shift::{Counted, IndicatorShift, NotAsked, RowShift, RuleShift, Supposed, WhatIfRecord};
use super::total::Total;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::FindingMessage as M;
use crate::engine::{Answer, Collect, Condition, Counts, Lack, Plan};
use crate::finding::record::Pair;
use crate::finding::{Run, View};
use crate::lang;
use crate::lang::tree::Expr;
use crate::lang::types::Typed;
use crate::rulebook::{Indicator, Measure, Rule, Scenario, Verdict};
use crate::trace::RuleTrace;
use crate::value::{Fraction, Truth};
use rayon::prelude::*;

/// The same rows under two rulebooks.
#[derive(Clone)]
pub struct WhatIf<'a> {
    /// The rows under the rules as they are; its rules are those that are asked.
    pub now: Run<'a>,
    /// The same rows under the supposition.
    pub then: Run<'a>,
    /// The indicators that are asked, of the rulebook as it is.
    pub choice: Choice<'a>,
    /// The what-if, where one was chosen by name.
    pub scenario: Option<&'a Scenario>,
}

/// How many rules are held against all rows at once; their verdicts, two for each row, are kept meanwhile.
const RULES_AT_ONCE: usize = 32;

/// What became of a rule in one world.
enum Held {
    Verdicts(Vec<Verdict>, Counts),
    Lacking(Vec<Lack>),
}

impl<'a> WhatIf<'a> {
    /// Holds the rows against both rulebooks, on the threads of the current rayon pool.
    ///
    /// # Errors
    /// The engine and the reference evaluator disagree on a row whose verdict differs.
    pub fn ask(&self) -> Result<WhatIfRecord, Diagnostic> {
        let mut not_asked = Vec::new();
        let rules = self.rules(&mut not_asked)?;
        let indicators = self.indicators(&mut not_asked)?;
        let scenario = self.scenario;
        let view = self.now.view();
        Ok(WhatIfRecord {
            name: scenario.map(|s| s.name.clone()).unwrap_or_default(),
            title: scenario.map(|s| s.title.pick(self.now.locale).to_owned()).unwrap_or_default(),
            note: scenario.map(|s| s.note.pick(self.now.locale).to_owned()).unwrap_or_default(),
            basis: scenario.map(|s| view.cited(&s.basis)).unwrap_or_default(),
            assumed: scenario.is_some_and(|s| s.assumed),
            fields: self.supposed_fields(),
            parameters: self.supposed_parameters(),
            rules,
            indicators,
            not_asked,
        })
    }

    fn supposed_fields(&self) -> Vec<Supposed> {
        let book = self.then.rulebook;
        let of = |(at, id): &(crate::dictionary::FieldRef, lang::types::DefinitionId)| {
            let definition = book.definitions.get(id.0 as usize)?;
            let entity = self.now.view().entity(at.entity);
            let field = self.now.view().field(*at);
            let is = lang::print(&definition.body, book, self.now.locale);
            Some(Supposed { entity, field, is, follows: book.follows_others(*at) })
        };
        book.supposed.iter().filter_map(of).collect()
    }

    /// The parameters that differ, with their values on the audit date.
    fn supposed_parameters(&self) -> Vec<Pair> {
        let shown = |run: &Run<'a>, at: usize| {
            let parameter = run.rulebook.parameters.get(at)?;
            let value = parameter.at(run.as_of)?;
            Some(run.view().parameter_value(parameter, value))
        };
        let names = self.now.rulebook.parameters.iter().enumerate();
        names
            .filter_map(|(at, parameter)| {
                let (now, then) = (shown(&self.now, at), shown(&self.then, at));
                let between = |value: Option<String>| value.unwrap_or_else(|| "—".to_owned());
                let name = parameter.name.pick(self.now.locale).to_owned();
                (now != then).then(|| Pair { name, value: format!("{} → {}", between(now), between(then)) })
            })
            .collect()
    }

    fn rules(&self, not_asked: &mut Vec<NotAsked>) -> Result<Vec<RuleShift>, Diagnostic> {
        let mut shifts = Vec::new();
        let asked: Vec<&'a Rule> = self.now.rules.iter().copied().filter(|rule| rule.off.is_none()).collect();
        for rules in asked.chunks(RULES_AT_ONCE) {
            let pairs: Vec<(&'a Rule, Option<&'a Rule>)> = rules
                .iter()
                .map(|&rule| (rule, self.then.rulebook.rules.iter().find(|then| then.code == rule.code)))
                .collect();
            let now = held(&self.now, rules);
            let then: Vec<&'a Rule> = pairs.iter().filter_map(|(_, then)| *then).collect();
            let mut then = held(&self.then, &then).into_iter();
            for ((rule, other), now) in pairs.into_iter().zip(now) {
                let title = self.now.view().pick(&rule.title).to_owned();
                let left = |lacks: Vec<Lack>, aside| NotAsked {
                    code: rule.code.clone(),
                    title: title.clone(),
                    lacks: self.now.view().lacking(&lacks),
                    aside,
                };
                let held = other.and_then(|other| Some((other, then.next()?)));
                let no_rows = !self.now.named && !self.now.dataset.rows(rule.entity).given;
                match (now, held) {
                    (Held::Lacking(_), _) if no_rows => {}
                    (Held::Lacking(lacks), _) => not_asked.push(left(lacks, false)),
                    (_, None) => not_asked.push(left(Vec::new(), true)),
                    (_, Some((_, Held::Lacking(lacks)))) => not_asked.push(left(lacks, false)),
                    (Held::Verdicts(now, before), Some((other, Held::Verdicts(then, after)))) => {
                        let rows = self.rule_rows(rule, other, &now, &then)?;
                        let (code, severity) = (rule.code.clone(), rule.severity);
                        let entity = self.now.view().entity(rule.entity);
                        let (before, after) = (before.into(), after.into());
                        shifts.push(RuleShift { code, title, entity, severity, before, after, rows });
                    }
                }
            }
        }
        Ok(shifts)
    }

    fn rule_rows(
        &self,
        now: &'a Rule,
        then: &'a Rule,
        before: &[Verdict],
        after: &[Verdict],
    ) -> Result<Vec<RowShift<Verdict>>, Diagnostic> {
        let rows: Vec<(usize, Verdict, Verdict)> = before
            .iter()
            .zip(after)
            .enumerate()
            .filter(|(_, (from, to))| from != to)
            .map(|(row, (from, to))| (row, *from, *to))
            .collect();
        let agree =
            |run: &Run<'a>, rule: &'a Rule, row, verdict| RuleTrace::of(run.context(), rule, row).verdict == verdict;
        let shift = |&(row, from, to): &(usize, Verdict, Verdict)| {
            if !agree(&self.now, now, row, from) || !agree(&self.then, then, row, to) {
                return Err(self.disagreement(&now.code, now.entity, row));
            }
            // Where the rule comes to apply or no longer does, what matters is why it applies.
            let conditions = match [from, to].contains(&Verdict::NotApplicable) {
                true => now.given.as_ref().zip(then.given.as_ref()),
                false => Some((&now.require, &then.require)),
            };
            Ok(self.row(now.entity, row, (from, to), conditions))
        };
        sorted(rows.par_iter().map(shift).collect())
    }

    fn disagreement(&self, code: &str, entity: crate::dictionary::EntityId, row: usize) -> Diagnostic {
        let key = self.now.view().key(entity, row);
        Diagnostic::error(M::Disagreement { code: code.to_owned(), key })
    }

    fn row<S>(
        &self,
        entity: crate::dictionary::EntityId,
        row: usize,
        (from, to): (S, S),
        conditions: Option<(&'a Expr<Typed>, &'a Expr<Typed>)>,
    ) -> RowShift<S> {
        let (view, other): (View<'a>, View<'a>) = (self.now.view(), self.then.view());
        let turned = conditions.map(|(now, then)| View::turned((&view, now), (&other, then), row));
        let (before, after) = turned.unwrap_or_default();
        RowShift {
            key: view.key(entity, row),
            label: view.label(entity, row),
            place: view.place(entity, row),
            location: view.location(entity, row, None),
            from,
            to,
            before,
            after,
        }
    }

    fn indicators(&self, not_asked: &mut Vec<NotAsked>) -> Result<Vec<IndicatorShift>, Diagnostic> {
        let of = |indicator: &&'a Indicator| {
            let code = &indicator.code;
            Some((*indicator, self.then.rulebook.indicators.iter().find(|then| then.code == *code)?))
        };
        let aside = self.choice.indicators.iter().filter(|indicator| of(indicator).is_none());
        not_asked.extend(aside.map(|indicator| self.indicator_left(indicator, &[], true)));
        let pairs: Vec<(&'a Indicator, &'a Indicator)> = self.choice.indicators.iter().filter_map(of).collect();
        let (now, then): (Vec<&Indicator>, Vec<&Indicator>) = pairs.iter().copied().unzip();
        let mut before: Vec<Result<Outcomes, Vec<Lack>>> = Vec::new();
        outcomes(self.now.context(), &now, |_, made| before.push(made));
        let mut after: Vec<Result<Outcomes, Vec<Lack>>> = Vec::new();
        outcomes(self.then.context(), &then, |_, made| after.push(made));
        let mut shifts = Vec::new();
        for ((now, then), (before, after)) in pairs.into_iter().zip(before.into_iter().zip(after)) {
            match (before, after) {
                (Ok(before), Ok(after)) => shifts.push(self.indicator(now, then, &before, &after)?),
                (Err(_), _) if !self.choice.named && !self.now.dataset.rows(now.entity).given => {}
                (Err(lacks), _) | (_, Err(lacks)) => not_asked.push(self.indicator_left(now, &lacks, false)),
            }
        }
        Ok(shifts)
    }

    fn indicator_left(&self, indicator: &'a Indicator, lacks: &[Lack], aside: bool) -> NotAsked {
        let view = self.now.view();
        let title = view.pick(&indicator.title).to_owned();
        NotAsked { code: indicator.code.clone(), title, lacks: view.lacking(lacks), aside }
    }

    fn indicator(
        &self,
        now: &'a Indicator,
        then: &'a Indicator,
        before: &Outcomes,
        after: &Outcomes,
    ) -> Result<IndicatorShift, Diagnostic> {
        let total = |outcomes: &Outcomes| {
            let mut total = Total::default();
            outcomes.iter().for_each(|row| total.add(row));
            total
        };
        let (total_before, total_after) = (total(before), total(after));
        let (mut gained, mut lost) = (0, 0);
        let mut rows = Vec::new();
        if let (Measure::Share(now_share), Measure::Share(then_share)) = (&now.measure, &then.measure) {
            for (row, (from, to)) in before.iter().zip(after.iter()).enumerate() {
                let (counted_before, counted_after) = (counted(from), counted(to));
                gained += u64::from(counted_after == Counted::Yes && counted_before != Counted::Yes);
                lost += u64::from(counted_before == Counted::Yes && counted_after != Counted::Yes);
                if counted_before != counted_after {
                    let reference = [(&self.now, now, from), (&self.then, then, to)];
                    if reference.iter().any(|(run, i, found)| row_outcome(run.context(), i, row) != *found) {
                        return Err(self.disagreement(&now.code, now.entity, row));
                    }
                    let states = (counted_before, counted_after);
                    let conditions = match from.among == to.among {
                        true => Some((now_share, then_share)),
                        false => now.among.as_ref().zip(then.among.as_ref()),
                    };
                    rows.push(self.row(now.entity, row, states, conditions));
                }
            }
        }
        let view = self.now.view();
        let line = view.indicator_line(now);
        let share = |rows: u64| Fraction::new(i128::from(rows), i128::from(total_after.rows)).map(|f| f.per_cent(2));
        Ok(IndicatorShift {
            code: line.code,
            title: line.title,
            entity: line.entity,
            kind: line.kind,
            unit: view.unit(now),
            before: measured(now, &total_before),
            after: measured(then, &total_after),
            gained,
            gained_share: share(gained),
            lost,
            lost_share: share(lost),
            rows: sorted(rows.into_iter().map(Ok).collect())?,
        })
    }
}

fn counted(row: RowOutcome) -> Counted {
    match (row.among, row.fulfils()) {
        (Truth::False, _) => Counted::NotMeasured,
        (Truth::True, Truth::True) => Counted::Yes,
        (Truth::True, Truth::False) => Counted::No,
        _ => Counted::Unknown,
    }
}

fn sorted<S>(rows: Result<Vec<RowShift<S>>, Diagnostic>) -> Result<Vec<RowShift<S>>, Diagnostic> {
    let mut rows = rows?;
    let place = |row: &RowShift<S>| row.location.as_ref().map(|l| (l.file.clone(), l.row));
    rows.sort_by(|a, b| (&a.key, place(a)).cmp(&(&b.key, place(b))));
    Ok(rows)
}

/// The verdicts of rules in all rows.
fn held(run: &Run<'_>, rules: &[&Rule]) -> Vec<Held> {
    let conditions = rules.iter().map(|rule| Condition::from(*rule));
    let plan = Plan::compile(run.rulebook, run.dataset, run.as_of, conditions);
    let answers = plan.run(Collect { violations: true, unknowns: true, passes: true });
    let verdicts = |rule: &Rule, answer: &Answer| {
        let mut verdicts = vec![Verdict::NotApplicable; run.dataset.rows(rule.entity).count];
        let lists = [
            (&answer.violations, Verdict::Violation),
            (&answer.unknowns, Verdict::Unknown),
            (&answer.passes, Verdict::Pass),
        ];
        for (rows, verdict) in lists {
            for &row in rows {
                if let Some(place) = verdicts.get_mut(row as usize) {
                    *place = verdict;
                }
            }
        }
        verdicts
    };
    rules
        .iter()
        .zip(answers)
        .enumerate()
        .map(|(at, (rule, answer))| match answer {
            Some(answer) => Held::Verdicts(verdicts(rule, &answer), answer.counts),
            None => Held::Lacking(plan.lacks(at).unwrap_or_default().to_vec()),
        })
        .collect()
}
