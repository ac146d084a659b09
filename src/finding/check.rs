//! A check: every selected rule over every row, each violation derived a second time and told with its evidence.

use super::cases::{CaseGroup, Cases};
use super::order::Order;
use super::record::{Record, Summary};
use super::view::View;
use crate::dataset::Dataset;
use crate::diagnostic::catalogue::FindingMessage;
use crate::diagnostic::{Diagnostic, Locale};
use crate::dictionary::EntityId;
use crate::engine::{Answer, Collect, Condition, Lack, Plan, Times};
use crate::rulebook::{Rule, Rulebook};
use crate::trace::Context;
use crate::value::Date;
use rayon::prelude::*;

/// No more cases than these are derived before any is listed, and kept.
const KEPT: usize = 1 << 12;

/// What a run is about.
#[derive(Clone)]
pub struct Run<'a> {
    /// The rulebook.
    pub rulebook: &'a Rulebook,
    /// The rows.
    pub dataset: &'a Dataset<'a>,
    /// The audit date.
    pub as_of: Date,
    /// The selected rules, in order of the rulebook; those that the region switches off are listed, not run.
    pub rules: Vec<&'a Rule>,
    /// Whether the rules were chosen by name. Where they were not, a rule whose entity no file holds has nothing to
    /// judge; where they were, it cannot run.
    pub named: bool,
    /// The language of the records.
    pub locale: Locale,
    /// Whether names and numbers of persons are hidden.
    pub mask: bool,
}

/// What became of a rule.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It ran.
    Ran(Answer),
    /// It could not run.
    Lacking(Vec<Lack>),
    /// It was not asked for by name, and no file holds rows of its entity.
    NoRows,
    /// The region switches it off.
    Off,
}

/// What a check found, with all cases as records.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The receipt.
    pub summary: Summary,
    /// The cases: those of the rules in order of the rulebook and within a rule of key and place, then what is wrong
    /// with the data. Fewer than the receipt counts where [`CheckOptions::listed`] says so.
    pub records: Vec<Record>,
    /// What each rule cost, in the order of [`Run::rules`], where that was asked for.
    pub times: Option<Times>,
}

/// What a check found, with cases that become records when they are asked for.
#[derive(Debug)]
pub struct Found<'a> {
    /// The receipt.
    pub summary: Summary,
    /// The cases, in the order of [`Checked::records`].
    pub cases: Cases<'a>,
    /// What each rule cost, in the order of [`Run::rules`], where that was asked for.
    pub times: Option<Times>,
}

/// How far a check goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckOptions {
    /// Whether each case is derived a second time and told with its evidence. Without, it is told by rule, key and row
    /// alone, and what was read need not have names, places and hashes.
    pub evidence: bool,
    /// How many cases of a rule are listed, the first in order; all where absent. All are counted.
    pub listed: Option<usize>,
    /// Whether, with evidence, all cases are derived a second time before any is listed. Otherwise those that are listed
    /// are when they become records: enough where all of them do.
    pub confirmed: bool,
    /// Whether the time of each rule is taken.
    pub timed: bool,
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self { evidence: true, listed: None, confirmed: true, timed: false }
    }
}

