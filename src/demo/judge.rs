//! Which rules are broken in which rows, by the reference evaluator.

use super::extent::Extent;
use super::recipe::Reason;
use super::rows::{Readers, Rows};
use crate::dataset::{Dataset, Given, Target};
use crate::dictionary::{Cardinality, Dictionary, EntityId, FieldId, FieldRef};
use crate::engine::{Answer, Collect, Condition, Lack, Plan};
use crate::rulebook::{Rule, Rulebook, Uses, Verdict};
use crate::trace::{Context, evaluate};
use crate::value::{Date, Truth};
use std::collections::BTreeSet;
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
    extent: Extent,
    /// By rule, what its verdicts hang on.
    pub(super) reads: Vec<Reads>,
    /// By rule, why it does not run; `None` for one that does, and for one that is switched off.
    halts: Vec<Option<Reason>>,
}

/// What the verdicts of a rule hang on.
pub(super) struct Reads {
    /// The cells.
    fields: BTreeSet<FieldRef>,
    /// The entities of which a row more or less may matter.
    pub(super) entities: BTreeSet<EntityId>,
}

impl Reads {
    fn of(rulebook: &Rulebook, rule: &Rule) -> Self {
        let dictionary = &rulebook.dictionary;
        let uses = Uses::of(rulebook, rule.conditions());
        let mut entities: BTreeSet<EntityId> = std::iter::once(rule.entity).collect();
        entities.extend(uses.links.iter().flat_map(|&link| [dictionary.link(link).from, dictionary.link(link).to]));
        // The rows of an entity without files come from the keys of others.
        let suppliers: Vec<EntityId> =
            entities.iter().flat_map(|&entity| dictionary.entity(entity).from_keys.clone()).collect();
        let keys = suppliers.iter().flat_map(|&from| dictionary.links_from(from).map(move |link| (from, link)));
        let mut fields = uses.columns(rulebook);
        for (from, link) in keys.filter(|(_, link)| entities.contains(&dictionary.link(*link).to)) {
            fields.extend(dictionary.link(link).by.iter().map(|&(field, _)| FieldRef { entity: from, field }));
        }
        entities.extend(suppliers);
        Self { fields, entities }
    }
}

impl<'r> Judge<'r> {
    /// A judge on the audit date `as_of`.
    pub(super) fn new(rulebook: &'r Rulebook, as_of: Date, extent: Extent) -> Self {
        let reads = rulebook.rules.iter().map(|rule| Reads::of(rulebook, rule)).collect();
        let dictionary = &rulebook.dictionary;
        let nothing = vec![Vec::new(); dictionary.entities.len()];
        let empty = Dataset::of_given_rows(dictionary, &nothing, &|at| extent.given(at));
        let plan = Plan::compile(rulebook, &empty, as_of, rulebook.rules.iter().map(Condition::from));
        let halts = (0..rulebook.rules.len()).map(|at| {
            let lacks = plan.lacks(at)?;
            let is_parameter = |lack: &Lack| matches!(lack, Lack::Parameter(..));
            Some(if lacks.iter().all(is_parameter) { Reason::DoesNotRun } else { Reason::NotWritten })
        });
        let halts = halts.collect();
        Self { rulebook, as_of, readers: Readers::new(dictionary), extent, reads, halts }
    }

    /// Whether a rule runs on the tables that are written.
    pub(super) fn runs(&self, rule: usize) -> bool {
        self.rulebook.rules.get(rule).is_some_and(|rule| rule.off.is_none()) && self.halts(rule).is_none()
    }

    /// Why a rule does not run on the tables that are written.
    pub(super) fn halts(&self, rule: usize) -> Option<Reason> {
        self.halts.get(rule).copied().flatten()
    }

