//! Who of a sample answered, and for how many each answer stands.

use super::draw::Role;
use super::list::{Sampled, Visit};
use serde::Serialize;
use std::collections::BTreeMap;

/// What became of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The data have its row.
    Answered(usize),
    /// It no longer exists: it is counted, and adds nothing to anything.
    Gone,
    /// It was drawn and says nothing, in this way.
    Silent(Visit),
    /// It was drawn, and nothing tells what became of it: no visit is noted where there should be one, or the row that a
    /// visit should have brought is not there. It is counted as not reached.
    Unexplained,
    /// A reserve that was not needed.
    Unused,
}

/// What the column of visits is taken to say where it is blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Blanks {
    /// A drawn unit was reached: only visits that failed are noted.
    Reached,
    /// A drawn unit was not reached: visits that succeeded are noted on the list, and this one is not.
    NotReached,
    /// Nobody can tell: nothing is noted on the whole list. Rows of the data are taken for answers, and a share is not
    /// shown to be small enough by them.
    Untouched,
}

impl Blanks {
    /// What blanks of a list say.
    #[must_use]
    pub fn of(units: &[Sampled]) -> Self {
        let reached = |unit: &Sampled| unit.role == Role::Main && unit.visit == Some(Visit::Reached);
        match (units.iter().any(reached), units.iter().all(|unit| unit.visit.is_none())) {
            (true, _) => Self::NotReached,
            (false, true) => Self::Untouched,
            (false, false) => Self::Reached,
        }
    }
}

/// How many units of a stratum, or of all, were drawn and answered. Drawn = reached − replaced + refused + not reached +
/// gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Response {
    /// The stratum; empty for all.
    pub stratum: String,
    /// Units that it was drawn from.
    pub population: u64,
    /// Units that were planned; small clusters may not have as many.
    pub planned: u64,
    /// Units that were drawn to be visited.
    pub drawn: u64,
    /// Units with an answer, reserves included.
    pub reached: u64,
    /// Of these, reserves in the place of others.
    pub replaced: u64,
    /// Drawn units that refused.
    pub refused: u64,
    /// Drawn units that were not met, or of which nothing came back.
    pub not_reached: u64,
    /// Drawn units that no longer exist.
    pub gone: u64,
    /// Clusters that were drawn.
    pub clusters: u64,
    /// Of these, clusters with an answer.
    pub clusters_reached: u64,
}

impl Response {
    /// Units that were drawn and say nothing.
    #[must_use]
    pub const fn silent(&self) -> u64 {
        self.refused + self.not_reached
    }
}

/// What is odd about what came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    /// Drawn units that the data do not have and of which no visit is noted.
    pub unaccounted: Vec<String>,
    /// Units that are noted as reached and that the data do not have.
    pub missing: Vec<String>,
    /// Units that the data have twice.
    pub twice: Vec<String>,
    /// Drawn units that the data have and of which no visit is noted, where others are noted as reached.
    pub not_noted: Vec<String>,
    /// How many drawn units are taken for reached without a word, where other visits are noted.
    pub taken_for_reached: u64,
    /// Strata or clusters in which more reserves answered than drawn units were silent.
    pub too_many_reserves: Vec<String>,
}

/// A sample after its visits.
#[derive(Clone, Debug, PartialEq)]
pub struct Responses {
    /// By unit what became of it.
    pub fates: Vec<Fate>,
    /// By unit how many it stands for: answers for those of their cluster or stratum that are silent too. Zero for all
    /// but answers and units that are gone.
    pub weights: Vec<f64>,
    /// By unit the number of its stratum, in order of name.
    pub strata: Vec<u32>,
    /// By unit the number of its primary unit: its cluster, or its own.
    pub clusters: Vec<u32>,
    /// By stratum the share of its primary units that answered; zero with clusters, which are drawn with replacement.
    pub fractions: Vec<f64>,
    /// The counts of the strata, in order of name.
    pub by_stratum: Vec<Response>,
    /// The counts of all.
    pub total: Response,
    /// What blanks in the column of visits were taken to say.
    pub blanks: Blanks,
    /// What is odd.
    pub oddities: Oddities,
}

