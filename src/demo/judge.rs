//! Which rules are broken in which rows, by the reference evaluator.

use super::rows::{Readers, Rows};
use crate::dataset::{Dataset, Target};
use crate::dictionary::{Cardinality, Dictionary, EntityId};
use crate::rulebook::{Rule, Rulebook, Verdict};
use crate::trace::{Context, evaluate};
use crate::value::{Date, Truth};
use std::ops::Range;

/// A rule broken in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Broken {
    /// The position of the rule in the rulebook.
    pub(super) rule: usize,
    /// The row.
    pub(super) row: usize,
}

/// Judges rows by all rules of a rulebook.
pub(super) struct Judge<'r> {
    pub(super) rulebook: &'r Rulebook,
    pub(super) as_of: Date,
    readers: Readers<'r>,
}

impl<'r> Judge<'r> {
    /// A judge on the audit date `as_of`.
    pub(super) fn new(rulebook: &'r Rulebook, as_of: Date) -> Self {
        Self { rulebook, as_of, readers: Readers::new(&rulebook.dictionary) }
    }

    /// Rows as a dataset.
    pub(super) fn dataset(&self, rows: &Rows) -> Dataset<'r> {
        let dictionary = &self.rulebook.dictionary;
        Dataset::of_rows(dictionary, &self.readers.rows(dictionary, rows))
    }

    /// Whether rule `rule` is broken in any row.
    pub(super) fn breaks(&self, dataset: &Dataset<'_>, rule: usize) -> bool {
        let Some(described) = self.rulebook.rules.get(rule) else { return false };
        (0..dataset.rows(described.entity).count).any(|row| self.verdict(dataset, described, row) == Verdict::Violation)
    }

    /// The rules broken in the rows that `wanted` gives for each entity, in order of rule and row.
    pub(super) fn broken(&self, dataset: &Dataset<'_>, wanted: &dyn Fn(EntityId) -> Vec<usize>) -> Vec<Broken> {
        let rows: Vec<Vec<usize>> = self.rulebook.dictionary.entity_ids().map(wanted).collect();
        let mut found = Vec::new();
        for (rule, described) in self.rulebook.rules.iter().enumerate().filter(|(_, rule)| rule.off.is_none()) {
            for &row in &rows[described.entity.index()] {
                if self.verdict(dataset, described, row) == Verdict::Violation {
                    found.push(Broken { rule, row });
                }
            }
        }
        found
    }

    fn verdict(&self, dataset: &Dataset<'_>, rule: &Rule, row: usize) -> Verdict {
        let context = Context { rulebook: self.rulebook, dataset, as_of: self.as_of };
        let given = rule.given.as_ref().map_or(Truth::True, |given| evaluate(context, given, row).value.truth());
        if given.is_false() {
            return Verdict::NotApplicable;
        }
        Verdict::of(given, evaluate(context, &rule.require, row).value.truth())
    }
}

/// The rows of entities without files that `rows` (ranges by entity) name by their keys, and those that these name.
pub(super) fn named_keys(
    dictionary: &Dictionary,
    dataset: &Dataset<'_>,
    rows: &[Range<usize>],
    entity: EntityId,
) -> Vec<usize> {
    let mut named: Vec<usize> = Vec::new();
    for link in dictionary.entity_ids().flat_map(|from| dictionary.links_from(from)) {
        let described = dictionary.link(link);
        let (true, Cardinality::One, Some(index)) = (described.to == entity, described.cardinality, dataset.link(link))
        else {
            continue;
        };
        for row in rows.get(described.from.index()).cloned().unwrap_or_default() {
            if let Target::Row(row) = index.one(row) {
                named.push(row);
            }
        }
    }
    named.sort_unstable();
    named.dedup();
    named
}
