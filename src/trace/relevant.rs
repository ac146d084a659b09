//! What decided a value: of all that was read on the way, only the part that the value hangs on.
//!
//! A conjunction that is false is decided by its false parts, one that is unknown by its unknown parts, and so on down
//! to cells and parameters.

use super::step::{Context, Member, Reason, Step};
use super::value::Value;
use crate::dictionary::FieldRef;
use crate::lang::tree::{Aggregate, Expr, Function, Kind};
use crate::lang::types::{ParameterId, Target, Type, Typed};
use crate::value::{Date, Truth};

/// Of an aggregate over many rows, evidence shows so many, the first in order of their keys.
pub const MEMBERS_SHOWN: usize = 12;

/// A cell that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRef {
    /// The field.
    pub at: FieldRef,
    /// The row of its entity.
    pub row: usize,
}

/// A parameter that was read, and as of when.
pub type ParameterUse = (ParameterId, Date);

/// What decided a value.
#[derive(Clone, Debug, Default)]
pub struct Evidence<'a> {
    /// The cells, in the order in which they were read; columns that the data do not have are left out.
    pub cells: Vec<CellRef>,
    /// The parameters.
    pub parameters: Vec<ParameterUse>,
    /// Values computed on the way that are worth showing: ages, counts, sums, definitions that are not conditions.
    pub computed: Vec<&'a Step<'a>>,
    /// Comparisons of numbers that decided.
    pub comparisons: Vec<&'a Step<'a>>,
    /// Blank cells: the facts to find out. Of values that can come from several columns only the first is named.
    pub blanks: Vec<CellRef>,
    /// Steps whose value is unknown for another [`Step::reason`] than a blank cell.
    pub gaps: Vec<&'a Step<'a>>,
    /// Rows of aggregates beyond [`MEMBERS_SHOWN`], whose cells are left out.
    pub omitted: usize,
}

/// What decided the values of `steps`.
#[must_use]
pub fn evidence<'a>(context: Context<'a>, steps: impl IntoIterator<Item = &'a Step<'a>>) -> Evidence<'a> {
    let mut walk = Walk { context, found: Evidence::default(), alternative: false };
    for step in steps {
        walk.visit(step);
    }
    walk.found
}

struct Walk<'a> {
    context: Context<'a>,
    found: Evidence<'a>,
    /// Whether the step is a second choice for a value that the first choice could give.
    alternative: bool,
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

impl<'a> Walk<'a> {
    fn visit(&mut self, step: &'a Step<'a>) {
        match &step.expr.kind {
            Kind::And(_) => self.decisive(step, Truth::False),
            Kind::Or(_) => self.decisive(step, Truth::True),
            Kind::Call { function: Function::Coalesce, .. } => self.choice(step),
            Kind::Call { function: Function::AllGiven, .. } => {
                let whole = step.value.truth().is_true();
                step.parts.iter().filter(|part| whole || part.value.is_unknown()).for_each(|part| self.visit(part));
            }
            Kind::NoRow { .. } => self.key(step),
            Kind::Aggregate { function, .. } => {
                if !matches!(function, Aggregate::Any | Aggregate::All) {
                    self.compute(step);
                }
                self.members(step, *function);
                self.gap(step);
            }
            Kind::Name(_) => self.name(step),
            Kind::At { .. } => {
                self.parts(step);
                self.parameter(step, step.parts.first().and_then(|when| when.value.when()));
                self.gap(step);
            }
            Kind::Compare { .. } | Kind::Within { .. } => {
                let numbers = |part: &Step| matches!(part.expr.data.ty, Type::Number(_) | Type::Quotient(_));
                if step.parts.iter().all(numbers) {
                    self.found.comparisons.push(step);
                }
                self.parts(step);
            }
            Kind::Call { function: Function::AsOf, .. } => {}
            Kind::Call { .. } | Kind::Arithmetic { .. } => {
                self.compute(step);
                self.parts(step);
                self.gap(step);
            }
            Kind::Path { .. } => {
                self.parts(step);
                self.gap(step);
            }
            _ => self.parts(step),
        }
    }

    /// The cells of the key by which a link leads from a row.
    fn key(&mut self, step: &Step) {
        let Target::Links(links) = &step.expr.data.target else { return };
        let Some(link) = links.first().map(|&id| self.context.rulebook.dictionary.link(id)) else { return };
        for at in link.by.iter().map(|&(field, _)| FieldRef { entity: link.from, field }) {
            if self.context.dataset.column(at).is_some() {
                add(&mut self.found.cells, CellRef { at, row: step.row });
            }
        }
    }

    fn parts(&mut self, step: &'a Step<'a>) {
        for part in &step.parts {
            self.visit(part);
        }
    }

    fn gap(&mut self, step: &'a Step<'a>) {
        let gap = step.reason.as_ref().is_some_and(|r| !matches!(r, Reason::Blank(..)));
        if gap && !self.found.gaps.iter().any(|other| other.reason == step.reason && other.row == step.row) {
            self.found.gaps.push(step);
        }
    }

