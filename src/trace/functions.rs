//! What the functions mean, but for those that do not read all their arguments.

use super::value::Value;
use crate::lang::tree::Function;
use crate::value::{Date, Decimal, id_number, is_digits};

/// The value of a function; unknown where an argument is, except where the function says otherwise.
pub(super) fn call(function: Function, arguments: &[Value], as_of: Date) -> Value {
    let date = |at: usize| arguments.get(at).and_then(Value::date);
    let text = || arguments.first().and_then(Value::text);
    let both = |holds: fn(&str, &str) -> bool| match text().zip(arguments.get(1).and_then(Value::text)) {
        Some((text, part)) => Value::Bool(holds(text, part)),
        None => Value::Unknown,
    };
    let whole = |n: Option<i64>| Value::from(n.and_then(Decimal::from_int));
    let between = |count: fn(Date, Date) -> (i64, i64)| {
        let Some((from, to)) = date(0).zip(date(1)) else { return Value::Unknown };
        let (least, most) = count(from, to);
        Value::between(Decimal::from_int(least), Decimal::from_int(most))
    };
    match function {
        Function::AsOf => Value::Date(as_of),
        Function::Age => between(Date::years_until),
        Function::Months => between(Date::months_until),
        Function::Days => between(Date::days_until),
        Function::Year => whole(date(0).map(|d| i64::from(d.parts().year))),
        Function::IdBirthDate => text().and_then(id_number::birth_date).map_or(Value::Unknown, Value::Date),
        Function::IdIsMale => text().and_then(id_number::is_male).map_or(Value::Unknown, Value::Bool),
        Function::IdCheckHolds => text().and_then(id_number::check_holds).map_or(Value::Unknown, Value::Bool),
        Function::Contains => both(|text, part| text.contains(part)),
        Function::StartsWith => both(|text, part| text.starts_with(part)),
        Function::IsDigits => text().map_or(Value::Unknown, |text| Value::Bool(is_digits(text))),
        Function::IdLength | Function::Length => whole(text().and_then(|t| i64::try_from(t.chars().count()).ok())),
        Function::IdDisabilityClass => whole(text().and_then(id_number::disability_class).map(i64::from)),
        Function::IdDisabilityGrade => whole(text().and_then(id_number::disability_grade).map(i64::from)),
        // These read their arguments one by one.
        Function::Coalesce | Function::IfAbsent | Function::AllGiven => Value::Unknown,
    }
}
