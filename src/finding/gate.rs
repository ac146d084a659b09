//! A gate: each row on a list is clear, barred with its reasons, or open with the facts to find out.

use super::check::{Outcome, Run};
use super::data::Oddity;
use super::record::{CellRecord, GateCount, GateRecord, GateSummary, GateVerdict, MissingFact, Record, RuleTitle};
use super::summary::count;
use super::view::View;
use crate::dataset::{Issue, IssueKind, Target};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::FindingMessage as M;
use crate::dictionary::{Cardinality, EntityId, LinkId};
use crate::engine::{Collect, Condition, Lack, Plan};
use crate::rulebook::{Gate, Rule, Verdict};
use crate::table::ProblemKind;
use crate::trace::{CellRef, RuleTrace};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a gate found.
#[derive(Clone, Debug)]
pub struct Gated {
    /// The counts and the receipt.
    pub summary: GateSummary,
    /// The rows on the list: barred, open, clear, and within each in order of key.
    pub records: Vec<GateRecord>,
}

/// A rule and the cells that could not be read on which it hangs.
type Doubted<'a> = (&'a Rule, Vec<CellRef>);

/// What stands against a row on the list: rules, each with the row of its own entity.
#[derive(Clone, Debug, Default)]
struct Standing<'a> {
    broken: Vec<(&'a Rule, u32)>,
    undecided: Vec<(&'a Rule, u32)>,
    /// Rules that speak of nothing as long as what could not be read counts as blank.
    doubted: Vec<Doubted<'a>>,
    /// That other rows have its key: which of them holds is to be found out first.
    twice: Option<&'a Issue>,
}

impl<'a> Run<'a> {
    /// Holds the rows on the list of `gate` against the selected rules of its classes. Rules of another entity count
    /// for the row that their own row belongs to.
    ///
    /// # Errors
    /// What the list needs and the data do not have; a disagreement of the two evaluators.
    pub fn gate(&self, gate: &'a Gate) -> Result<Gated, Vec<Diagnostic>> {
        let view = self.view();
        let (listed, maybe) = self.listed(gate)?;
        let rules: Vec<&'a Rule> = self
            .rules
            .iter()
            .copied()
            .filter(|rule| gate.classes.contains(&rule.class))
            .filter(|rule| rule.entity == gate.entity || self.owner_link(rule.entity, gate.entity).is_some())
            .collect();
        let outcomes = self.outcomes(&rules, Collect { violations: true, unknowns: true, passes: false });
        let mut standing: BTreeMap<u32, Standing<'a>> =
            listed.into_iter().map(|row| (row, Standing::default())).collect();
        let (mut ran, mut lacking): (Vec<&'a Rule>, Vec<(&'a Rule, &[Lack])>) = Default::default();
        for (rule, outcome) in rules.iter().copied().zip(&outcomes) {
            match outcome {
                Outcome::Ran(answer) => {
                    ran.push(rule);
                    for &row in &answer.violations {
                        self.stand(&mut standing, gate.entity, rule, row, |s| &mut s.broken);
                    }
                    for &row in &answer.unknowns {
                        self.stand(&mut standing, gate.entity, rule, row, |s| &mut s.undecided);
                    }
                }
                Outcome::Lacking(lacks) => lacking.push((rule, lacks)),
                Outcome::NoRows | Outcome::Off => {}
            }
        }
        self.doubt(&mut standing, gate.entity, &ran);
        for issue in &self.dataset.issues {
            let row = u32::try_from(issue.row).ok().filter(|_| issue.entity == gate.entity);
            if let (IssueKind::DuplicateKey(_), Some(standing)) =
                (issue.kind, row.and_then(|row| standing.get_mut(&row)))
            {
                standing.twice = Some(issue);
            }
        }
        let standing: Vec<(u32, Standing<'a>)> = standing.into_iter().collect();
        let mut records: Vec<GateRecord> = standing
            .par_iter()
            .map(|(row, standing)| self.gate_record(&view, gate, *row, standing, &lacking))
            .collect::<Result<_, Diagnostic>>()
            .map_err(|error| vec![error])?;
        records.sort_by(|a, b| {
            let order = |v: GateVerdict| match v {
                GateVerdict::Barred => 0,
                GateVerdict::Open => 1,
                GateVerdict::Clear => 2,
            };
            (order(a.verdict), &a.key).cmp(&(order(b.verdict), &b.key))
        });
        let cases = count(records.iter().flat_map(|r| &r.reasons));
        let mut run = self.summary(&rules, &outcomes, cases);
        if maybe > 0 {
            let message = M::ListUnknown { count: maybe, gate: view.pick(&gate.title).to_owned() };
            run.notes.push(message.text(self.locale));
        }
        let count = |verdict, title: &'a crate::dictionary::Bilingual| GateCount {
            title: view.pick(title).to_owned(),
            rows: records.iter().filter(|r| r.verdict == verdict).count() as u64,
        };
        let summary = GateSummary {
            name: gate.name.clone(),
            title: view.pick(&gate.title).to_owned(),
            entity: view.entity(gate.entity),
            clear: count(GateVerdict::Clear, &gate.clear),
            barred: count(GateVerdict::Barred, &gate.barred),
            open: count(GateVerdict::Open, &gate.open),
            run,
        };
        Ok(Gated { summary, records })
    }

    /// The rows on the list, and how many may be on it.
    fn listed(&self, gate: &Gate) -> Result<(Vec<u32>, u64), Vec<Diagnostic>> {
        let condition = Condition { entity: gate.entity, given: None, require: &gate.given };
        let plan = Plan::compile(self.rulebook, self.dataset, self.as_of, [condition]);
        if let Some(lacks) = plan.lacks(0) {
            let error = |lack: &Lack| {
                let (what, way) = self.view().lack(*lack);
                Diagnostic::error(what).help(way)
            };
            return Err(lacks.iter().map(error).collect());
        }
        let answers = plan.run(Collect { passes: true, ..Collect::default() });
        let answer = answers.into_iter().next().flatten().unwrap_or_default();
        Ok((answer.passes, answer.counts.unknown))
    }

    /// The first to-one link from rows of `entity` to rows of `owner`.
    fn owner_link(&self, entity: EntityId, owner: EntityId) -> Option<LinkId> {
        let dictionary = &self.rulebook.dictionary;
        dictionary.links_from(entity).find(|&id| {
            let link = dictionary.link(id);
            link.to == owner && link.cardinality == Cardinality::One
        })
    }

    /// Notes a rule against the row on the list that `row` is or belongs to.
    fn stand(
        &self,
        standing: &mut BTreeMap<u32, Standing<'a>>,
        listed: EntityId,
        rule: &'a Rule,
        row: u32,
        side: impl for<'s> Fn(&'s mut Standing<'a>) -> &'s mut Vec<(&'a Rule, u32)>,
    ) {
        let owner = self.owner(rule.entity, row as usize, listed);
        if let Some(standing) = owner.and_then(|owner| standing.get_mut(&owner)) {
            side(standing).push((rule, row));
        }
    }

    /// The row of `listed` that a row is or belongs to.
    fn owner(&self, entity: EntityId, row: usize, listed: EntityId) -> Option<u32> {
        if entity == listed {
            return u32::try_from(row).ok();
        }
        let index = self.owner_link(entity, listed).and_then(|id| self.dataset.link(id));
        match index.map(|index| index.one(row)) {
            Some(Target::Row(owner)) => u32::try_from(owner).ok(),
            _ => None,
        }
    }

    /// Notes the rules whose verdict hangs on cells of a row on the list, or of rows that belong to it, that could not be
    /// read. A blank may be as good as a value; what nobody has read is not.
    fn doubt(&self, standing: &mut BTreeMap<u32, Standing<'a>>, listed: EntityId, rules: &[&'a Rule]) {
        let mut unread: BTreeMap<u32, BTreeSet<(EntityId, usize)>> = BTreeMap::new();
        for problem in &self.dataset.problems {
            if problem.column.is_none() || problem.kind == ProblemKind::Rounded {
                continue;
            }
            let Some(row) = self.dataset.row_of(problem) else { continue };
            if let Some(owner) = self.owner(problem.entity, row, listed).filter(|owner| standing.contains_key(owner)) {
                unread.entry(owner).or_default().insert((problem.entity, row));
            }
        }
        let doubts: Vec<(u32, Vec<Doubted<'a>>)> = unread
            .into_par_iter()
            .map(|(owner, rows)| {
                let rows = |rule: &Rule| match rule.entity {
                    entity if entity == listed => vec![owner as usize],
                    entity => rows.iter().filter(|(of, _)| *of == entity).map(|&(_, row)| row).collect(),
                };
                let of = |rule: &'a Rule, row: usize| {
                    let trace = RuleTrace::of(self.context(), rule, row);
                    let is_settled = matches!(trace.verdict, Verdict::Violation | Verdict::Unknown);
                    let doubts = if is_settled { Vec::new() } else { trace.doubts(self.context()) };
                    (!doubts.is_empty()).then_some((rule, doubts))
                };
                let found = rules.iter().flat_map(|&rule| rows(rule).into_iter().filter_map(move |row| of(rule, row)));
                (owner, found.collect())
            })
            .collect();
        for (owner, doubted) in doubts {
            if let Some(standing) = standing.get_mut(&owner) {
                standing.doubted = doubted;
            }
        }
    }

    fn gate_record(
        &self,
        view: &View<'a>,
        gate: &'a Gate,
        row: u32,
        standing: &Standing<'a>,
        lacking: &[(&'a Rule, &[Lack])],
    ) -> Result<GateRecord, Diagnostic> {
        let home = (gate.entity, row as usize);
        let reasons: Vec<Record> =
            standing.broken.iter().map(|&(rule, row)| view.case(rule, row as usize)).collect::<Result<_, _>>()?;
        let title = |rule: &'a Rule| RuleTitle { code: rule.code.clone(), title: view.pick(&rule.title).to_owned() };
        let mut undecided: Vec<RuleTitle> = Vec::new();
        let open =
            standing.undecided.iter().map(|(rule, _)| *rule).chain(standing.doubted.iter().map(|(rule, _)| *rule));
        for rule in open.chain(lacking.iter().map(|(rule, _)| *rule)) {
            if !undecided.iter().any(|u| u.code == rule.code) {
                undecided.push(title(rule));
            }
        }
        let twice = standing.twice.map(|issue| view.oddity(&Oddity::Issue(issue)));
        undecided.extend(twice.iter().map(|twice| RuleTitle { code: twice.code.clone(), title: twice.title.clone() }));
        let (verdict, words) = if !reasons.is_empty() {
            (GateVerdict::Barred, &gate.barred)
        } else if undecided.is_empty() {
            (GateVerdict::Clear, &gate.clear)
        } else {
            (GateVerdict::Open, &gate.open)
        };
        let missing = if verdict == GateVerdict::Open {
            let same_key = twice.map(|twice| MissingFact {
                entity: twice.entity,
                of: String::new(),
                field: format!("{}{}{}", twice.title, self.locale.pick("：", ": "), twice.message),
                unread: String::new(),
                location: twice.location,
                absent: false,
                rules: vec![twice.code],
            });
            same_key.into_iter().chain(self.missing(view, home, standing, lacking)).collect()
        } else {
            Vec::new()
        };
        Ok(GateRecord {
            entity: view.entity(gate.entity),
            key: view.key(home.0, home.1),
            label: view.label(home.0, home.1),
            place: view.place(home.0, home.1),
            location: view.location(home.0, home.1, None),
            verdict,
            verdict_title: view.pick(words).to_owned(),
            reasons,
            undecided,
            missing,
        })
    }

    /// The facts to find out: the blanks on which undecided rules hang, and what could not be read, each once, with all
    /// rules that hang on it.
    fn missing(
        &self,
        view: &View<'a>,
        home: (EntityId, usize),
        standing: &Standing<'a>,
        lacking: &[(&'a Rule, &[Lack])],
    ) -> Vec<MissingFact> {
        let mut facts: Vec<MissingFact> = Vec::new();
        let mut add = |fact: MissingFact, code: &str| {
            let same = |f: &&mut MissingFact| {
                (&f.entity, &f.of, &f.field, &f.location) == (&fact.entity, &fact.of, &fact.field, &fact.location)
            };
            match facts.iter_mut().find(same) {
                Some(known) if known.rules.iter().any(|r| r == code) => {}
                Some(known) => known.rules.push(code.to_owned()),
                None => facts.push(MissingFact { rules: vec![code.to_owned()], ..fact }),
            }
        };
        let fact = |cell: CellRef| {
            let CellRecord { entity, of, field, unread, location, .. } = view.cell(cell, home);
            MissingFact { entity, of, field, unread, location, absent: false, rules: Vec::new() }
        };
        for (rule, cells) in &standing.doubted {
            cells.iter().for_each(|&cell| add(fact(cell), &rule.code));
        }
        for &(rule, row) in &standing.undecided {
            let trace = RuleTrace::of(self.context(), rule, row as usize);
            let evidence = trace.evidence(self.context());
            for &blank in &evidence.blanks {
                add(fact(blank), &rule.code);
            }
            for step in &evidence.gaps {
                let Some(reason) = &step.reason else { continue };
                let field = view.reason(reason, Some(step.expr), home);
                let entity = step.expr.data.entity;
                let of = if (entity, step.row) == home { String::new() } else { view.of(entity, step.row) };
                let (entity, location) = (view.entity(entity), view.location(entity, step.row, None));
                let (unread, absent) = (String::new(), false);
                add(MissingFact { entity, of, field, unread, location, absent, rules: Vec::new() }, &rule.code);
            }
        }
        for (rule, lacks) in lacking {
            for lacking in view.lacking(lacks) {
                let (entity, of, unread) = (view.entity(rule.entity), String::new(), String::new());
                let (field, location, absent) = (lacking.what, None, true);
                add(MissingFact { entity, of, field, unread, location, absent, rules: Vec::new() }, &rule.code);
            }
        }
        facts
    }
}