    fn compute(&mut self, step: &'a Step<'a>) {
        let known = step.value != Value::Unknown && step.expr.data.ty != Type::Bool && reads_a_row(step.expr);
        let same = |other: &&Step| other.row == step.row && std::ptr::eq(other.expr, step.expr);
        if known && !self.found.computed.iter().any(same) {
            self.found.computed.push(step);
        }
    }

    /// The parts of a conjunction or disjunction that decide it: where one part alone decides (`decider`), those; where
    /// it is unknown, the unknown ones; else all.
    fn decisive(&mut self, step: &'a Step<'a>, decider: Truth) {
        let truth = step.value.truth();
        let every = truth != decider && !truth.is_unknown();
        for part in &step.parts {
            if every || part.value.truth() == truth {
                self.visit(part);
            } else if truth.is_unknown() {
                self.told_apart(part);
            }
        }
    }

    /// Blanks that `缺失` tells apart in a part that is settled as things stand: once filled in, it may not be.
    fn told_apart(&mut self, step: &'a Step<'a>) {
        if matches!(step.expr.kind, Kind::Missing(_)) && step.value.truth().is_true() {
            self.parts(step);
        } else {
            step.parts.iter().for_each(|part| self.told_apart(part));
        }
    }

    /// The argument that gave the value; where none did, all of them, the first as the one to fill in.
    fn choice(&mut self, step: &'a Step<'a>) {
        if !step.value.is_unknown() {
            if let Some(last) = step.parts.last() {
                self.visit(last);
            }
            return;
        }
        let before = self.alternative;
        for part in &step.parts {
            let blanks = self.found.blanks.len();
            self.visit(part);
            self.alternative |= self.found.blanks.len() > blanks;
        }
        self.alternative = before;
    }

    fn name(&mut self, step: &'a Step<'a>) {
        match &step.expr.data.target {
            Target::Field(at) => {
                if self.context.dataset.column(*at).is_none() {
                    return;
                }
                let cell = CellRef { at: *at, row: step.row };
                add(&mut self.found.cells, cell);
                if step.value.is_unknown() && !self.alternative {
                    add(&mut self.found.blanks, cell);
                }
            }
            Target::Definition(_) => {
                self.compute(step);
                self.parts(step);
            }
            Target::Parameter(_) => {
                self.parameter(step, Some(self.context.as_of));
                self.gap(step);
            }
            _ => {}
        }
    }

    fn parameter(&mut self, step: &Step, when: Option<Date>) {
        if let (Target::Parameter(id), Some(when)) = (&step.expr.data.target, when) {
            add(&mut self.found.parameters, (*id, when));
        }
    }

    /// What tells a row from others wherever it stands: its key, or all its cells where it has none.
    fn identity(&self, member: &Member<'_>) -> Vec<String> {
        let dataset = self.context.dataset;
        let key = dataset.key(member.entity, member.row);
        if !key.is_empty() {
            return vec![key];
        }
        let described = self.context.rulebook.dictionary.entity(member.entity);
        let columns = described.field_ids().map(|field| FieldRef { entity: member.entity, field });
        columns.map(|at| dataset.show(at, dataset.cell(at, member.row))).collect()
    }

    fn members(&mut self, step: &'a Step<'a>, function: Aggregate) {
        let truth = step.value.truth();
        let of = |part: &Option<Step>| part.as_ref().map_or(Truth::True, |s| s.value.truth());
        let unknown = |part: &Option<Step>| part.as_ref().is_some_and(|s| s.value.is_unknown());
        let chosen = |member: &&Member| match function {
            Aggregate::Any if truth == Truth::False => true,
            Aggregate::All if truth == Truth::True => true,
            Aggregate::Any | Aggregate::All => of(&member.body) == truth,
            _ if step.value.is_unknown() => unknown(&member.filter) || unknown(&member.body),
            _ => of(&member.filter).is_true(),
        };
        let mut chosen: Vec<&'a Member<'a>> = step.members.iter().filter(chosen).collect();
        let omitted = chosen.len().saturating_sub(MEMBERS_SHOWN);
        if omitted > 0 {
            // Which of them are shown must not hang on the order of the rows.
            chosen.sort_by_cached_key(|member| self.identity(member));
        }
        self.found.omitted += omitted;
        for member in chosen.into_iter().take(MEMBERS_SHOWN) {
            for part in member.filter.iter().chain(&member.body) {
                self.visit(part);
            }
            // A bare count reads no cell of its rows; the fields that name them are what it stands on.
            if member.filter.is_none() && member.body.is_none() {
                for &field in &self.context.rulebook.dictionary.entity(member.entity).label {
                    let at = FieldRef { entity: member.entity, field };
                    if self.context.dataset.column(at).is_some() {
                        add(&mut self.found.cells, CellRef { at, row: member.row });
                    }
                }
            }
        }
    }
}

/// Whether an expression reads anything of a row; the year of the audit date is worth no line of evidence.
fn reads_a_row(expr: &Expr<Typed>) -> bool {
    let mut reads = false;
    expr.walk(&mut |node| {
        reads |= matches!(node.data.target, Target::Field(_) | Target::Definition(_) | Target::Links(_));
    });
    reads
}
