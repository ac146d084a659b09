//! The list of a draw: what it says of each unit, and how it is read back when the visits are over.

use super::draw::{Counts, Drawn, Role};
use super::whole;
use crate::diagnostic::catalogue::{SharedMessage, SurveyMessage as M};
use crate::diagnostic::{Diagnostic, nearest};
use crate::finding::record::Pair;
use crate::table::{Plain, PlainRow};
use crate::value::fold_name;
use serde::Serialize;
use std::collections::BTreeMap;

/// A unit on the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sampled {
    /// Its number on the list, counted from one.
    pub number: u64,
    /// What it is, as the dictionary calls it.
    pub entity: String,
    /// Its stratum; empty where the frame is not parted.
    pub stratum: String,
    /// Its cluster; empty where there are none.
    pub cluster: String,
    /// What tells it apart.
    pub key: String,
    /// Its role.
    pub role: Role,
    /// Its place in the order of tickets of its stratum or cluster, counted from one.
    pub order: u64,
    /// Its ticket, with 15 decimals.
    pub ticket: String,
    /// What its weight is made of.
    pub counts: Counts,
    /// Where it is and what it is called; masked where asked for.
    pub labels: Vec<Pair>,
    /// How the visit ended; `None` where nobody wrote it down.
    pub visit: Option<Visit>,
    /// How many lines the list has, reserves included; zero where the list does not say.
    pub listed: u64,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Visit {
    /// 已访: the form was filled in.
    Reached,
    /// 拒访: it was refused.
    Refused,
    /// 未访到: nobody was met.
    NotReached,
    /// 已不在: the unit no longer exists, so that nothing can be asked of it.
    Gone,
}

/// The words for visits, Chinese and English.
pub const VISITS: [(Visit, &str, &str); 4] = [
    (Visit::Reached, "已访", "reached"),
    (Visit::Refused, "拒访", "refused"),
    (Visit::NotReached, "未访到", "not_reached"),
    (Visit::Gone, "已不在", "gone"),
];

/// The words for roles, Chinese and English.
pub const ROLES: [(Role, &str, &str); 2] = [(Role::Main, "正选", "main"), (Role::Reserve, "备选", "reserve")];

/// The columns of a list, in order, Chinese and English. Their names begin in a way that no roster's do.
pub const COLUMNS: [(&str, &str); 17] = [
    ("抽样序号", "sample_number"),
    ("抽样对象", "sample_entity"),
    ("抽样层", "sample_stratum"),
    ("抽样群", "sample_cluster"),
    ("抽样编号", "sample_key"),
    ("抽样角色", "sample_role"),
    ("抽样次序", "sample_order"),
    ("抽样票号", "sample_ticket"),
    ("抽样权重", "sample_weight"),
    ("层内总数", "stratum_units"),
    ("层内应抽", "stratum_planned"),
    ("层内点数", "stratum_points"),
    ("群内总数", "cluster_units"),
    ("群内点数", "cluster_points"),
    ("群内应抽", "cluster_drawn"),
    ("访问结果", "visit"),
    ("抽样总数", "sample_lines"),
];

/// The column of keys, by its place among [`COLUMNS`].
pub const KEY: usize = 4;
/// The column of visits, by its place among [`COLUMNS`].
pub const VISIT: usize = 15;
/// The column that says how long the list is; those that were drawn before there was one are read without it.
const LINES: usize = 16;

impl Sampled {
    /// A unit as it was drawn, before any visit: line `number` of `lines`.
    #[must_use]
    pub fn of(drawn: &Drawn<'_>, (number, lines): (u64, u64), entity: &str, labels: Vec<Pair>) -> Self {
        Self {
            number,
            entity: entity.to_owned(),
            stratum: drawn.stratum.to_owned(),
            cluster: drawn.cluster.to_owned(),
            key: drawn.unit.key.clone(),
            role: drawn.role,
            order: drawn.order,
            ticket: drawn.ticket.short(),
            counts: drawn.counts,
            labels,
            visit: None,
            listed: lines,
        }
    }

    /// The cells of [`COLUMNS`], with words in Chinese or English.
    #[must_use]
    pub fn cells(&self, chinese: bool) -> [String; 17] {
        let word = |zh: &str, en: &str| if chinese { zh.to_owned() } else { en.to_owned() };
        let role = ROLES.iter().find(|(role, ..)| *role == self.role);
        let visit = VISITS.iter().find(|(visit, ..)| Some(*visit) == self.visit);
        let number = |count: u64| count.to_string();
        let in_cluster = |count: u64| if self.counts.is_clustered() { count.to_string() } else { String::new() };
        [
            number(self.number),
            self.entity.clone(),
            self.stratum.clone(),
            self.cluster.clone(),
            self.key.clone(),
            role.map(|(_, zh, en)| word(zh, en)).unwrap_or_default(),
            number(self.order),
            self.ticket.clone(),
            self.weight(),
            number(self.counts.stratum_units),
            number(self.counts.stratum_planned),
            in_cluster(self.counts.stratum_points),
            in_cluster(self.counts.cluster_units),
            in_cluster(self.counts.cluster_points),
            in_cluster(self.counts.cluster_drawn),
            visit.map(|(_, zh, en)| word(zh, en)).unwrap_or_default(),
            if self.listed > 0 { number(self.listed) } else { String::new() },
        ]
    }

