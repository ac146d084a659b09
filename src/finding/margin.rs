//! How far a row is from a threshold: of the comparison that decided a case, or of the one that turned under a supposition.

use super::record::Margin;
use super::view::View;
use crate::lang::tree::{Aggregate, Expr, Kind};
use crate::lang::types::{Target, Type, Typed};
use crate::trace::{Step, Value, evaluate, evidence};
use crate::value::{Decimal, Truth};

/// A condition and the rulebook that it is read under.
pub type Asked<'v, 'a> = (&'v View<'a>, &'a Expr<Typed>);

impl<'a> View<'a> {
    /// How far a row is from the threshold now and under a supposition, where one comparison of a fact with something
    /// fixed makes the difference: one that comes out otherwise. Where several do, the one that decided the condition
    /// before or after; `None` where none or more than one did.
    ///
    /// `now` and `then` are the same condition under the two rulebooks.
    #[must_use]
    pub fn turned(now: Asked<'_, 'a>, then: Asked<'_, 'a>, row: usize) -> (Option<Margin>, Option<Margin>) {
        let step = |(view, condition): Asked<'_, 'a>| evaluate(view.context, condition, row);
        let (before, after) = (step(now), step(then));
        let mut turned = Vec::new();
        comparisons(&before, &after, &mut turned);
        if turned.len() > 1 {
            turned.retain(|(a, b)| decides(now.0, &before, a) && decides(then.0, &after, b));
        }
        let [(before, after)] = turned.as_slice() else { return (None, None) };
        (now.0.margin(&[before]), then.0.margin(&[after]))
    }

    /// The distance to the threshold, where one comparison of a fact with something fixed decided the requirement. How
    /// many there are of what there must be any or none of is no distance.
    pub(super) fn margin(&self, comparisons: &[&Step<'_>]) -> Option<Margin> {
        let [step] = comparisons else { return None };
        let fixed = |step: &Step<'_>| self.is_threshold(step.expr);
        let (value, threshold) = match (&step.expr.kind, step.parts.as_slice()) {
            (Kind::Compare { .. }, [left, right]) if fixed(right) && !fixed(left) => (left, right),
            (Kind::Compare { .. }, [left, right]) if fixed(left) && !fixed(right) => (right, left),
            (Kind::Within { .. }, [value, low, high]) => {
                let below = value.value.quotient()?.compare(low.value.quotient()?).is_lt();
                (value, if below { low } else { high })
            }
            _ => return None,
        };
        let (a, b) = (shown(&value.value)?, shown(&threshold.value)?);
        if b == Decimal::ZERO && is_count(value) {
            return None;
        }
        let unit = match value.expr.data.ty {
            Type::Number(Some(id)) | Type::Quotient(Some(id)) => {
                self.context.rulebook.dictionary.dimension(id).base().to_owned()
            }
            _ => String::new(),
        };
        // A comparison that was kept is no margin of a case.
        let decided = step.value.truth() != Truth::Unknown;
        let difference = a.checked_sub(b)?;
        decided.then(|| Margin {
            value: a.to_string(),
            threshold: b.to_string(),
            difference: difference.to_string(),
            unit,
        })
    }

    /// Whether an expression is fixed: literals, parameters, and definitions made of nothing else; no fact of a row.
    fn is_threshold(&self, expr: &Expr<Typed>) -> bool {
        let mut fixed = true;
        expr.walk(&mut |node| {
            let fact = match (&node.kind, &node.data.target) {
                (Kind::Name(_), Target::Parameter(_)) => false,
                (Kind::Name(_), Target::Definition(id)) => {
                    let definition = self.context.rulebook.definitions.get(id.0 as usize);
                    definition.is_none_or(|definition| !self.is_threshold(&definition.body))
                }
                (Kind::Name(_) | Kind::Path { .. } | Kind::NoRow { .. } | Kind::Aggregate { .. }, _) => true,
                _ => false,
            };
            fixed &= !fact;
        });
        fixed || matches!(expr.kind, Kind::At { .. })
    }
}

/// Whether a comparison is among those that decided a condition.
fn decides(view: &View<'_>, condition: &Step<'_>, comparison: &Step<'_>) -> bool {
    evidence(view.context, [condition]).comparisons.iter().any(|step| std::ptr::eq(*step, comparison))
}

/// A number of either kind as it is shown.
fn shown(value: &Value) -> Option<Decimal> {
    Some(value.quotient()?.shown())
}

/// Whether a step counts rows, by itself or as the body of a definition.
fn is_count(step: &Step<'_>) -> bool {
    match (&step.expr.kind, &step.expr.data.target, step.parts.as_slice()) {
        (Kind::Aggregate { function: Aggregate::Count, .. }, ..) => true,
        (Kind::Name(_), Target::Definition(_), [body]) => is_count(body),
        _ => false,
    }
}

/// The comparisons of numbers that come out otherwise in one tree than in the other. The trees are alike from the top as
/// far as nothing is supposed in them; a comparison is held to its like, and what stands below it to nothing.
fn comparisons<'s, 'a>(before: &'s Step<'a>, after: &'s Step<'a>, turned: &mut Vec<(&'s Step<'a>, &'s Step<'a>)>) {
    let numbers = |step: &Step<'_>| {
        let number = |part: &Step<'_>| matches!(part.expr.data.ty, Type::Number(_) | Type::Quotient(_));
        matches!(step.expr.kind, Kind::Compare { .. } | Kind::Within { .. }) && step.parts.iter().all(number)
    };
    if numbers(before) && numbers(after) {
        if before.value.truth() != after.value.truth() {
            turned.push((before, after));
        }
        return;
    }
    if std::mem::discriminant(&before.expr.kind) == std::mem::discriminant(&after.expr.kind) {
        before.parts.iter().zip(&after.parts).for_each(|(before, after)| comparisons(before, after, turned));
    }
}
