//! Evaluating one expression in one row.

use super::absent::{absent_list, lacks};
use super::functions::call;
use super::operators::{arithmetic, compare, sum};
use super::step::{Context, Member, Reason, Step};
use super::value::Value;
use crate::dataset::Target as Leads;
use crate::dictionary::LinkId;
use crate::lang::tree::{Aggregate, Comparison, Expr, Function, Kind};
use crate::lang::types::{Target, Typed};
use crate::rulebook::ParameterValue;
use crate::value::{Date, Decimal, Truth};

/// Evaluates `expr` in row `row` of its entity.
#[must_use]
pub fn evaluate<'a>(context: Context<'a>, expr: &'a Expr<Typed>, row: usize) -> Step<'a> {
    let mut step = Step { expr, row, value: Value::Unknown, reason: None, parts: Vec::new(), members: Vec::new() };
    let run = |part: &'a Expr<Typed>| evaluate(context, part, row);
    match &expr.kind {
        Kind::Number { value, .. } => {
            step.value = Value::Number(if let Target::Number(base) = expr.data.target { base } else { *value });
        }
        Kind::Text(text) => {
            step.value =
                if let Target::Code(code) = expr.data.target { Value::Code(code) } else { Value::Text(text.clone()) };
        }
        Kind::Date(date) => step.value = Value::Date(*date),
        Kind::Bool(value) => step.value = Value::Bool(*value),
        Kind::Name(_) => name(context, &mut step),
        Kind::Path { tail, .. } => match follow(context, links(expr), row) {
            Ok(target) => {
                let part = evaluate(context, tail, target);
                step.value = part.value.clone();
                step.parts.push(part);
            }
            Err(reason) => step.reason = Some(reason),
        },
        Kind::At { when, .. } => {
            let when = run(when);
            let date = when.value.when();
            let known = !when.value.is_unknown();
            step.parts.push(when);
            if known {
                parameter(context, &mut step, date);
            }
        }
        Kind::Not(x) => {
            let x = run(x);
            step.value = Value::from(!x.value.truth());
            step.parts.push(x);
        }
        Kind::Negate(x) => {
            let x = run(x);
            step.value = Value::from(x.value.number().and_then(Decimal::checked_neg));
            step.parts.push(x);
        }
        Kind::And(xs) => {
            step.parts = xs.iter().map(run).collect();
            step.value = Value::from(step.parts.iter().fold(Truth::True, |all, x| all.and(x.value.truth())));
        }
        Kind::Or(xs) => {
            step.parts = xs.iter().map(run).collect();
            step.value = Value::from(step.parts.iter().fold(Truth::False, |any, x| any.or(x.value.truth())));
        }
        Kind::Compare { left, right, .. } if absent_list(context, [&**left, right]).is_some() => {
            step.reason = absent_list(context, [&**left, right]);
        }
        Kind::In { value, options } if absent_list(context, options.iter().chain([&**value])).is_some() => {
            step.reason = absent_list(context, options.iter().chain([&**value]));
        }
        Kind::Compare { op, left, right } => {
            let ty = left.data.ty;
            let (left, right) = (run(left), run(right));
            step.value = Value::from(compare(*op, &left.value, &right.value, ty));
            step.parts = vec![left, right];
        }
        Kind::Arithmetic { op, left, right } => {
            let (left, right) = (run(left), run(right));
            step.value = arithmetic(*op, &left.value, &right.value);
            let known = !left.value.is_unknown() && !right.value.is_unknown();
            step.reason = (known && step.value.is_unknown()).then_some(Reason::Inexact);
            step.parts = vec![left, right];
        }
        Kind::In { value, options } => {
            let ty = value.data.ty;
            let value = run(value);
            let options: Vec<Step> = options.iter().map(run).collect();
            let equals = |o: &Step| compare(Comparison::Equal, &value.value, &o.value, ty);
            step.value = Value::from(options.iter().fold(Truth::False, |any, o| any.or(equals(o))));
            step.parts = std::iter::once(value).chain(options).collect();
        }
        Kind::Within { value, low, high } => {
            let ty = value.data.ty;
            let (value, low, high) = (run(value), run(low), run(high));
            let above = compare(Comparison::GreaterOrEqual, &value.value, &low.value, ty);
            let below = compare(Comparison::LessOrEqual, &value.value, &high.value, ty);
            step.value = Value::from(above.and(below));
            step.parts = vec![value, low, high];
        }
        Kind::Missing(x) => {
            let x = run(x);
            step.value = Value::Bool(x.value.is_unknown());
            step.parts.push(x);
        }
        Kind::NoRow { .. } => {
            let nowhere = matches!(follow(context, links(expr), row), Err(Reason::NoRow(_)));
            step.value = Value::Bool(nowhere);
        }
        Kind::If { condition, then, otherwise } => {
            let condition = run(condition);
            let chosen = match condition.value.truth() {
                Truth::True => Some(run(then)),
                Truth::False => Some(run(otherwise)),
                Truth::Unknown => None,
            };
            step.parts.push(condition);
            if let Some(chosen) = chosen {
                step.value = chosen.value.clone();
                step.parts.push(chosen);
            }
        }
        Kind::Call { function: Function::Coalesce, arguments } => {
            for argument in arguments.iter().filter(|argument| !lacks(context, argument)) {
                let part = run(argument);
                step.value = part.value.clone();
                step.parts.push(part);
                if !step.value.is_unknown() {
                    break;
                }
            }
            if step.value.is_unknown() {
                step.value = Value::Unknown;
            }
        }
        Kind::Call { function: Function::AllGiven, arguments } => {
            step.parts = arguments.iter().filter(|argument| !lacks(context, argument)).map(run).collect();
            step.value = Value::Bool(step.parts.iter().all(|part| !part.value.is_unknown()));
        }
        Kind::Call { function: Function::IfAbsent, arguments } => {
            let absent = arguments.first().is_none_or(|value| lacks(context, value));
            if let Some(chosen) = arguments.get(usize::from(absent)) {
                let part = run(chosen);
                step.value = part.value.clone();
                step.parts.push(part);
            }
        }
        Kind::Call { function, arguments } => {
            step.parts = arguments.iter().map(run).collect();
            let values: Vec<Value> = step.parts.iter().map(|p| p.value.clone()).collect();
            step.value = call(*function, &values, context.as_of);
            let known = values.iter().all(|v| !v.is_unknown());
            step.reason = (known && step.value.is_unknown()).then_some(Reason::Inexact);
        }
        Kind::Aggregate { function, body, filter, .. } => {
            aggregate(context, &mut step, *function, body.as_deref(), filter.as_deref());
        }
    }
    step
}

