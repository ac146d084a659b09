//! Whether a list is whole by its own account: as many lines as it says, each number once, and in every stratum and cluster
//! as many drawn units as its lines say.
//!
//! A line that is gone takes its error with it, and what is left looks like a smaller sample without a fault. Who was not
//! reached is said in the column of visits; nobody is taken off the list. A line that was added brings a unit that no
//! ticket chose. Whoever changes the counts with the lines, or writes another key into a line, is not found out here but by
//! drawing again.

use super::draw::Role;
use super::list::Sampled;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::SurveyMessage as M;
use std::collections::{BTreeMap, BTreeSet};

/// How many places with the same fault, and how many numbers of lines, are named one by one.
const NAMED: usize = 10;

/// The first of these faults, and how many more there are.
pub(super) fn few(mut errors: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let more = errors.len().saturating_sub(NAMED);
    errors.truncate(NAMED);
    if more > 0 {
        errors.push(Diagnostic::error(M::MoreFaults { count: more }));
    }
    errors
}

/// That lines are of several kinds of units, or say different lengths of the list: somebody has put lists together. What
/// else does not fit follows from that.
pub(super) fn several(units: &[Sampled]) -> Vec<Diagnostic> {
    let mut entities: Vec<&str> = Vec::new();
    for unit in units {
        if !entities.contains(&unit.entity.as_str()) {
            entities.push(&unit.entity);
        }
    }
    let lengths: BTreeSet<u64> = units.iter().map(|unit| unit.listed).filter(|&listed| listed > 0).collect();
    let mut errors = Vec::new();
    if entities.len() > 1 {
        errors.push(Diagnostic::error(M::ListOfSeveral { names: entities.join("、") }));
    }
    if lengths.len() > 1 {
        let lengths: Vec<String> = lengths.iter().map(u64::to_string).collect();
        errors.push(Diagnostic::error(M::ListOfDraws { lengths: lengths.join("、") }));
    }
    errors
}

/// Strata and clusters of which two rows say different counts, and counts or numbers that cannot be: somebody has changed
/// the list.
pub(super) fn contradictions(units: &[Sampled]) -> Vec<Diagnostic> {
    let mut strata: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    let mut clusters: BTreeMap<(&str, &str), [u64; 3]> = BTreeMap::new();
    let mut wrong: BTreeSet<&str> = BTreeSet::new();
    let mut errors = Vec::new();
    for unit in units {
        let c = unit.counts;
        let stratum = [c.stratum_units, c.stratum_planned, c.stratum_points];
        let cluster = [c.cluster_units, c.cluster_points, c.cluster_drawn];
        let same = *strata.entry(&unit.stratum).or_insert(stratum) == stratum
            && *clusters.entry((&unit.stratum, &unit.cluster)).or_insert(cluster) == cluster;
        let possible = c.stratum_units > 0 && (!c.is_clustered() || c.cluster_points > 0 && c.cluster_drawn > 0);
        let numbered = unit.number > 0 && (unit.listed == 0 || unit.number <= unit.listed);
        let fits = same && possible && numbered;
        if !fits && wrong.insert(&unit.key) {
            errors.push(Diagnostic::error(M::ListContradicts { key: unit.key.clone() }));
        }
    }
    errors
}

/// What lacks of a list, or stands on it beyond what was drawn: strata and clusters with their counts, and the numbers of
/// lines that are gone or stand twice. Nothing where it is whole.
#[must_use]
pub fn faults(units: &[Sampled]) -> Vec<Diagnostic> {
    let mut errors = few(places(units));
    errors.extend(added(units));
    errors.extend(repeated(units));
    errors.extend(numbers(units));
    if let Some(last) = errors.pop() {
        errors.push(last.help(M::ListStaysWhole {}));
    }
    errors
}

