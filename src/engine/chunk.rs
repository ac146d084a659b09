//! One run of rows: each node that is asked for is computed once.

use super::across::{Members, gather, no_row};
use super::functions::call;
use super::operators::{arithmetic, compare, missing, negate};
use super::plan::{Constant, Node, NodeId, Op};
use super::vector::{Truths, Vector, all};
use crate::dataset::{Dataset, LinkIndex};
use crate::dictionary::FieldRef;
use crate::lang::types::ParameterId;
use crate::rulebook::{ParameterValue, Rulebook};
use crate::table::Text;
use crate::value::Date;
use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;
use std::sync::OnceLock;

/// What chunks are computed from.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'p> {
    pub(super) rulebook: &'p Rulebook,
    pub(super) dataset: &'p Dataset<'p>,
    pub(super) nodes: &'p [Node],
    /// By node: its values in all rows of its entity, where a stage has made them.
    pub(super) complete: &'p [OnceLock<Vector<'p>>],
    /// By node: constants, for as many rows as a chunk has at the most.
    pub(super) constants: &'p [Option<Vector<'p>>],
}

/// A run of rows of one entity.
pub(super) struct Chunk<'p> {
    inputs: Inputs<'p>,
    range: Range<usize>,
    /// The values made so far, by node.
    made: Vec<Option<Rc<Vector<'p>>>>,
}

impl<'p> Chunk<'p> {
    pub(super) fn new(inputs: Inputs<'p>, range: Range<usize>) -> Self {
        Self { inputs, range, made: vec![None; inputs.nodes.len()] }
    }

