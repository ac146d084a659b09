//! Drawing: whom the tickets choose.
//!
//! *Without clusters* the units of a stratum are put in order of their tickets and the first ones are drawn: a simple
//! random sample without replacement.
//!
//! *With clusters* there are two steps, with tickets of their own. First all units of a stratum are put in order of their
//! cluster tickets, and each of the first `points` units points at the cluster it stands in. A cluster is thus pointed at
//! with a chance in proportion to its size, as often as chance will have it; on average exactly `points` · size of the
//! cluster / size of the stratum times. Then, for every time a cluster was pointed at, `each` units of it are drawn in order of
//! their tickets, as many as there are. No size is compared and nothing is rounded.
//!
//! More of anything (of units, points, units a point) continues the same orders, so that a larger sample holds the
//! smaller one.

use super::allocate::proportionally;
use super::frame::{Cluster, Frame, Stratum, Unit};
use super::ticket::{Seed, Ticket};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::SurveyMessage as M;
use std::collections::BTreeMap;

/// What is put behind the seed for the tickets that choose clusters.
pub const CLUSTER_SEED: &str = "/cluster";
/// No stratum gets less of a total, where it has as many: with one unit or one cluster nothing tells how units differ.
pub const LEAST: u64 = 2;

/// How many units or points the strata get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// So many in all, parted in proportion to the sizes of the strata.
    Total(u64),
    /// So many in each stratum.
    EachStratum(u64),
}

/// What is to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    /// How many units, or points where there are clusters.
    pub size: Size,
    /// Strata that get another number, by name.
    pub takes: Vec<(String, u64)>,
    /// How many units are drawn for each point; without clusters of no use.
    pub each: u64,
    /// How many more units of each stratum, or of each cluster that is drawn, stand ready, in order.
    pub reserve: u64,
}

/// Whether a unit is visited at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It is.
    Main,
    /// Only in the place of one that cannot be reached.
    Reserve,
}

/// How many of a stratum and a cluster there are and were drawn: all that a weight needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Units in the stratum.
    pub stratum_units: u64,
    /// Units that were planned for the stratum; small clusters may not have as many.
    pub stratum_planned: u64,
    /// How many units pointed at clusters in the stratum; zero where there are no clusters.
    pub stratum_points: u64,
    /// Units in the cluster; zero where there are none.
    pub cluster_units: u64,
    /// How often the cluster was pointed at; zero where there are none.
    pub cluster_points: u64,
    /// Units that were to be drawn in the cluster; zero where there are none.
    pub cluster_drawn: u64,
}

impl Counts {
    /// How many units of the population a unit stands for, where `answered` of the stratum (without clusters) or of the
    /// cluster did.
    #[must_use]
    pub fn weight(&self, answered: u64) -> f64 {
        let all = self.stratum_units as f64;
        match (self.stratum_points, answered) {
            (_, 0) => 0.0,
            (0, answered) => all / answered as f64,
            (points, answered) => all * self.cluster_points as f64 / points as f64 / answered as f64,
        }
    }

    /// How many were to be drawn where this unit was: in its cluster, or in its stratum.
    #[must_use]
    pub const fn drawn(&self) -> u64 {
        if self.is_clustered() { self.cluster_drawn } else { self.stratum_planned }
    }

    /// Whether units were drawn in clusters.
    #[must_use]
    pub const fn is_clustered(&self) -> bool {
        self.stratum_points > 0
    }
}

/// A unit that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn<'f> {
    /// The name of its stratum.
    pub stratum: &'f str,
    /// The name of its cluster.
    pub cluster: &'f str,
    /// The unit.
    pub unit: &'f Unit,
    /// Its role.
    pub role: Role,
    /// Its place in the order of tickets of its stratum or cluster, counted from one.
    pub order: u64,
    /// Its ticket.
    pub ticket: Ticket,
    /// What its weight is made of.
    pub counts: Counts,
}

/// Draws from a frame. The units stand in order of stratum, cluster and ticket.
///
/// # Errors
/// A stratum that the design names and the frame does not have; more units or points than a stratum has units.
pub fn draw<'f>(frame: &'f Frame, design: &Design, seed: &str) -> Result<Vec<Drawn<'f>>, Vec<Diagnostic>> {
    let sizes = sizes(frame, design)?;
    let (units, clusters) = (Seed::new(seed), Seed::new(&format!("{seed}{CLUSTER_SEED}")));
    let ticket = |unit: &Unit| units.ticket(&unit.key);
    let mut drawn = Vec::new();
    for (stratum, size) in frame.strata.iter().zip(sizes) {
        if frame.clustered {
            let points = points(stratum, size, &|unit| clusters.ticket(&unit.key));
            drawn.extend(in_clusters(stratum, size, &points, design, &ticket));
        } else {
            drawn.extend(directly(stratum, size, design, &ticket));
        }
    }
    Ok(drawn)
}

