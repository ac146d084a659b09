//! What an expression needs and the data do not have.

use super::step::{Context, Reason};
use crate::lang::tree::{Expr, Function, Kind};
use crate::lang::types::{Target, Typed};

/// Whether the data lack something that `expr` reads: a column, a link, a list, or a value of a parameter on the audit
/// date. Not whether a cell is blank.
pub(super) fn lacks(context: Context<'_>, expr: &Expr<Typed>) -> bool {
    let children = || expr.children().into_iter().any(|child| lacks(context, child));
    match (&expr.kind, &expr.data.target) {
        (Kind::Name(_), Target::Field(at)) => context.dataset.column(*at).is_none(),
        (Kind::Name(_), Target::Definition(id)) => {
            context.rulebook.definitions.get(id.0 as usize).is_none_or(|definition| lacks(context, &definition.body))
        }
        (Kind::Name(_), Target::Parameter(id)) => {
            context.rulebook.parameters.get(id.0 as usize).is_none_or(|p| p.at(context.as_of).is_none())
        }
        (Kind::Path { .. } | Kind::NoRow { .. } | Kind::Aggregate { .. }, Target::Links(links)) => {
            links.iter().any(|&id| context.dataset.link(id).is_none()) || children()
        }
        (Kind::Compare { left, right, .. }, _) => absent_list(context, [&**left, right]).is_some() || children(),
        (Kind::In { value, options }, _) => {
            absent_list(context, options.iter().chain([&**value])).is_some() || children()
        }
        // Any argument will do.
        (Kind::Call { function: Function::Coalesce | Function::IfAbsent | Function::AllGiven, arguments }, _) => {
            arguments.iter().all(|argument| lacks(context, argument))
        }
        _ => children(),
    }
}

/// A list that one of `parts` names and that was not handed in, where another of them is a column of lists.
pub(super) fn absent_list<'a>(
    context: Context<'_>,
    parts: impl IntoIterator<Item = &'a Expr<Typed>>,
) -> Option<Reason> {
    let parts: Vec<&Expr<Typed>> = parts.into_iter().collect();
    let column = parts.iter().find_map(|p| if let Target::Field(at) = p.data.target { Some(at) } else { None })?;
    parts.iter().find_map(|part| match part.data.target {
        Target::Code(code) if !context.dataset.has_list(column, code) => Some(Reason::NoList(column, code)),
        _ => None,
    })
}