    /// The rules whose verdicts may differ between two states of the same rows.
    pub(super) fn touched(&self, before: &Rows, after: &Rows) -> Vec<usize> {
        let mut moved: BTreeSet<EntityId> = BTreeSet::new();
        let mut changed: BTreeSet<FieldRef> = BTreeSet::new();
        for entity in self.rulebook.dictionary.entity_ids() {
            let (old, new) = (before.of(entity), after.of(entity));
            if old.len() != new.len() {
                moved.insert(entity);
                continue;
            }
            for (old, new) in old.iter().zip(new) {
                let differ = old.cells.iter().zip(&new.cells).enumerate().filter(|(_, (old, new))| old != new);
                changed.extend(differ.map(|(at, _)| FieldRef { entity, field: FieldId::new(at) }));
            }
        }
        let is_touched = |reads: &Reads| {
            reads.entities.iter().any(|entity| moved.contains(entity))
                || reads.fields.iter().any(|field| changed.contains(field) || moved.contains(&field.entity))
        };
        (0..self.reads.len()).filter(|&rule| is_touched(&self.reads[rule])).collect()
    }

    /// The rules broken in any row, by the columnar engine: quick for many rows.
    pub(super) fn broken_at_once(&self, dataset: &Dataset<'_>) -> Vec<Broken> {
        let rules: Vec<usize> = (0..self.rulebook.rules.len()).filter(|&rule| self.runs(rule)).collect();
        let conditions = rules.iter().map(|&rule| Condition::from(&self.rulebook.rules[rule]));
        let plan = Plan::compile(self.rulebook, dataset, self.as_of, conditions);
        let answers = plan.run(Collect { violations: true, ..Collect::default() });
        let rows = |(&rule, answer): (&usize, Option<Answer>)| {
            let violations = answer.unwrap_or_default().violations;
            violations.into_iter().map(move |row| Broken { rule, row: row as usize })
        };
        rules.iter().zip(answers).flat_map(rows).collect()
    }

    /// Rows as a dataset.
    pub(super) fn dataset(&self, rows: &Rows) -> Dataset<'r> {
        let dictionary = &self.rulebook.dictionary;
        let written = self.readers.rows(dictionary, rows, &|at| self.extent.has_field(at));
        Dataset::of_given_rows(dictionary, &written, &|at| self.extent.given(at))
    }

    /// Rows as a dataset of the columns that some rules hang on, with those by which rows are told apart and joined.
    pub(super) fn dataset_for(&self, rows: &Rows, rules: &[usize]) -> Dataset<'r> {
        let dictionary = &self.rulebook.dictionary;
        let mut fields: BTreeSet<FieldRef> = rules.iter().flat_map(|&rule| self.reads[rule].fields.clone()).collect();
        for entity in dictionary.entity_ids() {
            let described = dictionary.entity(entity);
            let by =
                dictionary.links_from(entity).flat_map(|link| dictionary.link(link).by.iter().map(|(mine, _)| *mine));
            let own = described.key.iter().chain(&described.label).copied().chain(by);
            fields.extend(own.map(|field| FieldRef { entity, field }));
        }
        let is_read = |at: FieldRef| fields.contains(&at) && self.extent.has_field(at);
        let written = self.readers.rows(dictionary, rows, &is_read);
        let given = |at| match self.extent.given(at) {
            Given::Read if !is_read(at) => Given::Unread,
            given => given,
        };
        Dataset::of_given_rows(dictionary, &written, &given)
    }

    /// Whether rule `rule` is broken in any row.
    pub(super) fn breaks(&self, dataset: &Dataset<'_>, rule: usize) -> bool {
        let Some(described) = self.rulebook.rules.get(rule) else { return false };
        (0..dataset.rows(described.entity).count).any(|row| self.verdict(dataset, described, row) == Verdict::Violation)
    }

    /// Of `rules` those broken in the rows that `wanted` gives for each entity, in order of rule and row.
    pub(super) fn broken_among(
        &self,
        dataset: &Dataset<'_>,
        rules: &[usize],
        wanted: &dyn Fn(EntityId) -> Vec<usize>,
    ) -> Vec<Broken> {
        let rows: Vec<Vec<usize>> = self.rulebook.dictionary.entity_ids().map(wanted).collect();
        let mut found = Vec::new();
        let rules = rules.iter().map(|&rule| (rule, &self.rulebook.rules[rule]));
        for (rule, described) in rules.filter(|&(rule, _)| self.runs(rule)) {
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
