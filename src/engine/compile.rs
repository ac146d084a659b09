//! Typed trees become nodes; equal expressions become one node. What the data lack is found on the way.

use super::plan::{Constant, Node, NodeId, Op};
use crate::dataset::Dataset;
use crate::dictionary::{CodeId, EntityId, FieldRef, LinkId};
use crate::lang::tree::{Aggregate, Comparison, Expr, Function, Kind};
use crate::lang::types::{ParameterId, Target, Type, Typed};
use crate::rulebook::{ParameterValue, Rulebook};
use crate::value::{Date, Decimal};
use std::collections::HashMap;

/// What a rule needs and the data or the rulebook do not have, so that it cannot run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// No file of this entity, nor keys that would supply it.
    Table(EntityId),
    /// No file has this column.
    Column(FieldRef),
    /// No file has the key of this link.
    Link(LinkId),
    /// The column stands for lists that departments hand in, and this one was not.
    List(FieldRef, CodeId),
    /// The parameter has no value on the audit date.
    Parameter(ParameterId, Date),
}

/// The nodes made so far.
pub(super) struct Compiler<'a> {
    rulebook: &'a Rulebook,
    dataset: &'a Dataset<'a>,
    as_of: Date,
    pub(super) nodes: Vec<Node>,
    known: HashMap<Node, NodeId>,
}

/// A node, or all that it lacks.
type Compiled<T> = Result<T, Vec<Lack>>;

impl<'a> Compiler<'a> {
    pub(super) fn new(rulebook: &'a Rulebook, dataset: &'a Dataset<'a>, as_of: Date) -> Self {
        Self { rulebook, dataset, as_of, nodes: Vec::new(), known: HashMap::new() }
    }

    fn add(&mut self, entity: EntityId, op: Op) -> NodeId {
        let node = Node { entity, op };
        if let Some(&id) = self.known.get(&node) {
            return id;
        }
        let id = self.nodes.len();
        self.nodes.push(node.clone());
        self.known.insert(node, id);
        id
    }

    pub(super) fn expr(&mut self, expr: &Expr<Typed>) -> Compiled<NodeId> {
        let entity = expr.data.entity;
        let op = self.op(expr)?;
        Ok(self.add(entity, op))
    }

