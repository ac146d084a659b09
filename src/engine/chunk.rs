//! One run of rows: each node that is asked for is computed once.

use super::across::{no_row, targets};
use super::aggregate::{Members, sizes};
use super::compare::compare;
use super::functions::call;
use super::operators::{arithmetic, missing, negate};
use super::pick::{Part, gather, merge};
use super::plan::{Node, NodeId, Op};
use super::truths::{Fold, Truths};
use super::vector::Vector;
use super::{bits, dated};
use crate::dataset::{Dataset, LinkIndex, Many};
use crate::dictionary::{FieldRef, LinkId};
use crate::lang::tree::Aggregate;
use crate::rulebook::Rulebook;
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
        let vector = match self.inputs.complete[id].get() {
            Some(complete) => complete.slice(self.range.clone()),
            None => self.compute(&self.inputs.nodes[id]),
        };
        let vector = Rc::new(vector);
        self.made[id] = Some(Rc::clone(&vector));
        vector
    }

    fn compute(&mut self, node: &'p Node) -> Vector<'p> {
        let rows = self.range.len();
        match &node.op {
            Op::Constant(constant) => Vector::constant(constant, rows),
            Op::Column(field) => self.column(FieldRef { entity: node.entity, field: *field }),
            Op::Not(x) => Vector::Truth(self.get(*x).truths(rows).not()),
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
                let condition = self.get(*condition);
                let condition = condition.truths(rows);
                let (then, otherwise) = (self.get(*then), self.get(*otherwise));
                let then = Part { vector: &then, rows: condition.yes.to_vec() };
                merge(rows, &[then, Part { vector: &otherwise, rows: condition.no() }])
            }
            Op::Coalesce(xs) => self.first_known(xs),
            Op::Dated { parameter, when } => {
                let parameter = self.inputs.rulebook.parameters.get(parameter.0 as usize);
                dated::values(parameter, &self.get(*when), rows)
            }
            Op::Call { function, arguments } => {
                let arguments: Vec<Rc<Vector<'p>>> = arguments.iter().map(|&x| self.get(x)).collect();
                let arguments: Vec<&Vector<'p>> = arguments.iter().map(|v| &**v).collect();
                call(*function, &arguments, rows)
            }
            Op::Gather { links, tail } => {
                let Some(vector) = self.inputs.complete[*tail].get() else { return Vector::unknown(rows) };
                let there = self.inputs.nodes[*tail].entity;
                let targets = targets(self.inputs.dataset, links, self.range.clone());
                gather(vector, &targets, self.inputs.dataset.rows(there).count)
            }
            Op::Aggregate { function, link, body, filter } => self.aggregate(*function, *link, *body, *filter),
            Op::Size { before, link } => {
                let Some((many, required)) = self.many(*link) else { return Vector::unknown(rows) };
                let targets = targets(self.inputs.dataset, before, self.range.clone());
                let from = self.inputs.rulebook.dictionary.link(*link).from;
                sizes(many, &targets, self.inputs.dataset.rows(from).count, required)
            }
        }
    }

    fn column(&self, at: FieldRef) -> Vector<'p> {
        match self.inputs.dataset.column(at) {
            Some(column) => Vector::of_column(column, self.range.clone()),
            None => Vector::unknown(self.range.len()),
        }
    }

    fn fold(&mut self, parts: &[NodeId], and: bool) -> Truths<'static> {
        let rows = self.range.len();
        let mut fold = Fold::new(and, rows);
        for &part in parts {
            fold.add(&self.get(part).truths(rows));
            if fold.is_decided() {
                break;
            }
        }
        fold.truths()
    }

    /// In each row the first that is known.
    fn first_known(&mut self, parts: &[NodeId]) -> Vector<'p> {
        let rows = self.range.len();
        let vectors: Vec<Rc<Vector<'p>>> = parts.iter().map(|&part| self.get(part)).collect();
        let mut open = bits::all(rows);
        let parts = vectors.iter().map(|vector| {
            let known = vector.known(rows);
            let rows = bits::zip(&open, &known, |open, known| open & known);
            open = bits::zip(&open, &known, |open, known| open & !known);
            Part { vector, rows }
        });
        merge(rows, &parts.collect::<Vec<_>>())
    }

    /// A to-many link, and whether a row without members is a gap in the data.
    fn many(&self, link: LinkId) -> Option<(&'p Many, bool)> {
        let Some(LinkIndex::Many(many)) = self.inputs.dataset.link(link) else { return None };
        Some((many, self.inputs.rulebook.dictionary.link(link).required))
    }

    fn aggregate(&self, function: Aggregate, link: LinkId, body: Option<NodeId>, filter: Option<NodeId>) -> Vector<'p> {
        let complete = |id: Option<NodeId>| id.and_then(|id| self.inputs.complete[id].get());
        let Some((many, required)) = self.many(link) else { return Vector::unknown(self.range.len()) };
        let many = many.near(self.range.clone());
        let members = Members { many, required, body: complete(body), filter: complete(filter) };
        members.aggregate(function, self.range.clone())
    }
}
