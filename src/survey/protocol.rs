//! The record of a draw: everything that another needs to draw the same again.

use super::draw::{CLUSTER_SEED, Design, Drawn, Role, Size, sizes};
use super::frame::{Columns, Frame};
use crate::diagnostic::Diagnostic;
use serde::Serialize;

/// The name of the way in which is drawn; it changes when the same seed and frame would give another sample.
pub const ALGORITHM: &str = "hucha-1: consistent sampler (SHA-256 tickets)";

/// The record of a draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Protocol {
    /// `hucha`.
    pub program: String,
    /// Its version.
    pub version: String,
    /// How it was drawn.
    pub algorithm: String,
    /// The seed; empty before there is one, when the record is of the frame and the design alone.
    pub seed: String,
    /// What stands behind the seed for the tickets that choose clusters; empty where there are none.
    pub cluster_seed: String,
    /// What was drawn.
    pub entity: String,
    /// The condition that units must fulfil; empty where all count.
    pub among: String,
    /// Units of which nobody can tell whether they fulfil it; they can be drawn.
    pub undecided: u64,
    /// How many units could be drawn.
    pub units: u64,
    /// The SHA-256 of the frame (see [`Frame::sha256`]).
    pub frame_sha256: String,
    /// The files that the frame was read from, each with the SHA-256 of its bytes.
    pub files: Vec<(String, String)>,
    /// The columns that make the strata.
    pub stratum_columns: Vec<String>,
    /// The columns that make the clusters.
    pub cluster_columns: Vec<String>,
    /// Units, or points where there are clusters, that were asked for in all; `None` where so many in each stratum.
    pub total: Option<u64>,
    /// So many in each stratum.
    pub each_stratum: Option<u64>,
    /// Strata that were given another number.
    pub takes: Vec<(String, u64)>,
    /// Units for each point; zero without clusters.
    pub each: u64,
    /// Reserves of each stratum or cluster.
    pub reserve: u64,
    /// The strata, in order of name.
    pub strata: Vec<StratumLine>,
    /// What is worth knowing.
    pub notes: Vec<String>,
}

/// A stratum and what was drawn of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StratumLine {
    /// Its name.
    pub name: String,
    /// Units in it.
    pub units: u64,
    /// Clusters in it; zero where there are none.
    pub clusters: u64,
    /// Points that were given.
    pub points: u64,
    /// Clusters that were drawn.
    pub clusters_drawn: u64,
    /// Units that were planned.
    pub planned: u64,
    /// Units that were drawn.
    pub drawn: u64,
    /// Reserves that stand ready.
    pub reserves: u64,
}

/// What a protocol says beside what a draw itself knows.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// What was drawn.
    pub entity: String,
    /// The condition that units must fulfil.
    pub among: String,
    /// Units of which nobody can tell.
    pub undecided: u64,
    /// The files.
    pub files: Vec<(String, String)>,
    /// What is worth knowing.
    pub notes: Vec<String>,
}

impl Protocol {
    /// The record of `drawn`.
    #[must_use]
    pub fn new(
        frame: &Frame,
        columns: &Columns,
        design: &Design,
        seed: &str,
        drawn: &[Drawn<'_>],
        about: About,
    ) -> Self {
        let line = |stratum: &super::frame::Stratum| {
            let mut line = StratumLine { name: stratum.name.clone(), units: stratum.size(), ..StratumLine::default() };
            if frame.clustered {
                line.clusters = stratum.clusters.len() as u64;
            }
            let mut clusters: Vec<&str> = Vec::new();
            for unit in drawn.iter().filter(|unit| unit.stratum == stratum.name) {
                (line.planned, line.points) = (unit.counts.stratum_planned, unit.counts.stratum_points);
                let count = if unit.role == Role::Main { &mut line.drawn } else { &mut line.reserves };
                *count += 1;
                if clusters.last() != Some(&unit.cluster) {
                    clusters.push(unit.cluster);
                }
            }
            line.clusters_drawn = if frame.clustered { clusters.len() as u64 } else { 0 };
            line
        };
        let strata = frame.strata.iter().map(line).collect();
        Self { seed: seed.to_owned(), strata, ..Self::without_draw(frame, columns, design, about) }
    }

    /// The record of a frame before there is a seed: what is published first, with how many each stratum is to get.
    ///
    /// # Errors
    /// Those of [`sizes`].
    pub fn of_frame(frame: &Frame, columns: &Columns, design: &Design, about: About) -> Result<Self, Vec<Diagnostic>> {
        let line = |(stratum, size): (&super::frame::Stratum, u64)| {
            let (clusters, points, planned) = match frame.clustered {
                true => (stratum.clusters.len() as u64, size, size.saturating_mul(design.each)),
                false => (0, 0, size),
            };
            let (name, units) = (stratum.name.clone(), stratum.size());
            StratumLine { name, units, clusters, points, planned, ..StratumLine::default() }
        };
        let strata = frame.strata.iter().zip(sizes(frame, design)?).map(line).collect();
        Ok(Self { strata, ..Self::without_draw(frame, columns, design, about) })
    }

    /// All of a record but the seed and the strata.
    fn without_draw(frame: &Frame, columns: &Columns, design: &Design, about: About) -> Self {
        let (total, each_stratum) = match design.size {
            Size::Total(total) => (Some(total), None),
            Size::EachStratum(each) => (None, Some(each)),
        };
        Self {
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            algorithm: ALGORITHM.to_owned(),
            seed: String::new(),
            cluster_seed: if frame.clustered { CLUSTER_SEED.to_owned() } else { String::new() },
            entity: about.entity,
            among: about.among,
            undecided: about.undecided,
            units: frame.units,
            frame_sha256: frame.sha256.clone(),
            files: about.files,
            stratum_columns: columns.stratum.clone(),
            cluster_columns: columns.cluster.clone(),
            total,
            each_stratum,
            takes: design.takes.clone(),
            each: if frame.clustered { design.each } else { 0 },
            reserve: design.reserve,
            strata: Vec::new(),
            notes: about.notes,
        }
    }
}
