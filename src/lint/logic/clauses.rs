//! A condition as alternatives, each a list of literals that must all hold.
//!
//! What cannot be taken apart (aggregates, choices between columns, sums of columns) is a term of its own, so that what
//! is proved here holds, though not all that holds is proved.

use super::literal::{Clause, End, Literal, Says};
use crate::diagnostic::Locale;
use crate::lang;
use crate::lang::tree::{Aggregate, Comparison, Expr, Kind};
use crate::lang::types::{Target, Type, Typed};
use crate::rulebook::{ParameterValue, Rulebook};
use crate::value::{Date, Decimal};
use std::collections::BTreeSet;

/// A condition with more alternatives than this is let be.
const MOST: usize = 256;

/// The alternatives in which a condition is true (`wanted`) or false; `None` where there are too many.
pub(super) fn alternatives(book: &Rulebook, expr: &Expr<Typed>, wanted: bool) -> Option<Vec<Clause>> {
    let part = |expr: &Expr<Typed>| alternatives(book, expr, wanted);
    match &expr.kind {
        Kind::Bool(value) => Some(if *value == wanted { vec![Vec::new()] } else { Vec::new() }),
        Kind::Not(inner) => alternatives(book, inner, !wanted),
        Kind::And(parts) if wanted => product(parts.iter().map(part)),
        Kind::Or(parts) if !wanted => product(parts.iter().map(part)),
        Kind::And(parts) | Kind::Or(parts) => sum(parts.iter().map(part)),
        Kind::Name(_) => match expr.data.target {
            Target::Definition(id) => alternatives(book, &book.definitions.get(id.0 as usize)?.body, wanted),
            _ => Some(vec![vec![truth(book, expr, wanted)]]),
        },
        Kind::Missing(inner) => {
            let says = if wanted { Says::Blank } else { Says::Known };
            Some(vec![vec![Literal { term: print(book, inner), says }]])
        }
        Kind::Compare { op, left, right } => {
            let op = if wanted { *op } else { opposite(*op) };
            Some(compare(book, op, left, right).unwrap_or_else(|| vec![vec![truth(book, expr, wanted)]]))
        }
        Kind::In { value, options } => {
            let op = if wanted { Comparison::Equal } else { Comparison::NotEqual };
            let each = options.iter().map(|option| {
                Some(compare(book, op, value, option).unwrap_or_else(|| vec![vec![truth(book, expr, wanted)]]))
            });
            if wanted { sum(each) } else { product(each) }
        }
        Kind::Within { value, low, high } => {
            let ends =
                [(Comparison::GreaterOrEqual, low), (Comparison::LessOrEqual, high)].into_iter().map(|(op, end)| {
                    let op = if wanted { op } else { opposite(op) };
                    Some(compare(book, op, value, end).unwrap_or_else(|| vec![vec![truth(book, expr, wanted)]]))
                });
            if wanted { product(ends) } else { sum(ends) }
        }
        Kind::If { condition, then, otherwise } => {
            let branch = |holds: bool, chosen: &Expr<Typed>| {
                product([alternatives(book, condition, holds), alternatives(book, chosen, wanted)].into_iter())
            };
            sum([branch(true, then), branch(false, otherwise)].into_iter())
        }
        _ => Some(vec![vec![truth(book, expr, wanted)]]),
    }
}

/// What holds where all of several conditions do.
pub(super) fn product(parts: impl Iterator<Item = Option<Vec<Clause>>>) -> Option<Vec<Clause>> {
    let mut made: Vec<Clause> = vec![Vec::new()];
    for part in parts {
        let part = part?;
        if made.len() * part.len() > MOST {
            return None;
        }
        made = made.iter().flat_map(|a| part.iter().map(|b| a.iter().chain(b).cloned().collect())).collect();
    }
    Some(made)
}

fn sum(parts: impl Iterator<Item = Option<Vec<Clause>>>) -> Option<Vec<Clause>> {
    let mut made = Vec::new();
    for part in parts {
        made.extend(part?);
        if made.len() > MOST {
            return None;
        }
    }
    Some(made)
}

fn print(book: &Rulebook, expr: &Expr<Typed>) -> String {
    lang::print(expr, book, Locale::Zh)
}