/// What became of the units of a list, given what blanks in its column of visits say and the rows that the data have for
/// a key.
#[must_use]
pub fn responses<'r>(units: &[Sampled], blanks: Blanks, rows: impl Fn(&str) -> &'r [usize]) -> Responses {
    let mut oddities = Oddities::default();
    let fates: Vec<Fate> = units.iter().map(|unit| fate(unit, blanks, rows(&unit.key), &mut oddities)).collect();
    let mut names: Vec<&str> = units.iter().map(|unit| unit.stratum.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let strata: Vec<u32> =
        units.iter().map(|unit| names.binary_search(&unit.stratum.as_str()).map_or(0, |at| at as u32)).collect();
    let groups = groups(units, &fates);
    let clusters = units.iter().enumerate().map(|(at, unit)| match unit.counts.is_clustered() {
        true => groups.keys().position(|key| *key == place(unit)).map_or(0, |position| position as u32),
        false => at as u32,
    });
    let clusters = clusters.collect();
    for ((stratum, cluster), group) in &groups {
        if group.reserves > group.silent {
            let names = [*stratum, *cluster].into_iter().filter(|name| !name.is_empty());
            oddities.too_many_reserves.push(names.collect::<Vec<_>>().join("/"));
        }
    }
    let by_stratum: Vec<Response> = names.iter().map(|name| counted(name, units, &fates, &groups)).collect();
    let fractions = by_stratum.iter().map(|response| match response.clusters {
        0 => (response.reached + response.gone) as f64 / response.population.max(1) as f64,
        _ => 0.0,
    });
    let fractions = fractions.collect();
    let weights = units.iter().zip(&fates).map(|(unit, fate)| weight(unit, *fate, &groups)).collect();
    let total = by_stratum.iter().fold(Response::default(), |all, one| Response {
        stratum: String::new(),
        population: all.population + one.population,
        planned: all.planned + one.planned,
        drawn: all.drawn + one.drawn,
        reached: all.reached + one.reached,
        replaced: all.replaced + one.replaced,
        refused: all.refused + one.refused,
        not_reached: all.not_reached + one.not_reached,
        gone: all.gone + one.gone,
        clusters: all.clusters + one.clusters,
        clusters_reached: all.clusters_reached + one.clusters_reached,
    });
    Responses { fates, weights, strata, clusters, fractions, by_stratum, total, blanks, oddities }
}

/// A reserve has answered only where somebody says so: a roster holds all units, visited or not.
fn fate(unit: &Sampled, blanks: Blanks, rows: &[usize], oddities: &mut Oddities) -> Fate {
    let row = match rows {
        [] => None,
        [row] => Some(*row),
        [row, ..] => {
            oddities.twice.push(unit.key.clone());
            Some(*row)
        }
    };
    match (unit.visit, row, unit.role) {
        (None, _, Role::Reserve) => Fate::Unused,
        (Some(Visit::Gone), ..) => Fate::Gone,
        (Some(Visit::Reached), Some(row), _) => Fate::Answered(row),
        (None, Some(row), Role::Main) if blanks != Blanks::NotReached => {
            oddities.taken_for_reached += u64::from(blanks == Blanks::Reached);
            Fate::Answered(row)
        }
        (None, Some(_), Role::Main) => {
            oddities.not_noted.push(unit.key.clone());
            Fate::Unexplained
        }
        (Some(Visit::Reached), None, _) => {
            oddities.missing.push(unit.key.clone());
            Fate::Unexplained
        }
        (None, None, Role::Main) => {
            oddities.unaccounted.push(unit.key.clone());
            Fate::Unexplained
        }
        (Some(visit), ..) => Fate::Silent(visit),
    }
}

/// What answered of the units that were drawn together.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    /// Answers, and units that are gone.
    resolved: u64,
    /// Drawn units that are silent.
    silent: u64,
    /// Reserves with an answer.
    reserves: u64,
    /// How often the cluster was pointed at.
    points: u64,
}