/// A unit of a frame with its tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticketed<'f> {
    /// The name of its stratum.
    pub stratum: &'f str,
    /// The name of its cluster.
    pub cluster: &'f str,
    /// What tells it apart.
    pub key: &'f str,
    /// Its ticket.
    pub ticket: Ticket,
    /// Its ticket for pointing at its cluster; `None` where there are none.
    pub cluster_ticket: Option<Ticket>,
}

/// The tickets of all units, in order of stratum and ticket: what a spreadsheet needs to draw the same again.
#[must_use]
pub fn tickets<'f>(frame: &'f Frame, seed: &str) -> Vec<Ticketed<'f>> {
    let (units, clusters) = (Seed::new(seed), Seed::new(&format!("{seed}{CLUSTER_SEED}")));
    let mut all = Vec::new();
    for stratum in &frame.strata {
        for cluster in &stratum.clusters {
            all.extend(cluster.units.iter().map(|unit| Ticketed {
                stratum: &stratum.name,
                cluster: &cluster.name,
                key: &unit.key,
                ticket: units.ticket(&unit.key),
                cluster_ticket: frame.clustered.then(|| clusters.ticket(&unit.key)),
            }));
        }
    }
    all.sort_by(|a, b| (a.stratum, a.ticket, a.key).cmp(&(b.stratum, b.ticket, b.key)));
    all
}

/// How many units or points are given out in all where a total does not even give each stratum its least: with what was
/// named for strata of their own. `None` where it does, where no total is asked for, and where no stratum has its least.
#[must_use]
pub fn raised(frame: &Frame, design: &Design) -> Option<u64> {
    let Size::Total(total) = design.size else { return None };
    let least: u64 = frame.strata.iter().map(|stratum| stratum.size().min(LEAST)).sum();
    let named = |stratum: &Stratum| design.takes.iter().any(|(name, _)| *name == stratum.name);
    if least <= total || frame.strata.iter().all(named) {
        return None;
    }
    let given = sizes(frame, design).ok()?.iter().sum();
    (given > total).then_some(given)
}

/// How many units, or points where there are clusters, each stratum gets.
///
/// # Errors
/// A stratum that the design names and the frame does not have; more units or points than a stratum has units.
pub fn sizes(frame: &Frame, design: &Design) -> Result<Vec<u64>, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    for (name, _) in design.takes.iter().filter(|(name, _)| frame.stratum(name).is_none()) {
        errors.push(Diagnostic::error(M::EmptyStratum { name: name.clone() }));
    }
    let all: Vec<u64> = frame.strata.iter().map(Stratum::size).collect();
    let mut sizes = match design.size {
        Size::Total(total) => {
            if total > frame.units {
                errors.push(Diagnostic::error(M::FrameTooSmall { asked: total, units: frame.units }));
            }
            proportionally(total, &all, LEAST)
        }
        Size::EachStratum(each) => vec![each; all.len()],
    };
    for (stratum, size) in frame.strata.iter().zip(&mut sizes) {
        if let Some((_, take)) = design.takes.iter().find(|(name, _)| *name == stratum.name) {
            *size = *take;
        }
        let units = stratum.size();
        if *size > units {
            errors.push(Diagnostic::error(M::StratumTooSmall { name: stratum.name.clone(), asked: *size, units }));
        }
    }
    if errors.is_empty() { Ok(sizes) } else { Err(errors) }
}

/// The `most` units with the smallest tickets, in order.
pub(super) fn smallest<'f, T: Ord + Copy>(
    units: impl Iterator<Item = &'f Unit>,
    most: usize,
    ticket: &impl Fn(&Unit) -> T,
) -> Vec<(T, &'f Unit)> {
    let mut ordered: Vec<(T, &Unit)> = units.map(|unit| (ticket(unit), unit)).collect();
    // Two tickets are never the same in practice; the key decides all the same, not the order of rows.
    let order = |a: &(T, &Unit), b: &(T, &Unit)| (a.0, &a.1.key).cmp(&(b.0, &b.1.key));
    if most < ordered.len() {
        ordered.select_nth_unstable_by(most, order);
        ordered.truncate(most);
    }
    ordered.sort_unstable_by(order);
    ordered
}

