//! What a settled value hangs on all the same: cells that could not be read.
//!
//! Such a cell counts as blank, and a rule may say what a blank means: `缺失` tells it apart, and `先取` takes the next
//! choice for it. But something stands there. Where another value in its place could turn the verdict, the verdict is in
//! doubt.

use super::relevant::CellRef;
use super::step::{Context, Member, Reason, Step};
use crate::dictionary::{FieldRef, LinkId};
use crate::lang::tree::{Aggregate, Function, Kind};
use crate::lang::types::Target;
use crate::value::Truth;

/// The unread cells on which the value of `step` hangs; none where it is settled.
pub(super) fn doubts(context: Context<'_>, step: &Step<'_>) -> Vec<CellRef> {
    let all = |parts: &mut dyn Iterator<Item = &Step<'_>>| -> Vec<CellRef> {
        parts.flat_map(|part| doubts(context, part)).collect()
    };
    match &step.expr.kind {
        Kind::Name(_) if matches!(step.expr.data.target, Target::Field(_)) => match step.reason {
            Some(Reason::Blank(at, row)) => unread(context, at, row),
            _ => Vec::new(),
        },
        Kind::And(_) => decided(context, step, Truth::False),
        Kind::Or(_) => decided(context, step, Truth::True),
        Kind::Call { function: Function::AllGiven, .. } if step.value.truth() == Truth::False => {
            // One that is blank for sure decides.
            let blank = |part: &&Step| part.value.is_unknown() && doubts(context, part).is_empty();
            if step.parts.iter().any(|part| blank(&part)) { Vec::new() } else { all(&mut step.parts.iter()) }
        }
        Kind::NoRow { .. } => links(step).first().map(|&link| unread_key(context, link, step.row)).unwrap_or_default(),
        Kind::Path { .. } => {
            let mut found = links(step).first().map(|&link| unread_key(context, link, step.row)).unwrap_or_default();
            found.extend(all(&mut step.parts.iter()));
            found
        }
        Kind::Aggregate { function, .. } => aggregate(context, step, *function),
        _ => all(&mut step.parts.iter()),
    }
}

/// The cell, if it could not be read.
fn unread(context: Context<'_>, at: FieldRef, row: usize) -> Vec<CellRef> {
    context.dataset.unread(at, row).map(|_| CellRef { at, row }).into_iter().collect()
}

/// The cells by which a link leads from a row, as far as they could not be read: it may lead anywhere.
fn unread_key(context: Context<'_>, link: LinkId, row: usize) -> Vec<CellRef> {
    let link = context.rulebook.dictionary.link(link);
    link.by.iter().flat_map(|&(field, _)| unread(context, FieldRef { entity: link.from, field }, row)).collect()
}

fn links<'s>(step: &Step<'s>) -> &'s [LinkId] {
    if let Target::Links(links) = &step.expr.data.target { links } else { &[] }
}

/// Of a conjunction or disjunction: nothing where one part that decides it alone is settled.
fn decided(context: Context<'_>, step: &Step<'_>, decider: Truth) -> Vec<CellRef> {
    let parts: Vec<(Truth, Vec<CellRef>)> =
        step.parts.iter().map(|part| (part.value.truth(), doubts(context, part))).collect();
    let settled = parts.iter().any(|(truth, doubts)| *truth == decider && doubts.is_empty());
    if settled { Vec::new() } else { parts.into_iter().flat_map(|(_, doubts)| doubts).collect() }
}

fn aggregate(context: Context<'_>, step: &Step<'_>, function: Aggregate) -> Vec<CellRef> {
    let of = |part: &Option<Step<'_>>| part.as_ref().map(|part| doubts(context, part)).unwrap_or_default();
    let decider = match function {
        Aggregate::Any => Some(Truth::True),
        Aggregate::All => Some(Truth::False),
        Aggregate::Count | Aggregate::Sum | Aggregate::Min | Aggregate::Max => None,
    };
    let decides = |member: &&Member<'_>| {
        let truth = member.body.as_ref().map_or(Truth::True, |body| body.value.truth());
        Some(truth) == decider && of(&member.body).is_empty()
    };
    if step.members.iter().any(|member| decides(&member)) {
        return Vec::new();
    }
    let mut found = links(step).first().map(|&link| unread_key(context, link, step.row)).unwrap_or_default();
    found.extend(step.members.iter().flat_map(|member| [of(&member.filter), of(&member.body)].concat()));
    found
}