fn links(expr: &Expr<Typed>) -> &[LinkId] {
    if let Target::Links(links) = &expr.data.target { links } else { &[] }
}

/// The row that to-one links lead to.
fn follow(context: Context<'_>, links: &[LinkId], row: usize) -> Result<usize, Reason> {
    links.iter().try_fold(row, |row, &link| match context.dataset.link(link).map(|index| index.one(row)) {
        Some(Leads::Row(target)) => Ok(target),
        Some(Leads::Several) => Err(Reason::SeveralRows(link)),
        Some(Leads::None) | None => Err(Reason::NoRow(link)),
    })
}

/// A field, a definition, or a parameter as of the audit date.
fn name<'a>(context: Context<'a>, step: &mut Step<'a>) {
    match &step.expr.data.target {
        Target::Field(field) => {
            step.value = Value::from(context.dataset.cell(*field, step.row));
            step.reason = (step.value.is_unknown()).then_some(Reason::Blank(*field, step.row));
        }
        Target::Definition(id) => {
            if let Some(definition) = context.rulebook.definitions.get(id.0 as usize) {
                let body = evaluate(context, &definition.body, step.row);
                step.value = body.value.clone();
                step.parts.push(body);
            }
        }
        Target::Parameter(_) => parameter(context, step, Some(context.as_of)),
        _ => {}
    }
}

