//! Vectors of neighbouring runs of rows as one.

use super::texts::Texts;
use super::truths::Truths;
use super::vector::{Kind, Vector};
use std::borrow::Cow;

/// The vectors of neighbouring runs of rows as one; each but the last has a multiple of 64 rows. `None` where they are
/// of several kinds.
pub(super) fn concatenate(parts: Vec<Vector<'_>>) -> Option<Vector<'_>> {
    // Of a run in which all bounds meet only numbers are left; beside runs with bounds they are bounds again.
    let bounded = parts.iter().any(|part| part.kind() == Kind::Between);
    let mut parts: Vec<Vector<'_>> =
        parts.into_iter().map(|part| if bounded { into_bounds(part) } else { part }).collect();
    if parts.len() == 1 {
        return parts.pop();
    }
    Some(match parts.first()? {
        Vector::Truth(_) => Vector::Truth(Truths {
            yes: joined(&parts, |part| if let Vector::Truth(t) = part { Some(&t.yes) } else { None })?,
            known: joined(&parts, |part| if let Vector::Truth(t) = part { Some(&t.known) } else { None })?,
        }),
        Vector::Number { .. } => Vector::Number {
            values: joined(&parts, |part| if let Vector::Number { values, .. } = part { Some(values) } else { None })?,
            known: joined(&parts, |part| if let Vector::Number { known, .. } = part { Some(known) } else { None })?,
        },
        Vector::Between { .. } => Vector::Between {
            low: joined(&parts, |part| if let Vector::Between { low, .. } = part { Some(low) } else { None })?,
            high: joined(&parts, |part| if let Vector::Between { high, .. } = part { Some(high) } else { None })?,
            known: joined(&parts, |part| if let Vector::Between { known, .. } = part { Some(known) } else { None })?,
        },
        Vector::Quotient(_) => {
            let all = joined(&parts, |part| if let Vector::Quotient(q) = part { Some(q) } else { None })?;
            Vector::Quotient(all.into_owned())
        }
        Vector::Date(_) => {
            Vector::Date(joined(&parts, |part| if let Vector::Date(d) = part { Some(d) } else { None })?)
        }
        Vector::Code(_) => {
            Vector::Code(joined(&parts, |part| if let Vector::Code(c) = part { Some(c) } else { None })?)
        }
        Vector::Text(_) => {
            let texts = parts.into_iter().map(|part| if let Vector::Text(texts) = part { Some(texts) } else { None });
            Vector::Text(Texts::concatenate(texts.collect::<Option<_>>()?))
        }
        Vector::Same(constant) => Vector::Same(constant),
    })
}

/// One list of every part, one behind the other.
fn joined<'p, 'a: 'p, T: Clone + 'p, L: AsRef<[T]> + 'p>(
    parts: &'p [Vector<'a>],
    list: impl Fn(&'p Vector<'a>) -> Option<&'p L>,
) -> Option<Cow<'a, [T]>> {
    let lists: Vec<&[T]> = parts.iter().map(|part| list(part).map(L::as_ref)).collect::<Option<_>>()?;
    Some(Cow::Owned(lists.concat()))
}

fn into_bounds(vector: Vector<'_>) -> Vector<'_> {
    match vector {
        Vector::Number { values, known } => Vector::Between { low: values.clone(), high: values, known },
        other => other,
    }
}
