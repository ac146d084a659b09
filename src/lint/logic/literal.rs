//! What a condition says of one term, and whether several such sayings can hold of one row.

use crate::value::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// One end of an interval of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End {
    /// Where it lies.
    pub(super) at: Decimal,
    /// Whether the interval holds it.
    pub(super) held: bool,
}

/// What is said of a term. All but [`Says::Blank`] say that it is known, too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    /// It is missing.
    Blank,
    /// It is known.
    Known,
    /// It is true, or false.
    Truth(bool),
    /// It is a number of this interval; an end that is absent is infinite.
    Between(Option<End>, Option<End>),
    /// It is not this number.
    NotNumber(Decimal),
    /// It is one of these codes, by position in their list.
    Codes(BTreeSet<usize>),
    /// It is, or is not, this text.
    Text(bool, String),
}

/// A term, as it is printed, and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Literal {
    pub(super) term: String,
    pub(super) says: Says,
}

/// Literals that must all hold.
pub(super) type Clause = Vec<Literal>;

/// Whether some row can fulfil all literals, terms taken to be independent of one another.
pub(super) fn is_possible(literals: &[&Literal]) -> bool {
    let mut by_term: BTreeMap<&str, Vec<&Says>> = BTreeMap::new();
    for literal in literals {
        by_term.entry(&literal.term).or_default().push(&literal.says);
    }
    by_term.values().all(|said| agree(said))
}

/// Whether a term can be all that is said of it.
fn agree(said: &[&Says]) -> bool {
    let blank = said.iter().any(|s| **s == Says::Blank);
    if blank {
        return said.iter().all(|s| **s == Says::Blank);
    }
    let truths: BTreeSet<bool> =
        said.iter().filter_map(|s| if let Says::Truth(t) = s { Some(*t) } else { None }).collect();
    truths.len() < 2 && numbers(said) && codes(said) && texts(said)
}

fn numbers(said: &[&Says]) -> bool {
    let (mut low, mut high): (Option<End>, Option<End>) = (None, None);
    for says in said {
        let Says::Between(from, to) = says else { continue };
        // Of two lower ends at one place the one that is not held is the higher, and so for upper ends.
        low = low.into_iter().chain(*from).max_by_key(|end| (end.at, !end.held));
        high = high.into_iter().chain(*to).min_by_key(|end| (end.at, end.held));
    }
    let (Some(low), Some(high)) = (low, high) else { return true };
    if low.at != high.at {
        return low.at < high.at;
    }
    let excluded = said.iter().any(|s| **s == Says::NotNumber(low.at));
    low.held && high.held && !excluded
}

fn codes(said: &[&Says]) -> bool {
    let mut sets = said.iter().filter_map(|s| if let Says::Codes(codes) = s { Some(codes) } else { None });
    let Some(first) = sets.next() else { return true };
    let left = sets.fold(first.clone(), |left, codes| left.intersection(codes).copied().collect());
    !left.is_empty()
}

fn texts(said: &[&Says]) -> bool {
    let of = |wanted: bool| {
        let texts = said.iter().filter_map(move |s| match s {
            Says::Text(equal, text) if *equal == wanted => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<BTreeSet<&str>>()
    };
    let (equal, unequal) = (of(true), of(false));
    equal.len() < 2 && equal.is_disjoint(&unequal)
}

#[cfg(test)]
mod tests {
    use super::{End, Literal, Says, is_possible};
    use crate::value::Decimal;

    fn end(at: i64, held: bool) -> Option<End> {
        Some(End { at: Decimal::from_int(at)?, held })
    }

    fn possible(said: &[Says]) -> bool {
        let literals: Vec<Literal> =
            said.iter().map(|says| Literal { term: "x".to_owned(), says: says.clone() }).collect();
        is_possible(&literals.iter().collect::<Vec<_>>())
    }

    #[test]
    fn intervals_meet_or_not() {
        assert!(possible(&[Says::Between(end(3, true), None), Says::Between(None, end(3, true))]));
        assert!(!possible(&[Says::Between(end(3, false), None), Says::Between(None, end(3, true))]));
        assert!(!possible(&[Says::Between(end(4, true), None), Says::Between(None, end(3, true))]));
        assert!(possible(&[Says::Between(end(3, false), None), Says::Between(end(3, true), end(4, true))]));
        let three = Decimal::from_int(3).unwrap();
        let point = Says::Between(end(3, true), end(3, true));
        assert!(!possible(&[point.clone(), Says::NotNumber(three)]));
        assert!(possible(&[point, Says::NotNumber(Decimal::ONE)]));
    }

    #[test]
    fn a_blank_agrees_with_nothing_that_must_be_known() {
        assert!(possible(&[Says::Blank, Says::Blank]));
        assert!(!possible(&[Says::Blank, Says::Truth(false)]));
        assert!(!possible(&[Says::Blank, Says::Known]));
        assert!(!possible(&[Says::Truth(true), Says::Truth(false)]));
    }

    #[test]
    fn codes_and_texts_exclude_one_another() {
        assert!(!possible(&[Says::Codes([1, 2].into()), Says::Codes([3].into())]));
        assert!(possible(&[Says::Codes([1, 2].into()), Says::Codes([2, 3].into())]));
        let text = |equal, text: &str| Says::Text(equal, text.to_owned());
        assert!(!possible(&[text(true, "甲"), text(true, "乙")]));
        assert!(!possible(&[text(true, "甲"), text(false, "甲")]));
        assert!(possible(&[text(true, "甲"), text(false, "乙")]));
    }
}
