//! Small changes of an expression, each of which some example should notice.

use crate::dictionary::Dictionary;
use crate::lang::tree::{Aggregate, Comparison, Expr, Function, Ident, Kind, Operation};
use crate::lang::types::{Target, Typed};
use crate::value::Decimal;

/// An expression with one place changed.
#[derive(Clone, Debug)]
pub(super) struct Changed {
    /// The whole expression after the change.
    pub(super) expr: Expr<Typed>,
    /// What was done.
    pub(super) how: How,
}

/// What a change does.
#[derive(Clone, Debug)]
pub(super) enum How {
    /// One expression stands for another.
    Replaced(Expr<Typed>, Expr<Typed>),
    /// A part of a conjunction or disjunction, or an option of a list, is left out.
    Dropped(Expr<Typed>),
}

/// Every change of `expr`, in order of the text.
pub(super) fn changes(expr: &Expr<Typed>, dictionary: &Dictionary) -> Vec<Changed> {
    let mut nodes: Vec<&Expr<Typed>> = Vec::new();
    expr.walk(&mut |node| nodes.push(node));
    let mut found = Vec::new();
    for (at, node) in nodes.into_iter().enumerate() {
        let dropped = dropped(node).into_iter().map(|(part, after)| (How::Dropped(part), after));
        let replaced = variants(node, dictionary).into_iter();
        let replaced = replaced.map(|after| (How::Replaced(node.clone(), after.clone()), after));
        for (how, after) in replaced.chain(dropped) {
            let mut changed = expr.clone();
            if let Some(place) = nth(&mut changed, at) {
                *place = after;
                found.push(Changed { expr: changed, how });
            }
        }
    }
    found
}

/// The node at a place in the order of [`Expr::walk`].
fn nth(expr: &mut Expr<Typed>, at: usize) -> Option<&mut Expr<Typed>> {
    let mut open = vec![expr];
    let mut passed = 0;
    while let Some(next) = open.pop() {
        if passed == at {
            return Some(next);
        }
        passed += 1;
        open.extend(next.children_mut().into_iter().rev());
    }
    None
}

/// What may stand in the place of a node.
fn variants(node: &Expr<Typed>, dictionary: &Dictionary) -> Vec<Expr<Typed>> {
    let with = |kind: Kind<Typed>| Expr { kind, ..node.clone() };
    let bare = |kind: Kind<Typed>| Expr {
        kind,
        span: node.span.clone(),
        data: Typed { target: Target::None, ..node.data.clone() },
    };
    match &node.kind {
        Kind::Number { value, unit } => steps(*value)
            .into_iter()
            .filter_map(|value| {
                let base = value.checked_mul(factor(unit.as_ref(), dictionary))?;
                let data = Typed { target: Target::Number(base), ..node.data.clone() };
                Some(Expr { kind: Kind::Number { value, unit: unit.clone() }, span: node.span.clone(), data })
            })
            .collect(),
        Kind::Date(date) => {
            [1, -1].into_iter().filter_map(|days| date.plus_days(days)).map(|d| with(Kind::Date(d))).collect()
        }
        Kind::Bool(value) => vec![with(Kind::Bool(!value))],
        Kind::Not(inner) => vec![(**inner).clone()],
        Kind::And(parts) => vec![with(Kind::Or(parts.clone()))],
        Kind::Or(parts) => vec![with(Kind::And(parts.clone()))],
        Kind::Missing(_) | Kind::NoRow { .. } => vec![bare(Kind::Not(Box::new(node.clone())))],
        Kind::Compare { op, left, right } => {
            vec![with(Kind::Compare { op: neighbour(*op), left: left.clone(), right: right.clone() })]
        }
        Kind::Arithmetic { op: op @ (Operation::Add | Operation::Subtract), left, right } => {
            let op = if *op == Operation::Add { Operation::Subtract } else { Operation::Add };
            vec![with(Kind::Arithmetic { op, left: left.clone(), right: right.clone() })]
        }
        Kind::In { options, .. } if options.len() == 1 => vec![bare(Kind::Bool(false))],
        Kind::If { condition, then, otherwise } => {
            vec![with(Kind::If { condition: condition.clone(), then: otherwise.clone(), otherwise: then.clone() })]
        }
        Kind::At { parameter, .. } => vec![with(Kind::Name(parameter.clone()))],
        Kind::Aggregate { function, path, body, filter } => {
            let other = match function {
                Aggregate::Any => Some(Aggregate::All),
                Aggregate::All => Some(Aggregate::Any),
                Aggregate::Min => Some(Aggregate::Max),
                Aggregate::Max => Some(Aggregate::Min),
                Aggregate::Count | Aggregate::Sum => None,
            };
            let changed = |function: Aggregate, filter: Option<Box<Expr<Typed>>>| {
                with(Kind::Aggregate { function, path: path.clone(), body: body.clone(), filter })
            };
            let turned = other.map(|function| changed(function, filter.clone()));
            let unfiltered = filter.is_some().then(|| changed(*function, None));
            turned.into_iter().chain(unfiltered).collect()
        }
        // A fixed second choice is changed itself; another one is left out.
        Kind::Call { function: Function::Coalesce, arguments } if arguments.len() == 2 && !is_bool(&arguments[1]) => {
            vec![arguments[0].clone()]
        }
        _ => Vec::new(),
    }
}