impl<'a> Run<'a> {
    /// What rules are read against.
    #[must_use]
    pub fn context(&self) -> Context<'a> {
        Context { rulebook: self.rulebook, dataset: self.dataset, as_of: self.as_of }
    }

    /// How rows are shown.
    #[must_use]
    pub fn view(&self) -> View<'a> {
        View { context: self.context(), locale: self.locale, mask: self.mask }
    }

    /// The receipt of a run that judges no rules: what was read, and what is to be said of it.
    #[must_use]
    pub fn receipt(&self) -> Summary {
        self.summary(&[], &[], Vec::new())
    }

    /// What became of each of `rules`, held against every row.
    pub(super) fn outcomes(&self, rules: &[&'a Rule], collect: Collect) -> Vec<Outcome> {
        self.answers(&self.plan(rules), rules, collect)
    }

    fn answers(&self, plan: &Plan<'_>, rules: &[&'a Rule], collect: Collect) -> Vec<Outcome> {
        let mut outcomes = self.standing(plan, rules);
        for (outcome, answer) in outcomes.iter_mut().zip(plan.run(collect)) {
            if let (Outcome::Ran(empty), Some(answer)) = (outcome, answer) {
                *empty = answer;
            }
        }
        outcomes
    }

    /// Which of `rules` can run, without running them: the answers are empty.
    pub(super) fn runnable(&self, rules: &[&'a Rule]) -> Vec<Outcome> {
        self.standing(&self.plan(rules), rules)
    }

    fn plan(&self, rules: &[&'a Rule]) -> Plan<'a> {
        let conditions = rules.iter().map(|rule| Condition::from(*rule));
        Plan::compile(self.rulebook, self.dataset, self.as_of, conditions)
    }

    fn standing(&self, plan: &Plan<'_>, rules: &[&'a Rule]) -> Vec<Outcome> {
        let standing = |(at, rule): (usize, &&'a Rule)| match (rule.off.is_some(), plan.lacks(at)) {
            (true, _) => Outcome::Off,
            (false, Some(_)) if !self.named && !self.dataset.rows(rule.entity).given => Outcome::NoRows,
            (false, Some(lacks)) => Outcome::Lacking(lacks.to_vec()),
            (false, None) => Outcome::Ran(Answer::default()),
        };
        rules.iter().enumerate().map(standing).collect()
    }

    /// Runs the check on the threads of the current rayon pool.
    ///
    /// # Errors
    /// The engine and the reference evaluator disagree on a row: an internal error that leaves nothing to rely on.
    pub fn check(&self) -> Result<Checked, Diagnostic> {
        self.check_with(CheckOptions::default())
    }

    /// [`Self::check`], as far as `options` go.
    ///
    /// # Errors
    /// As [`Self::check`]; and rows that rest on disk cannot be read back.
    pub fn check_with(&self, options: CheckOptions) -> Result<Checked, Diagnostic> {
        // All that are listed become records here.
        let confirmed = options.listed.is_some();
        let Found { summary, cases, times } = self.findings(CheckOptions { confirmed, ..options })?;
        Ok(Checked { summary, records: cases.records()?, times })
    }

    /// [`Self::check_with`], with cases that become records when they are asked for, each time anew unless they are few:
    /// written block by block, a million of them take no more memory than a few thousand.
    ///
    /// # Errors
    /// As [`Self::check_with`]; and, without [`CheckOptions::confirmed`], when cases are asked for.
    pub fn findings(&self, options: CheckOptions) -> Result<Found<'a>, Diagnostic> {
        let CheckOptions { evidence, listed, confirmed, timed } = options;
        let plan = self.plan(&self.rules);
        let plan = if timed { plan.timed() } else { plan };
        let outcomes = self.answers(&plan, &self.rules, Collect { violations: true, ..Collect::default() });
        let view = self.view();
        let ran = self.rules.iter().zip(&outcomes).filter_map(|(&rule, outcome)| match outcome {
            Outcome::Ran(answer) => Some((rule, answer)),
            _ => None,
        });
        let all: usize = ran.clone().map(|(_, answer)| answer.violations.len()).sum();
        let is_kept = evidence && all <= KEPT;
        let ranks = view.ranks_of_files();
        let (mut groups, mut counts) = (Vec::new(), Vec::new());
        for (rule, answer) in ran.filter(|(_, answer)| !answer.violations.is_empty()) {
            counts.push(view.count_of(rule, answer.counts.violation));
            let rows = Order::of(&view, rule.entity, &ranks).first(&answer.violations, listed);
            let are_all_kept = is_kept && rows.len() == answer.violations.len();
            if evidence && confirmed && !are_all_kept {
                answer.violations.par_iter().try_for_each(|&row| view.confirmed(rule, row as usize).map(drop))?;
            }
            let group = CaseGroup::of_rows(view, rule, rows, evidence);
            groups.extend(if is_kept { group.map(CaseGroup::kept).transpose()? } else { group });
        }
        let data = view.oddities(&ranks);
        counts.extend(data.iter().map(|group| group.count().clone()));
        groups.extend(data);
        let mut summary = self.summary(&self.rules, &outcomes, counts);
        if !evidence {
            summary.notes.push(FindingMessage::WithoutEvidence {}.text(self.locale));
        }
        if self.dataset.is_damaged() {
            return Err(Diagnostic::error(FindingMessage::RestLost {}));
        }
        Ok(Found { summary, cases: Cases::new(groups), times: plan.times() })
    }

    /// How many rows of an entity there are.
    pub(super) fn rows(&self, entity: EntityId) -> u64 {
        self.dataset.rows(entity).count as u64
    }
}
