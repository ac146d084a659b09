//! The receipt of a run.

use super::check::{Outcome, Run};
use super::record::{
    CaseCount, EntityRows, InputRecord, Lacking, Pair, Record, RuleOutcome, RuleRecord, Summary, VerdictCounts,
};
use super::view::View;
use crate::dataset::{Issue, IssueKind, joined_key};
use crate::diagnostic::catalogue::FindingMessage as M;
use crate::diagnostic::{Diagnostic, Level};
use crate::dictionary::{FieldId, FieldRef, LinkId};
use crate::engine::{Counts, Lack};
use crate::rulebook::{Rule, Severity, Uses};
use crate::table::Encoding;
use std::collections::BTreeMap;

impl From<Counts> for VerdictCounts {
    fn from(counts: Counts) -> Self {
        Self {
            violation: counts.violation,
            pass: counts.pass,
            unknown: counts.unknown,
            not_applicable: counts.not_applicable,
        }
    }
}

impl<'a> Run<'a> {
    /// The receipt of a run in which `rules` came to `outcomes`, with so many `cases`.
    pub(super) fn summary(&self, rules: &[&'a Rule], outcomes: &[Outcome], cases: Vec<CaseCount>) -> Summary {
        let view = self.view();
        let dictionary = &self.rulebook.dictionary;
        let pick = |text: &'a crate::dictionary::Bilingual| text.pick(self.locale).to_owned();
        let (doubts, notes): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            self.dataset.notes.iter().partition(|d| d.level == Level::Warning);
        let mut doubts: Vec<String> = doubts.into_iter().map(|d| self.note(d)).collect();
        doubts.extend(self.double_tables(&view));
        doubts.extend(self.tables_apart(&view));
        doubts.extend(view.hidden_columns());
        let mut notes: Vec<String> = notes.into_iter().map(|d| self.note(d)).collect();
        notes.extend(self.rulebook.warnings.iter().map(|d| self.note(d)));
        notes.extend(view.damaged_columns());
        Summary {
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            as_of: self.as_of.to_string(),
            region: self.rulebook.region.as_ref().map(|r| pick(&r.title)),
            overrides: self
                .rulebook
                .overrides
                .iter()
                .map(|(name, value)| Pair { name: name.clone(), value: value.clone() })
                .collect(),
            rulebook_sha256: self.rulebook.sha256.clone(),
            inputs: self.dataset.files.iter().map(|file| input(file, &view)).collect(),
            skipped: self
                .dataset
                .skipped
                .iter()
                .map(|(path, why)| Pair { name: path.display().to_string(), value: why.text(self.locale) })
                .collect(),
            rows: dictionary
                .entity_ids()
                .filter(|&entity| self.dataset.rows(entity).given)
                .map(|entity| EntityRows { entity: view.entity(entity), rows: self.rows(entity) })
                .collect(),
            rules: rules.iter().zip(outcomes).map(|(rule, outcome)| self.rule_record(&view, rule, outcome)).collect(),
            cases,
            assumed: self.assumed(&view, rules, outcomes),
            doubts,
            notes,
        }
    }

    /// Tables of which most rows have a key that stands twice: the same roster was probably given in two files.
    fn double_tables(&self, view: &View<'a>) -> Vec<String> {
        let of = |entity| {
            let double = |issue: &&Issue| issue.entity == entity && matches!(issue.kind, IssueKind::DuplicateKey(_));
            let rows = self.dataset.issues.iter().filter(double).count() as u64;
            let message = M::MostKeysDouble { entity: view.entity(entity), rows };
            (rows * 2 > self.rows(entity) && rows > 2).then(|| message.text(self.locale))
        };
        self.rulebook.dictionary.entity_ids().filter_map(of).collect()
    }

    /// Tables of which most rows name a row of another that is not there: the two probably write their keys differently.
    fn tables_apart(&self, view: &View<'a>) -> Vec<String> {
        let dictionary = &self.rulebook.dictionary;
        let mut lost: BTreeMap<LinkId, Vec<usize>> = BTreeMap::new();
        for issue in &self.dataset.issues {
            if let IssueKind::NoOwner(link) = issue.kind {
                lost.entry(link).or_default().push(issue.row);
            }
        }
        let of = |(id, rows): (LinkId, Vec<usize>)| {
            let link = dictionary.link(id);
            let (first, count) = (*rows.first()?, rows.len() as u64);
            if count * 2 <= self.rows(link.from) || count <= 2 || self.rows(link.to) == 0 {
                return None;
            }
            let key = |entity, fields: &mut dyn Iterator<Item = FieldId>, row| {
                joined_key(fields.map(|field| view.cell_text(FieldRef { entity, field }, row)))
            };
            let own = key(link.from, &mut link.by.iter().map(|by| by.0), first);
            let other = key(link.to, &mut link.by.iter().map(|by| by.1), 0);
            let (entity, owner) = (view.entity(link.from), view.entity(link.to));
            Some(M::MostRowsLost { entity, count, owner, own, other }.text(self.locale))
        };
        lost.into_iter().filter_map(of).collect()
    }

    /// A note as one line: the message and its ways out.
    fn note(&self, diagnostic: &Diagnostic) -> String {
        let texts = std::iter::once(&diagnostic.message).chain(&diagnostic.helps);
        let texts: Vec<String> = texts.map(|m| m.text(self.locale)).collect();
        texts.join(self.locale.pick("；", "; "))
    }

    pub(super) fn rule_record(&self, view: &View<'a>, rule: &'a Rule, outcome: &Outcome) -> RuleRecord {
        RuleRecord {
            code: rule.code.clone(),
            title: view.pick(&rule.title).to_owned(),
            entity: view.entity(rule.entity),
            class: rule.class.clone(),
            severity: rule.severity,
            outcome: match outcome {
                Outcome::Ran(answer) => RuleOutcome::Ran(answer.counts.into()),
                Outcome::Lacking(lacks) => RuleOutcome::NotRunnable(view.lacking(lacks)),
                Outcome::NoRows => RuleOutcome::NoRows,
                Outcome::Off => {
                    let reason = rule.off.as_ref().map(|reason| view.pick(reason).to_owned());
                    RuleOutcome::SwitchedOff(reason.unwrap_or_default())
                }
            },
        }
    }

    /// What was in use although it is only believed: rules, definitions, and values of parameters as of the audit date.
    fn assumed(&self, view: &View<'a>, rules: &[&'a Rule], outcomes: &[Outcome]) -> Vec<Pair> {
        let ran = rules.iter().zip(outcomes).filter(|(_, outcome)| matches!(outcome, Outcome::Ran(_)));
        let ran: Vec<&'a Rule> = ran.map(|(rule, _)| *rule).collect();
        let believed = ran.iter().filter(|rule| rule.assumed);
        let pair = |rule: &&'a Rule| Pair { name: rule.code.clone(), value: view.pick(&rule.title).to_owned() };
        let mut assumed: Vec<Pair> = believed.map(pair).collect();
        let uses = Uses::of(self.rulebook, ran.iter().flat_map(|rule| rule.conditions()));
        for id in &uses.definitions {
            if let Some(definition) = self.rulebook.definitions.get(id.0 as usize).filter(|d| d.assumed) {
                let name = definition.signature.name.pick(self.locale).to_owned();
                let value = crate::lang::print(&definition.body, self.rulebook, self.locale);
                assumed.push(Pair { name, value });
            }
        }
        for id in &uses.parameters {
            let Some(parameter) = self.rulebook.parameters.get(id.0 as usize) else { continue };
            let believed = parameter.values.iter().filter(|v| v.assumed);
            let values: Vec<String> = believed
                .map(|v| {
                    let value = view.parameter_value(parameter, v);
                    let year = |from: crate::value::Date| from.parts().year.to_string();
                    v.from.map_or(value.clone(), |from| format!("{value}（{}）", year(from)))
                })
                .collect();
            if !values.is_empty() {
                let name = parameter.name.pick(self.locale).to_owned();
                assumed.push(Pair { name, value: values.join(self.locale.pick("、", ", ")) });
            }
        }
        assumed
    }
}

