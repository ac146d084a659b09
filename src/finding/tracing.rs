//! What every rule says of one row.

use super::check::{Outcome, Run};
use super::record::{RuleTrace as RuleTraceRecord, TraceRecord};
use crate::diagnostic::catalogue::{FindingMessage as M, SharedMessage};
use crate::diagnostic::{Diagnostic, nearest};
use crate::dictionary::{Cardinality, EntityId, FieldId, FieldType, Sensitivity};
use crate::rulebook::{Rule, Verdict};
use crate::trace::{Reason, RuleTrace};

impl<'a> Run<'a> {
    /// The rows of an entity whose key is `key`: in full, or its last part alone.
    ///
    /// # Errors
    /// No row has the key; the nearest one is suggested.
    pub fn find(&self, entity: EntityId, key: &str) -> Result<Vec<usize>, Diagnostic> {
        let dataset = self.dataset;
        let keys_of = |entity| (0..dataset.rows(entity).count).map(move |row| dataset.key(entity, row));
        let keys: Vec<String> = keys_of(entity).collect();
        let is = |shown: &String| shown == key || shown.rsplit('/').next() == Some(key);
        let rows: Vec<usize> = keys.iter().enumerate().filter(|(_, shown)| is(shown)).map(|(row, _)| row).collect();
        if rows.is_empty() {
            let dictionary = &self.rulebook.dictionary;
            let name = |id| dictionary.entity(id).name.zh.clone();
            let aside = dataset.files.iter().filter(|file| file.entity == entity).map(|file| file.set_aside).sum();
            let aside = (aside > 0).then(|| M::RowsAside { entity: name(entity), count: aside });
            let error = M::NoSuchRow { entity: name(entity), key: key.to_owned() };
            let error = Diagnostic::error(error).help_maybe(aside);
            if let Some(other) = dictionary.entity_ids().find(|&other| keys_of(other).any(|shown| is(&shown))) {
                return Err(error.help(M::KeyOfOther { entity: name(other) }));
            }
            // A number that names a person is not told to who does not have it.
            let is_open = |&field: &FieldId| {
                let field = dictionary.entity(entity).field(field);
                field.ty != FieldType::Id && field.sensitivity == Sensitivity::Open
            };
            if !dictionary.entity(entity).key.iter().all(is_open) {
                return Err(error);
            }
            let near =
                nearest(key, keys.iter().map(String::as_str)).map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
            return Err(error.help_maybe(near));
        }
        Ok(rows)
    }

    /// What every selected rule says of a row, and of the rows that belong to it: the row's own record first.
    #[must_use]
    pub fn trace(&self, entity: EntityId, row: usize) -> Vec<TraceRecord> {
        let outcomes = self.runnable(&self.rules);
        let mut records = vec![self.trace_row(entity, row, &outcomes)];
        let dictionary = &self.rulebook.dictionary;
        for id in dictionary.links_from(entity) {
            let link = dictionary.link(id);
            let index = self.dataset.link(id).filter(|_| link.cardinality == Cardinality::Many && link.required);
            let members = index.into_iter().flat_map(|index| index.many(row).iter().collect::<Vec<_>>());
            records.extend(members.map(|member| self.trace_row(link.to, member, &outcomes)));
        }
        records
    }

    fn trace_row(&self, entity: EntityId, row: usize, outcomes: &[Outcome]) -> TraceRecord {
        let view = self.view();
        let own: Vec<(&&'a Rule, &Outcome)> =
            self.rules.iter().zip(outcomes).filter(|(rule, _)| rule.entity == entity).collect();
        let ran = own.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Ran(_)));
        let not_run = own.iter().filter(|(_, outcome)| !matches!(outcome, Outcome::Ran(_)));
        TraceRecord {
            entity: view.entity(entity),
            key: view.key(entity, row),
            label: view.label(entity, row),
            place: view.place(entity, row),
            location: view.location(entity, row, None),
            as_of: self.as_of.to_string(),
            rules: ran.map(|(rule, _)| self.trace_rule(rule, row)).collect(),
            not_run: not_run.map(|(rule, outcome)| self.rule_record(&view, rule, outcome)).collect(),
        }
    }

    fn trace_rule(&self, rule: &'a Rule, row: usize) -> RuleTraceRecord {
        let view = self.view();
        let home = (rule.entity, row);
        let trace = RuleTrace::of(self.context(), rule, row);
        let evidence = trace.evidence(self.context());
        let blanks = evidence.blanks.iter().map(|c| view.reason(&Reason::Blank(c.at, c.row), None, home));
        let gaps =
            evidence.gaps.iter().filter_map(|step| Some(view.reason(step.reason.as_ref()?, Some(step.expr), home)));
        let reasons = if trace.verdict == Verdict::Unknown { blanks.chain(gaps).collect() } else { Vec::new() };
        RuleTraceRecord {
            code: rule.code.clone(),
            title: view.pick(&rule.title).to_owned(),
            severity: rule.severity,
            verdict: trace.verdict,
            message: (trace.verdict == Verdict::Violation).then(|| view.message(rule.message(self.locale), row)),
            cells: evidence.cells.iter().map(|&cell| view.cell(cell, home)).collect(),
            computed: evidence.computed.iter().map(|step| view.computed(step)).collect(),
            parameters: evidence.parameters.iter().filter_map(|&used| view.parameter(used)).collect(),
            reasons,
            basis: view.basis(rule),
        }
    }
}