    /// The values of a node.
    pub(super) fn get(&mut self, id: NodeId) -> Rc<Vector<'p>> {
        if let Some(made) = &self.made[id] {
            return Rc::clone(made);
        }
        let vector = match (self.inputs.complete[id].get(), &self.inputs.constants[id]) {
            (Some(complete), _) => complete.slice(self.range.clone()),
            // Of a run that ends within a word the bits behind its last row must be zero, which a slice does not do.
            (None, Some(constant)) if self.range.len().is_multiple_of(64) => constant.slice(0..self.range.len()),
            (None, _) => self.compute(&self.inputs.nodes[id]),
        };
        let vector = Rc::new(vector);
        self.made[id] = Some(Rc::clone(&vector));
        vector
    }

    /// The truths of a condition.
    pub(super) fn truths(&mut self, id: NodeId) -> Truths<'p> {
        match &*self.get(id) {
            Vector::Truth(truths) => truths.clone(),
            _ => Truths::of(self.range.len(), |_| None),
        }
    }

    fn compute(&mut self, node: &'p Node) -> Vector<'p> {
        let rows = self.range.len();
        match &node.op {
            Op::Constant(constant) => broadcast(constant, rows),
            Op::Column(field) => self.column(FieldRef { entity: node.entity, field: *field }),
            Op::Not(x) => Vector::Truth(self.truths(*x).not()),
            Op::And(xs) => Vector::Truth(self.fold(xs, true)),
            Op::Or(xs) => Vector::Truth(self.fold(xs, false)),
            Op::Missing(x) => Vector::Truth(missing(&self.get(*x), rows)),
            Op::NoRow(links) => Vector::Truth(no_row(self.inputs.dataset, links, self.range.clone())),
            Op::Compare { op, left, right, ids } => {
                let (left, right) = (self.get(*left), self.get(*right));
                Vector::Truth(compare(*op, &left, &right, *ids, rows))
            }
            Op::Negate(x) => negate(&self.get(*x), rows),
            Op::Arithmetic { op, left, right } => {
                let (left, right) = (self.get(*left), self.get(*right));
                arithmetic(*op, &left, &right, rows)
            }
            Op::If { condition, then, otherwise } => {
                let condition = self.truths(*condition);
                let (then, otherwise) = (self.get(*then), self.get(*otherwise));
                let choose = |row| condition.get(row).map(|holds| (usize::from(!holds), row));
                Vector::pick(rows, &[&then, &otherwise], choose)
            }
            Op::Coalesce(xs) => {
                let vectors: Vec<Rc<Vector<'p>>> = xs.iter().map(|&x| self.get(x)).collect();
                let known: Vec<Cow<'_, [u64]>> = vectors.iter().map(|v| v.known(rows)).collect();
                let first = |row| known.iter().position(|k| super::vector::bit(k, row)).map(|v| (v, row));
                let vectors: Vec<&Vector<'p>> = vectors.iter().map(|v| &**v).collect();
                Vector::pick(rows, &vectors, first)
            }
            Op::Dated { parameter, when } => self.dated(*parameter, *when),
            Op::Call { function, arguments } => {
                let arguments: Vec<Rc<Vector<'p>>> = arguments.iter().map(|&x| self.get(x)).collect();
                let arguments: Vec<&Vector<'p>> = arguments.iter().map(|v| &**v).collect();
                call(*function, &arguments, rows)
            }
            Op::Gather { links, tail } => match self.inputs.complete[*tail].get() {
                Some(tail) => gather(self.inputs.dataset, links, tail, self.range.clone()),
                None => unknown(rows),
            },
            Op::Aggregate { function, path, body, filter } => {
                let complete = |id: &Option<NodeId>| id.and_then(|id| self.inputs.complete[id].get());
                let Some((&many, before)) = path.split_last() else { return unknown(rows) };
                let Some(LinkIndex::Many(index)) = self.inputs.dataset.link(many) else { return unknown(rows) };
                let members = Members {
                    dataset: self.inputs.dataset,
                    before,
                    many: index,
                    required: self.inputs.rulebook.dictionary.link(many).required,
                    body: complete(body),
                    filter: complete(filter),
                };
                members.aggregate(*function, self.range.clone())
            }
        }
    }

    fn column(&self, at: FieldRef) -> Vector<'p> {
        match self.inputs.dataset.column(at) {
            Some(column) => Vector::of_column(column, self.range.clone()),
            None => unknown(self.range.len()),
        }
    }

    fn fold(&mut self, parts: &[NodeId], and: bool) -> Truths<'p> {
        let mut total = Truths::constant(and, self.range.len());
        for &part in parts {
            let part = self.truths(part);
            total = if and { total.and(&part) } else { total.or(&part) };
        }
        total
    }

    fn dated(&mut self, id: ParameterId, when: NodeId) -> Vector<'p> {
        let when = self.get(when);
        let rows = self.range.len();
        let parameter = self.inputs.rulebook.parameters.get(id.0 as usize);
        let value = |row: usize| {
            let date = match &*when {
                Vector::Number { .. } => when.number(row).and_then(Date::of_year),
                _ => when.date(row),
            };
            parameter.zip(date).and_then(|(p, date)| p.at(date)).map(|v| v.value)
        };
        let is_date = parameter.is_some_and(|p| p.ty == crate::lang::types::Type::Date);
        if is_date {
            let date = |row| match value(row) {
                Some(ParameterValue::Date(d)) => d.packed(),
                _ => 0,
            };
            return Vector::Date((0..rows).map(date).collect());
        }
        Vector::numbers(rows, |row| match value(row) {
            Some(ParameterValue::Number(n)) => Some(n.raw()),
            _ => None,
        })
    }
}

fn unknown(rows: usize) -> Vector<'static> {
    Vector::Truth(Truths::of(rows, |_| None))
}

/// The same value in every row.
pub(super) fn broadcast(constant: &Constant, rows: usize) -> Vector<'_> {
    match constant {
        Constant::Bool(value) => Vector::Truth(Truths::constant(*value, rows)),
        Constant::Number(raw) => Vector::Number { values: Cow::Owned(vec![*raw; rows]), known: Cow::Owned(all(rows)) },
        Constant::Date(packed) => Vector::Date(Cow::Owned(vec![*packed; rows])),
        Constant::Code(code) => Vector::Code(Cow::Owned(vec![*code; rows])),
        Constant::Text(text) => Vector::Text(vec![Text::of(text); rows]),
    }
}
