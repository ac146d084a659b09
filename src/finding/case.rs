//! A violation becomes a case: derived a second time by the reference evaluator, which supplies the evidence.

use super::fingerprint;
use super::record::{BasisRecord, CaseCount, Record};
use super::view::View;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::FindingMessage as M;
use crate::dictionary::FieldId;
use crate::rulebook::{Citation, Rule, Verdict};
use crate::trace::{Evidence, RuleTrace};

impl<'a> View<'a> {
    /// The case of `rule` in `row`.
    ///
    /// # Errors
    /// The reference evaluator does not find a violation there: the engine and it disagree.
    pub fn case(&self, rule: &'a Rule, row: usize) -> Result<Record, Diagnostic> {
        let trace = self.confirmed(rule, row)?;
        let evidence = trace.evidence(self.context);
        let requirement = trace.requirement(self.context);
        Ok(self.record(rule, row, &evidence, &requirement))
    }

    /// How the reference evaluator comes to the violation of `rule` in `row`.
    ///
    /// # Errors
    /// As those of [`Self::case`].
    pub(super) fn confirmed(&self, rule: &'a Rule, row: usize) -> Result<RuleTrace<'a>, Diagnostic> {
        let trace = RuleTrace::of(self.context, rule, row);
        if trace.verdict == Verdict::Violation {
            return Ok(trace);
        }
        let key = self.key(rule.entity, row);
        Err(Diagnostic::error(M::Disagreement { code: rule.code.clone(), key }))
    }

    /// A rule with so many cases.
    pub(super) fn count_of(&self, rule: &Rule, cases: u64) -> CaseCount {
        CaseCount {
            code: rule.code.clone(),
            title: rule.title.pick(self.locale).to_owned(),
            class: rule.class.clone(),
            severity: rule.severity,
            cases,
        }
    }

    /// What the class of a rule is called.
    pub(super) fn class_title(&self, rule: &Rule) -> String {
        self.context.rulebook.class_title(&rule.class).pick(self.locale).to_owned()
    }

    /// The case of `rule` in `row` by its key and where it belongs, as the engine found it.
    pub(super) fn outline(&self, rule: &'a Rule, row: usize) -> Record {
        let (label, place) = (self.label(rule.entity, row), self.place(rule.entity, row));
        Record { label, place, ..self.bare_case(rule, row, None) }
    }

    /// The case of `rule` in `row` by its key and row alone, as the engine found it; `field` is the cell to look at first.
    pub(super) fn bare_case(&self, rule: &'a Rule, row: usize, field: Option<FieldId>) -> Record {
        Record {
            fingerprint: String::new(),
            code: rule.code.clone(),
            title: self.pick(&rule.title).to_owned(),
            class: rule.class.clone(),
            class_title: self.class_title(rule),
            severity: rule.severity,
            entity: self.entity(rule.entity),
            key: self.key(rule.entity, row),
            label: Vec::new(),
            place: Vec::new(),
            location: self.location(rule.entity, row, field),
            message: String::new(),
            remedy: String::new(),
            cells: Vec::new(),
            computed: Vec::new(),
            parameters: Vec::new(),
            margin: None,
            basis: Vec::new(),
            assumed: rule.assumed,
        }
    }

    fn record(&self, rule: &'a Rule, row: usize, evidence: &Evidence<'_>, requirement: &Evidence<'_>) -> Record {
        let entity = rule.entity;
        let home = (entity, row);
        // The cell to look at first: one of the row itself that the requirement hangs on.
        let own = requirement.cells.iter().chain(&evidence.cells).find(|c| (c.at.entity, c.row) == home);
        let parameters: Vec<_> = evidence.parameters.iter().filter_map(|&used| self.parameter(used)).collect();
        let mut message = self.message(rule.message(self.locale), row);
        if evidence.omitted > 0 {
            let more = M::RowsOmitted { count: evidence.omitted }.text(self.locale);
            message.push_str(self.locale.pick("；", "; "));
            message.push_str(&more);
        }
        Record {
            fingerprint: fingerprint::of_case(self.context, &rule.code, entity, row, &evidence.cells),
            label: self.label(entity, row),
            place: self.place(entity, row),
            message,
            remedy: self.pick(&rule.remedy).to_owned(),
            cells: evidence.cells.iter().map(|&cell| self.cell(cell, home)).collect(),
            computed: evidence.computed.iter().map(|step| self.computed(step)).collect(),
            margin: self.margin(&requirement.comparisons),
            assumed: rule.assumed || parameters.iter().any(|p| p.assumed),
            parameters,
            basis: self.basis(rule),
            ..self.bare_case(rule, row, own.map(|c| c.at.field))
        }
    }

    /// The clauses of a rule. Where a rule does not quote, the words are the clause's own.
    #[must_use]
    pub fn basis(&self, rule: &Rule) -> Vec<BasisRecord> {
        self.cited(&rule.basis)
    }

    /// What citations lead to. Where one does not quote, the words are the clause's own.
    #[must_use]
    pub fn cited(&self, citations: &[Citation]) -> Vec<BasisRecord> {
        citations
            .iter()
            .map(|citation| {
                let document = self.context.rulebook.document(&citation.source);
                let clause = citation.clause.clone().unwrap_or_default();
                let own = document.and_then(|d| d.clauses.iter().find(|c| c.id == clause));
                let text = if citation.text.is_empty() { own.map(|c| c.text.clone()) } else { None };
                BasisRecord {
                    source: citation.source.clone(),
                    title: document.map(|d| d.title.pick(self.locale).to_owned()).unwrap_or_default(),
                    clause,
                    text: text.unwrap_or_else(|| citation.text.clone()),
                }
            })
            .collect()
    }
}
