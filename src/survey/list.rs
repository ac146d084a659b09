//! The list of a draw: what it says of each unit, and how it is read back when the visits are over.

use super::draw::{Counts, Drawn, Role};
use super::miswritten::{Cell, Miswritten};
use super::whole;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::SurveyMessage as M;
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

/// Other words that people write for them, and that say the same. What could be meant either way is none of them: who is
/// not at home may come back, and a house that is not there does not.
const ALSO: [(Visit, &[&str]); 3] = [
    (Visit::Reached, &["已访问", "已访到", "访到", "访问到", "已走访", "visited"]),
    (Visit::Refused, &["拒绝", "拒绝访问", "拒绝受访", "refusal"]),
    (Visit::NotReached, &["未访问", "未访", "没访到", "没有访到", "未访问到", "notreached", "notvisited"]),
];

impl Visit {
    /// The visit that a word says; width, case and white space do not count.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let word = fold_name(word);
        let own = VISITS.iter().find(|(_, zh, en)| word == *zh || word == *en).map(|(visit, ..)| *visit);
        own.or_else(|| ALSO.iter().find(|(_, also)| also.contains(&word.as_str())).map(|(visit, _)| *visit))
    }
}

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
pub(super) const KEY: usize = 4;
/// The column of roles, by its place among [`COLUMNS`].
pub(super) const ROLE: usize = 5;
/// The column of visits, by its place among [`COLUMNS`].
pub(super) const VISIT: usize = 15;
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

/// The columns without which a row is no header of a list, each by its names.
const HEADER: [[&str; 2]; 2] = [[COLUMNS[KEY].0, COLUMNS[KEY].1], [COLUMNS[VISIT].0, COLUMNS[VISIT].1]];

/// Reads a list back, with a title above it or without. What is read is consistent with itself: it has as many lines as
/// it says, each number once, and the counts of its strata and clusters are those of its lines. Whether the keys are those
/// that were drawn it cannot say of itself; who draws again from the published frame and seed can.
///
/// # Errors
/// Columns that are missing; cells that are not what stands there; a unit or a number that is listed twice; several kinds
/// of units, or several draws; different counts for one stratum or cluster; lines that are gone, or were added.
pub fn read(list: Plain) -> Result<Vec<Sampled>, Vec<Diagnostic>> {
    let list = list.under(&HEADER.each_ref().map(<[&str; 2]>::as_slice));
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
    if list.rows.is_empty() {
        return Err(vec![Diagnostic::error(M::EmptyList { path: list.file.clone() })]);
    }
    let mut wrong = Miswritten::default();
    let (mut units, mut rows) = (Vec::new(), Vec::new());
    for row in &list.rows {
        match unit(row, columns) {
            Ok(unit) => {
                units.push(unit);
                rows.push(row.number);
            }
            Err(cell) => wrong.add(cell, row.number),
        }
    }
    if units.iter().any(|unit| unit.listed > 0) {
        let silent = units.iter().zip(&rows).filter(|(unit, _)| unit.listed == 0);
        silent.for_each(|(_, &row)| wrong.add(Cell { column: LINES, value: String::new() }, row));
    }
    errors.extend(wrong.said(&list.file));
    let several = whole::several(&units);
    if several.is_empty() {
        errors.extend(whole::few(twice(&list.file, &units, &rows)));
        errors.extend(whole::few(whole::contradictions(&units)));
    }
    errors.extend(several);
    if errors.is_empty() {
        errors.extend(whole::faults(&units));
    }
    if errors.is_empty() { Ok(units) } else { Err(errors) }
}

/// Units that stand on more than one of these rows.
fn twice(file: &str, units: &[Sampled], rows: &[u64]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    let place = |number: u64| format!("{file}:{number}");
    let mut again = Vec::new();
    for (unit, &row) in units.iter().zip(rows) {
        if let Some(first) = seen.insert(&unit.key, row) {
            let (key, first, second) = (unit.key.clone(), place(first), place(row));
            again.push(Diagnostic::error(M::UnitTwice { key, first, second }));
        }
    }
    again
}

fn unit(row: &PlainRow, columns: [Option<usize>; 17]) -> Result<Sampled, Cell> {
    let text = |at: usize| columns.get(at).copied().flatten().map_or("", |column| row.cell(column));
    let wrong = |at: usize| Cell { column: at, value: text(at).to_owned() };
    let count = |at: usize| text(at).parse::<u64>().map_err(|_| wrong(at));
    let maybe = |at: usize| if text(at).is_empty() { Ok(0) } else { count(at) };
    let is = |at: usize, zh: &str, en: &str| fold_name(text(at)) == fold_name(zh) || fold_name(text(at)) == en;
    let role = ROLES.iter().find(|(_, zh, en)| is(ROLE, zh, en)).map(|(role, ..)| *role);
    let visit = Visit::of(text(VISIT));
    if visit.is_none() && !text(VISIT).is_empty() {
        return Err(wrong(VISIT));
    }
    if text(KEY).is_empty() {
        return Err(wrong(KEY));
    }
    Ok(Sampled {
        number: count(0)?,
        entity: text(1).to_owned(),
        stratum: text(2).to_owned(),
        cluster: text(3).to_owned(),
        key: text(KEY).to_owned(),
        role: role.ok_or_else(|| wrong(ROLE))?,
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
            assert_eq!(read(list(&units, chinese)).unwrap(), units);
        }
        // A village that was pointed at twice, with two units, stands for 900: 450 each.
        assert_eq!(units[0].weight(), "450.000000");
    }

    #[test]
    fn words_of_the_same_meaning_are_read() {
        for (word, visit) in [
            ("已访", Some(Visit::Reached)),
            ("已访问", Some(Visit::Reached)),
            ("访到", Some(Visit::Reached)),
            (" 拒 绝 ", Some(Visit::Refused)),
            ("未访问", Some(Visit::NotReached)),
            ("Not reached", Some(Visit::NotReached)),
            ("已不在", Some(Visit::Gone)),
            ("不在", None),
            ("", None),
        ] {
            assert_eq!(Visit::of(word), visit, "{word}");
        }
    }

    #[track_caller]
    fn refused(list: Plain, code: &str) {
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
        refused(changed(1, 4, "0013"), "H904");
        refused(changed(1, 4, ""), "H913");
        refused(changed(0, 5, "正式"), "H913");
        refused(changed(0, 15, "没人"), "H913");
        refused(changed(0, 9, "九百"), "H913");
        refused(changed(1, 9, "90"), "H914");
        refused(changed(1, 13, "0"), "H914");
        refused(changed(1, 1, "人"), "H915");
        refused(changed(1, 0, "3"), "H914");
        refused(changed(1, 16, "3"), "H945");
        refused(changed(1, 16, ""), "H913");
        let mut cut = list(&units, true);
        cut.rows.pop();
        let errors: Vec<&str> = read(cut).unwrap_err().iter().map(|e| e.message.code()).collect();
        assert_eq!(errors, ["H930", "H932"]);
        let codes: Vec<&str> = read(changed(1, 0, "1")).unwrap_err().iter().map(|e| e.message.code()).collect();
        assert_eq!(codes, ["H943", "H932"]);
        let mut short = list(&units, true);
        short.headers[9] = "总数".to_owned();
        refused(short, "H912");
        refused(list(&[], true), "H916");
    }
}
