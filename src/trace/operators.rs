//! What the operators mean.

use super::value::Value;
use crate::lang::tree::{Comparison, Operation};
use crate::lang::types::Type;
use crate::value::{Decimal, Quotient, Truth, id_number};

/// `left op right`; unknown where either side is.
pub(super) fn compare(op: Comparison, left: &Value, right: &Value, ty: Type) -> Truth {
    match (left, right) {
        (Value::Unknown, _) | (_, Value::Unknown) => Truth::Unknown,
        (Value::Date(a), Value::Date(b)) => op.dates(*a, *b),
        (Value::Text(a), Value::Text(b)) => {
            let same = if ty == Type::Id { id_number::join_key(a) == id_number::join_key(b) } else { a == b };
            equality(op, same)
        }
        (Value::Bool(a), Value::Bool(b)) => equality(op, a == b),
        (Value::Code(a), Value::Code(b)) => equality(op, a == b),
        _ => match (left.bounds(), right.bounds()) {
            (Some(left), Some(right)) => op.between(left, right),
            _ => Truth::Unknown,
        },
    }
}

fn equality(op: Comparison, same: bool) -> Truth {
    match op {
        Comparison::Equal => Truth::from(same),
        Comparison::NotEqual => Truth::from(!same),
        _ => Truth::Unknown,
    }
}

/// `left op right` of numbers; unknown where either side is, and where the result cannot be held exactly.
pub(super) fn arithmetic(op: Operation, left: &Value, right: &Value) -> Value {
    let (Some(a), Some(b)) = (left.number(), right.number()) else { return Value::Unknown };
    match op {
        Operation::Add => Value::from(a.checked_add(b)),
        Operation::Subtract => Value::from(a.checked_sub(b)),
        Operation::Multiply => Value::from(a.checked_mul(b)),
        Operation::Divide => Quotient::new(a, b).map_or(Value::Unknown, Value::Quotient),
    }
}

/// The sum of numbers, `None` where it cannot be held. The order of the numbers does not matter.
pub(super) fn sum(numbers: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let total: i128 = numbers.map(|n| i128::from(n.raw())).sum();
    i64::try_from(total).ok().map(Decimal::from_raw)
}
