//! Whether examples stand on both sides of every threshold: of each comparison of a number or date with something that
//! holds a literal or a parameter, one example for which it holds and one for which it does not; of a range, one below,
//! one within and one above.

use crate::dataset::Dataset;
use crate::diagnostic::catalogue::LintMessage as M;
use crate::diagnostic::{Diagnostic, Locale};
use crate::lang;
use crate::lang::tree::{Comparison, Expr, Kind};
use crate::lang::types::{Target, Type, Typed};
use crate::rulebook::{Rulebook, Uses};
use crate::trace::{Context, RuleTrace, Step, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A side of a threshold, and what it is called where no example stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Holds,
    Fails,
    Below,
    Above,
}

impl Side {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Holds => ("成立", "holds"),
            Self::Fails => ("不成立", "does not hold"),
            Self::Below => ("低于下限", "is missed from below"),
            Self::Above => ("高于上限", "is exceeded"),
        }
    }
}

/// By node of a condition, the sides that examples stand on.
type Seen = BTreeMap<*const Expr<Typed>, BTreeSet<Side>>;

/// Thresholds that have a side without an example, in order of the rulebook. What a region only repeats had its turn
/// without the region.
pub(super) fn thresholds(book: &Rulebook) -> Vec<Diagnostic> {
    let region = book.region.as_ref().map(|region| region.name.as_str());
    let mut seen = Seen::new();
    let mut conditions: Vec<(&str, &Expr<Typed>)> = Vec::new();
    let mut used = BTreeSet::new();
    for rule in &book.rules {
        let is_own = |name: &Option<String>| name.as_deref() == region;
        if region.is_some() && !rule.examples.iter().any(|example| is_own(&example.region)) {
            continue;
        }
        for example in rule.examples.iter().filter(|example| example.region.is_none() || is_own(&example.region)) {
            let (dataset, _) = Dataset::of_example(&book.dictionary, rule.entity, &example.row);
            let context = Context { rulebook: book, dataset: &dataset, as_of: example.as_of };
            let trace = RuleTrace::of(context, rule, 0);
            trace.given.iter().chain([&trace.require]).for_each(|step| note(step, &mut seen));
        }
        conditions.extend(rule.conditions().map(|condition| (rule.code.as_str(), condition)));
        used.extend(Uses::of(book, rule.conditions()).definitions);
    }
    if region.is_none() {
        let definitions = used.iter().filter_map(|id| book.definitions.get(id.0 as usize));
        conditions.extend(definitions.map(|d| (d.signature.name.zh.as_str(), &d.body)));
    }
    conditions.into_iter().flat_map(|(of, condition)| lacking(book, of, condition, &seen)).collect()
}

/// A threshold as it reads: its text, where it first stands, the sides it has, and those that examples stand on.
type Threshold<'e> = (String, &'e Expr<Typed>, &'static [Side], BTreeSet<Side>);

/// The sides of the thresholds of a condition that no example stands on. Thresholds that read the same are one.
fn lacking(book: &Rulebook, of: &str, condition: &Expr<Typed>, seen: &Seen) -> Vec<Diagnostic> {
    let mut lines: Vec<Threshold<'_>> = Vec::new();
    condition.walk(&mut |node| {
        let sides: &'static [Side] = match &node.kind {
            Kind::Compare { op, left, right } if is_order(*op) && is_threshold([&**left, right]) => {
                &[Side::Holds, Side::Fails]
            }
            Kind::Within { value, low, high } if is_threshold([&**value, low, high]) => {
                &[Side::Holds, Side::Below, Side::Above]
            }
            _ => return,
        };
        let there = seen.get(&std::ptr::from_ref(node)).cloned().unwrap_or_default();
        let text = lang::print(node, book, Locale::Zh);
        match lines.iter_mut().find(|(known, ..)| *known == text) {
            Some((.., known)) => known.extend(there),
            None => lines.push((text, node, sides, there)),
        }
    });
    let mut found = Vec::new();
    for (comparison, node, sides, there) in lines {
        for side in sides.iter().filter(|side| !there.contains(side)) {
            let (zh, en) = side.words();
            let (of, comparison) = (of.to_owned(), comparison.clone());
            let message = M::NoExampleOnSide { of, comparison, zh: zh.to_owned(), en: en.to_owned() };
            found.push(Diagnostic::error(message).at(&node.span).help(M::BothSides {}));
        }
    }
    found
}

/// Notes the sides that a step and those below it stand on.
fn note(step: &Step<'_>, seen: &mut Seen) {
    let side = match (&step.expr.kind, step.value.truth(), step.parts.as_slice()) {
        (Kind::Compare { .. } | Kind::Within { .. }, truth, _) if truth.is_true() => Some(Side::Holds),
        (Kind::Compare { .. }, truth, _) if truth.is_false() => Some(Side::Fails),
        (Kind::Within { .. }, truth, [value, low, _]) if truth.is_false() => {
            Some(if is_before(&value.value, &low.value) { Side::Below } else { Side::Above })
        }
        _ => None,
    };
    if let Some(side) = side {
        seen.entry(std::ptr::from_ref(step.expr)).or_default().insert(side);
    }
    let members = step.members.iter().flat_map(|member| member.filter.iter().chain(&member.body));
    step.parts.iter().chain(members).for_each(|part| note(part, seen));
}

fn is_before(value: &Value, low: &Value) -> bool {
    match (value.bounds(), low.bounds()) {
        (Some((_, most)), Some((low, _))) => most.compare(low).is_lt(),
        _ => value.date().zip(low.date()).is_some_and(|(value, low)| value.before(low).is_true()),
    }
}

const fn is_order(op: Comparison) -> bool {
    !matches!(op, Comparison::Equal | Comparison::NotEqual)
}

/// Whether numbers or dates are compared, a fact of a row among them, and a literal or a parameter.
fn is_threshold<'e>(sides: impl IntoIterator<Item = &'e Expr<Typed>>) -> bool {
    let (mut has_fact, mut has_line) = (false, false);
    for side in sides {
        if !matches!(side.data.ty, Type::Number(_) | Type::Quotient(_) | Type::Date) {
            return false;
        }
        side.walk(&mut |node| match node.data.target {
            Target::Field(_) | Target::Definition(_) | Target::Links(_) => has_fact = true,
            Target::Parameter(_) => has_line = true,
            _ => has_line |= matches!(node.kind, Kind::Number { .. } | Kind::Date(_)),
        });
    }
    has_fact && has_line
}