    /// How many units it stands for where everybody is reached, with six decimals; nothing for a reserve.
    #[must_use]
    pub fn weight(&self) -> String {
        match self.role {
            Role::Main => format!("{:.6}", self.counts.weight(self.counts.drawn())),
            Role::Reserve => String::new(),
        }
    }
}

/// Reads a list back.
///
/// # Errors
/// Columns that are missing; cells that are not what stands there; a unit that is listed twice; different counts for one
/// stratum or cluster; lines that are gone, or that were not drawn.
pub fn read(list: &Plain) -> Result<Vec<Sampled>, Vec<Diagnostic>> {
    let mut columns = [None; 17];
    let mut errors = Vec::new();
    for (number, (at, (zh, en))) in columns.iter_mut().zip(COLUMNS).enumerate() {
        *at = list.column(zh).or_else(|| list.column(en));
        match at {
            Some(_) => {}
            None if number == LINES => {}
            None => errors.push(Diagnostic::error(M::ListLacks { path: list.file.clone(), column: zh.to_owned() })),
        }
    }
    if !errors.is_empty() {
        return Err(errors.into_iter().map(|error| error.help(M::ListIsDrawn {})).collect());
    }
    let mut units: Vec<Sampled> = Vec::new();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for row in &list.rows {
        match unit(list, row, columns) {
            Ok(unit) => {
                if let Some(first) = seen.insert(unit.key.clone(), row.number) {
                    let place = |number: u64| format!("{}:{number}", list.file);
                    let (key, first, second) = (unit.key.clone(), place(first), place(row.number));
                    errors.push(Diagnostic::error(M::UnitTwice { key, first, second }));
                }
                units.push(unit);
            }
            Err(error) => errors.push(*error),
        }
    }
    if units.is_empty() && errors.is_empty() {
        errors.push(Diagnostic::error(M::EmptyList { path: list.file.clone() }));
    }
    errors.extend(contradictions(&units));
    if errors.is_empty() {
        errors.extend(whole::faults(&units));
    }
    if errors.is_empty() { Ok(units) } else { Err(errors) }
}

fn unit(list: &Plain, row: &PlainRow, columns: [Option<usize>; 17]) -> Result<Sampled, Box<Diagnostic>> {
    let text = |at: usize| columns.get(at).copied().flatten().map_or("", |column| row.cell(column));
    let wrong = |at: usize| {
        let (column, value) = (COLUMNS[at].0.to_owned(), text(at).to_owned());
        Diagnostic::error(M::ListCell { place: format!("{}:{}", list.file, row.number), column, value })
    };
    let count = |at: usize| text(at).parse::<u64>().map_err(|_| Box::new(wrong(at)));
    let maybe = |at: usize| if text(at).is_empty() { Ok(0) } else { count(at) };
    let known = |words: &mut dyn Iterator<Item = &'static str>, at: usize| {
        let words: Vec<&str> = words.collect();
        let near = nearest(text(at), words.iter().copied()).map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
        Box::new(wrong(at).help_maybe(near).help(SharedMessage::KnownAre { names: words.join("、") }))
    };
    let is = |at: usize, zh: &str, en: &str| fold_name(text(at)) == fold_name(zh) || fold_name(text(at)) == en;
    let role = ROLES.iter().find(|(_, zh, en)| is(5, zh, en)).map(|(role, ..)| *role);
    let visit = VISITS.iter().find(|(_, zh, en)| is(VISIT, zh, en)).map(|(visit, ..)| *visit);
    if visit.is_none() && !text(VISIT).is_empty() {
        return Err(known(&mut VISITS.iter().map(|(_, zh, _)| *zh), VISIT));
    }
    if text(4).is_empty() {
        return Err(Box::new(wrong(4)));
    }
    Ok(Sampled {
        number: count(0)?,
        entity: text(1).to_owned(),
        stratum: text(2).to_owned(),
        cluster: text(3).to_owned(),
        key: text(4).to_owned(),
        role: role.ok_or_else(|| known(&mut ROLES.iter().map(|(_, zh, _)| *zh), 5))?,
        order: count(6)?,
        ticket: text(7).to_owned(),
        counts: Counts {
            stratum_units: count(9)?,
            stratum_planned: count(10)?,
            stratum_points: maybe(11)?,
            cluster_units: maybe(12)?,
            cluster_points: maybe(13)?,
            cluster_drawn: maybe(14)?,
        },
        labels: Vec::new(),
        visit,
        listed: maybe(LINES)?,
    })
}