type Groups<'u> = BTreeMap<(&'u str, &'u str), Group>;

fn place(unit: &Sampled) -> (&str, &str) {
    (&unit.stratum, if unit.counts.is_clustered() { &unit.cluster } else { "" })
}

fn groups<'u>(units: &'u [Sampled], fates: &[Fate]) -> Groups<'u> {
    let mut groups: Groups<'u> = BTreeMap::new();
    for (unit, fate) in units.iter().zip(fates) {
        let group = groups.entry(place(unit)).or_default();
        group.points = unit.counts.cluster_points;
        match (fate, unit.role) {
            (Fate::Answered(_), Role::Reserve) => {
                group.resolved += 1;
                group.reserves += 1;
            }
            (Fate::Answered(_) | Fate::Gone, _) => group.resolved += 1,
            (Fate::Silent(_) | Fate::Unexplained, Role::Main) => group.silent += 1,
            (Fate::Silent(_) | Fate::Unexplained, Role::Reserve) | (Fate::Unused, _) => {}
        }
    }
    groups
}

/// How many units one stands for. Where nobody of a cluster answers, the other clusters of the stratum stand for it.
fn weight(unit: &Sampled, fate: Fate, groups: &Groups<'_>) -> f64 {
    if !matches!(fate, Fate::Answered(_) | Fate::Gone) {
        return 0.0;
    }
    let resolved = groups.get(&place(unit)).map_or(0, |group| group.resolved);
    let own = unit.counts.weight(resolved);
    if !unit.counts.is_clustered() {
        return own;
    }
    let inside = groups.iter().filter(|((stratum, _), group)| *stratum == unit.stratum && group.resolved > 0);
    let points: u64 = inside.map(|(_, group)| group.points).sum();
    own * unit.counts.stratum_points as f64 / points.max(1) as f64
}