fn number(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn directly<'f>(stratum: &'f Stratum, size: u64, design: &Design, ticket: &impl Fn(&Unit) -> Ticket) -> Vec<Drawn<'f>> {
    let counts = Counts { stratum_units: stratum.size(), stratum_planned: size, ..Counts::default() };
    let units = stratum.clusters.iter().flat_map(|cluster| &cluster.units);
    let chosen = smallest(units, number(size.saturating_add(design.reserve)), ticket);
    listed(stratum, "", chosen, size, counts).collect()
}

/// How often each cluster of a stratum is pointed at, by its position; clusters that are not are left out.
pub(super) fn points<T: Ord + Copy>(
    stratum: &Stratum,
    points: u64,
    ticket: &impl Fn(&Unit) -> T,
) -> BTreeMap<usize, u64> {
    let mut hits = BTreeMap::new();
    let mut homes: Vec<(usize, &Unit)> = Vec::new();
    for (at, cluster) in stratum.clusters.iter().enumerate() {
        homes.extend(cluster.units.iter().map(|unit| (at, unit)));
    }
    let order = |a: &(T, usize, &str), b: &(T, usize, &str)| (a.0, a.2).cmp(&(b.0, b.2));
    let mut ordered: Vec<(T, usize, &str)> =
        homes.into_iter().map(|(at, unit)| (ticket(unit), at, unit.key.as_str())).collect();
    let most = number(points);
    if most < ordered.len() {
        ordered.select_nth_unstable_by(most, order);
        ordered.truncate(most);
    }
    for (_, at, _) in ordered {
        *hits.entry(at).or_insert(0) += 1;
    }
    hits
}

fn in_clusters<'f>(
    stratum: &'f Stratum,
    size: u64,
    points: &BTreeMap<usize, u64>,
    design: &Design,
    ticket: &impl Fn(&Unit) -> Ticket,
) -> Vec<Drawn<'f>> {
    let all = stratum.size();
    let mut drawn = Vec::new();
    for (&at, &cluster_points) in points {
        let Some(Cluster { name, units }) = stratum.clusters.get(at) else { continue };
        let cluster_units = units.len() as u64;
        let cluster_drawn = design.each.saturating_mul(cluster_points).min(cluster_units);
        let counts = Counts {
            stratum_units: all,
            stratum_planned: size.saturating_mul(design.each),
            stratum_points: size,
            cluster_units,
            cluster_points,
            cluster_drawn,
        };
        let chosen = smallest(units.iter(), number(cluster_drawn.saturating_add(design.reserve)), ticket);
        drawn.extend(listed(stratum, name, chosen, cluster_drawn, counts));
    }
    drawn
}

fn listed<'f>(
    stratum: &'f Stratum,
    cluster: &'f str,
    chosen: Vec<(Ticket, &'f Unit)>,
    main: u64,
    counts: Counts,
) -> impl Iterator<Item = Drawn<'f>> {
    (1_u64..).zip(chosen).map(move |(order, (ticket, unit))| Drawn {
        stratum: &stratum.name,
        cluster,
        unit,
        role: if order <= main { Role::Main } else { Role::Reserve },
        order,
        ticket,
        counts,
    })
}

#[cfg(test)]
mod tests {
    use super::{Design, Drawn, Role, Size, draw, raised, tickets};
    use crate::survey::frame::{Columns, Frame, Listed};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Strata of villages of these sizes.
    fn frame(strata: &[Vec<usize>], clustered: bool) -> Frame {
        let mut units = Vec::new();
        for (stratum, villages) in strata.iter().enumerate() {
            for (village, &size) in villages.iter().enumerate() {
                units.extend((0..size).map(|unit| Listed {
                    key: format!("{stratum}-{village}-{unit}"),
                    stratum: vec![format!("s{stratum}")],
                    cluster: if clustered { vec![format!("v{village}")] } else { Vec::new() },
                    place: String::new(),
                }));
            }
        }
        let cluster = if clustered { vec!["village".to_owned()] } else { Vec::new() };
        Frame::new(&units, &Columns { stratum: vec!["stratum".to_owned()], cluster }).unwrap()
    }

    fn design(total: u64, each: u64, reserve: u64) -> Design {
        Design { size: Size::Total(total), takes: Vec::new(), each, reserve }
    }