fn input(file: &crate::table::InputFile, view: &View<'_>) -> InputRecord {
    InputRecord {
        file: file.shown(),
        entity: view.entity(file.entity),
        encoding: match file.encoding {
            Encoding::Utf8 => "UTF-8".to_owned(),
            Encoding::Gb18030 => "GB18030".to_owned(),
        },
        read: file.read,
        kept: file.kept,
        set_aside: file.set_aside,
        no_data: file.no_data,
        bytes: file.size,
        sha256: file.sha256.clone(),
    }
}

/// Cases by code, in order of first appearance.
pub(super) fn count<'r>(records: impl IntoIterator<Item = &'r Record>) -> Vec<CaseCount> {
    let mut counts: Vec<CaseCount> = Vec::new();
    for record in records {
        match counts.iter_mut().find(|c| c.code == record.code) {
            Some(count) => count.cases += 1,
            None => counts.push(CaseCount::like(record, 1)),
        }
    }
    counts
}

impl CaseCount {
    /// The rule or check of a case, with so many cases.
    pub(super) fn like(case: &Record, cases: u64) -> Self {
        Self {
            code: case.code.clone(),
            title: case.title.clone(),
            class: case.class.clone(),
            severity: case.severity,
            cases,
        }
    }
}

impl Summary {
    /// Whether a selected rule could not run.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.rules.iter().any(|r| matches!(r.outcome, RuleOutcome::NotRunnable(_)))
    }

    /// Whether any rule had a row to judge. Where none had, "nothing found" says nothing of any row.
    #[must_use]
    pub fn has_judged(&self) -> bool {
        self.rules.iter().any(|r| matches!(&r.outcome, RuleOutcome::Ran(counts) if counts.rows() > 0))
    }

    /// Whether there is any row of one of these entities.
    #[must_use]
    pub fn has_rows_of<'e>(&self, entities: impl IntoIterator<Item = &'e str>) -> bool {
        let count = |entity| self.rows.iter().filter(move |rows| rows.entity == entity).map(|rows| rows.rows);
        entities.into_iter().flat_map(count).any(|rows| rows > 0)
    }

    /// The tables that files were given for and that have no row, each once.
    pub fn empty_tables(&self) -> impl Iterator<Item = &str> {
        let is_given = |rows: &&EntityRows| self.inputs.iter().any(|input| input.entity == rows.entity);
        self.rows.iter().filter(|rows| rows.rows == 0).filter(is_given).map(|rows| rows.entity.as_str())
    }

    /// Whether anything at least so grave was found.
    #[must_use]
    pub fn has_cases(&self, least: Severity) -> bool {
        self.cases.iter().any(|c| c.cases > 0 && c.severity >= least)
    }
}

