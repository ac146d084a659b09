//! The frame: the list of all units that can be drawn, each in its stratum and its cluster.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::SurveyMessage as M;
use crate::value::hexadecimal;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// How many units with the same fault are named one by one.
const NAMED: usize = 10;

/// A unit as it is listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// What tells it apart.
    pub key: String,
    /// The parts of its stratum's name; none where the frame is not parted.
    pub stratum: Vec<String>,
    /// The parts of its cluster's name; none where there are no clusters.
    pub cluster: Vec<String>,
    /// Where it is listed, in words.
    pub place: String,
}

/// What is in a frame beside the units: the names of the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Those that make the strata; none where the frame is not parted.
    pub stratum: Vec<String>,
    /// Those that make the clusters; none where units are drawn directly.
    pub cluster: Vec<String>,
}

/// A unit of a checked frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What tells it apart.
    pub key: String,
    /// Its position in the list that the frame was made from.
    pub row: usize,
}

/// The units of one cluster, in order of key; of a whole stratum where there are no clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// Its name; empty where there are no clusters.
    pub name: String,
    /// Its units.
    pub units: Vec<Unit>,
}

/// One stratum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Its name; empty where the frame is not parted.
    pub name: String,
    /// Its clusters, in order of name; one without a name where there are none.
    pub clusters: Vec<Cluster>,
}

/// A list of units without a fault: every unit once, each in a stratum and a cluster. The order is that of names and
/// keys, whatever the order of the rows was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The strata, in order of name.
    pub strata: Vec<Stratum>,
    /// Whether units stand in clusters.
    pub clustered: bool,
    /// How many units there are.
    pub units: u64,
    /// The SHA-256 of the frame: of the lines `stratum TAB cluster TAB key LF`, in UTF-8, in order of their bytes.
    pub sha256: String,
}

impl Stratum {
    /// How many units it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.clusters.iter().map(|cluster| cluster.units.len() as u64).sum()
    }
}

/// The name of a stratum or cluster from its parts.
#[must_use]
pub fn joined(parts: &[String]) -> String {
    parts.join("/")
}

impl Frame {
    /// The frame of a list.
    ///
    /// # Errors
    /// Units without a key, listed twice, or with a blank where their stratum or cluster should stand, each named; an
    /// empty list.
    pub fn new(listed: &[Listed], columns: &Columns) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Faults::default();
        let mut places: BTreeMap<&str, &str> = BTreeMap::new();
        let mut parted: BTreeMap<(String, String), Vec<Unit>> = BTreeMap::new();
        for (row, unit) in listed.iter().enumerate() {
            let Listed { key, stratum, cluster, place } = unit;
            if key.is_empty() {
                faults.add(0, M::UnitWithoutKey { place: place.clone() });
                continue;
            }
            if let Some(first) = places.insert(key, place) {
                let (key, first, second) = (key.clone(), first.to_owned(), place.clone());
                faults.add(1, M::UnitTwice { key, first, second });
                continue;
            }
            let mut whole = true;
            for (at, parts, names) in [(2, stratum, &columns.stratum), (3, cluster, &columns.cluster)] {
                for (_, name) in parts.iter().zip(names).filter(|(part, _)| part.is_empty()) {
                    whole = false;
                    let (key, place, column) = (key.clone(), place.clone(), name.clone());
                    faults.add(
                        at,
                        if at == 2 {
                            M::UnitWithoutStratum { key, place, column }
                        } else {
                            M::UnitWithoutCluster { key, place, column }
                        },
                    );
                }
            }
            if whole {
                parted.entry((joined(stratum), joined(cluster))).or_default().push(Unit { key: key.clone(), row });
            }
        }
        faults.end()?;
        if parted.is_empty() {
            return Err(vec![Diagnostic::error(M::EmptyFrame {})]);
        }
        Ok(Self::of(parted, !columns.cluster.is_empty()))
    }

    fn of(parted: BTreeMap<(String, String), Vec<Unit>>, clustered: bool) -> Self {
        let mut strata: Vec<Stratum> = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for ((stratum, name), mut units) in parted {
            units.sort_by(|a, b| a.key.cmp(&b.key));
            lines.extend(units.iter().map(|unit| format!("{stratum}\t{name}\t{}\n", unit.key)));
            let cluster = Cluster { name, units };
            match strata.last_mut().filter(|last| last.name == stratum) {
                Some(last) => last.clusters.push(cluster),
                None => strata.push(Stratum { name: stratum, clusters: vec![cluster] }),
            }
        }
        lines.sort_unstable();
        let mut hash = Sha256::new();
        lines.iter().for_each(|line| hash.update(line.as_bytes()));
        Self { strata, clustered, units: lines.len() as u64, sha256: hexadecimal(&hash.finalize()) }
    }

    /// The stratum of a name.
    #[must_use]
    pub fn stratum(&self, name: &str) -> Option<&Stratum> {
        self.strata.iter().find(|stratum| stratum.name == name)
    }
}

