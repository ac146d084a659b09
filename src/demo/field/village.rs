//! A village while it is being filled: what has been given out in it already.

use super::super::draw::Draw;
use super::super::rows::{Row, Rows, Text};
use super::Field;
use super::names::{VILLAGES_A_COUNTY, full_name, phone, place, surname};
use super::numbers::Numbers;
use crate::dictionary::EntityId;
use std::collections::BTreeMap;

/// Households that one helper is responsible for.
const HOUSEHOLDS_A_HELPER: usize = 4;
/// Posts of each of the kinds below that a village gives out.
const POSTS: [(&str, usize); 6] =
    [("保洁员", 4), ("生态护林员", 3), ("道路养护员", 3), ("水管员", 1), ("矛盾调解员", 1), ("代办员", 1)];

/// A village while it is being filled.
#[derive(Clone)]
pub(in crate::demo) struct Village {
    pub(super) place: [Text; 5],
    pub(in crate::demo) numbers: Numbers,
    number: usize,
    /// How many telephone numbers are given out.
    phones: usize,
    /// The part of household numbers that is the village's own.
    prefix: String,
    households: usize,
    helped: usize,
    posts: usize,
    extra: usize,
    helpers: Vec<Text>,
    /// Rows that belong to the village and not to one household.
    pub(in crate::demo) commons: Rows,
    /// How many names of their own the rows of each entity have been given.
    named: BTreeMap<EntityId, usize>,
    /// What the village's own row and helpers are drawn from, again and again the same.
    draw: (u64, u64),
}

impl Village {
    fn new(number: usize, draw: (u64, u64)) -> Self {
        let (county, own) = (number / VILLAGES_A_COUNTY, number % VILLAGES_A_COUNTY);
        let numbers = Numbers::new(county, own);
        Self {
            place: place(number),
            number,
            phones: 0,
            prefix: format!("{}{own:02}", numbers.region()),
            numbers,
            households: 0,
            helped: 0,
            posts: 0,
            extra: 0,
            helpers: Vec::new(),
            commons: Rows::default(),
            named: BTreeMap::new(),
            draw,
        }
    }

    /// A name or number for a row, which no other row of its entity has.
    pub(in crate::demo) fn own_name(&mut self, entity: EntityId, is_number: bool, word: &str) -> String {
        let count = self.named.entry(entity).or_default();
        *count += 1;
        if is_number {
            return format!("{}N{count:04}", self.prefix);
        }
        let [_, _, county, _, village] = &self.place;
        format!("{county}{village}{word}{count}")
    }

    /// A telephone number that nobody has yet; the last fifty are the helpers'.
    pub(in crate::demo) fn phone(&mut self) -> Text {
        self.phones += 1;
        phone(self.number, self.phones % 950)
    }

    /// A household number that no household has.
    pub(in crate::demo) fn household_number(&mut self) -> String {
        self.households += 1;
        format!("{}{:05}", self.prefix, self.households)
    }

    /// The unit and name of the helper of the next household.
    pub(super) fn helper(&mut self, draw: &mut Draw) -> (Text, Text) {
        if self.helped.is_multiple_of(HOUSEHOLDS_A_HELPER) {
            let mut name = full_name(surname(draw), draw);
            while self.helpers.contains(&name) {
                name = Text::from(format!("{name}{}", self.helpers.len()));
            }
            self.helpers.push(name);
        }
        self.helped += 1;
        (self.unit(), self.helpers.last().cloned().unwrap_or_default())
    }

    fn unit(&self) -> Text {
        Text::from(format!("{}{}{}驻村工作队", self.place[2], self.place[3], self.place[4]))
    }

    /// The number and kind of the next post, `None` when all are given out.
    pub(super) fn post(&mut self) -> Option<(String, &'static str)> {
        let mut at = self.posts;
        for (kind, count) in POSTS {
            if at < count {
                self.posts += 1;
                return Some((format!("{}P{:03}", self.prefix, self.posts), kind));
            }
            at -= count;
        }
        None
    }