fn truth(book: &Rulebook, expr: &Expr<Typed>, holds: bool) -> Literal {
    Literal { term: print(book, expr), says: Says::Truth(holds) }
}

fn opposite(op: Comparison) -> Comparison {
    match op {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}

fn turned(op: Comparison) -> Comparison {
    match op {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        other => other,
    }
}

/// A comparison as alternatives; `None` for what is no comparison of codes, texts, numbers or dates.
fn compare(book: &Rulebook, op: Comparison, left: &Expr<Typed>, right: &Expr<Typed>) -> Option<Vec<Clause>> {
    let equal = match op {
        Comparison::Equal => Some(true),
        Comparison::NotEqual => Some(false),
        _ => None,
    };
    let one = |term: &Expr<Typed>, says| Some(vec![vec![Literal { term: print(book, term), says }]]);
    match (left.data.ty, &left.kind, &right.kind) {
        (Type::Code(list), _, Kind::Text(_)) => {
            let Target::Code(code) = right.data.target else { return None };
            let all = 0..book.dictionary.code_list(list).codes.len();
            let codes: BTreeSet<usize> = all.filter(|at| (*at == code.index()) == (equal == Some(true))).collect();
            equal.and_then(|_| one(left, Says::Codes(codes)))
        }
        (Type::Text, _, Kind::Text(text)) => equal.and_then(|equal| one(left, Says::Text(equal, text.clone()))),
        (Type::Code(_) | Type::Text | Type::Id | Type::Bool, ..) => None,
        _ => Some(vec![numbers(book, op, left, right)]),
    }
}

/// A comparison of numbers or dates, with a constant or of two terms.
fn numbers(book: &Rulebook, op: Comparison, left: &Expr<Typed>, right: &Expr<Typed>) -> Clause {
    let mut clause = Vec::new();
    let (term, op, at) = match (constant(book, left), constant(book, right)) {
        (_, Some(at)) => (left, op, at),
        (Some(at), None) => (right, turned(op), at),
        (None, None) => {
            // Of two terms what is said is said of the first less the second.
            let (a, b) = (print(book, left), print(book, right));
            let (term, op) = if a <= b { (format!("{a} ⊖ {b}"), op) } else { (format!("{b} ⊖ {a}"), turned(op)) };
            let says = interval(op, Decimal::ZERO);
            let known = [a, b].into_iter().map(|term| Literal { term, says: Says::Known });
            clause.extend(known.chain([Literal { term, says }]));
            return clause;
        }
    };
    let name = print(book, term);
    if matches!(term.kind, Kind::Aggregate { function: Aggregate::Count, .. }) {
        let none = Some(End { at: Decimal::ZERO, held: true });
        clause.push(Literal { term: name.clone(), says: Says::Between(none, None) });
    }
    clause.push(Literal { term: name, says: interval(op, at) });
    clause
}

fn interval(op: Comparison, at: Decimal) -> Says {
    let end = |held| Some(End { at, held });
    match op {
        Comparison::Equal => Says::Between(end(true), end(true)),
        Comparison::NotEqual => Says::NotNumber(at),
        Comparison::Less => Says::Between(None, end(false)),
        Comparison::LessOrEqual => Says::Between(None, end(true)),
        Comparison::Greater => Says::Between(end(false), None),
        Comparison::GreaterOrEqual => Says::Between(end(true), None),
    }
}

/// The value of a literal, or of a parameter that has one value at all times.
fn constant(book: &Rulebook, expr: &Expr<Typed>) -> Option<Decimal> {
    let date = |date: Date| Decimal::from_int(i64::from(date.packed())).filter(|_| date.is_exact());
    match (&expr.kind, &expr.data.target) {
        (Kind::Number { .. }, Target::Number(base)) => Some(*base),
        (Kind::Date(day), _) => date(*day),
        (Kind::Negate(inner), _) => constant(book, inner)?.checked_neg(),
        (Kind::Name(_), Target::Parameter(id)) => {
            let values = &book.parameters.get(id.0 as usize)?.values;
            let [only] = &values[..] else { return None };
            if only.from.is_some() || only.until.is_some() {
                return None;
            }
            match only.value {
                ParameterValue::Number(number) => Some(number),
                ParameterValue::Date(day) => date(day),
            }
        }
        _ => None,
    }
}