fn is_bool(expr: &Expr<Typed>) -> bool {
    matches!(expr.kind, Kind::Bool(_))
}

/// The parts and options of a node, each with what is left without it.
fn dropped(node: &Expr<Typed>) -> Vec<(Expr<Typed>, Expr<Typed>)> {
    let with = |kind: Kind<Typed>| Expr { kind, ..node.clone() };
    let each = |parts: &[Expr<Typed>], left: &dyn Fn(Vec<Expr<Typed>>) -> Expr<Typed>| {
        parts.iter().enumerate().map(|(at, part)| (part.clone(), left(without(parts, at)))).collect()
    };
    let joined = |mut left: Vec<Expr<Typed>>, kind: fn(Vec<Expr<Typed>>) -> Kind<Typed>| match left.len() {
        1 => left.remove(0),
        _ => with(kind(left)),
    };
    match &node.kind {
        Kind::And(parts) => each(parts, &|left| joined(left, Kind::And)),
        Kind::Or(parts) => each(parts, &|left| joined(left, Kind::Or)),
        Kind::In { value, options } if options.len() > 1 => {
            each(options, &|options| with(Kind::In { value: value.clone(), options }))
        }
        _ => Vec::new(),
    }
}

fn without(parts: &[Expr<Typed>], at: usize) -> Vec<Expr<Typed>> {
    parts.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, part)| part.clone()).collect()
}

fn neighbour(op: Comparison) -> Comparison {
    match op {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::LessOrEqual,
        Comparison::LessOrEqual => Comparison::Less,
        Comparison::Greater => Comparison::GreaterOrEqual,
        Comparison::GreaterOrEqual => Comparison::Greater,
    }
}

/// A number one step up and one down: by one where it is whole, else by a hundredth.
pub(super) fn steps(value: Decimal) -> Vec<Decimal> {
    let step = if value.to_int().is_some() { Decimal::ONE } else { Decimal::from_raw(Decimal::SCALE / 100) };
    [value.checked_add(step), value.checked_sub(step)].into_iter().flatten().collect()
}

fn factor(unit: Option<&Ident>, dictionary: &Dictionary) -> Decimal {
    match unit {
        None => Decimal::ONE,
        Some(unit) if unit.name == "%" => Decimal::from_raw(Decimal::SCALE / 100),
        Some(unit) => dictionary.find_unit(&unit.name).map_or(Decimal::ONE, |(_, unit)| unit.factor),
    }
}