impl View<'_> {
    /// What a rule or an indicator lacks.
    #[must_use]
    pub fn lacking(&self, lacks: &[Lack]) -> Vec<Lacking> {
        let lacking = |lack: &Lack| {
            let (what, way_out) = self.lack(*lack);
            let column = match lack {
                Lack::Column(at) => Some(Pair { name: self.entity(at.entity), value: self.field(*at) }),
                _ => None,
            };
            Lacking { column, what: what.text(self.locale), way_out: way_out.text(self.locale) }
        };
        lacks.iter().map(lacking).collect()
    }

    /// What is lacking, and the way out.
    pub(super) fn lack(&self, lack: Lack) -> (M, M) {
        let dictionary = &self.context.rulebook.dictionary;
        match lack {
            Lack::Table(id) => {
                let entity = self.entity(id);
                let described = dictionary.entity(id);
                let key = described.key.last().or(described.label.first()).copied();
                let header = key.map(|field| self.field(FieldRef { entity: id, field })).unwrap_or_default();
                // Nobody keeps a table of what is nothing but a key.
                if !described.from_keys.is_empty() && described.fields.len() == described.key.len() {
                    let tables =
                        described.from_keys.iter().map(|&from| self.entity(from)).collect::<Vec<_>>().join("、");
                    return (M::LacksTable { entity: entity.clone() }, M::AddKeys { entity, header, tables });
                }
                (M::LacksTable { entity: entity.clone() }, M::AddTable { entity, header })
            }
            Lack::Column(at) => {
                let entity = self.entity(at.entity);
                let field = dictionary.field(at);
                let names = std::iter::once(&field.name.zh).chain(&field.aliases);
                let names = names.map(String::as_str).collect::<Vec<_>>().join("、");
                let field = field.name.pick(self.locale).to_owned();
                (M::LacksColumn { entity: entity.clone(), field }, M::AddColumn { entity, names })
            }
            Lack::Link(id) => {
                let link = dictionary.link(id);
                let (entity, to) = (self.entity(link.from), self.entity(link.to));
                let joins = link.by.iter().map(|&(field, _)| field).chain(link.order.iter().copied());
                let fields = joins.map(|field| self.field(FieldRef { entity: link.from, field }));
                let names = fields.collect::<Vec<_>>().join("、");
                (
                    M::LacksLink { entity: entity.clone(), link: to, fields: names.clone() },
                    M::AddColumn { entity, names },
                )
            }
            Lack::List(at, code) => {
                let (field, code) = (self.field(at), self.code(at, code));
                (M::LacksList { field: field.clone(), code: code.clone() }, M::AddList { field, code })
            }
            Lack::Parameter(id, when) => {
                let parameter = self.context.rulebook.parameters.get(id.0 as usize);
                let name = parameter.map(|p| p.name.pick(self.locale).to_owned()).unwrap_or_default();
                (M::LacksParameter { name: name.clone(), when: when.to_string() }, M::SetParameter { name })
            }
        }
    }
}