/// Strata and clusters of which two rows say different counts: somebody has changed the list.
fn contradictions(units: &[Sampled]) -> Vec<Diagnostic> {
    let mut strata: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    let mut clusters: BTreeMap<(&str, &str), [u64; 3]> = BTreeMap::new();
    let mut wrong: Vec<String> = Vec::new();
    let mut entities: Vec<&str> = Vec::new();
    let lines = units.first().map_or(0, |unit| unit.listed);
    for unit in units {
        let c = unit.counts;
        let stratum = [c.stratum_units, c.stratum_planned, c.stratum_points];
        let cluster = [c.cluster_units, c.cluster_points, c.cluster_drawn];
        let same = *strata.entry(&unit.stratum).or_insert(stratum) == stratum
            && *clusters.entry((&unit.stratum, &unit.cluster)).or_insert(cluster) == cluster;
        let possible = c.stratum_units > 0 && (!c.is_clustered() || c.cluster_points > 0 && c.cluster_drawn > 0);
        let numbered = unit.number > 0 && unit.listed == lines && (lines == 0 || unit.number <= lines);
        let fits = same && possible && numbered;
        if !fits && !wrong.contains(&unit.key) {
            wrong.push(unit.key.clone());
        }
        if !entities.contains(&unit.entity.as_str()) {
            entities.push(&unit.entity);
        }
    }
    let mut errors: Vec<Diagnostic> =
        wrong.into_iter().map(|key| Diagnostic::error(M::ListContradicts { key })).collect();
    if entities.len() > 1 {
        errors.push(Diagnostic::error(M::ListOfSeveral { names: entities.join("、") }));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Sampled, Visit, read};
    use crate::survey::draw::{Counts, Role};
    use crate::table::{Plain, PlainRow};

    fn sampled(number: u64, key: &str) -> Sampled {
        Sampled {
            number,
            entity: "户".to_owned(),
            stratum: "青山乡".to_owned(),
            cluster: "石桥村".to_owned(),
            key: key.to_owned(),
            role: Role::Main,
            order: number,
            ticket: "0.123456789012345".to_owned(),
            counts: Counts {
                stratum_units: 900,
                stratum_planned: 4,
                stratum_points: 2,
                cluster_units: 90,
                cluster_points: 2,
                cluster_drawn: 2,
            },
            labels: Vec::new(),
            visit: Some(Visit::Refused),
            listed: 2,
        }
    }

    fn list(units: &[Sampled], chinese: bool) -> Plain {
        let headers = COLUMNS.iter().map(|(zh, en)| if chinese { *zh } else { *en }.to_owned()).collect();
        let row = |(number, unit): (u64, &Sampled)| PlainRow { number, cells: unit.cells(chinese).to_vec() };
        Plain { file: "样本.csv".to_owned(), headers, rows: (2..).zip(units).map(row).collect() }
    }

    #[test]
    fn what_is_written_is_read_in_either_language() {
        let units = [sampled(1, "0013"), Sampled { visit: None, ..sampled(2, "0014") }];
        for chinese in [true, false] {
            assert_eq!(read(&list(&units, chinese)).unwrap(), units);
        }
        // A village that was pointed at twice, with two units, stands for 900: 450 each.
        assert_eq!(units[0].weight(), "450.000000");
    }

    #[track_caller]
    fn refused(list: &Plain, code: &str) {
        let errors = read(list).unwrap_err();
        assert_eq!(errors.iter().map(|e| e.message.code()).collect::<Vec<_>>(), [code], "{errors:?}");
    }

    #[test]
    fn a_list_that_was_changed_is_refused() {
        let units = [sampled(1, "0013"), sampled(2, "0014")];
        let changed = |row: usize, column: usize, text: &str| {
            let mut list = list(&units, true);
            list.rows[row].cells[column] = text.to_owned();
            list
        };
        refused(&changed(1, 4, "0013"), "H904");
        refused(&changed(1, 4, ""), "H913");
        refused(&changed(0, 5, "正式"), "H913");
        refused(&changed(0, 15, "没人"), "H913");
        refused(&changed(0, 9, "九百"), "H913");
        refused(&changed(1, 9, "90"), "H914");
        refused(&changed(1, 13, "0"), "H914");
        refused(&changed(1, 1, "人"), "H915");
        refused(&changed(1, 0, "3"), "H914");
        refused(&changed(1, 16, "3"), "H914");
        let mut cut = list(&units, true);
        cut.rows.pop();
        let errors: Vec<&str> = read(&cut).unwrap_err().iter().map(|e| e.message.code()).collect();
        assert_eq!(errors, ["H930", "H932"]);
        let mut short = list(&units, true);
        short.headers[9] = "总数".to_owned();
        refused(&short, "H912");
        refused(&list(&[], true), "H916");
    }
}