    fn main<'f>(drawn: &[Drawn<'f>]) -> BTreeSet<&'f str> {
        drawn.iter().filter(|unit| unit.role == Role::Main).map(|unit| unit.unit.key.as_str()).collect()
    }

    fn weights(drawn: &[Drawn<'_>]) -> f64 {
        let main = drawn.iter().filter(|unit| unit.role == Role::Main);
        main.map(|unit| unit.counts.weight(unit.counts.drawn())).sum()
    }

    proptest! {
        #[test]
        fn more_keeps_what_was_drawn_and_weights_add_up(
            strata in prop::collection::vec(prop::collection::vec(2_usize..9, 1..5), 1..4),
            total in 6_u64..12,
            each in 1_u64..4,
            more in 0_u64..5,
            clustered in any::<bool>(),
        ) {
            let frame = frame(&strata, clustered);
            let total = total.min(frame.units);
            let larger = (total + more).min(frame.units);
            let small = draw(&frame, &design(total, each, 2), "seed").unwrap();
            let large = draw(&frame, &design(larger, each + more, 2), "seed").unwrap();
            prop_assert!(main(&large).is_superset(&main(&small)));
            // Every stratum is stood for by its own sample: what is drawn in place of a village as well as the village.
            prop_assert!((weights(&small) - frame.units as f64).abs() < 1e-9, "{}", weights(&small));
            let all: BTreeSet<&str> = small.iter().map(|unit| unit.unit.key.as_str()).collect();
            prop_assert_eq!(all.len(), small.len(), "nobody is drawn twice");
        }
    }

    /// Over many seeds a village is pointed at in proportion to its size, and every household is drawn equally often.
    #[test]
    fn villages_are_chosen_by_size() {
        let frame = frame(&[vec![10, 20, 30, 40]], true);
        let (mut points, mut drawn) = ([0_u64; 4], [0_u64; 4]);
        let seeds = 600;
        for seed in 0..seeds {
            let mut seen = BTreeSet::new();
            for unit in draw(&frame, &design(5, 2, 0), &seed.to_string()).unwrap() {
                let village: usize = unit.cluster[1..].parse().unwrap();
                drawn[village] += 1;
                if seen.insert(village) {
                    points[village] += unit.counts.cluster_points;
                }
            }
        }
        for (village, size) in [10.0, 20.0, 30.0, 40.0].into_iter().enumerate() {
            let expected = 5.0 * size / 100.0 * f64::from(seeds);
            let found = points[village] as f64;
            assert!((found - expected).abs() < 4.0 * expected.sqrt(), "{village}: {found} for {expected}");
            assert!((drawn[village] as f64 - 2.0 * expected).abs() < 8.0 * expected.sqrt(), "{village}");
        }
    }

    #[test]
    fn a_total_too_small_for_the_strata_is_raised() {
        let frame = frame(&[vec![30], vec![20], vec![1]], false);
        assert_eq!(raised(&frame, &design(4, 0, 0)), Some(5));
        assert_eq!(draw(&frame, &design(4, 0, 0), "3178").unwrap().len(), 5);
        assert_eq!(raised(&frame, &design(5, 0, 0)), None);
        // What is named for a stratum is drawn, and counted.
        let with = |takes: &[(&str, u64)]| {
            let takes = takes.iter().map(|(name, take)| ((*name).to_owned(), *take)).collect();
            Design { takes, ..design(4, 0, 0) }
        };
        assert_eq!(raised(&frame, &with(&[("s0", 9)])), Some(12));
        assert_eq!(draw(&frame, &with(&[("s0", 9)]), "3178").unwrap().len(), 12);
        assert_eq!(raised(&frame, &with(&[("s0", 1)])), None, "four are drawn");
        assert_eq!(raised(&frame, &with(&[("s0", 9), ("s1", 9), ("s2", 1)])), None, "none has its least");
        let each = Design { size: Size::EachStratum(1), ..design(0, 0, 0) };
        assert_eq!(raised(&frame, &each), None);
    }

    #[test]
    fn a_spreadsheet_that_sorts_tickets_draws_the_same() {
        let frame = frame(&[vec![9, 9], vec![30]], false);
        let drawn = draw(&frame, &design(8, 0, 0), "3178").unwrap();
        let tickets = tickets(&frame, "3178");
        for stratum in ["s0", "s1"] {
            let of = |unit: &&Drawn<'_>| unit.stratum == stratum;
            let own: Vec<&str> = drawn.iter().filter(of).map(|unit| unit.unit.key.as_str()).collect();
            let first = tickets.iter().filter(|t| t.stratum == stratum).take(own.len());
            assert_eq!(own, first.map(|t| t.key).collect::<Vec<_>>());
        }
    }
}
