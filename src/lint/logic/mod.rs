//! What follows from conditions alone, whatever the rows are: rules that no row can break or none can keep, rules that
//! say the same, and rules of which no row can keep both.

mod clauses;
mod literal;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::LintMessage as M;
use crate::rulebook::{Rule, Rulebook};
use clauses::{alternatives, product};
use literal::{Clause, is_possible};
use std::collections::BTreeSet;

/// Two rules are compared where they have no more alternatives together than this.
const MOST_PAIRS: usize = 4096;

/// A rule as alternatives. What has too many is `None`.
struct Reading<'r> {
    rule: &'r Rule,
    applies: Option<Vec<Clause>>,
    /// Where the rule does not apply.
    elsewhere: Option<Vec<Clause>>,
    broken: Option<Vec<Clause>>,
    kept: Option<Vec<Clause>>,
    /// Where the rule is not broken: it does not apply, or it is kept.
    unbroken: Option<Vec<Clause>>,
    terms: BTreeSet<String>,
}

/// Everything that follows from the conditions of the rules.
pub(super) fn consequences(book: &Rulebook) -> Vec<Diagnostic> {
    let rules = book.rules.iter().filter(|rule| rule.off.is_none());
    let readings: Vec<Reading<'_>> = rules.map(|rule| Reading::of(book, rule)).collect();
    let mut found: Vec<Diagnostic> = readings.iter().filter_map(Reading::alone).collect();
    for (at, one) in readings.iter().enumerate() {
        let others = readings.iter().skip(at + 1).filter(|other| other.rule.entity == one.rule.entity);
        found.extend(others.filter_map(|other| one.beside(other)));
    }
    found
}

impl<'r> Reading<'r> {
    fn of(book: &Rulebook, rule: &'r Rule) -> Self {
        let given = |wanted| {
            rule.given.as_ref().map_or(Some(if wanted { vec![Vec::new()] } else { Vec::new() }), |given| {
                alternatives(book, given, wanted)
            })
        };
        let (keeps, breaks) = (alternatives(book, &rule.require, true), alternatives(book, &rule.require, false));
        let both = |require: &Option<Vec<Clause>>| product([given(true), require.clone()].into_iter());
        let (broken, kept) = (both(&breaks), both(&keeps));
        let unbroken = given(false).zip(keeps).map(|(mut without, keeps)| {
            without.extend(keeps);
            without
        });
        let terms = broken.iter().flatten().flatten().map(|literal| literal.term.clone()).collect();
        Self { rule, applies: given(true), elsewhere: given(false), broken, kept, unbroken, terms }
    }

    /// What is wrong with the rule by itself.
    fn alone(&self) -> Option<Diagnostic> {
        let code = || self.rule.code.clone();
        let message = if impossible(self.applies.as_ref()?) {
            M::NeverApplies { code: code() }
        } else if self.broken.as_deref().is_some_and(impossible) {
            M::NeverFires { code: code() }
        } else if self.kept.as_deref().is_some_and(impossible) {
            M::AlwaysFires { code: code() }
        } else {
            return None;
        };
        Some(Diagnostic::error(message).at(&self.rule.span))
    }

    /// What is wrong with two rules together.
    fn beside(&self, other: &Self) -> Option<Diagnostic> {
        if self.terms.is_disjoint(&other.terms) {
            return None;
        }
        let names = || (other.rule.code.clone(), self.rule.code.clone());
        if self.terms == other.terms && self.is_within(other)? && other.is_within(self)? {
            let (code, other) = names();
            return Some(Diagnostic::warning(M::SameRule { code, other }).at(&self.rule.span));
        }
        // Where both apply, each can be kept, but not both. (A rule whose given is what another forbids is kept nowhere
        // that the other is, and contradicts nothing.)
        let (here, there) = (self.applies.as_ref()?, other.applies.as_ref()?);
        let (kept, other_kept) = (self.kept.as_ref()?, other.kept.as_ref()?);
        if meet(kept, there)? && meet(here, other_kept)? && !meet(kept, other_kept)? {
            let (code, other_code) = names();
            let message = M::Contradiction { code, other: other_code };
            // Rules that apply in different cases may both be right: then the cases exclude each other.
            let same = !meet(here, other.elsewhere.as_ref()?)? && !meet(there, self.elsewhere.as_ref()?)?;
            let found = if same { Diagnostic::error(message) } else { Diagnostic::note(message) };
            return Some(found.at(&self.rule.span));
        }
        None
    }

    /// Whether whatever breaks this rule breaks the other.
    fn is_within(&self, other: &Self) -> Option<bool> {
        meet(self.broken.as_ref()?, other.unbroken.as_ref()?).map(|meet| !meet)
    }
}

/// Whether no alternative can hold.
fn impossible(clauses: &[Clause]) -> bool {
    !clauses.iter().any(|clause| is_possible(&clause.iter().collect::<Vec<_>>()))
}

/// Whether an alternative of one can hold together with one of the other; `None` where there are too many.
fn meet(one: &[Clause], other: &[Clause]) -> Option<bool> {
    if one.len().checked_mul(other.len())? > MOST_PAIRS {
        return None;
    }
    let together = |a: &Clause, b: &Clause| is_possible(&a.iter().chain(b).collect::<Vec<_>>());
    Some(one.iter().any(|a| other.iter().any(|b| together(a, b))))
}