/// The strata and clusters whose counts of drawn units do not fit what they say themselves.
fn places(units: &[Sampled]) -> Vec<Diagnostic> {
    /// Drawn units on the list, how many there should be, and points of the clusters on the list by cluster.
    #[derive(Default)]
    struct Stratum<'u> {
        listed: u64,
        planned: u64,
        points: u64,
        clusters: BTreeMap<&'u str, (u64, u64, u64)>,
    }
    let mut strata: BTreeMap<&str, Stratum<'_>> = BTreeMap::new();
    for unit in units {
        let main = u64::from(unit.role == Role::Main);
        let stratum = strata.entry(&unit.stratum).or_default();
        (stratum.planned, stratum.points) = (unit.counts.stratum_planned, unit.counts.stratum_points);
        stratum.listed += main;
        if unit.counts.is_clustered() {
            let cluster = stratum.clusters.entry(&unit.cluster).or_default();
            (cluster.1, cluster.2) = (unit.counts.cluster_drawn, unit.counts.cluster_points);
            cluster.0 += main;
        }
    }
    let mut errors = Vec::new();
    for (name, stratum) in strata {
        if stratum.clusters.is_empty() {
            errors.extend(unlike(name.to_owned(), stratum.planned, stratum.listed));
            continue;
        }
        let points: u64 = stratum.clusters.values().map(|(.., points)| points).sum();
        if points != stratum.points {
            let (stratum, planned) = (name.to_owned(), stratum.points);
            errors.push(Diagnostic::error(M::ListLacksClusters { stratum, planned, listed: points }));
        }
        for (cluster, (listed, drawn, _)) in stratum.clusters {
            let place: Vec<&str> = [name, cluster].into_iter().filter(|part| !part.is_empty()).collect();
            errors.extend(unlike(place.join("/"), drawn, listed));
        }
    }
    errors
}

fn unlike(place: String, planned: u64, listed: u64) -> Option<Diagnostic> {
    let message = match (listed == planned, place.is_empty()) {
        (true, _) => return None,
        (false, true) => M::ListNotWhole { planned, listed },
        (false, false) => M::PlaceNotWhole { place, planned, listed },
    };
    Some(Diagnostic::error(message))
}

/// That there are more lines than the list had.
fn added(units: &[Sampled]) -> Option<Diagnostic> {
    let of = units.iter().map(|unit| unit.listed).max().unwrap_or(0);
    let listed = units.len() as u64;
    (of > 0 && listed > of).then(|| Diagnostic::error(M::LinesAdded { of, listed }))
}

/// Numbers that stand on more than one line, with the keys of these: a reserve that was put in has a number of another
/// line, and no count to fit.
fn repeated(units: &[Sampled]) -> Option<Diagnostic> {
    let mut lines: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for unit in units {
        lines.entry(unit.number).or_default().push(&unit.key);
    }
    lines.retain(|_, keys| keys.len() > 1);
    let count = lines.len();
    let mut named: Vec<String> =
        lines.iter().take(NAMED).map(|(number, keys)| format!("{number} ({})", keys.join("、"))).collect();
    if count > NAMED {
        named.push("…".to_owned());
    }
    (count > 0).then(|| Diagnostic::error(M::NumberTwice { count, numbers: named.join("; ") }))
}

/// Lines whose numbers are missing: reserves too, and strata that are gone with all that they say of themselves.
fn numbers(units: &[Sampled]) -> Option<Diagnostic> {
    let present: BTreeSet<u64> = units.iter().map(|unit| unit.number).collect();
    // Lists of programs before this column did not say how long they are: what is cut off at their end is told by strata
    // and clusters alone.
    let said = units.iter().map(|unit| unit.listed).max().unwrap_or(0);
    let most = said.max(present.last().copied().unwrap_or(0));
    let count = most.saturating_sub(present.range(1..=most).count() as u64);
    if count == 0 {
        return None;
    }
    let few = (1..=most).filter(|number| !present.contains(number)).take(NAMED);
    let numbers: Vec<String> = few.map(|number| number.to_string()).collect();
    let more = if count > NAMED as u64 { "…" } else { "" };
    Some(Diagnostic::error(M::LinesGone { count, of: most, numbers: format!("{}{more}", numbers.join("、")) }))
}