/// What is wrong with a list, the first of each kind named and the others counted.
#[derive(Default)]
struct Faults {
    named: Vec<Diagnostic>,
    /// By kind.
    counts: [usize; 4],
}

impl Faults {
    fn add(&mut self, kind: usize, message: M) {
        self.counts[kind] += 1;
        if self.counts[kind] <= NAMED {
            self.named.push(Diagnostic::error(message));
        }
    }

    fn end(mut self) -> Result<(), Vec<Diagnostic>> {
        let more: usize = self.counts.iter().map(|count| count.saturating_sub(NAMED)).sum();
        if more > 0 {
            self.named.push(Diagnostic::error(M::MoreFaults { count: more }));
        }
        if self.named.is_empty() { Ok(()) } else { Err(self.named) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Frame, Listed};
    use crate::diagnostic::Locale;

    fn listed(key: &str, stratum: &str, cluster: &str) -> Listed {
        let part = |text: &str| vec![text.to_owned()];
        Listed { key: key.to_owned(), stratum: part(stratum), cluster: part(cluster), place: format!("行 {key}") }
    }

    fn columns() -> Columns {
        Columns { stratum: vec!["乡".to_owned()], cluster: vec!["村".to_owned()] }
    }

    #[track_caller]
    fn refused(units: &[Listed]) -> Vec<(&'static str, String)> {
        let problems = Frame::new(units, &columns()).unwrap_err();
        problems.iter().map(|p| (p.message.code(), p.message.text(Locale::Zh))).collect()
    }

    #[test]
    fn the_frame_does_not_depend_on_the_order_of_the_rows() {
        let mut units = vec![listed("2", "甲", "一"), listed("10", "甲", "一"), listed("1", "乙", "三")];
        let frame = Frame::new(&units, &columns()).unwrap();
        units.reverse();
        let turned = Frame::new(&units, &columns()).unwrap();
        assert_eq!(frame.sha256, turned.sha256);
        let names = |frame: &Frame| -> Vec<String> { frame.strata.iter().map(|s| s.name.clone()).collect() };
        assert_eq!(names(&frame), ["乙", "甲"], "in order of bytes");
        assert_eq!(names(&frame), names(&turned));
        assert_eq!((frame.units, frame.stratum("甲").unwrap().size()), (3, 2));
    }

    /// `printf '乙\t三\t1\n甲\t一\t10\n甲\t一\t2\n' | sha256sum`
    #[test]
    fn the_hash_is_that_of_sorted_lines() {
        let units = [listed("2", "甲", "一"), listed("10", "甲", "一"), listed("1", "乙", "三")];
        let frame = Frame::new(&units, &columns()).unwrap();
        assert_eq!(frame.sha256, "00fc9559b57d1d89dacd7dc729d31a65d75f1e0741b169a4d81a6fc412d10e55");
    }

    #[test]
    fn a_bad_list_is_refused_and_the_unit_named() {
        let good = listed("1", "甲", "一");
        for (unit, code, text) in [
            (listed("1", "甲", "二"), "H904", "`1`"),
            (listed("2", "", "一"), "H905", "`2`"),
            (listed("2", "甲", ""), "H906", "`2`"),
        ] {
            let problems = refused(&[good.clone(), unit]);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].0 == code && problems[0].1.contains(text), "{problems:?}");
        }
        let nameless = Listed { place: "户.csv 第 7 行".to_owned(), ..listed("", "甲", "一") };
        let problems = refused(&[good, nameless]);
        assert!(problems[0].0 == "H903" && problems[0].1.contains("第 7 行"), "{problems:?}");
        assert_eq!(refused(&[])[0].0, "H908");
    }

    #[test]
    fn many_faults_are_counted() {
        let units: Vec<Listed> = (0..25).map(|at| listed(&at.to_string(), "甲", "")).collect();
        let problems = refused(&units);
        assert_eq!(problems.len(), 11);
        assert!(problems[10].1.contains("15"), "{problems:?}");
    }
}
