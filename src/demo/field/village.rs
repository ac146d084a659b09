//! A village while it is being filled: what has been given out in it already.

use super::super::draw::Draw;
use super::super::rows::{Row, Rows, Text};
use super::Field;
use super::names::{VILLAGES_A_COUNTY, full_name, phone, place, surname};
use super::numbers::Numbers;

/// Households that one helper is responsible for.
const HOUSEHOLDS_A_HELPER: usize = 4;
/// Posts of each of the kinds below that a village gives out.
const POSTS: [(&str, usize); 6] =
    [("保洁员", 4), ("生态护林员", 3), ("道路养护员", 3), ("水管员", 1), ("矛盾调解员", 1), ("代办员", 1)];

/// A village while it is being filled.
#[derive(Clone)]
pub(in crate::demo) struct Village {
    pub(super) place: [Text; 5],
    pub(super) numbers: Numbers,
    /// The part of household numbers that is the village's own.
    prefix: String,
    households: usize,
    helped: usize,
    posts: usize,
    extra: usize,
    helpers: Vec<Text>,
}

impl Village {
    /// Village number `number`, empty. No two villages give out the same key.
    pub(in crate::demo) fn new(number: usize) -> Self {
        let (county, own) = (number / VILLAGES_A_COUNTY, number % VILLAGES_A_COUNTY);
        let numbers = Numbers::new(county, own);
        Self {
            place: place(number),
            prefix: format!("{}{own:02}", numbers.region()),
            numbers,
            households: 0,
            helped: 0,
            posts: 0,
            extra: 0,
            helpers: Vec::new(),
        }
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
                name = Text::Owned(format!("{name}{}", self.helpers.len()));
            }
            self.helpers.push(name);
        }
        self.helped += 1;
        (self.unit(), self.helpers.last().cloned().unwrap_or_default())
    }

    fn unit(&self) -> Text {
        Text::Owned(format!("{}{}{}驻村工作队", self.place[2], self.place[3], self.place[4]))
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
    /// The rows of the village itself and of its helpers, given all other rows. Rows that are there stay.
    pub(in crate::demo) fn add_village(&self, village: &Village, rows: &mut Rows, draw: &mut Draw) {
        if rows.of(self.columns.village.entity).is_empty() {
            self.add_village_row(village, rows, draw);
        }
        let columns = &self.columns.helper;
        for name in &village.helpers {
            if rows.of(columns.entity).iter().any(|row| row.get(columns.name) == name) {
                continue;
            }
            let mut row = Row::usual(self.dictionary, columns.entity);
            row.put(columns.unit, village.unit());
            row.put(columns.name, name.clone());
            row.put(columns.phone, phone(draw));
            rows.add(columns.entity, row);
        }
    }

    fn add_village_row(&self, village: &Village, rows: &mut Rows, draw: &mut Draw) {
        let (v, h, p) = (&self.columns.village, &self.columns.household, &self.columns.person);
        let mut row = Row::usual(self.dictionary, v.entity);
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

/// The kind of a post, any.
pub(super) fn any_kind(draw: &mut Draw) -> &'static str {
    draw.of(&POSTS).0
}
