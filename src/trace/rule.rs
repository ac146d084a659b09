//! A rule in one row.

use super::doubt::doubts;
use super::evaluate::evaluate;
use super::relevant::{CellRef, Evidence, evidence};
use super::step::{Context, Step};
use crate::rulebook::{Rule, Verdict};
use crate::value::Truth;

/// A rule in one row: its verdict and how it came about.
#[derive(Clone, Debug)]
pub struct RuleTrace<'a> {
    /// What the rule says of the row.
    pub verdict: Verdict,
    /// When the rule applies, evaluated; `None` for a rule that always applies.
    pub given: Option<Step<'a>>,
    /// What must hold, evaluated.
    pub require: Step<'a>,
}

impl<'a> RuleTrace<'a> {
    /// Evaluates `rule` in row `row` of its entity.
    #[must_use]
    pub fn of(context: Context<'a>, rule: &'a Rule, row: usize) -> Self {
        let given = rule.given.as_ref().map(|given| evaluate(context, given, row));
        let require = evaluate(context, &rule.require, row);
        let applies = given.as_ref().map_or(Truth::True, |g| g.value.truth());
        Self { verdict: Verdict::of(applies, require.value.truth()), given, require }
    }

    /// What decided the verdict. For a row that the rule does not apply to, why; for an unknown verdict, the unknown
    /// side or sides.
    #[must_use]
    pub fn evidence(&'a self, context: Context<'a>) -> Evidence<'a> {
        let wanted = |step: &&&Step| self.verdict != Verdict::Unknown || step.value.truth().is_unknown();
        let require = (self.verdict != Verdict::NotApplicable).then_some(&self.require);
        let steps: Vec<&Step> = self.given.iter().collect::<Vec<_>>().into_iter().chain(require).collect();
        evidence(context, steps.iter().filter(wanted).copied())
    }

    /// The cells that could not be read and on which it hangs that the row does not violate the rule; none where that is
    /// settled.
    #[must_use]
    pub fn doubts(&self, context: Context<'a>) -> Vec<CellRef> {
        let of = |step: &Step<'a>, settles: Truth| {
            let doubts = doubts(context, step);
            (step.value.truth() == settles && doubts.is_empty(), doubts)
        };
        let (kept, mut found) = of(&self.require, Truth::True);
        let (spared, given) = self.given.as_ref().map(|given| of(given, Truth::False)).unwrap_or_default();
        if kept || spared {
            return Vec::new();
        }
        found.splice(0..0, given);
        found
    }

    /// What decided the requirement alone.
    #[must_use]
    pub fn requirement(&'a self, context: Context<'a>) -> Evidence<'a> {
        evidence(context, [&self.require])
    }
}