    /// Compiles all of `parts`, so that everything lacking is found in one go.
    fn all<'e>(&mut self, parts: impl IntoIterator<Item = &'e Expr<Typed>>) -> Compiled<Vec<NodeId>> {
        let mut made = Vec::new();
        let mut lacks = Vec::new();
        for part in parts {
            match self.expr(part) {
                Ok(id) => made.push(id),
                Err(more) => lacks.extend(more),
            }
        }
        if lacks.is_empty() { Ok(made) } else { Err(lacks) }
    }

    fn two(&mut self, left: &Expr<Typed>, right: &Expr<Typed>) -> Compiled<(NodeId, NodeId)> {
        let made = self.all([left, right])?;
        match made[..] {
            [left, right] => Ok((left, right)),
            _ => Err(Vec::new()),
        }
    }

    fn op(&mut self, expr: &Expr<Typed>) -> Compiled<Op> {
        let entity = expr.data.entity;
        let ids = |part: &Expr<Typed>| part.data.ty == Type::Id;
        Ok(match &expr.kind {
            Kind::Number { value, .. } => {
                let base = if let Target::Number(base) = expr.data.target { base } else { *value };
                Op::Constant(Constant::Number(base.raw()))
            }
            Kind::Text(text) => Op::Constant(match expr.data.target {
                Target::Code(code) => Constant::Code(u16::try_from(code.index() + 1).unwrap_or(0)),
                _ => Constant::Text(text.clone()),
            }),
            Kind::Date(date) => Op::Constant(Constant::Date(date.packed())),
            Kind::Bool(value) => Op::Constant(Constant::Bool(*value)),
            Kind::Name(_) => return self.name(expr),
            Kind::Path { tail, .. } => {
                let links = self.links(expr);
                let tail = self.expr(tail);
                let (links, tail) = both(links, tail)?;
                Op::Gather { links, tail }
            }
            Kind::At { when, .. } => return self.at(expr, when),
            Kind::Not(x) => Op::Not(self.expr(x)?),
            Kind::Negate(x) => Op::Negate(self.expr(x)?),
            Kind::Missing(x) => Op::Missing(self.expr(x)?),
            Kind::NoRow { .. } => Op::NoRow(self.links(expr)?),
            Kind::And(xs) => Op::And(self.all(xs)?),
            Kind::Or(xs) => Op::Or(self.all(xs)?),
            Kind::Compare { op, left, right } => {
                self.lists(left, [&**right])?;
                self.lists(right, [&**left])?;
                let is_id = ids(left);
                let (left, right) = self.two(left, right)?;
                Op::Compare { op: *op, left, right, ids: is_id }
            }
            Kind::Arithmetic { op, left, right } => {
                let (left, right) = self.two(left, right)?;
                Op::Arithmetic { op: *op, left, right }
            }
            Kind::In { value, options } => {
                self.lists(value, options)?;
                let is_id = ids(value);
                let made = self.all(std::iter::once(&**value).chain(options))?;
                let Some((&left, options)) = made.split_first() else { return Err(Vec::new()) };
                let equal = |&right: &NodeId| Op::Compare { op: Comparison::Equal, left, right, ids: is_id };
                let options: Vec<Op> = options.iter().map(equal).collect();
                Op::Or(options.into_iter().map(|op| self.add(entity, op)).collect())
            }
            Kind::Within { value, low, high } => {
                let made = self.all([&**value, low, high])?;
                let [value, low, high] = made[..] else { return Err(Vec::new()) };
                let above = Op::Compare { op: Comparison::GreaterOrEqual, left: value, right: low, ids: false };
                let below = Op::Compare { op: Comparison::LessOrEqual, left: value, right: high, ids: false };
                Op::And(vec![self.add(entity, above), self.add(entity, below)])
            }
            Kind::If { condition, then, otherwise } => {
                let made = self.all([&**condition, then, otherwise])?;
                let [condition, then, otherwise] = made[..] else { return Err(Vec::new()) };
                Op::If { condition, then, otherwise }
            }
            Kind::Aggregate { function, body, filter, .. } => {
                let path = self.links(expr);
                let body = body.as_ref().map(|b| self.expr(b)).transpose();
                let filter = filter.as_ref().map(|f| self.expr(f)).transpose();
                let (path, (body, filter)) = both(path, both(body, filter))?;
                self.aggregate(entity, *function, path, body, filter)?
            }
            Kind::Call { function: Function::AsOf, .. } => Op::Constant(Constant::Date(self.as_of.packed())),
            Kind::Call { function: Function::Coalesce, arguments } => Op::Coalesce(self.present(arguments)?),
            Kind::Call { function: Function::AllGiven, arguments } => {
                let nodes = self.present(arguments)?;
                let given = |node| {
                    let missing = self.add(entity, Op::Missing(node));
                    self.add(entity, Op::Not(missing))
                };
                Op::And(nodes.into_iter().map(given).collect())
            }
            Kind::Call { function: Function::IfAbsent, arguments } => {
                let [value, otherwise] = &arguments[..] else { return Err(Vec::new()) };
                let Ok(node) = self.expr(value) else { return self.op(otherwise) };
                self.nodes[node].op.clone()
            }
            Kind::Call { function, arguments } => Op::Call { function: *function, arguments: self.all(arguments)? },
        })
    }

    /// An aggregate over the rows that a path leads to. Behind to-one links it is that of the row they lead to, which is
    /// computed once however many rows lead there.
    fn aggregate(
        &mut self,
        entity: EntityId,
        function: Aggregate,
        mut path: Vec<LinkId>,
        body: Option<NodeId>,
        filter: Option<NodeId>,
    ) -> Compiled<Op> {
        let link = path.pop().ok_or_else(Vec::new)?;
        if function == Aggregate::Count && filter.is_none() {
            return Ok(Op::Size { before: path, link });
        }
        let there = path.last().map_or(entity, |&last| self.rulebook.dictionary.link(last).to);
        let op = Op::Aggregate { function, link, body, filter };
        if path.is_empty() {
            return Ok(op);
        }
        let tail = self.add(there, op);
        Ok(Op::Gather { links: path, tail })
    }

    /// The arguments that the data have; what they do not have is left out. Where nothing is left, what the first
    /// lacks: any would do, and the first is the one that the rule asks for.
    fn present(&mut self, arguments: &[Expr<Typed>]) -> Compiled<Vec<NodeId>> {
        let made: Vec<Compiled<NodeId>> = arguments.iter().map(|argument| self.expr(argument)).collect();
        if made.iter().all(Result::is_err) {
            return Err(made.into_iter().find_map(Result::err).unwrap_or_default());
        }
        Ok(made.into_iter().flatten().collect())
    }

    /// Lists that `codes` name and that were not handed in, where `column` is a column of lists.
    fn lists<'e>(&self, column: &Expr<Typed>, codes: impl IntoIterator<Item = &'e Expr<Typed>>) -> Compiled<()> {
        let Target::Field(at) = column.data.target else { return Ok(()) };
        let absent = codes.into_iter().filter_map(|expr| match expr.data.target {
            Target::Code(code) if !self.dataset.has_list(at, code) => Some(Lack::List(at, code)),
            _ => None,
        });
        // Without the column itself there is a plainer word for it.
        let lacks: Vec<Lack> = if self.dataset.column(at).is_some() { absent.collect() } else { Vec::new() };
        if lacks.is_empty() { Ok(()) } else { Err(lacks) }
    }

    fn name(&mut self, expr: &Expr<Typed>) -> Compiled<Op> {
        match &expr.data.target {
            Target::Field(at) => {
                if self.dataset.column(*at).is_some() {
                    Ok(Op::Column(at.field))
                } else if self.dataset.rows(at.entity).given {
                    Err(vec![Lack::Column(*at)])
                } else {
                    Err(vec![Lack::Table(at.entity)])
                }
            }
            Target::Definition(id) => {
                let rulebook = self.rulebook;
                match rulebook.definitions.get(id.0 as usize) {
                    // The definition stands in the same rows: its node is this one.
                    Some(definition) => self.op(&definition.body),
                    None => Err(Vec::new()),
                }
            }
            Target::Parameter(id) => self.parameter(*id, self.as_of),
            _ => Err(Vec::new()),
        }
    }

    fn parameter(&self, id: ParameterId, when: Date) -> Compiled<Op> {
        let value = self.rulebook.parameters.get(id.0 as usize).and_then(|p| p.at(when));
        match value.map(|v| v.value) {
            Some(ParameterValue::Number(n)) => Ok(Op::Constant(Constant::Number(n.raw()))),
            Some(ParameterValue::Date(d)) => Ok(Op::Constant(Constant::Date(d.packed()))),
            None => Err(vec![Lack::Parameter(id, when)]),
        }
    }

    /// A parameter as of a date: of one that is the same in every row the value is known now.
    fn at(&mut self, expr: &Expr<Typed>, when: &Expr<Typed>) -> Compiled<Op> {
        let Target::Parameter(parameter) = expr.data.target else { return Err(Vec::new()) };
        let when = self.expr(when)?;
        let fixed = match &self.nodes[when].op {
            Op::Constant(Constant::Date(packed)) => Date::from_packed(*packed),
            Op::Constant(Constant::Number(raw)) => Date::of_year(Decimal::from_raw(*raw)),
            _ => None,
        };
        match fixed {
            Some(date) => self.parameter(parameter, date),
            None => Ok(Op::Dated { parameter, when }),
        }
    }

    /// The links of a path or an aggregate, all of which the data must have.
    fn links(&self, expr: &Expr<Typed>) -> Compiled<Vec<LinkId>> {
        let Target::Links(links) = &expr.data.target else { return Err(Vec::new()) };
        let lacks: Vec<Lack> = links
            .iter()
            .filter(|&&id| self.dataset.link(id).is_none())
            .map(|&id| {
                let link = self.rulebook.dictionary.link(id);
                let absent = [link.from, link.to].into_iter().find(|&e| !self.dataset.rows(e).given);
                absent.map_or(Lack::Link(id), Lack::Table)
            })
            .collect();
        if lacks.is_empty() { Ok(links.clone()) } else { Err(lacks) }
    }
}

/// Both, or all that either lacks.
fn both<A, B>(a: Compiled<A>, b: Compiled<B>) -> Compiled<(A, B)> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(mut a), Err(b)) => {
            a.extend(b);
            Err(a)
        }
        (Err(lacks), Ok(_)) | (Ok(_), Err(lacks)) => Err(lacks),
    }
}
