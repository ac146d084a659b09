//! Walking a tree.

use super::tree::{Expr, Kind};

impl<T> Expr<T> {
    /// The expressions directly within this one, in order of the text.
    #[must_use]
    pub fn children(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Number { .. }
            | Kind::Text(_)
            | Kind::Date(_)
            | Kind::Bool(_)
            | Kind::Name(_)
            | Kind::NoRow { .. } => Vec::new(),
            Kind::Path { tail, .. } => vec![tail],
            Kind::At { when, .. } => vec![when],
            Kind::Not(x) | Kind::Negate(x) | Kind::Missing(x) => vec![x],
            Kind::And(xs) | Kind::Or(xs) => xs.iter().collect(),
            Kind::Compare { left, right, .. } | Kind::Arithmetic { left, right, .. } => vec![left, right],
            Kind::In { value, options } => std::iter::once(&**value).chain(options).collect(),
            Kind::Within { value, low, high } => vec![value, low, high],
            Kind::If { condition, then, otherwise } => vec![condition, then, otherwise],
            Kind::Aggregate { body, filter, .. } => body.iter().chain(filter).map(|x| &**x).collect(),
            Kind::Call { arguments, .. } => arguments.iter().collect(),
        }
    }

    /// The expressions directly within this one, in order of the text, to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Self> {
        match &mut self.kind {
            Kind::Number { .. }
            | Kind::Text(_)
            | Kind::Date(_)
            | Kind::Bool(_)
            | Kind::Name(_)
            | Kind::NoRow { .. } => Vec::new(),
            Kind::Path { tail, .. } => vec![tail],
            Kind::At { when, .. } => vec![when],
            Kind::Not(x) | Kind::Negate(x) | Kind::Missing(x) => vec![x],
            Kind::And(xs) | Kind::Or(xs) => xs.iter_mut().collect(),
            Kind::Compare { left, right, .. } | Kind::Arithmetic { left, right, .. } => vec![left, right],
            Kind::In { value, options } => std::iter::once(&mut **value).chain(options).collect(),
            Kind::Within { value, low, high } => vec![value, low, high],
            Kind::If { condition, then, otherwise } => vec![condition, then, otherwise],
            Kind::Aggregate { body, filter, .. } => body.iter_mut().chain(filter).map(|x| &mut **x).collect(),
            Kind::Call { arguments, .. } => arguments.iter_mut().collect(),
        }
    }

    /// Calls `visit` on this expression and on every one within it, the outer before the inner.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        let mut open = vec![self];
        while let Some(next) = open.pop() {
            visit(next);
            open.extend(next.children().into_iter().rev());
        }
    }
}