#[cfg(test)]
mod tests {
    use super::faults;
    use crate::diagnostic::Locale;
    use crate::survey::draw::{Design, Size, draw};
    use crate::survey::frame::{Columns, Frame, Listed};
    use crate::survey::list::Sampled;

    /// The list of a draw from three townships of four villages of ten households each.
    fn list(clustered: bool, design: &Design) -> Vec<Sampled> {
        let mut units = Vec::new();
        for at in 0..120 {
            units.push(Listed {
                key: format!("{at:03}"),
                stratum: vec![format!("乡{}", at / 40)],
                cluster: if clustered { vec![format!("村{}", at / 10)] } else { Vec::new() },
                place: String::new(),
            });
        }
        let cluster = if clustered { vec!["村".to_owned()] } else { Vec::new() };
        let frame = Frame::new(&units, &Columns { stratum: vec!["乡".to_owned()], cluster }).unwrap();
        let drawn = draw(&frame, design, "3178").unwrap();
        let listed = drawn.len() as u64;
        (1..).zip(&drawn).map(|(number, unit)| Sampled::of(unit, (number, listed), "户", Vec::new())).collect()
    }

    fn each(number: u64, each: u64) -> Design {
        Design { size: Size::EachStratum(number), takes: Vec::new(), each, reserve: 2 }
    }

    #[track_caller]
    fn said(units: &[Sampled]) -> Vec<String> {
        faults(units).iter().map(|fault| fault.message.text(Locale::Zh)).collect()
    }

    #[test]
    fn a_list_as_it_was_drawn_is_whole() {
        for clustered in [false, true] {
            let mut units = list(clustered, &each(5, 3));
            assert!(faults(&units).is_empty(), "{:?}", said(&units));
            units.reverse();
            assert!(faults(&units).is_empty(), "whatever the order of its lines");
        }
    }

    #[test]
    fn every_line_that_is_gone_is_noticed() {
        for clustered in [false, true] {
            let units = list(clustered, &each(5, 3));
            for at in 0..units.len() {
                let mut short = units.clone();
                short.remove(at);
                assert!(!faults(&short).is_empty(), "{:?}", units[at]);
            }
        }
    }

    #[test]
    fn a_line_that_was_added_is_noticed_whichever_it_copies() {
        for clustered in [false, true] {
            let units = list(clustered, &each(5, 3));
            for listed in [units[0].listed, 0] {
                for at in 0..units.len() {
                    let mut more = units.clone();
                    more.push(Sampled { key: "999".to_owned(), ..units[at].clone() });
                    more.iter_mut().for_each(|unit| unit.listed = listed);
                    let texts = said(&more);
                    assert!(texts.iter().any(|text| text.contains("999")), "{texts:?}");
                }
            }
        }
    }

    #[test]
    fn strata_and_counts_are_named() {
        let mut units = list(false, &each(5, 0));
        units.retain(|unit| !(unit.stratum == "乡1" && unit.order == 2));
        let texts = said(&units);
        assert!(texts[0].contains("乡1") && texts[0].contains('5') && texts[0].contains('4'), "{texts:?}");
        assert!(texts[1].contains("缺第 9 号"), "{texts:?}");
    }

    #[test]
    fn a_stratum_or_village_that_is_gone_is_noticed() {
        let mut units = list(false, &each(5, 0));
        units.retain(|unit| unit.stratum != "乡2");
        assert_eq!(faults(&units).len(), 1, "nothing but the numbers tells of it");
        let mut units = list(true, &each(5, 3));
        let village = units[0].cluster.clone();
        units.retain(|unit| unit.cluster != village);
        assert_eq!(faults(&units)[0].message.code(), "H931");
    }

    #[test]
    fn a_list_of_before_is_held_to_its_counts() {
        let mut units = list(false, &each(5, 0));
        units.iter_mut().for_each(|unit| unit.listed = 0);
        assert!(faults(&units).is_empty());
        units.remove(1);
        assert_eq!(faults(&units).len(), 2);
    }
}