    /// The number of a post beyond those that the village gives out.
    pub(super) fn extra_post(&mut self) -> String {
        self.extra += 1;
        format!("{}X{:03}", self.prefix, self.extra)
    }
}

impl Field<'_> {
    /// Village number `number` with what its households share; no household. No two villages give out the same key.
    pub(in crate::demo) fn village(&self, number: usize, seed: u64) -> Village {
        let mut village = Village::new(number, (seed, number as u64 | 1 << 40));
        let mut draw = Draw::new(seed, number as u64 | 1 << 41);
        let mut rows = Rows::none(self.dictionary);
        self.ledgers.grow_village(self, &mut village, &mut rows, &mut draw);
        village.commons = rows;
        village
    }

    /// The place of a village, as its own row has it.
    pub(in crate::demo) fn village_place(&self, village: &Village) -> Row {
        let v = &self.columns.village;
        let mut row =
            Row { cells: vec![Text::default(); self.dictionary.entity(v.entity).fields.len()], fixed: Vec::new() };
        for (field, text) in [v.province, v.prefecture, v.county, v.township, v.village].into_iter().zip(&village.place)
        {
            row.put(field, text.clone());
        }
        row
    }

    /// The rows of the village itself and of its helpers, given all other rows. Rows that are there stay.
    pub(in crate::demo) fn add_village(&self, village: &Village, rows: &mut Rows) {
        let draw = &mut Draw::new(village.draw.0, village.draw.1);
        if rows.of(self.columns.village.entity).is_empty() {
            self.add_village_row(village, rows, draw);
            rows.extend(village.commons.clone());
        }
        let columns = &self.columns.helper;
        for (at, name) in village.helpers.iter().enumerate() {
            if rows.of(columns.entity).iter().any(|row| row.get(columns.name) == name) {
                continue;
            }
            let mut row = self.usual(columns.entity);
            row.put(columns.unit, village.unit());
            row.put(columns.name, name.clone());
            row.put(columns.phone, phone(village.number, 999 - at % 50));
            rows.add(columns.entity, row);
        }
    }

    fn add_village_row(&self, village: &Village, rows: &mut Rows, draw: &mut Draw) {
        let (v, h, p) = (&self.columns.village, &self.columns.household, &self.columns.person);
        let mut row = self.usual(v.entity);
        for (field, text) in [v.province, v.prefecture, v.county, v.township, v.village].into_iter().zip(&village.place)
        {
            row.put(field, text.clone());
        }
        let homes = |poor_kinds: &[&str]| {
            rows.of(h.entity).iter().filter(|home| poor_kinds.contains(&home.get(h.poor_kind))).count()
        };
        let people = |field, text| rows.of(p.entity).iter().filter(|person| person.get(field) == text).count();
        let (homes_total, people_total) = (rows.of(h.entity).len(), rows.of(p.entity).len());
        // A roster holds those whom the register concerns; the village has more.
        let others = usize::try_from(draw.within(180, 260)).unwrap_or(180);
        row.put(v.is_out_of_list, "是");
        row.put(v.households_total, (homes_total + others).to_string());
        row.put(v.people_total, (people_total + others * 4).to_string());
        row.put(v.dibao_households, homes(&["低保户", "低保贫困户"]).to_string());
        row.put(v.dibao_people, people(p.on_dibao, "是").to_string());
        row.put(v.tekun_people, people(p.on_tekun, "是").to_string());
        row.put(v.disabled_people, people(p.certificate, "残疾人证").to_string());
        row.put(v.households_without_safe_water, "0");
        row.put(v.households_in_unsafe_houses, "0");
        row.put(v.forest_area, draw.within(3200, 6800).to_string());
        row.put(v.clinics, "1");
        rows.add(v.entity, row);
    }
}

/// The kind of a post, any; some are for registered households alone.
pub(super) fn any_kind(is_registered: bool, draw: &mut Draw) -> &'static str {
    match draw.of(&POSTS).0 {
        "生态护林员" if !is_registered => "道路养护员",
        kind => kind,
    }
}