fn counted(name: &str, units: &[Sampled], fates: &[Fate], groups: &Groups<'_>) -> Response {
    let mut response = Response { stratum: name.to_owned(), ..Response::default() };
    for (unit, fate) in units.iter().zip(fates).filter(|(unit, _)| unit.stratum == name) {
        (response.population, response.planned) = (unit.counts.stratum_units, unit.counts.stratum_planned);
        let main = u64::from(unit.role == Role::Main);
        response.drawn += main;
        match fate {
            Fate::Answered(_) => {
                response.reached += 1;
                response.replaced += 1 - main;
            }
            Fate::Gone => response.gone += main,
            Fate::Silent(Visit::Refused) => response.refused += main,
            Fate::Silent(_) | Fate::Unexplained => response.not_reached += main,
            Fate::Unused => {}
        }
    }
    let clusters = groups.iter().filter(|((stratum, _), group)| *stratum == name && group.points > 0);
    for (_, group) in clusters {
        response.clusters += 1;
        response.clusters_reached += u64::from(group.resolved > 0);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::{Blanks, Fate, responses};
    use crate::survey::draw::{Counts, Role};
    use crate::survey::list::{Sampled, Visit};

    fn unit(key: &str, cluster: &str, role: Role, visit: Option<Visit>) -> Sampled {
        let clustered = !cluster.is_empty();
        let in_cluster = |count| if clustered { count } else { 0 };
        Sampled {
            number: 1,
            entity: "户".to_owned(),
            stratum: String::new(),
            cluster: cluster.to_owned(),
            key: key.to_owned(),
            role,
            order: 1,
            ticket: String::new(),
            counts: Counts {
                stratum_units: 120,
                stratum_planned: 4,
                stratum_points: in_cluster(2),
                cluster_units: in_cluster(30),
                cluster_points: in_cluster(1),
                cluster_drawn: in_cluster(2),
            },
            labels: Vec::new(),
            visit,
            listed: 0,
        }
    }

    /// The data have the rows of all keys that begin with `r`.
    fn rows(key: &str) -> &'static [usize] {
        if key.starts_with('r') { &[7] } else { &[] }
    }

    #[test]
    fn every_unit_is_accounted_for() {
        let units = [
            unit("r1", "", Role::Main, None),
            unit("r2", "", Role::Main, Some(Visit::Reached)),
            unit("3", "", Role::Main, Some(Visit::Refused)),
            unit("r4", "", Role::Main, Some(Visit::NotReached)),
            unit("5", "", Role::Main, Some(Visit::Gone)),
            unit("6", "", Role::Main, None),
            unit("7", "", Role::Main, Some(Visit::Reached)),
            unit("r8", "", Role::Reserve, Some(Visit::Reached)),
            unit("r9", "", Role::Reserve, None),
        ];
        let found = responses(&units, Blanks::Reached, rows);
        let r = &found.total;
        assert_eq!((r.drawn, r.reached, r.replaced, r.refused, r.not_reached, r.gone), (7, 3, 1, 1, 3, 1));
        assert_eq!(r.drawn, r.reached - r.replaced + r.refused + r.not_reached + r.gone);
        assert_eq!((&found.fates[5], &found.fates[6]), (&Fate::Unexplained, &Fate::Unexplained));
        assert_eq!(found.oddities.taken_for_reached, 1);
        assert_eq!(found.oddities.unaccounted, ["6"]);
        assert_eq!(found.oddities.missing, ["7"]);
        assert_eq!(found.fates[8], Fate::Unused, "a roster that holds a reserve does not say that it was visited");
        // Three answers and one that is gone stand for all 120.
        assert_eq!(found.weights, [30.0, 30.0, 0.0, 0.0, 30.0, 0.0, 0.0, 30.0, 0.0]);
        assert!((found.fractions[0] - 4.0 / 120.0).abs() < 1e-15);
    }

    #[test]
    fn a_blank_means_what_the_rest_of_the_list_makes_of_it() {
        let list = |visits: [Option<Visit>; 2], reserve: Option<Visit>| {
            let [first, second] = visits;
            let units = [unit("r1", "", Role::Main, first), unit("r2", "", Role::Main, second)];
            [&units[..], &[unit("r3", "", Role::Reserve, reserve)]].concat()
        };
        let nothing = list([None, None], None);
        assert_eq!(Blanks::of(&nothing), Blanks::Untouched);
        assert_eq!(responses(&nothing, Blanks::Untouched, rows).total.reached, 2);
        let failures = list([Some(Visit::Refused), None], Some(Visit::Reached));
        assert_eq!(Blanks::of(&failures), Blanks::Reached);
        assert_eq!(responses(&failures, Blanks::Reached, rows).total.reached, 2);
        let half = list([Some(Visit::Reached), None], None);
        assert_eq!(Blanks::of(&half), Blanks::NotReached);
        let found = responses(&half, Blanks::NotReached, rows);
        assert_eq!((found.total.reached, found.total.not_reached, found.fates[1]), (1, 1, Fate::Unexplained));
        assert_eq!(found.oddities.not_noted, ["r2"]);
    }

    #[test]
    fn a_silent_village_is_stood_for_by_the_others() {
        let units = [
            unit("r1", "石桥", Role::Main, None),
            unit("r2", "石桥", Role::Main, None),
            unit("3", "新庄", Role::Main, Some(Visit::Refused)),
            unit("4", "新庄", Role::Main, Some(Visit::Refused)),
        ];
        let found = responses(&units, Blanks::Reached, rows);
        assert_eq!(found.weights, [60.0, 60.0, 0.0, 0.0]);
        assert_eq!((found.total.clusters, found.total.clusters_reached), (2, 1));
        assert_eq!(found.fractions, [0.0]);
        assert_eq!(found.clusters[0], found.clusters[1]);
        assert_ne!(found.clusters[0], found.clusters[2]);
    }

    #[test]
    fn reserves_beyond_need_are_noticed() {
        let units = [unit("r1", "", Role::Main, None), unit("r2", "", Role::Reserve, Some(Visit::Reached))];
        assert_eq!(responses(&units, Blanks::Reached, rows).oddities.too_many_reserves.len(), 1);
    }
}