/// A parameter as of a date; unknown where it has no value then.
fn parameter(context: Context<'_>, step: &mut Step<'_>, when: Option<Date>) {
    let Target::Parameter(id) = step.expr.data.target else { return };
    let dated = context.rulebook.parameters.get(id.0 as usize).zip(when).and_then(|(p, when)| p.at(when));
    step.value = match dated.map(|d| d.value) {
        Some(ParameterValue::Number(n)) => Value::Number(n),
        Some(ParameterValue::Date(d)) => Value::Date(d),
        None => Value::Unknown,
    };
    step.reason = dated.is_none().then_some(Reason::NoParameter(id, when));
}

fn aggregate<'a>(
    context: Context<'a>,
    step: &mut Step<'a>,
    function: Aggregate,
    body: Option<&'a Expr<Typed>>,
    filter: Option<&'a Expr<Typed>>,
) {
    let Some((&many, ones)) = links(step.expr).split_last() else { return };
    let start = match follow(context, ones, step.row) {
        Ok(start) => start,
        Err(reason) => {
            step.reason = Some(reason);
            return;
        }
    };
    let link = context.rulebook.dictionary.link(many);
    let Some(index) = context.dataset.link(many) else {
        step.reason = Some(Reason::NoMembers(many));
        return;
    };
    step.members = index
        .many(start)
        .iter()
        .map(|row| {
            let run = |expr: Option<&'a Expr<Typed>>| expr.map(|e| evaluate(context, e, row));
            Member { entity: link.to, row, body: run(body), filter: run(filter) }
        })
        .collect();
    if step.members.is_empty() && link.required {
        step.reason = Some(Reason::NoMembers(many));
        return;
    }
    let truth = |part: &Option<Step>| part.as_ref().map_or(Truth::True, |s| s.value.truth());
    let members = &step.members;
    step.value = match function {
        Aggregate::Any => Value::from(members.iter().fold(Truth::False, |any, m| any.or(truth(&m.body)))),
        Aggregate::All => Value::from(members.iter().fold(Truth::True, |all, m| all.and(truth(&m.body)))),
        Aggregate::Count | Aggregate::Sum | Aggregate::Min | Aggregate::Max => {
            if members.iter().any(|m| truth(&m.filter).is_unknown()) {
                Value::Unknown
            } else {
                let taken: Vec<&Member> = members.iter().filter(|m| truth(&m.filter).is_true()).collect();
                over(function, &taken)
            }
        }
    };
}

/// The aggregate of the rows that the filter took.
fn over(function: Aggregate, taken: &[&Member<'_>]) -> Value {
    let values: Vec<&Value> = taken.iter().filter_map(|m| m.body.as_ref()).map(|s| &s.value).collect();
    if values.iter().any(|value| value.is_unknown()) {
        return Value::Unknown;
    }
    let least = |op: Comparison| {
        let mut best: Option<&Value> = None;
        for &value in &values {
            match best.map(|b| compare(op, value, b, crate::lang::types::Type::Text)) {
                None | Some(Truth::True) => best = Some(value),
                Some(Truth::False) => {}
                // Dates known in part that cannot be ordered have no least one.
                Some(Truth::Unknown) => return Value::Unknown,
            }
        }
        best.cloned().unwrap_or(Value::Unknown)
    };
    match function {
        Aggregate::Count => Value::from(i64::try_from(taken.len()).ok().and_then(Decimal::from_int)),
        Aggregate::Sum => Value::from(sum(values.iter().filter_map(|v| v.number()))),
        Aggregate::Min => least(Comparison::Less),
        Aggregate::Max => least(Comparison::Greater),
        Aggregate::Any | Aggregate::All => Value::Unknown,
    }
}
