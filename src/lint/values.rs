//! Times without a value of a parameter, and code lists that nothing uses.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::LintMessage as M;
use crate::dictionary::{CodeListId, FieldType};
use crate::rulebook::{DatedValue, Parameter, Rulebook};
use crate::value::Date;

/// Gaps between the values of parameters, parameters without any, and code lists of no field.
pub(super) fn values(book: &Rulebook) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = book.parameters.iter().flat_map(of_parameter).collect();
    for (at, list) in book.dictionary.code_lists.iter().enumerate() {
        let ty = FieldType::Code(CodeListId::new(at));
        if !book.dictionary.entities.iter().flat_map(|entity| &entity.fields).any(|field| field.ty == ty) {
            found.push(Diagnostic::warning(M::UnusedCodes { name: list.name.clone() }));
        }
    }
    found
}

fn of_parameter(parameter: &Parameter) -> Vec<Diagnostic> {
    let name = || parameter.name.zh.clone();
    if parameter.values.is_empty() {
        return vec![Diagnostic::note(M::NoValue { name: name() }).at(&parameter.span)];
    }
    let gaps = parameter.values.windows(2).filter_map(gap);
    let gap = |(from, until): (Date, Date)| {
        let message = M::GapInValues { name: name(), from: from.to_string(), until: until.to_string() };
        Diagnostic::note(message).at(&parameter.span)
    };
    gaps.map(gap).collect()
}

/// The days between two values, where there are any.
fn gap(pair: &[DatedValue]) -> Option<(Date, Date)> {
    let [one, next] = pair else { return None };
    let first = one.until?.latest().plus_days(1)?;
    let last = next.from?.earliest().plus_days(-1)?;
    first.before(next.from?.earliest()).is_true().then_some((first, last))
}
